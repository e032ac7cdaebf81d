//! What goes wrong with a simulated card, in an order that a seed decides: answers that are lost, late, refused, cut, merged or
//! full of stray bytes, and what befalls the card itself.
//!
//! Pure: the same seed and the same questions at the same moments give the same faults. What a fault means in the words of a
//! make is the make's: [`Upset::mood`] says how the card takes a question, [`Upset::deliver`] how its answer travels, and
//! [`Upset::befalls`] what happens to it by itself.

use crate::wire::Packets;
use std::collections::VecDeque;
use std::time::Duration;

/// A kind of fault that a simulated card can be made to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A question or its answer is lost.
    Drop,
    /// It refuses, for no reason that would last.
    Nack,
    /// It is at something else.
    Busy,
    /// It takes seconds for an answer.
    Slow,
    /// The answer comes with the next one.
    Late,
    /// Bytes that nobody sent come before the answer.
    Stray,
    /// The answer comes in pieces.
    Split,
    /// One bit of the answer is wrong.
    Flip,
    /// It loses its power for a moment, at this very question.
    Power,
    /// Its clock is lost.
    Clock,
    /// Somebody else writes to it.
    Foreign,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Drop,
        Self::Nack,
        Self::Busy,
        Self::Slow,
        Self::Late,
        Self::Stray,
        Self::Split,
        Self::Flip,
        Self::Power,
        Self::Clock,
        Self::Foreign,
    ];

    /// How it is called on a command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Nack => "nack",
            Self::Busy => "busy",
            Self::Slow => "slow",
            Self::Late => "late",
            Self::Stray => "stray",
            Self::Split => "split",
            Self::Flip => "flip",
            Self::Power => "power",
            Self::Clock => "clock",
            Self::Foreign => "foreign",
        }
    }

    /// The fault of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.word() == word)
    }
}

/// How a card takes a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    Well,
    /// It never hears it.
    Deaf,
    /// It does what it is told, and the answer is lost.
    Mute,
    /// It says no.
    Refuses,
    /// It says that it is at something else.
    Busy,
    /// Its power goes before it has done anything, and is back at once.
    PowerGoes,
}

/// What happens to a card by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blow {
    /// The power goes and comes back: see [`Deck::restart`](super::Deck::restart).
    Power,
    /// The clock is lost.
    Clock,
    /// Somebody else writes to it.
    Foreign,
    /// From now on its clock gains so many millionths.
    Drift(i32),
}

/// How often each fault comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upset {
    state: u64,
    /// Which faults, and in how many of a thousand questions.
    often: Vec<(Fault, u16)>,
    blows: Vec<(Duration, Blow)>,
    /// Answers on their way, rising by when they arrive.
    late: VecDeque<(Duration, Vec<u8>)>,
    /// An answer that comes with the next one.
    kept: Vec<u8>,
}

/// The longest that a slow card takes.
const SLOWEST: u64 = 5_000;

impl Upset {
    /// A card with which nothing goes wrong but what it is told by [`Upset::often`] and [`Upset::at`].
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed, ..Self::default() }
    }

    /// From here on another seed decides.
    pub fn reseed(&mut self, seed: u64) {
        self.state = seed;
    }

    /// Has a fault come in so many of a thousand questions.
    pub fn often(&mut self, fault: Fault, per_mille: u16) {
        self.often.retain(|(known, _)| *known != fault);
        self.often.push((fault, per_mille));
    }

    /// Has something befall the card at a moment.
    pub fn at(&mut self, moment: Duration, blow: Blow) {
        let place = self.blows.partition_point(|(at, _)| *at <= moment);
        self.blows.insert(place, (moment, blow));
    }

    /// Nothing goes wrong any more, but for answers that are on their way.
    pub fn calm(&mut self) {
        self.often.clear();
        self.blows.clear();
    }

    /// A number below `below`, which is at least 1.
    pub fn number(&mut self, below: u64) -> u64 {
        // SplitMix64: small, and good enough to choose among faults.
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ z >> 31) % below.max(1)
    }

    /// Whether this fault comes now.
    fn strikes(&mut self, fault: Fault) -> bool {
        let often = self.often.iter().find(|(known, _)| *known == fault).map_or(0, |(_, often)| *often);
        often > 0 && self.number(1000) < u64::from(often)
    }

    /// How the card takes a question.
    pub fn mood(&mut self) -> Mood {
        if self.strikes(Fault::Power) {
            return Mood::PowerGoes;
        }
        if self.strikes(Fault::Drop) {
            return if self.number(2) == 0 { Mood::Deaf } else { Mood::Mute };
        }
        if self.strikes(Fault::Busy) {
            return Mood::Busy;
        }
        if self.strikes(Fault::Nack) { Mood::Refuses } else { Mood::Well }
    }

    /// What befalls the card up to `now`, one thing at a time.
    pub fn befalls(&mut self, now: Duration) -> Option<Blow> {
        if self.blows.first().is_some_and(|(at, _)| *at <= now) {
            return Some(self.blows.remove(0).1);
        }
        None
    }

    /// What happens to the card by itself with a question; [`Mood`] has the power.
    pub fn strays(&mut self) -> Option<Blow> {
        if self.strikes(Fault::Clock) {
            return Some(Blow::Clock);
        }
        self.strikes(Fault::Foreign).then_some(Blow::Foreign)
    }

    /// Sends an answer on its way at `now`: what arrives at once goes to `replies`, as packets that may be pieces.
    pub fn deliver(&mut self, answer: &[u8], now: Duration, replies: &mut Packets) {
        let mut bytes = std::mem::take(&mut self.kept);
        if self.strikes(Fault::Stray) {
            for _ in 0..=self.number(12) {
                let byte = self.number(256) as u8;
                bytes.push(byte);
            }
        }
        bytes.extend_from_slice(answer);
        if self.strikes(Fault::Flip) && !bytes.is_empty() {
            let (at, bit) = (self.number(bytes.len() as u64) as usize, self.number(8));
            bytes[at] ^= 1 << bit;
        }
        if self.strikes(Fault::Late) {
            self.kept = bytes;
        } else if self.strikes(Fault::Slow) {
            let due = now + Duration::from_millis(self.number(SLOWEST));
            let place = self.late.partition_point(|(at, _)| *at <= due);
            self.late.insert(place, (due, bytes));
        } else {
            self.arrive(&bytes, replies);
        }
    }

    /// When an answer on its way arrives.
    #[must_use]
    pub fn due(&self) -> Option<Duration> {
        self.late.front().map(|(at, _)| *at)
    }

    /// Appends to `replies` what has arrived by `now`.
    pub fn ripe(&mut self, now: Duration, replies: &mut Packets) {
        while self.late.front().is_some_and(|(at, _)| *at <= now) {
            if let Some((_, bytes)) = self.late.pop_front() {
                self.arrive(&bytes, replies);
            }
        }
    }

    /// The link was opened anew: what was on its way is gone.
    pub fn connected(&mut self) {
        self.late.clear();
        self.kept.clear();
    }

    fn arrive(&mut self, bytes: &[u8], replies: &mut Packets) {
        let mut rest = bytes;
        if self.strikes(Fault::Split) {
            for _ in 0..=self.number(4) {
                let (piece, after) = rest.split_at(self.number(rest.len() as u64 + 1) as usize);
                if !piece.is_empty() {
                    replies.push(piece.len()).copy_from_slice(piece);
                }
                rest = after;
            }
        }
        if !rest.is_empty() {
            replies.push(rest.len()).copy_from_slice(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moods(seed: u64) -> Vec<Mood> {
        let mut upset = Upset::new(seed);
        for fault in Fault::ALL {
            upset.often(fault, 60);
        }
        (0..2000).map(|_| upset.mood()).collect()
    }

    #[test]
    fn a_seed_decides_and_every_fault_comes_about_as_often_as_it_should() {
        assert_eq!(moods(7), moods(7));
        assert_ne!(moods(7), moods(8));
        for mood in [Mood::PowerGoes, Mood::Busy, Mood::Refuses] {
            let count = moods(7).iter().filter(|seen| **seen == mood).count();
            assert!((60..180).contains(&count), "{mood:?} {count}");
        }
        let mut calm = Upset::new(7);
        assert!((0..100).all(|_| calm.mood() == Mood::Well && calm.strays().is_none()));
    }

    #[test]
    fn an_answer_arrives_whole_in_whatever_pieces_and_however_late() {
        let mut upset = Upset::new(3);
        for fault in [Fault::Split, Fault::Slow, Fault::Late] {
            upset.often(fault, 300);
        }
        let (mut sent, mut came, mut pieces) = (Vec::new(), Vec::new(), 0);
        for n in 0..200_u64 {
            let (answer, now) = (vec![n as u8; 9], Duration::from_secs(n * 10));
            let mut replies = Packets::default();
            upset.deliver(&answer, now, &mut replies);
            upset.ripe(now + Duration::from_secs(9), &mut replies);
            sent.extend(answer);
            pieces += replies.iter().count();
            came.extend_from_slice(replies.bytes());
        }
        assert!(pieces > 160, "{pieces}");
        came.extend(upset.kept);
        assert_eq!(came, sent);
    }

    #[test]
    fn what_befalls_a_card_comes_in_its_order_and_once() {
        let mut upset = Upset::new(0);
        upset.at(Duration::from_secs(9), Blow::Foreign);
        upset.at(Duration::from_secs(5), Blow::Power);
        assert_eq!(upset.befalls(Duration::from_secs(4)), None);
        assert_eq!(upset.befalls(Duration::from_secs(9)), Some(Blow::Power));
        assert_eq!(upset.befalls(Duration::from_secs(9)), Some(Blow::Foreign));
        assert_eq!(upset.befalls(Duration::from_secs(99)), None);
    }

    #[test]
    fn words_are_the_faults() {
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(fault.word()), Some(fault));
        }
        assert_eq!(Fault::parse("nap"), None);
    }
}
