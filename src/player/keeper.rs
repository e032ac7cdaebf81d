//! The keeper: the player of a board behind a card that plays by itself. It says what the card is to keep and what is to be lit
//! now, and has the card's steward see to it; the card does the rest alone.
//!
//! Pure like the player, and told the same things. It knows what is wanted; what the face really shows only the card does.

use super::event::{Event, Now, Step};
use super::face::OnFace;
use super::hold::Held;
use super::programme::{anchor, signed, since};
use super::time::Time;
use super::{LinkState, Next, OnAir, Planned, Programme, Slot, Stages, Status};
use crate::board::Trouble;
use crate::board::card::{
    Card, Cover, Driver, Incident, Ledger, Matter, Moment, Page, Report, Steward, Stock, Traits, Wish,
};
use crate::frame::Window;
use crate::schedule::{ClockTrust, Cursor, Dark, Layer, Lit, Open};
use crate::wire::Packets;
use jiff::Timestamp;
use jiff::civil::Date;
use std::sync::Arc;
use std::time::Duration;

/// The keeper of one card.
#[derive(Debug)]
pub struct Keeper {
    programme: Arc<Programme>,
    make: Traits,
    card: Card,
    /// The card is reached without a link that is opened first.
    direct: bool,
    time: Time,
    cursor: Cursor,
    packets: Packets,
    /// What the card is to keep, and for which days it was made.
    stock: Option<(Basis, Arc<Stock>)>,
    /// What is open, and from when on that is known.
    open: Option<(Timestamp, Open)>,
    now: Arc<Cover>,
    held: Option<Held>,
    /// What a person has it show, made ready for the card.
    shown: Option<Arc<Cover>>,
    wish: Option<Arc<Wish>>,
    /// Since when that is wished.
    wanted: Duration,
    /// The item that the programme has now: what the card is believed to show.
    face: Option<OnFace>,
    sent: u64,
    end: End,
}

/// What a stock is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    /// The week that begins on this day.
    Week(Date),
    /// Nobody has ever known what day it is.
    Timeless,
}

/// How far the end has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It goes on.
    Not,
    /// The card goes on as it is.
    Left,
    /// It plays what it keeps from now on.
    Alone,
}

/// Nothing is left to itself for longer than this.
const LOOK: Duration = Duration::from_secs(1);

impl Keeper {
    /// A keeper that knows nothing of its card yet.
    #[must_use]
    pub fn new(programme: Arc<Programme>, steward: Steward, driver: Box<dyn Driver>) -> Self {
        Self {
            make: driver.traits(),
            card: Card::new(steward, driver),
            direct: false,
            time: Time::default(),
            cursor: Cursor::default(),
            packets: Packets::default(),
            stock: None,
            open: None,
            now: Arc::new(Cover { matters: Vec::new() }),
            held: None,
            shown: None,
            wish: None,
            wanted: Duration::ZERO,
            face: None,
            sent: 0,
            end: End::Not,
            programme,
        }
    }

    /// The same for a card that is always there, as one in memory is: nothing tells that a link to it is opened.
    #[must_use]
    pub fn direct(mut self) -> Self {
        self.direct = true;
        self
    }

    /// It is later than this, whatever the clock says. To be told before the first step, by who remembers.
    pub fn know(&mut self, known: Timestamp) {
        self.time.know(known);
    }

    /// Takes what happened and says what to do.
    pub fn step(&mut self, now: Now, event: Event) -> Step {
        let moment = self.moment(now);
        if std::mem::take(&mut self.direct) {
            self.card.opened(moment);
        }
        match event {
            // What did not leave is asked for again by who waits for the answer.
            Event::Tick | Event::NotSent => {}
            Event::Programme(programme) => {
                self.programme = programme;
                (self.stock, self.open, self.cursor) = (None, None, Cursor::default());
                self.time.renew();
                self.face.iter_mut().for_each(|face| face.stale = true);
            }
            Event::Opened => self.card.opened(moment),
            Event::Closed => self.card.closed(moment),
            Event::Received(bytes) => self.card.receive(&bytes, moment),
            Event::Hold(hold) => {
                // Where nothing can cover what is kept, it is not written for a minute's sake.
                self.held = hold.filter(|_| self.make.covers).map(|hold| {
                    self.shown = self.pictures(&hold);
                    Held::new(hold, now.mono)
                });
            }
            Event::Stop(frame) => {
                self.held = None;
                self.end = if frame.is_some() { End::Alone } else { End::Left };
            }
        }
        let (seen, other) = self.time.of(now, &self.programme);
        if other {
            (self.open, self.cursor) = (None, Cursor::default());
            self.face.iter_mut().for_each(|face| face.stale = true);
        }
        let turned = self.turn(seen) | self.cover(now.mono);
        self.want(now, seen, moment);
        self.card.next(moment, &mut self.packets);
        let send = !self.packets.is_empty();
        self.sent += u64::from(send);
        Step { send, wake: self.wake(now, seen, moment), turned }
    }

    /// What the last step wants sent.
    #[must_use]
    pub fn packets(&self) -> &Packets {
        &self.packets
    }

    /// What the card is believed to show: one picture of what the programme has now.
    #[must_use]
    pub fn window(&self) -> Option<Window<'_>> {
        match self.covering() {
            Some(held) => held.window(),
            None => self.face.as_ref()?.window(),
        }
    }

    /// What is known of the board, for the page.
    #[must_use]
    pub fn status(&self, link: LinkState) -> Status {
        let slot = self.face.as_ref().map(|face| face.slot);
        let on_air = |slot: Slot| {
            let on_air = self.programme.on_air_by(self.time.plan(&self.programme), &slot);
            OnAir {
                since: self.time.shown(on_air.since),
                until: on_air.until.map(|until| self.time.shown(until)),
                ..on_air
            }
        };
        let next =
            |slot: Slot| self.programme.next(&slot).map(|next| Next { at: self.time.shown(next.at), ..next });
        let covering = self.covering();
        Status {
            on_air: covering.map(Held::on_air).or_else(|| slot.map(on_air)),
            next: match covering {
                Some(held) => held.next(&self.programme, &self.time, &self.cursor),
                None => slot.and_then(next),
            },
            link,
            frames_sent: self.sent,
            keepalive: Duration::MAX,
            card: Some(Arc::new(self.report())),
            ..Status::default()
        }
    }

    /// What is known of the card.
    #[must_use]
    pub fn report(&self) -> Report {
        self.card.steward().report()
    }

    /// What was found on the card that nobody ordered, since this was last asked.
    pub fn take_incidents(&mut self) -> Vec<Incident> {
        self.card.steward_mut().take_incidents()
    }

    /// What is to be remembered of the card.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.card.steward().ledger()
    }

    /// How far what is wanted has come by what the card says, and what is wrong with it, in times of day.
    #[must_use]
    pub fn stages(&self, now: Now) -> (Stages, Option<Trouble>) {
        let wall =
            |at: Duration| now.wall.checked_sub(signed(now.mono.saturating_sub(at))).unwrap_or(now.wall);
        let told = self.report().told;
        let planned = self.wish.is_some().then(|| Planned { since: wall(self.wanted), digest: None });
        let (acknowledged, confirmed) = (told.acknowledged.map(wall), told.confirmed.map(wall));
        (Stages { planned, sent: None, acknowledged, confirmed }, told.trouble)
    }

    /// How bright the board is to be, in per cent; 0 while it is dark on purpose.
    #[must_use]
    pub fn light(&self) -> Option<u8> {
        self.face.as_ref().map(|face| face.slot.light())
    }

    /// How often something was said to the card, whether or not that got out.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.sent
    }

    /// After the end: whether the card is left as it is to be.
    #[must_use]
    pub fn settled(&self) -> bool {
        match self.end {
            End::Not => self.card.steward().settled(),
            End::Left => true,
            End::Alone => !self.report().covered,
        }
    }

    /// Nothing more is said.
    pub fn end(&mut self) {
        self.packets.clear();
    }

    /// The time as the card needs it.
    fn moment(&self, now: Now) -> Moment {
        let known = now.trust != ClockTrust::Untrusted;
        let local = known.then(|| self.programme.plan().calendar().zone().to_datetime(now.wall));
        Moment { mono: now.mono, local }
    }

    /// Follows the programme; whether another item is on now.
    fn turn(&mut self, seen: Timestamp) -> bool {
        if self.face.as_ref().is_some_and(|face| !face.stale && face.slot.holds(seen)) {
            return false;
        }
        let slot = Slot::of(self.time.plan(&self.programme), &mut self.cursor, seen);
        let reel = self.programme.draw(slot.shown, slot.percent);
        let cut = reel.picture();
        self.face = Some(OnFace { slot, reel, cut, stale: false });
        true
    }

    /// Lets what a person has it show go on; whether something else is to be lit by that.
    fn cover(&mut self, mono: Duration) -> bool {
        let (Some(held), Some(face)) = (&mut self.held, &self.face) else { return false };
        if held.is_over(mono) {
            self.held = None;
            return true;
        }
        held.follow(&self.programme, &face.slot, mono)
    }

    /// What a person has it show, while it is what the face is to show.
    fn covering(&self) -> Option<&Held> {
        self.held.as_ref().filter(|held| held.covers())
    }

    /// What a person has it show, in turn.
    fn pictures(&self, hold: &super::Hold) -> Option<Arc<Cover>> {
        let fits = hold.pictures.iter().filter(|picture| picture.as_window(self.programme.face()).is_some());
        let page =
            |picture: &crate::frame::Frame| Page { picture: Arc::new(picture.clone()), hold: hold.every };
        let pages: Vec<Page> = fits.map(page).collect();
        (!pages.is_empty()).then(|| Arc::new(Cover { matters: vec![Matter::Pages(pages)] }))
    }

    /// Tells the steward what is wanted, if that is something else than it was.
    fn want(&mut self, now: Now, seen: Timestamp, moment: Moment) {
        let stock = self.stock(moment);
        self.look(seen);
        let lit = self.open.as_ref().map_or(Lit::LastResort, |(_, open)| open.lit);
        let held = self.shown.clone().filter(|_| self.covering().is_some());
        let dark = lit == Lit::Dark(Dark::Blackout);
        let urgent = held.is_some() || matches!(lit, Lit::Layer(Layer::Emergency | Layer::Override));
        let wish = Wish {
            stock,
            now: held.unwrap_or_else(|| Arc::clone(&self.now)),
            urgent: urgent && self.end != End::Alone,
            on: !dark,
        };
        if self.wish.as_deref().is_some_and(|before| same(before, &wish)) {
            return;
        }
        self.wanted = now.mono;
        let wish = self.wish.insert(Arc::new(wish));
        self.card.steward_mut().want(Arc::clone(wish), moment);
    }

    /// What the card is to keep. Who does not know the time leaves it what it had when the time was last known: the card's own
    /// clock may be right.
    fn stock(&mut self, moment: Moment) -> Arc<Stock> {
        let zone = self.programme.plan().calendar().zone();
        let known = || self.time.known().map(|known| zone.to_datetime(known));
        let day = moment.local.or_else(known).map(|local| local.date());
        let basis = day.map_or(Basis::Timeless, |day| Basis::Week(anchor(day)));
        if let Some((_, stock)) = self.stock.as_ref().filter(|(before, _)| *before == basis) {
            return Arc::clone(stock);
        }
        let stock = match basis {
            Basis::Week(day) => self.programme.stock(day, self.make),
            Basis::Timeless => self.programme.timeless_stock(self.make),
        };
        // The very one that is wished already need not be looked through again.
        let before = self.wish.as_ref().map(|wish| Arc::clone(&wish.stock));
        let stock = before.filter(|before| **before == stock).unwrap_or_else(|| Arc::new(stock));
        self.stock = Some((basis, Arc::clone(&stock)));
        stock
    }

    /// Sees what is open.
    fn look(&mut self, seen: Timestamp) {
        let holds = |(from, open): &(Timestamp, Open)| *from <= seen && seen < open.until;
        if self.open.as_ref().is_some_and(holds) {
            return;
        }
        let open = self.time.plan(&self.programme).open(seen);
        let open = open.unwrap_or(Open { lit: Lit::LastResort, entries: Vec::new(), until: Timestamp::MAX });
        let cover = self.programme.cover(&open);
        if *self.now != cover {
            self.now = Arc::new(cover);
        }
        self.open = Some((seen, open));
    }

    fn wake(&self, now: Now, seen: Timestamp, moment: Moment) -> Duration {
        let look = now.mono + LOOK;
        if self.end != End::Not && self.settled() {
            return now.mono;
        }
        let edge = self.open.as_ref().map(|(_, open)| now.mono + since(seen, open.until));
        let held = self.held.as_ref().map(|held| held.next_change(now.mono));
        let turn = self.face.as_ref().map(|face| now.mono + since(seen, face.slot.until));
        [edge, held, turn, self.card.due(moment)]
            .into_iter()
            .flatten()
            .fold(look, Duration::min)
            .max(now.mono)
    }
}

/// Whether two wishes are one: the same things, not only equal ones.
fn same(a: &Wish, b: &Wish) -> bool {
    Arc::ptr_eq(&a.stock, &b.stock) && Arc::ptr_eq(&a.now, &b.now) && (a.urgent, a.on) == (b.urgent, b.on)
}
