//! Texts that are prepared for emergencies: which there are, and ordering one as it stands or with other words.

use super::orders::{Ordered, Until, Where, give};
use super::taken::{Id, Place};
use crate::control::{End, Order};
use crate::notice::Wish;
use crate::report::Message;
use crate::site::Emergency;
use crate::web::Shared;
use crate::web::api::{Body, Problem};
use crate::web::visitor::Visitor;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// What is prepared, in the order of the page.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Templates {
    templates: Vec<TemplateTold>,
}

/// A text that is prepared for an emergency.
#[derive(Serialize, ToSchema)]
#[schema(as = Template)]
struct TemplateTold {
    id: String,
    /// What people call it.
    title: String,
    /// Lines separated by `\n`.
    text: String,
    colour: Option<String>,
    motion: Option<String>,
    /// How many hours it is up if nothing else is said.
    hours: u8,
}

impl From<Emergency> for TemplateTold {
    fn from(Emergency { id, title, wish, hours }: Emergency) -> Self {
        let Wish { text, font: _, colour, motion } = wish;
        Self { id, title, text, colour, motion, hours }
    }
}

#[utoipa::path(get, path = "/api/v1/orders/templates", tag = "orders",
    summary = "The texts that are prepared for emergencies", responses((status = 200, body = Templates)))]
pub(in crate::web) async fn list(
    State(shared): State<Shared>,
    visitor: Visitor,
) -> Result<Json<Templates>, Problem> {
    visitor.admitted()?;
    let library = Arc::clone(&shared.desk.library.borrow());
    let templates = library.site.emergencies.iter().cloned().map(TemplateTold::from).collect();
    Ok(Json(Templates { templates }))
}

/// A template in a path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::web) struct OfTemplate {
    /// Its id.
    #[param(value_type = String, pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    template: Id,
}

/// An emergency to be shown from a template.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct FromTemplate {
    /// Other words than those that are prepared; colour and motion stay.
    #[schema(min_length = 1, max_length = 2000)]
    text: Option<String>,
    places: Where,
    /// As long as the template says if nothing is said.
    #[serde(default)]
    end: Until,
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

#[utoipa::path(post, path = "/api/v1/orders/templates/{template}/order", tag = "orders",
    summary = "Show a prepared text at once, as an emergency", params(OfTemplate), request_body = FromTemplate,
    responses((status = 200, body = Ordered)))]
pub(in crate::web) async fn order(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfTemplate { template: Id(id) }): Place<OfTemplate>,
    Body(FromTemplate { text, places, end, reason }): Body<FromTemplate>,
) -> Result<Json<Ordered>, Problem> {
    visitor.admitted()?;
    let library = Arc::clone(&shared.desk.library.borrow());
    let found = library.site.emergencies.iter().find(|one| one.id == id);
    let Emergency { wish, hours, .. } = found.cloned().ok_or_else(|| {
        let message = Message::NoSuchTemplate { id };
        Problem::new(StatusCode::NOT_FOUND, &message, visitor.lang()).about("template")
    })?;
    let wish = Wish { text: text.unwrap_or(wish.text), ..wish };
    let end = match End::from(end) {
        End { until: None, lasting: None } => End { until: None, lasting: Some(format!("{hours}h")) },
        said => said,
    };
    let (class, places) = ("emergency".to_owned(), places.into());
    let order = Order::Notice { wish, class, places, end, reason, replace: false };
    give(&shared, &visitor, order).await
}
