//! Frames on their way to several destinations: in which order packets leave, and what waits. No sockets, no clock.

use std::ops::Range;

use super::Load;
use super::packets::Packets;

/// Packets that follow each other to one destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leg {
    /// Which destination.
    pub(super) way: usize,
    /// Those that have not left.
    pub(super) packets: Range<usize>,
    /// They may leave only when all before them have.
    pub(super) held: bool,
}

/// Puts the legs of `load` into `legs`. A destination beyond `ways` is destination 0; with `together` destinations are no
/// matter, for one socket serves them all.
pub(super) fn plan(load: &Load<'_>, ways: usize, together: bool, legs: &mut Vec<Leg>) {
    legs.clear();
    let count = load.ends.len();
    let held = load.held.unwrap_or(count).min(count);
    let turns: &[(usize, u16)] = if together { &[] } else { load.turns };
    let begins = std::iter::once((0, 0)).chain(turns.iter().copied());
    let ends = turns.iter().map(|turn| turn.0).chain(std::iter::once(count));
    for ((from, way), to) in begins.zip(ends) {
        let way = Some(usize::from(way)).filter(|way| *way < ways).unwrap_or(0);
        let (from, to) = (from.min(count), to.min(count));
        let before = from..to.min(held);
        let after = from.max(held)..to;
        for (packets, held) in [(before, false), (after, true)] {
            if packets.is_empty() {
                continue;
            }
            match legs.last_mut() {
                Some(last) if last.way == way && last.held == held && last.packets.end == packets.start => {
                    last.packets.end = packets.end;
                }
                _ => legs.push(Leg { way, packets, held }),
            }
        }
    }
}

/// A frame of one's own, kept until it has left.
#[derive(Debug, Default)]
pub(super) struct Kept {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    turns: Vec<(usize, u16)>,
    /// What has not left.
    pub(super) legs: Vec<Leg>,
}

impl Kept {
    /// Becomes a copy; allocates nothing once the largest frame has been seen.
    pub(super) fn copy(&mut self, load: &Load<'_>, legs: &[Leg]) {
        self.bytes.clear();
        self.bytes.extend_from_slice(load.bytes);
        self.ends.clear();
        self.ends.extend_from_slice(load.ends);
        self.turns.clear();
        self.turns.extend_from_slice(load.turns);
        self.legs.clear();
        self.legs.extend_from_slice(legs);
    }

    /// Its packets and where they go, and what has not left of them.
    pub(super) fn parts(&mut self) -> (Option<Packets<'_>>, &[(usize, u16)], &mut [Leg]) {
        (Packets::new(&self.bytes, &self.ends), &self.turns, &mut self.legs)
    }

    /// Whether all of it has left, or there is none.
    pub(super) fn is_over(&self) -> bool {
        self.legs.iter().all(|leg| leg.packets.is_empty())
    }

    /// The rest of it is given up.
    pub(super) fn give_up(&mut self) {
        self.legs.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(turns: &[(usize, u16)], held: Option<usize>, ways: usize) -> Vec<(usize, Range<usize>, bool)> {
        let ends: Vec<usize> = (1..=10).collect();
        let mut legs = Vec::new();
        plan(&Load { bytes: &[0; 10], ends: &ends, turns, held }, ways, false, &mut legs);
        legs.into_iter().map(|leg| (leg.way, leg.packets, leg.held)).collect()
    }

    #[test]
    fn packets_go_to_their_destinations_and_those_held_are_apart() {
        assert_eq!(planned(&[], None, 1), [(0, 0..10, false)]);
        assert_eq!(planned(&[(4, 1)], None, 2), [(0, 0..4, false), (1, 4..10, false)]);
        assert_eq!(
            planned(&[(4, 1), (8, 0), (9, 1)], Some(8), 2),
            [(0, 0..4, false), (1, 4..8, false), (0, 8..9, true), (1, 9..10, true)]
        );
        assert_eq!(planned(&[], Some(9), 1), [(0, 0..9, false), (0, 9..10, true)]);
        assert_eq!(planned(&[(2, 1)], Some(5), 2), [(0, 0..2, false), (1, 2..5, false), (1, 5..10, true)]);
    }

    #[test]
    fn a_destination_that_is_not_there_is_the_first_one_and_no_turn_reaches_past_the_end() {
        assert_eq!(planned(&[(4, 7)], None, 2), [(0, 0..10, false)]);
        assert_eq!(planned(&[(0, 1), (40, 0)], Some(99), 2), [(1, 0..10, false)]);
    }
}
