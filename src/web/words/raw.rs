//! Words of the page on which a playlist is written as a file.

use crate::report::Lang;

words! {
    /// The fixed words of this page in one language.
    RawWords;
    title vi "Sửa tệp TOML" en "Edit the TOML file"
    hint vi "Dành cho người quen với tệp của danh sách. Lưu ở đây chỉ thay bản nháp; trên bảng chưa có gì đổi." en "For people who know the files of playlists. Saving here changes the draft; nothing changes on the boards."
    label vi "Nội dung tệp" en "Text of the file"
    found vi "Những chỗ cần xem lại" en "What to look at again"
    found_none vi "Không có chỗ nào cần xem lại." en "There is nothing to look at again."
    not_saved vi "Chưa lưu được. Những gì bạn gõ vẫn còn nguyên ở dưới." en "It was not saved. What you typed is still here below."
    large vi "Tệp này quá lớn để sửa trên trang. Hãy sửa từng mục bằng biểu mẫu, hoặc sửa tệp trong thư mục playlists." en "This file is too large to be edited on the page. Change its items by their forms, or the file in the folder playlists."
    syntax vi "Tệp chưa đúng cú pháp TOML; chỗ sai được ghi ở phần nhận xét." en "The file is no TOML yet; where it goes wrong stands among the findings."
    keys vi "Các khóa và giá trị có trong tài liệu “files.md”." en "The keys and values are described in “files.md”."
}

/// The words in a language.
pub(in crate::web) fn raw(lang: Lang) -> &'static RawWords {
    RawWords::of(lang)
}

/// Which lines of a text somebody has to decide about: `Dòng 3–5`; counted from 1, `last` is one of them.
pub(in crate::web) fn lines(lang: Lang, first: usize, last: usize) -> String {
    let word = match lang {
        Lang::Vi => "Dòng",
        Lang::En if first >= last => "Line",
        Lang::En => "Lines",
    };
    if first >= last { format!("{word} {first}") } else { format!("{word} {first}–{last}") }
}
