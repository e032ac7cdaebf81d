//! Every word of the page, in Vietnamese and in English, side by side. What is wrong with files is said by
//! [`crate::report`]; here is only what the page itself says.
//!
//! A board that cannot be read back is never more than *sent*; no word here may claim more.

#[macro_use]
mod declare;
mod account;
mod card;
mod coming;
mod editor;
mod in_forms;
pub(super) mod log;
mod logged;
mod operate;
mod orders;
mod people;
mod proof;
mod raw;
mod refused;
mod remarks;
mod review;
mod rules;
mod then;
mod watched;

pub(super) use account::{AccountWords, grant, link_lead, role, said, scope};
pub(super) use card::{card, card_clock, stored, wear};
pub(super) use coming::{ComingWords, and_more_changes, light};
pub(super) use editor::{EditorWords, done, editor, key_hint, key_label, value_word};
pub(super) use in_forms::{asked, by_labels, days_help, in_form};
pub use logged::logged;
pub(super) use logged::logged_value;
pub(super) use operate::{OperateWords, operate};
pub(super) use orders::{OrdersWords, orders};
pub(super) use people::{LogWords, PeopleWords};
pub(super) use proof::{and_more_shapes, busy, converted, form, oddity};
pub(super) use raw::{RawWords, lines, raw};
pub(super) use refused::{go_back, only_tls, refused};
pub(super) use remarks::{and_more, of_files, remarks};
pub(super) use review::{ReviewWords, changed_head, changed_item, held, left, review};
pub(super) use rules::rule_title;
pub(super) use then::{ThenWords, then};
pub(super) use watched::{and_more_alarms, control, power, reach, stage};

use super::here::Here;
use crate::notice::Class;
use crate::player::LinkState;
use crate::report::Lang;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

words! {
    /// The words of every page, of the boards and of plans.
    Words;
    nav vi "Các trang" en "Pages"
    boards vi "Bảng điện tử" en "Boards"
    playlists vi "Danh sách phát" en "Playlists"
    approvals vi "Duyệt" en "Approval"
    emergency vi "Khẩn cấp" en "Emergency"
    log vi "Nhật ký" en "Log"
    people vi "Người dùng" en "People"
    sign_in vi "Đăng nhập" en "Sign in"
    languages vi "Ngôn ngữ" en "Language"
    skip vi "Tới danh sách bảng" en "Skip to the boards"
    as_of vi "Cập nhật lúc" en "Updated at"
    clock_zone vi "Giờ trên trang này theo múi giờ" en "Times on this page are in the zone"
    what_sent_means vi "“Đã gửi” nghĩa là khung hình đã rời máy chủ này, chưa phải là bảng đã sáng. Chỉ bảng có báo lại hoặc đọc lại được mới cho biết hơn; khi đó, điều bảng báo được ghi ở từng bảng."
        en "“Sent” means that the frame has left this server, not that the board is lit. Only a board that answers or can be read back tells more; what it tells then stands at that board."
    no_boards vi "Chưa có bảng nào. Hãy khai báo bảng trong tệp bangtin.toml."
        en "There is no board yet. Declare one in the file bangtin.toml."

    on_air vi "Đang phát" en "On air"
    nothing_yet vi "Chưa phát gì: chương trình vừa khởi động."
        en "Nothing yet: the program has just started."
    dark vi "Không hiển thị gì" en "Nothing is shown"
    held vi "Hình kiểm tra theo lệnh, không phải chương trình" en "A test picture as ordered, not the programme"
    end_held vi "Dừng ngay, trở lại chương trình" en "End it now, back to the programme"
    last_resort vi "Khung cuối cùng có sẵn trong chương trình" en "The last frame, compiled into the program"
    playlist vi "Danh sách phát" en "Playlist"
    since vi "Phát từ" en "Since"
    since_plan vi "Theo lịch, từ" en "By the plan, since"
    until vi "Đến" en "Until"
    why vi "Vì sao" en "Why"
    next vi "Tiếp theo" en "Next"
    next_none vi "Không có nội dung nào khác." en "Nothing else follows."
    at vi "Lúc" en "At"

    orders vi "Lệnh đang có hiệu lực" en "Orders in force"
    blackout vi "Bảng đang tắt theo lệnh" en "Dark by order"
    blackout_end vi "Bảng tắt cho đến khi có người mở lại bằng lệnh" en "It stays dark until a person lights it again with"
    blackout_here vi "Bảng tắt cho đến khi có người mở lại:" en "It stays dark until a person lights it again:"
    blackout_button vi "mở lại trên trang của bảng" en "light it on the board’s page"
    notices vi "Thông báo đang có hiệu lực" en "Notices in force"
    notices_dark vi "Chưa ai thấy, vì bảng đang tắt." en "Nobody sees them while the board is dark."
    ordered_since vi "Từ" en "Since"
    ordered_until vi "Đến" en "Until"
    ordered_by vi "Người ra lệnh" en "Ordered by"
    reason vi "Lý do" en "Reason"
    class_priority vi "Ưu tiên" en "Priority"
    class_override vi "Thay chương trình" en "In place of the programme"
    class_emergency vi "Khẩn cấp" en "Emergency"

    stages vi "Khung hình đi tới đâu" en "How far the frame has come"
    planned vi "Cần phát" en "Wanted"
    sent vi "Đã gửi" en "Sent"
    acknowledged vi "Bảng báo đã nhận" en "Board says it took it"
    confirmed vi "Đọc lại thấy đúng" en "Read back and found right"
    reached vi "Bảng có trả lời" en "Board answers"
    control vi "Bảng tự báo" en "Board says of itself"
    power vi "Bóng đèn lấy (ước tính)" en "Lamps draw (estimated)"
    card vi "Bo điều khiển" en "Card"
    stored vi "Trên bo" en "On the card"
    card_clock vi "Đồng hồ của bo" en "The card’s clock"
    wear vi "Số lần ghi bộ nhớ của bo" en "Writes of the card’s memory"

    alarms vi "Báo động" en "Alarms"
    since_lower vi "từ" en "since"
    whole_site vi "Toàn hệ thống" en "The whole site"
    critical vi "Nghiêm trọng" en "Critical"

    about vi "Thông tin bảng" en "About the board"
    code vi "Mã bảng" en "Board id"
    size vi "Kích thước" en "Size"
    pitch vi "Bước điểm ảnh" en "Pitch"
    protocol vi "Giao thức" en "Protocol"
    link vi "Đường truyền" en "Link"

    face_of vi "Mặt hiển thị:" en "Display face:"
    connecting vi "Đang kết nối với máy chủ để xem trực tiếp…" en "Connecting to the server to show it live…"
    live vi "Trực tiếp: đúng từng điểm ảnh đang gửi tới bảng" en "Live: dot for dot what is sent to the board"
    kept vi "Theo lịch: một hình của mục đang phát. Bo tự phát, nên có thể đang ở mục hay trang khác."
        en "By the schedule: one picture of the item on air. The card plays by itself and may be at another item or page."
    unsure vi "Hình chương trình muốn phát. Chưa chắc đã tới bảng; bảng có thể đang hiện thứ khác."
        en "What the program wants shown. It may not have reached the board, which may show something else."
    lost vi "Mất kết nối với máy chủ. Hình và chữ của bảng này đã cũ, nhận lần cuối lúc"
        en "Connection to the server lost. Picture and words of this board are old, last received at"
    unknown vi "không rõ: mất kết nối với máy chủ" en "unknown: connection to the server lost"
    retrying vi "Đang tự kết nối lại…" en "Reconnecting by itself…"
    still vi "Hình tĩnh tại lúc mở trang, không phải trực tiếp." en "A still picture from when the page was opened, not live."
    reload vi "Tải lại trang để xem hình mới" en "Reload the page for a new one"

    faults vi "Lỗi trong tệp, cần sửa" en "Faults in files"
    faults_hint vi "Bảng vẫn phát bản tốt gần nhất cho đến khi tệp được sửa."
        en "Boards go on with the last good version until the file is corrected."
    error vi "Lỗi" en "Error"
    warning vi "Cảnh báo" en "Warning"
    info vi "Gợi ý" en "Hint"
    line vi "dòng" en "line"
    column vi "cột" en "column"

    plan vi "Lịch phát" en "Plan"
    board_page vi "Trang của bảng" en "The board’s page"
    operate vi "Điều khiển" en "Operate"
    plan_link vi "Lịch phát và lý do" en "Plan and reasons"
    plan_week vi "Bảy ngày" en "Seven days"
    plan_table vi "Lịch phát bằng chữ" en "The plan in words"
    plan_picture vi "Mỗi hàng là một ngày, từ 0 đến 24 giờ. Bảng bên dưới nói cùng những điều này bằng chữ."
        en "Each row is a day, from 0 to 24 o’clock. The table below says the same in words."
    plan_now vi "Bây giờ" en "Now"
    plan_over vi "Vạch ở cạnh dưới: có danh sách bị che" en "Line along the lower edge: playlists are hidden"
    earlier vi "Tuần trước" en "Week before"
    later vi "Tuần sau" en "Week after"
    today vi "Hôm nay" en "Today"
    time vi "Thời gian" en "Time"
    shown vi "Hiển thị" en "Shown"
    hidden vi "Bị che" en "Hidden"
    why_now vi "Vì sao đang hiện dòng này?" en "Why does it show this?"
    why_then vi "Vì sao hiện dòng này?" en "Why would it show this?"
    no_text vi "Không có dòng chữ nào" en "No text"
    brightness vi "Độ sáng" en "Brightness"
    all_items vi "Các mục có thể phát trên bảng này" en "Items that can come on this board"
    zone vi "Múi giờ" en "Time zone"

    not_found vi "Không có trang này." en "There is no such page."
    to_boards vi "Về danh sách bảng" en "Back to the boards"
}

impl Words {
    /// What a notice goes before.
    pub(super) fn class(&self, class: Class) -> &'static str {
        match class {
            Class::Priority => self.class_priority,
            Class::Override => self.class_override,
            Class::Emergency => self.class_emergency,
        }
    }
}

/// One of the two, for a sentence with blanks.
fn say(lang: Lang, vi: String, en: String) -> String {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// A number with the decimal sign of the language; whole numbers without decimals.
fn number(lang: Lang, value: f64, decimals: usize) -> String {
    let digits = format!("{value:.decimals$}");
    let digits = if decimals > 0 { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
    say(lang, digits.replace('.', ","), digits.to_owned())
}

/// A place or a width in a picture: `12.5%`.
pub(super) fn percent(value: f64) -> String {
    format!("{}%", number(Lang::En, value, 3))
}

/// `07:05:12`, with ` ngày 23/11/2026` unless it is the day of `now`.
pub(super) fn moment(lang: Lang, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    on_day(lang, at, now, zone, "%H:%M:%S")
}

/// `07:05:12, 24/11/2026`
pub(super) fn full_moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%H:%M:%S, %d/%m/%Y").to_string()
}

fn on_day(lang: Lang, at: Timestamp, now: Timestamp, zone: &TimeZone, clock: &str) -> String {
    let (at, now) = (at.to_zoned_datetime(zone.clone()), now.to_zoned_datetime(zone.clone()));
    let time = at.strftime(clock);
    if at.date() == now.date() {
        return time.to_string();
    }
    let day = at.strftime("%d/%m/%Y");
    say(lang, format!("{time} ngày {day}"), format!("{time} on {day}"))
}

/// How far the frames get, and how old that is.
pub(super) fn link_state(lang: Lang, state: &LinkState, now: Timestamp, zone: &TimeZone) -> String {
    match state {
        LinkState::Waiting => say(lang, "chưa gửi khung hình nào".into(), "no frame sent yet".into()),
        LinkState::Sent { at } => {
            let age = age(lang, now.duration_since(*at));
            say(lang, format!("đã gửi, {age} trước"), format!("sent, {age} ago"))
        }
        LinkState::Failing { since, why } => {
            let since = on_day(lang, *since, now, zone, "%H:%M");
            let why = why.say(lang);
            say(lang, format!("không gửi được từ {since}: {why}"), format!("failing since {since}: {why}"))
        }
    }
}

/// `0,4 giây`, `12 giây`, `3 phút`, `5 giờ`, `2 ngày`; a time to come, from a clock set back, is no age.
fn age(lang: Lang, age: SignedDuration) -> String {
    let seconds = age.as_secs_f64().max(0.0);
    if seconds < 9.95 {
        let tenths = format!("{seconds:.1}");
        return say(lang, format!("{} giây", tenths.replace('.', ",")), format!("{tenths} s"));
    }
    let (count, vi, en) = match seconds as u64 {
        whole @ ..60 => (whole, "giây", "s"),
        whole @ ..3_600 => (whole / 60, "phút", "min"),
        whole @ ..172_800 => (whole / 3_600, "giờ", "h"),
        whole => (whole / 86_400, "ngày", "days"),
    };
    say(lang, format!("{count} {vi}"), format!("{count} {en}"))
}

/// How many boards there are, how far their frames get and what is wrong with files, for the head of the page:
/// codes with their words.
pub(super) fn summary(
    lang: Lang,
    [sent, failing, waiting, alarms]: [usize; 4],
    (faults, warnings): (usize, usize),
) -> Vec<(&'static str, String)> {
    let boards = sent + failing + waiting;
    let part = |vi: &str, en: &str, count: usize| say(lang, format!("{count} {vi}"), format!("{count} {en}"));
    let mut parts = vec![("all", part("bảng", if boards == 1 { "board" } else { "boards" }, boards))];
    if sent > 0 {
        parts.push(("sent", part("đã gửi", "sent", sent)));
    }
    if failing > 0 {
        parts.push(("failing", part("không gửi được", "failing", failing)));
    }
    if waiting > 0 {
        parts.push(("waiting", part("đang chờ", "waiting", waiting)));
    }
    if alarms > 0 {
        parts.push(("alarms", part("báo động", if alarms == 1 { "alarm" } else { "alarms" }, alarms)));
    }
    parts.extend(of_files(lang, faults, warnings));
    parts
}

/// `và 12 mục nữa`, where a list of items was cut.
pub(super) fn and_more_items(lang: Lang, count: usize) -> String {
    say(lang, format!("và {count} mục nữa"), format!("and {count} more"))
}

/// The refusal of a time that cannot be read.
pub(super) fn bad_time(lang: Lang) -> String {
    say(
        lang,
        "Không hiểu ngày giờ trong địa chỉ. Hãy viết như ?from=2026-11-24 hoặc ?at=2026-11-24T07:05.\n"
            .into(),
        "The time in the address cannot be read. Write it like ?from=2026-11-24 or ?at=2026-11-24T07:05.\n"
            .into(),
    )
}

/// The refusal of a plan for which there was no turn.
pub(super) fn no_plan(lang: Lang) -> String {
    say(
        lang,
        "Nhiều người đang xem lịch phát. Hãy thử lại sau vài giây.\n".into(),
        "Many people look at plans just now. Try again in a few seconds.\n".into(),
    )
}

/// The size of a face in dots and, from the pitch, in metres.
pub(super) fn size(lang: Lang, width: u16, height: u16, pitch_mm: f32) -> String {
    let metres = |dots: u16| number(lang, f64::from(dots) * f64::from(pitch_mm) / 1000.0, 2);
    let (wide, high) = (metres(width), metres(height));
    say(
        lang,
        format!("{width} × {height} điểm ảnh (khoảng {wide} × {high} m)"),
        format!("{width} × {height} dots (about {wide} × {high} m)"),
    )
}

/// The distance from dot to dot, also as the trade writes it: `2,5 mm (P2.5)`.
pub(super) fn pitch(lang: Lang, pitch_mm: f32) -> String {
    let pitch_mm = pitch_mm.into();
    format!("{} mm (P{})", number(lang, pitch_mm, 2), number(Lang::En, pitch_mm, 2))
}

/// How much a slow line carries.
pub(super) fn line(lang: Lang, fps: f64) -> String {
    let fps = number(lang, fps, 1);
    say(lang, format!("chở được {fps} khung hình mỗi giây"), format!("carries {fps} frames a second"))
}

/// The refusal of a board that is not there.
pub(super) fn no_such_board(lang: Lang, id: &str) -> String {
    let id: String = id.chars().filter(|letter| !letter.is_control()).take(40).collect();
    say(
        lang,
        format!("Không có bảng nào mang mã “{id}”. Xem các mã ở trang đầu.\n"),
        format!("There is no board with the id “{id}”. The ids stand on the first page.\n"),
    )
}

/// The refusal of a picture that has not come.
pub(super) fn no_picture(lang: Lang) -> String {
    say(
        lang,
        "Chưa có hình của bảng này. Hãy thử lại sau vài giây.\n".into(),
        "There is no picture of this board yet. Try again in a few seconds.\n".into(),
    )
}

/// The refusal of a name that is not this machine's.
pub(super) fn wrong_host(lang: Lang, here: &Here) -> String {
    let (scheme, port) = (here.scheme(), here.listen.port());
    say(
        lang,
        format!(
            "Trang này không trả lời dưới tên đó. Hãy mở {scheme}://localhost:{port}/ hoặc địa chỉ IP của máy chủ.\n"
        ),
        format!(
            "This page is not served under that name. Open {scheme}://localhost:{port}/ or the IP address of the server.\n"
        ),
    )
}

/// The refusal of a WebSocket opened by another page.
pub(super) fn wrong_origin(lang: Lang) -> String {
    say(
        lang,
        "Trang khác không được xem trực tiếp các bảng này.\n".into(),
        "Other pages may not look at these boards live.\n".into(),
    )
}

/// The refusal of too many header lines.
pub(super) fn headers_too_large(lang: Lang) -> String {
    say(
        lang,
        "Yêu cầu quá dài. Hãy xóa cookie của trang này rồi thử lại.\n".into(),
        "The request is too long. Delete the cookies of this page and try again.\n".into(),
    )
}

/// The answer to a plain request for a live address.
pub(super) fn only_websocket(lang: Lang) -> String {
    say(
        lang,
        "Địa chỉ này chỉ dành cho WebSocket. Hãy mở trang đầu để xem bảng.\n".into(),
        "This address is for WebSocket only. Open the first page to see the board.\n".into(),
    )
}

/// Why a live socket is closed at once; at most 123 bytes, as a close frame can carry.
pub(super) fn too_many(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "Đã đủ số người xem trực tiếp. Hãy đóng bớt trang rồi thử lại.",
        Lang::En => "As many as can look on already do. Close other pages and try again.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn zone() -> TimeZone {
        TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
    }

    #[test]
    fn ages_are_said_as_people_say_them_and_a_clock_set_back_makes_none_negative() {
        let said = |millis| {
            let now = at("2026-11-24T05:00:00Z");
            let sent = LinkState::Sent { at: now - SignedDuration::from_millis(millis) };
            link_state(Lang::Vi, &sent, now, &zone())
        };
        assert_eq!(said(400), "đã gửi, 0,4 giây trước");
        assert_eq!(said(9_940), "đã gửi, 9,9 giây trước");
        assert_eq!(said(9_960), "đã gửi, 9 giây trước");
        assert_eq!(said(59_999), "đã gửi, 59 giây trước");
        assert_eq!(said(61_000), "đã gửi, 1 phút trước");
        assert_eq!(said(7_200_000), "đã gửi, 2 giờ trước");
        assert_eq!(said(200_000_000), "đã gửi, 2 ngày trước");
        assert_eq!(said(-5_000), "đã gửi, 0,0 giây trước");
    }

    #[test]
    fn times_are_the_sites_and_name_the_day_unless_it_is_today() {
        let now = at("2026-11-24T05:00:00Z");
        assert_eq!(moment(Lang::Vi, at("2026-11-23T17:00:01Z"), now, &zone()), "00:00:01");
        assert_eq!(moment(Lang::Vi, at("2026-11-23T16:59:59Z"), now, &zone()), "23:59:59 ngày 23/11/2026");
        assert_eq!(moment(Lang::En, at("2026-12-01T16:00:00Z"), now, &zone()), "23:00:00 on 01/12/2026");
        assert_eq!(full_moment(now, &zone()), "12:00:00, 24/11/2026");
    }

    #[test]
    fn close_reasons_fit_a_close_frame() {
        assert!(too_many(Lang::Vi).len() <= 123 && too_many(Lang::En).len() <= 123);
    }

    #[test]
    fn numbers_carry_the_decimal_sign_of_the_language() {
        assert_eq!(pitch(Lang::Vi, 2.5), "2,5 mm (P2.5)");
        assert_eq!(pitch(Lang::En, 10.0), "10 mm (P10)");
        assert_eq!(number(Lang::Vi, 10.0, 0), "10");
    }
}
