//! Rules L02 to L09: how an item lies on a face, and from how far it can be read.

use super::{Case, Finding, tenths};
use crate::language;
use crate::playlist::Motion;
use crate::report::Message;
use unicode_normalization::UnicodeNormalization;

/// Everything to say of the place of an item on a face.
pub(super) fn findings(case: &Case<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(capitals(case));
    if case.item.motion == Motion::Hold {
        found.extend(amount(case));
    }
    found.extend(lines_close(case));
    found.extend(letters_small(case));
    found.extend(marks_small(case));
    found
}

/// L02. The rows that count are those of the font: a tall board does not make small letters larger.
fn capitals(case: &Case<'_>) -> Option<Finding> {
    let rows = case.font.rows();
    let text = &case.item.text.value;
    let heavy = text.chars().find(|letter| letter.is_uppercase() && letter.nfd().count() > 2);
    if let (Some(letter), true) = (heavy, f64::from(rows) <= case.settings.capitals_small_rows) {
        return Some(Finding::error(Message::CapitalLost { letter, rows }));
    }
    let shouted = text.lines().any(is_shouted) && f64::from(rows) < case.settings.capitals_rows;
    let least = case.settings.capitals_rows.ceil() as u32;
    shouted.then(|| Finding::warning(Message::CapitalsHard { rows, least }))
}

/// Whether a line is written in capitals: two words of letters at least, one of them longer than an abbreviation part.
fn is_shouted(line: &str) -> bool {
    let words = line.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    words.count() > 1 && line.chars().any(char::is_uppercase) && !line.chars().any(char::is_lowercase)
}

/// L05.
fn amount(case: &Case<'_>) -> Option<Finding> {
    let pages = case.layout.page_count();
    let mut each = vec![(0usize, 0usize); pages as usize];
    for line in case.layout.lines(case.font) {
        if let Some((lines, syllables)) = each.get_mut(line.page as usize) {
            *lines += 1;
            *syllables += language::syllables(line.text);
        }
    }
    let lines = each.iter().map(|page| page.0).max().unwrap_or(0);
    let syllables = each.iter().map(|page| page.1).max().unwrap_or(0);
    let settings = case.settings;
    let much = lines as f64 > settings.lines_most
        || f64::from(pages) > settings.pages_most
        || syllables as f64 > settings.syllables_most;
    much.then(|| Finding::warning(Message::TextMuch { lines, pages, syllables, board: case.board() }))
}

/// L07. Measured where dots of both lines meet, marks and tails counted: what touches is what is misread.
fn lines_close(case: &Case<'_>) -> Option<Finding> {
    let gap = case.layout.clear_rows(case.font)?;
    let least = case.settings.line_gap;
    (f64::from(gap) < least)
        .then(|| Finding::warning(Message::LinesClose { gap, least: tenths(least), board: case.board() }))
}

/// L08. The height is that of H.
fn letters_small(case: &Case<'_>) -> Option<Finding> {
    let (top, bottom) = case.font.glyph('H')?.ink_rows()?;
    let height = f64::from(bottom - top) * case.view.pitch_mm;
    let settings = case.settings;
    let times = [
        (case.view.viewers_m, settings.day_m_per_mm, false),
        (case.view.viewers_night_m, settings.night_m_per_mm, true),
    ];
    let found = times.into_iter().filter_map(|(viewers, reach, night)| {
        let viewers = viewers.filter(|viewers| *viewers > reach * height)?;
        let lost = viewers > settings.lost_m_per_mm * height;
        let (height, reach, viewers) = (tenths(height), tenths(reach * height), tenths(viewers));
        let board = case.board();
        let message = if night {
            Message::LettersSmallNight { height, reach, viewers, board }
        } else {
            Message::LettersSmall { height, reach, viewers, board }
        };
        Some(if lost { Finding::error(message) } else { Finding::warning(message) })
    });
    found.max_by_key(|finding| finding.severity)
}

/// L09. The smallest thing to be seen is the gap between a mark and its letter.
fn marks_small(case: &Case<'_>) -> Option<Finding> {
    let gap = if case.font.rows() < 48 { 1.0 } else { 2.0 };
    let detail = gap * case.view.pitch_mm;
    let viewers = case.view.viewers_m.into_iter().chain(case.view.viewers_night_m).fold(0.0, f64::max);
    let reach = case.settings.marks_m_per_mm * detail;
    (viewers > reach).then(|| {
        let lost = viewers > case.settings.marks_lost_m_per_mm * detail;
        let message =
            Message::MarksSmall { reach: tenths(reach), viewers: tenths(viewers), board: case.board() };
        if lost { Finding::error(message) } else { Finding::warning(message) }
    })
}
