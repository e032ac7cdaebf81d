//! Reads the texts of a playlist (rules T): what `language` finds becomes faults with their places in the file.
//!
//! A name or a loan may look like a slip, so most are warnings and the text is shown. A tone on the wrong letter is an
//! error: where it belongs is a closed rule, and the right spelling is said with it. So is what the site bans.

use crate::language::syllable::Reason;
use crate::language::{Finding, Kind, Lexicon, Proofreader, compose};
use crate::playlist::Item;
use crate::report::{Fault, Message, Rule, Severity, Source, shortened};
use jiff::civil::{Date, Weekday};
use std::sync::Arc;

/// Reads text after text of one playlist: what is said of one may depend on those before it.
#[derive(Clone, Debug)]
pub struct Texts<'l> {
    reader: Proofreader<'l>,
}

impl<'l> Texts<'l> {
    /// A reader who knows these words and names, and what day it is if that is said: a date without its year is the
    /// nearest one.
    #[must_use]
    pub fn new(lexicon: &'l Lexicon, today: Option<Date>) -> Self {
        let reader = Proofreader::new(lexicon);
        Self { reader: if let Some(today) = today { reader.on(today) } else { reader } }
    }

    /// Everything to look at again in the text of the next item, in the order of the text.
    pub fn read(&mut self, source: &Arc<Source>, item: &Item) -> Vec<Fault> {
        let place = item.text.span.clone();
        let written = source.text.get(place.clone()).unwrap_or_default();
        let mut faults = Vec::new();
        if compose(written) != written {
            faults.push(Fault::warning(source, place, Message::TextComposed {}).at(Severity::Info));
        }
        for finding in self.reader.read(&item.text.value) {
            let span = source.passage(&item.text, finding.position, finding.length);
            let message = message(finding);
            let severity = severity(&message);
            faults.push(Fault::warning(source, span, message).at(severity));
        }
        faults
    }
}

fn severity(message: &Message) -> Severity {
    match message.rule() {
        Some(Rule::T06 | Rule::T13) => Severity::Error,
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
        Kind::Meant { fix } => Message::PhraseMeant { words: word, fix },
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
