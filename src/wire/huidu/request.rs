//! Questions in XML and their answers. The list of questions is closed: nothing else can be asked of a card.

use super::settings::{element, number};
use super::{Element, IF_VERSION, Light, PART, Part, Programme, Switching, Time};

/// What begins every document.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
/// The most programmes or files that are read of one question.
const MOST: usize = 10_000;

/// A picture's name on a card: its own MD5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(pub u128);

impl FileName {
    /// Reads `<32 hex digits>.png`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let digits = word.strip_suffix(".png")?;
        let ours =
            digits.len() == 32 && digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        ours.then(|| u128::from_str_radix(digits, 16).ok().map(Self))?
    }
}

impl std::fmt::Display for FileName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}.png", self.0)
    }
}

/// A list with something in it: some cards take an empty list for all there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Many<T>(Vec<T>);

impl<T> Many<T> {
    /// The list; `None` if it is empty.
    #[must_use]
    pub fn new(items: Vec<T>) -> Option<Self> {
        (!items.is_empty()).then_some(Self(items))
    }

    /// What is in it.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.0
    }
}

/// All that can be asked of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Which version of the XML it reads; the answer brings the number of the session.
    Version(u32),
    /// What it is.
    DeviceInfo,
    /// What it is called.
    DeviceName,
    /// Which files it holds.
    Files,
    /// Which programmes it plays.
    Programmes,
    /// Which of them is on.
    Playing,
    /// What its clock shows.
    Time,
    /// How bright it is.
    Light,
    /// When it is lit.
    Switching,
    /// Play these, and nothing else.
    Play(Many<Programme>),
    /// Remove these pictures.
    Drop(Many<FileName>),
    /// Be so bright.
    SetLight(Light),
    /// Show this time.
    SetTime(Time),
    /// Be lit then.
    SetSwitching(Switching),
    /// Light the face.
    Open,
    /// Make it dark.
    Close,
    /// A picture of the face, so wide and so high.
    Picture(u16, u16),
}

/// The methods that ask for something and carry nothing.
const PLAIN: [(&str, Request); 11] = [
    ("GetDeviceInfo", Request::DeviceInfo),
    ("GetDeviceName", Request::DeviceName),
    ("GetFiles", Request::Files),
    ("GetProgram", Request::Programmes),
    ("GetCurrentPlayProgramGUID", Request::Playing),
    ("GetTimeInfo", Request::Time),
    ("GetLuminancePloy", Request::Light),
    ("GetSwitchTime", Request::Switching),
    ("OpenScreen", Request::Open),
    ("CloseScreen", Request::Close),
    ("GetScreenshot2", Request::Picture(0, 0)),
];

impl Request {
    /// What the maker calls it.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self {
            Self::Version(_) => "GetIFVersion",
            Self::Play(_) => "AddProgram",
            Self::Drop(_) => "DeleteFiles",
            Self::SetLight(_) => "SetLuminancePloy",
            Self::SetTime(_) => "SetTimeInfo",
            Self::SetSwitching(_) => "SetSwitchTime",
            Self::Picture(..) => "GetScreenshot2",
            plain => {
                PLAIN.iter().find(|(_, known)| known == plain).map_or("GetDeviceInfo", |(method, _)| method)
            }
        }
    }

    fn content(&self) -> Vec<Element> {
        match self {
            Self::Version(version) => vec![element("version", version)],
            Self::Play(programmes) => {
                let mut screen = Element::new("screen").with("timeStamps", 0);
                screen.children = programmes.items().iter().map(Programme::element).collect();
                vec![screen]
            }
            Self::Drop(names) => {
                let mut files = Element::new("files");
                files.children =
                    names.items().iter().map(|name| Element::new("file").with("name", name)).collect();
                vec![files]
            }
            Self::SetLight(light) => light.elements(),
            Self::SetTime(time) => time.elements(),
            Self::SetSwitching(switching) => switching.elements(),
            Self::Picture(width, height) => {
                vec![Element::new("image").with("width", width).with("height", height)]
            }
            _ => Vec::new(),
        }
    }

    /// The question of a session, as text.
    #[must_use]
    pub fn write(&self, guid: &str) -> String {
        let mut ask = Element::new("in").with("method", self.method());
        ask.children = self.content();
        document(guid, ask)
    }

    /// The question of a session, in parts.
    #[must_use]
    pub fn parts(&self, guid: &str) -> Vec<Part> {
        parts(&self.write(guid))
    }

    /// Reads a whole question: the session's number and what is asked; `None` if it cannot be asked here.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<(String, Self)> {
        let sdk = Element::parse(bytes).filter(|sdk| sdk.name == "sdk")?;
        let ask = sdk.child("in")?;
        let method = ask.get("method")?;
        let request = match method {
            "GetIFVersion" => Self::Version(number(ask, "version", "value")?),
            "AddProgram" => {
                let programmes = ask.child("screen")?.all("program").take(MOST);
                Self::Play(Many::new(programmes.map(Programme::parse).collect::<Option<_>>()?)?)
            }
            "DeleteFiles" => {
                let names = ask.child("files")?.all("file").take(MOST);
                let names = names.map(|file| FileName::parse(file.get("name")?));
                Self::Drop(Many::new(names.collect::<Option<_>>()?)?)
            }
            "SetLuminancePloy" => Self::SetLight(Light::parse(ask)?),
            "SetTimeInfo" => Self::SetTime(Time::parse(ask)?),
            "SetSwitchTime" => Self::SetSwitching(Switching::parse(ask)?),
            "GetScreenshot2" => {
                Self::Picture(number(ask, "image", "width")?, number(ask, "image", "height")?)
            }
            _ => PLAIN.into_iter().find(|(known, _)| *known == method)?.1,
        };
        Some((sdk.get("guid")?.to_owned(), request))
    }
}

pub(super) fn document(guid: &str, content: Element) -> String {
    format!("{DECLARATION}{}", Element::new("sdk").with("guid", guid).holding(content).write())
}

pub(super) fn parts(text: &str) -> Vec<Part> {
    let total = text.len() as u32;
    let pieces = text.as_bytes().chunks(PART).zip(0_u32..);
    pieces.map(|(bytes, n)| Part { total, offset: n * PART as u32, bytes: bytes.to_vec() }).collect()
}

impl Request {
    /// The first question of a session.
    pub const GREETING: Self = Self::Version(IF_VERSION);
}

#[cfg(test)]
mod tests {
    use super::super::{Answer, Code, File, Gathered, Rule, parse_answer};
    use super::*;
    use jiff::civil::date;

    fn all() -> Vec<Request> {
        let light = Light { rule: Rule::Ploys, default: 60, hours: vec![(true, 0, 20), (true, 25_200, 80)] };
        let time = Time {
            timezone: Some("(UTC+07:00)Hà Nội".to_owned()),
            summer: Some("false".to_owned()),
            sync: None,
            time: date(2026, 11, 29).at(3, 4, 5, 0),
        };
        let hours = Switching { open: true, by_hours: true, hours: vec![(true, 21_600, 79_200)] };
        let mut all: Vec<Request> = PLAIN.into_iter().map(|(_, request)| request).collect();
        all.extend([
            Request::GREETING,
            Request::Drop(Many::new(vec![FileName(7), FileName(u128::MAX)]).unwrap()),
            Request::SetLight(light),
            Request::SetTime(time),
            Request::SetSwitching(hours),
            Request::Picture(128, 32),
        ]);
        all
    }

    #[test]
    fn every_question_is_read_back_as_it_was_written() {
        for request in all() {
            let text = request.write("a1");
            assert_eq!(Request::parse(text.as_bytes()), Some(("a1".to_owned(), request)), "{text}");
        }
    }

    #[test]
    fn what_could_change_or_empty_a_card_is_no_question() {
        for content in [
            r#"<in method="DeleteProgram"/>"#,
            r#"<in method="SetEth0Info"/>"#,
            r#"<in method="Reboot"/>"#,
            r#"<in method="SetHDPlayerFPGAConfig"/>"#,
            r#"<in method="AddProgram"><screen timeStamps="0"/></in>"#,
            r#"<in method="DeleteFiles"><files/></in>"#,
            r#"<in method="DeleteFiles"><files><file name="a.png"/></files></in>"#,
        ] {
            let text = format!(r#"<sdk guid="x">{content}</sdk>"#);
            assert!(Element::parse(text.as_bytes()).is_some());
            assert_eq!(Request::parse(text.as_bytes()), None, "{content}");
        }
        assert_eq!(Many::<u8>::new(Vec::new()), None);
    }

    #[test]
    fn long_questions_go_in_parts_counted_in_bytes() {
        let zone = "ạ".repeat(3000);
        let time = date(2026, 1, 1).at(0, 0, 0, 0);
        let request = Request::SetTime(Time { timezone: Some(zone), summer: None, sync: None, time });
        let parts = request.parts("x");
        assert_eq!(parts.iter().map(|part| part.bytes().len()).collect::<Vec<_>>()[..1], [PART]);
        assert!(parts.iter().all(|part| part.total() as usize == request.write("x").len()));
        let (mut gathered, mut whole) = (Gathered::default(), None);
        for part in &parts {
            assert_eq!(whole, None);
            whole = gathered.take(part).unwrap();
        }
        assert_eq!(Request::parse(&whole.unwrap()), Some(("x".to_owned(), request)));
        assert_eq!(gathered.take(&parts[1]), Err(Code::XML_INDEX));
    }

    #[test]
    fn a_list_of_files_is_read_in_whatever_order_and_words() {
        let text = r#"<sdk guid="1"><out result="kSuccess" method="GetFiles"><files>
            <file existSize="5" type="image" md5="0a" name="a.png" size="9"/>
            <file name="b" md5="x" type="3" size="1"/></files></out></sdk>"#;
        let answer = parse_answer(text.as_bytes()).unwrap();
        let files = File::list(&answer.element()).unwrap();
        assert_eq!((files[0].kind, files[0].there, files[0].size, files[0].md5), (0, 5, 9, 10));
        assert_eq!((files[1].kind, files[1].there, files[1].md5), (3, 1, 0));
        let empty = Answer { content: Vec::new(), ..answer };
        assert_eq!(File::list(&empty.element()), Some(Vec::new()));
        assert_eq!(parse_answer(b"<sdk guid=\"1\"><in method=\"a\"/></sdk>"), None);
    }

    #[test]
    fn the_light_of_the_night_is_that_of_the_evening_before() {
        let light = Light {
            rule: Rule::Ploys,
            default: 9,
            hours: vec![(true, 25_200, 80), (true, 64_800, 30), (false, 0, 1)],
        };
        assert_eq!([0, 25_199, 25_200, 64_800].map(|at| light.percent(at)), [30, 30, 80, 30].map(Some));
        let night = Switching { open: true, by_hours: true, hours: vec![(true, 64_800, 21_600)] };
        assert_eq!([0, 21_600, 64_800].map(|at| night.is_lit(at)), [true, false, true]);
    }

    proptest::proptest! {
        #[test]
        fn a_question_with_wrong_bytes_is_refused_or_read_again_as_it_is_written(
            which: proptest::sample::Index, changes in proptest::collection::vec((proptest::prelude::any::<proptest::sample::Index>(), 0x20u8..0x7F), 0..4),
        ) {
            let mut bytes = all()[which.index(all().len())].write("a1").into_bytes();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some((guid, request)) = Request::parse(&bytes) {
                proptest::prop_assert_eq!(Request::parse(request.write(&guid).as_bytes()), Some((guid, request)));
            }
            let _ = parse_answer(&bytes);
        }
    }
}
