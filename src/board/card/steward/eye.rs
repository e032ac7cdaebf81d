//! Whether a picture of a card's face is one of those it may show.

use super::super::{Axis, Cover, Matter, Stock};
use crate::frame::{Face, Frame};
use jiff::ToSpan;
use jiff::civil::DateTime;

/// Pictures are compared in squares of so many dots.
const TILE: usize = 8;
/// A channel of a square may be off by so much on average: cameras of cards lose a little of a picture.
const LOSS: u32 = 32;
/// A card's clock may be off by so many seconds from what is known of it.
const SLACK: i64 = 5;

/// Whether it is a picture of this cover.
pub(super) fn covered(picture: &Frame, cover: &Cover, face: Face) -> bool {
    cover.matters.iter().any(|matter| shows(picture, matter, face))
}

/// Whether it is a picture of something in the stock that is on air at `clock`; of anything in it while that is unknown.
pub(super) fn stocked(picture: &Frame, stock: &Stock, clock: Option<DateTime>) -> bool {
    let on_air = |airing: &super::super::Airing| {
        clock.is_none_or(|clock| {
            [-SLACK, 0, SLACK].into_iter().any(|slack| {
                let at = clock.saturating_add(slack.seconds());
                let (hour, minute, second) = (at.hour(), at.minute(), at.second());
                let second = u32::from(hour.unsigned_abs()) * 3600
                    + u32::from(minute.unsigned_abs()) * 60
                    + u32::from(second.unsigned_abs());
                airing.holds(at.date(), second)
            })
        })
    };
    stock
        .shows
        .iter()
        .filter(|show| on_air(&show.airing))
        .any(|show| shows(picture, &show.matter, stock.face) || (!show.blank.is_zero() && !picture.is_lit()))
}

fn shows(picture: &Frame, matter: &Matter, face: Face) -> bool {
    match matter {
        Matter::Pages(pages) => pages.iter().any(|page| alike(picture, &page.picture, face, 0, 0)),
        Matter::Strip { picture: strip, axis, .. } => match axis {
            Axis::Left => (0..=strip.width().saturating_sub(face.width().into()))
                .any(|x| alike(picture, strip, face, x, 0)),
            Axis::Up => (0..=strip.height().saturating_sub(face.height().into()))
                .any(|y| alike(picture, strip, face, 0, y)),
        },
    }
}

/// Whether a picture is what the face reaches of another one at a place, but for what a camera loses.
fn alike(picture: &Frame, other: &Frame, face: Face, x: u32, y: u32) -> bool {
    let (Some(one), Some(other)) = (picture.as_window(face), other.window(face, x, y)) else { return false };
    (0..usize::from(face.height())).step_by(TILE).all(|top| {
        let rows = || (top..top + TILE).take_while(|row| *row < usize::from(face.height()));
        (0..usize::from(face.width())).step_by(TILE).all(|left| {
            let columns = left * 3..((left + TILE) * 3).min(usize::from(face.width()) * 3);
            let mut off = [0u32; 3];
            for row in rows() {
                let row = row as u16;
                let (one, other) = (&one.row(row)[columns.clone()], &other.row(row)[columns.clone()]);
                for (at, (a, b)) in one.iter().zip(other).enumerate() {
                    off[at % 3] += u32::from(a.abs_diff(*b));
                }
            }
            let dots = (rows().count() * columns.len() / 3) as u32;
            off.into_iter().all(|channel| channel <= LOSS * dots)
        })
    })
}
