//! The terms of an item: when it is shown and before what, as its file says it. Part of what is approved.
//!
//! Taken from the values of the file itself and not from what they were read into, so that they stay the same whatever
//! becomes of the program. `docs/approval.md` says the same to people.

use crate::frame::Digest;
use crate::playlist::{Class, Item, Playlist};
use serde::Serialize;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// Goes before the canonical form, so that another form would be another digest.
const TAG: &[u8] = b"bangtin terms 1\n";
/// Of a playlist or an item as they are written; their class, weight and whether they celebrate are the item's in the end.
const WRITTEN: [&str; 3] = ["expires_at", "starts_at", "windows"];

/// A value of TOML in the form in which it is hashed: tables by the order of their keys, dates as texts.
#[derive(Serialize)]
#[serde(untagged)]
enum Term {
    Flag(bool),
    Number(i64),
    Text(String),
    List(Vec<Term>),
    Table(BTreeMap<String, Term>),
}

/// The identity of the terms on which an item is shown: SHA-256 over `bangtin terms 1`, a line feed, and compact JSON with
/// sorted keys of
///
/// - `playlist`: `windows`, `starts_at`, `expires_at` and `campaign` of the file, as far as they are there;
/// - `item`: `windows`, `starts_at`, `expires_at` of the item, as far as they are there, and `class`, `festive` and `weight`
///   as they come to hold.
///
/// Nothing else of the file counts. Of an item that does not exist it is an identity that no item has.
#[must_use]
pub fn terms(playlist: &Playlist, index: usize) -> Digest {
    let all = playlist.terms.get_or(|| {
        let table: Table = toml::from_str(&playlist.source.text).unwrap_or_default();
        (0..playlist.items.len()).map(|index| digest(&canonical(playlist, &table, index))).collect()
    });
    all.get(index).copied().unwrap_or_else(|| digest(""))
}

fn digest(json: &str) -> Digest {
    Digest::of_parts(&[TAG, json.as_bytes()])
}

fn canonical(playlist: &Playlist, file: &Table, index: usize) -> String {
    let written = |table: &Table| -> BTreeMap<String, Term> {
        let given = WRITTEN.iter().filter_map(|key| Some(((*key).to_owned(), term(table.get(*key)?))));
        given.collect()
    };
    let mut list = written(file);
    list.extend(file.get("campaign").map(|campaign| ("campaign".to_owned(), term(campaign))));
    let tables = file.get("item").and_then(Value::as_array);
    let table = tables.and_then(|tables| tables.get(index)).and_then(Value::as_table);
    let mut item = table.map(written).unwrap_or_default();
    let parsed = playlist.items.get(index);
    let class = parsed.and_then(|item| item.class).unwrap_or(playlist.class);
    let festive = parsed.and_then(|item| item.festive).unwrap_or(playlist.festive);
    let weight = parsed.map_or(Item::WEIGHT, |item| item.weight);
    item.insert("class".to_owned(), Term::Text(Class::name(class).to_owned()));
    item.insert("festive".to_owned(), Term::Flag(festive));
    item.insert("weight".to_owned(), Term::Number(weight.into()));
    let both = BTreeMap::from([("item", Term::Table(item)), ("playlist", Term::Table(list))]);
    // Texts, numbers, lists and tables with texts as keys can always be written.
    serde_json::to_string(&both).unwrap_or_default()
}

fn term(value: &Value) -> Term {
    match value {
        Value::Boolean(flag) => Term::Flag(*flag),
        Value::Integer(number) => Term::Number(*number),
        Value::String(text) => Term::Text(text.clone()),
        Value::Datetime(date) => Term::Text(date.to_string()),
        // No key of these takes one.
        Value::Float(number) => Term::Text(number.to_string()),
        Value::Array(values) => Term::List(values.iter().map(term).collect()),
        Value::Table(table) => {
            Term::Table(table.iter().map(|(key, value)| (key.clone(), term(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Source;
    use std::sync::Arc;

    fn read(text: &str) -> Playlist {
        let source = Arc::new(Source { name: "a.toml".to_owned(), text: text.to_owned() });
        let (playlist, faults) = Playlist::parse("a", &source);
        playlist.unwrap_or_else(|| panic!("{faults:?}\n{text}"))
    }

    fn json(text: &str, index: usize) -> String {
        let playlist = read(text);
        canonical(&playlist, &toml::from_str(text).unwrap(), index)
    }

    const FULL: &str = "title = 'Tin'\norder = 3\nboards = ['b']\nblank = 1\nfestive = true\nclass = 'priority'
expires_at = 2026-12-31\nreview_by = 2026-12-01
windows = [{ to = '17:00', days = ['mon', 'tue'], from = '07:00', valid_from = 2026-11-01, except = ['tet-1..tet+5'] }]
[campaign]\ndirective = '47/KH-UBND'\nper_day = 40\nstart = 2026-11-01
[[item]]\ntext = 'Một cửa'\nfont = 'bangtin-16'
[[item]]\ntext = 'Nộp hồ sơ'\nfestive = false\nweight = 3\nclass = 'normal'\nstarts_at = 2026-11-24T07:05:00+07:00\nsilence = { L05 = 'x' }
[[item.windows]]\nonly_on = ['2/9', 2026-11-30]\n";

    #[test]
    fn the_terms_are_these_words_and_these_digests_for_ever() {
        let plain = "[[item]]\ntext = 'Một cửa'\n";
        assert_eq!(json(plain, 0), r#"{"item":{"class":"normal","festive":false,"weight":1},"playlist":{}}"#);
        assert_eq!(
            json(FULL, 1),
            concat!(
                r#"{"item":{"class":"normal","festive":false,"starts_at":"2026-11-24T07:05:00+07:00","weight":3,"#,
                r#""windows":[{"only_on":["2/9","2026-11-30"]}]},"#,
                r#""playlist":{"campaign":{"directive":"47/KH-UBND","per_day":40,"start":"2026-11-01"},"#,
                r#""expires_at":"2026-12-31","windows":[{"days":["mon","tue"],"except":["tet-1..tet+5"],"#,
                r#""from":"07:00","to":"17:00","valid_from":"2026-11-01"}]}}"#
            )
        );
        let digests = [terms(&read(plain), 0), terms(&read(FULL), 0), terms(&read(FULL), 1)];
        assert_eq!(
            digests.map(|digest| digest.to_string()),
            [
                "cc32c90d5ef2cc2e96bc4615e083f07346bdb16ee7f8932f6c7aeafcc72ac052",
                "a19379a6fca755762b7eafaf16122ccfae070ea1b0638bd2e06fa57007ca4ecf",
                "ae646f76e78b7a961188d8880b4e31c6bdc602f10aa9b2b25b993eed33871e79"
            ],
            "what was approved is void for everybody if one of these changes"
        );
    }

    #[test]
    fn whatever_changes_when_or_before_what_an_item_is_shown_changes_its_terms() {
        let before = terms(&read(FULL), 1);
        for (was, is) in [
            ("expires_at = 2026-12-31", "expires_at = 2027-12-31"),
            ("from = '07:00'", "from = '06:00'"),
            ("'tet-1..tet+5'", "'tet'"),
            ("per_day = 40", "per_day = 41"),
            ("weight = 3", "weight = 4"),
            ("class = 'normal'", "class = 'priority'"),
            ("festive = false", "festive = true"),
            ("T07:05:00+07:00", "T07:05:00+08:00"),
            ("'2/9', ", ""),
            ("47/KH-UBND", "48/KH-UBND"),
        ] {
            assert!(FULL.contains(was));
            assert_ne!(terms(&read(&FULL.replace(was, is)), 1), before, "{was} -> {is}");
        }
    }

    #[test]
    fn what_only_people_or_other_boards_see_does_not_change_the_terms() {
        for index in [0, 1] {
            let before = terms(&read(FULL), index);
            for (was, is) in [
                ("title = 'Tin'", "title = 'Tin mới'"),
                ("order = 3", "order = 4"),
                ("boards = ['b']", "boards = ['b', 'c']"),
                ("blank = 1", "blank = 2"),
                ("review_by = 2026-12-01", "review_by = 2026-12-02"),
                ("text = 'Một cửa'", "text = 'Hai cửa'"),
                ("font = 'bangtin-16'", "font = 'bangtin-8'"),
                ("silence = { L05 = 'x' }", "silence = { L05 = 'y' }"),
                ("{ to = '17:00', ", "{ \"to\" = \"\"\"17:00\"\"\", # giờ về\n"),
            ] {
                assert!(FULL.contains(was));
                assert_eq!(terms(&read(&FULL.replace(was, is)), index), before, "{was} -> {is}");
            }
        }
        let said = "class = 'normal'\nfestive = false\n[[item]]\ntext = 'x'\nweight = 1\n";
        assert_eq!(terms(&read(said), 0), terms(&read("[[item]]\ntext = 'x'\n"), 0), "said or left out");
    }
}
