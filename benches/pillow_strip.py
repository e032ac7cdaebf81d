"""The scroll of the benchmark in Python with Pillow: drawn anew for every frame, or cut from a strip drawn once.

Asked on standard input ("strip 8": eight frames cut and sent; "redraw", "cut", "draw"), answers with the processor time
of one frame in µs. Its board is a loopback socket that it empties itself while its clock stands.
"""

import socket
import struct
import sys
import time

from PIL import Image, ImageDraw, ImageFont

MAX_DATA = 1440
width, height, text = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
font = ImageFont.load_default(16)
left, top, right, bottom = font.getbbox(text)
y = (height - (bottom - top)) // 2 - top
steps = width - 1 + right - left

strip = Image.new("RGB", (steps + width, height))
ImageDraw.Draw(strip).text((width - 1 - left, y), text, font=font, fill=(255, 255, 255))

board = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
board.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
board.bind(("127.0.0.1", 0))
board.setblocking(False)
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.connect(board.getsockname())

sequence = 0
frame = 0


def cut():
    x = frame % steps
    return strip.crop((x, 0, x + width, height)).tobytes()


def draw():
    image = Image.new("RGB", (width, height))
    x = width - 1 - left - frame % steps
    ImageDraw.Draw(image).text((x, y), text, font=font, fill=(255, 255, 255))
    return image.tobytes()


def send(data):
    global sequence
    for start in range(0, len(data), MAX_DATA):
        part = data[start : start + MAX_DATA]
        sequence = sequence % 15 + 1
        last = start + MAX_DATA >= len(data)
        header = struct.pack(">BBBBIH", 0x41 if last else 0x40, sequence, 0x0B, 1, start, len(part))
        sender.send(header + part)


def empty():
    small = bytearray(16)
    try:
        while True:
            board.recv_into(small, 16)
    except BlockingIOError:
        pass


ways = {
    "strip": lambda: send(cut()),
    "redraw": lambda: send(draw()),
    "cut": cut,
    "draw": draw,
}
print("ready", flush=True)
for line in sys.stdin:
    way, count = line.split()
    way, count = ways[way], int(count)
    begun = time.thread_time_ns()
    for _ in range(count):
        way()
        frame += 1
    used = time.thread_time_ns() - begun
    empty()
    print(used / count / 1000, flush=True)
