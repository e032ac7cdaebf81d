//! Who may ask, how often and with what; and what every answer carries: the Host allow-list, requests led here from other
//! pages, rates, sizes of headers and bodies, security headers.
//!
//! Knows no accounts. What a request may do is decided where it is done.

use super::api::{self, MAX_BODY, Problem};
use super::caller::Caller;
use super::here::Here;
use super::refusal::Asking;
use super::{Shared, words};
use crate::report::Message;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::csrf::ProtectionError;

/// The most bytes of header lines, names and values together.
const MAX_HEADERS: usize = 16 << 10;

/// Sent with every answer. Nothing inline, nothing from elsewhere, in nobody's frame.
const ALWAYS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Under `no-referrer`, browsers that say nothing else of where a form comes from call our own forms' origin "null".
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

/// The middleware around every route. Inside it is the layer that tells requests from other pages by what browsers say.
pub(super) async fn guard(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    let asking = Asking::of(&request);
    let lang = asking.asked().lang;
    let mut answer = match refusal(&shared, &request, &asking) {
        Some(problem) => asking.refuse(&shared, problem),
        None => {
            stand_alone(request.method().clone(), request.headers_mut());
            next.run(request).await
        }
    };
    if answer.extensions().get::<ProtectionError>().is_some() {
        let problem = Problem::new(StatusCode::FORBIDDEN, &Message::FromAnotherPage {}, lang);
        answer = asking.refuse(&shared, problem);
    }
    let headers = answer.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // What is on air changes from second to second; only what says otherwise itself may be kept.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

/// Why a request is not passed on.
fn refusal(shared: &Shared, request: &Request, asking: &Asking) -> Option<Problem> {
    let headers = request.headers();
    let lang = asking.asked().lang;
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if bytes > MAX_HEADERS {
        let sentence = words::headers_too_large(lang).to_owned();
        return Some(Problem::said(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "HeadersTooLarge", sentence));
    }
    let authority = request.uri().authority().map(|authority| authority.as_str());
    let host = only(headers, header::HOST);
    if !host.is_some_and(|host| shared.here.allows(host))
        || authority.is_some_and(|asked| Some(asked) != host)
    {
        let sentence = words::wrong_host(lang, &shared.here);
        return Some(Problem::said(StatusCode::MISDIRECTED_REQUEST, "WrongHost", sentence));
    }
    let caller = Caller::of(request.extensions());
    if let Err(seconds) = shared.limits.take(caller, request.method(), request.uri().path()) {
        let message = Message::TooManyRequests { seconds };
        return Some(Problem::new(StatusCode::TOO_MANY_REQUESTS, &message, lang).again(seconds));
    }
    body(headers).map(|(status, message)| Problem::new(status, &message, lang))
}

/// What is wrong with the body as it is announced. How much really comes is counted where it is read.
fn body(headers: &HeaderMap) -> Option<(StatusCode, Message)> {
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > MAX_BODY as u64) {
        return Some((StatusCode::PAYLOAD_TOO_LARGE, Message::BodyTooLarge { most: MAX_BODY >> 10 }));
    }
    let comes = length.is_some_and(|length| length > 0) || headers.contains_key(header::TRANSFER_ENCODING);
    if comes && api::kind(headers).is_none() {
        let wanted = "application/json, application/x-www-form-urlencoded".to_owned();
        return Some((StatusCode::UNSUPPORTED_MEDIA_TYPE, Message::BodyKind { wanted }));
    }
    None
}

/// A change that carries a token is a program's. It is not to be mistaken for a browser's, and what a browser would
/// carry without being asked must not count beside the token: its cookies are taken away.
fn stand_alone(method: Method, headers: &mut HeaderMap) {
    let bearer = only(headers, header::AUTHORIZATION)
        .and_then(|value| value.get(..7))
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "));
    if bearer && !matches!(method, Method::GET | Method::HEAD | Method::OPTIONS) {
        for name in [header::COOKIE, header::ORIGIN, HeaderName::from_static("sec-fetch-site")] {
            headers.remove(name);
        }
    }
}

/// Whether the page that opens a WebSocket is this page. A program that is no browser names no origin.
///
/// Behind a proxy the page may be `https` while the connection to here is not; the other way round it cannot be.
pub(super) fn same_origin(headers: &HeaderMap, here: &Here) -> bool {
    if !headers.contains_key(header::ORIGIN) {
        return true;
    }
    let (Some(origin), Some(host)) = (only(headers, header::ORIGIN), only(headers, header::HOST)) else {
        return false;
    };
    match origin.split_once("://") {
        Some(("https", authority)) => authority == host,
        Some(("http", authority)) => !here.tls && authority == host,
        _ => false,
    }
}

/// A header that must stand there once.
pub(super) fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_page_reached_by_tls_is_no_other_page_and_one_without_it_is() {
        let here = |tls| Here { listen: "127.0.0.1:8443".parse().unwrap(), tls, names: Vec::new() };
        let from = |origin: &str, tls| {
            same_origin(&headers(&[("origin", origin), ("host", "127.0.0.1:8443")]), &here(tls))
        };
        assert!(from("https://127.0.0.1:8443", true) && !from("http://127.0.0.1:8443", true));
        assert!(from("http://127.0.0.1:8443", false) && from("https://127.0.0.1:8443", false));
        for other in ["null", "https://127.0.0.1", "https://evil.example:8443", "ftp://127.0.0.1:8443"] {
            assert!(!from(other, true) && !from(other, false), "{other}");
        }
    }

    #[test]
    fn beside_a_token_no_cookie_counts() {
        let sent =
            [("cookie", "session=x"), ("origin", "https://evil.example"), ("authorization", "Bearer t")];
        let mut carried = headers(&sent);
        stand_alone(Method::POST, &mut carried);
        assert_eq!((carried.len(), carried.contains_key("authorization")), (1, true));
        let mut basic = headers(&[("cookie", "session=x"), ("authorization", "Basic eDp5")]);
        stand_alone(Method::POST, &mut basic);
        assert_eq!(basic.len(), 2);
        let mut twice =
            headers(&[("cookie", "s=x"), ("authorization", "Bearer a"), ("authorization", "Bearer b")]);
        stand_alone(Method::POST, &mut twice);
        assert_eq!(twice.len(), 3);
    }
}
