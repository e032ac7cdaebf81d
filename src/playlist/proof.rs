//! Proof-reads the texts of a playlist: what `language` finds becomes warnings with their places in the file.
//!
//! A name or a loan may look like a slip, so most are warnings and the text is shown. A tone on the wrong letter is an
//! error: where it belongs is a closed rule, and the right spelling is said with it.

use super::Item;
use crate::language::syllable::Reason;
use crate::language::{Finding, Kind, Lexicon, Proofreader};
use crate::report::{Fault, Message, Rule, Severity, Source, shortened};
use jiff::civil::Weekday;
use std::sync::Arc;

/// The most warnings about texts that one file gives; how many more there are is said instead of them.
const MOST: usize = 50;

/// Everything to look at again in the texts of these items by what is known of words, in the order of the file.
pub(super) fn read(source: &Arc<Source>, items: &[Item], lexicon: &Lexicon) -> Vec<Fault> {
    let mut reader = Proofreader::new(lexicon);
    let (mut faults, mut more) = (Vec::new(), 0);
    for item in items {
        for finding in reader.read(&item.text.value) {
            let banned = matches!(finding.kind, Kind::Banned { .. });
            if faults.len() >= MOST && !banned {
                more += 1;
                continue;
            }
            let span = source.passage(&item.text, finding.position, finding.length);
            let message = message(finding);
            let severity = severity(&message);
            faults.push(Fault::warning(source, span, message).at(severity));
        }
    }
    if let (Some((_, span)), true) = (faults.last().and_then(|last| last.place.clone()), more > 0) {
        faults.push(Fault::warning(source, span, Message::TextMore { more }));
    }
    faults
}

fn severity(message: &Message) -> Severity {
    match message.rule() {
        Some(Rule::T06) => Severity::Error,
        Some(Rule::T11) => Severity::Info,
        _ => Severity::Warning,
    }
}

fn message(finding: Finding) -> Message {
    let count = finding.length;
    let word = shortened(&finding.passage);
    match finding.kind {
        Kind::Syllable(reason) => match reason {
            Reason::TwoTones => Message::SyllableTwoTones { word },
            Reason::NoSyllable => Message::SyllableImpossible { word },
            Reason::OnsetSpelling => Message::SyllableOnset { word },
            Reason::QuSpelling => Message::SyllableQu { word },
            Reason::YSpelling => Message::SyllableY { word },
            Reason::StopTone => Message::SyllableStopTone { word },
        },
        Kind::Tone { fix } => Message::ToneMisplaced { word, fix },
        Kind::Styles { other, fix } => Message::ToneStyles { first: other, second: word, fix },
        Kind::OtherStyle { fix } => Message::ToneOtherStyle { word, fix },
        Kind::Meant { fix } => Message::PhraseMeant { words: word, fix: shortened(&fix) },
        Kind::Hotline { known } => Message::HotlineDiffers { number: word, known: shortened(&known) },
        Kind::Banned { note: Some(note) } => Message::WordsBannedBecause { words: word, note },
        Kind::Banned { note: None } => Message::WordsBanned { words: word },
        Kind::Abbreviation { full: Some(full) } => {
            Message::AbbreviationUnexplained { word, full: full.to_owned() }
        }
        Kind::Abbreviation { full: None } => Message::AbbreviationUnknown { word },
        Kind::Abbreviations { count } => Message::AbbreviationsMany { count },
        Kind::Repeated => Message::WordRepeated { words: word },
        Kind::SpaceBefore(mark) => Message::SpaceBefore { mark },
        Kind::SpaceMissing(mark) => Message::SpaceMissing { mark },
        Kind::SpacesDoubled => Message::SpacesDoubled { count },
        Kind::Weekday(real) => {
            let (name_vi, name_en) = names(real);
            Message::WeekdayWrong { said: word, name_vi, name_en }
        }
        Kind::NoSuchDay => Message::NoSuchDay { date: word },
    }
}

fn names(day: Weekday) -> (&'static str, &'static str) {
    match day {
        Weekday::Monday => ("thứ Hai", "Monday"),
        Weekday::Tuesday => ("thứ Ba", "Tuesday"),
        Weekday::Wednesday => ("thứ Tư", "Wednesday"),
        Weekday::Thursday => ("thứ Năm", "Thursday"),
        Weekday::Friday => ("thứ Sáu", "Friday"),
        Weekday::Saturday => ("thứ Bảy", "Saturday"),
        Weekday::Sunday => ("Chủ nhật", "Sunday"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Playlist;
    use super::*;
    use crate::language::{Banned, Entries};
    use crate::report::{Lang, render};

    fn faults(text: &str) -> Vec<Fault> {
        let source = Arc::new(Source { name: "a.toml".to_owned(), text: text.to_owned() });
        let (playlist, faults) = Playlist::parse("a", &source);
        assert_eq!(
            playlist.is_some(),
            !faults.iter().any(Fault::is_error),
            "{}",
            render(&faults, Lang::En, false)
        );
        faults
    }

    #[test]
    fn a_slip_is_a_warning_with_the_caret_under_the_very_word() {
        let text =
            "[[item]]\ntext = \"\"\"\nDịch vụ công\n  kết qủa\"\"\"\n[[item]]\ntext = \"nhận\\nhồ sơơ\"\n";
        let found = faults(text);
        let places: Vec<_> =
            found.iter().map(|f| (f.line_column(), f.message.code(), f.is_error())).collect();
        assert_eq!(
            places,
            [(Some((4, 7)), "ToneMisplaced", true), (Some((6, 18)), "SyllableImpossible", false)]
        );
        let shown = render(&found, Lang::Vi, false);
        assert!(shown.contains("hãy viết \"quả\"") && shown.contains("      ^^^\n"), "{shown}");
    }

    #[test]
    fn what_the_site_bans_is_an_error_and_all_else_a_warning() {
        let text = "[[item]]\ntext = \"Nhà cái, dich vụ công, hòa, hoà\"\n";
        let source = Arc::new(Source { name: "a.toml".to_owned(), text: text.to_owned() });
        let items = Playlist::parse("a", &source).0.unwrap().items;
        let banned = vec![Banned { words: "nhà cái".to_owned(), note: None }];
        let found = read(&source, &items, &Lexicon::new(&Entries { banned, ..Entries::default() }));
        let codes: Vec<_> = found.iter().map(|f| (f.message.code(), f.is_error())).collect();
        assert_eq!(codes, [("WordsBanned", true), ("PhraseMeant", false), ("ToneStyles", false)]);
        let shown = render(&found, Lang::Vi, false);
        assert!(shown.contains("\"dich vụ công\" có lẽ viết nhầm") && shown.contains("\"hòa\""), "{shown}");
    }

    #[test]
    fn a_file_full_of_slips_is_said_shortly() {
        let text = format!("[[item]]\ntext = \"{}\"\n", "xyz, ".repeat(400));
        let found = faults(&text);
        assert_eq!(found.len(), MOST + 1);
        assert_eq!(found[MOST].message, Message::TextMore { more: 400 - MOST });
    }
}
