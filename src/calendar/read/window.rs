//! Lists of windows: `windows = [{ days = ["mon"], from = "06:00", to = "22:00" }]`.

use super::days::day_list;
use super::moment::{date, not_before, wrong_time};
use super::written::{self, Wrong};
use crate::calendar::{Days, Hour, Weekdays, Window};
use crate::report::{At, Fields, Message, offered, shortened};
use jiff::civil::Date;

/// The most windows of one list.
const MOST: usize = 50;
/// The most windows of one file.
const MOST_IN_FILE: usize = 10_000;
const SUNS: [&str; 2] = ["sunrise", "sunset"];

/// Whether hours may be counted from sunrise and sunset.
#[derive(Clone, Copy, Debug)]
pub enum Sun<'s> {
    /// They are meant by the clock here.
    NotHere,
    /// They may.
    Known,
    /// They could, if this site said where it is.
    UnknownAt(&'s str),
}

/// Reads the windows of one file, and ends where there are too many.
#[derive(Debug)]
pub struct Windows {
    left: usize,
}

impl Default for Windows {
    fn default() -> Self {
        Self { left: MOST_IN_FILE }
    }
}

impl Windows {
    /// The windows of a key, 1 to 50; empty if the key is absent.
    pub fn list(&mut self, fields: &mut Fields<'_, '_>, key: &'static str, sun: Sun<'_>) -> Vec<Window> {
        self.each(fields, key, sun, |_| Some(())).into_iter().map(|(window, ())| window).collect()
    }

    /// The same of windows that say more: `more` reads it.
    pub fn each<T>(
        &mut self,
        fields: &mut Fields<'_, '_>,
        key: &'static str,
        sun: Sun<'_>,
        more: impl Fn(&mut Fields<'_, '_>) -> Option<T>,
    ) -> Vec<(Window, T)> {
        let Some(tables) = fields.some_tables(key, MOST) else { return Vec::new() };
        if self.left == 0 {
            return Vec::new();
        }
        self.left = self.left.saturating_sub(tables.len());
        if self.left == 0 {
            let place = tables.first().map_or_else(|| fields.place(), |(_, place)| place.clone());
            fields.fault(place, Message::TooManyWindows { most: MOST_IN_FILE });
            return Vec::new();
        }
        let mut windows = Vec::new();
        for (table, place) in tables {
            let mut inner = Fields::new(fields.reader(), key, table, place);
            let more = more(&mut inner);
            let window = read(&mut inner, sun);
            inner.finish();
            windows.extend(window.zip(more));
        }
        windows
    }
}

fn read(fields: &mut Fields<'_, '_>, sun: Sun<'_>) -> Option<Window> {
    let place = fields.place();
    if fields.is_empty() {
        fields.fault(place, Message::WindowEmpty {});
        return None;
    }
    let before = fields.reader().faults.len();
    let days = weekdays(fields);
    let from = hour(fields, "from", sun);
    let to = hour(fields, "to", sun);
    let valid_from = date(fields, "valid_from");
    let valid_to = date(fields, "valid_to");
    let valid_to = not_before(fields, ("valid_from", valid_from.as_ref()), ("valid_to", valid_to));
    let only_on = day_list(fields, "only_on", 1);
    let except = day_list(fields, "except", 0);
    if fields.reader().faults.len() > before {
        return None;
    }
    hours_in_order(fields, from.as_ref(), to.as_ref())?;
    let values = |list: Option<Vec<At<Days>>>| -> Vec<Days> {
        list.unwrap_or_default().into_iter().map(|at| at.value).collect()
    };
    let window = Window {
        days: days.unwrap_or(Weekdays::ALL),
        from: from.map_or(Hour::MIDNIGHT, |at| at.value),
        to: to.map_or(Hour::END_OF_DAY, |at| at.value),
        valid_from: valid_from.map(|at| at.value),
        valid_to: valid_to.map(|at| at.value),
        only_on: values(only_on),
        except: values(except),
        place,
    };
    if never_begins(&window) {
        fields.fault(window.place, Message::WindowNever {});
        return None;
    }
    Some(window)
}

fn weekdays(fields: &mut Fields<'_, '_>) -> Option<Weekdays> {
    const KEY: &str = "days";
    let words = fields.words(KEY, Weekdays::NAMES.len())?;
    let mut days = Vec::new();
    for word in words {
        match Weekdays::named(&word.value) {
            Some(day) if days.contains(&day) => {
                fields.fault(word.span, Message::SaidTwice { key: KEY.to_owned(), word: word.value });
            }
            Some(day) => days.push(day),
            None => {
                let offer = offered(&word.value, &Weekdays::NAMES);
                let word_said = shortened(&word.value);
                fields.fault(word.span, Message::UnknownWord { key: KEY.to_owned(), word: word_said, offer });
            }
        }
    }
    Weekdays::of(days)
}

fn hour(fields: &mut Fields<'_, '_>, key: &'static str, sun: Sun<'_>) -> Option<At<Hour>> {
    let form = || match sun {
        Sun::NotHere => Message::WantsHour { key: key.to_owned() },
        Sun::Known | Sun::UnknownAt(_) => Message::WantsHourOrSun { key: key.to_owned() },
    };
    let text = fields.written(key, form())?;
    let message = match parse(&text.value) {
        Ok(Hour::END_OF_DAY) if key == "from" => Message::HourOnlyEnds {},
        Ok(hour @ Hour::Clock(_)) => return Some(At { value: hour, span: text.span }),
        Ok(hour) => match sun {
            Sun::Known => return Some(At { value: hour, span: text.span }),
            Sun::NotHere => Message::SunNotHere {},
            Sun::UnknownAt(site) => Message::SunNeedsPlace { key: key.to_owned(), site: site.to_owned() },
        },
        Err(Wrong::NoSuch) if text.value.starts_with("sun") => {
            Message::SunOffset { most: Hour::MAX_MINUTES / 60 }
        }
        Err(wrong) => wrong_time(&text.value, wrong, form()),
    };
    fields.fault(text.span, message);
    None
}

fn parse(text: &str) -> Result<Hour, Wrong> {
    for (index, sun) in SUNS.into_iter().enumerate() {
        if let Some(rest) = text.strip_prefix(sun) {
            let minutes = written::offset_minutes(rest)?;
            return Ok(if index == 0 { Hour::Sunrise { minutes } } else { Hour::Sunset { minutes } });
        }
    }
    written::clock(text).map(Hour::Clock)
}

/// Two equal hours may mean all day or not at all, so they are refused.
fn hours_in_order(fields: &mut Fields<'_, '_>, from: Option<&At<Hour>>, to: Option<&At<Hour>>) -> Option<()> {
    let from_hour = from.map_or(Hour::MIDNIGHT, |at| at.value);
    let to_hour = to.map_or(Hour::END_OF_DAY, |at| at.value);
    if from_hour != to_hour {
        return Some(());
    }
    let place = to.or(from).map_or_else(|| fields.place(), |at| at.span.clone());
    fields.fault(place, Message::SameHours { hour: from_hour.to_string() });
    None
}

/// Whether no day can be one of its days, as far as the file alone can say.
fn never_begins(window: &Window) -> bool {
    let excepted = |days: &Days| window.except.contains(days);
    let only_excepted = !window.only_on.is_empty() && window.only_on.iter().all(excepted);
    only_excepted
        || window.valid_from.zip(window.valid_to).is_some_and(|dates| no_weekday(window.days, dates))
}

fn no_weekday(days: Weekdays, (first, last): (Date, Date)) -> bool {
    let week = first.series(jiff::Span::new().days(1)).take(7).take_while(|date| *date <= last);
    !week.map(|date| date.weekday()).any(|day| days.contains(day))
}
