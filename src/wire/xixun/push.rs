//! The conversation by which a player is given a programme: JSON objects, and the raw bytes of files between them.
//!
//! | from | object | then |
//! |------|--------|------|
//! | us | `consult` with `idList`, `proName` | the player's `consult` with the files it lacks |
//! | us | `proStart` with `proName`, `proSize` | |
//! | us | `fileStart` with `id`, `size` | so many raw bytes, and `fileEnd`; for each file it lacks, the programme last |
//! | us | `proEnd` | the player's `AckSuccess` |
//!
//! Nothing is documented to stand between objects, so nothing is written there; what is blank is skipped.

use super::super::{Packets, WireError, wrong};
use super::VERSION;
use super::scan::Scan;
use serde_json::{Value, json};

/// The longest object that is read, in bytes.
const MAX_OBJECT: usize = 256 << 10;
/// The most files of a programme.
const MAX_FILES: usize = 4096;
/// The largest file, in bytes.
pub(super) const MAX_FILE: usize = 64 << 20;

/// One object of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Push {
    /// We: the files of a programme; the player: those of them it lacks, without a name.
    Consult {
        /// The files, by their ids.
        ids: Vec<String>,
        /// Of the programme.
        name: Option<String>,
    },
    /// A programme begins.
    Start {
        /// Of the programme.
        name: String,
        /// Bytes of all its files.
        size: u64,
    },
    /// A file begins; so many raw bytes follow.
    FileStart {
        /// Of the file.
        id: String,
        /// Its bytes.
        size: usize,
    },
    /// A file ends.
    FileEnd {
        /// Of the file.
        id: String,
    },
    /// A programme ends.
    End {
        /// Of the programme.
        name: String,
    },
    /// The player has all of it, and plays it.
    Acknowledged,
}

impl Push {
    /// The object as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let mut object = match self {
            Self::Consult { ids, name: Some(name) } => {
                json!({ "_type": "consult", "idList": ids, "proName": name })
            }
            Self::Consult { ids, name: None } => {
                return json!({ "_type": "consult", "idList": ids }).to_string();
            }
            Self::Start { name, size } => json!({ "_type": "proStart", "proName": name, "proSize": size }),
            Self::FileStart { id, size } => {
                json!({ "_type": "fileStart", "id": id, "relative_path": "", "size": size })
            }
            Self::FileEnd { id } => json!({ "_type": "fileEnd", "id": id }),
            Self::End { name } => json!({ "_type": "proEnd", "proName": name }),
            Self::Acknowledged => return json!({ "_type": "AckSuccess" }).to_string(),
        };
        object["zVer"] = json!(VERSION);
        object.to_string()
    }

    /// Appends the object as one packet.
    pub fn emit(&self, into: &mut Packets) {
        let json = self.json();
        into.push(json.len()).copy_from_slice(json.as_bytes());
    }

    /// Reads one object.
    ///
    /// # Errors
    /// At the beginning if it is none of these.
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        let value: Value = serde_json::from_slice(bytes).unwrap_or_default();
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        let object = match value["_type"].as_str().unwrap_or_default() {
            "consult" => value["idList"].as_array().filter(|list| list.len() <= MAX_FILES).and_then(|list| {
                let ids: Option<Vec<String>> = list.iter().map(|id| id.as_str().map(str::to_owned)).collect();
                ids.map(|ids| Self::Consult { ids, name: text("proName") })
            }),
            "proStart" => {
                text("proName").zip(value["proSize"].as_u64()).map(|(name, size)| Self::Start { name, size })
            }
            "fileStart" => {
                let size = value["size"].as_u64().and_then(|size| usize::try_from(size).ok());
                let size = size.filter(|size| *size <= MAX_FILE);
                text("id").zip(size).map(|(id, size)| Self::FileStart { id, size })
            }
            "fileEnd" => text("id").map(|id| Self::FileEnd { id }),
            "proEnd" => text("proName").map(|name| Self::End { name }),
            "AckSuccess" => Some(Self::Acknowledged),
            _ => None,
        };
        match object {
            Some(object) => Ok(object),
            None => wrong(0, "an object of the conversation about a programme"),
        }
    }
}

/// What was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard<'a> {
    /// An object.
    Object(&'a Push),
    /// The next bytes of the file that began last.
    Bytes(&'a [u8]),
}

/// Reads a conversation cut at any place. Bounded: it keeps one object, and no bytes of files.
#[derive(Debug, Default)]
pub struct Decoder {
    object: Vec<u8>,
    scan: Scan,
    /// Raw bytes that are still to come.
    raw: usize,
}

impl Decoder {
    /// Takes the next bytes and gives what becomes whole, in order.
    ///
    /// # Errors
    /// An object that is none of these. Nothing after it can be read: who hears it hangs up.
    pub fn feed(&mut self, mut bytes: &[u8], mut heard: impl FnMut(Heard<'_>)) -> Result<(), WireError> {
        while !bytes.is_empty() {
            if self.raw > 0 {
                let (piece, rest) = bytes.split_at(bytes.len().min(self.raw));
                heard(Heard::Bytes(piece));
                self.raw -= piece.len();
                bytes = rest;
                continue;
            }
            if self.object.is_empty() {
                let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == 0).count();
                bytes = &bytes[blank..];
                if bytes.first().is_some_and(|first| *first != b'{') {
                    return wrong(0, "an object");
                }
            }
            let end = bytes.iter().position(|byte| self.scan.ends(*byte));
            let (piece, rest) = bytes.split_at(end.map_or(bytes.len(), |end| end + 1));
            if self.object.len() + piece.len() > MAX_OBJECT {
                self.restart();
                return wrong(MAX_OBJECT, "a shorter object");
            }
            self.object.extend_from_slice(piece);
            bytes = rest;
            if end.is_some() {
                let object = Push::parse(&self.object);
                self.restart();
                let object = object?;
                if let Push::FileStart { size, .. } = object {
                    self.raw = size;
                }
                heard(Heard::Object(&object));
            }
        }
        Ok(())
    }

    /// Forgets what is not whole: the connection was opened anew.
    pub fn restart(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8], piece: usize) -> Result<(Vec<Push>, Vec<u8>), WireError> {
        let (mut decoder, mut objects, mut raw) = (Decoder::default(), Vec::new(), Vec::new());
        for part in bytes.chunks(piece.max(1)) {
            decoder.feed(part, |heard| match heard {
                Heard::Object(object) => objects.push(object.clone()),
                Heard::Bytes(bytes) => raw.extend_from_slice(bytes),
            })?;
        }
        Ok((objects, raw))
    }

    proptest! {
        #[test]
        fn a_conversation_survives_any_cut_and_files_may_look_like_objects(
            file in prop_oneof![proptest::collection::vec(any::<u8>(), 0..200), Just(b"{\"_type\":\"proEnd\"}".to_vec())],
            piece in 1..300_usize,
        ) {
            let said = [
                Push::Consult { ids: vec!["a".into(), "b{\"".into()], name: Some("p".into()) },
                Push::Consult { ids: vec![], name: None },
                Push::Start { name: "p".into(), size: 9 },
                Push::FileStart { id: "a".into(), size: file.len() },
                Push::FileEnd { id: "a".into() },
                Push::End { name: "p".into() },
                Push::Acknowledged,
            ];
            let mut bytes = Vec::new();
            for object in &said {
                bytes.extend(object.json().into_bytes());
                if matches!(object, Push::FileStart { .. }) {
                    bytes.extend(&file);
                } else {
                    bytes.extend(b"\r\n ");
                }
            }
            prop_assert_eq!(read(&bytes, piece), Ok((said.to_vec(), file)));
        }

        #[test]
        fn no_bytes_panic(bytes: Vec<u8>, piece in 1..20_usize) {
            let _ = read(&bytes, piece);
        }
    }

    #[test]
    fn programmes_are_told_to_play_and_nothing_else() {
        for word in ["DelPrograms", "playZipTask", "upgrade"] {
            let json = format!(r#"{{"_type":"{word}","proName":"x"}}"#);
            assert!(read(json.as_bytes(), 7).is_err(), "{word}");
        }
        assert!(read(br#"{"_type":"fileStart","id":"a","size":99999999999}"#, 9).is_err());
        assert!(read(b"HTTP/1.1 200 OK", 4).is_err());
    }
}
