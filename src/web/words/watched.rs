//! Words of how far frames come, of checks and of alarms.

use super::{age, say};
use crate::alarm::Reach;
use crate::report::Lang;
use jiff::SignedDuration;

/// How long ago a stage was reached, or what its absence means.
pub(in crate::web) fn stage(lang: Lang, code: &str, reached: Option<SignedDuration>) -> String {
    match (reached, code) {
        (Some(reached), "planned") => {
            let age = age(lang, reached);
            say(lang, format!("hình này từ {age} trước"), format!("this picture for {age}"))
        }
        (Some(reached), _) => {
            let age = age(lang, reached);
            say(lang, format!("{age} trước"), format!("{age} ago"))
        }
        (None, "acknowledged") => say(lang, "bảng không báo".into(), "the board says nothing".into()),
        (None, "confirmed") => say(lang, "chưa đọc lại được".into(), "not read back".into()),
        (None, _) => say(lang, "chưa có".into(), "not yet".into()),
    }
}

/// Whether the board answers when it is asked whether it is there; `reached`: how long ago it last did.
pub(in crate::web) fn reach(lang: Lang, reach: &Reach, reached: Option<SignedDuration>) -> String {
    let ago = reached.map(|reached| age(lang, reached));
    match (reach, ago) {
        (Reach::Answers { how, .. }, Some(ago)) => {
            say(lang, format!("có ({how}), {ago} trước"), format!("yes ({how}), {ago} ago"))
        }
        (Reach::Silent { how, .. }, Some(ago)) => say(
            lang,
            format!("không trả lời ({how}); lần cuối {ago} trước"),
            format!("no answer ({how}); the last one {ago} ago"),
        ),
        (Reach::Silent { how, .. } | Reach::Answers { how, .. }, None) => {
            say(lang, format!("không trả lời ({how})"), format!("no answer ({how})"))
        }
        (Reach::Refused { how, .. }, _) => {
            say(lang, format!("bị từ chối ({how})"), format!("refused ({how})"))
        }
        (Reach::Unasked { how, why }, _) => {
            say(lang, format!("không hỏi được ({how}: {why})"), format!("cannot be asked ({how}: {why})"))
        }
    }
}

/// `và 12 báo động nữa`, where a list of alarms was cut.
pub(in crate::web) fn and_more_alarms(lang: Lang, count: usize) -> String {
    say(lang, format!("và {count} báo động nữa"), format!("and {count} more"))
}
