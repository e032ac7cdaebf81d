//! One board's player, started again and again: what it drives, over which way, and what becomes of it when it fails.

use super::archive::Archive;
use super::caller::Caller;
use super::channel;
use crate::board::card::{Driver, Steward};
use crate::board::{Protocol, Receiver, Session};
use crate::clock::Clock;
use crate::frame::Frame;
use crate::link::{Glass, Lines, Link, Manner, Pace, Ports};
use crate::player::errand::errands;
use crate::player::run::{Outlet, Wiring, run};
use crate::player::{Chronicle, Feed, Hold, Keeper, Player, Programme, Status};
use crate::report::Lang;
use crate::scene::last_resort;
use crate::schedule::Verdict;
use crate::site::{Address, AtStop, Board, Traffic};
use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A failed player is started again after this long, doubled each time it fails again, up to the longest.
const RESTART: Duration = Duration::from_millis(250);
const RESTART_LONGEST: Duration = Duration::from_secs(30);

/// What is needed to start a board's player, again and again.
pub(super) struct Post {
    pub(super) board: Board,
    pub(super) clock: Clock,
    pub(super) lines: Lines,
    pub(super) trust: watch::Receiver<Verdict>,
    pub(super) programme: watch::Receiver<Arc<Programme>>,
    pub(super) hold: watch::Receiver<Option<Arc<Hold>>>,
    pub(super) status: watch::Sender<Arc<Status>>,
    pub(super) glass: Arc<Glass>,
    /// Where what becomes of its card is kept, if it is one.
    pub(super) chronicle: Option<Chronicle>,
    pub(super) stop: CancellationToken,
}

/// What drives a board.
enum Driving {
    Player(Box<Player>),
    Keeper(Box<Keeper>),
}

impl Driving {
    fn start(self, wiring: Wiring) -> JoinHandle<()> {
        match self {
            Self::Player(player) => tokio::spawn(run(*player, wiring)),
            // On a thread of its own: all that a card is to keep is drawn at once, and no frame of another board waits for that.
            Self::Keeper(keeper) => {
                let handle = Handle::current();
                tokio::task::spawn_blocking(move || handle.block_on(run(*keeper, wiring)))
            }
        }
    }
}

/// Keeps one player running to the end, and what becomes of its card until it is written down.
pub(super) async fn drive(archive: Option<Archive>, post: Post) {
    let archive = archive.map(|archive| tokio::spawn(archive.run()));
    supervise(post).await;
    if let Some(archive) = archive {
        let _ = archive.await;
    }
}

/// Keeps one player running. A fault in it ends neither the daemon nor any other board.
async fn supervise(post: Post) {
    let mut pause = RESTART;
    loop {
        let Some((driving, wiring)) = post.wire() else { return };
        match driving.start(wiring).await {
            Ok(()) => return channel::release(&post.board).await,
            Err(error) => {
                tracing::error!(board = post.board.id.value, %error, ?pause, "player failed, starting it again");
                post.status.send_modify(|status| Arc::make_mut(status).counts.restarts += 1);
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = post.stop.cancelled() => return,
                }
                pause = (pause * 2).min(RESTART_LONGEST);
            }
        }
    }
}

impl Post {
    /// How datagrams leave for the board.
    fn manner(&self) -> Manner {
        let Traffic { offload, pace_mbit, burst_bytes, dscp } = self.board.traffic;
        let bits_per_second = u64::from(pace_mbit) * 1_000_000;
        let pace = Pace { clock: self.clock.clone(), bits_per_second, burst: burst_bytes };
        // Only cards are asked and answer over datagrams.
        Manner { offload, dscp, pace: Some(pace), hears: self.board.protocol.stored() }
    }

    /// The player and its ties to the world; `None` if the protocol cannot carry the face, for which the site file was
    /// refused.
    fn wire(&self) -> Option<(Driving, Wiring)> {
        let board = &self.board;
        let mut programme = self.programme.clone();
        let now = Arc::clone(&programme.borrow_and_update());
        let (driving, outlet) = match self.protocol().driver(&board.panel()) {
            Some(driver) => {
                let (driver, outlet) = self.way(driver.ok()?);
                let keeper = Keeper::new(now, self.steward(), driver);
                let direct = !matches!(outlet, Outlet::Link(_));
                let keeper = if direct { keeper.direct() } else { keeper };
                (Driving::Keeper(Box::new(keeper)), outlet)
            }
            None => {
                let session = Session::new(&board.protocol, board.panel()).ok()?;
                let (line_time, byte_time) = (board.frame_time(), board.line_time(1));
                let feed = Feed { keepalive: board.keepalive, line_time, byte_time };
                let outlet = self.outlet(&session.universes());
                (Driving::Player(Box::new(Player::new(now, session, feed))), outlet)
            }
        };
        let last = match board.at_stop {
            AtStop::Neutral => Some(last_resort(board.face, board.palette)),
            AtStop::Dark => Some(Frame::unlit(board.face)),
            AtStop::Keep => None,
        };
        let wiring = Wiring {
            outlet,
            clock: self.clock.clone(),
            trust: self.trust.clone(),
            programme,
            hold: self.hold.clone(),
            status: self.status.clone(),
            glass: Arc::clone(&self.glass),
            stop: self.stop.clone(),
            last,
            chronicle: self.chronicle.clone(),
        };
        Some((driving, wiring))
    }

    /// What the board speaks, with the secret of its card. Without one it is spoken to all the same: it says what it wants.
    fn protocol(&self) -> Protocol {
        let protocol = self.board.protocol.clone();
        match self.board.kept.secret() {
            Ok(None) => protocol,
            Ok(Some(secret)) => protocol.clone().with_secret(secret.reveal()).unwrap_or_else(|| {
                tracing::error!(
                    board = self.board.id.value,
                    "the card's protocol has no secrets like this one"
                );
                protocol
            }),
            Err(message) => {
                tracing::error!(board = self.board.id.value, "{}", message.say(Lang::Vi));
                protocol
            }
        }
    }

    /// The way to a card, and who takes it.
    fn way(&self, driver: Box<dyn Driver>) -> (Box<dyn Driver>, Outlet) {
        match (self.board.protocol.second_port(), &self.board.address) {
            (Some(second), Address::Tcp { host, port }) => {
                // One packs, the other one speaks.
                let Some(Ok(make)) = self.board.protocol.driver(&self.board.panel()) else {
                    return (driver, self.outlet(&[]));
                };
                let ports = Ports::new(host, &[*port, second]);
                let caller = Caller::new(driver, ports, self.clock.clone());
                let (driver, errands) = errands(make, caller);
                (driver, Outlet::Errands(errands))
            }
            _ => (driver, self.outlet(&[])),
        }
    }

    /// Who looks after the board's card. What was learnt of it before a player failed is not forgotten.
    fn steward(&self) -> Steward {
        let options = self.board.kept.options(self.board.face);
        let ledger = self.chronicle.as_ref().map(|chronicle| chronicle.ledger.borrow().clone());
        Steward::new(options, ledger.unwrap_or_default())
    }

    /// The way to the board; `universes`: those it is sent, where that matters.
    fn outlet(&self, universes: &[u16]) -> Outlet {
        let board = &self.board;
        match &board.address {
            Address::Virtual => Outlet::Virtual(Box::new(Receiver::new(&board.protocol, board.panel()))),
            Address::Udp { host, port } => {
                let further = board.further.iter().map(|(host, port)| (host.as_str(), *port));
                let hosts = std::iter::once((host.as_str(), *port)).chain(further);
                Outlet::Link(Box::new(Link::datagrams(hosts, &self.manner())))
            }
            Address::Multicast { interface } => {
                let port = board.protocol.default_port().unwrap_or_default();
                let groups: Vec<_> = universes.iter().map(|n| SocketAddrV4::new(group(*n), port)).collect();
                Outlet::Link(Box::new(Link::multicast(*interface, &groups, &self.manner())))
            }
            Address::Tcp { host, port } => Outlet::Link(Box::new(Link::tcp(host, *port))),
            Address::Serial { path, baud, .. } => {
                Outlet::Link(Box::new(self.lines.link(path, *baud, board.silence())))
            }
            Address::Raw { interface } => {
                let replies = board.protocol.reply_ethertype().unwrap_or_default();
                Outlet::Link(Box::new(Link::raw(interface, replies)))
            }
        }
    }
}

/// The group in which those who want a universe of sACN listen for it.
fn group(universe: u16) -> Ipv4Addr {
    let [high, low] = universe.to_be_bytes();
    Ipv4Addr::new(239, 255, high, low)
}
