//! What the operating system says of an error, in Vietnamese: it says it in English only, inside sentences that are not.

/// What it says, and the same in Vietnamese.
const TOLD: [(&str, &str); 36] = [
    ("No such file or directory", "không có tệp hay thư mục này"),
    ("Permission denied", "không có quyền"),
    ("Operation not permitted", "không được phép"),
    ("Address already in use", "đã có chương trình khác dùng địa chỉ và cổng này"),
    ("Cannot assign requested address", "máy này không có địa chỉ ấy"),
    ("Address family not supported by protocol", "máy này không dùng loại địa chỉ ấy"),
    ("Connection refused", "bên kia từ chối kết nối"),
    ("Connection reset by peer", "bên kia đã ngắt kết nối"),
    ("Connection timed out", "bên kia không trả lời kịp"),
    ("Software caused connection abort", "kết nối bị hủy"),
    ("Transport endpoint is not connected", "chưa có kết nối"),
    ("Broken pipe", "bên kia đã đóng kết nối"),
    ("Network is unreachable", "không có đường mạng tới đó"),
    ("Network is down", "mạng đang không hoạt động"),
    ("No route to host", "không có đường tới máy đó"),
    ("Host is down", "máy đó đang tắt"),
    ("No space left on device", "đĩa đã đầy"),
    ("Disk quota exceeded", "đã hết phần đĩa được dùng"),
    ("Read-only file system", "đĩa chỉ cho đọc"),
    ("Is a directory", "đó là thư mục, không phải tệp"),
    ("Not a directory", "đó không phải là thư mục"),
    ("Directory not empty", "thư mục không rỗng"),
    ("File exists", "đã có tệp này"),
    ("File name too long", "tên tệp quá dài"),
    ("Too many levels of symbolic links", "quá nhiều liên kết tệp nối nhau"),
    ("Too many open files", "chương trình đang mở quá nhiều tệp"),
    ("Device or resource busy", "thiết bị đang bận"),
    ("No such device or address", "không có thiết bị này"),
    ("No such device", "không có thiết bị này"),
    ("Input/output error", "thiết bị hay đĩa gặp lỗi khi đọc ghi"),
    ("Inappropriate ioctl for device", "đó không phải là cổng nối tiếp"),
    ("Invalid argument", "tham số không hợp lệ"),
    ("Message too long", "gói tin quá dài"),
    ("Cannot allocate memory", "hết bộ nhớ"),
    ("Resource temporarily unavailable", "tạm thời chưa dùng được"),
    ("Text file busy", "tệp đang được chạy"),
];

/// What libraries say without asking the system.
const SAID: [(&str, &str); 6] = [
    ("deadline has elapsed", "quá lâu mà chưa xong"),
    ("invalid port value", "số cổng không hợp lệ"),
    ("invalid socket address", "địa chỉ và cổng không hợp lệ"),
    (
        "failed to lookup address information: Name or service not known",
        "không tìm ra địa chỉ của tên máy này",
    ),
    ("failed to fill whole buffer", "dữ liệu bị cụt"),
    ("stream did not contain valid UTF-8", "nội dung không phải là chữ mã UTF-8"),
];

/// How the number of an error is said after it.
const NUMBER: (&str, &str) = (" (os error ", " (mã lỗi ");

/// A Vietnamese sentence with what the system says in it in Vietnamese. What it does not know stays as it is.
pub(super) fn in_vietnamese(mut sentence: String) -> String {
    if sentence.contains(NUMBER.0) {
        for (english, vietnamese) in TOLD {
            let told = format!("{english}{}", NUMBER.0);
            if sentence.contains(&told) {
                sentence = sentence.replace(&told, &format!("{vietnamese}{}", NUMBER.1));
            }
        }
    }
    for (english, vietnamese) in SAID {
        if sentence.contains(english) {
            sentence = sentence.replace(english, vietnamese);
        }
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::super::{Lang, Message};

    #[test]
    fn what_the_system_says_stands_in_a_vietnamese_sentence_in_vietnamese_and_in_an_english_one_as_it_is() {
        // 2 ENOENT, 13 EACCES, 28 ENOSPC, 98 EADDRINUSE, 111 ECONNREFUSED, 113 EHOSTUNREACH
        for code in [2, 5, 13, 16, 19, 20, 21, 28, 30, 98, 99, 101, 104, 110, 111, 113] {
            let why = std::io::Error::from_raw_os_error(code).to_string();
            let message = Message::CannotListen { listen: "127.0.0.1:8080".to_owned(), why: why.clone() };
            let said = message.say(Lang::Vi);
            assert!(said.contains(&format!("(mã lỗi {code})")) && !said.contains("os error"), "{said}");
            assert!(message.say(Lang::En).contains(&why));
        }
        let why = "invalid port value".to_owned();
        let said = Message::CannotListen { listen: String::new(), why }.say(Lang::Vi);
        assert!(said.contains("số cổng không hợp lệ"), "{said}");
    }
}
