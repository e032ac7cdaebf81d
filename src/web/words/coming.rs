//! Words about what comes on a board.

use super::say;
use crate::report::Lang;

words! {
    /// The fixed words of it.
    ComingWords;
    turns vi "Các mục sắp tới lượt" en "Items whose turns are next"
    turns_none vi "Trong 24 giờ tới không có mục nào khác." en "No other item comes in the next 24 hours."
    changes vi "Thay đổi trong 24 giờ tới" en "Changes in the next 24 hours"
    changes_none vi "Không có thay đổi nào về chương trình, độ sáng, giờ nghỉ hay giờ bật bảng." en "None, neither of the programme nor of brightness, quiet hours or power."
}

/// How bright a board becomes.
pub(in crate::web) fn light(lang: Lang, percent: u8) -> String {
    say(lang, format!("Độ sáng {percent} %"), format!("Brightness {percent} %"))
}

/// `và 3 thay đổi nữa`, where a list was cut.
pub(in crate::web) fn and_more_changes(lang: Lang, count: usize) -> String {
    say(lang, format!("và {count} thay đổi nữa"), format!("and {count} more"))
}
