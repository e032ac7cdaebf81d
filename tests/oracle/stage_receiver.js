// What the npm package sacn receives: a line for each universe, `number value,value,...`.
//
// Usage: stage_receiver.js ADDRESS SECONDS UNIVERSE...

const { Receiver } = require("sacn");

const [iface, seconds, ...words] = process.argv.slice(2);
const universes = words.map(Number);
const seen = new Map();

const receiver = new Receiver({ universes, iface });
const end = () => {
  for (const universe of [...seen.keys()].sort((a, b) => a - b)) {
    console.log(universe, [...seen.get(universe)].join(","));
  }
  receiver.close();
  process.exit(0);
};
receiver.on("packet", (packet) => {
  if (packet.payloadAsBuffer) seen.set(packet.universe, packet.payloadAsBuffer);
  if (seen.size === universes.length) end();
});
setTimeout(end, Number(seconds) * 1000);
