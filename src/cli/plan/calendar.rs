//! A plan as a calendar (RFC 5545), an event for each stretch.
//!
//! Small enough to be written here: a calendar crate would bring a second library of time. Nothing in it depends on when
//! it is written, so the same files give the same calendar.

use super::Telling;
use crate::timetable::{Stretch, lit};
use jiff::Timestamp;

/// The most octets of a line, its end not counted.
const LINE: usize = 75;

/// The whole calendar.
pub(super) fn ics(telling: &Telling<'_>) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//bangtin//plan//VI".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(&telling.board.name)),
    ];
    telling.stretches.iter().for_each(|stretch| lines.extend(event(telling, stretch)));
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn event(telling: &Telling<'_>, stretch: &Stretch) -> Vec<String> {
    let say = |message: &crate::report::Message| message.say(telling.lang);
    let (words, lists) = (say(&lit(stretch.lit)), stretch.titles());
    let summary = if lists.is_empty() { words } else { format!("{words}: {lists}") };
    let hidden = Some(stretch.hidden_titles()).filter(|titles| !titles.is_empty());
    let hidden = hidden.map(|playlists| say(&crate::report::Message::PlanHidden { playlists }));
    let more: Vec<String> = stretch.more().map(say).into_iter().chain(hidden).collect();
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        // Asked again, the same stretch is the same event; only the first may be cut at another place.
        format!("UID:{}-{}@bangtin", telling.board.id.value, stamp(stretch.from)),
        format!("DTSTAMP:{}", stamp(telling.from)),
        format!("DTSTART:{}", stamp(stretch.from)),
        format!("DTEND:{}", stamp(stretch.to)),
        format!("SUMMARY:{}", escaped(&summary)),
        format!("CATEGORIES:{}", stretch.code()),
        "TRANSP:TRANSPARENT".to_owned(),
    ];
    if !more.is_empty() {
        lines.push(format!("DESCRIPTION:{}", escaped(&more.join("\n"))));
    }
    lines.push("END:VEVENT".to_owned());
    lines
}

/// `20261124T000500Z`
fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    out
}

/// A line, parted where it is too long and never inside a letter; lines after the first begin with a space.
fn folded(line: &str) -> String {
    let (mut out, mut room) = (String::with_capacity(line.len() + 2), LINE);
    for letter in line.chars() {
        if letter.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= letter.len_utf8();
        out.push(letter);
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_calendar_would_read_as_its_own_signs_is_escaped() {
        assert_eq!(escaped("a;b,c\\d\ne\r\u{7}"), "a\\;b\\,c\\\\d\\ne");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_joined_again_it_is_what_it_was(line in "[ -~à-ỹế😀]{0,300}") {
            let parted = folded(&line);
            prop_assert!(parted.ends_with("\r\n"));
            for part in parted.split("\r\n") {
                prop_assert!(part.len() <= LINE);
            }
            prop_assert_eq!(parted.replace("\r\n ", ""), line + "\r\n");
        }
    }
}
