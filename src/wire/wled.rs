//! WLED's own realtime format: pixels in UDP datagrams, each with the seconds after which the board goes back to its own
//! show.
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 0      | 1     | form, 1 to 5 |
//! | 1      | 1     | time-out in seconds; 0 = go back at once, and nothing follows |
//! | 2      | 2     | only forms 4 and 5: the first dot, big-endian |
//! | 2 / 4  | n     | dots |
//!
//! | form | name   | bytes of a dot | most dots |
//! |------|--------|----------------|-----------|
//! | 1    | WARLS  | its number, R, G, B | 255 |
//! | 2    | DRGB   | R, G, B | 490 |
//! | 3    | DRGBW  | R, G, B, W | 367 |
//! | 4    | DNRGB  | R, G, B | 489 |
//! | 5    | DNRGBW | R, G, B, W | 367 |
//!
//! Source: the receiver of WLED (udp.cpp).
//!
//! Proven: WARLS, DRGB, DNRGB and the way back; the vectors were made by LedFx or read by WLED's own parser compiled
//! natively. Not proven: the forms with white.
//!
//! Every datagram is shown as it arrives, so frames of several datagrams tear: choose DDP where WLED has it. The time-out
//! 255 ("never") stays in force when shorter ones follow; it is read and never written.

use super::{Packets, WireError};

/// The UDP port boards listen on.
pub const PORT: u16 = 21_324;
/// The longest datagram in bytes.
pub const MAX_DATAGRAM: usize = 1472;
/// The time-out that a board never forgets. Never written.
pub const FOREVER: u8 = 255;

/// Bytes before the form's own.
const HEAD_LEN: usize = 2;

mod field {
    use std::ops::Range;

    pub(super) const FORM: usize = 0;
    pub(super) const TIMEOUT: usize = 1;
    pub(super) const START: Range<usize> = 2..4;
}

/// How dots are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Each with its number, 0 to 255.
    Warls,
    /// From the first dot on.
    Drgb,
    /// From the first dot on, with white.
    Drgbw,
    /// From any dot on.
    Dnrgb,
    /// From any dot on, with white.
    Dnrgbw,
}

impl Form {
    /// All of them, in the order of their numbers, from 1.
    pub const ALL: [Self; 5] = [Self::Warls, Self::Drgb, Self::Drgbw, Self::Dnrgb, Self::Dnrgbw];

    fn new(byte: u8) -> Option<Self> {
        Self::ALL.get(usize::from(byte).checked_sub(1)?).copied()
    }

    fn byte(self) -> u8 {
        match self {
            Self::Warls => 1,
            Self::Drgb => 2,
            Self::Drgbw => 3,
            Self::Dnrgb => 4,
            Self::Dnrgbw => 5,
        }
    }

    /// Its name, as WLED writes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Warls => "warls",
            Self::Drgb => "drgb",
            Self::Drgbw => "drgbw",
            Self::Dnrgb => "dnrgb",
            Self::Dnrgbw => "dnrgbw",
        }
    }

    /// How many bytes one dot takes.
    #[must_use]
    pub fn channels(self) -> usize {
        match self {
            Self::Drgb | Self::Dnrgb => 3,
            Self::Warls | Self::Drgbw | Self::Dnrgbw => 4,
        }
    }

    /// Whether the datagram says at which dot it begins.
    #[must_use]
    pub fn has_start(self) -> bool {
        matches!(self, Self::Dnrgb | Self::Dnrgbw)
    }

    /// Bytes before the dots.
    #[must_use]
    pub fn header_len(self) -> usize {
        if self.has_start() { field::START.end } else { HEAD_LEN }
    }

    /// The most dots of one datagram.
    #[must_use]
    pub fn most(self) -> usize {
        let fit = (MAX_DATAGRAM - self.header_len()) / self.channels();
        if self == Self::Warls { fit.min(255) } else { fit }
    }
}

/// The meaning of one datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repr<'a> {
    /// Light these dots.
    Dots {
        /// How they are written.
        form: Form,
        /// Seconds until the board goes back to its own show, 1 to 255.
        timeout: u8,
        /// The first dot; 0 for forms that do not say it.
        start: u16,
        /// The dots, at least one and at most [`Form::most`].
        data: &'a [u8],
    },
    /// Go back to your own show.
    Leave {
        /// The form that says so; it does not matter.
        form: Form,
    },
}

/// Appends dots of the form DNRGB with room for so many of them, at most [`Form::most`], and gives the room to be filled.
/// `timeout` is in seconds, 1 to 254.
pub fn emit(timeout: u8, start: u16, dots: usize, into: &mut Packets) -> &mut [u8] {
    let form = Form::Dnrgb;
    put(form, timeout.clamp(1, FOREVER - 1), start, dots.min(form.most()) * form.channels(), into)
}

fn put(form: Form, timeout: u8, start: u16, len: usize, into: &mut Packets) -> &mut [u8] {
    let (header, dots) = into.push(form.header_len() + len).split_at_mut(form.header_len());
    header[field::FORM] = form.byte();
    header[field::TIMEOUT] = timeout;
    if form.has_start() {
        header[field::START].copy_from_slice(&start.to_be_bytes());
    }
    dots
}

/// The dots of a datagram that [`emit`] made, to be changed in place; none if it is too short to be one.
pub fn dots_of(datagram: &mut [u8]) -> &mut [u8] {
    datagram.get_mut(field::START.end..).unwrap_or_default()
}

impl<'a> Repr<'a> {
    /// Reads one whole datagram.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, missing or too many.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        let wrong = |offset, expected| Err(WireError { offset, expected });
        let Some(&form) = bytes.first() else { return wrong(0, "a form of 1 to 5") };
        let Some(form) = Form::new(form) else { return wrong(field::FORM, "a form of 1 to 5") };
        let Some(&timeout) = bytes.get(field::TIMEOUT) else {
            return wrong(bytes.len(), "a time-out in seconds");
        };
        if timeout == 0 {
            return if bytes.len() == HEAD_LEN {
                Ok(Self::Leave { form })
            } else {
                wrong(HEAD_LEN, "the end, for the time-out is 0")
            };
        }
        let start = match bytes.get(field::START) {
            _ if !form.has_start() => 0,
            Some(&[high, low]) => u16::from_be_bytes([high, low]),
            _ => return wrong(bytes.len(), "the first dot, two bytes"),
        };
        let data = &bytes[form.header_len()..];
        let whole = data.len() - data.len() % form.channels();
        if whole == 0 || whole < data.len() {
            let cut_off = bytes.len() < form.header_len() + form.channels();
            let offset = if cut_off { bytes.len() } else { form.header_len() + whole };
            return wrong(offset, "whole dots, at least one");
        }
        let most = form.most() * form.channels();
        if data.len() > most {
            return wrong(form.header_len() + most, "no more dots than one datagram may have");
        }
        Ok(Self::Dots { form, timeout, start, data })
    }

    /// How many bytes the datagram takes.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        match self {
            Self::Dots { form, data, .. } => form.header_len() + data.len(),
            Self::Leave { .. } => HEAD_LEN,
        }
    }

    /// Appends the datagram.
    ///
    /// # Errors
    /// At the time-out if it is 0 or 255; at the first dot if the form cannot say it; at the dots if they are none, not
    /// whole or too many. Nothing is appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        let wrong = |offset, expected| Err(WireError { offset, expected });
        let (form, timeout, start, data) = match *self {
            Self::Leave { form } => {
                into.push(HEAD_LEN).copy_from_slice(&[form.byte(), 0]);
                return Ok(());
            }
            Self::Dots { form, timeout, start, data } => (form, timeout, start, data),
        };
        if matches!(timeout, 0 | FOREVER) {
            return wrong(field::TIMEOUT, "a time-out of 1 to 254 seconds: 255 is never written");
        }
        if start > 0 && !form.has_start() {
            return wrong(field::START.start, "0, for this form begins at the first dot");
        }
        let fits = data.len() <= form.most() * form.channels();
        if data.is_empty() || !fits || !data.len().is_multiple_of(form.channels()) {
            return wrong(
                form.header_len(),
                "whole dots, at least one and no more than one datagram may have",
            );
        }
        put(form, timeout, start, data.len(), into).copy_from_slice(data);
        Ok(())
    }
}

impl std::fmt::Display for Repr<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Dots { form, timeout, start, data } => {
                write!(f, "WLED {} for {timeout} s from dot {start} {} bytes", form.word(), data.len())
            }
            Self::Leave { .. } => f.write_str("WLED go back"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_DOTS: [u8; 10] = [4, 2, 0, 7, 0xFF, 0, 0, 0, 0x80, 0x40];

    fn dots(form: Form, data: &[u8]) -> Repr<'_> {
        Repr::Dots { form, timeout: 2, start: 0, data }
    }

    #[test]
    fn a_datagram_is_taken_apart_and_put_together_again() {
        let repr = Repr::parse(&TWO_DOTS).unwrap();
        assert_eq!(repr, Repr::Dots { form: Form::Dnrgb, timeout: 2, start: 7, data: &TWO_DOTS[4..] });
        assert_eq!(
            (repr.to_string().as_str(), repr.buffer_len()),
            ("WLED dnrgb for 2 s from dot 7 6 bytes", 10)
        );
        let mut packets = Packets::default();
        repr.emit(&mut packets).unwrap();
        assert_eq!(packets.bytes(), TWO_DOTS);
        let leave = Repr::parse(&[4, 0]).unwrap();
        assert_eq!(leave, Repr::Leave { form: Form::Dnrgb });
        packets.clear();
        leave.emit(&mut packets).unwrap();
        assert_eq!(packets.bytes(), [4, 0]);
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        let offset = |bytes: &[u8]| Repr::parse(bytes).unwrap_err().offset;
        assert_eq!(offset(&[]), 0);
        assert_eq!(offset(&[0, 2]), 0);
        assert_eq!(offset(&[6, 2]), 0);
        assert_eq!(offset(&[4]), 1);
        assert_eq!(offset(&[4, 0, 0]), 2);
        assert_eq!(offset(&[4, 2, 0]), 3);
        assert_eq!(offset(&[4, 2, 0, 0]), 4, "no dot");
        assert_eq!(offset(&[4, 2, 0, 0, 1, 2]), 6, "half a dot");
        assert_eq!(offset(&TWO_DOTS[..9]), 7, "the second dot is not whole");
        assert_eq!(offset(&[2; 2 + 491 * 3]), 2 + 490 * 3);
    }

    #[test]
    fn a_board_is_never_told_to_keep_a_picture_for_ever() {
        for timeout in [0, 255] {
            let repr = Repr::Dots { form: Form::Drgb, timeout, start: 0, data: &[0; 3] };
            let mut packets = Packets::default();
            assert_eq!(repr.emit(&mut packets).unwrap_err().offset, 1);
            assert!(packets.is_empty());
        }
        let mut packets = Packets::default();
        emit(255, 0, 1, &mut packets).fill(0);
        assert_eq!(packets.bytes()[1], 254);
    }

    #[test]
    fn no_datagram_is_longer_than_a_board_takes() {
        for (form, most) in Form::ALL.into_iter().zip([255, 490, 367, 489, 367]) {
            assert_eq!(form.most(), most, "{form:?}");
            let data = vec![1; (most + 1) * form.channels()];
            let mut packets = Packets::default();
            assert!(dots(form, &data).emit(&mut packets).is_err() && packets.is_empty(), "{form:?}");
            dots(form, &data[form.channels()..]).emit(&mut packets).unwrap();
            assert!(packets.bytes().len() <= MAX_DATAGRAM, "{form:?}");
        }
        assert_eq!(emit(2, 0, 9999, &mut Packets::default()).len(), 489 * 3);
    }
}
