//! Reads `[calendar]` of `bangtin.toml`: the days that are decided from year to year, and days of this place.

use crate::calendar::read::{date, day_list, days, not_before};
use crate::calendar::{Days, Named, Set, is_id};
use crate::report::{At, Fields, Message};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The most periods of mourning, and the most days of the place.
const MOST: usize = 100;

/// What the file says of days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnDays {
    /// Days off in lieu (nghỉ bù).
    pub days_off: Vec<Days>,
    /// Days of rest that are worked to make up for others (làm bù).
    pub working: Vec<Days>,
    /// Periods of mourning.
    pub mourning: Vec<Mourning>,
    /// Days that only this place has, by their ids.
    pub days: BTreeMap<String, OwnDay>,
}

/// A period of mourning, both days included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mourning {
    /// What it is called, 1 to 200 characters.
    pub name: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
}

/// A day of this place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDay {
    /// What people call it, 1 to 200 characters; its id if the file gives none.
    pub name: String,
    /// When it is.
    pub on: Days,
}

impl OwnDays {
    /// The names by which files can speak of days here.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let built_in = Named::ALL.iter().map(|named| named.id).chain(Set::ALL.map(Set::id));
        self.days.keys().map(String::as_str).chain(built_in).collect()
    }

    /// The first name in an expression that no day has.
    #[must_use]
    pub fn unknown<'d>(&self, days: &'d Days) -> Option<&'d str> {
        days.own_names().find(|name| !self.days.contains_key(*name))
    }
}

/// Reads the table. What is wrong is left out; expressions that name a day that does not exist are told of too.
pub(super) fn read(top: &mut Fields<'_, '_>) -> OwnDays {
    let Some((table, place)) = top.table("calendar") else { return OwnDays::default() };
    let mut fields = Fields::new(top.reader(), "[calendar]", table, place);
    let days_off = day_list(&mut fields, "days_off", 1).unwrap_or_default();
    let working = day_list(&mut fields, "working", 1).unwrap_or_default();
    let mourning = read_mourning(&mut fields);
    let own = read_days(&mut fields);
    let ids: BTreeSet<String> = own.iter().map(|(id, ..)| id.value.clone()).collect();
    let listed = days_off.iter().chain(&working).chain(own.iter().map(|(_, _, on)| on));
    let unknown: Vec<_> = listed.filter(|at| !names_exist(&at.value, &ids)).cloned().collect();
    for at in &unknown {
        say_unknown(&mut fields, at, &ids);
    }
    let known = |at: &At<Days>| names_exist(&at.value, &ids);
    let values = |list: Vec<At<Days>>| list.into_iter().filter(known).map(|at| at.value).collect();
    let mut days = BTreeMap::new();
    let mut places = Vec::new();
    for (id, name, on) in own.into_iter().filter(|(_, _, on)| known(on)) {
        days.insert(id.value.clone(), OwnDay { name, on: on.value });
        places.push(id);
    }
    for id in places.into_iter().filter(|id| leans_on_itself(&days, &id.value)).collect::<Vec<_>>() {
        days.remove(&id.value);
        fields.fault(id.span, Message::DayCircle { id: id.value });
    }
    let own = OwnDays { days_off: values(days_off), working: values(working), mourning, days };
    fields.finish();
    own
}

fn read_mourning(fields: &mut Fields<'_, '_>) -> Vec<Mourning> {
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
            all.push(Mourning { name: name.value, from: from.value, to: to.value });
        }
    }
    all
}

/// The days of the place: id, name and expression.
fn read_days(fields: &mut Fields<'_, '_>) -> Vec<(At<String>, String, At<Days>)> {
    let mut all: Vec<(At<String>, String, At<Days>)> = Vec::new();
    for (table, place) in fields.tables("day", MOST) {
        let mut inner = Fields::new(fields.reader(), "[[calendar.day]]", table, place);
        for key in ["id", "on"] {
            if !inner.has(key) {
                inner.missing(key);
            }
        }
        let id = read_id(&mut inner);
        let name = inner.text("name", 200);
        let on = days(&mut inner, "on");
        if let (Some(id), Some(on)) = (id, on) {
            if all.iter().any(|(known, ..)| known.value == id.value) {
                let table = "[[calendar.day]]".to_owned();
                inner.fault(id.span, Message::IdTaken { id: id.value, table });
            } else {
                let name = name.map_or_else(|| id.value.clone(), |at| at.value);
                all.push((id, name, on));
            }
        }
        inner.finish();
    }
    all
}

fn read_id(fields: &mut Fields<'_, '_>) -> Option<At<String>> {
    const KEY: &str = "id";
    let id = fields.id(KEY)?;
    let built_in = Named::by_id(&id.value).is_some() || Set::ALL.iter().any(|set| set.id() == id.value);
    let wrong = if built_in {
        Message::DayIdBuiltIn { id: id.value.clone() }
    } else if !is_id(&id.value) {
        Message::WantsDayId { key: KEY.to_owned() }
    } else {
        return Some(id);
    };
    fields.fault(id.span, wrong);
    None
}

fn names_exist(days: &Days, ids: &BTreeSet<String>) -> bool {
    days.own_names().all(|name| ids.contains(name))
}

fn say_unknown(fields: &mut Fields<'_, '_>, at: &At<Days>, ids: &BTreeSet<String>) {
    let built_in = Named::ALL.iter().map(|named| named.id);
    let names: Vec<&str> = ids.iter().map(String::as_str).chain(built_in).collect();
    for name in at.value.own_names().filter(|name| !ids.contains(*name)) {
        let message = super::check::no_such_days(name, &names);
        fields.fault(at.span.clone(), message);
    }
}

/// Whether following its names from day to day comes back to it. Every day is looked at once, so it ends.
fn leans_on_itself(days: &BTreeMap<String, OwnDay>, id: &str) -> bool {
    let mut open: Vec<&str> = days.get(id).into_iter().flat_map(|day| day.on.own_names()).collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if name == id {
            return true;
        }
        if seen.insert(name) {
            open.extend(days.get(name).into_iter().flat_map(|day| day.on.own_names()));
        }
    }
    false
}
