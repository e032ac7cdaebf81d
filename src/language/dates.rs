//! Weekdays against dates, where a text gives both and the year: “thứ Hai, 24/11/2026”.
//!
//! A date without its year is left alone: which year was meant is a guess.

use super::words::Word;
use jiff::civil::{Date, Weekday};

/// What is wrong with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// There is no such day.
    NoSuchDay,
    /// It is this day of the week, and the text says another.
    Weekday(Weekday),
}

/// A place in a text that names a day.
struct Named<T> {
    /// Bytes from where to where.
    range: std::ops::Range<usize>,
    value: T,
}

/// Every weekday that does not go with the date beside it: the bytes of the wrong words, and what is wrong.
pub(super) fn dates(text: &str, words: &[Word<'_>]) -> Vec<(std::ops::Range<usize>, Wrong)> {
    let weekdays = weekdays(text, words);
    let mut found = Vec::new();
    for date in numeric_dates(text) {
        let beside = weekdays.iter().find(|day| is_beside(text, day, &date));
        let (year, month, day) = date.value;
        match (Date::new(year, month, day), beside) {
            (Ok(real), Some(said)) if real.weekday() != said.value => {
                found.push((said.range.clone(), Wrong::Weekday(real.weekday())));
            }
            (Err(_), Some(_)) => found.push((date.range, Wrong::NoSuchDay)),
            _ => {}
        }
    }
    found
}

/// Whether nothing but marks, spaces and “ngày” stands between the two.
fn is_beside(text: &str, day: &Named<Weekday>, date: &Named<(i16, i8, i8)>) -> bool {
    let (first, second) = if day.range.start < date.range.start {
        (&day.range, &date.range)
    } else {
        (&date.range, &day.range)
    };
    text.get(first.end..second.start).is_some_and(|between| {
        let words = between.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | '-' | '–'));
        words.is_empty() || words.to_lowercase() == "ngày"
    })
}

fn weekdays(text: &str, words: &[Word<'_>]) -> Vec<Named<Weekday>> {
    let mut found = Vec::new();
    for pair in words.windows(2) {
        let [first, second] = pair else { continue };
        let value = match (first.text.to_lowercase().as_str(), second.text.to_lowercase().as_str()) {
            ("thứ", "hai") => Weekday::Monday,
            ("thứ", "ba") => Weekday::Tuesday,
            ("thứ", "tư") => Weekday::Wednesday,
            ("thứ", "năm") => Weekday::Thursday,
            ("thứ", "sáu") => Weekday::Friday,
            ("thứ", "bảy" | "bẩy") => Weekday::Saturday,
            ("chủ" | "chúa", "nhật") => Weekday::Sunday,
            _ => continue,
        };
        if super::words::are_together(text, first, second) {
            found.push(Named { range: first.byte..second.end(), value });
        }
    }
    found
}

/// Dates with a year of four digits: `24/11/2026`, `24-11-2026`, `24.11.2026`.
fn numeric_dates(text: &str) -> Vec<Named<(i16, i8, i8)>> {
    let inside = |c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.');
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let end = text[start..].find(|c| !inside(c)).map_or(text.len(), |at| start + at);
        from = end;
        let run = text[start..end].trim_end_matches(['/', '-', '.']);
        let parts: Vec<&str> = run.split(['/', '-', '.']).collect();
        let [day, month, year] = parts[..] else { continue };
        // `thứ 24/11/2026/QĐ` is a document number.
        let goes_on = text[end..].chars().next().is_some_and(char::is_alphabetic);
        if let (4, false, Ok(day), Ok(month), Ok(year)) =
            (year.len(), goes_on, day.parse(), month.parse(), year.parse())
        {
            found.push(Named { range: start..start + run.len(), value: (year, month, day) });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn found(text: &str) -> Vec<(&str, Wrong)> {
        dates(text, &words(text)).into_iter().map(|(range, wrong)| (&text[range], wrong)).collect()
    }

    #[test]
    fn a_weekday_that_does_not_go_with_its_date_is_found() {
        let tuesday = Wrong::Weekday(Weekday::Tuesday);
        assert_eq!(found("Họp thứ Hai, 24/11/2026"), [("thứ Hai", tuesday)]);
        assert_eq!(found("Sáng Thứ Hai ngày 24-11-2026."), [("Thứ Hai", tuesday)]);
        assert_eq!(found("Ngày 24.11.2026 (chủ nhật)"), [("chủ nhật", tuesday)]);
        assert_eq!(found("Thứ Sáu, 31/9/2026"), [("31/9/2026", Wrong::NoSuchDay)]);
    }

    #[test]
    fn right_days_and_dates_without_year_or_weekday_are_left_alone() {
        for text in [
            "Họp thứ Ba, 24/11/2026",
            "thứ Hai, 24/11",
            "thứ Hai hằng tuần, từ ngày 24/11/2026",
            "Số 99/99/2026",
            "thứ Hai, 24/11/2026/QĐ",
            "lần thứ ba trong năm",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
