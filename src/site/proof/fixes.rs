//! What mends a fault at one press. Offered where the fault itself says what is right, never guessed.

use super::places::Spot;
use crate::language::legacy::{self, Encoding};
use crate::language::{compose, ours, paste};
use crate::report::{Message, shortened};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde_json::Value;
use std::ops::Range;

/// One thing to press.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, in a few words.
    pub label: Message,
    /// What becomes of the item.
    pub edit: Edit,
}

/// What a fix changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// These characters of the item's text, counted from 0, become these words.
    Words(Range<usize>, String),
    /// These keys of the item get these values, or go.
    Keys(Vec<(String, Option<Value>)>),
}

/// Everything that mends what a message says of a spot, the likeliest first.
pub(super) fn fixes(message: &Message, spot: &Spot, zone: &TimeZone, asof: Option<Timestamp>) -> Vec<Fix> {
    if spot.item.is_none() {
        return Vec::new();
    }
    let found = words(message, spot).or_else(|| whole(message, spot)).or_else(|| key(message));
    match message {
        Message::FontTooHigh { offer, .. } | Message::WordTooWide { offer, .. } => offered(offer),
        Message::ClassNeedsExpiry { .. } => asof.and_then(|asof| expiry(zone, asof)).into_iter().collect(),
        _ => found.into_iter().collect(),
    }
}

/// Fixes of some words.
fn words(message: &Message, spot: &Spot) -> Option<Fix> {
    let range = spot.words.clone()?;
    let passage: String = spot.text.chars().skip(range.start).take(range.len()).collect();
    let fix = |label, range, with: &str| Some(Fix { label, edit: Edit::Words(range, with.to_owned()) });
    let write = |to: &str| {
        let label = Message::FixWrite { to: shortened(&to.replace('\n', " ")) };
        fix(label, range.clone(), to)
    };
    match message {
        Message::ToneMisplaced { fix, .. }
        | Message::ToneStyles { fix, .. }
        | Message::ToneOtherStyle { fix, .. }
        | Message::PhraseMeant { fix, .. } => write(fix),
        Message::AbbreviationUnexplained { full, .. } => write(full),
        Message::HotlineDiffers { known, .. } if !known.contains(',') && !known.ends_with('…') => {
            write(known)
        }
        Message::WeekdayWrong { name_vi, .. } => write(&in_case_of(&passage, name_vi)),
        Message::SpaceBefore { .. } => fix(Message::FixSpaceLess {}, range, ""),
        Message::SpacesDoubled { .. } => fix(Message::FixSpaceLess {}, range, " "),
        Message::SpaceMissing { .. } => fix(Message::FixSpaceMore {}, range, &format!("{passage} ")),
        Message::WordRepeated { words } => {
            let before: Vec<char> = spot.text.chars().take(range.start).collect();
            let spaces = before.iter().rev().take_while(|c| c.is_whitespace()).count();
            fix(Message::FixDelete { words: words.replace('\n', " ") }, range.start - spaces..range.end, "")
        }
        _ => None,
    }
}

/// Fixes of the whole text, so that the same fault elsewhere in it is mended too.
fn whole(message: &Message, spot: &Spot) -> Option<Fix> {
    let (label, text) = match message {
        Message::LegacyText { encoding, .. } => {
            let known = Encoding::named(encoding);
            let converted = legacy::convert(&spot.text, known)?.1;
            let preview = shortened(&converted.replace('\n', " "));
            (Message::FixConvert { encoding: encoding.clone(), preview }, converted)
        }
        Message::TextComposed {} => (Message::FixCompose {}, compose(&spot.text).into_owned()),
        Message::StrayLetter { .. } => (Message::FixInvisible {}, paste(&spot.text).text),
        Message::LookAlike { .. } => (Message::FixAlike {}, ours(&spot.text)),
        _ => return None,
    };
    let is_new = text != spot.text;
    is_new.then(|| Fix { label, edit: Edit::Words(0..spot.text.chars().count(), text) })
}

/// Fixes of other keys.
fn key(message: &Message) -> Option<Fix> {
    let number =
        |text: &str| text.parse::<f64>().ok().and_then(serde_json::Number::from_f64).map(Value::Number);
    let keys = |label, keys: &[(&str, Option<Value>)]| {
        let keys = keys.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
        Some(Fix { label, edit: Edit::Keys(keys.collect()) })
    };
    match message {
        Message::ShownShort { need, .. } => {
            let hold = number(need)?;
            keys(Message::FixHold { seconds: need.clone() }, &[("hold", Some(hold))])
        }
        Message::ShownLong { .. } => keys(Message::FixHoldAuto {}, &[("hold", None)]),
        Message::PassesFast { most: speed, .. } | Message::StepsUneven { near: speed, .. } => {
            keys(Message::FixSpeed { speed: *speed }, &[("speed", Some((*speed).into()))])
        }
        Message::PassesFew { least, .. } => {
            keys(Message::FixPasses { passes: *least }, &[("passes", Some((*least).into()))])
        }
        Message::PassesNeedlessly { .. } => {
            keys(Message::FixStand {}, &[("motion", None), ("speed", None), ("passes", None)])
        }
        Message::KeyNeeds { key, .. } => keys(Message::FixLeaveOut { key: key.clone() }, &[(key, None)]),
        _ => None,
    }
}

/// What a layout that failed has found to work: keys apart by commas, those that go together with a plus.
fn offered(offer: &str) -> Vec<Fix> {
    let value = |pair: &str| {
        let (key, value) = pair.trim().trim_matches('`').split_once(" = ")?;
        Some((key.to_owned(), Some(Value::String(value.trim_matches('"').to_owned()))))
    };
    let fix = |way: &str| {
        let keys: Vec<_> = way.split('+').filter_map(value).collect();
        let of = |wanted: &str| {
            let found = keys.iter().find(|(key, _)| key == wanted);
            found.and_then(|(_, value)| value.as_ref()?.as_str().map(str::to_owned))
        };
        let label = match (of("font"), of("motion")) {
            (Some(font), Some(_)) => Message::FixFontScroll { font },
            (Some(font), None) => Message::FixFont { font },
            (None, Some(_)) => Message::FixScroll {},
            (None, None) => return None,
        };
        Some(Fix { label, edit: Edit::Keys(keys) })
    };
    offer.split(',').filter_map(fix).collect()
}

/// An end a day ahead, on the hour.
fn expiry(zone: &TimeZone, asof: Timestamp) -> Option<Fix> {
    let day = zone.to_datetime(asof).checked_add(1.day()).ok()?;
    let at = day.date().at(day.hour(), 0, 0, 0);
    let label = Message::FixExpires { at: at.strftime("%H:%M, %d/%m/%Y").to_string() };
    let value = Value::String(at.strftime("%Y-%m-%dT%H:%M:%S").to_string());
    Some(Fix { label, edit: Edit::Keys(vec![("expires_at".to_owned(), Some(value))]) })
}

/// A word in the case of what it replaces: small, with a capital, or in capitals.
fn in_case_of(passage: &str, word: &str) -> String {
    let capital = passage.chars().next().is_some_and(char::is_uppercase);
    let small = passage.chars().any(char::is_lowercase);
    match (capital, small) {
        (true, false) => word.to_uppercase(),
        (true, true) => {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
        (false, _) => word.to_owned(),
    }
}
