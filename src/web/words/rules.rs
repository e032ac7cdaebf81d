//! What the rules are about, in a few words, where a person may ask to be let off one.

use super::say;
use crate::report::{Lang, Rule};

/// `T12: gần giống một cụm từ đã biết`
pub(in crate::web) fn rule_title(lang: Lang, rule: Rule) -> String {
    let (vi, en) = about(rule);
    say(lang, format!("{rule}: {vi}"), format!("{rule}: {en}"))
}

fn about(rule: Rule) -> (&'static str, &'static str) {
    match rule {
        Rule::T01 => ("dấu gõ rời khỏi chữ", "marks apart from their letters"),
        Rule::T02 => ("ký tự ẩn hoặc dấu lạc", "invisible character or stray mark"),
        Rule::T03 => ("bảng mã cũ", "legacy encoding"),
        Rule::T04 => ("có thể mất chữ hoa khi chuyển mã", "capitals may be lost"),
        Rule::T05 => ("không phải âm tiết tiếng Việt", "not a possible syllable"),
        Rule::T06 => ("dấu thanh đặt sai chữ", "tone on the wrong letter"),
        Rule::T07 => ("lẫn hai kiểu đặt dấu thanh", "two styles of placing tones"),
        Rule::T08 => ("chữ của bảng chữ cái khác", "letter of another alphabet"),
        Rule::T09 => ("chữ viết tắt chưa giải thích", "abbreviation without explanation"),
        Rule::T10 => ("nhiều chữ viết tắt", "several abbreviations"),
        Rule::T11 => ("khoảng trắng quanh dấu câu", "spaces around punctuation"),
        Rule::T12 => {
            ("gần giống một cụm từ, tên hay số đã biết", "one slip away from known words or a number")
        }
        Rule::T13 => ("từ bị cấm dùng", "banned words"),
        Rule::T14 => ("lặp từ liền nhau", "the same words twice"),
        Rule::T15 => ("thứ và ngày không khớp", "weekday and date do not match"),
        Rule::F01 => ("phông thiếu chữ", "the font lacks a letter"),
        Rule::F02 => ("phông vẽ hai chữ giống hệt nhau", "two letters drawn alike"),
        Rule::F03 => ("phông vẽ các dấu quá giống nhau", "marks drawn too much alike"),
        Rule::F04 => ("phông vẽ hai chữ gần giống nhau", "two letters drawn nearly alike"),
        Rule::F05 => ("phông cao hơn bảng", "font higher than the board"),
        Rule::F06 => ("dấu chạm vào thân chữ", "mark touches its letter"),
        Rule::F07 => ("các chữ quá sát nhau", "letters too close"),
        Rule::L01 => ("từ rộng hơn bảng", "word wider than the board"),
        Rule::L02 => ("chữ hoa trên bảng thấp", "capitals on a low board"),
        Rule::L03 => ("từ ghép bị ngắt giữa hai dòng", "compound split between lines"),
        Rule::L04 => ("dòng kết thúc bằng từ yếu", "line ends in a weak word"),
        Rule::L05 => ("quá nhiều chữ", "too much text"),
        Rule::L06 => ("các từ quá sát nhau", "words too close"),
        Rule::L07 => ("các dòng quá sát nhau", "lines too close"),
        Rule::L08 => ("chữ nhỏ so với chỗ người xem đứng", "letters too small for where viewers stand"),
        Rule::L09 => ("dấu nhỏ so với chỗ người xem đứng", "marks too small for where viewers stand"),
        Rule::L10 => ("màu khó đọc", "colour hard to read"),
        Rule::D01 => ("hiện quá nhanh, không kịp đọc", "shown too short"),
        Rule::D02 => ("hiện lâu hơn cần thiết", "shown longer than needed"),
        Rule::D03 => ("chữ chạy quá nhanh", "moves too fast"),
        Rule::D04 => ("chữ chạy không đều", "moves unevenly"),
        Rule::D05 => ("bảng quá hẹp cho chữ chạy", "board too narrow for moving text"),
        Rule::D06 => ("chữ chạy quá ít lượt", "runs through too few times"),
        Rule::D07 => ("nên chia thành hai trang đứng yên", "two still pages would do"),
        Rule::D08 => ("khoảng tối giữa các mục", "dark time between items"),
        Rule::D09 => ("đường truyền chậm, chữ chạy sẽ giật", "line too slow for movement"),
        Rule::S01 => ("giờ không có nội dung nào", "hours without content"),
        Rule::S02 => ("lâu chỉ có danh sách mặc định", "long only the default playlist"),
        Rule::S03 => ("mục không lúc nào được phát", "item never shown"),
        Rule::S04 => ("đợt tuyên truyền không đủ số lần", "campaign shown too rarely"),
        Rule::S05 => ("tổng phần trăm thời gian quá 100", "shares come to more than all the time"),
        Rule::S06 => ("các danh sách ưu tiên vướng nhau", "priority playlists clash"),
        Rule::S07 => ("hết nội dung mà chưa có tiếp theo", "content ends and nothing follows"),
        Rule::S08 => ("ngày lễ chưa có nội dung", "holidays without content"),
        Rule::S09 => ("biểu thức ngày không trúng ngày nào", "days that do not come"),
        Rule::S10 => ("cần rà soát lại", "to be looked at again"),
        Rule::S11 => ("danh sách mặc định có lúc thiếu", "default playlist not always there"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_is_about_something_of_its_own_in_both_languages() {
        for lang in [Lang::Vi, Lang::En] {
            let titles: BTreeSet<String> = Rule::ALL.iter().map(|rule| rule_title(lang, *rule)).collect();
            assert_eq!(titles.len(), Rule::ALL.len());
        }
        assert_eq!(rule_title(Lang::Vi, Rule::T14), "T14: lặp từ liền nhau");
    }
}
