//! From the colour of a dot to what its lamps get, and back: gamma, order of colours, depth.

use super::layout::{Depth, Layout, PanelError};
use crate::frame::{Palette, Rgb};

/// What a lamp gets for each value of the picture, for the channels red, green and blue.
pub(super) type Curves = [[u8; 256]; 3];

/// The curves that change nothing.
pub(super) fn straight() -> Curves {
    [std::array::from_fn(|value| value as u8); 3]
}

/// The curves of a layout: a lamp that is to be lit at all stays lit, and gets at least the floor, so that dim text does
/// not vanish at the lower end of gamma.
pub(super) fn curves(layout: &Layout) -> Result<Curves, PanelError> {
    if layout.gamma.iter().any(|gamma| !Layout::GAMMA.contains(gamma)) {
        return Err(PanelError::Gamma);
    }
    let floor = layout.floor.max(1);
    Ok(layout.gamma.map(|gamma| {
        std::array::from_fn(|value| match value {
            0 => 0,
            value => {
                let light = 255.0 * (value as f32 / 255.0).powf(gamma);
                (light.round() as u8).max(floor)
            }
        })
    }))
}

/// How the lamps of a dot make its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lamps {
    pub(super) depth: Depth,
    /// Which channel each byte of an RGB dot is.
    pub(super) order: [usize; 3],
    /// What a dot of one or two lamps looks like: dark, the first lamp, the second, both.
    made: [Rgb; 4],
}

impl Lamps {
    pub(super) fn new(palette: Palette, layout: &Layout) -> Result<Self, PanelError> {
        let first = palette.first().rgb();
        let made = match (layout.depth, palette) {
            (Depth::Two, Palette::Two(a, b)) => {
                let both = palette.colours().and_then(|colours| colours.get(2).copied());
                [Rgb::BLACK, a.rgb(), b.rgb(), both.unwrap_or(first)]
            }
            (Depth::Two, _) => return Err(PanelError::NotTwo),
            _ => Self::plain(palette, layout.depth).made,
        };
        Ok(Self { depth: layout.depth, order: layout.order.channels(), made })
    }

    /// One lamp a dot, or red, green and blue ones in this order.
    pub(super) fn plain(palette: Palette, depth: Depth) -> Self {
        let first = palette.first().rgb();
        Self { depth, order: [0, 1, 2], made: [Rgb::BLACK, first, first, first] }
    }

    /// Whether the bytes of a dot have the order they have in the picture.
    pub(super) fn plain_order(&self) -> bool {
        self.order == [0, 1, 2]
    }

    /// What the lamps of a dot get before any curve; of depths of one byte the first counts.
    pub(super) fn split(&self, dot: [u8; 3]) -> [u8; 3] {
        match self.depth {
            Depth::Rgb => dot,
            Depth::Grey => [self.grey(dot), 0, 0],
            Depth::Two => [self.nearest(dot), 0, 0],
            Depth::One => [u8::from(dot != [0; 3]), 0, 0],
        }
    }

    /// What is sent for a dot.
    pub(super) fn fold(&self, dot: [u8; 3], curves: Option<&Curves>) -> [u8; 3] {
        let lamps = self.split(dot);
        match (self.depth, curves) {
            (Depth::Rgb, Some(curves)) => {
                self.order.map(|channel| curves[channel][usize::from(lamps[channel])])
            }
            (Depth::Rgb, None) => self.order.map(|channel| lamps[channel]),
            (Depth::Grey, Some(curves)) => [curves[0][usize::from(lamps[0])], 0, 0],
            _ => lamps,
        }
    }

    /// Shows byte `at` of what a dot was sent on the dot.
    pub(super) fn unfold(&self, at: usize, byte: u8, dot: &mut [u8]) {
        let Rgb(r, g, b) = match self.depth {
            Depth::Rgb => {
                dot[self.order[at]] = byte;
                return;
            }
            Depth::Grey => {
                let Rgb(r, g, b) = self.made[1];
                let part = |lamp: u8| ((u16::from(lamp) * u16::from(byte) + 127) / 255) as u8;
                Rgb(part(r), part(g), part(b))
            }
            Depth::Two => self.made[usize::from(byte & 3)],
            Depth::One => self.made[usize::from(byte != 0)],
        };
        dot.copy_from_slice(&[r, g, b]);
    }

    /// How bright a dot is beside the lamp fully lit.
    fn grey(&self, dot: [u8; 3]) -> u8 {
        let Rgb(r, g, b) = self.made[1];
        let full = u16::from(r.max(g).max(b).max(1));
        let light = u16::from(dot[0].max(dot[1]).max(dot[2]));
        ((light * 255 + full / 2) / full).min(255) as u8
    }

    /// The lamps whose light has the hue of a dot most nearly, however dim it is.
    fn nearest(&self, dot: [u8; 3]) -> u8 {
        let Some(hue) = hue(dot) else { return 0 };
        let distance = |lamps: &u8| {
            let Rgb(r, g, b) = self.made[usize::from(*lamps)];
            let lit = hue_of_lamp([r, g, b]);
            lit.iter().zip(hue).map(|(a, b)| (i32::from(*a) - i32::from(b)).pow(2)).sum::<i32>()
        };
        [1u8, 2, 3].into_iter().min_by_key(distance).unwrap_or(1)
    }
}

fn hue_of_lamp(lamp: [u8; 3]) -> [u8; 3] {
    hue(lamp).unwrap_or(lamp)
}

/// A colour at full brightness; `None` of black.
fn hue(dot: [u8; 3]) -> Option<[u8; 3]> {
    let most = u16::from(dot[0].max(dot[1]).max(dot[2]));
    (most > 0).then(|| dot.map(|channel| (u16::from(channel) * 255 / most) as u8))
}
