//! Who answers an Art-Net poll. Nodes answer to port 6454, some of them to everybody, so that very port must be free.

use super::ear::Question;
use super::{Answers, Draft, Found, Interface, Place, plain};
use crate::wire::Packets;
use crate::wire::artnet::{PORT, Poll, PollReply, Repr};
use std::net::Ipv4Addr;
use std::time::Duration;

/// The bytes of a poll that asks for nothing but an answer.
pub(super) fn poll() -> Vec<u8> {
    let mut packets = Packets::default();
    Poll::default().emit(&mut packets);
    packets.bytes().to_vec()
}

pub(super) async fn search(interface: &Interface, length: Duration) -> Answers {
    let (bytes, socket) = (poll(), interface.udp(PORT, PORT));
    let question = Question { socket, port: PORT, bytes: Some(&bytes), length };
    let take = |bytes: &[u8], from, answers: &mut Answers| match Repr::parse(bytes) {
        Ok(Repr::PollReply(reply)) => {
            answers.add(node(&reply, from));
            true
        }
        // Our own poll comes back, and others are on the air here.
        parsed => parsed.is_ok(),
    };
    question.ask(take).await
}

/// What a node says of itself, if this is an answer to a poll.
pub(super) fn answer(bytes: &[u8]) -> Option<Vec<String>> {
    let Ok(Repr::PollReply(reply)) = Repr::parse(bytes) else { return None };
    let Found { name, says, .. } = node(&reply, Ipv4Addr::UNSPECIFIED);
    Some([vec![name], says].concat())
}

/// What a node says of itself; it is reached where its answer came from.
pub(super) fn node(reply: &PollReply, from: Ipv4Addr) -> Found {
    let universes: Vec<u16> = reply.universes().collect();
    let listed = universes.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    let report = plain(&reply.report.to_string());
    let long = plain(&reply.long_name.to_string());
    let mut says = vec![format!("Port-Address {listed}")];
    says.extend([long, report].into_iter().filter(|words| !words.is_empty()));
    let draft = universes.iter().min().map(|first| Draft {
        protocol: "artnet",
        link: format!("udp://{from}"),
        size: None,
        more: vec![("universe", first.to_string())],
    });
    // The parts of a device differ by their numbers.
    let part = reply
        .bound()
        .map_or(String::new(), |(_, part)| if part > 1 { format!(" {part}") } else { String::new() });
    let name = format!("{}{part}", plain(&reply.short_name.to_string()));
    Found { place: Place::Ip(from), name, says, draft }
}
