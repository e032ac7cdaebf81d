//! The little of XML that is needed: elements with attributes. Bounded in depth and number.

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The most elements within elements.
const DEPTH: usize = 16;
/// The most elements.
const MOST: usize = 100_000;
/// The most attributes of one.
const ATTRIBUTES: usize = 64;

/// An element with its attributes, in their order, and the elements in it. Text between them is not kept: nothing that is
/// said here stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Names and values.
    pub attributes: Vec<(String, String)>,
    /// What stands in it.
    pub children: Vec<Element>,
}

impl Element {
    /// An element with nothing in it.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// The same with another attribute.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.attributes.push((name.to_owned(), value.to_string()));
        self
    }

    /// The same with another element in it.
    #[must_use]
    pub fn holding(mut self, child: Element) -> Self {
        self.children.push(child);
        self
    }

    /// The value of an attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first element of this name in it.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All elements of this name in it.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The value of an attribute of the first element of this name in it.
    #[must_use]
    pub fn value(&self, child: &str, name: &str) -> Option<&str> {
        self.child(child)?.get(name)
    }

    /// It as text, without a declaration.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = String::new();
        self.append(&mut text);
        text
    }

    fn append(&self, text: &mut String) {
        text.push('<');
        text.push_str(&self.name);
        for (name, value) in &self.attributes {
            text.push(' ');
            text.push_str(name);
            text.push_str("=\"");
            text.push_str(&escape(value.as_str()));
            text.push('"');
        }
        if self.children.is_empty() {
            text.push_str("/>");
            return;
        }
        text.push('>');
        for child in &self.children {
            child.append(text);
        }
        text.push_str("</");
        text.push_str(&self.name);
        text.push('>');
    }

    /// Reads a document of one element; `None` if it is none, or larger than any that is meant here.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut reader = Reader::from_str(text);
        let (mut open, mut root, mut count): (Vec<Self>, Option<Self>, usize) = (Vec::new(), None, 0);
        loop {
            let ended = match reader.read_event().ok()? {
                Event::Start(start) => {
                    open.push(Self::start(&start)?);
                    count += 1;
                    None
                }
                Event::Empty(start) => {
                    count += 1;
                    Some(Self::start(&start)?)
                }
                Event::End(_) => Some(open.pop()?),
                Event::Eof => break,
                _ => None,
            };
            if count > MOST || open.len() > DEPTH {
                return None;
            }
            let Some(ended) = ended else { continue };
            match open.last_mut() {
                Some(parent) => parent.children.push(ended),
                None if root.is_none() => root = Some(ended),
                None => return None,
            }
        }
        if open.is_empty() { root } else { None }
    }

    fn start(start: &BytesStart<'_>) -> Option<Self> {
        let name = start.name().into_inner().to_owned();
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            if attributes.len() == ATTRIBUTES {
                return None;
            }
            let key = attribute.key.into_inner().to_owned();
            attributes.push((key, attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned()));
        }
        Some(Self { name, attributes, children: Vec::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_whatever_stands_in_it() {
        let inner = Element::new("file").with("name", "Tiếng Việt <&> \"'");
        let outer = Element::new("files").with("count", 1).holding(inner).holding(Element::new("end"));
        let text = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- x -->{}\n", outer.write());
        assert_eq!(Element::parse(text.as_bytes()), Some(outer));
    }

    #[test]
    fn what_is_no_document_or_far_too_deep_is_refused() {
        for text in ["", "<a>", "<a></b>", "</a>", "<a/><b/>", "a", "<a b=c/>", "<a b='1' b='2'/>"] {
            assert_eq!(Element::parse(text.as_bytes()), None, "{text}");
        }
        let deep = "<a>".repeat(20) + &"</a>".repeat(20);
        assert_eq!(Element::parse(deep.as_bytes()), None);
        assert!(Element::parse(b"\xff").is_none());
        assert_eq!(Element::parse(b"<a>text</a>").unwrap().children, []);
    }
}
