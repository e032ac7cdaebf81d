//! Bytes, pure: one file per protocol, each with its byte table, `parse` and `emit`.
//!
//! Knows nothing of boards, frames or sockets. Every length is checked before it is believed, and a refusal names
//! the offset of the byte that is wrong.

pub mod adalight;
pub mod alfazeta;
pub mod artnet;
pub mod colorlight;
pub mod ddp;
pub mod flaschen_taschen;
pub mod hanover;
#[cfg(feature = "experimental")]
pub mod hd2020;
pub mod huidu;
pub mod json;
pub mod luminator;
pub mod mdns;
pub mod mobitec;
pub mod novastar;
pub mod onbon;
pub mod opc;
mod packets;
pub mod sacn;
pub mod tpm2;
pub mod tpm2_net;
pub mod wled;
pub mod xixun;

pub use packets::Packets;

use thiserror::Error;

/// Why bytes are not a frame of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("offset {offset}: expected {expected}")]
pub struct WireError {
    /// The first byte that is wrong, from 0; the length of the input where bytes are missing.
    pub offset: usize,
    /// What should have stood there.
    pub expected: &'static str,
}

/// The refusal of bytes at this offset.
fn wrong<T>(offset: usize, expected: &'static str) -> Result<T, WireError> {
    Err(WireError { offset, expected })
}
