//! A card and a make that exist only here: as simple as a card can be that keeps files, plays them by its clock, forgets its
//! passing memory with its power, and may lose its power in the middle of anything.

use bangtin::board::card::{
    Airing, Answer, Cover, Failure, Held, Hours, Identity, Make, Matter, Moment, Op, Page, Part, Shelf, Show,
    State, Stock, Traits, Unfit,
};
use bangtin::frame::{Face, Frame};
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// The kind of a file with a picture, and of a script.
const ITEM: u8 = 1;
const SCRIPT: u8 = 2;

pub(crate) fn face() -> Face {
    Face::new(16, 8).unwrap()
}

/// A picture of one grey: the tests tell pictures apart by it. 0 is dark.
pub(crate) fn grey(grey: u8) -> Arc<Frame> {
    let face = face();
    Arc::new(Frame::from_rgb(face, vec![grey; face.rgb_len()]).unwrap())
}

/// What kind of make it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Lists and gives back files that say themselves when they are played; has a passing memory. As Onbon.
    Files,
    /// Lists and gives back files that are played by a script; gives pictures. As Huidu.
    Script,
    /// Says nothing but what its face shows. As Xixun.
    Blind,
}

#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) sort: Sort,
    /// So many items fit on a card.
    pub(crate) most: usize,
}

fn mark(bytes: &[u8]) -> u128 {
    // FNV-1a, 128 bits.
    bytes.iter().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    })
}

fn part(name: String, kind: u8, bytes: Vec<u8>) -> Part {
    Part { name, kind, mark: mark(&bytes), bytes: bytes.into() }
}

/// A show as a file: its greys, its days and hours.
pub(crate) fn encode(show: &Show) -> Vec<u8> {
    let Matter::Pages(pages) = &show.matter else { panic!("the tests have pages only") };
    let date = |date: Date| [(date.year() - 2000) as u8, date.month() as u8, date.day() as u8];
    let mut bytes = vec![pages.len() as u8];
    bytes.extend(pages.iter().flat_map(|page| [page.picture.rgb()[0], page.hold.as_secs() as u8]));
    bytes.extend(date(show.airing.from));
    bytes.extend(date(show.airing.to));
    bytes.push(show.airing.days);
    for hours in &show.airing.hours {
        bytes.extend(hours.from.to_be_bytes());
        bytes.extend(hours.to.to_be_bytes());
    }
    bytes
}

fn decode(bytes: &[u8]) -> Option<Show> {
    let (count, rest) = bytes.split_first()?;
    let (pages, rest) = rest.split_at_checked(usize::from(*count) * 2)?;
    let (dates, hours) = rest.split_at_checked(7)?;
    let date =
        |at: usize| Date::new(i16::from(dates[at]) + 2000, dates[at + 1] as i8, dates[at + 2] as i8).ok();
    let number = |bytes: &[u8]| u32::from_be_bytes(bytes.try_into().unwrap());
    let hours = hours
        .chunks_exact(8)
        .map(|hours| Hours { from: number(&hours[..4]), to: number(&hours[4..]) })
        .collect();
    let page = |page: &[u8]| Page { picture: grey(page[0]), hold: Duration::from_secs(page[1].into()) };
    Some(Show {
        matter: Matter::Pages(pages.chunks_exact(2).map(page).collect()),
        blank: Duration::ZERO,
        times: 1,
        airing: Airing { from: date(0)?, to: date(3)?, days: dates[6], hours },
    })
}

impl Make for Model {
    fn traits(&self) -> Traits {
        let blind = self.sort == Sort::Blind;
        let files = self.sort == Sort::Files;
        Traits { lists: !blind, reads: !blind, covers: files, pictures: !files, lights: files, powers: true }
    }

    fn pack(&self, stock: &Stock, held: &[Held]) -> Result<Shelf, Unfit> {
        if stock.face != face() {
            return Err(Unfit::Face);
        }
        if stock.shows.len() > self.most {
            return Err(Unfit::Shows { shows: stock.shows.len(), most: self.most });
        }
        if self.sort == Sort::Files {
            let mut free =
                (0..).map(|n| format!("P{n:03}")).filter(|name| held.iter().all(|h| h.name != *name));
            let parts = stock.shows.iter().map(|show| {
                let new = part(String::new(), ITEM, encode(show));
                let old = held.iter().find(|held| held.mark == new.mark && held.kind == ITEM);
                let name = old.map_or_else(|| free.next().unwrap(), |held| held.name.clone());
                Part { name, ..new }
            });
            return Ok(Shelf { parts: parts.collect(), script: None });
        }
        let parts: Vec<Part> = stock
            .shows
            .iter()
            .map(encode)
            .map(|bytes| part(format!("{:032x}", mark(&bytes)), ITEM, bytes))
            .collect();
        let names: String = parts.iter().map(|part| part.name.as_str()).collect();
        Ok(Shelf { parts, script: Some(part("script".to_owned(), SCRIPT, names.into_bytes())) })
    }
}

/// What goes wrong with an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It does not arrive.
    Lost,
    /// It is done, but the answer is lost.
    Unsaid,
    /// It is answered by this.
    Fails(Failure),
    /// The power goes off and on before it is done.
    CutBefore,
    /// In the middle of it.
    CutWithin,
    /// After it.
    CutAfter,
}

/// A file in the lasting memory, and what the list tells it by.
#[derive(Clone, Debug)]
pub(crate) struct File {
    kind: u8,
    bytes: Arc<[u8]>,
    mark: u128,
}

impl File {
    fn new(kind: u8, bytes: Arc<[u8]>) -> Self {
        Self { kind, mark: mark(&bytes), bytes }
    }

    pub(crate) fn is(&self, show: &Show) -> bool {
        *self.bytes == *encode(show)
    }
}

#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) sort: Sort,
    pub(crate) flash: BTreeMap<String, File>,
    cover: Option<(Arc<Cover>, Duration)>,
    pub(crate) on: bool,
    pub(crate) identity: Identity,
    /// How far its clock is ahead.
    pub(crate) drift: SignedDuration,
    pub(crate) light: Option<Box<[u8; 48]>>,
    /// So many bytes its memory takes.
    pub(crate) room: usize,
    /// Changes of its lasting memory.
    pub(crate) wear: u32,
    /// Bits turn over in so many of the next parts written.
    pub(crate) worn: u32,
    /// Its face shows this, whatever it plays.
    pub(crate) stuck: Option<u8>,
    /// It says that it dropped what it keeps.
    pub(crate) clings: bool,
    /// All that was ever done with it.
    pub(crate) log: Vec<Op>,
}

impl Card {
    pub(crate) fn new(sort: Sort) -> Self {
        let size = Some((face().width(), face().height()));
        Self {
            sort,
            flash: BTreeMap::new(),
            cover: None,
            on: true,
            identity: Identity { size, ..Identity::default() },
            drift: SignedDuration::ZERO,
            light: None,
            room: usize::MAX,
            wear: 0,
            worn: 0,
            stuck: None,
            clings: false,
            log: Vec::new(),
        }
    }

    pub(crate) fn power_cycle(&mut self) {
        self.cover = None;
    }

    pub(crate) fn execute(&mut self, op: &Op, fault: Option<Fault>, now: Moment) -> Result<Answer, Failure> {
        match fault {
            None => self.execute_well(op, now),
            Some(Fault::Lost) => Err(Failure::Silent),
            Some(Fault::Fails(failure)) => Err(failure),
            Some(Fault::Unsaid) => {
                _ = self.execute_well(op, now);
                Err(Failure::Silent)
            }
            Some(Fault::CutBefore) => {
                self.power_cycle();
                Err(Failure::Silent)
            }
            Some(Fault::CutAfter) => {
                _ = self.execute_well(op, now);
                self.power_cycle();
                Err(Failure::Silent)
            }
            Some(Fault::CutWithin) => {
                self.cut_within(op);
                self.power_cycle();
                Err(Failure::Silent)
            }
        }
    }

    /// Half a file stays, which the card does not play; of several files half are gone.
    fn cut_within(&mut self, op: &Op) {
        match op {
            Op::Write(part) => {
                let half = part.bytes[..part.bytes.len() / 2].into();
                self.flash.insert(part.name.clone(), File::new(part.kind, half));
            }
            Op::Drop(parts) => {
                for held in &parts[..parts.len() / 2] {
                    self.flash.remove(&held.name);
                }
            }
            _ => {}
        }
    }

    fn execute_well(&mut self, op: &Op, now: Moment) -> Result<Answer, Failure> {
        self.log.push(op.clone());
        match op {
            Op::Identify => return Ok(Answer::Identity(self.identity.clone())),
            Op::Look if self.sort != Sort::Blind => {
                let held = self.flash.iter().map(|(name, file)| Held {
                    name: name.clone(),
                    kind: file.kind,
                    len: file.bytes.len() as u32,
                    mark: file.mark,
                });
                return Ok(Answer::Held(held.collect()));
            }
            Op::Status => {
                let clock = now.local.map(|local| self.clock(local));
                return Ok(Answer::State(State { on: Some(self.on), clock, ..State::default() }));
            }
            Op::Write(part) | Op::Switch(part) => {
                let used: usize = self.flash.values().map(|file| file.bytes.len()).sum();
                if used + part.bytes.len() > self.room {
                    return Err(Failure::Full);
                }
                self.wear += 1;
                let mut file = File::new(part.kind, part.bytes.clone());
                if self.worn > 0 && matches!(op, Op::Write(_)) {
                    // Its list goes by what was to be written: only reading back tells.
                    self.worn -= 1;
                    file.bytes = part.bytes.iter().map(|byte| byte ^ 0x10).collect();
                }
                self.flash.insert(part.name.clone(), file);
            }
            Op::Read(held) if self.sort != Sort::Blind => {
                let file = self.flash.get(&held.name).ok_or(Failure::Refused("no such file"))?;
                return Ok(Answer::Bytes(file.bytes.to_vec()));
            }
            Op::Drop(parts) => {
                self.wear += 1;
                assert!(!parts.is_empty(), "an empty list drops everything on some cards");
                for held in parts.iter().filter(|_| !self.clings) {
                    self.flash.remove(&held.name);
                }
            }
            Op::SetClock => self.drift = SignedDuration::ZERO,
            Op::Power(on) => self.on = *on,
            Op::Light(table) => self.light = Some(table.clone()),
            Op::Cover(cover, seconds) if self.sort == Sort::Files => {
                self.cover = Some((cover.clone(), now.mono + Duration::from_secs((*seconds).into())));
            }
            Op::Uncover if self.sort == Sort::Files => self.cover = None,
            Op::Picture if self.sort != Sort::Files => {
                let lit = self.lit(now).first().copied().unwrap_or(0);
                return Ok(Answer::Picture((*grey(lit)).clone()));
            }
            _ => return Err(Failure::Unable),
        }
        Ok(Answer::Done)
    }

    fn clock(&self, local: DateTime) -> DateTime {
        local.saturating_add(self.drift)
    }

    /// The greys it may show at this moment, 0 for dark; one after the other if there are several.
    pub(crate) fn lit(&self, now: Moment) -> Vec<u8> {
        if !self.on {
            return vec![0];
        }
        if let Some(grey) = self.stuck {
            return vec![grey];
        }
        if let Some((cover, _)) = self.cover.as_ref().filter(|(_, until)| now.mono < *until) {
            let greys = cover.matters.iter().flat_map(greys).collect();
            return greys;
        }
        let clock = self.clock(now.local.expect("the tests know the time"));
        let time = clock.time();
        let second = time.hour() as u32 * 3600 + time.minute() as u32 * 60 + time.second() as u32;
        let mut lit: Vec<u8> = self
            .playable()
            .into_iter()
            .filter_map(|bytes| decode(&bytes))
            .filter(|show| show.airing.holds(clock.date(), second))
            .flat_map(|show| greys(&show.matter))
            .collect();
        if lit.is_empty() {
            lit.push(0);
        }
        lit
    }

    /// The whole files that it plays.
    fn playable(&self) -> Vec<Arc<[u8]>> {
        if self.sort == Sort::Files {
            return self.flash.values().map(|file| file.bytes.clone()).collect();
        }
        let script = self.flash.get("script").map(|file| file.bytes.to_vec()).unwrap_or_default();
        let names = script.chunks(32).map(|name| String::from_utf8_lossy(name).into_owned());
        names.filter_map(|name| Some(self.flash.get(&name)?.bytes.clone())).collect()
    }

    /// The greys of everything that it keeps and plays.
    pub(crate) fn keeps(&self) -> Vec<u8> {
        let shows = self.playable().into_iter().filter_map(|bytes| decode(&bytes));
        shows.flat_map(|show| greys(&show.matter)).collect()
    }

    /// Puts a file on it that nobody ordered and that is no item.
    pub(crate) fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.flash.insert(name.to_owned(), File::new(ITEM, bytes.into()));
    }

    /// Puts a foreign item on it, as somebody with a phone does.
    pub(crate) fn intrude(&mut self, grey_of_it: u8) {
        let bytes: Arc<[u8]> = encode(&show(grey_of_it)).into();
        if self.sort == Sort::Files {
            self.flash.clear();
            self.flash.insert("P900".to_owned(), File::new(ITEM, bytes));
        } else {
            let name = format!("{:032x}", mark(&bytes));
            self.flash.insert("script".to_owned(), File::new(SCRIPT, name.as_bytes().into()));
            self.flash.insert(name, File::new(ITEM, bytes));
        }
    }
}

pub(crate) fn greys(matter: &Matter) -> Vec<u8> {
    let Matter::Pages(pages) = matter else { panic!("the tests have pages only") };
    pages.iter().map(|page| page.picture.rgb()[0]).collect()
}

/// A show of one page that is always on air.
pub(crate) fn show(grey_of_it: u8) -> Show {
    let always = Airing {
        from: Date::constant(2020, 1, 1),
        to: Date::constant(2099, 12, 31),
        days: Airing::EVERY_DAY,
        hours: Vec::new(),
    };
    let page = Page { picture: grey(grey_of_it), hold: Duration::from_secs(5) };
    Show { matter: Matter::Pages(vec![page]), blank: Duration::ZERO, times: 1, airing: always }
}

pub(crate) fn stock(greys: &[u8]) -> Stock {
    Stock { face: face(), shows: greys.iter().map(|grey| show(*grey)).collect(), light: None }
}
