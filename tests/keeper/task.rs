//! The task around a keeper, in real time: over a card that is spoken to in whole requests.

use crate::card::Card;
use crate::house::{face, programme, setting};
use bangtin::board::Trouble;
use bangtin::board::card::{Answer, Failure, Ledger, Moment, Op, Options, Steward, Traits};
use bangtin::clock::Clock;
use bangtin::frame::Frame;
use bangtin::link::Glass;
use bangtin::player::errand::{Exchange, errands};
use bangtin::player::run::{Outlet, Wiring, run};
use bangtin::player::{Chronicle, Keeper, LinkState, Programme, Shown, Status};
use bangtin::schedule::{ClockTrust, Verdict};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

const MAKE: Traits =
    Traits { lists: true, reads: true, covers: true, pictures: false, lights: true, powers: true };

/// Takes its time for everything, and may take for ever.
struct Slow {
    card: Card,
    dead: bool,
}

impl Exchange for Slow {
    async fn execute(&mut self, op: Op, now: Moment) -> Result<Answer, Failure> {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if self.dead { Err(Failure::Silent) } else { self.card.execute(op, now) }
    }
}

struct Running {
    status: watch::Receiver<Arc<Status>>,
    ledger: watch::Receiver<Ledger>,
    glass: Arc<Glass>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

fn start(programme: &Arc<Programme>, card: &Card, dead: bool) -> Running {
    let (poll, drift) = (Duration::from_secs(60), Duration::from_secs(2));
    let options = Options { poll, writes_a_day: 24, drift, size: (face().width(), face().height()) };
    let exchange = Slow { card: card.clone(), dead };
    let (driver, outlet) = errands(card.driver(MAKE), exchange);
    let keeper =
        Keeper::new(Arc::clone(programme), Steward::new(options, Ledger::default()), driver).direct();
    let (status, seen) = watch::channel(Arc::new(Status::default()));
    let (ledger, kept) = watch::channel(Ledger::default());
    let verdict =
        Verdict { trust: ClockTrust::Trusted, doubt: None, since: jiff::Timestamp::UNIX_EPOCH, known: None };
    let (stop, glass) = (CancellationToken::new(), Arc::new(Glass::new(face().width(), face().height())));
    let wiring = Wiring {
        outlet: Outlet::Errands(outlet),
        clock: Clock::start().unwrap(),
        trust: watch::channel(verdict).1,
        programme: watch::channel(Arc::clone(programme)).1,
        hold: watch::channel(None).1,
        status,
        glass: Arc::clone(&glass),
        stop: stop.clone(),
        last: Some(Frame::unlit(face())),
        chronicle: Some(Chronicle { ledger, incidents: mpsc::channel(1).0 }),
    };
    Running { status: seen, ledger: kept, glass, stop, task: tokio::spawn(run(keeper, wiring)) }
}

/// Waits until it is so.
async fn until(what: &str, mut so: impl FnMut() -> bool) {
    for _ in 0..500 {
        if so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never: {what}");
}

#[tokio::test]
async fn a_card_that_is_spoken_to_in_whole_requests_is_kept_right_and_remembered() {
    let programme = programme(setting(), &["[[item]]\ntext='Một cửa'"]);
    let card = Card::new();
    let running = start(&programme, &card, false);
    let status = || running.status.borrow().clone();
    until("confirmed", || status().stages.confirmed.is_some()).await;
    assert!(matches!(status().link, LinkState::Sent { .. }), "{:?}", status().link);
    assert_eq!(running.ledger.borrow().held.len(), 1);
    let reel = programme.draw(Shown::Entry(0), 100);
    let picture = reel.window(reel.cut(Duration::ZERO)).unwrap().to_frame();
    until("lit", || card.deck(|deck| *deck.lit() == picture)).await;
    let (mut onlooker, mut seen) = (running.glass.look().unwrap(), Vec::new());
    tokio::time::timeout(Duration::from_secs(2), onlooker.next(&mut seen)).await.unwrap();
    assert_eq!(seen, picture.rgb());
    running.stop.cancel();
    running.task.await.unwrap();
    assert!(!card.deck(|deck| deck.is_covered()));
}

#[tokio::test]
async fn a_card_that_never_answers_is_said_to_be_silent_and_keeps_nobody_from_ending() {
    let programme = programme(setting(), &["[[item]]\ntext='Một cửa'"]);
    let running = start(&programme, &Card::new(), true);
    let silent = |status: &Status| matches!(status.trouble, Some(Trouble::Silent { .. }));
    until("silent", || silent(&running.status.borrow())).await;
    assert_eq!(running.status.borrow().link, LinkState::Waiting);
    running.stop.cancel();
    tokio::time::timeout(Duration::from_secs(2), running.task).await.unwrap().unwrap();
}
