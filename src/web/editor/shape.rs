//! How the keys of an item and of a playlist's head become fields of a form, and how a form that was filled becomes keys
//! again. What somebody left alone in a form stays byte for byte what it was, even where no form could say it.
//!
//! Judges nothing: a wrong value is kept as it was typed, and the checks say what is wrong with it.

use crate::playlist::edit::{Fields, keys};
use crate::timetable::date;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Number, Value};

/// Names and values as a form sends them, in its order.
pub(super) type Pairs = Vec<(String, String)>;

/// What part of a playlist a form is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Head,
    Item,
}

/// What a field of a form can hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// Several lines.
    Text,
    /// One line, of so many characters at most.
    Line(u16),
    /// A number between these.
    Number(f64, f64),
    /// A whole number between these.
    Whole(i64, i64),
    /// One of these words, or none.
    Choice(&'static [&'static str]),
    /// A font.
    Font,
    /// A colour that has a name, or [`OWN`] and the exact one in a field of its own.
    Colour,
    /// Yes, no, or none of both.
    Flag,
    /// Ids out of a list.
    Names,
    /// A date.
    Day,
    /// A date, or a date and a time.
    Moment,
    /// Days, by their expressions, between commas.
    Days,
    /// Rows of windows.
    Windows,
    /// Rules with reasons.
    Rules,
    /// Keys inside of a key.
    Table(&'static [&'static str]),
}

const CLASSES: &[&str] = &["normal", "priority", "emergency"];
/// What the choice of a colour says where the colour stands in a field of its own.
pub(super) const OWN: &str = "own";

/// What a key of a playlist file can hold; a line of text for one that has no field of its own kind.
fn shape(key: &str) -> Shape {
    match key {
        "text" => Shape::Text,
        "font" => Shape::Font,
        "colour" => Shape::Colour,
        "align" => Shape::Choice(&["left", "center", "right"]),
        "motion" => Shape::Choice(&["auto", "hold", "scroll-left", "scroll-up"]),
        "class" => Shape::Choice(CLASSES),
        "festive" => Shape::Flag,
        "order" => Shape::Whole(-1000, 1000),
        "blank" => Shape::Number(0.0, 10.0),
        "hold" => Shape::Number(0.5, 3600.0),
        "speed" => Shape::Whole(1, 240),
        "passes" => Shape::Whole(1, 20),
        "weight" => Shape::Whole(1, 100),
        "per_day" => Shape::Whole(1, 10_000),
        "per_week" => Shape::Whole(1, 70_000),
        "share" => Shape::Whole(1, 100),
        "boards" | "groups" | "sites" | "tags" | "days" => Shape::Names,
        "starts_at" | "expires_at" => Shape::Moment,
        "review_by" | "start" | "deadline" | "valid_from" | "valid_to" => Shape::Day,
        "only_on" | "except" => Shape::Days,
        "from" | "to" => Shape::Line(5),
        "windows" => Shape::Windows,
        "silence" => Shape::Rules,
        "campaign" => Shape::Table(&keys::CAMPAIGN),
        _ => Shape::Line(200),
    }
}

/// Keys and what each of them can hold.
pub(super) fn shapes(keys: &'static [&'static str]) -> impl Iterator<Item = (&'static str, Shape)> {
    keys.iter().map(|key| (*key, shape(key)))
}

impl Part {
    /// All its keys, in the order of the reference.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Head => &keys::HEAD,
            Self::Item => &keys::ITEM,
        }
    }
}

/// What a form shows of these fields.
pub(super) fn shown(part: Part, fields: &Fields, zone: &TimeZone) -> Pairs {
    let mut pairs = Pairs::new();
    for (key, shape) in shapes(part.keys()) {
        pairs.extend(written(key, shape, fields.get(key), zone));
    }
    pairs
}

/// The fields that a filled form means, where it showed `base`.
///
/// # Errors
/// The name of a field that such a form does not have.
pub(super) fn filled(part: Part, pairs: &Pairs, base: &Fields, zone: &TimeZone) -> Result<Fields, String> {
    let mut fields = base.clone();
    for (key, shape) in shapes(part.keys()) {
        fields.remove(key);
        fields.extend(meant(key, shape, pairs, base.get(key), zone).map(|value| (key.to_owned(), value)));
    }
    match pairs.iter().find(|(name, _)| !belongs(part.keys(), name)) {
        Some((name, _)) => Err(name.chars().take(60).collect()),
        None => Ok(fields),
    }
}

/// Whether such a form has a field of this name.
fn belongs(keys: &[&str], name: &str) -> bool {
    let (key, rest) = name.split_once('.').map_or((name, None), |(key, rest)| (key, Some(rest)));
    if !keys.contains(&key) {
        return false;
    }
    match (shape(key), rest) {
        (Shape::Windows, Some(rest)) => {
            let (row, rest) = rest.split_once('.').unwrap_or_default();
            row.len() <= 4 && row.parse::<u16>().is_ok() && belongs(&keys::WINDOW, rest)
        }
        (Shape::Rules, Some(rule)) => (1..=10).contains(&rule.len()),
        (Shape::Table(inner), Some(rest)) => belongs(inner, rest),
        (Shape::Moment, rest) => rest.is_none_or(|rest| rest == "time"),
        (Shape::Colour, rest) => rest.is_none_or(|rest| rest == OWN),
        (Shape::Windows | Shape::Rules | Shape::Table(_), None) | (_, Some(_)) => false,
        (_, None) => true,
    }
}

/// The pairs that say a value; none for one that is not there. Empty ones are left out.
fn written(name: &str, shape: Shape, value: Option<&Value>, zone: &TimeZone) -> Pairs {
    let Some(value) = value else { return Pairs::new() };
    let one = |text: String| if text.is_empty() { Pairs::new() } else { vec![(name.to_owned(), text)] };
    match (shape, value) {
        (Shape::Names, Value::Array(all)) => all.iter().map(|each| (name.to_owned(), word(each))).collect(),
        (Shape::Days, Value::Array(all)) => one(all.iter().map(word).collect::<Vec<_>>().join(", ")),
        (Shape::Moment, Value::String(text)) => moment(name, text, zone),
        (Shape::Colour, Value::String(text)) if is_exact(text) => {
            vec![(name.to_owned(), OWN.to_owned()), (format!("{name}.{OWN}"), text.to_ascii_lowercase())]
        }
        (Shape::Windows, Value::Array(rows)) => {
            let row = |(at, row): (usize, &Value)| window(&format!("{name}.{at}"), row, zone);
            rows.iter().enumerate().flat_map(row).collect()
        }
        (Shape::Rules, Value::Object(rules)) => {
            rules.iter().map(|(rule, reason)| (format!("{name}.{rule}"), word(reason))).collect()
        }
        (Shape::Table(inner), Value::Object(table)) => {
            let each = shapes(inner);
            each.flat_map(|(key, shape)| written(&format!("{name}.{key}"), shape, table.get(key), zone))
                .collect()
        }
        // What is not of its shape has no field that could show it; left alone it stays.
        (Shape::Windows | Shape::Rules | Shape::Table(_), _) => Pairs::new(),
        _ => one(word(value)),
    }
}

fn window(name: &str, row: &Value, zone: &TimeZone) -> Pairs {
    let value = |key: &str| row.as_object().and_then(|row| row.get(key));
    shapes(&keys::WINDOW)
        .flat_map(|(key, shape)| written(&format!("{name}.{key}"), shape, value(key), zone))
        .collect()
}

/// A value as a line of text.
fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether a colour is one that a browser's field for colours can show: `#rrggbb`.
pub(super) fn is_exact(colour: &str) -> bool {
    colour
        .strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The date, and the time if it has one, in the zone of the site.
fn moment(name: &str, text: &str, zone: &TimeZone) -> Pairs {
    let civil = || text.parse::<DateTime>().ok().filter(|_| text.contains('T'));
    let instant = || text.parse::<Timestamp>().ok().map(|at| zone.to_datetime(at));
    let Some(time) = instant().or_else(civil) else { return vec![(name.to_owned(), text.to_owned())] };
    let clock = time.strftime(if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" });
    vec![(name.to_owned(), time.date().to_string()), (format!("{name}.time"), clock.to_string())]
}

/// The value that a form means; `base` itself where the form says what it would say of it.
fn meant(name: &str, shape: Shape, pairs: &Pairs, base: Option<&Value>, zone: &TimeZone) -> Option<Value> {
    let inside = format!("{name}.");
    // A browser sends the field of an exact colour always, and it counts only where it is chosen.
    let unused = shape == Shape::Colour && !pairs.iter().any(|(other, value)| other == name && value == OWN);
    let belongs = |other: &str| other == name || (other.starts_with(&inside) && !unused);
    let said: Pairs = pairs
        .iter()
        .filter(|(other, value)| belongs(other) && !value.is_empty())
        .map(|(other, value)| (other.clone(), value.replace("\r\n", "\n")))
        .collect();
    if same(&said, &written(name, shape, base, zone)) {
        return base.cloned();
    }
    let all = || said.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
    match shape {
        Shape::Windows => windows(name, &said, base, zone),
        Shape::Table(inner) => {
            let was = |key: &str| base.and_then(Value::as_object).and_then(|table| table.get(key));
            let mut table = base.and_then(Value::as_object).cloned().unwrap_or_default();
            for (key, shape) in shapes(inner) {
                table.remove(key);
                let value = meant(&format!("{name}.{key}"), shape, &said, was(key), zone);
                table.extend(value.map(|value| (key.to_owned(), value)));
            }
            (!table.is_empty()).then_some(Value::Object(table))
        }
        Shape::Rules => {
            let rules = said.iter().filter_map(|(other, value)| {
                Some((other.strip_prefix(&inside)?.to_owned(), value.trim().into()))
            });
            let rules: Fields = rules.collect();
            (!rules.is_empty()).then_some(Value::Object(rules))
        }
        Shape::Names => {
            Some(all().map(Value::from).collect::<Vec<_>>()).filter(|a| !a.is_empty()).map(Value::Array)
        }
        Shape::Days => {
            let days: Vec<Value> = all()
                .flat_map(|line| line.split(','))
                .map(str::trim)
                .filter(|d| !d.is_empty())
                .map(Value::from)
                .collect();
            (!days.is_empty()).then_some(Value::Array(days))
        }
        Shape::Moment => {
            let day = all().next().map(day);
            let time = said.iter().find(|(other, _)| *other == format!("{name}.time"));
            let Some((_, time)) = time else { return day.map(Value::from) };
            let seconds = if time.len() == 5 { ":00" } else { "" };
            Some(format!("{}T{time}{seconds}", day.unwrap_or_default()).into())
        }
        Shape::Colour => {
            let exact = said.iter().find(|(other, _)| *other != name).map(|(_, value)| value.as_str());
            exact.or(all().next()).map(|colour| colour.trim().into())
        }
        _ => all().next().map(|text| single(shape, text)),
    }
}

/// Whether two forms say the same; in which order names stand is of no matter, in which order values of one name do is.
fn same(one: &Pairs, other: &Pairs) -> bool {
    let sorted = |pairs: &Pairs| {
        let mut pairs = pairs.clone();
        pairs.sort();
        pairs
    };
    sorted(one) == sorted(other)
}

fn single(shape: Shape, text: &str) -> Value {
    match shape {
        Shape::Flag => match text {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            other => other.into(),
        },
        Shape::Whole(..) | Shape::Number(..) => number(text),
        Shape::Day => day(text).into(),
        Shape::Text => text.into(),
        _ => text.trim().into(),
    }
}

/// A number as people write it, with a point or a comma; what is none stays as it is.
fn number(text: &str) -> Value {
    let plain = text.trim().replace(',', ".");
    let decimal = || plain.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number);
    plain.parse::<i64>().ok().map(Value::from).or_else(decimal).unwrap_or_else(|| text.trim().into())
}

fn day(text: &str) -> String {
    date(text.trim()).map_or_else(|| text.trim().to_owned(), |date| date.to_string())
}

fn windows(name: &str, said: &Pairs, base: Option<&Value>, zone: &TimeZone) -> Option<Value> {
    let known: Vec<&Value> = base.and_then(Value::as_array).into_iter().flatten().collect();
    let rows: Vec<Value> = rows(name, said)
        .into_iter()
        .map(|row| {
            let of_row: Pairs = keys::WINDOW
                .iter()
                .flat_map(|key| {
                    let from = format!("{name}.{row}.{key}");
                    said.iter()
                        .filter(move |(other, _)| *other == from)
                        .map(move |(_, value)| (format!("{name}.{key}"), value.clone()))
                })
                .collect();
            // A row that says what a window said is that window, wherever it stands now.
            if let Some(known) = known.iter().find(|known| same(&window(name, known, zone), &of_row)) {
                return (*known).clone();
            }
            let value = |(key, shape): (&str, Shape)| {
                Some((key.to_owned(), meant(&format!("{name}.{key}"), shape, &of_row, None, zone)?))
            };
            Value::Object(shapes(&keys::WINDOW).filter_map(value).collect())
        })
        .collect();
    (!rows.is_empty()).then_some(Value::Array(rows))
}

/// The numbers of the rows of windows that a form has, in order.
pub(super) fn rows(name: &str, pairs: &Pairs) -> Vec<u16> {
    let inside = format!("{name}.");
    let number = |(other, _): &(String, String)| other.strip_prefix(&inside)?.split('.').next()?.parse().ok();
    let mut rows: Vec<u16> = pairs.iter().filter_map(number).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn zone() -> TimeZone {
        TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
    }

    fn fields(value: Value) -> Fields {
        value.as_object().unwrap().clone()
    }

    fn item() -> Fields {
        fields(json!({
            "text": "Một cửa\ntận tâm", "font": "bangtin-16", "colour": "red", "align": "left", "hold": 8.5,
            "motion": "scroll-left", "speed": 60, "passes": 2, "boards": ["a", "b"], "groups": ["g"], "sites": ["s"],
            "tags": ["t"], "starts_at": "2026-12-01", "expires_at": "2026-12-31T17:30:00", "review_by": "2026-12-20",
            "class": "priority", "weight": 3, "festive": false, "silence": { "L02": "đã xem" },
            "windows": [
                { "days": ["mon", "fri"], "from": "07:00", "to": "11:30", "valid_from": "2026-11-01", "valid_to": "2026-12-31" },
                { "only_on": ["tet-7..tet+5", "30-04"], "except": ["01-05"] },
            ],
        }))
    }

    fn head() -> Fields {
        fields(json!({
            "title": "Dịch vụ công", "order": -5, "blank": 0.5, "boards": ["a"], "groups": ["g"], "sites": ["s"], "tags": ["t"],
            "windows": [{ "from": "07:00" }], "starts_at": "2026-12-01T07:00:30", "expires_at": "2026-12-31",
            "review_by": "2026-12-20", "class": "emergency", "festive": true,
            "campaign": { "directive": "47/KH-UBND", "start": "2026-11-01", "deadline": "2026-12-31", "per_day": 40 },
        }))
    }

    #[test]
    fn every_key_of_a_playlist_goes_into_a_form_and_comes_out_of_it_as_it_was() {
        for (part, all) in [(Part::Item, item()), (Part::Head, head())] {
            assert!(part.keys().iter().all(|key| all.contains_key(*key)), "{part:?}: a key is not tried");
            let pairs = shown(part, &all, &zone());
            // Into a form that showed nothing, so that nothing can only be kept.
            assert_eq!(filled(part, &pairs, &Fields::new(), &zone()).unwrap(), all, "{part:?}");
            assert_eq!(filled(part, &pairs, &all, &zone()).unwrap(), all);
            let left = filled(part, &Pairs::new(), &all, &zone()).unwrap();
            assert_eq!(left, Fields::new(), "what is emptied is gone");
        }
    }

    #[test]
    fn what_a_form_cannot_say_stays_as_long_as_nobody_changes_it() {
        let odd = fields(json!({
            "text": "x", "hold": "lâu", "expires_at": "2026-12-31T10:00:00Z", "windows": [{ "except": [] }], "mau": [1, { "a": 2 }],
            "boards": "a", "silence": 3,
        }));
        let pairs = shown(Part::Item, &odd, &zone());
        assert!(
            pairs.contains(&("expires_at.time".to_owned(), "17:00".to_owned())),
            "in the zone of the site"
        );
        assert_eq!(filled(Part::Item, &pairs, &odd, &zone()).unwrap(), odd);
        let mut changed = pairs.clone();
        changed.iter_mut().find(|(name, _)| name == "text").unwrap().1 = "y".to_owned();
        let mut wanted = odd.clone();
        wanted.insert("text".to_owned(), "y".into());
        assert_eq!(filled(Part::Item, &changed, &odd, &zone()).unwrap(), wanted);
    }

    #[test]
    fn what_people_type_is_understood_and_what_is_not_stays_for_them_to_see() {
        let one = |name: &str, value: &str| {
            let pairs = vec![(name.to_owned(), value.to_owned())];
            let found = filled(Part::Item, &pairs, &Fields::new(), &zone()).unwrap();
            found.get(name.split('.').next().unwrap()).cloned()
        };
        assert_eq!(one("hold", "8,5"), Some(json!(8.5)));
        assert_eq!(one("weight", " 3 "), Some(json!(3)));
        assert_eq!(one("weight", "nhiều"), Some(json!("nhiều")));
        assert_eq!(one("review_by", "31/12/2026"), Some(json!("2026-12-31")));
        assert_eq!(one("review_by", "mai"), Some(json!("mai")));
        assert_eq!(one("text", "a\r\nb"), Some(json!("a\nb")));
        assert_eq!(one("colour", ""), None);
        assert_eq!(one("windows.7.from", "08:00"), Some(json!([{ "from": "08:00" }])));
        assert_eq!(one("windows.7.days", ""), None, "an empty row is none");
    }

    #[test]
    fn an_exact_colour_stands_in_a_field_of_its_own_and_counts_only_where_it_is_chosen() {
        let own = |choice: &str, exact: &str| {
            vec![("colour".to_owned(), choice.to_owned()), ("colour.own".to_owned(), exact.to_owned())]
        };
        let after = |pairs: &Pairs, before: &str| {
            let base = fields(json!({ "colour": before }));
            filled(Part::Item, pairs, &base, &zone()).unwrap().get("colour").cloned()
        };
        let exact = fields(json!({ "colour": "#0aFF10" }));
        assert_eq!(shown(Part::Item, &exact, &zone()), own("own", "#0aff10"));
        assert_eq!(after(&own("own", "#0aff10"), "#0aFF10"), Some(json!("#0aFF10")), "as it was written");
        assert_eq!(after(&own("own", "#0aff11"), "#0aFF10"), Some(json!("#0aff11")));
        assert_eq!(after(&own("own", "#ff8000"), "red"), Some(json!("#ff8000")));
        assert_eq!(after(&own("red", "#0aff10"), "#0aFF10"), Some(json!("red")));
        assert_eq!(after(&own("red", "#ffffff"), "red"), Some(json!("red")));
        assert_eq!(after(&own("", "#0aff10"), "#0aFF10"), None);
        for odd in ["#fff", "hồng", "#12345z", "rgb"] {
            let base = fields(json!({ "colour": odd }));
            assert_eq!(shown(Part::Item, &base, &zone()), [("colour".to_owned(), odd.to_owned())]);
            assert_eq!(after(&own(odd, "#ffffff"), odd), Some(json!(odd)), "what is no colour stays too");
        }
    }

    #[test]
    fn a_row_of_hours_that_is_taken_away_leaves_the_others_as_they_were() {
        let all = fields(
            json!({ "text": "x", "windows": [{ "from": "07:00" }, { "from": "08:00", "except": [] }] }),
        );
        let mut pairs = shown(Part::Item, &all, &zone());
        pairs.retain(|(name, _)| !name.starts_with("windows.0."));
        let left = filled(Part::Item, &pairs, &all, &zone()).unwrap();
        assert_eq!(left["windows"], json!([{ "from": "08:00", "except": [] }]));
    }

    #[test]
    fn a_field_that_no_form_has_is_named() {
        for name in [
            "mau",
            "text.x",
            "windows",
            "windows.x.from",
            "windows.0",
            "windows.0.mau",
            "windows.-1.from",
            "silence",
            "silence.",
            "campaign",
            "campaign.directive",
            "starts_at.x",
            "",
        ] {
            let pairs = vec![(name.to_owned(), "1".to_owned())];
            assert_eq!(filled(Part::Item, &pairs, &Fields::new(), &zone()), Err(name.to_owned()));
        }
        let pairs = vec![("campaign.directive".to_owned(), "1".to_owned())];
        assert!(filled(Part::Head, &pairs, &Fields::new(), &zone()).is_ok());
    }
}
