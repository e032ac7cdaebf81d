//! Orders as a TOML file, written whole and read back record by record: one that is broken does not take the others along.

use super::{
    Blackout, Class, Ended, Extended, MAX_BOARDS, MAX_EXTENDED, MAX_ORDERS, MAX_WORDS, Notice, Orders, Wish,
};
use crate::report::{At, Fault, Fields, Message, Reader, Source, is_id};
use jiff::Timestamp;
use serde::Serialize;
use std::sync::Arc;

/// Ended parts of orders come on top of those that are on.
const MAX_RECORDS: usize = 4 * MAX_ORDERS;
/// The longest text of a wish; what is longer no playlist file may hold either.
const MAX_TEXT: usize = 2000;
/// Who and why, where a broken file does not say: a board stays dark all the same.
const UNKNOWN: &str = "?";

#[derive(Serialize)]
struct File<'a> {
    last: u32,
    // First, because a file that was cut off has its beginning.
    blackout: Vec<BlackoutRecord<'a>>,
    notice: Vec<NoticeRecord<'a>>,
}

#[derive(Serialize)]
struct BlackoutRecord<'a> {
    boards: &'a [String],
    since: String,
    by: &'a str,
    reason: &'a str,
    #[serde(flatten)]
    ended: EndedRecord<'a>,
}

#[derive(Serialize)]
struct NoticeRecord<'a> {
    id: u32,
    class: &'static str,
    #[serde(flatten)]
    wish: &'a Wish,
    boards: &'a [String],
    given_at: String,
    expires_at: String,
    by: &'a str,
    reason: &'a str,
    #[serde(flatten)]
    ended: EndedRecord<'a>,
    extended: Vec<ExtendedRecord<'a>>,
}

#[derive(Default, Serialize)]
struct EndedRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_reason: Option<&'a str>,
}

#[derive(Serialize)]
struct ExtendedRecord<'a> {
    at: String,
    by: &'a str,
    was: String,
}

impl<'a> EndedRecord<'a> {
    fn new(ended: Option<&'a Ended>) -> Self {
        ended.map_or_else(Self::default, |ended| Self {
            ended_at: Some(ended.at.to_string()),
            ended_by: Some(&ended.by),
            ended_reason: Some(&ended.reason),
        })
    }
}

/// The orders as the text of a file; `None` if they cannot be written, which no order is known to bring about.
#[must_use]
pub fn write(orders: &Orders) -> Option<String> {
    let blackout = orders.blackouts.iter().map(|order| BlackoutRecord {
        boards: &order.boards,
        since: order.since.to_string(),
        by: &order.by,
        reason: &order.reason,
        ended: EndedRecord::new(order.resumed.as_ref()),
    });
    let notice = orders.notices.iter().map(|notice| NoticeRecord {
        id: notice.id,
        class: notice.class.word(),
        wish: &notice.wish,
        boards: &notice.boards,
        given_at: notice.given_at.to_string(),
        expires_at: notice.expires_at.to_string(),
        by: &notice.by,
        reason: &notice.reason,
        ended: EndedRecord::new(notice.ended.as_ref()),
        extended: notice.extended.iter().map(extended_record).collect(),
    });
    let file = File { last: orders.last, blackout: blackout.collect(), notice: notice.collect() };
    let text = toml::to_string(&file).ok()?;
    Some(format!("# bangtin: thông báo và lệnh tắt bảng / notices and blackouts. Do not edit.\n{text}"))
}

fn extended_record(extended: &Extended) -> ExtendedRecord<'_> {
    ExtendedRecord { at: extended.at.to_string(), by: &extended.by, was: extended.was.to_string() }
}

/// The orders of a file that can be read, and what is wrong with the others.
///
/// A blackout is kept if it is known for which boards and since when: who ordered it matters less than that it holds.
#[must_use]
pub fn read(source: &Arc<Source>) -> (Orders, Vec<Fault>) {
    let mut reader = Reader::new(source);
    let tree = reader.parse(&source.text);
    let mut top = Fields::new(&mut reader, &source.name, tree.get_ref(), 0..0);
    let last = top.integer("last", 0..=i64::from(u32::MAX)).map_or(0, |at| at.value as u32);
    let mut orders = Orders { last, ..Orders::default() };
    for (table, place) in top.tables("blackout", MAX_RECORDS) {
        let mut fields = Fields::new(top.reader(), "[[blackout]]", table, place);
        orders.blackouts.extend(blackout(&mut fields));
        fields.finish();
    }
    for (table, place) in top.tables("notice", MAX_RECORDS) {
        let mut fields = Fields::new(top.reader(), "[[notice]]", table, place);
        let notice = notice(&mut fields);
        fields.finish();
        orders.notices.extend(notice);
    }
    top.finish();
    let known = orders.notices.iter().map(|notice| notice.id).max().unwrap_or(0);
    orders.last = orders.last.max(known);
    (orders, reader.faults)
}

fn blackout(fields: &mut Fields<'_, '_>) -> Option<Blackout> {
    let (boards, since) = (boards(fields), moment(fields, "since"));
    let by = line(fields, "by").unwrap_or_else(|| UNKNOWN.to_owned());
    let reason = line(fields, "reason").unwrap_or_else(|| UNKNOWN.to_owned());
    let resumed = ended(fields);
    Some(Blackout { boards: boards?, since: since?, by, reason, resumed })
}

fn notice(fields: &mut Fields<'_, '_>) -> Option<Notice> {
    let place = fields.place();
    let id = fields.integer("id", 1..=i64::from(u32::MAX));
    let class = fields.word("class", &Class::WORDS, Class::parse);
    let text = fields.text("text", MAX_TEXT).map(|at| at.value);
    let mut word = |key| fields.text(key, MAX_WORDS).map(|at| at.value);
    let (font, colour, motion) = (word("font"), word("colour"), word("motion"));
    let boards = boards(fields);
    let (given_at, expires_at) = (moment(fields, "given_at"), moment(fields, "expires_at"));
    let (by, reason) = (line(fields, "by"), line(fields, "reason"));
    let ended = ended(fields);
    let extended = extended(fields);
    let wish = Wish { text: text?, font, colour, motion };
    let id = id?.value as u32;
    let playlist = match wish.playlist(&format!("notice-{id}")) {
        Ok(playlist) => playlist,
        // It passed when it was ordered; the rules have changed since.
        Err(faults) => {
            faults.into_iter().for_each(|fault| fields.fault(place.clone(), fault.message));
            return None;
        }
    };
    let mut notice = Notice {
        id,
        class: class?.value,
        wish,
        boards: boards?,
        given_at: given_at?,
        expires_at: expires_at?,
        by: by?,
        reason: reason?,
        extended,
        ended,
        playlist: Arc::new(playlist),
    };
    notice.stamp();
    Some(notice)
}

fn extended(fields: &mut Fields<'_, '_>) -> Vec<Extended> {
    let mut all = Vec::new();
    for (table, place) in fields.tables("extended", MAX_EXTENDED) {
        let mut fields = Fields::new(fields.reader(), "[[notice.extended]]", table, place);
        let (at, by, was) = (moment(&mut fields, "at"), line(&mut fields, "by"), moment(&mut fields, "was"));
        fields.finish();
        if let (Some(at), Some(by), Some(was)) = (at, by, was) {
            all.push(Extended { at, by, was });
        }
    }
    all
}

fn ended(fields: &mut Fields<'_, '_>) -> Option<Ended> {
    let given = fields.has("ended_at");
    let at = if given { moment(fields, "ended_at") } else { None };
    let mut word = |key| fields.text(key, 2 * MAX_WORDS + 100).map(|at| at.value);
    let (by, reason) = (word("ended_by"), word("ended_reason"));
    Some(Ended { at: at?, by: by?, reason: reason? })
}

/// The ids of boards. Not [`Fields::ids`]: one broken id would not be a reason to light the others.
fn boards(fields: &mut Fields<'_, '_>) -> Option<Vec<String>> {
    let At { value, span }: At<Vec<String>> = fields.texts("boards", MAX_BOARDS)?;
    let (good, bad): (Vec<String>, Vec<String>) = value.into_iter().partition(|id| is_id(id));
    if !bad.is_empty() {
        fields.fault(span, Message::WantsIds { key: "boards".to_owned() });
    }
    (!good.is_empty()).then_some(good)
}

fn moment(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Timestamp> {
    let place = fields.place();
    let at = text(fields, key, 100)?;
    let parsed = at.parse().ok();
    if parsed.is_none() {
        fields.fault(place, Message::BadTime { text: at });
    }
    parsed
}

fn line(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<String> {
    // A name said and the login together.
    text(fields, key, 2 * MAX_WORDS + 100)
}

/// A text that must be there.
fn text(fields: &mut Fields<'_, '_>, key: &'static str, most: usize) -> Option<String> {
    if !fields.has(key) {
        fields.missing(key);
    }
    fields.text(key, most).map(|at| at.value)
}
