//! `bangtin explain`: what a board shows at a moment, and why it and nothing else.
//!
//! The JSON form; names are stable, new ones may be added, times are RFC 3339 with the offset of the site's zone:
//!
//! ```json
//! { "board": "ubnd-cong", "zone": "Asia/Ho_Chi_Minh", "at": "2026-11-24T07:05:00+07:00", "brightness": 100,
//!   "on_air": { "text": "…", "playlist": "…", "since": "…", "until": null, "why_code": "WhyTargeted", "why": "…" },
//!   "next": { "at": "…", "text": "…", "lit_code": null },
//!   "playlists": [{ "id": "…", "title": "…", "file": "playlists/….toml",
//!                   "items": [{ "line": 5, "text": "…", "layer": "normal", "verdict": "closed", "at": "…",
//!                               "sentence": "…" }] }] }
//! ```
//!
//! `verdict` is `on-air`, `waits`, `below`, `blackout`, `no-power`, `quiet`, `not-yet`, `expired`, `mourning`, `closed` or `unapproved`;
//! `at` is when that begins, ended or next opens. `until` and `next` are null if nothing changes within a week.

use super::asked::{self, refuse};
use super::output::{self, Format};
use super::{BROKEN, FINDINGS};
use crate::report::{Fault, Lang, Message};
use crate::site::Board;
use crate::timetable::{Account, Group, Verdict, clock, day, moment, one_line, verdict};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
#[command(after_help = "Ví dụ / Examples:\n  bangtin explain --board ubnd-cong\n  \
    bangtin explain --board ubnd-cong --at 2026-11-24T07:05 --format json")]
pub(super) struct Args {
    /// Mã của bảng. The board's id.
    #[arg(long, value_name = "ID")]
    board: String,
    /// Thời điểm, theo múi giờ của tệp; mặc định là bây giờ. The moment, in the site's zone; now if left out.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Cách in kết quả. How the answer is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    if output::lacks_site_file(config, lang) {
        return Ok(ExitCode::from(BROKEN));
    }
    let (library, faults) = asked::open(config);
    output::faults(&faults, lang);
    let (board, at) = match asked::board_at(&library, &args.board, args.at.as_deref()) {
        Ok(asked) => asked,
        Err(message) => return Ok(refuse(message, lang)),
    };
    let account = Account::new(&library.programme(board), at);
    let telling = Telling { account: &account, board, zone: &library.site.zone, lang };
    output::answer(&match args.format {
        Format::Text => telling.text(),
        Format::Json => serde_json::to_string_pretty(&telling.json())? + "\n",
    })?;
    let findings = faults.iter().any(Fault::is_error);
    Ok(if findings { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

/// An account as it is told.
struct Telling<'a> {
    account: &'a Account,
    board: &'a Board,
    zone: &'a TimeZone,
    lang: Lang,
}

impl Telling<'_> {
    fn text(&self) -> String {
        let say = |message: Message| message.say(self.lang);
        let account = self.account;
        let mut lines = vec![say(self.head())];
        lines.push(String::new());
        lines.extend(self.now().into_iter().map(say));
        let count = account.groups.iter().map(|group| group.items.len()).sum();
        lines.extend([String::new(), say(Message::ExplainItems { count })]);
        for group in &account.groups {
            let (title, file) = (group.title.clone(), group.file.clone());
            lines.push(say(Message::ExplainList { title, file }));
            lines.extend(group.items.iter().map(|item| format!("  {}", say(self.item(item)))));
        }
        lines.join("\n") + "\n"
    }

    fn head(&self) -> Message {
        let at = self.account.at;
        Message::ExplainAt {
            board: self.board.name.clone(),
            id: self.board.id.value.as_str().into(),
            at: moment(at, self.zone),
            day: day(self.zone.to_datetime(at).weekday()).say(self.lang),
            zone: self.zone.iana_name().unwrap_or("UTC").into(),
        }
    }

    fn now(&self) -> Vec<Message> {
        let on_air = &self.account.on_air;
        let why = on_air.why.say(self.lang);
        let mut said = vec![match on_air.text.as_str() {
            "" => Message::ExplainNoText {},
            text => Message::ExplainOn { text: one_line(text, 120) },
        }];
        let since = self.near(on_air.since);
        said.push(match on_air.until {
            Some(until) => Message::ExplainBetween { since, until: self.near(until) },
            None => Message::ExplainSince { since },
        });
        said.push(Message::ExplainWhy { why });
        said.extend(self.account.next.as_ref().map(|next| {
            let what = match &next.what {
                Ok(text) => format!("“{text}”"),
                Err(message) => message.say(self.lang),
            };
            Message::ExplainNext { at: self.near(next.at), what }
        }));
        said.push(Message::ExplainLight { percent: self.account.percent });
        said
    }

    fn item(&self, item: &Verdict) -> Message {
        let why = verdict(item.why, self.zone).0.say(self.lang);
        Message::ExplainItem { line: item.line, text: item.text.clone(), why }
    }

    /// An instant, with its date unless that is the one of the account.
    fn near(&self, at: Timestamp) -> String {
        let date = |at| self.zone.to_datetime(at).date();
        if date(at) == date(self.account.at) { clock(at, self.zone) } else { moment(at, self.zone) }
    }

    fn json(&self) -> Value {
        let account = self.account;
        let on_air = &account.on_air;
        let stamp = |at: Timestamp| output::rfc3339(at, self.zone);
        json!({
            "board": self.board.id.value,
            "at": stamp(account.at),
            "zone": self.zone.iana_name(),
            "on_air": {
                "text": on_air.text,
                "playlist": on_air.playlist,
                "since": stamp(on_air.since),
                "until": on_air.until.map(stamp),
                "why_code": on_air.why.code(),
                "why": on_air.why.say(self.lang),
            },
            "brightness": account.percent,
            "next": account.next.as_ref().map(|next| json!({
                "at": stamp(next.at),
                "text": next.what.as_ref().ok(),
                "lit_code": next.what.as_ref().err().map(Message::code),
            })),
            "playlists": account.groups.iter().map(|group| self.group(group)).collect::<Vec<_>>(),
        })
    }

    fn group(&self, group: &Group) -> Value {
        let item = |item: &Verdict| {
            let (message, code, at) = verdict(item.why, self.zone);
            json!({
                "line": item.line,
                "text": item.text,
                "layer": item.layer.code(),
                "verdict": code,
                "at": at.map(|at| output::rfc3339(at, self.zone)),
                "sentence": message.say(self.lang),
            })
        };
        let items: Vec<Value> = group.items.iter().map(item).collect();
        json!({ "id": group.id, "title": group.title, "file": group.file, "items": items })
    }
}
