//! Lists of numbers in files.

use super::{Fields, Wanted};
use crate::report::{At, Message};
use std::ops::RangeInclusive;

impl Fields<'_, '_> {
    /// A list of 1 to `most` whole numbers in a range, each said once; `None` if the key is absent or something in it is
    /// wrong.
    pub fn integers(
        &mut self,
        key: &'static str,
        range: RangeInclusive<i64>,
        most: usize,
    ) -> Option<At<Vec<i64>>> {
        let value = self.value(key)?;
        let span = value.span();
        let wanted = || Wanted::Integer { low: range.start().to_string(), high: range.end().to_string() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(key, span, wanted());
            return None;
        };
        if list.is_empty() || list.len() > most {
            let message = Message::ListLength { key: key.to_owned(), length: list.len(), most };
            self.fault(span, message);
            return None;
        }
        let mut numbers: Vec<i64> = Vec::new();
        for entry in list.iter() {
            let number = entry.get_ref().as_integer();
            let number = number.and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
            match number.filter(|n| range.contains(n)) {
                None => self.wrong(key, entry.span(), wanted()),
                Some(number) if numbers.contains(&number) => {
                    let message = Message::SaidTwice { key: key.to_owned(), word: number.to_string() };
                    self.fault(entry.span(), message);
                }
                Some(number) => numbers.push(number),
            }
        }
        (numbers.len() == list.len()).then_some(At { value: numbers, span })
    }
}
