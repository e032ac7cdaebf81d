//! Pictures of a player's face: JPEG in base64, as large as the player's display.

use crate::frame::{Face, Frame, foreign};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};

/// The largest picture that is read, in dots each way.
const MOST: u32 = 4096;
/// What is darker than this is what a JPEG makes of darkness.
const DARK: u8 = 24;
/// How well a player that is a program keeps its pictures, of 100.
const QUALITY: u8 = 85;

/// The picture in the size of the face; `None` if there is none in it.
pub(super) fn read(data: &str, face: Face) -> Option<Frame> {
    let bytes = STANDARD.decode(data.split_ascii_whitespace().collect::<String>()).ok()?;
    let dots = foreign(&bytes, |width, height| width <= MOST && height <= MOST)?;
    let (width, height) = dots.dimensions();
    let at = |x: u32, y: u32, channel: usize| {
        let dot = dots.get_pixel_checked(x, y);
        dot.and_then(|dot| dot.0.get(channel)).copied().unwrap_or(0)
    };
    let (columns, rows) = (u32::from(face.width()), u32::from(face.height()));
    let mut rgb = Vec::with_capacity(face.rgb_len());
    for y in 0..rows {
        let top = y * height / rows;
        let bottom = ((y + 1) * height / rows).max(top + 1);
        for x in 0..columns {
            let left = x * width / columns;
            let right = ((x + 1) * width / columns).max(left + 1);
            for channel in 0..3 {
                let cells = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y)));
                let sum: u32 = cells.map(|(x, y)| u32::from(at(x, y, channel))).sum();
                let mean = sum / ((bottom - top) * (right - left));
                rgb.push(u8::try_from(mean).ok().filter(|mean| *mean > DARK).unwrap_or(0));
            }
        }
    }
    Frame::from_rgb(face, rgb)
}

/// The picture as a player gives it.
pub(super) fn write(frame: &Frame) -> String {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    match encoder.write_image(frame.rgb(), frame.width(), frame.height(), ExtendedColorType::Rgb8) {
        Ok(()) => STANDARD.encode(bytes),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(face: Face) -> Frame {
        let dots = (0..face.dots()).flat_map(|at| {
            let (x, y) = (at % usize::from(face.width()), at / usize::from(face.width()));
            if (7 * x + 3 * y).is_multiple_of(5) { [255, 40, 0] } else { [0, 0, 0] }
        });
        Frame::from_rgb(face, dots.collect()).unwrap()
    }

    fn off(one: &Frame, other: &Frame) -> u64 {
        let sum: u64 = one.rgb().iter().zip(other.rgb()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        sum / one.rgb().len() as u64
    }

    #[test]
    fn a_picture_comes_back_nearly_as_it_was_and_darkness_as_darkness() {
        let face = Face::new(48, 24).unwrap();
        let read = |frame: &Frame| super::read(&write(frame), face).unwrap();
        assert!(off(&read(&text(face)), &text(face)) < 24, "{}", off(&read(&text(face)), &text(face)));
        assert!(!read(&Frame::unlit(face)).is_lit());
    }

    #[test]
    fn a_display_of_another_size_is_brought_to_the_size_of_the_face() {
        let (small, large) = (Face::new(8, 4).unwrap(), Face::new(16, 12).unwrap());
        let white = |face: Face| Frame::from_rgb(face, vec![250; face.rgb_len()]).unwrap();
        assert!(off(&read(&write(&white(large)), small).unwrap(), &white(small)) < 4);
        assert!(off(&read(&write(&white(small)), large).unwrap(), &white(large)) < 4);
    }

    #[test]
    fn what_is_no_picture_is_none() {
        let face = Face::new(8, 4).unwrap();
        let good = write(&text(face));
        for end in (0..good.len()).step_by(7) {
            // Whatever it makes of half a picture, it does not panic.
            let _ = read(&good[..end], face);
        }
        assert!(read("", face).is_none() && read("????", face).is_none() && read("AAAA", face).is_none());
    }
}
