//! The control channel of a Novastar sending card: one request at a time, and never longer than a second for one.
//!
//! Brightness and black are written to all receiving cards at once. Who answers that is not known, so nobody is waited
//! for: a moment later the first receiving card is asked what it has, and while that differs from what is wanted it is
//! written again. A card that was without power gets its brightness back in the same way.

mod card;
mod measured;

pub use card::SendingCard;

use super::super::Trouble;
use super::Reading;
use crate::wire::Packets;
use crate::wire::novastar::{Decoder, Place, Register, Repr, Way};
use measured::{Measured, higher, lower};
use std::time::Duration;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long after a request to all cards nothing else is sent.
const AFTER_ALL: Duration = Duration::from_millis(50);
/// Brightness changes at most this often.
const STEP_EVERY: Duration = Duration::from_secs(1);
/// And by at most this much of 255: from dark to full in eight steps.
const STEP: u8 = 32;
/// How often it is asked whether a picture arrives.
const PICTURE_EVERY: Duration = Duration::from_secs(5);
/// How often everything else is asked.
const ASK_EVERY: Duration = Duration::from_secs(10);
/// The model changes when somebody exchanges the card.
const MODEL_EVERY: Duration = Duration::from_hours(1);
/// No board has more receiving cards that are asked one by one.
const MOST_CARDS: usize = 64;

/// Our end of the control channel.
#[derive(Clone, Debug)]
pub struct Control {
    decoder: Decoder,
    serial: u8,
    /// The request that waits for its answer.
    open: Option<Open>,
    /// Nothing is sent before this moment.
    free: Duration,
    blank: Setting,
    brightness: Setting,
    asks: Vec<Ask>,
    /// What the cards measure, in the order they were named.
    measured: Vec<(Place, Measured)>,
    reading: Reading,
    silent: Option<Duration>,
    damaged: bool,
    /// What is asked once more, because the first time was damaged.
    retry: Option<(Register, Place)>,
    /// Receiving cards the sending card does not reach.
    lost: Vec<Place>,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    serial: u8,
    register: Register,
    place: Place,
    /// When it is given up.
    until: Duration,
    /// It was asked before, and that was damaged on the way.
    again: bool,
}

/// A register that is written, and read to see whether that has done it.
#[derive(Clone, Copy, Debug)]
struct Setting {
    register: Register,
    wanted: Option<u8>,
    known: Option<u8>,
    /// It is wanted otherwise since a moment ago: worth being written though nobody knows what the cards have.
    fresh: bool,
    /// When it is read next.
    read: Duration,
    /// Not written before this moment.
    write: Duration,
}

impl Setting {
    fn new(register: Register) -> Self {
        let (read, write) = (Duration::ZERO, Duration::ZERO);
        Self { register, wanted: None, known: None, fresh: false, read, write }
    }

    fn want(&mut self, wanted: Option<u8>) {
        if wanted.is_some() && wanted != self.wanted {
            self.fresh = true;
            if self.register == Register::Kill {
                self.write = Duration::ZERO;
            }
        }
        self.wanted = wanted;
    }

    /// What is to be written, if anything.
    fn owed(&self) -> Option<u8> {
        let wanted = self.wanted?;
        match (self.register, self.known) {
            (_, Some(known)) if known == wanted => None,
            // From where it is, in steps.
            (Register::Brightness, known) => {
                let known = known?;
                Some(wanted.clamp(known.saturating_sub(STEP), known.saturating_add(STEP)))
            }
            (_, Some(_)) => Some(wanted),
            (_, None) => self.fresh.then_some(wanted),
        }
    }

    fn due(&self) -> Duration {
        if self.owed().is_some() { self.read.min(self.write) } else { self.read }
    }

    fn written(&mut self, now: Duration) {
        (self.known, self.fresh) = (None, false);
        (self.read, self.write) = (now.saturating_add(AFTER_ALL), now.saturating_add(STEP_EVERY));
    }
}

/// A register that is only read.
#[derive(Clone, Copy, Debug)]
struct Ask {
    register: Register,
    place: Place,
    due: Duration,
    every: Duration,
}

impl Control {
    /// A channel to the first sending card, which is asked for what these receiving cards measure, at most 64; for what the
    /// first one does if there are none.
    #[must_use]
    pub fn new(cards: &[Place]) -> Self {
        let cards = if cards.is_empty() { &[Place::FIRST] } else { cards };
        let ask = |register, place, every| Ask { register, place, due: Duration::ZERO, every };
        let mut asks = vec![
            ask(Register::Picture, Place::FIRST, PICTURE_EVERY),
            ask(Register::Model, Place::FIRST, MODEL_EVERY),
        ];
        asks.extend(cards.iter().take(MOST_CARDS).map(|card| ask(Register::Monitor, *card, ASK_EVERY)));
        Self {
            decoder: Decoder::default(),
            serial: 0,
            open: None,
            free: Duration::ZERO,
            blank: Setting::new(Register::Kill),
            brightness: Setting::new(Register::Brightness),
            asks,
            measured: Vec::new(),
            reading: Reading::default(),
            silent: None,
            damaged: false,
            retry: None,
            lost: Vec::new(),
        }
    }

    /// How bright the board is to be, 0 to 255; `None`: as it is.
    pub fn want_brightness(&mut self, light: Option<u8>) {
        self.brightness.want(light);
    }

    /// Whether all its lamps are to be off; `None`: as it is.
    pub fn want_blank(&mut self, blank: Option<bool>) {
        self.blank.want(blank.map(|blank| if blank { 0xFF } else { 0 }));
    }

    /// The way was opened, or opened anew: nothing is known of the board, and nothing under way.
    pub fn opened(&mut self) {
        let (light, blank) = (self.brightness.wanted, self.blank.wanted);
        let cards: Vec<Place> =
            self.asks.iter().filter(|ask| ask.register == Register::Monitor).map(|ask| ask.place).collect();
        // An answer to what was asked before has another number than all that is asked from now on.
        *self = Self { serial: self.serial, silent: self.silent, ..Self::new(&cards) };
        self.brightness.want(light);
        self.blank.want(blank);
    }

    /// When [`Control::next`] wants to be asked, on the clock that never jumps.
    #[must_use]
    pub fn due(&self) -> Duration {
        match &self.open {
            Some(open) => open.until,
            None if self.retry.is_some() => self.free,
            None => {
                let asks = self.asks.iter().map(|ask| ask.due);
                asks.chain([self.blank.due(), self.brightness.due()]).min().unwrap_or_default().max(self.free)
            }
        }
    }

    /// Replaces `into` by the request that is to be sent at `now`, possibly none.
    pub fn next(&mut self, now: Duration, into: &mut Packets) {
        into.clear();
        if self.open.is_some_and(|open| now < open.until) || now < self.free {
            return;
        }
        if let Some(open) = self.open.take() {
            self.silent.get_or_insert(now);
            self.later(open, now);
        }
        if let Some((register, place)) = self.retry.take() {
            self.send(register, place, true, now, into);
        } else if !self.set(now, into) {
            self.ask(now, into);
        }
    }

    /// Takes what the card says at `now`, cut at any byte.
    pub fn receive(&mut self, bytes: &[u8], now: Duration) {
        let mut decoder = std::mem::take(&mut self.decoder);
        decoder.feed(bytes, |packet| self.take(packet, now));
        self.decoder = decoder;
    }

    /// What the board has said so far.
    #[must_use]
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// What is wrong with it, as far as the channel tells.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        let lost = || (!self.lost.is_empty()).then_some(Trouble::Faulty { part: "receiving card" });
        let damaged = || self.damaged.then_some(Trouble::Damaged);
        self.silent.map(|since| Trouble::Silent { since }).or_else(lost).or_else(damaged)
    }

    /// Writes black or brightness if they are not as wanted, black first; or looks whether they are.
    fn set(&mut self, now: Duration, into: &mut Packets) -> bool {
        for which in [Register::Kill, Register::Brightness] {
            let setting = self.setting(which);
            if let Some(value) = setting.owed().filter(|_| now >= setting.write) {
                setting.written(now);
                self.free = now.saturating_add(AFTER_ALL);
                let serial = self.number();
                // Both registers take these values.
                let _ = Repr::write(serial, which, Place::ALL, &[value]).emit(into);
                return true;
            }
            if now >= setting.read {
                setting.read = now.saturating_add(ASK_EVERY);
                self.send(which, Place::FIRST, false, now, into);
                return true;
            }
        }
        false
    }

    fn ask(&mut self, now: Duration, into: &mut Packets) {
        let due = self.asks.iter_mut().filter(|ask| now >= ask.due).min_by_key(|ask| ask.due);
        if let Some(ask) = due {
            ask.due = now.saturating_add(ask.every);
            let (register, place) = (ask.register, ask.place);
            self.send(register, place, false, now, into);
        }
    }

    fn send(&mut self, register: Register, place: Place, again: bool, now: Duration, into: &mut Packets) {
        let serial = self.number();
        self.open = Some(Open { serial, register, place, until: now.saturating_add(PATIENCE), again });
        // A register that may be read.
        let _ = Repr::read(serial, register, place).emit(into);
    }

    fn number(&mut self) -> u8 {
        self.serial = self.serial.wrapping_add(1);
        self.serial
    }

    fn take(&mut self, packet: &Repr<'_>, now: Duration) {
        let Way::Response(ack) = packet.way else { return };
        let answers = |open: &Open| {
            (packet.serial, packet.device, packet.register)
                == (open.serial, open.register.device(), open.register.address())
        };
        // Late, or about what was written to all, or for somebody else.
        let Some(open) = self.open.filter(answers).filter(|_| !packet.write) else { return };
        self.open = None;
        self.silent = None;
        let known = ack == 0 && self.believe(open, packet.data, now);
        match ack {
            _ if known => {
                self.damaged = false;
                self.lost.retain(|place| *place != open.place);
            }
            1 => {
                self.lost.retain(|place| *place != open.place);
                self.lost.push(open.place);
            }
            4 => self.never(open.register),
            // Damaged on the way, or an answer that is none.
            _ if open.again => self.damaged = true,
            _ => self.retry = Some((open.register, open.place)),
        }
    }

    /// Takes the value of a register; whether it is one.
    fn believe(&mut self, open: Open, data: &[u8], now: Duration) -> bool {
        match (open.register, data) {
            (Register::Picture, [present, ..]) => self.reading.signal = Some(*present != 0),
            (Register::Model, [low, high, ..]) => {
                self.reading.model = Some(u16::from_le_bytes([*low, *high]))
            }
            (Register::Brightness, [light, ..]) => {
                (self.brightness.known, self.reading.brightness) = (Some(*light), Some(*light));
            }
            (Register::Kill, [kill, ..]) => {
                (self.blank.known, self.reading.blank) = (Some(*kill), Some(*kill != 0));
            }
            (Register::Monitor, data) => match Measured::parse(data) {
                Some(measured) => self.measure(open.place, measured),
                None => return false,
            },
            _ => return false,
        }
        self.reading.at = now;
        true
    }

    fn measure(&mut self, place: Place, measured: Measured) {
        match self.measured.iter_mut().find(|(known, _)| *known == place) {
            Some((_, before)) => *before = measured,
            None => self.measured.push((place, measured)),
        }
        let all = || self.measured.iter().map(|(_, measured)| measured);
        self.reading.temperature_c = all().map(|one| one.temperature_c).fold(None, higher);
        self.reading.volts = all().map(|one| one.volts).fold(None, lower);
        self.reading.humidity_percent = all().filter_map(|one| one.humidity_percent).max();
        self.reading.smoke = all().filter_map(|one| one.smoke).max();
        self.reading.fans_rpm = all().flat_map(|one| one.fans_rpm.iter().copied()).collect();
    }

    fn setting(&mut self, register: Register) -> &mut Setting {
        if register == Register::Kill { &mut self.blank } else { &mut self.brightness }
    }

    /// Nobody answered: the same is asked again when a second is over for everything else.
    fn later(&mut self, open: Open, now: Duration) {
        if matches!(open.register, Register::Kill | Register::Brightness) {
            let setting = self.setting(open.register);
            setting.read = setting.read.min(now.saturating_add(STEP_EVERY));
        }
    }

    /// The card does not know this register: it is left alone until the way is opened anew.
    fn never(&mut self, register: Register) {
        if matches!(register, Register::Kill | Register::Brightness) {
            let setting = self.setting(register);
            (setting.read, setting.write) = (Duration::MAX, Duration::MAX);
        }
        self.asks.iter_mut().filter(|ask| ask.register == register).for_each(|ask| ask.due = Duration::MAX);
    }
}
