//! Words of approving.

use super::say;
use crate::report::Lang;
use crate::web::queue::Not;

words! {
    /// The fixed words of these pages.
    ReviewWords;
    title vi "Duyệt nội dung" en "Approval"
    lead vi "Những bản đang chờ một người xem hết hình trên từng bảng rồi cho phát." en "What waits for somebody to look at the picture on every board and let it be shown."
    none vi "Không có gì đang chờ duyệt." en "Nothing waits for approval."
    submitted vi "Chờ duyệt" en "Waiting for approval"
    by vi "Người trình" en "Submitted by"
    authors vi "Người soạn" en "Written by"
    when vi "Lúc" en "At"
    note vi "Lời nhắn" en "Note"
    boards vi "Bảng" en "Boards"
    open vi "Xem và duyệt" en "Look and approve"
    look vi "Xem" en "Look"
    own vi "Bạn đã tham gia soạn bản này nên cần người khác duyệt." en "You wrote part of this, so somebody else has to approve it."
    not_yours vi "Bạn không có quyền duyệt cho các bảng này." en "You may not approve for these boards."
    void vi "Duyệt không còn hiệu lực" en "Approvals that no longer hold"
    void_lead vi "Các mục dưới đây đã được duyệt, nhưng hình sẽ phát nay đã khác, nên bảng không phát cho tới khi được duyệt lại." en "What is listed here was approved, but would look different now, so boards do not show it until it is approved again."
    void_drafted vi "Danh sách này đang có bản nháp; hãy trình duyệt bản nháp đó." en "There is a draft of this playlist; submit that one."
    void_draft vi "Mở bản nháp" en "Open the draft"
    again vi "Trình duyệt lại" en "Submit it again"
    disk vi "Tệp khác bản đã duyệt" en "Files that differ from what is approved"
    disk_lead vi "Tệp có sẵn hoặc có người sửa trên đĩa. Bảng chỉ phát bản đã duyệt, nếu có; nội dung trong tệp là đề nghị." en "Files that were there, or that somebody changed on the disk. Boards show what was approved, if anything was; what is in the file is a proposal."
    disk_gone vi "Tệp đã bị xóa" en "The file was removed"
    disk_open vi "Xem tệp" en "Look at the file"

    back vi "Tất cả những gì đang chờ" en "All that waits"
    changed vi "Có gì mới" en "What is new"
    changed_none vi "Lời văn và lịch không khác bản đang phát; chỉ có hình trên bảng là khác." en "Words and times are those that are shown; only the pictures on the boards are different."
    changed_first vi "Danh sách mới, chưa từng phát." en "A new playlist that was never shown."
    before vi "Trước" en "Before"
    after vi "Sau" en "After"
    nothing vi "không có" en "none"
    findings vi "Máy nhận xét" en "What the program finds"
    findings_none vi "Máy không thấy gì cần lưu ý." en "The program finds nothing to say."
    silenced vi "Người soạn bỏ qua, lý do:" en "The writer passes over it, because:"
    pictures vi "Hình trên từng bảng" en "The picture on every board"
    pictures_lead vi "Hãy xem mỗi hình tới hết. Chỉ đúng những điểm ảnh này mới được phát." en "Look at every picture to its end. Exactly these dots may be lit, and no others."
    pictures_none vi "Mọi hình của bản này đã được duyệt từ trước và không đổi." en "Every picture of this was approved before and did not change."
    item vi "Mục" en "Item"
    tick vi "Tôi đã xem hết hình này" en "I have looked at all of this picture"
    seen vi "Đã xem hết" en "Seen to the end"
    unseen vi "Chưa xem hết" en "Not seen to the end yet"
    keep_seen vi "Ghi nhận những hình đã xem" en "Keep what I have looked at"
    play vi "Chạy" en "Play"
    pause vi "Dừng" en "Pause"
    seek vi "Vị trí" en "Position"
    failed vi "Không tải được hình. Hãy tải lại trang." en "The picture did not come. Reload the page."
    lost vi "Chưa ghi nhận được là bạn đã xem. Hãy tải lại trang rồi xem lại." en "That you saw it could not be kept. Reload the page and look again."
    left_none vi "Đã xem hết mọi hình." en "Every picture was looked at."
    left_one vi "Còn 1 hình chưa xem hết." en "1 picture is left to look at."
    left_many vi "Còn # hình chưa xem hết." en "# pictures are left to look at."
    decide vi "Quyết định" en "Decide"
    approve vi "Duyệt và đưa lên bảng" en "Approve and show it"
    approve_note vi "Lời nhắn kèm theo (không bắt buộc)" en "Note (may be left empty)"
    reject vi "Trả lại để sửa" en "Send it back"
    reject_reason vi "Lý do trả lại" en "Why it is sent back"
    writing vi "Bản nháp này đang được soạn, chưa trình duyệt." en "This draft is being written and was not submitted."

    done vi "Đã duyệt" en "Approved"
    done_version vi "Bản số" en "Version"
    done_where vi "Phát ở đâu, từ lúc nào" en "Where it is shown, and from when"
    done_live vi "Xem bảng trực tiếp" en "Look at the board live"
    done_nowhere vi "Chưa bảng nào phát danh sách này." en "No board shows this playlist."
    done_list vi "Mở danh sách" en "Open the playlist"
    sent_back vi "Đã trả lại để sửa." en "It was sent back."
    submitted_again vi "Đã trình duyệt lại." en "It was submitted again."
    kept vi "Đã ghi nhận những hình bạn đã xem." en "What you looked at was kept."
}

impl ReviewWords {
    /// Why somebody may not approve a draft.
    pub(in crate::web) fn not(&self, not: Not) -> &'static str {
        match not {
            Not::Foreign => self.not_yours,
            Not::Own => self.own,
        }
    }
}

/// The fixed words in a language.
pub(in crate::web) fn review(lang: Lang) -> &'static ReviewWords {
    ReviewWords::of(lang)
}

/// `Còn 3 hình chưa xem hết`
pub(in crate::web) fn left(lang: Lang, count: usize) -> String {
    let w = review(lang);
    match count {
        0 => w.left_none.to_owned(),
        1 => w.left_one.to_owned(),
        more => w.left_many.replace('#', &more.to_string()),
    }
}

/// How many pictures need no look.
pub(in crate::web) fn held(lang: Lang, count: usize) -> String {
    say(
        lang,
        format!("{count} hình khác đã được duyệt từ trước và không đổi một điểm ảnh nào."),
        format!("{count} other pictures were approved before and have not changed by a dot."),
    )
}

/// The heading over what changed of a playlist as a whole.
pub(in crate::web) fn changed_head(lang: Lang) -> String {
    say(lang, "Thông tin chung của danh sách".into(), "The playlist as a whole".into())
}

/// The heading over what became of an item; numbers from 1.
pub(in crate::web) fn changed_item(lang: Lang, kind: &str, number: usize) -> String {
    match kind {
        "added" => say(lang, format!("Thêm mục {number}"), format!("Item {number} is new")),
        "removed" => say(lang, format!("Bỏ mục {number} cũ"), format!("The former item {number} is gone")),
        "moved" => say(lang, format!("Chuyển chỗ: nay là mục {number}"), format!("Moved: now item {number}")),
        _ => say(lang, format!("Sửa mục {number}"), format!("Item {number} changed")),
    }
}
