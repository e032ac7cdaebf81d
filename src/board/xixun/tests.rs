//! A player and what looks after it, in memory: what stands on the face after whatever goes wrong.

use crate::board::card::{
    Airing, Axis, Blow, Card, Cover, Fault, Finding, Hours, Ledger, Matter, Moment, Op, Options, Page, Show,
    Steward, Stock, Wish,
};
use crate::board::{Protocol, Receiver};
use crate::frame::{Face, Frame};
use crate::panel::Panel;
use crate::wire::Packets;
use crate::wire::xixun::{Ask, Decoder, Heard, Http, Push};
use jiff::ToSpan as _;
use jiff::civil::{DateTime, date};
use std::sync::Arc;
use std::time::Duration;

const MIDNIGHT: DateTime = date(2026, 11, 30).at(0, 0, 0, 0);

fn face() -> Face {
    Face::new(32, 16).unwrap()
}

/// A picture that a JPEG keeps: one colour above another.
fn picture(number: u8) -> Arc<Frame> {
    let colours = [[220, 0, 0], [0, 220, 0], [0, 0, 220], [220, 220, 0], [220, 220, 220]];
    let dots = (0..face().dots()).flat_map(|at| {
        let above = at < face().dots() / 2;
        if above { colours[usize::from(number) % 5] } else { [number.wrapping_mul(40), 60, 90] }
    });
    Arc::new(Frame::from_rgb(face(), dots.collect()).unwrap())
}

fn show(number: u8, hours: &[(u32, u32)]) -> Show {
    let hours = hours.iter().map(|(from, to)| Hours { from: from * 3600, to: to * 3600 }).collect();
    Show {
        matter: Matter::Pages(vec![Page { picture: picture(number), hold: Duration::from_secs(10) }]),
        blank: Duration::ZERO,
        times: 1,
        airing: Airing { from: MIDNIGHT.date(), to: date(2099, 12, 31), days: Airing::EVERY_DAY, hours },
    }
}

fn stock(shows: Vec<Show>) -> Stock {
    Stock { face: face(), shows, light: Some(Box::new([60; 48])) }
}

struct House {
    card: Card,
    board: Receiver,
    now: Duration,
    packets: Packets,
    sent: u64,
    /// Everything that was said to the player.
    asks: Vec<Ask>,
    objects: Vec<Push>,
}

impl House {
    fn new() -> Self {
        let protocol = Protocol::Xixun { push: 3333 };
        let panel = Panel::new(face());
        let options = Options {
            poll: Duration::from_secs(60),
            writes_a_day: 24,
            drift: Duration::from_secs(2),
            size: (face().width(), face().height()),
        };
        let steward = Steward::new(options, Ledger::default());
        let driver = protocol.driver(&panel).unwrap().unwrap();
        let mut house = Self {
            card: Card::new(steward, driver),
            board: Receiver::new(&protocol, panel),
            now: Duration::ZERO,
            packets: Packets::default(),
            sent: 0,
            asks: Vec::new(),
            objects: Vec::new(),
        };
        house.card.opened(house.moment());
        house
    }

    fn moment(&self) -> Moment {
        Moment { mono: self.now, local: Some(MIDNIGHT.saturating_add((self.now.as_secs() as i64).seconds())) }
    }

    fn want(&mut self, shows: Vec<Show>) {
        let now = Arc::new(Cover { matters: vec![] });
        let wish = Wish { stock: Arc::new(stock(shows)), now, urgent: false, on: true };
        let moment = self.moment();
        self.card.steward_mut().want(Arc::new(wish), moment);
    }

    /// Reads along: what cannot be read is nothing that may be said.
    fn note(&mut self) {
        let mut push = Decoder::default();
        for (door, packet) in self.packets.addressed() {
            if door == 0 {
                let mut http = Http::default();
                http.feed(packet);
                self.asks.push(Ask::parse(&http.take().unwrap().unwrap()).unwrap().0);
            } else {
                push.feed(packet, |heard| match heard {
                    Heard::Object(object) => self.objects.push(object.clone()),
                    Heard::Bytes(_) => {}
                })
                .unwrap();
            }
        }
    }

    /// Lets time go by in steps of half a second.
    fn pass(&mut self, seconds: u64) {
        let end = self.now + Duration::from_secs(seconds);
        while self.now < end {
            self.now += Duration::from_millis(500);
            self.board.tick(self.now);
            for _ in 0..50 {
                let moment = self.moment();
                self.card.next(moment, &mut self.packets);
                self.note();
                self.sent += self.packets.bytes().len() as u64;
                let said = !self.packets.is_empty();
                self.board.take(&self.packets).unwrap();
                let mut heard = false;
                while let Some(answer) = self.board.answer() {
                    self.card.receive(&answer, moment);
                    heard = true;
                }
                if !said && !heard {
                    break;
                }
            }
        }
    }

    fn lit(&self) -> &Frame {
        self.board.frame()
    }

    fn worn(&self) -> u64 {
        self.board.deck().unwrap().worn()
    }
}

#[test]
fn a_player_is_filled_proven_by_its_picture_and_then_left_alone() {
    let mut house = House::new();
    house.want(vec![show(0, &[]), show(1, &[])]);
    house.pass(60);
    let report = house.card.steward().report();
    assert!(house.card.steward().settled(), "{report:?}");
    assert!(report.told.confirmed.is_some());
    let identity = report.identity.unwrap();
    assert_eq!((identity.size, identity.findings), (Some((32, 16)), vec![Finding::NoSecret]));
    assert_eq!(house.board.deck().unwrap().shows(), stock(vec![show(0, &[]), show(1, &[])]).shows);
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(house.lit().clone());
        house.pass(10);
    }
    assert!(seen.contains(&picture(0)) && seen.contains(&picture(1)) && seen[0] == seen[2]);
    assert_eq!(house.board.deck().unwrap().percent(), 60);
    house.pass(3600);
    assert_eq!(house.worn(), 1, "nothing is written twice");
}

#[test]
fn a_changed_item_costs_the_files_that_changed_and_one_write() {
    let mut house = House::new();
    house.want((0..4).map(|number| show(number, &[])).collect());
    house.pass(60);
    house.objects.clear();
    house.want((1..5).map(|number| show(number, &[])).collect());
    house.pass(60);
    let files = house.objects.iter().filter(|object| matches!(object, Push::FileStart { .. })).count();
    assert_eq!((files, house.worn()), (2, 2), "the new picture and the programme: {:?}", house.objects);
}

#[test]
fn hours_are_kept_by_the_player_alone() {
    let mut house = House::new();
    house.want(vec![show(0, &[(0, 8), (17, 24)]), show(1, &[(8, 17)])]);
    house.pass(60);
    for (hour, number) in [(7, 0), (9, 1), (16, 1), (18, 0), (23, 0)] {
        let until = Duration::from_secs(hour * 3600);
        house.now = until;
        house.board.tick(until);
        assert_eq!(*house.lit(), *picture(number), "{hour} h");
    }
}

#[test]
fn a_clock_that_goes_wrong_is_put_right_whatever_the_zone_of_the_player() {
    let mut house = House::new();
    house.want(vec![show(0, &[])]);
    house.pass(30);
    for blow in [Blow::Clock, Blow::Drift(400)] {
        house.board.upset().unwrap().at(house.now, blow);
        house.pass(3600);
        let local = house.moment().local.unwrap();
        let off = house.board.deck().unwrap().clock().duration_since(local).as_secs().abs();
        assert!(off <= 3, "{blow:?} {off}");
    }
}

#[test]
fn what_somebody_else_has_it_show_is_noticed_told_and_put_right() {
    let mut house = House::new();
    house.want(vec![show(0, &[])]);
    house.pass(120);
    house.board.upset().unwrap().at(house.now, Blow::Foreign);
    house.pass(1);
    assert_ne!(*house.lit(), *picture(0));
    house.pass(80);
    assert_eq!(*house.lit(), *picture(0), "within a poll and the time for a second picture");
    let incidents = house.card.steward_mut().take_incidents();
    assert_eq!(incidents.len(), 1);
    assert!(incidents[0].picture.is_some());
}

#[test]
fn whatever_goes_wrong_the_player_shows_what_it_should_in_the_end_and_no_half_programme() {
    for seed in 0..8 {
        let mut house = House::new();
        let upset = house.board.upset().unwrap();
        upset.reseed(seed);
        for fault in
            [Fault::Drop, Fault::Busy, Fault::Nack, Fault::Power, Fault::Slow, Fault::Split, Fault::Late]
        {
            upset.often(fault, 60);
        }
        house.want(vec![show(0, &[])]);
        house.pass(400);
        house.want(vec![show(1, &[])]);
        for _ in 0..400 {
            house.pass(1);
            let lit = house.lit();
            let whole = !lit.is_lit() || *lit == *picture(0) || *lit == *picture(1);
            assert!(whole, "seed {seed}: neither the old nor the new");
        }
        house.board.upset().unwrap().calm();
        house.pass(900);
        assert_eq!(*house.lit(), *picture(1), "seed {seed}");
        assert!(house.card.steward().settled(), "seed {seed}: {:?}", house.card.steward().report());
        assert!(house.worn() <= 24);
    }
}

#[test]
fn a_person_can_make_the_face_dark_and_it_stays_so() {
    let mut house = House::new();
    house.want(vec![show(0, &[])]);
    house.pass(60);
    let moment = house.moment();
    let now = Arc::new(Cover { matters: vec![] });
    let wish = Wish { stock: Arc::new(stock(vec![show(0, &[])])), now, urgent: false, on: false };
    house.card.steward_mut().want(Arc::new(wish), moment);
    house.pass(2);
    assert!(!house.lit().is_lit());
    house.board.upset().unwrap().at(house.now, Blow::Power);
    house.pass(70);
    assert!(!house.lit().is_lit(), "after a power cut too");
    assert_eq!(house.card.steward_mut().take_incidents().len(), 1);
}

#[test]
fn what_answers_but_is_no_player_is_told_apart() {
    let panel = Panel::new(face());
    let mut driver = Protocol::Xixun { push: 3333 }.driver(&panel).unwrap().unwrap();
    let at = |seconds| Moment { mono: Duration::from_secs(seconds), local: None };
    let mut packets = Packets::default();
    driver.begin(Op::Identify, at(0));
    assert!(driver.next(at(0), &mut packets).is_none());
    assert!(driver.receive(b"SSH-2.0-OpenSSH_9.6\r\n", at(1)).is_none());
    packets.clear();
    assert!(driver.next(at(1), &mut packets).is_none() && !packets.is_empty(), "asked once more");
    let end = driver.receive(b"SSH-2.0-OpenSSH_9.6\r\n", at(1));
    assert!(matches!(end, Some(Err(crate::board::card::Failure::Stranger(_)))), "{end:?}");
}

#[test]
fn what_passes_over_the_face_stands_in_pictures_that_overlap_and_takes_as_long() {
    let mut dots = Vec::new();
    for _ in 0..16 {
        dots.extend((0..100_u8).flat_map(|x| [x * 2, 50, 90]));
    }
    let mut strip = Frame::dark(100, 16).unwrap();
    strip.rgb_mut().copy_from_slice(&dots);
    let matter = Matter::Strip { picture: Arc::new(strip), axis: Axis::Left, speed: 8, passes: 2 };
    let show = Show { matter: matter.clone(), ..show(0, &[]) };
    let shelf = super::pack::pack(&stock(vec![show]), face()).unwrap();
    let files = super::pack::files(shelf.script.as_ref().unwrap());
    let programme = crate::wire::xixun::Programme::parse(&files.last().unwrap().1).unwrap();
    let pictures = &programme.items[0].pictures;
    let (last, stride) = (100 - 32, 24_usize);
    assert_eq!(pictures.len(), 2 * (68_usize.div_ceil(stride) + 1));
    let seconds: u32 = pictures.iter().map(|picture| picture.seconds).sum();
    assert!(seconds.abs_diff(2 * (last + 8) / 8) <= 1, "{seconds} {:?}", matter.duration(face()));
}

#[test]
fn more_pictures_than_a_player_is_trusted_with_are_refused_before_they_are_made() {
    let mut strip = Frame::dark(4096, 16).unwrap();
    strip.rgb_mut().fill(7);
    let matter = Matter::Strip { picture: Arc::new(strip), axis: Axis::Left, speed: 50, passes: u16::MAX };
    let show = Show { matter, ..show(0, &[]) };
    let refused = super::pack::pack(&stock(vec![show]), face());
    assert!(matches!(refused, Err(crate::board::card::Unfit::Shows { .. })), "{refused:?}");
}
