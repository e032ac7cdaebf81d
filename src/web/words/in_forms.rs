//! What is said of a file, said to somebody who fills in a form: fields by their labels, and no way of writing files.
//!
//! The sentences themselves are the catalogue's; what of them makes no sense without the file in sight is said anew here.

use super::{key_label, value_word};
use crate::playlist::edit::keys;
use crate::report::{Fault, Lang, Message};

/// The sentence of a fault in the words of forms.
pub(in crate::web) fn in_form(lang: Lang, fault: &Fault) -> String {
    asked(lang, &fault.message).unwrap_or_else(|| by_labels(lang, &fault.sentence(lang)))
}

/// What a form asks for where a file would be told how to be written; `None` if the sentence needs no more than labels.
pub(in crate::web) fn asked(lang: Lang, message: &Message) -> Option<String> {
    let (vi, en) = match message {
        Message::MissingKey { key, .. } | Message::TextBlank { key } => {
            let field = |lang| label(lang, key).unwrap_or_else(|| key.clone());
            (format!("Chưa nhập “{}”.", field(Lang::Vi)), format!("“{}” is not filled in.", field(Lang::En)))
        }
        Message::WantsId { .. } => (
            "Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, tối đa 40 ký tự, ví dụ: dich-vu-cong.".to_owned(),
            "An id has small letters without marks, digits and hyphens only, 40 at most, as in: dich-vu-cong.".to_owned(),
        ),
        Message::NoItems {} => (
            "Danh sách chưa có mục nào. Hãy thêm ít nhất một mục.".to_owned(),
            "The playlist has no item. Add at least one.".to_owned(),
        ),
        Message::ForNobody { .. } => (
            "Danh sách này chưa dành cho bảng nào. Hãy chọn bảng, nhóm bảng, điểm đặt hoặc nhãn.".to_owned(),
            "This playlist is for no board. Choose boards, groups, sites or tags.".to_owned(),
        ),
        Message::ClassNeedsExpiry { .. } => (
            "Nội dung ưu tiên hoặc khẩn cấp phải có “Hết hạn”, ở danh sách hoặc ở mục.".to_owned(),
            "What is urgent must have “Ends”, in the playlist or in the item.".to_owned(),
        ),
        Message::WantsDate { key } | Message::WantsMoment { key } | Message::WantsHour { key } => {
            let field = |lang| label(lang, key).unwrap_or_else(|| key.clone());
            (
                format!("“{}” không phải là ngày hay giờ. Hãy chọn lại.", field(Lang::Vi)),
                format!("“{}” is no date or time. Choose it again.", field(Lang::En)),
            )
        }
        _ => return None,
    };
    Some(match lang {
        Lang::Vi => vi,
        Lang::En => en,
    })
}

/// A sentence with the keys of files in it called by their labels: `hold` becomes “Thời gian mỗi trang”, and a key with a
/// value the label with the value. What else is quoted stays as it is.
pub(in crate::web) fn by_labels(lang: Lang, sentence: &str) -> String {
    let mut said = String::new();
    let (mut rest, mut before_it) = (sentence, "");
    while let Some((before, after)) = rest.split_once('`')
        && let Some((inside, behind)) = after.split_once('`')
    {
        said += before;
        // A value alone is one of the key that was named before it.
        let value = || value_word(lang, true, before_it, inside.strip_prefix('"')?.strip_suffix('"')?);
        match quoted(lang, inside).or_else(|| value().map(str::to_owned)) {
            Some(words) => said += &format!("“{words}”"),
            None => said += &format!("`{inside}`"),
        }
        if let Some((key, _)) = inside.split_once(" = ") {
            before_it = key;
        }
        rest = behind;
    }
    said + rest
}

/// What stands between backticks, if it is a key, or a key and its value.
fn quoted(lang: Lang, inside: &str) -> Option<String> {
    let Some((key, value)) = inside.split_once(" = ") else { return label(lang, inside) };
    let value = value.trim_matches('"');
    let words = value_word(lang, true, key, value).unwrap_or(value);
    Some(format!("{}: {words}", label(lang, key)?))
}

/// What a form calls a key, without the unit beside it.
fn label(lang: Lang, key: &str) -> Option<String> {
    let e = super::editor(lang);
    let label = match key {
        "days" => e.window_days,
        "from" => e.window_from,
        "to" => e.window_to,
        "valid_from" => e.window_valid_from,
        "valid_to" => e.window_valid_to,
        "only_on" => e.window_only_on,
        "except" => e.window_except,
        _ => {
            let known = [&keys::ITEM[..], &keys::HEAD, &keys::CAMPAIGN].concat();
            known.contains(&key).then(|| key_label(lang, key))?
        }
    };
    Some(label.split(" (").next().unwrap_or(label).to_owned())
}

/// How days are written in a field for days.
pub(in crate::web) fn days_help(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => {
            "Viết như 31/12/2026, 2/9 (năm nào cũng vậy), lunar 10/3 (âm lịch) hoặc tet-7..tet+5 (từ 7 ngày trước đến 5 ngày sau mùng 1 Tết); nhiều ngày thì cách nhau bằng dấu phẩy."
        }
        Lang::En => {
            "Write 31/12/2026, 2/9 (every year), lunar 10/3 (by the moon) or tet-7..tet+5 (from 7 days before Tết to 5 days after it); with commas between several."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_fills_in_a_form_reads_its_own_words_and_no_file() {
        let missing = Message::MissingKey { key: "text".into(), table: "[[item]]".into() };
        assert_eq!(asked(Lang::Vi, &missing).unwrap(), "Chưa nhập “Nội dung”.");
        assert!(!asked(Lang::En, &Message::WantsId { key: "playlist".into() }).unwrap().contains('`'));
        let needs =
            "`speed` chỉ dùng được cùng với `motion = \"scroll-left\"` / `\"scroll-up\"`. Hãy bỏ `speed`.";
        assert_eq!(
            by_labels(Lang::Vi, needs),
            "“Tốc độ chạy” chỉ dùng được cùng với “Cách chuyển động: chạy sang trái” / “chạy lên”. Hãy bỏ “Tốc độ chạy”."
        );
        for day in ["31/12/2026", "2/9", "lunar 10/3", "tet-7..tet+5"] {
            assert!(crate::calendar::Days::parse(day).is_ok(), "what is offered can be written: {day}");
            assert!(days_help(Lang::Vi).contains(day) && days_help(Lang::En).contains(day));
        }
        assert_eq!(by_labels(Lang::En, "no font `bangtin-16`, ` alone"), "no font `bangtin-16`, ` alone");
    }
}
