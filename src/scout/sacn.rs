//! Which senders tell of themselves by sACN. Boards do not: what is found here is who else may write to them.

use super::ear::Question;
use super::{Answers, Found, Interface, Place, plain};
use crate::wire::sacn::{DISCOVERY_UNIVERSE, Discovery, PORT, Repr, group, is_draft_discovery};
use std::net::Ipv4Addr;
use std::time::Duration;

/// Listens for what senders tell every ten seconds; sends nothing but the wish to belong to their group.
pub(super) async fn search(interface: &Interface, length: Duration) -> Answers {
    let group = Ipv4Addr::from(group(DISCOVERY_UNIVERSE));
    let socket = interface.udp(PORT, PORT).and_then(|(socket, everybody)| {
        socket.join_multicast_v4(group, interface.address().unwrap_or(Ipv4Addr::UNSPECIFIED))?;
        Ok((socket, everybody))
    });
    let take = |bytes: &[u8], from, answers: &mut Answers| match Repr::parse(bytes) {
        Ok(Repr::Discovery(told)) => {
            answers.add(sender(&told, from));
            true
        }
        Ok(_) => true,
        Err(_) => is_draft_discovery(bytes),
    };
    Question { socket, port: PORT, bytes: None, length }.ask(take).await
}

/// What a sender tells of itself.
fn sender(told: &Discovery, from: Ipv4Addr) -> Found {
    let mut universes = format!("universes {}", ranges(&told.universes));
    if told.last > 0 {
        universes.push_str(&format!(" (page {}/{})", u16::from(told.page) + 1, u16::from(told.last) + 1));
    }
    let says = vec![universes, format!("CID {}", hex::encode(told.cid.0))];
    Found { place: Place::Ip(from), name: plain(told.source.name()), says, draft: None }
}

/// `1-4, 9`
fn ranges(universes: &[u16]) -> String {
    let mut ranges: Vec<(u16, u16)> = Vec::new();
    for &universe in universes {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(universe) => *last = universe,
            _ => ranges.push((universe, universe)),
        }
    }
    let words = ranges.into_iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}-{b}") });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn universes_that_follow_each_other_are_one_range() {
        assert_eq!(ranges(&[1, 2, 3, 4, 9, 11, 12]), "1-4, 9, 11-12");
        assert_eq!(ranges(&[65_535, 1]), "65535, 1");
        assert_eq!(ranges(&[]), "");
    }
}
