//! Lists of expressions that name days.

use crate::calendar::{Days, DaysError, DaysProblem, MAX_LENGTH};
use crate::report::{At, Fields, Message, shortened};

/// The most expressions of one list.
pub(super) const MOST: usize = 100;

/// A list of at least `least` and at most 100 expressions, dates without quotes among them; `None` if the key is absent.
/// What is wrong is left out.
pub fn day_list(fields: &mut Fields<'_, '_>, key: &'static str, least: usize) -> Option<Vec<At<Days>>> {
    let form = || Message::WantsDays { key: key.to_owned() };
    let texts = fields.list_written(key, least..=MOST, form)?;
    Some(texts.into_iter().filter_map(|text| read(fields, key, text)).collect())
}

/// One expression, or a date without quotes.
pub fn days(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<At<Days>> {
    let text = fields.written(key, Message::WantsDays { key: key.to_owned() })?;
    read(fields, key, text)
}

fn read(fields: &mut Fields<'_, '_>, key: &'static str, text: At<String>) -> Option<At<Days>> {
    match Days::parse(&text.value) {
        Ok(value) => Some(At { value, span: text.span }),
        Err(DaysError { problem, range }) => {
            // Nothing can be pointed at where something is missing.
            let part = text.value.get(range.clone()).filter(|part| !part.is_empty());
            let place = part.map_or(text.span.clone(), |part| {
                let before = text.value[..range.start].chars().count();
                fields.reader().source.passage(&text, before, part.chars().count())
            });
            let part = shortened(part.unwrap_or(&text.value));
            fields.fault(place, message(key, &text.value, part, problem));
            None
        }
    }
}

fn message(key: &str, text: &str, part: String, problem: DaysProblem) -> Message {
    match problem {
        DaysProblem::NoSuchDay => Message::NoSuchTime { text: part },
        DaysProblem::OutOfRange => Message::DaysOutside { text: part },
        DaysProblem::Syntax => Message::DaysSyntax { text: shortened(text), part },
        DaysProblem::Backwards => Message::DaysBackwards { text: shortened(text) },
        DaysProblem::NotOneDay => Message::DaysNotOne { text: part },
        DaysProblem::TooLong => {
            Message::TextLength { key: key.to_owned(), length: text.chars().count(), most: MAX_LENGTH }
        }
    }
}
