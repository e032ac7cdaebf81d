//! Words for instants, for what is lit, and for what became of an item.

use crate::report::Message;
use crate::schedule::{Dark, Layer, Lit, Why};
use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

/// `07:05`, with seconds if there are any.
#[must_use]
pub fn clock(at: Timestamp, zone: &TimeZone) -> String {
    let time = zone.to_datetime(at);
    time.strftime(if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" }).to_string()
}

/// `07:05, 24/11/2026`
#[must_use]
pub fn moment(at: Timestamp, zone: &TimeZone) -> String {
    format!("{}, {}", clock(at, zone), zone.to_datetime(at).strftime("%d/%m/%Y"))
}

/// The short name of a day of the week (`T3`).
#[must_use]
pub fn day(weekday: Weekday) -> Message {
    match weekday {
        Weekday::Monday => Message::Monday {},
        Weekday::Tuesday => Message::Tuesday {},
        Weekday::Wednesday => Message::Wednesday {},
        Weekday::Thursday => Message::Thursday {},
        Weekday::Friday => Message::Friday {},
        Weekday::Saturday => Message::Saturday {},
        Weekday::Sunday => Message::Sunday {},
    }
}

/// What is lit, in a word or two.
#[must_use]
pub fn lit(lit: Lit) -> Message {
    match lit {
        Lit::Layer(Layer::Emergency) => Message::LitEmergency {},
        Lit::Layer(Layer::Override) => Message::LitOverride {},
        Lit::Layer(Layer::Priority) => Message::LitPriority {},
        Lit::Layer(Layer::Normal) => Message::LitNormal {},
        Lit::Layer(Layer::Standby) => Message::LitStandby {},
        Lit::Dark(Dark::Blackout) => Message::LitBlackout {},
        Lit::Dark(Dark::NoPower) => Message::LitNoPower {},
        Lit::Dark(Dark::Quiet) => Message::LitQuiet {},
        Lit::LastResort => Message::LitLastResort {},
    }
}

/// What became of an item, in a sentence and in a word for programs (`not-yet`), and the instant it speaks of.
#[must_use]
pub fn verdict(why: Why, zone: &TimeZone) -> (Message, &'static str, Option<Timestamp>) {
    let said = |at| moment(at, zone);
    match why {
        Why::OnAir => (Message::ItemOnAir {}, "on-air", None),
        Why::Waits => (Message::ItemWaits {}, "waits", None),
        Why::Below(layer) => (below(layer), "below", None),
        Why::Dark(Dark::Blackout) => (Message::ItemInBlackout {}, "blackout", None),
        Why::Dark(Dark::NoPower) => (Message::ItemWithoutPower {}, "no-power", None),
        Why::Dark(Dark::Quiet) => (Message::ItemInQuiet {}, "quiet", None),
        Why::NotYet(at) => (Message::ItemNotYet { at: said(at) }, "not-yet", Some(at)),
        Why::Expired(at) => (Message::ItemIsOver { at: said(at) }, "expired", Some(at)),
        Why::Mourning => (Message::ItemFestive {}, "mourning", None),
        Why::Closed(Some(at)) => (Message::ItemClosed { at: said(at) }, "closed", Some(at)),
        Why::Unapproved => (Message::ItemUnapproved {}, "unapproved", None),
        Why::Closed(None) => (Message::ItemNotThisYear {}, "closed", None),
    }
}

/// Words for an item over which a higher layer is lit.
fn below(layer: Layer) -> Message {
    match layer {
        Layer::Emergency => Message::ItemBelowEmergency {},
        Layer::Override => Message::ItemBelowOverride {},
        Layer::Priority => Message::ItemBelowPriority {},
        Layer::Normal | Layer::Standby => Message::ItemBelowNormal {},
    }
}

/// A text on one line, cut to so many letters.
#[must_use]
pub fn one_line(text: &str, most: usize) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    let short: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() { format!("{}…", short.trim_end()) } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_letters_and_kept_on_one_line() {
        assert_eq!(one_line("Kính chào\nquý khách", 40), "Kính chào quý khách");
        assert_eq!(one_line("Kính chào quý khách", 10), "Kính chào…");
        assert_eq!(one_line("ếếếế", 3), "ếếế…");
        assert_eq!(one_line("", 3), "");
    }
}
