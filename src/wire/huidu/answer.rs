//! Answers in XML: what became of a question, what a card is, and which files it holds.

use super::request::{document, parts};
use super::settings::number;
use super::{Code, Element, MAX_XML, Part};

/// The most files that are read of one list.
const MOST: usize = 10_000;

/// An answer in XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The session's number.
    pub guid: String,
    /// To which method.
    pub method: String,
    /// What became of it.
    pub code: Code,
    /// What it says.
    pub content: Vec<Element>,
}

/// Reads a whole answer; `None` if it is none.
#[must_use]
pub fn parse_answer(bytes: &[u8]) -> Option<Answer> {
    let sdk = Element::parse(bytes).filter(|sdk| sdk.name == "sdk")?;
    let guid = sdk.get("guid")?.to_owned();
    let out = sdk.children.into_iter().find(|child| child.name == "out")?;
    let method = out.get("method")?.to_owned();
    let code = Code::parse(out.get("result")?);
    Some(Answer { guid, method, code, content: out.children })
}

impl Answer {
    /// The answer in parts, as cards send it.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let mut out = Element::new("out").with("method", &self.method).with("result", self.code);
        out.children.clone_from(&self.content);
        parts(&document(&self.guid, out))
    }

    /// It as an element, to be read.
    #[must_use]
    pub fn element(&self) -> Element {
        Element { name: "out".to_owned(), attributes: Vec::new(), children: self.content.clone() }
    }
}

/// What a card says it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceInfo {
    /// Its model.
    pub model: String,
    /// Its number.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The version of its program.
    pub app: String,
    /// Width and height of its face, if it says so.
    pub size: Option<(u16, u16)>,
}

impl DeviceInfo {
    /// Reads the elements of an answer.
    #[must_use]
    pub fn parse(of: &Element) -> Option<Self> {
        let text = |child, name| of.value(child, name).unwrap_or_default().chars().take(100).collect();
        of.child("device")?;
        Some(Self {
            model: text("device", "model"),
            id: text("device", "id"),
            name: text("device", "name"),
            app: text("version", "app"),
            size: number(of, "screen", "width").zip(number(of, "screen", "height")),
        })
    }

    pub(super) fn elements(&self) -> Vec<Element> {
        let device = Element::new("device").with("cpu", "").with("model", &self.model).with("id", &self.id);
        let version = Element::new("version").with("fpga", "").with("app", &self.app).with("kernel", "");
        let (width, height) = self.size.unwrap_or_default();
        let screen = Element::new("screen").with("width", width).with("height", height).with("rotation", 0);
        vec![device.with("name", &self.name), version, screen]
    }
}

/// A file on a card, as its list says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What it is: 0 a picture, 1 a film, 128 and 129 the same until the power goes, others are not played.
    pub kind: u16,
    /// Its MD5.
    pub md5: u128,
    /// Its size in bytes.
    pub size: u64,
    /// How many of them are there.
    pub there: u64,
}

impl File {
    /// Reads the list of an answer; `None` if a file in it cannot be understood.
    #[must_use]
    pub fn list(of: &Element) -> Option<Vec<Self>> {
        let files = of.child("files").map(|files| files.all("file").take(MOST));
        files.into_iter().flatten().map(Self::parse).collect()
    }

    fn parse(file: &Element) -> Option<Self> {
        let kind = match file.get("type")? {
            "image" => 0,
            "video" => 1,
            // Of other words nothing is known but that they are not pictures.
            word => word.parse().unwrap_or(u16::MAX),
        };
        let size = file.get("size")?.parse().ok()?;
        let there = file.get("existSize").map_or(Some(size), |there| there.parse().ok())?;
        let md5 = u128::from_str_radix(file.get("md5")?, 16).unwrap_or(0);
        Some(Self { name: file.get("name")?.chars().take(255).collect(), kind, md5, size, there })
    }

    /// It as an element of the list.
    #[must_use]
    pub fn element(&self) -> Element {
        let file = Element::new("file").with("existSize", self.there).with("name", &self.name);
        file.with("md5", format!("{:032x}", self.md5)).with("type", self.kind).with("size", self.size)
    }
}

/// Puts parts of an answer or a question together again, whatever their size.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    bytes: Vec<u8>,
}

impl Gathered {
    /// Takes the next part; the whole once it is there.
    ///
    /// # Errors
    /// The part does not follow those before it, or the whole is larger than [`MAX_XML`]: what was gathered is forgotten.
    pub fn take(&mut self, part: &Part) -> Result<Option<Vec<u8>>, Code> {
        if part.offset() == 0 {
            self.bytes.clear();
        }
        if part.offset() as usize != self.bytes.len() || part.total() as usize > MAX_XML {
            self.bytes.clear();
            return Err(Code::XML_INDEX);
        }
        self.bytes.extend_from_slice(part.bytes());
        let whole = self.bytes.len() == part.total() as usize;
        Ok(whole.then(|| std::mem::take(&mut self.bytes)))
    }

    /// Forgets what is not whole.
    pub fn clear(&mut self) {
        self.bytes.clear();
    }
}
