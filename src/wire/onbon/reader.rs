//! Numbers out of bytes, and decimal digits in them. Never reads past the end.

use crate::wire::{WireError, wrong};

/// Reads numbers from bytes, one after the other, and never past their end.
#[derive(Clone, Debug)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The offset of the next byte.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn before(&self) -> &'a [u8] {
        &self.bytes[..self.at]
    }

    /// What was not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    pub(super) fn take(&mut self, len: usize) -> Result<&'a [u8], WireError> {
        let missing = WireError { offset: self.bytes.len(), expected: "more bytes" };
        let end = self.at.checked_add(len).ok_or(missing)?;
        let taken = self.bytes.get(self.at..end).ok_or(missing)?;
        self.at = end;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    pub(super) fn u8(&mut self) -> Result<u8, WireError> {
        Ok(self.array::<1>()?[0])
    }

    pub(super) fn u16(&mut self) -> Result<u16, WireError> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, WireError> {
        self.array().map(u32::from_le_bytes)
    }

    /// A number of 0 to 99 as two decimal digits.
    pub(super) fn bcd(&mut self) -> Result<u8, WireError> {
        let at = self.at;
        let byte = self.u8()?;
        if byte >> 4 > 9 || byte & 15 > 9 {
            return wrong(at, "two decimal digits");
        }
        Ok((byte >> 4) * 10 + (byte & 15))
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Result<(), WireError> {
        if self.rest().is_empty() { Ok(()) } else { wrong(self.at, "the end") }
    }
}

/// A number of 0 to 99 as two decimal digits.
pub(super) fn to_bcd(number: u8) -> u8 {
    ((number / 10 % 10) << 4) | (number % 10)
}
