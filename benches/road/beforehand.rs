//! What the road is held against: loops that do nothing but send packets built beforehand.
//!
//! They make the very system calls of `link`, on sockets with the same options, without its code around them: runs of
//! equally long packets by one offloaded call each, or 32 packets by a sendmmsg, or one packet by a send.

use bangtin::wire::Packets;
use quinn_udp::{Transmit, UdpSocketState};
use rustix::net::{MMsgHdr, SendAncillaryBuffer, SendFlags, send, sendmmsg};
use socket2::{Domain, Socket, Type};
use std::io::IoSlice;
use std::net::{SocketAddr, UdpSocket};

/// Packets a sendmmsg call, as in `link`.
const MESSAGES: usize = 32;
/// Segments and bytes of an offloaded call, as in `link`.
const SEGMENTS: usize = 64;
const BYTES: usize = 65_000;

pub(crate) fn connect(address: SocketAddr) -> UdpSocket {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, None).unwrap();
    socket.set_nonblocking(true).unwrap();
    let _ = socket.set_send_buffer_size(2 << 20);
    let _ = socket.set_recv_buffer_size(0);
    socket.connect(&address.into()).unwrap();
    socket.into()
}

/// Sends frames with segmentation offload, one after the other and from the first again.
pub(crate) struct Offloaded<'p> {
    socket: UdpSocket,
    state: UdpSocketState,
    frames: Vec<Vec<Transmit<'p>>>,
    turn: usize,
}

impl<'p> Offloaded<'p> {
    pub(crate) fn new(address: SocketAddr, frames: &'p [Packets]) -> Self {
        let socket = connect(address);
        let state = UdpSocketState::new((&socket).into()).unwrap();
        let _ = state.enable_transport_errors((&socket).into());
        let frames = frames.iter().map(|packets| calls(address, packets)).collect();
        Self { socket, state, frames, turn: 0 }
    }

    pub(crate) fn send(&mut self) {
        self.turn = (self.turn + 1) % self.frames.len();
        for call in &self.frames[self.turn] {
            self.state.try_send((&self.socket).into(), call).unwrap();
        }
    }
}

/// The calls of one frame: runs of equally long packets, of which the last may be shorter.
fn calls(address: SocketAddr, packets: &Packets) -> Vec<Transmit<'_>> {
    let lengths: Vec<usize> = packets.iter().map(<[u8]>::len).collect();
    let (mut calls, mut next, mut from) = (Vec::new(), 0, 0);
    while next < lengths.len() {
        let size = lengths[next];
        let (mut count, mut len, mut last) = (1, size, size);
        while count < SEGMENTS && next + count < lengths.len() && last == size {
            last = lengths[next + count];
            if last > size || len + last > BYTES {
                break;
            }
            len += last;
            count += 1;
        }
        calls.push(Transmit {
            destination: address,
            ecn: None,
            contents: &packets.bytes()[from..from + len],
            segment_size: (count > 1).then_some(size),
            src_ip: None,
        });
        (next, from) = (next + count, from + len);
    }
    calls
}

/// Sends a frame by sendmmsg. What the kernel wants to know of each packet is put together on the stack, as in `link`.
pub(crate) fn send_many(socket: &UdpSocket, packets: &Packets) {
    let mut slices = [IoSlice::new(&[]); MESSAGES];
    let mut all = packets.iter().peekable();
    while all.peek().is_some() {
        let mut count = 0;
        for (slice, packet) in slices.iter_mut().zip(all.by_ref().take(MESSAGES)) {
            *slice = IoSlice::new(packet);
            count += 1;
        }
        let mut controls: [SendAncillaryBuffer<'_, '_, '_>; MESSAGES] =
            std::array::from_fn(|_| Default::default());
        let mut n = 0;
        let mut messages = controls.each_mut().map(|control| {
            n += 1;
            MMsgHdr::new(&slices[n - 1..n], control)
        });
        assert_eq!(sendmmsg(socket, &mut messages[..count], SendFlags::empty()), Ok(count));
    }
}

/// Sends a frame packet by packet.
pub(crate) fn send_each(socket: &UdpSocket, packets: &Packets) {
    for packet in packets.iter() {
        send(socket, packet, SendFlags::empty()).unwrap();
    }
}
