//! Two people changed the same item: what both wanted, put together where it goes together, and side by side where not.

use super::common::common;
use crate::playlist::edit::{Fields, canonical};
use serde::Serialize;
use serde_json::Value;
use std::ops::Range;

/// A key that both changed in their own way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conflict {
    /// The key.
    pub key: String,
    /// What it was; `None` if it was not there.
    pub base: Option<Value>,
    /// What the one who saves now wants; `None` if they took it away.
    pub mine: Option<Value>,
    /// What was saved meanwhile; `None` if it was taken away.
    pub theirs: Option<Value>,
}

/// What becomes of two changes of the same fields.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Merged {
    /// Both changes; where they are in conflict, what was saved already.
    pub fields: Fields,
    /// What a person has to decide, in the order of the keys' names. Nobody's words are lost: they all stand here.
    pub conflicts: Vec<Conflict>,
}

/// Puts together what became of `base` in two hands, key by key; texts line by line.
#[must_use]
pub fn merge(base: &Fields, mine: &Fields, theirs: &Fields) -> Merged {
    let (base, mine, theirs) = (canonical(base), canonical(mine), canonical(theirs));
    let mut merged = Merged { fields: Fields::new(), conflicts: Vec::new() };
    let mut keys: Vec<&String> = base.keys().chain(mine.keys()).chain(theirs.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let (was, mine, theirs) = (base.get(key), mine.get(key), theirs.get(key));
        let together = if mine == theirs || theirs == was {
            mine.cloned()
        } else if mine == was {
            theirs.cloned()
        } else if let Some(text) = merged_text(key, was, mine, theirs) {
            Some(Value::String(text))
        } else {
            merged.conflicts.push(Conflict {
                key: key.clone(),
                base: was.cloned(),
                mine: mine.cloned(),
                theirs: theirs.cloned(),
            });
            theirs.cloned()
        };
        merged.fields.extend(together.map(|value| (key.clone(), value)));
    }
    merged
}

/// A part of a text that two people changed. Together the parts are the whole text, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Passage {
    /// Lines that are as they should be.
    Settled(Vec<String>),
    /// Lines that both changed in their own way; a person has to decide.
    Apart {
        /// Which lines of mine they are, from 0; empty where mine has none there.
        at: Range<usize>,
        /// What was there; nothing where that is not known.
        base: Vec<String>,
        /// What the one who saves now wants.
        mine: Vec<String>,
        /// What was saved meanwhile.
        theirs: Vec<String>,
    },
}

/// Puts together what became of a text in two hands, line by line. Where `base` is not known every difference is for a person
/// to decide.
#[must_use]
pub fn merge_lines(base: Option<&str>, mine: &str, theirs: &str) -> Vec<Passage> {
    let lines = |text: &str| -> Vec<String> { text.split('\n').map(str::to_owned).collect() };
    let (mine, theirs) = (lines(mine), lines(theirs));
    let known = base.is_some();
    let base = base.map_or_else(
        || common(&mine, &theirs).into_iter().map(|(line, _)| mine[line].clone()).collect(),
        lines,
    );
    // Lines that both left alone hold the text together; between two of them only one may have changed anything.
    let (in_mine, in_theirs) = (common(&base, &mine), common(&base, &theirs));
    let place = |pairs: &[(usize, usize)], line: usize| {
        pairs.binary_search_by_key(&line, |pair| pair.0).ok().map(|at| pairs[at].1)
    };
    let fixed =
        (0..base.len()).filter_map(|line| Some((line, place(&in_mine, line)?, place(&in_theirs, line)?)));
    let mut passages = Vec::new();
    let mut settled: Vec<String> = Vec::new();
    let mut from = (0, 0, 0);
    for (line, of_mine, of_theirs) in fixed.chain([(base.len(), mine.len(), theirs.len())]) {
        let was = &base[from.0..line];
        let (now, meanwhile) = (&mine[from.1..of_mine], &theirs[from.2..of_theirs]);
        if now == meanwhile || (known && meanwhile == was) {
            settled.extend_from_slice(now);
        } else if known && now == was {
            settled.extend_from_slice(meanwhile);
        } else {
            passages.push(Passage::Settled(std::mem::take(&mut settled)));
            let base = if known { was.to_vec() } else { Vec::new() };
            let (mine, theirs) = (now.to_vec(), meanwhile.to_vec());
            passages.push(Passage::Apart { at: from.1..of_mine, base, mine, theirs });
        }
        settled.extend(base.get(line).cloned());
        from = (line + 1, of_mine + 1, of_theirs + 1);
    }
    passages.push(Passage::Settled(settled));
    passages.retain(|passage| *passage != Passage::Settled(Vec::new()));
    passages
}

/// The text with the changes of both, if they are in different lines with a line between that both left alone.
fn merged_text(
    key: &str,
    base: Option<&Value>,
    mine: Option<&Value>,
    theirs: Option<&Value>,
) -> Option<String> {
    let text = |value: Option<&'_ Value>| value.filter(|_| key == "text")?.as_str().map(str::to_owned);
    let (base, mine, theirs) = (text(base)?, text(mine)?, text(theirs)?);
    let lines = |passage: Passage| match passage {
        Passage::Settled(lines) => Some(lines),
        Passage::Apart { .. } => None,
    };
    let all: Option<Vec<Vec<String>>> =
        merge_lines(Some(&base), &mine, &theirs).into_iter().map(lines).collect();
    Some(all?.concat().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn fields(value: &Value) -> Fields {
        value.as_object().unwrap().clone()
    }

    fn merged(base: Value, mine: Value, theirs: Value) -> Merged {
        merge(&fields(&base), &fields(&mine), &fields(&theirs))
    }

    #[test]
    fn changes_of_different_keys_go_together() {
        let both = merged(
            json!({"text": "a", "hold": 8, "colour": "red"}),
            json!({"text": "b", "hold": 8, "colour": "red", "weight": 2}),
            json!({"text": "a", "hold": 9.0}),
        );
        assert_eq!(both.fields, fields(&json!({"text": "b", "hold": 9, "weight": 2})));
        assert!(both.conflicts.is_empty());
    }

    #[test]
    fn what_both_changed_in_their_own_way_stands_side_by_side() {
        let both =
            merged(json!({"text": "a", "hold": 8}), json!({"text": "b"}), json!({"text": "c", "hold": 9}));
        assert_eq!(both.fields, fields(&json!({"text": "c", "hold": 9})));
        let conflict = |key: &str, base, mine, theirs| Conflict { key: key.to_owned(), base, mine, theirs };
        let expected = [
            conflict("hold", Some(json!(8)), None, Some(json!(9))),
            conflict("text", Some(json!("a")), Some(json!("b")), Some(json!("c"))),
        ];
        assert_eq!(both.conflicts, expected);
    }

    #[test]
    fn lines_of_a_text_go_together_unless_they_touch() {
        let text = |base: &str, mine: &str, theirs: &str| {
            let both = merged(json!({"text": base}), json!({"text": mine}), json!({"text": theirs}));
            both.conflicts.is_empty().then(|| both.fields["text"].as_str().unwrap().to_owned())
        };
        let base = "Một cửa\ntận tâm\nđúng hẹn";
        assert_eq!(
            text(base, "Một cửa,\ntận tâm\nđúng hẹn", "Một cửa\r\ntận tâm\r\nđúng hẹn\r\nxin mời"),
            Some("Một cửa,\ntận tâm\nđúng hẹn\nxin mời".to_owned())
        );
        assert_eq!(text(base, "tận tâm\nđúng hẹn", "Một cửa\ntận tâm"), Some("tận tâm".to_owned()));
        assert_eq!(text(base, "Một\ntận tâm\nđúng hẹn", "Hai\ntận tâm\nđúng hẹn"), None);
        assert_eq!(text(base, "Một cửa\nx\nđúng hẹn", "Một cửa\ntận tâm\ny"), None);
        assert_eq!(text("a", "a\nb", "a\nc"), None);
    }

    fn apart(base: Option<&str>, mine: &str, theirs: &str) -> Vec<(Range<usize>, String, String, String)> {
        let told = |passage| match passage {
            Passage::Settled(_) => None,
            Passage::Apart { at, base, mine, theirs } => {
                Some((at, base.join("|"), mine.join("|"), theirs.join("|")))
            }
        };
        merge_lines(base, mine, theirs).into_iter().filter_map(told).collect()
    }

    #[test]
    fn lines_that_both_changed_are_told_apart_with_their_place_in_mine() {
        let base = "a\nb\nc\nd\ne";
        let (mine, theirs) = ("a\nB\nc\nd\nE", "a\nβ\nc\nd\ne\nf");
        let expected = |was: [&str; 2]| {
            [
                (1..2, was[0].to_owned(), "B".to_owned(), "β".to_owned()),
                (4..5, was[1].to_owned(), "E".to_owned(), "e|f".to_owned()),
            ]
        };
        assert_eq!(apart(Some(base), mine, theirs), expected(["b", "e"]));
        // Without the text that both began with nothing can be said of who changed what.
        assert_eq!(apart(None, mine, theirs), expected(["", ""]));
        assert_eq!(apart(None, "a\nb", "a\nb"), []);
        assert_eq!(apart(None, "a", "a\nb"), [(1..1, String::new(), String::new(), "b".to_owned())]);
    }

    fn some_fields() -> impl Strategy<Value = Fields> {
        let text = proptest::collection::vec(proptest::sample::select(vec!["a", "b", "c", "d\r"]), 1..5);
        let text = text.prop_map(|lines| json!(lines.join("\n")));
        let value =
            prop_oneof![text, (0..3).prop_map(|n| json!(n)), Just(json!([1, 2.0])), Just(json!({"a": 1}))];
        let key = proptest::sample::select(vec!["text", "hold", "windows", "title"]);
        proptest::collection::vec((key, value), 0..4)
            .prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    fn some_lines() -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select(vec!["a", "b", "c", "d"]), 0..8)
            .prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #[test]
        fn of_lines_that_are_apart_mine_taken_for_all_or_theirs_for_all_keeps_every_line_of_either(
            base in proptest::option::of(some_lines()), mine in some_lines(), theirs in some_lines(),
        ) {
            let taking = |own: bool| -> Vec<String> {
                let passages = merge_lines(base.as_deref(), &mine, &theirs).into_iter();
                passages.flat_map(|passage| match passage {
                    Passage::Settled(lines) => lines,
                    Passage::Apart { mine, theirs, .. } => if own { mine } else { theirs },
                }).collect()
            };
            let lines = |text: &str| text.split('\n').map(str::to_owned).collect::<Vec<_>>();
            if base.is_none() {
                prop_assert_eq!((taking(true), taking(false)), (lines(&mine), lines(&theirs)));
            }
            let was = base.as_deref().map(lines).unwrap_or_default();
            for (own, text) in [(true, &mine), (false, &theirs)] {
                let kept = taking(own);
                prop_assert!(lines(text).iter().all(|line| kept.contains(line) || was.contains(line)));
            }
            for passage in merge_lines(base.as_deref(), &mine, &theirs) {
                if let Passage::Apart { at, mine: part, .. } = passage {
                    prop_assert_eq!(&lines(&mine)[at], &part[..]);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn nothing_that_anybody_wrote_is_lost(base in some_fields(), mine in some_fields(), theirs in some_fields()) {
            let settled = |fields: &Fields| Merged { fields: canonical(fields), conflicts: Vec::new() };
            prop_assert_eq!(merge(&base, &mine, &base), settled(&mine));
            prop_assert_eq!(merge(&base, &base, &theirs), settled(&theirs));
            prop_assert_eq!(merge(&base, &mine, &mine), settled(&mine));
            let both = merge(&base, &mine, &theirs);
            let (base, mine, theirs) = (canonical(&base), canonical(&mine), canonical(&theirs));
            for (key, value) in mine.iter().chain(&theirs) {
                let conflict = both.conflicts.iter().find(|conflict| conflict.key == *key);
                if let Some(conflict) = conflict {
                    let (was, mine, theirs) = (base.get(key), mine.get(key), theirs.get(key));
                    prop_assert_eq!((conflict.base.as_ref(), conflict.mine.as_ref()), (was, mine));
                    prop_assert_eq!((conflict.theirs.as_ref(), both.fields.get(key)), (theirs, theirs));
                } else if base.get(key) != Some(value) {
                    let lines = |value: Option<&Value>| -> Vec<String> {
                        value.and_then(Value::as_str).map_or(Vec::new(), |text| text.split('\n').map(str::to_owned).collect())
                    };
                    let (was, there) = (lines(base.get(key)), lines(both.fields.get(key)));
                    let kept = lines(Some(value)).iter().all(|line| there.contains(line) || was.contains(line));
                    prop_assert!(both.fields.get(key) == Some(value) || (key == "text" && kept), "{key}");
                }
            }
            let turned = merge(&base, &theirs, &mine);
            prop_assert_eq!(turned.conflicts.len(), both.conflicts.len(), "who saves first makes no difference");
        }
    }
}
