//! XML as cards speak it: elements with attributes, no namespaces, hardly any text.
//!
//! Reading and writing is a library's work; here it is bounded: a text has at most [`MAX_XML`] bytes, 20,000 elements and 32
//! levels, and no entities but those of XML itself.

use crate::wire::{WireError, wrong};
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer, XmlVersion};

/// The longest text in bytes.
pub const MAX_XML: usize = 1 << 20;
const MAX_ELEMENTS: usize = 20_000;
const MAX_DEPTH: usize = 32;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes, in order.
    pub attributes: Vec<(String, String)>,
    /// What is in it.
    pub children: Vec<Element>,
    /// Its text, trimmed.
    pub text: String,
}

impl Element {
    /// An element without anything.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// The same with an attribute.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        self.attributes.push((key.to_owned(), value.to_string()));
        self
    }

    /// The same with a child.
    #[must_use]
    pub fn and(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The first child of this name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text with its declaration, in UTF-8.
    #[must_use]
    pub fn emit(&self) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new());
        let declaration = BytesDecl::new("1.0", Some("utf-8"), None);
        // Writing into memory does not fail.
        let _ = writer.write_event(Event::Decl(declaration));
        self.write(&mut writer);
        writer.into_inner()
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) {
        let mut start = BytesStart::new(self.name.as_str());
        for (key, value) in &self.attributes {
            start.push_attribute((key.as_str(), value.as_str()));
        }
        if self.children.is_empty() && self.text.is_empty() {
            let _ = writer.write_event(Event::Empty(start));
            return;
        }
        let _ = writer.write_event(Event::Start(start));
        if !self.text.is_empty() {
            let _ = writer.write_event(Event::Text(BytesText::new(&self.text)));
        }
        self.children.iter().for_each(|child| child.write(writer));
        let _ = writer.write_event(Event::End(BytesEnd::new(self.name.as_str())));
    }

    /// Reads a text of one element.
    ///
    /// # Errors
    /// It is none, is cut off, or is beyond the bounds; the offset is about where that was seen.
    pub fn parse(text: &[u8]) -> Result<Self, WireError> {
        let Ok(text) = std::str::from_utf8(text) else { return wrong(0, "UTF-8") };
        if text.len() > MAX_XML {
            return wrong(MAX_XML, "a text of at most 1 MB");
        }
        let mut reader = Reader::from_str(text);
        let (mut open, mut count): (Vec<Self>, usize) = (Vec::new(), 0);
        loop {
            let at = reader.buffer_position() as usize;
            let bad = |expected| WireError { offset: at, expected };
            let event = reader.read_event().map_err(|_| bad("XML"))?;
            let element = match event {
                Event::Eof => return wrong(at, "the end of the element"),
                Event::Start(start) | Event::Empty(start)
                    if open.len() >= MAX_DEPTH || count >= MAX_ELEMENTS =>
                {
                    drop(start);
                    return wrong(at, "at most 20,000 elements, 32 deep");
                }
                Event::Start(start) => {
                    count += 1;
                    open.push(read(&start).ok_or(bad("an element"))?);
                    continue;
                }
                Event::Empty(start) => {
                    count += 1;
                    read(&start).ok_or(bad("an element"))?
                }
                Event::Text(text) => {
                    if let Some(element) = open.last_mut() {
                        element.text.push_str(text.xml10_content().trim());
                    }
                    continue;
                }
                Event::End(_) => open.pop().ok_or(bad("an element"))?,
                _ => continue,
            };
            match open.last_mut() {
                Some(parent) => parent.children.push(element),
                None => return Ok(element),
            }
        }
    }
}

fn read(start: &BytesStart<'_>) -> Option<Element> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Some(Element { name: start.name().as_ref().to_owned(), attributes, ..Element::default() })
}
