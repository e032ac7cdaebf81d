//! Programs of others that make frames, where they are installed: pyflipdot, girouettes and flippydot. Theirs and ours are the
//! same bytes.

use super::{face, lit, noise, session, shown};
use bangtin::board::Protocol;
use bangtin::frame::Frame;
use bangtin::wire::Packets;
use bangtin::wire::hanover;
use std::path::Path;
use std::process::Command;

/// Runs a program; `None`, with a word, where Python or one of the packages is missing, which is not to be where all tools
/// have been promised (`BANGTIN_ALL_TOOLS`).
fn python(module: &str, program: &str, arguments: &[String]) -> Option<Vec<Vec<u8>>> {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/oracle-python-flip");
    let run = |program: &str, arguments: &[String]| {
        Command::new("python3").env("PYTHONPATH", &packages).args(["-c", program]).args(arguments).output()
    };
    if !run(&format!("import {module}"), &[]).is_ok_and(|output| output.status.success()) {
        assert!(std::env::var_os("BANGTIN_ALL_TOOLS").is_none(), "there is no Python with {module}");
        println!("SKIPPED: there is no Python with {module}");
        return None;
    }
    let output = run(program, arguments).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    Some(lines.lines().map(|line| hex::decode(line).unwrap()).collect())
}

/// A picture as digits: `WIDTHxHEIGHT:0110…`
fn spelt(frame: &Frame, width: u16, height: u16) -> String {
    let dots = lit(frame).into_iter().map(|lit| if lit { '1' } else { '0' });
    format!("{width}x{height}:{}", dots.collect::<String>())
}

const READ: &str = "
import sys
def pictures():
    for word in sys.argv[1:]:
        size, dots = word.split(':')
        w, h = map(int, size.split('x'))
        yield w, h, [[dots[y * w + x] == '1' for x in range(w)] for y in range(h)]
";

#[test]
fn pyflipdot_makes_the_same_pictures() {
    let sizes = [(1, 1), (8, 7), (96, 16), (127, 16), (128, 16), (30, 9), (160, 24), (5, 17)];
    let frames: Vec<Frame> = sizes.iter().map(|(w, h)| noise(face(*w, *h), 7)).collect();
    let words: Vec<String> = sizes.iter().zip(&frames).map(|((w, h), frame)| spelt(frame, *w, *h)).collect();
    let program = READ.to_owned()
        + "
import numpy as np
from pyflipdot.data import ImagePacket
for w, h, rows in pictures():
    print(ImagePacket(5, np.array(rows)).get_bytes().hex())
";
    let Some(theirs) = python("pyflipdot, numpy", &program, &words) else { return };
    for (((width, height), frame), theirs) in sizes.into_iter().zip(&frames).zip(theirs) {
        let face = face(width, height);
        let packets = shown(&mut session(&Protocol::Hanover { address: 5, asks: false }, face), frame, face);
        assert_eq!(hex::encode(packets.bytes()), hex::encode(theirs), "{width}x{height}");
    }
}

#[test]
fn girouettes_makes_the_same_questions_and_understands_the_answers() {
    let program = "
from girouette.hanover import GirouetteHanover as G
g = G.__new__(G)
for address in range(1, 16):
    print(bytes(g._construire_trame(2, address, b'')).hex())
";
    let Some(theirs) = python("girouette.hanover", program, &[]) else { return };
    assert_eq!(theirs.len(), 15);
    for (address, theirs) in (1..).zip(theirs) {
        let mut packets = Packets::default();
        hanover::question(address, &mut packets);
        assert_eq!(packets.bytes(), theirs);
    }
}

#[test]
fn girouettes_makes_the_same_bands() {
    let sizes = [(1, 5), (6, 5), (112, 16), (28, 13), (40, 10), (99, 20)];
    let frames: Vec<Frame> = sizes.iter().map(|(w, h)| noise(face(*w, *h), 11)).collect();
    let words: Vec<String> = sizes.iter().zip(&frames).map(|((w, h), frame)| spelt(frame, *w, *h)).collect();
    let program = READ.to_owned()
        + "
from girouette.mobitec import GirouetteMobitec as G, DisplayConfig
for w, h, rows in pictures():
    g = G.__new__(G)
    g.config = DisplayConfig(address=6, width=w, height=h)
    sections = []
    for top in range(0, h, 5):
        columns = [0x20 + sum((1 << r) for r in range(5) if top + r < h and rows[top + r][x]) for x in range(w)]
        sections.append(g._build_data_section_pixel_control(columns, 0, top + 4))
    print(bytes(g._build_packet(sections)).hex())
";
    let Some(theirs) = python("girouette.mobitec", &program, &words) else { return };
    for (((width, height), frame), theirs) in sizes.into_iter().zip(&frames).zip(theirs) {
        let face = face(width, height);
        let packets = shown(&mut session(&Protocol::Mobitec { address: 6 }, face), frame, face);
        assert_eq!(hex::encode(packets.bytes()), hex::encode(theirs), "{width}x{height}");
    }
}

#[test]
fn flippydot_makes_the_same_panels() {
    let sizes = [(28, 7), (56, 14), (84, 7), (28, 28)];
    let frames: Vec<Frame> = sizes.iter().map(|(w, h)| noise(face(*w, *h), 13)).collect();
    let words: Vec<String> = sizes.iter().zip(&frames).map(|((w, h), frame)| spelt(frame, *w, *h)).collect();
    let program = READ.to_owned()
        + "
import numpy as np
from flippydot import Panel
for w, h, rows in pictures():
    across, down = w // 28, h // 7
    layout = [[y * across + x for x in range(across)] for y in range(down)]
    panel = Panel(layout, 28, 7)
    panel.apply_frame(np.array(rows, dtype=np.uint8))
    for row in panel.modules:
        for module in row:
            print(bytes(bytearray(int(b) for b in module.fetch_serial_command())).hex())
";
    let Some(theirs) = python("flippydot, numpy", &program, &words) else { return };
    let mut theirs = theirs.into_iter();
    for ((width, height), frame) in sizes.into_iter().zip(&frames) {
        let face = face(width, height);
        let protocol = Protocol::AlfaZeta { panels: Vec::new() };
        let packets = shown(&mut session(&protocol, face), frame, face);
        for packet in packets.iter().filter(|packet| packet[1] != 0x82) {
            let mut at_once = packet.to_vec();
            // Theirs shows every panel at once.
            at_once[1] = 0x83;
            assert_eq!(hex::encode(at_once), hex::encode(theirs.next().unwrap()), "{width}x{height}");
        }
    }
    assert_eq!(theirs.next(), None);
}
