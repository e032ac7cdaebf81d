//! Frames as PNG and GIF, in memory, one pixel a dot or dot by dot as lamps. Never opens a file.

use super::Frame;
use image::codecs::gif::{GifEncoder, Repeat};
use image::codecs::png::PngEncoder;
use image::{Delay, ExtendedColorType, ImageEncoder, ImageError, RgbaImage};
use std::time::Duration;

/// Pixels across one lamp, its dark rim included, where the picture has room for it.
const LAMP: u32 = 6;
/// An unlit lamp and the board between the lamps.
const UNLIT: [u8; 3] = [34, 34, 36];
const BOARD: [u8; 3] = [12, 12, 13];

/// One pixel a dot, as PNG.
///
/// # Errors
/// Those of the encoder.
pub fn png(frame: &Frame) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new(&mut bytes);
    encoder.write_image(frame.rgb(), frame.width(), frame.height(), ExtendedColorType::Rgb8)?;
    Ok(bytes)
}

/// The face as a passer-by sees it: every dot a round lamp, the unlit ones faintly visible. Six pixels a dot, fewer
/// where the picture would be larger than [`Frame::MAX_BYTES`].
#[must_use]
pub fn lamps(frame: &Frame) -> Frame {
    let sized = (2..=LAMP).rev().find_map(|size| {
        let (width, height) = (frame.width().checked_mul(size)?, frame.height().checked_mul(size)?);
        Some((size, Frame::dark(width, height)?))
    });
    let Some((size, mut picture)) = sized else { return frame.clone() };
    let width = picture.width() as usize;
    for (at, pixel) in picture.rgb_mut().chunks_exact_mut(3).enumerate() {
        let (x, y) = ((at % width) as u32, (at / width) as u32);
        let dot = frame.dot(x / size, y / size);
        let lit = [dot.0, dot.1, dot.2];
        let colour = match (in_lamp(x % size, y % size, size), lit) {
            (false, _) => BOARD,
            (true, [0, 0, 0]) => UNLIT,
            (true, lit) => lit,
        };
        pixel.copy_from_slice(&colour);
    }
    picture
}

/// Whether a pixel of a lamp's square lies on its disc, measured from the square's centre in half pixels.
fn in_lamp(x: u32, y: u32, size: u32) -> bool {
    let from_centre = |at: u32| (2 * at + 1).abs_diff(size);
    let radius = size - 1;
    from_centre(x).pow(2) + from_centre(y).pow(2) <= radius.pow(2)
}

/// The shortest time a frame of a GIF may stand: viewers slow down anything faster.
pub const SHORTEST: Duration = Duration::from_millis(20);

/// An endless GIF of frames, each standing for its time, rounded to hundredths of a second.
///
/// # Errors
/// Those of the encoder.
pub fn gif(frames: impl IntoIterator<Item = (Frame, Duration)>) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    {
        // A frame has few colours, so they are kept exactly at any speed of the encoder.
        let mut encoder = GifEncoder::new_with_speed(&mut bytes, 30);
        encoder.set_repeat(Repeat::Infinite)?;
        for (frame, stands) in frames {
            let rgba = frame.rgb().chunks_exact(3).flat_map(|dot| [dot[0], dot[1], dot[2], 255]).collect();
            if let Some(picture) = RgbaImage::from_raw(frame.width(), frame.height(), rgba) {
                let delay = Delay::from_saturating_duration(stands);
                encoder.encode_frame(image::Frame::from_parts(picture, 0, 0, delay))?;
            }
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;

    fn two_dots() -> Frame {
        Frame::from_rgb(Face::new(2, 1).unwrap(), vec![255, 0, 0, 0, 0, 0]).unwrap()
    }

    #[test]
    fn a_png_has_the_very_dots() {
        let read = image::load_from_memory(&png(&two_dots()).unwrap()).unwrap().to_rgb8();
        assert_eq!((read.dimensions(), read.as_raw().as_slice()), ((2, 1), two_dots().rgb()));
    }

    #[test]
    fn lamps_are_round_and_unlit_ones_can_be_seen() {
        let shown = lamps(&two_dots());
        assert_eq!((shown.width(), shown.height()), (12, 6));
        let at = |x, y| {
            let crate::frame::Rgb(r, g, b) = shown.dot(x, y);
            [r, g, b]
        };
        assert_eq!([at(0, 0), at(3, 3), at(9, 3)], [BOARD, [255, 0, 0], UNLIT]);
    }

    #[test]
    fn a_gif_keeps_every_frame_and_its_time() {
        use image::AnimationDecoder;
        let dark = Frame::unlit(Face::new(2, 1).unwrap());
        let frames = [(two_dots(), Duration::from_millis(20)), (dark, Duration::from_secs(2))];
        let bytes = gif(frames).unwrap();
        let read = image::codecs::gif::GifDecoder::new(std::io::Cursor::new(bytes)).unwrap();
        let frames: Vec<_> = read.into_frames().map(Result::unwrap).collect();
        let delays: Vec<_> = frames.iter().map(|frame| Duration::from(frame.delay())).collect();
        assert_eq!(delays, [Duration::from_millis(20), Duration::from_secs(2)]);
        assert_eq!(&frames[0].buffer().as_raw()[..8], [255, 0, 0, 255, 0, 0, 0, 255]);
    }
}
