//! AlfaZeta XY5 flip-dot panels, 28 × 7 dots each: 8N1 over RS-485, 9600 to 57600 bits a second as their switches say.
//!
//! | bytes | field |
//! |-------|-------|
//! | 1     | `80` |
//! | 1     | command |
//! | 1     | address, 0 to 63, `FF` for all panels; **missing with `82`** |
//! | n     | columns from the left: the top row in bit 0, seven rows, bit 7 always 0; 1 is the bright side |
//! | 1     | `8F` |
//!
//! | command | columns | shown |
//! |---------|---------|-------|
//! | `81`    | 112     | by `82` |
//! | `82`    | none    | shows everything that was loaded |
//! | `83`    | 28      | at once |
//! | `84`    | 28      | by `82` |
//! | `85`    | 56      | at once |
//! | `86`    | 56      | by `82` |
//!
//! Source: the Arduino sketch of the vendor on hackaday.io (project 9800) and the Python package flippydot.
//!
//! Proven: `83` and the columns, by two drivers. From the vendor's words only: `82` and `84`. Not proven: how `81`, `85` and
//! `86` lay their columns on panels; they are read and never sent by a session ([`panel`], [`refresh`]). The commands `92` and
//! `93`, which some name, are neither. There is no check and no answer.

use super::{Packets, WireError};

/// Bits per second of a line that names none.
pub const BAUD: u32 = 57_600;
/// Columns of a panel.
pub const WIDTH: u16 = 28;
/// Rows of a panel.
pub const HEIGHT: u16 = 7;
/// The highest address of one panel.
pub const MAX_ADDRESS: u8 = 63;
/// The address of all panels.
pub const ALL: u8 = 0xFF;
/// How many bytes the frame of one panel takes.
pub const PANEL_LEN: usize = 4 + WIDTH as usize;
/// How many bytes [`refresh`] takes.
pub const REFRESH_LEN: usize = 3;

const START: u8 = 0x80;
const END: u8 = 0x8F;
const REFRESH: u8 = 0x82;
const SHOW: u8 = 0x83;
const LOAD: u8 = 0x84;
/// The longest frame.
const MAX_LEN: usize = 4 + 112;

/// How many columns a command carries; `None` for one that does not exist.
fn columns(command: u8) -> Option<usize> {
    match command {
        0x81 => Some(112),
        REFRESH => Some(0),
        SHOW | LOAD => Some(usize::from(WIDTH)),
        0x85 | 0x86 => Some(56),
        _ => None,
    }
}

/// The meaning of one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repr<'a> {
    /// 81 to 86 hex.
    pub command: u8,
    /// For which panel, or [`ALL`]; none with the command 82 hex.
    pub address: Option<u8>,
    /// One byte a column, below 80 hex.
    pub columns: &'a [u8],
}

impl<'a> Repr<'a> {
    /// Reads exactly one frame; for a stream there is [`Decoder`].
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, missing or too many.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        let wrong = |offset, expected| Err(WireError { offset, expected });
        if bytes.first() != Some(&START) {
            return wrong(0, "a start of 80 hex");
        }
        let command = bytes.get(1).copied();
        let Some((command, len)) = command.and_then(|command| Some((command, columns(command)?))) else {
            return wrong(1, "a command of 81 to 86 hex");
        };
        let address = (command != REFRESH).then(|| bytes.get(2).copied().unwrap_or(START));
        if address.is_some_and(|address| !is_address(address)) {
            return wrong(2, "an address of 0 to 63, or ff hex for all");
        }
        let from = 2 + usize::from(address.is_some());
        let data = &bytes[from..];
        let whole = data.iter().take(len).take_while(|byte| **byte < START).count();
        if whole < len {
            return wrong(from + whole, "a byte below 80 hex for every column");
        }
        if data.get(len) != Some(&END) {
            return wrong(from + len, "the end: 8f hex");
        }
        if data.len() > len + 1 {
            return wrong(from + len + 1, "the end of the frame");
        }
        Ok(Self { command, address, columns: &data[..len] })
    }

    /// How many bytes the frame takes.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        3 + usize::from(self.address.is_some()) + self.columns.len()
    }

    /// Appends the frame.
    ///
    /// # Errors
    /// At the command, the address or the first column that is wrong. Nothing is appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        let Some(len) = columns(self.command) else {
            return Err(WireError { offset: 1, expected: "a command of 81 to 86 hex" });
        };
        if self.address.is_some() != (self.command != REFRESH) || !self.address.is_none_or(is_address) {
            return Err(WireError { offset: 2, expected: "0 to 63 or 255; none with the command 82 hex" });
        }
        let wrong = self.columns.iter().position(|byte| *byte >= START);
        if let Some(at) = wrong.or((self.columns.len() != len).then_some(self.columns.len())) {
            return Err(WireError { offset: 3 + at, expected: "a byte below 80 hex for every column" });
        }
        let packet = into.push(self.buffer_len());
        packet[..2].copy_from_slice(&[START, self.command]);
        let from = 2 + usize::from(self.address.is_some());
        packet[2..from].fill(self.address.unwrap_or_default());
        packet[from..from + len].copy_from_slice(self.columns);
        packet[from + len] = END;
        Ok(())
    }

    /// Whether everything that was loaded is shown now.
    #[must_use]
    pub fn refreshes(&self) -> bool {
        self.command == REFRESH
    }

    /// Whether the columns are shown at once.
    #[must_use]
    pub fn shows(&self) -> bool {
        matches!(self.command, SHOW | 0x85)
    }

    /// Whether it is for this panel.
    #[must_use]
    pub fn is_for(&self, address: u8) -> bool {
        self.address.is_some_and(|of| of == address || of == ALL)
    }
}

impl std::fmt::Display for Repr<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AlfaZeta {:02x}", self.command)?;
        match self.address {
            Some(ALL) => write!(f, " all panels")?,
            Some(address) => write!(f, " panel {address}")?,
            None => {}
        }
        write!(f, " {} columns", self.columns.len())
    }
}

/// Appends the dots of one panel, to be shown at once or by [`refresh`]. An address above [`MAX_ADDRESS`] is no panel's, and
/// nothing is appended.
pub fn panel(address: u8, at_once: bool, lit: impl Fn(usize, usize) -> bool, into: &mut Packets) {
    if address > MAX_ADDRESS {
        return;
    }
    let packet = into.push(PANEL_LEN);
    let (head, rest) = packet.split_at_mut(3);
    head.copy_from_slice(&[START, if at_once { SHOW } else { LOAD }, address]);
    let (columns, end) = rest.split_at_mut(usize::from(WIDTH));
    for (x, column) in columns.iter_mut().enumerate() {
        let rows = (0..usize::from(HEIGHT)).filter(|y| lit(x, *y));
        *column = rows.fold(0, |column, y| column | 1 << y);
    }
    end.fill(END);
}

/// Appends the order to show everything that was loaded.
pub fn refresh(into: &mut Packets) {
    into.push(REFRESH_LEN).copy_from_slice(&[START, REFRESH, END]);
}

fn is_address(address: u8) -> bool {
    address <= MAX_ADDRESS || address == ALL
}

/// Finds frames in a byte stream cut at any place. Bounded: it keeps one frame.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    frame: Vec<u8>,
}

impl Decoder {
    /// Takes the next bytes and gives every frame that becomes whole; what is not a frame is passed over.
    pub fn feed(&mut self, bytes: &[u8], mut whole: impl FnMut(Repr<'_>)) {
        for &byte in bytes {
            // Neither mark can stand inside a frame.
            if byte == START {
                self.frame.clear();
            } else if self.frame.is_empty() || self.frame.len() == MAX_LEN {
                self.frame.clear();
                continue;
            }
            self.frame.push(byte);
            if byte == END {
                if let Ok(frame) = Repr::parse(&self.frame) {
                    whole(frame);
                }
                self.frame.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corners() -> Vec<u8> {
        let mut packets = Packets::default();
        panel(1, true, |x, y| (x, y) == (0, 0) || (x, y) == (27, 6), &mut packets);
        packets.bytes().to_vec()
    }

    #[test]
    fn a_panel_is_taken_apart_and_put_together_again() {
        let bytes = corners();
        assert_eq!(bytes.len(), PANEL_LEN);
        assert_eq!((&bytes[..4], &bytes[29..]), (&[0x80, 0x83, 1, 1][..], &[0, 0x40, 0x8F][..]));
        let repr = Repr::parse(&bytes).unwrap();
        assert!(repr.shows() && repr.is_for(1) && !repr.is_for(2));
        let mut packets = Packets::default();
        repr.emit(&mut packets).unwrap();
        assert_eq!(packets.bytes(), bytes);
        assert_eq!(repr.to_string(), "AlfaZeta 83 panel 1 28 columns");
    }

    #[test]
    fn a_refresh_has_no_address() {
        let repr = Repr::parse(&[0x80, 0x82, 0x8F]).unwrap();
        assert!(repr.refreshes() && !repr.is_for(0));
        assert_eq!(Repr::parse(&[0x80, 0x82, 0xFF, 0x8F]).unwrap_err().offset, 2);
        let addressed = Repr { address: Some(1), ..repr };
        assert_eq!(addressed.emit(&mut Packets::default()).unwrap_err().offset, 2);
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        let wrong = |at: usize, byte: u8| {
            let mut bytes = corners();
            bytes[at] = byte;
            Repr::parse(&bytes).unwrap_err().offset
        };
        assert_eq!(wrong(0, 0x81), 0);
        assert_eq!(wrong(1, 0x92), 1);
        assert_eq!(wrong(2, 64), 2);
        assert_eq!(wrong(9, 0x80), 9);
        assert_eq!(wrong(31, 0x7F), 31);
        assert_eq!(Repr::parse(&corners()[..2]).unwrap_err().offset, 2);
    }

    #[test]
    fn nothing_is_made_for_all_panels_or_for_one_that_cannot_be() {
        for address in [64, ALL] {
            let mut packets = Packets::default();
            panel(address, true, |_, _| true, &mut packets);
            assert!(packets.is_empty());
        }
    }

    #[test]
    fn frames_are_found_wherever_the_stream_is_cut() {
        let stream = [&[7, 0x8F, 0x80, 0x83, 1, 2][..], &corners(), &[0x80, 0x82, 0x8F]].concat();
        for cut in 0..stream.len() {
            let (mut decoder, mut seen) = (Decoder::default(), Vec::new());
            for part in [&stream[..cut], &stream[cut..]] {
                decoder.feed(part, |frame| seen.push(frame.command));
            }
            assert_eq!(seen, [0x83, 0x82], "cut at {cut}");
        }
    }
}
