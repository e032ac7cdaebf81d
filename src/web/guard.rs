//! Who may ask, and what every answer carries: the Host allow-list, methods, header sizes, security headers.
//!
//! A browser can be led to this address by any page on the net (DNS rebinding); it then names that page's host, and
//! is refused. No host name is accepted but `localhost`, because any other name is the word of some DNS server.

use super::ask::Asked;
use super::{Shared, words};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The most bytes of header lines, names and values together.
const MAX_HEADERS: usize = 16 << 10;

/// Sent with every answer. Nothing inline, nothing from elsewhere, in nobody's frame.
const ALWAYS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

/// The middleware around every route.
pub(super) async fn guard(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let mut answer = match refusal(&request, shared.listen) {
        Some(refused) => refused,
        None => next.run(request).await,
    };
    let headers = answer.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // What is on air changes from second to second; only what says otherwise itself may be kept.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

/// Why a request is not passed on, in the language it was asked in.
fn refusal(request: &Request, listen: SocketAddr) -> Option<Response> {
    let headers = request.headers();
    let lang = Asked::read(request.uri().query(), headers).lang;
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if bytes > MAX_HEADERS {
        let sentence = words::headers_too_large(lang);
        return Some((StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, sentence).into_response());
    }
    let authority = request.uri().authority().map(|authority| authority.as_str());
    let host = only(headers, header::HOST);
    if !host.is_some_and(|host| allowed(host, listen)) || authority.is_some_and(|asked| Some(asked) != host) {
        return Some((StatusCode::MISDIRECTED_REQUEST, words::wrong_host(lang, listen)).into_response());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allow = [(header::ALLOW, "GET, HEAD")];
        return Some((StatusCode::METHOD_NOT_ALLOWED, allow, words::read_only(lang)).into_response());
    }
    None
}

/// Whether the page that opens a WebSocket is this page. A program that is no browser names no origin.
pub(super) fn same_origin(headers: &HeaderMap) -> bool {
    if !headers.contains_key(header::ORIGIN) {
        return true;
    }
    match (only(headers, header::ORIGIN), only(headers, header::HOST)) {
        (Some(origin), Some(host)) => origin.strip_prefix("http://") == Some(host),
        _ => false,
    }
}

/// A header that must stand there once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// Whether `host` (`127.0.0.1:8080`) is one of ours: `localhost`, a loopback address or the address listened on,
/// with the port; any address written in digits if the listener is open to others.
fn allowed(host: &str, listen: SocketAddr) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => match port.parse::<u16>() {
            Ok(port) => (name, port),
            Err(_) => return false,
        },
        _ => (host, 80),
    };
    if port != listen.port() {
        return false;
    }
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let address = match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inside) => inside.parse::<Ipv6Addr>().map(IpAddr::V6),
        None => name.parse::<std::net::Ipv4Addr>().map(IpAddr::V4),
    };
    address.is_ok_and(|address| {
        let address = address.to_canonical();
        address.is_loopback()
            || address == listen.ip().to_canonical()
            || !listen.ip().to_canonical().is_loopback()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let here: SocketAddr = "127.0.0.1:8080".parse().unwrap();
        for host in ["localhost:8080", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080"] {
            assert!(allowed(host, here), "{host}");
        }
        let refused = [
            "",
            ":8080",
            "localhost",
            "localhost:80",
            "localhost:8081",
            "localhost:8080:8080",
            "127.0.0.1",
            "evil.example:8080",
            "127.0.0.1.evil.example:8080",
            "192.168.1.5:8080",
            "[::1]",
            "::1:8080",
            "localhost.:8080",
            "user@localhost:8080",
            "localhost:+8080x",
            "[127.0.0.1]:8080",
        ];
        for host in refused {
            assert!(!allowed(host, here), "{host}");
        }
    }

    #[test]
    fn a_page_open_to_the_network_is_answered_under_addresses_but_not_under_names() {
        let open: SocketAddr = "0.0.0.0:80".parse().unwrap();
        for host in ["10.0.0.7", "10.0.0.7:80", "[2001:db8::1]:80", "[2001:db8::1]", "localhost"] {
            assert!(allowed(host, open), "{host}");
        }
        for host in ["bang.evil.example", "bang.evil.example:80", "10.0.0.7:8080", "10.0.0.7.evil.example"] {
            assert!(!allowed(host, open), "{host}");
        }
    }
}
