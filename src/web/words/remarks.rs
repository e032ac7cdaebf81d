//! Words over what there is to say of files: whether anything is wrong, or only worth a look.

use super::say;
use crate::report::{Lang, Severity};

/// The heading over findings of which this is the gravest, and what it means for the boards.
pub(in crate::web) fn remarks(lang: Lang, gravest: Severity) -> (String, String) {
    let w = super::Words::of(lang);
    let said = |vi: &str, en: &str| say(lang, vi.to_owned(), en.to_owned());
    let fine = || {
        said(
            "Không có lỗi; các bảng vẫn phát. Đây là những điều nên xem lại.",
            "Nothing is wrong, and boards go on showing. These are points worth a look.",
        )
    };
    match gravest {
        Severity::Error => (w.faults.to_owned(), w.faults_hint.to_owned()),
        Severity::Warning => (said("Cảnh báo về các tệp", "Warnings about files"), fine()),
        Severity::Info => (said("Nhận xét về các tệp", "Remarks on files"), fine()),
    }
}

/// How many faults and warnings files have, for the head of the page: codes with their words.
pub(in crate::web) fn of_files(lang: Lang, faults: usize, warnings: usize) -> Vec<(&'static str, String)> {
    let part = |count: usize, vi: &str, one: &str, more: &str| {
        say(lang, format!("{count} {vi}"), format!("{count} {}", if count == 1 { one } else { more }))
    };
    let mut parts = vec![match faults {
        0 => ("no_faults", say(lang, "không có lỗi tệp".into(), "no faults in files".into())),
        count => ("faults", part(count, "lỗi tệp", "fault in files", "faults in files")),
    }];
    if warnings > 0 {
        parts.push((
            "warnings",
            part(warnings, "cảnh báo về tệp", "warning about files", "warnings about files"),
        ));
    }
    parts
}

/// `và 12 điều nữa`, where a list was cut.
pub(in crate::web) fn and_more(lang: Lang, count: usize) -> String {
    say(lang, format!("và {count} điều nữa"), format!("and {count} more"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_nothing_is_an_error_nothing_is_called_one() {
        let said: Vec<String> = of_files(Lang::Vi, 0, 9).into_iter().map(|(_, words)| words).collect();
        assert_eq!(said, ["không có lỗi tệp", "9 cảnh báo về tệp"]);
        assert!(!remarks(Lang::Vi, Severity::Warning).0.contains("Lỗi"));
        assert!(remarks(Lang::Vi, Severity::Error).0.contains("Lỗi"));
        assert_eq!(of_files(Lang::En, 1, 1)[1].1, "1 warning about files");
    }
}
