//! `silence = { L02 = "…" }`: the rules an item or a board asks not to be held to, each with its reason.

use crate::language;
use crate::report::{Fields, Message, Rule, code_point, offered, shortened};
use std::ops::Range;

/// The longest reason, in characters.
const MAX_REASON: usize = 200;

/// One rule an item or a board asks not to be held to.
#[derive(Clone, Debug, PartialEq)]
pub struct Silence {
    /// The rule.
    pub rule: Rule,
    /// Why, in the words of the file: 1 to 200 characters.
    pub reason: String,
    /// Where the rule is named in the file.
    pub span: Range<usize>,
}

/// Reads the key of an item or of a board. A rule that does not exist or cannot be silenced there, and a reason that says
/// nothing, are errors.
pub fn silences(fields: &mut Fields<'_, '_>, of_boards: bool) -> Vec<Silence> {
    const KEY: &str = "silence";
    let Some((table, _)) = fields.table(KEY) else { return Vec::new() };
    let allowed = |rule: Rule| rule.can_be_silenced() && rule.is_of_boards() == of_boards;
    let mut silences = Vec::new();
    for (id, reason) in table {
        let rules = || -> Vec<&str> {
            Rule::ALL.iter().filter(|rule| allowed(**rule)).map(|rule| rule.id()).collect()
        };
        let (word, place): (&str, _) = (id.get_ref(), id.span());
        let rule = match word.parse::<Rule>() {
            Ok(rule) if allowed(rule) => rule,
            Ok(rule) => {
                let (id, offer) = (rule.id(), offered("", &rules()));
                let elsewhere = rule.can_be_silenced() || rule.is_of_schedule();
                let message = if elsewhere {
                    Message::RuleElsewhere { id, offer }
                } else {
                    Message::RuleNeeded { id, offer }
                };
                fields.fault(place, message);
                continue;
            }
            Err(()) => {
                let offer = offered(word, &rules());
                fields.fault(id.span(), Message::RuleUnknown { id: shortened(word), offer });
                continue;
            }
        };
        let key = || format!("{KEY}.{word}");
        let Some(text) = reason.get_ref().as_str() else {
            fields.fault(reason.span(), Message::WantsText { key: key() });
            continue;
        };
        let text = language::tidy(text);
        let length = text.chars().count();
        if length == 0 || length > MAX_REASON {
            fields.fault(reason.span(), Message::TextLength { key: key(), length, most: MAX_REASON });
        } else if let Some((position, letter)) = language::stray(&text) {
            let message = Message::StrayLetter { code: code_point(letter), position: position + 1 };
            fields.fault(reason.span(), message);
        } else {
            silences.push(Silence { rule, reason: text, span: id.span() });
        }
    }
    silences
}
