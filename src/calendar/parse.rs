//! Reads the expressions: `2/9`, `lunar 10/3`, `tet-3..tet+5`, `eve of trung-thu`.
//!
//! Letters may be large or small, and there may be spaces anywhere but inside a number or a name. A hyphen belongs to a
//! name if a letter follows it at once, so that `tet-3` is three days before `tet`.

use super::YEARS;
use super::days::{Anchor, Day, Days, Set};
use super::named::Named;
use jiff::civil::Date;
use std::ops::Range;

/// The longest expression, in bytes.
pub const MAX_LENGTH: usize = 120;
/// Words of the grammar, which no day can have for an id.
const WORDS: [&str; 4] = ["lunar", "leap", "eve", "of"];

/// Why an expression names no days, and the bytes of it that are wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaysError {
    /// What is wrong.
    pub problem: DaysProblem,
    /// Bytes of the text from where to where; empty at its end if something is missing.
    pub range: Range<usize>,
}

/// What may be wrong with an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DaysProblem {
    /// No year has the day: 30/2, 31/4, the lunar 31/1 or a thirteenth month.
    NoSuchDay,
    /// A year outside [`YEARS`], or more than [`Day::MAX_OFFSET`] days from a day.
    OutOfRange,
    /// This cannot be read, or something is missing here.
    Syntax,
    /// A range that ends before it begins, every year.
    Backwards,
    /// A set of days where a single day is needed.
    NotOneDay,
    /// More than [`MAX_LENGTH`] bytes.
    TooLong,
}

/// Whether days can have this id: small letters and digits, in parts that begin with a letter and are joined by hyphens;
/// no word of the grammar.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    text.len() <= MAX_LENGTH && text.split('-').all(part) && !WORDS.contains(&text)
}

impl Days {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong and where. Names that the program does not know are taken for days of the site.
    pub fn parse(text: &str) -> Result<Self, DaysError> {
        if text.len() > MAX_LENGTH {
            return Err(error(DaysProblem::TooLong, 0..text.len()));
        }
        let tokens = tokens(text)?;
        let mut reader = Reader { tokens: &tokens, end: text.len() };
        if let [(Token::Word(word), _)] = reader.tokens
            && let Some(set) = Set::ALL.into_iter().find(|set| set.id() == word)
        {
            return Ok(Self::Set(set));
        }
        let first = reader.day()?;
        if !reader.takes(&Token::Range) {
            reader.ends()?;
            return Ok(Self::One(first));
        }
        let last = reader.day()?;
        reader.ends()?;
        if is_backwards(&first, &last) {
            return Err(error(DaysProblem::Backwards, 0..text.len()));
        }
        Ok(Self::Range(first, last))
    }
}

/// Two yearly days are never so: the range runs over New Year.
fn is_backwards(first: &Day, last: &Day) -> bool {
    match (&first.anchor, &last.anchor) {
        (Anchor::Date(a), Anchor::Date(b)) => {
            let days = |date: &Date, day: &Day| {
                date.duration_since(Date::ZERO).as_hours() / 24 + i64::from(day.offset)
            };
            days(a, first) > days(b, last)
        }
        (a, b) => a == b && first.offset > last.offset,
    }
}

fn error(problem: DaysProblem, range: Range<usize>) -> DaysError {
    DaysError { problem, range }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// Digits: the number, and how many they are. As many as `u16` holds, and beyond that its largest.
    Number(u16, usize),
    /// A name or a word of the grammar, in small letters.
    Word(String),
    Slash,
    Plus,
    Minus,
    Range,
}

fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, DaysError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (token, length) = match c {
            ' ' | '\t' => {
                at += 1;
                continue;
            }
            '/' => (Token::Slash, 1),
            '+' => (Token::Plus, 1),
            '-' => (Token::Minus, 1),
            '.' if rest.starts_with("..") => (Token::Range, 2),
            '0'..='9' => {
                let length = rest.bytes().take_while(u8::is_ascii_digit).count();
                (Token::Number(rest[..length].parse().unwrap_or(u16::MAX), length), length)
            }
            'a'..='z' | 'A'..='Z' => {
                let length = word_length(rest.as_bytes());
                (Token::Word(rest[..length].to_ascii_lowercase()), length)
            }
            _ => return Err(error(DaysProblem::Syntax, at..at + c.len_utf8())),
        };
        tokens.push((token, at..at + length));
        at += length;
    }
    Ok(tokens)
}

fn word_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    while let Some(byte) = bytes.get(length) {
        let joins = *byte == b'-' && bytes.get(length + 1).is_some_and(u8::is_ascii_alphabetic);
        if !byte.is_ascii_alphanumeric() && !joins {
            break;
        }
        length += 1;
    }
    length
}

struct Reader<'t> {
    tokens: &'t [(Token, Range<usize>)],
    end: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<(Token, Range<usize>)> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first.clone())
    }

    fn takes(&mut self, token: &Token) -> bool {
        let is_next = self.tokens.first().is_some_and(|(next, _)| next == token);
        if is_next {
            self.tokens = &self.tokens[1..];
        }
        is_next
    }

    fn takes_word(&mut self, word: &str) -> bool {
        self.takes(&Token::Word(word.to_owned()))
    }

    /// Where the next token stands.
    fn here(&self) -> Range<usize> {
        self.tokens.first().map_or(self.end..self.end, |(_, range)| range.clone())
    }

    fn ends(&self) -> Result<(), DaysError> {
        if self.tokens.is_empty() { Ok(()) } else { Err(error(DaysProblem::Syntax, self.here())) }
    }

    fn number(&mut self) -> Result<(u16, Range<usize>), DaysError> {
        match self.tokens.first() {
            Some((Token::Number(number, _), range)) => {
                self.tokens = &self.tokens[1..];
                Ok((*number, range.clone()))
            }
            _ => Err(error(DaysProblem::Syntax, self.here())),
        }
    }

    /// `[eve of] ANCHOR [+N | -N]`
    fn day(&mut self) -> Result<Day, DaysError> {
        let start = self.here().start;
        let eve = self.takes_word("eve");
        if eve && !self.takes_word("of") {
            return Err(error(DaysProblem::Syntax, self.here()));
        }
        let anchor = self.anchor()?;
        let sign = match self.tokens.first() {
            Some((Token::Plus, _)) => 1,
            Some((Token::Minus, _)) => -1,
            _ => 0,
        };
        let mut offset = -i32::from(eve);
        let mut end = start;
        if sign != 0 {
            self.next();
            let (number, range) = self.number()?;
            offset += sign * i32::from(number);
            end = range.end;
        }
        match i16::try_from(offset) {
            Ok(offset) if offset.abs() <= Day::MAX_OFFSET => Ok(Day { anchor, offset }),
            _ => Err(error(DaysProblem::OutOfRange, start..end)),
        }
    }

    fn anchor(&mut self) -> Result<Anchor, DaysError> {
        let missing = error(DaysProblem::Syntax, self.here());
        let (token, range) = self.next().ok_or(missing)?;
        match token {
            Token::Number(year, 4) if self.takes(&Token::Minus) => {
                let (month, _) = self.number()?;
                if !self.takes(&Token::Minus) {
                    return Err(error(DaysProblem::Syntax, self.here()));
                }
                let (day, last) = self.number()?;
                date(year, month, day, range.start..last.end)
            }
            Token::Number(day, _) => {
                let (month, middle) = self.month()?;
                if !self.takes(&Token::Slash) {
                    return yearly(day, month, range.start..middle.end);
                }
                let (year, last) = self.number()?;
                date(year, month, day, range.start..last.end)
            }
            Token::Word(word) if word == "lunar" => {
                let (day, _) = self.number()?;
                let (month, last) = self.month()?;
                let leap = self.takes_word("leap");
                lunar(day, month, leap, range.start..last.end)
            }
            Token::Word(word) if WORDS.contains(&word.as_str()) => Err(error(DaysProblem::Syntax, range)),
            Token::Word(word) if Set::ALL.iter().any(|set| set.id() == word) => {
                Err(error(DaysProblem::NotOneDay, range))
            }
            Token::Word(word) => Ok(Named::by_id(&word).map_or(Anchor::Own(word), Anchor::Named)),
            _ => Err(error(DaysProblem::Syntax, range)),
        }
    }

    /// What follows a day: `/month`.
    fn month(&mut self) -> Result<(u16, Range<usize>), DaysError> {
        if !self.takes(&Token::Slash) {
            return Err(error(DaysProblem::Syntax, self.here()));
        }
        self.number()
    }
}

fn small(number: u16) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

fn date(year: u16, month: u16, day: u16, range: Range<usize>) -> Result<Anchor, DaysError> {
    let year = i16::try_from(year).unwrap_or(i16::MAX);
    if !YEARS.contains(&year) {
        return Err(error(DaysProblem::OutOfRange, range));
    }
    let date = Date::new(year, small(month), small(day));
    date.map(Anchor::Date).map_err(|_| error(DaysProblem::NoSuchDay, range))
}

fn yearly(day: u16, month: u16, range: Range<usize>) -> Result<Anchor, DaysError> {
    let (day, month) = (small(day), small(month));
    const A_LEAP_YEAR: i16 = 2000;
    match Date::new(A_LEAP_YEAR, month, day) {
        Ok(_) => Ok(Anchor::Yearly { day, month }),
        Err(_) => Err(error(DaysProblem::NoSuchDay, range)),
    }
}

fn lunar(day: u16, month: u16, leap: bool, range: Range<usize>) -> Result<Anchor, DaysError> {
    let (day, month) = (small(day), small(month));
    if (1..=30).contains(&day) && (1..=12).contains(&month) {
        Ok(Anchor::Lunar { day, month, leap })
    } else {
        Err(error(DaysProblem::NoSuchDay, range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn problem(text: &str) -> (DaysProblem, &str) {
        let error = Days::parse(text).expect_err(text);
        (error.problem, &text[error.range])
    }

    fn canonical(text: &str) -> String {
        Days::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}")).to_string()
    }

    #[test]
    fn every_way_to_name_days_is_read_and_written_back_in_one_way() {
        for (text, same) in [
            ("2026-12-31", "2026-12-31"),
            ("31/12/2026", "2026-12-31"),
            (" 30 / 04 ", "30/4"),
            ("29/2", "29/2"),
            ("Lunar 10/3", "lunar 10/3"),
            ("lunar 10/3 LEAP + 2", "lunar 10/3 leap+2"),
            ("lunar 30/12", "lunar 30/12"),
            ("TET", "tet"),
            ("eve of trung-thu", "trung-thu-1"),
            ("eve of tet+1", "tet"),
            ("tet - 3 .. tet + 5", "tet-3..tet+5"),
            ("tet-3..tet+5", "tet-3..tet+5"),
            ("lunar 23/12..tet+3", "lunar 23/12..tet+3"),
            ("20/12..5/1", "20/12..5/1"),
            ("eve of le-hoi2..2027-01-01-366", "le-hoi2-1..2027-01-01-366"),
            ("Days-Off", "days-off"),
        ] {
            assert_eq!(canonical(text), same);
            assert_eq!(Days::parse(same), Days::parse(text));
        }
    }

    #[test]
    fn what_is_wrong_is_pointed_at() {
        use DaysProblem::{Backwards, NoSuchDay, NotOneDay, OutOfRange, Syntax};
        for (text, expected) in [
            ("30/2", (NoSuchDay, "30/2")),
            ("tet..31/4", (NoSuchDay, "31/4")),
            ("29/2/2026", (NoSuchDay, "29/2/2026")),
            ("2100-02-29", (NoSuchDay, "2100-02-29")),
            ("0/1", (NoSuchDay, "0/1")),
            ("1/13", (NoSuchDay, "1/13")),
            ("lunar 31/1", (NoSuchDay, "lunar 31/1")),
            ("lunar 1/13 leap", (NoSuchDay, "lunar 1/13")),
            ("lunar 99999999999/1", (NoSuchDay, "lunar 99999999999/1")),
            ("1899-12-31", (OutOfRange, "1899-12-31")),
            ("1/1/2200", (OutOfRange, "1/1/2200")),
            ("1/1/26", (OutOfRange, "1/1/26")),
            ("2/9..tet+367", (OutOfRange, "tet+367")),
            ("eve of tet-366", (OutOfRange, "eve of tet-366")),
            ("tet+5..tet-3", (Backwards, "tet+5..tet-3")),
            ("2026-03-01..2026-02-28", (Backwards, "2026-03-01..2026-02-28")),
            ("mourning..tet", (NotOneDay, "mourning")),
            ("eve of days-off", (NotOneDay, "days-off")),
            ("", (Syntax, "")),
            ("..", (Syntax, "..")),
            ("tet..", (Syntax, "")),
            ("tet..tet..tet", (Syntax, "..")),
            ("tet tet", (Syntax, "tet")),
            ("30", (Syntax, "")),
            ("30.4", (Syntax, ".")),
            ("lunar", (Syntax, "")),
            ("lunar 10/3/2026", (Syntax, "/")),
            ("eve tet", (Syntax, "tet")),
            ("leap", (Syntax, "leap")),
            ("tet+", (Syntax, "")),
            ("tet+-3", (Syntax, "-")),
            ("Tết", (Syntax, "ế")),
            ("12-31", (Syntax, "-")),
        ] {
            assert_eq!(problem(text), expected, "{text}");
        }
        assert_eq!(problem(&"9".repeat(MAX_LENGTH + 1)).0, DaysProblem::TooLong);
    }

    #[test]
    fn an_id_is_one_that_an_expression_can_speak_of() {
        for id in ["a", "le-hoi", "a1-b2", "tet"] {
            assert!(is_id(id), "{id}");
        }
        for id in
            ["", "-", "a-", "-a", "a--b", "a-2026", "2a", "Le-hoi", "lễ", "a_b", "eve", "leap", "of", "lunar"]
        {
            assert!(!is_id(id), "{id}");
        }
        for named in Named::ALL {
            assert!(is_id(named.id), "{}", named.id);
            assert_eq!(canonical(named.id), named.id);
        }
    }

    fn a_day() -> impl Strategy<Value = Day> {
        let date = (1900..=2199_i16, 1..=12_i8, 1..=28_i8)
            .prop_map(|(year, month, day)| Anchor::Date(Date::constant(year, month, day)));
        let anchor = prop_oneof![
            date,
            (1..=29_i8, 1..=12_i8).prop_map(|(day, month)| Anchor::Yearly { day, month }),
            (1..=30_i8, 1..=12_i8, any::<bool>()).prop_map(|(day, month, leap)| Anchor::Lunar {
                day,
                month,
                leap
            }),
            (0..Named::ALL.len()).prop_map(|index| Anchor::Named(&Named::ALL[index])),
            "own[a-z0-9]{0,3}(-[a-z][a-z0-9]{0,3}){0,2}".prop_map(Anchor::Own),
        ];
        (anchor, -366..=366_i16).prop_map(|(anchor, offset)| Day { anchor, offset })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(first in a_day(), last in a_day()) {
            let one = Days::One(first.clone());
            prop_assert_eq!(Days::parse(&one.to_string()), Ok(one));
            if !is_backwards(&first, &last) {
                let range = Days::Range(first, last);
                prop_assert_eq!(Days::parse(&range.to_string()), Ok(range));
            }
        }

        #[test]
        fn no_text_makes_it_panic_and_errors_point_into_the_text(
            text in r"([a-zế/.+\- 0-9]|lunar |eve of |\.\.|tet|leap|days-off){0,12}"
        ) {
            match Days::parse(&text) {
                Ok(days) => prop_assert_eq!(Days::parse(&days.to_string()), Ok(days)),
                Err(error) => prop_assert!(text.get(error.range.clone()).is_some(), "{:?} {:?}", error, text),
            }
        }
    }
}
