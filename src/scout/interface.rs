//! The network interface that is asked on: named by a person, by its name or by an address of it.

use crate::report::Message;
use nix::ifaddrs::{InterfaceAddress, getifaddrs};
use nix::sys::socket::SockaddrStorage;
use socket2::{Domain, Protocol, Socket, Type};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use tokio::net::{TcpSocket, UdpSocket};

/// An interface of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// Its name: `eth0`.
    pub name: String,
    /// Its IPv4 address and the one at which everybody in its network hears; cards without IP need none.
    pub v4: Option<(Ipv4Addr, Ipv4Addr)>,
}

impl Interface {
    /// The interface of this name, or the one with this address.
    ///
    /// # Errors
    /// There is none; the sentence names those there are.
    pub fn find(word: &str) -> Result<Self, Message> {
        let all = getifaddrs().map_err(|error| Message::InterfaceUnread { why: error.to_string() })?;
        let mut all: Vec<Self> = all.map(Self::of).collect();
        // The same interface is listed once for each of its addresses.
        all.sort_by_key(|one| one.v4.is_none());
        let wanted =
            |one: &&Self| one.name == word || one.address().is_some_and(|own| word.parse() == Ok(own));
        all.iter().find(wanted).cloned().ok_or_else(|| {
            let word_of = |one: &Self| match one.address() {
                Some(address) => format!("`{}` ({address})", one.name),
                None => format!("`{}`", one.name),
            };
            let mut offer: Vec<String> = Vec::new();
            for one in &all {
                let begins = format!("`{}`", one.name);
                if !offer.iter().any(|known| known.starts_with(&begins)) || one.v4.is_some() {
                    offer.push(word_of(one));
                }
            }
            Message::ScoutNoInterface { interface: word.to_owned(), offer: offer.join(", ") }
        })
    }

    fn of(one: InterfaceAddress) -> Self {
        let v4 = |address: Option<SockaddrStorage>| Some(address?.as_sockaddr_in()?.ip());
        let both = v4(one.address).map(|address| {
            // Where an interface has no address for everybody (`lo`, tunnels), that of its network is the last one.
            let host = v4(one.netmask).map_or(0, |mask| !u32::from(mask));
            let last = Ipv4Addr::from(u32::from(address) | host);
            (address, v4(one.broadcast).filter(|broadcast| *broadcast != address).unwrap_or(last))
        });
        Self { name: one.interface_name, v4: both }
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> Option<Ipv4Addr> {
        self.v4.map(|(address, _)| address)
    }

    /// A UDP socket that hears and speaks on this interface only, and where everybody hears at `there`; port 0: any.
    ///
    /// # Errors
    /// The port is taken, the interface is gone or has no IPv4 address.
    pub(super) fn udp(&self, port: u16, there: u16) -> io::Result<(UdpSocket, SocketAddrV4)> {
        let (address, broadcast) = self.v4.ok_or(io::ErrorKind::AddrNotAvailable)?;
        let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
        socket.bind_device(Some(self.name.as_bytes()))?;
        socket.set_broadcast(true)?;
        socket.set_multicast_if_v4(&address)?;
        socket.set_nonblocking(true)?;
        socket.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, port)).into())?;
        Ok((UdpSocket::from_std(socket.into())?, SocketAddrV4::new(broadcast, there)))
    }

    /// A TCP socket that goes out by this interface only.
    ///
    /// # Errors
    /// The interface is gone.
    pub(super) fn tcp(&self) -> io::Result<TcpSocket> {
        let socket = TcpSocket::new_v4()?;
        socket.bind_device(Some(self.name.as_bytes()))?;
        Ok(socket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interface_is_found_by_its_name_and_by_its_address_and_no_other_is_taken_instead() {
        let v4 = Some((Ipv4Addr::LOCALHOST, Ipv4Addr::new(127, 255, 255, 255)));
        let own = Interface { name: "lo".to_owned(), v4 };
        assert_eq!(Interface::find("lo"), Ok(own.clone()));
        assert_eq!(Interface::find("127.0.0.1"), Ok(own));
        for word in ["khong-co", "", "192.0.2.77", "127.0.0.2"] {
            let refused = Interface::find(word).map_err(|message| message.code());
            assert_eq!(refused, Err("ScoutNoInterface"), "{word}");
        }
    }
}
