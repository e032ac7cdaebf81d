//! `bangtin wire decode` and `encode`: frames of a protocol as lines of hex, and as lines of JSON.
//!
//! Blank lines and lines that begin with `#` are passed over. A line that is wrong is named on the error output and the
//! others go on. What the keys mean stands in [`crate::wire::json`].

use crate::report::{Expected, Lang, Message};
use crate::wire::json::{JsonError, Name, decode as to_json, encode as from_json};
use std::io::{self, BufRead, Read as _, Write};

/// The longest line read, in bytes; 131,072 bytes of a frame as hex without spaces.
pub const MAX_LINE: usize = 256 << 10;

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every line was a frame.
    Clean,
    /// At least one line was not, and was named.
    Findings,
}

/// Reads one frame as hex a line (spaces allowed) and writes one JSON object a line.
///
/// # Errors
/// There is no protocol of this name, or reading or writing fails. A line that is no frame is a finding, not an error.
pub fn decode(
    name: &str,
    input: impl BufRead,
    output: impl Write,
    errors: impl Write,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let protocol = protocol(name, lang)?;
    each_line(input, output, errors, lang, |line, bytes| {
        let frame = from_hex(bytes).map_err(|column| Message::WireNotHex { line, column })?;
        let value = to_json(protocol, &frame).map_err(|error| Message::WireNotAFrame {
            line,
            protocol: protocol.to_string(),
            offset: error.offset,
            expected: Expected(error.expected),
        })?;
        Ok(value.to_string())
    })
}

/// Reads one JSON object a line and writes one frame as hex a line.
///
/// # Errors
/// There is no protocol of this name, or reading or writing fails. A line that is no frame is a finding, not an error.
pub fn encode(
    name: &str,
    input: impl BufRead,
    output: impl Write,
    errors: impl Write,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let protocol = protocol(name, lang)?;
    each_line(input, output, errors, lang, |line, bytes| {
        let value = serde_json::from_slice(bytes)
            .map_err(|error| Message::WireNotJson { line, column: error.column() })?;
        let frame = from_json(protocol, &value).map_err(|error| match error {
            JsonError::NotAnObject => Message::WireNotAnObject { line },
            JsonError::Unknown { key } => Message::WireKeyUnknown { line, key },
            JsonError::Missing { key } => Message::WireKeyMissing { line, key },
            JsonError::Wrong { key, expected } => {
                Message::WireKeyWrong { line, key, expected: Expected(expected) }
            }
        })?;
        Ok(hex::encode(frame))
    })
}

fn protocol(name: &str, lang: Lang) -> anyhow::Result<Name> {
    name.parse().map_err(|_| {
        let offer = Name::ALL.map(Name::word).join(", ");
        anyhow::anyhow!(Message::WireProtocolUnknown { name: name.to_owned(), offer }.say(lang))
    })
}

fn each_line(
    mut input: impl BufRead,
    mut output: impl Write,
    mut errors: impl Write,
    lang: Lang,
    work: impl Fn(usize, &[u8]) -> Result<String, Message>,
) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Clean;
    let mut bytes = Vec::new();
    for line in 1.. {
        let result = match next_line(&mut input, &mut bytes)? {
            Line::End => break,
            Line::TooLong => Err(Message::WireLineTooLong { line, most: MAX_LINE }),
            Line::Whole if bytes.is_empty() || bytes.starts_with(b"#") => continue,
            Line::Whole => work(line, &bytes),
        };
        match result {
            Ok(words) => writeln!(output, "{words}")?,
            Err(message) => {
                outcome = Outcome::Findings;
                writeln!(errors, "{}", message.say(lang))?;
            }
        }
    }
    output.flush()?;
    Ok(outcome)
}

enum Line {
    /// In the buffer, without white space around it.
    Whole,
    /// Passed over; the buffer holds nothing of use.
    TooLong,
    End,
}

fn next_line(input: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<Line> {
    bytes.clear();
    // One byte more than allowed, for the newline or to see that there is too much.
    let read = input.by_ref().take(MAX_LINE as u64 + 1).read_until(b'\n', bytes)?;
    if read == 0 {
        return Ok(Line::End);
    }
    if read > MAX_LINE && bytes.last() != Some(&b'\n') {
        skip_line(input)?;
        return Ok(Line::TooLong);
    }
    bytes.truncate(bytes.trim_ascii_end().len());
    let lead = bytes.len() - bytes.trim_ascii_start().len();
    bytes.drain(..lead);
    Ok(Line::Whole)
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let newline = buffer.iter().position(|&byte| byte == b'\n');
        let used = newline.map_or(buffer.len(), |at| at + 1);
        let end = newline.is_some() || buffer.is_empty();
        input.consume(used);
        if end {
            return Ok(());
        }
    }
}

/// Bytes from hex digits with white space anywhere; or the column, from 1, of what is no digit or has no partner.
fn from_hex(line: &[u8]) -> Result<Vec<u8>, usize> {
    // Columns are characters: the bytes that do not continue one.
    let column = |at: usize| line[..at].iter().filter(|&&byte| byte & 0xC0 != 0x80).count() + 1;
    let mut digits = Vec::with_capacity(line.len());
    for (at, &byte) in line.iter().enumerate().filter(|(_, byte)| !byte.is_ascii_whitespace()) {
        if !byte.is_ascii_hexdigit() {
            return Err(column(at));
        }
        digits.push(byte);
    }
    hex::decode(digits).map_err(|_| column(line.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUSH: &str = "41030b01000000000003ff0000";

    fn run(input: &str) -> (String, String, Outcome) {
        let (mut output, mut errors) = (Vec::new(), Vec::new());
        let outcome = decode("ddp", input.as_bytes(), &mut output, &mut errors, Lang::En).unwrap();
        (String::from_utf8(output).unwrap(), String::from_utf8(errors).unwrap(), outcome)
    }

    #[test]
    fn hex_becomes_json_and_the_same_hex_again() {
        let (json, errors, outcome) = run(&format!("# two\n\n  {PUSH}\r\n41 030b01 00000000 0003 FF0000"));
        assert_eq!((errors.as_str(), outcome, json.lines().count()), ("", Outcome::Clean, 2));
        let (mut hex, mut errors) = (Vec::new(), Vec::new());
        encode("ddp", json.as_bytes(), &mut hex, &mut errors, Lang::En).unwrap();
        assert_eq!(String::from_utf8(hex).unwrap(), format!("{PUSH}\n{PUSH}\n"));
    }

    #[test]
    fn a_wrong_line_is_named_with_its_place_and_the_others_go_on() {
        let long = "0".repeat(MAX_LINE + 1);
        let (json, errors, outcome) = run(&format!("41x\n41 0\n410300\n{long}\n{PUSH}\nđ"));
        assert_eq!((json.lines().count(), outcome), (1, Outcome::Findings));
        let errors: Vec<&str> = errors.lines().collect();
        assert!(errors[0].starts_with("Line 1, column 3:"), "{}", errors[0]);
        assert!(errors[1].starts_with("Line 2, column 5:"), "{}", errors[1]);
        assert!(errors[2].starts_with("Line 3, byte 3:"), "{}", errors[2]);
        assert!(errors[3].starts_with("Line 4 is longer than 262144 bytes"), "{}", errors[3]);
        assert!(errors[4].starts_with("Line 6, column 1:"), "{}", errors[4]);
        assert_eq!(errors.len(), 5);
    }

    #[test]
    fn a_line_of_exactly_the_longest_length_is_still_read() {
        let (_, errors, _) = run(&format!("{}\n{PUSH}\n", " ".repeat(MAX_LINE - 1) + "x"));
        assert_eq!(errors.lines().count(), 1);
        assert!(errors.starts_with("Line 1, column 1:"), "{errors}");
    }

    #[test]
    fn a_wrong_key_is_named_in_the_language_of_the_operator() {
        let input = "{\"data\":\"00\"}\n{\n[]\n{\"data\":\"000000\",\"màu\":1}\n{}\n";
        for (lang, unknown) in
            [(Lang::Vi, "Dòng 4: không có khóa `màu`"), (Lang::En, "Line 4: there is no key `màu`")]
        {
            let mut errors = Vec::new();
            let outcome = encode("adalight", input.as_bytes(), io::sink(), &mut errors, lang).unwrap();
            let errors = String::from_utf8(errors).unwrap();
            assert_eq!((outcome, errors.lines().count()), (Outcome::Findings, 5), "{errors}");
            assert!(errors.contains(unknown), "{errors}");
        }
    }

    #[test]
    fn an_unknown_protocol_is_refused_with_those_there_are() {
        let error = decode("dpp", io::empty(), io::sink(), io::sink(), Lang::En).unwrap_err();
        assert!(error.to_string().contains("ddp, flaschen-taschen, adalight"), "{error}");
    }
}
