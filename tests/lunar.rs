//! The lunar calendar day by day against another program: `lunar-vn` from PyPI, which follows the rules that Hồ Ngọc Đức
//! wrote down, with shorter series of the Moon and the Sun. Where the two differ the reasons stand in docs/calendar.md.

use bangtin::calendar::{Lunar, LunarCalendar, VIET_NAM};
use jiff::civil::Date;
use std::path::Path;
use std::process::Command;

/// The lines of the other program, or `None` with a word about it where it is not installed; `tests/run` installs it.
fn lines_of_the_other() -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = root.join("target/oracle-python-lunar");
    if !modules.join("lunar_vn").is_dir() {
        eprintln!("skipped: lunar-vn is not installed; `tests/run` installs it");
        assert!(std::env::var_os("BANGTIN_ALL_TOOLS").is_none(), "lunar-vn is missing");
        return None;
    }
    let script = root.join("tests/oracle/lunar_dates.py");
    let output = Command::new("python3").env("PYTHONPATH", modules).arg(script).output().expect("python3");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// A day, its lunar date and the day of that date, as the other program says.
fn read(line: &str) -> (Date, Lunar, Option<Date>) {
    let words: Vec<&str> = line.split(' ').collect();
    let number = |at: usize| words[at].parse::<i16>().unwrap();
    let lunar =
        Lunar { year: number(1), month: number(2) as i8, day: number(3) as i8, leap: words[4] == "1" };
    (words[0].parse().unwrap(), lunar, words[5].parse().ok())
}

fn written(lunar: Lunar) -> String {
    format!("{}/{}{}/{}", lunar.day, lunar.month, if lunar.leap { " leap" } else { "" }, lunar.year)
}

/// The first and the last day of each run of days that differ, with our date of the first day and that of the other.
/// Each begins with a new moon within a minute of midnight.
const DIFFERENCES: &[(&str, &str, &str, &str)] = &[
    ("1944-06-20", "1944-07-19", "1/5/1944", "30/4 leap/1944"),
    ("2072-12-09", "2073-01-07", "1/11/2072", "30/10/2072"),
    ("2085-10-18", "2085-11-16", "30/8/2085", "1/9/2085"),
];

#[test]
fn from_1900_to_2100_every_day_has_the_date_of_the_other_program_but_for_those_that_are_explained() {
    let Some(lines) = lines_of_the_other() else { return };
    let calendar = LunarCalendar::new(VIET_NAM);
    let mut runs: Vec<(Date, Date, String, String)> = Vec::new();
    let mut compared = 0;
    for (day, theirs, back) in lines.lines().map(read) {
        compared += 1;
        let ours = calendar.lunar(day).unwrap();
        assert_eq!(calendar.date(ours), Some(day));
        if ours == theirs {
            // Both ways; in two corners of its years it says no day.
            assert!(back.is_none_or(|back| back == day), "{day}: {back:?}");
            continue;
        }
        match runs.last_mut() {
            Some((_, last, ..)) if last.tomorrow().unwrap() == day => *last = day,
            _ => runs.push((day, day, written(ours), written(theirs))),
        }
    }
    assert_eq!(compared, 73_414);
    let listed: Vec<(String, String, &str, &str)> = runs
        .iter()
        .map(|(first, last, ours, theirs)| (first.to_string(), last.to_string(), &**ours, &**theirs))
        .collect();
    let found: Vec<(&str, &str, &str, &str)> =
        listed.iter().map(|(first, last, ours, theirs)| (&**first, &**last, *ours, *theirs)).collect();
    assert_eq!(found, DIFFERENCES);
}
