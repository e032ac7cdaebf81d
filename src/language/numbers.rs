//! Telephone numbers: one that is a digit away from a known hotline is probably that hotline, and wrong.

use super::words::tokens;
use std::ops::Range;

/// National numbers that are right everywhere: emergencies, and services of telephone companies.
const NATIONAL: [&str; 8] = ["111", "112", "113", "114", "115", "116", "117", "119"];
/// Words before a short number that say it is to be dialled.
const CALL: &str = "gọi alo đài nóng hotline thoại đt máy hệ";
/// How many words back such a word is looked for.
const BACK: usize = 4;
/// From this many digits on a number is a telephone number by itself.
const LONG: usize = 7;
const MOST_DIGITS: usize = 15;

/// The digits of a number as it is written, with 0 for the country code.
pub(super) fn digits(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let home =
        digits.strip_prefix("84").filter(|rest| rest.len() >= 8 && number.trim_start().starts_with('+'));
    home.map_or(digits.clone(), |rest| format!("0{rest}"))
}

/// Every number of a text that is one slip away from known hotlines and is none itself: its bytes, and these hotlines.
pub(super) fn wrong_hotlines<'l>(text: &str, hotlines: &'l [String]) -> Vec<(Range<usize>, Vec<&'l str>)> {
    let mut found = Vec::new();
    for range in numbers(text) {
        // `113 114` may be one number in groups or several numbers.
        let whole = near(text, &range, hotlines);
        let groups = || {
            let piece = text.get(range.clone()).unwrap_or_default();
            let begins = piece.split(' ').scan(range.start, |at, group| {
                let begin = *at;
                *at += group.len() + 1;
                Some(begin..begin + group.len())
            });
            begins.filter_map(|range| near(text, &range, hotlines)).collect::<Vec<_>>()
        };
        found.extend(whole.map_or_else(groups, |one| vec![one]));
    }
    found
}

fn near<'l>(
    text: &str,
    range: &Range<usize>,
    hotlines: &'l [String],
) -> Option<(Range<usize>, Vec<&'l str>)> {
    let number = digits(text.get(range.clone())?);
    let known = hotlines.contains(&number) || NATIONAL.contains(&number.as_str());
    if known || number.len() > MOST_DIGITS || (number.len() < LONG && !is_to_be_called(&text[..range.start]))
    {
        return None;
    }
    let likely = hotlines.iter().filter(|hotline| is_one_digit_away(&number, hotline));
    let likely: Vec<&str> = likely.map(String::as_str).collect();
    (!likely.is_empty()).then(|| (range.clone(), likely))
}

fn is_to_be_called(before: &str) -> bool {
    let words = tokens(before);
    words.iter().rev().take(BACK).any(|word| CALL.split(' ').any(|call| call == word.text.to_lowercase()))
}

fn is_one_digit_away(number: &str, hotline: &str) -> bool {
    number.len() > 1 && hotline.len() > 2 && super::slip::is_one(number, hotline)
}

/// Runs of digits with spaces, full stops and hyphens inside; no amounts, times, dates and parts of words.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit() || c == '+').map(|at| from + at) {
        let inside = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '+' | '(' | ')');
        let end = text[start..].find(|c| !inside(c)).map_or(text.len(), |at| start + at);
        from = end;
        let run = text[start..end].trim_end_matches(|c: char| !c.is_ascii_digit());
        let before = text[..start].chars().next_back();
        let after = text[start + run.len()..].chars().next();
        let beside =
            |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | ':' | ',' | '%'));
        let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '%'));
        // `Gọi:1022` is a number, `7:30` is a time.
        let time = before == Some(':') && text[..start - 1].ends_with(|c: char| c.is_ascii_digit());
        if !run.is_empty() && !(beside(before) && (before != Some(':') || time)) && !goes_on(after) {
            found.push(start..start + run.len());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Vec<String>)> {
        let hotlines = ["1022", "+84 239 3000 111", "18001234"].map(digits);
        let found = wrong_hotlines(text, &hotlines);
        let owned = |known: Vec<&str>| known.into_iter().map(str::to_owned).collect();
        found.into_iter().map(|(range, known)| (&text[range], owned(known))).collect()
    }

    #[test]
    fn a_number_one_digit_away_from_a_hotline_is_found_however_it_is_written() {
        for (text, number, hotline) in [
            ("Gọi 1020 để được hỗ trợ", "1020", "1022"),
            ("Tổng đài: 10022", "10022", "1022"),
            ("Đường dây nóng 0239.3000.112", "0239.3000.112", "02393000111"),
            ("Liên hệ (0239) 3000 11, phòng một cửa", "0239) 3000 11", "02393000111"),
            ("Gọi +84 239 3000 1111", "+84 239 3000 1111", "02393000111"),
            ("Hỏi 1800 1243 miễn phí", "1800 1243", "18001234"),
            ("Gọi 113 1202 bất cứ lúc nào", "1202", "1022"),
        ] {
            assert_eq!(found(text), [(number, vec![hotline.to_owned()])], "{text}");
        }
    }

    #[test]
    fn right_numbers_and_numbers_that_nobody_dials_are_left_alone() {
        for text in [
            "Gọi 1022 hoặc 113, 114, 115",
            "Năm 1021, số 1023/UBND-VP",
            "Gọi 0239 3000 111",
            "Phạt 1020 đồng",
            "Từ 7:30, 24/11/2026, 10.220 hộ, 3,5 %",
            "Gọi 0912 345 678",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
