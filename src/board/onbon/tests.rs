//! Steward, driver and card together, byte by byte, in a time that passes only here.

use crate::board::card::{
    Airing, Axis, Blow, Card, Cover, Fault, Hours, Ledger, Matter, Moment, Options, Page, Report, Show,
    Steward, Stock, Strange, Wish,
};
use crate::board::{Carrier, Protocol, Receiver, SessionError, Trouble};
use crate::frame::{Colour, Face, Frame, Palette};
use crate::panel::{Layout, Panel};
use crate::wire::Packets;
use crate::wire::onbon::{self as wire, Common, EVERY, Form, Generation, HOST, Header, Request};
use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use std::sync::Arc;
use std::time::Duration;

const DAWN: DateTime = date(2026, 7, 30).at(6, 0, 0, 0);

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn onbon(generation: Generation, over: Carrier) -> Protocol {
    Protocol::Onbon { generation, address: EVERY, secret: None, over }
}

fn panel(face: Face, palette: Palette) -> Panel {
    Panel::build(face, palette, &Layout::default()).unwrap()
}

/// Commands that may be said to a card at all, as the maker's documents number them.
const ALLOWED: [(u8, u8); 22] = [
    (0xA1, 0x01),
    (0xA1, 0x02),
    (0xA1, 0x03),
    (0xA1, 0x04),
    (0xA1, 0x05),
    (0xA1, 0x06),
    (0xA1, 0x07),
    (0xA1, 0x08),
    (0xA1, 0x09),
    (0xA1, 0x12),
    (0xA2, 0x00),
    (0xA2, 0x02),
    (0xA2, 0x04),
    (0xA2, 0x05),
    (0xA2, 0x06),
    (0xA2, 0x07),
    (0xA2, 0x08),
    (0xA2, 0x0E),
    (0xA2, 0x0F),
    (0xA2, 0x19),
    (0xA7, 0x00),
    (0xA7, 0x01),
];

/// Reads a frame without the code that wrote it, and holds it to what may be said.
fn inspect(packet: &[u8]) {
    let inner =
        packet.strip_prefix(&[0xA5; 8]).and_then(|rest| rest.strip_suffix(&[0x5A])).expect("one frame");
    let mut plain = Vec::new();
    let mut bytes = inner.iter();
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            0xA6 => {
                if *bytes.next().unwrap() == 2 {
                    0xA5
                } else {
                    0xA6
                }
            }
            0x5B => {
                if *bytes.next().unwrap() == 2 {
                    0x5A
                } else {
                    0x5B
                }
            }
            0xA5 | 0x5A => panic!("not escaped"),
            byte => *byte,
        });
    }
    let body = &plain[match plain[4] {
        0xF0 => 16,
        0x05 => 27,
        0x07 => 28,
        other => panic!("header {other:02x}"),
    }..];
    assert_eq!(body[0], 1);
    assert!(ALLOWED.contains(&(body[1], body[2])), "never to be sent: {:02x}/{:02x}", body[1], body[2]);
    match (body[1], body[2]) {
        (0xA1, 0x01) => assert_ne!(&body[5..7], [0, 0], "delete everything"),
        (0xA1, 0x02) => assert!([0, 9].contains(&body[9]), "a file of kind {}", body[9]),
        _ => {}
    }
}

struct World {
    card: Card,
    screen: Receiver,
    mono: Duration,
    sent: usize,
    most: usize,
    packets: Packets,
}

impl World {
    fn new(protocol: &Protocol, screen: &Protocol, face: Face, palette: Palette) -> Self {
        let options = Options {
            poll: secs(60),
            writes_a_day: 200,
            drift: secs(2),
            size: (face.width(), face.height()),
        };
        let driver = protocol.driver(&panel(face, palette)).unwrap().unwrap();
        let mut card = Card::new(Steward::new(options, Ledger::default()), driver);
        let screen = Receiver::new(screen, panel(face, palette));
        card.opened(Moment { mono: Duration::ZERO, local: Some(DAWN) });
        Self { card, screen, mono: Duration::ZERO, sent: 0, most: 0, packets: Packets::default() }
    }

    fn pair(generation: Generation, over: Carrier, face: Face, palette: Palette) -> Self {
        let protocol = onbon(generation, over);
        Self::new(&protocol, &protocol, face, palette)
    }

    fn now(&self) -> Moment {
        let local = DAWN.checked_add(SignedDuration::try_from(self.mono).unwrap()).unwrap();
        Moment { mono: self.mono, local: Some(local) }
    }

    fn want(&mut self, stock: &Stock, urgent: Option<Cover>) {
        let matters = stock.shows.iter().map(|show| show.matter.clone()).collect();
        let (now, urgent) = (urgent.clone().unwrap_or(Cover { matters }), urgent.is_some());
        let wish = Wish { stock: Arc::new(stock.clone()), now: Arc::new(now), urgent, on: true };
        let moment = self.now();
        self.card.steward_mut().want(Arc::new(wish), moment);
    }

    fn hear(&mut self) {
        while let Some(answer) = self.screen.answer() {
            let now = self.now();
            self.card.receive(&answer, now);
        }
    }

    fn run(&mut self, time: Duration) {
        let until = self.mono + time;
        let mut idle = 0;
        loop {
            let due = self.card.due(self.now()).unwrap();
            let due = self.screen.due().map_or(due, |screen| screen.min(due)).max(self.mono);
            if due > until {
                break;
            }
            idle = if due > self.mono { 0 } else { idle + 1 };
            assert!(idle < 10_000, "time stands still");
            self.mono = due;
            self.screen.tick(due);
            self.hear();
            let (now, mut packets) = (self.now(), std::mem::take(&mut self.packets));
            if self.card.due(now).is_some_and(|due| due <= now.mono) {
                self.card.next(now, &mut packets);
                for packet in packets.iter() {
                    inspect(packet);
                    self.sent += packet.len();
                    self.most = self.most.max(packet.len());
                    self.screen.receive(packet).unwrap();
                }
            }
            self.packets = packets;
            self.hear();
        }
        self.mono = until;
        self.screen.tick(until);
    }

    fn report(&self) -> Report {
        self.card.steward().report()
    }

    /// What is lit in the coming time, each picture once, in its order.
    fn watch(&mut self, time: Duration) -> Vec<Frame> {
        let until = self.mono + time;
        let mut seen: Vec<Frame> = Vec::new();
        while self.mono < until {
            self.run(Duration::from_millis(500));
            if seen.last() != Some(self.screen.frame()) {
                seen.push(self.screen.frame().clone());
            }
        }
        seen
    }

    fn kept(&self) -> usize {
        self.screen.deck().unwrap().shows().len()
    }
}

fn face() -> Face {
    Face::new(40, 16).unwrap()
}

fn palettes() -> [Palette; 4] {
    [
        Palette::One(Colour::Amber),
        Palette::Two(Colour::Red, Colour::Green),
        Palette::Two(Colour::White, Colour::Blue),
        Palette::Rgb,
    ]
}

/// Colours these lamps can make, dark first.
fn colours(palette: Palette) -> Vec<[u8; 3]> {
    let made = palette.colours().map_or_else(
        || vec![[1, 2, 3], [250, 0, 128], [255; 3]],
        |all| all.into_iter().map(|rgb| [rgb.0, rgb.1, rgb.2]).collect(),
    );
    std::iter::once([0; 3]).chain(made).collect()
}

/// A picture of its own for each number.
fn picture(width: u32, height: u32, number: u32, palette: Palette) -> Arc<Frame> {
    let mut frame = Frame::dark(width, height).unwrap();
    let colours = colours(palette);
    for (at, dot) in frame.rgb_mut().chunks_exact_mut(3).enumerate() {
        let mixed = (at as u32 + 1).wrapping_mul(0x9E37_79B1).wrapping_mul(number + 3) >> 13;
        dot.copy_from_slice(&colours[mixed as usize % colours.len()]);
    }
    Arc::new(frame)
}

fn always() -> Airing {
    Airing { from: date(2000, 1, 1), to: date(2099, 12, 31), days: Airing::EVERY_DAY, hours: Vec::new() }
}

fn still(number: u32, palette: Palette) -> Show {
    let picture = picture(face().width().into(), face().height().into(), number, palette);
    let page = Page { picture, hold: secs(5) };
    Show { matter: Matter::Pages(vec![page]), blank: Duration::ZERO, times: 1, airing: always() }
}

fn stock(numbers: std::ops::Range<u32>, palette: Palette) -> Stock {
    Stock { face: face(), shows: numbers.map(|number| still(number, palette)).collect(), light: None }
}

fn pictures(stock: &Stock) -> Vec<Frame> {
    stock.shows.iter().map(|show| show.matter.first(face()).unwrap()).collect()
}

/// Whether exactly these are seen, in any order.
fn same(seen: &[Frame], wanted: &[Frame]) -> bool {
    wanted.iter().all(|frame| seen.contains(frame)) && seen.iter().all(|frame| wanted.contains(frame))
}

#[test]
fn what_is_wanted_is_lit_within_seconds_proved_and_stays_when_nobody_comes_any_more() {
    for generation in [Generation::Five, Generation::Six] {
        for palette in palettes() {
            // The pictures of full colour of that generation are described nowhere.
            if generation == Generation::Five && palette == Palette::Rgb {
                continue;
            }
            for over in [Carrier::Tcp, Carrier::Udp, Carrier::Serial] {
                let mut world = World::pair(generation, over, face(), palette);
                let stock = stock(0..3, palette);
                world.want(&stock, None);
                world.run(secs(2));
                assert!(
                    pictures(&stock).contains(world.screen.frame()),
                    "{generation:?} {palette:?} {over:?}"
                );
                world.run(secs(10));
                let report = world.report();
                assert!(report.told.confirmed.is_some() && report.told.trouble.is_none(), "{report:?}");
                assert_eq!((world.kept(), report.covered), (3, false));
                assert_eq!(world.screen.deck().unwrap().clock(), world.now().local.unwrap());
                assert!(same(&world.watch(secs(16)), &pictures(&stock)));
                // Nobody comes any more.
                world.screen.tick(world.mono + secs(86_400));
                assert!(pictures(&stock).contains(world.screen.frame()));
            }
        }
    }
}

#[test]
fn another_stock_replaces_the_first_and_what_is_in_both_is_not_written_again() {
    let palette = Palette::One(Colour::Red);
    for generation in [Generation::Five, Generation::Six] {
        let mut world = World::pair(generation, Carrier::Tcp, face(), palette);
        world.want(&stock(0..4, palette), None);
        world.run(secs(20));
        let written = world.screen.deck().unwrap().worn();
        assert_eq!(written, if generation == Generation::Five { 4 } else { 8 });
        let next = stock(2..5, palette);
        world.want(&next, None);
        world.run(secs(20));
        let files = if generation == Generation::Five { 1 } else { 2 };
        // The new one, and at most as many removals as there are files that went.
        let worn = world.screen.deck().unwrap().worn() - written;
        assert!((files + 1..=files * 3).contains(&worn), "{worn}");
        assert_eq!(world.kept(), 3);
        assert!(same(&world.watch(secs(16)), &pictures(&next)));
    }
}

#[test]
fn an_emergency_is_lit_at_once_and_goes_by_itself_without_us() {
    for generation in [Generation::Five, Generation::Six] {
        let palette = Palette::One(Colour::Red);
        let mut world = World::pair(generation, Carrier::Tcp, face(), palette);
        let stock = stock(0..2, palette);
        world.want(&stock, None);
        world.run(secs(30));
        let urgent = still(9, palette);
        let lit = urgent.matter.first(face()).unwrap();
        world.want(&stock, Some(Cover { matters: vec![urgent.matter] }));
        world.run(Duration::from_millis(100));
        assert_eq!(world.screen.frame(), &lit);
        world.run(secs(3600));
        assert_eq!(world.screen.frame(), &lit, "it is told again and again");
        // The program died.
        world.screen.tick(world.mono + secs(1000));
        assert!(pictures(&stock).contains(world.screen.frame()));
    }
}

#[test]
fn days_hours_strips_and_dark_times_are_as_the_schedule_says() {
    let palette = Palette::One(Colour::Red);
    for generation in [Generation::Five, Generation::Six] {
        let mut world = World::pair(generation, Carrier::Tcp, face(), palette);
        let (width, height) = (u32::from(face().width()), u32::from(face().height()));
        let strip = |axis, width, height, passes| Matter::Strip {
            picture: picture(width, height, 3, palette),
            axis,
            speed: 50,
            passes,
        };
        let hours = |from, to| Airing { hours: vec![Hours { from, to }], ..always() };
        let morning = Show { airing: hours(6 * 3600, 6 * 3600 + 600), blank: secs(2), ..still(0, palette) };
        let weekend = Show { airing: Airing { days: 0b110_0000, ..always() }, ..still(1, palette) };
        let later = Airing { from: date(2026, 7, 31), to: date(2026, 7, 31), ..always() };
        let tomorrow = Show { airing: later, ..still(2, palette) };
        let left = Show {
            matter: strip(Axis::Left, width * 2 + 13, height, 2),
            blank: secs(3),
            airing: hours(6 * 3600 + 600, 6 * 3600 + 1200),
            ..still(0, palette)
        };
        let up = Show {
            matter: strip(Axis::Up, width, height * 3, 1),
            airing: hours(6 * 3600 + 1200, 86_400),
            ..still(0, palette)
        };
        let stock = Stock { face: face(), shows: vec![morning, weekend, tomorrow, left, up], light: None };
        world.want(&stock, None);
        world.run(secs(60));
        assert!(world.report().told.confirmed.is_some());
        let kept = world.screen.deck().unwrap().shows().to_vec();
        for (kept, wanted) in kept.iter().zip(&stock.shows) {
            assert_eq!((&kept.matter, kept.blank), (&wanted.matter, wanted.blank));
            // Some have hours, so that all have: what is lit always, those of the whole day.
            let all_day = vec![Hours { from: 0, to: 86_400 }];
            let hours = if wanted.airing.hours.is_empty() { &all_day } else { &wanted.airing.hours };
            assert_eq!((kept.airing.days, &kept.airing.hours), (wanted.airing.days, hours));
        }
        let seen = world.watch(secs(20));
        assert!(
            same(&seen, &[stock.shows[0].matter.first(face()).unwrap(), Frame::unlit(face())]),
            "{seen:?}"
        );
        // Friday, and then Saturday, without us.
        let mut lit = |at: u64| {
            world.screen.tick(secs(at));
            world.screen.frame().clone()
        };
        let first = |show: usize| stock.shows[show].matter.first(face()).unwrap();
        assert_eq!(lit(86_400), first(0));
        let friday: Vec<Frame> = (0..40).map(|second| lit(86_400 + second)).collect();
        assert!(friday.contains(&first(2)));
        let saturday: Vec<Frame> = (0..40).map(|second| lit(2 * 86_400 + second)).collect();
        assert!(saturday.contains(&first(1)) && !saturday.contains(&first(2)));
    }
}

#[test]
fn a_foreign_programme_is_noticed_kept_as_evidence_and_gone_within_a_poll() {
    for (generation, seed) in
        [(Generation::Five, 1), (Generation::Six, 1), (Generation::Five, 2), (Generation::Six, 2)]
    {
        let palette = Palette::One(Colour::Red);
        let mut world = World::pair(generation, Carrier::Tcp, face(), palette);
        let stock = stock(0..3, palette);
        world.want(&stock, None);
        world.run(secs(30));
        world.screen.upset().unwrap().reseed(seed);
        let at = world.mono + secs(5);
        world.screen.upset().unwrap().at(at, Blow::Foreign);
        world.run(secs(80));
        let incidents = world.card.steward_mut().take_incidents();
        assert_eq!(incidents.len(), 1, "{incidents:?}");
        let incident = &incidents[0];
        assert_eq!(incident.strange, Strange::Parts);
        let evidence =
            incident.parts.iter().any(|(_, bytes)| bytes.as_ref().is_some_and(|bytes| bytes.len() > 40));
        assert!(evidence, "{incident:?}");
        assert_eq!(world.kept(), 3);
        assert!(same(&world.watch(secs(16)), &pictures(&stock)));
    }
}

#[test]
fn every_fault_of_a_line_and_of_a_card_heals_and_nothing_that_harms_is_ever_said() {
    let palette = Palette::Two(Colour::Red, Colour::Green);
    let mut wear = Vec::new();
    for (generation, seed) in (0..6).flat_map(|seed| [(Generation::Five, seed), (Generation::Six, seed)]) {
        let mut world = World::pair(generation, Carrier::Tcp, face(), palette);
        let upset = world.screen.upset().unwrap();
        upset.reseed(seed);
        for fault in Fault::ALL {
            upset.often(
                fault,
                if matches!(fault, Fault::Power | Fault::Clock | Fault::Foreign) { 2 } else { 30 },
            );
        }
        for hour in 0..4_u32 {
            let stock = stock(hour..hour + 3, palette);
            world.want(&stock, None);
            world.run(secs(3600));
        }
        world.screen.upset().unwrap().calm();
        world.run(secs(1200));
        let stock = stock(3..6, palette);
        let report = world.report();
        assert!(report.told.confirmed.is_some(), "{seed} {report:?}");
        assert!(same(&world.watch(secs(16)), &pictures(&stock)), "{generation:?} {seed}");
        assert_eq!(world.kept(), 3);
        wear.push(world.screen.deck().unwrap().worn());
    }
    assert!(wear.iter().all(|worn| *worn <= 400), "{wear:?}");
}

#[test]
fn a_card_of_another_generation_is_a_stranger_and_nothing_is_written_to_it() {
    let palette = Palette::One(Colour::Red);
    let (five, six) = (onbon(Generation::Five, Carrier::Tcp), onbon(Generation::Six, Carrier::Tcp));
    for (ours, theirs) in [(&five, &six), (&six, &five)] {
        let mut world = World::new(ours, theirs, face(), palette);
        world.want(&stock(0..2, palette), None);
        world.run(secs(300));
        let trouble = world.report().told.trouble;
        assert!(matches!(trouble, Some(Trouble::Stranger { .. })), "{trouble:?}");
        assert_eq!(world.screen.deck().unwrap().worn(), 0);
    }
}

#[test]
fn a_secret_is_needed_and_enough_even_for_what_has_another_header() {
    let palette = Palette::One(Colour::Red);
    for generation in [Generation::Five, Generation::Six] {
        let plain = onbon(generation, Carrier::Tcp);
        let closed = plain.clone().with_secret("hoa-ma").unwrap();
        let mut world = World::new(&closed, &closed, face(), palette);
        let stock = stock(0..2, palette);
        let urgent = still(9, palette);
        world.want(&stock, Some(Cover { matters: vec![urgent.matter.clone()] }));
        world.run(secs(3));
        assert_eq!(
            Some(world.screen.frame()),
            urgent.matter.first(face()).as_ref(),
            "in a header that has the secret"
        );
        world.want(&stock, None);
        world.run(secs(150));
        let report = world.report();
        assert!(report.told.confirmed.is_some(), "{report:?}");
        assert_eq!(report.identity.unwrap().findings, []);
        for (ours, theirs, what) in
            [(&plain, &closed, "secret wanted"), (&closed, &plain, "no secret is set")]
        {
            let mut world = World::new(ours, theirs, face(), palette);
            world.want(&stock, None);
            world.run(secs(60));
            assert_eq!(world.report().told.trouble, Some(Trouble::NoRight { what }));
            assert_eq!(world.screen.deck().unwrap().worn(), 0);
        }
    }
    assert!(onbon(Generation::Five, Carrier::Tcp).with_secret("dài quá").is_none());
}

#[test]
fn a_card_that_others_told_to_keep_one_programme_on_plays_all_again_after_a_poll() {
    let palette = Palette::One(Colour::Red);
    for generation in [Generation::Five, Generation::Six] {
        let mut world = World::pair(generation, Carrier::Tcp, face(), palette);
        let stock = stock(0..3, palette);
        world.want(&stock, None);
        world.run(secs(30));
        let common = Common { phy: 0, seq: 9, random: 9, secret: [0; 6] };
        let form = match generation {
            Generation::Five => Form::Five(common),
            Generation::Six => Form::Six { protocol: 0, common },
        };
        let header = Header { to: EVERY, from: HOST, device: EVERY, form };
        let mode = (generation == Generation::Six).then_some(0);
        let lock = Request::Lock { lasting: true, lock: true, name: *b"P001", mode, duration: u32::MAX };
        let mut packets = Packets::default();
        for request in [lock, Request::Hours(Vec::new())] {
            wire::Frame { header, body: request.emit() }.emit(&mut packets);
        }
        world.screen.take(&packets).unwrap();
        while world.screen.answer().is_some() {}
        assert_eq!(world.kept(), 1, "the others are not played");
        world.run(secs(70));
        assert!(same(&world.watch(secs(16)), &pictures(&stock)));
    }
}

#[test]
fn a_face_whose_colours_no_card_of_the_family_is_told_is_refused_before_anything_is_said() {
    let driver = onbon(Generation::Five, Carrier::Tcp).driver(&panel(face(), Palette::Rgb)).unwrap();
    assert_eq!(driver.err(), Some(SessionError::Lamps));
    assert!(onbon(Generation::Six, Carrier::Tcp).check(&panel(face(), Palette::Rgb)).is_ok());
}

#[test]
fn an_upload_takes_hardly_more_bytes_than_its_pictures() {
    let face = Face::new(128, 32).unwrap();
    let palette = Palette::One(Colour::Red);
    for generation in [Generation::Five, Generation::Six] {
        for over in [Carrier::Tcp, Carrier::Serial] {
            let mut world = World::pair(generation, over, face, palette);
            let page = |number| Page { picture: picture(128, 32, number, palette), hold: secs(5) };
            let show = Show { matter: Matter::Pages((0..12).map(page).collect()), ..still(0, palette) };
            let stock = Stock { face, shows: vec![show], light: None };
            let driver = onbon(generation, over).driver(&panel(face, palette)).unwrap().unwrap();
            let shelf = driver.pack(&stock, &[]).unwrap();
            let bytes: usize = shelf.parts.iter().map(|part| part.bytes.len()).sum();
            assert!(bytes * 10 <= 12 * 512 * 11, "{bytes}");
            // The frames that have to be around them: begin, name, blocks as large as the card takes them, end.
            let block = if generation == Generation::Five { 14_336 } else { 1024 };
            let frames = |len: usize| 3 * 41 + 59 + len.div_ceil(block) * 55;
            let needed: usize =
                shelf.parts.iter().map(|part| part.bytes.len() + frames(part.bytes.len())).sum();
            let mut sent = 0;
            let mut driver = driver;
            for part in shelf.parts {
                driver.begin(crate::board::card::Op::Write(part), world.now());
                let mut done = None;
                while done.is_none() {
                    let now = world.now();
                    let mut packets = Packets::default();
                    done = driver.next(now, &mut packets);
                    for packet in packets.iter() {
                        sent += packet.len();
                        world.screen.receive(packet).unwrap();
                    }
                    while let Some(answer) = world.screen.answer() {
                        done = done.or(driver.receive(&answer, now));
                    }
                }
                assert!(done.unwrap().is_ok());
            }
            assert!(sent * 10 <= needed * 11, "{generation:?} {over:?}: {sent} for {needed}");
        }
    }
}
