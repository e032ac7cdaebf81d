//! Words of the page that says no.

use crate::report::Lang;

/// The heading.
pub(in crate::web) fn refused(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "Chưa làm được",
        Lang::En => "This could not be done",
    }
}

/// That nothing typed is lost.
pub(in crate::web) fn go_back(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "Bấm nút quay lại của trình duyệt: những gì đã nhập vẫn còn ở trang trước.",
        Lang::En => "Press the back button of the browser: what you typed is still on the page before.",
    }
}
