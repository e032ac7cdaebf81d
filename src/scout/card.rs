//! Talks to a card that keeps what it shows, one operation after the other, because a person wants to know.
//!
//! The same driver that the daemon has, over a link of its own: what it can say is what a driver can say, and nothing else.

use super::plain;
use super::probe::{Grade, Step};
use crate::board::Protocol;
use crate::board::card::{Answer, Driver, Failure, Finding, Identity, Moment, Op, State};
use crate::clock;
use crate::frame::Face;
use crate::link::{Event, Lines, Link, Load, Ports};
use crate::player::objection::{denied, refused, stranger};
use crate::player::run::reason;
use crate::report::Message;
use crate::site::{Address, Board};
use crate::wire::Packets;
use jiff::tz::TimeZone;
use std::path::Path;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How long a link may take to be opened.
const OPENING: Duration = Duration::from_secs(5);
/// How long an operation may take; a driver gives up earlier by itself.
const PATIENCE: Duration = Duration::from_secs(120);
/// A card's clock that is farther off than this is worth a word.
const DRIFT_S: i64 = 60;

/// A way to a card beside its driver's own.
enum Way {
    Link(Box<Link>),
    /// A connection of its own for each question, to the port that is for it.
    Ports(Ports),
}

/// A conversation with a card.
pub struct Talk {
    driver: Box<dyn Driver>,
    way: Option<Way>,
    zone: TimeZone,
    mono: Box<dyn Fn() -> Duration + Send>,
}

impl Talk {
    /// Opens a way to a board's card; times are those of `zone`.
    ///
    /// # Errors
    /// Why there is none: it is no such card, its secret cannot be read, or no way leads to it.
    pub async fn open(board: &Board, zone: TimeZone) -> Result<Self, Message> {
        let none = || Message::ProbeNoQuestion { protocol: board.protocol.to_string() };
        let protocol = spoken(board)?;
        let driver = protocol.driver(&board.panel()).ok_or_else(none)?.map_err(|_| none())?;
        let link = match &board.address {
            Address::Udp { host, port } => Link::udp(host, *port, false),
            Address::Tcp { host, port } => match protocol.second_port() {
                Some(second) => {
                    let way = Way::Ports(Ports::new(host, &[*port, second]));
                    return Ok(Self { way: Some(way), ..Self::over(driver, None, zone) });
                }
                None => Link::tcp(host, *port),
            },
            Address::Serial { path, baud, .. } => Lines::default().link(path, *baud, board.silence()),
            Address::Virtual | Address::Multicast { .. } | Address::Raw { .. } => return Err(none()),
        };
        let silent = Message::LinkSilent { address: board.address.to_string() };
        let link = timeout(OPENING, opened(link)).await.unwrap_or(Err(silent))?;
        Ok(Self::over(driver, Some(link), zone))
    }

    /// A conversation over a link that is open; over none with a driver that has a way of its own.
    #[must_use]
    pub fn over(driver: Box<dyn Driver>, link: Option<Link>, zone: TimeZone) -> Self {
        let way = link.map(|link| Way::Link(Box::new(link)));
        let mut talk = Self { driver, way, zone, mono: Box::new(clock::since_start()) };
        let now = talk.now();
        talk.driver.opened(now);
        talk
    }

    /// The make of the card.
    #[must_use]
    pub fn driver(&self) -> &dyn Driver {
        &*self.driver
    }

    /// The time of day where the card is.
    #[must_use]
    pub fn now(&self) -> Moment {
        Moment { mono: (self.mono)(), local: Some(self.zone.to_datetime(clock::wall_now())) }
    }

    /// Does one thing and waits for what comes of it.
    ///
    /// # Errors
    /// What came of it instead.
    pub async fn ask(&mut self, op: Op) -> Result<Answer, Failure> {
        timeout(PATIENCE, self.exchange(op)).await.unwrap_or(Err(Failure::Silent))
    }

    async fn send(&mut self, packets: &Packets) {
        let (bytes, ends, turns) = (packets.bytes(), packets.ends(), packets.turns());
        let load = Load { bytes, ends, turns, held: packets.held() };
        match &mut self.way {
            Some(Way::Link(link)) => _ = link.send(load),
            // Who waits for the answer notices.
            Some(Way::Ports(ports)) => _ = ports.send(load).await,
            None => {}
        }
    }

    async fn exchange(&mut self, op: Op) -> Result<Answer, Failure> {
        self.driver.begin(op, self.now());
        let mut packets = Packets::default();
        loop {
            let now = self.now();
            let wait = match self.driver.due() {
                Some(due) if due <= now.mono => {
                    packets.clear();
                    let done = self.driver.next(now, &mut packets);
                    if !packets.is_empty() {
                        self.send(&packets).await;
                    }
                    if let Some(done) = done {
                        return done;
                    }
                    continue;
                }
                Some(due) => due - now.mono,
                None => PATIENCE,
            };
            tokio::select! {
                () = sleep(wait) => {}
                event = heard(&mut self.way) => match event {
                    Event::Up => {}
                    Event::Down(_) => return Err(Failure::Silent),
                    Event::Received(bytes) => {
                        let now = self.now();
                        if let Some(done) = self.driver.receive(&bytes, now) {
                            return done;
                        }
                    }
                },
            }
        }
    }
}

/// Waits until a link is open.
async fn opened(mut link: Link) -> Result<Link, Message> {
    loop {
        match link.event().await {
            Event::Up => return Ok(link),
            Event::Down(error) => return Err(reason(&error)),
            Event::Received(_) => {}
        }
    }
}

async fn heard(way: &mut Option<Way>) -> Event {
    match way {
        Some(Way::Link(link)) => link.event().await,
        Some(Way::Ports(ports)) => match ports.read().await {
            Ok(bytes) => Event::Received(bytes),
            // The host hung up, or was not reached: the driver asks again, or gives up.
            Err(_) => std::future::pending().await,
        },
        None => std::future::pending().await,
    }
}

/// What the board speaks, with the secret of its card.
fn spoken(board: &Board) -> Result<Protocol, Message> {
    let protocol = board.protocol.clone();
    Ok(match board.kept.secret()? {
        Some(secret) => {
            let file = board.kept.secret_file.as_deref().unwrap_or(Path::new(""));
            let unfit =
                Message::SecretUnfit { path: file.display().to_string(), protocol: protocol.to_string() };
            protocol.with_secret(secret.reveal()).ok_or(unfit)?
        }
        None => protocol,
    })
}

/// Asks a board's card what it is and how it is, and changes nothing on it.
pub async fn probe(board: &Board, zone: TimeZone) -> Vec<Step> {
    let mut talk = match Talk::open(board, zone).await {
        Ok(talk) => talk,
        Err(message) => return vec![(Grade::Bad, message)],
    };
    let mut steps = Vec::new();
    match talk.ask(Op::Identify).await {
        Ok(Answer::Identity(identity)) => steps.extend(told(&identity, board)),
        Ok(_) => steps.push((Grade::Bad, Message::AlarmFramesDamaged {})),
        Err(failure) => {
            steps.push(failed(failure, board));
            return steps;
        }
    }
    match talk.ask(Op::Status).await {
        Ok(Answer::State(state)) => steps.extend(is(&state, talk.now())),
        Ok(_) | Err(Failure::Unable) => {}
        Err(failure) => steps.push(failed(failure, board)),
    }
    if talk.driver().traits().lists {
        match talk.ask(Op::Look).await {
            Ok(Answer::Held(held)) => {
                steps.push((Grade::Good, Message::ProbeCardHolds { parts: held.len() }))
            }
            Ok(_) | Err(Failure::Unable) => {}
            Err(failure) => steps.push(failed(failure, board)),
        }
    }
    steps
}

/// What a card says it is.
fn told(identity: &Identity, board: &Board) -> Vec<Step> {
    let address = board.address.to_string();
    let room = identity.room.map(|(all, free)| format!("{free}/{all} byte"));
    let size = identity.size.map(|(width, height)| format!("{width} × {height}"));
    let named = [&identity.model, &identity.firmware, &identity.name].map(|text| plain(text));
    let says: Vec<String> =
        named.into_iter().filter(|text| !text.is_empty()).chain(size).chain(room).collect();
    let protocol = board.protocol.to_string();
    let answers = Message::ProbeAnswers { protocol, address: address.clone(), says: says.join(", ") };
    let wrong = wrong_size(identity.size, board.face)
        .map(|told| (Grade::Bad, Message::ProbeSize { address, told, face: board.face.to_string() }));
    let open = identity.findings.iter().map(|finding| (Grade::Bad, weakness(*finding)));
    std::iter::once((Grade::Good, answers)).chain(wrong).chain(open).collect()
}

fn wrong_size(told: Option<(u16, u16)>, face: Face) -> Option<String> {
    let (width, height) = told.filter(|told| *told != (face.width(), face.height()))?;
    Some(format!("{width} × {height}"))
}

/// A weakness that a card tells of itself, in words.
#[must_use]
pub fn weakness(finding: Finding) -> Message {
    match finding {
        Finding::NoSecret => Message::AlarmNoSecret {},
        Finding::FactoryPassword => Message::AlarmFactoryPassword {},
        Finding::OpenRadio => Message::AlarmOpenRadio {},
    }
}

/// How far a card's clock is ahead, in whole seconds.
#[must_use]
pub fn ahead(state: &State, now: Moment) -> Option<i64> {
    let (card, local) = (state.clock?, now.local?);
    Some(card.duration_since(local).as_secs())
}

/// How a card is.
fn is(state: &State, now: Moment) -> Vec<Step> {
    let clock = match ahead(state, now) {
        _ if state.clock_lost => Some((Grade::Bad, Message::AlarmCardClockLost {})),
        Some(ahead) if ahead.abs() > DRIFT_S => Some((Grade::Bad, Message::ProbeCardClock { ahead })),
        Some(ahead) => Some((Grade::Good, Message::ProbeCardClock { ahead })),
        None => None,
    };
    let dark = (state.on == Some(false)).then_some((Grade::Unknown, Message::ProbeCardDark {}));
    let playing = state.playing.as_deref().map(plain).filter(|part| !part.is_empty());
    let playing = playing.map(|part| (Grade::Good, Message::ProbeCardPlays { part }));
    clock.into_iter().chain(dark).chain(playing).collect()
}

/// What came of a question instead of an answer, in words.
pub(super) fn failed(failure: Failure, board: &Board) -> Step {
    let address = board.address.to_string();
    let message = match failure {
        Failure::Silent => Message::LinkSilent { address },
        Failure::Damaged => Message::AlarmFramesDamaged {},
        Failure::Busy => Message::ProbeCardBusy {},
        Failure::Refused(what) => refused(what),
        Failure::NoRight(what) => denied(what),
        Failure::Unable => Message::ProbeNoQuestion { protocol: board.protocol.to_string() },
        Failure::Full => Message::AlarmCardFull {},
        Failure::NoTime => Message::AlarmCardClockLost {},
        Failure::Stranger(what) => stranger(what),
    };
    (Grade::Bad, message)
}
