//! A frame in a terminal: two dots a character, the upper one as the colour of `▀`, the lower one as its background.

use crate::frame::{Frame, Rgb};
use std::fmt::Write as _;

/// The top left part of a frame that fits `columns` × `rows` characters, one line of text for two rows of dots, with
/// 24-bit colours that are set back at the end of every line.
pub(super) fn half_blocks(frame: &Frame, columns: u16, rows: u16) -> Vec<String> {
    let width = frame.width().min(columns.into());
    let lines = frame.height().div_ceil(2).min(rows.into());
    (0..lines).map(|line| one_line(frame, width, line * 2)).collect()
}

fn one_line(frame: &Frame, width: u32, y: u32) -> String {
    let mut line = String::new();
    let mut last = None;
    for x in 0..width {
        let (upper, lower) = (frame.dot(x, y), (y + 1 < frame.height()).then(|| frame.dot(x, y + 1)));
        if last != Some((upper, lower)) {
            set_colours(&mut line, upper, lower);
            last = Some((upper, lower));
        }
        line.push('▀');
    }
    line.push_str("\x1b[0m");
    line
}

fn set_colours(line: &mut String, Rgb(r, g, b): Rgb, lower: Option<Rgb>) {
    // Writing into a String cannot fail.
    let _never_fails = match lower {
        Some(Rgb(lr, lg, lb)) => write!(line, "\x1b[38;2;{r};{g};{b};48;2;{lr};{lg};{lb}m"),
        None => write!(line, "\x1b[38;2;{r};{g};{b};49m"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;

    #[test]
    fn two_rows_of_dots_are_one_line_and_an_odd_last_row_has_no_lower_half() {
        let rgb = vec![1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 4];
        let frame = Frame::from_rgb(Face::new(2, 3).unwrap(), rgb).unwrap();
        let expected =
            ["\x1b[38;2;1;1;1;48;2;2;2;2m▀▀\x1b[0m", "\x1b[38;2;3;3;3;49m▀\x1b[38;2;4;4;4;49m▀\x1b[0m"];
        assert_eq!(half_blocks(&frame, 80, 24), expected);
    }

    #[test]
    fn what_the_window_has_no_room_for_is_left_out() {
        let frame = Frame::dark(100, 100).unwrap();
        let lines = half_blocks(&frame, 7, 5);
        assert_eq!(lines.len(), 5);
        assert!(lines.iter().all(|line| line.matches('▀').count() == 7));
    }
}
