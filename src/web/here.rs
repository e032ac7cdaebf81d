//! Under which names this page is: the Host allow-list.
//!
//! A browser can be led to this address by any page on the net (DNS rebinding); it then names that page's host, and
//! is refused. No name is accepted but `localhost` and those the operator vouches for, because any other name is the
//! word of some DNS server.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Where the page is.
#[derive(Clone, Debug)]
pub(super) struct Here {
    /// The address it listens on, with the port that was got.
    pub(super) listen: SocketAddr,
    /// Whether connections are TLS.
    pub(super) tls: bool,
    /// Further host names, in lower case.
    pub(super) names: Vec<String>,
}

impl Here {
    /// `http` or `https`.
    pub(super) fn scheme(&self) -> &'static str {
        if self.tls { "https" } else { "http" }
    }

    /// Whether `host` (`127.0.0.1:8080`) is one of ours: `localhost`, a loopback address or the address listened on,
    /// with the port; any address written in digits if the listener is open to others; or one of the further names,
    /// with any port, for what answers to a name may be a proxy with a port of its own.
    pub(super) fn allows(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => match port.parse::<u16>() {
                Ok(port) => (name, port),
                Err(_) => return false,
            },
            _ => (host, if self.tls { 443 } else { 80 }),
        };
        if self.names.iter().any(|own| name.eq_ignore_ascii_case(own)) {
            return true;
        }
        port == self.listen.port() && (name.eq_ignore_ascii_case("localhost") || self.is_address(name))
    }

    fn is_address(&self, name: &str) -> bool {
        let address = match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(inside) => inside.parse::<Ipv6Addr>().map(IpAddr::V6),
            None => name.parse::<Ipv4Addr>().map(IpAddr::V4),
        };
        let listen = self.listen.ip().to_canonical();
        address.is_ok_and(|address| {
            let address = address.to_canonical();
            address.is_loopback() || address == listen || !listen.is_loopback()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(listen: &str, tls: bool, names: &[&str]) -> Here {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Here { listen: listen.parse().unwrap(), tls, names }
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let here = here("127.0.0.1:8080", false, &[]);
        for host in ["localhost:8080", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080"] {
            assert!(here.allows(host), "{host}");
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
            assert!(!here.allows(host), "{host}");
        }
    }

    #[test]
    fn a_page_open_to_the_network_is_answered_under_addresses_but_not_under_names() {
        let open = here("0.0.0.0:80", false, &[]);
        for host in ["10.0.0.7", "10.0.0.7:80", "[2001:db8::1]:80", "[2001:db8::1]", "localhost"] {
            assert!(open.allows(host), "{host}");
        }
        for host in ["bang.evil.example", "bang.evil.example:80", "10.0.0.7:8080", "10.0.0.7.evil.example"] {
            assert!(!open.allows(host), "{host}");
        }
    }

    #[test]
    fn a_name_of_the_operators_is_answered_exactly_and_behind_any_port() {
        let named = here("0.0.0.0:8443", true, &["bang.example.gov.vn"]);
        let own =
            ["bang.example.gov.vn", "BANG.example.gov.vn:8443", "bang.example.gov.vn:9000", "10.0.0.7:8443"];
        for host in own {
            assert!(named.allows(host), "{host}");
        }
        let others = [
            "example.gov.vn",
            "x.bang.example.gov.vn",
            "bang.example.gov.vn.",
            "bang.example.gov.vn:x",
            "10.0.0.7",
        ];
        for host in others {
            assert!(!named.allows(host), "{host}");
        }
        assert!(here("10.0.0.7:443", true, &[]).allows("10.0.0.7"));
    }
}
