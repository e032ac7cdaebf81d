//! Conversations with a host that has several ports: each over a connection of its own, which ends with it.
//!
//! For devices that are asked now and then and answer at once, as over HTTP. Who asks waits for the answer; every wait has an
//! end.

use super::Load;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(3);
/// How long a packet may take to leave, and for how many bytes of it a second more.
const STALLED: Duration = Duration::from_secs(10);
const BYTES_A_SECOND: usize = 20_000;

/// A way to the ports of a host.
#[derive(Debug)]
pub struct Ports {
    host: String,
    ports: Vec<u16>,
    stream: Option<TcpStream>,
}

impl Ports {
    /// A way to these ports of a host: destinations 0, 1, …
    #[must_use]
    pub fn new(host: &str, ports: &[u16]) -> Self {
        Self { host: host.to_owned(), ports: ports.to_vec(), stream: None }
    }

    /// Sends packets: each for a port over a connection that is opened for it, each for a destination that is none over the
    /// connection that is open.
    ///
    /// # Errors
    /// Nobody listens, or takes them in time.
    pub async fn send(&mut self, load: Load<'_>) -> io::Result<()> {
        let (mut start, mut turns, mut destination) = (0, load.turns.iter().peekable(), 0);
        for (number, &end) in load.ends.iter().enumerate() {
            while let Some(turn) = turns.next_if(|turn| turn.0 <= number) {
                destination = turn.1;
            }
            let packet = load.bytes.get(start..end).unwrap_or_default();
            start = end;
            if let Some(port) = self.ports.get(usize::from(destination)) {
                // The one before has served; some devices have one at a time.
                self.stream = None;
                let connecting = TcpStream::connect((self.host.as_str(), *port));
                self.stream = Some(timeout(CONNECT, connecting).await??);
            }
            let Some(stream) = &mut self.stream else { return Err(io::ErrorKind::NotConnected.into()) };
            let patience = STALLED + Duration::from_secs((packet.len() / BYTES_A_SECOND) as u64);
            timeout(patience, stream.write_all(packet)).await??;
        }
        Ok(())
    }

    /// Waits for what the host says over the connection that is open. Cancel-safe.
    ///
    /// # Errors
    /// There is none, or it ends.
    pub async fn read(&mut self) -> io::Result<Vec<u8>> {
        let Some(stream) = &mut self.stream else { return Err(io::ErrorKind::NotConnected.into()) };
        let mut bytes = vec![0; 16 << 10];
        match stream.read(&mut bytes).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            len => {
                bytes.truncate(len);
                Ok(bytes)
            }
        }
    }

    /// Ends the conversation.
    pub fn close(&mut self) {
        self.stream = None;
    }
}
