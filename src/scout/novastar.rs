//! Which Novastar sending cards answer their search text. They take no dots from us, but can be asked how they are.

use super::ear::Question;
use super::{Answers, Found, Interface, Place, plain};
use crate::wire::novastar::{FOUND, SEARCH, SEARCH_PORT};
use std::net::Ipv4Addr;
use std::time::Duration;

pub(super) async fn search(interface: &Interface, length: Duration) -> Answers {
    let socket = interface.udp(SEARCH_PORT, SEARCH_PORT);
    let take = |bytes: &[u8], from: Ipv4Addr, answers: &mut Answers| {
        let Some(rest) = bytes.strip_prefix(FOUND) else { return bytes == SEARCH };
        let name = plain(&String::from_utf8_lossy(rest));
        let says = vec![format!("control = \"novastar+tcp://{from}\"")];
        answers.add(Found { place: Place::Ip(from), name, says, draft: None });
        true
    };
    Question { socket, port: SEARCH_PORT, bytes: Some(SEARCH), length }.ask(take).await
}
