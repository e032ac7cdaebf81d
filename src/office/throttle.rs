//! How often somebody may fail to sign in: little, by address and by name, so that guessing takes years and nobody can lock
//! others out for long.

use core::net::IpAddr;
use std::collections::BTreeMap;
use std::time::Duration;

/// Failures are remembered for this long.
const MEMORY: Duration = Duration::from_secs(15 * 60);
/// So many failures are nobody's business.
const FREE: usize = 5;
/// The pause after the first failure too many; each further one doubles it.
const PAUSE: Duration = Duration::from_secs(5);
/// The longest pause by address, and by name: a name can be slowed down by anybody who knows it.
const MOST: (Duration, Duration) = (Duration::from_secs(15 * 60), Duration::from_secs(30));
/// Keys remembered at most.
const KEYS: usize = 10_000;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Address(IpAddr),
    Name(String),
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: usize,
    last: Duration,
}

/// Failures that are remembered.
#[derive(Clone, Debug, Default)]
pub(super) struct Throttle {
    known: BTreeMap<Key, Failures>,
}

impl Throttle {
    /// How long is to be waited before the next attempt; zero if it may be made now.
    pub(super) fn wait(&self, address: Option<IpAddr>, name: &str, now: Duration) -> Duration {
        let of = |key: Key, most: Duration| {
            let Some(failures) = self.known.get(&key) else { return Duration::ZERO };
            let Some(over) = failures.count.checked_sub(FREE) else { return Duration::ZERO };
            if now.saturating_sub(failures.last) > MEMORY {
                return Duration::ZERO;
            }
            let pause = PAUSE.saturating_mul(1 << over.min(12)).min(most);
            (failures.last + pause).saturating_sub(now)
        };
        let by_address = address.map_or(Duration::ZERO, |address| of(Key::Address(network(address)), MOST.0));
        by_address.max(of(Key::Name(name.to_owned()), MOST.1))
    }

    /// Remembers a failure.
    pub(super) fn failed(&mut self, address: Option<IpAddr>, name: &str, now: Duration) {
        for key in address
            .map(|address| Key::Address(network(address)))
            .into_iter()
            .chain([Key::Name(name.to_owned())])
        {
            let failures = self.known.entry(key).or_insert(Failures { count: 0, last: now });
            if now.saturating_sub(failures.last) > MEMORY {
                failures.count = 0;
            }
            *failures = Failures { count: failures.count + 1, last: now };
        }
        if self.known.len() > KEYS {
            self.known.retain(|_, failures| now.saturating_sub(failures.last) <= MEMORY);
        }
        while self.known.len() > KEYS {
            // Who failed least and longest ago is the least to be remembered.
            let least = self.known.iter().min_by_key(|(_, failures)| (failures.count, failures.last));
            let Some(least) = least.map(|(key, _)| key.clone()) else { break };
            self.known.remove(&least);
        }
    }

    /// Forgets the failures of a name that was right.
    pub(super) fn succeeded(&mut self, name: &str) {
        self.known.remove(&Key::Name(name.to_owned()));
    }
}

/// Of IPv6 addresses everybody has as many as they like: what counts is the network.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            core::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn a_few_slips_cost_nothing_and_guessing_gets_slower_and_slower() {
        let (mut throttle, here) = (Throttle::default(), address("10.0.0.9"));
        for _ in 0..FREE - 1 {
            throttle.failed(here, "lan", SECOND);
            assert_eq!(throttle.wait(here, "lan", SECOND), Duration::ZERO);
        }
        let mut waits = Vec::new();
        for _ in 0..9 {
            throttle.failed(here, "lan", SECOND);
            waits.push(throttle.wait(here, "lan", SECOND).as_secs());
        }
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 320, 640, 900]);
        assert_eq!(throttle.wait(here, "lan", SECOND * 902), Duration::ZERO);
        assert_eq!(throttle.wait(here, "somebody", SECOND * 2), SECOND * 899, "the address is known");
    }

    #[test]
    fn who_is_attacked_by_name_from_elsewhere_waits_half_a_minute_at_most() {
        let mut throttle = Throttle::default();
        for host in 0..200 {
            throttle.failed(address(&format!("10.0.1.{host}")), "lan", SECOND);
        }
        assert_eq!(throttle.wait(address("10.0.2.2"), "lan", SECOND), SECOND * 30);
        throttle.succeeded("lan");
        assert_eq!(throttle.wait(address("10.0.2.2"), "lan", SECOND), Duration::ZERO);
    }

    #[test]
    fn a_network_of_ipv6_is_one_and_memory_is_bounded() {
        let mut throttle = Throttle::default();
        for host in 0..10_200_u32 {
            throttle.failed(address(&format!("2001:db8::{host:x}")), &format!("n{host}"), SECOND);
        }
        assert!(throttle.known.len() <= KEYS);
        assert!(throttle.wait(address("2001:db8::ffff"), "x", SECOND) > SECOND);
    }
}
