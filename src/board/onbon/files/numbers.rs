//! Which programme has which number: those that are on the card keep theirs.
//!
//! A file has its own name within it, so its sum differs from number to number. But the sum is linear: that of a file is that of
//! the same file without a name, and that of its name alone, laid over each other. So what a card holds is told by its list, and
//! no programme has to be made under every number to find out.

use super::super::bytes_of;
use crate::board::card::{Held, Mark};
use crate::wire::onbon::Generation;
use crate::wire::onbon::programme::{File, MAX_NUMBER, Programme, crc32, number};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A file whatever its name: kind, length, and the sum it would have without one.
type Nameless = (u8, usize, u32);

/// What stands before and behind the name in a file.
const KIND: usize = 1;
const SUM: usize = 4;

/// The numbers of a card.
pub(super) struct Numbers<'a> {
    held: &'a [Held],
    /// Those that something on the card or of the stock has.
    used: BTreeSet<u16>,
    /// The one that was given last.
    last: Option<u16>,
}

impl<'a> Numbers<'a> {
    pub(super) fn new(held: &'a [Held]) -> Self {
        let used = held.iter().filter_map(number_of).collect();
        Self { held, used, last: None }
    }

    /// The numbers of the programmes that are on the card, all of one or a part of it; `None` for the others.
    pub(super) fn keep(&mut self, programmes: &[Programme], generation: Generation) -> Vec<Option<u16>> {
        let files: Vec<Vec<Nameless>> = programmes
            .iter()
            .map(|programme| programme.emit(generation).iter().map(nameless).collect())
            .collect();
        let there = self.there(files.iter().flatten());
        let mut taken = HashSet::new();
        let mut kept: Vec<Option<u16>> = vec![None; programmes.len()];
        for whole in [true, false] {
            for (files, kept) in files.iter().zip(&mut kept).filter(|(_, kept)| kept.is_none()) {
                *kept = self.kept(files, &there, whole, &taken);
                taken.extend(*kept);
            }
        }
        kept
    }

    /// Under which numbers files like these are on the card.
    fn there<'b>(&self, wanted: impl Iterator<Item = &'b Nameless>) -> HashMap<Nameless, BTreeSet<u16>> {
        // The length comes from the card: nothing is summed up that is not as long as something that is wanted.
        let sizes: HashSet<(u8, usize)> = wanted.map(|(kind, len, _)| (*kind, *len)).collect();
        let mut there: HashMap<Nameless, BTreeSet<u16>> = HashMap::new();
        for held in self.held {
            let size = (held.kind, held.len as usize);
            let (Some(name), Some(number)) = (bytes_of(&held.name), number_of(held)) else { continue };
            let Some(sum) = u32::try_from(held.mark).ok().filter(|_| sizes.contains(&size)) else { continue };
            let file = (size.0, size.1, sum ^ sum_of_name(name, size.1));
            there.entry(file).or_default().insert(number);
        }
        there
    }

    /// The number under which all of these files are there, or some of them and nothing in the place of the others.
    fn kept(
        &self,
        files: &[Nameless],
        there: &HashMap<Nameless, BTreeSet<u16>>,
        whole: bool,
        taken: &HashSet<u16>,
    ) -> Option<u16> {
        let none = BTreeSet::new();
        let of = |file: &Nameless| there.get(file).unwrap_or(&none);
        let free = |kind: u8, number: u16| {
            self.held.iter().all(|held| held.kind != kind || number_of(held) != Some(number))
        };
        let fits = |number: &u16| {
            files.iter().all(|file| of(file).contains(number) || !whole && free(file.0, *number))
        };
        let found = files.iter().flat_map(of).filter(|number| !taken.contains(*number)).find(|n| fits(n));
        found.copied()
    }

    /// The number of the next programme: the one it keeps, or one that nothing has, if possible behind the one before it, so that
    /// the order stays.
    pub(super) fn next(&mut self, kept: Option<u16>) -> Option<u16> {
        let from = self.last.map_or(0, |last| last + 1);
        let mut free = (from..=MAX_NUMBER).chain(0..from).filter(|number| !self.used.contains(number));
        let number = kept.or_else(|| free.next())?;
        self.used.insert(number);
        self.last = Some(number);
        Some(number)
    }
}

/// The number in the name of a file.
fn number_of(held: &Held) -> Option<u16> {
    let name = bytes_of(&held.name)?;
    number(b'P', name).or_else(|| number(b'D', name))
}

fn nameless(file: &File) -> Nameless {
    (file.kind, file.bytes.len(), sum(&file.bytes) ^ sum_of_name(file.name, file.bytes.len()))
}

/// The sum at the end of a file.
pub(super) fn sum(bytes: &[u8]) -> u32 {
    bytes.last_chunk().map_or(0, |sum| u32::from_le_bytes(*sum))
}

/// The sum of a file of this length in which there is nothing but its name.
fn sum_of_name(name: [u8; 4], len: usize) -> u32 {
    let behind = len.saturating_sub(KIND + name.len() + SUM);
    let mut bytes = vec![0; KIND + name.len() + behind];
    bytes[KIND..KIND + name.len()].copy_from_slice(&name);
    crc32(&bytes)
}

/// What the list tells a file by.
pub(super) fn mark(bytes: &[u8]) -> Mark {
    Mark::from(sum(bytes))
}
