//! Words of the page that says no.

use crate::report::Lang;
use crate::web::here::Here;

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

/// The answer to whoever comes without TLS where there is only TLS.
pub(in crate::web) fn only_tls(lang: Lang, here: &Here) -> String {
    let port = here.listen.port();
    match lang {
        Lang::Vi => format!("Trang này chỉ mở bằng HTTPS: hãy gõ https:// ở đầu địa chỉ, cổng {port}.\n"),
        Lang::En => format!("This page is HTTPS only: write https:// before the address, port {port}.\n"),
    }
}
