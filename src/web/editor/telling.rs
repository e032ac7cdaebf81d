//! Keys and values of playlists as people read them.

use crate::playlist::edit::{Fields, Manuscript, keys};
use crate::report::Lang;
use crate::web::words::{key_label, value_word};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde_json::Value;

/// A key and its value in words.
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) words: String,
}

/// What a playlist is called by its head; its id where it has no title.
pub(super) fn named(head: &Fields, id: &str) -> String {
    head.get("title").and_then(Value::as_str).unwrap_or(id).to_owned()
}

/// The title in a text that need be no good playlist.
pub(super) fn title(text: Option<&str>) -> Option<String> {
    let head = Manuscript::parse(text?).ok()?.head();
    head.get("title")?.as_str().map(str::to_owned)
}

/// What is said of an item beside its text, or of a playlist beside its title.
pub(super) fn facts(lang: Lang, of_item: bool, fields: &Fields) -> Vec<Fact> {
    let order: &[&str] = if of_item { &keys::ITEM } else { &keys::HEAD };
    let mut said: Vec<(&String, &Value)> =
        fields.iter().filter(|(key, _)| *key != "text" && *key != "title").collect();
    said.sort_by_key(|(key, _)| keys::rank(order, key));
    said.into_iter()
        .map(|(key, value)| Fact { label: key_label(lang, key), words: told(lang, of_item, key, value) })
        .collect()
}

/// A value in words.
pub(in crate::web) fn told(lang: Lang, of_item: bool, key: &str, value: &Value) -> String {
    match value {
        Value::String(text) => {
            value_word(lang, of_item, key, text).map_or_else(|| dated(text), str::to_owned)
        }
        Value::Bool(flag) => {
            let word = if *flag { "true" } else { "false" };
            value_word(lang, of_item, key, word).unwrap_or(word).to_owned()
        }
        Value::Number(number) => match lang {
            Lang::Vi => number.to_string().replace('.', ","),
            Lang::En => number.to_string(),
        },
        Value::Array(all) => {
            let between = if key == "windows" { "; " } else { ", " };
            all.iter().map(|one| told(lang, of_item, key, one)).collect::<Vec<_>>().join(between)
        }
        Value::Object(fields) if key == "windows" => window(lang, fields),
        Value::Object(fields) => {
            let name = |key: &String| match key_label(lang, key) {
                label if crate::playlist::edit::keys::CAMPAIGN.contains(&key.as_str()) => label.to_owned(),
                _ => key.clone(),
            };
            let one = |(key, value)| format!("{}: {}", name(key), told(lang, of_item, key, value));
            fields.iter().map(one).collect::<Vec<_>>().join("; ")
        }
        Value::Null => String::new(),
    }
}

fn window(lang: Lang, fields: &Fields) -> String {
    let text = |key: &str| fields.get(key).map(|value| told(lang, true, key, value));
    let hours = match (text("from"), text("to")) {
        (None, None) => None,
        (from, to) => Some(format!(
            "{}–{}",
            from.unwrap_or_else(|| "00:00".to_owned()),
            to.unwrap_or_else(|| "24:00".to_owned())
        )),
    };
    let days = match (text("valid_from"), text("valid_to")) {
        (None, None) => None,
        (from, to) => Some(format!("{} – {}", from.unwrap_or_default(), to.unwrap_or_default())),
    };
    let only = text("only_on").map(|days| format!("= {days}"));
    let except = text("except").map(|days| format!("≠ {days}"));
    [hours, text("days"), days, only, except].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A date, or a date and a time, as people write it; any other text as it is.
fn dated(text: &str) -> String {
    if let Ok(time) = text.parse::<DateTime>()
        && text.contains('T')
        && text.parse::<Timestamp>().is_err()
    {
        return time.strftime("%H:%M, %d/%m/%Y").to_string();
    }
    match text.parse::<Date>() {
        Ok(date) if text.len() == 10 => date.strftime("%d/%m/%Y").to_string(),
        _ => text.to_owned(),
    }
}

/// An instant of the journal in the zone of the site.
pub(super) fn when(at: &str, zone: &jiff::tz::TimeZone) -> String {
    at.parse::<Timestamp>().map_or_else(|_| at.to_owned(), |at| crate::timetable::moment(at, zone))
}
