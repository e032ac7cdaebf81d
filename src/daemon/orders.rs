//! Orders of people: what each comes to, and keeping them. What is decided here takes effect before it is written down.

mod held;

use super::hold::Holding;
use crate::control::{Answer, Cause, End, Order, Outcome, Places, Request, Row, Store};
use crate::editorial::{Actor, Role};
use crate::notice::{Class, Given, Orders, Wish, expiry, list, local, person};
use crate::report::{Fault, Lang, Message, offered, render};
use crate::site::{Board, Library};
use jiff::Timestamp;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a disk may take before an order is answered without it.
const DISK: Duration = Duration::from_secs(2);

/// The orders in force, and how far they are stored.
pub(super) struct Book {
    pub(super) orders: Arc<Orders>,
    store: Arc<Mutex<Store>>,
    version: u64,
    /// What was wrong with the stored orders at the start.
    broken: Vec<Fault>,
    unsaved: Option<Message>,
}

impl Book {
    /// The orders stored in a state folder.
    pub(super) fn open(folder: &Path, now: Timestamp) -> Self {
        let store = Store::new(folder);
        let (mut orders, broken) = store.load(now);
        orders.forget(now);
        let (orders, store) = (Arc::new(orders), Arc::new(Mutex::new(store)));
        Self { orders, store, version: 0, broken, unsaved: None }
    }

    /// What is wrong with orders: those that were lost, are not stored, or are for boards that are gone.
    pub(super) fn faults(&self, library: &Library) -> Vec<Fault> {
        let dark = self.orders.blackouts().iter().filter(|order| order.resumed.is_none());
        let gone = dark.flat_map(|order| &order.boards).filter(|board| library.board(board).is_none());
        let gone = gone.map(|board| Message::OrderForGone { board: board.clone() });
        let unplaced = gone.chain(self.unsaved.clone()).map(Fault::unplaced);
        self.broken.iter().cloned().chain(unplaced).collect()
    }

    /// Takes new orders over and writes them down; why that failed.
    pub(super) async fn keep(&mut self, orders: Arc<Orders>) -> Option<Message> {
        self.orders = orders;
        self.version += 1;
        self.save().await
    }

    /// Tries again what could not be written; whether something changed by it.
    pub(super) async fn keep_again(&mut self) -> bool {
        self.unsaved.is_some() && self.save().await.is_none()
    }

    async fn save(&mut self) -> Option<Message> {
        let (store, orders, version) = (Arc::clone(&self.store), Arc::clone(&self.orders), self.version);
        let saving = tokio::task::spawn_blocking(move || {
            store.lock().unwrap_or_else(PoisonError::into_inner).save(&orders, version)
        });
        self.unsaved = match tokio::time::timeout(DISK, saving).await {
            Ok(Ok(saved)) => saved.err(),
            Ok(Err(error)) => Some(not_saved(error.to_string())),
            Err(late) => Some(not_saved(late.to_string())),
        };
        self.unsaved.clone()
    }
}

fn not_saved(why: String) -> Message {
    Message::OrdersNotSaved { path: "orders.toml".to_owned(), why }
}

/// What an order comes to.
pub(super) struct Decision {
    pub(super) answer: Answer,
    /// The orders from now on; `None` if they stay as they are.
    pub(super) orders: Option<Orders>,
    /// The boards that something changes for.
    pub(super) boards: Vec<String>,
    /// What becomes of what these boards are held to show; `None` if that stays as it is.
    pub(super) holding: Option<Holding>,
}

/// Who orders, when, and what is known.
struct Court<'a> {
    library: &'a Library,
    orders: Orders,
    now: Timestamp,
    by: String,
    actor: &'a Actor,
    lang: Lang,
    boards: Vec<String>,
    says: Vec<Message>,
    findings: Vec<Fault>,
    wrong: bool,
    /// The boards that a person has show something else.
    held: &'a [String],
    holding: Option<Holding>,
}

/// Decides an order. Lays texts out, so it may take a while.
pub(super) fn decide(
    library: &Library,
    orders: &Orders,
    request: Request,
    actor: &Actor,
    now: Timestamp,
    held: &[String],
) -> Decision {
    let lang = request.lang.parse().unwrap_or_default();
    let orders = orders.clone();
    let (boards, says, findings) = (Vec::new(), Vec::new(), Vec::new());
    let login = actor.person().unwrap_or_default();
    let by = login.to_owned();
    let (wrong, holding) = (false, None);
    let mut court =
        Court { library, orders, now, by, actor, lang, boards, says, findings, wrong, held, holding };
    court.orders.forget(now);
    let listing = matches!(request.order, Order::List);
    let kept = !matches!(
        request.order,
        Order::List | Order::Show { .. } | Order::Status { .. } | Order::PersonLink { .. }
    );
    let done = person(login, request.by.as_deref()).and_then(|by| {
        court.by = by;
        court.hear(request.order)
    });
    let outcome = match (&done, court.wrong) {
        (Err(_), _) => Outcome::Refused,
        (Ok(()), true) => Outcome::Findings,
        (Ok(()), false) => Outcome::Done,
    };
    let refused = done.err();
    let rows = listing.then(|| rows(&court));
    let says = court.says.iter().chain(&refused).map(|message| message.say(lang)).collect();
    let findings = render(&court.findings, lang, false);
    let cause = refused.map(|message| Box::new(Cause::of(message, court.findings)));
    let answer = Answer { outcome, says, findings, orders: rows, board: None, cause };
    let given = outcome != Outcome::Refused;
    let orders = (given && kept).then_some(court.orders);
    Decision { answer, orders, boards: court.boards, holding: court.holding.filter(|_| given) }
}

impl Court<'_> {
    fn hear(&mut self, order: Order) -> Result<(), Message> {
        let (now, by) = (self.now, self.by.clone());
        match order {
            // What is known of a board is not the orders' to say, and neither is who may sign in.
            Order::List | Order::Status { .. } | Order::PersonLink { .. } => {}
            Order::Show { sight, places, lasting } => {
                self.boards = self.resolve(&places, false)?;
                self.show(sight, lasting.as_deref())?;
            }
            Order::Notice { wish, class, places, end, reason, replace } => {
                self.notice(wish, &class, &places, &end, &reason, replace)?;
            }
            Order::End { id, reason } => {
                self.operates(&self.orders.on(id, now)?.boards)?;
                self.boards = self.orders.end(id, now, &by, &reason)?;
                tracing::info!(id, by, reason, boards = list(self.boards.clone()), "notice ended");
                self.says.push(Message::NoticeEnded { id, boards: list(self.boards.clone()) });
            }
            Order::Extend { id, end } => {
                let notice = self.orders.on(id, now)?;
                let class = notice.class;
                self.operates(&notice.boards)?;
                let to = self.expiry(class, &end)?;
                let (was, boards) = self.orders.extend(id, to, now, &by)?;
                tracing::info!(id, by, %was, until = %to, boards = list(boards.clone()), "notice extended");
                let (was, until) = (self.local(was), self.local(to));
                self.says.push(Message::NoticeExtended { id, was, until });
                self.boards = boards;
            }
            Order::Blackout { places, reason } => {
                let asked = self.resolve(&places, false)?;
                self.boards = self.orders.black_out(&asked, now, &by, &reason)?;
                let before: Vec<String> = asked.into_iter().filter(|id| !self.boards.contains(id)).collect();
                if !self.boards.is_empty() {
                    tracing::warn!(by, reason, boards = list(self.boards.clone()), "blackout");
                    self.holding = Some(Holding::End);
                    self.says.push(Message::BlackoutGiven { boards: list(self.boards.clone()) });
                }
                if !before.is_empty() {
                    self.says.push(Message::BlackoutAlready { boards: list(before) });
                }
            }
            Order::Resume { places, reason } => {
                let asked = self.resolve(&places, true)?;
                self.resume(&asked, &reason)?;
            }
        }
        Ok(())
    }

    fn notice(
        &mut self,
        wish: Wish,
        class: &str,
        places: &Places,
        end: &End,
        reason: &str,
        replace: bool,
    ) -> Result<(), Message> {
        let class = Class::parse(class).ok_or_else(|| Message::UnknownWord {
            key: "--class".to_owned(),
            word: class.to_owned(),
            offer: offered(class, &Class::WORDS),
        })?;
        let asked = self.resolve(places, false)?;
        let expires_at = self.expiry(class, end)?;
        let playlist = wish.playlist_for("notice", &asked).map_err(|faults| {
            self.findings.extend(faults);
            Message::NoticeRefused {}
        })?;
        let playlist = Arc::new(playlist);
        let (boards, refusing) = self.library.who_can_show(&playlist, class, &asked);
        let found = self.library.check_playlist(&playlist, None);
        let bad = !refusing.is_empty() || found.iter().any(Fault::is_error);
        self.wrong = !found.iter().all(Fault::is_hint) || !refusing.is_empty();
        self.findings.extend(found.into_iter().filter(|fault| fault.silenced.is_none()));
        self.says.extend(
            refusing
                .into_iter()
                .map(|(board, message)| Message::NoticeNotShown { board, why: message.say(self.lang) }),
        );
        // In an emergency a text that could be better is better than none, and some boards are better than none.
        if boards.is_empty() || (bad && class != Class::Emergency) {
            return Err(Message::NoticeRefused {});
        }
        let playlist = Arc::unwrap_or_clone(playlist);
        let given = Given { class, wish, playlist, boards: boards.clone(), expires_at, replace };
        let id = self.orders.give(given, self.now, &self.by, reason)?;
        let text = self.orders.on(id, self.now)?.text();
        let (by, word, all) = (&self.by, class.word(), list(boards.clone()));
        tracing::warn!(id, class = word, by, reason, boards = all, until = %expires_at, text, "notice");
        let until = self.local(expires_at);
        self.says.push(Message::NoticeGiven { id, class: word.to_owned(), boards: all, until });
        let dark = boards.iter().filter(|board| self.orders.blackout_of(board).is_some()).cloned();
        let dark: Vec<String> = dark.collect();
        if !dark.is_empty() {
            self.wrong = true;
            self.says.push(Message::NoticeInTheDark { boards: list(dark) });
        }
        self.boards = boards;
        Ok(())
    }

    /// Ends blackouts, and what boards are held to show.
    fn resume(&mut self, asked: &[String], reason: &str) -> Result<(), Message> {
        let (now, by) = (self.now, self.by.clone());
        let held: Vec<String> = asked.iter().filter(|id| self.held.contains(id)).cloned().collect();
        let dark = asked.iter().any(|id| self.orders.blackout_of(id).is_some());
        if dark || held.is_empty() {
            self.boards = self.orders.resume(asked, now, &by, reason)?;
            tracing::warn!(by, reason, boards = list(self.boards.clone()), "blackout ended");
            self.says.push(Message::Resumed { boards: list(self.boards.clone()) });
        }
        self.release(held, reason);
        Ok(())
    }

    fn expiry(&self, class: Class, end: &End) -> Result<Timestamp, Message> {
        let zone = &self.library.site.zone;
        expiry(class, end.until.as_deref(), end.lasting.as_deref(), self.now, zone)
    }

    fn local(&self, at: Timestamp) -> String {
        local(at, &self.library.site.zone)
    }

    /// Refuses who may not operate every one of these boards.
    fn operates(&self, ids: &[String]) -> Result<(), Message> {
        let reaches: Option<Vec<_>> = ids.iter().map(|id| self.library.board(id).map(Board::reach)).collect();
        let may = match &reaches {
            Some(reaches) => self.actor.may(Role::Operate, &reaches.iter().collect::<Vec<_>>()),
            // Of boards that are gone nobody knows the site and the tags.
            None => self.actor.may_everywhere(Role::Operate),
        };
        if may { Ok(()) } else { Err(Message::MayNotOperate {}) }
    }

    /// The ids of the boards that are meant, in the order of the site file. `dark` ones count even if they are no more
    /// in it, so that no blackout is for ever.
    fn resolve(&self, places: &Places, dark: bool) -> Result<Vec<String>, Message> {
        let site = &self.library.site;
        let ordered = self.orders.blackouts().iter().filter(|order| dark && order.resumed.is_none());
        let ordered = ordered.flat_map(|order| &order.boards);
        let gone: Vec<&String> = ordered.filter(|id| self.library.board(id).is_none()).collect();
        let ids = site.boards.iter().map(|board| &board.id.value).chain(gone.iter().copied());
        let boards: Vec<&str> = ids.map(String::as_str).collect();
        let sites: Vec<&str> = site.places.iter().map(|place| place.id.as_str()).collect();
        let groups: Vec<&str> =
            site.boards.iter().flat_map(|board| &board.groups).map(String::as_str).collect();
        let tags: Vec<&str> = site.boards.iter().flat_map(|board| &board.tags).map(String::as_str).collect();
        let unknown = |names: &[String], known: &[&str]| {
            let name = names.iter().find(|name| !known.contains(&name.as_str()))?.clone();
            Some((offered(&name, known), name))
        };
        if let Some((offer, id)) = unknown(&places.boards, &boards) {
            return Err(Message::NoSuchBoard { id, offer });
        }
        if let Some((offer, id)) = unknown(&places.sites, &sites) {
            return Err(Message::NoSuchSite { id, offer });
        }
        if let Some((offer, id)) = unknown(&places.groups, &groups) {
            return Err(Message::NoSuchGroup { id, offer });
        }
        if let Some((offer, id)) = unknown(&places.tags, &tags) {
            return Err(Message::NoSuchTag { id, offer });
        }
        let meant = |board: &&Board| {
            places.all
                || places.boards.contains(&board.id.value)
                || places.sites.contains(&board.site.value)
                || board.groups.iter().any(|group| places.groups.contains(group))
                || board.tags.iter().any(|tag| places.tags.contains(tag))
        };
        let found = site.boards.iter().filter(meant).map(|board| board.id.value.clone());
        let gone = gone.into_iter().filter(|id| places.all || places.boards.contains(id)).cloned();
        let found: Vec<String> = found.chain(gone).collect();
        if found.is_empty() {
            return Err(Message::OrderForNobody {});
        }
        self.operates(&found)?;
        Ok(found)
    }
}

/// Every order that is remembered, as it stands.
fn rows(court: &Court<'_>) -> Vec<Row> {
    let zone = &court.library.site.zone;
    let dark = court.orders.blackouts().iter().map(|order| Row {
        kind: "blackout".to_owned(),
        id: None,
        class: None,
        text: None,
        on: order.resumed.is_none(),
        boards: order.boards.clone(),
        since: order.since.to_string(),
        until: order.resumed.as_ref().map(|ended| ended.at.to_string()),
        by: order.by.clone(),
        reason: order.reason.clone(),
        ended_by: order.resumed.as_ref().map(|ended| ended.by.clone()),
        sentence: order.sentence(zone).say(court.lang),
    });
    let notices = court.orders.notices().iter().map(|notice| Row {
        kind: "notice".to_owned(),
        id: Some(notice.id),
        class: Some(notice.class.word().to_owned()),
        text: Some(notice.text().to_owned()),
        on: notice.is_on(court.now),
        boards: notice.boards.clone(),
        since: notice.given_at.to_string(),
        until: Some(notice.end().to_string()),
        by: notice.by.clone(),
        reason: notice.reason.clone(),
        ended_by: notice.ended.as_ref().map(|ended| ended.by.clone()),
        sentence: notice.sentence(court.now, zone).say(court.lang),
    });
    dark.chain(notices).collect()
}
