//! A made-up site with two boards, for tests of the page: what a daemon would tell it, under the test's hand.

use super::programme::programme;
use bangtin::alarm::Sheet;
use bangtin::control::Asked;
use bangtin::frame::Face;
use bangtin::link::Glass;
use bangtin::office::{Office, World};
use bangtin::player::{LinkState, Next, OnAir, Planned, Stages, Status};
use bangtin::report::{Fault, Message, Source};
use bangtin::schedule::{ClockTrust, Verdict};
use bangtin::site::{Files, Library};
use bangtin::web::{BoardView, Desk, Entrance, Identity, SiteView, own};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// What time it is in the tests: 12:03:11 in Vietnam.
pub(crate) const NOW: &str = "2026-11-24T05:03:11Z";
/// The same on the clock that never jumps.
pub(crate) const MONO: Duration = Duration::from_secs(100);

/// A running page and the hands that feed it.
pub(crate) struct House {
    pub(crate) address: SocketAddr,
    pub(crate) site: watch::Sender<Arc<SiteView>>,
    pub(crate) office: Office,
    /// The clock that never jumps, in milliseconds.
    pub(crate) mono: Arc<AtomicU64>,
    pub(crate) library: watch::Sender<Arc<Library>>,
    pub(crate) faults: watch::Sender<Arc<Vec<Fault>>>,
    pub(crate) trust: watch::Sender<Verdict>,
    pub(crate) sheet: watch::Sender<Arc<Sheet>>,
    pub(crate) status: Vec<watch::Sender<Arc<Status>>>,
    pub(crate) glass: Vec<Arc<Glass>>,
    /// What is ordered, for whoever answers as the daemon would.
    pub(crate) orders: std::sync::Mutex<Option<tokio::sync::mpsc::Receiver<Asked>>>,
    pub(crate) stop: CancellationToken,
    pub(crate) served: JoinHandle<std::io::Result<()>>,
    pub(crate) _state: tempfile::TempDir,
}

/// A site without playlists, by the text of its file, with one font of the project.
pub(crate) fn library(site: &str) -> Arc<Library> {
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/bangtin-16.bdf");
    let source = |name: &str, text: &str| Arc::new(Source { name: name.to_owned(), text: text.to_owned() });
    let files = Files {
        site: Some(source("bangtin.toml", site)),
        fonts: vec![source("fonts/bangtin-16.bdf", &std::fs::read_to_string(font).unwrap())],
        ..Files::default()
    };
    let (library, faults) = Library::open(&files, None);
    assert_eq!(faults.iter().filter(|fault| fault.is_error()).count(), 0, "{faults:?}");
    Arc::new(library)
}

pub(crate) fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// Any sentence: what `why` says does not matter here.
pub(crate) fn sentence() -> Message {
    Message::UnknownKey { key: "mau".into(), table: "[[item]]".into(), offer: "text, colour".into() }
}

pub(crate) fn on_air(text: &str) -> Status {
    let at = now();
    Status {
        on_air: Some(OnAir {
            text: text.into(),
            playlist: "Thường trực".into(),
            since: at - SignedDuration::from_secs(11),
            until: Some(at + SignedDuration::from_secs(9)),
            why: sentence(),
        }),
        next: Some(Next {
            text: "Nộp hồ sơ qua bưu điện".into(), at: at + SignedDuration::from_secs(9)
        }),
        link: LinkState::Sent { at: at - SignedDuration::from_millis(400) },
        keepalive: std::time::Duration::ZERO,
        frames_sent: 42,
        stages: Stages {
            planned: Some(Planned { since: at - SignedDuration::from_secs(11), digest: None }),
            sent: Some(at - SignedDuration::from_millis(400)),
            ..Stages::default()
        },
        ..Status::default()
    }
}

pub(crate) fn fault() -> Fault {
    let text = "title = \"Thường trực\"\n\n[[item]]\ntext = \"Dịch vụ công trực tuyến\"\nmau = \"đỏ\"\n";
    let source = Arc::new(Source { name: "playlists/thuong-truc.toml".into(), text: text.into() });
    let start = text.find("mau").unwrap();
    Fault::error(&source, start..start + 3, sentence())
}

/// Opens a house with boards of these names and sizes, their ids `b0`, `b1` …
pub(crate) async fn open(
    boards: &[(&str, u16, u16)],
    clock: impl Fn() -> Timestamp + Send + Sync + 'static,
) -> House {
    open_at("127.0.0.1:0", boards, clock).await
}

pub(crate) async fn open_at(
    listen: &str,
    boards: &[(&str, u16, u16)],
    clock: impl Fn() -> Timestamp + Send + Sync + 'static,
) -> House {
    let listener = tokio::net::TcpListener::bind(listen).await.unwrap();
    enter(listener.into(), boards, clock).await
}

/// Opens a house with one board that answers to these host names too.
pub(crate) async fn open_named(names: &[&str]) -> House {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    enter(Entrance { listener, names, identity: None }, &[("Bảng cổng trụ sở", 8, 4)], now).await
}

/// Opens a house with one board by TLS, and the certificate it is known by, as PEM.
pub(crate) async fn open_by_tls() -> (House, Arc<Identity>, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = own::make(&names, "2026-11-24T00:00:00Z".parse().unwrap()).unwrap();
    let identity = Arc::new(Identity::from_pem(made.as_bytes(), made.as_bytes()).unwrap());
    let entrance = Entrance { listener, names: Vec::new(), identity: Some(Arc::clone(&identity)) };
    (enter(entrance, &[("Bảng cổng trụ sở", 8, 4)], now).await, identity, made)
}

async fn enter(
    entrance: Entrance,
    boards: &[(&str, u16, u16)],
    clock: impl Fn() -> Timestamp + Send + Sync + 'static,
) -> House {
    let programme = programme();
    let (mut views, mut status, mut glass) = (Vec::new(), Vec::new(), Vec::new());
    for (at, (name, width, height)) in boards.iter().enumerate() {
        let (sender, receiver) = watch::channel(Arc::new(on_air("DỊCH VỤ CÔNG TRỰC TUYẾN\nNhanh, đúng hẹn")));
        let pane = Arc::new(Glass::new(*width, *height));
        views.push(Arc::new(BoardView {
            id: format!("b{at}"),
            name: (*name).into(),
            site: "Trụ sở UBND thành phố".into(),
            place: "Cổng chính".into(),
            face: Face::new(*width, *height).unwrap(),
            pitch_mm: 10.0,
            protocol: "ddp".into(),
            link: "udp://192.0.2.10:4048".into(),
            line_fps: None,
            status: receiver,
            programme: watch::channel(Arc::clone(&programme)).1,
            glass: Arc::clone(&pane),
        }));
        status.push(sender);
        glass.push(pane);
    }
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let (site, site_seen) = watch::channel(Arc::new(SiteView {
        title: "Bảng tin thành phố".into(),
        zone,
        orders: Arc::default(),
        boards: views,
    }));
    let (faults, faults_seen) = watch::channel(Arc::new(Vec::new()));
    let address = entrance.listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let trusted =
        Verdict { trust: ClockTrust::Trusted, doubt: None, since: jiff::Timestamp::UNIX_EPOCH, known: None };
    let (trust, trust_seen) = watch::channel(trusted);
    let (sheet, sheet_seen) = watch::channel(Arc::default());
    let (library, library_seen) = watch::channel(Arc::new(Library::open(&Files::default(), None).0));
    let state = tempfile::tempdir().unwrap();
    let clock = Arc::new(clock);
    let millis = Arc::new(AtomicU64::new(u64::try_from(MONO.as_millis()).unwrap()));
    let ticking = Arc::clone(&millis);
    let mono: Arc<dyn Fn() -> Duration + Send + Sync> =
        Arc::new(move || Duration::from_millis(ticking.load(Ordering::Relaxed)));
    let office = Office::open(World {
        state: state.path().to_owned(),
        config: state.path().join("bangtin.toml"),
        library: library_seen.clone(),
        now: clock.clone(),
        mono: Arc::clone(&mono),
    });
    let (orders, ordered) = tokio::sync::mpsc::channel(1);
    let desk = Desk {
        library: library_seen,
        office: office.clone(),
        orders,
        site: site_seen,
        faults: faults_seen,
        trust: trust_seen,
        sheet: sheet_seen,
        now: clock,
        mono,
    };
    let served = tokio::spawn(bangtin::web::serve(entrance, desk, stop.clone()));
    let mono = millis;
    House {
        address,
        site,
        office,
        mono,
        library,
        faults,
        trust,
        sheet,
        status,
        glass,
        orders: std::sync::Mutex::new(Some(ordered)),
        stop,
        served,
        _state: state,
    }
}
