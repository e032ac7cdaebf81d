//! `[campaign]`: on whose directive a playlist is shown, until when, and how often that has to be.

use crate::calendar::read::{date, not_before};
use crate::language;
use crate::report::{At, Fields, Message};
use jiff::civil::Date;

/// A directive that a playlist carries out.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    /// The number of the document (`47/KH-UBND`), 1 to 200 characters.
    pub directive: At<String>,
    /// The first day; at once if absent.
    pub start: Option<At<Date>>,
    /// The last day on which something is owed.
    pub deadline: Option<At<Date>>,
    /// How often it has to be shown; as it comes if absent.
    pub wanted: Option<At<Wanted>>,
}

/// How often a campaign has to be shown on each of its boards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// So many times a day, 1 to 10,000.
    PerDay(u32),
    /// So many times a week, 1 to 70,000.
    PerWeek(u32),
    /// Per cent of the time, 1 to 100.
    Share(u8),
}

impl Campaign {
    /// Reads the table; `None` if it is absent or says nothing that can be used.
    pub(super) fn read(top: &mut Fields<'_, '_>) -> Option<Self> {
        let (table, place) = top.table("campaign")?;
        let mut fields = Fields::new(top.reader(), "[campaign]", table, place);
        if !fields.has("directive") {
            fields.missing("directive");
        }
        let directive = read_directive(&mut fields);
        let start = date(&mut fields, "start");
        let deadline = date(&mut fields, "deadline");
        let deadline = not_before(&mut fields, ("start", start.as_ref()), ("deadline", deadline));
        let wanted = read_wanted(&mut fields);
        fields.finish();
        Some(Self { directive: directive?, start, deadline, wanted })
    }
}

fn read_directive(fields: &mut Fields<'_, '_>) -> Option<At<String>> {
    let text = fields.text("directive", 200)?;
    let value = language::tidy(&text.value);
    if value.trim().is_empty() {
        fields.fault(text.span, Message::EntryBlank { key: "directive".to_owned() });
        return None;
    }
    Some(At { value, span: text.span })
}

fn read_wanted(fields: &mut Fields<'_, '_>) -> Option<At<Wanted>> {
    let mut given = Vec::new();
    for (key, most) in [("per_day", 10_000), ("per_week", 70_000), ("share", 100)] {
        given.extend(fields.integer(key, 1..=most).map(|at| (key, at)));
    }
    if let [_, (_, second), ..] = &given[..] {
        let keys = "`per_day`, `per_week`, `share`".to_owned();
        fields.fault(second.span.clone(), Message::OnlyOneOf { keys });
        return None;
    }
    let (key, at) = given.pop()?;
    let value = match key {
        "per_day" => Wanted::PerDay(at.value as u32),
        "per_week" => Wanted::PerWeek(at.value as u32),
        _ => Wanted::Share(at.value as u8),
    };
    Some(At { value, span: at.span })
}
