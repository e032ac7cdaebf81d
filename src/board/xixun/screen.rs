//! The board's end: a player that is a program.

use super::{PROGRAMME, QUESTIONS, pack, shot};
use crate::board::card::{Airing, Blow, Deck, Hours, Matter, Mood, Page, Show, Upset};
use crate::board::receiver::{Lit, answers};
use crate::frame::{Face, Frame};
use crate::wire::xixun::{Ask, Decoder, Heard, Http, Programme, Push, Reply, emit_answer};
use crate::wire::{Packets, WireError};
use image::ImageFormat;
use jiff::ToSpan as _;
use jiff::tz::Offset;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// The player's clock is so many seconds ahead of the time of the world: Vietnam.
const ZONE: i64 = 7 * 3600;
/// What it has room for, in bytes.
const ROOM: usize = 256 << 20;
/// What a player that cannot answer now says.
const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

/// A player.
#[derive(Debug)]
pub(in crate::board) struct Screen {
    face: Face,
    deck: Deck,
    upset: Upset,
    now: Duration,
    percent: u8,
    /// Where what comes now comes in.
    door: u16,
    http: Http,
    push: Decoder,
    /// The files it keeps.
    kept: BTreeMap<String, Vec<u8>>,
    /// Those of the programme that is coming.
    coming: Vec<(String, Vec<u8>)>,
    bytes: usize,
}

impl Screen {
    pub(in crate::board) fn new(face: Face) -> Self {
        Self {
            face,
            deck: Deck::new(face, 0),
            upset: Upset::new(0),
            now: Duration::ZERO,
            percent: 100,
            door: QUESTIONS,
            http: Http::default(),
            push: Decoder::default(),
            kept: BTreeMap::new(),
            coming: Vec::new(),
            bytes: 0,
        }
    }

    /// The power goes and comes back: what was coming is gone.
    fn restart(&mut self) {
        self.deck.restart();
        self.coming.clear();
        self.http.restart();
        self.push.restart();
        self.upset.connected();
    }

    fn suffer(&mut self, blow: Blow) {
        match blow {
            Blow::Power => self.restart(),
            Blow::Clock => self.deck.lose_clock(),
            Blow::Drift(ppm) => self.deck.drift(ppm),
            Blow::Foreign => {
                let stripes =
                    (0..self.face.dots()).flat_map(|at| if at % 4 < 2 { [255, 0, 255] } else { [0, 255, 0] });
                let Some(picture) = Frame::from_rgb(self.face, stripes.collect()) else { return };
                let page = Page { picture: Arc::new(picture), hold: Duration::from_secs(10) };
                let airing = Airing {
                    from: jiff::civil::Date::MIN,
                    to: jiff::civil::Date::MAX,
                    days: Airing::EVERY_DAY,
                    hours: Vec::new(),
                };
                let matter = Matter::Pages(vec![page]);
                self.deck.keep(vec![Show { matter, blank: Duration::ZERO, times: 1, airing }]);
                self.deck.wear();
            }
        }
    }

    /// How it takes a question, with what befalls it by itself.
    fn mood(&mut self) -> Mood {
        if let Some(blow) = self.upset.strays() {
            self.suffer(blow);
        }
        let mood = self.upset.mood();
        if mood == Mood::PowerGoes {
            self.restart();
        }
        mood
    }

    fn question(&mut self, body: &[u8], replies: &mut Packets) -> Result<(), WireError> {
        let (ask, id) = Ask::parse(body)?;
        let mood = self.mood();
        if matches!(mood, Mood::Deaf | Mood::PowerGoes) || !answers(replies) {
            return Ok(());
        }
        if mood == Mood::Busy {
            self.upset.deliver(BUSY, self.now, replies);
            return Ok(());
        }
        let reply = if mood == Mood::Refuses {
            Reply::new(ask, &id, false, json!({ "error": "refused" }))
        } else {
            let fields = self.obey(ask);
            Reply::new(ask, &id, true, fields)
        };
        if mood != Mood::Mute {
            let mut answer = Packets::default();
            emit_answer(&reply.json(), &mut answer);
            self.upset.deliver(answer.bytes(), self.now, replies);
        }
        Ok(())
    }

    fn obey(&mut self, ask: Ask) -> Value {
        match ask {
            Ask::Name => json!({ "cardName": "y60-a00-00001" }),
            Ask::Size => json!({ "width": self.face.width(), "height": self.face.height() }),
            Ask::Build => json!({
                "AndroidVersion": "4.4.2", "BrightnessLevel": 64, "FirmwareVersion": "bangtin", "HardVersion": "Y60",
            }),
            Ask::Password => json!({ "result": false }),
            Ask::Screen => json!({ "on": self.deck.is_on() }),
            Ask::Brightness => json!({ "brightnessPercentage": self.percent }),
            Ask::Screenshot => json!({ "data": shot::write(self.deck.lit()) }),
            Ask::Date => {
                let clock = self.deck.clock();
                let local = Offset::UTC.to_timestamp(clock).map_or(0, |at| at.as_millisecond());
                let date = clock.strftime("%Y-%m-%d %H:%M:%S").to_string();
                json!({ "date": date, "millis": local - ZONE * 1000 })
            }
            Ask::SetScreen(on) => {
                self.deck.power(on);
                json!({ "on": on })
            }
            Ask::SetBrightness(percent) => {
                self.percent = percent;
                self.deck.light(Some(Box::new([percent; 48])));
                json!({ "brightnessPercentage": percent })
            }
            Ask::SetTime(millis) => {
                let at = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
                self.deck.set_clock(Offset::UTC.to_datetime(at).saturating_add(ZONE.seconds()));
                json!({})
            }
        }
    }

    fn told(&mut self, object: Push, replies: &mut Packets) {
        match object {
            Push::Consult { ids, name: Some(_) } => {
                let mood = self.mood();
                self.coming.clear();
                self.bytes = 0;
                let missing = ids.into_iter().filter(|id| !self.kept.contains_key(id)).collect();
                if mood == Mood::Well && answers(replies) {
                    let answer = Push::Consult { ids: missing, name: None }.json();
                    self.upset.deliver(answer.as_bytes(), self.now, replies);
                }
            }
            Push::FileStart { id, size } => {
                self.bytes = self.bytes.saturating_add(size);
                self.coming.push((id, Vec::new()));
            }
            Push::End { .. } => {
                let mood = self.mood();
                let obeys = matches!(mood, Mood::Well | Mood::Mute);
                if obeys && self.play() && mood == Mood::Well && answers(replies) {
                    self.upset.deliver(Push::Acknowledged.json().as_bytes(), self.now, replies);
                }
            }
            Push::Consult { .. } | Push::Start { .. } | Push::FileEnd { .. } | Push::Acknowledged => {}
        }
    }

    /// Plays the programme that came, if all of it is there.
    fn play(&mut self) -> bool {
        let mut files = self.kept.clone();
        let mut coming = std::mem::take(&mut self.coming);
        let Some((_, programme)) = coming.pop().filter(|(id, _)| id == pack::NAME) else { return false };
        // A file is what its name says, or it did not come whole.
        files.extend(coming.into_iter().filter(|(id, file)| *id == hex::encode(pack::hash(file))));
        let Ok(programme) = Programme::parse(&programme) else { return false };
        let Some(shows) = self.shows(&programme, &files) else { return false };
        let pictures = || programme.items.iter().flat_map(|item| &item.pictures);
        let used: BTreeSet<&str> = pictures().map(|picture| picture.file.as_str()).collect();
        files.retain(|id, _| used.contains(id.as_str()));
        self.kept = files;
        self.deck.keep(shows);
        self.deck.wear();
        true
    }

    fn shows(&self, programme: &Programme, files: &BTreeMap<String, Vec<u8>>) -> Option<Vec<Show>> {
        let mut pictures: BTreeMap<&str, Arc<Frame>> = BTreeMap::new();
        let mut shows = Vec::new();
        for item in &programme.items {
            let mut pages = Vec::new();
            for shown in &item.pictures {
                if !pictures.contains_key(shown.file.as_str()) {
                    let picture =
                        image::load_from_memory_with_format(files.get(&shown.file)?, ImageFormat::Png);
                    let frame = Frame::from_rgb(self.face, picture.ok()?.into_rgb8().into_raw())?;
                    pictures.insert(&shown.file, Arc::new(frame));
                }
                let picture = Arc::clone(pictures.get(shown.file.as_str())?);
                pages.push(Page { picture, hold: Duration::from_secs(shown.seconds.into()) });
            }
            let first = item.airings.first()?;
            let second =
                |(from, to): (u16, u16)| Hours { from: u32::from(from) * 60, to: u32::from(to) * 60 };
            shows.push(Show {
                matter: Matter::Pages(pages),
                blank: Duration::ZERO,
                times: item.times,
                airing: Airing {
                    from: first.from,
                    to: first.to,
                    days: first.days,
                    hours: item.airings.iter().filter_map(|airing| airing.hours.map(second)).collect(),
                },
            });
        }
        Some(shows)
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        self.deck.lit()
    }

    fn receive(&mut self, bytes: &[u8], replies: &mut Packets) -> Result<bool, WireError> {
        if self.door == QUESTIONS {
            self.http.feed(bytes);
            while let Some(body) = self.http.take() {
                self.question(&body?, replies)?;
            }
            return Ok(self.deck.tick(self.now));
        }
        // Objects and bytes come in turn: each is taken before the next is read.
        let mut said: Vec<Result<Push, Vec<u8>>> = Vec::new();
        let read = self.push.feed(bytes, |heard| match heard {
            Heard::Object(object) => said.push(Ok(object.clone())),
            Heard::Bytes(bytes) => said.push(Err(bytes.to_vec())),
        });
        for said in said {
            match said {
                Ok(object) => self.told(object, replies),
                Err(bytes) if self.bytes <= ROOM => {
                    self.coming.last_mut().into_iter().for_each(|file| file.1.extend(&bytes));
                }
                Err(_) => {}
            }
        }
        read?;
        Ok(self.deck.tick(self.now))
    }

    fn turn_to(&mut self, destination: u16) {
        if destination == PROGRAMME {
            self.push.restart();
        }
        self.door = destination;
    }

    fn connected(&mut self) {
        self.http.restart();
        self.push.restart();
        self.upset.connected();
    }

    fn tick(&mut self, now: Duration) -> bool {
        self.now = now;
        let mut other = self.deck.tick(now);
        while let Some(blow) = self.upset.befalls(now) {
            self.suffer(blow);
            other |= self.deck.tick(now);
        }
        other
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
