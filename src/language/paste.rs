//! Text that comes from somewhere else, a word processor or a file of before Unicode, made fit for a board.
//!
//! It offers and applies nothing, and it never guesses at words: only how they are written down is changed.

use super::legacy::{self, Encoding};
use super::strange::look_alike;
use super::{compose, is_stray, tidy};

/// A text as it could be taken over, and what was done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// The text; the same as before if there was nothing to do.
    pub text: String,
    /// The encoding of before Unicode that it was in.
    pub encoding: Option<Encoding>,
    /// Everything else that was done, each once, in the order in which it was done.
    pub done: Vec<Oddity>,
}

/// A text with one kind of oddity taken away.
type Step = fn(&str) -> String;

/// What is odd about how a text is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// Marks apart from their letters.
    Decomposed,
    /// Line breaks of word processors.
    Breaks,
    /// Signs of a list before its lines.
    Bullets,
    /// Tabs, wide, narrow and doubled spaces, spaces at the ends of lines.
    Spaces,
    /// Characters nobody can see.
    Invisible,
    /// Hyphens and quotation marks that signs have no letters for.
    Signs,
    /// Letters of other alphabets that look like ours.
    Alike,
}

/// The text in composed Unicode and free of what word processors leave in it.
#[must_use]
pub fn paste(text: &str) -> Pasted {
    let mut done = Vec::new();
    // First, because old encodings use characters as letters that mean something odd in Unicode.
    let (encoding, mut text) = match legacy::convert(text, None) {
        Some((encoding, converted)) => (Some(encoding), converted),
        None => (None, text.to_owned()),
    };
    let steps: [(Oddity, Step); 7] = [
        (Oddity::Decomposed, |text| compose(text).into_owned()),
        (Oddity::Breaks, breaks),
        (Oddity::Bullets, bullets),
        (Oddity::Spaces, spaces),
        (Oddity::Invisible, |text| text.chars().filter(|c| !is_invisible(*c)).collect()),
        (Oddity::Signs, signs),
        (Oddity::Alike, ours),
    ];
    for (oddity, step) in steps {
        let next = step(&text);
        if next != text {
            done.push(oddity);
            text = next;
        }
    }
    // What was taken out of a line may leave spaces behind.
    let tidied = tidy(&spaces(&text));
    if tidied != text && !done.contains(&Oddity::Spaces) {
        done.push(Oddity::Spaces);
    }
    Pasted { text: tidied, encoding, done }
}

/// The text with every letter that only looks like one of ours replaced by ours.
#[must_use]
pub fn ours(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for letter in &mut letters {
        if let Some((_, _, ours)) = look_alike(letter.encode_utf8(&mut [0; 4])) {
            *letter = ours;
        }
    }
    letters.into_iter().collect()
}

/// `\n` for every way to end a line or to part pages.
fn breaks(text: &str) -> String {
    text.replace("\r\n", "\n").replace(['\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
}

/// Lines without the sign of a list before them. A dash counts only with the tab that word processors put after it.
fn bullets(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let begun = line.trim_start_matches([' ', '\t', '\u{A0}']);
        let mut letters = begun.chars();
        let (Some(sign), rest) = (letters.next(), letters.as_str()) else { return line };
        let is_sign = matches!(sign, '\u{F020}'..='\u{F0FF}') || "•●▪■◦‣·◆►➢➤✓✔❖".contains(sign);
        let is_dash = "-–—+*o".contains(sign) && rest.starts_with('\t');
        let is_apart = rest.starts_with([' ', '\t', '\u{A0}']);
        if is_apart && (is_sign || is_dash) { rest.trim_start_matches([' ', '\t', '\u{A0}']) } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// One ordinary space for any run of spaces, none at the ends of lines. A no-break space that stands alone keeps words
/// together, and stays where not all spaces are of that kind, as in text from web pages.
fn spaces(text: &str) -> String {
    let count = |space: char| text.chars().filter(|c| *c == space).count();
    let keeps = count('\u{A0}') < count(' ');
    let lines = text.split('\n').map(|line| {
        let mut spaced = String::with_capacity(line.len());
        let mut run = String::new();
        for c in line.chars() {
            if is_space(c) {
                run.push(c);
                continue;
            }
            if !spaced.is_empty() && !run.is_empty() {
                spaced.push(if run == "\u{A0}" && keeps { '\u{A0}' } else { ' ' });
            }
            run.clear();
            spaced.push(c);
        }
        spaced
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// A mark that belongs to no letter is left for a person to see.
fn is_invisible(c: char) -> bool {
    is_stray(c) && !matches!(c, '\u{300}'..='\u{36F}')
}

fn signs(text: &str) -> String {
    let one = |c| match c {
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        '\u{2012}' | '\u{2015}' => '–',
        '„' | '‟' | '«' => '“',
        '»' => '”',
        '‚' | '‛' => '‘',
        other => other,
    };
    text.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_from_a_word_processor_becomes_plain_lines() {
        let word = "\u{F0B7}\tNộp hồ sơ\u{B}trực tuyến \r\n•\u{A0}Trả kết quả\r\n-\tĐúng  hẹn\u{200B}";
        let pasted = paste(word);
        assert_eq!(pasted.text, "Nộp hồ sơ\ntrực tuyến\nTrả kết quả\nĐúng hẹn");
        let done = [Oddity::Breaks, Oddity::Bullets, Oddity::Spaces, Oddity::Invisible];
        assert_eq!((pasted.done, pasted.encoding), (done.to_vec(), None));
    }

    #[test]
    fn an_old_encoding_is_read_before_its_letters_are_taken_for_odd_characters() {
        // The soft hyphen is a letter of TCVN3.
        let pasted = paste("§\u{AD}êng d©y nãng tr\u{AD}\u{AD}ng t©m hµnh chÝnh c«ng");
        assert_eq!(pasted.encoding.map(Encoding::name), Some("TCVN3"));
        assert!(pasted.text.contains("Đường dây nóng"), "{}", pasted.text);
        assert_eq!(paste("Di.ch vu. co^ng tru+.c tuye^'n").text, "Dịch vụ công trực tuyến");
    }

    #[test]
    fn what_is_written_well_stays_as_it_is() {
        for text in
            ["Một cửa\n\ntận tâm", "Từ 7\u{A0}giờ đến 17\u{A0}giờ hằng ngày", "- Đúng hẹn", "“Chào”", ""]
        {
            assert_eq!(paste(text), Pasted { text: text.into(), encoding: None, done: Vec::new() });
        }
    }

    #[test]
    fn spaces_of_web_pages_foreign_hyphens_and_letters_become_ordinary_ones() {
        let pasted = paste("Một\u{A0}cửa\u{A0}«liên\u{A0}thông» 24\u{2011}7 s\u{43E} Vie\u{323}\u{302}t");
        assert_eq!(pasted.text, "Một cửa “liên thông” 24-7 so Việt");
        assert_eq!(pasted.done, [Oddity::Decomposed, Oddity::Spaces, Oddity::Signs, Oddity::Alike]);
    }
}
