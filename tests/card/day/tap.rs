//! What goes over the wire, read without the code that wrote it, and held to what the makers' documents let anybody say
//! without harm.

use super::Kind;
use serde_json::Value;

/// Reads along.
#[derive(Default)]
pub(super) struct Tap {
    /// Orders that wear the lasting memory, since midnight.
    pub(super) written: u16,
    /// Everything that was said.
    pub(super) said: u64,
    /// Of a question in pieces: what came so far.
    question: Vec<u8>,
    /// Of a file: the bytes that are still to come.
    file: usize,
}

impl Tap {
    pub(super) fn hear(&mut self, kind: Kind, door: u16, packet: &[u8]) {
        self.said += 1;
        match (kind, door) {
            (Kind::Onbon(..), 0) => self.onbon(packet),
            (Kind::Huidu, 0) => self.huidu(packet),
            (Kind::Xixun, 0) => self.xixun_question(packet),
            (Kind::Xixun, 1 | 2) => self.xixun_programme(packet),
            _ => panic!("nothing is said at door {door}"),
        }
    }

    /// The link was opened anew: nothing goes on.
    pub(super) fn cut(&mut self) {
        self.question.clear();
        self.file = 0;
    }

    fn onbon(&mut self, packet: &[u8]) {
        // Commands that may be said at all, as the maker's documents number them.
        const FILES: [u8; 10] = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x12];
        const CARD: [u8; 10] = [0x00, 0x02, 0x04, 0x05, 0x06, 0x07, 0x08, 0x0E, 0x0F, 0x19];
        let inner = packet.strip_prefix(&[0xA5; 8]).and_then(|rest| rest.strip_suffix(&[0x5A]));
        let mut bytes = inner.expect("one whole frame").iter();
        let mut plain = Vec::new();
        while let Some(byte) = bytes.next() {
            plain.push(match byte {
                0xA6 => 0xA7 - bytes.next().unwrap(),
                0x5B => 0x5C - bytes.next().unwrap(),
                byte => *byte,
            });
        }
        let header = match plain[4] {
            0xF0 => 16,
            0x05 => 27,
            0x07 => 28,
            other => panic!("a header of kind {other:02x}"),
        };
        let body = &plain[header..];
        let allowed = match body[1] {
            0xA1 => FILES.contains(&body[2]),
            0xA2 => CARD.contains(&body[2]),
            0xA7 => body[2] <= 1,
            _ => false,
        };
        assert!(allowed, "never to be sent: {:02x} {:02x}", body[1], body[2]);
        if body[1..3] == [0xA1, 0x01] {
            assert_ne!(body[5..7], [0, 0], "delete everything");
        }
        self.written += u16::from(body[1..3] == [0xA1, 0x02]);
    }

    fn huidu(&mut self, packet: &[u8]) {
        let number = |at: usize| u16::from_le_bytes([packet[at], packet[at + 1]]);
        let long = |at: usize| u32::from_le_bytes(packet[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(usize::from(number(0)), packet.len(), "one whole message");
        match number(2) {
            // Heartbeats, versions, and files that are read.
            0x005F | 0x0060 | 0x2001 | 0x8002 | 0x8006 | 0x8007 => {}
            // A file: 32 digits and 00, its size, and its type: a picture.
            0x8001 => {
                assert!([0, 128].contains(&number(45)), "a file of type {}", number(45));
                assert!(packet[47..].ends_with(b".png\0"));
                self.written += 1;
            }
            0x8003 | 0x8005 => {}
            0x2003 => {
                assert_eq!(long(8), self.question.len(), "the next piece");
                self.question.extend(&packet[12..]);
                assert!(self.question.len() <= long(4));
                if self.question.len() == long(4) {
                    let question = String::from_utf8(std::mem::take(&mut self.question)).unwrap();
                    self.huidu_question(&question);
                }
            }
            other => panic!("never to be sent: {other:04x}"),
        }
    }

    fn huidu_question(&mut self, question: &str) {
        let methods: Vec<&str> = question.split(" method=\"").skip(1).collect();
        let method = methods[0].split('"').next().unwrap();
        assert_eq!(methods.len(), 1, "{question}");
        match method {
            "AddProgram" => {
                assert!(question.contains("<program ") && question.contains("<file "), "{question}");
                self.written += 1;
            }
            "DeleteFiles" => {
                assert!(question.contains("<file name=\""), "a list of nothing is everything: {question}");
                self.written += 1;
            }
            "GetIFVersion" | "GetDeviceInfo" | "GetFiles" | "GetProgram" | "GetTimeInfo"
            | "GetLuminancePloy" | "GetSwitchTime" | "GetScreenshot2" | "SetTimeInfo"
            | "SetLuminancePloy" | "SetSwitchTime" | "OpenScreen" | "CloseScreen" => {}
            other => panic!("never to be asked: {other}"),
        }
    }

    fn xixun_question(&mut self, packet: &[u8]) {
        let text = std::str::from_utf8(packet).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("POST /settings HTTP/1.1\r\n"), "{head}");
        let object: Value = serde_json::from_str(body).unwrap();
        let fields =
            object.as_object().unwrap().keys().map(String::as_str).filter(|key| !key.starts_with('_'));
        let allowed: &[&str] = match object["_type"].as_str().unwrap() {
            "GetCardName"
            | "GetScreenSize"
            | "GetBuildInformation"
            | "HasControllerPassword"
            | "IsScreenOn"
            | "GetControllerDate"
            | "GetBrightness"
            | "GetScreenshotFull" => &[],
            "SetScreenOn" => &["on"],
            "SetBrightness" => &["brightnessPercentage"],
            "SyncTime" => &["time"],
            other => panic!("never to be asked: {other}"),
        };
        assert_eq!(fields.collect::<Vec<_>>(), allowed);
    }

    fn xixun_programme(&mut self, packet: &[u8]) {
        if self.file > 0 {
            // As it is written, so it is read: a file in a write of its own.
            assert_eq!(packet.len(), self.file);
            self.file = 0;
            return;
        }
        let object: Value = serde_json::from_slice(packet).unwrap();
        match object["_type"].as_str().unwrap() {
            "consult" => assert!(!object["idList"].as_array().unwrap().is_empty()),
            "proStart" | "fileEnd" => {}
            "fileStart" => self.file = object["size"].as_u64().unwrap() as usize,
            "proEnd" => self.written += 1,
            other => panic!("never to be said: {other}"),
        }
        assert_eq!(object["zVer"], "xixun1");
    }
}

#[test]
fn what_could_harm_a_card_is_seen_by_who_reads_along() {
    let huidu = |question: &str| {
        let len = question.len() as u32;
        let frame =
            [&(len as u16 + 12).to_le_bytes()[..], &[0x03, 0x20], &len.to_le_bytes(), &[0; 4]].concat();
        [&frame, question.as_bytes()].concat()
    };
    let file = |kind: u8| [&[53, 0, 0x01, 0x80][..], &[b'0'; 32], &[0; 9], &[kind, 0], b"x.png\0"].concat();
    let asks = |word: &str| {
        format!("POST /settings HTTP/1.1\r\nHost: x\r\n\r\n{{\"_type\":\"{word}\"}}").into_bytes()
    };
    let says = |word: &str| format!("{{\"_type\":\"{word}\",\"zVer\":\"xixun1\"}}").into_bytes();
    let heard = |kind, door, packet: Vec<u8>| {
        std::panic::catch_unwind(|| Tap::default().hear(kind, door, &packet)).is_ok()
    };
    let question = |method: &str| huidu(&format!("<sdk><in method=\"{method}\"><files/></in></sdk>"));
    assert!(heard(Kind::Huidu, 0, question("GetFiles")) && heard(Kind::Huidu, 0, file(0)));
    for method in ["DeleteProgram", "DeleteFiles", "AddProgram", "Reboot", "SetEth0Info"] {
        assert!(!heard(Kind::Huidu, 0, question(method)), "{method}");
    }
    assert!(!heard(Kind::Huidu, 0, file(3)), "firmware");
    assert!(heard(Kind::Xixun, 0, asks("GetCardName")) && heard(Kind::Xixun, 2, says("proEnd")));
    for word in ["SetScreenSize", "UpgradeSoftware", "RestartAndroid", "SetControllerPassword"] {
        assert!(!heard(Kind::Xixun, 0, asks(word)), "{word}");
    }
    assert!(!heard(Kind::Xixun, 2, says("DelPrograms")));
}
