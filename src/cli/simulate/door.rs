//! Where the bytes for a simulated board come in, and its answers go out: a UDP socket, a TCP port or a serial line.

use crate::board::{Carrier, Protocol};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use std::time::Duration;

/// How long a read waits; how late the end, or a picture held back, may come.
const READ_TIMEOUT: Duration = Duration::from_millis(20);

/// A whole answer of a board with two ports, which may be a picture, has so long to leave.
const ANSWER: Duration = Duration::from_secs(1);

pub(super) enum Door {
    Socket(UdpSocket, Option<SocketAddr>),
    /// One sender at a time; others wait until it hangs up.
    Port(TcpListener, Option<TcpStream>),
    /// The same at two ports: one sender at one of them at a time.
    Ports([TcpListener; 2], Option<TcpStream>),
    Line(serialport::TTYPort),
}

/// What came in.
pub(super) enum Came {
    Nothing,
    /// Another sender than before, at the port of this number.
    Sender(u16),
    /// So many bytes: one datagram, or the next ones of a stream.
    Bytes(usize),
}

impl Door {
    /// Opens it at an address, which may begin with the word of its carrier; the way of the protocol is its own first one.
    pub(super) fn open(protocol: &Protocol, address: &str, baud: u32) -> io::Result<(Self, String)> {
        let carriers = protocol.carriers();
        let said = carriers.iter().find(|carrier| address.starts_with(carrier.word()));
        let address = said.map_or(address, |carrier| &address[carrier.word().len()..]);
        let device = address.starts_with('/') && carriers.contains(&Carrier::Serial);
        let own = if device { Some(&Carrier::Serial) } else { carriers.first() };
        match said.or(own) {
            Some(Carrier::Serial) => {
                let port = serialport::new(address, baud).timeout(READ_TIMEOUT).open_native()?;
                Ok((Self::Line(port), address.to_owned()))
            }
            Some(Carrier::Tcp) => {
                let listener = listen(address)?;
                let mut own = listener.local_addr()?;
                let address = own.to_string();
                let Some(second) = protocol.second_port() else {
                    return Ok((Self::Port(listener, None), address));
                };
                own.set_port(second);
                Ok((Self::Ports([listener, listen(own)?], None), address))
            }
            Some(Carrier::Udp) => {
                let socket = UdpSocket::bind(address)?;
                socket.set_read_timeout(Some(READ_TIMEOUT))?;
                let address = socket.local_addr()?.to_string();
                Ok((Self::Socket(socket, None), address))
            }
            _ => Err(ErrorKind::Unsupported.into()),
        }
    }

    /// An empty datagram is 0 bytes, an empty read from a line its end.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<Came> {
        let read = match self {
            Self::Socket(socket, sender) => socket.recv_from(buffer).map(|(len, from)| {
                *sender = Some(from);
                Came::Bytes(len)
            }),
            Self::Port(listener, sender) => stream(std::slice::from_ref(listener), sender, buffer),
            Self::Ports(listeners, sender) => stream(listeners, sender, buffer),
            Self::Line(port) => port.read(buffer).and_then(|len| match len {
                0 => Err(io::Error::from(ErrorKind::UnexpectedEof)),
                len => Ok(Came::Bytes(len)),
            }),
        };
        match read {
            Err(error) if waits(&error) => Ok(Came::Nothing),
            read => read,
        }
    }

    /// Sends an answer back. A sender that does not take it is none of the board's cares.
    pub(super) fn write(&mut self, bytes: &[u8]) {
        let _gone = match self {
            Self::Socket(socket, Some(sender)) => socket.send_to(bytes, *sender).map(|_| ()),
            Self::Port(_, Some(sender)) | Self::Ports(_, Some(sender)) => sender.write_all(bytes),
            Self::Line(port) => port.write_all(bytes),
            Self::Socket(_, None) | Self::Port(_, None) | Self::Ports(_, None) => Ok(()),
        };
    }
}

impl Door {
    /// Lets a sender on a stream go who is no sender of the protocol: nothing that follows can be read.
    pub(super) fn hang_up(&mut self) {
        if let Self::Port(_, sender) | Self::Ports(_, sender) = self {
            *sender = None;
        }
    }
}

fn listen(address: impl ToSocketAddrs) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn stream(listeners: &[TcpListener], sender: &mut Option<TcpStream>, buffer: &mut [u8]) -> io::Result<Came> {
    let Some(open) = sender else {
        let mut came =
            (0..).zip(listeners).filter_map(|(port, listener)| Some((port, listener.accept().ok()?.0)));
        let Some((port, stream)) = came.next() else {
            std::thread::sleep(READ_TIMEOUT);
            return Ok(Came::Nothing);
        };
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(READ_TIMEOUT))?;
        stream.set_write_timeout(Some(if listeners.len() > 1 { ANSWER } else { READ_TIMEOUT }))?;
        *sender = Some(stream);
        return Ok(Came::Sender(port));
    };
    match open.read(buffer) {
        Ok(0) => *sender = None,
        Ok(len) => return Ok(Came::Bytes(len)),
        Err(error) if waits(&error) => {}
        Err(_) => *sender = None,
    }
    Ok(Came::Nothing)
}

/// Whether nothing is wrong, and nothing has come.
fn waits(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::TimedOut | ErrorKind::WouldBlock)
}
