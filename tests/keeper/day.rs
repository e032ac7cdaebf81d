//! A card and its keeper through days: what people see is what the plan allows, with the keeper and without it.

use crate::card::Card;
use crate::house::{at, face, programme, setting, zone};
use bangtin::board::card::{Airing, Ledger, Matter, Options, Page, Show, Steward, Traits};
use bangtin::frame::Frame;
use bangtin::player::{Event, Hold, Keeper, LinkState, Now, Programme, Shown};
use bangtin::report::Message;
use bangtin::schedule::{Blackout, ClockTrust, Setting};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

const MAKE: Traits =
    Traits { lists: true, reads: true, covers: true, pictures: false, lights: true, powers: true };
const OFFICE: &str = "[[item]]\ntext='Một cửa'\nhold=5\n\
    [[item]]\ntext='Sáng'\nhold=3\nwindows=[{from='07:00',to='11:30'}]\n\
    [[item]]\ntext='Hết hạn'\nhold=3\nexpires_at=2026-11-25T10:00:00\n\
    [[item]]\ntext='Đến giờ'\nhold=3\nstarts_at=2026-11-26T09:00:00\n";
const ALARM: &str =
    "class='emergency'\nstarts_at=2026-11-24T15:00:00\nexpires_at=2026-11-24T16:00:00\n[[item]]\ntext='Cháy'";

/// A keeper, its card and the time.
struct Post {
    card: Card,
    keeper: Keeper,
    programme: Arc<Programme>,
    start: Timestamp,
    mono: Duration,
    trust: ClockTrust,
    wake: Duration,
}

impl Post {
    fn new(programme: &Arc<Programme>, card: &Card, ledger: Ledger, start: &str, mono: Duration) -> Self {
        let size = (face().width(), face().height());
        let (poll, drift) = (Duration::from_secs(60), Duration::from_secs(2));
        let steward = Steward::new(Options { poll, writes_a_day: 24, drift, size }, ledger);
        let keeper = Keeper::new(Arc::clone(programme), steward, card.driver(MAKE)).direct();
        let (card, programme) = (card.clone(), Arc::clone(programme));
        let start = at(start) - mono;
        Self { card, keeper, programme, start, mono, trust: ClockTrust::Trusted, wake: mono }
    }

    fn wall(&self) -> Timestamp {
        self.start + self.mono
    }

    fn step(&mut self, event: Event) {
        let now = Now { mono: self.mono, wall: self.wall(), trust: self.trust };
        let step = self.keeper.step(now, event);
        self.wake = step.wake;
        self.card.deck(|deck| deck.tick(self.mono));
    }

    /// Lets the keeper work until a time of the day.
    fn until(&mut self, time: &str, mut look: impl FnMut(&Self)) {
        let end = Duration::try_from(at(time).duration_since(self.start)).unwrap();
        for turn in 0.. {
            if self.mono >= end {
                break;
            }
            self.step(Event::Tick);
            if turn % 17 == 0 {
                look(self);
            }
            self.mono = self.wake.max(self.mono + Duration::from_millis(1)).min(end);
        }
        self.step(Event::Tick);
    }

    /// Lets the card go on alone until a time of the day.
    fn alone_until(&mut self, time: &str, mut look: impl FnMut(&Self)) {
        let end = Duration::try_from(at(time).duration_since(self.start)).unwrap();
        while self.mono < end {
            self.card.deck(|deck| deck.tick(self.mono));
            look(self);
            self.mono = (self.mono + Duration::from_secs(29)).min(end);
        }
        self.card.deck(|deck| deck.tick(self.mono));
    }

    fn lit(&self) -> Frame {
        self.card.deck(|deck| deck.lit().clone())
    }

    /// What the plan allows at a moment.
    fn allowed(&self, at: Timestamp) -> Vec<Frame> {
        let open = self.programme.plan().open(at).unwrap();
        let cover = self.programme.cover(&open);
        let pages = |matter: &Matter| match matter {
            Matter::Pages(pages) => pages.iter().map(|page| (*page.picture).clone()).collect::<Vec<_>>(),
            Matter::Strip { .. } => panic!("nothing moves here"),
        };
        cover.matters.iter().flat_map(pages).collect()
    }

    /// What is lit is allowed, or was a second ago.
    #[track_caller]
    fn must_be_right(&self) {
        let (now, lit) = (self.wall(), self.lit());
        let right = [now, now - Duration::from_secs(1)].iter().any(|at| self.allowed(*at).contains(&lit));
        assert!(right, "{}: {lit:?}, but {:?}", zone().to_datetime(now), self.allowed(now));
    }

    fn picture(&self, entry: usize) -> Frame {
        let reel = self.programme.draw(Shown::Entry(entry), 100);
        reel.window(reel.cut(Duration::ZERO)).unwrap().to_frame()
    }
}

fn quiet_at_night() -> Setting {
    let mut setting = setting();
    let quiet = crate::house::playlist("q", "windows=[{from='22:00',to='05:00'}]\n[[item]]\ntext='q'");
    Arc::make_mut(&mut setting.hours).quiet.clone_from(&quiet.when.windows);
    setting
}

#[test]
fn the_right_thing_is_lit_within_a_second_and_through_days_and_then_without_the_keeper() {
    let programme = programme(quiet_at_night(), &[OFFICE, ALARM]);
    let card = Card::new();
    let mut post = Post::new(&programme, &card, Ledger::default(), "2026-11-24T08:00:00", Duration::ZERO);
    post.until("2026-11-24T08:00:01", |_| ());
    post.must_be_right();
    post.until("2026-11-24T08:01:00", |_| ());
    assert!(post.keeper.settled(), "{:?}", post.keeper.report());
    assert!(!post.card.deck(|deck| deck.is_covered()), "it plays what it keeps");
    post.until("2026-11-25T12:00:00", Post::must_be_right);
    let worn = post.card.deck(|deck| deck.worn());
    assert!(worn <= 8, "{worn} writes for a day without any change but what the days bring");
    post.alone_until("2026-12-08T12:00:00", Post::must_be_right);
}

#[test]
fn an_emergency_is_lit_in_its_hour_and_gone_with_it_though_nobody_is_there_to_end_it() {
    let programme = programme(setting(), &[OFFICE, ALARM]);
    let card = Card::new();
    let mut post = Post::new(&programme, &card, Ledger::default(), "2026-11-24T14:00:00", Duration::ZERO);
    post.until("2026-11-24T15:00:01", |_| ());
    assert_eq!(post.lit(), post.picture(0), "emergencies come first in the plan");
    assert_eq!(post.keeper.window().unwrap().to_frame(), post.picture(0));
    post.until("2026-11-24T15:20:00", |_| ());
    let written = post.card.deck(|deck| deck.worn());
    // The program dies.
    post.alone_until("2026-11-24T15:40:00", |_| ());
    assert_ne!(post.lit(), post.picture(0));
    assert!(!post.card.deck(|deck| deck.is_covered()));
    assert_eq!(post.card.deck(|deck| deck.worn()), written, "nothing of it was written");
    // And is started again.
    let ledger = post.keeper.ledger().clone();
    let mut post = Post::new(&programme, &card, ledger, "2026-11-24T15:40:00", post.mono);
    post.until("2026-11-24T15:40:01", |_| ());
    assert_eq!(post.lit(), post.picture(0));
    post.until("2026-11-24T16:00:05", |_| ());
    post.until("2026-11-24T17:00:00", Post::must_be_right);
    assert_eq!(post.card.deck(|deck| deck.worn()), written, "a start writes nothing that is there");
}

#[test]
fn what_a_person_has_it_show_covers_the_card_and_a_blackout_makes_it_dark() {
    let programme = programme(setting(), &[OFFICE]);
    let card = Card::new();
    let mut post = Post::new(&programme, &card, Ledger::default(), "2026-11-24T14:00:00", Duration::ZERO);
    post.until("2026-11-24T14:02:00", |_| ());
    let worn = post.card.deck(|deck| deck.worn());
    let mut picture = Frame::unlit(face());
    picture.rgb_mut().fill(255);
    let hold = Hold {
        pictures: vec![picture.clone()],
        every: Duration::from_secs(1),
        from: post.wall(),
        to: post.wall() + Duration::from_secs(60),
        until: post.mono + Duration::from_secs(60),
        why: Message::WhyQuiet {},
    };
    post.step(Event::Hold(Some(Arc::new(hold))));
    post.until("2026-11-24T14:02:02", |_| ());
    assert_eq!(post.lit(), picture);
    assert_eq!(post.keeper.status(LinkState::Waiting).on_air.unwrap().why, Message::WhyQuiet {});
    post.until("2026-11-24T14:03:05", |_| ());
    post.must_be_right();
    let mut dark = setting();
    let since = post.wall();
    dark.blackouts.push(Blackout { since, until: None, by: "an".to_owned(), reason: "thử".to_owned() });
    let blacked = crate::house::programme(dark, &[OFFICE]);
    post.step(Event::Programme(blacked));
    post.until("2026-11-24T14:03:07", |_| ());
    assert_eq!(post.lit(), Frame::unlit(face()));
    assert_eq!(post.keeper.light(), Some(0));
    post.step(Event::Programme(Arc::clone(&programme)));
    post.until("2026-11-24T14:03:09", |_| ());
    post.must_be_right();
    assert_eq!(post.card.deck(|deck| deck.worn()), worn, "nothing of all this was written");
}

#[test]
fn a_new_programme_is_lit_at_once_and_kept_and_the_old_one_is_gone() {
    let first = programme(setting(), &[OFFICE]);
    let card = Card::new();
    let mut post = Post::new(&first, &card, Ledger::default(), "2026-11-24T14:00:00", Duration::ZERO);
    post.until("2026-11-24T14:02:00", |_| ());
    post.programme = programme(setting(), &["[[item]]\ntext='Khác'"]);
    post.step(Event::Programme(Arc::clone(&post.programme)));
    post.until("2026-11-24T14:02:01", |_| ());
    post.must_be_right();
    post.until("2026-11-24T14:03:00", |_| ());
    assert!(post.keeper.settled());
    assert_eq!(post.card.deck(|deck| deck.shows().len()), 1);
    post.alone_until("2026-11-25T14:03:00", Post::must_be_right);
}

#[test]
fn what_somebody_else_writes_is_covered_removed_and_reported() {
    let programme = programme(setting(), &[OFFICE]);
    let card = Card::new();
    let mut post = Post::new(&programme, &card, Ledger::default(), "2026-11-24T14:00:00", Duration::ZERO);
    post.until("2026-11-24T14:02:00", |_| ());
    let mut picture = Frame::unlit(face());
    picture.rgb_mut()[0] = 255;
    let page = Page { picture: Arc::new(picture.clone()), hold: Duration::from_secs(5) };
    let airing = Airing {
        from: jiff::civil::date(2000, 1, 1),
        to: jiff::civil::date(2099, 12, 31),
        days: Airing::EVERY_DAY,
        hours: Vec::new(),
    };
    card.overwrite(Show { matter: Matter::Pages(vec![page]), blank: Duration::ZERO, times: 1, airing });
    post.alone_until("2026-11-24T14:02:08", |_| ());
    assert_eq!(post.lit(), picture);
    post.until("2026-11-24T14:03:20", |_| ());
    post.must_be_right();
    assert_eq!(post.keeper.take_incidents().len(), 1);
    post.until("2026-11-24T14:10:00", Post::must_be_right);
    assert!(post.keeper.settled() && post.card.deck(|deck| deck.shows().len()) > 1);
}

#[test]
fn a_clock_that_nobody_believes_is_not_given_to_the_card_and_writes_nothing() {
    let programme = programme(setting(), &[OFFICE]);
    let card = Card::new();
    let mut post = Post::new(&programme, &card, Ledger::default(), "2026-11-24T14:00:00", Duration::ZERO);
    post.until("2026-11-24T14:02:00", |_| ());
    let (worn, ledger) = (card.deck(|deck| deck.worn()), post.keeper.ledger().clone());
    // The program is started again on a machine that thinks it is 1970 and remembers the last time it knew.
    let right = post.wall();
    let mut again = Post::new(&programme, &card, ledger, "1970-01-02T00:00:00", post.mono);
    again.trust = ClockTrust::Untrusted;
    again.keeper.know(right);
    card.said();
    again.until("1970-01-02T01:00:00", |_| ());
    assert!(!card.said().contains(&"clock"));
    assert_eq!(card.deck(|deck| deck.worn()), worn);
    // It learns the time.
    again.start = right + Duration::from_secs(3600) - again.mono;
    again.trust = ClockTrust::Trusted;
    again.until("2026-11-24T15:05:00", |_| ());
    assert_eq!(card.deck(|deck| deck.worn()), worn);
    again.must_be_right();
}

#[test]
fn the_end_leaves_the_card_with_what_it_keeps_or_as_it_is() {
    for (frame, covered) in [(Some(Frame::unlit(face())), false), (None, true)] {
        let programme = programme(setting(), &[OFFICE, ALARM]);
        let card = Card::new();
        let mut post = Post::new(&programme, &card, Ledger::default(), "2026-11-24T14:50:00", Duration::ZERO);
        post.until("2026-11-24T15:10:00", |_| ());
        assert!(card.deck(|deck| deck.is_covered()));
        post.step(Event::Stop(frame));
        for _ in 0..20 {
            post.mono += Duration::from_millis(10);
            post.step(Event::Tick);
        }
        assert!(post.keeper.settled());
        assert_eq!(card.deck(|deck| deck.is_covered()), covered);
    }
}
