//! What a Novastar receiving card measures: the 82 bytes of its monitor register.
//!
//! | offset | field |
//! |--------|-------|
//! | 0      | temperature: highest bit 1 = valid, the other bits 1 = below zero; then half degrees |
//! | 2      | humidity: highest bit 1 = valid, per cent |
//! | 3      | supply: highest bit 1 = valid, tenths of a volt |
//! | 32     | not 0: there is a monitor card, of which the rest is |
//! | 39     | its temperature, as above |
//! | 41, 42 | its humidity; smoke, highest bit 1 = valid |
//! | 43     | four fans: highest bit 1 = valid, 50 turns a minute |
//!
//! Source: the package `@novastar/screen`. No card was at hand: which bit says "valid" is as it is there.

use crate::wire::novastar::Register;

/// What one receiving card says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Measured {
    pub(super) temperature_c: Option<f32>,
    pub(super) humidity_percent: Option<u8>,
    pub(super) volts: Option<f32>,
    pub(super) smoke: Option<u8>,
    pub(super) fans_rpm: Vec<u16>,
}

const MONITOR_CARD: usize = 32;
const FANS: std::ops::Range<usize> = 43..47;

impl Measured {
    /// Reads the register; `None` if it is cut off.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() < usize::from(Register::Monitor.bytes()) {
            return None;
        }
        let valid = |at: usize| (bytes[at] & 0x80 != 0).then_some(bytes[at] & 0x7F);
        let temperature = |at: usize| {
            let half = f32::from(bytes[at + 1]) / 2.0;
            valid(at).map(|below| if below == 1 { -half } else { half })
        };
        let mut measured = Self {
            temperature_c: temperature(0),
            humidity_percent: valid(2),
            volts: valid(3).map(|tenths| f32::from(tenths) / 10.0),
            ..Self::default()
        };
        if bytes[MONITOR_CARD] != 0 {
            measured.temperature_c = higher(measured.temperature_c, temperature(39));
            measured.humidity_percent = measured.humidity_percent.max(valid(41));
            measured.smoke = valid(42);
            measured.fans_rpm = FANS.filter_map(valid).map(|turns| u16::from(turns) * 50).collect();
        }
        Some(measured)
    }
}

/// The higher of two values, or the one there is.
pub(super) fn higher(a: Option<f32>, b: Option<f32>) -> Option<f32> {
    a.into_iter().chain(b).reduce(f32::max)
}

/// The lower of two values, or the one there is.
pub(super) fn lower(a: Option<f32>, b: Option<f32>) -> Option<f32> {
    a.into_iter().chain(b).reduce(f32::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(set: &[(usize, u8)]) -> Vec<u8> {
        let mut bytes = vec![0; 82];
        set.iter().for_each(|(at, byte)| bytes[*at] = *byte);
        bytes
    }

    #[test]
    fn a_card_alone_says_how_warm_and_damp_it_is_and_what_it_is_fed() {
        let measured =
            Measured::parse(&bytes(&[(0, 0x80), (1, 91), (2, 0x80 | 55), (3, 0x80 | 49), (39, 0x80)]))
                .unwrap();
        let expected = Measured {
            temperature_c: Some(45.5),
            humidity_percent: Some(55),
            volts: Some(4.9),
            ..Measured::default()
        };
        assert_eq!(measured, expected, "of a monitor card that is not there nothing is read");
    }

    #[test]
    fn below_zero_is_below_zero_and_what_is_not_valid_is_not_said() {
        let cold = Measured::parse(&bytes(&[(0, 0x81), (1, 9), (2, 55), (3, 49)])).unwrap();
        assert_eq!(cold, Measured { temperature_c: Some(-4.5), ..Measured::default() });
        assert_eq!(Measured::parse(&bytes(&[(1, 90)])), Some(Measured::default()));
        assert_eq!(Measured::parse(&[0x80; 81]), None);
    }

    #[test]
    fn with_a_monitor_card_there_are_fans_and_the_warmer_of_two_places() {
        let all = bytes(&[
            (0, 0x80),
            (1, 80),
            (32, 1),
            (39, 0x80),
            (40, 100),
            (42, 0x83),
            (43, 0x80 | 30),
            (44, 30),
            (46, 0x80),
        ]);
        let measured = Measured::parse(&all).unwrap();
        assert_eq!((measured.temperature_c, measured.smoke), (Some(50.0), Some(3)));
        assert_eq!(measured.fans_rpm, [1500, 0], "the second and third are not there, the last stands still");
    }
}
