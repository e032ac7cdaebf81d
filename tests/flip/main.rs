//! Boards whose dots are lit or not: what reaches them is the picture, read by models written from the byte tables, by programs
//! of others, and in conversations where everything goes wrong that can.

mod luminator;
mod models;
mod pictures;
mod player;
mod python;
mod site;
mod wall;

use bangtin::board::{Protocol, Session};
use bangtin::frame::{Colour, Face, Frame};
use bangtin::panel::Panel;
use bangtin::wire::Packets;
use std::time::Duration;

fn face(width: u16, height: u16) -> Face {
    Face::new(width, height).unwrap()
}

/// The lamps behind a face of dots that are lit or not.
fn panel(face: Face) -> Panel {
    Panel::dark_or_lit(face, Colour::Yellow)
}

fn session(protocol: &Protocol, face: Face) -> Session {
    Session::new(protocol, panel(face)).unwrap()
}

/// A picture by what is lit.
fn drawn(face: Face, lit: impl Fn(usize, usize) -> bool) -> Frame {
    let mut frame = Frame::unlit(face);
    let width = usize::from(face.width());
    for (i, dot) in frame.rgb_mut().chunks_exact_mut(3).enumerate() {
        dot.fill(if lit(i % width, i / width) { 255 } else { 0 });
    }
    frame
}

/// A picture that looks like none before it.
fn noise(face: Face, seed: u64) -> Frame {
    let mix = |x: usize, y: usize| {
        let n = (x as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
            ^ (y as u64 + 7).wrapping_mul(seed.wrapping_mul(2) | 1);
        n.wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40 & 1 == 1
    };
    drawn(face, mix)
}

/// Which dots are lit, row by row.
fn lit(frame: &Frame) -> Vec<bool> {
    frame.rgb().chunks_exact(3).map(|dot| dot.iter().any(|byte| *byte > 0)).collect()
}

fn shown(session: &mut Session, frame: &Frame, face: Face) -> Packets {
    let mut packets = Packets::default();
    session.show(&frame.as_window(face).unwrap(), Duration::ZERO, &mut packets);
    packets
}
