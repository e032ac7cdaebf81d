//! Words of how far frames come, of checks and of alarms.

use super::{age, number, say};
use crate::alarm::{Channel, Control, Reach};
use crate::board::Power;
use crate::board::control::Reading;
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

/// What a board says of itself over its control channel; `told`: how long ago it said it.
pub(in crate::web) fn control(lang: Lang, control: &Control, told: Option<SignedDuration>) -> String {
    let state = match control.channel {
        Channel::Waiting => return say(lang, "chưa hỏi".into(), "not asked yet".into()),
        Channel::Answers => None,
        Channel::Silent => Some(("không trả lời", "no answer")),
        Channel::Refused => Some(("từ chối kết nối", "refuses the connection")),
        Channel::Busy => Some(("quá bận", "too busy")),
        Channel::Damaged => Some(("trả lời không đọc được", "its answer cannot be read")),
    };
    if let Some((vi, en)) = state {
        return say(lang, vi.into(), en.into());
    }
    let one = |value: f32, unit: &str| format!("{} {unit}", number(lang, value.into(), 1));
    let reading = control.reading.as_ref();
    let of = |part: &dyn Fn(&Reading) -> Option<String>| reading.and_then(part);
    let parts = [
        of(&|reading| reading.temperature_c.map(|degrees| one(degrees, "°C"))),
        of(&|reading| reading.amperes.map(|amperes| one(amperes, "A"))),
        of(&|reading| {
            reading.fps.map(|fps| say(lang, format!("{fps} khung/giây"), format!("{fps} frames/s")))
        }),
        of(&|reading| {
            let version = reading.version.as_ref()?;
            Some(say(lang, format!("bản {version}"), format!("version {version}")))
        }),
        told.map(|told| say(lang, format!("{} trước", age(lang, told)), format!("{} ago", age(lang, told)))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What the lamps of a board draw.
pub(in crate::web) fn power(lang: Lang, power: Power) -> String {
    let one = |value: f32, decimals| number(lang, value.into(), decimals);
    let drawn = format!("{} A, {} W", one(power.amperes, 1), one(power.watts, 0));
    if power.scale >= 0.995 {
        return drawn;
    }
    let percent = one(power.scale * 100.0, 0);
    say(lang, format!("{drawn}; giảm sáng còn {percent} %"), format!("{drawn}; dimmed to {percent} %"))
}
