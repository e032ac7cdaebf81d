//! A page of a Luminator sign: `id 10 00 00`, columns from the left, padded with `FF` to a multiple of 16 bytes.
//!
//! A column is one byte up to eight rows and two up to sixteen, the upper rows first, the top row of a byte in bit 0.

use super::CHUNK;

const HEAD: usize = 4;
const PAD: u8 = 0xFF;

/// How many bytes a page of this size takes.
#[must_use]
pub fn page_len((width, height): (u16, u16)) -> usize {
    let bytes = HEAD + usize::from(width) * usize::from(height).div_ceil(8);
    bytes.next_multiple_of(CHUNK)
}

/// Replaces `into` by a page.
pub fn write(id: u8, size: (u16, u16), lit: impl Fn(usize, usize) -> bool, into: &mut Vec<u8>) {
    let (width, height) = (usize::from(size.0), usize::from(size.1));
    into.clear();
    into.extend([id, 0x10, 0, 0]);
    for x in 0..width {
        for top in (0..height).step_by(8) {
            let rows = (top..height.min(top + 8)).filter(|y| lit(x, *y));
            into.push(rows.fold(0, |byte, y| byte | 1 << (y - top)));
        }
    }
    into.resize(page_len(size), PAD);
}

/// Whether a dot of a page is lit; those outside are not.
#[must_use]
pub fn lit(page: &[u8], height: u16, x: usize, y: usize) -> bool {
    let column = usize::from(height).div_ceil(8);
    let at = HEAD + x * column + y / 8;
    y < usize::from(height) && page.get(at).is_some_and(|byte| byte >> (y % 8) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_columns_padded_to_whole_chunks() {
        let corners = |x: usize, y: usize| (x, y) == (0, 0) || (x, y) == (29, 6);
        let mut page = Vec::new();
        write(0, (30, 7), corners, &mut page);
        assert_eq!(page.len(), page_len((30, 7)));
        assert_eq!(
            (&page[..6], &page[33..]),
            (&[0, 0x10, 0, 0, 1, 0][..], &[&[0x40][..], &[0xFF; 14]].concat()[..])
        );
        let dots = (0..30).flat_map(|x| (0..9).map(move |y| (x, y)));
        assert!(dots.into_iter().all(|(x, y)| lit(&page, 7, x, y) == corners(x, y)));
    }

    #[test]
    fn two_bytes_a_column_have_the_upper_rows_first() {
        let mut page = Vec::new();
        write(3, (2, 10), |x, y| (x, y) == (1, 9) || (x, y) == (1, 0), &mut page);
        assert_eq!(page[..9], [3, 0x10, 0, 0, 0, 0, 1, 2, 0xFF]);
        assert!(lit(&page, 10, 1, 9) && !lit(&page, 10, 0, 9));
    }
}
