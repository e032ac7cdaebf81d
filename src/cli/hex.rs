//! `bangtin wire`: which way, and between which streams.

use super::FINDINGS;
use super::wire::{self, Outcome};
use crate::report::Lang;
use std::io::{stderr, stdin, stdout};
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "\
Ví dụ / Examples:
  bangtin wire decode ddp < khung.hex
  bangtin wire encode ddp < khung.json";

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Mỗi dòng hex một khung, in ra mỗi dòng một JSON. Lines of hex to lines of JSON.
    #[command(
        after_help = "Ví dụ / Example:\n  echo 41010b01000000000006ff0000008040 | bangtin wire decode ddp"
    )]
    Decode {
        /// Giao thức: ddp, flaschen-taschen, adalight. The protocol.
        protocol: String,
    },
    /// Mỗi dòng JSON một khung, in ra mỗi dòng một hex. Lines of JSON back to lines of hex.
    #[command(
        after_help = "Ví dụ / Example:\n  bangtin wire decode ddp < khung.hex | bangtin wire encode ddp"
    )]
    Encode {
        /// Giao thức: ddp, flaschen-taschen, adalight. The protocol.
        protocol: String,
    },
}

pub(super) fn run(command: &Command, lang: Lang) -> anyhow::Result<ExitCode> {
    let (input, output, errors) = (stdin().lock(), stdout().lock(), stderr().lock());
    let outcome = match command {
        Command::Decode { protocol } => wire::decode(protocol, input, output, errors, lang)?,
        Command::Encode { protocol } => wire::encode(protocol, input, output, errors, lang)?,
    };
    Ok(match outcome {
        Outcome::Clean => ExitCode::SUCCESS,
        Outcome::Findings => ExitCode::from(FINDINGS),
    })
}
