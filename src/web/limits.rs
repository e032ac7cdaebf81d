//! How often one address may ask, and over the API one person or token from wherever they ask, so that a program gone wild,
//! or a hostile one, leaves room for the others.
//!
//! Attempts to sign in are counted apart, by who is to be signed in: that is the office's to know.

use super::Mono;
use super::caller::Caller;
use crate::editorial::Who;
use axum::http::Method;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

/// Changes a second from one address, and how many at once.
pub(super) const WRITES: (u32, u32) = (20, 40);
/// Questions to the API a second from one address, and how many at once.
pub(super) const READS: (u32, u32) = (50, 100);
/// Changes a second by one person or token, and how many at once. Fewer than an address has: behind a proxy all share one.
pub(super) const WRITES_OF_ONE: (u32, u32) = (10, 40);
/// Questions a second by one person or token, and how many at once.
pub(super) const READS_OF_ONE: (u32, u32) = (25, 100);
/// The most addresses that are remembered, and the most persons and tokens. More than this within a few seconds share one
/// allowance.
const MOST: usize = 4096;

/// The clock of the desk, as the library wants it.
#[derive(Clone)]
struct DeskClock(Mono);

impl Clock for DeskClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        (self.0)()
    }
}

type Limiter<K> = RateLimiter<K, HashMapStateStore<K>, DeskClock, NoOpMiddleware<Duration>>;

/// What each of a kind has left.
struct Allowance<K: Hash + Eq + Clone> {
    writes: Limiter<K>,
    reads: Limiter<K>,
    /// Whose allowance all share that there is no room for.
    others: K,
    clock: DeskClock,
}

impl<K: Hash + Eq + Clone> Allowance<K> {
    fn new(writes: (u32, u32), reads: (u32, u32), others: K, clock: &DeskClock) -> Self {
        let limiter = |rate| RateLimiter::hashmap_with_clock(quota(rate), clock.clone());
        Self { writes: limiter(writes), reads: limiter(reads), others, clock: clock.clone() }
    }

    fn take(&self, whose: K, asks: Asks) -> Result<(), u64> {
        let limiter = match asks {
            Asks::Reads => &self.reads,
            Asks::Changes => &self.writes,
        };
        let taken = limiter.check_key(&self.room_for(limiter, whose));
        taken.map_err(|not_until| {
            not_until.wait_time_from(self.clock.now()).as_secs_f64().ceil().max(1.0) as u64
        })
    }

    /// `whose`, or where too many are remembered already the one that all further ones share.
    fn room_for(&self, limiter: &Limiter<K>, whose: K) -> K {
        if limiter.len() < MOST {
            return whose;
        }
        limiter.retain_recent();
        if limiter.len() < MOST { whose } else { self.others.clone() }
    }
}

/// What somebody does, as far as it is counted.
#[derive(Clone, Copy)]
enum Asks {
    Reads,
    Changes,
}

impl Asks {
    /// `None` for what is not counted: looking at pages.
    fn of(method: &Method, path: &str) -> Option<Self> {
        match *method {
            Method::GET | Method::HEAD | Method::OPTIONS => is_api(path).then_some(Self::Reads),
            _ => Some(Self::Changes),
        }
    }
}

fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// What everybody has left.
pub(super) struct Limits {
    addresses: Allowance<IpAddr>,
    known: Allowance<Who>,
}

impl Limits {
    /// Everybody's allowance is full. Time is what `mono` says.
    pub(super) fn new(mono: Mono) -> Self {
        let clock = DeskClock(mono);
        let nobody = IpAddr::V6(Ipv6Addr::UNSPECIFIED);
        Self {
            addresses: Allowance::new(WRITES, READS, nobody, &clock),
            known: Allowance::new(WRITES_OF_ONE, READS_OF_ONE, Who::Nobody, &clock),
        }
    }

    /// Takes one from the allowance of `caller`; an error if there is none: the seconds until there is.
    pub(super) fn take(&self, caller: Caller, method: &Method, path: &str) -> Result<(), u64> {
        Asks::of(method, path).map_or(Ok(()), |asks| self.addresses.take(net(caller.0), asks))
    }

    /// The same of a person or token that is known, over the API. People on pages are counted by address alone.
    pub(super) fn take_of(&self, who: &Who, method: &Method, path: &str) -> Result<(), u64> {
        let asks = Asks::of(method, path).filter(|_| is_api(path));
        asks.map_or(Ok(()), |asks| self.known.take(who.clone(), asks))
    }
}

fn quota((each_second, at_once): (u32, u32)) -> Quota {
    let count = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
    Quota::per_second(count(each_second)).allow_burst(count(at_once))
}

/// What counts as one address: of IPv6 the network, for a single machine has as many addresses in it as it likes.
pub(super) fn net(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & (u128::MAX << 64))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    fn limits() -> (Limits, Arc<AtomicU64>) {
        let millis = Arc::new(AtomicU64::new(5_000));
        let read = Arc::clone(&millis);
        (Limits::new(Arc::new(move || Duration::from_millis(read.load(Ordering::Relaxed)))), millis)
    }

    fn caller(address: &str) -> Caller {
        Caller(address.parse().unwrap())
    }

    #[test]
    fn whoever_asks_too_often_is_told_when_to_come_again_and_others_are_not_kept_out() {
        let (limits, millis) = limits();
        let write = |from: &str| limits.take(caller(from), &Method::POST, "/x");
        assert_eq!((0..41).filter(|_| write("192.0.2.1").is_ok()).count(), 40);
        assert_eq!(write("192.0.2.1"), Err(1));
        assert_eq!(write("192.0.2.2"), Ok(()));
        millis.fetch_add(50, Ordering::Relaxed);
        assert_eq!((write("192.0.2.1"), write("192.0.2.1")), (Ok(()), Err(1)));
        let read = |path| limits.take(caller("192.0.2.1"), &Method::GET, path);
        assert_eq!((0..120).filter(|_| read("/api/status").is_ok()).count(), 100);
        assert!((0..1000).all(|_| read("/board/b0.png").is_ok()));
    }

    #[test]
    fn a_machine_does_not_get_more_by_changing_its_address_within_its_network() {
        let (limits, _) = limits();
        let write = |host: u32, net: u32| {
            limits.take(caller(&format!("2001:db8:0:{net:x}::{host:x}")), &Method::POST, "/x")
        };
        assert_eq!((0..100).filter(|host| write(*host, 1).is_ok()).count(), 40);
        assert_eq!(write(0, 2), Ok(()));
    }

    #[test]
    fn any_number_of_addresses_is_remembered_in_bounded_memory() {
        let (limits, millis) = limits();
        let write = |at: u32| {
            let address = Caller(IpAddr::V4(std::net::Ipv4Addr::from_bits(at)));
            limits.take(address, &Method::POST, "/x")
        };
        let answered = (0..10_000).filter(|at| write(*at).is_ok()).count();
        assert_eq!(answered, MOST + 40);
        assert_eq!(limits.addresses.writes.len(), MOST + 1);
        millis.fetch_add(3_000, Ordering::Relaxed);
        assert!((20_000..24_000).all(|at| write(at).is_ok()));
        assert!(limits.addresses.writes.len() <= MOST + 1);
    }

    #[test]
    fn a_token_has_one_allowance_wherever_it_asks_from_and_others_have_theirs() {
        let (limits, millis) = limits();
        let token = |id| Who::Token { id, person: "lan".to_owned() };
        let write = |who: &Who| limits.take_of(who, &Method::PUT, "/api/v1/playlists/tet/draft/head");
        assert_eq!((0..50).filter(|_| write(&token(1)).is_ok()).count(), 40);
        assert_eq!(write(&token(1)), Err(1));
        assert_eq!((write(&token(2)), write(&Who::Person("lan".to_owned()))), (Ok(()), Ok(())));
        millis.fetch_add(100, Ordering::Relaxed);
        assert_eq!((write(&token(1)), write(&token(1))), (Ok(()), Err(1)));
        let read = |path| limits.take_of(&token(1), &Method::GET, path);
        assert_eq!((0..120).filter(|_| read("/api/v1/log").is_ok()).count(), 100);
        let page = |_| limits.take_of(&token(1), &Method::POST, "/playlists/tet/draft").is_ok();
        assert!((0..1000).all(page), "forms of pages are counted by address");
    }

    #[test]
    fn any_number_of_tokens_is_remembered_in_bounded_memory() {
        let (limits, _) = limits();
        let write = |id| {
            let token = Who::Token { id, person: String::new() };
            limits.take_of(&token, &Method::POST, "/api/v1/playlists")
        };
        assert_eq!((0..10_000).filter(|id| write(*id).is_ok()).count(), MOST + 40);
        assert_eq!(limits.known.writes.len(), MOST + 1);
    }
}
