//! Words about what was ordered a moment ago.

use crate::report::Lang;

words! {
    /// The fixed words of these pages.
    OrdersWords;
    ordered vi "Đã ra lệnh" en "Ordered"
    once vi "Tải lại trang này không ra lệnh thêm lần nào nữa." en "Loading this page again orders nothing."
    in_force vi "Xem các lệnh đang có hiệu lực" en "Look at the orders in force"
    to_boards vi "Xem các bảng" en "Look at the boards"
}

/// The fixed words in a language.
pub(in crate::web) fn orders(lang: Lang) -> &'static OrdersWords {
    OrdersWords::of(lang)
}
