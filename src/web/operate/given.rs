//! What came of orders, by the confirmation they were given under: nobody orders twice by pressing or loading a page twice, and
//! what came of an order can be read again for a while.
//!
//! Orders nothing itself and keeps nothing on a disk. What it has forgotten cannot be given again: a confirmation counts for a
//! minute only.

use super::super::api::Problem;
use crate::control::Answer;
use axum::http::StatusCode;
use jiff::Timestamp;
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// How long the second press may take after the first, in milliseconds.
const ARMED: i64 = 60_000;
/// How long what came of an order can be read, in milliseconds.
const KEPT: i64 = 3_600_000;
/// The most orders of which that is kept.
const MOST: usize = 512;

/// A confirmation: when the first press was, in milliseconds since 1970, and a number of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket {
    at: i64,
    number: u32,
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at, self.number)
    }
}

impl FromStr for Ticket {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, number) = text.split_once('-').ok_or(())?;
        let ticket = Self { at: at.parse().map_err(drop)?, number: number.parse().map_err(drop)? };
        // One ticket is written in one way only, or it would count twice.
        if ticket.to_string() == text { Ok(ticket) } else { Err(()) }
    }
}

impl Ticket {
    /// Whether the second press comes in time.
    pub(super) fn counts(self, now: Timestamp) -> bool {
        (0..=ARMED).contains(&now.as_millisecond().saturating_sub(self.at))
    }
}

/// What came of an order.
#[derive(Clone)]
pub(super) enum Came {
    /// It is in force.
    Given(Answer),
    /// It was refused, or nobody knows what became of it.
    Not { status: StatusCode, code: &'static str, sentence: String },
}

impl From<Result<Answer, Problem>> for Came {
    fn from(done: Result<Answer, Problem>) -> Self {
        match done {
            Ok(answer) => Self::Given(answer),
            Err(Problem { status, code, sentence, .. }) => Self::Not { status, code, sentence },
        }
    }
}

/// An order and what came of it.
#[derive(Clone)]
struct Row {
    ticket: Ticket,
    /// Who ordered; what others did is not shown to them by a number they guess.
    who: String,
    /// The words that were ordered, where there were any.
    text: String,
    came: Arc<OnceCell<Came>>,
}

/// Everything of this kind that is remembered, the oldest first.
#[derive(Default)]
pub(in crate::web) struct Given {
    rows: Mutex<VecDeque<Row>>,
    numbers: AtomicU32,
}

impl Given {
    /// A confirmation for a first press at this moment.
    pub(super) fn ticket(&self, now: Timestamp) -> Ticket {
        Ticket { at: now.as_millisecond(), number: self.numbers.fetch_add(1, Ordering::Relaxed) }
    }

    /// Gives an order, unless it was given under this confirmation before; what came of it, then or now.
    ///
    /// It goes on when whoever pressed is gone: who presses twice has their browser hang up on the first.
    pub(super) async fn once(
        &self,
        who: &str,
        ticket: Ticket,
        (now, text): (Timestamp, &str),
        giving: impl Future<Output = Result<Answer, Problem>> + Send + 'static,
    ) -> Option<Came> {
        let came = self.row(who, ticket, now, text).came;
        let given =
            tokio::spawn(
                async move { came.get_or_init(|| async { Came::from(giving.await) }).await.clone() },
            );
        given.await.ok()
    }

    /// Keeps what came of an order that needed no confirmation; where it can be read.
    pub(super) fn keep(&self, who: &str, now: Timestamp, answer: Answer) -> Ticket {
        let ticket = self.ticket(now);
        // A ticket of just now has nothing yet.
        let _ = self.row(who, ticket, now, "").came.set(Came::Given(answer));
        ticket
    }

    /// What was ordered, and what came of it.
    pub(super) fn look(&self, who: &str, ticket: Ticket) -> Option<(String, Answer)> {
        let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let row = rows.iter().find(|row| row.ticket == ticket && row.who == who)?;
        match row.came.get() {
            Some(Came::Given(answer)) => Some((row.text.clone(), answer.clone())),
            _ => None,
        }
    }

    fn row(&self, who: &str, ticket: Ticket, now: Timestamp, text: &str) -> Row {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(row) = rows.iter().find(|row| row.ticket == ticket && row.who == who) {
            return row.clone();
        }
        rows.retain(|row| (-KEPT..=KEPT).contains(&now.as_millisecond().saturating_sub(row.ticket.at)));
        while rows.len() >= MOST {
            rows.pop_front();
        }
        let row = Row { ticket, who: who.to_owned(), text: text.to_owned(), came: Arc::default() };
        rows.push_back(row.clone());
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Outcome;

    fn answer(say: &str) -> Answer {
        let (says, findings) = (vec![say.to_owned()], String::new());
        Answer { outcome: Outcome::Done, says, findings, orders: None, board: None, cause: None }
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(millis).unwrap()
    }

    #[test]
    fn the_second_press_counts_for_a_minute_after_the_first() {
        let counts =
            |first: &str, now: i64| first.parse::<Ticket>().is_ok_and(|ticket| ticket.counts(at(now)));
        assert!(counts("100000-1", 100_000) && counts("100000-1", 160_000));
        assert!(!counts("100000-1", 160_001) && !counts("100001-1", 100_000));
        assert!(!counts("-9223372036854775808-1", 100_000));
        for nonsense in ["", "100000", "100000-", "-1", "+100000-1", "100000-01", "100000-1 "] {
            assert!(nonsense.parse::<Ticket>().is_err(), "{nonsense:?}");
        }
    }

    #[tokio::test]
    async fn two_presses_at_the_same_moment_order_once_also_if_the_first_browser_hangs_up() {
        let (given, now) = (Arc::new(Given::default()), at(5_000));
        let ticket = given.ticket(now);
        let (go, wait) = tokio::sync::oneshot::channel::<()>();
        let first = {
            let given = Arc::clone(&given);
            tokio::spawn(async move {
                let giving = async {
                    let _ = wait.await;
                    Ok(answer("first"))
                };
                given.once("lan", ticket, (now, "Sơ tán"), giving).await
            })
        };
        while given.rows.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        first.abort();
        let second = given.once("lan", ticket, (now, "Sơ tán"), async { Ok(answer("second")) });
        let (second, _) = tokio::join!(second, async { go.send(()) });
        let Some(Came::Given(answer)) = second else { panic!("refused") };
        assert_eq!(answer.says, ["first"]);
        let (text, answer) = given.look("lan", ticket).unwrap();
        assert_eq!((text.as_str(), answer.says[0].as_str()), ("Sơ tán", "first"));
        assert!(given.look("minh", ticket).is_none(), "what others ordered is not theirs to read here");
    }

    #[tokio::test]
    async fn a_refusal_stays_one_when_the_page_is_loaded_again() {
        let given = Given::default();
        let ticket = given.ticket(at(0));
        let no = async { Err(Problem::said(StatusCode::CONFLICT, "Refused", "Không".to_owned())) };
        assert!(matches!(given.once("lan", ticket, (at(0), ""), no).await, Some(Came::Not { .. })));
        let yes = async { Ok(answer("given")) };
        assert!(matches!(given.once("lan", ticket, (at(9), ""), yes).await, Some(Came::Not { .. })));
        assert!(given.look("lan", ticket).is_none());
    }

    #[test]
    fn only_so_much_is_remembered_and_not_for_ever() {
        let given = Given::default();
        let first = given.keep("lan", at(0), answer("0"));
        for _ in 0..MOST {
            given.keep("lan", at(0), answer("x"));
        }
        assert!(given.look("lan", first).is_none());
        assert_eq!(given.rows.lock().unwrap().len(), MOST);
        given.keep("lan", at(KEPT + 1), answer("later"));
        assert_eq!(given.rows.lock().unwrap().len(), 1);
    }
}
