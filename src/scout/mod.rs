//! Asks a network which boards are there, because a person wants to know: nothing is sent but questions, to the one network
//! interface that was named, and nothing a device could keep.
//!
//! Whatever comes back is somebody else's: it is parsed by [`crate::wire`], bounded, stripped of control characters, and
//! what is no answer is counted and forgotten.

mod artnet;
pub mod card;
pub mod certify;
mod colorlight;
mod ddp;
mod ear;
mod http;
mod interface;
mod novastar;
pub mod probe;
mod sacn;
mod wled;

pub use interface::Interface;

use crate::report::Message;
use std::net::Ipv4Addr;
use std::time::Duration;

/// The most devices one search lists.
const MOST_FOUND: usize = 500;
/// The most parts one device may have, so that one that babbles leaves room for others.
const MOST_PARTS: usize = 64;
/// The longest name of a device that is repeated, in characters.
const MOST_LETTERS: usize = 64;

/// A way of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Art-Net: a poll, to which every node answers.
    Artnet,
    /// sACN: listening for what senders tell every ten seconds.
    Sacn,
    /// Novastar sending cards: their search text.
    Novastar,
    /// Colorlight receiver cards: a question to each of the chain, in Ethernet frames.
    Colorlight,
    /// WLED: mDNS, then each board's own page is asked what it is.
    Wled,
    /// DDP: a query for the status of displays.
    Ddp,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Artnet, Self::Sacn, Self::Novastar, Self::Colorlight, Self::Wled, Self::Ddp];

    /// The word for it on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Artnet => "artnet",
            Self::Sacn => "sacn",
            Self::Novastar => "novastar",
            Self::Colorlight => "colorlight",
            Self::Wled => "wled",
            Self::Ddp => "ddp",
        }
    }

    /// How long answers take at most, if all goes well.
    #[must_use]
    pub fn usual(self) -> Duration {
        match self {
            // Senders tell of themselves every ten seconds.
            Self::Sacn => Duration::from_secs(12),
            // Up to 32 cards are asked one after the other.
            Self::Colorlight => Duration::from_secs(12),
            Self::Artnet | Self::Novastar | Self::Wled | Self::Ddp => Duration::from_secs(4),
        }
    }
}

/// A device that answered, or a sender that was heard.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Where: an IPv4 address, or for cards without IP the receiver's number.
    pub place: Place,
    /// What it calls itself; may be empty.
    pub name: String,
    /// What it says of itself, in the words of its protocol: `firmware 11.4`.
    pub says: Vec<String>,
    /// How it would be declared as a board; `None` for what is no board, such as another sender.
    pub draft: Option<Draft>,
}

/// Where a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In an IP network.
    Ip(Ipv4Addr),
    /// The receiver of this number in a chain of cards without IP.
    Receiver(u8),
}

/// A `[[board]]` for a device, as far as the device tells what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its protocol.
    pub protocol: &'static str,
    /// Its link.
    pub link: String,
    /// Width and height in dots, if it tells.
    pub size: Option<(u16, u16)>,
    /// Other keys and their values as TOML.
    pub more: Vec<(&'static str, String)>,
}

/// What came of one way of asking.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// Who answered.
    pub found: Vec<Found>,
    /// How many datagrams came that are no answers.
    pub noise: u64,
    /// Why it could not be asked.
    pub trouble: Option<Message>,
}

impl Answers {
    /// Takes a device, once.
    fn add(&mut self, found: Found) {
        let parts = self.found.iter().filter(|known| known.place == found.place);
        let (count, known) =
            parts.fold((0, false), |(count, known), part| (count + 1, known || part.name == found.name));
        if !known && count < MOST_PARTS && self.found.len() < MOST_FOUND {
            self.found.push(found);
        }
    }
}

/// Asks in one way, for `length`.
pub async fn search(method: Method, interface: &Interface, length: Duration) -> Answers {
    match method {
        Method::Artnet => artnet::search(interface, length).await,
        Method::Sacn => sacn::search(interface, length).await,
        Method::Novastar => novastar::search(interface, length).await,
        Method::Colorlight => colorlight::search(interface, length).await,
        Method::Wled => wled::search(interface, length).await,
        Method::Ddp => ddp::search(interface, length).await,
    }
}

/// What a device says, in one line that no terminal takes for a command.
fn plain(text: &str) -> String {
    // Marks that turn the direction of writing would mix up the rest of the line.
    let turns = |letter| matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let line = text.chars().map(|letter| if letter.is_control() || turns(letter) { ' ' } else { letter });
    line.take(MOST_LETTERS).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_device_calls_itself_stays_one_short_line() {
        assert_eq!(plain("\u{1b}[31mBảng\nsảnh\u{7f}"), "[31mBảng sảnh");
        assert_eq!(plain(&"ă".repeat(100)).chars().count(), MOST_LETTERS);
    }

    #[test]
    fn the_same_device_is_listed_once_and_a_flood_of_them_has_an_end() {
        let mut answers = Answers::default();
        let found = |place: u32, name: u32| Found {
            place: Place::Ip(Ipv4Addr::from(place)),
            name: name.to_string(),
            says: Vec::new(),
            draft: None,
        };
        (0..5).for_each(|_| answers.add(found(7, 0)));
        assert_eq!(answers.found.len(), 1);
        (0..10_000).for_each(|n| answers.add(found(7, n)));
        assert_eq!(answers.found.len(), MOST_PARTS);
        (0..10_000).for_each(|n| answers.add(found(n, 0)));
        assert_eq!(answers.found.len(), MOST_FOUND);
    }
}
