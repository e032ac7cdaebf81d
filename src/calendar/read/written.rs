//! Dates and times of day as people write them: text in, values out.

use crate::calendar::{Hour, Moment};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use std::ops::RangeInclusive;

/// The years of which files may speak.
pub(super) const YEARS: RangeInclusive<i16> = 2000..=2199;

/// Why a text is no date or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It is not written like one.
    Form,
    /// It is written like one that does not exist: 30 February, 12:60.
    NoSuch,
    /// A year outside [`YEARS`].
    Year,
}

/// `2026-12-31` or `31/12/2026`.
pub(super) fn date(text: &str) -> Result<Date, Wrong> {
    let (parts, year_first): (Vec<&str>, bool) = if text.contains('/') {
        (text.split('/').collect(), false)
    } else {
        (text.split('-').collect(), true)
    };
    let [a, middle, b] = parts[..] else { return Err(Wrong::Form) };
    let (year, day) = if year_first { (a, b) } else { (b, a) };
    let year = number(year, 4..=4)?;
    let (month, day) = (small(middle)?, small(day)?);
    if !YEARS.contains(&(year as i16)) {
        return Err(Wrong::Year);
    }
    Date::new(year as i16, month, day).map_err(|_| Wrong::NoSuch)
}

/// `7:30`, `07:30` or `07:30:15`, up to `24:00`: seconds since midnight.
pub(super) fn clock(text: &str) -> Result<u32, Wrong> {
    let mut parts = text.split(':');
    let hours = number(parts.next().unwrap_or_default(), 1..=2)?;
    let minutes = number(parts.next().unwrap_or_default(), 2..=2)?;
    let seconds = parts.next().map_or(Ok(0), |text| number(text, 2..=2))?;
    if parts.next().is_some() {
        return Err(Wrong::Form);
    }
    let all = hours * 3600 + minutes * 60 + seconds;
    if minutes > 59 || seconds > 59 || all > 86_400 { Err(Wrong::NoSuch) } else { Ok(all) }
}

/// The minutes of `-30m` or `+1h15m`; 0 for no text.
pub(super) fn offset_minutes(text: &str) -> Result<i16, Wrong> {
    if text.is_empty() {
        return Ok(0);
    }
    let (sign, rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (None, Some(rest)) => (-1, rest),
        (None, None) => return Err(Wrong::Form),
    };
    let (hours, rest) = rest.split_once('h').unwrap_or(("0", rest));
    let minutes = match rest.strip_suffix('m') {
        Some(minutes) => number(minutes, 1..=3)?,
        None if rest.is_empty() => 0,
        None => return Err(Wrong::Form),
    };
    let all = number(hours, 1..=2)? * 60 + minutes;
    let all = i16::try_from(all).ok().filter(|all| *all <= Hour::MAX_MINUTES).ok_or(Wrong::NoSuch)?;
    Ok(sign * all)
}

/// A date alone, or a date, `T` or a space, a time of day and, if it is to be exact, `Z` or `+07:00`.
pub(super) fn moment(text: &str) -> Result<(Date, Option<Moment>), Wrong> {
    let Some((day, rest)) = text.split_once(['T', 't', ' ']) else { return Ok((date(text)?, None)) };
    let day = date(day)?;
    let (time, offset) = match rest.strip_suffix(['Z', 'z']) {
        Some(time) => (time, Some(Offset::UTC)),
        None => match rest.find(['+', '-']) {
            Some(at) => (&rest[..at], Some(offset(&rest[at..])?)),
            None => (rest, None),
        },
    };
    let seconds = clock(time)?;
    let part = |seconds: u32| seconds as i8;
    let time = Time::new(part(seconds / 3600), part(seconds / 60 % 60), part(seconds % 60), 0);
    let civil = DateTime::from_parts(day, time.map_err(|_| Wrong::NoSuch)?);
    let moment = match offset {
        None => Moment::Civil(civil),
        Some(offset) => Moment::Exact(offset.to_timestamp(civil).map_err(|_| Wrong::NoSuch)?),
    };
    Ok((day, Some(moment)))
}

fn offset(text: &str) -> Result<Offset, Wrong> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let seconds = clock(&text[1..])?;
    Offset::from_seconds(sign * seconds as i32).map_err(|_| Wrong::NoSuch)
}

fn small(text: &str) -> Result<i8, Wrong> {
    number(text, 1..=2).map(|number| number as i8)
}

/// A number of so many digits, at most four.
fn number(text: &str, digits: RangeInclusive<usize>) -> Result<u32, Wrong> {
    let right = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| right).ok_or(Wrong::Form)
}
