"""What the PyPI packages stupidArtnet and sacn receive: a line for each universe, `number value,value,...`.

Usage: stage_receivers.py artnet|sacn SECONDS UNIVERSE...
"""

import os
import sys
import time

protocol, seconds, universes = sys.argv[1], float(sys.argv[2]), [int(word) for word in sys.argv[3:]]
seen = {}


def keep(universe, channels):
    seen[universe] = list(channels)


if protocol == "artnet":
    from stupidArtnet import StupidArtnetServer

    node = StupidArtnetServer()
    for universe in universes:
        node.register_listener(universe, callback_function=lambda channels, number: keep(number, channels))
else:
    import sacn

    receiver = sacn.sACNreceiver()
    receiver.start()
    for universe in universes:
        receiver.register_listener("universe", lambda data: keep(data.universe, data.dmxData), universe=universe)

end = time.monotonic() + seconds
while time.monotonic() < end and len(seen) < len(universes):
    time.sleep(0.05)
for universe in sorted(seen):
    print(universe, ",".join(map(str, seen[universe])))
sys.stdout.flush()
# Both keep threads that nobody ends.
os._exit(0)
