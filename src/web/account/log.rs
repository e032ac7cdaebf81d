//! The log of every change, for people: newest first, what was before and after key by key, and whether it is whole.

use super::Sheet;
use super::own::when;
use crate::editorial::Grant;
use crate::journal::{Entry, Verdict, Wanted};
use crate::report::Lang;
use crate::web::editor::value_told;
use crate::web::pages::{Frame, html};
use crate::web::visitor::{Visitor, look};
use crate::web::words::{self, LogWords};
use crate::web::{Shared, refusal};
use askama::Template;
use axum::extract::State;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Rows of a page.
const ROWS: u16 = 50;
/// The longest filter, and the longest value that is shown whole, in characters.
const FILTER: usize = 100;
const VALUE: usize = 2000;

#[derive(Template)]
#[template(path = "account/log.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    sheet: Sheet,
    l: &'static LogWords,
    filter: Filter,
    groups: Vec<(&'static str, &'static str)>,
    rows: Vec<Row>,
    /// The filters as part of an address, from `&` on.
    kept: String,
    /// Where older rows begin, if there are any.
    older: Option<i64>,
    verdict: Option<(bool, String)>,
}

/// What of the address is read; what is not understood is as if it were absent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    who: String,
    action: String,
    subject: String,
    before: String,
    verify: Option<String>,
}

struct Row {
    id: i64,
    at: String,
    who: String,
    origin: String,
    action: String,
    subject: String,
    reason: String,
    changes: Vec<Change>,
}

/// What became of one key.
#[derive(Debug, PartialEq)]
struct Change {
    key: String,
    /// Whether the key stands for itself and is no word.
    plain: bool,
    before: Option<String>,
    after: Option<String>,
}

impl Filter {
    /// The filters of the address as part of another one.
    fn kept(&self) -> String {
        let mut kept = String::new();
        for (name, value) in [("who", &self.who), ("action", &self.action), ("subject", &self.subject)] {
            if !value.is_empty() {
                let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
                // Writing to a string cannot fail.
                let _ = write!(kept, "&{name}={value}");
            }
        }
        kept
    }

    fn wanted(&self) -> Wanted {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        let (who, action, subject) = (given(&self.who), given(&self.action), given(&self.subject));
        Wanted { before: self.before.parse().ok(), who, action, subject, most: ROWS + 1 }
    }
}

pub(super) async fn page(
    State(shared): State<Shared>,
    query: Result<axum::extract::Query<Filter>, QueryRejection>,
    visitor: Visitor,
) -> Response {
    if let Err(answer) = visitor.enters(&shared) {
        return *answer;
    }
    let mut filter = query.map_or_else(|_| Filter::default(), |query| query.0);
    for text in [&mut filter.who, &mut filter.action, &mut filter.subject] {
        *text = text.trim().chars().take(FILTER).collect();
    }
    let lang = visitor.lang();
    let (wanted, verify) = (filter.wanted(), filter.verify.is_some());
    // An examination reads everything there is: one at a time.
    let turn = if verify { shared.plans.acquire().await.ok() } else { None };
    let found = look(&shared, lang, move |look| {
        let verdict = if verify { Some(look.verify()?) } else { None };
        Ok((look.log(&wanted)?, look.people()?, verdict))
    });
    let found = found.await;
    drop(turn);
    let (mut entries, people, verdict) = match found {
        Ok(found) => found,
        Err(problem) => return refusal::page(&shared, visitor.asked, &problem),
    };
    let more = entries.len() > usize::from(ROWS);
    entries.truncate(usize::from(ROWS));
    let names = people.into_iter().map(|person| (person.login, person.name)).collect();
    let zone = shared.desk.site.borrow().zone.clone();
    let mut frame = Frame::of(&shared, &visitor, "log");
    let kept = filter.kept();
    frame.keep.clone_from(&kept);
    let page = Page {
        frame,
        sheet: Sheet::new(&shared, &visitor),
        l: LogWords::of(lang),
        groups: words::log::GROUPS.map(|group| (group, words::log::group(lang, group))).to_vec(),
        older: entries.last().filter(|_| more).map(|entry| entry.id),
        rows: entries.into_iter().map(|entry| row(entry, lang, &names, &zone)).collect(),
        verdict: verdict.map(|verdict| (matches!(verdict, Verdict::Whole { .. }), say(&verdict, lang))),
        filter,
        kept,
    };
    html(StatusCode::OK, visitor.asked, &page)
}

fn say(verdict: &Verdict, lang: Lang) -> String {
    crate::office::verdict(verdict).say(lang)
}

fn row(entry: Entry, lang: Lang, names: &BTreeMap<String, String>, zone: &TimeZone) -> Row {
    Row {
        id: entry.id,
        at: when(&entry.at, zone),
        who: words::log::who(lang, &entry.who, names),
        action: words::log::action(lang, &entry.action),
        changes: changes(lang, zone, &entry.before, &entry.after),
        origin: entry.origin,
        subject: entry.subject,
        reason: entry.reason,
    }
}

/// What changed, key by key.
fn changes(lang: Lang, zone: &TimeZone, before: &str, after: &str) -> Vec<Change> {
    let (mut old, mut new) = (flat(before), flat(after));
    // What an order leaves open says nothing, and its reason is that of the row.
    new.retain(|key, value| !key.starts_with("order.") || !(open(value) || key.ends_with(".reason")));
    // Of an order the log keeps what stood before, and the order beside what stands after it.
    if new.keys().any(|key| key.starts_with("stands.")) {
        old = old.into_iter().map(|(key, value)| (format!("stands.{key}"), value)).collect();
    }
    let keys: BTreeSet<String> = old.keys().chain(new.keys()).cloned().collect();
    let change = |path: String| {
        let (before, after) = (old.remove(&path), new.remove(&path));
        let last = path.rsplit('.').next().unwrap_or_default();
        let shown = |value: Option<Value>| {
            value.map(|value| shown(lang, zone, last, &value)).filter(|words| !words.is_empty())
        };
        let known = words::logged(lang, &path);
        let plain = known.is_none();
        (before != after).then(|| Change {
            key: known.unwrap_or_else(|| path.clone()),
            plain,
            before: shown(before),
            after: shown(after),
        })
    };
    keys.into_iter().filter_map(change).collect()
}

/// Whether a part of an order is left open.
fn open(value: &Value) -> bool {
    *value == Value::Bool(false) || value.as_array().is_some_and(Vec::is_empty)
}

/// A value as its leaves, by their paths. What is no JSON stands for itself.
fn flat(text: &str) -> BTreeMap<String, Value> {
    let mut leaves = BTreeMap::new();
    if !text.is_empty() {
        let value = serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
        gather(String::new(), value, &mut leaves);
    }
    leaves
}

fn gather(path: String, value: Value, leaves: &mut BTreeMap<String, Value>) {
    match value {
        Value::Null => {}
        Value::Object(fields) if !fields.is_empty() => {
            for (key, value) in fields {
                gather(if path.is_empty() { key } else { format!("{path}.{key}") }, value, leaves);
            }
        }
        value => {
            leaves.insert(path, value);
        }
    }
}

fn shown(lang: Lang, zone: &TimeZone, key: &str, value: &Value) -> String {
    if key == "grants"
        && let Ok(grants) = serde_json::from_value::<Vec<Grant>>(value.clone())
    {
        return grants.iter().map(|grant| words::grant(lang, grant)).collect::<Vec<_>>().join("\n");
    }
    let text = match value {
        Value::Bool(is) => words::log::truth(lang, *is).to_owned(),
        Value::String(text) if text.parse::<Timestamp>().is_ok() => when(text, zone),
        Value::String(text) => {
            words::logged_value(lang, key, text).unwrap_or_else(|| value_told(lang, true, key, value))
        }
        other => value_told(lang, true, key, other),
    };
    match text.char_indices().nth(VALUE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        let changes = changes(Lang::Vi, &zone, before, after);
        changes.into_iter().map(|change| (change.key, change.before, change.after)).collect()
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn only_what_changed_is_told_and_rights_in_words() {
        let before = r#"{"name":"Lan","grants":[{"role":"draft","scope":"all"}],"removed":false}"#;
        let after = r#"{"name":"Lan","grants":[{"role":"draft","scope":{"site":"ubnd"}}],"removed":true}"#;
        assert_eq!(
            told(before, after),
            [
                ("Quyền".to_owned(), some("Soạn thảo: mọi bảng"), some("Soạn thảo: điểm đặt ubnd")),
                ("Đã nghỉ".to_owned(), some("không"), some("có")),
            ]
        );
    }

    #[test]
    fn an_order_is_told_with_what_stood_before() {
        let told = told(
            r#"{"dark":[],"notices":[1]}"#,
            r#"{"order":{"blackout":{"places":{"boards":["a"],"sites":[],"all":false},"reason":"bão"}},"stands":{"dark":["a"],"notices":[1]}}"#,
        );
        assert_eq!(
            told,
            [("Với bảng".to_owned(), None, some("a")), ("Bảng đang tắt".to_owned(), None, some("a"))],
            "what is left open, and the reason of the row, are not told once more"
        );
    }

    #[test]
    fn values_are_told_as_the_pages_of_playlists_tell_them() {
        let after = r#"{"colour":"red","windows":[{"days":["mon"],"from":"07:00"}],"expires_at":"2026-11-25T17:00:00Z","mau":1}"#;
        assert_eq!(
            told("", after),
            [
                ("Màu chữ".to_owned(), None, some("đỏ")),
                ("Hết hạn".to_owned(), None, some("00:00:00, 26/11/2026")),
                ("mau".to_owned(), None, some("1")),
                ("Khung giờ".to_owned(), None, some("07:00–24:00 · T2")),
            ]
        );
    }

    #[test]
    fn what_is_no_json_and_what_is_long_are_shown_all_the_same() {
        assert_eq!(told("", "x<y"), [(String::new(), None, some("x<y"))]);
        let long = format!("{{\"text\":\"{}\"}}", "ế".repeat(3000));
        let told = told("", &long);
        assert_eq!(told[0].2.as_ref().unwrap().chars().count(), VALUE + 1);
    }
}
