//! `bangtin check`: reads all files as the daemon would and says everything that is wrong with them.

use super::output::{self, FaultRow, Format};
use super::{BROKEN, FINDINGS};
use crate::clock::wall_now;
use crate::report::{Fault, Lang, Message, shortened};
use crate::site::{Library, Site, read};
use crate::timetable;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
#[command(after_help = "Ví dụ / Examples:\n  bangtin check\n  bangtin check playlists/dich-vu-cong.toml\n  \
    bangtin check --format json\n  bangtin check --all\n  bangtin check --at 2027-01-01")]
pub(super) struct Args {
    /// Chỉ nói những chỗ sai của các tệp này (tệp mới cũng được). Only these files; new ones too.
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Kể cả những chỗ các mục đã bỏ qua (`silence`), kèm lý do. Also what items silence, with their reasons.
    #[arg(long)]
    all: bool,
    /// Xét như hôm đó, theo múi giờ của tệp; mặc định là bây giờ. As of that day, in the site's zone; now if left out.
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// Cách in kết quả. How findings are printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    if output::lacks_site_file(config, lang) {
        return Ok(ExitCode::from(BROKEN));
    }
    let mut files = read(config);
    for path in &args.files {
        files.add_playlist(path);
    }
    let asof = match &args.at {
        None => wall_now(),
        Some(text) => {
            let zone = files.site.as_ref().map_or(TimeZone::UTC, |source| Site::parse(source).0.zone);
            let Some(at) = timetable::instant(text, &zone) else {
                output::faults(&[Fault::unplaced(Message::BadTime { text: shortened(text) })], lang);
                return Ok(ExitCode::from(BROKEN));
            };
            at
        }
    };
    let (library, mut faults) = Library::open(&files, Some(asof));
    if !args.files.is_empty() {
        let asked = |name: &str| args.files.iter().any(|path| same(path, Path::new(name)));
        faults.retain(|fault| fault.place.as_ref().is_none_or(|(source, _)| asked(&source.name)));
    }
    faults.retain(|fault| args.all || fault.silenced.is_none());
    let right = faults.iter().all(Fault::is_hint);
    let unread = faults.iter().any(|fault| fault.place.is_none() && fault.is_error());
    match args.format {
        Format::Json => {
            let rows: Vec<FaultRow> = faults.iter().map(|fault| FaultRow::new(fault, lang)).collect();
            println!("{}", serde_json::to_string_pretty(&rows)?);
        }
        Format::Text => {
            output::faults(&faults, lang);
            if right {
                let (boards, playlists) = (library.site.boards.len(), library.playlists.len());
                println!("{}", Message::AllGood { boards, playlists }.say(lang));
            }
        }
    }
    Ok(match (unread, right) {
        (true, _) => ExitCode::from(BROKEN),
        (false, false) => ExitCode::from(FINDINGS),
        (false, true) => ExitCode::SUCCESS,
    })
}

/// Whether two paths name the same file, however they are written.
fn same(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
