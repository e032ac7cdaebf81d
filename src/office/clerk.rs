//! The thread of the office: one command after the other, each wholly or not at all, with its row in the log.

use super::published::Published;
use super::sign_in::{Prepared, stamp};
use super::{Kind, Outcome, Refusal, Reply, World, journal, publish};
use crate::editorial::{Action, Actor, Command};
use crate::journal::{Change, Journal, Note, Reader};
use crate::report::Message;
use crate::site::Library;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::{broadcast, mpsc, oneshot, watch};

/// Of a name that could not sign in so many letters are kept.
const TRIED: usize = 60;

/// What waits for the thread.
pub(super) enum Job {
    /// A command that somebody waits for.
    Command(Box<Asked>),
    /// Something came from a session: by it is counted when the session is over, and nothing else.
    Touch(Vec<u8>),
}

/// A command that somebody waits for.
pub(super) struct Asked {
    pub(super) actor: Actor,
    pub(super) command: Command,
    pub(super) prepared: Prepared,
    pub(super) reply: oneshot::Sender<Outcome>,
}

/// Something was done: what everybody who looks may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The number of its row in the log.
    pub id: i64,
    /// What.
    pub action: &'static str,
    /// With what.
    pub subject: String,
    /// By whom.
    pub who: String,
}

/// What a command did, for the log and for who asked.
pub(super) struct Done {
    pub(super) reply: Reply,
    pub(super) action: Option<Action>,
    pub(super) subject: String,
    pub(super) before: Value,
    pub(super) after: Value,
    pub(super) reason: String,
    /// A playlist whose file is to be written now.
    pub(super) publishes: Option<String>,
}

impl Done {
    pub(super) fn new(reply: Reply, subject: impl Into<String>) -> Self {
        let (before, after, reason) = (Value::Null, Value::Null, String::new());
        Self { reply, action: None, subject: subject.into(), before, after, reason, publishes: None }
    }

    pub(super) fn from(self, before: Value) -> Self {
        Self { before, ..self }
    }

    pub(super) fn to(self, after: Value) -> Self {
        Self { after, ..self }
    }

    pub(super) fn because(self, reason: &str) -> Self {
        Self { reason: reason.to_owned(), ..self }
    }

    pub(super) fn publishing(self, playlist: &str) -> Self {
        Self { publishes: Some(playlist.to_owned()), ..self }
    }
}

/// A command in the middle of being carried out.
pub(super) struct Case<'c> {
    pub(super) change: &'c Change<'c>,
    pub(super) actor: &'c Actor,
    pub(super) prepared: &'c Prepared,
    pub(super) library: &'c Library,
    /// Now, RFC 3339 in UTC to the second.
    pub(super) now: &'c str,
    /// The same in seconds since 1970.
    pub(super) seconds: i64,
}

/// Of sign-ins that failed so many have rows of their own in an hour; of more there is only the number.
const REFUSALS: u32 = 500;

pub(super) struct Clerk {
    world: World,
    journal: Option<Journal>,
    told: Told,
    /// The hour, and how many sign-ins failed in it.
    refusals: (i64, u32),
    /// Whether a file could not be written and is to be tried again.
    unwritten: bool,
}

/// What everybody may know.
pub(super) struct Told {
    pub(super) published: watch::Sender<Arc<Published>>,
    /// Why nothing can be changed.
    pub(super) trouble: watch::Sender<Option<Message>>,
    pub(super) news: broadcast::Sender<News>,
}

impl Clerk {
    pub(super) fn new(world: World, told: Told) -> Self {
        let mut clerk = Self { world, journal: None, told, refusals: (0, 0), unwritten: false };
        // What was published is known before the first board is lit.
        if let Err(refusal) = clerk.opened() {
            let reader = Reader::new(&journal(&clerk.world.state));
            if let Ok(published) = reader.look_frozen(Published::read) {
                clerk.told.published.send_replace(Arc::new(published));
            }
            clerk.told.trouble.send_replace(Some(*refusal.message));
        }
        clerk
    }

    /// Opens the journal unless it is open, and puts right what a crash left undone.
    fn opened(&mut self) -> Result<(), Refusal> {
        if self.journal.is_none() {
            let state = &self.world.state;
            let folder = std::fs::DirBuilder::new();
            make(folder, state)
                .map_err(|error| Refusal::new(Kind::Broken, Message::ReadOnly { why: error.to_string() }))?;
            let mut journal = Journal::open(&journal(state))?;
            publish::catch_up(&mut journal, &self.playlists());
            self.told.published.send_replace(Arc::new(Published::read(journal.look())?));
            self.journal = Some(journal);
        }
        Ok(())
    }

    fn playlists(&self) -> std::path::PathBuf {
        let beside = self.world.config.parent().unwrap_or(std::path::Path::new(""));
        beside.join(&self.world.library.borrow().site.playlists)
    }

    pub(super) fn work(mut self, mut jobs: mpsc::Receiver<Job>) {
        while let Some(job) = jobs.blocking_recv() {
            match job {
                Job::Command(asked) => {
                    let Asked { actor, command, prepared, reply } = *asked;
                    // Who did not wait finds it in the log.
                    let outcome = self.carry_out(&actor, command, &prepared);
                    self.tell_trouble(&outcome);
                    let _ = reply.send(outcome);
                }
                Job::Touch(key) => self.touch(&key),
            }
        }
    }

    /// Says why nothing can be changed, or that it can again.
    fn tell_trouble(&self, outcome: &Outcome) {
        let trouble = match outcome {
            Err(refusal) if refusal.kind == Kind::Broken => Some(Message::clone(&refusal.message)),
            Err(_) => return,
            Ok(_) => None,
        };
        self.told.trouble.send_if_modified(|known| {
            let news = *known != trouble;
            *known = trouble;
            news
        });
    }

    fn touch(&mut self, key: &[u8]) {
        let now = stamp((self.world.now)());
        if let Some(journal) = &mut self.journal {
            // It is tried again when something comes next.
            let _ = journal.transact(|change| change.touch_session(key, &now));
        }
    }

    fn carry_out(&mut self, actor: &Actor, command: Command, prepared: &Prepared) -> Outcome {
        self.opened()?;
        let at = (self.world.now)();
        let (now, seconds) = (stamp(at), at.as_second());
        let tried = match &command {
            Command::SignIn { login, .. } => Some(login.chars().take(TRIED).collect::<String>()),
            _ => None,
        };
        let library = Arc::clone(&self.world.library.borrow());
        let folder = self.playlists();
        let command = match command {
            // What stands in the file now counts: it may just have been written by this very thread.
            Command::DiskChanged { playlist, .. } => {
                let text = publish::on_disk(&folder, &playlist)?;
                Command::DiskChanged { playlist, text }
            }
            other => other,
        };
        let action = command.action();
        let Some(journal) = &mut self.journal else { return Err(super::closed()) };
        let done = journal.transact(|change| {
            let case = Case { change, actor, prepared, library: &library, now: &now, seconds };
            let done = case.hear(command)?;
            let action = done.action.unwrap_or(action);
            let id = change.log(&note(actor, &now, action, &done))?;
            let news = News { id, action: action.word(), subject: done.subject, who: actor.who.to_string() };
            Ok::<_, Refusal>((done.reply, done.publishes, news))
        });
        if let (Err(_), Some(login)) = (&done, tried) {
            let before = self.refusals;
            let same = before.0 == seconds / 3600;
            self.refusals = if same { (before.0, before.1.saturating_add(1)) } else { (seconds / 3600, 1) };
            if self.refusals.1 <= REFUSALS {
                let more = before.1.saturating_sub(REFUSALS);
                let after = if same || more == 0 { Value::Null } else { json!({ "more_before": more }) };
                let refused = Done::new(Reply::Done, login).to(after);
                journal.transact(|change| change.log(&note(actor, &now, Action::SignInRefused, &refused)))?;
            }
        }
        let (reply, publishes, news) = done?;
        let mut outcome = Ok(reply);
        if std::mem::take(&mut self.unwritten) {
            publish::catch_up(journal, &folder);
        }
        if let Some(playlist) = publishes {
            if let Err(message) = publish::write(journal, &playlist, &folder) {
                self.unwritten = true;
                outcome = Err(Refusal::new(Kind::Broken, message));
            }
            self.told.published.send_replace(Arc::new(Published::read(journal.look())?));
        }
        // Nobody may be listening.
        let _ = self.told.news.send(news);
        outcome
    }
}

fn make(mut builder: std::fs::DirBuilder, folder: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    builder.recursive(true).mode(0o700).create(folder)
}

fn note(actor: &Actor, now: &str, action: Action, done: &Done) -> Note {
    let written = |value: &Value| if value.is_null() { String::new() } else { value.to_string() };
    Note {
        at: now.to_owned(),
        who: actor.who.to_string(),
        origin: actor.from.map_or_else(String::new, |from| from.to_string()),
        action: action.word().to_owned(),
        subject: done.subject.clone(),
        before: written(&done.before),
        after: written(&done.after),
        reason: done.reason.clone(),
    }
}

impl Case<'_> {
    /// Carries a command out. Nothing else changes what is kept.
    fn hear(&self, command: Command) -> Result<Done, Refusal> {
        match command {
            Command::OfferBegin {} => self.offer_begin(),
            Command::Begin { ticket, login, name, .. } => self.begin(&ticket, &login, &name),
            Command::Invite { login, name, grants } => self.invite(&login, &name, grants),
            Command::ChangePerson { login, name, grants } => self.change_person(&login, &name, grants),
            Command::RemovePerson { login, reason } => self.remove_person(&login, &reason),
            Command::ResetPassword { login } => self.reset_password(&login),
            Command::AcceptTicket { ticket, .. } => self.accept_ticket(&ticket),
            Command::ChangePassword { .. } => self.change_password(),
            Command::BeginSecondFactor { .. } => self.begin_factor(),
            Command::ConfirmSecondFactor { code } => self.confirm_factor(&code),
            Command::EndSecondFactor { login, .. } => self.end_factor(&login),
            Command::SignIn { login, code, agent, .. } => self.sign_in(&login, code.as_deref(), &agent),
            Command::SignOut { session } => self.sign_out(&session),
            Command::SignOutEverywhere { login } => self.sign_out_everywhere(&login),
            Command::MakeToken { name, grants, days } => self.make_token(&name, grants, days),
            Command::RevokeToken { id } => self.revoke_token(id),
            Command::CreatePlaylist { playlist, title } => self.create(&playlist, &title),
            Command::CopyPlaylist { from, playlist, title } => self.copy(&from, &playlist, &title),
            Command::OpenDraft { playlist } => self.open_draft(&playlist),
            Command::SaveHead { playlist, revision, base, fields } => {
                self.save_head(&playlist, revision, &base, &fields)
            }
            Command::SaveItem { playlist, uid, revision, base, fields } => {
                self.save_item(&playlist, uid, revision, &base, &fields)
            }
            Command::AddItem { playlist, after, fields } => self.add_item(&playlist, after, &fields),
            Command::CopyItem { playlist, uid } => self.copy_item(&playlist, uid),
            Command::MoveItem { playlist, uid, to } => self.move_item(&playlist, uid, to),
            Command::RemoveItem { playlist, uid } => self.remove_item(&playlist, uid),
            Command::SaveText { playlist, revision, text } => self.save_text(&playlist, revision, &text),
            Command::Undo { playlist } => self.turn(&playlist, Action::Undo),
            Command::Redo { playlist } => self.turn(&playlist, Action::Redo),
            Command::DiscardDraft { playlist, reason } => self.discard(&playlist, &reason),
            Command::Rebase { playlist } => self.rebase(&playlist),
            Command::Submit { playlist, revision, note } => self.submit(&playlist, revision, &note),
            Command::Recall { playlist } => self.recall(&playlist),
            Command::Seen { playlist, dots } => self.saw(&playlist, dots),
            Command::Approve { playlist, revision, note } => self.approve(&playlist, revision, &note),
            Command::Reject { playlist, revision, reason } => self.reject(&playlist, revision, &reason),
            Command::Withdraw { playlist, item, reason } => self.withdraw(&playlist, item, &reason),
            Command::Restore { playlist, version } => self.restore(&playlist, version),
            Command::TakeFromDisk { playlist } => self.take_from_disk(&playlist),
            Command::RestoreFile { playlist, reason } => self.restore_file(&playlist, &reason),
            Command::DiskChanged { playlist, text } => self.disk_changed(&playlist, text.as_deref()),
            Command::Ordered { subject, before, after, reason, .. } => {
                Ok(Done::new(Reply::Done, subject).from(before).to(after).because(&reason))
            }
        }
    }
}
