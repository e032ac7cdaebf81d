//! The choke point: everything that people, programs and files change passes here, one after the other, on one thread. Each
//! command is judged, carried out and written into the log in one transaction, and only then shown to others.
//!
//! Draws nothing on boards and answers no browser. What people order at once (notices, blackouts) is decided by the daemon
//! and only written down here, so that an emergency never waits for a disk.

mod approval;
mod clerk;
mod draft;
mod edit;
mod factor;
pub mod lit;
mod people;
mod publish;
mod published;
mod reply;
mod scope;
mod secret;
mod sign_in;
mod throttle;
mod void;

pub use clerk::News;
pub use published::Published;
pub use reply::{Kind, Outcome, Refusal, Reply};
pub use scope::{meant, reached};
pub use secret::{PASSWORD, digest, factor_address};
pub use sign_in::{IDLE, LASTING, stamp};
pub use void::{Void, voids};

use crate::editorial::{Actor, Command};
use crate::journal::Reader;
use crate::report::Message;
use crate::site::Library;
use clerk::{Asked, Clerk, Job, Told};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use throttle::Throttle;
use tokio::sync::{Semaphore, broadcast, mpsc, oneshot, watch};

/// Commands that may wait for those before them.
const WAITING: usize = 64;
/// News that a slow listener may be behind.
const BEHIND: usize = 256;
/// Passwords that are looked at at a time: each costs 19 MiB and some time of a core.
const TURNS: usize = 2;
/// How long a command may wait for its turn and be carried out.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the office must know of the world.
#[derive(Clone)]
pub struct World {
    /// The folder of what is kept through restarts.
    pub state: PathBuf,
    /// The path of `bangtin.toml`, beside which the playlists are.
    pub config: PathBuf,
    /// The files as they are in use.
    pub library: watch::Receiver<Arc<Library>>,
    /// The time.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// The time that never jumps.
    pub mono: Arc<dyn Fn() -> Duration + Send + Sync>,
}

/// Where people, pages and programs come with what they want. Cloning is cheap, all clones are one office.
#[derive(Clone)]
pub struct Office {
    jobs: mpsc::Sender<Job>,
    reader: Reader,
    published: watch::Receiver<Arc<Published>>,
    trouble: watch::Receiver<Option<Message>>,
    news: broadcast::Sender<News>,
    throttle: Arc<Mutex<Throttle>>,
    turns: Arc<Semaphore>,
    world: World,
}

impl Office {
    /// Opens the journal in the state folder and takes commands until the last clone is gone. A journal that cannot be opened
    /// is tried again at every command; until then all are refused.
    #[must_use]
    pub fn open(world: World) -> Self {
        let (jobs, work) = mpsc::channel(WAITING);
        let news = broadcast::Sender::new(BEHIND);
        let (publishing, published) = watch::channel(Arc::default());
        let (troubled, trouble) = watch::channel(None);
        let told = Told { published: publishing, trouble: troubled, news: news.clone() };
        let clerk = Clerk::new(world.clone(), told);
        let path = journal(&world.state);
        // Named, so that it is known in lists of threads. If there is none to be had, every command is refused.
        let _ = std::thread::Builder::new().name("office".to_owned()).spawn(move || clerk.work(work));
        let (throttle, turns) = (Arc::default(), Arc::new(Semaphore::new(TURNS)));
        Self { jobs, reader: Reader::new(&path), published, trouble, news, throttle, turns, world }
    }

    /// Has a command carried out.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub async fn ask(&self, actor: Actor, command: Command) -> Outcome {
        let prepared = self.prepare(&actor, &command).await?;
        let (reply, answer) = oneshot::channel();
        let name = self.attempt(&actor, &command);
        let asked = Asked { actor: actor.clone(), command, prepared, reply };
        let job = Job::Command(Box::new(asked));
        let done = async {
            self.jobs.send(job).await.map_err(|_| closed())?;
            answer.await.map_err(|_| closed())
        };
        let outcome = tokio::time::timeout(PATIENCE, done).await.map_err(|_| closed())??;
        if let Some(name) = name {
            self.remember(&actor, &name, &outcome);
        }
        outcome
    }

    /// A way to look at what is kept.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// What is published and approved.
    #[must_use]
    pub fn published(&self) -> watch::Receiver<Arc<Published>> {
        self.published.clone()
    }

    /// Why nothing can be changed; nothing while it can.
    #[must_use]
    pub fn trouble(&self) -> watch::Receiver<Option<Message>> {
        self.trouble.clone()
    }

    /// What is done from now on.
    #[must_use]
    pub fn news(&self) -> broadcast::Receiver<News> {
        self.news.subscribe()
    }

    fn throttle(&self) -> std::sync::MutexGuard<'_, Throttle> {
        self.throttle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn closed() -> Refusal {
    Refusal::new(Kind::Broken, Message::ReadOnly { why: "the program ends".to_owned() })
}

/// What an examination of the log found, in words.
#[must_use]
pub fn verdict(verdict: &crate::journal::Verdict) -> Message {
    use crate::journal::{Break, Verdict};
    match verdict {
        Verdict::Whole { rows, head } => Message::LogWhole { rows: *rows, head: head.clone() },
        Verdict::Broken { id, why: Break::Gap } => Message::LogGap { id: *id },
        Verdict::Broken { id, why: Break::Unbound } => Message::LogUnbound { id: *id },
        Verdict::Broken { id, why: Break::Altered } => Message::LogAltered { id: *id },
    }
}

/// The path of the journal in a state folder.
#[must_use]
pub fn journal(state: &Path) -> PathBuf {
    state.join(crate::journal::FILE)
}
