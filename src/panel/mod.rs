//! Where the pixels go: the bytes of a face in the order its controller wants them.
//!
//! Plainly that order is row by row from the top left, red, green, blue, 8 bits each, and a copy. Whatever else stands
//! between a picture and lamps ([`Layout`]: rotated or serpentine modules and their chains, colour order, depth, gamma, a
//! limit of current) is here and nowhere else, so that packets go on asking for bytes `from ..` and do not know how they
//! came about. A panel is worked out once; after that nothing is allocated.
//!
//! May not draw what is shown; [`pattern`] draws what technicians look at. Keeps no picture but the one that is being
//! brightened ([`Limiter`]): bytes go from the window straight into the packet.

mod chain;
mod fold;
mod lamps;
mod layout;
mod mapper;
pub mod pattern;
mod power;

pub use chain::Area;
pub use layout::{ColourOrder, Depth, Layout, Module, Output, PanelError};
pub use mapper::Mapper;
pub use power::{Limiter, Power, Supply};

use crate::frame::{Colour, Face, Palette};
use chain::{Chain, Place};
use lamps::{Curves, Lamps};
use std::ops::Range;
use std::sync::Arc;

/// What one controller gets of the bytes of a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which bytes.
    pub bytes: Range<usize>,
    /// The controller: a destination of the board's link, 0 the board's own.
    pub destination: u16,
}

/// The lamps behind one face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    made: Arc<Made>,
    /// How bright all lamps are together, in parts of [`power::FULL`].
    level: u16,
    /// The curves at that level, if it is below full.
    dimmed: Option<Box<Curves>>,
}

/// What does not change.
#[derive(Debug, PartialEq, Eq)]
struct Made {
    face: Face,
    palette: Palette,
    lamps: Lamps,
    /// `None`: straight.
    curves: Option<Curves>,
    /// Which dot of the face each dot is that is sent; `None`: row by row.
    places: Option<Vec<Place>>,
    /// Which dots that are sent come from each row, if not row by row.
    rows: Vec<Range<usize>>,
    parts: Vec<Part>,
    areas: Vec<Area>,
    as_face: bool,
    uncovered: usize,
    supply: Option<Supply>,
}

impl Panel {
    /// The panel of a face that wants it row by row, red, green and blue.
    #[must_use]
    pub fn new(face: Face) -> Self {
        Self::plain(face, Palette::Rgb, Depth::Rgb)
    }

    /// The panel of a face whose dots are lit or not, a byte of 1 or 0 each, row by row: `lamp` is how they look.
    #[must_use]
    pub fn dark_or_lit(face: Face, lamp: Colour) -> Self {
        Self::plain(face, Palette::One(lamp), Depth::One)
    }

    /// A panel without any wiring, which no face can refuse.
    fn plain(face: Face, palette: Palette, depth: Depth) -> Self {
        let (width, height) = (face.width(), face.height());
        let made = Made {
            face,
            palette,
            lamps: Lamps::plain(palette, depth),
            curves: None,
            places: None,
            rows: Vec::new(),
            parts: vec![Part { bytes: 0..face.dots() * depth.bytes(), destination: 0 }],
            areas: vec![Area { x: 0, y: 0, width, height, output: 1, number: 1 }],
            as_face: true,
            uncovered: 0,
            supply: None,
        };
        Self { made: Arc::new(made), level: power::FULL, dimmed: None }
    }

    /// Works out the panel of a face with these lamps, wired like this.
    ///
    /// # Errors
    /// It cannot be wired so; see [`PanelError`].
    pub fn build(face: Face, palette: Palette, layout: &Layout) -> Result<Self, PanelError> {
        let lamps = Lamps::new(palette, layout)?;
        let curves = Some(lamps::curves(layout)?).filter(|curves| *curves != lamps::straight());
        let Chain { places, parts, areas, as_face, uncovered } = Chain::lay(face, layout)?;
        let bytes = layout.depth.bytes();
        let parts = parts
            .into_iter()
            .map(|(dots, destination)| Part { bytes: dots.start * bytes..dots.end * bytes, destination });
        let rows = places.as_ref().map_or_else(Vec::new, |places| rows_of(face, places));
        let made = Made {
            face,
            palette,
            lamps,
            curves,
            places,
            rows,
            parts: parts.collect(),
            areas,
            as_face,
            uncovered,
            supply: layout.power,
        };
        let panel = Self { made: Arc::new(made), level: power::FULL, dimmed: None };
        power::check(&panel)?;
        Ok(panel)
    }

    /// The face it lights.
    #[must_use]
    pub fn face(&self) -> Face {
        self.made.face
    }

    /// The colours its lamps can make.
    #[must_use]
    pub fn palette(&self) -> Palette {
        self.made.palette
    }

    /// What is sent for one dot.
    #[must_use]
    pub fn depth(&self) -> Depth {
        self.made.lamps.depth
    }

    /// How many bytes a dot takes: 3 of red, green and blue, otherwise 1.
    #[must_use]
    pub fn bytes_per_dot(&self) -> usize {
        self.depth().bytes()
    }

    /// How many bytes the controllers want together for one frame.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        self.made.parts.last().map_or(0, |part| part.bytes.end)
    }

    /// What each controller gets, rising and together all bytes: one part for destination 0 unless outputs say otherwise.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.made.parts
    }

    /// Whether everything goes to the board's own controller.
    #[must_use]
    pub fn is_one(&self) -> bool {
        matches!(self.parts(), [Part { destination: 0, .. }])
    }

    /// Whether what is sent has rows and columns as many as the face, for protocols that say where dots go by column and
    /// row.
    #[must_use]
    pub fn has_rows_of_face(&self) -> bool {
        self.made.as_face && self.is_one()
    }

    /// The modules, output by output as the cable goes; one of the whole face if none are listed.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.made.areas
    }

    /// How many dots of the face no module has, which nobody sees.
    #[must_use]
    pub fn uncovered(&self) -> usize {
        self.made.uncovered
    }

    /// What its lamps draw, if it is known.
    #[must_use]
    pub fn supply(&self) -> Option<Supply> {
        self.made.supply
    }

    /// Which bytes of what the controller wants come from these rows of the picture: all others stay as they are while
    /// only these rows change.
    #[must_use]
    pub fn bytes_of(&self, rows: Range<u16>) -> Range<usize> {
        let bytes = self.bytes_per_dot();
        let dots = if self.made.places.is_none() {
            let row = usize::from(self.face().width());
            usize::from(rows.start) * row..usize::from(rows.end) * row
        } else {
            let of_rows = self.made.rows.iter().take(rows.end.into()).skip(rows.start.into());
            let sent = of_rows.filter(|dots| !dots.is_empty());
            sent.cloned().reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or(0..0)
        };
        dots.start * bytes..dots.end * bytes
    }
}

/// From the first to the last dot that is sent of each row.
fn rows_of(face: Face, places: &[Place]) -> Vec<Range<usize>> {
    let mut rows = vec![0..0; face.height().into()];
    for (n, place) in places.iter().enumerate() {
        if let Some(row) = rows.get_mut(usize::from(place.y)) {
            *row = if row.end == 0 { n..n + 1 } else { row.start..n + 1 };
        }
    }
    rows
}
