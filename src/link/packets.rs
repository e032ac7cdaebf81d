//! One connected UDP socket and the fewest system calls to send a frame through it.
//!
//! Runs of equally long packets go out as one call each (segmentation offload, three times cheaper on the machine), the
//! others by sendmmsg. A network card that cannot do the former says so with EIO or EINVAL; the socket is then replaced
//! by a plain one for good. The plain one also sends packets larger than the network takes in one piece (the kernel cuts
//! them into fragments), which a socket set up for offload refuses with EMSGSIZE.

use std::io::{self, IoSlice};
use std::net::{SocketAddr, UdpSocket};
use std::ops::Range;
use std::os::fd::AsFd;

use quinn_udp::{Transmit, UdpSocketState};
use rustix::io::Errno;
use rustix::net::{MMsgHdr, SendAncillaryBuffer, SendFlags, send, sendmmsg, sockopt};
use socket2::{Domain, Protocol, Socket, Type};

/// The kernel takes no more segments in one call.
const MOST_SEGMENTS: usize = 64;
/// Nor more bytes than an IP packet holds; a little less for the headers.
const MOST_BYTES: usize = 65_000;
/// Packets a sendmmsg call; more make the arrays on the stack larger and the call hardly cheaper.
const MOST_MESSAGES: usize = 32;
/// A socket with so small a buffer keeps no more reports of the network.
const MOST_REPORTS: usize = 64;
/// Asked for; the kernel gives less where its administrator has said so. Room for one large frame.
const SEND_BUFFER: usize = 2 << 20;

/// What became of packets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sent {
    /// How many left.
    pub(super) count: usize,
    /// The socket's buffer was full, the rest of them stayed.
    pub(super) full: bool,
    /// What the operating system said: about this frame, or (refused, no answer) about one sent before.
    pub(super) report: Option<Errno>,
    /// The report is about these packets, the rest of which stayed.
    pub(super) broken: bool,
}

/// A socket for `address` that never waits, whose packets bear this mark (DSCP, 0 to 63).
///
/// # Errors
/// No route leads there, or the system has no sockets left.
pub(super) fn connect(address: SocketAddr, dscp: u8) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    // Both are wishes: a small buffer drops more, a large one keeps a few answers nobody reads.
    let _ = socket.set_send_buffer_size(SEND_BUFFER);
    let _ = socket.set_recv_buffer_size(0);
    mark(&socket, address, dscp)?;
    socket.connect(&address.into())?;
    Ok(socket.into())
}

/// Has what leaves through `socket` bear a mark (DSCP, the upper six bits of a byte in every IP header).
///
/// # Errors
/// The system takes no such mark.
pub(super) fn mark(socket: &impl AsFd, address: SocketAddr, dscp: u8) -> io::Result<()> {
    match (dscp, address) {
        (0, _) => {}
        (_, SocketAddr::V4(_)) => sockopt::set_ip_tos(socket, dscp << 2)?,
        (_, SocketAddr::V6(_)) => sockopt::set_ipv6_tclass(socket, u32::from(dscp << 2))?,
    }
    Ok(())
}

/// A connected socket with what is known of its abilities.
#[derive(Debug)]
pub(super) struct Sender {
    socket: UdpSocket,
    address: SocketAddr,
    dscp: u8,
    offload: bool,
    /// Sends with offload, and reads the reports of the network. `None` where the system has neither.
    state: Option<UdpSocketState>,
}

impl Sender {
    /// Offloaded packets bear no mark (the library sets the byte of the header itself), so with a mark there is no offload.
    pub(super) fn new(socket: UdpSocket, address: SocketAddr, dscp: u8, offload: bool) -> Self {
        let offload = offload && dscp == 0;
        let state = if offload {
            UdpSocketState::new((&socket).into()).ok()
        } else {
            // It forbids fragments on the socket it is made from, and reads reports from any: so from another one.
            connect(address, 0).and_then(|other| UdpSocketState::new((&other).into())).ok()
        };
        if let Some(state) = &state {
            // Without it only refusals are reported, and a board that is switched off is not.
            let _ = state.enable_transport_errors((&socket).into());
        }
        let offload = offload && state.as_ref().is_some_and(|state| state.max_gso_segments() > 1);
        Self { socket, address, dscp, offload, state }
    }

    /// Whether segmentation offload is (still) used.
    pub(super) fn offloads(&self) -> bool {
        self.offload
    }

    /// Sends the packets from the `from`th one on.
    pub(super) fn send(&mut self, packets: Packets<'_>, from: usize) -> Sent {
        let mut sent = Sent::default();
        let mut again = true;
        while from + sent.count < packets.len() {
            match self.send_some(packets, from + sent.count) {
                Ok(count) => {
                    sent.count += count;
                    again = true;
                }
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN | Errno::NOBUFS | Errno::NOMEM) => {
                    sent.full = true;
                    return sent;
                }
                // About an earlier packet; this one was not sent. The report is used up, the packet sent once more.
                Err(errno) if again && is_about_earlier(errno) => {
                    self.forget_reports();
                    // The network takes shorter pieces only, as the kernel knows from now on: no trouble.
                    sent.report = Some(errno).filter(|errno| *errno != Errno::MSGSIZE).or(sent.report);
                    again = false;
                }
                Err(errno) => return Sent { report: Some(errno), broken: true, ..sent },
            }
        }
        sent
    }

    /// Sends at least one packet from the `next` one on, in one system call. Returns how many.
    fn send_some(&mut self, packets: Packets<'_>, next: usize) -> Result<usize, Errno> {
        let Some(state) = self.state.as_ref().filter(|_| self.offload) else {
            return send_plain(&self.socket, packets, next);
        };
        let (count, range) = packets.run(next);
        let transmit = Transmit {
            destination: self.address,
            ecn: None,
            contents: packets.bytes.get(range).ok_or(Errno::INVAL)?,
            segment_size: (count > 1).then(|| packets.range(next).len()),
            src_ip: None,
        };
        match state.try_send((&self.socket).into(), &transmit) {
            Ok(()) => Ok(count),
            Err(error) => match Errno::from_io_error(&error) {
                Some(Errno::IO | Errno::INVAL | Errno::MSGSIZE) => {
                    tracing::info!(address = %self.address, %error, "no segmentation offload; packet by packet from now on");
                    let socket = connect(self.address, self.dscp)
                        .map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO))?;
                    *self = Self::new(socket, self.address, self.dscp, false);
                    send_plain(&self.socket, packets, next)
                }
                errno => Err(errno.unwrap_or(Errno::IO)),
            },
        }
    }

    /// Empties the queue of reports; what is left in it would stop one send after another.
    fn forget_reports(&self) {
        let Some(state) = &self.state else { return };
        for _ in 0..MOST_REPORTS {
            if !matches!(state.recv_transport_error((&self.socket).into()), Ok(Some(_))) {
                return;
            }
        }
    }
}

/// Whether the kernel reports so what came back for an earlier packet.
fn is_about_earlier(errno: Errno) -> bool {
    use Errno as E;
    matches!(errno, E::CONNREFUSED | E::HOSTUNREACH | E::HOSTDOWN | E::NETUNREACH | E::MSGSIZE)
}

fn send_plain(socket: &UdpSocket, packets: Packets<'_>, next: usize) -> Result<usize, Errno> {
    let count = (packets.ends.len() - next).min(MOST_MESSAGES);
    if count == 1 {
        return send(socket, packets.packet(next)?, SendFlags::empty()).map(|_| 1);
    }
    let mut slices = [IoSlice::new(&[]); MOST_MESSAGES];
    for (n, slice) in slices[..count].iter_mut().enumerate() {
        *slice = IoSlice::new(packets.packet(next + n)?);
    }
    let mut controls: [SendAncillaryBuffer<'_, '_, '_>; MOST_MESSAGES] =
        std::array::from_fn(|_| Default::default());
    let mut n = 0;
    let mut messages = controls.each_mut().map(|control| {
        n += 1;
        MMsgHdr::new(&slices[n - 1..n], control)
    });
    // At least one if it is no error; what stopped the others comes out at the next call, or was a report used up.
    sendmmsg(socket, &mut messages[..count], SendFlags::empty())
}

/// Packets back to back, the last of which may be left out of account.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packets<'a> {
    bytes: &'a [u8],
    ends: &'a [usize],
}

impl<'a> Packets<'a> {
    /// `None` if one ends outside `bytes`.
    pub(super) fn new(bytes: &'a [u8], ends: &'a [usize]) -> Option<Self> {
        ends.iter().all(|&end| end <= bytes.len()).then_some(Self { bytes, ends })
    }

    /// How many there are.
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    /// Without those from the `end`th one on.
    pub(super) fn until(self, end: usize) -> Self {
        Self { ends: &self.ends[..end.min(self.ends.len())], ..self }
    }

    /// The bytes of the `n`th one.
    pub(super) fn range(self, n: usize) -> Range<usize> {
        let start = if n == 0 { 0 } else { self.ends[n - 1] };
        start..self.ends[n].max(start)
    }

    /// # Errors
    /// It begins where it may not.
    pub(super) fn packet(self, n: usize) -> Result<&'a [u8], Errno> {
        self.bytes.get(self.range(n)).ok_or(Errno::INVAL)
    }

    /// The longest run from packet `n` on that one offloaded call may carry: equally long packets, the last may be
    /// shorter. Returns how many packets and their bytes.
    fn run(self, n: usize) -> (usize, Range<usize>) {
        let first = self.range(n);
        let mut last = first.clone();
        let mut count = 1;
        while count < MOST_SEGMENTS && n + count < self.ends.len() && last.len() == first.len() {
            let next = self.range(n + count);
            if next.is_empty() || next.len() > first.len() || next.end - first.start > MOST_BYTES {
                break;
            }
            last = next;
            count += 1;
        }
        (count, first.start..last.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(lengths: &[usize]) -> Vec<usize> {
        let ends: Vec<usize> = lengths
            .iter()
            .scan(0, |end, length| {
                Some({
                    *end += length;
                    *end
                })
            })
            .collect();
        let packets = Packets { bytes: &[], ends: &ends };
        let (mut next, mut runs) = (0, Vec::new());
        while next < ends.len() {
            let (count, range) = packets.run(next);
            assert_eq!(range.len(), lengths[next..next + count].iter().sum::<usize>());
            next += count;
            runs.push(count);
        }
        runs
    }

    #[test]
    fn equally_long_packets_and_a_shorter_last_one_go_out_together() {
        assert_eq!(runs(&[1450, 1450, 1450, 300]), [4]);
        assert_eq!(runs(&[10]), [1]);
        assert_eq!(runs(&[300, 1450, 1450]), [1, 2]);
        assert_eq!(runs(&[100, 60, 100, 100, 40, 40]), [2, 3, 1]);
        assert_eq!(runs(&[0, 0, 7, 0]), [1, 1, 1, 1]);
    }

    #[test]
    fn no_run_is_longer_than_the_kernel_takes() {
        assert_eq!(runs(&[10; 130]), [64, 64, 2]);
        assert_eq!(runs(&[1450; 50]), [44, 6]);
        assert_eq!(runs(&[40_000, 40_000]), [1, 1]);
    }

    /// A packet that fits into UDP but not into one piece of even the loopback network (64 KiB, IPv6).
    #[test]
    fn where_offload_is_refused_the_frame_still_arrives_and_offload_is_off_for_good() {
        let board = UdpSocket::bind("[::1]:0").unwrap();
        board.set_read_timeout(Some(std::time::Duration::from_secs(10))).unwrap();
        let address = board.local_addr().unwrap();
        let mut sender = Sender::new(connect(address, 0).unwrap(), address, 0, true);
        assert!(sender.offloads());
        let frame: Vec<u8> = (0..65_600_u32).map(|place| (place % 251) as u8).collect();
        let packets = Packets::new(&frame, &[65_520, 65_600]).unwrap();
        assert_eq!(sender.send(packets, 0), Sent { count: 2, ..Sent::default() });
        assert!(!sender.offloads());
        let mut packet = vec![0; 70_000];
        assert_eq!(board.recv(&mut packet).unwrap(), 65_520);
        assert!(packet[..65_520] == frame[..65_520]);
        assert_eq!(board.recv(&mut packet).unwrap(), 80);
        assert_eq!(packet[..80], frame[65_520..]);
    }
}
