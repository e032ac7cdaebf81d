//! Rule L10: colours that the eye hardly tells from the dark face. What is not lit is black, so only the text counts.

use super::{Case, Finding};
use crate::frame::Rgb;
use crate::report::Message;

/// What there is to say of an item's colour.
pub(super) fn finding(case: &Case<'_>) -> Option<Finding> {
    let colour = case.layout.colour();
    let (least, light) = (case.settings.luminance_least, luminance(colour));
    let Rgb(r, g, b) = colour;
    (light < least).then(|| {
        let percent = (light * 100.0).round() as u32;
        Finding::warning(Message::ColourDark {
            colour: format!("#{r:02x}{g:02x}{b:02x}"),
            percent,
            board: case.board(),
        })
    })
}

/// Relative luminance of a colour, 0 to 1, as WCAG 2 defines it for sRGB.
fn luminance(Rgb(r, g, b): Rgb) -> f64 {
    let linear = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}
