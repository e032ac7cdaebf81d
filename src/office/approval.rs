//! Submitting, looking, approving and sending back; and taking off the boards, which needs nobody's leave but one's own.

use super::clerk::{Case, Done};
use super::draft::no_such;
use super::scope::playlist as parsed;
use super::{Kind, Refusal, Reply, people, published};
use crate::editorial::{Role, Seal, Step, Who};
use crate::frame::Digest;
use crate::journal::{Draft, Page, Sealed, Version};
use crate::playlist::Playlist;
use crate::playlist::edit::Manuscript;
use crate::report::{Fault, Message};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Case<'_> {
    /// A draft at a revision, with its text.
    fn at(&self, playlist: &str, revision: i64) -> Result<(Draft, Page), Refusal> {
        let draft = self.draft(playlist)?;
        if draft.revision != revision {
            return Err(Refusal::conflict(Message::DraftMoved {}));
        }
        let page = self.page(&draft)?;
        Ok((draft, page))
    }

    /// The playlist that a draft makes, if it can be lit.
    fn sound(&self, id: &str, text: &str) -> Result<Arc<Playlist>, Refusal> {
        let source = Arc::new(crate::report::Source { name: format!("{id}.toml"), text: text.to_owned() });
        let (playlist, mut faults) = Playlist::parse(id, &source);
        let playlist = playlist.map(Arc::new);
        faults.extend(playlist.iter().flat_map(|playlist| self.library.check_playlist(playlist, None)));
        faults.retain(Fault::is_error);
        match playlist {
            Some(playlist) if faults.is_empty() => Ok(playlist),
            _ => {
                let message = Message::DraftWrong { count: faults.len() };
                Err(Refusal { faults, ..Refusal::new(Kind::Invalid, message) })
            }
        }
    }

    /// Refuses a draft that was begun with another version than the newest.
    fn on_newest(&self, draft: &Draft) -> Result<Option<Version>, Refusal> {
        let newest = self.change.look().newest(&draft.playlist)?;
        let moved = newest.as_ref().map(|version| version.id) != draft.base;
        if moved { Err(Refusal::conflict(Message::BaseMoved {})) } else { Ok(newest) }
    }

    /// What approving a playlist would be bound to, on every board.
    fn seals(&self, playlist: &Arc<Playlist>) -> Vec<Sealed> {
        published::seals(self.library, playlist)
    }

    /// What of it does not hold yet, by board.
    fn missing(&self, id: &str, seals: &[Sealed]) -> Result<BTreeSet<(String, Seal)>, Refusal> {
        let held = self.change.look().seals(Some(id))?;
        let held: BTreeSet<(String, Seal)> = held.into_iter().map(|held| (held.board, held.seal)).collect();
        let wanted = seals.iter().map(|sealed| (sealed.board.clone(), sealed.seal));
        Ok(wanted.filter(|wanted| !held.contains(wanted)).collect())
    }

    /// Refuses what would change nothing: the text is published, and its approval holds.
    fn new_at_all(&self, page: &Page, newest: Option<&Version>, missing: bool) -> Result<(), Refusal> {
        let same = newest.is_some_and(|version| version.text.as_deref() == Some(&page.text));
        let holds = !self.library.site.approval.required || !missing;
        if same && holds { Err(Refusal::conflict(Message::DraftSame {})) } else { Ok(()) }
    }

    pub(super) fn submit(&self, id: &str, revision: i64, note: &str) -> Result<Done, Refusal> {
        let note = people::remark(note)?;
        let (draft, page) = self.at(id, revision)?;
        self.may(&[Role::Draft], id, &page.text)?;
        let newest = self.on_newest(&draft)?;
        let playlist = self.sound(id, &page.text)?;
        let missing = !self.missing(id, &self.seals(&playlist))?.is_empty();
        self.new_at_all(&page, newest.as_ref(), missing)?;
        let draft = self.step(draft, Step::Submit, Message::DraftSubmitted {})?;
        let by = self.actor.person().unwrap_or_default().to_owned();
        let draft = Draft {
            submitted_by: Some(by),
            submitted_at: Some(self.now.to_owned()),
            note: note.clone(),
            ..draft
        };
        self.change.keep_draft(&draft)?;
        let reply = Reply::Draft { revision: draft.revision, uid: None };
        Ok(Done::new(reply, id).to(json!({ "draft": draft.id })).because(&note))
    }

    pub(super) fn recall(&self, id: &str) -> Result<Done, Refusal> {
        let draft = self.draft(id)?;
        self.may(&[Role::Draft], id, &self.page(&draft)?.text)?;
        let draft = self.step(draft, Step::Recall, Message::DraftNotSubmitted {})?;
        self.change.keep_draft(&draft)?;
        let reply = Reply::Draft { revision: draft.revision, uid: None };
        Ok(Done::new(reply, id).to(json!({ "draft": draft.id })))
    }

    /// Notes that the person looked at dots of the draft to the end.
    pub(super) fn saw(&self, id: &str, dots: Digest) -> Result<Done, Refusal> {
        let draft = self.draft(id)?;
        self.may(&[Role::Approve, Role::Draft], id, &self.page(&draft)?.text)?;
        let login = self.actor.person().unwrap_or_default();
        self.change.note_seen(&draft, login, dots, self.now)?;
        Ok(Done::new(Reply::Done, id).to(json!({ "draft": draft.id, "dots": dots.to_string() })))
    }

    /// Who approves: somebody else than who wrote, who has looked at everything. Where the site asks for no approval, who
    /// writes may publish.
    fn entitled(&self, draft: &Draft, page: &Page, unseen: &BTreeSet<Digest>) -> Result<(), Refusal> {
        let asked = self.library.site.approval;
        let roles: &[Role] = if asked.required { &[Role::Approve] } else { &[Role::Draft, Role::Approve] };
        self.may(roles, &draft.playlist, &page.text)?;
        // What is taken away is as much a change as what is put there.
        if let Some(text) = self.change.look().newest(&draft.playlist)?.and_then(|version| version.text) {
            self.may(roles, &draft.playlist, &text)?;
        }
        if !asked.required {
            return Ok(());
        }
        if matches!(self.actor.who, Who::Token { .. }) {
            // No program looks at pictures.
            return Err(Refusal::forbidden(Message::PersonsOnly {}));
        }
        let login = self.actor.person().unwrap_or_default();
        let wrote = draft.authors.iter().chain(&draft.submitted_by).any(|author| author == login);
        if asked.second_person && (wrote || login.is_empty()) {
            return Err(Refusal::forbidden(Message::ApproveOwn {}));
        }
        if !unseen.is_empty() {
            return Err(Refusal::conflict(Message::NotLooked { count: unseen.len() }));
        }
        Ok(())
    }

    pub(super) fn approve(&self, id: &str, revision: i64, note: &str) -> Result<Done, Refusal> {
        let note = people::remark(note)?;
        let (draft, page) = self.at(id, revision)?;
        let playlist = self.sound(id, &page.text)?;
        let seals = self.seals(&playlist);
        let missing = self.missing(id, &seals)?;
        let login = self.actor.person().unwrap_or_default().to_owned();
        let seen: BTreeSet<Digest> = self.change.look().seen(&draft, &login)?.into_iter().collect();
        let unseen = missing.iter().map(|(_, seal)| seal.dots).filter(|dots| !seen.contains(dots)).collect();
        self.entitled(&draft, &page, &unseen)?;
        let newest = self.on_newest(&draft)?;
        self.new_at_all(&page, newest.as_ref(), !missing.is_empty())?;
        let draft = self.step(draft, Step::Approve, Message::DraftNotSubmitted {})?;
        let by = self.actor.who.to_string();
        let draft = Draft { decided_by: Some(by.clone()), decided_at: Some(self.now.to_owned()), ..draft };
        self.change.keep_draft(&draft)?;
        let number = newest.as_ref().map_or(0, |version| version.number) + 1;
        let version = self.change.publish(&Version {
            id: 0,
            playlist: id.to_owned(),
            number,
            text: Some(page.text),
            at: self.now.to_owned(),
            // What is approved once more as it was is still theirs who wrote it.
            written_by: match &newest {
                Some(before) if draft.authors.is_empty() => before.written_by.clone(),
                _ => draft.authors.join(", "),
            },
            approved_by: self.library.site.approval.required.then_some(by),
            reason: note.clone(),
            on_disk: false,
        })?;
        self.change.seal(id, version, &seals)?;
        self.change.forget_disk(id)?;
        let boards: BTreeSet<&str> = seals.iter().map(|sealed| sealed.board.as_str()).collect();
        let after = json!({ "draft": draft.id, "version": number, "boards": boards, "dots": dots(&seals) });
        let done = Done::new(Reply::Published { version: number }, id).to(after).because(&note);
        Ok(done.from(json!({ "version": newest.map(|version| version.number) })).publishing(id))
    }

    pub(super) fn reject(&self, id: &str, revision: i64, why: &str) -> Result<Done, Refusal> {
        let why = people::reason(why)?;
        let (draft, page) = self.at(id, revision)?;
        self.may(&[Role::Approve], id, &page.text)?;
        let draft = self.step(draft, Step::Reject, Message::DraftNotSubmitted {})?;
        let by = self.actor.who.to_string();
        let draft =
            Draft { decided_by: Some(by), decided_at: Some(self.now.to_owned()), note: why.clone(), ..draft };
        self.change.keep_draft(&draft)?;
        let reply = Reply::Draft { revision: draft.revision, uid: None };
        Ok(Done::new(reply, id).to(json!({ "draft": draft.id })).because(&why))
    }

    /// Takes an item, or all of them, off the boards.
    pub(super) fn withdraw(&self, id: &str, item: Option<usize>, why: &str) -> Result<Done, Refusal> {
        let why = people::reason(why)?;
        let newest = self.change.look().newest(id)?.ok_or_else(|| no_such(id))?;
        let text = newest.text.clone().ok_or_else(|| no_such(id))?;
        self.may(&[Role::Approve, Role::Draft, Role::Operate], id, &text)?;
        let mut manuscript = Manuscript::parse(&text).map_err(|message| Refusal::invalid("text", message))?;
        let gone = match item {
            Some(index) => {
                let gone = manuscript.item(index).ok_or_else(|| Refusal::missing(Message::ItemGone {}))?;
                manuscript.remove(index)?;
                json!({ "version": newest.number, "item": gone })
            }
            None => json!({ "version": newest.number }),
        };
        let rest = item.is_some() && !manuscript.is_empty();
        let text = rest.then(|| manuscript.text());
        let by = self.actor.who.to_string();
        let number = newest.number + 1;
        let version = self.change.publish(&Version {
            id: 0,
            playlist: id.to_owned(),
            number,
            text: text.clone(),
            at: self.now.to_owned(),
            written_by: by,
            approved_by: None,
            reason: why.clone(),
            on_disk: false,
        })?;
        let left = text.and_then(|text| parsed(id, &text)).map_or_else(Vec::new, |left| self.seals(&left));
        let left: BTreeSet<(String, Seal)> = left.into_iter().map(|left| (left.board, left.seal)).collect();
        // What was approved stays approved; what is gone is not.
        let mut held = self.change.look().seals(Some(id))?;
        held.retain(|held| left.contains(&(held.board.clone(), held.seal)));
        self.change.seal(id, version, &held)?;
        let done = Done::new(Reply::Published { version: number }, id).from(gone);
        Ok(done.to(json!({ "version": number })).because(&why).publishing(id))
    }
}

/// Everything that was approved to be lit, for the log: boards that look the same are one.
fn dots(seals: &[Sealed]) -> BTreeSet<String> {
    seals.iter().map(|sealed| sealed.seal.dots.to_string()).collect()
}
