//! Under which hosts the page is reached by other machines, for people who are to open it there. Asks no network.

use std::net::{IpAddr, SocketAddr};

/// So many are said.
const MOST: usize = 6;

/// The page's hosts with their port, the likeliest first: where it listens on every address, the names it was given and the
/// addresses of this machine, as far as others can use them. Never empty.
pub(super) fn hosts(
    listen: SocketAddr,
    names: &[String],
    addresses: impl Iterator<Item = IpAddr>,
) -> Vec<String> {
    if !listen.ip().is_unspecified() {
        return vec![listen.to_string()];
    }
    let port = listen.port();
    let mut own: Vec<IpAddr> = addresses
        .filter(|address| !address.is_loopback() && (address.is_ipv4() || listen.is_ipv6()))
        .collect();
    // People copy the shorter ones without a mistake.
    own.sort_by_key(IpAddr::is_ipv6);
    let mut hosts: Vec<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
    for address in own {
        let host = SocketAddr::new(address, port).to_string();
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts.truncate(MOST);
    if hosts.is_empty() {
        // No other machine reaches this one; who is at it does.
        hosts.push(format!("127.0.0.1:{port}"));
    }
    hosts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(listen: &str, names: &[&str], addresses: &[&str]) -> Vec<String> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        hosts(listen.parse().unwrap(), &names, addresses.iter().map(|address| address.parse().unwrap()))
    }

    #[test]
    fn a_page_on_every_address_is_said_under_those_that_other_machines_can_open() {
        let own = ["127.0.0.1", "::1", "2001:db8::7", "10.0.0.7", "10.0.0.7"];
        assert_eq!(said("0.0.0.0:8443", &[], &own), ["10.0.0.7:8443"]);
        assert_eq!(
            said("[::]:80", &["bang.example"], &own),
            ["bang.example:80", "10.0.0.7:80", "[2001:db8::7]:80"]
        );
        assert_eq!(said("0.0.0.0:1", &[], &["127.0.0.1"]), ["127.0.0.1:1"], "a machine without a network");
        assert_eq!(said("10.0.0.9:8443", &["bang.example"], &own), ["10.0.0.9:8443"]);
        let many: Vec<String> = (1..90).map(|last| format!("10.0.0.{last}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(said("0.0.0.0:1", &[], &many).len(), MOST);
    }
}
