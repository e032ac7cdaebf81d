//! Writes a face as BDF 2.1, the text form of bitmap fonts (Adobe, "Glyph Bitmap Distribution Format", 1993).

use super::{Face, Letter};
use std::fmt::Write as _;

/// The whole file; the same face always gives the same text.
pub(super) fn write(name: &str, face: &Face) -> String {
    let rows = face.ascent + face.descent;
    let widest = face.letters.values().map(|letter| bounds(letter).map_or(0, |b| b.right - b.left + 1)).max();
    let widest = widest.unwrap_or(0);
    let mut out = format!(
        "STARTFONT 2.1\n\
         COMMENT {name}, composed from its component sources; do not edit, rebuild.\n\
         FONT -bangtin-{name}-{weight}-r-normal--{rows}-{rows}0-75-75-p-80-iso10646-1\n\
         SIZE {rows} 75 75\n\
         FONTBOUNDINGBOX {widest} {rows} -1 {bottom}\n\
         STARTPROPERTIES 4\n\
         FAMILY_NAME \"{name}\"\n\
         FONT_ASCENT {ascent}\n\
         FONT_DESCENT {descent}\n\
         DEFAULT_CHAR 63\n\
         ENDPROPERTIES\n\
         CHARS {count}\n",
        weight = if face.bold { "bold" } else { "medium" },
        ascent = face.ascent,
        descent = face.descent,
        bottom = -face.descent,
        count = face.letters.len(),
    );
    for (letter, drawn) in &face.letters {
        character(&mut out, *letter, drawn, rows);
    }
    out.push_str("ENDFONT\n");
    out
}

struct Bounds {
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
}

fn bounds(letter: &Letter) -> Option<Bounds> {
    let columns = || letter.dots.iter().map(|(x, _)| *x);
    let rows = || letter.dots.iter().map(|(_, y)| *y);
    Some(Bounds {
        left: columns().min()?,
        right: columns().max()?,
        top: rows().max()?,
        bottom: rows().min()?,
    })
}

fn character(out: &mut String, letter: char, drawn: &Letter, rows: i32) {
    let code = u32::from(letter);
    let scalable = drawn.advance * 1000 / rows;
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "STARTCHAR uni{code:04X}\nENCODING {code}\nSWIDTH {scalable} 0\nDWIDTH {} 0\n",
        drawn.advance
    );
    let Some(bounds) = bounds(drawn) else {
        out.push_str("BBX 0 0 0 0\nBITMAP\nENDCHAR\n");
        return;
    };
    let (width, height) = (bounds.right - bounds.left + 1, bounds.top - bounds.bottom + 1);
    let _ = writeln!(out, "BBX {width} {height} {} {}\nBITMAP", bounds.left, bounds.bottom);
    for y in (bounds.bottom..=bounds.top).rev() {
        for byte in 0..(width + 7) / 8 {
            let lit = |bit: &i32| drawn.dots.contains(&(bounds.left + byte * 8 + bit, y));
            let value: u32 = (0..8).filter(lit).map(|bit| 0x80 >> bit).sum();
            let _ = write!(out, "{value:02X}");
        }
        out.push('\n');
    }
    out.push_str("ENDCHAR\n");
}
