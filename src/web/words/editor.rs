//! Words of the pages on which playlists are written.

use crate::report::Lang;

words! {
    /// The fixed words of these pages in one language.
    EditorWords;
    lists vi "Danh sách phát" en "Playlists"
    lists_hint vi "Mỗi danh sách là một nhóm nội dung phát cùng bảng, cùng giờ." en "Each playlist is a set of messages for the same boards and hours."
    search vi "Tìm theo tên, mã hoặc nội dung" en "Search by title, id or words"
    search_go vi "Tìm" en "Search"
    found_none vi "Không có danh sách nào khớp." en "No playlist matches."
    none_yet vi "Chưa có danh sách nào. Hãy tạo danh sách đầu tiên ở dưới." en "There is no playlist yet. Make the first one below."
    title vi "Tên danh sách" en "Title"
    id vi "Mã" en "Id"
    id_hint vi "Chữ thường không dấu, số và dấu gạch nối, ví dụ: dich-vu-cong. Mã cũng là tên tệp." en "Small letters without marks, digits and hyphens, as in: dich-vu-cong. It is the name of the file too."
    boards vi "Phát trên" en "For"
    no_boards vi "chưa bảng nào" en "no board"
    state vi "Tình trạng" en "State"
    items vi "mục" en "items"
    one_item vi "1 mục" en "1 item"
    create vi "Tạo danh sách mới" en "New playlist"
    create_go vi "Tạo và bắt đầu viết" en "Make it and begin writing"
    copy_go vi "Tạo bản sao" en "Make a copy"
    copy_list vi "Tạo danh sách mới từ danh sách này" en "New playlist from this one"
    published vi "Đang công bố" en "Published"
    not_published vi "Chưa công bố lần nào" en "Never published"
    withdrawn vi "Đã gỡ khỏi các bảng" en "Taken off the boards"
    open_draft vi "Sửa danh sách này" en "Edit this playlist"
    to_draft vi "Mở bản nháp" en "Open the draft"
    history vi "Lịch sử" en "History"
    draft vi "Bản nháp" en "Draft"
    draft_by vi "đang viết" en "being written by"
    draft_rejected vi "bị trả lại" en "sent back by"
    draft_waiting vi "chờ duyệt, gửi bởi" en "waiting for approval, sent by"
    disk_new vi "Tệp có sẵn trên đĩa, chưa được duyệt" en "A file on disk, not approved yet"
    disk_see_new vi "Xem tệp và lấy vào bản nháp" en "See the file and take it into a draft"
    disk_changed vi "Tệp trên đĩa đã bị sửa" en "The file on disk was changed"
    disk_see vi "Xem phần đã sửa trên đĩa" en "See what was changed on disk"
    by vi "bởi" en "by"
    changed vi "Sửa lần cuối" en "Last changed"
    version vi "Bản" en "Version"
    wrote vi "người viết" en "written by"
    approved_by vi "người duyệt" en "approved by"
    reason vi "Lý do" en "Reason"
    reason_why vi "Lý do (bắt buộc)" en "Reason (required)"
    withdraw vi "Gỡ khỏi bảng" en "Take off the boards"
    withdraw_all vi "Gỡ cả danh sách ngay" en "Take the whole playlist off now"
    withdraw_hint vi "Có hiệu lực ngay lập tức, không cần duyệt. Nội dung vẫn còn trong lịch sử." en "Takes effect at once and needs no approval. The words stay in the history."
    item vi "Mục" en "Item"
    edit vi "Sửa" en "Edit"
    up vi "Lên" en "Up"
    down vi "Xuống" en "Down"
    elsewhere vi "Bản nháp này dành cho cả những bảng ngoài phạm vi của bạn, nên bạn chỉ xem được. Hãy nhờ người có quyền soạn cho các bảng ấy." en "This draft is for boards that you do not write for, too, so you can only read it. Ask somebody who writes for them."
    drag vi "Kéo để đổi thứ tự" en "Drag to reorder"
    moved vi "đã chuyển tới vị trí" en "is now at place"
    copy vi "Sao chép" en "Copy"
    remove vi "Xóa" en "Remove"
    add vi "Thêm mục" en "Add an item"
    add_go vi "Thêm và sửa" en "Add and edit"
    new_text vi "Nội dung mục mới" en "Words of the new item"
    undo vi "Hoàn tác" en "Undo"
    redo vi "Làm lại" en "Redo"
    head vi "Thông tin chung của danh sách" en "About the whole playlist"
    save vi "Lưu" en "Save"
    save_back vi "Lưu và về danh sách" en "Save and go back"
    back vi "Về bản nháp" en "Back to the draft"
    discard vi "Bỏ bản nháp" en "Give the draft up"
    discard_hint vi "Những gì đang công bố không thay đổi. Bản nháp vẫn xem lại được trong lịch sử." en "What is published stays as it is. The draft can still be seen in the history."
    submit vi "Gửi duyệt" en "Send for approval"
    submit_hint vi "Người khác sẽ xem hình trên từng bảng rồi duyệt. Trong lúc chờ, bản nháp không sửa được." en "Somebody else looks at the picture on every board and approves it. Meanwhile the draft cannot be changed."
    note vi "Lời nhắn" en "Note"
    publish vi "Đưa lên bảng" en "Put on the boards"
    publish_hint vi "Phát ngay trên các bảng, theo giờ đã đặt." en "Shown on the boards at once, in the hours that were set."
    recall vi "Lấy lại để sửa" en "Take it back and edit"
    waiting vi "Bản nháp này đang chờ duyệt." en "This draft is waiting for approval."
    to_review vi "Mở trang duyệt" en "Open the approval page"
    rejected_by vi "Bị trả lại bởi" en "Sent back by"
    base_moved vi "Từ khi mở bản nháp này, danh sách đã được công bố bản khác. Hãy xem lại khác biệt trước khi gửi." en "Since this draft was begun another version was published. Look at what differs before you send it."
    rebase vi "Đã xem, giữ bản nháp này" en "Seen, keep this draft"
    differs vi "Khác với bản đang công bố" en "What differs from what is published"
    differs_nothing vi "Không có gì khác." en "Nothing differs."
    whole_text vi "Toàn bộ nội dung tệp" en "The whole text of the file"
    findings vi "Nhận xét" en "Findings"
    preview vi "Xem trước trên từng bảng" en "Preview on every board"
    preview_none vi "Mục này chưa phát trên bảng nào. Hãy chọn bảng cho mục hoặc cho cả danh sách." en "This item is for no board yet. Choose boards for it or for the whole playlist."
    paste_title vi "Nội dung vừa dán có thể viết gọn lại:" en "What you pasted can be tidied up:"
    paste_take vi "Dùng bản đã chuyển" en "Use the tidy text"
    paste_leave vi "Giữ nguyên" en "Leave it as it is"
    play vi "Chạy" en "Play"
    pause vi "Dừng" en "Pause"
    seek vi "Vị trí" en "Position"
    saving vi "Đang lưu…" en "Saving…"
    saved vi "Đã lưu" en "Saved"
    unsaved vi "Chưa lưu" en "Not saved"
    save_lost vi "Chưa lưu được; những gì đã nhập vẫn được giữ trong máy này và sẽ được lưu lại." en "It could not be saved; what you typed is kept on this computer and will be tried again."
    save_refused vi "Không lưu được:" en "It could not be saved:"
    save_expired vi "Phiên đăng nhập đã hết. Những gì đã nhập vẫn được giữ; bấm Lưu để đăng nhập lại rồi lưu." en "Your session has ended. What you typed is kept; press Save to sign in again and save."
    save_conflict vi "Người khác vừa sửa cùng mục này." en "Somebody else changed the same item."
    save_conflict_go vi "Xem và gộp hai bản" en "Look at both and merge them"
    save_joined vi "Đã lưu, cùng với thay đổi của người khác ở chỗ khác của mục này. Tải lại trang để thấy." en "Saved, together with what somebody else changed elsewhere in this item. Reload the page to see it."
    kept vi "Lần trước có nội dung chưa lưu được trên máy này:" en "There are words on this computer that were not saved last time:"
    kept_take vi "Lấy lại" en "Take them up again"
    kept_drop vi "Bỏ" en "Drop them"
    merge vi "Gộp hai bản sửa" en "Merge two changes"
    merge_hint vi "Trong lúc bạn viết, người khác đã sửa cùng chỗ. Chưa có gì bị mất: hãy chọn cho từng phần." en "While you were writing, somebody else changed the same. Nothing is lost: choose for each part."
    merge_mine vi "Của bạn" en "Yours"
    merge_theirs vi "Của người kia (đã lưu)" en "Theirs (saved)"
    merge_base vi "Trước khi sửa" en "Before both"
    merge_own vi "Viết lại" en "Write it anew"
    merge_go vi "Lưu phần đã chọn" en "Save what is chosen"
    merge_none vi "không có" en "nothing"
    versions vi "Các bản đã công bố" en "Published versions"
    versions_none vi "Chưa có bản nào được công bố." en "Nothing was published yet."
    version_removed vi "Gỡ khỏi các bảng" en "Taken off the boards"
    restore vi "Lấy bản này làm bản nháp" en "Make a draft of this version"
    changes vi "Khác bản trước" en "Changes from the one before"
    closed vi "Các bản nháp đã đóng" en "Drafts that are closed"
    closed_approved vi "đã công bố" en "published"
    closed_discarded vi "đã bỏ" en "given up"
    disk vi "Tệp bị sửa trực tiếp trên đĩa" en "The file was changed on disk"
    disk_hint vi "Có người đã sửa tệp này ngoài trang web. Các bảng vẫn phát bản đã duyệt." en "Somebody changed this file outside of these pages. The boards still show the approved version."
    disk_hint_new vi "Tệp này chưa có bản nào được duyệt nên chưa bảng nào phát. Hãy lấy nội dung vào bản nháp rồi trình duyệt." en "Nothing of this file was ever approved, so no board shows it. Take it into a draft and submit it."
    disk_broken vi "Tệp này có lỗi nên chưa lấy vào bản nháp được. Hãy sửa tệp trên đĩa:" en "The file has faults and cannot be taken into a draft. Mend it on disk:"
    disk_gone vi "Tệp đã bị xóa khỏi đĩa." en "The file was removed from the disk."
    disk_take vi "Lấy phần sửa vào bản nháp" en "Take the change into a draft"
    disk_restore vi "Ghi lại bản đã duyệt vào tệp" en "Write the approved version into the file again"
    disk_none vi "Tệp trên đĩa đúng như bản đang công bố." en "The file on disk is what is published."
    added vi "Thêm" en "Added"
    removed vi "Bỏ" en "Removed"
    changed_item vi "Sửa" en "Changed"
    moved_item vi "Đổi chỗ" en "Moved"
    from_place vi "từ vị trí" en "from place"
    picture_of vi "Hình trên" en "Picture on"
    group_name vi "Tên và thứ tự" en "Title and order"
    group_text vi "Nội dung" en "Words"
    group_looks vi "Hình thức" en "Looks"
    group_boards vi "Bảng" en "Boards"
    group_when vi "Thời gian phát" en "When it is shown"
    group_kind vi "Mức ưu tiên" en "How urgent it is"
    group_campaign vi "Văn bản chỉ đạo" en "Directive"
    group_silence vi "Bỏ qua nhận xét, có lý do" en "Findings to pass over, with a reason"
    none_here vi "Ở đây chưa có." en "There are none here."
    colour_own vi "Màu khác" en "Another colour"
    day vi "Ngày" en "Date"
    time vi "Giờ (không bắt buộc)" en "Time (optional)"
    windows vi "Khung giờ" en "Hours"
    windows_hint vi "Không có khung giờ nào nghĩa là phát cả ngày." en "Without any it is shown all day."
    window vi "Khung giờ" en "Hours"
    window_days vi "Các thứ" en "Days of the week"
    window_days_hint vi "không chọn là mọi ngày" en "none is every day"
    window_from vi "Từ" en "From"
    window_to vi "đến" en "to"
    window_valid_from vi "Từ ngày" en "First day"
    window_valid_to vi "đến hết ngày" en "Last day"
    window_only_on vi "Chỉ những ngày" en "Only on"
    window_except vi "Trừ những ngày" en "Except on"
    window_remove vi "Xóa khung giờ" en "Remove these hours"
    window_add vi "Thêm khung giờ" en "Add hours"
    silence_hint vi "Chỉ ghi khi nhận xét không đúng với mục này; lý do được lưu cùng nội dung." en "Only where a finding is not right for this item; the reason is kept with the words."
}

/// The words in a language.
pub(in crate::web) fn editor(lang: Lang) -> &'static EditorWords {
    EditorWords::of(lang)
}

impl EditorWords {
    /// So many items.
    pub(in crate::web) fn count(&self, items: impl std::borrow::Borrow<usize>) -> String {
        let items = *items.borrow();
        if items == 1 { self.one_item.to_owned() } else { format!("{items} {}", self.items) }
    }

    /// The heading of a group of fields.
    pub(in crate::web) fn group(&self, name: &str) -> &'static str {
        match name {
            "group_name" => self.group_name,
            "group_text" => self.group_text,
            "group_looks" => self.group_looks,
            "group_boards" => self.group_boards,
            "group_when" => self.group_when,
            "group_campaign" => self.group_campaign,
            "group_silence" => self.group_silence,
            _ => self.group_kind,
        }
    }
}

/// What people call a key of a playlist file.
pub(in crate::web) fn key_label(lang: Lang, key: &str) -> &'static str {
    let (vi, en) = match key {
        "title" => ("Tên danh sách", "Title"),
        "order" => ("Thứ tự giữa các danh sách", "Order among playlists"),
        "blank" => ("Khoảng tối sau mỗi mục (giây)", "Dark time after each item (seconds)"),
        "boards" => ("Bảng", "Boards"),
        "groups" => ("Nhóm bảng", "Groups of boards"),
        "sites" => ("Điểm đặt", "Sites"),
        "tags" => ("Nhãn", "Tags"),
        "windows" => ("Khung giờ", "Hours"),
        "starts_at" => ("Phát từ", "Begins"),
        "expires_at" => ("Hết hạn", "Ends"),
        "review_by" => ("Xem lại trước ngày", "To be looked at again by"),
        "class" => ("Mức ưu tiên", "How urgent"),
        "festive" => ("Nội dung chúc mừng", "It celebrates"),
        "campaign" => ("Văn bản chỉ đạo", "Directive"),
        "directive" => ("Số, ký hiệu văn bản", "Number of the document"),
        "start" => ("Ngày bắt đầu", "First day"),
        "deadline" => ("Ngày phải đủ số lần", "Last day on which it is owed"),
        "per_day" => ("Số lần mỗi ngày", "Times a day"),
        "per_week" => ("Số lần mỗi tuần", "Times a week"),
        "share" => ("Phần trăm thời gian", "Per cent of the time"),
        "text" => ("Nội dung", "Words"),
        "font" => ("Phông chữ", "Font"),
        "colour" => ("Màu chữ", "Colour"),
        "align" => ("Căn lề", "Alignment"),
        "hold" => ("Thời gian mỗi trang (giây)", "Seconds a page stands"),
        "motion" => ("Cách chuyển động", "Movement"),
        "speed" => ("Tốc độ chạy (điểm mỗi giây)", "Speed (dots a second)"),
        "passes" => ("Số lượt chạy", "Times it runs through"),
        "weight" => ("Số lượt trong một vòng", "Turns in a round"),
        "silence" => ("Nhận xét được bỏ qua", "Findings passed over"),
        "item" => ("Các mục", "Items"),
        _ => ("Khóa khác", "Another key"),
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// What helps to fill it in; empty where the label says everything.
pub(in crate::web) fn key_hint(lang: Lang, of_item: bool, key: &str) -> &'static str {
    let (vi, en) = match (key, of_item) {
        ("order", _) => ("Số nhỏ phát trước.", "The lower number is shown first."),
        ("boards" | "groups" | "sites" | "tags", true) => {
            ("Không chọn gì thì theo danh sách.", "With nothing chosen, as the playlist.")
        }
        ("expires_at", _) => {
            ("Chỉ ghi ngày là phát đến hết ngày đó.", "A date alone is the end of that day.")
        }
        ("starts_at", _) => ("Chỉ ghi ngày là từ 0 giờ.", "A date alone is its beginning."),
        ("hold", _) => {
            ("Để trống thì tính theo độ dài của chữ.", "Left empty it follows from the length of the words.")
        }
        ("colour", _) => (
            "Màu khác chỉ có trên bảng đủ màu; chọn “màu khác…” rồi chọn màu ở ô bên cạnh.",
            "Other colours are for boards of full colour only: choose “another colour…”, then the colour beside it.",
        ),
        ("speed" | "passes", _) => ("Chỉ cho chữ chạy.", "Only for moving words."),
        ("class", false) => ("Ưu tiên và khẩn cấp phải có ngày hết hạn.", "What is urgent must have an end."),
        ("festive", _) => ("Không phát trong những ngày tang.", "Not shown in days of mourning."),
        ("per_day", _) => {
            ("Chỉ ghi một trong ba: mỗi ngày, mỗi tuần, phần trăm.", "One of three: a day, a week, per cent.")
        }
        _ => ("", ""),
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// What people call a value that is one of few; the empty one is that nothing is said.
pub(in crate::web) fn value_word(lang: Lang, of_item: bool, key: &str, value: &str) -> Option<&'static str> {
    let (vi, en) = match (key, value) {
        ("class" | "festive", "") if of_item => ("như danh sách", "as the playlist"),
        ("class", "" | "normal") => ("thông thường", "normal"),
        ("class", "priority") => ("ưu tiên", "priority"),
        ("class", "emergency") => ("khẩn cấp", "emergency"),
        ("festive", "" | "false") => ("không", "no"),
        ("festive", "true") => ("có", "yes"),
        ("font", "") => ("phông của bảng", "the board’s font"),
        ("font", "auto") => ("tự chọn", "chosen by itself"),
        ("colour", "") => ("màu của bảng", "the board’s colour"),
        ("colour", "red") => ("đỏ", "red"),
        ("colour", "green") => ("lục", "green"),
        ("colour", "blue") => ("lam", "blue"),
        ("colour", "amber") => ("hổ phách", "amber"),
        ("colour", "yellow") => ("vàng", "yellow"),
        ("colour", "cyan") => ("xanh lơ", "cyan"),
        ("colour", "magenta") => ("hồng tím", "magenta"),
        ("colour", "white") => ("trắng", "white"),
        ("colour", "own") => ("màu khác…", "another colour…"),
        ("align", "" | "center") => ("giữa", "centred"),
        ("align", "left") => ("bên trái", "left"),
        ("align", "right") => ("bên phải", "right"),
        ("motion", "" | "auto") => ("tự chọn", "chosen by itself"),
        ("motion", "hold") => ("đứng yên", "standing still"),
        ("motion", "scroll-left") => ("chạy sang trái", "passing to the left"),
        ("motion", "scroll-up") => ("chạy lên", "rising"),
        ("days", "mon") => ("T2", "Mon"),
        ("days", "tue") => ("T3", "Tue"),
        ("days", "wed") => ("T4", "Wed"),
        ("days", "thu") => ("T5", "Thu"),
        ("days", "fri") => ("T6", "Fri"),
        ("days", "sat") => ("T7", "Sat"),
        ("days", "sun") => ("CN", "Sun"),
        _ => return None,
    };
    Some(match lang {
        Lang::Vi => vi,
        Lang::En => en,
    })
}

/// What was done, by its short name in an address.
pub(in crate::web) fn done(lang: Lang, code: &str) -> Option<&'static str> {
    let (vi, en) = match code {
        "saved" => ("Đã lưu.", "Saved."),
        "added" => ("Đã thêm mục mới.", "A new item was added."),
        "copied" => ("Đã sao chép.", "Copied."),
        "moved" => ("Đã đổi thứ tự.", "The order was changed."),
        "removed" => {
            ("Đã xóa mục. Bấm Hoàn tác để lấy lại.", "The item was removed. Press Undo to take it back.")
        }
        "undone" => ("Đã hoàn tác.", "Taken back."),
        "redone" => ("Đã làm lại.", "Done again."),
        "discarded" => ("Đã bỏ bản nháp.", "The draft was given up."),
        "submitted" => ("Đã gửi duyệt.", "Sent for approval."),
        "published" => ("Đã đưa lên bảng.", "Put on the boards."),
        "recalled" => ("Đã lấy lại để sửa.", "Taken back; go on writing."),
        "rebased" => (
            "Đã ghi nhận: bản nháp này dựa trên bản mới nhất.",
            "Noted: this draft is meant for the newest version.",
        ),
        "withdrawn" => ("Đã gỡ khỏi các bảng.", "Taken off the boards."),
        "opened" => ("Đã mở bản nháp.", "The draft was opened."),
        "restored" => (
            "Bản cũ đã thành bản nháp. Xem lại rồi gửi.",
            "The old version is the draft now. Look at it and send it.",
        ),
        "taken" => ("Phần sửa trên đĩa đã vào bản nháp.", "What was changed on disk is in the draft now."),
        "rewritten" => {
            ("Đã ghi lại bản đã duyệt vào tệp.", "The approved version was written into the file again.")
        }
        "merged" => ("Đã gộp và lưu.", "Merged and saved."),
        _ => return None,
    };
    Some(match lang {
        Lang::Vi => vi,
        Lang::En => en,
    })
}
