//! Signing in and out, one's own account, other people, and the log.
//!
//! Decides nothing: what may be done is the office's to say. Here its refusals come back beside the field they are about, with
//! everything but passwords as it was typed.

mod again;
mod factor;
mod grants;
mod log;
mod own;
mod people;
mod person;
mod sign_in;
mod start;

pub(super) use again::{again, entered};

use super::Shared;
use super::api::Problem;
use super::visitor::Visitor;
use super::words::AccountWords;
use crate::report::{Lang, Message};
use axum::Router;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/sign-in", get(sign_in::page).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/account", get(own::page))
        .route("/account/password", post(own::password))
        .route("/account/factor", get(factor::page).post(own::begin_factor))
        .route("/account/factor/confirm", post(factor::confirm))
        .route("/account/factor/end", post(own::end_factor))
        .route("/account/sessions/end", post(own::end_session))
        .route("/account/sessions/end-all", post(own::end_all_sessions))
        .route("/account/tokens", post(own::make_token))
        .route("/account/tokens/revoke", post(own::revoke_token))
        .route("/log", get(log::page))
        .route("/people", get(people::list).post(people::invite))
        .route("/people/{login}", get(person::one).post(person::change))
        .route("/people/{login}/remove", post(person::remove))
        .route("/people/{login}/password", post(person::reset))
        .route("/people/{login}/factor/end", post(person::end_factor))
        .route("/people/{login}/sign-out", post(person::sign_out))
        .route("/people/{login}/tokens/revoke", post(person::revoke))
        .route("/start/{ticket}", get(start::first_page).post(start::first))
        .route("/ticket/{ticket}", get(start::ticket_page).post(start::ticket))
}

/// What of an address these pages read. What is not understood is as if it were absent.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    said: Option<String>,
    to: Option<String>,
}

/// The address of an own page, path and query; `None` for anything that could lead elsewhere.
fn local(address: &str) -> Option<&str> {
    let mut bytes = address.bytes();
    let path = bytes.next() == Some(b'/') && !matches!(bytes.next(), Some(b'/' | b'\\'));
    let plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let mut steps = address.split(['?', '#']).next().unwrap_or_default().split('/');
    let straight = steps.all(|step| step != ".." && step != ".");
    (path && plain && straight && address.len() <= 500).then_some(address)
}

/// What all pages here have beside their frame: their style, their words, and what was done before.
struct Sheet {
    css: String,
    w: &'static AccountWords,
    said: Option<&'static str>,
}

impl Sheet {
    fn new(shared: &Shared, visitor: &Visitor) -> Self {
        Self { css: shared.assets.address("account"), w: AccountWords::of(visitor.lang()), said: None }
    }

    /// The same, with what was done before.
    fn saying(self, lang: Lang, code: Option<&str>) -> Self {
        Self { said: code.and_then(|code| super::words::said(lang, code)), ..self }
    }
}

/// Leads to another page after something was done, with a cookie if there is one to be set.
fn onward(to: &str, cookie: Option<&str>) -> Response {
    with_cookie(Redirect::to(to).into_response(), cookie)
}

fn with_cookie(mut answer: Response, cookie: Option<&str>) -> Response {
    if let Some(Ok(cookie)) = cookie.map(str::parse) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

/// Refuses a password that was not typed twice alike: nobody sees what they type.
fn typed_twice(password: &str, again: &str, lang: Lang) -> Result<(), Problem> {
    if password == again {
        return Ok(());
    }
    Err(Problem::new(StatusCode::BAD_REQUEST, &Message::PasswordTwice {}, lang).about("again"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_elsewhere_after_signing_in() {
        for good in ["/", "/playlists", "/playlists/tet/draft?item=3", "/log?who=lan%20", "/a#b"] {
            assert_eq!(local(good), Some(good));
        }
        for bad in [
            "",
            "//example.com",
            "/\\example.com",
            "https://example.com",
            "javascript:alert(1)",
            "playlists",
            "/\t/example.com",
            "/a\r\nSet-Cookie: x=y",
            "/trang chủ",
            "/./..//example.com",
            "/a/../b",
        ] {
            assert_eq!(local(bad), None, "{bad:?}");
        }
        assert_eq!(local(&format!("/{}", "a".repeat(500))), None);
    }
}
