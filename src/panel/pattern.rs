//! What technicians look at: a picture that tells every module apart, and one that tells every board apart.
//!
//! Digits and letters of 3 × 5 dots of its own, so that it needs no font and fits a module of any make.

use super::{Area, Panel};
use crate::frame::{Face, Frame, Palette, Rgb};

const GLYPH_WIDTH: usize = 3;
const GLYPH_HEIGHT: usize = 5;

/// Every module with its number on the cable (`3`; with several outputs `2-3`, output and module, where there is room for
/// it), its edges and the corner that is its upper left one, as it hangs. On boards of red, green and blue the upper edge is green, the left
/// one red, the right one blue and the lower one white; on boards of two lamps the left edge is the first lamp, the upper
/// one the second and the others both.
#[must_use]
pub fn test(panel: &Panel) -> Frame {
    let mut canvas = Canvas(Frame::unlit(panel.face()));
    let inks = Inks::of(panel.palette());
    let several = panel.areas().iter().any(|area| area.output > 1);
    for area in panel.areas() {
        let place = Rect::of(*area);
        let inside = place.shrunk(2);
        let number = area.number.to_string();
        let full = if several { format!("{}-{number}", area.output) } else { number.clone() };
        let fitting = [&full, &number].into_iter().find(|text| fit(text, inside) > 0);
        if fitting.is_none() && fit(&number, place) > 0 {
            // No room for anything else; never beyond the module.
            write(&mut canvas, &number, place, inks.text);
            continue;
        }
        edges(&mut canvas, place, inks);
        corner(&mut canvas, place, inks.text);
        write(&mut canvas, fitting.unwrap_or(&number), inside, inks.text);
    }
    canvas.0
}

/// A name, which may have ASCII letters, digits and `-`, as large as the face allows; with a frame around the face in
/// every second picture (`framed`), so that somebody in front of many boards sees one blink.
#[must_use]
pub fn identify(panel: &Panel, name: &str, framed: bool) -> Frame {
    let face = panel.face();
    let mut canvas = Canvas(Frame::unlit(face));
    let ink = Inks::of(panel.palette()).text;
    let whole = Rect::whole(face);
    if framed {
        edges(&mut canvas, whole, Inks { left: ink, top: ink, right: ink, bottom: ink, text: ink });
    }
    let inside = whole.shrunk(2);
    let place = if fit(name, inside) > 0 { inside } else { whole };
    // A name that does not fit in one line at all is cut in lines, the first ones of which are shown.
    if fit(name, place) > 0 {
        write(&mut canvas, name, place, ink);
    } else {
        let each = ((place.width + 1) / (GLYPH_WIDTH + 1)).max(1);
        let letters: Vec<char> = name.chars().collect();
        for (n, line) in letters.chunks(each).enumerate() {
            let line: String = line.iter().collect();
            let row = Rect { y: place.y + n * (GLYPH_HEIGHT + 1), height: GLYPH_HEIGHT, ..place };
            if row.y + GLYPH_HEIGHT <= place.y + place.height {
                write(&mut canvas, &line, row, ink);
            }
        }
    }
    canvas.0
}

/// The colours of a pattern.
#[derive(Clone, Copy, Debug)]
struct Inks {
    left: Rgb,
    top: Rgb,
    right: Rgb,
    bottom: Rgb,
    text: Rgb,
}

impl Inks {
    fn of(palette: Palette) -> Self {
        let text = palette.first().rgb();
        match (palette, palette.colours().as_deref()) {
            (Palette::Rgb, _) => {
                let (left, top, right) = (Rgb(255, 0, 0), Rgb(0, 255, 0), Rgb(0, 0, 255));
                Self { left, top, right, bottom: text, text }
            }
            (_, Some(&[left, top, both])) => Self { left, top, right: both, bottom: both, text },
            _ => Self { left: text, top: text, right: text, bottom: text, text },
        }
    }
}

/// A rectangle of dots.
#[derive(Clone, Copy, Debug)]
struct Rect {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

impl Rect {
    fn of(area: Area) -> Self {
        let [x, y, width, height] = [area.x, area.y, area.width, area.height].map(usize::from);
        Self { x, y, width, height }
    }

    fn whole(face: Face) -> Self {
        Self { x: 0, y: 0, width: face.width().into(), height: face.height().into() }
    }

    /// The same without `by` dots at every edge.
    fn shrunk(self, by: usize) -> Self {
        let less = |len: usize| len.saturating_sub(by * 2);
        Self { x: self.x + by, y: self.y + by, width: less(self.width), height: less(self.height) }
    }
}

struct Canvas(Frame);

impl Canvas {
    fn fill(&mut self, place: Rect, Rgb(r, g, b): Rgb) {
        let width = self.0.width() as usize;
        for y in place.y..place.y + place.height {
            for x in place.x..place.x + place.width {
                if let Some(dot) = self.0.rgb_mut().get_mut((y * width + x) * 3..)
                    && let Some(dot) = dot.first_chunk_mut()
                {
                    *dot = [r, g, b];
                }
            }
        }
    }
}

/// Lines of one dot along the edges. A module of one or two dots has no room for a line on both sides of nothing.
fn edges(canvas: &mut Canvas, place: Rect, inks: Inks) {
    let Rect { x, y, width, height } = place;
    if height > 2 {
        canvas.fill(Rect { height: 1, ..place }, inks.top);
        canvas.fill(Rect { y: y + height - 1, height: 1, ..place }, inks.bottom);
    }
    if width > 2 {
        canvas.fill(Rect { width: 1, ..place }, inks.left);
        canvas.fill(Rect { x: x + width - 1, width: 1, ..place }, inks.right);
    }
}

/// A triangle in the upper left corner of what is large enough.
fn corner(canvas: &mut Canvas, place: Rect, ink: Rgb) {
    if place.width >= 8 && place.height >= 8 {
        for row in 0..3 {
            canvas.fill(Rect { x: place.x, y: place.y + row, width: 3 - row, height: 1 }, ink);
        }
    }
}

/// How many times larger than the glyphs a text can be in a box; 0: it does not fit at all, or there is none.
fn fit(text: &str, place: Rect) -> usize {
    let width = (text.chars().count() * (GLYPH_WIDTH + 1)).saturating_sub(1);
    place.width.checked_div(width).unwrap_or(0).min(place.height / GLYPH_HEIGHT)
}

/// Writes a text in the middle of a box, as large as it fits.
fn write(canvas: &mut Canvas, text: &str, place: Rect, ink: Rgb) {
    let scale = fit(text, place);
    if scale == 0 {
        return;
    }
    let width = (text.chars().count() * (GLYPH_WIDTH + 1) - 1) * scale;
    let left = place.x + (place.width - width) / 2;
    let top = place.y + (place.height - GLYPH_HEIGHT * scale) / 2;
    for (n, letter) in text.chars().enumerate() {
        let glyph = glyph(letter);
        for row in 0..GLYPH_HEIGHT {
            for column in 0..GLYPH_WIDTH {
                let bit = (GLYPH_HEIGHT - 1 - row) * 3 + (GLYPH_WIDTH - 1 - column);
                if glyph >> bit & 1 == 1 {
                    let x = left + (n * (GLYPH_WIDTH + 1) + column) * scale;
                    canvas.fill(Rect { x, y: top + row * scale, width: scale, height: scale }, ink);
                }
            }
        }
    }
}

/// The dots of a glyph, an octal digit a row; a letter that is none has no dots.
fn glyph(letter: char) -> u16 {
    const DIGITS: [u16; 10] =
        [0o75557, 0o26227, 0o71747, 0o71717, 0o55711, 0o74717, 0o74757, 0o71122, 0o75757, 0o75717];
    const LETTERS: [u16; 26] = [
        0o25755, 0o65656, 0o34443, 0o65556, 0o74647, 0o74644, 0o34553, 0o55755, 0o72227, 0o11152, 0o55655,
        0o44447, 0o57755, 0o65555, 0o25552, 0o65644, 0o25563, 0o65655, 0o34216, 0o72222, 0o55557, 0o55552,
        0o55775, 0o55255, 0o55222, 0o71247,
    ];
    let letter = letter.to_ascii_lowercase();
    match letter {
        '0'..='9' => DIGITS[letter as usize - '0' as usize],
        'a'..='z' => LETTERS[letter as usize - 'a' as usize],
        '-' => 0o00700,
        _ => 0,
    }
}
