//! The tasks of the boards: started, told of new programmes, started anew when a board's wiring changes or its task
//! fails, ended with the daemon.

use super::alarms::Seat;
use super::archive::Archive;
use super::hold::Holding;
use super::post::{Post, drive};
use super::{channel, reach};
use crate::alarm::{Control, Reach};
use crate::clock::Clock;
use crate::link::{Glass, Lines};
use crate::player::{Hold, Programme, Status};
use crate::schedule::Verdict;
use crate::site::{Board, Library};
use crate::web::{BoardView, SiteView};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

/// What every board shows, by its id.
pub(super) type Programmes = BTreeMap<String, Arc<Programme>>;

/// Lays out everything for every board.
pub(super) fn programmes(library: &Library) -> Programmes {
    let programme = |board: &Board| (board.id.value.clone(), Arc::new(library.programme(board)));
    library.site.boards.iter().map(programme).collect()
}

/// Lays out everything for these boards; those the site does not have are passed over.
pub(super) fn programmes_of(library: &Library, boards: &[String]) -> Programmes {
    let boards = boards.iter().filter_map(|id| library.board(id));
    boards.map(|board| (board.id.value.clone(), Arc::new(library.programme(board)))).collect()
}

/// All boards of the site, running.
pub(super) struct Boards {
    running: BTreeMap<String, Running>,
    site: watch::Sender<Arc<SiteView>>,
    seats: watch::Sender<Arc<Vec<Seat>>>,
    clock: Clock,
    lines: Lines,
    trust: watch::Receiver<Verdict>,
    /// Where what becomes of cards is kept.
    folder: PathBuf,
    stop: CancellationToken,
}

struct Running {
    board: Board,
    programme: watch::Sender<Arc<Programme>>,
    hold: watch::Sender<Option<Arc<Hold>>>,
    status: watch::Receiver<Arc<Status>>,
    glass: Arc<Glass>,
    view: Option<Arc<BoardView>>,
    asking: Asking,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// What a board is asked beside its frames; no more when this is dropped.
struct Asking {
    reach: Option<watch::Receiver<Option<Reach>>>,
    control: Option<watch::Receiver<Option<Control>>>,
    _stop: DropGuard,
}

impl Asking {
    fn start(
        board: &Board,
        status: watch::Receiver<Arc<Status>>,
        clock: &Clock,
        stop: &CancellationToken,
    ) -> Self {
        let stop = stop.child_token();
        let reach = board.watched.check.zip(board.address.host()).map(|(check, host)| {
            let (told, reach) = watch::channel(None);
            let part = board.id.value.bytes().map(u32::from).sum();
            tokio::spawn(reach::ask(host.to_owned(), check, part, clock.clone(), told, stop.clone()));
            reach
        });
        let control = channel::Post::of(board, status, clock, &stop).map(|post| {
            let (told, control) = watch::channel(None);
            tokio::spawn(post.run(told));
            control
        });
        Self { reach, control, _stop: stop.drop_guard() }
    }
}

impl Boards {
    /// Starts every board; what becomes of cards is kept in `folder`.
    pub(super) fn start(
        library: &Library,
        clock: Clock,
        trust: watch::Receiver<Verdict>,
        folder: &Path,
        stop: CancellationToken,
    ) -> Self {
        let (title, zone, orders) = (String::new(), library.site.zone.clone(), Arc::clone(&library.orders));
        let nothing = SiteView { title, zone, orders, boards: Vec::new() };
        let site = watch::Sender::new(Arc::new(nothing));
        let (running, lines, seats) = (BTreeMap::new(), Lines::default(), watch::Sender::default());
        let folder = folder.to_owned();
        let mut boards = Self { running, site, seats, clock, lines, trust, folder, stop };
        let mut programmes = programmes(library);
        for board in &library.site.boards {
            if let Some(programme) = programmes.remove(&board.id.value) {
                boards.light(board, programme);
            }
        }
        boards.show(library);
        boards
    }

    /// The site as the page shows it.
    pub(super) fn site(&self) -> watch::Receiver<Arc<SiteView>> {
        self.site.subscribe()
    }

    /// The boards as the watch over them sees them.
    pub(super) fn seats(&self) -> watch::Receiver<Arc<Vec<Seat>>> {
        self.seats.subscribe()
    }

    /// Follows a change of files: programmes go to the players; a board whose wiring changed is started anew, one that
    /// is gone is ended.
    pub(super) async fn follow(&mut self, library: &Library, mut programmes: Programmes) {
        let known: Vec<String> = self.running.keys().cloned().collect();
        for id in known {
            let rewired = library.board(&id).is_none_or(|board| !board.wired_as(&self.running[&id].board));
            if rewired && let Some(gone) = self.running.remove(&id) {
                gone.stop.cancel();
                let _ = gone.task.await;
            }
        }
        for board in &library.site.boards {
            let Some(programme) = programmes.remove(&board.id.value) else { continue };
            match self.running.get_mut(&board.id.value) {
                None => self.light(board, programme),
                Some(running) => {
                    if running.board.watched.check != board.watched.check {
                        running.asking =
                            Asking::start(board, running.status.clone(), &self.clock, &running.stop);
                    }
                    running.board = board.clone();
                    running.programme.send_replace(programme);
                }
            }
        }
        self.show(library);
    }

    /// Gives some boards another programme, and the page what is ordered now.
    pub(super) fn redirect(&mut self, library: &Library, programmes: Programmes) {
        for (id, programme) in programmes {
            if let Some(running) = self.running.get(&id) {
                running.programme.send_replace(programme);
            }
        }
        self.show(library);
    }

    /// Has some boards show something of their own, or ends that.
    pub(super) fn hold(&self, boards: &[String], holding: &Holding, now: Timestamp, zone: &TimeZone) {
        for (id, running) in boards.iter().filter_map(|id| Some((id, self.running.get(id)?))) {
            running.hold.send_replace(match holding {
                Holding::Begin(begun) => begun.of(id, self.clock.mono(), now, zone),
                Holding::End => None,
            });
        }
    }

    /// The boards that are held to show something of their own.
    pub(super) fn held(&self) -> Vec<String> {
        let now = self.clock.mono();
        let held = |running: &Running| running.hold.borrow().as_ref().is_some_and(|hold| now < hold.until);
        self.running.iter().filter(|(_, running)| held(running)).map(|(id, _)| id.clone()).collect()
    }

    /// Returns when every board has been left with its last frame.
    pub(super) async fn ended(&mut self) {
        for running in self.running.values_mut() {
            let _ = (&mut running.task).await;
        }
    }

    fn light(&mut self, board: &Board, programme: Arc<Programme>) {
        let face = board.face;
        let programme = watch::Sender::new(programme);
        let hold = watch::Sender::new(None);
        let status = watch::Sender::new(Arc::new(Status::default()));
        let glass = Arc::new(Glass::new(face.width(), face.height()));
        let stop = self.stop.child_token();
        let archive = board.protocol.stored().then(|| {
            let zone = programme.borrow().plan().calendar().zone().clone();
            Archive::open(board, zone, &self.folder, (self.clock.clone(), self.trust.clone()))
        });
        let (archive, chronicle) = archive.unzip();
        let running = Running {
            board: board.clone(),
            status: status.subscribe(),
            glass: Arc::clone(&glass),
            view: None,
            asking: Asking::start(board, status.subscribe(), &self.clock, &stop),
            stop: stop.clone(),
            task: tokio::spawn(drive(
                archive,
                Post {
                    board: board.clone(),
                    clock: self.clock.clone(),
                    lines: self.lines.clone(),
                    trust: self.trust.clone(),
                    programme: programme.subscribe(),
                    hold: hold.subscribe(),
                    status,
                    glass,
                    chronicle,
                    stop,
                },
            )),
            programme,
            hold,
        };
        self.running.insert(board.id.value.clone(), running);
    }

    /// Tells the page what there is. A board about which nothing changed keeps its view, and with it its onlookers.
    fn show(&mut self, library: &Library) {
        let site = &library.site;
        let (mut boards, mut seats) = (Vec::new(), Vec::new());
        for board in &site.boards {
            let Some(running) = self.running.get_mut(&board.id.value) else { continue };
            let place = site.places.iter().find(|place| place.id == board.site.value);
            let view = running.view(board, place.map_or("", |place| &place.name));
            if running.view.as_ref().is_none_or(|shown| !same(shown, &view)) {
                running.view = Some(Arc::new(view));
            }
            boards.extend(running.view.clone());
            seats.push(running.seat(board));
        }
        self.seats.send_replace(Arc::new(seats));
        let (title, zone, orders) = (site.title.clone(), site.zone.clone(), Arc::clone(&library.orders));
        self.site.send_replace(Arc::new(SiteView { title, zone, orders, boards }));
    }
}

impl Running {
    fn seat(&self, board: &Board) -> Seat {
        Seat {
            id: board.id.value.clone(),
            status: self.status.clone(),
            patience: board.patience(),
            reach: self.asking.reach.clone(),
            control: self.asking.control.clone(),
        }
    }

    fn view(&self, board: &Board, site: &str) -> BoardView {
        BoardView {
            id: board.id.value.clone(),
            name: board.name.clone(),
            site: site.to_owned(),
            place: board.place.clone(),
            face: board.face,
            pitch_mm: board.pitch_mm,
            protocol: board.protocol.to_string(),
            link: board.address.to_string(),
            line_fps: board.line_fps(),
            status: self.status.clone(),
            programme: self.programme.subscribe(),
            glass: Arc::clone(&self.glass),
        }
    }
}

/// Whether two views of one running board say the same.
fn same(a: &BoardView, b: &BoardView) -> bool {
    let words = |view: &BoardView| {
        [&view.id, &view.name, &view.site, &view.place, &view.protocol, &view.link].map(String::clone)
    };
    words(a) == words(b) && a.face == b.face && a.pitch_mm == b.pitch_mm && a.line_fps == b.line_fps
}
