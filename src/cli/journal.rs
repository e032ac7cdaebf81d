//! `bangtin journal`: the log of every change, read from its file beside a daemon or without one. Changes nothing.

use super::order::state;
use super::output::{self, Format};
use super::{BROKEN, FINDINGS};
use crate::journal::{Entry, FILE, Look, Reader, Verdict, Wanted};
use crate::office::verdict;
use crate::report::{Fault, Lang, Message, shortened};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str =
    "Ví dụ / Examples:\n  bangtin journal verify\n  bangtin journal show --last 20";

/// The bytes of a digest.
const DIGEST: usize = 32;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Kiểm tra nhật ký còn nguyên: 0 còn nguyên, 1 đã bị sửa, 2 không đọc được. Examine whether the log is whole.
    #[command(after_help = "Ví dụ / Examples:\n  bangtin journal verify\n  \
        bangtin journal verify --head 6c8f…  # mã đã ghi lại lần trước / the digest noted earlier")]
    Verify {
        /// Mã của một dòng đã ghi lại trước đây, phải còn trong nhật ký. A digest noted earlier, which must still be there.
        #[arg(long, value_name = "DIGEST")]
        head: Option<String>,
    },
    /// In các dòng mới nhất của nhật ký. Print the newest rows of the log.
    #[command(after_help = "Ví dụ / Examples:\n  bangtin journal show --last 20 --who nguyen-lan\n  \
        bangtin journal show --action order. --format json")]
    Show {
        /// Bao nhiêu dòng, nhiều nhất 500. How many rows, at most 500.
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=500))]
        last: u16,
        /// Chỉ của người này. Only of this person.
        #[arg(long, value_name = "LOGIN")]
        who: Option<String>,
        /// Chỉ việc này, hoặc mọi việc bắt đầu như vậy: draft. Only this action, or all that begin so.
        #[arg(long, value_name = "ACTION")]
        action: Option<String>,
        /// Cách in kết quả. How rows are printed.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

pub(super) fn run(command: Command, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    if output::lacks_site_file(config, lang) {
        return Ok(ExitCode::from(BROKEN));
    }
    let path = state(config).join(FILE);
    let reader = Reader::new(&path);
    let done: Result<_, rusqlite::Error> = match command {
        Command::Verify { head } => match head.as_deref().map(digest).transpose() {
            Ok(head) => reader.look(|look| examine(look, head)).map(|found| conclude(&found, lang)),
            Err(message) => Ok(refuse(message, lang)),
        },
        Command::Show { last, who, action, format } => {
            let wanted = Wanted { who, action, most: last, ..Wanted::default() };
            reader.look(|look| look.log(&wanted)).map(|rows| print(&rows, format))
        }
    };
    done.unwrap_or_else(|error| {
        refuse(Message::LogUnread { path: path.display().to_string(), why: error.to_string() }, lang)
    })
}

fn refuse(message: Message, lang: Lang) -> anyhow::Result<ExitCode> {
    output::faults(&[Fault::unplaced(message)], lang);
    Ok(ExitCode::from(BROKEN))
}

fn digest(text: &str) -> Result<Vec<u8>, Message> {
    let bytes = hex::decode(text.trim()).ok().filter(|bytes| bytes.len() == DIGEST);
    bytes.ok_or_else(|| Message::BadDigest { text: shortened(text) })
}

/// Whether the log is whole and still holds the row with this digest; in words.
fn examine(look: Look<'_>, head: Option<Vec<u8>>) -> Result<(bool, Message), rusqlite::Error> {
    let found = look.verify()?;
    if let (Verdict::Whole { .. }, Some(head)) = (&found, head) {
        // Before the first row there is nothing that could be cut off.
        if head.iter().any(|byte| *byte != 0) && look.row_of(&head)?.is_none() {
            return Ok((false, Message::LogCut { head: hex::encode(head) }));
        }
    }
    Ok((matches!(found, Verdict::Whole { .. }), verdict(&found)))
}

fn conclude((whole, message): &(bool, Message), lang: Lang) -> anyhow::Result<ExitCode> {
    output::answer(&format!("{}\n", message.say(lang)))?;
    Ok(if *whole { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

/// Prints rows, the newest last, as a terminal has it.
fn print(rows: &[Entry], format: Format) -> anyhow::Result<ExitCode> {
    let mut text = String::new();
    match format {
        Format::Json => text = serde_json::to_string_pretty(rows)? + "\n",
        Format::Text => {
            for row in rows.iter().rev() {
                let Entry { id, at, who, origin, action, subject, reason, .. } = row;
                let parts = [at, who, origin, action, subject, reason];
                let parts: Vec<&str> =
                    parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
                // What others typed must not steer a terminal.
                let line: String = parts.join("  ").chars().filter(|letter| !letter.is_control()).collect();
                writeln!(text, "{id}  {line}")?;
            }
        }
    }
    output::answer(&text)?;
    Ok(ExitCode::SUCCESS)
}
