//! Reads `[calendar]` of `bangtin.toml`: the days that are decided from year to year, and days of this place.

use crate::calendar::read::{date, day_list, days, not_before};
use crate::calendar::{Anchor, Day, Days, LocalDays, Named, OwnDay, Period, Set, is_id};
use crate::report::{At, Fields, Message};
use jiff::SignedDuration;
use jiff::civil::Date;

/// The most periods of mourning, and the most days of the place.
const MOST: usize = 100;

/// The names by which files can speak of days, those of the site first.
pub(super) fn names(own: &LocalDays) -> Vec<&str> {
    let built_in = Named::ALL.iter().map(|named| named.id).chain(Set::ALL.map(Set::id));
    own.named.iter().map(|own| own.id.as_str()).chain(built_in).collect()
}

/// The first name in an expression that no day has.
pub(super) fn unknown<'d>(own: &LocalDays, days: &'d Days) -> Option<&'d str> {
    days.own_names().find(|name| !own.named.iter().any(|own| own.id == *name))
}

/// Reads the table. What is wrong is left out.
pub(super) fn read(top: &mut Fields<'_, '_>) -> LocalDays {
    let Some((table, place)) = top.table("calendar") else { return LocalDays::default() };
    let mut fields = Fields::new(top.reader(), "[calendar]", table, place);
    let own = LocalDays {
        public_holidays: dates(&mut fields, "public_holidays", "Ngày lễ"),
        days_off: dates(&mut fields, "days_off", "Ngày nghỉ"),
        makeup_workdays: dates(&mut fields, "working", "Ngày làm bù"),
        mourning: read_mourning(&mut fields),
        named: read_named(&mut fields),
    };
    fields.finish();
    own
}

/// Dates and ranges of dates: what is decided for one year is not to come round the next.
fn dates(fields: &mut Fields<'_, '_>, key: &'static str, name: &str) -> Vec<Period> {
    let mut periods = Vec::new();
    for at in day_list(fields, key, 1).unwrap_or_default() {
        match dated(&at.value) {
            Some((first, last)) => periods.push(Period { first, last, name: name.to_owned() }),
            None => fields.fault(at.span, Message::DaysNotDated { key: key.to_owned() }),
        }
    }
    periods
}

fn dated(days: &Days) -> Option<(Date, Date)> {
    let date = |day: &Day| match day.anchor {
        Anchor::Date(date) => date.checked_add(SignedDuration::from_hours(24 * i64::from(day.offset))).ok(),
        _ => None,
    };
    match days {
        Days::One(day) => Some((date(day)?, date(day)?)),
        Days::Range(first, last) => Some((date(first)?, date(last)?)),
        Days::Set(_) => None,
    }
}

fn read_mourning(fields: &mut Fields<'_, '_>) -> Vec<Period> {
    let mut all = Vec::new();
    for (table, place) in fields.tables("mourning", MOST) {
        let mut inner = Fields::new(fields.reader(), "[[calendar.mourning]]", table, place);
        for key in ["name", "from", "to"] {
            if !inner.has(key) {
                inner.missing(key);
            }
        }
        let name = inner.text("name", 200);
        let from = date(&mut inner, "from");
        let to = date(&mut inner, "to");
        let to = not_before(&mut inner, ("from", from.as_ref()), ("to", to));
        inner.finish();
        if let (Some(name), Some(from), Some(to)) = (name, from, to) {
            all.push(Period { first: from.value, last: to.value, name: name.value });
        }
    }
    all
}

fn read_named(fields: &mut Fields<'_, '_>) -> Vec<OwnDay> {
    let mut all: Vec<OwnDay> = Vec::new();
    for (table, place) in fields.tables("day", MOST) {
        let mut inner = Fields::new(fields.reader(), "[[calendar.day]]", table, place);
        for key in ["id", "on"] {
            if !inner.has(key) {
                inner.missing(key);
            }
        }
        let id = read_id(&mut inner, &all);
        let name = inner.text("name", 200);
        let on = read_on(&mut inner);
        inner.finish();
        if let (Some(id), Some(days)) = (id, on) {
            all.push(OwnDay { name: name.map_or_else(|| id.clone(), |at| at.value), id, days });
        }
    }
    all
}

fn read_id(fields: &mut Fields<'_, '_>, others: &[OwnDay]) -> Option<String> {
    const KEY: &str = "id";
    let At { value: id, span } = fields.id(KEY)?;
    let message = if Named::by_id(&id).is_some() || Set::ALL.iter().any(|set| set.id() == id) {
        Message::DayIdBuiltIn { id }
    } else if !is_id(&id) {
        Message::WantsDayId { key: KEY.to_owned() }
    } else if others.iter().any(|other| other.id == id) {
        Message::IdTaken { id, table: "[[calendar.day]]".to_owned() }
    } else {
        return Some(id);
    };
    fields.fault(span, message);
    None
}

/// When a day of the place is: by means of what the program knows, so that no day leans on itself.
fn read_on(fields: &mut Fields<'_, '_>) -> Option<Days> {
    let on = days(fields, "on")?;
    let Some(name) = on.value.own_names().next() else { return Some(on.value) };
    let message = Message::DayLeansOnOwn { name: name.to_owned() };
    fields.fault(on.span, message);
    None
}
