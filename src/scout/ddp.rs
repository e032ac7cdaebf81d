//! Which displays answer a DDP query for their status. WLED and FPP do not answer; they are found by other ways.

use super::ear::Question;
use super::{Answers, Draft, Found, Interface, Place, plain};
use crate::wire::Packets;
use crate::wire::ddp::status::{Answer, Question as Asks, Status};
use crate::wire::ddp::{Header, PORT, Repr};
use std::net::Ipv4Addr;
use std::time::Duration;

/// The bytes of a query for the status.
pub(super) fn query() -> Vec<u8> {
    let mut packets = Packets::default();
    Header::question(Asks::Status).emit(0, &mut packets);
    packets.bytes().to_vec()
}

/// What a display says of itself, if this is an answer to a query for the status.
pub(super) fn status(bytes: &[u8]) -> Option<Vec<String>> {
    // A push without data, which senders say to everybody, looks like an answer of a display that has none.
    Repr::parse(bytes).ok().filter(|packet| packet.header.reply)?;
    let Status { manufacturer, model, version, mac, .. } = match Answer::parse(bytes).ok()? {
        Answer::Status(status) => status,
        Answer::Nothing => Status::default(),
        Answer::Config(_) => return None,
    };
    let words = [("man", manufacturer), ("mod", model), ("ver", version), ("mac", mac)];
    Some(words.into_iter().filter_map(|(key, word)| Some(format!("{key} {}", plain(&word?)))).collect())
}

pub(super) async fn search(interface: &Interface, length: Duration) -> Answers {
    let (bytes, socket) = (query(), interface.udp(0, PORT));
    let take = |bytes: &[u8], from, answers: &mut Answers| {
        let says = status(bytes);
        let known = says.is_some();
        says.into_iter().for_each(|says| answers.add(display(says, from)));
        known
    };
    Question { socket, port: 0, bytes: Some(&bytes), length }.ask(take).await
}

fn display(says: Vec<String>, from: Ipv4Addr) -> Found {
    let name = says.iter().find_map(|word| word.strip_prefix("mod ")).unwrap_or_default().to_owned();
    let draft = Draft { protocol: "ddp", link: format!("udp://{from}"), ..Draft::default() };
    Found { place: Place::Ip(from), name, says, draft: Some(draft) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_writes_nothing_and_only_an_answer_is_taken_for_one() {
        assert_eq!(query(), [0x42, 0, 0, 251, 0, 0, 0, 0, 0, 0]);
        assert_eq!(status(&query()), None, "our own question");
        assert_eq!(status(b"\x41\0\x80\x01\0\0\0\0\0\0"), None, "a push to everybody");
        assert_eq!(status(b"\x45\0\0\xfb\0\0\0\0\0\0"), Some(Vec::new()), "a display that does not know it");
        let told = b"\x45\0\0\xfb\0\0\0\0\0\x24{\"status\":{\"mod\":\"P10\",\"ver\":\"1.2\"}}";
        assert_eq!(status(told).unwrap(), ["mod P10", "ver 1.2"]);
    }
}
