//! The pane through which onlookers in the same process see what a board is being shown. Costs nothing while nobody looks.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// The picture last shown, width × height dots, three bytes (red, green, blue) a dot, row by row from the top left.
#[derive(Debug)]
pub struct Glass {
    width: u16,
    height: u16,
    pane: Mutex<Pane>,
    /// A copy of [`Pane::onlookers`], so that asking does not lock.
    onlookers: AtomicUsize,
    shown: Notify,
    wanted: Notify,
}

#[derive(Debug)]
struct Pane {
    rgb: Vec<u8>,
    number: u64,
    onlookers: usize,
    /// Pictures up to this number were shown before the present onlookers came, and may be long out of date.
    stale: u64,
}

impl Glass {
    /// The most onlookers at once.
    pub const MOST_ONLOOKERS: usize = 64;

    /// A black pane of `width` × `height` dots; the caller has bounded the size.
    #[must_use]
    pub fn new(width: u16, height: u16) -> Self {
        let rgb = vec![0; usize::from(width) * usize::from(height) * 3];
        Self {
            width,
            height,
            pane: Mutex::new(Pane { rgb, number: 0, onlookers: 0, stale: 0 }),
            onlookers: AtomicUsize::new(0),
            shown: Notify::new(),
            wanted: Notify::new(),
        }
    }

    /// Width in dots.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Height in dots.
    #[must_use]
    pub fn height(&self) -> u16 {
        self.height
    }

    /// Whether anybody looks; if not, a picture need not be shown.
    #[must_use]
    pub fn watched(&self) -> bool {
        self.onlookers.load(Ordering::Acquire) > 0
    }

    /// Shows a picture: `fill` gets the width × height × 3 bytes of the last one and overwrites them. Keep it short, the
    /// onlookers wait for it. Allocates nothing.
    pub fn show(&self, fill: impl FnOnce(&mut [u8])) {
        {
            let mut pane = self.pane();
            fill(&mut pane.rgb);
            pane.number += 1;
        }
        self.shown.notify_waiters();
    }

    /// Resolves when an onlooker has come who needs a picture; the player then shows the present one. Cancel-safe; for
    /// one caller.
    pub async fn wanted(&self) {
        self.wanted.notified().await;
    }

    /// Comes to look; `None` if [`Self::MOST_ONLOOKERS`] look already.
    #[must_use]
    pub fn look(self: &Arc<Self>) -> Option<Onlooker> {
        let taken = {
            let mut pane = self.pane();
            if pane.onlookers >= Self::MOST_ONLOOKERS {
                return None;
            }
            if pane.onlookers == 0 {
                pane.stale = pane.number;
            }
            pane.onlookers += 1;
            self.onlookers.store(pane.onlookers, Ordering::Release);
            pane.stale
        };
        self.wanted.notify_one();
        Some(Onlooker { glass: Arc::clone(self), taken })
    }

    fn pane(&self) -> MutexGuard<'_, Pane> {
        // Half a picture from a `fill` that panicked is still a picture, and the next one overwrites it.
        self.pane.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who looks at a [`Glass`]; looks away when dropped.
#[derive(Debug)]
pub struct Onlooker {
    glass: Arc<Glass>,
    taken: u64,
}

impl Onlooker {
    /// Waits for a picture newer than the last one taken, copies it to `into` (width × height × 3 bytes RGB, whatever
    /// was there is replaced) and returns its number. A slow onlooker skips pictures; nobody waits for it. Cancel-safe.
    pub async fn next(&mut self, into: &mut Vec<u8>) -> u64 {
        loop {
            // Made before looking, so that a picture shown in between is not missed.
            let shown = self.glass.shown.notified();
            {
                let pane = self.glass.pane();
                if pane.number > self.taken {
                    into.clear();
                    into.extend_from_slice(&pane.rgb);
                    self.taken = pane.number;
                    return pane.number;
                }
            }
            shown.await;
        }
    }
}

impl Drop for Onlooker {
    fn drop(&mut self) {
        let mut pane = self.glass.pane();
        pane.onlookers = pane.onlookers.saturating_sub(1);
        self.glass.onlookers.store(pane.onlookers, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    const SOON: Duration = Duration::from_millis(50);

    #[tokio::test]
    async fn an_onlooker_is_asked_for_and_then_sees_the_picture_byte_for_byte() {
        let glass = Arc::new(Glass::new(2, 1));
        assert!(!glass.watched());
        assert!(timeout(SOON, glass.wanted()).await.is_err(), "nobody has come");

        let mut onlooker = glass.look().unwrap();
        assert!(glass.watched());
        timeout(SOON, glass.wanted()).await.expect("somebody has come");
        glass.show(|rgb| rgb.copy_from_slice(&[1, 2, 3, 4, 5, 6]));

        let mut seen = vec![9; 100];
        assert_eq!(onlooker.next(&mut seen).await, 1);
        assert_eq!(seen, [1, 2, 3, 4, 5, 6]);
        assert!(timeout(SOON, onlooker.next(&mut seen)).await.is_err(), "the same picture twice");
        drop(onlooker);
        assert!(!glass.watched());
    }

    #[tokio::test]
    async fn a_slow_onlooker_skips_to_the_newest_picture() {
        let glass = Arc::new(Glass::new(1, 1));
        let mut onlooker = glass.look().unwrap();
        for shade in 1..=5 {
            glass.show(|rgb| rgb.fill(shade));
        }
        let mut seen = Vec::new();
        assert_eq!(onlooker.next(&mut seen).await, 5);
        assert_eq!(seen, [5, 5, 5]);
    }

    #[tokio::test]
    async fn nobody_is_shown_a_picture_from_before_somebody_looked() {
        let glass = Arc::new(Glass::new(1, 1));
        glass.show(|rgb| rgb.fill(1));
        let (mut first, mut second) = (glass.look().unwrap(), glass.look().unwrap());
        let mut seen = Vec::new();
        assert!(timeout(SOON, first.next(&mut seen)).await.is_err());
        assert!(timeout(SOON, second.next(&mut seen)).await.is_err());
        glass.show(|rgb| rgb.fill(2));
        assert_eq!((first.next(&mut seen).await, second.next(&mut seen).await), (2, 2));
        // While somebody looks the picture is kept up to date, so a newcomer has it at once.
        assert_eq!(glass.look().unwrap().next(&mut seen).await, 2);
    }

    #[tokio::test]
    async fn a_waiting_onlooker_is_woken_by_the_next_picture() {
        let glass = Arc::new(Glass::new(1, 1));
        let mut onlooker = glass.look().unwrap();
        let waiting = tokio::spawn(async move { onlooker.next(&mut Vec::new()).await });
        tokio::time::sleep(SOON).await;
        glass.show(|rgb| rgb.fill(7));
        assert_eq!(timeout(Duration::from_secs(5), waiting).await.unwrap().unwrap(), 1);
    }

    #[test]
    fn the_sixty_fifth_onlooker_is_turned_away_until_another_leaves() {
        let glass = Arc::new(Glass::new(1, 1));
        let mut all: Vec<_> = (0..64).map(|_| glass.look().unwrap()).collect();
        assert!(glass.look().is_none());
        all.pop();
        assert!(glass.look().is_some());
    }

    #[test]
    fn showing_and_looking_allocate_nothing_in_the_steady_state() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let glass = Arc::new(Glass::new(192, 64));
        let mut onlooker = glass.look().unwrap();
        let mut seen = Vec::new();
        let mut round = || {
            glass.show(|rgb| rgb.fill(3));
            runtime.block_on(onlooker.next(&mut seen));
        };
        round();
        let info = allocation_counter::measure(|| (0..100).for_each(|_| round()));
        assert_eq!(info.count_total, 0, "{info:?}");
    }
}
