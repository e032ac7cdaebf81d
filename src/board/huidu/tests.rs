//! A steward, the driver and a card that is a program, in a time that passes only here.

use super::{Driver, Screen, pack};
use crate::board::card::{
    Airing, Axis, Blow, Card, Cover, Fault, Hours, Ledger, Matter, Moment, Op, Options, Page, Show, Steward,
    Stock, Wish,
};
use crate::board::card::{Answer, Driver as _, Failure};
use crate::board::receiver::Lit;
use crate::frame::{Face, Frame};
use crate::wire::Packets;
use crate::wire::huidu::{Message, Request};
use jiff::civil::{Date, DateTime, date};
use jiff::{SignedDuration, ToSpan};
use std::sync::Arc;
use std::time::Duration;

const DAWN: DateTime = DateTime::constant(2026, 3, 2, 7, 59, 30, 0);

fn face() -> Face {
    Face::new(16, 8).unwrap()
}

fn picture(seed: u8) -> Frame {
    let dots =
        (0..face().rgb_len()).map(|at| if (at + usize::from(seed)).is_multiple_of(7) { 255 } else { 0 });
    Frame::from_rgb(face(), dots.collect()).unwrap()
}

fn show(seed: u8, hours: &[(u32, u32)]) -> Show {
    let page = |seed| Page { picture: Arc::new(picture(seed)), hold: Duration::from_secs(2) };
    let hours = hours.iter().map(|(from, to)| Hours { from: *from, to: *to }).collect();
    let airing = Airing { from: date(2026, 3, 1), to: Date::constant(2099, 12, 31), days: 0x7F, hours };
    Show { matter: Matter::Pages(vec![page(seed), page(seed + 1)]), blank: Duration::ZERO, times: 1, airing }
}

fn wish(seeds: &[u8]) -> Arc<Wish> {
    let shows = seeds.iter().map(|seed| show(*seed, &[])).collect();
    of(shows)
}

fn of(shows: Vec<Show>) -> Arc<Wish> {
    let now = Arc::new(Cover { matters: vec![shows[0].matter.clone()] });
    let light = Some(Box::new(std::array::from_fn(|half| if half < 14 { 20 } else { 70 })));
    Arc::new(Wish { stock: Arc::new(Stock { face: face(), shows, light }), now, urgent: false, on: true })
}

/// A card and who looks after it, joined by a link that may go down.
struct World {
    card: Card,
    screen: Screen,
    now: Duration,
    sent: Vec<u8>,
}

impl World {
    fn new(seed: u64) -> Self {
        let options = Options {
            poll: Duration::from_secs(60),
            writes_a_day: 200,
            drift: Duration::from_secs(2),
            size: (16, 8),
        };
        let steward = Steward::new(options, Ledger::default());
        let mut screen = Screen::new(face());
        screen.upset().unwrap().reseed(seed);
        let mut world = Self {
            card: Card::new(steward, Box::new(Driver::new(face()))),
            screen,
            now: Duration::from_secs(1),
            sent: Vec::new(),
        };
        world.connect();
        world
    }

    fn moment(&self) -> Moment {
        let local = DAWN.checked_add(SignedDuration::try_from(self.now).unwrap()).unwrap();
        Moment { mono: self.now, local: Some(local) }
    }

    fn connect(&mut self) {
        self.screen.connected();
        self.card.opened(self.moment());
    }

    fn want(&mut self, wish: Arc<Wish>) {
        let now = self.moment();
        self.card.steward_mut().want(wish, now);
    }

    /// Lets time go by in steps that something happens in.
    fn pass(&mut self, seconds: u64) {
        let end = self.now + Duration::from_secs(seconds);
        let mut packets = Packets::default();
        while self.now < end {
            self.screen.tick(self.now);
            let mut replies = Packets::default();
            self.screen.ripen(&mut replies);
            self.hear(&replies);
            if self.card.due(self.moment()).is_some_and(|due| due <= self.now) {
                let now = self.moment();
                self.card.next(now, &mut packets);
                self.sent.extend(packets.bytes());
                for packet in packets.iter() {
                    let mut replies = Packets::default();
                    if self.screen.receive(packet, &mut replies).is_err() {
                        self.card.closed(now);
                        self.connect();
                        break;
                    }
                    self.hear(&replies);
                }
            }
            self.now += Duration::from_millis(100);
        }
    }

    fn hear(&mut self, replies: &Packets) {
        for packet in replies.iter() {
            let now = self.moment();
            self.card.receive(packet, now);
        }
    }

    fn kept(&self) -> Vec<Show> {
        self.screen.deck().unwrap().shows().to_vec()
    }

    fn confirmed(&self) -> Option<Duration> {
        self.card.steward().report().told.confirmed
    }

    /// That nothing left which may never be sent.
    fn check_sent(&self) {
        let (mut decoder, mut gathered) = (crate::wire::huidu::Decoder::default(), Vec::new());
        let mut questions = 0;
        decoder
            .feed(&self.sent, |message| match message {
                Message::Ask(part) => {
                    gathered.extend_from_slice(part.bytes());
                    if gathered.len() == part.total() as usize {
                        let whole = std::mem::take(&mut gathered);
                        assert!(Request::parse(&whole).is_some(), "{}", String::from_utf8_lossy(&whole));
                        questions += 1;
                    }
                }
                Message::File { name, .. } => assert!(name.ends_with(".png") && name.len() == 36),
                _ => {}
            })
            .unwrap();
        assert!(questions > 3);
    }
}

#[test]
fn an_empty_card_is_filled_proven_and_then_left_alone() {
    let mut world = World::new(1);
    world.want(wish(&[1, 5]));
    world.pass(30);
    assert_eq!(world.kept(), wish(&[1, 5]).stock.shows);
    let report = world.card.steward().report();
    assert!(report.told.confirmed.is_some() && report.told.trouble.is_none(), "{report:?}");
    assert_eq!(report.identity.unwrap().model, "C16L");
    let worn = world.screen.deck().unwrap().worn();
    assert_eq!(worn, 5, "four pictures, one order to play them");
    world.pass(600);
    assert_eq!(world.screen.deck().unwrap().worn(), worn, "nothing is written twice");
    assert!(world.confirmed().unwrap() > Duration::from_secs(500));
    assert!(world.card.steward_mut().take_incidents().is_empty());
    world.check_sent();
}

#[test]
fn a_change_writes_what_is_new_and_drops_what_is_old_and_a_restart_writes_nothing() {
    let mut world = World::new(2);
    world.want(wish(&[1, 5]));
    world.pass(30);
    world.want(wish(&[5, 17]));
    world.pass(120);
    assert_eq!(world.kept(), wish(&[5, 17]).stock.shows);
    assert_eq!(world.screen.deck().unwrap().worn(), 5 + 2 + 1 + 1);
    let worn = world.screen.deck().unwrap().worn();
    let ledger = world.card.steward().ledger().clone();
    let options = Options {
        poll: Duration::from_secs(60),
        writes_a_day: 24,
        drift: Duration::from_secs(2),
        size: (16, 8),
    };
    world.card = Card::new(Steward::new(options, ledger), Box::new(Driver::new(face())));
    world.connect();
    world.want(wish(&[5, 17]));
    world.pass(120);
    assert_eq!(world.screen.deck().unwrap().worn(), worn);
    assert!(world.confirmed().is_some());
}

#[test]
fn the_clock_the_light_and_the_power_are_put_right() {
    let mut world = World::new(3);
    world.want(wish(&[1]));
    world.pass(60);
    let deck = world.screen.deck().unwrap();
    let off = deck.clock().duration_until(world.moment().local.unwrap()).abs();
    assert!(off < SignedDuration::from_secs(1), "{off:?}");
    assert_eq!(deck.percent(), 70);
    let dark = Arc::new(Wish { on: false, ..(*wish(&[1])).clone() });
    world.want(dark);
    world.pass(5);
    assert!(!world.screen.frame().is_lit());
    world.want(wish(&[1]));
    world.pass(5);
    assert!(world.screen.frame().is_lit());
}

#[test]
fn what_somebody_else_wrote_is_noticed_and_undone_within_a_poll() {
    let mut world = World::new(4);
    world.want(wish(&[1, 5]));
    world.pass(100);
    let at = world.now + Duration::from_secs(1);
    world.screen.upset().unwrap().at(at, Blow::Foreign);
    world.pass(3);
    assert_ne!(world.kept(), wish(&[1, 5]).stock.shows);
    world.pass(80);
    assert_eq!(world.kept(), wish(&[1, 5]).stock.shows);
    let incidents = world.card.steward_mut().take_incidents();
    assert!(!incidents.is_empty());
    world.pass(80);
    assert!(world.confirmed().unwrap() + Duration::from_secs(70) > world.now);
    world.check_sent();
}

#[test]
fn a_day_of_faults_ends_in_what_is_wanted() {
    for seed in 0..4 {
        let mut world = World::new(seed);
        for fault in Fault::ALL {
            world.screen.upset().unwrap().often(fault, 15);
        }
        for round in 0..6_u8 {
            world.want(wish(&[round, round + 40]));
            world.pass(500);
        }
        world.screen.upset().unwrap().calm();
        world.pass(1500);
        assert_eq!(world.kept(), wish(&[5, 45]).stock.shows, "seed {seed}");
        assert!(world.confirmed().is_some_and(|at| at + Duration::from_secs(120) > world.now), "seed {seed}");
        world.check_sent();
    }
}

#[test]
fn half_a_picture_goes_on_where_it_broke_off() {
    let stock = wish(&[1]).stock.clone();
    let part = pack::pack(&stock, face()).unwrap().parts[0].clone();
    let (mut driver, mut screen) = (Driver::new(face()), Screen::new(face()));
    let now = Moment { mono: Duration::from_secs(1), local: None };
    // The first bytes came before the link went down.
    let mut packets = Packets::default();
    let (md5, size) = (part.mark.to_be_bytes(), part.bytes.len() as u64);
    let kind = crate::wire::huidu::FileKind::Image;
    Message::File { md5, size, kind, name: part.name.clone() }.emit(&mut packets).unwrap();
    Message::Content(part.bytes[..40].to_vec()).emit(&mut packets).unwrap();
    screen.receive(packets.bytes(), &mut Packets::default()).unwrap();
    screen.connected();
    driver.begin(Op::Write(part.clone()), now);
    let (mut sent, mut ended) = (0, None);
    for _ in 0..20 {
        let mut packets = Packets::default();
        ended = ended.or(driver.next(now, &mut packets));
        sent += packets.bytes().len();
        let mut replies = Packets::default();
        screen.receive(packets.bytes(), &mut replies).unwrap();
        // Merged into one piece, or byte by byte.
        for byte in replies.bytes() {
            ended = ended.or(driver.receive(&[*byte], now));
        }
    }
    assert_eq!(ended, Some(Ok(Answer::Done)));
    assert_eq!(screen.deck().unwrap().worn(), 1);
    let head = 8 + 12 + 120 + 4 + 47 + part.name.len() + 4 + 4;
    assert!(sent <= head + part.bytes.len() - 40, "{sent}");
}

#[test]
fn a_card_of_the_other_family_and_one_not_in_the_mode_are_told_apart() {
    let now = |seconds| Moment { mono: Duration::from_secs(seconds), local: None };
    let (mut driver, mut packets) = (Driver::new(face()), Packets::default());
    driver.begin(Op::Identify, now(0));
    assert_eq!(driver.next(now(0), &mut packets), None);
    assert_eq!(driver.receive(b"HR\x0e\xff", now(1)), Some(Err(Failure::Stranger("HD2020"))));
    driver.begin(Op::Identify, now(2));
    let mut ended = None;
    for second in 2..60 {
        packets.clear();
        ended = ended.or(driver.next(now(second), &mut packets));
    }
    assert_eq!(ended, Some(Err(Failure::Stranger("not in SDK mode"))));
}

#[test]
fn hours_days_and_movement_survive_the_words_of_the_card() {
    let mut strip = Frame::dark(16 * 3, 8).unwrap();
    strip.rgb_mut().iter_mut().enumerate().for_each(|(at, byte)| *byte = (at % 251) as u8);
    let moving = Matter::Strip { picture: Arc::new(strip), axis: Axis::Left, speed: 40, passes: 2 };
    let mut passes = show(0, &[]);
    (passes.matter, passes.blank, passes.airing.days) = (moving, Duration::from_secs(3), 0b0100_1001);
    let shows = vec![show(3, &[(8 * 3600, 9 * 3600), (20 * 3600, 86_400)]), passes.clone()];
    let shelf = pack::pack(&of(shows).stock, face()).unwrap();
    let programmes = pack::programmes(&shelf.script.unwrap().bytes);
    let parts = &shelf.parts;
    let read = pack::unpack(&programmes, face(), |name| {
        parts.iter().find(|part| part.name == name.to_string()).map(|part| &part.bytes[..])
    });
    let hours = [show(3, &[(8 * 3600, 9 * 3600)]), show(3, &[(20 * 3600, 86_400)]), passes];
    assert_eq!(read, hours);
    assert!(read[1].airing.holds(DAWN.date() + 1.day(), 86_399));
}
