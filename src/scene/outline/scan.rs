//! Which dots an outline lights: those whose centres it covers, and where a stroke is so thin that it covers none, the
//! one in its middle. TrueType instructions are written for exactly this rule.

use super::Glyph;
use skrifa::outline::OutlinePen;

/// Straight pieces for a curve. With half as many, letters of 48 rows have more than twice as many dots that exact curves
/// would not light.
const CURVE: u16 = 24;
/// The most pieces of one letter.
const MOST: usize = 40_000;
/// No letter reaches further from its pen, in dots.
const FARTHEST: f32 = 256.0;
/// A line of sight passes so far above and below the centres, so that an edge exactly on them counts from both sides.
const HAIR: f32 = 1e-4;
/// An edge so near a centre covers it.
const TIE: f32 = 5e-4;

/// An outline as straight pieces, in dots, y upwards from the baseline.
#[derive(Debug, Default)]
pub(super) struct Path {
    pieces: Vec<[(f32, f32); 2]>,
    start: (f32, f32),
    at: (f32, f32),
    /// Beyond the bounds; the rest was not kept.
    overflown: bool,
}

impl Path {
    fn to(&mut self, point: (f32, f32)) {
        let within = |value: f32| value.abs() <= FARTHEST;
        if self.pieces.len() >= MOST || !within(point.0) || !within(point.1) {
            self.overflown = true;
            return;
        }
        self.pieces.push([self.at, point]);
        self.at = point;
    }

    /// The dots of the outline; `None` if it is too large.
    pub(super) fn glyph(&self, advance: u16) -> Option<Glyph> {
        let points = || self.pieces.iter().flatten();
        let hull = |value: fn(&(f32, f32)) -> f32| {
            let low = points().map(value).fold(f32::INFINITY, f32::min).floor() as i32;
            (low, points().map(value).fold(f32::NEG_INFINITY, f32::max).ceil() as i32)
        };
        if self.overflown {
            return None;
        }
        if self.pieces.is_empty() {
            return Some(Glyph::new(advance, 0, 0, 0, Vec::new()));
        }
        // An edge on a border may light the dot beyond it.
        let ((left, right), (bottom, top)) = (hull(|p| p.0), hull(|p| p.1));
        let (left, bottom) = (left - 1, bottom - 1);
        let (width, height) = ((right + 1 - left) as u16, (top + 1 - bottom) as u16);
        if width > Glyph::MAX_SIDE || height > Glyph::MAX_SIDE {
            return None;
        }
        let mut dots = Dots::new(width, height);
        for row in 0..height {
            let place = |x: i32| Some((u16::try_from(x - left).ok()?, row));
            for span in spans(&self.pieces, (bottom + i32::from(row)) as f32 + 0.5) {
                let (first, last) = span.centres();
                (first..=last).filter_map(place).for_each(|dot| dots.light(dot));
                if first > last {
                    place(span.middle()).into_iter().for_each(|dot| dots.light(dot));
                }
            }
        }
        let turned: Vec<_> = self.pieces.iter().map(|piece| piece.map(|(x, y)| (y, x))).collect();
        for column in 0..width {
            for span in spans(&turned, (left + i32::from(column)) as f32 + 0.5) {
                let (first, last) = span.centres();
                if first > last {
                    let row = u16::try_from(span.middle() - bottom).ok();
                    row.into_iter().for_each(|row| dots.light((column, row)));
                }
            }
        }
        // All four are within ±258.
        Some(Glyph::new(
            advance,
            left as i16,
            (bottom + i32::from(height)) as i16,
            width,
            dots.rows_from_above(),
        ))
    }
}

impl OutlinePen for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.close();
        (self.start, self.at) = ((x, y), (x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to((x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let from = self.at;
        for step in 1..=CURVE {
            let t = f32::from(step) / f32::from(CURVE);
            let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            self.to((a * from.0 + b * x1 + c * x, a * from.1 + b * y1 + c * y));
        }
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let from = self.at;
        for step in 1..=CURVE {
            let t = f32::from(step) / f32::from(CURVE);
            let u = 1.0 - t;
            let (a, b, c, d) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
            self.to((a * from.0 + b * x1 + c * x2 + d * x, a * from.1 + b * y1 + c * y2 + d * y));
        }
    }

    fn close(&mut self) {
        if self.at != self.start {
            self.to(self.start);
        }
    }
}

/// A covered part of a line of sight.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Span {
    from: f32,
    to: f32,
}

impl Span {
    /// The first and the last dot whose centre is covered; the last before the first if there is none.
    fn centres(self) -> (i32, i32) {
        ((self.from - 0.5 - TIE).ceil() as i32, (self.to - 0.5 + TIE).floor() as i32)
    }

    /// The dot that holds the middle.
    fn middle(self) -> i32 {
        f32::midpoint(self.from, self.to).floor() as i32
    }
}

/// What an outline covers of the horizontal line at `y`, seen a hair above and a hair below it.
fn spans(pieces: &[[(f32, f32); 2]], y: f32) -> Vec<Span> {
    let mut spans = Vec::new();
    for y in [y + HAIR, y - HAIR] {
        let mut crossings: Vec<(f32, i32)> = Vec::new();
        for [(x0, y0), (x1, y1)] in pieces {
            if (*y0 <= y) != (*y1 <= y) {
                let x = x0 + (y - y0) * (x1 - x0) / (y1 - y0);
                crossings.push((x, if y0 < y1 { 1 } else { -1 }));
            }
        }
        crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut winding, mut from) = (0, 0.0);
        for (x, turn) in crossings {
            if winding == 0 {
                from = x;
            }
            winding += turn;
            if winding == 0 {
                spans.push(Span { from, to: x });
            }
        }
    }
    spans
}

/// Dots of a box, rows from below.
struct Dots {
    width: u16,
    height: u16,
    stride: usize,
    bits: Vec<u64>,
}

impl Dots {
    fn new(width: u16, height: u16) -> Self {
        let stride = usize::from(width).div_ceil(64);
        Self { width, height, stride, bits: vec![0; stride * usize::from(height)] }
    }

    /// Lights the dot at a column and row of the box; one outside it is none.
    fn light(&mut self, (column, row): (u16, u16)) {
        if column < self.width && row < self.height {
            let place = usize::from(row) * self.stride + usize::from(column / 64);
            self.bits[place] |= 1 << (63 - column % 64);
        }
    }

    fn rows_from_above(&self) -> Vec<u64> {
        self.bits.chunks(self.stride).rev().flatten().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dots of polygons, rows from above.
    fn drawn(polygons: &[&[(f32, f32)]]) -> Vec<(i32, i32)> {
        let mut path = Path::default();
        for polygon in polygons {
            path.move_to(polygon[0].0, polygon[0].1);
            polygon[1..].iter().for_each(|point| path.line_to(point.0, point.1));
            path.close();
        }
        path.glyph(1).unwrap().dots().collect()
    }

    #[test]
    fn dots_whose_centres_are_covered_are_lit_edges_included() {
        assert_eq!(drawn(&[&[(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0)]]), [(0, -1), (1, -1)]);
        assert_eq!(drawn(&[&[(0.6, 0.0), (2.4, 0.0), (2.4, 1.0), (0.6, 1.0)]]), [(1, -1)]);
        assert_eq!(drawn(&[&[(0.5, 0.5), (1.5, 0.5), (1.5, 1.4), (0.5, 1.4)]]), [(0, -1), (1, -1)]);
    }

    #[test]
    fn a_stroke_too_thin_for_any_centre_is_lit_in_its_middle() {
        assert_eq!(drawn(&[&[(0.6, 0.0), (0.9, 0.0), (0.9, 2.0), (0.6, 2.0)]]), [(0, -2), (0, -1)]);
        assert_eq!(drawn(&[&[(0.0, 1.1), (2.0, 1.1), (2.0, 1.3), (0.0, 1.3)]]), [(0, -2), (1, -2)]);
    }

    #[test]
    fn a_hole_stays_dark_and_overlapping_parts_stay_lit() {
        let outer: &[(f32, f32)] = &[(0.0, 0.0), (0.0, 3.0), (3.0, 3.0), (3.0, 0.0)];
        let hole: &[(f32, f32)] = &[(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0)];
        assert!(!drawn(&[outer, hole]).contains(&(1, -2)));
        assert_eq!(drawn(&[outer, hole]).len(), 8);
        assert_eq!(drawn(&[outer, outer]).len(), 9);
    }

    #[test]
    fn an_outline_beyond_all_bounds_is_no_glyph() {
        for far in [1e9, f32::NAN, f32::INFINITY, 300.0] {
            let mut path = Path::default();
            path.move_to(0.0, 0.0);
            path.line_to(far, 1.0);
            path.close();
            assert_eq!(path.glyph(1), None, "{far}");
        }
    }
}
