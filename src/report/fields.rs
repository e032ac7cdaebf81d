//! Reads a TOML file table by table and key by key, and collects a fault for everything that is wrong, not only the
//! first. serde stops at the first error and loses places in flattened tables, so the spanned tree is walked here.
//!
//! Knows no table in particular: which keys there are and what they mean is the caller's to say.

mod dated;
mod numbers;

use super::{At, Entry, Fault, Message, Source, Syntax, is_id, offered, shortened};
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The faults found so far in one file.
#[derive(Debug)]
pub struct Reader {
    /// The file.
    pub source: Arc<Source>,
    /// What is wrong with it, in the order in which it was found.
    pub faults: Vec<Fault>,
}

impl Reader {
    /// A reader of this file that has found nothing yet.
    #[must_use]
    pub fn new(source: &Arc<Source>) -> Self {
        Self { source: Arc::clone(source), faults: Vec::new() }
    }

    /// Notes an error at a place of the file.
    pub fn fault(&mut self, span: Range<usize>, message: Message) {
        self.faults.push(Fault::error(&self.source, span, message));
    }

    /// The tree of `text`, the text of the file; syntax errors become faults and what could be read is read on.
    pub fn parse<'d>(&mut self, text: &'d str) -> Spanned<DeTable<'d>> {
        let (tree, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let detail = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
            let span = error.span().unwrap_or(0..0);
            let message = match text.get(span.clone()) {
                Some(time) if is_no_time(&detail) => Message::NoSuchTime { text: shortened(time) },
                _ => Message::TomlSyntax { detail: Syntax(detail) },
            };
            self.fault(span, message);
        }
        tree
    }

    /// Whether any error was found, a warning not counted.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.faults.iter().any(Fault::is_error)
    }
}

/// Whether the parser says so of a date or time that is written like one and does not exist.
fn is_no_time(detail: &str) -> bool {
    ["invalid date", "invalid time", "invalid offset"].iter().any(|words| detail.starts_with(words))
        && detail.contains("between")
}

/// One table being read. Keys that nobody asked for are faults when it is finished.
pub struct Fields<'r, 'd> {
    reader: &'r mut Reader,
    table: &'d DeTable<'d>,
    /// How the operator knows the table: `[[item]]`, or the file's name for its top.
    kind: &'d str,
    /// Where it begins, for keys that are missing.
    place: Range<usize>,
    asked: Vec<&'static str>,
}

impl<'r, 'd> Fields<'r, 'd> {
    /// Begins to read a table.
    pub fn new(reader: &'r mut Reader, kind: &'d str, table: &'d DeTable<'d>, place: Range<usize>) -> Self {
        Self { reader, table, kind, place, asked: Vec::new() }
    }

    /// Notes an error at a place of the file.
    pub fn fault(&mut self, span: Range<usize>, message: Message) {
        self.reader.fault(span, message);
    }

    /// Notes that a key is missing which must be there.
    pub fn missing(&mut self, key: &'static str) {
        let message = Message::MissingKey { key: key.to_owned(), table: self.kind.to_owned() };
        self.reader.fault(self.place.clone(), message);
    }

    /// Where the table begins.
    #[must_use]
    pub fn place(&self) -> Range<usize> {
        self.place.clone()
    }

    /// Whether it has no keys at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Passes over a key that belongs to something else, which `needs` names; a fault if it is there and that is said.
    pub fn misplaced(&mut self, key: &'static str, needs: Option<String>) {
        self.asked.push(key);
        if let (Some((_, value)), Some(needs)) = (self.table.get_key_value(key), needs) {
            self.fault(value.span(), Message::KeyNeeds { key: key.to_owned(), needs });
        }
    }

    /// Whether the key is there, be it right or wrong.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn value(&mut self, key: &'static str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn wrong(&mut self, key: &'static str, span: Range<usize>, wanted: Wanted) {
        self.reader.fault(span, wanted.message(key));
    }

    /// A text of 1 to `most` characters.
    pub fn text(&mut self, key: &'static str, most: usize) -> Option<At<String>> {
        let value = self.value(key)?;
        let span = value.span();
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(key, span, Wanted::Text);
            return None;
        };
        let length = text.chars().count();
        if length == 0 || length > most {
            let message = Message::TextLength { key: key.to_owned(), length, most };
            self.fault(span, message);
            return None;
        }
        Some(At { value: text.to_owned(), span })
    }

    /// A whole number in a range.
    pub fn integer(&mut self, key: &'static str, range: RangeInclusive<i64>) -> Option<At<i64>> {
        let value = self.value(key)?;
        let span = value.span();
        let number = value.get_ref().as_integer();
        let number = number.and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        match number.filter(|n| range.contains(n)) {
            Some(value) => Some(At { value, span }),
            None => {
                let (low, high) = (range.start().to_string(), range.end().to_string());
                self.wrong(key, span, Wanted::Integer { low, high });
                None
            }
        }
    }

    /// A whole or decimal number in a range; infinities and NaN are outside every range.
    pub fn decimal(&mut self, key: &'static str, range: RangeInclusive<f64>) -> Option<At<f64>> {
        let value = self.value(key)?;
        let span = value.span();
        let number = match value.get_ref() {
            DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok().map(|n| n as f64),
            DeValue::Float(n) => n.as_str().parse::<f64>().ok(),
            _ => None,
        };
        match number.filter(|n| range.contains(n)) {
            Some(value) => Some(At { value, span }),
            None => {
                let (low, high) = (range.start().to_string(), range.end().to_string());
                self.wrong(key, span, Wanted::Decimal { low, high });
                None
            }
        }
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        let span = value.span();
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(key, span, Wanted::Flag);
        }
        flag
    }

    /// A word that `parse` knows; `offer` names the words it knows.
    pub fn word<T>(
        &mut self,
        key: &'static str,
        offer: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<At<T>> {
        let value = self.value(key)?;
        let span = value.span();
        let Some(word) = value.get_ref().as_str() else {
            self.wrong(key, span, Wanted::Text);
            return None;
        };
        match parse(word) {
            Some(value) => Some(At { value, span }),
            None => {
                let offer = offered(word, offer);
                let message = Message::UnknownWord { key: key.to_owned(), word: shortened(word), offer };
                self.fault(span, message);
                None
            }
        }
    }

    /// One text, or a list of 1 to `most` texts.
    pub fn texts(&mut self, key: &'static str, most: usize) -> Option<At<Vec<String>>> {
        let value = self.value(key)?;
        let span = value.span();
        let text = |value: &Spanned<DeValue<'_>>| value.get_ref().as_str().map(str::to_owned);
        let texts = match value.get_ref().as_array() {
            None => text(value).map(|one| vec![one]),
            Some(list) if list.is_empty() || list.len() > most => {
                let message = Message::ListLength { key: key.to_owned(), length: list.len(), most };
                self.fault(span, message);
                return None;
            }
            Some(list) => list.iter().map(text).collect(),
        };
        if texts.is_none() {
            self.wrong(key, span.clone(), Wanted::Text);
        }
        texts.map(|value| At { value, span })
    }

    /// A list of at most `most` ids, each said once; `None` if the key is absent.
    pub fn ids(&mut self, key: &'static str, most: usize) -> Option<Vec<At<String>>> {
        let value = self.value(key)?;
        let span = value.span();
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(key, span, Wanted::Ids);
            return None;
        };
        if list.is_empty() || list.len() > most {
            let message = Message::ListLength { key: key.to_owned(), length: list.len(), most };
            self.fault(span, message);
            return None;
        }
        let mut ids: Vec<At<String>> = Vec::new();
        for entry in list.iter() {
            match entry.get_ref().as_str().filter(|word| is_id(word)) {
                None => self.wrong(key, entry.span(), Wanted::Id),
                Some(word) if ids.iter().any(|id| id.value == word) => {
                    let message = Message::SaidTwice { key: key.to_owned(), word: word.to_owned() };
                    self.fault(entry.span(), message);
                }
                Some(word) => ids.push(At { value: word.to_owned(), span: entry.span() }),
            }
        }
        Some(ids)
    }

    /// One id: 1 to 40 lower-case ASCII letters, digits and `-`, not beginning with `-`.
    pub fn id(&mut self, key: &'static str) -> Option<At<String>> {
        let value = self.value(key)?;
        let span = value.span();
        match value.get_ref().as_str().filter(|word| is_id(word)) {
            Some(word) => Some(At { value: word.to_owned(), span }),
            None => {
                self.wrong(key, span, Wanted::Id);
                None
            }
        }
    }

    /// The tables of an array of tables (`[[item]]`), at most `most`; empty if the key is absent.
    pub fn tables(&mut self, key: &'static str, most: usize) -> Vec<(&'d DeTable<'d>, Range<usize>)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let span = value.span();
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(key, span, Wanted::Tables);
            return Vec::new();
        };
        if list.len() > most {
            let message = Message::ListLength { key: key.to_owned(), length: list.len(), most };
            self.fault(span, message);
        }
        let mut tables = Vec::new();
        for entry in list.iter().take(most) {
            match entry.get_ref().as_table() {
                Some(table) => tables.push((table, entry.span())),
                None => self.wrong(key, entry.span(), Wanted::Tables),
            }
        }
        tables
    }

    /// A table (`[lint]`, or `{ … }` after the key); `None` if the key is absent.
    pub fn table(&mut self, key: &'static str) -> Option<(&'d DeTable<'d>, Range<usize>)> {
        let value = self.value(key)?;
        let span = value.span();
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(key, span.clone(), Wanted::Table);
        }
        table.map(|table| (table, span))
    }

    /// A list of at most `most` texts, each of 1 to `longest` characters, or of tables where `tables` allows them; empty
    /// if the key is absent. What is wrong is left out.
    pub fn entries(
        &mut self,
        key: &'static str,
        most: usize,
        longest: usize,
        tables: bool,
    ) -> Vec<Entry<'d>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let span = value.span();
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(key, span, Wanted::Entries);
            return Vec::new();
        };
        if list.is_empty() || list.len() > most {
            let message = Message::ListLength { key: key.to_owned(), length: list.len(), most };
            self.fault(span, message);
            return Vec::new();
        }
        let mut entries = Vec::new();
        for entry in list.iter() {
            let (span, value) = (entry.span(), entry.get_ref());
            match (value.as_str(), value.as_table()) {
                (Some(text), _) if (1..=longest).contains(&text.chars().count()) => {
                    entries.push(Entry::Text(At { value: text.to_owned(), span }));
                }
                (Some(text), _) => {
                    let length = text.chars().count();
                    self.fault(span, Message::TextLength { key: key.to_owned(), length, most: longest });
                }
                (None, Some(table)) if tables => entries.push(Entry::Table(table, span)),
                _ => self.wrong(key, span, Wanted::Entries),
            }
        }
        entries
    }

    /// Reports every key that nobody asked for, with the ones that exist and the one that was probably meant.
    pub fn finish(self) {
        for key in self.table.keys() {
            let word: &str = key.get_ref();
            if !self.asked.contains(&word) {
                let message = Message::UnknownKey {
                    key: shortened(word),
                    table: self.kind.to_owned(),
                    offer: offered(word, &self.asked),
                };
                self.reader.fault(key.span(), message);
            }
        }
    }

    /// The reader, for tables inside this one, once its own keys are read.
    pub fn reader(&mut self) -> &mut Reader {
        self.reader
    }
}

/// What a value of the wrong kind or size should have been.
enum Wanted {
    Text,
    Integer { low: String, high: String },
    Decimal { low: String, high: String },
    Flag,
    Id,
    Ids,
    Table,
    Tables,
    Entries,
}

impl Wanted {
    fn message(self, key: &str) -> Message {
        let key = key.to_owned();
        match self {
            Self::Text => Message::WantsText { key },
            Self::Integer { low, high } => Message::WantsInteger { key, low, high },
            Self::Decimal { low, high } => Message::WantsDecimal { key, low, high },
            Self::Flag => Message::WantsFlag { key },
            Self::Id => Message::WantsId { key },
            Self::Ids => Message::WantsIds { key },
            Self::Table => Message::WantsTable { key },
            Self::Tables => Message::WantsTables { key },
            Self::Entries => Message::WantsEntries { key },
        }
    }
}
