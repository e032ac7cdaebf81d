//! The daemon: starts a task for each board, the page and the watch over the files, follows changes, and ends in order.
//!
//! Decides nothing about what is lit; every board's engine does that by itself, so no board waits for another.

mod boards;
mod page;
mod trust;

use crate::clock::Clock;
use crate::report::{Fault, Lang, Rule, Severity};
use crate::site::{Files, Library, Memory, Watcher, read};
use anyhow::Context as _;
use boards::{Boards, Programmes};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How long boards and page get to end after a signal; whoever is not done then is cut off.
const END: Duration = Duration::from_millis(1700);

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
    let (library, faults) = Library::open(&files);
    let beside = settings.config.parent().unwrap_or(Path::new(""));
    let memory = Memory::new(beside.join(&library.site.state));
    let vouched = library.site.clock_trusted;
    let trust = trust::Watch::start(clock.clone(), memory, vouched, settings.lang, stop.clone());
    let mut state = State::new(settings, files, library, faults, (clock, trust), &stop);
    let mut watcher = Watcher::new();
    state.watch(&mut watcher);
    // What changed between the reading and the watching gave no notice.
    state.reread(&mut watcher).await;
    let page = page::open(&state, stop.clone());

    loop {
        tokio::select! {
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            _ = hangup.recv() => {}
            () = watcher.changed() => {}
        }
        state.reread(&mut watcher).await;
    }
    tracing::info!("ending: every board is left with its last frame");
    stop.cancel();
    let ending = async {
        state.boards.ended().await;
        let _ = page.await;
        state.trust.ended().await;
    };
    if tokio::time::timeout(END, ending).await.is_err() {
        tracing::warn!("not everything ended in time");
    }
    Ok(())
}

/// What the daemon knows and drives.
struct State {
    settings: Settings,
    files: Files,
    library: Library,
    boards: Boards,
    faults: watch::Sender<Arc<Vec<Fault>>>,
    clock: Clock,
    trust: trust::Watch,
}

impl State {
    fn new(
        settings: Settings,
        files: Files,
        library: Library,
        faults: Vec<Fault>,
        (clock, trust): (Clock, trust::Watch),
        stop: &CancellationToken,
    ) -> Self {
        tell(&faults, settings.lang);
        let boards = Boards::start(&library, clock.clone(), trust.verdict.clone(), stop.clone());
        let faults = watch::Sender::new(Arc::new(faults));
        Self { settings, files, library, boards, faults, clock, trust }
    }

    fn watch(&self, watcher: &mut Watcher) {
        let beside = self.settings.config.parent().unwrap_or(Path::new(""));
        let site = &self.library.site;
        let (playlists, fonts) = (beside.join(&site.playlists), beside.join(&site.fonts));
        watcher.watch(&[beside, &playlists, &fonts]);
    }

    /// Reads the files again; if any of them changed, takes what is good and says what is not. Reading and laying out
    /// are done on a thread of their own: they may take long, and no board waits for them.
    async fn reread(&mut self, watcher: &mut Watcher) {
        let (config, known, library) =
            (self.settings.config.clone(), self.files.clone(), self.library.clone());
        let task = tokio::task::spawn_blocking(move || News::read(&config, &known, &library));
        let Ok(Some(news)) = task.await else { return };
        (self.files, self.library) = (news.files, news.library);
        self.trust.vouched.send_replace(self.library.site.clock_trusted);
        tell(&news.faults, self.settings.lang);
        tracing::info!(faults = news.faults.len(), "files changed and were read again");
        self.faults.send_replace(Arc::new(news.faults));
        self.boards.follow(&self.library, news.programmes).await;
        self.watch(watcher);
    }
}

/// What came of reading changed files.
struct News {
    files: Files,
    library: Library,
    faults: Vec<Fault>,
    programmes: Programmes,
}

impl News {
    /// `None` if no file has another text than before.
    fn read(config: &Path, known: &Files, library: &Library) -> Option<Self> {
        let files = read(config);
        if files.same_texts(known) {
            return None;
        }
        let (library, faults) = library.renew(&files);
        let programmes = boards::programmes(&library);
        Some(Self { files, library, faults, programmes })
    }
}

/// Writes every fault to the log, in one line each.
fn tell(faults: &[Fault], lang: Lang) {
    for fault in faults.iter().filter(|fault| fault.silenced.is_none()) {
        let (place, sentence) = (fault.place_words(), fault.sentence(lang));
        let rule = fault.message.rule().map(Rule::id);
        match fault.severity {
            Severity::Error => tracing::error!(place, rule, "{sentence}"),
            Severity::Warning => tracing::warn!(place, rule, "{sentence}"),
            Severity::Info => tracing::info!(place, rule, "{sentence}"),
        }
    }
}
