//! The board's end: a card that holds a sender to sums, numbers and the order of pieces, lights what it was told whole, and forgets it
//! with its power. The refusal is the one that a real card was heard to give.

use super::Bits;
use crate::board::card::{Blow, Mood, Upset};
use crate::board::receiver::{Lit, answers};
use crate::frame::{self, Palette};
use crate::panel::Panel;
use crate::wire::hd2020::{Frame, Live, Reply, Request};
use crate::wire::{Packets, WireError};
use std::time::Duration;

/// What it says of itself; no card has this number.
const ID: [u8; 16] = *b"bangtin-hd2020\0\0";
const KIND: u8 = 47;
const REFUSED: u8 = 4;
/// The command in answers to what was not understood.
const STRANGE: u8 = 0x1B;

/// A picture on its way.
#[derive(Clone, Debug)]
struct Transfer {
    id: u16,
    count: u8,
    /// The number of the frame that comes next.
    number: u8,
    pieces: u16,
    content: Vec<u8>,
}

/// A card.
#[derive(Clone, Debug)]
pub(in crate::board) struct Screen {
    panel: Panel,
    planes: u8,
    alike: bool,
    /// The beginning of a frame.
    held: Vec<u8>,
    transfer: Option<Transfer>,
    visible: frame::Frame,
    upset: Upset,
    now: Duration,
}

impl Screen {
    pub(in crate::board) fn new(planes: u8, panel: Panel) -> Self {
        Self {
            alike: Bits::new(planes, &panel).is_ok_and(|bits| bits.alike),
            planes,
            held: Vec::new(),
            transfer: None,
            visible: frame::Frame::unlit(panel.face()),
            upset: Upset::default(),
            now: Duration::ZERO,
            panel,
        }
    }

    fn reply(&mut self, command: u8, status: u8, replies: &mut Packets) {
        let mut packets = Packets::default();
        Reply { id: ID, command, status, kind: KIND, unknown: [0; 5] }.emit(&mut packets);
        self.upset.deliver(packets.bytes(), self.now, replies);
    }

    /// The power goes and comes back; true if something went out.
    fn restart(&mut self) -> bool {
        self.held.clear();
        self.transfer = None;
        std::mem::replace(&mut self.visible, frame::Frame::unlit(self.panel.face())).is_lit()
    }

    fn befall(&mut self, blow: Blow) -> bool {
        match blow {
            Blow::Power => self.restart(),
            // It has no clock that anybody could ask for.
            Blow::Clock | Blow::Drift(_) => false,
            Blow::Foreign => {
                self.visible.rgb_mut().fill(255);
                true
            }
        }
    }

    /// One frame, or what should be one; true if something new is visible.
    fn take(&mut self, bytes: &[u8], replies: &mut Packets) -> bool {
        let mut shown = self.upset.strays().is_some_and(|blow| self.befall(blow));
        let mood = self.upset.mood();
        let command = bytes.get(6).copied().unwrap_or(STRANGE);
        match mood {
            Mood::Deaf => return shown,
            Mood::PowerGoes => return self.restart() || shown,
            Mood::Refuses => {
                self.transfer = None;
                self.reply(command, REFUSED, replies);
                return shown;
            }
            // Something else is answered first.
            Mood::Busy => self.reply(STRANGE, 0, replies),
            Mood::Well | Mood::Mute => {}
        }
        let done = Frame::parse(bytes).ok().and_then(|frame| self.obey(&frame));
        shown |= done == Some(true);
        if mood != Mood::Mute {
            self.reply(command, if done.is_some() { 0 } else { REFUSED }, replies);
        }
        shown
    }

    /// Does what it is told; true if another picture is visible by that, `None` if it was not to be told so.
    fn obey(&mut self, frame: &Frame<'_>) -> Option<bool> {
        if let Request::Start { id, count } = frame.request {
            let begins = frame.number == 1;
            self.transfer =
                begins.then_some(Transfer { id, count, number: 2, pieces: 0, content: Vec::new() });
            return begins.then_some(false);
        }
        let mut transfer = self.transfer.take().filter(|transfer| transfer.number == frame.number)?;
        transfer.number = transfer.number.wrapping_add(1);
        match frame.request {
            Request::Piece { id, index, data }
                if (id, index) == (transfer.id, transfer.pieces) && index < transfer.count.into() =>
            {
                transfer.pieces += 1;
                transfer.content.extend_from_slice(data);
                self.transfer = Some(transfer);
                Some(false)
            }
            Request::End { id } if id == transfer.id && transfer.pieces == u16::from(transfer.count) => {
                let live = Live::content(&transfer.content).ok()?;
                let face = self.panel.face();
                let ours =
                    (live.width, live.height, live.planes) == (face.width(), face.height(), self.planes);
                ours.then(|| self.draw(live.bitmap))?;
                Some(true)
            }
            _ => None,
        }
    }

    fn draw(&mut self, bitmap: &[u8]) {
        let (face, planes) = (self.panel.face(), usize::from(self.planes));
        let row = usize::from(face.width() / 8);
        let mut dots = vec![0; face.dots() * 3];
        for (n, dot) in dots.chunks_mut(3).enumerate() {
            let (x, y) = (n % usize::from(face.width()), n / usize::from(face.width()));
            for (plane, lamp) in dot.iter_mut().enumerate() {
                let plane = if self.alike { 0 } else { plane };
                let byte = bitmap.get(y * row * planes + plane * row + x / 8).filter(|_| plane < planes);
                *lamp = if byte.is_some_and(|byte| byte << (x % 8) & 0x80 != 0) { 255 } else { 0 };
            }
        }
        self.panel.unfold(0, &dots, &mut self.visible);
        if let (true, Palette::One(lamp)) = (self.alike, self.panel.palette()) {
            let frame::Rgb(r, g, b) = lamp.rgb();
            let lit = self.visible.rgb_mut().chunks_mut(3).filter(|dot| dot[0] > 0);
            lit.for_each(|dot| dot.copy_from_slice(&[r, g, b]));
        }
    }
}

impl Lit for Screen {
    fn frame(&self) -> &frame::Frame {
        &self.visible
    }

    fn receive(&mut self, bytes: &[u8], replies: &mut Packets) -> Result<bool, WireError> {
        self.held.extend_from_slice(bytes);
        let mut shown = false;
        while !self.held.is_empty() && answers(replies) {
            match Frame::len(&self.held) {
                Ok(None) => break,
                Ok(Some(len)) => {
                    let frame: Vec<u8> = self.held.drain(..len).collect();
                    shown |= self.take(&frame, replies);
                }
                // What is no frame at all is answered as the card did that was asked in Huidu's other language.
                Err(_) => {
                    self.held.clear();
                    self.reply(STRANGE, REFUSED, replies);
                }
            }
        }
        Ok(shown)
    }

    fn connected(&mut self) {
        self.held.clear();
        self.transfer = None;
        self.upset.connected();
    }

    fn tick(&mut self, now: Duration) -> bool {
        self.now = now;
        let mut shown = false;
        while let Some(blow) = self.upset.befalls(now) {
            shown |= self.befall(blow);
        }
        shown
    }

    fn ripen(&mut self, replies: &mut Packets) {
        self.upset.ripe(self.now, replies);
    }

    fn due(&self) -> Option<Duration> {
        self.upset.due()
    }

    fn upset(&mut self) -> Option<&mut Upset> {
        Some(&mut self.upset)
    }
}
