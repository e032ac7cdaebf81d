//! `bangtin plan`: what a board will show from when to when, what is hidden, where nobody planned anything.
//!
//! The JSON form; names are stable, new ones may be added, times are RFC 3339 with the offset of the site's zone:
//!
//! ```json
//! { "board": "ubnd-cong", "zone": "Asia/Ho_Chi_Minh", "from": "2026-11-24T00:00:00+07:00", "to": "…",
//!   "stretches": [{ "from": "…", "to": "…", "lit": "priority", "gap": false,
//!                   "playlists": [{ "id": "…", "title": "…" }], "hidden": [], "why_code": null, "why": null }],
//!   "campaigns": [{ "date": "2026-11-24", "playlist": "…", "title": "…", "directive": "…",
//!                   "unit": "showings", "owed": 12, "had": 12 }] }
//! ```
//!
//! `lit` is a layer (`emergency`, `override`, `priority`, `normal`, `standby`), a reason of darkness (`blackout`,
//! `no-power`, `quiet`) or `last-resort`; `gap` is true for `standby` and `last-resort`. `unit` is `showings` or `percent`;
//! `campaigns` is null for more than 31 days.

mod calendar;
mod table;

use super::asked::{self, refuse};
use super::output;
use super::{BROKEN, FINDINGS};
use crate::clock::wall_now;
use crate::report::{Fault, Lang, Message, shortened};
use crate::site::{Board, Library};
use crate::timetable::{self, Fared, LONGEST, Stretch, campaigns, clock, lit, moment, timeline};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
#[command(after_help = "Ví dụ / Examples:\n  bangtin plan --board ubnd-cong\n  \
    bangtin plan --board ubnd-cong --from 24/11/2026 --to 30/11/2026 --format csv > lich.csv\n  \
    bangtin plan --board ubnd-cong --format ics > lich.ics")]
pub(super) struct Args {
    /// Mã của bảng. The board's id.
    #[arg(long, value_name = "ID")]
    board: String,
    /// Ngày hoặc thời điểm đầu; mặc định là hôm nay. The first day or moment; today if left out.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Ngày cuối (tính cả ngày đó) hoặc thời điểm cuối; mặc định là bảy ngày. The last day, inclusive, or moment.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Cách in kết quả. How the plan is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How a plan is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For spreadsheets (RFC 4180).
    Csv,
    /// For calendars (RFC 5545).
    Ics,
}

/// Campaigns are listed for at most so many days, each of which is worked out turn by turn.
const CAMPAIGN_DAYS: i64 = 31;

/// A plan as it is told.
struct Telling<'a> {
    board: &'a Board,
    zone: &'a TimeZone,
    lang: Lang,
    from: Timestamp,
    to: Timestamp,
    stretches: Vec<Stretch>,
    /// `None` for a period too long for it.
    campaigns: Option<Vec<Fared>>,
}

pub(super) fn run(args: &Args, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    if output::lacks_site_file(config, lang) {
        return Ok(ExitCode::from(BROKEN));
    }
    let (library, faults) = asked::open(config);
    output::faults(&faults, lang);
    let (board, from, to) = match asked(args, &library) {
        Ok(asked) => asked,
        Err(message) => return Ok(refuse(message, lang)),
    };
    let programme = library.programme(board);
    let plan = programme.plan();
    let wants_campaigns = matches!(args.format, Format::Text | Format::Json)
        && to.duration_since(from) <= SignedDuration::from_hours(CAMPAIGN_DAYS * 24 + 1);
    let telling = Telling {
        board,
        zone: &library.site.zone,
        lang,
        from,
        to,
        stretches: timeline(plan, from, to),
        campaigns: wants_campaigns.then(|| campaigns(plan, from, to)),
    };
    output::answer(&match args.format {
        Format::Text => telling.text(),
        Format::Json => serde_json::to_string_pretty(&telling.json())? + "\n",
        Format::Csv => table::csv(&telling),
        Format::Ics => calendar::ics(&telling),
    })?;
    let findings = faults.iter().any(Fault::is_error);
    Ok(if findings { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

fn asked<'a>(args: &Args, library: &'a Library) -> Result<(&'a Board, Timestamp, Timestamp), Message> {
    let board = asked::board(library, &args.board)?;
    let zone = &library.site.zone;
    let bad = |text: &&str| timetable::instant(text, zone).is_none();
    let given = (args.from.as_deref(), args.to.as_deref());
    if let Some(text) = [given.0, given.1].into_iter().flatten().find(bad) {
        return Err(Message::BadTime { text: shortened(text) });
    }
    // An hour more where clocks are set back meanwhile.
    let longest = SignedDuration::from_hours(LONGEST * 24 + 1);
    timetable::period(given, wall_now(), zone)
        .filter(|(from, to)| from < to && to.duration_since(*from) <= longest)
        .map(|(from, to)| (board, from, to))
        .ok_or(Message::BadPeriod { most: LONGEST })
}

impl Telling<'_> {
    fn text(&self) -> String {
        let say = |message: Message| message.say(self.lang);
        let mut lines = vec![say(Message::PlanOf {
            board: self.board.name.clone(),
            id: self.board.id.value.as_str().into(),
            from: moment(self.from, self.zone),
            to: moment(self.to, self.zone),
            zone: self.zone.iana_name().unwrap_or("UTC").into(),
        })];
        lines.push(String::new());
        for stretch in &self.stretches {
            let lists = stretch.titles();
            let colon = if lists.is_empty() { "" } else { ": " };
            let date = |at| self.zone.to_datetime(at).date();
            let same = date(stretch.from) == date(stretch.to);
            let to = if same { clock(stretch.to, self.zone) } else { self.moment(stretch.to) };
            let from = self.moment(stretch.from);
            lines.push(format!("{from} – {to}  {}{colon}{lists}", say(lit(stretch.lit))));
            let why = stretch.more().cloned().map(say);
            let hidden = stretch.hidden_titles();
            let hidden = (!hidden.is_empty()).then(|| say(Message::PlanHidden { playlists: hidden }));
            lines.extend(why.into_iter().chain(hidden).map(|more| format!("    {more}")));
        }
        let fared = self.campaigns.iter().flatten().map(|fared| format!("  {}", say(self.fared(fared))));
        let fared: Vec<String> = fared.collect();
        if !fared.is_empty() {
            lines.extend([String::new(), say(Message::PlanCampaigns {})]);
            lines.extend(fared);
        }
        lines.join("\n") + "\n"
    }

    /// `T3 07:05, 24/11/2026`
    fn moment(&self, at: Timestamp) -> String {
        let day = timetable::day(self.zone.to_datetime(at).weekday()).say(self.lang);
        format!("{day} {}", moment(at, self.zone))
    }

    fn fared(&self, fared: &Fared) -> Message {
        let weekday = timetable::day(fared.date.weekday()).say(self.lang);
        let day = format!("{weekday} {}", fared.date.strftime("%d/%m/%Y"));
        let (title, directive) = (fared.title.clone(), fared.directive.clone());
        let (had, owed) = (fared.had, fared.owed);
        match fared.share {
            true => Message::PlanShare { day, title, directive, had, owed },
            false => Message::PlanShowings { day, title, directive, had, owed },
        }
    }

    fn json(&self) -> Value {
        let stamp = |at: Timestamp| output::rfc3339(at, self.zone);
        let named = |lists: &[(String, String)]| -> Vec<Value> {
            lists.iter().map(|(id, title)| json!({ "id": id, "title": title })).collect()
        };
        let stretch = |stretch: &Stretch| {
            json!({
                "from": stamp(stretch.from),
                "to": stamp(stretch.to),
                "lit": stretch.code(),
                "gap": stretch.is_gap(),
                "playlists": named(&stretch.lists),
                "hidden": named(&stretch.hidden),
                "why_code": stretch.why.as_ref().map(Message::code),
                "why": stretch.why.as_ref().map(|why| why.say(self.lang)),
            })
        };
        let fared = |fared: &Fared| {
            json!({
                "date": fared.date.to_string(),
                "playlist": fared.playlist,
                "title": fared.title,
                "directive": fared.directive,
                "unit": if fared.share { "percent" } else { "showings" },
                "owed": fared.owed,
                "had": fared.had,
            })
        };
        json!({
            "board": self.board.id.value,
            "zone": self.zone.iana_name(),
            "from": stamp(self.from),
            "to": stamp(self.to),
            "stretches": self.stretches.iter().map(stretch).collect::<Vec<_>>(),
            "campaigns": self.campaigns.as_ref().map(|all| all.iter().map(fared).collect::<Vec<_>>()),
        })
    }
}
