//! Words for what is done, by whom, and with what.

use crate::editorial::Action;
use crate::report::Lang;
use std::collections::BTreeMap;

/// Kinds of actions, by what their words begin with.
pub(in crate::web) const GROUPS: [&str; 7] =
    ["person.", "session.", "token.", "playlist.", "draft.", "disk.", "order."];

fn say(lang: Lang, (vi, en): (&'static str, &'static str)) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// A kind of actions.
pub(in crate::web) fn group(lang: Lang, group: &str) -> &'static str {
    let words = match group {
        "person." => ("Người dùng và quyền", "People and rights"),
        "session." => ("Đăng nhập, đăng xuất", "Signing in and out"),
        "token." => ("Mã truy cập", "Tokens"),
        "playlist." => ("Danh sách phát", "Playlists"),
        "draft." => ("Bản nháp và duyệt", "Drafts and approval"),
        "disk." => ("Tệp trên đĩa", "Files on disk"),
        "order." => ("Lệnh phát ngay, tắt, mở", "Orders"),
        _ => ("Việc khác", "Others"),
    };
    say(lang, words)
}

/// What was done, by its word in the log. A word of another version stands for itself.
pub(in crate::web) fn action(lang: Lang, word: &str) -> String {
    let known = Action::ALL.iter().find(|action| action.word() == word);
    known.map_or_else(|| word.to_owned(), |action| say(lang, done(*action)).to_owned())
}

fn done(action: Action) -> (&'static str, &'static str) {
    match action {
        Action::OfferBegin => {
            ("Tạo liên kết cho người quản trị đầu tiên", "Made the link for the first administrator")
        }
        Action::Begin => ("Người quản trị đầu tiên tạo tài khoản", "The first administrator began"),
        Action::Invite => ("Mời người dùng", "Invited a person"),
        Action::ChangePerson => ("Sửa tên hoặc quyền", "Changed a name or rights"),
        Action::RemovePerson => ("Cho người dùng nghỉ", "Removed a person"),
        Action::ResetPassword => ("Tạo liên kết đặt lại mật khẩu", "Made a link for a new password"),
        Action::AcceptTicket => ("Đặt mật khẩu bằng liên kết", "Chose a password by a link"),
        Action::ChangePassword => ("Đổi mật khẩu", "Changed the password"),
        Action::BeginSecondFactor => ("Bắt đầu bật xác thực hai lớp", "Began to set up a second factor"),
        Action::ConfirmSecondFactor => ("Bật xác thực hai lớp", "Set up a second factor"),
        Action::EndSecondFactor => ("Tắt xác thực hai lớp", "Ended a second factor"),
        Action::SignIn => ("Đăng nhập", "Signed in"),
        Action::SignInRefused => ("Đăng nhập không thành công", "Could not sign in"),
        Action::SignOut => ("Đăng xuất", "Signed out"),
        Action::SignOutEverywhere => ("Đăng xuất khỏi mọi thiết bị", "Signed out everywhere"),
        Action::MakeToken => ("Tạo mã truy cập", "Made a token"),
        Action::RevokeToken => ("Thu hồi mã truy cập", "Revoked a token"),
        Action::CreatePlaylist => ("Tạo danh sách phát", "Created a playlist"),
        Action::CopyPlaylist => ("Sao chép danh sách phát", "Copied a playlist"),
        Action::OpenDraft => ("Mở bản nháp", "Opened a draft"),
        Action::SaveHead => ("Sửa phần chung của danh sách", "Changed the head of a playlist"),
        Action::SaveItem => ("Sửa mục", "Changed an item"),
        Action::AddItem => ("Thêm mục", "Added an item"),
        Action::CopyItem => ("Sao chép mục", "Copied an item"),
        Action::MoveItem => ("Chuyển chỗ mục", "Moved an item"),
        Action::RemoveItem => ("Bỏ mục", "Removed an item"),
        Action::SaveText => ("Thay toàn bộ nội dung tệp", "Replaced the whole text"),
        Action::Undo => ("Hoàn tác", "Took a change back"),
        Action::Redo => ("Làm lại", "Did a change again"),
        Action::DiscardDraft => ("Bỏ bản nháp", "Gave a draft up"),
        Action::Rebase => ("Chuyển bản nháp sang bản công bố mới", "Based the draft on the newest version"),
        Action::Submit => ("Gửi duyệt", "Submitted"),
        Action::Recall => ("Rút lại để sửa", "Took a submission back"),
        Action::Seen => ("Đã xem hết một hình", "Looked at a picture to the end"),
        Action::Approve => ("Duyệt và công bố", "Approved and published"),
        Action::Reject => ("Trả lại", "Rejected"),
        Action::Withdraw => ("Rút nội dung khỏi bảng", "Withdrew content"),
        Action::Restore => ("Khôi phục bản cũ thành bản nháp", "Made a draft of an older version"),
        Action::TakeFromDisk => ("Đưa tệp trên đĩa vào bản nháp", "Took the file on disk into the draft"),
        Action::RestoreFile => ("Ghi lại tệp theo bản đã công bố", "Wrote the published text into the file"),
        Action::DiskChanged => ("Tệp trên đĩa bị thay đổi", "The file on disk was changed"),
        Action::Notice => ("Ra thông báo", "Gave a notice"),
        Action::EndNotice => ("Kết thúc thông báo", "Ended a notice"),
        Action::ExtendNotice => ("Kéo dài thông báo", "Extended a notice"),
        Action::Blackout => ("Tắt bảng", "Made boards dark"),
        Action::Resume => ("Mở lại bảng", "Lit boards again"),
        Action::Show => ("Chiếu hình kiểm tra hoặc tên bảng", "Showed a test picture or which board it is"),
    }
}

/// Who it was, by what the log says and the names of people.
pub(in crate::web) fn who(lang: Lang, who: &str, names: &BTreeMap<String, String>) -> String {
    let name =
        |login: &str| names.get(login).map_or_else(|| login.to_owned(), |name| format!("{name} ({login})"));
    match who {
        "(disk)" => return say(lang, ("Tệp trên đĩa", "Files on disk")).to_owned(),
        "(bangtin)" => return say(lang, ("Chương trình", "The program")).to_owned(),
        "(nobody)" => return say(lang, ("Chưa đăng nhập", "Nobody signed in")).to_owned(),
        _ => {}
    }
    if let Some(login) = who.strip_suffix(" (local)") {
        return format!("{login} {}", say(lang, ("(tại máy chủ)", "(on the server)")));
    }
    match who.strip_suffix(')').and_then(|who| who.split_once(" (token ")) {
        Some((login, id)) => format!("{}, {} {id}", name(login), say(lang, ("mã truy cập số", "token"))),
        None => name(who),
    }
}

/// Yes or no.
pub(in crate::web) fn truth(lang: Lang, is: bool) -> &'static str {
    if is { say(lang, ("có", "yes")) } else { say(lang, ("không", "no")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_action_has_words_of_its_own_in_both_languages_and_a_group() {
        for lang in [Lang::Vi, Lang::En] {
            let words: BTreeSet<String> =
                Action::ALL.iter().map(|action| self::action(lang, action.word())).collect();
            assert_eq!(words.len(), Action::ALL.len());
            for action in Action::ALL {
                assert_ne!(self::action(lang, action.word()), action.word());
                assert!(GROUPS.iter().any(|group| action.word().starts_with(group)), "{}", action.word());
            }
        }
        assert_eq!(action(Lang::Vi, "later.word"), "later.word");
    }

    #[test]
    fn who_it_was_is_said_by_name_where_there_is_one() {
        let names = BTreeMap::from([("lan".to_owned(), "Nguyễn Lan".to_owned())]);
        let said = |text| who(Lang::Vi, text, &names);
        assert_eq!(said("lan"), "Nguyễn Lan (lan)");
        assert_eq!(said("lan (token 3)"), "Nguyễn Lan (lan), mã truy cập số 3");
        assert_eq!(said("root (local)"), "root (tại máy chủ)");
        assert_eq!((said("(disk)"), said("ai-do")), ("Tệp trên đĩa".to_owned(), "ai-do".to_owned()));
    }
}
