//! Why an order is refused, and which of its fields is to blame, by the names that [`Order`](super::Order) has for them.

use crate::report::{Fault, Message};
use crate::site::key_of;

/// Why nothing was ordered.
#[derive(Clone, Debug)]
pub struct Cause {
    /// The sentence.
    pub message: Message,
    /// The field it is about, as a path (`end.lasting`); `None` where it is about no part of the order.
    pub field: Option<String>,
    /// What is wrong with the text of a notice; mostly empty.
    pub faults: Vec<Fault>,
}

impl Cause {
    /// The cause that this sentence tells, with what was found in the text.
    #[must_use]
    pub fn of(message: Message, faults: Vec<Fault>) -> Self {
        let field = match &message {
            Message::NoticeRefused {} => Some(wished(&faults)),
            _ => field(&message).map(str::to_owned),
        };
        Self { message, field, faults }
    }
}

/// The key of a notice's text, or of how it is to look, that the gravest fault is about.
fn wished(faults: &[Fault]) -> String {
    let grave = faults.iter().filter(|fault| fault.is_error());
    let key = grave.chain(faults).find_map(key_of);
    let known = key.filter(|key| ["text", "font", "colour", "motion"].contains(&key.as_str()));
    known.unwrap_or_else(|| "text".to_owned())
}

fn field(message: &Message) -> Option<&'static str> {
    Some(match message {
        Message::UnknownWord { .. } => "class",
        Message::NoSuchBoard { .. } => "places.boards",
        Message::NoSuchSite { .. } => "places.sites",
        Message::NoSuchGroup { .. } => "places.groups",
        Message::NoSuchTag { .. } => "places.tags",
        Message::OrderForNobody {}
        | Message::NotDark { .. }
        | Message::HoldInTheDark { .. }
        | Message::NothingHeld { .. } => "places",
        Message::BadTime { .. } => "end.until",
        Message::OrderLasting { .. } => "end.lasting",
        Message::OrderNeedsEnd { .. }
        | Message::OrderPast { .. }
        | Message::OrderTooLong { .. }
        | Message::OrderNotLater { .. } => "end",
        Message::OrderWords { key, .. } if key == "--reason" => "reason",
        Message::HoldLength { .. } => "lasting",
        Message::OverrideThere { .. } => "replace",
        Message::NoSuchNotice { .. } => "id",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Wish;

    #[test]
    fn a_notice_is_refused_for_what_is_wrong_with_it() {
        let wish = |text: &str, colour: Option<&str>| {
            let wish = Wish { text: text.to_owned(), colour: colour.map(str::to_owned), ..Wish::default() };
            let faults = wish.playlist("notice").err().unwrap_or_default();
            Cause::of(Message::NoticeRefused {}, faults).field
        };
        assert_eq!(wish("Bão\ncolour = x\u{202e}", None).as_deref(), Some("text"));
        assert_eq!(wish("Bão\nđang vào", Some("màu lạ")).as_deref(), Some("colour"));
        assert_eq!(wish("Bão", None).as_deref(), Some("text"), "a board cannot show it");
    }
}
