//! Huidu cards of full colour, SDK 2.0, on a TCP stream: messages that carry XML or pieces of files.
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 0      | 2     | length of the whole message, at most 9216 |
//! | 2      | 2     | command |
//! | 4      | n     | body |
//!
//! | command | body |
//! |---------|------|
//! | `2001` / `2002` | version u32 / version u32, code u16 |
//! | `2003` / `2004` | a part of a question or an answer: bytes of the whole u32, offset of the part u32, the part |
//! | `2000` | code u16: an error |
//! | `005f` / `0060` | nothing: a heartbeat and its answer |
//! | `8001` / `8002` | a file begins: MD5 as 32 hex digits, `00`, size i64, type i16, name, `00` / code i16, bytes that are there already i64 |
//! | `8003` / `8004` | a piece of it / ignored |
//! | `8005` / `8006` | it is over / code i16 |
//! | `8007` / `8008` | a file is wanted: name, `00` / code i16, MD5, `00`, size u64, type i16; then it comes as files go |
//!
//! Numbers are little-endian, lengths are of bytes, not of characters: XML is UTF-8, and a part may end within a letter.
//!
//! Source: the maker's SDK under Apache-2.0 and his documents of the XML, libraries of others (KryQ/node-huidu-sdk,
//! alparslanahmed/huidu-led). Proven: messages, the handshake and files, against frames of the first of these. Not
//! proven: a real card; which firmware has this mode switched on.
//!
//! What can be asked is the closed list [`Request`], and of files only pictures are written: settings, firmware, networks and
//! lists that would be emptied cannot be expressed.

mod answer;
mod code;
mod message;
mod programme;
mod request;
mod settings;
mod xml;

pub use answer::{Answer, DeviceInfo, File, Gathered, parse_answer};
pub use code::Code;
pub use message::{Decoder, FileKind, Message, Part};
pub use programme::{DAYS, Image, Programme, Window};
pub use request::{FileName, Many, Request};
pub use settings::{Light, Rule, Switching, Time};
pub use xml::Element;

use super::{Packets, WireError, wrong};

/// The TCP port cards listen on.
pub const PORT: u16 = 10_001;
/// The version of messages that is asked for.
pub const VERSION: u32 = 0x0100_0005;
/// The version of the XML that is asked for.
pub const IF_VERSION: u32 = 1_000_000;
/// What stands for the session's own number before there is one.
pub const NO_GUID: &str = "##GUID";
/// The most bytes of one message.
pub const MAX_LEN: usize = 9216;
/// The most bytes of XML or of a file in one message.
pub const PART: usize = 8000;
/// The most bytes of one question or answer: a picture of a face in letters, and a long list of files.
pub const MAX_XML: usize = 8 << 20;
