//! An office on a site of its own: two boards at two places, the project's fonts, and people of every kind.

use bangtin::editorial::{Action, Actor, Command, Grant, Role, Scope, Who};
use bangtin::journal::{Entry, Verdict, Wanted};
use bangtin::office::{Office, Outcome, Published, Refusal, Reply, World, lit};
use bangtin::report::Fault;
use bangtin::site::{Library, read};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;

/// What a form sends.
pub(crate) type Fields = Map<String, Value>;

pub(crate) const PASSWORD: &str = "cây đa bến nước";

/// The time at the start: a Tuesday morning.
const START: &str = "2026-11-24T08:00:00+07:00";

pub(crate) struct House {
    pub(crate) home: tempfile::TempDir,
    pub(crate) office: Office,
    shown: watch::Sender<Arc<Library>>,
    time: Arc<AtomicI64>,
    /// Rows of the log so far.
    rows: Mutex<usize>,
}

/// The keys of an item that says this.
pub(crate) fn item(text: &str) -> Fields {
    fields(json!({ "text": text }))
}

pub(crate) fn fields(value: Value) -> Fields {
    value.as_object().unwrap().clone()
}

impl House {
    /// A house whose site file says this about approval.
    pub(crate) fn new(approval: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("playlists")).unwrap();
        std::fs::create_dir(home.path().join("fonts")).unwrap();
        let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        for name in ["bangtin-16.bdf", "bangtin-12.bdf"] {
            std::fs::copy(fonts.join(name), home.path().join("fonts").join(name)).unwrap();
        }
        let board = |id: &str, site: &str, tag: &str| {
            format!(
                "[[board]]\nid = \"{id}\"\nsite = \"{site}\"\ntags = [\"{tag}\"]\nwidth = 128\nheight = 32\n\
                 colour = [\"red\", \"green\"]\nfont = \"bangtin-16\"\nlink = \"virtual\"\n"
            )
        };
        let text = format!(
            "{approval}\n[[site]]\nid = \"ubnd\"\n[[site]]\nid = \"phuong\"\n{}{}",
            board("cong", "ubnd", "trung-tam"),
            board("nha-van-hoa", "phuong", "phuong")
        );
        std::fs::write(home.path().join("bangtin.toml"), text).unwrap();
        Self::open(home)
    }

    fn open(home: tempfile::TempDir) -> Self {
        let config = home.path().join("bangtin.toml");
        let (library, _) = Library::open(&read(&config), None);
        let shown = watch::Sender::new(Arc::new(library));
        let time = Arc::new(AtomicI64::new(START.parse::<Timestamp>().unwrap().as_second()));
        let office = office(&config, &shown, &time);
        Self { home, office, shown, time, rows: Mutex::new(0) }
    }

    /// The same house after a restart of the program.
    pub(crate) fn reopened(self) -> Self {
        let mut again = self.reopened_after(|| ());
        *again.rows.get_mut().unwrap() = again.log().len();
        again
    }

    /// Why nothing can be changed.
    pub(crate) fn trouble(&self) -> Option<&'static str> {
        self.office.trouble().borrow().as_ref().map(bangtin::report::Message::code)
    }

    /// The same after something happened while the program was not running.
    pub(crate) fn reopened_after(self, meanwhile: impl FnOnce()) -> Self {
        let Self { home, time, office, .. } = self;
        drop(office);
        // The thread of the office ends when it hears that nobody will come any more, and closes the file.
        let wal = home.path().join("state/journal.db-wal");
        let waited = bangtin::clock::since_start();
        while wal.exists() && waited() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(10));
        }
        meanwhile();
        let again = Self::open(home);
        again.time.store(time.load(Ordering::SeqCst), Ordering::SeqCst);
        again
    }

    pub(crate) fn path(&self, playlist: &str) -> PathBuf {
        self.home.path().join(format!("playlists/{playlist}.toml"))
    }

    pub(crate) fn file(&self, playlist: &str) -> Option<String> {
        std::fs::read_to_string(self.path(playlist)).ok()
    }

    pub(crate) fn pass(&self, time: SignedDuration) {
        self.time.fetch_add(time.as_secs(), Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> i64 {
        self.time.load(Ordering::SeqCst)
    }

    pub(crate) fn published(&self) -> Arc<Published> {
        Arc::clone(&self.office.published().borrow())
    }

    /// The library as the daemon would light it now; the office is shown it.
    pub(crate) fn library(&self) -> Arc<Library> {
        let library = Arc::new(self.opened(None).0);
        self.shown.send_replace(Arc::clone(&library));
        library
    }

    /// What the daemon would say of the files, by the code of the sentence.
    pub(crate) fn faults(&self) -> Vec<&'static str> {
        let asof = Timestamp::from_second(self.now()).ok();
        self.opened(asof).1.iter().map(|fault| fault.message.code()).collect()
    }

    fn opened(&self, asof: Option<Timestamp>) -> (Library, Vec<Fault>) {
        let config = self.home.path().join("bangtin.toml");
        let files = read(&config);
        lit::at_start(Library::open(&files, asof), &files, &self.published(), &config)
    }

    /// The words a board has turns for.
    pub(crate) fn lit(&self, board: &str) -> Vec<String> {
        let library = self.library();
        let programme = library.programme(library.board(board).unwrap());
        let plan = programme.plan();
        (0..plan.len()).map(|entry| plan.choice(entry).unwrap().item().text.value.clone()).collect()
    }

    pub(crate) fn log(&self) -> Vec<Entry> {
        let wanted = Wanted { most: 500, ..Wanted::default() };
        let mut rows = self.office.reader().look(|look| look.log(&wanted)).unwrap();
        rows.reverse();
        rows
    }

    pub(crate) fn verified(&self) -> Verdict {
        self.office.reader().look(|look| look.verify()).unwrap()
    }

    /// Has a command carried out, and sees to it that exactly one row of the log says so.
    pub(crate) async fn done(&self, actor: &Actor, command: Command) -> Reply {
        let (action, shown) = (command.action(), format!("{command:?}"));
        let reply = match self.office.ask(actor.clone(), command).await {
            Ok(reply) => reply,
            Err(refusal) => panic!("{shown}: {:?} {:?}", refusal.message, refusal.faults),
        };
        let log = self.log();
        let mut rows = self.rows.lock().unwrap();
        assert_eq!(log.len(), *rows + 1, "{shown}");
        *rows += 1;
        let row = log.last().unwrap();
        assert_eq!((row.action.as_str(), &row.who), (action.word(), &actor.who.to_string()), "{shown}");
        assert!(!format!("{row:?}").contains(PASSWORD), "{shown} tells a password");
        drop(rows);
        self.library();
        reply
    }

    /// Has a command refused, and sees to it that nothing was changed by it.
    pub(crate) async fn refused(&self, actor: &Actor, command: Command) -> Refusal {
        let (before, shown) = (self.state(), format!("{command:?}"));
        let signs_in = command.action() == Action::SignIn;
        let refusal = match self.office.ask(actor.clone(), command).await {
            Ok(reply) => panic!("{shown} was done: {reply:?}"),
            Err(refusal) => refusal,
        };
        if signs_in {
            *self.rows.lock().unwrap() = self.log().len();
        } else {
            assert_eq!(self.state(), before, "{shown}");
        }
        refusal
    }

    /// Everything that is kept, as far as people see it.
    fn state(&self) -> String {
        let kept = self.office.reader().look(|look| {
            let kept = format!(
                "{:?} {:?} {:?} {:?}",
                look.people()?,
                look.drafts()?,
                look.published()?,
                look.tokens(None)?
            );
            Ok::<_, Refusal>(kept)
        });
        let files: Vec<_> = std::fs::read_dir(self.home.path().join("playlists"))
            .unwrap()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect();
        format!("{} {:?} {}", kept.unwrap(), files, self.log().len())
    }

    /// The revision of a draft.
    pub(crate) fn revision(&self, playlist: &str) -> i64 {
        self.office.reader().look(|look| look.draft(playlist)).unwrap().unwrap().revision
    }

    /// Looks at everything of a draft that is new, as an approver does.
    pub(crate) async fn look_at_all(&self, actor: &Actor, playlist: &str) {
        for dots in self.new_dots(playlist) {
            self.done(actor, Command::Seen { playlist: playlist.to_owned(), dots }).await;
        }
    }

    /// The dots a draft would light.
    pub(crate) fn new_dots(&self, playlist: &str) -> std::collections::BTreeSet<bangtin::frame::Digest> {
        let reader = self.office.reader();
        let text = reader.look(|look| {
            let draft = look.draft(playlist)?.unwrap();
            look.page(&draft, draft.place)
        });
        let text = text.unwrap().unwrap().text;
        let source = Arc::new(bangtin::report::Source { name: "x.toml".to_owned(), text });
        let playlist = Arc::new(bangtin::playlist::Playlist::parse(playlist, &source).0.unwrap());
        self.library().seals(&playlist).into_iter().map(|on| on.seal.dots).collect()
    }
}

fn office(config: &Path, shown: &watch::Sender<Arc<Library>>, time: &Arc<AtomicI64>) -> Office {
    let (wall, mono) = (Arc::clone(time), Arc::clone(time));
    Office::open(World {
        state: config.parent().unwrap().join("state"),
        config: config.to_owned(),
        library: shown.subscribe(),
        now: Arc::new(move || Timestamp::from_second(wall.load(Ordering::SeqCst)).unwrap()),
        mono: Arc::new(move || Duration::from_secs(mono.load(Ordering::SeqCst).try_into().unwrap())),
    })
}

/// Somebody with these rights, from this machine.
pub(crate) fn actor(login: &str, grants: Vec<Grant>) -> Actor {
    Actor { who: Who::Person(login.to_owned()), from: None, grants }
}

pub(crate) fn everywhere(login: &str, roles: &[Role]) -> Actor {
    actor(login, roles.iter().copied().map(Grant::all).collect())
}

/// Who writes for one place alone.
pub(crate) fn at(login: &str, role: Role, scope: Scope) -> Actor {
    actor(login, vec![Grant { role, scope, networks: Vec::new() }])
}

pub(crate) fn program() -> Actor {
    Actor { who: Who::Program, from: None, grants: Vec::new() }
}

pub(crate) fn nobody() -> Actor {
    Actor { who: Who::Nobody, from: Some("10.0.0.9".parse().unwrap()), grants: Vec::new() }
}

pub(crate) fn disk() -> Actor {
    Actor { who: Who::Disk, from: None, grants: Vec::new() }
}

/// The item that a command made or changed.
pub(crate) fn uid(reply: &Reply) -> i64 {
    match reply {
        Reply::Draft { uid: Some(uid), .. } => *uid,
        other => panic!("{other:?}"),
    }
}

/// What is in a link.
pub(crate) fn ticket(reply: Reply) -> String {
    match reply {
        Reply::Ticket { ticket, .. } => ticket,
        other => panic!("{other:?}"),
    }
}

/// Why, by the name of the sentence.
pub(crate) fn why(outcome: Outcome) -> &'static str {
    outcome.map_or_else(|refusal| refusal.message.code(), |_| "done")
}
