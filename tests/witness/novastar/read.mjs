// Reads packets of the Novastar control channel as hex, one a line, with the codec of others; writes one JSON object a
// line: the fields as it understands them, and the packet as it would write them.

import { createInterface } from 'node:readline';
import { Packet, REQUEST, Request } from '@novastar/codec';

for await (const line of createInterface({ input: process.stdin })) {
  const bytes = Buffer.from(line, 'hex');
  const packet = new Packet(bytes);
  const request = packet.head === REQUEST;
  const sound = Packet.crc(packet) === packet.crc;
  let again = '';
  if (request) {
    const made = packet.io === 1 ? new Request(Buffer.from(packet.data)) : new Request(packet.length);
    made.serno = packet.serno;
    made.destination = packet.destination;
    made.deviceType = packet.deviceType;
    made.port = packet.port;
    made.rcvIndex = packet.rcvIndex;
    made.address = packet.address;
    Packet.crc(made, true);
    again = Packet.raw(made).toString('hex');
  }
  console.log(JSON.stringify({
    sound, again, ack: packet.ack, serial: packet.serno, source: packet.source, destination: packet.destination,
    device: packet.deviceType, port: packet.port, card: packet.rcvIndex, write: packet.io === 1,
    register: packet.address, length: packet.length, data: packet.data.toString('hex'),
  }));
}
