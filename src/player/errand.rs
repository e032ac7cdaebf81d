//! The way to a card that is spoken to in whole requests and answers, over whatever carries those: each operation is handed
//! to somebody who does it and comes back with the answer, while the keeper goes on.

use crate::board::card::{Answer, Driver, Failure, Held, Make, Moment, Op, Shelf, Stock, Traits, Unfit};
use crate::wire::Packets;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender, error::TryRecvError};

/// Somebody who does operations with one card. It ends every one of them by itself, however silent the card is.
pub trait Exchange: Send + 'static {
    /// Does an operation that was begun at `now`.
    fn execute(&mut self, op: Op, now: Moment) -> impl Future<Output = Result<Answer, Failure>> + Send;
}

/// An operation under its number.
type Order = (u64, Op, Moment);
type Done = (u64, Result<Answer, Failure>);

/// Nobody fails to hear for longer than this that an errand is done.
const LOOK: Duration = Duration::from_secs(1);

/// Tells when an errand is done.
#[derive(Debug)]
pub struct Errands {
    done: Arc<Notify>,
    reached: Arc<AtomicBool>,
}

impl Errands {
    /// Waits until an errand is done; whether the card said anything in it. Cancel-safe.
    pub async fn done(&self) -> bool {
        self.done.notified().await;
        self.reached.load(Ordering::Relaxed)
    }
}

/// A driver that has everything done by `exchange`, in a task of its own that ends with it, and what tells when something
/// is. To be called where tasks can be started.
#[must_use]
pub fn errands(make: Box<dyn Make>, mut exchange: impl Exchange) -> (Box<dyn Driver>, Errands) {
    let (orders, mut taken): (UnboundedSender<Order>, UnboundedReceiver<Order>) = mpsc::unbounded_channel();
    let (back, done) = mpsc::unbounded_channel();
    let errands = Errands { done: Arc::default(), reached: Arc::default() };
    let (bell, reached) = (Arc::clone(&errands.done), Arc::clone(&errands.reached));
    tokio::spawn(async move {
        while let Some((number, op, now)) = taken.recv().await {
            let result = exchange.execute(op, now).await;
            reached.store(!matches!(result, Err(Failure::Silent)), Ordering::Relaxed);
            if back.send((number, result)).is_err() {
                return;
            }
            bell.notify_one();
        }
    });
    (Box::new(Messenger { make, orders, done, number: 0, under_way: None }), errands)
}

/// Hands operations out and takes what came of them.
#[derive(Debug)]
struct Messenger {
    make: Box<dyn Make>,
    orders: UnboundedSender<Order>,
    done: UnboundedReceiver<Done>,
    number: u64,
    /// The errand that is waited for, and when it is looked after.
    under_way: Option<(u64, Duration)>,
}

impl Messenger {
    fn take(&mut self) -> Option<Result<Answer, Failure>> {
        let (number, _) = self.under_way?;
        loop {
            let result = match self.done.try_recv() {
                Ok((other, _)) if other != number => continue,
                Ok((_, result)) => result,
                Err(TryRecvError::Empty) => return None,
                // Who should have done it has failed.
                Err(TryRecvError::Disconnected) => Err(Failure::Silent),
            };
            self.under_way = None;
            return Some(result);
        }
    }
}

impl Make for Messenger {
    fn traits(&self) -> Traits {
        self.make.traits()
    }

    fn pack(&self, stock: &Stock, held: &[Held]) -> Result<Shelf, Unfit> {
        self.make.pack(stock, held)
    }
}

impl Driver for Messenger {
    fn begin(&mut self, op: Op, now: Moment) {
        self.number += 1;
        self.under_way = Some((self.number, now.mono + LOOK));
        // If nobody takes it, that is seen when it is looked after.
        let _ = self.orders.send((self.number, op, now));
    }

    fn opened(&mut self, _now: Moment) {
        self.under_way = None;
    }

    fn receive(&mut self, _bytes: &[u8], _now: Moment) -> Option<Result<Answer, Failure>> {
        self.take()
    }

    fn due(&self) -> Option<Duration> {
        self.under_way.map(|(_, look)| look)
    }

    fn next(&mut self, now: Moment, _into: &mut Packets) -> Option<Result<Answer, Failure>> {
        if let Some((_, look)) = &mut self.under_way {
            *look = now.mono + LOOK;
        }
        self.take()
    }
}
