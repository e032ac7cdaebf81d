//! The page of a board's plan: a week as a picture and in words, and why it shows what it does at a moment.
//!
//! Worked out outside the tasks that drive the boards and one at a time, so that no number of requests holds them up.

use super::pages::{Frame, html};
use super::strip::{self, Row};
use super::visitor::Visitor;
use super::words::ThenWords;
use super::{BoardView, Shared, words};
use crate::player::Programme;
use crate::report::Lang;
use crate::schedule::Why;
use crate::timetable::{self, Account, Stretch, clock, instant, lit, moment, timeline, verdict};
use askama::Template;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

/// How long a turn is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most items listed.
const MAX_ITEMS: usize = 300;

/// What can be asked for.
#[derive(Deserialize)]
pub(super) struct Wish {
    /// The first of the days.
    from: Option<String>,
    /// The moment to be explained.
    at: Option<String>,
}

/// A wish that was understood.
struct Asking {
    first: Date,
    at: Timestamp,
    /// Whether it is about the present.
    is_now: bool,
    now: Timestamp,
    zone: TimeZone,
    lang: Lang,
}

#[derive(Template)]
#[template(path = "plan.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    board: Arc<BoardView>,
    view: View,
    then: &'static ThenWords,
    script: String,
}

/// Everything on the page that takes working out.
struct View {
    zone: String,
    first: Date,
    earlier: String,
    later: String,
    height: i32,
    bar: i32,
    rows: Vec<Row>,
    /// The codes of what is lit at some time, with their words.
    kinds: Vec<(&'static str, String)>,
    over: bool,
    /// Whether any of the days, or a part of them, is past.
    past: bool,
    lines: Vec<Line>,
    account: Told,
}

/// A line of the table.
struct Line {
    from: String,
    at: String,
    to: String,
    words: String,
    code: &'static str,
    lists: String,
    why: String,
    hidden: String,
}

/// The account of a moment.
struct Told {
    is_now: bool,
    /// Whether the moment is past.
    past: bool,
    /// The instant, as addresses name it.
    at: String,
    /// The same to the minute in the zone of the site, as forms write it.
    minute: String,
    /// Minutes since midnight.
    of_day: i32,
    moment: String,
    text: String,
    playlist: String,
    since: String,
    until: Option<String>,
    why: String,
    next: Option<(String, String)>,
    percent: u8,
    groups: Vec<Group>,
    more: Option<String>,
}

/// The items of a playlist.
struct Group {
    title: String,
    file: String,
    items: Vec<Item>,
}

struct Item {
    line: usize,
    text: String,
    on_air: bool,
    why: String,
}

pub(super) async fn plan(
    State(shared): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    wish: Result<Query<Wish>, QueryRejection>,
    visitor: Visitor,
) -> Response {
    let asked = visitor.asked;
    let id = id.map_or_else(|_| String::new(), |Path(id)| id);
    let Some(board) = shared.board(&id) else {
        return (StatusCode::NOT_FOUND, words::no_such_board(asked.lang, &id)).into_response();
    };
    let asking = wish.ok().and_then(|Query(wish)| Asking::of(&wish, &shared, asked.lang));
    let Some(asking) = asking else {
        return (StatusCode::BAD_REQUEST, words::bad_time(asked.lang)).into_response();
    };
    let mut frame = Frame::of(&shared, &visitor, "");
    frame.keep = asking.keep();
    let programme = Arc::clone(&board.programme.borrow());
    match view(&shared, programme, asking).await {
        Some(view) => {
            let (then, script) = (words::then(asked.lang), shared.assets.address("then"));
            html(StatusCode::OK, asked, &Page { frame, board, view, then, script })
        }
        None => {
            let later = [(header::RETRY_AFTER, "5")];
            (StatusCode::SERVICE_UNAVAILABLE, later, words::no_plan(asked.lang)).into_response()
        }
    }
}

/// The view, when its turn has come; `None` if that takes too long. The turn ends with the work, even if nobody waits
/// for it any more.
async fn view(shared: &Shared, programme: Arc<Programme>, asking: Asking) -> Option<View> {
    let turn = tokio::time::timeout(PATIENCE, Arc::clone(&shared.plans).acquire_owned()).await.ok()?.ok()?;
    let work = move || {
        let _turn = turn;
        asking.view(&programme)
    };
    tokio::task::spawn_blocking(work).await.ok()
}

impl Asking {
    /// `None` if a time cannot be read.
    fn of(wish: &Wish, shared: &Shared, lang: Lang) -> Option<Self> {
        let zone = shared.desk.site.borrow().zone.clone();
        let now = (shared.desk.now)();
        let at = match &wish.at {
            Some(text) => instant(text, &zone)?,
            None => now,
        };
        let first = match &wish.from {
            Some(text) => timetable::date(text)?,
            None => zone.to_datetime(at).date(),
        };
        Some(Self { first, at, is_now: wish.at.is_none(), now, zone, lang })
    }

    /// The query, for the same page in another language.
    fn keep(&self) -> String {
        let at = if self.is_now { String::new() } else { format!("&at={}", self.at) };
        format!("&from={}{at}", self.first)
    }

    fn view(&self, programme: &Programme) -> View {
        let week = |weeks: i32| self.first.saturating_add(weeks.weeks()).to_string();
        let begins = strip::days(self.first).next().and_then(|date| strip::span(date, &self.zone));
        let ends = strip::days(self.first).last().and_then(|date| strip::span(date, &self.zone));
        let line = match (begins, ends) {
            (Some((from, _)), Some((_, to))) => timeline(programme.plan(), from, to),
            _ => Vec::new(),
        };
        let mut kinds: Vec<(&str, String)> = Vec::new();
        for stretch in &line {
            if kinds.iter().all(|(code, _)| *code != stretch.code()) {
                kinds.push((stretch.code(), lit(stretch.lit).say(self.lang)));
            }
        }
        View {
            zone: self.zone.iana_name().unwrap_or("UTC").to_owned(),
            first: self.first,
            earlier: week(-1),
            later: week(1),
            height: strip::height(),
            bar: strip::bar(),
            rows: strip::rows(&line, self.first, self.now, &self.zone, self.lang),
            kinds,
            past: begins.is_some_and(|(from, _)| from < self.now),
            over: line.iter().any(|stretch| !stretch.hidden.is_empty()),
            lines: line.iter().map(|stretch| self.line(stretch)).collect(),
            account: self.told(&Account::new(programme, self.at)),
        }
    }

    fn line(&self, stretch: &Stretch) -> Line {
        let date = |at| self.zone.to_datetime(at).date();
        let same = date(stretch.from) == date(stretch.to);
        Line {
            from: self.moment(stretch.from),
            at: stretch.from.to_string(),
            to: if same { clock(stretch.to, &self.zone) } else { self.moment(stretch.to) },
            words: lit(stretch.lit).say(self.lang),
            code: stretch.code(),
            lists: stretch.titles(),
            why: stretch.more().map_or_else(String::new, |why| why.say(self.lang)),
            hidden: stretch.hidden_titles(),
        }
    }

    fn told(&self, account: &Account) -> Told {
        let on_air = &account.on_air;
        let count: usize = account.groups.iter().map(|group| group.items.len()).sum();
        let mut room = MAX_ITEMS;
        let group = |group: &timetable::Group| {
            let listed = group.items.len().min(room);
            room -= listed;
            let item = |item: &timetable::Verdict| Item {
                line: item.line,
                text: item.text.clone(),
                on_air: item.why == Why::OnAir,
                why: verdict(item.why, &self.zone).0.say(self.lang),
            };
            let items = group.items[..listed].iter().map(item).collect();
            (listed > 0).then(|| Group { title: group.title.clone(), file: group.file.clone(), items })
        };
        let next = account.next.as_ref().map(|next| {
            let what = next.what.as_ref().map_or_else(|lit| lit.say(self.lang), String::clone);
            (self.moment(next.at), what)
        });
        let civil = self.zone.to_datetime(account.at);
        Told {
            is_now: self.is_now,
            past: self.at < self.now,
            at: account.at.to_string(),
            minute: civil.strftime("%Y-%m-%dT%H:%M").to_string(),
            of_day: i32::from(civil.hour()) * 60 + i32::from(civil.minute()),
            moment: self.moment(account.at),
            text: on_air.text.clone(),
            playlist: on_air.playlist.clone(),
            since: self.moment(on_air.since),
            until: on_air.until.map(|at| self.moment(at)),
            why: on_air.why.say(self.lang),
            next,
            percent: if account.is_dark { 0 } else { account.percent },
            groups: account.groups.iter().filter_map(group).collect(),
            more: count
                .checked_sub(MAX_ITEMS)
                .filter(|more| *more > 0)
                .map(|more| words::and_more_items(self.lang, more)),
        }
    }

    /// `T3 07:05, 24/11/2026`
    fn moment(&self, at: Timestamp) -> String {
        let weekday = timetable::day(self.zone.to_datetime(at).weekday());
        format!("{} {}", weekday.say(self.lang), moment(at, &self.zone))
    }
}
