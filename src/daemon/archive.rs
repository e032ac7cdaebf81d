//! What becomes of a card is kept here, beside its player, which never waits for a disk: what is remembered of the card, and
//! what was found on it that nobody ordered.

use crate::board::card::{Incident, Ledger};
use crate::clock::Clock;
use crate::player::Chronicle;
use crate::schedule::Verdict;
use crate::site::{Board, Evidence, Found, Memory, ledger};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};

/// Incidents that may wait for the disk; a card brings one at every poll at most.
const WAITING: usize = 8;

/// The clock, and how far it is believed.
type Sources = (Clock, watch::Receiver<Verdict>);

/// The archive of one board's card.
pub(super) struct Archive {
    shelf: Arc<Shelf>,
    clock: Clock,
    trust: watch::Receiver<Verdict>,
    ledger: watch::Receiver<Ledger>,
    incidents: mpsc::Receiver<Incident>,
    /// The disk did not take what was last to be remembered.
    failing: bool,
}

/// Where and under which names things are kept.
struct Shelf {
    board: String,
    protocol: String,
    link: String,
    zone: TimeZone,
    memory: Memory,
    evidence: Evidence,
}

impl Archive {
    /// The archive of a board in a folder, and where what belongs into it is told. Waits for the disk.
    pub(super) fn open(
        board: &Board,
        zone: TimeZone,
        folder: &Path,
        (clock, trust): Sources,
    ) -> (Self, Chronicle) {
        let shelf = Shelf {
            board: board.id.value.clone(),
            protocol: board.protocol.to_string(),
            link: board.address.to_string(),
            zone,
            memory: Memory::new(folder.to_owned()),
            evidence: Evidence::new(folder),
        };
        Self::of(shelf, (clock, trust))
    }

    fn of(shelf: Shelf, (clock, trust): Sources) -> (Self, Chronicle) {
        let (sender, ledger) = watch::channel(ledger::read(&shelf.memory, &shelf.board));
        let (found, incidents) = mpsc::channel(WAITING);
        let archive = Self { shelf: Arc::new(shelf), clock, trust, ledger, incidents, failing: false };
        (archive, Chronicle { ledger: sender, incidents: found })
    }

    /// Keeps what comes, until nobody is there any more from whom anything could come.
    pub(super) async fn run(mut self) {
        loop {
            tokio::select! {
                Ok(()) = self.ledger.changed() => self.remember().await,
                incident = self.incidents.recv() => match incident {
                    Some(incident) => self.keep(incident).await,
                    None => break,
                },
            }
        }
        if self.ledger.has_changed().unwrap_or(true) {
            self.remember().await;
        }
    }

    async fn remember(&mut self) {
        let (shelf, ledger) = (Arc::clone(&self.shelf), self.ledger.borrow_and_update().clone());
        let written =
            tokio::task::spawn_blocking(move || ledger::write(&shelf.memory, &shelf.board, &ledger));
        match written.await {
            Ok(Ok(())) => self.failing = false,
            Ok(Err(error)) if !std::mem::replace(&mut self.failing, true) => {
                tracing::error!(board = self.shelf.board, %error, "what is known of the card cannot be remembered");
            }
            _ => {}
        }
    }

    async fn keep(&self, incident: Incident) {
        let shelf = Arc::clone(&self.shelf);
        let (strange, foreign, missing) = (incident.strange, incident.parts.len(), incident.missing.len());
        let (mono, wall) = (self.clock.mono(), self.clock.wall());
        let trust = self.trust.borrow().trust.code();
        let when = move |at: Duration| before(wall, mono.saturating_sub(at));
        let kept = tokio::task::spawn_blocking(move || {
            let found = Found {
                incident: &incident,
                at: when(incident.at),
                right: incident.right.map(when),
                zone: &shelf.zone,
                trust,
                protocol: &shelf.protocol,
                link: &shelf.link,
            };
            shelf.evidence.keep(&shelf.board, &found)
        });
        let board = &self.shelf.board;
        match kept.await {
            Ok(Ok(folder)) => {
                let folder = folder.display();
                tracing::error!(board, ?strange, foreign, missing, %folder, "found on a card, ordered by nobody");
            }
            Ok(Err(error)) => {
                tracing::error!(board, ?strange, foreign, missing, %error, "found on a card, and cannot be kept");
            }
            Err(_) => {}
        }
    }
}

fn before(now: Timestamp, ago: Duration) -> Timestamp {
    now.checked_sub(ago).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::card::Strange;
    use crate::schedule::ClockTrust;

    fn shelf(folder: &Path) -> Shelf {
        Shelf {
            board: "cong".to_owned(),
            protocol: "onbon-bx6".to_owned(),
            link: "tcp://192.0.2.30:5005".to_owned(),
            zone: TimeZone::UTC,
            memory: Memory::new(folder.to_owned()),
            evidence: Evidence::new(folder),
        }
    }

    fn sources() -> Sources {
        let (trust, since) = (ClockTrust::Trusted, Timestamp::UNIX_EPOCH);
        let verdict = Verdict { trust, doubt: None, since, known: None };
        (Clock::start().unwrap(), watch::channel(verdict).1)
    }

    #[tokio::test]
    async fn what_came_last_and_all_that_was_found_is_on_the_disk_when_the_archive_is_closed() {
        let home = tempfile::tempdir().unwrap();
        let (archive, chronicle) = Archive::of(shelf(home.path()), sources());
        let keeping = tokio::spawn(archive.run());
        let found = |at| Incident {
            at: Duration::from_secs(at),
            right: None,
            strange: Strange::Parts,
            parts: Vec::new(),
            missing: Vec::new(),
            picture: None,
            state: None,
        };
        for total in 1..=9 {
            chronicle.ledger.send_replace(Ledger { total, ..Ledger::default() });
        }
        chronicle.incidents.send(found(0)).await.unwrap();
        chronicle.incidents.send(found(0)).await.unwrap();
        chronicle.ledger.send_replace(Ledger { total: 10, ..Ledger::default() });
        drop(chronicle);
        keeping.await.unwrap();
        let (_, again) = Archive::of(shelf(home.path()), sources());
        assert_eq!(again.ledger.borrow().total, 10);
        assert_eq!(std::fs::read_dir(home.path().join("evidence/cong")).unwrap().count(), 2);
    }

    #[tokio::test]
    async fn a_disk_that_takes_nothing_ends_nothing() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("state");
        std::fs::write(&file, "in the way").unwrap();
        let (archive, chronicle) = Archive::of(shelf(&file), sources());
        let keeping = tokio::spawn(archive.run());
        chronicle.ledger.send_replace(Ledger { total: 1, ..Ledger::default() });
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!keeping.is_finished());
        drop(chronicle);
        keeping.await.unwrap();
    }
}
