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

/// Sends frames with segmentation offload.
pub(crate) struct Offloaded<'p> {
    socket: UdpSocket,
    state: UdpSocketState,
    calls: Vec<Transmit<'p>>,
}

impl<'p> Offloaded<'p> {
    pub(crate) fn new(address: SocketAddr, packets: &'p Packets) -> Self {
        let socket = connect(address);
        let state = UdpSocketState::new((&socket).into()).unwrap();
        let _ = state.enable_transport_errors((&socket).into());
        let mut calls = Vec::new();
        let lengths: Vec<usize> = packets.iter().map(<[u8]>::len).collect();
        let (mut next, mut from) = (0, 0);
        while next < lengths.len() {
            let size = lengths[next];
            let (mut count, mut len) = (1, size);
            // All packets of a frame are equally long but the last, which is not longer.
            while count < SEGMENTS && next + count < lengths.len() && len + lengths[next + count] <= BYTES {
                len += lengths[next + count];
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
        Self { socket, state, calls }
    }

    pub(crate) fn send(&mut self) {
        for call in &self.calls {
            self.state.try_send((&self.socket).into(), call).unwrap();
        }
    }
}

/// Where the packets of a frame lie, as the system call wants to know it.
pub(crate) fn slices(packets: &Packets) -> Vec<IoSlice<'_>> {
    packets.iter().map(IoSlice::new).collect()
}

pub(crate) fn controls(packets: usize) -> Vec<SendAncillaryBuffer<'static, 'static, 'static>> {
    (0..packets).map(|_| SendAncillaryBuffer::default()).collect()
}

pub(crate) fn messages<'a>(
    slices: &'a [IoSlice<'_>],
    controls: &'a mut [SendAncillaryBuffer<'static, 'static, 'static>],
) -> Vec<MMsgHdr<'a>> {
    slices.chunks(1).zip(controls).map(|(slice, control)| MMsgHdr::new(slice, control)).collect()
}

/// Sends a frame by sendmmsg.
pub(crate) fn send_many(socket: &UdpSocket, messages: &mut [MMsgHdr<'_>]) {
    for some in messages.chunks_mut(MESSAGES) {
        let count = some.len();
        assert_eq!(sendmmsg(socket, some, SendFlags::empty()), Ok(count));
    }
}

/// Sends a frame packet by packet.
pub(crate) fn send_each(socket: &UdpSocket, packets: &Packets) {
    for packet in packets.iter() {
        send(socket, packet, SendFlags::empty()).unwrap();
    }
}
