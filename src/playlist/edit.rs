//! Changes a playlist file as a person would: one item, one key at a time, and every other byte as it was.
//!
//! A file is kept as pieces of text, its head and its items. What is not changed is never written anew, so comments, order and
//! spelling of it cannot be lost. Nothing here says whether the playlist is a good one: that is [`Playlist::parse`]'s.
//!
//! [`Playlist::parse`]: super::Playlist::parse

pub mod keys;
mod list;
mod split;
mod table;
#[cfg(test)]
mod tests;
mod value;

pub use value::canonical;

use super::{MAX_BYTES, MAX_ITEMS};
use crate::report::Message;
use split::{Layout, Piece};
use toml_edit::DocumentMut;

/// The keys of an item or of a playlist's head, with their values, as forms and programs send them: dates and times are
/// texts (`2026-12-31`, `2026-12-31T07:30`), windows lists of tables.
pub type Fields = serde_json::Map<String, serde_json::Value>;

/// Why a change was not made. The file is as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct EditError {
    /// The key that is to blame (`text`, `windows.0.from`); `item` if it is the number of items.
    pub field: String,
    /// What is wrong.
    pub message: Box<Message>,
}

impl EditError {
    fn of(field: &str, message: Message) -> Self {
        Self { field: field.to_owned(), message: Box::new(message) }
    }
}

/// A playlist file being edited.
#[derive(Clone, Debug)]
pub struct Manuscript {
    layout: Layout,
    /// The bytes of the whole text.
    bytes: usize,
    /// How its lines end.
    eol: &'static str,
}

impl Manuscript {
    /// Takes a file apart.
    ///
    /// # Errors
    /// If it is not TOML, too large, or if its items are arranged in a way in which they cannot be changed one by one.
    pub fn parse(text: &str) -> Result<Self, Message> {
        if text.len() > MAX_BYTES {
            return Err(too_large());
        }
        let layout = split::split(text)?;
        let manuscript =
            Self { layout, bytes: text.len(), eol: if text.contains("\r\n") { "\r\n" } else { "\n" } };
        if manuscript.len() > MAX_ITEMS {
            return Err(too_many(manuscript.len()));
        }
        Ok(manuscript)
    }

    /// A playlist without items yet.
    #[must_use]
    pub fn new(title: &str) -> Self {
        let mut head = Fields::new();
        head.insert("title".to_owned(), title.into());
        let head = value::canonical(&head);
        let text = rewritten("", &head, Part::Head).unwrap_or_default();
        let bytes = text.len();
        let layout = Layout {
            pieces: vec![Piece { gap: String::new(), text, item: None }],
            tail: String::new(),
            head,
        };
        Self { layout, bytes, eol: "\n" }
    }

    /// The file as it is to be stored.
    #[must_use]
    pub fn text(&self) -> String {
        let pieces = self.layout.pieces.iter().flat_map(|piece| [piece.gap.as_str(), piece.text.as_str()]);
        pieces.chain([self.layout.tail.as_str()]).collect()
    }

    /// How many items it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.layout.pieces.iter().filter(|piece| piece.item.is_some()).count()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All keys but the items.
    #[must_use]
    pub fn head(&self) -> Fields {
        self.layout.head.clone()
    }

    /// The keys of one item; `None` if there is no such item.
    #[must_use]
    pub fn item(&self, index: usize) -> Option<Fields> {
        self.layout.pieces.iter().filter_map(|piece| piece.item.clone()).nth(index)
    }

    /// The lines of one item as they stand in the file, with the comments that are its own; `None` if there is no such item.
    #[must_use]
    pub fn lines(&self, index: usize) -> Option<&str> {
        self.layout
            .pieces
            .iter()
            .filter(|piece| piece.item.is_some())
            .nth(index)
            .map(|piece| piece.text.as_str())
    }

    /// Gives the playlist exactly these keys.
    ///
    /// # Errors
    /// If a value cannot be written, or the file would be too large.
    pub fn set_head(&mut self, fields: &Fields) -> Result<(), EditError> {
        let wanted = checked(fields)?;
        if wanted.contains_key("item") {
            return Err(EditError::of("item", Message::ItemsApart {}));
        }
        if wanted == self.layout.head {
            return Ok(());
        }
        let (heads, items): (Vec<Piece>, Vec<Piece>) =
            self.layout.pieces.iter().cloned().partition(|piece| piece.item.is_none());
        let mut text = String::new();
        for head in &heads {
            end_line(&mut text, self.eol);
            text += &head.gap;
            text += &head.text;
        }
        // The words at the top of a file are about all of it, whatever key they stand before.
        let top = heads.first().map_or(0, |first| top_comment(&first.text));
        let mut new = text[..top].to_owned();
        end_line(&mut new, self.eol);
        new += &rewritten(&text[top..], &wanted, Part::Head)?;
        let mut edited = self.clone();
        edited.layout.head = wanted;
        edited.layout.pieces = vec![Piece { gap: String::new(), text: new, item: None }];
        edited.layout.pieces.extend(items);
        // A gap that is missing between a head and the items is how somebody wrote it.
        let is_empty = |piece: Option<&Piece>| piece.is_none_or(|piece| piece.text.is_empty());
        if heads.len() > 1 || is_empty(heads.first()) != is_empty(edited.layout.pieces.first()) {
            edited.space(1);
        }
        self.take(edited)
    }

    /// Gives an item exactly these keys.
    ///
    /// # Errors
    /// If there is no such item, a value cannot be written, or the file would be too large.
    pub fn set_item(&mut self, index: usize, fields: &Fields) -> Result<(), EditError> {
        let at = self.place(index)?;
        let wanted = checked(fields)?;
        let piece = &self.layout.pieces[at];
        if piece.item.as_ref() == Some(&wanted) {
            return Ok(());
        }
        let text = rewritten(&piece.text, &wanted, Part::Item)?;
        let mut edited = self.clone();
        edited.layout.pieces[at] = Piece { gap: piece.gap.clone(), text, item: Some(wanted) };
        self.take(edited)
    }

    /// Puts a new item before the one at `index`; behind the last one if `index` is how many there are.
    ///
    /// # Errors
    /// If there are too many items, no such place, or a value cannot be written.
    pub fn insert(&mut self, index: usize, fields: &Fields) -> Result<(), EditError> {
        let wanted = checked(fields)?;
        let header = format!("[[item]]{}", self.eol);
        let text = rewritten(&header, &wanted, Part::Item)?;
        self.put(index, Piece { gap: String::new(), text, item: Some(wanted) })
    }

    /// Puts a copy of an item behind it, with its comments.
    ///
    /// # Errors
    /// If there is no such item, or there are too many.
    pub fn copy(&mut self, index: usize) -> Result<(), EditError> {
        let at = self.place(index)?;
        self.put(index + 1, self.layout.pieces[at].clone())
    }

    /// Takes an item away, with its comments.
    ///
    /// # Errors
    /// If there is no such item.
    pub fn remove(&mut self, index: usize) -> Result<(), EditError> {
        let at = self.place(index)?;
        let mut edited = self.clone();
        edited.layout.pieces.remove(at);
        edited.space(at);
        self.take(edited)
    }

    /// Moves an item, with its comments, so that its index is `to`.
    ///
    /// # Errors
    /// If there is no such item or place.
    pub fn shift(&mut self, from: usize, to: usize) -> Result<(), EditError> {
        let at = self.place(from)?;
        self.place(to)?;
        if from == to {
            return Ok(());
        }
        let mut edited = self.clone();
        let piece = edited.layout.pieces.remove(at);
        edited.space(at);
        edited.put(to, piece)?;
        self.take(edited)
    }

    /// Where the piece of an item stands.
    fn place(&self, index: usize) -> Result<usize, EditError> {
        let pieces = self.layout.pieces.iter().enumerate();
        let place = pieces.filter(|(_, piece)| piece.item.is_some()).map(|(at, _)| at).nth(index);
        place.ok_or_else(|| {
            let (number, count) = (index.saturating_add(1), self.len());
            EditError::of("item", Message::NoSuchItem { number, count })
        })
    }

    fn put(&mut self, index: usize, piece: Piece) -> Result<(), EditError> {
        let count = self.len();
        if count >= MAX_ITEMS {
            return Err(EditError::of("item", too_many(count + 1)));
        }
        let at = match index.checked_sub(1) {
            Some(before) if index == count => self.place(before)? + 1,
            None if count == 0 => self.layout.pieces.len(),
            _ => self.place(index)?,
        };
        let mut edited = self.clone();
        edited.layout.pieces.insert(at, piece);
        edited.space(at + 1);
        edited.space(at);
        self.take(edited)
    }

    /// Sees that what stands at a place begins on a line of its own, with a gap before it where anything stands there.
    fn space(&mut self, at: usize) {
        let Layout { pieces, tail, .. } = &mut self.layout;
        let at = at.min(pieces.len());
        let (before, after) = pieces.split_at_mut(at);
        let top = before.iter().all(|piece| piece.text.trim_start_matches('\u{FEFF}').is_empty());
        if let (false, Some(last)) = (after.is_empty() && tail.is_empty(), before.last_mut()) {
            end_line(&mut last.text, self.eol);
        }
        if let Some(piece) = after.first_mut() {
            if top {
                piece.gap.clear();
            } else if piece.gap.is_empty() {
                piece.gap = self.eol.to_owned();
            }
        }
    }

    /// Becomes what was made of it, if that is not too large.
    fn take(&mut self, edited: Self) -> Result<(), EditError> {
        let pieces = edited.layout.pieces.iter().map(|piece| piece.gap.len() + piece.text.len());
        let bytes = pieces.sum::<usize>() + edited.layout.tail.len();
        // One that is too large already may become smaller.
        if bytes > MAX_BYTES && bytes > self.bytes {
            return Err(EditError::of("item", too_large()));
        }
        *self = Self { bytes, ..edited };
        Ok(())
    }
}

fn too_large() -> Message {
    Message::ManuscriptTooLarge { kib: MAX_BYTES / 1024 }
}

fn too_many(length: usize) -> Message {
    Message::ListLength { key: "item".to_owned(), length, most: MAX_ITEMS }
}

fn checked(fields: &Fields) -> Result<Fields, EditError> {
    value::check(fields)?;
    Ok(value::canonical(fields))
}

/// Ends the last line of a text, if it has one.
fn end_line(text: &mut String, eol: &str) {
    if !text.is_empty() && !text.ends_with('\n') && text != "\u{FEFF}" {
        text.push_str(eol);
    }
}

/// How many bytes at the top of a file are comments and empty lines.
fn top_comment(text: &str) -> usize {
    let is_comment = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let lines = text.trim_start_matches('\u{FEFF}');
    text.len() - lines.len() + lines.split_inclusive('\n').take_while(is_comment).map(str::len).sum::<usize>()
}

/// Which part of a file is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    Item,
}

/// A piece of a file that says exactly these fields, and says the rest as it did. Of what is not changed only spaces within the
/// brackets of headers and around the dots of keys may be lost, and keys with dots that stand apart from their like moved there.
fn rewritten(text: &str, wanted: &Fields, part: Part) -> Result<String, EditError> {
    let failed = || EditError::of("item", Message::ManuscriptNotWritten {});
    let crlf = text.contains("\r\n");
    let lines = if crlf { text.replace("\r\n", "\n") } else { text.to_owned() };
    let mut document: DocumentMut = lines.parse().map_err(|_| failed())?;
    match part {
        Part::Head => table::settle(document.as_table_mut(), wanted, &keys::HEAD),
        Part::Item => {
            let items = document.get_mut("item").and_then(toml_edit::Item::as_array_of_tables_mut);
            let item = items.and_then(|items| items.get_mut(0)).ok_or_else(failed)?;
            table::settle(item, wanted, &keys::ITEM);
        }
    }
    let new = document.to_string();
    let new = if crlf { new.replace('\n', "\r\n") } else { new };
    // Whatever somebody wrote there, what is stored says what was asked for, or nothing is stored.
    let said: DocumentMut = new.parse().map_err(|_| failed())?;
    let right = match part {
        Part::Head => value::read_table(said.as_table()) == *wanted,
        Part::Item => {
            let items = said.get("item").and_then(toml_edit::Item::as_array_of_tables);
            let item =
                items.filter(|items| items.len() == 1 && said.len() == 1).and_then(|items| items.get(0));
            item.is_some_and(|item| value::read_table(item) == *wanted)
        }
    };
    if right { Ok(new) } else { Err(failed()) }
}
