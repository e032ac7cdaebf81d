//! The daemon: starts a task for each board, the page and the watch over the files, follows changes, and ends in order.
//!
//! Decides nothing about what is lit; every board's engine does that by itself, so no board waits for another.

mod alarms;
mod archive;
mod boards;
mod caller;
mod channel;
mod hold;
mod orders;
mod page;
mod post;
mod reach;
mod trust;

use crate::alarm::Sheet;
use crate::clock::Clock;
use crate::control::{self, Answer, Asked};
use crate::notice::Orders;
use crate::report::{Fault, Lang, Message, Rule, Severity, offered};
use crate::schedule::{ClockTrust, Verdict};
use crate::site::{Files, Library, Memory, Watcher, read};
use crate::web;
use anyhow::Context as _;
use boards::{Boards, Programmes};
use jiff::Timestamp;
use orders::{Book, decide};
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

    let files = read(&settings.config);
    // Whether the clock can be believed is known only with the site: the time ahead is looked at after the boards are lit.
    let (library, faults) = Library::open(&files, None);
    let memory = Memory::new(settings.state(&library));
    let vouched = library.site.clock_trusted;
    let trust = trust::Watch::start(clock.clone(), memory, vouched, settings.lang, stop.clone());
    let mut state = State::new(settings, files, library, faults, (clock, trust), &stop);
    let mut watcher = Watcher::new();
    state.watch(&mut watcher);
    let (sheet, alarms) = state.watch_over(stop.clone());
    let desk = page::desk(&state, sheet);
    let page = page::open(&state, desk.clone(), stop.clone());
    let (sender, mut asked) = mpsc::channel(MAX_ASKED);
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
    /// The time as of which everything was last checked, for some findings depend on the day; `None` while that is not known.
    asof: Option<Timestamp>,
    clock: Clock,
    trust: trust::Watch,
}

impl State {
    fn new(
        settings: Settings,
        files: Files,
        mut library: Library,
        faults: Vec<Fault>,
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
        let shown = watch::Sender::new(Arc::new(library.clone()));
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
        let orders = self.book.faults(&self.library).into_iter().chain(closed);
        self.faults.send_replace(Arc::new(orders.chain(self.wrong.iter().cloned()).collect()));
    }

    /// Starts the watch over boards, files and clock.
    fn watch_over(&self, stop: CancellationToken) -> (watch::Receiver<Arc<Sheet>>, JoinHandle<()>) {
        let (seats, faults) = (self.boards.seats(), self.faults.subscribe());
        let view = alarms::View { seats, faults, trust: self.trust.verdict.clone() };
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
        let believed = self.trust.verdict.borrow().trust != ClockTrust::Untrusted;
        let (then, now) = (self.asof, believed.then(|| self.clock.wall()));
        tokio::task::spawn_blocking(move || News::read(&config, &known, &library, then, now))
    }

    /// Takes of changed files what is good and says what is not.
    async fn follow(&mut self, news: News, watcher: &mut Watcher) {
        let ordered = Arc::clone(&self.library.orders);
        let meanwhile = !Arc::ptr_eq(&ordered, &news.library.orders);
        (self.files, self.library, self.asof) = (news.files, news.library, news.asof);
        self.trust.vouched.send_replace(self.library.site.clock_trusted);
        self.library.orders = ordered;
        let before = std::mem::replace(&mut self.wrong, news.faults);
        self.publish();
        let count = self.wrong.len();
        let Some(programmes) = news.programmes else {
            let is_new = |fault: &&Fault| !before.iter().any(|known| known.says(fault));
            tell(self.wrong.iter().filter(is_new), self.settings.lang);
            tracing::info!(faults = count, "another day: everything was checked again");
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

    /// Does what a person ordered: first on the boards, then on the disk, then it is answered.
    async fn order(&mut self, asked: Asked, desk: &web::Desk) {
        let (library, orders) = (self.library.clone(), Arc::clone(&self.book.orders));
        let verdict = *self.trust.verdict.borrow();
        // An order given by a clock that stands in the past would be over as soon as it is put right.
        let now = self.clock.wall().max(doubted(verdict).flatten().unwrap_or(Timestamp::MIN));
        let Asked { request, login, reply } = asked;
        let lang = request.lang.parse().unwrap_or_default();
        if let control::Order::Status { board } = &request.order {
            // Who did not wait asks again.
            let _ = reply.send(status(desk, board, lang));
            return;
        }
        let held = self.boards.held();
        let deciding = tokio::task::spawn_blocking(move || {
            let mut library = library;
            let mut decision = decide(&library, &orders, request, &login, now, &held);
            let changed = decision.orders.take().map(|orders| {
                let orders = Arc::new(orders);
                library.orders = in_use(&orders, verdict);
                let programmes = boards::programmes_of(&library, &decision.boards);
                (orders, library.orders, programmes)
            });
            (decision, changed)
        });
        let Ok((decision, changed)) = deciding.await else { return };
        let mut answer = decision.answer;
        if let Some(holding) = decision.holding {
            self.boards.hold(&decision.boards, &holding, now, &self.library.site.zone);
        }
        if let Some((orders, in_use, programmes)) = changed {
            self.library.orders = in_use;
            self.boards.redirect(&self.library, programmes);
            if let Some(message) = self.book.keep(orders).await {
                tell(&[Fault::unplaced(message.clone())], self.settings.lang);
                answer.outcome = control::Outcome::Findings;
                answer.says.push(message.say(lang));
            }
            self.publish();
        }
        // Who did not wait finds it in the list.
        let _ = reply.send(answer);
    }

    /// Tries again to store what could not be stored, and says what is wrong still.
    async fn keep_again(&mut self) {
        self.book.keep_again().await;
        self.publish();
    }
}

/// What is known of a board.
fn status(desk: &web::Desk, board: &str, lang: Lang) -> Answer {
    let told = web::board(desk, board, lang);
    let findings = String::new();
    let Some((value, says)) = told else {
        let site = desk.site.borrow().clone();
        let ids: Vec<&str> = site.boards.iter().map(|board| board.id.as_str()).collect();
        let message = Message::NoSuchBoard { id: board.to_owned(), offer: offered(board, &ids) };
        let says = vec![message.say(lang)];
        return Answer { outcome: control::Outcome::Refused, says, findings, orders: None, board: None };
    };
    let outcome = if value["state"]["code"] == "sent" && value["state"]["late"] == false {
        control::Outcome::Done
    } else {
        control::Outcome::Findings
    };
    Answer { outcome, says, findings, orders: None, board: Some(value) }
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

/// What came of reading files again.
struct News {
    files: Files,
    library: Library,
    faults: Vec<Fault>,
    /// The time as of which they were checked.
    asof: Option<Timestamp>,
    /// `None` if the files are the same, and only the day is another.
    programmes: Option<Programmes>,
}

impl News {
    /// `None` if no file has another text than before, and the day is the same.
    fn read(
        config: &Path,
        known: &Files,
        library: &Library,
        then: Option<Timestamp>,
        now: Option<Timestamp>,
    ) -> Option<Self> {
        let files = read(config);
        let changed = !files.same_texts(known);
        let day = |at: Option<Timestamp>| at.map(|at| library.site.zone.to_datetime(at).date());
        if !changed && day(then) == day(now) {
            return None;
        }
        let (library, faults) = library.renew(&files, now);
        let programmes = changed.then(|| boards::programmes(&library));
        Some(Self { files, library, faults, asof: now, programmes })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_another_day_the_same_files_are_checked_again_and_no_board_is_disturbed() {
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("bangtin.toml");
        let files = read(&config);
        let (library, _) = Library::open(&files, None);
        let news = |then: Option<&str>, now: Option<&str>| {
            let at = |time: Option<&str>| time.map(|time| time.parse().unwrap());
            News::read(&config, &files, &library, at(then), at(now))
        };
        let late = Some("2026-11-24T23:59:59+07:00");
        assert!(news(Some("2026-11-24T00:00+07:00"), late).is_none());
        assert!(news(None, None).is_none());
        for (then, now) in [(late, Some("2026-11-25T00:00+07:00")), (None, late), (late, None)] {
            assert!(news(then, now).is_some_and(|news| news.programmes.is_none()), "{then:?} {now:?}");
        }
    }
}
