//! The way to a board: datagrams that may be lost, doubled, late and out of order, or a serial line that takes its time
//! and may be cut off anywhere. What it was given and what it delivers is known frame by frame.

use crate::dice::Dice;
use bangtin::wire::Packets;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long a datagram takes on a healthy network.
pub(crate) const LAG: Duration = Duration::from_millis(2);
/// How much longer it may take on a bad one, in milliseconds.
const LATE: u64 = 250;
/// A serial line hands over what arrived in pieces of any length.
const PIECES: u64 = 3;

/// How bad the network is, each in a hundred packets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Weather {
    pub(crate) lost: u64,
    pub(crate) doubled: u64,
    pub(crate) late: u64,
}

/// Something that arrives.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    /// The frame it belongs to; 0 is noise.
    pub(crate) frame: u64,
    /// Its number in the frame, and how many there are.
    pub(crate) index: usize,
    pub(crate) count: usize,
    pub(crate) bytes: Vec<u8>,
}

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Sent,
    Down,
    Busy,
}

/// The way to one board.
#[derive(Debug)]
pub(crate) struct Line {
    /// How long a byte takes; none on a network.
    byte_time: Option<Duration>,
    pub(crate) up: bool,
    pub(crate) weather: Weather,
    /// So many frames more are turned away at the door.
    pub(crate) jammed: u32,
    /// Takes everything and delivers nothing; only a saboteur does that.
    pub(crate) deaf: bool,
    flying: BTreeMap<(Duration, u64), Parcel>,
    order: u64,
    free: Duration,
    waiting: Option<(u64, Vec<u8>)>,
}

impl Line {
    pub(crate) fn new(byte_time: Option<Duration>) -> Self {
        Self {
            byte_time,
            up: false,
            weather: Weather::default(),
            jammed: 0,
            deaf: false,
            flying: BTreeMap::new(),
            order: 0,
            free: Duration::ZERO,
            waiting: None,
        }
    }

    pub(crate) fn is_serial(&self) -> bool {
        self.byte_time.is_some()
    }

    /// Takes a frame, as the links of the program do.
    pub(crate) fn send(&mut self, now: Duration, frame: u64, packets: &Packets, dice: &mut Dice) -> Outcome {
        if !self.up {
            return Outcome::Down;
        }
        if self.deaf {
            return Outcome::Sent;
        }
        if self.is_serial() {
            self.waiting = Some((frame, packets.bytes().to_vec()));
            self.begin(now, dice);
            return Outcome::Sent;
        }
        let count = packets.ends().len();
        let jammed = self.jammed > 0;
        self.jammed = self.jammed.saturating_sub(1);
        let taken = if jammed { dice.within(0, count as u64 - 1) as usize } else { count };
        for (index, packet) in packets.iter().take(taken).enumerate() {
            let parcel = Parcel { frame, index, count, bytes: packet.to_vec() };
            if dice.percent(self.weather.doubled) {
                self.fly(now + LAG + dice.millis(0, LATE), parcel.clone());
            }
            let late = if dice.percent(self.weather.late) { dice.millis(0, LATE) } else { Duration::ZERO };
            if !dice.percent(self.weather.lost) {
                self.fly(now + LAG + late, parcel);
            }
        }
        if jammed { Outcome::Busy } else { Outcome::Sent }
    }

    /// Puts something on its way to the board, whoever sends it.
    pub(crate) fn fly(&mut self, at: Duration, parcel: Parcel) {
        self.order += 1;
        self.flying.insert((at, self.order), parcel);
    }

    /// When something happens on it by itself.
    pub(crate) fn next(&self) -> Option<Duration> {
        let waits = self.waiting.as_ref().map(|_| self.free);
        self.flying.keys().next().map(|(at, _)| *at).into_iter().chain(waits).min()
    }

    /// What has arrived by now, in order.
    pub(crate) fn arrivals(&mut self, now: Duration, dice: &mut Dice) -> Vec<Parcel> {
        self.begin(now, dice);
        let mut arrived = Vec::new();
        while let Some(first) = self.flying.first_entry().filter(|first| first.key().0 <= now) {
            arrived.push(first.remove());
        }
        arrived
    }

    /// A plug is pulled, or the daemon is gone: what is on a serial line is cut off, a network still delivers.
    pub(crate) fn cut(&mut self, now: Duration) {
        self.up = false;
        self.waiting = None;
        if self.is_serial() {
            self.free = now;
            self.flying.clear();
        }
    }

    /// Begins the frame that waits, once the line is free. What was begun is always finished.
    fn begin(&mut self, now: Duration, dice: &mut Dice) {
        let Some((byte_time, (frame, bytes))) =
            self.byte_time.zip(self.waiting.take_if(|_| now >= self.free))
        else {
            return;
        };
        let pieces = dice.within(1, PIECES) as usize;
        let mut cuts: Vec<usize> = (1..pieces).map(|_| dice.place(bytes.len())).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        let count = cuts.len() - 1;
        for (index, cut) in cuts.windows(2).enumerate() {
            let piece = bytes[cut[0]..cut[1]].to_vec();
            self.fly(now + byte_time * cut[1] as u32, Parcel { frame, index, count, bytes: piece });
        }
        self.free = now + byte_time * bytes.len() as u32;
    }
}
