//! `bangtin preview`: what a board shows at a moment, or for a while, drawn by the engine that lights it.

use super::FINDINGS;
use super::asked::{self, refuse};
use super::output::{self, Progress};
use crate::frame::{Frame, picture};
use crate::player::{Moment, Programme};
use crate::report::{Fault, Lang, Message, shortened};
use jiff::{SignedDuration, Timestamp};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// A GIF of more than this is refused: nobody looks at it, and it would fill the disk.
const LONGEST: Duration = Duration::from_secs(600);

#[derive(Debug, clap::Args)]
#[command(after_help = "Ví dụ / Examples:\n  bangtin preview --board ubnd-cong -o a.png\n  \
    bangtin preview --board ubnd-cong --at 2026-11-24T07:05 --for 30s --dots -o a.gif")]
pub(super) struct Args {
    /// Mã của bảng. The board's id.
    #[arg(long, value_name = "ID")]
    board: String,
    /// Thời điểm, theo múi giờ của tệp; mặc định là bây giờ. The moment, in the site's zone; now if left out.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Khoảng thời gian của ảnh động: 10s, 2m. How long a moving picture runs.
    #[arg(long = "for", value_name = "DURATION")]
    duration: Option<String>,
    /// Tệp ảnh: .png hoặc .gif. The picture's file.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Vẽ từng bóng LED như người đi đường nhìn thấy. Draw lamps, as a passer-by sees them.
    #[arg(long)]
    dots: bool,
}

pub(super) fn run(args: &Args, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    let (library, faults) = asked::open(config);
    output::faults(&faults, lang);
    let (board, at) = match asked::board_at(&library, &args.board, args.at.as_deref()) {
        Ok(asked) => asked,
        Err(message) => return Ok(refuse(message, lang)),
    };
    let programme = library.programme(board);
    let ending = args.output.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let bytes = match ending {
        "png" => picture::png(&drawn(&programme.at(at), &programme, args.dots))?,
        "gif" => {
            let text = args.duration.as_deref().unwrap_or("10s");
            let parsed = text.parse::<SignedDuration>().ok().and_then(|d| Duration::try_from(d).ok());
            let Some(length) = parsed.filter(|d| !d.is_zero() && *d <= LONGEST) else {
                return Ok(refuse(Message::BadDuration { text: shortened(text) }, lang));
            };
            picture::gif(Film::new(&programme, at, length, args.dots))?
        }
        _ => return Ok(refuse(Message::BadOutput { path: args.output.display().to_string() }, lang)),
    };
    output::write(&args.output, &bytes)?;
    if let Some(how) = programme.how(&programme.slot(at)) {
        println!("{}", how.say(lang));
    }
    let findings = faults.iter().any(Fault::is_error);
    Ok(if findings { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

/// What is lit at a moment, as a picture.
fn drawn(moment: &Moment, programme: &Programme, dots: bool) -> Frame {
    let frame = moment.window().map_or_else(|| Frame::unlit(programme.face()), |window| window.to_frame());
    if dots { picture::lamps(&frame) } else { frame }
}

/// The frames of a while, each with the time it stands: one for each change, none shorter than a GIF can show.
struct Film<'a> {
    programme: &'a Programme,
    moment: Moment,
    at: Timestamp,
    end: Timestamp,
    dots: bool,
    bar: Progress,
}

impl<'a> Film<'a> {
    fn new(programme: &'a Programme, at: Timestamp, length: Duration, dots: bool) -> Self {
        let end = at + SignedDuration::try_from(length).unwrap_or_default();
        Self { programme, moment: programme.at(at), at, end, dots, bar: Progress::new(length) }
    }
}

impl Iterator for Film<'_> {
    type Item = (Frame, Duration);

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let frame = drawn(&self.moment, self.programme, self.dots);
        let shortest = self.at + SignedDuration::try_from(picture::SHORTEST).unwrap_or_default();
        let next = self.moment.next_change().max(shortest).min(self.end.max(shortest));
        let stands = Duration::try_from(next.duration_since(self.at)).unwrap_or(picture::SHORTEST);
        self.bar.done(stands);
        self.at = next;
        self.moment.follow(self.programme, next);
        Some((frame, stands))
    }
}
