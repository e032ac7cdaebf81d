//! Where the Sun stands among the stars, and when it reaches a principal term (trung khí): a multiple of 30 degrees of
//! apparent geocentric longitude. The December solstice is one of them.
//!
//! The longitude of the Earth is the series VSOP87D of Bretagnon and Francou (1988), of which the terms are kept that
//! reach 2e-7 radians within 200 years of 2000; what is left out comes to 0.5 arc seconds at most between 1900 and 2200.
//! With aberration and the largest terms of nutation (Meeus, *Astronomical Algorithms*, chapters 22 and 25) the Sun is
//! right to an arc second, which it moves in 24 seconds of time: of all terms from 1900 to 2199 none is more than 22 seconds
//! off that of the ephemeris DE423.

use solar_positioning::delta_t;

/// The Julian date of 2000-01-01 12:00.
const J2000: f64 = 2_451_545.0;
const YEAR: f64 = 365.2422;

/// The instant at which the Sun reaches `30 × count` degrees, as a Julian date in terrestrial time. Zero is the March
/// equinox of 2000; the December solstice of a year is `12 × (year − 2000) + 9`.
pub(super) fn principal_term(count: i32) -> f64 {
    let wanted = 30.0 * f64::from(count);
    let mut instant = 2_451_623.8 + f64::from(count) * YEAR / 12.0;
    // Each step leaves a hundredth of an error of two days at most.
    for _ in 0..8 {
        let ahead = (apparent_longitude(instant) - wanted + 180.0).rem_euclid(360.0) - 180.0;
        let pace = 360.0 / YEAR * (1.0 + 0.0334 * anomaly((instant - J2000) / 36_525.0).cos());
        instant -= ahead / pace;
        if ahead.abs() < 1e-4 {
            break;
        }
    }
    instant
}

/// The local day on which an instant falls, as a Julian day number: the instant in terrestrial time, the place in
/// seconds east of UTC.
///
/// How far the Earth will lag behind terrestrial time is known to a second until now, and guessed after it: to some
/// ten seconds in 2050, to a minute or two in 2199.
pub(super) fn day_number(instant: f64, east: i32) -> i32 {
    let year = 2000.0 + (instant - J2000) / YEAR;
    // The estimate has no end inside the years of the calendar.
    let lag = delta_t::estimate(year).unwrap_or(69.0);
    let local = instant + (f64::from(east) - lag) / 86_400.0;
    // A Julian date turns at noon, a day at midnight.
    (local + 0.5).floor() as i32
}

/// In degrees from 0 to 360, of the true equinox of the date.
fn apparent_longitude(instant: f64) -> f64 {
    let centuries = (instant - J2000) / 36_525.0;
    let millennia = centuries / 10.0;
    let mut longitude = 0.0;
    for terms in EARTH.iter().rev() {
        let sum: f64 = terms.iter().map(|(size, phase, pace)| size * (phase + pace * millennia).cos()).sum();
        longitude = longitude * millennia + sum;
    }
    // From the Sun to the Earth is the opposite direction.
    let geometric = (longitude * 1e-8).to_degrees() + 180.0;
    let anomaly = anomaly(centuries);
    let distance = 1.0 - 0.01671 * anomaly.cos() - 0.00014 * (2.0 * anomaly).cos();
    // To the axes of FK5, then what the movement of the Earth and the nodding of its axis add, all in arc seconds.
    let seconds = -0.0903 - 20.4898 / distance + nutation(centuries, anomaly);
    (geometric + seconds / 3600.0).rem_euclid(360.0)
}

/// How far the Earth is from its perihelion, in radians.
fn anomaly(centuries: f64) -> f64 {
    (357.5291 + 35_999.050_3 * centuries).to_radians()
}

/// Nutation in longitude, in arc seconds, to 0.1.
fn nutation(centuries: f64, anomaly: f64) -> f64 {
    let node = (125.0445 - 1934.1363 * centuries).to_radians();
    let sun = (280.4665 + 36_000.769_8 * centuries).to_radians();
    let moon = (218.3165 + 481_267.881_3 * centuries).to_radians();
    let perigee = (134.963 + 477_198.867_4 * centuries).to_radians();
    -(17.1996 + 0.01742 * centuries) * node.sin() - 1.3187 * (2.0 * sun).sin() - 0.2274 * (2.0 * moon).sin()
        + 0.2062 * (2.0 * node).sin()
        + 0.1426 * anomaly.sin()
        + 0.0712 * perigee.sin()
        - 0.0517 * (2.0 * sun + anomaly).sin()
}

/// The heliocentric longitude of the Earth of VSOP87D: for each power of the time in millennia the terms
/// `size × cos(phase + pace × time)`, sizes in 1e-8 radians.
#[rustfmt::skip]
const EARTH: [&[(f64, f64, f64)]; 3] = [
    &[
        (175347046.0, 0.000000, 0.00000),
        (3341656.0, 4.669257, 6283.07585),
        (34894.0, 4.626102, 12566.15170),
        (3497.0, 2.744118, 5753.38488),
        (3418.0, 2.828866, 3.52312),
        (3136.0, 3.627670, 77713.77147),
        (2676.0, 4.418084, 7860.41939),
        (2343.0, 6.135162, 3930.20970),
        (1324.0, 0.742464, 11506.76977),
        (1273.0, 2.037097, 529.69097),
        (1199.0, 1.109629, 1577.34354),
        (990.0, 5.232681, 5884.92685),
        (902.0, 2.045054, 26.29832),
        (857.0, 3.508492, 398.14900),
        (780.0, 1.178827, 5223.69392),
        (753.0, 2.533391, 5507.55324),
        (505.0, 4.582926, 18849.22755),
        (492.0, 4.205066, 775.52261),
        (357.0, 2.919541, 0.06731),
        (317.0, 5.849020, 11790.62909),
        (284.0, 1.898690, 796.29801),
        (271.0, 0.314886, 10977.07880),
        (243.0, 0.344811, 5486.77784),
        (206.0, 4.806466, 2544.31442),
        (205.0, 1.869478, 5573.14280),
        (202.0, 2.457678, 6069.77675),
        (156.0, 0.833061, 213.29910),
        (132.0, 3.411183, 2942.46342),
        (126.0, 1.083026, 20.77540),
        (115.0, 0.645449, 0.98032),
        (103.0, 0.635998, 4694.00295),
        (102.0, 0.975692, 15720.83878),
        (102.0, 4.266798, 7.11355),
        (99.0, 6.209929, 2146.16542),
        (98.0, 0.681013, 155.42040),
        (86.0, 5.983226, 161000.68574),
        (85.0, 1.298707, 6275.96230),
        (85.0, 3.670801, 71430.69562),
        (80.0, 1.807913, 17260.15465),
        (79.0, 3.036983, 12036.46073),
        (75.0, 1.755089, 5088.62884),
        (74.0, 3.503194, 3154.68708),
        (74.0, 4.679266, 801.82093),
        (70.0, 0.832976, 9437.76293),
        (62.0, 3.977639, 8827.39027),
        (61.0, 1.818398, 7084.89678),
        (57.0, 2.784304, 6286.59897),
        (56.0, 4.386949, 14143.49524),
        (56.0, 3.470060, 6279.55273),
        (52.0, 0.189149, 12139.55351),
        (52.0, 1.332827, 1748.01641),
        (51.0, 0.283069, 5856.47766),
        (49.0, 0.487351, 1194.44701),
        (41.0, 5.368174, 8429.24127),
        (41.0, 2.398509, 19651.04848),
        (39.0, 6.168330, 10447.38784),
        (37.0, 6.041339, 10213.28555),
        (37.0, 2.569552, 1059.38193),
        (36.0, 1.708761, 2352.86615),
        (36.0, 1.775973, 6812.76682),
        (33.0, 0.593095, 17789.84562),
        (30.0, 0.442945, 83996.84732),
        (30.0, 2.739751, 1349.86741),
        (25.0, 3.164710, 4690.47984),
        (25.0, 0.214848, 3.59043),
        (24.0, 0.484736, 8031.09226),
        (24.0, 2.065277, 3340.61243),
        (23.0, 5.221979, 4705.73231),
        (22.0, 5.555943, 553.56940),
        (21.0, 1.425637, 16730.46369),
        (21.0, 4.148255, 951.71841),
        (20.0, 0.371338, 283.85932),
    ],
    &[
        (628331966747.0, 0.000000, 0.00000),
        (206059.0, 2.678235, 6283.07585),
        (4303.0, 2.635127, 12566.15170),
        (425.0, 1.590470, 3.52312),
        (119.0, 5.795575, 26.29832),
        (109.0, 2.966180, 1577.34354),
    ],
    &[
        (52919.0, 0.000000, 0.00000),
        (8720.0, 1.072097, 6283.07585),
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Minutes after a day's beginning in terrestrial time.
    fn minutes(julian: f64, midnight: f64) -> f64 {
        (julian - midnight) * 1440.0
    }

    #[test]
    fn equinoxes_and_solstices_are_at_the_times_that_almanacs_print() {
        // 2000-03-20 07:35, 2020-12-21 10:02, 2024-06-20 20:51, 2026-12-21 20:50 UTC, and 64, 69, 69, 69 s.
        for (count, midnight, printed) in [
            (0, 2_451_623.5, 7.0 * 60.0 + 35.0 + 64.0 / 60.0),
            (12 * 20 + 9, 2_459_204.5, 10.0 * 60.0 + 2.0 + 1.15),
            (12 * 24 + 3, 2_460_481.5, 20.0 * 60.0 + 51.0 + 1.15),
            (12 * 26 + 9, 2_461_395.5, 20.0 * 60.0 + 50.0 + 1.15),
        ] {
            let off = minutes(principal_term(count), midnight) - printed;
            assert!(off.abs() < 0.8, "{count}: {off} minutes off");
        }
    }
}
