//! Letters that are none of ours and look like one: Cyrillic а, Greek Α, full-width ａ, the eth that an old code page made
//! of đ. A reader sees no difference, a font lacks them, a search never finds the word.

/// Letters of other alphabets, in pairs with the letter of ours they look like.
const LOOK_ALIKES: &str = "аa еe оo рp сc уy хx іi ѕs јj ԁd һh ԛq ѡw АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЅS ЈJ \
    ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX οo νv ıi ɑa ɡg ðđ ÐĐ ƉĐ ƌđ";

/// The letter of ours that a foreign letter looks like; `None` for ours, and for one that looks like none.
fn looks_like(letter: char) -> Option<char> {
    match letter {
        // Full-width forms stand in the order of ASCII.
        '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => char::from_u32(letter as u32 - 0xFEE0),
        // Nearly every letter of a text is one of these.
        _ if letter.is_ascii() || ('\u{1EA0}'..='\u{1EF9}').contains(&letter) => None,
        _ => {
            let mut pairs = LOOK_ALIKES.split_whitespace().filter_map(|pair| {
                let mut pair = pair.chars();
                Some((pair.next()?, pair.next()?))
            });
            pairs.find(|(foreign, _)| *foreign == letter).map(|(_, ours)| ours)
        }
    }
}

/// The first letter that only looks like one of ours: its position in characters from 0, the letter, and ours.
#[must_use]
pub fn look_alike(text: &str) -> Option<(usize, char, char)> {
    let letters = text.chars().enumerate();
    letters.filter_map(|(position, letter)| Some((position, letter, looks_like(letter)?))).next()
}

#[cfg(test)]
mod tests {
    use super::super::letters::is_ours;
    use super::*;

    #[test]
    fn a_letter_of_another_alphabet_is_found_with_the_one_it_looks_like() {
        assert_eq!(look_alike("Hồ sо"), Some((4, 'о', 'o')));
        assert_eq!(look_alike("Ðà Nẵng"), Some((0, 'Ð', 'Đ')));
        assert_eq!(look_alike("ＵBND"), Some((0, 'Ｕ', 'U')));
        assert_eq!(look_alike("Đà Nẵng: 1022, ₫, “”"), None);
        assert_eq!(
            look_alike("Zürich"),
            None,
            "it looks like no letter of ours; the font says whether it has it"
        );
    }

    #[test]
    fn the_table_pairs_foreign_letters_with_ours() {
        for pair in LOOK_ALIKES.split_whitespace() {
            let letters: Vec<char> = pair.chars().collect();
            assert!(letters.len() == 2 && !is_ours(letters[0]) && is_ours(letters[1]), "{pair}");
        }
    }
}
