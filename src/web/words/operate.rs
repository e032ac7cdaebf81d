//! Words of emergencies, of dark boards, and of the page of one board.

use crate::report::Lang;

words! {
    /// The fixed words of these pages.
    OperateWords;
    title vi "Khẩn cấp" en "Emergency"
    lead vi "Lời khẩn cấp thay mọi nội dung trên các bảng đã chọn, không chờ duyệt, và tự hết khi tới giờ. Việc này được ghi vào nhật ký." en "An emergency takes the place of everything on the boards you choose, waits for no approval, and ends by itself. It is written into the log."
    offline vi "Trang này không mở được thì ra lệnh ngay trên máy chủ:" en "If this page cannot be opened, order on the server itself:"
    template vi "1. Chọn mẫu" en "1. Choose a template"
    words vi "2. Lời" en "2. The words"
    text vi "Lời hiện trên bảng" en "Words on the boards"
    where_ vi "3. Bảng nào" en "3. Which boards"
    all vi "Tất cả các bảng" en "All boards"
    sites vi "Theo điểm đặt" en "By site"
    groups vi "Theo nhóm" en "By group"
    tags vi "Theo nhãn" en "By tag"
    boards vi "Từng bảng" en "Board by board"
    how_long vi "4. Bao lâu" en "4. For how long"
    hours vi "Số giờ (1 đến 72)" en "Hours (1 to 72)"
    reason vi "Lý do" en "Reason"
    reason_hint vi "Một dòng, ghi vào nhật ký." en "One line, for the log."
    check vi "Xem trước và chuẩn bị phát" en "Look at it and get ready"
    check_dark vi "Chuẩn bị tắt bảng" en "Get ready to make boards dark"
    check_light vi "Chuẩn bị mở lại" en "Get ready to light them again"
    sure vi "Xác nhận" en "Confirm"
    sure_lead vi "Chưa phát gì. Hãy xem lại rồi bấm lần thứ hai trong vòng 60 giây." en "Nothing is ordered yet. Look once more, then press the second time within 60 seconds."
    sure_late vi "Đã quá 60 giây nên chưa phát gì. Hãy xem lại rồi bấm." en "More than 60 seconds went by, so nothing was ordered. Look again, then press."
    order vi "PHÁT NGAY" en "PUT IT UP NOW"
    order_dark vi "TẮT BẢNG NGAY" en "MAKE THEM DARK NOW"
    order_light vi "MỞ LẠI NGAY" en "LIGHT THEM NOW"
    change vi "Sửa lại" en "Change it"
    give_up vi "Bỏ, không phát" en "Give it up"
    on_boards vi "Hình trên các bảng" en "On the boards"
    cannot vi "Không hiện được trên bảng này:" en "This board cannot show it:"
    more vi "loại bảng khác cũng phát nhưng không vẽ ở đây" en "more kinds of boards show it too and are not drawn here"
    no_boards vi "Chưa chọn bảng nào." en "No board is chosen."
    no_reason vi "Hãy ghi lý do." en "Say why."
    bad_hours vi "Số giờ phải từ 1 đến 72." en "Hours must be from 1 to 72."
    no_text vi "Chưa có lời nào." en "There are no words yet."
    now vi "Lệnh đang có hiệu lực" en "Orders in force"
    now_none vi "Không có lệnh nào." en "There are none."
    end vi "Kết thúc ngay" en "End it now"
    extend vi "Kéo dài thêm" en "Make it last"
    extend_hours vi "Hết sau bao nhiêu giờ nữa" en "Hours from now"
    dark_title vi "Tắt bảng, mở lại bảng" en "Dark boards"
    dark_lead vi "Bảng tắt theo lệnh thì tối hẳn, kể cả khi có lời khẩn cấp, cho tới khi có người mở lại." en "A board that is made dark stays so, even in an emergency, until somebody lights it again."
    dark_do vi "Tắt bảng" en "Make them dark"
    light_do vi "Mở lại" en "Light them again"
    done vi "Đã thực hiện." en "Done."
    done_findings vi "Đã thực hiện, nhưng có điều cần biết:" en "Done, and there is something to know:"
    silent vi "Chương trình chưa trả lời lệnh. Hãy xem lệnh đang có hiệu lực trước khi ra lệnh lại." en "The program did not answer the order. Look at the orders in force before you order again."
    back_to vi "Về trang khẩn cấp" en "To the page of emergencies"

    board_operate vi "Điều khiển bảng" en "Operate the board"
    pattern vi "Hình kiểm tra trong 1 phút" en "Test pattern for 1 minute"
    identify vi "Hiện tên bảng trong 1 phút" en "Show which board it is for 1 minute"
    withheld vi "Bị giữ lại, chưa phát" en "Withheld, not shown"
    withheld_lead vi "Những mục này sẽ phát trên bảng nếu được duyệt." en "The board would show these if they were approved."
    to_approvals vi "Tới trang duyệt" en "To the page of approvals"
    coming vi "Sắp tới" en "What comes"
    light vi "Độ sáng" en "Brightness"
}

/// The fixed words in a language.
pub(in crate::web) fn operate(lang: Lang) -> &'static OperateWords {
    OperateWords::of(lang)
}
