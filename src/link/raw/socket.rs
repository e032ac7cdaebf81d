//! One packet socket, bound to one interface.
//!
//! The crate `nix` is there for one thing: it gives an interface's address in a form that can be bound to, without unsafe
//! code here.

use nix::ifaddrs::getifaddrs;
use nix::sys::socket::{LinkAddr, bind};
use rustix::io::Errno;
use rustix::net::sockopt::set_socket_send_buffer_size;
use rustix::net::{
    AddressFamily, MMsgHdr, Protocol, RecvFlags, SendAncillaryBuffer, SendFlags, SocketFlags, SocketType,
    recv, sendmmsg, socket_with,
};
use std::io::{self, IoSlice};
use std::num::NonZeroU32;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

/// Packets a call; more make the arrays on the stack larger and the call hardly cheaper.
const MOST_MESSAGES: usize = 32;
/// Asked for; the kernel gives less where its administrator has said so. Room for one large picture.
const SEND_BUFFER: usize = 4 << 20;
/// What is longer is cut, and is no Ethernet frame.
const MOST_RECEIVED: usize = 2048;

/// A socket that sends whole Ethernet frames through one interface, and never waits.
#[derive(Debug)]
pub(super) struct Socket {
    fd: OwnedFd,
}

impl Socket {
    /// Binds to an interface; what arrives there with `ethertype` can be received.
    ///
    /// # Errors
    /// `EPERM` without the capability `CAP_NET_RAW`, `ENODEV` if there is no such interface.
    pub(super) fn open(interface: &str, ethertype: u16) -> io::Result<Self> {
        // In the order of the network. Without one nothing is received.
        let protocol = NonZeroU32::new(u32::from(ethertype.to_be())).map(Protocol::from_raw);
        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        let fd = socket_with(AddressFamily::PACKET, SocketType::RAW, flags, protocol)?;
        // A wish: a smaller buffer takes a large picture in parts.
        let _ = set_socket_send_buffer_size(&fd, SEND_BUFFER);
        // It says no protocol, and so leaves the socket's own.
        bind(fd.as_raw_fd(), &address(interface)?)?;
        Ok(Self { fd })
    }

    /// Sends packets from number `next` on, which goes on with every one that was taken.
    ///
    /// # Errors
    /// What stopped it; `EAGAIN` and `ENOBUFS` if there is no room now.
    pub(super) fn send(&self, bytes: &[u8], ends: &[usize], next: &mut usize) -> Result<(), Errno> {
        while *next < ends.len() {
            match self.send_some(bytes, ends, *next) {
                Ok(sent) => *next += sent,
                Err(Errno::INTR) => {}
                Err(errno) => return Err(errno),
            }
        }
        Ok(())
    }

    fn send_some(&self, bytes: &[u8], ends: &[usize], next: usize) -> Result<usize, Errno> {
        let count = (ends.len() - next).min(MOST_MESSAGES);
        let mut slices = [IoSlice::new(&[]); MOST_MESSAGES];
        for (n, slice) in (next..).zip(&mut slices[..count]) {
            let start = if n == 0 { 0 } else { ends[n - 1] };
            *slice = IoSlice::new(bytes.get(start..ends[n]).ok_or(Errno::INVAL)?);
        }
        let mut controls: [SendAncillaryBuffer<'_, '_, '_>; MOST_MESSAGES] =
            std::array::from_fn(|_| Default::default());
        let mut n = 0;
        let mut messages = controls.each_mut().map(|control| {
            n += 1;
            MMsgHdr::new(&slices[n - 1..n], control)
        });
        // At least one if it is no error; what stopped the others comes out at the next call.
        sendmmsg(&self.fd, &mut messages[..count], SendFlags::empty())
    }

    /// One frame that has arrived.
    ///
    /// # Errors
    /// `EAGAIN` if there is none; `ENETDOWN` once when the interface goes down.
    pub(super) fn receive(&self) -> io::Result<Vec<u8>> {
        let mut frame = [0; MOST_RECEIVED];
        let (_, len) = recv(&self.fd, &mut frame, RecvFlags::empty())?;
        Ok(frame[..len.min(MOST_RECEIVED)].to_vec())
    }
}

fn address(interface: &str) -> io::Result<LinkAddr> {
    let all = getifaddrs()?.filter(|one| one.interface_name == interface);
    let address = all.filter_map(|one| one.address).find_map(|address| address.as_link_addr().copied());
    address.ok_or_else(|| io::Error::from(Errno::NODEV))
}

impl AsRawFd for Socket {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}
