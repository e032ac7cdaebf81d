//! What people order at once: judged, written down, done on the boards, kept, and answered, in this order. What cannot be
//! written down is refused; but an emergency, and making boards dark or bright, waits for no disk.

use super::orders::{Decision, decide};
use super::{State, boards, doubted, in_use, people, tell};
use crate::control::{self, Answer, Asked, Order};
use crate::editorial::{Action, Command};
use crate::notice::Orders;
use crate::report::{Fault, Lang, Message, offered};
use crate::web;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// How long the log may take before an order that cannot wait goes on without it.
const LOG: Duration = Duration::from_millis(300);
/// How long before one that can is refused: a disk that is busy is no disk that is broken. The next order waits as long.
const CALM: Duration = Duration::from_secs(2);

impl State {
    /// Does what a person ordered.
    pub(super) async fn order(&mut self, asked: Asked, desk: &web::Desk) {
        let (library, orders) = (self.library.clone(), Arc::clone(&self.book.orders));
        let verdict = *self.trust.verdict.borrow();
        // An order given by a clock that stands in the past would be over as soon as it is put right.
        let now = self.clock.wall().max(doubted(verdict).flatten().unwrap_or(jiff::Timestamp::MIN));
        let Asked { request, actor, reply } = asked;
        let lang = request.lang.parse().unwrap_or_default();
        if let Order::Status { board } = &request.order {
            // Who did not wait asks again.
            let _ = reply.send(status(desk, board, lang));
            return;
        }
        if let Order::PersonLink { login, end_factor } = request.order {
            let (office, page) = (self.office.clone(), self.page_at.borrow().clone());
            // The disk may take its time: no board waits for it.
            tokio::spawn(async move {
                let link = people::link(&office, actor, login, end_factor, page, lang).await;
                let _ = reply.send(link);
            });
            return;
        }
        let row = Row::of(&request.order);
        let held = self.boards.held();
        let (before, judged) = (Arc::clone(&orders), actor.clone());
        let deciding = tokio::task::spawn_blocking(move || {
            let mut library = library;
            let mut decision = decide(&library, &orders, request, &judged, now, &held);
            let changed = decision.orders.take().map(|orders| {
                let orders = Arc::new(orders);
                library.orders = in_use(&orders, verdict);
                let programmes = boards::programmes_of(&library, &decision.boards);
                (orders, library.orders, programmes)
            });
            (decision, changed)
        });
        let Ok((decision, changed)) = deciding.await else { return };
        let after = changed.as_ref().map_or(&before, |(orders, ..)| orders);
        let unwritten = match row {
            Some(row) if changed.is_some() || decision.holding.is_some() => {
                self.write_down(&row, &decision, (&before, after), actor).await
            }
            _ => None,
        };
        if let Some((false, message)) = &unwritten {
            let _ = reply.send(Answer::refused(message.clone(), lang));
            return;
        }
        let mut answer = decision.answer;
        if let Some((_, message)) = unwritten {
            answer.outcome = control::Outcome::Findings;
            answer.says.push(message.say(lang));
        }
        if let Some(holding) = decision.holding {
            self.boards.hold(&decision.boards, &holding, now, &self.library.site.zone);
        }
        if let Some((orders, in_use, programmes)) = changed {
            self.library.orders = in_use;
            self.boards.redirect(&self.library, programmes);
            if let Some(message) = self.book.keep(orders).await {
                tell(&[Fault::unplaced(message.clone())], self.settings.lang);
                answer.outcome = control::Outcome::Findings;
                answer.says.push(message.say(lang));
            }
            self.publish();
        }
        // Who did not wait finds it in the list.
        let _ = reply.send(answer);
    }

    /// Writes an order into the log. Why that failed, and whether the order goes on without it.
    async fn write_down(
        &self,
        row: &Row,
        decision: &Decision,
        (before, after): (&Orders, &Orders),
        actor: crate::editorial::Actor,
    ) -> Option<(bool, Message)> {
        let command = Command::Ordered {
            action: row.action,
            subject: decision.boards.join(" "),
            before: standing(before, &decision.boards),
            after: json!({ "order": row.order, "stands": standing(after, &decision.boards) }),
            reason: row.reason.clone(),
        };
        let patience = if row.urgent { LOG } else { CALM };
        let writing = tokio::time::timeout(patience, self.office.ask(actor, command));
        let message = match writing.await {
            Ok(Ok(_)) => return None,
            Ok(Err(refusal)) => *refusal.message,
            Err(late) => Message::ReadOnly { why: late.to_string() },
        };
        tell(&[Fault::unplaced(message.clone())], self.settings.lang);
        Some((row.urgent, message))
    }
}

/// What of an order is written into the log.
struct Row {
    action: Action,
    order: Value,
    reason: String,
    /// Whether it is done even if it cannot be written down.
    urgent: bool,
}

impl Row {
    /// `None` for what only asks.
    fn of(order: &Order) -> Option<Self> {
        let (action, reason, urgent) = match order {
            Order::List | Order::Status { .. } | Order::PersonLink { .. } => return None,
            Order::Notice { class, reason, .. } => (Action::Notice, reason.clone(), class == "emergency"),
            Order::End { reason, .. } => (Action::EndNotice, reason.clone(), true),
            Order::Extend { .. } => (Action::ExtendNotice, String::new(), false),
            Order::Blackout { reason, .. } => (Action::Blackout, reason.clone(), true),
            Order::Resume { reason, .. } => (Action::Resume, reason.clone(), true),
            Order::Show { .. } => (Action::Show, String::new(), false),
        };
        // An order came as JSON, or could have.
        let order = serde_json::to_value(order).unwrap_or_default();
        Some(Self { action, order, reason, urgent })
    }
}

/// What is ordered of some boards, by number and in short.
fn standing(orders: &Orders, boards: &[String]) -> Value {
    let dark: Vec<&String> = boards.iter().filter(|board| orders.blackout_of(board).is_some()).collect();
    let on = boards.iter().flat_map(|id| orders.notices_of(id)).filter(|notice| notice.ended.is_none());
    let notices: std::collections::BTreeSet<u32> = on.map(|notice| notice.id).collect();
    json!({ "dark": dark, "notices": notices })
}

/// What is known of a board.
fn status(desk: &web::Desk, board: &str, lang: Lang) -> Answer {
    let told = web::board(desk, board, lang);
    let Some((value, says)) = told else {
        let site = desk.site.borrow().clone();
        let ids: Vec<&str> = site.boards.iter().map(|board| board.id.as_str()).collect();
        let message = Message::NoSuchBoard { id: board.to_owned(), offer: offered(board, &ids) };
        return Answer::refused(message, lang);
    };
    let outcome = if value["state"]["code"] == "sent" && value["state"]["late"] == false {
        control::Outcome::Done
    } else {
        control::Outcome::Findings
    };
    let findings = String::new();
    Answer { outcome, says, findings, orders: None, board: Some(value), cause: None }
}
