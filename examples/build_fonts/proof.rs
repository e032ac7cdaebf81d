//! A proof sheet: lines of text on simulated boards, every dot visible, for a designer's eyes.

use anyhow::{Context, Result};
use bangtin::frame::Frame;
use bangtin::scene::Font;
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use embedded_graphics::prelude::Point;
use image::{Rgb, RgbImage};

/// Every letter, all tones in a row, and running text in both cases.
pub(crate) const LINES: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz đ",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ Đ",
    "0123456789 .,:;!? 12:45 -–—…•·■→₫",
    "←↑→↓ ²³½°× ☎ 1022 ✉ ⌂ ⏲ 7:30 ▣",
    "°½×'\"‘’“” #$%&()*+/<=>@[\\]^_`{|}~",
    "Il1 0O S5 B8 Z2 rn m BG HN OU uy ao",
    "ma má mà mả mã mạ mi mí mì mỉ mĩ mị",
    "mă mắ mằ mẳ mẵ mặ mâ mấ mầ mẩ mẫ mậ",
    "me mé mè mẻ mẽ mẹ mê mế mề mể mễ mệ",
    "mo mó mò mỏ mõ mọ mô mố mồ mổ mỗ mộ",
    "mơ mớ mờ mở mỡ mợ mư mứ mừ mử mữ mự",
    "mu mú mù mủ mũ mụ my mý mỳ mỷ mỹ mỵ",
    "A Á À Ả Ã Ạ Ă Ắ Ằ Ẳ Ẵ Ặ Â Ấ Ầ Ẩ Ẫ Ậ",
    "E É È Ẻ Ẽ Ẹ Ê Ế Ề Ể Ễ Ệ I Í Ì Ỉ Ĩ Ị",
    "O Ó Ò Ỏ Õ Ọ Ô Ố Ồ Ổ Ỗ Ộ Ơ Ớ Ờ Ở Ỡ Ợ",
    "U Ú Ù Ủ Ũ Ụ Ư Ứ Ừ Ử Ữ Ự Y Ý Ỳ Ỷ Ỹ Ỵ",
    "Nộp hồ sơ qua mạng, khỏi mất công",
    "xếp hàng. Dịch vụ công trực tuyến",
    "mức độ 3, 4. Cấm đỗ xe, khẩn cấp: lũ",
    "Kỹ thuật sẵn sàng từ 7:30 đến 16:45",
    "ỦY BAN NHÂN DÂN THÀNH PHỐ",
    "NGUYỄN ĐỖ MẪN, HỒ SƠ TRỰC",
    "TUYẾN MỨC ĐỘ 4, ĐÀ NẴNG",
];

/// Image pixels per dot, and the lit part of them.
const PITCH: u32 = 5;
const DOT: u32 = 4;
/// Dots on a line of the sheet at least, and dark dots around the text.
const WIDTH: u32 = 236;
const MARGIN: u32 = 2;

/// Draws the sheet with the library's own font reader.
///
/// # Errors
/// A line with a letter the font lacks.
pub(crate) fn sheet(font: &Font, lines: &[&str]) -> Result<RgbImage> {
    let rows = u32::from(font.rows()) + 2 * MARGIN;
    let height = rows * lines.len() as u32 * PITCH;
    let width = lines.iter().map(|line| advance(font, line) + 2 * MARGIN).fold(WIDTH, u32::max);
    let mut image = RgbImage::from_pixel(width * PITCH, height, Rgb([0, 0, 0]));
    for (index, line) in lines.iter().enumerate() {
        anyhow::ensure!(
            font.missing(line).is_none(),
            "the font lacks {:?} of \"{line}\"",
            font.missing(line)
        );
        let mut frame = Frame::dark(width, rows).context("a line of the proof sheet")?;
        let pen = Point::new(MARGIN as i32, MARGIN as i32 + i32::from(font.ascent));
        // A frame takes every dot; its error type has no value.
        let Ok(()) = font.draw(&mut frame, line, pen, Rgb888::WHITE);
        paint(&mut image, &frame, index as u32 * rows * PITCH);
    }
    Ok(image)
}

/// The length of a line in dots.
fn advance(font: &Font, line: &str) -> u32 {
    line.chars().filter_map(|letter| font.glyph(letter)).map(|glyph| u32::from(glyph.advance)).sum()
}

/// Copies a frame into the image from row `top` on, one square to a dot.
fn paint(image: &mut RgbImage, frame: &Frame, top: u32) {
    for y in 0..frame.height() {
        for x in 0..frame.width() {
            let lit = frame.dot(x, y) != bangtin::frame::Rgb(0, 0, 0);
            let colour = Rgb(if lit { [255, 176, 0] } else { [24, 24, 28] });
            for (dx, dy) in (0..DOT).flat_map(|dx| (0..DOT).map(move |dy| (dx, dy))) {
                image.put_pixel(x * PITCH + dx, top + y * PITCH + dy, colour);
            }
        }
    }
}
