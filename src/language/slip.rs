//! Whether one word is another with one slip of the finger: a letter dropped, doubled, replaced, put in or swapped with
//! its neighbour, or a tone or a shape lost, added, changed or moved.

use super::letters::{Tone, apart, initial};

/// Whether two different words in NFC and small letters are one slip apart. Of a word of one letter only its marks can
/// slip: any other letter is another word.
pub(super) fn is_one(wrong: &str, right: &str) -> bool {
    let (wrong, right): (Vec<char>, Vec<char>) = (wrong.chars().collect(), right.chars().collect());
    if wrong == right || wrong.len().abs_diff(right.len()) > 1 {
        return false;
    }
    if let ([wrong], [right]) = (&wrong[..], &right[..]) {
        return initial(*wrong) == initial(*right);
    }
    if right.len() < 2 {
        return false;
    }
    if is_one_edit(&wrong, &right) {
        return true;
    }
    let ((wrong, wrong_tones), (right, right_tones)) = (toneless(&wrong), toneless(&right));
    // A moved tone; or one edit after which the tone had to move (`toán`, `tón`).
    wrong == right || (wrong_tones == right_tones && is_one_edit(&wrong, &right))
}

fn toneless(word: &[char]) -> (Vec<char>, Vec<Tone>) {
    let apart: Vec<(char, Option<Tone>)> = word.iter().map(|letter| apart(*letter)).collect();
    (apart.iter().map(|(letter, _)| *letter).collect(), apart.iter().filter_map(|(_, tone)| *tone).collect())
}

/// Whether one letter replaced, dropped, put in, or swapped with the next makes one of the other.
fn is_one_edit(wrong: &[char], right: &[char]) -> bool {
    let before = wrong.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (wrong, right) = (&wrong[before..], &right[before..]);
    let after = wrong.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&wrong[..wrong.len() - after], &right[..right.len() - after]) {
        ([_], [_]) | ([_], []) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_slip_is_one_and_two_slips_are_none() {
        for slip in ["dich", "dịhc", "ddịch", "dịc", "dịcj", "địch", "dĩch"] {
            assert!(is_one(slip, "dịch"), "{slip}");
        }
        for (slip, right) in
            [("tuyên", "tuyến"), ("chánh", "chính"), ("tón", "toán"), ("ngưới", "người"), ("y", "ý")]
        {
            assert!(is_one(slip, right), "{slip}, {right}");
        }
        for (other, right) in
            [("dịch", "dịch"), ("dac", "dịch"), ("uỷbn", "uỷ"), ("ở", "ý"), ("trình", "chính")]
        {
            assert!(!is_one(other, right), "{other}, {right}");
        }
    }
}
