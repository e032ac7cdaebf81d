//! Which WLED boards there are: they are called by mDNS, and each one's own page is asked what it is.

use super::ear::Question;
use super::http::get;
use super::{Answers, Draft, Found, Interface, Place, plain};
use crate::board::control::Reading;
use crate::board::control::wled::{INFO_PATH, read};
use crate::wire::mdns;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4};
use std::time::Duration;
use tokio::net::TcpSocket;
use tokio::task::JoinSet;

pub(super) async fn search(interface: &Interface, length: Duration) -> Answers {
    let socket =
        interface.udp(0, mdns::PORT).map(|(socket, _)| (socket, SocketAddrV4::new(mdns::GROUP, mdns::PORT)));
    let mut heard = mdns::Answers::default();
    let take = |bytes: &[u8], _: Ipv4Addr, _: &mut Answers| {
        let before = heard.boards();
        heard.hear(bytes);
        // What taught nothing may still be somebody's honest answer; only what cannot be one is noise.
        heard.boards() != before || bytes.len() >= 12 && bytes[2] & 0x80 != 0
    };
    let bytes = Some(mdns::QUESTION);
    let mut answers = Question { socket, port: 0, bytes, length }.ask(take).await;
    // All pages at the same time, each bounded by itself.
    let mut pages = JoinSet::new();
    for told in heard.boards() {
        let address = told.addresses.iter().find_map(|address| match address {
            IpAddr::V4(address) => Some(*address),
            IpAddr::V6(_) => None,
        });
        if let (Some(address), Ok(socket)) = (address, interface.tcp()) {
            pages.spawn(async move {
                let reading = info(socket, (address, told.port).into()).await.ok();
                board(address, &told.name, reading.as_ref())
            });
        }
    }
    let mut found = pages.join_all().await;
    found.sort_by_key(|board| board.place);
    found.into_iter().for_each(|board| answers.add(board));
    answers
}

/// What a board's own page says of it.
///
/// # Errors
/// Nobody answers there, or not as WLED does.
pub(super) async fn info(socket: TcpSocket, address: SocketAddr) -> io::Result<Reading> {
    let body = get(socket, address, INFO_PATH).await?;
    read(&body, Duration::ZERO).map_err(io::Error::other)
}

/// Width and height of a board: its matrix, or one row of dots.
pub(super) fn size(reading: &Reading) -> Option<(u16, u16)> {
    let row = reading.dots.and_then(|dots| Some((u16::try_from(dots).ok()?, 1)));
    reading.size.or(row).filter(|(width, height)| *width > 0 && *height > 0)
}

/// What of that a person wants to know.
pub(super) fn says(reading: &Reading) -> Vec<String> {
    let mut says: Vec<String> =
        reading.version.iter().map(|version| format!("WLED {}", plain(version))).collect();
    says.extend(size(reading).map(|(width, height)| format!("{width} × {height}")));
    if reading.live == Some(true) {
        let kind = plain(reading.source_kind.as_deref().unwrap_or_default());
        let from = reading.source.map_or(String::new(), |from| from.to_string());
        says.push(format!("live: {kind} {from}").trim_end().to_owned());
    }
    says.extend(reading.uptime_s.map(|seconds| format!("uptime {seconds} s")));
    says
}

fn board(address: Ipv4Addr, name: &str, reading: Option<&Reading>) -> Found {
    let link = format!("udp://{address}");
    let draft = Draft { protocol: "ddp", link, size: reading.and_then(size), more: Vec::new() };
    let says = reading.map_or_else(Vec::new, says);
    Found { place: Place::Ip(address), name: plain(name), says, draft: Some(draft) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_is_a_matrix_or_one_row_and_says_who_writes_to_it() {
        let reading = |text: &str| read(text.as_bytes(), Duration::ZERO).unwrap();
        let whole = r#"{"ver":"0.15.0","leds":{"count":2048,"matrix":{"w":64,"h":32}},"live":true,
            "lm":"DDP","lip":"10.0.0.9","uptime":77}"#;
        assert_eq!(size(&reading(whole)), Some((64, 32)));
        assert_eq!(says(&reading(whole)), ["WLED 0.15.0", "64 × 32", "live: DDP 10.0.0.9", "uptime 77 s"]);
        assert_eq!(size(&reading(r#"{"leds":{"count":30}}"#)), Some((30, 1)));
        assert_eq!(size(&reading(r#"{"leds":{"count":70000,"matrix":{"w":0,"h":0}}}"#)), None);
    }
}
