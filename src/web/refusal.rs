//! A refusal in the form that whoever asked can read: JSON for programs, a page for a browser, else a line of text.

use super::api::Problem;
use super::ask::Asked;
use super::pages::{Frame, html};
use super::{Shared, words};
use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

#[derive(Template)]
#[template(path = "refused.html", config = "web/askama.toml")]
struct Refused<'p> {
    frame: Frame,
    heading: &'static str,
    sentence: &'p str,
    back: &'static str,
}

/// In which form a refusal is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Page,
    Text,
}

/// How somebody asks, kept for what is to be said after the request is gone.
pub(super) struct Asking {
    asked: Asked,
    form: Form,
}

impl Asking {
    pub(super) fn of(request: &Request) -> Self {
        let asked = Asked::read(request.uri().query(), request.headers());
        let form = if request.uri().path().starts_with("/api/") {
            Form::Json
        } else if wants_page(request.headers()) {
            Form::Page
        } else {
            Form::Text
        };
        Self { asked, form }
    }

    pub(super) fn asked(&self) -> Asked {
        self.asked
    }

    /// The answer that says so.
    pub(super) fn refuse(&self, shared: &Shared, problem: Problem) -> Response {
        match self.form {
            // Whoever came under a strange name learns nothing of the site, not even its title.
            Form::Page if problem.status == StatusCode::MISDIRECTED_REQUEST => text(&problem),
            Form::Json => problem.into_response(),
            Form::Page => page(shared, self.asked, &problem),
            Form::Text => text(&problem),
        }
    }
}

/// A page that says so.
pub(super) fn page(shared: &Shared, asked: Asked, problem: &Problem) -> Response {
    let page = Refused {
        frame: Frame::new(shared, asked),
        heading: words::refused(asked.lang),
        sentence: &problem.sentence,
        back: words::go_back(asked.lang),
    };
    problem.head(html(problem.status, asked, &page))
}

fn text(problem: &Problem) -> Response {
    problem.head(format!("{}\n", problem.sentence).into_response())
}

fn wants_page(headers: &HeaderMap) -> bool {
    let mut accepts = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepts.any(|accept| accept.contains("text/html"))
}
