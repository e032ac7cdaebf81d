//! Drafts are begun, given up, and made of older versions and of what stands in files.

use super::clerk::{Case, Done};
use super::edit::Open;
use super::{Refusal, Reply, people};
use crate::editorial::{Action, Role, Stage, Step};
use crate::journal::{Draft, Page};
use crate::playlist::edit::Manuscript;
use crate::report::{Message, is_id};
use serde_json::json;

impl Case<'_> {
    /// The text that is published of a playlist.
    pub(super) fn text_of(&self, playlist: &str) -> Result<String, Refusal> {
        let newest = self.change.look().newest(playlist)?;
        newest.and_then(|version| version.text).ok_or_else(|| no_such(playlist))
    }

    /// Begins a draft.
    fn begin_draft(
        &self,
        playlist: &str,
        text: &str,
        base: Option<i64>,
        action: Action,
    ) -> Result<Draft, Refusal> {
        self.may(&[Role::Draft], playlist, text)?;
        let manuscript = Manuscript::parse(text).map_err(|message| Refusal::invalid("text", message))?;
        let count = i64::try_from(manuscript.len()).unwrap_or(i64::MAX);
        let by = self.actor.person().unwrap_or_default().to_owned();
        let (now, uids) = (self.now.to_owned(), (1..=count).collect());
        // Who only opens a draft has written nothing of it.
        let authors = if action == Action::OpenDraft { Vec::new() } else { vec![by.clone()] };
        let draft = Draft {
            id: 0,
            playlist: playlist.to_owned(),
            base,
            stage: Stage::Draft,
            revision: 1,
            place: 0,
            next_uid: count + 1,
            authors,
            made_at: now.clone(),
            changed_at: now.clone(),
            changed_by: by.clone(),
            submitted_by: None,
            submitted_at: None,
            decided_by: None,
            decided_at: None,
            note: String::new(),
        };
        let page =
            Page { place: 0, text: manuscript.text(), uids, at: now, by, action: action.word().to_owned() };
        Ok(self.change.begin_draft(&draft, &page)?)
    }

    /// An id that a new playlist can have.
    fn new_id(&self, playlist: &str) -> Result<(), Refusal> {
        if !is_id(playlist) {
            return Err(Refusal::invalid("playlist", Message::WantsId { key: "playlist".to_owned() }));
        }
        let look = self.change.look();
        let published = look.newest(playlist)?.is_some_and(|version| version.text.is_some());
        let there = published
            || look.draft(playlist)?.is_some()
            || look.on_disk()?.iter().any(|(known, text, _)| known == playlist && text.is_some())
            || self.library.playlists.contains_key(playlist);
        if there {
            return Err(Refusal::invalid("playlist", Message::ListThere { playlist: playlist.to_owned() }));
        }
        Ok(())
    }

    pub(super) fn create(&self, playlist: &str, title: &str) -> Result<Done, Refusal> {
        self.new_id(playlist)?;
        let title = people::words("title", title, 200)?;
        let base = self.change.look().newest(playlist)?.map(|version| version.id);
        let draft =
            self.begin_draft(playlist, &Manuscript::new(&title).text(), base, Action::CreatePlaylist)?;
        let reply = Reply::Draft { revision: draft.revision, uid: None };
        Ok(Done::new(reply, playlist).to(json!({ "title": title })))
    }

    pub(super) fn copy(&self, from: &str, playlist: &str, title: &str) -> Result<Done, Refusal> {
        self.new_id(playlist)?;
        let title = people::words("title", title, 200)?;
        let text = match self.change.look().draft(from)? {
            Some(draft) => self.page(&draft)?.text,
            None => self.text_of(from)?,
        };
        let mut manuscript = Manuscript::parse(&text).map_err(|message| Refusal::invalid("from", message))?;
        let mut head = manuscript.head();
        head.insert("title".to_owned(), title.into());
        manuscript.set_head(&head)?;
        let base = self.change.look().newest(playlist)?.map(|version| version.id);
        let draft = self.begin_draft(playlist, &manuscript.text(), base, Action::CopyPlaylist)?;
        let reply = Reply::Draft { revision: draft.revision, uid: None };
        Ok(Done::new(reply, playlist).from(json!({ "of": from })))
    }

    pub(super) fn open_draft(&self, playlist: &str) -> Result<Done, Refusal> {
        if let Some(draft) = self.change.look().draft(playlist)? {
            self.may(&[Role::Draft], playlist, &self.page(&draft)?.text)?;
            return Ok(Done::new(Reply::Draft { revision: draft.revision, uid: None }, playlist));
        }
        let newest = self.change.look().newest(playlist)?;
        let newest = newest.and_then(|version| version.text.map(|text| (version.id, text)));
        let Some((base, text)) = newest else { return Err(no_such(playlist)) };
        let draft = self.begin_draft(playlist, &text, Some(base), Action::OpenDraft)?;
        Ok(Done::new(Reply::Draft { revision: draft.revision, uid: None }, playlist))
    }

    /// Makes a draft of a text, or the next page of the open one, so that it can be taken back.
    fn adopt(&self, playlist: &str, text: &str, action: Action) -> Result<Reply, Refusal> {
        if self.change.look().draft(playlist)?.is_some() {
            let mut open: Open = self.open(playlist)?;
            open.replace(text)?;
            return self.turn_page(open, action, None);
        }
        let base = self.change.look().newest(playlist)?.map(|version| version.id);
        let draft = self.begin_draft(playlist, text, base, action)?;
        Ok(Reply::Draft { revision: draft.revision, uid: None })
    }

    pub(super) fn restore(&self, playlist: &str, number: i64) -> Result<Done, Refusal> {
        let version = self.change.look().version(playlist, number)?;
        let Some(text) = version.and_then(|version| version.text) else {
            return Err(Refusal::missing(Message::NoSuchVersion { number }));
        };
        let reply = self.adopt(playlist, &text, Action::Restore)?;
        Ok(Done::new(reply, playlist).to(json!({ "version": number })))
    }

    pub(super) fn take_from_disk(&self, playlist: &str) -> Result<Done, Refusal> {
        let nothing =
            || Refusal::missing(Message::NothingOnDisk { playlist: playlist.chars().take(40).collect() });
        let found = self.change.look().on_disk()?.into_iter().find(|(known, ..)| known == playlist);
        let (_, text, at) = found.ok_or_else(nothing)?;
        let text = text.ok_or_else(nothing)?;
        let reply = self.adopt(playlist, &text, Action::TakeFromDisk)?;
        Ok(Done::new(reply, playlist).to(json!({ "changed_at": at })))
    }

    /// Takes a step with a draft that is no writing.
    pub(super) fn step(&self, mut draft: Draft, step: Step, wrong: Message) -> Result<Draft, Refusal> {
        let asked = self.library.site.approval.required;
        let Some(stage) = draft.stage.after(step, asked) else { return Err(Refusal::conflict(wrong)) };
        draft.stage = stage;
        draft.revision += 1;
        Ok(draft)
    }

    pub(super) fn discard(&self, playlist: &str, why: &str) -> Result<Done, Refusal> {
        let why = people::reason(why)?;
        let draft = self.draft(playlist)?;
        self.may(&[Role::Draft], playlist, &self.page(&draft)?.text)?;
        let draft = self.step(draft, Step::Discard, no_draft(playlist))?;
        let by = self.actor.who.to_string();
        let draft =
            Draft { decided_by: Some(by), decided_at: Some(self.now.to_owned()), note: why.clone(), ..draft };
        self.change.keep_draft(&draft)?;
        Ok(Done::new(Reply::Done, playlist).from(json!({ "draft": draft.id })).because(&why))
    }

    pub(super) fn rebase(&self, playlist: &str) -> Result<Done, Refusal> {
        let Open { mut draft, .. } = self.open(playlist)?;
        let before = draft.base;
        draft.base = self.change.look().newest(playlist)?.map(|version| version.id);
        let after = draft.base;
        let revision = self.keep_written(draft)?;
        let done = Done::new(Reply::Draft { revision, uid: None }, playlist);
        Ok(done.from(json!({ "base": before })).to(json!({ "base": after })))
    }
}

pub(super) fn no_such(playlist: &str) -> Refusal {
    Refusal::missing(Message::NoSuchList { playlist: playlist.chars().take(40).collect() })
}

pub(super) fn no_draft(playlist: &str) -> Message {
    Message::NoDraft { playlist: playlist.chars().take(40).collect() }
}
