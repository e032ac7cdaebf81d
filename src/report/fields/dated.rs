//! Values of files that speak of time: texts and TOML's own dates and times alike, words in lists, tables in lists.

use super::{Fields, Wanted};
use crate::report::{At, Message};
use std::ops::{Range, RangeInclusive};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

impl<'d> Fields<'_, 'd> {
    /// A text, or a date or time without quotes as the file writes it; `wanted` is said of anything else.
    pub fn written(&mut self, key: &'static str, wanted: Message) -> Option<At<String>> {
        let value = self.value(key)?;
        self.as_written(value, wanted)
    }

    /// A list of so many of them; `None` if the key is absent. What is wrong is left out.
    pub fn list_written(
        &mut self,
        key: &'static str,
        lengths: RangeInclusive<usize>,
        wanted: impl Fn() -> Message,
    ) -> Option<Vec<At<String>>> {
        let value = self.value(key)?;
        let Some(list) = value.get_ref().as_array() else {
            self.fault(value.span(), wanted());
            return None;
        };
        if !lengths.contains(&list.len()) {
            let (length, most) = (list.len(), *lengths.end());
            self.fault(value.span(), Message::ListLength { key: key.to_owned(), length, most });
            return None;
        }
        Some(list.iter().filter_map(|entry| self.as_written(entry, wanted())).collect())
    }

    /// A list of 1 to `most` words, numbers taken for words so that they can be refused with an offer.
    pub fn words(&mut self, key: &'static str, most: usize) -> Option<Vec<At<String>>> {
        let value = self.value(key)?;
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(key, value.span(), Wanted::Entries);
            return None;
        };
        if list.is_empty() || list.len() > most {
            let message = Message::ListLength { key: key.to_owned(), length: list.len(), most };
            self.fault(value.span(), message);
            return None;
        }
        let mut words = Vec::new();
        for entry in list.iter() {
            match entry.get_ref() {
                DeValue::String(word) => words.push(At { value: word.to_string(), span: entry.span() }),
                DeValue::Integer(number) => {
                    words.push(At { value: number.as_str().to_owned(), span: entry.span() });
                }
                _ => self.wrong(key, entry.span(), Wanted::Entries),
            }
        }
        Some(words)
    }

    /// The tables of a list, 1 to `most`; `None` if the key is absent or the list has another length.
    pub fn some_tables(
        &mut self,
        key: &'static str,
        most: usize,
    ) -> Option<Vec<(&'d DeTable<'d>, Range<usize>)>> {
        let value = self.table.get(key);
        let length = value.and_then(|value| Some((value.span(), value.get_ref().as_array()?.len())));
        if let Some((span, length)) = length.filter(|(_, length)| *length == 0 || *length > most) {
            self.asked.push(key);
            self.fault(span, Message::ListLength { key: key.to_owned(), length, most });
            return None;
        }
        let tables = self.tables(key, most);
        value.map(|_| tables)
    }

    fn as_written(&mut self, value: &Spanned<DeValue<'_>>, wanted: Message) -> Option<At<String>> {
        let span = value.span();
        match value.get_ref() {
            DeValue::String(text) => Some(At { value: text.to_string(), span }),
            // One that does not exist was told of when the file was parsed.
            DeValue::Datetime(time) if time.date.is_none() && time.time.is_none() => None,
            DeValue::Datetime(_) => {
                let raw = self.reader.source.text.get(span.clone())?.to_owned();
                Some(At { value: raw, span })
            }
            _ => {
                self.fault(span, wanted);
                None
            }
        }
    }
}
