//! What becomes of a card, told to whoever keeps it; nobody waits for them.

use super::Crank;
use crate::board::card::{Incident, Ledger};
use tokio::sync::{mpsc, watch};

/// Where what becomes of a card is kept.
#[derive(Clone, Debug)]
pub struct Chronicle {
    /// What is to be remembered of it, as of now.
    pub ledger: watch::Sender<Ledger>,
    /// What was found on it that nobody ordered. What finds no room is told in the log only.
    pub incidents: mpsc::Sender<Incident>,
}

impl Chronicle {
    /// Tells what is new.
    pub(super) fn note(&self, player: &mut impl Crank) {
        for incident in player.take_incidents() {
            let strange = incident.strange;
            if self.incidents.try_send(incident).is_err() {
                tracing::error!(?strange, "an incident finds no room in the evidence");
            }
        }
        let Some(ledger) = player.ledger() else { return };
        self.ledger.send_if_modified(|kept| {
            let other = kept != ledger;
            if other {
                kept.clone_from(ledger);
            }
            other
        });
    }
}
