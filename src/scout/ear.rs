//! A socket that puts a question and hears what comes back, for a bounded time.

use super::Answers;
use crate::report::Message;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::time::{interval, sleep};

/// The longest answer that is read; what is longer is cut, and is no answer.
const MOST_BYTES: usize = 2048;
/// The question is put again after this long, for networks lose packets; no more often than Art-Net allows.
const AGAIN: Duration = Duration::from_secs(3);

/// What is asked, and where.
pub(super) struct Question<'a> {
    /// The socket; why there is none.
    pub(super) socket: io::Result<(UdpSocket, SocketAddrV4)>,
    /// The port it is to hear at.
    pub(super) port: u16,
    /// What is sent; nothing, if it only listens.
    pub(super) bytes: Option<&'a [u8]>,
    /// How long it listens.
    pub(super) length: Duration,
}

impl Question<'_> {
    /// Asks, and hands everything that comes to `take`. What `take` says no to is noise.
    pub(super) async fn ask(self, mut take: impl FnMut(&[u8], Ipv4Addr, &mut Answers) -> bool) -> Answers {
        let mut answers = Answers::default();
        let heard = match self.socket {
            Ok((socket, everybody)) => {
                let question = self.bytes.map(|bytes| (bytes, SocketAddr::V4(everybody)));
                let take = |bytes: &[u8], from| {
                    let known = take(bytes, from, &mut answers);
                    answers.noise += u64::from(!known);
                    false
                };
                listen(&socket, question, self.length, take).await
            }
            Err(error) => Err(error),
        };
        answers.trouble = heard.err().map(|error| match error.kind() {
            io::ErrorKind::AddrInUse => Message::ScoutPortTaken { port: self.port },
            _ => Message::ScoutFailed { why: error.to_string() },
        });
        answers
    }
}

/// Puts a question, if there is one, and hands what comes to `take`, for `length` or until `take` has enough.
///
/// # Errors
/// The question cannot be sent.
pub(super) async fn listen(
    socket: &UdpSocket,
    question: Option<(&[u8], SocketAddr)>,
    length: Duration,
    mut take: impl FnMut(&[u8], Ipv4Addr) -> bool,
) -> io::Result<()> {
    let mut buffer = [0; MOST_BYTES];
    let mut again = interval(AGAIN);
    let mut end = std::pin::pin!(sleep(length));
    loop {
        tokio::select! {
            biased;
            () = &mut end => return Ok(()),
            _ = again.tick() => {
                if let Some((question, to)) = question {
                    socket.send_to(question, to).await?;
                }
            }
            read = socket.recv_from(&mut buffer) => match read {
                Ok((len, SocketAddr::V4(from))) => {
                    if take(&buffer[..len], *from.ip()) {
                        return Ok(());
                    }
                }
                Ok(_) => {}
                // What a machine refuses is known by who asks one machine only.
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => return Err(error),
                Err(_) => {}
            }
        }
    }
}
