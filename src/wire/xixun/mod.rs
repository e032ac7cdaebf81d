//! Xixun (Sysolution) full-colour players in a local network: questions over HTTP, programmes over a second TCP port.
//!
//! | what | carried by | form |
//! |------|------------|------|
//! | control and status | TCP 2016, HTTP | `POST /settings`, a JSON object each way: [`Ask`], [`Reply`] |
//! | programmes | TCP 3333 | JSON objects and raw bytes in turn: [`Push`] |
//! | search | UDP 22222 | the text [`SEARCH`] |
//! | on, off, next | UDP 31396 or a serial line | binary: [`Signal`] |
//!
//! Source: the maker's documents (control interface, programmes over TCP, detection in a network, anycast commands), and the
//! programme files that independent programs make for these players.
//!
//! Proven: the sums of the binary frames, recomputed from the maker's own examples; field names of JSON. Not proven: what
//! stands between JSON objects on TCP 3333 (nothing is written, anything blank is read), and which object of the maker's the
//! programme file is.
//!
//! Of the many things these players take orders for, [`Ask`] has those that show something or tell something. Screen sizes,
//! software, networks and passwords cannot be set by it.

mod ask;
mod http;
mod programme;
mod push;
mod scan;
mod signal;

pub use ask::{Ask, Reply};
pub use http::{Http, emit_answer, emit_question};
pub use programme::{Airing, Item, Picture, Programme, VERSION};
pub use push::{Decoder, Heard, Push};
pub use signal::{Act, Signal};

/// The port of questions.
pub const PORT: u16 = 2016;
/// The port of programmes.
pub const PORT_PUSH: u16 = 3333;
/// The UDP port on which a player hears the search.
pub const PORT_SEARCH: u16 = 22_222;
/// The UDP port of binary frames.
pub const PORT_SIGNAL: u16 = 31_396;

/// The search, sent to everybody on [`PORT_SEARCH`].
pub const SEARCH: &[u8] = br#"{"action":"getInfo"}"#;

/// The longest JSON object that is read, in bytes: a picture of a large face fits.
pub const MAX_JSON: usize = 24 << 20;
