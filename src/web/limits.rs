//! How often one address may ask, so that a program gone wild, or a hostile one, leaves room for the others.
//!
//! Attempts to sign in are counted apart, by who is to be signed in: that is the office's to know.

use super::Mono;
use super::caller::Caller;
use axum::http::Method;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

/// Changes a second, and how many at once.
const WRITES: (u32, u32) = (20, 40);
/// Questions to the API a second, and how many at once.
const READS: (u32, u32) = (50, 100);
/// The most addresses that are remembered. More than this within two seconds share one allowance.
const MAX_NETS: usize = 4096;

/// The clock of the desk, as the library wants it.
#[derive(Clone)]
struct DeskClock(Mono);

impl Clock for DeskClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        (self.0)()
    }
}

type Limiter = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DeskClock, NoOpMiddleware<Duration>>;

/// What each address has left.
pub(super) struct Limits {
    writes: Limiter,
    reads: Limiter,
    clock: DeskClock,
}

impl Limits {
    /// Everybody's allowance is full. Time is what `mono` says.
    pub(super) fn new(mono: Mono) -> Self {
        let clock = DeskClock(mono);
        let limiter = |rate| RateLimiter::hashmap_with_clock(quota(rate), clock.clone());
        Self { writes: limiter(WRITES), reads: limiter(READS), clock }
    }

    /// Takes one from the allowance of `caller`; an error if there is none: the seconds until there is.
    pub(super) fn take(&self, caller: Caller, method: &Method, path: &str) -> Result<(), u64> {
        let limiter = match *method {
            Method::GET | Method::HEAD | Method::OPTIONS if path.starts_with("/api/") => &self.reads,
            Method::GET | Method::HEAD | Method::OPTIONS => return Ok(()),
            _ => &self.writes,
        };
        let net = room_for(limiter, net(caller.0));
        let taken = limiter.check_key(&net);
        taken.map_err(|not_until| {
            not_until.wait_time_from(self.clock.now()).as_secs_f64().ceil().max(1.0) as u64
        })
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

/// `net`, or where too many are remembered already the one that all further ones share.
fn room_for(limiter: &Limiter, net: IpAddr) -> IpAddr {
    if limiter.len() < MAX_NETS {
        return net;
    }
    limiter.retain_recent();
    if limiter.len() < MAX_NETS { net } else { IpAddr::V6(Ipv6Addr::UNSPECIFIED) }
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
        assert_eq!(answered, MAX_NETS + 40);
        assert_eq!(limits.writes.len(), MAX_NETS + 1);
        millis.fetch_add(3_000, Ordering::Relaxed);
        assert!((20_000..24_000).all(|at| write(at).is_ok()));
        assert!(limits.writes.len() <= MAX_NETS + 1);
    }
}
