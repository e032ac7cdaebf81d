//! The way to a Xixun player: each question over a connection of its own, a programme over one to another port.
//!
//! What is said and what an answer means is the driver's; here bytes are only moved. Every wait has an end.

use crate::board::card::{Answer, Driver, Failure, Moment, Op};
use crate::clock::Clock;
use crate::player::errand::Exchange;
use crate::wire::Packets;
use jiff::SignedDuration;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(3);
/// How long a player may take no byte of what it is sent, at the least, and for how many bytes a second more.
const STALLED: Duration = Duration::from_secs(10);
const BYTES_A_SECOND: usize = 20_000;
/// The destination of packets that go on with what was begun; each other one begins anew, at the port of its number.
const ON: u16 = 2;

/// Does operations with one player.
pub(super) struct Player {
    driver: Box<dyn Driver>,
    host: String,
    /// For questions, and for programmes.
    ports: [u16; 2],
    clock: Clock,
    stream: Option<TcpStream>,
}

impl Player {
    pub(super) fn new(driver: Box<dyn Driver>, host: &str, ports: [u16; 2], clock: Clock) -> Self {
        Self { driver, host: host.to_owned(), ports, clock, stream: None }
    }

    /// The time now, when an operation was begun at `then`.
    fn moment(&self, then: Moment) -> Moment {
        let mono = self.clock.mono();
        let passed = SignedDuration::try_from(mono.saturating_sub(then.mono)).unwrap_or_default();
        Moment { mono, local: then.local.and_then(|local| local.checked_add(passed).ok()) }
    }

    async fn say(&mut self, packets: &Packets) -> io::Result<()> {
        for (door, packet) in packets.addressed() {
            if door != ON {
                // The connection before has served: players serve one at a time.
                self.stream = None;
                let port = self.ports[usize::from(door).min(1)];
                let connecting = TcpStream::connect((self.host.as_str(), port));
                self.stream = Some(timeout(CONNECT, connecting).await??);
            }
            let Some(stream) = &mut self.stream else { return Err(io::ErrorKind::NotConnected.into()) };
            let patience = STALLED + Duration::from_secs((packet.len() / BYTES_A_SECOND) as u64);
            timeout(patience, stream.write_all(packet)).await??;
        }
        Ok(())
    }

    async fn converse(&mut self, then: Moment) -> Result<Answer, Failure> {
        let (mut packets, mut buffer) = (Packets::default(), vec![0; 16 << 10]);
        loop {
            let Some(due) = self.driver.due() else { return Err(Failure::Silent) };
            let now = self.moment(then);
            if due <= now.mono {
                packets.clear();
                if let Some(result) = self.driver.next(now, &mut packets) {
                    return result;
                }
                self.say(&packets).await.map_err(|_| Failure::Silent)?;
                continue;
            }
            let Some(stream) = &mut self.stream else { return Err(Failure::Silent) };
            tokio::select! {
                read = stream.read(&mut buffer) => match read {
                    Ok(0) | Err(_) => return Err(Failure::Silent),
                    Ok(len) => {
                        let now = self.moment(then);
                        if let Some(result) = self.driver.receive(&buffer[..len], now) {
                            return result;
                        }
                    }
                },
                () = self.clock.sleep_until(due) => {}
            }
        }
    }
}

impl Exchange for Player {
    async fn execute(&mut self, op: Op, now: Moment) -> Result<Answer, Failure> {
        self.driver.begin(op, now);
        let result = self.converse(now).await;
        self.stream = None;
        result
    }
}
