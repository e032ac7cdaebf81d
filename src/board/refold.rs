//! Packets that carry a part of what the panel gives: filling them, and writing only what changed of them.

use crate::frame::Window;
use crate::panel::Panel;
use std::ops::Range;

/// Fills `data` with the bytes of what the panel gives from byte `from` on; what is left of it goes dark.
pub(super) fn fill(panel: &Panel, window: &Window<'_>, from: usize, data: &mut [u8]) {
    let own = panel.buffer_len().saturating_sub(from).min(data.len());
    panel.fold(window, from, &mut data[..own]);
    data[own..].fill(0);
}

/// Folds again the bytes `changed` of what the panel gives, as far as they lie in `data`, which carries those from byte
/// `from` on.
pub(super) fn refold(
    panel: &Panel,
    window: &Window<'_>,
    changed: &Range<usize>,
    from: usize,
    data: &mut [u8],
) {
    let end = from + data.len();
    let part = changed.start.clamp(from, end)..changed.end.clamp(from, end);
    if let Some(into) = data.get_mut(part.start - from..part.end - from)
        && !into.is_empty()
    {
        panel.fold(window, part.start, into);
    }
}
