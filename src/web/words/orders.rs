//! Words about what was ordered a moment ago.

use crate::report::Lang;

words! {
    /// The fixed words of these pages.
    OrdersWords;
    ordered vi "Đã ra lệnh" en "Ordered"
    once vi "Tải lại trang này không ra lệnh thêm lần nào nữa." en "Loading this page again orders nothing."
    not_yet vi "Chưa ra lệnh gì. Hãy xem lại rồi bấm lần thứ hai trong vòng 60 giây." en "Nothing is ordered yet. Look once more, then press the second time within 60 seconds."
    late vi "Đã quá 60 giây nên chưa ra lệnh gì. Hãy xem lại rồi bấm." en "More than 60 seconds went by, so nothing was ordered. Look again, then press."
    boards vi "Các bảng" en "The boards"
    give_up vi "Bỏ, không ra lệnh" en "Give it up"
    in_force vi "Xem các lệnh đang có hiệu lực" en "Look at the orders in force"
    to_boards vi "Xem các bảng" en "Look at the boards"

    at_once vi "Lệnh gấp" en "At once"
    at_once_lead vi "Mỗi nút mở trang xác nhận; bấm lần thứ hai ở đó mới ra lệnh." en "Each button leads to a page that asks you to confirm; only a second press there orders it."
    at_once_why vi "Lệnh gấp từ trang bảng điện tử" en "Ordered at once from the page of boards"
    all_emergency vi "Khẩn cấp: soạn lời cho mọi bảng" en "Emergency: words for every board"
    mine_emergency vi "Khẩn cấp: soạn lời cho các bảng của bạn" en "Emergency: words for your boards"
    prepared vi "Phát ngay lời có sẵn" en "Put up prepared words"
    all_dark vi "Tắt mọi bảng" en "Make every board dark"
    all_light vi "Mở lại mọi bảng" en "Light every board again"
    mine_dark vi "Tắt mọi bảng của bạn" en "Make all your boards dark"
    mine_light vi "Mở lại mọi bảng của bạn" en "Light all your boards again"
    dark vi "Tắt bảng" en "Make it dark"
    light vi "Mở lại bảng" en "Light it again"
}

/// The fixed words in a language.
pub(in crate::web) fn orders(lang: Lang) -> &'static OrdersWords {
    OrdersWords::of(lang)
}
