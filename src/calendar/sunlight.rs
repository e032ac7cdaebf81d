//! Sunrise and sunset at a place.
//!
//! Of the upper edge of the Sun at a level horizon of the sea, with the usual refraction (the centre 0.833 degrees below).
//! Hills and the weather move what people see by minutes.

use super::YEARS;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use solar_positioning::events::HorizonState;
use solar_positioning::time::JulianDate;
use solar_positioning::{EventPosition, Horizon, Location, SolarEvents, SolarPositions, delta_t};

/// The Julian date of the epoch of [`Timestamp`].
const EPOCH: f64 = 2_440_587.5;
/// Horizontal parallax of the Sun, in degrees: how much lower it stands for us than for the centre of the Earth.
const PARALLAX: f64 = 8.794 / 3600.0;

/// The sky over a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sky {
    latitude: f64,
    longitude: f64,
}

/// Both ends of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Daylight {
    /// When the Sun first rises.
    pub sunrise: SunEvent,
    /// When it last sets.
    pub sunset: SunEvent,
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

    /// Sunrise and sunset on a civil date of the zone; `None` outside [`YEARS`].
    #[must_use]
    pub fn daylight(&self, date: Date, zone: &TimeZone) -> Option<Daylight> {
        if !YEARS.contains(&date.year()) {
            return None;
        }
        let julian = |date: Date| -> Option<f64> {
            let midnight = date.to_zoned_datetime(zone.clone()).ok()?.timestamp();
            Some(EPOCH + midnight.as_second() as f64 / 86_400.0)
        };
        let lag = delta_t::estimate(f64::from(date.year()) + f64::from(date.day_of_year()) / 366.0).ok()?;
        let (begin, end) = (julian(date)?, julian(date.tomorrow().ok()?)?);
        let course = Course::around(f64::midpoint(begin, end), lag)?;
        let sun =
            SolarEvents::with_provider(|at, place| Ok(course.seen(at.julian_date(), place)), -2000..=6000);
        let place = Location { latitude: self.latitude, longitude: self.longitude };
        let events =
            sun.ok()?.for_interval_from_julian(begin, end, place, lag, Horizon::SunriseSunset).ok()?;
        let begins_up = events.state_at_start == HorizonState::Above;
        Some(Daylight {
            sunrise: event(events.rises.first(), begins_up || !events.sets.is_empty()),
            sunset: event(events.sets.last(), begins_up || !events.rises.is_empty()),
        })
    }
}

/// Where the Sun stands around an instant. The search for its rising asks hundreds of times, and the full theory needs
/// hundreds of terms for each answer; within a day, parabolas through three of its answers are as good.
struct Course {
    /// The Julian date of the instant.
    middle: f64,
    /// Hour angle at Greenwich less the turning of the mean Sun, in degrees.
    hour_angle: Parabola,
    declination: Parabola,
}

impl Course {
    fn around(middle: f64, lag: f64) -> Option<Self> {
        let theory = SolarPositions::new();
        // Seen from the pole, the azimuth is the hour angle, but for half a turn; parallax does not change it there.
        let pole = Location { latitude: 90.0, longitude: 0.0 };
        let seen = |at: f64| -> Option<(f64, f64)> {
            let sun = theory.for_time_from_julian(JulianDate::new(at, lag).ok()?).ok()?;
            Some((sun.at(pole, 0.0, None).ok()?.azimuth() + 180.0, sun.declination()))
        };
        let [before, now, after] = [seen(middle - 0.5)?, seen(middle)?, seen(middle + 0.5)?];
        // Half a day is half a turn; what is left of it is small and may not jump by a full one.
        let unturned = |(angle, _): (f64, f64)| now.0 + (angle - now.0).rem_euclid(360.0) - 180.0;
        Some(Self {
            middle,
            hour_angle: Parabola::through([unturned(before), now.0, unturned(after)]),
            declination: Parabola::through([before.1, now.1, after.1]),
        })
    }

    fn seen(&self, at: f64, place: Location) -> EventPosition {
        let days = at - self.middle;
        let hour_angle = self.hour_angle.at(days) + 360.0 * days + place.longitude;
        let (up, out) = place.latitude.to_radians().sin_cos();
        let (north, off) = self.declination.at(days).to_radians().sin_cos();
        let height = (up * north + out * off * hour_angle.to_radians().cos()).clamp(-1.0, 1.0);
        let elevation = height.asin().to_degrees() - PARALLAX * (1.0 - height * height).sqrt();
        EventPosition { elevation, hour_angle }
    }
}

/// A quantity that bends little within a day.
struct Parabola([f64; 3]);

impl Parabola {
    /// From its values half a day before, now, and half a day after.
    fn through([before, now, after]: [f64; 3]) -> Self {
        Self([now, after - before, 2.0 * (before + after - 2.0 * now)])
    }

    fn at(&self, days: f64) -> f64 {
        let Self([value, slope, bend]) = self;
        value + days * (slope + days * bend)
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
    fn minutes(event: SunEvent, zone: &TimeZone) -> f64 {
        let SunEvent::At(instant) = event else { panic!("{event:?}") };
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
            let light = ha_noi.daylight(day, &here).unwrap();
            assert!((minutes(light.sunrise, &here) - f64::from(rise)).abs() < 2.0, "{day}: {light:?}");
            assert!((minutes(light.sunset, &here) - f64::from(set)).abs() < 2.0, "{day}: {light:?}");
        }
    }

    #[test]
    fn where_the_sun_does_not_set_or_rise_that_is_said() {
        let there = zone("Europe/Oslo");
        let tromso = Sky::new(69.65, 18.96).unwrap();
        let on = |month, day| tromso.daylight(date(2026, month, day), &there).unwrap();
        assert_eq!(on(6, 21), Daylight { sunrise: SunEvent::StaysUp, sunset: SunEvent::StaysUp });
        assert_eq!(on(12, 21), Daylight { sunrise: SunEvent::StaysDown, sunset: SunEvent::StaysDown });
        assert!(matches!(on(3, 20), Daylight { sunrise: SunEvent::At(_), sunset: SunEvent::At(_) }));
    }

    #[test]
    fn at_ha_tinh_every_day_has_a_sunrise_before_its_sunset_and_days_change_slowly() {
        let here = zone("Asia/Ho_Chi_Minh");
        let ha_tinh = Sky::new(18.34, 105.9).unwrap();
        let mut before = None;
        for day in date(2026, 1, 1).series(jiff::ToSpan::day(1)).take(365) {
            let light = ha_tinh.daylight(day, &here).unwrap();
            let (rise, set) = (minutes(light.sunrise, &here), minutes(light.sunset, &here));
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
        assert!(sky.daylight(date(2199, 12, 31), &TimeZone::UTC).is_some());
        assert_eq!(sky.daylight(date(2200, 1, 1), &TimeZone::UTC), None);
    }

    /// The same question to the full theory.
    fn by_the_theory(sky: Sky, date: Date, zone: &TimeZone) -> Daylight {
        let julian = |date: Date| {
            let midnight = date.to_zoned_datetime(zone.clone()).unwrap().timestamp();
            EPOCH + midnight.as_second() as f64 / 86_400.0
        };
        let lag = delta_t::estimate(f64::from(date.year()) + f64::from(date.day_of_year()) / 366.0).unwrap();
        let place = Location { latitude: sky.latitude, longitude: sky.longitude };
        let (begin, end) = (julian(date), julian(date.tomorrow().unwrap()));
        let events = SolarEvents::new();
        let events = events.for_interval_from_julian(begin, end, place, lag, Horizon::SunriseSunset).unwrap();
        let begins_up = events.state_at_start == HorizonState::Above;
        Daylight {
            sunrise: event(events.rises.first(), begins_up || !events.sets.is_empty()),
            sunset: event(events.sets.last(), begins_up || !events.rises.is_empty()),
        }
    }

    #[test]
    fn everywhere_and_always_the_quick_way_says_what_the_full_theory_says() {
        let zones =
            ["Asia/Ho_Chi_Minh", "Europe/Oslo", "Pacific/Apia", "Pacific/Kiritimati", "America/New_York"];
        let zones = zones.map(zone);
        // The tropics, the middle, both polar circles, both poles; longitudes that do not belong to the zone, too.
        let latitudes = [0.0, 10.4, 21.03, 48.2, -37.8, 65.7, 66.6, 69.65, 78.2, -66.4, -77.8, 90.0, -90.0];
        let mut seen = [0; 3];
        for (nth, day) in date(1901, 1, 5).series(jiff::ToSpan::day(1)).step_by(337).take(320).enumerate() {
            let (zone, latitude) = (&zones[nth % 5], latitudes[nth % 13]);
            let longitude = (nth * 47 % 361) as f64 - 180.0;
            let sky = Sky::new(latitude, longitude).unwrap();
            let (quick, full) = (sky.daylight(day, zone).unwrap(), by_the_theory(sky, day, zone));
            for (quick, full) in [(quick.sunrise, full.sunrise), (quick.sunset, full.sunset)] {
                let apart = match (quick, full) {
                    (SunEvent::At(quick), SunEvent::At(full)) => quick.duration_since(full).as_secs().abs(),
                    _ => i64::from(quick != full) * 86_400,
                };
                assert!(apart <= 4, "{latitude} {longitude} {day}: {quick:?}, not {full:?}");
                seen[usize::from(full == SunEvent::StaysUp)
                    + 2 * usize::from(full == SunEvent::StaysDown)] += 1;
            }
        }
        assert!(seen.iter().all(|&count| count > 30), "{seen:?}");
    }

    #[test]
    fn the_day_that_samoa_left_out_has_neither_sunrise_nor_sunset() {
        let apia = zone("Pacific/Apia");
        let light = Sky::new(-13.8, -171.8).unwrap().daylight(date(2011, 12, 30), &apia).unwrap();
        assert!(
            !matches!(light.sunrise, SunEvent::At(_)) && !matches!(light.sunset, SunEvent::At(_)),
            "{light:?}"
        );
    }
}
