//! What becomes of a card is kept here: what is remembered of it, and what was found on it that nobody ordered.

use crate::board::card::{Incident, Ledger};
use crate::player::run::Chronicle;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

/// Incidents that may wait for the disk; a card brings one at every poll at most.
const WAITING: usize = 8;

/// The archive of one board's card.
pub(super) struct Archive {
    board: String,
    incidents: mpsc::Receiver<Incident>,
}

impl Archive {
    /// An archive of a board, and where what belongs into it is told.
    pub(super) fn open(board: &str) -> (Self, Chronicle) {
        let (ledger, _) = watch::channel(Ledger::default());
        let (sender, incidents) = mpsc::channel(WAITING);
        (Self { board: board.to_owned(), incidents }, Chronicle { ledger, incidents: sender })
    }

    /// Keeps what comes until it is told to stop.
    pub(super) async fn run(mut self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                incident = self.incidents.recv() => match incident {
                    Some(incident) => self.keep(&incident),
                    None => return,
                },
            }
        }
    }

    fn keep(&self, incident: &Incident) {
        let Incident { strange, parts, missing, .. } = incident;
        tracing::error!(
            board = self.board,
            ?strange,
            foreign = parts.len(),
            ?missing,
            "found on a card, ordered by nobody"
        );
    }
}
