//! Words that stand twice in a row by a slip (`nộp nộp hồ sơ`). Vietnamese doubles many words on purpose, so those are
//! left alone, and so is a doubled word with which a name begins (`đường Đường Lâm`).

use super::letters::is_listed;
use super::words::{Word, are_together};

/// Words that are doubled on purpose, numbers that are read digit by digit, and words that are two words of one sound.
const ON_PURPOSE: &str = "ai ba bay bảy bé bốn bừng cao cào chan chăm chín chuồn chung chuông công cùng dài dần đâu đêm đều \
    đi đời đu đủ đông đúng êm gần gật giờ hai hay hằng hây hiu hoa không khoe khư la lá làng lâng lâu lem leo li luôn mãi \
    mau mây mong một mơ mười mươi năm nay ngành ngay ngày ngoan người nhà nhanh nhẹ nho nhỏ nhiều nơi nườm phố quê ra rành \
    rất rì riêng ríu rưng sao san sáng sáu sẵn song sừng tám tay thật thôi thơm thường tí to trăm trẻ tròn trùng từ tư từng \
    tươi tưng vang vân vẹo vui xa xã xanh xao xe xem xinh xóm xuân";

/// The words that are said twice: the repetition, one word or two, as a run of words.
pub(super) fn repeats<'t, 'w>(text: &str, words: &'w [Word<'t>]) -> Vec<&'w [Word<'t>]> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        // Two words before one: `hồ sơ hồ sơ` is one slip.
        let length = [2, 1].into_iter().find(|length| is_repeat(text, words, at, *length));
        if let Some(length) = length {
            found.push(&words[at + length..at + 2 * length]);
        }
        at += length.unwrap_or(1);
    }
    found
}

fn is_repeat(text: &str, words: &[Word<'_>], at: usize, length: usize) -> bool {
    let Some(run) = words.get(at..at + 2 * length) else { return false };
    let (first, second) = run.split_at(length);
    let same = |(a, b): (&Word<'_>, &Word<'_>)| a.text.to_lowercase() == b.text.to_lowercase();
    let begins_a_name = |word: &Word<'_>| {
        let capital = word.text.chars().next().is_some_and(char::is_uppercase);
        capital && !(word.is_capitals() && word.length() > 1)
    };
    let on_purpose = |word: &Word<'_>| {
        let lower = word.text.to_lowercase();
        is_listed(ON_PURPOSE, &lower)
    };
    first.iter().zip(second).all(same)
        && run.windows(2).all(|pair| are_together(text, &pair[0], &pair[1]))
        && !second.iter().any(begins_a_name)
        && run.iter().all(|word| word.length() > 1)
        && !(length == 1 && on_purpose(&first[0]))
        // `xanh xanh xanh xanh` is no pair of words.
        && !(length == 2 && first[0].text.to_lowercase() == first[1].text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn found(text: &str) -> Vec<Vec<&str>> {
        let all = words(text);
        repeats(text, &all).into_iter().map(|run| run.iter().map(|word| word.text).collect()).collect()
    }

    #[test]
    fn a_word_or_a_pair_of_words_said_twice_is_found() {
        assert_eq!(found("Nộp nộp hồ sơ"), [["nộp"]]);
        assert_eq!(found("nhận hồ sơ hồ sơ tại nhà"), [["hồ", "sơ"]]);
        assert_eq!(found("kết quả của\ncủa người dân"), [["của"]]);
        assert_eq!(found("NỘP NỘP HỒ SƠ"), [["NỘP"]]);
    }

    #[test]
    fn doubling_on_purpose_names_and_words_with_a_mark_between_are_left_alone() {
        for text in [
            "Nhà nhà, người người cùng làm",
            "Luôn luôn lắng nghe, năm năm một lần",
            "làng cổ ở đường Đường Lâm",
            "Nộp, nộp nữa",
            "Gọi một một hai",
            "hồ sơ, hồ sơ",
        ] {
            assert_eq!(found(text), Vec::<Vec<&str>>::new(), "{text}");
        }
    }
}
