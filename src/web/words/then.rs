//! Words of the look at any minute of a board.

use crate::report::Lang;

/// The fixed words of it in one language.
pub(in crate::web) struct ThenWords {
    pub(in crate::web) title: &'static str,
    pub(in crate::web) moment: &'static str,
    pub(in crate::web) show: &'static str,
    pub(in crate::web) time: &'static str,
    pub(in crate::web) picture: &'static str,
    pub(in crate::web) explain: &'static str,
    pub(in crate::web) unknown: &'static str,
    pub(in crate::web) past: &'static str,
    pub(in crate::web) past_days: &'static str,
    pub(in crate::web) log: &'static str,
}

const VI: ThenWords = ThenWords {
    title: "Xem trước từng phút",
    moment: "Thời điểm",
    show: "Xem",
    time: "Giờ trong ngày",
    picture: "Hình trên bảng lúc này",
    explain: "Vì sao, và vì sao không phải mục khác",
    unknown: "Chưa có hình cho thời điểm vừa chọn; hình dưới đây là của thời điểm ghi kèm.",
    past: "Thời điểm này đã qua. Đây là điều các tệp hôm nay lẽ ra đã cho phát, không phải điều bảng đã hiện. Ai đã làm gì thì xem nhật ký.",
    past_days: "Phần đã qua được tính lại từ các tệp hôm nay: đó là điều lẽ ra đã phát, không phải điều bảng đã hiện. Ai đã làm gì thì xem nhật ký.",
    log: "Mở nhật ký",
};

const EN: ThenWords = ThenWords {
    title: "Any minute",
    moment: "Moment",
    show: "Show",
    time: "Time of day",
    picture: "What the board shows at this moment",
    explain: "Why this, and why nothing else",
    unknown: "There is no picture of the moment that was chosen; the one below is of the moment it names.",
    past: "This moment is past. This is what today’s files would have shown, not what the board did show. What people did stands in the log.",
    past_days: "What is past is worked out anew from today’s files: it is what they would have shown, not what the board did show. What people did stands in the log.",
    log: "Open the log",
};

/// The words in a language.
pub(in crate::web) fn then(lang: Lang) -> &'static ThenWords {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}
