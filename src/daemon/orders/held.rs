//! Orders for what boards show of themselves for a while: that it begins, and that it ends before its time. Lights no dark board.

use super::super::hold::{self, Holding};
use super::Court;
use crate::control::Sight;
use crate::notice::list;
use crate::report::Message;

impl Court<'_> {
    /// Has boards show something of their own for a while.
    pub(super) fn show(&mut self, sight: Sight, lasting: Option<&str>) -> Result<(), Message> {
        if sight == Sight::Programme {
            let held: Vec<String> = self.boards.iter().filter(|id| self.held.contains(id)).cloned().collect();
            if held.is_empty() {
                return Err(Message::NothingHeld { boards: list(self.boards.clone()) });
            }
            self.boards.clear();
            self.release(held, "");
            return Ok(());
        }
        let length = hold::length(lasting)?;
        let dark = self.boards.iter().filter(|id| self.orders.blackout_of(id).is_some());
        let dark: Vec<String> = dark.cloned().collect();
        if !dark.is_empty() {
            return Err(Message::HoldInTheDark { boards: list(dark) });
        }
        let to = self.now.checked_add(length).unwrap_or(self.now);
        let (by, boards) = (self.by.clone(), list(self.boards.clone()));
        tracing::warn!(by, boards, ?sight, seconds = length.as_secs(), "held");
        self.says.push(Message::HoldGiven { boards, until: self.local(to) });
        let waits = self.boards.iter().filter(|id| {
            let programme = self.library.board(id).map(|board| self.library.programme(board));
            programme.is_some_and(|programme| !programme.gives_way(programme.slot(self.now).shown))
        });
        let waits: Vec<String> = waits.cloned().collect();
        if !waits.is_empty() {
            self.wrong = true;
            self.says.push(Message::HoldWaits { boards: list(waits) });
        }
        let pictures = self
            .boards
            .iter()
            .filter_map(|id| Some((id.clone(), hold::pictures(self.library.board(id)?, sight))));
        let pictures = pictures.collect();
        self.holding = Some(Holding::Begin(hold::Begun { sight, by: self.by.clone(), length, pictures }));
        Ok(())
    }

    /// Has boards that are held go back to their programmes.
    pub(super) fn release(&mut self, held: Vec<String>, reason: &str) {
        if held.is_empty() {
            return;
        }
        tracing::info!(by = self.by, reason, boards = list(held.clone()), "back to the programme");
        self.says.push(Message::HoldEnded { boards: list(held.clone()) });
        self.boards.extend(held.into_iter().filter(|id| !self.boards.contains(id)).collect::<Vec<_>>());
        self.holding = Some(Holding::End);
    }
}
