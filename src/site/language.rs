//! Reads `[language]` of `bangtin.toml`: what proof-reading is to know of this place.

use crate::language::{Banned, Compounds, Entries, Lexicon, ToneStyle};
use crate::report::{At, Entry, Fields, Message};
use std::sync::Arc;

/// The most entries of one list.
const MOST: usize = 1000;
/// The most characters of a name, an address or a note.
const LONGEST: usize = 200;
/// The most characters of a telephone number.
const LONGEST_NUMBER: usize = 40;
const STYLES: [&str; 3] = ["keep", "old", "new"];

/// What the file says of words, with what is built in, and what stays on one line; without the
/// table only what is built in.
pub(super) fn read(top: &mut Fields<'_, '_>) -> (Arc<Lexicon>, Arc<Compounds>) {
    let Some((table, place)) = top.table("language") else { return Default::default() };
    let mut fields = Fields::new(top.reader(), "[language]", table, place);
    let tone_style = fields.word("tone_style", &STYLES, |word| match word {
        "keep" => Some(ToneStyle::Keep),
        "old" => Some(ToneStyle::Old),
        "new" => Some(ToneStyle::New),
        _ => None,
    });
    let entries = Entries {
        tone_style: tone_style.map(|at| at.value).unwrap_or_default(),
        names: texts(&mut fields, "names", LONGEST),
        agencies: texts(&mut fields, "agencies", LONGEST),
        hotlines: texts(&mut fields, "hotlines", LONGEST_NUMBER),
        addresses: texts(&mut fields, "addresses", LONGEST),
        words: texts(&mut fields, "words", LONGEST),
        banned: banned(&mut fields),
    };
    fields.finish();
    let together = entries.names.iter().chain(&entries.agencies).chain(&entries.addresses);
    let compounds = Compounds::with(together.map(String::as_str));
    (Arc::new(Lexicon::new(&entries)), Arc::new(compounds))
}

fn texts(fields: &mut Fields<'_, '_>, key: &'static str, longest: usize) -> Vec<String> {
    let entries = fields.entries(key, MOST, longest, false);
    let mut texts = Vec::new();
    for entry in entries {
        if let Entry::Text(text) = entry {
            texts.extend(sounding(fields, key, text));
        }
    }
    texts
}

/// A text in NFC, if there is anything in it to compare with.
fn sounding(fields: &mut Fields<'_, '_>, key: &'static str, text: At<String>) -> Option<String> {
    let tidy = crate::language::tidy(&text.value);
    let digits_only = key == "hotlines";
    if !tidy.contains(|c: char| if digits_only { c.is_ascii_digit() } else { c.is_alphanumeric() }) {
        fields.fault(text.span, Message::EntryBlank { key: key.to_owned() });
        return None;
    }
    Some(tidy)
}

fn banned(fields: &mut Fields<'_, '_>) -> Vec<Banned> {
    let mut all = Vec::new();
    for entry in fields.entries("banned", MOST, LONGEST, true) {
        match entry {
            Entry::Text(text) => {
                let words = sounding(fields, "banned", text);
                all.extend(words.map(|words| Banned { words, note: None }));
            }
            Entry::Table(table, place) => {
                let mut inner = Fields::new(fields.reader(), "banned", table, place);
                if !inner.has("word") {
                    inner.missing("word");
                }
                let word = inner.text("word", LONGEST);
                let note = inner.text("note", LONGEST).map(|note| crate::language::tidy(&note.value));
                let words = word.and_then(|word| sounding(&mut inner, "word", word));
                all.extend(words.map(|words| Banned { words, note }));
                inner.finish();
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::Site;
    use crate::language::{Kind, Proofreader};
    use crate::report::Source;
    use std::sync::Arc;

    fn read(language: &str) -> (Site, Vec<(String, &'static str)>) {
        let source = Arc::new(Source { name: "b.toml".to_owned(), text: format!("[language]\n{language}") });
        let (site, mut faults) = Site::parse(&source);
        faults.retain(|fault| fault.message.code() != "NoBoards");
        (site, faults.iter().map(|fault| (fault.place_words(), fault.message.code())).collect())
    }

    #[test]
    fn what_a_site_says_of_words_is_known_to_its_proof_reading() {
        let (site, faults) = read(
            "tone_style = 'new'\nnames = ['Nam Từ Liêm']\nhotlines = ['1022']\nwords = ['homestay']\n\
             banned = ['nhà cái', { word = 'mức độ 4', note = 'nay là toàn trình' }]\n",
        );
        assert_eq!(faults, []);
        let kinds = |text: &str| -> Vec<Kind> {
            Proofreader::new(&site.lexicon).read(text).into_iter().map(|found| found.kind).collect()
        };
        assert_eq!(kinds("Quận Nam Từ Niêm"), [Kind::Meant { fix: "Nam Từ Liêm".to_owned() }]);
        assert_eq!(kinds("Gọi 1023"), [Kind::Hotline { known: "1022".to_owned() }]);
        assert_eq!(kinds("Nhà cái"), [Kind::Banned { note: None }]);
        assert_eq!(kinds("MỨC ĐỘ 4"), [Kind::Banned { note: Some("nay là toàn trình".to_owned()) }]);
        assert_eq!(kinds("thủy"), [Kind::OtherStyle { fix: "thuỷ".to_owned() }]);
        assert_eq!(kinds("Homestay"), []);
    }

    #[test]
    fn everything_that_is_wrong_in_it_is_said_with_its_place_and_the_rest_is_taken() {
        let (site, faults) = read(
            "tone_style = 'odd'\nnames = []\nagencies = [3]\nhotlines = ['gọi']\naddresses = 'x'\n\
             banned = [{ note = 'a' }, { word = '…' }, 'nhà cái']\nnmaes = []\n",
        );
        let codes: Vec<&str> = faults.iter().map(|(_, code)| *code).collect();
        let expected = [
            "UnknownWord",
            "ListLength",
            "WantsEntries",
            "EntryBlank",
            "WantsEntries",
            "MissingKey",
            "EntryBlank",
            "UnknownKey",
        ];
        assert_eq!(codes, expected);
        assert_eq!(faults[0].0, "b.toml:2:14");
        assert_eq!(Proofreader::new(&site.lexicon).read("nhà cái").len(), 1);
        assert_eq!(read("").1, []);
    }
}
