//! Which Colorlight receiver cards hang at an interface. They have no addresses: each of the chain is asked by its number.

use super::{Answers, Draft, Found, Interface, Place};
use crate::link::{Event, Link, Load};
use crate::player::run::reason;
use crate::wire::Packets;
use crate::wire::colorlight::{MAX_RECEIVERS, REPLY_ETHERTYPE, Reply, Repr};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How long one card may take to answer.
const WAIT: Duration = Duration::from_millis(300);
/// The first card is asked this often: cards miss the first question after a pause.
const FIRST_TRIES: u8 = 3;

pub(super) async fn search(interface: &Interface, length: Duration) -> Answers {
    let mut link = Link::raw(&interface.name, REPLY_ETHERTYPE);
    let mut answers = Answers::default();
    tokio::select! {
        () = sleep(length) => {}
        () = ask_all(&mut link, interface, &mut answers) => {}
    }
    answers
}

async fn ask_all(link: &mut Link, interface: &Interface, answers: &mut Answers) {
    loop {
        match link.event().await {
            Event::Up => break,
            Event::Down(error) => {
                answers.trouble = Some(reason(&error));
                return;
            }
            Event::Received(_) => {}
        }
    }
    for receiver in 0..MAX_RECEIVERS {
        let tries = if receiver == 0 { FIRST_TRIES } else { 1 };
        let mut reply = None;
        for _ in 0..tries {
            reply = reply.or(ask(link, receiver, answers).await);
        }
        // The chain ends at the first that is silent.
        let Some(reply) = reply else { return };
        answers.add(card(&reply, interface));
    }
}

async fn ask(link: &mut Link, receiver: u8, answers: &mut Answers) -> Option<Reply> {
    let mut packets = Packets::default();
    Repr::Discover { receiver }.emit(&mut packets).ok()?;
    link.send(Load::plain(packets.bytes(), packets.ends()));
    let heard = async {
        loop {
            match link.event().await {
                Event::Received(bytes) => match Repr::parse(&bytes) {
                    Ok(Repr::Reply(reply)) if reply.receiver == receiver => return Some(reply),
                    Ok(_) => {}
                    Err(_) => answers.noise += 1,
                },
                Event::Up => {}
                Event::Down(_) => return None,
            }
        }
    };
    timeout(WAIT, heard).await.ok().flatten()
}

fn card(reply: &Reply, interface: &Interface) -> Found {
    let Reply { firmware: (major, minor), size: (width, height), received, uptime_ms, receiver } = *reply;
    let says = vec![
        format!("firmware {major}.{minor}"),
        format!("{width} × {height}"),
        format!("uptime {} s", uptime_ms / 1000),
        format!("packets {received}"),
    ];
    // One board is the whole chain; the cards behind the first are parts of it.
    let draft = (receiver == 0).then(|| Draft {
        protocol: "colorlight",
        link: format!("raw://{}", interface.name),
        size: Some((width, height)).filter(|_| width > 0 && height > 0),
        more: vec![("firmware", major.to_string())],
    });
    Found { place: Place::Receiver(receiver), name: "Colorlight 5A".to_owned(), says, draft }
}
