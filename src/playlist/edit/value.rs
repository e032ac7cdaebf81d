//! Values of TOML as JSON and back. What a form sends is bounded here, before any of it is written.

use super::{EditError, Fields, keys};
use crate::report::Message;
use serde_json::{Number, Value};
use toml_edit::{Array, InlineTable, Item, TableLike};

/// How deep lists and tables may lie in each other: a list of windows with lists of days is three deep.
const MAX_DEPTH: usize = 4;
/// The most values of one item or head, each table and each entry of a list counted.
const MAX_VALUES: usize = 20_000;
/// The longest key, in characters.
const MAX_KEY: usize = 100;
/// Whole numbers up to here are the same as decimals.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The same fields as the file gives them back: one kind of line break, whole numbers without a decimal point.
#[must_use]
pub fn canonical(fields: &Fields) -> Fields {
    fields.iter().map(|(key, value)| (key.clone(), canonical_value(value))).collect()
}

fn canonical_value(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(line_breaks(text)),
        Value::Number(number) if !number.is_i64() && !number.is_u64() => {
            number.as_f64().map_or_else(|| value.clone(), decimal)
        }
        Value::Array(list) => Value::Array(list.iter().map(canonical_value).collect()),
        Value::Object(fields) => Value::Object(canonical(fields)),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn line_breaks(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

fn decimal(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < EXACT {
        return Value::from(number as i64);
    }
    // Infinities and NaN have no form in JSON; their words are refused by whoever reads the playlist, as they are.
    Number::from_f64(number).map_or_else(|| Value::String(number.to_string()), Value::Number)
}

/// What a file says of a key; `None` where nothing stands.
pub(super) fn read(item: &Item) -> Option<Value> {
    match item {
        Item::None => None,
        Item::Value(value) => Some(read_value(value)),
        Item::Table(table) => Some(Value::Object(read_table(table))),
        Item::ArrayOfTables(tables) => {
            Some(Value::Array(tables.iter().map(|table| Value::Object(read_table(table))).collect()))
        }
    }
}

/// All keys of a table.
pub(super) fn read_table(table: &dyn TableLike) -> Fields {
    table.iter().filter_map(|(key, item)| Some((key.to_owned(), read(item)?))).collect()
}

/// One value. Dates and times are texts.
pub(super) fn read_value(value: &toml_edit::Value) -> Value {
    match value {
        toml_edit::Value::String(text) => Value::String(line_breaks(text.value())),
        toml_edit::Value::Integer(number) => Value::from(*number.value()),
        toml_edit::Value::Float(number) => decimal(*number.value()),
        toml_edit::Value::Boolean(flag) => Value::Bool(*flag.value()),
        toml_edit::Value::Datetime(time) => Value::String(time.value().to_string()),
        toml_edit::Value::Array(list) => Value::Array(list.iter().map(read_value).collect()),
        toml_edit::Value::InlineTable(table) => Value::Object(read_table(table)),
    }
}

/// Refuses what has no form in TOML or is beyond all bounds.
pub(super) fn check(fields: &Fields) -> Result<(), EditError> {
    let mut left = MAX_VALUES;
    fields.iter().try_for_each(|(key, value)| {
        check_key(key, key)?;
        check_value(key, value, 0, &mut left)
    })
}

fn check_key(path: &str, key: &str) -> Result<(), EditError> {
    let length = key.chars().count();
    if (1..=MAX_KEY).contains(&length) {
        return Ok(());
    }
    let field: String = path.chars().take(2 * MAX_KEY).collect();
    Err(EditError::of(&field, Message::FieldNameLength { length, most: MAX_KEY }))
}

fn check_value(path: &str, value: &Value, depth: usize, left: &mut usize) -> Result<(), EditError> {
    let refused = |message: Message| Err(EditError::of(path, message));
    *left = left.saturating_sub(1);
    if *left == 0 {
        return refused(Message::FieldTooMuch { key: path.to_owned(), most: MAX_VALUES });
    }
    if depth > MAX_DEPTH {
        return refused(Message::FieldTooDeep { key: path.to_owned(), most: MAX_DEPTH });
    }
    match value {
        Value::Null => refused(Message::FieldEmpty { key: path.to_owned() }),
        Value::Number(number) if number.is_u64() && !number.is_i64() => {
            refused(Message::FieldNumberLarge { key: path.to_owned() })
        }
        Value::Array(list) => list
            .iter()
            .enumerate()
            .try_for_each(|(index, value)| check_value(&format!("{path}.{index}"), value, depth + 1, left)),
        Value::Object(fields) => fields.iter().try_for_each(|(key, value)| {
            let path = format!("{path}.{key}");
            check_key(&path, key)?;
            check_value(&path, value, depth + 1, left)
        }),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

/// How a value is written that was checked. `was` is what stands there now: a date in quotes stays in quotes.
pub(super) fn write(key: &str, value: &Value, was: Option<&toml_edit::Value>) -> toml_edit::Value {
    match value {
        // Refused when it was checked.
        Value::Null => toml_edit::Value::from(""),
        Value::Bool(flag) => toml_edit::Value::from(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => toml_edit::Value::from(whole),
            None => toml_edit::Value::from(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => {
            let quoted = was.is_some_and(toml_edit::Value::is_str);
            let date = (keys::is_date(key) && !quoted).then(|| date(text)).flatten();
            date.unwrap_or_else(|| quoted_text(text))
        }
        Value::Array(list) => toml_edit::Value::Array(write_list(key, list)),
        Value::Object(fields) => toml_edit::Value::InlineTable(write_table(key, fields)),
    }
}

/// A date, or a date and a time, where the text is exactly one.
fn date(text: &str) -> Option<toml_edit::Value> {
    let value: toml_edit::Value = text.parse().ok()?;
    let time = value.as_datetime()?;
    (time.date.is_some() && time.to_string() == text).then_some(value)
}

/// A text in quotes, over several lines where it has several.
fn quoted_text(text: &str) -> toml_edit::Value {
    let lines = text.contains('\n');
    let mut raw = String::with_capacity(text.len() + 8);
    raw.push_str(if lines { "\"\"\"\n" } else { "\"" });
    for letter in text.chars() {
        match letter {
            '\n' if lines => raw.push('\n'),
            '\t' => raw.push('\t'),
            '"' | '\\' => raw.extend(['\\', letter]),
            '\u{0}'..='\u{1F}' | '\u{7F}' => raw.push_str(&format!("\\u{:04X}", u32::from(letter))),
            _ => raw.push(letter),
        }
    }
    raw.push_str(if lines { "\"\"\"" } else { "\"" });
    raw.parse().unwrap_or_else(|_| toml_edit::Value::from(text))
}

fn write_list(key: &str, list: &[Value]) -> Array {
    let mut array: Array = list.iter().map(|value| write(key, value, None)).collect();
    array.fmt();
    if list.len() > 1 && list.iter().all(Value::is_object) {
        for value in array.iter_mut() {
            value.decor_mut().set_prefix("\n  ");
        }
        array.set_trailing_comma(true);
        array.set_trailing("\n");
    }
    array
}

fn write_table(key: &str, fields: &Fields) -> InlineTable {
    let mut table = InlineTable::new();
    for (inner, value) in in_order(keys::under(key), fields) {
        table.insert(inner, write(inner, value, None));
    }
    table.fmt();
    table
}

/// Fields in the order in which they are written.
pub(super) fn in_order<'f>(order: &[&str], fields: &'f Fields) -> Vec<(&'f String, &'f Value)> {
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort_by_key(|(key, _)| (keys::rank(order, key), *key));
    sorted
}
