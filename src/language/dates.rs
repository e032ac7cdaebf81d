//! Weekdays against dates, and days that no calendar has: “thứ Hai, 24/11/2026”, “ngày 31 tháng 9”.
//!
//! A date without its year is looked at only if the year is known: because the text names it elsewhere, or because it is
//! told which day it is, and the date meant is the nearest one. Without both nothing is said of its weekday.

use super::words::{Word, are_together, tokens};
use jiff::civil::{Date, Weekday};
use std::ops::Range;

/// What is wrong with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// There is no such day.
    NoSuchDay,
    /// It is this day of the week, and the text says another.
    Weekday(Weekday),
}

/// A place in a text that names a day.
#[derive(Clone)]
struct Named<T> {
    /// Bytes from where to where.
    range: Range<usize>,
    value: T,
}

/// Day, month and year as they are written.
#[derive(Clone, Copy)]
struct Day {
    day: i8,
    month: i8,
    year: Option<i16>,
    /// Whether it can only be a date, because “ngày” stands before it or “tháng” inside it.
    surely: bool,
}

/// Years that notices speak of.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;
/// Words after which an ordinal is no weekday: `lần thứ hai`.
const COUNTED: [&str; 9] = ["lần", "đợt", "kỳ", "khóa", "phiên", "hạng", "tuần", "ngày", "số"];

/// Every weekday that does not go with the date beside it and every day that cannot be: the bytes of the wrong words,
/// and what is wrong.
pub(super) fn dates(text: &str, today: Option<Date>) -> Vec<(Range<usize>, Wrong)> {
    let words = tokens(text);
    let weekdays = weekdays(text, &words);
    let mut days = written_dates(text, &words);
    for numeric in numeric_dates(text) {
        if days.iter().all(|day| day.range.end <= numeric.range.start || day.range.start >= numeric.range.end)
        {
            days.push(numeric);
        }
    }
    days.sort_by_key(|day| day.range.start);
    give_years(text, &words, &mut days);
    let lunar = text.to_lowercase().contains("âm lịch");
    let mut found = Vec::new();
    for (at, day) in days.iter().enumerate() {
        let said = weekday_of(text, &weekdays, &days, at);
        let Some(date) = real(day.value, today) else {
            if !lunar && (said.is_some() || is_plainly_a_date(text, day)) && !exists_in_some_year(day.value) {
                found.push((day.range.clone(), Wrong::NoSuchDay));
            }
            continue;
        };
        if let (Some(said), Some(date)) = (said, date)
            && date.weekday() != said.value
            && !lunar
        {
            found.push((said.range.clone(), Wrong::Weekday(date.weekday())));
        }
    }
    found
}

/// The day that is meant: `None` if there is none, `Some(None)` if its year is not known.
fn real(day: Day, today: Option<Date>) -> Option<Option<Date>> {
    let in_year = |year| Date::new(year, day.month, day.day).ok();
    match (day.year, today) {
        (Some(year), _) => in_year(year).map(Some),
        (None, Some(today)) => {
            let years = [today.year().saturating_sub(1), today.year(), today.year().saturating_add(1)];
            let away = |date: &Date| (date.to_owned() - today).get_days().unsigned_abs();
            let nearest = years.into_iter().filter_map(in_year).min_by_key(away);
            nearest.map(Some).or_else(|| exists_in_some_year(day).then_some(None))
        }
        (None, None) => exists_in_some_year(day).then_some(None),
    }
}

fn exists_in_some_year(day: Day) -> bool {
    // 2024 has a 29th of February.
    Date::new(day.year.unwrap_or(2024), day.month, day.day).is_ok()
}

/// Whether a day that cannot be is meant as a day: “ngày” says so, or day and month are no other numbers.
fn is_plainly_a_date(text: &str, day: &Named<Day>) -> bool {
    let Day { day: number, month, year, surely } = day.value;
    let before = text[..day.range.start].trim_end().to_lowercase();
    let said =
        ["ngày", "mùng", "mồng", "hôm", "sáng", "chiều", "tối"].iter().any(|word| before.ends_with(word));
    let counted = before.ends_with("số");
    !counted
        && (surely || said || (year.is_some() && (1..=31).contains(&number) && (1..=12).contains(&month)))
}

/// A date without its year gets it from the next date of its range, or from the only year that the text names.
fn give_years(text: &str, words: &[Word<'_>], days: &mut [Named<Day>]) {
    let after_word = |pair: &[Word<'_>]| match pair {
        [word, number] if word.text.to_lowercase() == "năm" => number.text.parse().ok(),
        _ => None,
    };
    let mut years: Vec<i16> = days.iter().filter_map(|day| day.value.year).collect();
    years.extend(words.windows(2).filter_map(after_word).filter(|year| YEARS.contains(year)));
    years.sort_unstable();
    years.dedup();
    for at in (0..days.len()).rev() {
        let next = days.get(at + 1).filter(|next| are_a_range(text, &days[at].range, &next.range));
        let from_range = next.and_then(|next| next.value.year);
        let only = match years[..] {
            [year] => Some(year),
            _ => None,
        };
        let day = &mut days[at].value;
        day.year = day.year.or(from_range).or(only);
    }
}

/// Whether nothing but a dash or “đến” stands between the two.
fn are_a_range(text: &str, first: &Range<usize>, second: &Range<usize>) -> bool {
    let between = text.get(first.end..second.start).unwrap_or_default().to_lowercase();
    let words: Vec<&str> =
        between.split_whitespace().filter(|word| !["hết", "ngày", ",", "("].contains(word)).collect();
    matches!(words[..], ["-" | "–" | "—" | "đến" | "tới"])
}

/// The weekday beside a date. Where a range of weekdays stands beside a range of dates, first belongs to first.
fn weekday_of<'w>(
    text: &str,
    weekdays: &'w [Named<Weekday>],
    days: &[Named<Day>],
    at: usize,
) -> Option<&'w Named<Weekday>> {
    let beside = |week: usize, day: usize| match (weekdays.get(week), days.get(day)) {
        (Some(week), Some(day)) => is_beside(text, &week.range, &day.range),
        _ => false,
    };
    let week_range = |first: usize| match weekdays.get(first..first + 2) {
        Some([a, b]) => are_a_range(text, &a.range, &b.range),
        _ => false,
    };
    let day_range = |first: usize| match days.get(first..first + 2) {
        Some([a, b]) => are_a_range(text, &a.range, &b.range),
        _ => false,
    };
    for first in (0..weekdays.len()).filter(|first| week_range(*first)) {
        for from in (0..days.len()).filter(|from| day_range(*from) && (at == *from || at == from + 1)) {
            if beside(first + 1, from) || beside(first, from + 1) {
                return weekdays.get(first + at - from);
            }
        }
    }
    let week = (0..weekdays.len()).find(|week| beside(*week, at))?;
    let of_a_range = week_range(week) || week.checked_sub(1).is_some_and(week_range);
    // `thứ Hai - thứ Sáu, 24/11`: which of them the date is cannot be told.
    let ranges_apart = of_a_range && !day_range(at) && !at.checked_sub(1).is_some_and(day_range);
    (!ranges_apart).then(|| weekdays.get(week)).flatten()
}

/// Whether nothing but marks, spaces and “ngày” stands between the two.
fn is_beside(text: &str, day: &Range<usize>, date: &Range<usize>) -> bool {
    let (first, second) = if day.start < date.start { (day, date) } else { (date, day) };
    text.get(first.end..second.start).is_some_and(|between| {
        let words = between.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | '-' | '–'));
        // A dash between spaces goes on to something else: `24/11 - thứ Hai`.
        words.is_empty() || words.to_lowercase() == "ngày"
    })
}

fn weekdays(text: &str, words: &[Word<'_>]) -> Vec<Named<Weekday>> {
    let mut found = Vec::new();
    for (at, pair) in words.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let before = at.checked_sub(1).and_then(|at| words.get(at)).map(|word| word.text.to_lowercase());
        let number = second.text.contains(char::is_numeric);
        let counted = |word: &str| COUNTED.contains(&word) || (number && ["họp", "nghị"].contains(&word));
        let value = match (first.text.to_lowercase().as_str(), second.text.to_lowercase().as_str()) {
            ("thứ", _) if before.as_deref().is_some_and(counted) => continue,
            ("thứ", "hai" | "2") => Weekday::Monday,
            ("thứ", "ba" | "3") => Weekday::Tuesday,
            ("thứ", "tư" | "4") => Weekday::Wednesday,
            ("thứ", "năm" | "5") => Weekday::Thursday,
            ("thứ", "sáu" | "6") => Weekday::Friday,
            ("thứ", "bảy" | "bẩy" | "7") => Weekday::Saturday,
            ("chủ" | "chúa", "nhật") => Weekday::Sunday,
            _ => continue,
        };
        if are_together(text, first, second) {
            found.push(Named { range: first.byte..second.end(), value });
        }
    }
    found
}

/// `ngày 24 tháng 11`, `24 tháng 11 năm 2026`, `24 tháng 11/2026`.
fn written_dates(text: &str, words: &[Word<'_>]) -> Vec<Named<Day>> {
    let mut found = Vec::new();
    for (at, run) in words.windows(3).enumerate() {
        let [day, month_word, month] = run else { continue };
        let (number, year_beside) = month.text.split_once('/').unwrap_or((month.text, ""));
        let together = are_together(text, day, month_word) && are_together(text, month_word, month);
        if month_word.text.to_lowercase() != "tháng" || !together {
            continue;
        }
        let (Ok(day_number), Ok(month_number)) = (day.text.parse(), number.parse()) else { continue };
        let named = at.checked_sub(1).and_then(|before| words.get(before));
        let named = named.filter(|word| are_together(text, word, day)).map(|word| word.text.to_lowercase());
        let (mut end, mut year) = (month.end(), year_beside.parse().ok());
        if let Some([word, number]) = words.get(at + 3..at + 5)
            && word.text.to_lowercase() == "năm"
            && let Ok(written) = number.text.parse()
        {
            (end, year) = (number.end(), Some(written));
        }
        let year = year.filter(|year| YEARS.contains(year));
        let surely = named.as_deref() == Some("ngày") || year.is_some();
        found.push(Named {
            range: day.byte..end,
            value: Day { day: day_number, month: month_number, year, surely },
        });
    }
    found
}

/// `24/11/2026`, `24-11-2026`, `24.11.2026`, and without the year `24/11`; ranges with a hyphen are taken apart.
fn numeric_dates(text: &str) -> Vec<Named<Day>> {
    let inside = |c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.');
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let end = text[start..].find(|c| !inside(c)).map_or(text.len(), |at| start + at);
        from = end;
        let run = text[start..end].trim_end_matches(['/', '-', '.']);
        // `thứ 24/11/2026/QĐ` is a document number.
        let beside = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        if beside(text[end..].chars().next()) || beside(text[..start].chars().next_back()) {
            continue;
        }
        let is_range = run.contains('/') && run.contains('-');
        let mut at = start;
        for piece in run.split(|c| is_range && c == '-') {
            found.extend(numeric_date(piece).map(|value| Named { range: at..at + piece.len(), value }));
            at += piece.len() + 1;
        }
    }
    found
}

fn numeric_date(written: &str) -> Option<Day> {
    let parts: Vec<&str> = written.split(['/', '-', '.']).collect();
    let (day, month, year) = match parts[..] {
        [day, month, year] if year.len() == 4 => (day, month, Some(year.parse().ok()?)),
        [day, month] if written.contains('/') && day.len() <= 2 && month.len() <= 2 => (day, month, None),
        _ => return None,
    };
    Some(Day { day: day.parse().ok()?, month: month.parse().ok()?, year, surely: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn on(today: Option<Date>, text: &str) -> Vec<(&str, Wrong)> {
        dates(text, today).into_iter().map(|(range, wrong)| (&text[range], wrong)).collect()
    }

    fn found(text: &str) -> Vec<(&str, Wrong)> {
        on(None, text)
    }

    const TUESDAY: Wrong = Wrong::Weekday(Weekday::Tuesday);

    #[test]
    fn a_weekday_that_does_not_go_with_its_date_is_found() {
        assert_eq!(found("Họp thứ Hai, 24/11/2026"), [("thứ Hai", TUESDAY)]);
        assert_eq!(found("Sáng Thứ Hai ngày 24-11-2026."), [("Thứ Hai", TUESDAY)]);
        assert_eq!(found("Ngày 24.11.2026 (chủ nhật)"), [("chủ nhật", TUESDAY)]);
        assert_eq!(found("Thứ 2, ngày 24 tháng 11 năm 2026"), [("Thứ 2", TUESDAY)]);
        assert_eq!(found("Thứ Hai, 24 tháng 11/2026"), [("Thứ Hai", TUESDAY)]);
    }

    #[test]
    fn a_date_without_its_year_is_looked_at_when_the_year_is_known() {
        let text = "Họp thứ Hai, 24/11";
        assert_eq!(found(text), []);
        assert_eq!(found("Năm 2026: họp thứ Hai, 24/11"), [("thứ Hai", TUESDAY)]);
        assert_eq!(on(Some(date(2026, 11, 20)), text), [("thứ Hai", TUESDAY)]);
        assert_eq!(on(Some(date(2025, 11, 20)), text), [], "a Monday in 2025");
        assert_eq!(on(Some(date(2025, 12, 30)), "thứ Sáu, 2/1"), [], "the next year is nearer");
        assert_eq!(on(Some(date(2025, 12, 30)), "thứ Bảy 2/1").len(), 1);
    }

    #[test]
    fn in_ranges_first_belongs_to_first_and_the_year_to_both() {
        assert_eq!(
            found("Từ thứ Ba 24/11 đến Chủ nhật 30/11/2026"),
            [("Chủ nhật", Wrong::Weekday(Weekday::Monday))]
        );
        assert_eq!(found("Thứ Ba - thứ Hai (24/11 - 30/11/2026)"), []);
        assert_eq!(found("Thứ Hai - thứ Hai (24/11-30/11/2026)"), [("Thứ Hai", TUESDAY)]);
        assert_eq!(found("Thứ Hai - thứ Sáu, 24/11/2026"), [], "which of them is not said");
    }

    #[test]
    fn days_that_cannot_be_are_found() {
        for (text, wrong) in [
            ("Thứ Sáu, 31/9/2026", "31/9/2026"),
            ("Hạn nộp ngày 31/11", "31/11"),
            ("Ngày 30 tháng 2 năm 2026", "30 tháng 2 năm 2026"),
            ("Từ 1/9 đến 31/9/2026", "31/9/2026"),
            ("Ngày 29/2/2026", "29/2/2026"),
            ("Ngày 32/1", "32/1"),
        ] {
            assert_eq!(found(text), [(wrong, Wrong::NoSuchDay)], "{text}");
        }
    }

    #[test]
    fn right_days_and_numbers_that_are_no_days_are_left_alone() {
        for text in [
            "Họp thứ Ba, 24/11/2026",
            "thứ Hai hằng tuần, từ ngày 24/11/2026",
            "Số 99/99/2026",
            "thứ Hai, 24/11/2026/QĐ",
            "lần thứ ba trong năm, lần thứ hai, 24/11/2026",
            "Kỳ họp thứ 2, ngày 24/11/2026",
            "Trực 24/7, tỉ lệ 31/2, ngày 29/2, quý 3/2026",
            "Ngày 30 tháng 2 âm lịch",
            "Trong 3 tháng 20 ngày; 90 tháng 13 ngày",
            "Nghị định số 31/2018/NĐ-CP",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
