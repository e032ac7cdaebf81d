//! The card as a program: it keeps files, plays them by its own clock, answers every question that can be put to one, and goes
//! wrong as it is told to.

use super::flash::{Flash, Name, ROOM};
use super::{Kit, PROGRAMME, Speech, bytes_of, colours, files, unpack};
use crate::board::card::{Airing, Blow, Deck, Matter, Mood, Page, Show, Stock, Upset};
use crate::board::receiver::{Lit, answers};
use crate::frame::Frame as Picture;
use crate::panel::Panel;
use crate::wire::onbon::{
    Brightness, Clock, Common, Decoder, EVERY, Entry, Error, Form, Frame, Generation, Header, Ping, Reply,
    Request, Status,
};
use crate::wire::{Packets, WireError};
use jiff::civil::Date;
use std::sync::Arc;
use std::time::Duration;

/// Files in one part of a list.
const LISTED: usize = 32;
/// Every card takes this for its own address too.
const BROADCAST: u16 = 0xFFFF;

/// Whose programmes end here.
const LAST: Date = Date::constant(2099, 12, 31);

/// A card.
#[derive(Clone, Debug)]
pub(in crate::board) struct Screen {
    kit: Kit,
    address: u16,
    generation: Generation,
    secret: [u8; 6],
    decoder: Decoder,
    flash: Flash,
    /// The list that was asked for last.
    listed: Vec<Entry>,
    /// The programmes it plays, in the order of the deck's shows.
    played: Vec<Name>,
    /// The one programme that is kept on.
    locked: Option<Name>,
    /// It is lit in some hours only.
    timed: bool,
    levels: Brightness,
    deck: Deck,
    upset: Upset,
    now: Duration,
}

impl Screen {
    pub(in crate::board) fn new(speech: Speech, panel: &Panel) -> Self {
        let (colours, palette) = (colours(panel.palette()), panel.palette());
        let kit = Kit { face: panel.face(), device: speech.assumed(colours), colours, palette };
        Self {
            kit,
            address: if speech.address == EVERY { 1 } else { speech.address },
            generation: speech.generation,
            secret: speech.secret.map_or([0; 6], |secret| secret.bytes()),
            decoder: Decoder::default(),
            flash: Flash::default(),
            listed: Vec::new(),
            played: Vec::new(),
            locked: None,
            timed: false,
            levels: Brightness { mode: 0, levels: [15; 48] },
            deck: Deck::new(panel.face(), 0),
            upset: Upset::default(),
            now: Duration::ZERO,
        }
    }

    /// A frame came in: what is answered goes on its way.
    fn take(&mut self, frame: &Frame, replies: &mut Packets) {
        let Header { to, device, form, .. } = frame.header;
        let own = match form {
            Form::Area => true,
            Form::Five(_) => self.generation == Generation::Five,
            Form::Six { .. } => self.generation == Generation::Six,
        };
        if !own || ![self.address, EVERY, BROADCAST].contains(&to) {
            return;
        }
        if let Some(blow) = self.upset.strays() {
            self.befall(blow);
        }
        let mood = self.upset.mood();
        let reply = match mood {
            Mood::Deaf => return,
            Mood::PowerGoes => return self.befall(Blow::Power),
            Mood::Busy => Reply::Nack(Error::Busy),
            Mood::Refuses => {
                let errors = [Error::Checksum, Error::Flash, Error::Download, Error::Parameter];
                Reply::Nack(errors[self.upset.number(errors.len() as u64) as usize])
            }
            Mood::Well | Mood::Mute if device != EVERY && device != self.kit.device.0 => {
                Reply::Nack(Error::Controller)
            }
            Mood::Well | Mood::Mute => self.answer(form, &frame.body),
        };
        if mood == Mood::Mute || !answers(replies) {
            return;
        }
        let header = Header { from: self.address, device: self.kit.device.0, ..frame.header.answer() };
        let mut packets = Packets::default();
        Frame { header, body: reply.emit() }.emit(&mut packets);
        self.upset.deliver(packets.bytes(), self.now, replies);
    }

    fn answer(&mut self, form: Form, body: &[u8]) -> Reply {
        let Ok(request) = Request::parse(body) else { return Reply::Nack(Error::Command) };
        let given = match form {
            // A ping in this form is for whoever knows nothing of the card.
            Form::Area if request == Request::Ping => self.secret,
            Form::Area => [0; 6],
            Form::Five(Common { secret, .. }) | Form::Six { common: Common { secret, .. }, .. } => secret,
        };
        if given != self.secret {
            let error = match (given, self.secret) {
                ([0, 0, 0, 0, 0, 0], _) => Error::NeedsSecret,
                (_, [0, 0, 0, 0, 0, 0]) => Error::HasNoSecret,
                _ => Error::Secret,
            };
            return Reply::Nack(error);
        }
        self.told(request).unwrap_or_else(Reply::Nack)
    }

    fn told(&mut self, request: Request) -> Result<Reply, Error> {
        match request {
            Request::Ping => return Ok(Reply::Ping(Box::new(self.ping()))),
            Request::Firmware => {
                let made = *b"2018-01-01 00:00:00";
                return Ok(Reply::Firmware { name: *b"F001", version: *b"18010100", made });
            }
            Request::Status => return Ok(Reply::Status(Box::new(self.status()))),
            Request::AskBrightness => {
                return Ok(Reply::Brightness { ambient: 0, level: Some((self.levels.mode, self.level())) });
            }
            Request::Volume => {
                return Ok(Reply::Volume { total: ROOM as u32, free: self.flash.free() as u32 });
            }
            Request::Directory(_)
            | Request::DirectoryBlock(_)
            | Request::StartRead(_)
            | Request::ReadBlock { .. } => return self.told_of_files(&request),
            Request::SetClock(clock) => self.deck.set_clock(clock.time().ok_or(Error::Date)?),
            Request::Power(on) => self.deck.power(on),
            Request::Hours(_) => self.timed = true,
            Request::AllHours => self.timed = false,
            Request::Brightness(levels) => self.brighten(*levels),
            Request::Lock { lock, name, .. } => {
                self.locked = lock.then_some(name);
                self.load();
            }
            Request::SetSecret { old, new } if old == self.secret => self.secret = new,
            Request::DeleteSecret(current) if current == self.secret => self.secret = [0; 6],
            Request::SetSecret { .. } | Request::DeleteSecret(_) => return Err(Error::OldSecret),
            Request::DeleteFiles(names) => {
                self.flash.delete(&names)?;
                self.deck.wear();
                self.load();
            }
            Request::StartWrite { name, kind, len, crc } => self.flash.create(name, kind, len, crc)?,
            Request::WriteBlock { name, last, offset, data } => {
                if self.flash.write(name, last, offset, &data)? {
                    self.deck.wear();
                }
            }
            // What was written is played when it is all there.
            Request::StartTransfer => {}
            Request::EndTransfer => self.load(),
            Request::Update(data, _) => {
                let (cover, lease) = unpack::uncover(&data, &self.kit).ok_or(Error::Parameter)?;
                self.deck.cover(Arc::new(cover), lease);
            }
            Request::Clear(..) => self.deck.uncover(),
        }
        Ok(Reply::Ack)
    }

    fn told_of_files(&mut self, request: &Request) -> Result<Reply, Error> {
        Ok(match *request {
            Request::Directory(kind) => {
                self.listed = self.flash.list(kind);
                Reply::Directory(self.listed.len() as u16)
            }
            Request::DirectoryBlock(offset) => {
                let rest = self.listed.get(usize::from(offset)..).ok_or(Error::Parameter)?;
                let entries = rest[..rest.len().min(LISTED)].to_vec();
                Reply::Entries { last: entries.len() == rest.len(), offset, entries }
            }
            Request::StartRead(name) => Reply::StartRead(self.flash.readable(name)?),
            Request::ReadBlock { name, offset } => {
                let (last, data) = self.flash.read(name, offset)?;
                Reply::Block { last, name, offset, data }
            }
            _ => return Err(Error::Command),
        })
    }

    fn ping(&self) -> Ping {
        let face = self.kit.face;
        // The third byte of either generation: large packets.
        let rest = vec![0, 0, 1, 0];
        Ping {
            device: self.kit.device,
            firmware: *b"18010100",
            parameters: 1,
            address: self.address,
            baud: 2,
            width: face.width(),
            height: face.height(),
            colours: self.kit.colours,
            brightness: self.level(),
            on: self.deck.is_on(),
            scan: 0x0101,
            rows: 16,
            grey: 0,
            unit: 32,
            rest,
        }
    }

    fn status(&self) -> Status {
        let current = self.deck.playing().and_then(|show| self.played.get(show));
        Status {
            on: self.deck.is_on(),
            timing: self.timed.into(),
            bright_mode: self.levels.mode,
            brightness: self.level(),
            programmes: self.flash.list(PROGRAMME).len() as u16,
            current: current.copied().unwrap_or(*b"P000"),
            screen_locked: false,
            programme_locked: self.locked.is_some(),
            run_mode: 0,
            clock_works: (!self.deck.clock_is_lost()).into(),
            clock: Clock::at(self.deck.clock()),
            rest: vec![0; 11],
        }
    }

    /// The level of this half hour.
    fn level(&self) -> u8 {
        let clock = self.deck.clock();
        let half_hour = clock.hour() as usize * 2 + usize::from(clock.minute() >= 30);
        self.levels.levels.get(half_hour).copied().unwrap_or(15)
    }

    fn brighten(&mut self, levels: Brightness) {
        let percent = levels.levels.map(|level| (u16::from(level.min(15)) * 100 / 15) as u8);
        self.deck.light(Some(Box::new(percent)));
        self.levels = levels;
    }

    /// Plays the programmes that are whole, by their names.
    fn load(&mut self) {
        let (mut shows, mut played) = (Vec::new(), Vec::new());
        for entry in self.flash.list(PROGRAMME) {
            let name = entry.name;
            let pictures = self.flash.get([b'D', name[1], name[2], name[3]]);
            let show = self.flash.get(name).and_then(|file| unpack::unpack(file, pictures, &self.kit));
            if let Some(show) = show.filter(|_| self.locked.is_none_or(|locked| locked == name)) {
                shows.push(show);
                played.push(name);
            }
        }
        self.played = played;
        self.deck.keep(shows);
    }

    fn befall(&mut self, blow: Blow) {
        match blow {
            Blow::Power => {
                self.decoder.clear();
                self.flash.cut();
                self.upset.connected();
                self.deck.restart();
                self.load();
            }
            Blow::Clock => self.deck.lose_clock(),
            Blow::Drift(ppm) => self.deck.drift(ppm),
            Blow::Foreign => self.overwrite(),
        }
    }

    /// Somebody with a telephone sends a programme of his own, instead of everything or beside it.
    fn overwrite(&mut self) {
        if self.upset.number(2) == 0 {
            // It does not matter whether there was anything.
            let _none = self.flash.delete(&[]);
        }
        let mut picture = Picture::unlit(self.kit.face);
        for dot in picture.rgb_mut().chunks_exact_mut(3) {
            let lit = self.upset.number(2) == 0;
            dot.copy_from_slice(&self.kit.lit(if lit { [255; 3] } else { [0; 3] }));
        }
        let page = Page { picture: Arc::new(picture), hold: Duration::from_secs(5) };
        let airing = Airing { from: Date::MIN, to: LAST, days: Airing::EVERY_DAY, hours: Vec::new() };
        let show = Show { matter: Matter::Pages(vec![page]), blank: Duration::ZERO, times: 1, airing };
        let stock = Stock { face: self.kit.face, shows: vec![show], light: None };
        let shelf = files::pack(&stock, &[], &self.kit).unwrap_or_default();
        for part in shelf.parts {
            if let Some(name) = bytes_of(&part.name) {
                self.flash.put(name, part.kind, &part.bytes);
            }
        }
        self.deck.wear();
        self.load();
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Picture {
        self.deck.lit()
    }

    fn receive(&mut self, bytes: &[u8], replies: &mut Packets) -> Result<bool, WireError> {
        let mut decoder = std::mem::take(&mut self.decoder);
        decoder.feed(bytes, |frame| {
            // What cannot be read is not answered.
            if let Ok(frame) = frame {
                self.take(&frame, replies);
            }
        });
        self.decoder = decoder;
        Ok(self.deck.tick(self.now))
    }

    fn connected(&mut self) {
        self.decoder.clear();
        self.upset.connected();
    }

    fn tick(&mut self, now: Duration) -> bool {
        self.now = now;
        let mut changed = self.deck.tick(now);
        while let Some(blow) = self.upset.befalls(now) {
            self.befall(blow);
            changed |= self.deck.tick(now);
        }
        changed
    }

    fn ripen(&mut self, replies: &mut Packets) {
        self.upset.ripe(self.now, replies);
    }

    fn due(&self) -> Option<Duration> {
        [self.deck.next_change(), self.upset.due()].into_iter().flatten().min()
    }

    fn deck(&self) -> Option<&Deck> {
        Some(&self.deck)
    }

    fn upset(&mut self) -> Option<&mut Upset> {
        Some(&mut self.upset)
    }
}
