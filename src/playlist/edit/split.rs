//! Cuts a playlist file into its head and its items, each with the lines and the comments that are its own.
//!
//! A comment belongs to the item below it, as far up as there is something else. Only what follows a line without a gap, with
//! a gap below it, belongs to that line; and what stands at the top of the file, with a gap below it, to the head.

use super::{Fields, value};
use crate::report::{Message, shortened};
use toml_edit::{Document, Item, Table, TableLike};

/// A part of the file as it is written.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Empty lines before it.
    pub(super) gap: String,
    /// Its lines.
    pub(super) text: String,
    /// What it says, if it is an item; `None` of a part of the head.
    pub(super) item: Option<Fields>,
}

/// A whole file.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// The head first, then items and what else there is, as in the file. There is always a first one.
    pub(super) pieces: Vec<Piece>,
    /// Comments behind everything else.
    pub(super) tail: String,
    /// What the head says.
    pub(super) head: Fields,
}

/// Whose a line is: the head's, or that of the item with this index.
type Owner = Option<usize>;

/// Cuts a file that is TOML.
pub(super) fn split(text: &str) -> Result<Layout, Message> {
    let document = Document::parse(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.as_bytes().iter().take(start).filter(|byte| **byte == b'\n').count() + 1;
        let detail = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
        Message::ManuscriptSyntax { line, detail: shortened(&detail) }
    })?;
    let root = document.as_table();
    let mut head = value::read_table(root);
    head.remove("item");
    let items: Vec<Fields> = match root.get("item") {
        None => Vec::new(),
        Some(Item::ArrayOfTables(tables)) => tables.iter().map(|table| value::read_table(table)).collect(),
        Some(_) => return Err(Message::ManuscriptInline {}),
    };
    let mut marks = Marks::default();
    marks.walk(root, None, true);
    let mut pieces = vec![Piece { gap: String::new(), text: String::new(), item: None }];
    let mut end = 0;
    let mut next = 0;
    for (start, owner) in marks.parts(text)? {
        let (own, gap) = boundary(text, marks.end_before(start), start, pieces.len() == 1);
        if let Some(last) = pieces.last_mut() {
            last.text = text[end..own].to_owned();
        }
        let item = owner.and_then(|_| items.get(next).cloned());
        next += usize::from(item.is_some());
        pieces.push(Piece { gap: text[own..gap].to_owned(), text: String::new(), item });
        end = gap;
    }
    let last_end = line_end(text, marks.end_before(text.len()));
    let tail = last_end + first_gap(&text[last_end..]).unwrap_or(text.len() - last_end);
    // In a file of comments alone they are the head.
    let tail = if marks.ends.is_empty() { text.len() } else { tail.max(end) };
    if let Some(last) = pieces.last_mut() {
        last.text = text[end..tail].to_owned();
    }
    Ok(Layout { pieces, tail: text[tail..].to_owned(), head })
}

/// Where headers begin and where what is no comment ends, in bytes of the file.
#[derive(Default)]
struct Marks {
    headers: Vec<(usize, Owner, bool)>,
    ends: Vec<usize>,
}

impl Marks {
    fn walk(&mut self, table: &dyn TableLike, owner: Owner, root: bool) {
        for (key, item) in table.iter() {
            match item {
                Item::None => {}
                Item::Value(value) => self.ends.extend(value_end(value)),
                Item::Table(table) => self.table(table, owner, false),
                Item::ArrayOfTables(tables) => {
                    for (index, table) in tables.iter().enumerate() {
                        let is_item = root && key == "item";
                        self.table(table, if is_item { Some(index) } else { owner }, is_item);
                    }
                }
            }
        }
        if root {
            self.headers.sort_unstable();
            self.ends.sort_unstable();
        }
    }

    fn table(&mut self, table: &Table, owner: Owner, is_item: bool) {
        // A table made of dotted keys has no header; its span is that of the first of them.
        if let Some(span) = table.span().filter(|_| !table.is_dotted() && !table.is_implicit()) {
            self.headers.push((span.start, owner, is_item));
            self.ends.push(span.end);
        }
        self.walk(table, owner, false);
    }

    /// Where the file goes over from the head to an item, from item to item, or back to the head.
    fn parts(&self, text: &str) -> Result<Vec<(usize, Owner)>, Message> {
        let mut parts: Vec<(usize, Owner)> = Vec::new();
        for (start, owner, is_item) in &self.headers {
            if parts.last().and_then(|(_, owner)| *owner) == *owner {
                continue;
            }
            if owner.is_some() && !is_item {
                let line = text.as_bytes()[..*start].iter().filter(|byte| **byte == b'\n').count() + 1;
                return Err(Message::ManuscriptScattered { line });
            }
            parts.push((*start, *owner));
        }
        Ok(parts)
    }

    fn end_before(&self, place: usize) -> usize {
        let count = self.ends.partition_point(|end| *end <= place);
        count.checked_sub(1).map_or(0, |last| self.ends[last])
    }
}

/// Where a value ends. A table of dotted keys within braces has no place of its own.
fn value_end(value: &toml_edit::Value) -> Option<usize> {
    match value.span() {
        Some(span) => Some(span.end),
        None => value.as_inline_table()?.iter().filter_map(|(_, value)| value_end(value)).max(),
    }
}

/// Where the empty lines before a header begin, and where the lines do that belong to it. `end` is where the last thing
/// before it ends, `first` whether that is the top of the file.
fn boundary(text: &str, end: usize, header: usize, first: bool) -> (usize, usize) {
    let start = if end == 0 { bom(text) } else { line_end(text, end) };
    let line = text[..header].rfind('\n').map_or(bom(text), |at| at + 1).max(start);
    let between = &text[start..line];
    let own = if first { last_gap(between) } else { first_gap(between) };
    let own = start + own.unwrap_or(0);
    let empty: usize =
        text[own..line].split_inclusive('\n').take_while(|line| is_empty(line)).map(str::len).sum();
    (own, own + empty)
}

fn bom(text: &str) -> usize {
    if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
}

/// The end of the line in which a byte stands, its line break included.
fn line_end(text: &str, place: usize) -> usize {
    text[place..].find('\n').map_or(text.len(), |at| place + at + 1)
}

fn is_empty(line: &str) -> bool {
    line.trim().is_empty()
}

/// Where the first empty line begins.
fn first_gap(lines: &str) -> Option<usize> {
    let mut at = 0;
    for line in lines.split_inclusive('\n') {
        if is_empty(line) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Where the last empty lines begin that have no others right before them.
fn last_gap(lines: &str) -> Option<usize> {
    let (mut at, mut found, mut was_empty) = (0, None, false);
    for line in lines.split_inclusive('\n') {
        if is_empty(line) && !was_empty {
            found = Some(at);
        }
        was_empty = is_empty(line);
        at += line.len();
    }
    found
}
