//! What is known of one board, told to a terminal: the values of `/api/status`, and the same in sentences.

use super::Desk;
use super::told::Board;
use super::words::Words;
use crate::report::Lang;

/// What is known of a board now: as `/api/status` has it, and a line for each thing a person wants to know. `None` if
/// there is no such board.
#[must_use]
pub fn board(desk: &Desk, id: &str, lang: Lang) -> Option<(serde_json::Value, Vec<String>)> {
    let site = desk.site.borrow().clone();
    let view = site.boards.iter().find(|board| board.id == id)?;
    let told = Board::of(view, &site, desk, lang);
    let value = serde_json::to_value(&told).ok()?;
    Some((value, lines(&told, Words::of(lang))))
}

fn lines(board: &Board, words: &Words) -> Vec<String> {
    let mut lines = vec![
        format!("{} ({}): {}", board.name, board.id, board.state.sentence),
        format!("{}: {}, {}, {}", words.about, board.size_words, board.protocol, board.link),
    ];
    if let Some(air) = &board.on_air {
        let shown = if board.is_last_resort() {
            words.last_resort
        } else if board.is_held() {
            words.held
        } else if board.is_dark() {
            words.dark
        } else {
            &air.text.replace('\n', " / ")
        };
        lines.push(format!("{}: {shown}", words.on_air));
        lines.push(format!("{}: {}", words.why, air.why));
        let until = air.until_words.as_ref().map(|until| format!(" – {until}"));
        lines.push(format!("{}: {}{}", words.since, air.since_words, until.unwrap_or_default()));
    } else {
        lines.push(format!("{}: {}", words.on_air, words.nothing_yet));
    }
    if let Some(next) = &board.next {
        lines.push(format!("{}: {} {}", words.next, next.at_words, next.text.replace('\n', " / ")));
    }
    let orders = board.blackout.iter().map(|order| &order.sentence);
    lines.extend(orders.chain(board.notices.iter().map(|notice| &notice.sentence)).cloned());
    lines
}
