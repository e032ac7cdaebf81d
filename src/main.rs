//! The `bangtin` program: reads its arguments and does what they say.

use clap::Parser as _;

fn main() -> std::process::ExitCode {
    bangtin::cli::Cli::parse().run()
}
