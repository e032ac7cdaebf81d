//! Sunrise and sunset at a place.
//!
//! Of the upper edge of the Sun at a level horizon of the sea, with the usual refraction (the centre 0.833 degrees below).
//! Hills and the weather move what people see by minutes.

use super::YEARS;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use solar_positioning::events::HorizonState;
use solar_positioning::{Events, Horizon, Location, SolarEvents, delta_t};

/// The Julian date of the epoch of [`Timestamp`].
const EPOCH: f64 = 2_440_587.5;

/// The sky over a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sky {
    latitude: f64,
    longitude: f64,
}

/// What the Sun does at one end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SunEvent {
    /// It crosses the horizon at this instant, rounded down to a second.
    At(Timestamp),
    /// It does not on this date, because it is up already, or goes down later than this date.
    StaysUp,
    /// It does not on this date, because it does not rise.
    StaysDown,
}

impl Sky {
    /// Degrees north and degrees east; `None` beyond 90 and 180, or if either is no number.
    #[must_use]
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let is_place = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        is_place.then_some(Self { latitude, longitude })
    }

    /// When the Sun first rises on a civil date of the zone; `None` outside [`YEARS`].
    #[must_use]
    pub fn sunrise(&self, date: Date, zone: &TimeZone) -> Option<SunEvent> {
        let events = self.events(date, zone)?;
        let stays_up = events.state_at_start == HorizonState::Above || !events.sets.is_empty();
        Some(event(events.rises.first(), stays_up))
    }

    /// When the Sun last sets on a civil date of the zone; `None` outside [`YEARS`].
    #[must_use]
    pub fn sunset(&self, date: Date, zone: &TimeZone) -> Option<SunEvent> {
        let events = self.events(date, zone)?;
        let stays_up = events.state_at_start == HorizonState::Above || !events.rises.is_empty();
        Some(event(events.sets.last(), stays_up))
    }

    fn events(&self, date: Date, zone: &TimeZone) -> Option<Events<f64>> {
        if !YEARS.contains(&date.year()) {
            return None;
        }
        let julian = |date: Date| -> Option<f64> {
            let midnight = date.to_zoned_datetime(zone.clone()).ok()?.timestamp();
            Some(EPOCH + midnight.as_second() as f64 / 86_400.0)
        };
        let lag = delta_t::estimate(f64::from(date.year()) + f64::from(date.day_of_year()) / 366.0).ok()?;
        let place = Location { latitude: self.latitude, longitude: self.longitude };
        let (begin, end) = (julian(date)?, julian(date.tomorrow().ok()?)?);
        SolarEvents::new().for_interval_from_julian(begin, end, place, lag, Horizon::SunriseSunset).ok()
    }
}

fn event(crossing: Option<&f64>, stays_up: bool) -> SunEvent {
    let instant = crossing.and_then(|julian| {
        let seconds = ((julian - EPOCH) * 86_400.0).floor();
        Timestamp::from_second(seconds as i64).ok()
    });
    match instant {
        Some(instant) => SunEvent::At(instant),
        None if stays_up => SunEvent::StaysUp,
        None => SunEvent::StaysDown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    /// Minutes after midnight at the place.
    fn minutes(event: Option<SunEvent>, zone: &TimeZone) -> f64 {
        let Some(SunEvent::At(instant)) = event else { panic!("{event:?}") };
        let time = instant.to_zoned_datetime(zone.clone()).time();
        f64::from(time.hour()) * 60.0 + f64::from(time.minute()) + f64::from(time.second()) / 60.0
    }

    #[test]
    fn the_sun_rises_and_sets_at_the_minutes_that_almanacs_print() {
        let here = zone("Asia/Ho_Chi_Minh");
        let ha_noi = Sky::new(21.03, 105.85).unwrap();
        for (day, rise, set) in [
            (date(2024, 6, 21), 5 * 60 + 15, 18 * 60 + 40),
            (date(2024, 12, 21), 6 * 60 + 29, 17 * 60 + 19),
            (date(2024, 3, 20), 6 * 60, 18 * 60 + 7),
        ] {
            let (at_rise, at_set) = (ha_noi.sunrise(day, &here), ha_noi.sunset(day, &here));
            assert!((minutes(at_rise, &here) - f64::from(rise)).abs() < 2.0, "{day}: {at_rise:?}");
            assert!((minutes(at_set, &here) - f64::from(set)).abs() < 2.0, "{day}: {at_set:?}");
        }
    }

    #[test]
    fn where_the_sun_does_not_set_or_rise_that_is_said() {
        let there = zone("Europe/Oslo");
        let tromso = Sky::new(69.65, 18.96).unwrap();
        let summer = (tromso.sunrise(date(2026, 6, 21), &there), tromso.sunset(date(2026, 6, 21), &there));
        assert_eq!(summer, (Some(SunEvent::StaysUp), Some(SunEvent::StaysUp)));
        let winter = (tromso.sunrise(date(2026, 12, 21), &there), tromso.sunset(date(2026, 12, 21), &there));
        assert_eq!(winter, (Some(SunEvent::StaysDown), Some(SunEvent::StaysDown)));
        assert!(matches!(tromso.sunrise(date(2026, 3, 20), &there), Some(SunEvent::At(_))));
    }

    #[test]
    fn at_ha_tinh_every_day_has_a_sunrise_before_its_sunset_and_days_change_slowly() {
        let here = zone("Asia/Ho_Chi_Minh");
        let ha_tinh = Sky::new(18.34, 105.9).unwrap();
        let mut before = None;
        for day in date(2026, 1, 1).series(jiff::ToSpan::day(1)).take(365) {
            let (rise, set) =
                (minutes(ha_tinh.sunrise(day, &here), &here), minutes(ha_tinh.sunset(day, &here), &here));
            assert!(
                (4.9 * 60.0..6.8 * 60.0).contains(&rise) && (17.0 * 60.0..18.9 * 60.0).contains(&set),
                "{day}"
            );
            if let Some((last_rise, last_set)) = before.replace((rise, set)) {
                assert!(f64::abs(rise - last_rise) < 1.2 && f64::abs(set - last_set) < 1.2, "{day}");
            }
        }
    }

    #[test]
    fn what_is_no_place_has_no_sky_and_years_have_an_end() {
        assert_eq!(Sky::new(90.1, 0.0), None);
        assert_eq!(Sky::new(0.0, -180.1), None);
        assert_eq!(Sky::new(f64::NAN, 0.0), None);
        let sky = Sky::new(90.0, 180.0).unwrap();
        assert!(sky.sunrise(date(2199, 12, 31), &TimeZone::UTC).is_some());
        assert_eq!(sky.sunrise(date(2200, 1, 1), &TimeZone::UTC), None);
    }
}
