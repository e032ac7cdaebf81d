//! Words of cards that keep what they show.

use super::say;
use crate::board::card::{Finding, Identity, Report, Wear};
use crate::report::Lang;

/// What a card says it is; `plain` makes its own words fit to be shown.
pub(in crate::web) fn card(
    lang: Lang,
    identity: Option<&Identity>,
    plain: impl Fn(&str) -> String,
) -> String {
    let Some(identity) = identity else {
        return say(lang, "chưa hỏi được".into(), "not asked yet".into());
    };
    let one = |vi: &str, en: &str, text: &str| {
        let text = plain(text);
        (!text.is_empty()).then(|| say(lang, format!("{vi}{text}"), format!("{en}{text}")))
    };
    let own = [
        one("", "", &identity.model),
        one("phần mềm ", "firmware ", &identity.firmware),
        one("tên ", "name ", &identity.name),
    ];
    let open = identity.findings.iter().map(|finding| match finding {
        Finding::NoSecret => say(lang, "chưa đặt mật khẩu".into(), "no secret is set".into()),
        Finding::FactoryPassword => say(lang, "mật khẩu của nhà máy".into(), "the factory's password".into()),
        Finding::OpenRadio => say(lang, "Wi-Fi ai cũng vào được".into(), "Wi-Fi open to anybody".into()),
    });
    let parts: Vec<String> = own.into_iter().flatten().chain(open).collect();
    if parts.is_empty() {
        say(lang, "bo không nói gì".into(), "it does not say".into())
    } else {
        parts.join(", ")
    }
}

/// How much of what is wanted is on the card, and what it lights.
pub(in crate::web) fn stored(lang: Lang, card: &Report) -> String {
    let there = match card.progress {
        None => say(lang, "chưa xem được trên bo có gì".into(), "not looked at yet".into()),
        Some((there, wanted)) => {
            say(lang, format!("{there}/{wanted} phần đã có"), format!("{there} of {wanted} parts are there"))
        }
    };
    let dark = card.state.as_ref().is_some_and(|state| state.on == Some(false));
    let n = card.incidents;
    let more = [
        card.covered.then(|| {
            say(lang, "đang hiện từ bộ nhớ tạm".into(), "shows what is in its passing memory".into())
        }),
        card.deferred
            .then(|| say(lang, "phần mới chờ đến ngày mai".into(), "what is new waits for tomorrow".into())),
        dark.then(|| say(lang, "mặt bảng đang tắt".into(), "its face is dark".into())),
        (n > 0).then(|| say(lang, format!("{n} lần có nội dung lạ"), format!("changed by others {n} times"))),
    ];
    std::iter::once(there).chain(more.into_iter().flatten()).collect::<Vec<_>>().join("; ")
}

/// How well its clock goes.
pub(in crate::web) fn card_clock(lang: Lang, card: &Report) -> String {
    if card.state.as_ref().is_some_and(|state| state.clock_lost) {
        return say(lang, "bo báo mất giờ".into(), "lost, as the card says".into());
    }
    let Some(drift) = card.drift else { return say(lang, "chưa rõ".into(), "not known".into()) };
    let seconds = drift.as_secs().unsigned_abs();
    match drift.as_secs() {
        0 => say(lang, "đúng giờ".into(), "right".into()),
        1.. => say(lang, format!("nhanh {seconds} giây"), format!("{seconds} s ahead")),
        ..0 => say(lang, format!("chậm {seconds} giây"), format!("{seconds} s behind")),
    }
}

/// How often its memory was written, and how long it lasts.
pub(in crate::web) fn wear(lang: Lang, wear: Wear) -> String {
    let Wear { total, today, most, years } = wear;
    say(
        lang,
        format!(
            "hôm nay {today}/{most} lần, tổng cộng {total} lần; ghi hết mức mỗi ngày thì còn dùng được khoảng {years} năm"
        ),
        format!(
            "{today} of {most} writes today, {total} in all; at the most every day it lasts for about {years} years"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::card::State;
    use jiff::SignedDuration;

    #[test]
    fn what_a_card_is_and_who_could_use_it_is_said_in_one_line() {
        let findings = vec![Finding::NoSecret, Finding::OpenRadio];
        let identity =
            Identity { model: "BX-6E1".into(), firmware: "21.03".into(), findings, ..Identity::default() };
        let said = |lang| card(lang, Some(&identity), str::to_owned);
        assert_eq!(said(Lang::Vi), "BX-6E1, phần mềm 21.03, chưa đặt mật khẩu, Wi-Fi ai cũng vào được");
        assert_eq!(said(Lang::En), "BX-6E1, firmware 21.03, no secret is set, Wi-Fi open to anybody");
        assert_eq!(card(Lang::Vi, None, str::to_owned), "chưa hỏi được");
        assert_eq!(card(Lang::Vi, Some(&Identity::default()), str::to_owned), "bo không nói gì");
    }

    #[test]
    fn what_is_on_a_card_and_what_it_waits_for_is_said() {
        let mut report = Report::default();
        assert_eq!(stored(Lang::Vi, &report), "chưa xem được trên bo có gì");
        report.progress = Some((5, 7));
        (report.covered, report.deferred, report.incidents) = (true, true, 2);
        let said = "5/7 phần đã có; đang hiện từ bộ nhớ tạm; phần mới chờ đến ngày mai; 2 lần có nội dung lạ";
        assert_eq!(stored(Lang::Vi, &report), said);
        let dark = State { on: Some(false), ..State::default() };
        let report = Report { progress: Some((7, 7)), state: Some(dark), ..Report::default() };
        assert_eq!(stored(Lang::En, &report), "7 of 7 parts are there; its face is dark");
    }

    #[test]
    fn a_clock_is_right_ahead_behind_lost_or_not_known() {
        let said = |drift: Option<i64>| {
            let report = Report { drift: drift.map(SignedDuration::from_secs), ..Report::default() };
            card_clock(Lang::Vi, &report)
        };
        let all = [None, Some(0), Some(3), Some(-90)].map(said);
        assert_eq!(all, ["chưa rõ", "đúng giờ", "nhanh 3 giây", "chậm 90 giây"]);
        let lost = State { clock_lost: true, ..State::default() };
        assert_eq!(
            card_clock(Lang::Vi, &Report { state: Some(lost), ..Report::default() }),
            "bo báo mất giờ"
        );
    }
}
