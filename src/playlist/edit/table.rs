//! Makes a table of a file say what its fields say now. What says so already is not touched: its writing, its place and its
//! comments stay.

use super::{Fields, keys, list, value};
use serde_json::Value;
use toml_edit::{ArrayOfTables, InlineTable, Item, Table, TableLike};

/// Makes a table with lines of its own say exactly these fields.
pub(super) fn settle(table: &mut Table, wanted: &Fields, order: &[&str]) {
    let old: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let new = exchange(table, wanted, order, |key, value| match value {
        Value::Object(fields) if key == "campaign" => {
            let mut block = Table::new();
            settle(&mut block, fields, &keys::CAMPAIGN);
            Item::Table(block)
        }
        _ => Item::Value(value::write(key, value, None)),
    });
    if !new.is_empty() {
        let arranged = arranged(order, old, &new, table);
        let place = |key: &str| arranged.iter().position(|other| other == key);
        table.sort_values_by(|a, _, b, _| place(a.get()).cmp(&place(b.get())));
    }
}

/// The same of a table within braces.
pub(super) fn settle_inline(table: &mut InlineTable, wanted: &Fields, order: &[&str]) {
    let old: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let count = old.len();
    let lines = table.to_string().contains('\n');
    let new = exchange(table, wanted, order, |key, value| Item::Value(value::write(key, value, None)));
    if lines {
        return;
    }
    if !new.is_empty() {
        let arranged = arranged(order, old, &new, table);
        let place = |key: &str| arranged.iter().position(|other| other == key);
        table.sort_values_by(|a, _, b, _| place(a.get()).cmp(&place(b.get())));
    }
    if !new.is_empty() || table.len() != count {
        table.fmt();
    }
}

fn arranged(order: &[&str], old: Vec<String>, new: &[String], table: &dyn TableLike) -> Vec<String> {
    let kept = old.into_iter().filter(|key| table.contains_key(key) && !new.contains(key)).collect();
    keys::arranged(order, kept, new)
}

/// Takes away, changes and adds keys; those that were added are returned.
fn exchange(
    table: &mut dyn TableLike,
    wanted: &Fields,
    order: &[&str],
    fresh: impl Fn(&str, &Value) -> Item,
) -> Vec<String> {
    let old: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    for key in old.iter().filter(|key| !wanted.contains_key(*key)) {
        table.remove(key);
    }
    let mut new = Vec::new();
    for (key, value) in value::in_order(order, wanted) {
        let changed = match table.get_mut(key) {
            Some(item) => change(item, key, value),
            None => false,
        };
        if !changed {
            table.remove(key);
            table.insert(key, fresh(key, value));
            new.push(key.clone());
        }
    }
    new
}

/// Makes what stands at a key say something else, where it can: a block does not become a value.
fn change(item: &mut Item, key: &str, wanted: &Value) -> bool {
    if value::read(item).as_ref() == Some(wanted) {
        return true;
    }
    match (item, wanted) {
        (Item::Table(table), Value::Object(fields)) => {
            // Without a key nothing would be left of a table that has no header.
            if fields.is_empty() && (table.is_dotted() || table.is_implicit()) {
                return false;
            }
            settle(table, fields, keys::under(key));
            true
        }
        (Item::ArrayOfTables(tables), Value::Array(entries)) => {
            let all = !entries.is_empty() && entries.iter().all(Value::is_object);
            if all {
                settle_blocks(tables, key, entries);
            }
            all
        }
        (Item::Value(value), wanted) => {
            change_value(value, key, wanted);
            true
        }
        _ => false,
    }
}

/// Makes a value say something else.
pub(super) fn change_value(value: &mut toml_edit::Value, key: &str, wanted: &Value) {
    if value::read_value(value) == *wanted {
        return;
    }
    match (&mut *value, wanted) {
        (toml_edit::Value::InlineTable(table), Value::Object(fields))
            if !(table.is_dotted() && fields.is_empty()) =>
        {
            settle_inline(table, fields, keys::under(key));
        }
        (toml_edit::Value::Array(array), Value::Array(entries))
            if !array.is_empty() && !entries.is_empty() =>
        {
            list::settle(array, key, entries);
        }
        _ => {
            let mut new = value::write(key, wanted, Some(value));
            *new.decor_mut() = value.decor().clone();
            *value = new;
        }
    }
}

/// Makes a list of blocks (`[[windows]]`) say these entries.
fn settle_blocks(tables: &mut ArrayOfTables, key: &str, wanted: &[Value]) {
    let have: Vec<Value> = tables.iter().map(|table| Value::Object(value::read_table(table))).collect();
    let list::Middle { before, old, new } = list::middle(&have, wanted);
    let no_fields = Fields::new();
    let fields = |at: usize| wanted.get(at).and_then(Value::as_object).unwrap_or(&no_fields);
    for at in before..before + old.min(new) {
        if let Some(table) = tables.get_mut(at) {
            settle(table, fields(at), keys::under(key));
        }
    }
    for _ in new..old {
        tables.remove(before + new);
    }
    for at in before + old..before + new {
        let mut table = Table::new();
        settle(&mut table, fields(at), keys::under(key));
        tables.insert(at, table);
    }
}
