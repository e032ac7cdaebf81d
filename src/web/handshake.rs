//! TLS handshakes: bounded in number and time, and none of them holds up the door.
//!
//! Whoever opens a connection and says nothing holds a slot until somebody else needs it: then the oldest one of the
//! network that holds the most is dropped, so that a flood drops its own and not the honest caller's.

use super::ask::Asked;
use super::guard::only;
use super::here::Here;
use super::limits::net;
use super::words;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// The most handshakes at once.
const MOST: usize = 128;
/// How long one may take, the wait for a place in it.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first byte of a TLS record that begins a handshake (RFC 8446, 5.1).
const HANDSHAKE: u8 = 22;

/// A caller who has shaken hands, and the place found for them.
pub(super) type Met = (Box<TlsStream<TcpStream>>, SocketAddr, OwnedSemaphorePermit);

/// The handshakes under way.
pub(super) struct Handshakes {
    acceptor: TlsAcceptor,
    here: Arc<Here>,
    places: Arc<Semaphore>,
    running: JoinSet<Option<Met>>,
    /// The same in the order in which they began, with the network they came from.
    order: VecDeque<(IpAddr, AbortHandle)>,
}

impl Handshakes {
    /// None yet. Those that succeed get one of `places`; who speaks no TLS is told where `here` is.
    pub(super) fn new(acceptor: TlsAcceptor, here: Arc<Here>, places: Arc<Semaphore>) -> Self {
        Self { acceptor, here, places, running: JoinSet::new(), order: VecDeque::new() }
    }

    /// Begins one.
    pub(super) fn begin(&mut self, stream: TcpStream, from: SocketAddr) {
        self.order.retain(|(_, handshake)| !handshake.is_finished());
        while self.order.len() >= MOST {
            self.drop_one();
        }
        let (acceptor, here, places) =
            (self.acceptor.clone(), Arc::clone(&self.here), Arc::clone(&self.places));
        let shake = async move {
            let mut first = [0];
            if stream.peek(&mut first).await.ok()? == 0 {
                return None;
            }
            if first != [HANDSHAKE] {
                lead_over(stream, here).await;
                return None;
            }
            let stream = acceptor.accept(stream).await.ok()?;
            let place = places.acquire_owned().await.ok()?;
            Some((Box::new(stream), from, place))
        };
        let handshake = self.running.spawn(async move { timeout(PATIENCE, shake).await.ok().flatten() });
        self.order.push_back((net(from.ip().to_canonical()), handshake));
    }

    /// Drops the oldest one of the network that holds the most.
    fn drop_one(&mut self) {
        let mut held: HashMap<IpAddr, usize> = HashMap::new();
        for (net, _) in &self.order {
            *held.entry(*net).or_default() += 1;
        }
        let most = held.values().max().copied();
        let oldest = self.order.iter().position(|(net, _)| held.get(net).copied() == most);
        if let Some((_, handshake)) = oldest.and_then(|at| self.order.remove(at)) {
            handshake.abort();
        }
    }

    /// Waits for the next one that succeeds; for ever while none is under way. Nothing is lost if the wait is given up.
    pub(super) async fn next(&mut self) -> Met {
        loop {
            match self.running.join_next().await {
                Some(Ok(Some(met))) => return met,
                Some(_) => {}
                None => return std::future::pending().await,
            }
        }
    }
}

/// Answers somebody who speaks plain HTTP: a browser is led to the same page under `https`.
async fn lead_over(stream: TcpStream, here: Arc<Here>) {
    let answer = service_fn(move |request: Request<Incoming>| {
        let answer = elsewhere(&request, &here);
        async move { Ok::<_, Infallible>(answer) }
    });
    let _ = http1::Builder::new().keep_alive(false).serve_connection(TokioIo::new(stream), answer).await;
}

fn elsewhere(request: &Request<Incoming>, here: &Here) -> Response<Full<Bytes>> {
    let lang = Asked::read(request.uri().query(), request.headers()).lang;
    let mut answer = Response::new(Full::from(words::only_tls(lang, here)));
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    let host = only(request.headers(), header::HOST).filter(|host| here.allows(host));
    let path = request.uri().path_and_query().map(|path| path.as_str()).filter(|path| path.starts_with('/'));
    let target = match (host, path) {
        (Some(host), Some(path)) if matches!(*request.method(), Method::GET | Method::HEAD) => {
            HeaderValue::try_from(format!("https://{host}{path}")).ok()
        }
        _ => None,
    };
    match target {
        Some(target) => {
            *answer.status_mut() = StatusCode::TEMPORARY_REDIRECT;
            answer.headers_mut().insert(header::LOCATION, target);
        }
        None => *answer.status_mut() = StatusCode::BAD_REQUEST,
    }
    answer
}
