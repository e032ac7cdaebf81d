//! Pictures as files: PNG to the card, PNG or JPEG from it, and pictures of its face in base64.

use crate::frame::{Face, Frame, foreign, picture};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A picture of the face's very size; `None` if it is none.
pub(super) fn decode(bytes: &[u8], face: Face) -> Option<Frame> {
    let size = (u32::from(face.width()), u32::from(face.height()));
    Frame::from_rgb(face, foreign(bytes, |width, height| (width, height) == size)?.into_raw())
}

/// A picture of the face as a card gives it.
pub(super) fn read(data: &str, face: Face) -> Option<Frame> {
    decode(&STANDARD.decode(data.split_ascii_whitespace().collect::<String>()).ok()?, face)
}

/// The same from the card's end: of the two kinds that are known, the one that loses nothing.
pub(super) fn write(frame: &Frame) -> String {
    picture::png(frame).map(|bytes| STANDARD.encode(bytes)).unwrap_or_default()
}
