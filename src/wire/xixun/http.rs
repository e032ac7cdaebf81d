//! As much of HTTP as the questions need: one message and its answer, cut at any byte.

use super::super::{Packets, WireError, wrong};
use super::MAX_JSON;
use super::scan::Scan;

/// The longest head of a message, in bytes.
const MAX_HEAD: usize = 8 << 10;

/// Appends a question as one packet. The player closes the connection after its answer.
pub fn emit_question(json: &str, into: &mut Packets) {
    let head = format!(
        "POST /settings HTTP/1.1\r\nHost: xixun\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        json.len()
    );
    emit(&head, json, into);
}

/// Appends an answer as one packet.
pub fn emit_answer(json: &str, into: &mut Packets) {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        json.len()
    );
    emit(&head, json, into);
}

fn emit(head: &str, json: &str, into: &mut Packets) {
    let (start, rest) = into.push(head.len() + json.len()).split_at_mut(head.len());
    start.copy_from_slice(head.as_bytes());
    rest.copy_from_slice(json.as_bytes());
}

/// Reads messages out of a stream cut at any place. Bounded: it keeps one message.
#[derive(Debug, Default)]
pub struct Http {
    bytes: Vec<u8>,
    /// Where the body begins, and how it ends.
    body: Option<(usize, Ending)>,
}

#[derive(Debug)]
enum Ending {
    /// After so many bytes.
    Length(usize),
    /// In pieces that say how long they are: those that came, and where the next begins.
    Pieces(Vec<u8>, usize),
    /// Nothing says it: with the JSON object. So far it was looked through.
    Object(Scan, usize),
}

impl Http {
    /// Takes the next bytes.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Forgets what is not whole: the connection was opened anew.
    pub fn restart(&mut self) {
        self.bytes.clear();
        self.body = None;
    }

    /// The body of the next message, if it is whole.
    ///
    /// # Errors
    /// No message has this, or none as long as this. What came so far is forgotten.
    pub fn take(&mut self) -> Option<Result<Vec<u8>, WireError>> {
        let next = self.body().transpose();
        if matches!(next, Some(Err(_))) {
            self.restart();
        }
        next
    }

    fn body(&mut self) -> Result<Option<Vec<u8>>, WireError> {
        let (start, ending) = match &mut self.body {
            Some(known) => known,
            None => match head(&self.bytes)? {
                Some(known) => self.body.insert(known),
                None => return Ok(None),
            },
        };
        let start = *start;
        let (body, end) = match ending {
            Ending::Length(length) => match self.bytes.get(start..start + *length) {
                Some(body) => (body.to_vec(), start + *length),
                None => return Ok(None),
            },
            Ending::Pieces(body, at) => match pieces(&self.bytes, body, at)? {
                true => (std::mem::take(body), *at),
                false => return Ok(None),
            },
            Ending::Object(scan, at) => {
                let rest = self.bytes.get(*at..).unwrap_or_default();
                match rest.iter().position(|byte| scan.ends(*byte)) {
                    Some(end) => (self.bytes[start..=*at + end].to_vec(), *at + end + 1),
                    None => {
                        *at = self.bytes.len();
                        return if *at - start > MAX_JSON {
                            wrong(*at, "a shorter answer")
                        } else {
                            Ok(None)
                        };
                    }
                }
            }
        };
        self.bytes.drain(..end.min(self.bytes.len()));
        self.body = None;
        Ok(Some(body))
    }
}

/// Reads the head of a message: where the body begins, and how it ends.
fn head(bytes: &[u8]) -> Result<Option<(usize, Ending)>, WireError> {
    let seen = &bytes[..bytes.len().min(MAX_HEAD)];
    let known = [&b"HTTP/1."[..], b"POST /settings HTTP/1."];
    if !known.iter().any(|known| seen.iter().zip(*known).all(|(one, other)| one == other)) {
        return wrong(0, "HTTP/1");
    }
    let Some(end) = seen.windows(4).position(|four| four == b"\r\n\r\n") else {
        return if bytes.len() >= MAX_HEAD { wrong(MAX_HEAD, "a shorter head") } else { Ok(None) };
    };
    let text = String::from_utf8_lossy(&seen[..end]);
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    if first.starts_with("HTTP/") && first.split(' ').nth(1) != Some("200") {
        return wrong(9, "200");
    }
    let mut ending = Ending::Object(Scan::default(), end + 4);
    for line in lines {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        if key.eq_ignore_ascii_case("content-length") {
            match value.parse::<usize>() {
                Ok(length) if length <= MAX_JSON => ending = Ending::Length(length),
                _ => return wrong(end, "a length that can be"),
            }
        } else if key.eq_ignore_ascii_case("transfer-encoding") && value.eq_ignore_ascii_case("chunked") {
            ending = Ending::Pieces(Vec::new(), end + 4);
            break;
        }
    }
    Ok(Some((end + 4, ending)))
}

/// Puts pieces together from `at` on as far as they came; whether the last one did.
fn pieces(bytes: &[u8], body: &mut Vec<u8>, at: &mut usize) -> Result<bool, WireError> {
    loop {
        let rest = bytes.get(*at..).unwrap_or_default();
        let Some(line) = rest.windows(2).take(32).position(|two| two == b"\r\n") else {
            return if rest.len() > 32 { wrong(*at, "the length of a piece") } else { Ok(false) };
        };
        let digits = std::str::from_utf8(&rest[..line]).unwrap_or_default();
        let digits = digits.split(';').next().unwrap_or_default().trim();
        let Ok(length) = usize::from_str_radix(digits, 16) else {
            return wrong(*at, "the length of a piece");
        };
        if length > MAX_JSON || body.len() + length > MAX_JSON {
            return wrong(*at, "a shorter answer");
        }
        let Some(piece) = rest.get(line + 2..line + 2 + length + 2) else { return Ok(false) };
        body.extend_from_slice(&piece[..length]);
        *at += line + 2 + length + 2;
        if length == 0 {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8], piece: usize) -> Vec<Result<Vec<u8>, WireError>> {
        let (mut http, mut all) = (Http::default(), Vec::new());
        for part in bytes.chunks(piece.max(1)) {
            http.feed(part);
            all.extend(std::iter::from_fn(|| http.take()).take(9));
        }
        all
    }

    #[test]
    fn a_body_is_found_however_its_end_is_said_and_wherever_it_is_cut() {
        let answers = [
            "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n{\"a\":1}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;x=y\r\n\":1}\r\n0\r\n\r\n",
            "HTTP/1.0 200 OK\r\n\r\n{\"a\":1}",
        ];
        let all = answers.concat();
        for piece in 1..=all.len() {
            assert_eq!(read(all.as_bytes(), piece), vec![Ok(b"{\"a\":1}".to_vec()); 3], "{piece}");
        }
    }

    #[test]
    fn what_is_no_answer_is_refused_and_nothing_is_kept_of_it() {
        for bad in [
            "SSH-2.0\r\n",
            "HTTP/1.1 404 Not Found\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        ] {
            let mut http = Http::default();
            http.feed(bad.as_bytes());
            assert!(http.take().unwrap().is_err(), "{bad}");
            assert!(http.take().is_none());
        }
    }

    proptest! {
        #[test]
        fn questions_and_answers_survive_any_cut(text in "[a-z\"\\\\{}ệ]{0,40}", piece in 1..90_usize) {
            let json = serde_json::json!({ "a": text }).to_string();
            let mut packets = Packets::default();
            emit_question(&json, &mut packets);
            emit_answer(&json, &mut packets);
            prop_assert_eq!(read(packets.bytes(), piece), vec![Ok(json.into_bytes()); 2]);
        }

        #[test]
        fn no_bytes_panic(bytes: Vec<u8>, piece in 1..20_usize) {
            read(&bytes, piece);
            let mut answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
            answer.extend(bytes);
            read(&answer, piece);
        }
    }
}
