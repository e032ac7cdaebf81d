//! A frame's identity: the SHA-256 of its size and pixels, by which approval, read-back and tests compare frames.

use super::Face;
use sha2::{Digest as _, Sha256};

/// SHA-256 over width, height (both u16, big-endian) and the RGB bytes, row by row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The identity of these pixels on this face; `rgb` is row-major, three bytes a dot.
    #[must_use]
    pub fn of(face: Face, rgb: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update(face.width().to_be_bytes());
        hash.update(face.height().to_be_bytes());
        hash.update(rgb);
        Self(hash.finalize().into())
    }

    /// The identity of anything else that is compared by it.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::of_parts(&[bytes])
    }

    /// The same of bytes that stand one after the other in several places; where one ends does not count.
    #[must_use]
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        parts.iter().for_each(|part| hash.update(part));
        Self(hash.finalize().into())
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl std::str::FromStr for Digest {
    type Err = hex::FromHexError;

    /// Reads what `Display` writes: 64 hexadecimal digits.
    fn from_str(digits: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(digits, &mut bytes)?;
        Ok(Self(bytes))
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digest({})", hex::encode(&self.0[..6]))
    }
}
