//! FlaschenTaschen boards: a frame is tiles from top to bottom, each as large as the datagram allows and each shown as it
//! arrives.
//!
//! On layers above the background black is a hole, so dots that are to be dark are sent as 1,1,1 there. The board's end
//! keeps all sixteen layers of the part of the wall that is the face; layers above 0 go out 15 s after they were last
//! painted.

use super::receiver::Lit;
use super::refold::refold;
use super::session::{Change, SessionError, Speak};
use crate::frame::{Face, Frame, Window};
use crate::panel::Panel;
use crate::wire::flaschen_taschen::{Form, Header, MAX_DATAGRAM, MAX_LAYER, Repr};
use crate::wire::{Packets, WireError};
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

const MAX_PLACE: u16 = 4095;
const MIN_DATAGRAM: u16 = 100;
/// When ft-server clears a layer above 0 that nobody paints, unless it is set otherwise.
const LAYER_TIMEOUT: Duration = Duration::from_secs(15);

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    /// In the order of the face's dots: together they are every dot once.
    tiles: Vec<Header>,
    opaque: bool,
}

impl Sender {
    pub(super) fn new(
        place: (u16, u16),
        layer: u8,
        datagram: u16,
        panel: &Panel,
    ) -> Result<Self, SessionError> {
        if !panel.has_rows_of_face() {
            return Err(SessionError::Rows);
        }
        if place.0 > MAX_PLACE || place.1 > MAX_PLACE {
            return Err(SessionError::Place { x: place.0, y: place.1 });
        }
        if layer > MAX_LAYER {
            return Err(SessionError::Layer { layer });
        }
        let wrong = SessionError::Datagram { bytes: datagram };
        if !(usize::from(MIN_DATAGRAM)..=MAX_DATAGRAM).contains(&usize::from(datagram)) {
            return Err(wrong);
        }
        let tiles = tiles(place, layer, usize::from(datagram), panel.face()).ok_or(wrong)?;
        Ok(Self { tiles, opaque: layer > 0 })
    }
}

impl Sender {
    /// Makes what is to be dark opaque, where black would be a hole.
    fn cover(&self, rgb: &mut [u8]) {
        if self.opaque {
            rgb.chunks_exact_mut(3).filter(|dot| **dot == [0, 0, 0]).for_each(|dot| dot.fill(1));
        }
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        let mut from = 0;
        for tile in &self.tiles {
            let rgb = tile.emit(into);
            panel.fold(window, from, rgb);
            from += rgb.len();
            self.cover(rgb);
        }
    }

    fn follow(&mut self, change: &Change<'_>, packets: &mut Packets) -> bool {
        let Change { panel, window, changed } = *change;
        if packets.ends().len() != self.tiles.len() {
            return false;
        }
        let mut from = 0;
        for (tile, packet) in self.tiles.iter().zip(packets.iter_mut()) {
            let len = usize::from(tile.width()) * usize::from(tile.height()) * 3;
            let rgb = packet.len().saturating_sub(len);
            if let Some(rgb) = packet.get_mut(rgb..) {
                refold(panel, window, changed, from, rgb);
                self.cover(rgb);
            }
            from += len;
        }
        true
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        self.tiles.iter().map(Header::buffer_len).sum()
    }
}

/// Cuts a face into bands of whole rows, or rows into pieces where not even one fits; `None` if not even a dot does.
///
/// Either way a tile's dots follow each other in the face's order, which is what makes one copy a tile enough.
fn tiles((x, y): (u16, u16), layer: u8, datagram: usize, face: Face) -> Option<Vec<Header>> {
    let tile = |size, at: (u16, u16)| Header::new(Form::Header, size, (x + at.0, y + at.1), layer);
    let fits = |tile: &Header| tile.buffer_len() <= datagram;
    // How many of these a datagram could hold if it had no header; the headers take the last ones away.
    let most = |left: u16, bytes: usize| left.min(u16::try_from(datagram / bytes).unwrap_or(u16::MAX));
    let mut tiles = Vec::new();
    let mut row = 0;
    while row < face.height() {
        let rows = (1..=most(face.height() - row, usize::from(face.width()) * 3)).rev();
        if let Some(band) = rows.filter_map(|rows| tile((face.width(), rows), (0, row))).find(fits) {
            tiles.push(band);
            row += band.height();
            continue;
        }
        let mut column = 0;
        while column < face.width() {
            let dots = (1..=most(face.width() - column, 3)).rev();
            let piece = dots.filter_map(|dots| tile((dots, 1), (column, row))).find(fits)?;
            tiles.push(piece);
            column += piece.width();
        }
        row += 1;
    }
    Some(tiles)
}

/// The board's end.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    panel: Panel,
    face: Face,
    place: (u16, u16),
    /// Only those that were painted, from the background up.
    layers: BTreeMap<u8, Layer>,
    now: Duration,
    /// The layers over each other, as they came.
    composed: Frame,
    visible: Frame,
}

#[derive(Clone, Debug)]
struct Layer {
    frame: Frame,
    painted: Duration,
}

impl Screen {
    pub(super) fn new(place: (u16, u16), panel: Panel) -> Self {
        let face = panel.face();
        let (composed, visible) = (Frame::unlit(face), Frame::unlit(face));
        Self { panel, face, place, layers: BTreeMap::new(), now: Duration::ZERO, composed, visible }
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn tick(&mut self, now: Duration) -> bool {
        self.now = self.now.max(now);
        let before = self.layers.len();
        self.layers.retain(|&number, layer| number == 0 || self.now - layer.painted < LAYER_TIMEOUT);
        let changed = self.layers.len() < before;
        if changed {
            self.compose(0..usize::from(self.face.width()), 0..usize::from(self.face.height()));
        }
        changed
    }

    fn receive(&mut self, bytes: &[u8], _replies: &mut Packets) -> Result<bool, WireError> {
        let Repr { header, rgb } = Repr::parse(bytes)?;
        let (columns, skip_columns) = overlap(header.x(), header.width(), self.place.0, self.face.width());
        let (rows, skip_rows) = overlap(header.y(), header.height(), self.place.1, self.face.height());
        if columns.is_empty() || rows.is_empty() {
            return Ok(false);
        }
        let fresh = || Layer { frame: Frame::unlit(self.face), painted: Duration::ZERO };
        let layer = self.layers.entry(header.layer()).or_insert_with(fresh);
        layer.painted = self.now;
        let (face_row, tile_row) = (usize::from(self.face.width()) * 3, usize::from(header.width()) * 3);
        let tile_rows = rgb.chunks_exact(tile_row).skip(skip_rows);
        let face_rows = layer.frame.rgb_mut().chunks_exact_mut(face_row).skip(rows.start);
        for (to, from) in face_rows.zip(tile_rows).take(rows.len()) {
            let from = &from[skip_columns * 3..(skip_columns + columns.len()) * 3];
            to[columns.start * 3..columns.end * 3].copy_from_slice(from);
        }
        self.compose(columns, rows);
        Ok(true)
    }
}

impl Screen {
    /// Lays the layers over each other in a part of the face.
    fn compose(&mut self, columns: Range<usize>, rows: Range<usize>) {
        let width = usize::from(self.face.width());
        for row in rows {
            let part = (row * width + columns.start) * 3..(row * width + columns.end) * 3;
            self.composed.rgb_mut()[part.clone()].fill(0);
            for layer in self.layers.values() {
                let from = layer.frame.rgb()[part.clone()].chunks_exact(3);
                let to = self.composed.rgb_mut()[part.clone()].chunks_exact_mut(3);
                to.zip(from)
                    .filter(|(_, dot)| **dot != [0, 0, 0])
                    .for_each(|(to, dot)| to.copy_from_slice(dot));
            }
            self.panel.unfold(part.start, &self.composed.rgb()[part], &mut self.visible);
        }
    }
}

/// Which dots of the face, in one direction, a tile covers, and how many of the tile's dots lie before them.
fn overlap(tile: u16, tile_len: u16, face: u16, face_len: u16) -> (Range<usize>, usize) {
    let [tile, tile_len, face, face_len] = [tile, tile_len, face, face_len].map(usize::from);
    let start = tile.max(face);
    let end = (tile + tile_len).min(face + face_len).max(start);
    (start - face..end - face, start - tile)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paint(screen: &mut Screen, size: (u16, u16), at: (u16, u16), layer: u8, rgb: &[u8]) -> bool {
        let mut packets = Packets::default();
        let header = Header::new(Form::Header, size, at, layer).unwrap();
        Repr { header, rgb }.emit(&mut packets).unwrap();
        screen.receive(packets.bytes(), &mut Packets::default()).unwrap()
    }

    fn screen() -> Screen {
        Screen::new((10, 20), Panel::new(Face::new(2, 2).unwrap()))
    }

    #[test]
    fn the_face_shows_its_part_of_the_wall() {
        let mut screen = screen();
        let rgb: Vec<u8> = (1..=27).collect();
        assert!(paint(&mut screen, (3, 3), (9, 19), 0, &rgb));
        assert_eq!(screen.frame().rgb(), [13, 14, 15, 16, 17, 18, 22, 23, 24, 25, 26, 27]);
        for beside in [(7, 19), (12, 19), (9, 17), (9, 22)] {
            assert!(!paint(&mut screen, (3, 3), beside, 0, &rgb), "{beside:?}");
        }
        assert!(paint(&mut screen, (1, 1), (11, 20), 0, &[0, 0, 0]), "black on the background is black");
        assert_eq!(screen.frame().rgb()[3..6], [0, 0, 0]);
    }

    #[test]
    fn a_layer_covers_what_is_below_except_where_it_is_black_and_goes_out_after_15_seconds() {
        let mut screen = screen();
        paint(&mut screen, (2, 1), (10, 20), 0, &[1, 1, 1, 2, 2, 2]);
        screen.tick(Duration::from_secs(100));
        paint(&mut screen, (2, 1), (10, 20), 5, &[9, 9, 9, 0, 0, 0]);
        paint(&mut screen, (2, 1), (10, 20), 4, &[8, 8, 8, 0, 0, 0]);
        assert_eq!(screen.frame().rgb()[..6], [9, 9, 9, 2, 2, 2]);
        assert!(!screen.tick(Duration::from_millis(114_999)));
        assert!(screen.tick(Duration::from_secs(115)));
        assert_eq!(screen.frame().rgb()[..6], [1, 1, 1, 2, 2, 2]);
    }

    #[test]
    fn tiles_are_bands_of_whole_rows_unless_a_row_is_too_long() {
        let bands = tiles((0, 0), 0, 1472, Face::new(64, 32).unwrap()).unwrap();
        let heights: Vec<u16> = bands.iter().map(Header::height).collect();
        assert_eq!(heights, [7, 7, 7, 7, 4]);
        assert!(bands.iter().all(|band| band.width() == 64 && band.x() == 0));
        let pieces = tiles((4095, 4095), 15, 100, Face::new(50, 2).unwrap()).unwrap();
        let widths: Vec<u16> = pieces.iter().map(Header::width).collect();
        assert_eq!(widths, [23, 23, 4, 23, 23, 4]);
    }
}
