//! Words of signing in, of one's own account, and of forms that outlive a session.

use crate::editorial::{Grant, Role, Scope};
use crate::report::Lang;

words! {
    /// The words of the pages of one's own account.
    AccountWords;
    sign_in vi "Đăng nhập" en "Sign in"
    sign_out vi "Đăng xuất" en "Sign out"
    login vi "Tên đăng nhập" en "Login"
    login_hint vi "Chữ thường không dấu, chữ số và dấu gạch nối, ví dụ nguyen-lan." en "Lower-case ASCII letters, digits and hyphens, for example nguyen-lan."
    name vi "Họ và tên" en "Full name"
    password vi "Mật khẩu" en "Password"
    password_again vi "Nhập lại mật khẩu" en "Password once more"
    password_hint vi "Ít nhất 12 ký tự. Một câu ngắn chỉ mình bạn nhớ là tốt nhất; dấu tiếng Việt và dấu cách đều dùng được." en "At least 12 characters. A short sentence that only you know is best; spaces and Vietnamese letters are fine."
    code vi "Mã xác thực 6 chữ số" en "Code of 6 digits"
    code_hint vi "Mở ứng dụng xác thực trên điện thoại, rồi nhập lại mật khẩu cùng mã đang hiện." en "Open the authenticator app on your phone; give the password again with the code it shows."
    forgotten vi "Quên mật khẩu? Hãy xin người quản trị một liên kết để đặt mật khẩu mới." en "Forgot your password? Ask an administrator for a link to choose a new one."
    first_title vi "Người quản trị đầu tiên" en "The first administrator"
    first_lead vi "Chưa có ai quản trị hệ thống này. Hãy tạo tài khoản cho mình; sau đó bạn mời những người khác và giao quyền cho họ." en "Nobody administers this system yet. Make an account for yourself; then invite others and say what they may do."
    first_submit vi "Tạo tài khoản" en "Make the account"
    ticket_title vi "Đặt mật khẩu" en "Choose a password"
    ticket_for vi "Tài khoản" en "Account"
    ticket_submit vi "Đặt mật khẩu" en "Choose this password"
    again_title vi "Phiên làm việc đã hết" en "Your session is over"
    again_lead vi "Những gì bạn vừa nhập vẫn còn nguyên. Hãy đăng nhập rồi bấm “Lưu tiếp”." en "Everything you typed is still here. Sign in, then press “Save now”."
    again_lost vi "Phiên làm việc đã hết và nội dung quá dài nên không mang theo được. Hãy bấm nút quay lại của trình duyệt, sao chép nội dung, rồi đăng nhập." en "Your session is over, and what you sent is too long to be carried along. Use the browser’s back button, copy the text, then sign in."
    again_ready vi "Bạn đã đăng nhập lại. Chưa lưu gì: hãy bấm “Lưu tiếp” để lưu những gì bạn đã nhập." en "You are signed in again. Nothing is saved yet: press “Save now” to save what you typed."
    again_submit vi "Lưu tiếp" en "Save now"
    again_typed vi "Những gì bạn đã nhập" en "What you typed"
    account vi "Tài khoản của bạn" en "Your account"
    rights vi "Quyền của bạn" en "What you may do"
    change_password vi "Đổi mật khẩu" en "Change the password"
    change_password_hint vi "Sau khi đổi, bạn bị đăng xuất khỏi mọi thiết bị khác." en "You are signed out on all other devices then."
    password_now vi "Mật khẩu hiện tại" en "Present password"
    password_new vi "Mật khẩu mới" en "New password"
    factor vi "Xác thực hai lớp" en "Second factor"
    factor_is_on vi "Đang bật: mỗi lần đăng nhập cần thêm mã trong ứng dụng trên điện thoại." en "It is on: each sign-in also needs the code that an app on your phone shows."
    factor_is_off vi "Đang tắt. Khi bật, người biết mật khẩu của bạn cũng không đăng nhập được nếu không có điện thoại của bạn." en "It is off. With it, somebody who learns your password still cannot sign in without your phone."
    factor_begin vi "Bật xác thực hai lớp" en "Set up a second factor"
    factor_end vi "Tắt xác thực hai lớp" en "Do without the second factor"
    factor_scan vi "Mở ứng dụng xác thực trên điện thoại (loại tạo mã 6 chữ số theo thời gian) và quét hình này, rồi nhập mã mà ứng dụng hiện." en "Open an authenticator app on your phone (one that makes codes of 6 digits from the time) and scan this picture, then give the code it shows."
    factor_picture vi "Mã QR để quét bằng ứng dụng xác thực" en "QR code for an authenticator app"
    factor_letters vi "Không quét được thì nhập khóa này vào ứng dụng:" en "If it cannot be scanned, type this key into the app:"
    factor_confirm vi "Xác nhận mã" en "Confirm the code"
    sessions vi "Nơi đang đăng nhập" en "Where you are signed in"
    device vi "Trình duyệt" en "Browser"
    unknown_device vi "Không rõ trình duyệt" en "Unknown browser"
    this_device vi "máy này" en "this one"
    origin vi "Địa chỉ" en "Address"
    signed_in_at vi "Đăng nhập lúc" en "Signed in"
    seen_at vi "Dùng lần cuối" en "Last used"
    sign_out_everywhere vi "Đăng xuất khỏi mọi thiết bị" en "Sign out everywhere"
    tokens vi "Mã truy cập cho phần mềm" en "Tokens for programs"
    tokens_lead vi "Mã truy cập cho phần mềm khác làm việc dưới tên bạn, chỉ với những quyền bạn chọn. Ai có mã thì dùng được quyền đó: hãy cất kỹ và thu hồi khi không dùng nữa." en "With a token another program acts in your name, with no more than the rights you pick. Whoever has the token has these rights: keep it safe, and revoke it when it is not used any more."
    token_new vi "Tạo mã mới" en "Make a token"
    token_name vi "Dùng cho việc gì" en "What it is for"
    token_name_hint vi "Ví dụ: phần mềm lịch công tác." en "For example: calendar software."
    token_days vi "Hiệu lực trong bao nhiêu ngày (1 đến 366)" en "Valid for how many days (1 to 366)"
    token_rights vi "Quyền của mã" en "What it may do"
    token_make vi "Tạo mã truy cập" en "Make the token"
    token_title vi "Mã truy cập mới" en "The new token"
    token_once vi "Hãy chép mã này ngay; nó chỉ hiện một lần." en "Copy this token now; it is shown only once."
    valid_until vi "có hiệu lực đến" en "valid until"
    revoke vi "Thu hồi" en "Revoke"
    no_rights vi "Bạn chưa có quyền nào từ máy này. Hãy hỏi người quản trị." en "You have no rights from this machine. Ask an administrator."
}

/// What `?said=` stands for; nothing for what is not known.
pub(in crate::web) fn said(lang: Lang, code: &str) -> Option<&'static str> {
    let (vi, en) = match code {
        "out" => ("Bạn đã đăng xuất.", "You are signed out."),
        "out-everywhere" => ("Bạn đã đăng xuất khỏi mọi thiết bị.", "You are signed out everywhere."),
        "begun" => (
            "Tài khoản quản trị đã sẵn sàng. Hãy vào “Người dùng” để mời những người khác.",
            "The administrator’s account is ready. Go to “People” to invite others.",
        ),
        "chosen" => ("Mật khẩu mới đã được đặt.", "The new password is set."),
        "sign-in" => (
            "Mật khẩu mới đã được đặt. Hãy đăng nhập bằng mật khẩu mới.",
            "The new password is set. Sign in with it.",
        ),
        "session-ended" => ("Đã đăng xuất thiết bị đó.", "That device is signed out."),
        "token-revoked" => ("Mã truy cập đã bị thu hồi.", "The token is revoked."),
        "factor-on" => ("Xác thực hai lớp đã bật.", "The second factor is on."),
        "factor-off" => ("Xác thực hai lớp đã tắt.", "The second factor is off."),
        "changed" => ("Đã lưu thay đổi.", "The changes are saved."),
        "removed" => {
            ("Người này đã nghỉ; những gì họ đã làm vẫn còn.", "The person is removed; what they did stays.")
        }
        "factor-ended" => ("Xác thực hai lớp của người này đã tắt.", "The person’s second factor is ended."),
        "signed-out" => {
            ("Người này đã bị đăng xuất khỏi mọi thiết bị.", "The person is signed out everywhere.")
        }
        _ => return None,
    };
    Some(match lang {
        Lang::Vi => vi,
        Lang::En => en,
    })
}

/// What is said beside a link for choosing a password.
pub(in crate::web) fn link_lead(lang: Lang, name: &str, login: &str) -> String {
    match lang {
        Lang::Vi => format!(
            "Hãy gửi liên kết này cho {name} (tên đăng nhập {login}). Nó chỉ hiện một lần, dùng được một lần, trong 72 giờ."
        ),
        Lang::En => format!(
            "Give this link to {name} (login {login}). It is shown only once, and can be used once, within 72 hours."
        ),
    }
}

/// What a role lets somebody do.
pub(in crate::web) fn role(lang: Lang, role: Role) -> &'static str {
    let (vi, en) = match role {
        Role::View => ("Xem", "See"),
        Role::Draft => ("Soạn thảo", "Write"),
        Role::Approve => ("Duyệt", "Approve"),
        Role::Operate => ("Vận hành (lệnh khẩn cấp, tắt, mở bảng)", "Operate (urgent orders, blackouts)"),
        Role::Administer => ("Quản trị", "Administer"),
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// For which boards a right holds; `name` is what people call a site, by its id.
pub(in crate::web) fn scope(lang: Lang, scope: &Scope, name: impl Fn(&str) -> String) -> String {
    match (lang, scope) {
        (Lang::Vi, Scope::All) => "mọi bảng".to_owned(),
        (Lang::En, Scope::All) => "all boards".to_owned(),
        (Lang::Vi, Scope::Site(site)) => format!("điểm đặt {}", name(site)),
        (Lang::En, Scope::Site(site)) => format!("site {}", name(site)),
        (Lang::Vi, Scope::Tag(tag)) => format!("các bảng mang nhãn {tag}"),
        (Lang::En, Scope::Tag(tag)) => format!("boards with the tag {tag}"),
    }
}

/// A right in words: `Soạn thảo: điểm đặt ubnd, chỉ từ mạng 10.1.0.0/16`.
pub(in crate::web) fn grant(lang: Lang, grant: &Grant) -> String {
    let mut words = format!("{}: {}", role(lang, grant.role), scope(lang, &grant.scope, str::to_owned));
    if !grant.networks.is_empty() {
        let networks = grant.networks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        words += match lang {
            Lang::Vi => ", chỉ từ mạng ",
            Lang::En => ", only from ",
        };
        words += &networks;
    }
    words
}
