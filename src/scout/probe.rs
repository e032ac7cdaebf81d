//! What can be found out about the way to one board without changing anything on it: the name, the route, the port, and the
//! questions that its protocol has. Runs beside a daemon that sends to it.

use super::ear::listen;
use super::{Interface, artnet, colorlight, ddp, wled};
use crate::board::Protocol;
use crate::frame::Face;
use crate::report::Message;
use crate::site::Address;
use crate::wire;
use crate::wire::json::Name;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::net::{TcpSocket, TcpStream, UdpSocket, lookup_host};
use tokio::time::timeout;

/// How long a name server and a TCP port may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long a question of a protocol waits for its answer; DDP displays wait up to a quarter of a second by themselves.
const ANSWER: Duration = Duration::from_secs(2);
/// WLED's own page.
const HTTP: u16 = 80;

/// What a step along the way has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// It is as it should be, as far as this step can see.
    Good,
    /// It says nothing either way.
    Unknown,
    /// Something is wrong.
    Bad,
}

impl Grade {
    /// A word for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Unknown => "unknown",
            Self::Bad => "bad",
        }
    }
}

/// One step along the way to a board, and what it has shown.
pub type Step = (Grade, Message);

/// Goes along the way to a board, as far as it leads.
pub async fn probe(protocol: &Protocol, address: &Address, face: Face) -> Vec<Step> {
    let mut steps = Vec::new();
    match address {
        Address::Virtual => steps.push((Grade::Good, Message::ProbeVirtual {})),
        // Who asks a card opens its line.
        Address::Serial { .. } if protocol.stored() => {}
        Address::Serial { path, .. } => steps.push(line(path)),
        // What a group hears nobody knows.
        Address::Multicast { .. } => {
            steps.push((Grade::Unknown, Message::ProbeNoQuestion { protocol: protocol.to_string() }));
        }
        Address::Raw { interface } => cards(interface, &mut steps).await,
        Address::Tcp { host, port: number } => {
            if let Some(to) = resolve(host, *number, &mut steps).await {
                steps.push(port(to).await);
            }
        }
        Address::Udp { host, port, .. } => {
            if let Some(to) = resolve(host, *port, &mut steps).await
                && route(to, &mut steps)
            {
                ask(protocol, to, face, &mut steps).await;
            }
        }
    }
    steps
}

/// The address that a name stands for.
async fn resolve(host: &str, port: u16, steps: &mut Vec<Step>) -> Option<SocketAddr> {
    let found = match timeout(PATIENCE, lookup_host((host, port))).await {
        Ok(Ok(found)) => found.collect::<Vec<_>>(),
        Ok(Err(_)) | Err(_) => Vec::new(),
    };
    let Some(first) = found.first().copied() else {
        steps.push((Grade::Bad, Message::LinkNoSuchHost { host: host.to_owned() }));
        return None;
    };
    if host.parse::<IpAddr>().is_err() {
        let addresses = found.iter().map(|to| to.ip().to_string()).collect::<Vec<_>>().join(", ");
        steps.push((Grade::Good, Message::ProbeName { host: host.to_owned(), addresses }));
    }
    Some(first)
}

/// Whether a way leads there, and from which address it goes out.
fn route(to: SocketAddr, steps: &mut Vec<Step>) -> bool {
    let any: SocketAddr =
        if to.is_ipv4() { (Ipv4Addr::UNSPECIFIED, 0).into() } else { ([0u16; 8], 0).into() };
    let from = std::net::UdpSocket::bind(any).and_then(|socket| {
        // Connecting a UDP socket sends nothing.
        socket.connect(to)?;
        socket.local_addr()
    });
    match from {
        Ok(from) => {
            let (address, from) = (to.to_string(), from.ip().to_string());
            steps.push((Grade::Good, Message::ProbeRoute { address, from }));
            true
        }
        Err(error) => {
            steps.push((
                Grade::Bad,
                Message::LinkUnreachable { address: to.to_string(), why: error.to_string() },
            ));
            false
        }
    }
}

/// The questions that a protocol has.
async fn ask(protocol: &Protocol, to: SocketAddr, face: Face, steps: &mut Vec<Step>) {
    // Cards are asked over a link of their own.
    if protocol.stored() {
        return;
    }
    let silent = (Grade::Unknown, Message::ProbeNoQuestion { protocol: protocol.to_string() });
    match protocol.name() {
        Name::Ddp => {
            steps.push(question("DDP", to, 0, &ddp::query(), ddp::status).await);
            steps.extend(page(to.ip(), face).await);
        }
        Name::Artnet => {
            steps.push(question("Art-Net", to, wire::artnet::PORT, &artnet::poll(), artnet::answer).await);
            steps.extend(page(to.ip(), face).await);
        }
        Name::Sacn | Name::Tpm2Net | Name::WledUdp => match page(to.ip(), face).await {
            Some(step) => steps.push(step),
            None => steps.push(silent),
        },
        _ => steps.push(silent),
    }
}

/// Puts a question by UDP, from a port of our own if answers must go there and it is free.
async fn question(
    name: &str,
    to: SocketAddr,
    own_port: u16,
    bytes: &[u8],
    read: impl Fn(&[u8]) -> Option<Vec<String>>,
) -> Step {
    let (protocol, address) = (name.to_owned(), to.to_string());
    let asked = async {
        let any = |port| SocketAddr::from((Ipv4Addr::UNSPECIFIED, port));
        let socket = match UdpSocket::bind(any(own_port)).await {
            Err(error) if error.kind() == ErrorKind::AddrInUse => UdpSocket::bind(any(0)).await?,
            bound => bound?,
        };
        socket.connect(to).await?;
        socket.send(bytes).await?;
        let mut told = None;
        listen(&socket, None, ANSWER, |bytes, _| {
            told = read(bytes);
            told.is_some()
        })
        .await?;
        Ok::<_, io::Error>(told)
    };
    match asked.await {
        Ok(Some(says)) => (Grade::Good, Message::ProbeAnswers { protocol, address, says: says.join(", ") }),
        Ok(None) => (Grade::Unknown, Message::ProbeSilent { protocol, address }),
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
            (Grade::Bad, Message::LinkRefused { address })
        }
        Err(error) => (Grade::Bad, Message::LinkUnreachable { address, why: error.to_string() }),
    }
}

/// What WLED's own page says, if there is one: other controllers have none.
async fn page(host: IpAddr, face: Face) -> Option<Step> {
    let socket = if host.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
    let told = wled::info(socket.ok()?, (host, HTTP).into()).await.ok()?;
    let address = host.to_string();
    Some(match wled::size(&told) {
        Some((width, height)) if (width, height) != (face.width(), face.height()) => {
            let (told, face) = (format!("{width} × {height}"), face.to_string());
            (Grade::Bad, Message::ProbeSize { address, told, face })
        }
        _ => {
            let protocol = "WLED".to_owned();
            (Grade::Good, Message::ProbeAnswers { protocol, address, says: wled::says(&told).join(", ") })
        }
    })
}

/// Which cards answer at an interface.
async fn cards(interface: &str, steps: &mut Vec<Step>) {
    let answers = match Interface::find(interface) {
        Ok(interface) => colorlight::search(&interface, ANSWER).await,
        Err(message) => return steps.push((Grade::Bad, message)),
    };
    let (protocol, address) = ("Colorlight".to_owned(), interface.to_owned());
    match answers.trouble {
        Some(message) => steps.push((Grade::Bad, message)),
        None if answers.found.is_empty() => {
            steps.push((Grade::Unknown, Message::ProbeSilent { protocol, address }));
        }
        None => steps.extend(answers.found.iter().map(|card| {
            let says = card.says.join(", ");
            (
                Grade::Good,
                Message::ProbeAnswers { protocol: protocol.clone(), address: address.clone(), says },
            )
        })),
    }
}

/// Whether a TCP port takes a connection, which is closed again at once.
async fn port(to: SocketAddr) -> Step {
    let address = to.to_string();
    match timeout(PATIENCE, TcpStream::connect(to)).await {
        Ok(Ok(_)) => (Grade::Good, Message::ProbePort { address }),
        Ok(Err(error)) if error.kind() == ErrorKind::ConnectionRefused => {
            (Grade::Bad, Message::LinkRefused { address })
        }
        Ok(Err(error)) => (Grade::Bad, Message::LinkUnreachable { address, why: error.to_string() }),
        Err(_) => (Grade::Bad, Message::LinkSilent { address }),
    }
}

/// Whether a device is there and may be opened. It is not opened: that alone makes some boards start anew.
fn line(path: &str) -> Step {
    use rustix::fs::{Access, access};
    let owned = path.to_owned();
    match access(path, Access::READ_OK | Access::WRITE_OK) {
        Ok(()) => (Grade::Good, Message::ProbeLine { path: owned }),
        Err(rustix::io::Errno::ACCESS | rustix::io::Errno::PERM) => {
            (Grade::Bad, Message::LinkNotAllowed { path: owned })
        }
        Err(_) => (Grade::Bad, Message::LinkNoSuchDevice { path: owned }),
    }
}
