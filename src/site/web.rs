//! Reads `[web]` of `bangtin.toml`: how the page is reached from outside.

use crate::report::{At, Entry, Fields, Message, shortened};
use std::path::PathBuf;

/// The most further names.
const MAX_NAMES: usize = 16;
/// The most characters of a host name (RFC 1035), and of one label of it.
const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;

/// `[web]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Web {
    /// Host names under which the page answers, beside addresses and `localhost` (`names`); in lower case.
    pub names: Vec<String>,
    /// A certificate of the operator's and its key, in PEM; relative paths from the folder of `bangtin.toml`
    /// (`certificate`, `key`).
    pub certificate: Option<Pair>,
}

/// Where a certificate and its private key are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The certificate, those that vouch for it after it.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

impl Web {
    /// Reads the table; without it, everything is as if absent.
    pub(super) fn read(top: &mut Fields<'_, '_>) -> Self {
        let Some((table, place)) = top.table("web") else { return Self::default() };
        let mut fields = Fields::new(top.reader(), "[web]", table, place);
        let names = names(&mut fields);
        let certificate = pair(&mut fields);
        fields.finish();
        Self { names, certificate }
    }
}

fn pair(fields: &mut Fields<'_, '_>) -> Option<Pair> {
    let certificate = fields.text("certificate", 1000);
    let key = fields.text("key", 1000);
    match (certificate, key) {
        (Some(certificate), Some(key)) => {
            Some(Pair { certificate: certificate.value.into(), key: key.value.into() })
        }
        (certificate, key) => {
            // A key that is there and wrong was told already.
            if certificate.is_some() && !fields.has("key") {
                fields.missing("key");
            }
            if key.is_some() && !fields.has("certificate") {
                fields.missing("certificate");
            }
            None
        }
    }
}

fn names(fields: &mut Fields<'_, '_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in fields.entries("names", MAX_NAMES, LONGEST_NAME, false) {
        let Entry::Text(At { value: name, span }) = entry else { continue };
        if !is_host_name(&name) {
            fields.fault(span, Message::BadHostName { name: shortened(&name) });
        } else if names.contains(&name) {
            fields.fault(span, Message::SaidTwice { key: "names".to_owned(), word: name });
        } else {
            names.push(name);
        }
    }
    names
}

/// Whether it is a full name of a host: several labels of lower-case letters, digits and `-`, the last of which is no
/// number, for then it would be an address.
fn is_host_name(name: &str) -> bool {
    let label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.contains('.')
        && name.len() <= LONGEST_NAME
        && name.split('.').all(label)
        && name.rsplit('.').next().is_some_and(|last| !last.starts_with(|first: char| first.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Source;
    use crate::site::Site;
    use std::sync::Arc;

    fn read(table: &str) -> (Web, Vec<&'static str>) {
        let board = "[[site]]\nid = \"ubnd\"\n[[board]]\nid = \"a\"\nsite = \"ubnd\"\nwidth = 64\nheight = 32\n\
                     link = \"udp://192.0.2.1\"\n";
        let source = Source { name: "bangtin.toml".to_owned(), text: format!("{board}{table}") };
        let (site, faults) = Site::parse(&Arc::new(source));
        (site.web, faults.iter().map(|fault| fault.message.code()).collect())
    }

    #[test]
    fn names_of_the_page_are_whole_host_names() {
        assert_eq!(read(""), (Web::default(), vec![]));
        let (web, faults) = read("[web]\nnames = [\"bang.example.gov.vn\", \"xn--bng-tin-x1a.vn\"]");
        assert_eq!((web.names.len(), faults), (2, vec![]));
        let wrong = [
            "localhost",
            "*.example.vn",
            "https://bang.example.vn",
            "bang.example.vn:8443",
            "bang.example.vn.",
            "Bang.example.vn",
            "bảng.example.vn",
            "10.0.0.7",
            "::1",
            "-a.vn",
            "a..vn",
            "a_b.vn",
        ];
        for name in wrong {
            assert_eq!(read(&format!("[web]\nnames = [\"{name}\"]")).1, ["BadHostName"], "{name}");
        }
        let long = format!("{}.vn", "a".repeat(64));
        assert_eq!(read(&format!("[web]\nnames = [\"{long}\"]")).1, ["BadHostName"]);
        assert_eq!(read("[web]\nnames = [\"a.vn\", \"a.vn\"]").1, ["SaidTwice"]);
        assert_eq!(read("[web]\nname = [\"a.vn\"]").1, ["UnknownKey"]);
        assert_eq!(read("[web]\nnames = []").1, ["ListLength"]);
    }

    #[test]
    fn a_certificate_and_its_key_come_together() {
        let (web, faults) = read("[web]\ncertificate = \"tls/a.pem\"\nkey = \"tls/a.key\"");
        let pair = Pair { certificate: "tls/a.pem".into(), key: "tls/a.key".into() };
        assert_eq!((web.certificate, faults), (Some(pair), vec![]));
        for one in ["certificate = \"a.pem\"", "key = \"a.key\""] {
            assert_eq!(read(&format!("[web]\n{one}")).1, ["MissingKey"], "{one}");
        }
        assert_eq!(read("[web]\ncertificate = 1\nkey = \"a.key\"").1, ["WantsText"]);
    }
}
