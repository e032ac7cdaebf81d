//! The card as a program: it keeps pictures and programmes, plays them by its own clock, and goes wrong as it is told to.

use super::flash::Flash;
use super::{md5, pack, shot};
use crate::board::card::{Blow, Deck, Mood, Upset};
use crate::board::receiver::{Lit, answers};
use crate::frame::{Face, Frame, picture};
use crate::wire::huidu::{
    Answer, Code, Decoder, DeviceInfo, Element, FileName, Gathered, Image, Light, Message, PART, Programme,
    Request, Rule, Switching, Time, Window,
};
use crate::wire::{Packets, WireError};
use std::time::Duration;

/// What it says of itself.
const MODEL: &str = "C16L";
const VERSION: u32 = 0x0100_0007;
const TIMEZONE: &str = "(UTC+07:00)Bangkok,Hanoi,Jakarta";

/// A card.
#[derive(Clone, Debug)]
pub(in crate::board) struct Screen {
    face: Face,
    decoder: Decoder,
    gathered: Gathered,
    /// Sessions so far; the number of one follows from it.
    sessions: u64,
    flash: Flash,
    /// The file that goes out once the other end is ready for it.
    leaving: Option<Vec<u8>>,
    programmes: Vec<Programme>,
    light: Light,
    switching: Switching,
    timezone: Option<String>,
    deck: Deck,
    upset: Upset,
    now: Duration,
}

impl Screen {
    pub(in crate::board) fn new(face: Face) -> Self {
        Self {
            face,
            decoder: Decoder::default(),
            gathered: Gathered::default(),
            sessions: 0,
            flash: Flash::default(),
            leaving: None,
            programmes: Vec::new(),
            light: Light { rule: Rule::Default, default: 100, hours: Vec::new() },
            switching: Switching::LIT,
            timezone: Some(TIMEZONE.to_owned()),
            deck: Deck::new(face, 0),
            upset: Upset::default(),
            now: Duration::ZERO,
        }
    }

    fn guid(&self) -> String {
        format!("{:032x}", md5(&self.sessions.to_le_bytes()))
    }

    /// The power goes and comes back.
    fn restart(&mut self) {
        self.flash.restart();
        self.leaving = None;
        self.decoder.restart();
        self.gathered.clear();
        self.sessions += 1;
        self.switching = Switching::LIT;
        self.deck.restart();
        self.play();
    }

    fn befall(&mut self, blow: Blow) {
        match blow {
            Blow::Power => self.restart(),
            Blow::Clock => self.deck.lose_clock(),
            Blow::Drift(ppm) => self.deck.drift(ppm),
            Blow::Foreign => self.foreign(),
        }
    }

    /// Somebody else writes to it.
    fn foreign(&mut self) {
        let mut frame = Frame::unlit(self.face);
        let seed = self.upset.number(1 << 32);
        for (at, byte) in frame.rgb_mut().iter_mut().enumerate() {
            *byte = if (at as u64 ^ seed).is_multiple_of(3) { 255 } else { 0 };
        }
        let Ok(bytes) = picture::png(&frame) else { return };
        let mark = md5(&bytes);
        self.flash.keep(FileName(mark).to_string(), bytes);
        self.programmes = vec![Programme {
            guid: seed.into(),
            times: 1,
            window: Window { dates: None, days: 0x7F, hours: None },
            size: (self.face.width(), self.face.height()),
            images: vec![Image { file: FileName(mark), effect: 0, speed: 1, tenths: 50 }],
        }];
        self.deck.wear();
        self.play();
    }

    /// Plays by its programmes.
    fn play(&mut self) {
        let shows = pack::unpack(&self.programmes, self.face, |name| self.flash.whole(&name.to_string()));
        self.deck.keep(shows);
        self.deck.power(self.switching.open);
    }

    /// A message came in: what is answered goes on its way.
    fn take(&mut self, message: Message, replies: &mut Packets) {
        if let Message::Content(bytes) = &message {
            self.flash.content(bytes);
            return;
        }
        let (asked, code) = match message {
            Message::Ask(part) => match self.gathered.take(&part) {
                Ok(None) => return,
                Ok(Some(whole)) => (Asked::Xml(whole), None),
                Err(code) => (Asked::Message(Message::Heartbeat), Some(code)),
            },
            message => (Asked::Message(message), None),
        };
        if let Some(blow) = self.upset.strays() {
            self.befall(blow);
        }
        let mood = self.upset.mood();
        if mood == Mood::PowerGoes {
            self.restart();
        }
        if matches!(mood, Mood::PowerGoes | Mood::Deaf) {
            return;
        }
        let refuses = match mood {
            Mood::Refuses => Some(Code(2)),
            Mood::Busy => Some(Code::OCCUPIED),
            _ => code,
        };
        let answered = match asked {
            Asked::Xml(whole) => self.xml(&whole, refuses),
            Asked::Message(message) => self.answer(message, refuses),
        };
        if mood == Mood::Mute || answered.is_empty() {
            return;
        }
        let mut packets = Packets::default();
        // What it says itself is never too long.
        let _ = answered.iter().try_for_each(|message| message.emit(&mut packets));
        self.upset.deliver(packets.bytes(), self.now, replies);
    }

    fn answer(&mut self, message: Message, refuses: Option<Code>) -> Vec<Message> {
        match message {
            Message::Version(_) => {
                self.sessions += 1;
                vec![Message::VersionAnswer(VERSION, 0)]
            }
            Message::Heartbeat => match refuses {
                Some(code) => vec![Message::Error(code.0)],
                None => vec![Message::HeartbeatAnswer],
            },
            Message::File { md5, size, kind, name } => {
                let md5 = u128::from_be_bytes(md5);
                let code = refuses.unwrap_or_else(|| self.flash.begin(md5, size, kind, &name));
                let there = self.flash.there(&name);
                vec![Message::FileAnswer(code.0, if code.is_done() { there } else { 0 })]
            }
            Message::End => {
                let code = refuses.unwrap_or_else(|| self.flash.finish());
                if code.is_done() {
                    self.deck.wear();
                    self.play();
                }
                vec![Message::EndAnswer(code.0)]
            }
            Message::Read(name) => {
                let file = self.flash.whole(&name).map(<[u8]>::to_vec);
                let (code, md5, size) = match (refuses, &file) {
                    (Some(code), _) => (code, 0, 0),
                    (None, None) => (Code::NOT_FOUND, 0, 0),
                    (None, Some(file)) => (Code::SUCCESS, md5(file), file.len() as u64),
                };
                self.leaving = file.filter(|_| code.is_done());
                vec![Message::ReadAnswer(code.0, md5.to_be_bytes(), size, 0)]
            }
            Message::FileAnswer(0, from) => {
                let bytes = self.leaving.take().unwrap_or_default();
                let rest = usize::try_from(from).ok().and_then(|from| bytes.get(from..)).unwrap_or_default();
                let pieces = rest.chunks(PART).map(|piece| Message::Content(piece.to_vec()));
                pieces.chain([Message::End]).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A question in XML.
    fn xml(&mut self, whole: &[u8], refuses: Option<Code>) -> Vec<Message> {
        let method = Element::parse(whole)
            .and_then(|sdk| sdk.child("in")?.get("method").map(str::to_owned))
            .unwrap_or_default();
        let (code, content) = match (refuses, Request::parse(whole)) {
            (Some(code), _) => (code, Vec::new()),
            (None, None) => (Code::UNSUPPORTED, Vec::new()),
            (None, Some((_, Request::Version(version)))) => {
                (Code::SUCCESS, vec![Element::new("version").with("value", version)])
            }
            (None, Some((guid, _))) if guid != self.guid() => (Code::GUID, Vec::new()),
            (None, Some((_, request))) => self.asked(request),
        };
        let answer = Answer { guid: self.guid(), method, code, content };
        answer.parts().into_iter().map(Message::Answer).collect()
    }

    fn asked(&mut self, request: Request) -> (Code, Vec<Element>) {
        let told = match request {
            Request::DeviceInfo | Request::DeviceName => {
                let size = Some((self.face.width(), self.face.height()));
                let [model, id, name, app] =
                    [MODEL, "C16L-SIM-00001", "simulated", "7.11.6.0"].map(str::to_owned);
                Vec::from(&DeviceInfo { model, id, name, app, size })
            }
            Request::Files => vec![self.flash.list()],
            Request::Programmes => vec![self.screen()],
            Request::Time => Vec::from(&Time {
                timezone: self.timezone.clone(),
                summer: Some("false".to_owned()),
                sync: Some("none".to_owned()),
                time: self.deck.clock(),
            }),
            Request::Light => Vec::from(&self.light),
            Request::Switching => Vec::from(&self.switching),
            Request::Picture(..) => vec![Element::new("image").with("data", shot::write(self.deck.lit()))],
            Request::Playing => {
                let playing = self.deck.playing().and_then(|place| self.programmes.get(place));
                vec![Element::new("program").with("guid", playing.map_or(0, |programme| programme.guid))]
            }
            order => return (self.ordered(order), Vec::new()),
        };
        (Code::SUCCESS, told)
    }

    fn ordered(&mut self, order: Request) -> Code {
        match order {
            Request::Play(programmes) => {
                let known = |image: &Image| self.flash.whole(&image.file.to_string()).is_some();
                if !programmes.items().iter().flat_map(|programme| &programme.images).all(known) {
                    return Code::NOT_FOUND;
                }
                self.programmes = programmes.items().to_vec();
                self.deck.wear();
                self.play();
            }
            Request::Drop(names) => {
                names.items().iter().for_each(|name| self.flash.drop(&name.to_string()));
                self.deck.wear();
                self.play();
            }
            Request::SetLight(light) => {
                let mut table = [100; 48];
                for (second, percent) in (0_u32..).step_by(1800).zip(&mut table) {
                    *percent = light.percent(second).unwrap_or(100);
                }
                self.deck.light(Some(Box::new(table)));
                self.light = light;
            }
            Request::SetTime(time) => {
                self.timezone = time.timezone;
                self.deck.set_clock(time.time);
            }
            Request::SetSwitching(switching) => self.switching = switching,
            Request::Open => self.switching.open = true,
            Request::Close => self.switching.open = false,
            _ => return Code::UNSUPPORTED,
        }
        self.deck.power(self.switching.open);
        Code::SUCCESS
    }

    /// Its programmes as real cards give them back: with more in them, and with another word for the resources.
    fn screen(&self) -> Element {
        let mut screen =
            Element::new("screen").with("width", self.face.width()).with("height", self.face.height());
        screen.children = self.programmes.iter().map(Programme::element).collect();
        for area in screen.children.iter_mut().flat_map(|programme| &mut programme.children) {
            area.children
                .iter_mut()
                .filter(|child| child.name == "resources")
                .for_each(|child| "resource".clone_into(&mut child.name));
            if area.name == "area" {
                area.children.push(Element::new("border").with("index", 0));
            }
        }
        screen
    }
}

/// What a mood is about.
enum Asked {
    Xml(Vec<u8>),
    Message(Message),
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        self.deck.lit()
    }

    fn receive(&mut self, bytes: &[u8], replies: &mut Packets) -> Result<bool, WireError> {
        let mut messages = Vec::new();
        let fed = self.decoder.feed(bytes, |message| messages.push(message));
        for message in messages {
            if answers(replies) {
                self.take(message, replies);
            }
        }
        fed?;
        Ok(self.deck.tick(self.now))
    }

    fn connected(&mut self) {
        self.decoder.restart();
        self.gathered.clear();
        self.upset.connected();
        self.flash.disconnected();
        self.leaving = None;
        self.sessions += 1;
    }

    fn tick(&mut self, now: Duration) -> bool {
        self.now = now.max(self.now);
        let mut shown = self.deck.tick(self.now);
        while let Some(blow) = self.upset.befalls(self.now) {
            self.befall(blow);
            shown |= self.deck.tick(self.now);
        }
        shown
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
