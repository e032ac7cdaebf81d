//! Keys that hold a date or a moment.

use super::written::{self, Wrong, YEARS};
use crate::calendar::Moment;
use crate::report::{At, Fields, Message, shortened};
use jiff::civil::{Date, Time};

/// Which end of a day is meant where only the day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Its first instant.
    Begins,
    /// Its end, which is the first instant of the next day.
    Ends,
}

/// A date: `2026-12-31` with or without quotes, or `"31/12/2026"`.
pub fn date(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<At<Date>> {
    let text = fields.written(key, Message::WantsDate { key: key.to_owned() })?;
    match written::date(&text.value) {
        Ok(value) => Some(At { value, span: text.span }),
        Err(wrong) => {
            let message = wrong_time(&text.value, wrong, Message::WantsDate { key: key.to_owned() });
            fields.fault(text.span, message);
            None
        }
    }
}

/// A moment: a date, whose `edge` is meant, or a date and a time of day, with or without an offset from UTC.
pub fn moment(fields: &mut Fields<'_, '_>, key: &'static str, edge: Edge) -> Option<At<Moment>> {
    let text = fields.written(key, Message::WantsMoment { key: key.to_owned() })?;
    match written::moment(&text.value) {
        Ok((_, Some(value))) => Some(At { value, span: text.span }),
        Ok((day, None)) => {
            let day = if edge == Edge::Ends { day.tomorrow().unwrap_or(day) } else { day };
            Some(At { value: Moment::Civil(day.to_datetime(Time::midnight())), span: text.span })
        }
        Err(wrong) => {
            let message = wrong_time(&text.value, wrong, Message::WantsMoment { key: key.to_owned() });
            fields.fault(text.span, message);
            None
        }
    }
}

/// Two dates in their order; the later one is left out, and that said, if it lies before the earlier one.
pub fn not_before(
    fields: &mut Fields<'_, '_>,
    (early, first): (&'static str, Option<&At<Date>>),
    (late, last): (&'static str, Option<At<Date>>),
) -> Option<At<Date>> {
    let last = last?;
    if first.is_some_and(|first| last.value < first.value) {
        let message = Message::EndsBeforeItBegins { end: late.to_owned(), begin: early.to_owned() };
        fields.fault(last.span, message);
        return None;
    }
    Some(last)
}

/// What to say of a text that is no date or time; `form` if it is not even written like one.
pub(super) fn wrong_time(text: &str, wrong: Wrong, form: Message) -> Message {
    match wrong {
        Wrong::Form => form,
        Wrong::NoSuch => Message::NoSuchTime { text: shortened(text) },
        Wrong::Year => Message::YearOutside { low: *YEARS.start(), high: *YEARS.end() },
    }
}
