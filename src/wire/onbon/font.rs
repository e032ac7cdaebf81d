//! BX-5K and BX-6K, cards that draw text by themselves: lit, dark, clear, clock, and nothing else. Their fonts have no Vietnamese,
//! so no picture ever goes to one; they are here for whoever finds one on a network.
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 0      | 2     | to, little-endian |
//! | 2      | 2     | from |
//! | 4      | 3     | `00` |
//! | 7      | 3     | option, sum mode, display mode: `00` |
//! | 10     | 2     | `FE 02` |
//! | 12     | 2     | length of the data |
//! | 14     | n     | group, command, `01`, `00 00`, arguments |
//! | 14 + n | 2     | CRC-16 of all before |
//!
//! Marks and escapes are those of the other cards. Source: the maker's own code for these cards, run. Not proven: a real card.

use super::{Clock, Reader, crc16};
use crate::wire::{Packets, WireError, wrong};

/// What can be said to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Light the face, or make it dark.
    Power(bool),
    /// Show nothing of what was sent.
    Clear,
    /// Set the clock.
    SetClock(Clock),
}

const HEAD: usize = 14;
const AFTER: [u8; 3] = [0x01, 0, 0];

/// Appends the frame of an order to a card.
pub fn emit(to: u16, order: Order, into: &mut Packets) {
    let data = match order {
        Order::Power(on) => [&[0xA3, 0x00][..], &AFTER, &[if on { 1 } else { 2 }]].concat(),
        Order::Clear => [&[0xA3, 0x10][..], &AFTER].concat(),
        Order::SetClock(clock) => [&[0xA2, 0x03][..], &AFTER, &clock.bytes()].concat(),
    };
    let mut plain = [to.to_le_bytes(), super::HOST.to_le_bytes()].concat();
    plain.extend([0, 0, 0, 0, 0, 0, 0xFE, 0x02]);
    plain.extend((data.len() as u16).to_le_bytes());
    plain.extend(data);
    plain.extend(crc16(&plain).to_le_bytes());
    super::mark(&plain, into);
}

/// Reads exactly one frame: for whom it is, and the order.
///
/// # Errors
/// The offset of the first byte that is wrong; within the frame it counts bytes that are not escaped.
pub fn parse(bytes: &[u8]) -> Result<(u16, Order), WireError> {
    let plain = super::unmark(bytes)?;
    let mut reader = Reader::new(&plain);
    let (to, _from) = (reader.u16()?, reader.u16()?);
    reader.take(6)?;
    if reader.take(2)? != [0xFE, 0x02] {
        return wrong(10, "fe 02");
    }
    let len = usize::from(reader.u16()?);
    if plain.len() != HEAD + len + 2 {
        return wrong(12, "as many bytes as the header says");
    }
    let (group, command) = (reader.u8()?, reader.u8()?);
    if reader.take(3)? != AFTER {
        return wrong(16, "01 00 00");
    }
    let order = match (group, command) {
        (0xA3, 0x00) => match reader.u8()? {
            1 => Order::Power(true),
            2 => Order::Power(false),
            _ => return wrong(reader.at() - 1, "01 or 02"),
        },
        (0xA3, 0x10) => Order::Clear,
        (0xA2, 0x03) => Order::SetClock(Clock::read(&mut reader)?),
        _ => return wrong(HEAD, "an order of the list"),
    };
    if reader.at() != HEAD + len {
        return wrong(reader.at(), "the end of the data");
    }
    if reader.u16()? != crc16(&plain[..HEAD + len]) {
        return wrong(HEAD + len, "the CRC-16");
    }
    Ok((to, order))
}
