//! Rules L03 and L04: where the lines of an item end.

use super::{Case, Finding};
use crate::language::{BreakKind, is_weak};
use crate::report::{Message, shortened};

/// What there is to say of the ends of lines: a word torn apart, or else a line that ends in a weak word.
pub(super) fn findings(case: &Case<'_>) -> Vec<Finding> {
    let lines: Vec<&str> = case.layout.lines(case.font).map(|line| line.text).collect();
    let Some((_, ended)) = lines.split_last() else { return Vec::new() };
    let weak = ended.iter().filter_map(|line| line.split_whitespace().next_back()).find(|word| is_weak(word));
    let weak =
        weak.map(|word| Finding::hint(Message::WeakEnd { word: shortened(word), board: case.board() }));
    let torn = torn(case, ended)
        .map(|word| Finding::warning(Message::CompoundSplit { word: shortened(&word), board: case.board() }));
    torn.into_iter().chain(weak).collect()
}

/// The first compound that one of these lines ends inside of. Lines have the words of the text in their order, so they
/// are followed by counting words.
fn torn(case: &Case<'_>, ended: &[&str]) -> Option<String> {
    if ended.is_empty() {
        return None;
    }
    let text = case.item.text.value.as_str();
    let count = |line: &str| line.split_whitespace().count();
    let mut ends = ended.iter().scan(0, |words, line| {
        *words += count(line);
        Some(*words)
    });
    let breaks = case.compounds.breaks(text);
    let (mut words, mut from) = (0, 0);
    let mut after = Vec::with_capacity(breaks.len());
    for place in &breaks {
        words += text.get(from..place.position).map_or(0, count);
        from = place.position + place.length;
        after.push(words);
    }
    let inside =
        |index: usize| breaks.get(index).is_some_and(|place| place.kind == BreakKind::InsideCompound);
    let index = ends.find_map(|end| after.binary_search(&end).ok().filter(|index| inside(*index)))?;
    let first = (0..index).rev().find(|index| !inside(*index));
    let last = (index..breaks.len()).find(|index| !inside(*index));
    let begin = first.map_or(0, |index| breaks[index].position + breaks[index].length);
    let end = last.map_or(text.len(), |index| breaks[index].position);
    let word = text.get(begin..end)?.trim_matches(|c: char| !c.is_alphanumeric());
    Some(word.split_whitespace().collect::<Vec<_>>().join(" "))
}
