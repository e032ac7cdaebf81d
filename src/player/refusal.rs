//! Why an item cannot be shown on a board, as a sentence, with the nearest that works: found by trying it.

use super::Stage;
use crate::playlist::{Item, Motion};
use crate::report::{Message, code_point, shortened};
use crate::scene::{Canvas, Font, Fonts, LayoutError, choose};
use crate::schedule::Choice;
use std::ops::Range;

/// The place and the sentence of a layout that failed in this font.
pub(super) fn explain(
    choice: &Choice,
    stage: &Stage,
    canvas: &Canvas<'_>,
    fonts: &Fonts,
    error: LayoutError,
) -> (Range<usize>, Message) {
    let item = choice.item();
    let (board, font) = (stage.reach.board.clone(), canvas.font.name.clone());
    let whole = item.text.span.clone();
    let (face, height) = (stage.face.width(), stage.face.height());
    let message = match error {
        LayoutError::NoSuchLetter { letter, position } => {
            let code = code_point(letter);
            let span = choice.playlist.source.letter(&item.text, position);
            let (letter, position) = (letter.to_string(), position + 1);
            return (span, Message::NoSuchLetter { letter, code, position, font });
        }
        LayoutError::FontTooHigh { rows } => match remedies(item, stage.moves, canvas, fonts) {
            Some(offer) => Message::FontTooHigh { font, rows, board, height, offer },
            None => Message::FontTooHighAlone { font, rows, board, height },
        },
        LayoutError::WordTooWide { word, width } => {
            let word = shortened(&word);
            match remedies(item, stage.moves, canvas, fonts) {
                Some(offer) => Message::WordTooWide { word, width, board, face, font, offer },
                None => Message::WordTooWideAlone { word, width, board, face, font },
            }
        }
        LayoutError::TooLong => Message::TextTooLong { board },
        LayoutError::Dark => Message::PageDark { board },
    };
    (whole, message)
}

/// What shows the item after all, as keys of its table: the largest lower font of the project, and scrolling in the same
/// font; both at once if neither alone helps; `None` if nothing does.
fn remedies(item: &Item, moves: bool, canvas: &Canvas<'_>, fonts: &Fonts) -> Option<String> {
    let works = |item: &Item, font: &Font| choose(item, canvas, &[font]).is_ok();
    let motion = if moves { Motion::ScrollLeft { speed: Motion::LEFT_SPEED } } else { Motion::Hold };
    let moved = Item { motion, ..item.clone() };
    let own = fonts.own();
    let standing = Item { motion: Motion::Hold, ..item.clone() };
    let item = if moves { item } else { &standing };
    let lower = |item: &Item| {
        let lower = own.iter().filter(|font| font.rows() < canvas.font.rows());
        lower.map(|font| font.as_ref()).find(|font| works(item, font)).map(|font| font.name.clone())
    };
    let font = lower(item).map(|name| format!("`font = \"{name}\"`"));
    let scroll = (moves && works(&moved, canvas.font)).then(|| "`motion = \"scroll-left\"`".to_owned());
    let each: Vec<String> = font.into_iter().chain(scroll).collect();
    if !each.is_empty() {
        return Some(each.join(", "));
    }
    lower(&moved).filter(|_| moves).map(|name| format!("`font = \"{name}\"` + `motion = \"scroll-left\"`"))
}
