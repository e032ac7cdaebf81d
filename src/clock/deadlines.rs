//! The sleepers of the process in the order of their deadlines: an indexed binary heap over reused slots.
//!
//! Adding, removing and taking the earliest cost at most log2(sleepers) steps. A removed sleeper leaves nothing behind,
//! and once the process has had its largest number of sleepers nothing is allocated any more. Knows no clock.

use std::task::Waker;
use std::time::Duration;

/// Names one registered sleeper. Valid from [`Deadlines::add`] until [`Deadlines::remove`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key(usize);

#[derive(Debug)]
struct Slot {
    deadline: Duration,
    /// The place in the heap; `None` once the deadline has come, or while the slot is free.
    place: Option<usize>,
    waker: Option<Waker>,
}

/// All sleepers that wait, the earliest deadline on top.
#[derive(Debug, Default)]
pub(super) struct Deadlines {
    slots: Vec<Slot>,
    free: Vec<usize>,
    heap: Vec<usize>,
}

impl Deadlines {
    /// Registers a sleeper; its slot stays taken until [`Self::remove`], also after it was woken.
    pub(super) fn add(&mut self, deadline: Duration, waker: Waker) -> Key {
        let place = self.heap.len();
        let slot = Slot { deadline, place: Some(place), waker: Some(waker) };
        let index = match self.free.pop() {
            Some(index) => {
                self.slots[index] = slot;
                index
            }
            None => {
                self.slots.push(slot);
                // So that giving a slot back never allocates.
                self.free.reserve(self.slots.len());
                self.slots.len() - 1
            }
        };
        self.heap.push(index);
        self.rise(place);
        Key(index)
    }

    /// Has the sleeper woken through `waker` from now on. Nothing happens if its deadline has come already.
    pub(super) fn rewaker(&mut self, key: Key, waker: &Waker) {
        if let Some(known) = &mut self.slots[key.0].waker {
            known.clone_from(waker);
        }
    }

    /// Forgets the sleeper, woken or not. The key is void afterwards.
    pub(super) fn remove(&mut self, key: Key) {
        if let Some(place) = self.slots[key.0].place.take() {
            self.unlink(place);
        }
        self.slots[key.0].waker = None;
        self.free.push(key.0);
    }

    /// The earliest deadline somebody waits for.
    pub(super) fn earliest(&self) -> Option<Duration> {
        self.heap.first().map(|&index| self.slots[index].deadline)
    }

    /// Moves the wakers of all sleepers whose deadline is at or before `now` to `woken`, the earliest first.
    pub(super) fn take_due(&mut self, now: Duration, woken: &mut Vec<Waker>) {
        while let Some(&index) = self.heap.first()
            && self.slots[index].deadline <= now
        {
            self.slots[index].place = None;
            self.unlink(0);
            woken.extend(self.slots[index].waker.take());
        }
    }

    /// How many sleepers wait.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.heap.len()
    }

    fn unlink(&mut self, place: usize) {
        self.heap.swap_remove(place);
        if let Some(&moved) = self.heap.get(place) {
            self.slots[moved].place = Some(place);
            let place = self.rise(place);
            self.sink(place);
        }
    }

    fn rise(&mut self, mut place: usize) -> usize {
        while place > 0 {
            let above = (place - 1) / 2;
            if self.deadline_at(above) <= self.deadline_at(place) {
                break;
            }
            self.swap(above, place);
            place = above;
        }
        place
    }

    fn sink(&mut self, mut place: usize) {
        loop {
            let (left, right) = (2 * place + 1, 2 * place + 2);
            let Some(mut least) = (left < self.heap.len()).then_some(left) else { return };
            if right < self.heap.len() && self.deadline_at(right) < self.deadline_at(left) {
                least = right;
            }
            if self.deadline_at(place) <= self.deadline_at(least) {
                return;
            }
            self.swap(place, least);
            place = least;
        }
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.heap.swap(a, b);
        self.slots[self.heap[a]].place = Some(a);
        self.slots[self.heap[b]].place = Some(b);
    }

    fn deadline_at(&self, place: usize) -> Duration {
        self.slots[self.heap[place]].deadline
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sleepers_come_out_in_order_whatever_was_added_and_removed(
            ops in proptest::collection::vec((0_u64..50, any::<bool>(), 0_usize..100), 1..120),
        ) {
            let mut deadlines = Deadlines::default();
            let mut model: Vec<(Key, Duration)> = Vec::new();
            for (milliseconds, add, pick) in ops {
                if add || model.is_empty() {
                    let deadline = Duration::from_millis(milliseconds);
                    model.push((deadlines.add(deadline, Waker::noop().clone()), deadline));
                } else {
                    let (key, _) = model.swap_remove(pick % model.len());
                    deadlines.remove(key);
                }
                prop_assert_eq!(deadlines.len(), model.len());
                prop_assert_eq!(deadlines.earliest(), model.iter().map(|&(_, deadline)| deadline).min());
            }
            let mut woken = Vec::new();
            for now in (0..50).map(Duration::from_millis) {
                woken.clear();
                deadlines.take_due(now, &mut woken);
                prop_assert_eq!(woken.len(), model.iter().filter(|&&(_, deadline)| deadline == now).count());
            }
            prop_assert_eq!(deadlines.len(), 0);
        }
    }

    #[test]
    fn a_slot_is_used_again_after_its_sleeper_has_gone() {
        let mut deadlines = Deadlines::default();
        for round in 0..1000 {
            let early = deadlines.add(Duration::from_millis(round), Waker::noop().clone());
            let late = deadlines.add(Duration::from_millis(round + 1), Waker::noop().clone());
            let mut woken = Vec::new();
            deadlines.take_due(Duration::from_millis(round), &mut woken);
            assert_eq!(woken.len(), 1);
            deadlines.remove(early);
            deadlines.remove(late);
        }
        assert_eq!((deadlines.slots.len(), deadlines.len()), (2, 0));
    }
}
