//! The frame compiled into the program, for when nothing else may be shown: neutral, and true at any time.

use crate::frame::{Face, Frame, Palette};
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{DrawTarget, Point, Size};
use embedded_graphics::primitives::Rectangle;

/// A frame around the face and three dots in its middle, in the board's first colour, for any size of face.
///
/// It says that the board is alive and claims nothing, so it can never be wrong, outdated or somebody else's words.
#[must_use]
pub fn last_resort(face: Face, palette: Palette) -> Frame {
    let mut frame = Frame::unlit(face);
    let lamp = palette.first().rgb();
    let colour = Rgb888::new(lamp.0, lamp.1, lamp.2);
    let (width, height) = (u32::from(face.width()), u32::from(face.height()));
    let (right, bottom) = (width as i32 - 1, height as i32 - 1);
    let mut bar = |x: i32, y: i32, width: u32, height: u32| {
        let Ok(()) = frame.fill_solid(&Rectangle::new(Point::new(x, y), Size::new(width, height)), colour);
    };
    bar(0, 0, width, 1);
    bar(0, bottom, width, 1);
    bar(0, 0, 1, height);
    bar(right, 0, 1, height);
    if width >= 12 && height >= 6 {
        let (x, y) = (right / 2 - 4, bottom / 2);
        for step in [0, 4, 8] {
            bar(x + step, y, 2, 2);
        }
    }
    frame
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Colour;

    #[test]
    fn it_is_lit_on_every_face_and_only_in_a_colour_the_board_has() {
        for (width, height) in [(1, 1), (1, 9), (9, 1), (12, 6), (128, 32), (4096, 16)] {
            let face = Face::new(width, height).unwrap();
            let frame = last_resort(face, Palette::One(Colour::Red));
            assert!(frame.is_lit());
            assert!(frame.rgb().chunks(3).all(|dot| dot == [0, 0, 0] || dot == [255, 0, 0]));
        }
    }

    #[test]
    fn it_is_a_frame_with_three_dots() {
        let frame = last_resort(Face::new(14, 7).unwrap(), Palette::Rgb);
        let drawing = "Frame 14 × 7\n\
            ##############\n\
            #............#\n\
            #............#\n\
            #.##..##..##.#\n\
            #.##..##..##.#\n\
            #............#\n\
            ##############\n";
        assert_eq!(format!("{frame:?}"), drawing);
    }
}
