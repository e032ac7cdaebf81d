//! What the lamps draw, and a limit for it that no eye sees at work.
//!
//! The estimate: the values the lamps get, summed, times the current of a dot whose lamps are all fully lit, and what a
//! dot draws when it is dark. Above the limit the whole frame is dimmed, never single dots, so that colours and contrast
//! stay as they are: down at once, because fuses do not wait, and up slowly, because a jump of light is ugly. Every lamp
//! that is lit stays lit.

use super::{Depth, Panel, PanelError};
use crate::frame::{Frame, Window};
use std::time::Duration;

/// The level that does not dim.
pub(super) const FULL: u16 = 4096;
/// How long the way from dark to full level takes.
const SLEW: Duration = Duration::from_secs(2);
/// How often a standing picture becomes brighter on that way.
const STEP: Duration = Duration::from_millis(40);

/// What lamps draw and how much they may draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supply {
    /// The current of a dot all of whose lamps are fully lit, in µA.
    pub dot_ua: u32,
    /// The current of a dark dot, in µA.
    pub idle_ua: u32,
    /// The voltage at the dots, in mV.
    pub millivolts: u32,
    /// The most current all dots together may draw, in mA.
    pub limit_ma: Option<u32>,
}

/// What a frame draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Power {
    /// The current of all dots together in A, an estimate.
    pub amperes: f32,
    /// The power of all dots together in W, an estimate.
    pub watts: f32,
    /// How far the frame is dimmed to stay within the limit: 1 not at all, down to 0.
    pub scale: f32,
}

/// A lamp's value at a level: what is lit stays lit.
pub(super) fn dimmed(value: u8, level: u16) -> u8 {
    let scaled = (u32::from(value) * u32::from(level) / u32::from(FULL)) as u8;
    if value == 0 { 0 } else { scaled.max(1) }
}

/// Whether the panel can keep its limit, whatever it shows.
pub(super) fn check(panel: &Panel) -> Result<(), PanelError> {
    let Some(supply) = panel.supply() else { return Ok(()) };
    let Some(limit_ma) = supply.limit_ma else { return Ok(()) };
    if matches!(panel.depth(), Depth::Two | Depth::One) {
        return Err(PanelError::NotDimmable);
    }
    let lamps = u64::from(panel.depth().lamps().0);
    let least = supply.current_ua(panel, panel.dots_lit() * lamps);
    let least_ma = least.div_ceil(1000);
    if u64::from(limit_ma) < least_ma {
        return Err(PanelError::Limit { limit_ma, least_ma });
    }
    Ok(())
}

impl Panel {
    /// How many dots of the face are on modules.
    fn dots_lit(&self) -> u64 {
        (self.face().dots() - self.uncovered()) as u64
    }
}

impl Supply {
    /// The current in µA of a panel the values of whose lamps have this sum, rounded up.
    fn current_ua(&self, panel: &Panel, sum: u64) -> u64 {
        let (lamps, full) = panel.depth().lamps();
        // At most 2^20 dots of 3 × 255, times 2^32: far below 2^64.
        let lit = (sum * u64::from(self.dot_ua)).div_ceil(u64::from(lamps * full));
        lit + panel.dots_lit() * u64::from(self.idle_ua)
    }

    /// The greatest sum that is within the limit.
    fn budget(&self, panel: &Panel) -> u64 {
        let (Some(limit), 1..) = (self.limit_ma, self.dot_ua) else { return u64::MAX };
        let (lamps, full) = panel.depth().lamps();
        let left = (u64::from(limit) * 1000).saturating_sub(panel.dots_lit() * u64::from(self.idle_ua));
        left * u64::from(lamps * full) / u64::from(self.dot_ua)
    }
}

/// Weighs every frame, and dims the panel where one would draw too much.
#[derive(Debug)]
pub struct Limiter {
    supply: Supply,
    budget: u64,
    /// How many lamps of red, green and blue have each value, before any curve.
    counts: Box<[[u32; 256]; 3]>,
    level: u16,
    /// The level the picture may have.
    allowed: u16,
    at: Duration,
    power: Option<Power>,
    /// The picture that stands while it becomes brighter.
    still: Frame,
}

impl Limiter {
    /// The limiter of a panel; `None` where nothing is known of what its lamps draw. Once it is made, nothing is allocated.
    #[must_use]
    pub fn new(panel: &mut Panel) -> Option<Self> {
        let supply = panel.supply()?;
        panel.dim(FULL);
        Some(Self {
            supply,
            budget: supply.budget(panel),
            counts: Box::new([[0; 256]; 3]),
            level: FULL,
            allowed: FULL,
            at: Duration::ZERO,
            power: None,
            still: Frame::unlit(panel.face()),
        })
    }

    /// Weighs a frame that is about to be shown at `now` and sets the level of the panel for it. True if the level is
    /// another one than before, so that nothing of an older frame can be used again.
    pub fn weigh(&mut self, panel: &mut Panel, window: &Window<'_>, now: Duration) -> bool {
        self.count(panel, window);
        self.allowed = self.allowed(panel);
        let changed = self.settle(panel, now);
        if self.level < self.allowed {
            window.copy(0, self.still.rgb_mut());
        }
        changed
    }

    /// When the picture that stands may be shown again and brighter; `None` once it is as bright as it may be.
    #[must_use]
    pub fn due(&self) -> Option<Duration> {
        (self.level < self.allowed).then(|| self.at + STEP)
    }

    /// Makes the panel brighter for the picture that stands, which is given back.
    pub fn rise(&mut self, panel: &mut Panel, now: Duration) -> Option<Window<'_>> {
        self.settle(panel, now);
        self.still.as_window(panel.face())
    }

    /// What the frame that was weighed last draws.
    #[must_use]
    pub fn power(&self) -> Option<Power> {
        self.power
    }

    fn count(&mut self, panel: &Panel, window: &Window<'_>) {
        self.counts.as_flattened_mut().fill(0);
        let counts = &mut self.counts;
        match panel.depth() {
            Depth::Rgb => panel.each_dot(window, |dot| {
                for (counts, value) in counts.iter_mut().zip(dot) {
                    counts[usize::from(value)] += 1;
                }
            }),
            Depth::Grey | Depth::One => panel.each_dot(window, |dot| counts[0][usize::from(dot[0])] += 1),
            // Two bits are up to two lamps.
            Depth::Two => panel.each_dot(window, |dot| counts[0][dot[0].count_ones() as usize] += 1),
        }
    }

    /// What the lamps get together at a level.
    fn sum(&self, panel: &Panel, level: u16) -> u64 {
        let curves = panel.full_curves();
        let dims = matches!(panel.depth(), Depth::Rgb | Depth::Grey);
        let lamp = |value: usize, full: u8| if dims { dimmed(full, level).into() } else { value as u64 };
        let channels = self.counts.iter().zip(&curves);
        channels
            .flat_map(|(counts, curve)| counts.iter().zip(curve).enumerate())
            .map(|(value, (count, full))| u64::from(*count) * lamp(value, *full))
            .sum()
    }

    /// The greatest level that keeps the limit.
    fn allowed(&self, panel: &Panel) -> u16 {
        if self.supply.limit_ma.is_none() || self.sum(panel, FULL) <= self.budget {
            return FULL;
        }
        let (mut low, mut high) = (0, FULL);
        while high - low > 1 {
            let middle = low.midpoint(high);
            if self.sum(panel, middle) <= self.budget { low = middle } else { high = middle }
        }
        low
    }

    /// Goes to the allowed level, down at once and up as far as the time since the last frame lets it.
    fn settle(&mut self, panel: &mut Panel, now: Duration) -> bool {
        // A picture may have stood for long: the way up begins with this one.
        let passed = now.saturating_sub(self.at).min(STEP * 2);
        let up = (u128::from(FULL) * passed.as_millis() / SLEW.as_millis()) as u16;
        let level = self.allowed.min(self.level.saturating_add(up));
        let changed = level != self.level;
        (self.level, self.at) = (level, now);
        if changed {
            panel.dim(level);
        }
        let amperes = self.supply.current_ua(panel, self.sum(panel, level)) as f32 / 1e6;
        let volts = self.supply.millivolts as f32 / 1e3;
        let scale = f32::from(level) / f32::from(FULL);
        self.power = Some(Power { amperes, watts: amperes * volts, scale });
        changed
    }
}
