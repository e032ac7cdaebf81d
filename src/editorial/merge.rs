//! Two people changed the same item: what both wanted, put together where it goes together, and side by side where not.

use super::common::common;
use crate::playlist::edit::{Fields, canonical};
use serde::Serialize;
use serde_json::Value;

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

/// The text with the changes of both, if they are in different lines with a line between that both left alone.
fn merged_text(
    key: &str,
    base: Option<&Value>,
    mine: Option<&Value>,
    theirs: Option<&Value>,
) -> Option<String> {
    let lines = |value: Option<&Value>| -> Option<Vec<String>> {
        let text = value.filter(|_| key == "text")?.as_str()?;
        Some(text.split('\n').map(str::to_owned).collect())
    };
    let (base, mine, theirs) = (lines(base)?, lines(mine)?, lines(theirs)?);
    // Lines that both left alone hold the text together; between two of them only one may have changed anything.
    let (in_mine, in_theirs) = (common(&base, &mine), common(&base, &theirs));
    let place = |pairs: &[(usize, usize)], line: usize| {
        pairs.binary_search_by_key(&line, |pair| pair.0).ok().map(|at| pairs[at].1)
    };
    let fixed =
        (0..base.len()).filter_map(|line| Some((line, place(&in_mine, line)?, place(&in_theirs, line)?)));
    let mut merged: Vec<&String> = Vec::new();
    let mut from = (0, 0, 0);
    for (line, of_mine, of_theirs) in fixed.chain([(base.len(), mine.len(), theirs.len())]) {
        let was = &base[from.0..line];
        let (now, meanwhile) = (&mine[from.1..of_mine], &theirs[from.2..of_theirs]);
        merged.extend(match () {
            () if now == meanwhile || meanwhile == was => now,
            () if now == was => meanwhile,
            () => return None,
        });
        merged.extend(base.get(line));
        from = (line + 1, of_mine + 1, of_theirs + 1);
    }
    let merged: Vec<&str> = merged.into_iter().map(String::as_str).collect();
    Some(merged.join("\n"))
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

    fn some_fields() -> impl Strategy<Value = Fields> {
        let text = proptest::collection::vec(proptest::sample::select(vec!["a", "b", "c", "d\r"]), 1..5);
        let text = text.prop_map(|lines| json!(lines.join("\n")));
        let value =
            prop_oneof![text, (0..3).prop_map(|n| json!(n)), Just(json!([1, 2.0])), Just(json!({"a": 1}))];
        let key = proptest::sample::select(vec!["text", "hold", "windows", "title"]);
        proptest::collection::vec((key, value), 0..4)
            .prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
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
