//! Pictures that come from outside, PNG or JPEG. Their size is known, and bounded, before anything is made of them.

use image::{ImageFormat, RgbImage};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The parts of a PNG that dots are made of. The others can be small and grow large when they are unpacked.
const NEEDED: [&[u8]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];

/// The dots of a picture whose width and height `fits` takes; `None` if it is none.
pub fn foreign(bytes: &[u8], fits: impl Fn(u32, u32) -> bool) -> Option<RgbImage> {
    let (format, bytes) = match bytes.strip_prefix(PNG) {
        Some(parts) => (ImageFormat::Png, &*bare(parts)?),
        None => (ImageFormat::Jpeg, bytes),
    };
    let (width, height) = if format == ImageFormat::Png { png_size(bytes) } else { jpeg_size(bytes) }?;
    if width == 0 || height == 0 || !fits(width, height) {
        return None;
    }
    let image = image::load_from_memory_with_format(bytes, format).ok()?;
    // What was bounded is what the head says; the rest of the file may say something else.
    Some(image.into_rgb8()).filter(|image| image.dimensions() == (width, height))
}

/// A PNG of nothing but what is needed.
fn bare(mut parts: &[u8]) -> Option<Vec<u8>> {
    let mut kept = PNG.to_vec();
    while let Some((len, _)) = parts.split_first_chunk() {
        let whole = 12 + u32::from_be_bytes(*len) as usize;
        let part = parts.get(..whole)?;
        if NEEDED.contains(&&part[4..8]) {
            kept.extend(part);
        }
        parts = &parts[whole..];
    }
    Some(kept)
}

/// The size that a PNG says it has.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    match *bytes.strip_prefix(PNG)? {
        [_, _, _, _, b'I', b'H', b'D', b'R', a, b, c, d, e, f, g, h, ..] => {
            Some((u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h])))
        }
        _ => None,
    }
}

/// The size that a JPEG says it has.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        match *rest {
            [0xFF, 0xFF, ..] => rest = &rest[1..],
            // The head of the picture: its length, its depth, its height and its width.
            [0xFF, kind, _, _, _, a, b, c, d, ..]
                if matches!(kind, 0xC0..=0xCF) && !matches!(kind, 0xC4 | 0xC8 | 0xCC) =>
            {
                return Some((u16::from_be_bytes([c, d]).into(), u16::from_be_bytes([a, b]).into()));
            }
            [0xFF, _, high, low, ..] => {
                rest = rest.get(2 + usize::from(u16::from_be_bytes([high, low]))..)?
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Face, Frame, picture};

    fn png() -> Vec<u8> {
        let face = Face::new(6, 4).unwrap();
        let rgb = (0..face.rgb_len()).map(|at| (at * 3) as u8).collect();
        picture::png(&Frame::from_rgb(face, rgb).unwrap()).unwrap()
    }

    #[test]
    fn a_picture_of_a_size_that_does_not_fit_is_not_unpacked() {
        let png = png();
        assert_eq!(foreign(&png, |width, height| (width, height) == (6, 4)).unwrap().into_raw()[1], 3);
        assert!(foreign(&png, |width, height| (width, height) == (4, 6)).is_none());
        let mut lies = png.clone();
        lies[16..20].fill(0xFF);
        assert!(foreign(&lies, |width, _| width <= 4096).is_none());
    }

    #[test]
    fn what_is_no_dot_in_a_png_is_left_out_before_it_is_unpacked() {
        let mut png = png();
        let end = png.len() - 12;
        let profile = [&[0, 0, 0, 5][..], b"iCCP", b"abcde", &[0; 4]].concat();
        png.splice(end..end, profile);
        assert!(foreign(&png, |_, _| true).is_some());
        assert!(!bare(&png[8..]).unwrap().windows(4).any(|four| four == b"iCCP"));
    }

    #[test]
    fn a_picture_cut_off_anywhere_is_none_and_nothing_panics() {
        let png = png();
        for end in 0..png.len() - 12 {
            assert!(foreign(&png[..end], |_, _| true).is_none(), "{end}");
        }
        assert!(foreign(b"GIF89a", |_, _| true).is_none());
        assert!(foreign(&[0xFF, 0xD8, 0xFF, 0xC0, 0, 0, 8, 0, 0, 0, 0], |_, _| true).is_none());
    }
}
