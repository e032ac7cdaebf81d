//! Binary frames that every player on a line or in a network obeys: on, off, the next programme.
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 0      | 3     | `7e 7e 55` |
//! | 3      | 1     | `42` |
//! | 4      | 4     | a number, little-endian: 0, or as the maker's examples have it |
//! | 8      | 4     | length of the data, little-endian |
//! | 12     | n     | data |
//! | 12+n   | 1     | one's complement of the sum of all bytes from offset 3 on |
//!
//! There is no answer, and whoever hears it obeys: here they are read and written for `bangtin wire` only.

use super::super::{Packets, WireError, wrong};

const START: [u8; 3] = [0x7E, 0x7E, 0x55];
const KIND: u8 = 0x42;
/// Bytes before the data.
const HEAD: usize = 12;
/// The last programme that can be chosen.
const LAST: u8 = 150;

/// What a frame wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Light the face; programmes begin anew.
    On,
    /// Make it dark.
    Off,
    /// No sound.
    Mute,
    /// Sound again.
    Unmute,
    /// The next programme.
    Next,
    /// One programme, after so many milliseconds.
    Choose {
        /// 1 to 150.
        programme: u8,
        /// Milliseconds.
        delay: u16,
    },
}

/// A frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signal {
    /// The number at offset 4.
    pub number: u32,
    /// What it wants.
    pub act: Act,
}

impl Signal {
    fn data(self) -> Result<Vec<u8>, WireError> {
        Ok(match self.act {
            Act::On => vec![0x11, 0, 0],
            Act::Off => vec![0x10, 0, 0],
            Act::Mute => vec![0x14, 0, 0],
            Act::Unmute => vec![0x15, 0, 0],
            Act::Next => vec![0xF3],
            Act::Choose { programme, delay } => {
                if !(1..=LAST).contains(&programme) {
                    return wrong(HEAD, "a programme of 1 to 150");
                }
                let mut data = programme.to_string().into_bytes();
                data.extend(delay.to_le_bytes());
                data
            }
        })
    }

    /// Appends the frame.
    ///
    /// # Errors
    /// At the data if there is no such programme. Nothing is appended then.
    pub fn emit(self, into: &mut Packets) -> Result<(), WireError> {
        let data = self.data()?;
        let packet = into.push(HEAD + data.len() + 1);
        packet[..3].copy_from_slice(&START);
        packet[3] = KIND;
        packet[4..8].copy_from_slice(&self.number.to_le_bytes());
        // At most five bytes.
        packet[8..12].copy_from_slice(&(data.len() as u32).to_le_bytes());
        packet[HEAD..HEAD + data.len()].copy_from_slice(&data);
        packet[HEAD + data.len()] = check(&packet[3..HEAD + data.len()]);
        Ok(())
    }

    /// Reads exactly one frame.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, missing or too many.
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        if let Some(at) = START.iter().zip(bytes).position(|(one, other)| one != other) {
            return wrong(at, "7e 7e 55");
        }
        let Some((head, rest)) = bytes.split_first_chunk::<HEAD>() else {
            return wrong(bytes.len(), "12 bytes before the data");
        };
        if head[3] != KIND {
            return wrong(3, "42");
        }
        let number = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let length = u32::from_le_bytes([head[8], head[9], head[10], head[11]]) as usize;
        if !(1..=5).contains(&length) {
            return wrong(8, "1 to 5 bytes of data");
        }
        if rest.len() <= length {
            return wrong(bytes.len(), "the data and its check");
        }
        if rest.len() > length + 1 {
            return wrong(HEAD + length + 1, "the end of the frame");
        }
        if rest[length] != check(&bytes[3..HEAD + length]) {
            return wrong(HEAD + length, "the check of these bytes");
        }
        match act(&rest[..length]) {
            Some(act) => Ok(Self { number, act }),
            None => wrong(HEAD, "on, off, mute, unmute, next, or a programme and a delay"),
        }
    }
}

fn act(data: &[u8]) -> Option<Act> {
    Some(match *data {
        [0x11, 0, 0] => Act::On,
        [0x10, 0, 0] => Act::Off,
        [0x14, 0, 0] => Act::Mute,
        [0x15, 0, 0] => Act::Unmute,
        [0xF3] => Act::Next,
        [ref digits @ .., low, high] => {
            // As it is written: without zeros before it or signs.
            let text = std::str::from_utf8(digits).ok()?;
            let programme = text.parse::<u8>().ok().filter(|number| number.to_string() == text)?;
            let delay = u16::from_le_bytes([low, high]);
            (1..=LAST).contains(&programme).then_some(Act::Choose { programme, delay })?
        }
        _ => return None,
    })
}

fn check(bytes: &[u8]) -> u8 {
    !bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_frame_reads_back_and_is_refused_if_a_bit_is_wrong(
            number: u32, programme in 1..=150_u8, delay: u16, act in 0..6, at: usize, bit in 0..8,
        ) {
            let act = [Act::On, Act::Off, Act::Mute, Act::Unmute, Act::Next, Act::Choose { programme, delay }][act as usize];
            let signal = Signal { number, act };
            let mut packets = Packets::default();
            signal.emit(&mut packets).unwrap();
            let mut bytes = packets.bytes().to_vec();
            prop_assert_eq!(Signal::parse(&bytes), Ok(signal));
            for end in 0..bytes.len() {
                prop_assert!(Signal::parse(&bytes[..end]).is_err());
            }
            let at = at % bytes.len();
            bytes[at] ^= 1_u8 << bit;
            prop_assert!(Signal::parse(&bytes).is_err());
        }

        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let mut frame = START.to_vec();
            frame.push(KIND);
            frame.extend(&bytes);
            let _ = (Signal::parse(&bytes), Signal::parse(&frame));
        }
    }
}
