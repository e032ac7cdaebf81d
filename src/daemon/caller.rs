//! The way to a card that is asked over a connection of its own each time: what is said and what an answer means is the
//! driver's; here bytes are only moved.

use crate::board::card::{Answer, Driver, Failure, Moment, Op};
use crate::clock::Clock;
use crate::link::{Load, Ports};
use crate::player::errand::Exchange;
use crate::wire::Packets;
use jiff::SignedDuration;

/// Does operations with one card.
pub(super) struct Caller {
    driver: Box<dyn Driver>,
    ports: Ports,
    clock: Clock,
}

impl Caller {
    pub(super) fn new(driver: Box<dyn Driver>, ports: Ports, clock: Clock) -> Self {
        Self { driver, ports, clock }
    }

    /// The time now, when an operation was begun at `then`.
    fn moment(&self, then: Moment) -> Moment {
        let mono = self.clock.mono();
        let passed = SignedDuration::try_from(mono.saturating_sub(then.mono)).unwrap_or_default();
        Moment { mono, local: then.local.and_then(|local| local.checked_add(passed).ok()) }
    }

    async fn converse(&mut self, then: Moment) -> Result<Answer, Failure> {
        let mut packets = Packets::default();
        loop {
            let Some(due) = self.driver.due() else { return Err(Failure::Silent) };
            let now = self.moment(then);
            if due <= now.mono {
                packets.clear();
                if let Some(result) = self.driver.next(now, &mut packets) {
                    return result;
                }
                let (bytes, ends, turns) = (packets.bytes(), packets.ends(), packets.turns());
                let load = Load { bytes, ends, turns, held: None };
                self.ports.send(load).await.map_err(|_| Failure::Silent)?;
                continue;
            }
            tokio::select! {
                read = self.ports.read() => {
                    let bytes = read.map_err(|_| Failure::Silent)?;
                    let now = self.moment(then);
                    if let Some(result) = self.driver.receive(&bytes, now) {
                        return result;
                    }
                }
                () = self.clock.sleep_until(due) => {}
            }
        }
    }
}

impl Exchange for Caller {
    async fn execute(&mut self, op: Op, now: Moment) -> Result<Answer, Failure> {
        self.driver.begin(op, now);
        let result = self.converse(now).await;
        self.ports.close();
        result
    }
}
