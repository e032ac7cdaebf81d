//! A form of an item or of a playlist's head, as its template draws it: fields with their labels, what they hold, and what
//! is wrong with them.

use super::draft::Found;
use super::shape::{OWN, Pairs, Part, Shape, rows, shapes};
use crate::frame::{Colour, Palette};
use crate::report::{Lang, Rule};
use crate::site::Library;
use crate::web::words::{EditorWords, days_help, editor, key_hint, key_label, rule_title, value_word};
use askama::Template;
use std::collections::{BTreeMap, BTreeSet};

/// The most ids that are offered in one list of a form.
const MOST_IDS: usize = 500;

/// What stands at a field: what is wrong with it.
pub(super) type Wrong = BTreeMap<String, Vec<String>>;

/// One field.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) kind: Kind,
    pub(super) wrong: Vec<String>,
}

/// What a field is drawn as.
pub(super) enum Kind {
    Text {
        value: String,
    },
    Line {
        value: String,
        most: u16,
    },
    Number {
        value: String,
        least: String,
        most: String,
        step: &'static str,
    },
    Choice {
        options: Vec<Choice>,
        json: bool,
    },
    /// A choice of colours; with what stands in the field of the exact one, where there is one.
    Colour {
        options: Vec<Choice>,
        own: Option<String>,
    },
    Many {
        options: Vec<Choice>,
    },
    Day {
        value: String,
    },
    Moment {
        day: String,
        time: String,
    },
    Days {
        value: String,
    },
}

/// One thing that can be chosen.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) on: bool,
}

/// A row of windows.
pub(super) struct Row {
    pub(super) at: String,
    pub(super) days: Vec<Choice>,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) valid_from: String,
    pub(super) valid_to: String,
    pub(super) only_on: String,
    pub(super) except: String,
}

/// A rule that can be silenced.
pub(super) struct Silenced {
    pub(super) rule: String,
    /// What it is about.
    pub(super) title: String,
    pub(super) reason: String,
}

/// Fields that belong together.
pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) open: bool,
    pub(super) fields: Vec<Field>,
    /// The rows of windows, where this is the group with them.
    pub(super) windows: Option<Vec<Row>>,
    pub(super) windows_wrong: Vec<String>,
    /// The rules, where this is the group with them.
    pub(super) silenced: Option<Vec<Silenced>>,
    pub(super) silenced_wrong: Vec<String>,
}

/// All fields of a form.
#[derive(Template)]
#[template(path = "editor/fields.html", config = "web/askama.toml")]
pub(super) struct Fieldset {
    pub(super) e: &'static EditorWords,
    pub(super) groups: Vec<Group>,
    /// What there is to say, below the words; `None` where there is nowhere to say it.
    pub(super) found: Option<Vec<Found>>,
    /// The rules that can be silenced, by what they are called: an object, for scripts.
    pub(super) rules: String,
    /// How days are written.
    pub(super) days_help: &'static str,
    /// A row of windows for scripts to copy.
    pub(super) blank: Row,
}

/// What a form is made of.
pub(super) struct Filling<'f> {
    pub(super) part: Part,
    pub(super) pairs: &'f Pairs,
    pub(super) library: &'f Library,
    pub(super) wrong: &'f Wrong,
    /// The rules of what was found, for which a reason can be given.
    pub(super) found: Vec<&'static str>,
    /// So many rows of windows more than there are.
    pub(super) more_rows: u16,
    pub(super) lang: Lang,
}

const HEAD: &[(&str, bool, &[&str])] = &[
    ("group_name", true, &["title", "order", "blank"]),
    ("group_boards", true, &["boards", "groups", "sites", "tags"]),
    ("group_when", false, &["windows", "starts_at", "expires_at", "review_by"]),
    ("group_kind", false, &["class", "festive"]),
    ("group_campaign", false, &["campaign"]),
];
const ITEM: &[(&str, bool, &[&str])] = &[
    ("group_text", true, &["text"]),
    ("group_looks", true, &["font", "colour", "align", "motion", "hold", "speed", "passes"]),
    ("group_when", false, &["windows", "starts_at", "expires_at", "review_by"]),
    ("group_boards", false, &["boards", "groups", "sites", "tags"]),
    ("group_kind", false, &["class", "weight", "festive"]),
    ("group_silence", false, &["silence"]),
];

impl Filling<'_> {
    pub(super) fn fieldset(&self, found: Option<Vec<Found>>) -> Fieldset {
        let groups = match self.part {
            Part::Head => HEAD,
            Part::Item => ITEM,
        };
        let rules = Rule::ALL.iter().filter(|rule| rule.can_be_silenced() && !rule.is_of_boards());
        Fieldset {
            e: editor(self.lang),
            groups: groups.iter().map(|(title, open, keys)| self.group(title, *open, keys)).collect(),
            found,
            rules: serde_json::Value::Object(
                rules.map(|rule| (rule.id().to_owned(), rule_title(self.lang, *rule).into())).collect(),
            )
            .to_string(),
            days_help: days_help(self.lang),
            blank: self.row("N".to_owned()),
        }
    }

    fn group(&self, title: &str, open: bool, keys: &[&'static str]) -> Group {
        let mut group = Group {
            title: editor(self.lang).group(title),
            open,
            fields: Vec::new(),
            windows: None,
            windows_wrong: Vec::new(),
            silenced: None,
            silenced_wrong: Vec::new(),
        };
        for (key, shape) in shapes(self.part.keys()).filter(|(key, _)| keys.contains(key)) {
            match shape {
                Shape::Windows => {
                    group.windows = Some(self.windows());
                    group.windows_wrong = self.wrong(key);
                }
                Shape::Rules => {
                    group.silenced = Some(self.silenced());
                    group.silenced_wrong = self.wrong(key);
                }
                Shape::Table(inner) => group.fields.extend(
                    shapes(inner).map(|(under, shape)| self.field(&format!("{key}.{under}"), under, shape)),
                ),
                shape => group.fields.push(self.field(key, key, shape)),
            }
        }
        // What a group asks for stands in its own order.
        group
            .fields
            .sort_by_key(|field| keys.iter().position(|key| *key == field.name).unwrap_or(usize::MAX));
        let filled = |name: &str| {
            let inside = format!("{name}.");
            self.pairs
                .iter()
                .any(|(other, value)| (other == name || other.starts_with(&inside)) && !value.is_empty())
        };
        let wrong = |name: &&str| !self.wrong(name).is_empty();
        group.open |= keys.iter().any(|key| filled(key)) || keys.iter().any(wrong);
        group.open |= keys.contains(&"windows") && self.more_rows > 0;
        group
    }

    fn wrong(&self, name: &str) -> Vec<String> {
        self.wrong.get(name).cloned().unwrap_or_default()
    }

    /// What was said of a field.
    fn value(&self, name: &str) -> String {
        self.pairs.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn field(&self, name: &str, key: &'static str, shape: Shape) -> Field {
        let value = self.value(name);
        let is_number = value.is_empty() || value.parse::<f64>().is_ok();
        let number = |least: String, most: String, step| {
            // A browser shows nothing where a number is wanted and none stands.
            if is_number {
                Kind::Number { value: value.clone(), least, most, step }
            } else {
                Kind::Line { value: value.clone(), most: 200 }
            }
        };
        let choice = |options| Kind::Choice { options, json: false };
        let kind = match shape {
            Shape::Text => Kind::Text { value },
            Shape::Number(least, most) => number(least.to_string(), most.to_string(), "any"),
            Shape::Whole(least, most) => number(least.to_string(), most.to_string(), "1"),
            Shape::Choice(words) => {
                choice(self.choices(key, words.iter().map(|word| (*word).to_owned()).collect(), &value))
            }
            Shape::Font => choice(self.choices(key, self.fonts(), &value)),
            Shape::Colour => self.colour(name, key, &value),
            Shape::Flag => {
                let options = self.choices(key, vec!["true".into(), "false".into()], &value);
                Kind::Choice { options, json: true }
            }
            Shape::Names => Kind::Many { options: self.names(name, key) },
            Shape::Day => day_or_line(value),
            Shape::Moment => {
                let time = self.value(&format!("{name}.time"));
                if value.is_empty() || is_day(&value) {
                    Kind::Moment { day: value, time }
                } else {
                    day_or_line(value)
                }
            }
            Shape::Days => Kind::Days { value },
            Shape::Line(most) => Kind::Line { value, most },
            Shape::Windows | Shape::Rules | Shape::Table(_) => Kind::Line { value, most: 200 },
        };
        let hint = match kind {
            // What is said of other colours is of no use where none can be had.
            Kind::Colour { own: None, .. } => "",
            _ => key_hint(self.lang, self.part == Part::Item, key),
        };
        Field {
            name: name.to_owned(),
            id: format!("f-{}", name.replace('.', "-")),
            label: key_label(self.lang, key),
            hint,
            kind,
            wrong: [self.wrong(name), self.wrong(name.split('.').next().unwrap_or(name))]
                .into_iter()
                .take(if name.contains('.') { 2 } else { 1 })
                .flatten()
                .collect(),
        }
    }

    /// A choice of words, with what stands there although it is none of them, and with nothing.
    fn choices(&self, key: &str, words: Vec<String>, value: &str) -> Vec<Choice> {
        let mut words = words;
        if !value.is_empty() && !words.iter().any(|word| word == value) {
            words.push(value.to_owned());
        }
        let nothing = Choice {
            value: String::new(),
            label: value_word(self.lang, self.part == Part::Item, key, "").unwrap_or_default().to_owned(),
            on: value.is_empty(),
        };
        let option = |word: String| Choice {
            label: value_word(self.lang, self.part == Part::Item, key, &word)
                .map_or_else(|| word.clone(), str::to_owned),
            on: word == value,
            value: word,
        };
        std::iter::once(nothing).chain(words.into_iter().map(option)).collect()
    }

    /// The colours that have names, and any other one where a board of the site has lamps for it.
    fn colour(&self, name: &str, key: &str, value: &str) -> Kind {
        let mut words: Vec<String> = Colour::NAMES.map(str::to_owned).to_vec();
        let mixes = self.library.site.boards.iter().any(|board| board.palette == Palette::Rgb);
        let own = (mixes || value == OWN).then(|| {
            words.push(OWN.to_owned());
            let exact = self.value(&format!("{name}.{OWN}"));
            // The field of a browser always holds a colour; black would light nothing.
            if exact.is_empty() { "#ffffff".to_owned() } else { exact }
        });
        Kind::Colour { options: self.choices(key, words, value), own }
    }

    fn fonts(&self) -> Vec<String> {
        std::iter::once("auto").chain(self.library.fonts.names()).map(str::to_owned).collect()
    }

    /// The ids that there are at this site, and those that the form has.
    fn names(&self, name: &str, key: &str) -> Vec<Choice> {
        let said: Vec<&str> =
            self.pairs.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str()).collect();
        let site = &self.library.site;
        let mut known: Vec<(String, String)> = match key {
            "boards" => {
                site.boards.iter().map(|board| (board.id.value.clone(), board.name.clone())).collect()
            }
            "sites" => site.places.iter().map(|place| (place.id.clone(), place.name.clone())).collect(),
            "days" => {
                let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
                let label = |day: &str| value_word(self.lang, true, key, day).unwrap_or_default().to_owned();
                days.iter().map(|day| ((*day).to_owned(), label(day))).collect()
            }
            _ => {
                let reaches = site.boards.iter().map(crate::site::Board::reach);
                let all = reaches.flat_map(|reach| if key == "groups" { reach.groups } else { reach.tags });
                let all: BTreeSet<String> = all.collect();
                all.into_iter().map(|id| (id.clone(), id)).collect()
            }
        };
        known.truncate(MOST_IDS);
        for id in &said {
            if !id.is_empty() && !known.iter().any(|(known, _)| known == id) {
                known.push(((*id).to_owned(), (*id).to_owned()));
            }
        }
        let option =
            |(value, label): (String, String)| Choice { on: said.contains(&value.as_str()), value, label };
        known.into_iter().map(option).collect()
    }

    fn windows(&self) -> Vec<Row> {
        let mut all = rows("windows", self.pairs);
        let next = all.last().map_or(0, |last| last.saturating_add(1));
        all.extend((0..self.more_rows).map(|more| next.saturating_add(more)));
        all.into_iter().map(|at| self.row(at.to_string())).collect()
    }

    fn row(&self, at: String) -> Row {
        let value = |key: &str| self.value(&format!("windows.{at}.{key}"));
        Row {
            days: self.names(&format!("windows.{at}.days"), "days"),
            from: value("from"),
            to: value("to"),
            valid_from: value("valid_from"),
            valid_to: value("valid_to"),
            only_on: value("only_on"),
            except: value("except"),
            at,
        }
    }

    fn silenced(&self) -> Vec<Silenced> {
        let given = self.pairs.iter().filter_map(|(name, _)| name.strip_prefix("silence."));
        let rules: BTreeSet<&str> = given.chain(self.found.iter().copied()).collect();
        let row = |rule: &str| Silenced {
            rule: rule.to_owned(),
            title: rule.parse().map_or_else(|()| rule.to_owned(), |rule| rule_title(self.lang, rule)),
            reason: self.value(&format!("silence.{rule}")),
        };
        rules.into_iter().map(row).collect()
    }
}

/// Whether a browser's date field can show it.
fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

fn day_or_line(value: String) -> Kind {
    if value.is_empty() || is_day(&value) { Kind::Day { value } } else { Kind::Line { value, most: 60 } }
}
