//! Asks a host whether it is there, beside the frames it is sent: by an ICMP echo, which needs no rights where the kernel allows
//! it (`net.ipv4.ping_group_range`), or by knocking at a TCP port. Sends one small packet or opens one connection, and nothing
//! else.

use socket2::{Domain, Protocol, Socket, Type};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpStream, UdpSocket, lookup_host};
use tokio::time::timeout;

/// How long an answer is waited for.
pub const PATIENCE: Duration = Duration::from_secs(3);
/// The bytes an echo carries, which come back with the answer.
const MARK: &[u8; 16] = b"bangtin asks you";
/// Echo and its answer, by ICMP and by ICMPv6.
const ECHO: [(u8, u8); 2] = [(8, 0), (128, 129)];

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It answered.
    Here,
    /// No answer.
    Silent,
    /// The machine answers that nothing listens.
    Refused,
    /// It could not be asked; the operating system's words.
    Unasked(String),
}

/// Knocks at a TCP port; the connection is closed at once.
pub async fn knock(host: &str, port: u16) -> Answer {
    match timeout(PATIENCE, TcpStream::connect((host, port))).await {
        Ok(Ok(_)) => Answer::Here,
        Ok(Err(error)) if error.kind() == io::ErrorKind::ConnectionRefused => Answer::Refused,
        Ok(Err(_)) | Err(_) => Answer::Silent,
    }
}

/// Sends one ICMP echo, the `number`th, and waits for its answer.
pub async fn ping(host: &str, number: u16) -> Answer {
    let address = match timeout(PATIENCE, lookup_host((host, 0))).await {
        Ok(Ok(mut found)) => found.next(),
        Ok(Err(_)) | Err(_) => None,
    };
    let Some(address) = address else { return Answer::Silent };
    match timeout(PATIENCE, echo(address, number)).await {
        Ok(Ok(())) => Answer::Here,
        Ok(Err(error)) if error.kind() == io::ErrorKind::PermissionDenied => {
            Answer::Unasked(error.to_string())
        }
        Ok(Err(_)) | Err(_) => Answer::Silent,
    }
}

/// Returns when the very echo that was sent has come back.
async fn echo(address: SocketAddr, number: u16) -> io::Result<()> {
    let (domain, protocol, (ask, answer)) = match address {
        SocketAddr::V4(_) => (Domain::IPV4, Protocol::ICMPV4, ECHO[0]),
        SocketAddr::V6(_) => (Domain::IPV6, Protocol::ICMPV6, ECHO[1]),
    };
    let socket = Socket::new(domain, Type::DGRAM, Some(protocol))?;
    socket.set_nonblocking(true)?;
    socket.connect(&address.into())?;
    let socket = UdpSocket::from_std(socket.into())?;
    // Identifier and checksum are the kernel's to fill in.
    let mut packet = [0; 8 + MARK.len()];
    packet[0] = ask;
    packet[6..8].copy_from_slice(&number.to_be_bytes());
    packet[8..].copy_from_slice(MARK);
    socket.send(&packet).await?;
    let mut got = [0; 64];
    loop {
        let length = socket.recv(&mut got).await?;
        let same = got.get(6..length.max(6)) == Some(&packet[6..]);
        if same && got[0] == answer {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    #[tokio::test]
    async fn a_port_that_is_open_answers_and_one_that_is_closed_refuses() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        assert_eq!(knock("127.0.0.1", port).await, Answer::Here);
        drop(listener);
        assert_eq!(knock("127.0.0.1", port).await, Answer::Refused);
        assert_eq!(knock("no-such-host.invalid", port).await, Answer::Silent);
    }

    #[tokio::test]
    async fn a_machine_answers_an_echo_or_it_is_said_that_the_kernel_does_not_let_us_ask() {
        for host in ["127.0.0.1", "::1"] {
            let answer = ping(host, 7).await;
            // Where there is no IPv6 the second is silent.
            let fits = match &answer {
                Answer::Here => true,
                Answer::Unasked(why) => !why.is_empty(),
                Answer::Silent => host == "::1",
                Answer::Refused => false,
            };
            assert!(fits, "{host}: {answer:?}");
        }
        assert_eq!(ping("no-such-host.invalid", 1).await, Answer::Silent);
    }
}
