//! What the parser says of broken TOML, in Vietnamese: it says it in English only, inside sentences that are not.

use super::phrases;
use std::fmt::{self, Display, Formatter};

/// One phrase of the parser a line: English, ` = `, Vietnamese.
const PHRASES: &str = include_str!("syntax.txt");

/// What stands between what is wrong and what may stand there.
const EXPECTED: &str = ", expected ";

/// What the parser says in English: what is wrong and, after `, expected `, what could stand there, with commas between. `{}`
/// writes it as it is and `{:#}` in Vietnamese, as far as it is known there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syntax(pub String);

/// How it says that nothing more may stand there; what is wrong says that already.
const NOTHING: &str = "nothing";

/// A phrase in Vietnamese. What stands between backquotes is of the file and the same in both.
fn in_vietnamese(phrase: &str) -> Option<&str> {
    let of_the_file = phrase.len() > 2 && phrase.starts_with(['`', '\'']) && phrase.ends_with(['`', '\'']);
    phrases::in_vietnamese(PHRASES, phrase).or_else(|| of_the_file.then_some(phrase))
}

impl Syntax {
    /// What is wrong, and what could stand there.
    fn parts(&self) -> (&str, Option<&str>) {
        self.0.split_once(EXPECTED).map_or((&self.0, None), |(wrong, expected)| (wrong, Some(expected)))
    }
}

impl Display for Syntax {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return f.write_str(&self.0);
        }
        if let Some(whole) = in_vietnamese(&self.0) {
            return f.write_str(whole);
        }
        let (wrong, expected) = self.parts();
        f.write_str(in_vietnamese(wrong).unwrap_or(wrong))?;
        let expected = expected.filter(|list| *list != NOTHING);
        for (number, one) in expected.into_iter().flat_map(|list| list.split(", ")).enumerate() {
            f.write_str(if number == 0 { "; ở đây cần có " } else { ", " })?;
            f.write_str(in_vietnamese(one).unwrap_or(one))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeTable;

    /// Slips of people who write TOML by hand, one or more a text.
    const BROKEN: &[&str] = &[
        "a = \"chữ\n",
        "a = 'chữ\n",
        "a = \"\"\"chữ\n",
        "a = '''chữ\n",
        "a = chữ\n",
        "a = chu thuong\n",
        "a\n",
        "a =\n",
        "= 1\n",
        "a = = 1\n",
        "a == 1\n",
        "a = 1 b = 2\n",
        "a = 1 # x\u{1}\n",
        "a = 1\na = 2\n",
        "[a]\n[a]\n",
        "[a\nb = 1\n",
        "[[a]\nb = 1\n",
        "[[a\nb = 1\n",
        "[]\n",
        "[a] b\n",
        "a = [1, 2\nb = 1\n",
        "a = [1 2]\n",
        "a = [1,, 2]\n",
        "a = [,]\n",
        "a = [b = 1]\n",
        "a = 1]\n",
        "a = }\n",
        "a = { b = 1\n",
        "a = { b = 1 c = 2 }\n",
        "a = { b 1 }\n",
        "a = { = 1 }\n",
        "a = { b = 1,, c = 2 }\n",
        "a = { , }\n",
        "a = { b = }\n",
        "a = { b = 1, b = 2 }\n",
        "a = { [b] }\n",
        "tiêu đề = 1\n",
        "a b = 1\n",
        "a. = 1\n",
        "\"\"\"a\"\"\" = 1\n",
        "'''a''' = 1\n",
        "a = 1\n[a.b]\n",
        "a = 1\na.b = 2\n",
        "a = { b = 1 }\na.c = 2\n",
        "a = [1]\na.c = 2\n",
        "a = 01\n",
        "a = 1__0\n",
        "a = _1\n",
        "a = 1_\n",
        "a = +-1\n",
        "a = ++1\n",
        "a = 0X10\n",
        "a = +0x10\n",
        "a = 0xzz\n",
        "a = 0b3\n",
        "a = 0o9\n",
        "a = 0x0x1\n",
        "a = 1.\n",
        "a = .5\n",
        "a = 1.5.5\n",
        "a = 1e\n",
        "a = True\n",
        "a = yes\n",
        "a = tru\n",
        "a = \"\\q\"\n",
        "a = \"\\u12\"\n",
        "a = \"\\uD800\"\n",
        "a = \"\\\n",
        "a = \"\u{1}\"\n",
        "a = '\u{1}'\n",
        "a = 1\rb = 2\n",
        "a = 2026-11-29T\n",
        "a = 2026-11-29x\n",
        "a = 12:\n",
        "a = “chữ”\n",
        "a: 1\n",
        "a = \"chữ\" \"chữ\"\n",
        "a = \"chữ\";\n",
        "// chú thích\n",
        "- a\n",
        "{ a = 1 }\n",
        "a = nhan\n= 2\n",
    ];

    #[test]
    fn what_the_parser_says_of_slips_is_said_in_vietnamese() {
        let nested = format!("a = {}", "[".repeat(1000));
        let mut english = Vec::new();
        for text in BROKEN.iter().copied().chain([&*nested]) {
            let (_, errors) = DeTable::parse_recoverable(text);
            assert!(!errors.is_empty(), "{text:?} is right");
            for error in errors {
                let said = Syntax(error.message().to_owned());
                let (wrong, expected) = said.parts();
                let phrases =
                    std::iter::once(wrong).chain(expected.into_iter().flat_map(|list| list.split(", ")));
                let mut unknown =
                    phrases.filter(|phrase| *phrase != NOTHING && in_vietnamese(phrase).is_none());
                // A sentence of its own says what is wrong with dates and times.
                let date = ["invalid date,", "invalid time,"].iter().any(|date| said.0.starts_with(date));
                english
                    .extend(unknown.by_ref().filter(|_| !date).map(|phrase| format!("{phrase} ({text:?})")));
            }
        }
        assert!(english.is_empty(), "{}", english.join("\n"));
    }

    #[test]
    fn what_could_stand_there_is_named_and_what_nobody_knows_stays_as_it_is() {
        let said = |words: &str| format!("{:#}", Syntax(words.to_owned()));
        assert_eq!(
            said("unclosed array, expected `]`, newline"),
            "danh sách thiếu dấu `]` đóng; ở đây cần có `]`, xuống dòng"
        );
        assert_eq!(said("unexpected leading zero, expected nothing"), "số thừa chữ số 0 ở đầu");
        assert_eq!(
            said("string values must be quoted, expected literal string"),
            "chữ phải đặt trong dấu nháy kép"
        );
        assert_eq!(said("a thing of tomorrow"), "a thing of tomorrow");
        assert_eq!(format!("{}", Syntax("extra `=`".to_owned())), "extra `=`");
    }
}
