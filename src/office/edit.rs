//! Changes to a draft: each is a page of its history, so that it can be taken back, and none is lost when two people write.

use super::clerk::{Case, Done};
use super::{Refusal, Reply};
use crate::editorial::{Action, Role, Stage, Step, merge};
use crate::journal::{Draft, Page};
use crate::playlist::MAX_ITEMS;
use crate::playlist::edit::{EditError, Fields, Manuscript};
use crate::report::Message;
use jiff::Timestamp;
use serde_json::{Value, json};

/// Pages of a draft that undo can go back to.
const PAGES: i64 = 200;
/// Saves of one item by one person within this time are one page: drafts are saved while people type.
const TYPING: i64 = 30;

/// A draft that is being changed.
pub(super) struct Open {
    pub(super) draft: Draft,
    pub(super) page: Page,
    pub(super) manuscript: Manuscript,
}

impl From<EditError> for Refusal {
    fn from(error: EditError) -> Self {
        Self::invalid(&error.field, *error.message)
    }
}

impl Open {
    /// The place of an item in the text.
    fn index(&self, uid: i64) -> Result<usize, Refusal> {
        let index = self.page.uids.iter().position(|known| *known == uid);
        index.ok_or_else(|| Refusal::missing(Message::ItemGone {}))
    }

    fn uid(&mut self) -> i64 {
        self.draft.next_uid += 1;
        self.draft.next_uid - 1
    }

    fn has_room(&self) -> Result<(), Refusal> {
        let room = self.page.uids.len() < MAX_ITEMS;
        if room { Ok(()) } else { Err(Refusal::conflict(Message::DraftFull { most: MAX_ITEMS })) }
    }

    /// Takes over another text. An item that is the same, or stands in the same place, keeps its number.
    pub(super) fn replace(&mut self, text: &str) -> Result<(), Refusal> {
        let after = Manuscript::parse(text).map_err(|message| Refusal::invalid("text", message))?;
        let before: Vec<(i64, Option<Fields>)> =
            self.page.uids.iter().enumerate().map(|(at, uid)| (*uid, self.manuscript.item(at))).collect();
        let mut uids = vec![None; after.len()];
        let mut free = before.clone();
        for (at, uid) in uids.iter_mut().enumerate() {
            let same = after
                .item(at)
                .and_then(|item| free.iter().position(|(_, known)| *known == Some(item.clone())));
            *uid = same.map(|same| free.remove(same).0);
        }
        for (at, uid) in uids.iter_mut().enumerate().filter(|(_, uid)| uid.is_none()) {
            let here = before.get(at).and_then(|(known, _)| free.iter().position(|(uid, _)| uid == known));
            *uid = here.map(|here| free.remove(here).0);
        }
        self.page.uids = uids.into_iter().map(|uid| uid.unwrap_or_else(|| self.uid())).collect();
        self.manuscript = after;
        Ok(())
    }
}

impl Case<'_> {
    /// The open draft of a playlist.
    pub(super) fn draft(&self, playlist: &str) -> Result<Draft, Refusal> {
        let draft = self.change.look().draft(playlist)?;
        draft.ok_or_else(|| {
            Refusal::missing(Message::NoDraft { playlist: playlist.chars().take(40).collect() })
        })
    }

    /// The text of a draft.
    pub(super) fn page(&self, draft: &Draft) -> Result<Page, Refusal> {
        self.change
            .look()
            .page(draft, draft.place)?
            .ok_or_else(|| Refusal::missing(Message::NothingToUndo {}))
    }

    /// A draft to be written to.
    pub(super) fn open(&self, playlist: &str) -> Result<Open, Refusal> {
        let draft = self.draft(playlist)?;
        let page = self.page(&draft)?;
        if draft.stage.after(Step::Write, true).is_none() {
            return Err(Refusal::conflict(Message::DraftSubmitted {}));
        }
        self.may(&[Role::Draft], playlist, &page.text)?;
        let manuscript =
            Manuscript::parse(&page.text).map_err(|message| Refusal::invalid("text", message))?;
        Ok(Open { draft, page, manuscript })
    }

    /// Keeps what was changed as the next page, or in place of the last one while somebody types.
    pub(super) fn turn_page(&self, open: Open, action: Action, uid: Option<i64>) -> Result<Reply, Refusal> {
        let Open { mut draft, page: before, manuscript } = open;
        let text = manuscript.text();
        if text != before.text {
            self.may(&[Role::Draft], &draft.playlist, &text)?;
        }
        let by = self.actor.person().unwrap_or_default().to_owned();
        let action = uid.map_or_else(|| action.word().to_owned(), |uid| format!("{} {uid}", action.word()));
        let typing = action.starts_with(Action::SaveItem.word())
            && before.action == action
            && before.by == by
            && before.at.parse::<Timestamp>().is_ok_and(|at| self.seconds - at.as_second() < TYPING);
        if !typing {
            draft.place += 1;
        }
        let at = if typing { before.at } else { self.now.to_owned() };
        let page = Page { place: draft.place, text, uids: before.uids, at, by, action };
        self.change.keep_page(&draft, &page)?;
        self.change.trim_pages(&draft, PAGES)?;
        let revision = self.keep_written(draft)?;
        Ok(Reply::Draft { revision, uid })
    }

    /// Keeps a draft that somebody wrote to; its revision.
    pub(super) fn keep_written(&self, mut draft: Draft) -> Result<i64, Refusal> {
        let by = self.actor.person().unwrap_or_default().to_owned();
        if !draft.authors.contains(&by) {
            draft.authors.push(by.clone());
        }
        draft.stage = Stage::Draft;
        draft.revision += 1;
        (draft.changed_by, draft.changed_at) = (by, self.now.to_owned());
        self.change.keep_draft(&draft)?;
        Ok(draft.revision)
    }

    pub(super) fn save_item(
        &self,
        playlist: &str,
        uid: i64,
        revision: i64,
        base: &Fields,
        fields: &Fields,
    ) -> Result<Done, Refusal> {
        let mut open = self.open(playlist)?;
        let index = open.index(uid)?;
        let theirs = open.manuscript.item(index).unwrap_or_default();
        let wanted = match self.joined(open.draft.revision, revision, base, fields, &theirs) {
            Ok(wanted) => wanted,
            Err(conflict) => return Ok(clash(conflict, subject(playlist, uid))),
        };
        open.manuscript.set_item(index, &wanted)?;
        let after = open.manuscript.item(index).unwrap_or_default();
        if after == theirs {
            let reply = Reply::Draft { revision: open.draft.revision, uid: Some(uid) };
            return Ok(Done::new(reply, subject(playlist, uid)));
        }
        let reply = self.turn_page(open, Action::SaveItem, Some(uid))?;
        Ok(Done::new(reply, subject(playlist, uid)).from(theirs.into()).to(after.into()))
    }

    pub(super) fn save_head(
        &self,
        playlist: &str,
        revision: i64,
        base: &Fields,
        fields: &Fields,
    ) -> Result<Done, Refusal> {
        let mut open = self.open(playlist)?;
        let theirs = open.manuscript.head();
        let wanted = match self.joined(open.draft.revision, revision, base, fields, &theirs) {
            Ok(wanted) => wanted,
            Err(conflict) => return Ok(clash(conflict, playlist.to_owned())),
        };
        open.manuscript.set_head(&wanted)?;
        let after = open.manuscript.head();
        let reply = self.turn_page(open, Action::SaveHead, None)?;
        Ok(Done::new(reply, playlist).from(theirs.into()).to(after.into()))
    }

    /// What is to stand there: mine, or mine and what others changed meanwhile; or what cannot be joined.
    fn joined(
        &self,
        revision: i64,
        seen: i64,
        base: &Fields,
        mine: &Fields,
        theirs: &Fields,
    ) -> Result<Fields, Reply> {
        if revision == seen {
            return Ok(mine.clone());
        }
        let merged = merge(base, mine, theirs);
        if merged.conflicts.is_empty() {
            return Ok(merged.fields);
        }
        Err(Reply::Conflict { revision, fields: merged.fields, conflicts: merged.conflicts })
    }

    pub(super) fn add_item(
        &self,
        playlist: &str,
        after: Option<i64>,
        fields: &Fields,
    ) -> Result<Done, Refusal> {
        let mut open = self.open(playlist)?;
        open.has_room()?;
        let index = match after {
            Some(after) => open.index(after)? + 1,
            None => open.page.uids.len(),
        };
        open.manuscript.insert(index, fields)?;
        let (uid, added) = (open.uid(), open.manuscript.item(index).unwrap_or_default());
        open.page.uids.insert(index, uid);
        let reply = self.turn_page(open, Action::AddItem, Some(uid))?;
        Ok(Done::new(reply, subject(playlist, uid)).to(added.into()))
    }

    pub(super) fn copy_item(&self, playlist: &str, uid: i64) -> Result<Done, Refusal> {
        let mut open = self.open(playlist)?;
        open.has_room()?;
        let index = open.index(uid)?;
        open.manuscript.copy(index)?;
        let copy = open.uid();
        open.page.uids.insert(index + 1, copy);
        let reply = self.turn_page(open, Action::CopyItem, Some(copy))?;
        Ok(Done::new(reply, subject(playlist, copy)).from(json!({ "of": uid })))
    }

    pub(super) fn move_item(&self, playlist: &str, uid: i64, to: usize) -> Result<Done, Refusal> {
        let mut open = self.open(playlist)?;
        let from = open.index(uid)?;
        let to = to.min(open.page.uids.len() - 1);
        open.manuscript.shift(from, to)?;
        open.page.uids.remove(from);
        open.page.uids.insert(to, uid);
        let reply = self.turn_page(open, Action::MoveItem, Some(uid))?;
        Ok(Done::new(reply, subject(playlist, uid)).from(json!({ "place": from })).to(json!({ "place": to })))
    }

    pub(super) fn remove_item(&self, playlist: &str, uid: i64) -> Result<Done, Refusal> {
        let mut open = self.open(playlist)?;
        let index = open.index(uid)?;
        let before = open.manuscript.item(index).map_or(Value::Null, Value::from);
        open.manuscript.remove(index)?;
        open.page.uids.remove(index);
        let reply = self.turn_page(open, Action::RemoveItem, Some(uid))?;
        Ok(Done::new(reply, subject(playlist, uid)).from(before))
    }

    pub(super) fn save_text(&self, playlist: &str, revision: i64, text: &str) -> Result<Done, Refusal> {
        let mut open = self.open(playlist)?;
        if open.draft.revision != revision {
            return Err(Refusal::conflict(Message::DraftMoved {}));
        }
        open.replace(text)?;
        let reply = self.turn_page(open, Action::SaveText, None)?;
        Ok(Done::new(reply, playlist).to(json!({ "bytes": text.len() })))
    }

    /// Takes the last change back, or does it again.
    pub(super) fn turn(&self, playlist: &str, action: Action) -> Result<Done, Refusal> {
        let Open { mut draft, page, .. } = self.open(playlist)?;
        let (to, nothing) = match action {
            Action::Redo => (draft.place + 1, Message::NothingToRedo {}),
            _ => (draft.place - 1, Message::NothingToUndo {}),
        };
        let other = self.change.look().page(&draft, to)?.ok_or_else(|| Refusal::conflict(nothing))?;
        self.may(&[Role::Draft], playlist, &other.text)?;
        draft.place = to;
        let revision = self.keep_written(draft)?;
        let done = Done::new(Reply::Draft { revision, uid: None }, playlist);
        Ok(done.from(json!({ "place": page.place })).to(json!({ "place": to })))
    }
}

/// Nothing was changed, for two people changed the same; the log says what.
fn clash(conflict: Reply, subject: String) -> Done {
    let keys: Vec<String> = match &conflict {
        Reply::Conflict { conflicts, .. } => conflicts.iter().map(|conflict| conflict.key.clone()).collect(),
        _ => Vec::new(),
    };
    Done::new(conflict, subject).to(json!({ "conflict": keys }))
}

/// An item of a playlist in the log.
fn subject(playlist: &str, uid: i64) -> String {
    format!("{playlist} #{uid}")
}
