//! What people order at once: notices, blackouts, test patterns. The daemon decides and checks rights board by board.

use super::taken::Place;
use crate::control::{Answer, Asked, End, Order, Outcome, Places, Request, Row, Sight};
use crate::editorial::Role;
use crate::notice::Wish;
use crate::report::{Lang, Message};
use crate::web::api::{Body, Problem};
use crate::web::faults::FaultTold;
use crate::web::visitor::Visitor;
use crate::web::{Shared, ask, preview};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::sync::oneshot;
use utoipa::{IntoParams, ToSchema};

/// How long an order is waited for. Texts are laid out for every board meanwhile.
const PATIENCE: Duration = Duration::from_secs(20);

/// How an order went.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Ordered {
    /// `done`, or `findings` where it is in force and something is wrong.
    outcome: &'static str,
    /// Sentences for people.
    says: Vec<String>,
    /// Findings in the text of a notice, as a terminal shows them; may be empty.
    findings: String,
}

/// What is ordered.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Orders {
    orders: Vec<Row>,
}

/// Boards, by themselves or by what they have in common.
#[derive(Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Places)]
#[derive(Default)]
pub(super) struct Where {
    #[schema(max_items = 2000)]
    boards: Vec<String>,
    #[schema(max_items = 2000)]
    sites: Vec<String>,
    #[schema(max_items = 2000)]
    groups: Vec<String>,
    #[schema(max_items = 2000)]
    tags: Vec<String>,
    /// All boards there are.
    all: bool,
}

impl From<Where> for Places {
    fn from(Where { boards, sites, groups, tags, all }: Where) -> Self {
        Self { boards, sites, groups, tags, all }
    }
}

/// When something ends: at a moment or after a while, never both.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = End)]
pub(super) struct Until {
    /// `2026-11-25T17:00`, in the site's zone.
    #[schema(max_length = 40)]
    until: Option<String>,
    /// `30m`, `2h`
    #[schema(max_length = 40)]
    lasting: Option<String>,
}

impl From<Until> for End {
    fn from(Until { until, lasting }: Until) -> Self {
        Self { until, lasting }
    }
}

/// The same in words of the API.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Class {
    Priority,
    Override,
    Emergency,
}

/// A text to be lit at once.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct NewNotice {
    /// Lines separated by `\n`.
    #[schema(min_length = 1, max_length = 2000)]
    text: String,
    #[schema(max_length = 100)]
    font: Option<String>,
    #[schema(max_length = 40)]
    colour: Option<String>,
    #[schema(max_length = 40)]
    motion: Option<String>,
    class: Class,
    places: Where,
    /// Mandatory but for emergencies, which last 6 hours if nothing is said.
    #[serde(default)]
    end: Until,
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
    /// Whether it may end other overrides.
    #[serde(default)]
    replace: bool,
}

#[utoipa::path(get, path = "/api/v1/orders", tag = "orders", summary = "What is ordered",
    responses((status = 200, body = Orders)))]
pub(in crate::web) async fn list(
    State(shared): State<Shared>,
    visitor: Visitor,
) -> Result<Json<Orders>, Problem> {
    visitor.admitted()?;
    let answer = put(&shared, &visitor, Order::List).await?;
    Ok(Json(Orders { orders: answer.orders.unwrap_or_default() }))
}

#[utoipa::path(post, path = "/api/v1/orders/notices", tag = "orders", summary = "Show a text at once",
    request_body = NewNotice, responses((status = 200, body = Ordered)))]
pub(in crate::web) async fn notice(
    State(shared): State<Shared>,
    visitor: Visitor,
    Body(new): Body<NewNotice>,
) -> Result<Json<Ordered>, Problem> {
    let class = match new.class {
        Class::Priority => "priority",
        Class::Override => "override",
        Class::Emergency => "emergency",
    };
    let wish = Wish { text: new.text, font: new.font, colour: new.colour, motion: new.motion };
    let (class, places, end) = (class.to_owned(), new.places.into(), new.end.into());
    let order = Order::Notice { wish, class, places, end, reason: new.reason, replace: new.replace };
    give(&shared, &visitor, order).await
}

/// A notice in a path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::web) struct OfNotice {
    /// Its number.
    #[param(minimum = 1, maximum = 4_294_967_295_i64)]
    id: u32,
}

/// Why a notice ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Ended {
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

#[utoipa::path(post, path = "/api/v1/orders/notices/{id}/end", tag = "orders", summary = "End a notice",
    params(OfNotice), request_body = Ended, responses((status = 200, body = Ordered)))]
pub(in crate::web) async fn end(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfNotice { id }): Place<OfNotice>,
    Body(Ended { reason }): Body<Ended>,
) -> Result<Json<Ordered>, Problem> {
    give(&shared, &visitor, Order::End { id, reason }).await
}

/// When a notice ends now.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Extended {
    end: Until,
}

#[utoipa::path(post, path = "/api/v1/orders/notices/{id}/extend", tag = "orders",
    summary = "Make a notice last longer", params(OfNotice), request_body = Extended,
    responses((status = 200, body = Ordered)))]
pub(in crate::web) async fn extend(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfNotice { id }): Place<OfNotice>,
    Body(Extended { end }): Body<Extended>,
) -> Result<Json<Ordered>, Problem> {
    give(&shared, &visitor, Order::Extend { id, end: end.into() }).await
}

/// Boards, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Boards {
    places: Where,
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

#[utoipa::path(post, path = "/api/v1/orders/blackout", tag = "orders", summary = "Make boards dark",
    request_body = Boards, responses((status = 200, body = Ordered)))]
pub(in crate::web) async fn blackout(
    State(shared): State<Shared>,
    visitor: Visitor,
    Body(Boards { places, reason }): Body<Boards>,
) -> Result<Json<Ordered>, Problem> {
    give(&shared, &visitor, Order::Blackout { places: places.into(), reason }).await
}

#[utoipa::path(post, path = "/api/v1/orders/resume", tag = "orders", summary = "Light boards again",
    request_body = Boards, responses((status = 200, body = Ordered)))]
pub(in crate::web) async fn resume(
    State(shared): State<Shared>,
    visitor: Visitor,
    Body(Boards { places, reason }): Body<Boards>,
) -> Result<Json<Ordered>, Problem> {
    give(&shared, &visitor, Order::Resume { places: places.into(), reason }).await
}

/// What boards can show of themselves.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum Picture {
    /// The number and the corners of every module.
    TestPattern,
    /// Which board it is.
    Identify,
    /// The programme again, before the time of what they show is over.
    Programme,
}

/// A picture that is made of the board and not of texts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Shown {
    sight: Picture,
    places: Where,
    /// How long (`5m`); a minute if it is left out.
    #[schema(max_length = 40)]
    lasting: Option<String>,
}

#[utoipa::path(post, path = "/api/v1/orders/show", tag = "orders",
    summary = "Have boards show a test pattern, or which board each is, for a while", request_body = Shown,
    responses((status = 200, body = Ordered)))]
pub(in crate::web) async fn show(
    State(shared): State<Shared>,
    visitor: Visitor,
    Body(Shown { sight, places, lasting }): Body<Shown>,
) -> Result<Json<Ordered>, Problem> {
    let sight = match sight {
        Picture::TestPattern => Sight::TestPattern,
        Picture::Identify => Sight::Identify,
        Picture::Programme => Sight::Programme,
    };
    give(&shared, &visitor, Order::Show { sight, places: places.into(), lasting }).await
}

/// Gives an order.
pub(super) async fn give(shared: &Shared, visitor: &Visitor, order: Order) -> Result<Json<Ordered>, Problem> {
    visitor.admitted()?;
    if !visitor.may(Role::Operate) {
        let message = Message::MayNotOperate {};
        return Err(Problem::new(StatusCode::FORBIDDEN, &message, visitor.lang()));
    }
    let answer = put(shared, visitor, order).await?;
    let outcome = match answer.outcome {
        Outcome::Done => "done",
        Outcome::Findings => "findings",
        Outcome::Refused => return Err(refused(answer, visitor.lang())),
    };
    Ok(Json(Ordered { outcome, says: answer.says, findings: answer.findings }))
}

/// Why the daemon refused an order, as HTTP has it. All its sentences are told: why which board cannot show a text, too.
fn refused(answer: Answer, lang: Lang) -> Problem {
    let sentence = answer.says.join(" ");
    let Some(cause) = answer.cause else {
        return Problem::said(StatusCode::BAD_REQUEST, "OrderRefused", sentence);
    };
    let status = match cause.message {
        Message::MayNotOperate {} => StatusCode::FORBIDDEN,
        Message::NoSuchNotice { .. } => StatusCode::NOT_FOUND,
        // Right in itself, but not as things stand.
        Message::OverrideThere { .. }
        | Message::NotDark { .. }
        | Message::HoldInTheDark { .. }
        | Message::NothingHeld { .. }
        | Message::OrdersFull { .. } => StatusCode::CONFLICT,
        Message::ReadOnly { .. } => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    };
    let grave = cause.faults.iter().filter(|fault| fault.is_error()).map(|fault| fault.sentence(lang));
    let sentence = grave.chain([sentence]).collect::<Vec<_>>().join(" ");
    let faults = cause.faults.iter().map(|fault| FaultTold::of(fault, lang)).collect();
    let problem = Problem::said(status, cause.message.code(), sentence).with(faults);
    Problem { field: cause.field, ..problem }
}

/// What the daemon says to an order.
async fn put(shared: &Shared, visitor: &Visitor, order: Order) -> Result<Answer, Problem> {
    let (reply, answer) = oneshot::channel();
    let by = visitor.person.as_ref().map(|person| person.name.clone());
    let request = Request { lang: ask::tag(visitor.lang()).to_owned(), by, order };
    let asked = Asked { request, actor: visitor.actor.clone(), reply };
    let given = async {
        shared.desk.orders.send(asked).await.ok()?;
        answer.await.ok()
    };
    let answer = tokio::time::timeout(PATIENCE, given).await.ok().flatten();
    answer.ok_or_else(|| preview::busy(visitor.lang()))
}
