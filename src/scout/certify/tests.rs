//! Walks with a card that is a few lines of code.

use super::*;
use crate::board::card::{Driver, Finding, Make, Moment, Shelf, Unfit};
use crate::report::Source;
use crate::site::Site;
use crate::wire::Packets;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::sync::Mutex;

#[derive(Debug, Default)]
struct Card {
    parts: Vec<Part>,
    lit: bool,
    clock: Option<DateTime>,
    said: Vec<&'static str>,
    /// It takes what it is given and keeps something else.
    spoils: bool,
}

#[derive(Debug)]
struct Fake {
    card: Arc<Mutex<Card>>,
    op: Option<Op>,
    all: bool,
}

impl Make for Fake {
    fn traits(&self) -> Traits {
        let all = self.all;
        Traits { lists: all, reads: all, covers: all, pictures: false, lights: false, powers: all }
    }

    fn pack(&self, stock: &Stock, held: &[Held]) -> Result<Shelf, Unfit> {
        let bytes: Vec<u8> = format!("{:?}", stock.shows).into_bytes();
        let part = Part { name: format!("P{}", held.len()), kind: 0, bytes: bytes.into(), mark: 9 };
        Ok(Shelf { parts: vec![part], script: None })
    }
}

impl Driver for Fake {
    fn begin(&mut self, op: Op, _now: Moment) {
        self.op = Some(op);
    }

    fn opened(&mut self, _now: Moment) {}

    fn receive(&mut self, _bytes: &[u8], _now: Moment) -> Option<Result<Answer, Failure>> {
        None
    }

    fn due(&self) -> Option<Duration> {
        self.op.as_ref().map(|_| Duration::ZERO)
    }

    fn next(&mut self, now: Moment, _into: &mut Packets) -> Option<Result<Answer, Failure>> {
        let mut card = self.card.lock().unwrap();
        let held = |part: &Part| Held {
            name: part.name.clone(),
            kind: part.kind,
            len: part.bytes.len() as u32,
            mark: part.mark,
        };
        let (word, answer) = match self.op.take()? {
            Op::Identify => {
                let findings = vec![Finding::NoSecret];
                let size = Some((64, 32));
                (
                    "identify",
                    Answer::Identity(Identity { model: "X".into(), size, findings, ..Identity::default() }),
                )
            }
            Op::Look => ("look", Answer::Held(card.parts.iter().map(held).collect())),
            Op::Status => {
                ("status", Answer::State(State { on: Some(card.lit), clock: card.clock, ..State::default() }))
            }
            Op::Write(mut part) => {
                if card.spoils {
                    part.bytes = vec![0; part.bytes.len()].into();
                }
                card.parts.push(part);
                ("write", Answer::Done)
            }
            Op::Read(wanted) => {
                let part = card.parts.iter().find(|part| part.name == wanted.name).unwrap();
                ("read", Answer::Bytes(part.bytes.to_vec()))
            }
            Op::Drop(gone) => {
                card.parts.retain(|part| !gone.iter().any(|held| held.name == part.name));
                ("drop", Answer::Done)
            }
            Op::SetClock => {
                card.clock = now.local;
                ("clock", Answer::Done)
            }
            Op::Power(on) => {
                card.lit = on;
                ("power", Answer::Done)
            }
            Op::Cover(..) => ("cover", Answer::Done),
            op => panic!("{op:?} is no part of a walk"),
        };
        card.said.push(word);
        Some(Ok(answer))
    }
}

/// Says yes to everything, and plays the vendor's program when it is asked to.
struct Willing {
    card: Arc<Mutex<Card>>,
    denies: Option<Step>,
    ended: usize,
}

impl Person for Willing {
    fn begins(&mut self, _step: Step) {}

    fn answers(&mut self, step: Step) -> Reply {
        if step == Step::Foreign {
            let bytes: Arc<[u8]> = vec![1].into();
            let part = Part { name: "P\u{1b}9".into(), kind: 0, bytes, mark: 1 };
            self.card.lock().unwrap().parts.push(part);
        }
        let outcome = if self.denies == Some(step) { Outcome::Failed } else { Outcome::Passed };
        Reply { outcome, note: String::new() }
    }

    fn ends(&mut self, _done: &Done) {
        self.ended += 1;
    }
}

fn board() -> Board {
    let text = "[[site]]\nid = \"a\"\n[[board]]\nid = \"b\"\nsite = \"a\"\nwidth = 64\nheight = 32\nlink = \"virtual\"\n";
    let source = Arc::new(Source { name: "bangtin.toml".into(), text: text.into() });
    Site::parse(&source).0.boards.remove(0)
}

async fn walked(card: Card, all: bool, denies: Option<Step>) -> (Vec<Done>, Arc<Mutex<Card>>) {
    let (board, card) = (board(), Arc::new(Mutex::new(card)));
    let open = async || {
        let fake = Fake { card: Arc::clone(&card), op: None, all };
        Ok(Talk::over(Box::new(fake), None, TimeZone::UTC))
    };
    let mut person = Willing { card: Arc::clone(&card), denies, ended: 0 };
    let done = walk(&board, open, &mut person).await;
    assert_eq!(person.ended, Step::ALL.len(), "a person is told of every step");
    (done, card)
}

fn outcome(all: &[Done], step: Step) -> Outcome {
    all.iter().find(|done| done.step == step).unwrap().outcome
}

#[tokio::test]
async fn a_good_card_passes_every_step_and_keeps_nothing_of_the_test() {
    let own = Part { name: "P7".into(), kind: 0, bytes: vec![7].into(), mark: 7 };
    let (all, card) = walked(Card { parts: vec![own], ..Card::default() }, true, None).await;
    let failed: Vec<_> = all.iter().filter(|done| done.outcome != Outcome::Passed).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let left: Vec<String> = card.lock().unwrap().parts.iter().map(|part| part.name.clone()).collect();
    assert_eq!(left, ["P7", "P\u{1b}9"], "what was there before, and what somebody else wrote");
    let measured = |step| &all.iter().find(|done| done.step == step).unwrap().measured;
    assert!(measured(Step::Identify).contains(&("finding", "AlarmNoSecret".to_owned())));
    assert_eq!(measured(Step::Noticed)[0], ("foreign", "P 9".to_owned()));
    assert_eq!(measured(Step::Clock).last().unwrap().0, "ahead_after_s");
}

#[tokio::test]
async fn a_card_that_keeps_something_else_fails_and_the_test_item_goes_all_the_same() {
    let (all, card) = walked(Card { spoils: true, ..Card::default() }, true, None).await;
    assert_eq!(outcome(&all, Step::Read), Outcome::Failed);
    assert_eq!(outcome(&all, Step::Clean), Outcome::Passed);
    assert!(card.lock().unwrap().parts.iter().all(|part| part.mark == 1));
}

#[tokio::test]
async fn what_a_card_cannot_do_or_was_not_seen_is_skipped_with_all_that_needs_it() {
    let (all, card) = walked(Card::default(), false, None).await;
    for step in [Step::Look, Step::Read, Step::Cover, Step::Dark, Step::Kept, Step::Noticed] {
        assert_eq!(outcome(&all, step), Outcome::Skipped, "{step:?}");
    }
    assert_eq!(outcome(&all, Step::Seen), Outcome::Passed);
    assert!(!card.lock().unwrap().said.contains(&"look"));
    let (all, _) = walked(Card::default(), true, Some(Step::Seen)).await;
    for step in [Step::Cable, Step::Power, Step::Kept] {
        assert_eq!(outcome(&all, step), Outcome::Skipped, "{step:?}");
    }
    assert_eq!(outcome(&all, Step::Clean), Outcome::Passed);
}

#[test]
fn the_test_pictures_are_seen_on_every_face() {
    for (width, height) in [(1, 1), (8, 200), (512, 16)] {
        let face = Face::new(width, height).unwrap();
        let lit = |picture: fn(Face, u32, u32) -> bool| {
            let dots = (0..u32::from(height)).flat_map(|y| (0..u32::from(width)).map(move |x| (x, y)));
            dots.filter(|(x, y)| picture(face, *x, *y)).count()
        };
        assert!(lit(cross) > 0 && lit(chessboard) > 0, "{face}");
    }
}
