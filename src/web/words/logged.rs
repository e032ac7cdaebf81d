//! What the keys of a row of the log are called.
//!
//! Rows keep what was changed as it was kept: items and heads of playlists by the keys of their files, orders as they were
//! given. A test of the office looks that no row has a key without words.

use super::{key_label, say};
use crate::playlist::edit::keys;
use crate::report::Lang;

/// What a key of a row is called, by its path (`order.notice.places.all`); `None` if it has no words.
#[must_use]
pub fn logged(lang: Lang, path: &str) -> Option<String> {
    let (rest, last) = path.rsplit_once('.').unwrap_or(("", path));
    let own = match rest {
        "stands" => standing(last),
        // What stood before an order is not kept beside it.
        "" => of_row(last).or_else(|| standing(last)),
        _ => of_order(rest, last).or_else(|| of_row(last)),
    };
    if let Some((vi, en)) = own {
        return Some(say(lang, vi.to_owned(), en.to_owned()));
    }
    // Which finding was passed over is the key itself.
    if rest == "silence" || rest.ends_with(".silence") {
        return Some(format!("{} {last}", key_label(lang, "silence")));
    }
    let known = [&keys::ITEM[..], &keys::HEAD, &keys::CAMPAIGN].concat();
    known.contains(&last).then(|| key_label(lang, last).to_owned())
}

/// What stands of orders on the boards an order was for.
fn standing(key: &str) -> Option<(&'static str, &'static str)> {
    Some(match key {
        "dark" => ("Bảng đang tắt", "Boards that are dark"),
        "notices" => ("Thông báo đang phát, số", "Notices in force, by number"),
        _ => return None,
    })
}

/// What somebody ordered.
fn of_order(rest: &str, key: &str) -> Option<(&'static str, &'static str)> {
    if rest != "order" && !rest.starts_with("order.") {
        return None;
    }
    Some(match key {
        "id" => ("Thông báo số", "Number of the notice"),
        "class" => ("Loại thông báo", "Kind of notice"),
        "reason" => ("Lý do", "Reason"),
        "replace" => ("Thay thông báo đang phát", "In place of a notice in force"),
        "until" => ("Phát đến", "Until"),
        "lasting" => ("Trong thời gian", "For how long"),
        "all" => ("Tất cả các bảng", "All boards"),
        "boards" => ("Với bảng", "For boards"),
        "sites" => ("Với bảng ở", "For boards at"),
        "groups" => ("Với nhóm bảng", "For groups of boards"),
        "tags" => ("Với bảng có nhãn", "For boards with the tag"),
        "sight" => ("Hình", "Picture"),
        _ => return None,
    })
}

/// What else rows tell.
fn of_row(key: &str) -> Option<(&'static str, &'static str)> {
    Some(match key {
        "name" => ("Tên", "Name"),
        "grants" => ("Quyền", "Rights"),
        "removed" => ("Đã nghỉ", "Removed"),
        "session" => ("Phiên số", "Session"),
        "sessions" => ("Số phiên", "Sessions"),
        "agent" => ("Trình duyệt", "Browser"),
        "more_before" => ("Số lần khác trong giờ trước", "More of them in the hour before"),
        "expires_at" => ("Hết hạn", "Ends"),
        "version" => ("Bản công bố số", "Version"),
        "draft" => ("Bản nháp số", "Draft"),
        "base" => ("Dựa trên bản số", "Based on version"),
        "changed_at" => ("Tệp đổi lúc", "The file changed at"),
        "conflict" => ("Chỗ hai người cùng sửa", "What two people changed"),
        "place" => ("Vị trí", "Place"),
        "of" => ("Sao chép từ", "Copy of"),
        "bytes" => ("Độ dài (byte)", "Length in bytes"),
        "dots" => ("Mã hình", "Digest of the picture"),
        "item" => ("Mục", "Item"),
        _ => return None,
    })
}

/// A value that is one of few words.
pub(in crate::web) fn logged_value(lang: Lang, key: &str, value: &str) -> Option<String> {
    let (vi, en) = match (key, value) {
        ("class", "override") => ("thay chương trình", "in place of the programme"),
        ("sight", "test-pattern") => ("hình kiểm tra", "test pattern"),
        ("sight", "identify") => ("tên bảng, để nhận ra bảng", "which board it is"),
        _ => return None,
    };
    Some(say(lang, vi.to_owned(), en.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_a_playlist_is_called_something_and_what_nobody_knows_is_not_made_up() {
        for lang in [Lang::Vi, Lang::En] {
            for key in [&keys::ITEM[..], &keys::HEAD, &keys::CAMPAIGN].concat() {
                let called = logged(lang, key).unwrap_or_default();
                assert!(!called.is_empty() && called != "Khóa khác" && called != "Another key", "{key}");
                assert!(logged(lang, &format!("item.{key}")).is_some(), "{key}");
            }
            for path in ["", "mau", "order.notice.khac", "stands.khac", "silence"] {
                assert_eq!(logged(lang, path).is_some(), path == "silence", "{path}");
            }
        }
        assert_eq!(logged(Lang::Vi, "silence.T12").unwrap(), "Nhận xét được bỏ qua T12");
        assert_eq!(logged(Lang::Vi, "order.end.id").unwrap(), "Thông báo số");
    }
}
