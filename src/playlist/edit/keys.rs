//! In which order keys are written that a file did not have, and which of them hold dates. The order is that of
//! `docs/files.md`; a test compares the two.

/// The keys of a playlist, but for its items.
pub const HEAD: [&str; 14] = [
    "title",
    "order",
    "blank",
    "boards",
    "groups",
    "sites",
    "tags",
    "windows",
    "starts_at",
    "expires_at",
    "review_by",
    "class",
    "festive",
    "campaign",
];

/// The keys of an item.
pub const ITEM: [&str; 20] = [
    "text",
    "font",
    "colour",
    "align",
    "hold",
    "motion",
    "speed",
    "passes",
    "boards",
    "groups",
    "sites",
    "tags",
    "windows",
    "starts_at",
    "expires_at",
    "review_by",
    "class",
    "weight",
    "festive",
    "silence",
];

/// The keys of a window.
pub const WINDOW: [&str; 7] = ["days", "from", "to", "valid_from", "valid_to", "only_on", "except"];

/// The keys of a directive.
pub const CAMPAIGN: [&str; 6] = ["directive", "start", "deadline", "per_day", "per_week", "share"];

const DATES: [&str; 7] =
    ["starts_at", "expires_at", "review_by", "valid_from", "valid_to", "start", "deadline"];

/// The keys of the tables under a key.
pub(super) fn under(key: &str) -> &'static [&'static str] {
    match key {
        "windows" => &WINDOW,
        "campaign" => &CAMPAIGN,
        _ => &[],
    }
}

/// Whether a key holds a date, or a date and a time.
pub(super) fn is_date(key: &str) -> bool {
    DATES.contains(&key)
}

/// Where a key stands in an order; those that are not in it come last.
#[must_use]
pub fn rank(order: &[&str], key: &str) -> usize {
    order.iter().position(|known| *known == key).unwrap_or(usize::MAX)
}

/// The keys of a table with those that are new put to their place: behind the last one that comes before them.
pub(super) fn arranged(order: &[&str], old: Vec<String>, new: &[String]) -> Vec<String> {
    let mut arranged = old;
    for key in new {
        let rank_of_key = rank(order, key);
        let before = arranged.iter().rposition(|other| rank(order, other) <= rank_of_key);
        arranged.insert(before.map_or(0, |at| at + 1), key.clone());
    }
    arranged
}
