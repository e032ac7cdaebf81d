//! Pictures as files: PNG to the card, PNG or JPEG from it, and pictures of its face in base64.

use crate::frame::{Face, Frame, picture};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{ImageReader, Limits};
use std::io::Cursor;

/// The largest picture that is read, in dots each way.
const MOST: u32 = 4096;
/// The most bytes that reading one may take.
const MEMORY: u64 = 64 << 20;

/// A picture of the face's very size; `None` if it is none.
pub(super) fn decode(bytes: &[u8], face: Face) -> Option<Frame> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) =
        (Some(MOST), Some(MOST), Some(MEMORY));
    reader.limits(limits);
    let image = reader.decode().ok()?;
    Frame::from_rgb(face, image.into_rgb8().into_raw()).filter(|frame| frame.as_window(face).is_some())
}

/// A picture of the face as a card gives it.
pub(super) fn read(data: &str, face: Face) -> Option<Frame> {
    decode(&STANDARD.decode(data.split_ascii_whitespace().collect::<String>()).ok()?, face)
}

/// The same from the card's end: of the two kinds that are known, the one that loses nothing.
pub(super) fn write(frame: &Frame) -> String {
    picture::png(frame).map(|bytes| STANDARD.encode(bytes)).unwrap_or_default()
}
