//! The daemon: starts a task for each board, the page and the watch over the files, follows changes, and ends in order.
//!
//! Decides nothing about what is lit; every board's engine does that by itself, so no board waits for another.

mod alarms;
mod archive;
mod boards;
mod caller;
mod certificate;
mod channel;
mod hold;
mod hosts;
mod news;
mod ordering;
mod orders;
mod page;
mod people;
mod post;
mod published;
mod reach;
mod trust;

use crate::alarm::Sheet;
use crate::clock::Clock;
use crate::control::{self, Asked};
use crate::notice::Orders;
use crate::office::{Office, Published, World, lit};
use crate::report::{Fault, Lang, Message, Rule, Severity};
use crate::schedule::{ClockTrust, Verdict};
use crate::site::{Files, Library, Memory, Watcher, read};
use anyhow::Context as _;
use boards::Boards;
use jiff::Timestamp;
use news::News;
use orders::Book;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How long boards and page get to end after a signal; whoever is not done then is cut off.
const END: Duration = Duration::from_millis(1700);
/// Orders that may wait for those before them.
const MAX_ASKED: usize = 16;

/// What the daemon is started with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The path of `bangtin.toml`.
    pub config: PathBuf,
    /// Where the page listens, in place of the file's `listen`.
    pub listen: Option<SocketAddr>,
    /// The language of the log and of the words printed at the start.
    pub lang: Lang,
}

impl Settings {
    /// The folder of what is kept through restarts.
    fn state(&self, library: &Library) -> PathBuf {
        library.site.state_folder(&self.config)
    }
}

/// Runs until SIGTERM or SIGINT. Everything that is wrong with files, links and ports is said and survived; boards are
/// lit before the page is opened.
///
/// # Errors
/// Only what leaves nothing to run with: no timer from the kernel, no signals.
pub async fn run(settings: Settings) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be caught")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT cannot be caught")?;
    let mut hangup = signal(SignalKind::hangup()).context("SIGHUP cannot be caught")?;
    let clock = Clock::start().context("the kernel gives no timer")?;
    let stop = CancellationToken::new();

    let mut state = begun(settings, clock, &stop);
    let mut watcher = Watcher::new();
    state.watch(&mut watcher);
    let (sheet, alarms) = state.watch_over(stop.clone());
    let (sender, mut asked) = mpsc::channel(MAX_ASKED);
    let desk = page::desk(&state, sheet, sender.clone());
    let page = page::open(&state, desk.clone(), stop.clone());
    let mut published = state.office.published();
    let mut trouble = state.office.trouble();
    let control = state.take_orders(sender, stop.clone());

    // What changed between the reading and the watching gave no notice.
    let mut reading = Some(state.read());
    let mut again = false;
    loop {
        tokio::select! {
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            _ = hangup.recv() => again = true,
            () = watcher.changed() => again = true,
            Some(asked) = asked.recv() => {
                state.order(asked, &desk).await;
                // A change of files that was just being waited out is not to be missed.
                again = true;
            }
            Ok(()) = trouble.changed() => {
                tell(trouble.borrow_and_update().clone().map(Fault::unplaced).iter(), state.settings.lang);
                state.publish();
            }
            Ok(()) = published.changed() => {
                let news = Arc::clone(&published.borrow_and_update());
                state.light_published(news).await;
                again = true;
            }
            news = read_to_end(&mut reading) => {
                reading = None;
                if let Some(news) = news {
                    state.follow(news, &mut watcher).await;
                    again = true;
                }
            }
        }
        if again && reading.is_none() {
            again = false;
            state.keep_again().await;
            reading = Some(state.read());
        }
    }
    tracing::info!("ending: every board is left with its last frame");
    stop.cancel();
    let ending = async {
        state.boards.ended().await;
        let _ = page.await;
        let _ = alarms.await;
        state.trust.ended().await;
        let _ = control.await;
    };
    if tokio::time::timeout(END, ending).await.is_err() {
        tracing::warn!("not everything ended in time");
    }
    Ok(())
}

/// Reads everything and lights the boards.
fn begun(settings: Settings, clock: Clock, stop: &CancellationToken) -> State {
    let files = read(&settings.config);
    // Whether the clock can be believed is known only with the site: the time ahead is looked at after the boards are lit.
    let (library, faults) = Library::open(&files, None);
    let shown = watch::Sender::new(Arc::new(library.clone()));
    let office = open_office(&settings, &shown, &clock);
    let (library, faults) =
        lit::at_start((library, faults), &files, &office.published().borrow(), &settings.config);
    let memory = Memory::new(settings.state(&library));
    let vouched = library.site.clock_trusted;
    let trust = trust::Watch::start(clock.clone(), memory, vouched, settings.lang, stop.clone());
    State::new(settings, files, (library, faults), (shown, office), (clock, trust), stop)
}

/// Opens the office on the state folder.
fn open_office(settings: &Settings, shown: &watch::Sender<Arc<Library>>, clock: &Clock) -> Office {
    let (time, never) = (clock.clone(), clock.clone());
    Office::open(World {
        state: settings.state(&shown.borrow()),
        config: settings.config.clone(),
        library: shown.subscribe(),
        now: Arc::new(move || time.wall()),
        mono: Arc::new(move || never.mono()),
    })
}

/// What came of a reading, when it is done; never, if nothing is being read.
async fn read_to_end(reading: &mut Option<JoinHandle<Option<News>>>) -> Option<News> {
    match reading {
        Some(task) => task.await.ok().flatten(),
        None => std::future::pending().await,
    }
}

/// What the daemon knows and drives.
struct State {
    settings: Settings,
    files: Files,
    library: Library,
    boards: Boards,
    book: Book,
    /// The folder of what is kept through restarts: another one needs a restart.
    folder: PathBuf,
    /// What is wrong with the files.
    wrong: Vec<Fault>,
    /// Why no orders can be taken.
    closed: Arc<watch::Sender<Option<Message>>>,
    /// Everything that is wrong, for the page.
    faults: watch::Sender<Arc<Vec<Fault>>>,
    /// The files as they are in use, for the page's previews.
    shown: watch::Sender<Arc<Library>>,
    /// Where everything that people change is judged and written down.
    office: Office,
    /// What of it is lit.
    published: Arc<Published>,
    /// The beginning of the page's addresses, once it is open.
    page_at: watch::Sender<Option<String>>,
    /// When the page's certificate ends; `None` while it has none.
    page_ends: watch::Sender<Option<Timestamp>>,
    /// What the office was told of files that are not what was published.
    noted: BTreeMap<String, Option<String>>,
    /// The time as of which everything was last checked, for some findings depend on the day; `None` while that is not known.
    asof: Option<Timestamp>,
    clock: Clock,
    trust: trust::Watch,
}

impl State {
    fn new(
        settings: Settings,
        files: Files,
        (mut library, faults): (Library, Vec<Fault>),
        (shown, office): (watch::Sender<Arc<Library>>, Office),
        (clock, trust): (Clock, trust::Watch),
        stop: &CancellationToken,
    ) -> Self {
        let folder = settings.state(&library);
        let book = Book::open(&folder, clock.wall());
        library.orders = in_use(&book.orders, *trust.verdict.borrow());
        tell(&faults, settings.lang);
        tell(&book.faults(&library), settings.lang);
        let boards = Boards::start(&library, clock.clone(), trust.verdict.clone(), &folder, stop.clone());
        let closed = Arc::new(watch::Sender::new(None));
        let page = watch::Sender::new(Arc::default());
        let published = Arc::clone(&office.published().borrow());
        let noted = published::noted(&office);
        let state = Self {
            settings,
            files,
            library,
            boards,
            book,
            folder,
            wrong: faults,
            closed,
            faults: page,
            shown,
            office,
            published,
            page_at: watch::Sender::new(None),
            page_ends: watch::Sender::new(None),
            noted,
            asof: None,
            clock,
            trust,
        };
        state.publish();
        state
    }

    /// Shows on the page what is wrong now, and the files as they are in use.
    fn publish(&self) {
        self.shown.send_replace(Arc::new(self.library.clone()));
        let closed = self.closed.borrow().clone().map(Fault::unplaced);
        let unwritten = self.office.trouble().borrow().clone().map(Fault::unplaced);
        let orders = self.book.faults(&self.library).into_iter().chain(closed).chain(unwritten);
        self.faults.send_replace(Arc::new(orders.chain(self.wrong.iter().cloned()).collect()));
    }

    /// Starts the watch over boards, files and clock.
    fn watch_over(&self, stop: CancellationToken) -> (watch::Receiver<Arc<Sheet>>, JoinHandle<()>) {
        let view = alarms::View {
            seats: self.boards.seats(),
            faults: self.faults.subscribe(),
            trust: self.trust.verdict.clone(),
            ends: self.page_ends.subscribe(),
            library: self.shown.subscribe(),
        };
        alarms::start(view, self.clock.clone(), self.settings.lang, stop)
    }

    fn watch(&self, watcher: &mut Watcher) {
        let beside = self.settings.config.parent().unwrap_or(Path::new(""));
        let site = &self.library.site;
        let (playlists, fonts) = (beside.join(&site.playlists), beside.join(&site.fonts));
        watcher.watch(&[beside, &playlists, &fonts]);
    }

    /// Reads the files again, and looks whether it is another day. Reading and laying out are done on a thread of their own: they may take long, and
    /// neither boards nor orders wait for them.
    fn read(&self) -> JoinHandle<Option<News>> {
        let (config, known, library) =
            (self.settings.config.clone(), self.files.clone(), self.library.clone());
        let published = Arc::clone(&self.published);
        let believed = self.trust.verdict.borrow().trust != ClockTrust::Untrusted;
        let (then, now) = (self.asof, believed.then(|| self.clock.wall()));
        tokio::task::spawn_blocking(move || News::read(&config, &known, &library, published, (then, now)))
    }

    /// Takes of changed files what is good and says what is not.
    async fn follow(&mut self, news: News, watcher: &mut Watcher) {
        if !Arc::ptr_eq(&self.published, &news.published) {
            // What was published meanwhile is lit already, and not in what was read: it is read again.
            return;
        }
        self.note_files(&news).await;
        let ordered = Arc::clone(&self.library.orders);
        let meanwhile = !Arc::ptr_eq(&ordered, &news.library.orders);
        // At the start the day was not known yet: that it is now is no other day.
        let another_day = self.asof.is_some() && news.asof.is_some();
        (self.files, self.library, self.asof) = (news.files, news.library, news.asof);
        self.trust.vouched.send_replace(self.library.site.clock_trusted);
        self.library.orders = ordered;
        let before = std::mem::replace(&mut self.wrong, news.faults);
        self.publish();
        let count = self.wrong.len();
        let Some(programmes) = news.programmes else {
            let is_new = |fault: &&Fault| !before.iter().any(|known| known.says(fault));
            tell(self.wrong.iter().filter(is_new), self.settings.lang);
            if another_day {
                tracing::info!(faults = count, "another day: everything was checked again");
            }
            return;
        };
        tell(&self.wrong, self.settings.lang);
        tracing::info!(faults = count, "files changed and were read again");
        // What was ordered while files were read is not in these programmes.
        let programmes = if meanwhile { boards::programmes(&self.library) } else { programmes };
        self.boards.follow(&self.library, programmes).await;
        self.watch(watcher);
    }

    /// Opens the socket for orders, in a task of its own that ends with `stop`.
    fn take_orders(&self, sender: mpsc::Sender<Asked>, stop: CancellationToken) -> JoinHandle<()> {
        let socket = control::socket(&self.folder);
        let (closed, lang) = (Arc::clone(&self.closed), self.settings.lang);
        tokio::spawn(async move {
            let said = |message: Option<Message>| {
                tell(&message.iter().cloned().map(Fault::unplaced).collect::<Vec<_>>(), lang);
                closed.send_replace(message);
            };
            control::serve(&socket, sender, stop, said).await;
        })
    }

    /// Tries again to store what could not be stored, and says what is wrong still.
    async fn keep_again(&mut self) {
        self.book.keep_again().await;
        self.publish();
    }
}

/// While the clock is not believed: the newest time that was.
fn doubted(verdict: Verdict) -> Option<Option<Timestamp>> {
    (verdict.trust == ClockTrust::Untrusted).then_some(verdict.known)
}

/// The orders that boards are to know: all of them, for ended ones have their place in the turns of the day; while nobody
/// can say what is over, only those that nobody has ended.
fn in_use(orders: &Arc<Orders>, verdict: Verdict) -> Arc<Orders> {
    doubted(verdict).map_or_else(|| Arc::clone(orders), |known| Arc::new(orders.lasting(known)))
}

/// Writes every fault to the log, in one line each.
fn tell<'f>(faults: impl IntoIterator<Item = &'f Fault>, lang: Lang) {
    for fault in faults.into_iter().filter(|fault| fault.silenced.is_none()) {
        let (place, sentence) = (fault.place_words(), fault.sentence(lang));
        let rule = fault.message.rule().map(Rule::id);
        match fault.severity {
            Severity::Error => tracing::error!(place, rule, "{sentence}"),
            Severity::Warning => tracing::warn!(place, rule, "{sentence}"),
            Severity::Info => tracing::info!(place, rule, "{sentence}"),
        }
    }
}
