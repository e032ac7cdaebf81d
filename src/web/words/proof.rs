//! Words of previews: how a text is set, what was done to one that was pasted, why there is no preview.

use super::{number, say};
use crate::language::Oddity;
use crate::report::Lang;
use crate::scene::{Fit, Form};
use std::time::Duration;

/// `2 trang, phông bangtin-16, 12 giây`
pub(in crate::web) fn form(lang: Lang, fit: &Fit, lasts: Duration) -> String {
    let font = &fit.font;
    let seconds = number(lang, lasts.as_secs_f64(), 1);
    let (vi, en) = match fit.form {
        Form::Pages { pages: 1, .. } => ("chữ đứng yên".to_owned(), "standing text".to_owned()),
        Form::Pages { pages, .. } => (format!("{pages} trang"), format!("{pages} pages")),
        Form::ScrollLeft { speed } => {
            (format!("chữ chạy ngang {speed} điểm mỗi giây"), format!("passing text, {speed} dots a second"))
        }
        Form::ScrollUp { speed } => {
            (format!("chữ chạy lên {speed} điểm mỗi giây"), format!("rising text, {speed} dots a second"))
        }
    };
    say(lang, format!("{vi}, phông {font}, {seconds} giây"), format!("{en}, font {font}, {seconds} s"))
}

/// What was done to a text that was pasted.
pub(in crate::web) fn oddity(lang: Lang, oddity: Oddity) -> String {
    let (vi, en) = match oddity {
        Oddity::Decomposed => ("đã chuyển sang Unicode dựng sẵn", "marks were composed"),
        Oddity::Breaks => {
            ("đã thay dấu xuống dòng của trình soạn thảo", "line breaks of a word processor were replaced")
        }
        Oddity::Bullets => ("đã bỏ dấu đầu dòng", "bullets were taken out"),
        Oddity::Spaces => ("đã bỏ khoảng trắng thừa và dấu tab", "needless spaces and tabs were taken out"),
        Oddity::Invisible => ("đã bỏ ký tự không nhìn thấy", "characters that cannot be seen were taken out"),
        Oddity::Signs => {
            ("đã thay dấu gạch nối và dấu ngoặc kép lạ", "odd hyphens and quotation marks were replaced")
        }
        Oddity::Alike => (
            "đã thay chữ cái lạ trông giống chữ tiếng Việt",
            "letters that only look like Vietnamese ones were replaced",
        ),
    };
    say(lang, vi.into(), en.into())
}

/// From which old encoding it was converted.
pub(in crate::web) fn converted(lang: Lang, encoding: &str) -> String {
    say(
        lang,
        format!("đã chuyển từ {encoding} sang Unicode"),
        format!("converted from {encoding} to Unicode"),
    )
}

/// How many boards are not drawn.
pub(in crate::web) fn and_more_shapes(lang: Lang, count: usize) -> String {
    say(
        lang,
        format!("Còn {count} bảng có kích thước khác chưa vẽ."),
        format!("{count} boards of other sizes are not drawn."),
    )
}

/// Too many previews at once.
pub(in crate::web) fn busy(lang: Lang) -> String {
    say(
        lang,
        "Chương trình đang vẽ nhiều bản xem trước khác. Hãy thử lại sau vài giây.".into(),
        "The program is drawing many other previews. Try again in a few seconds.".into(),
    )
}
