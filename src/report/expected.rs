//! What bytes or JSON of a protocol should have had in a place: English where it is found, Vietnamese in Vietnamese sentences.

use super::phrases;
use std::fmt::{self, Display, Formatter};

/// One phrase a line: English, ` = `, Vietnamese.
const PHRASES: &str = include_str!("expected.txt");

/// What should have stood somewhere, in English. `{}` writes it as it is and `{:#}` in Vietnamese, as far as it is known there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected(pub &'static str);

impl Expected {
    /// It in Vietnamese; `None` where nobody has translated it. What has no words is the same in both.
    fn in_vietnamese(self) -> Option<&'static str> {
        phrases::in_vietnamese(PHRASES, self.0).or_else(|| is_wordless(self.0).then_some(self.0))
    }
}

/// Whether it is bytes in hex, numbers or names of standards only.
fn is_wordless(phrase: &str) -> bool {
    let hex =
        |word: &str| word.chars().all(|letter| matches!(letter, '0'..='9' | 'a'..='f')) && word.len() != 1;
    phrase.split(' ').all(|word| {
        let quoted = word.starts_with('`') && word.ends_with('`');
        hex(word) || quoted || !word.chars().any(char::is_lowercase)
    })
}

impl Display for Expected {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let told = f.alternate().then(|| self.in_vietnamese()).flatten();
        f.write_str(told.unwrap_or(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Functions of the protocols that take, among their arguments, what was expected.
    const SAY: [&str; 5] = ["wrong", "expect", "take", "constant", "number"];

    /// The string literals in the arguments of these calls, but for single words: those are keys.
    fn said(source: &str) -> BTreeSet<String> {
        let source = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let mut found = BTreeSet::new();
        let calls = SAY.iter().flat_map(|name| {
            source
                .match_indices(&format!("{name}(")[..])
                .filter(|(at, _)| !source[..*at].ends_with("#["))
                .map(|(at, call)| at + call.len())
                .collect::<Vec<_>>()
        });
        for start in calls {
            let (mut depth, mut rest) = (1, &source[start..]);
            while depth > 0 {
                let Some(at) = rest.find(['"', '(', ')']) else { break };
                let (mark, after) = (&rest[at..=at], &rest[at + 1..]);
                rest = after;
                match mark {
                    "(" => depth += 1,
                    ")" => depth -= 1,
                    _ => {
                        let mut end = 0;
                        while let Some(next) = rest[end..].find('"') {
                            end += next;
                            if !rest[..end].ends_with('\\') {
                                break;
                            }
                            end += 1;
                        }
                        found.insert(rest[..end].replace("\\\"", "\""));
                        rest = &rest[(end + 1).min(rest.len())..];
                    }
                }
            }
        }
        for (at, _) in source.match_indices("expected: \"") {
            let rest = &source[at + "expected: \"".len()..];
            found.insert(rest[..rest.find('"').unwrap_or(0)].to_owned());
        }
        found.retain(|phrase| phrase.contains(' '));
        found
    }

    fn gather(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.path() {
                path if path.is_dir() => gather(&path, found),
                path => found.extend(said(&std::fs::read_to_string(path).unwrap())),
            }
        }
    }

    #[test]
    fn whatever_a_protocol_expects_is_said_in_vietnamese_too() {
        let mut found = BTreeSet::new();
        gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/wire"), &mut found);
        assert!(found.len() > 150, "they are not found any more: {found:?}");
        let leaked =
            |phrase: &String| Expected(Box::leak(phrase.clone().into_boxed_str())).in_vietnamese().is_none();
        let untold: Vec<&String> = found.iter().filter(|phrase| leaked(phrase)).collect();
        assert!(untold.is_empty(), "without Vietnamese in expected.txt: {untold:#?}");
    }

    #[test]
    fn each_phrase_stands_once_and_what_is_not_known_stays_as_it_is() {
        let english: Vec<&str> = PHRASES.lines().map(|line| line.split_once(" = ").expect(line).0).collect();
        assert_eq!(english.iter().collect::<BTreeSet<_>>().len(), english.len());
        let header = Expected("a header of 10 bytes");
        assert_eq!(format!("{header} {header:#}"), "a header of 10 bytes phần đầu dài 10 byte");
        assert_eq!(
            format!("{:#} {:#}", Expected("00 1c"), Expected("no such phrase")),
            "00 1c no such phrase"
        );
    }
}
