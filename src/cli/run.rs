//! `bangtin run`: the daemon.

use super::{BROKEN, output};
use crate::daemon::{self, Settings};
use crate::report::Lang;
use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[derive(Debug, Default, clap::Args)]
#[command(after_help = "Ví dụ / Examples:\n  bangtin run\n  bangtin run --listen 127.0.0.1:8081\n  \
    BANGTIN_LOG=debug bangtin --config /etc/bangtin/bangtin.toml run")]
pub(super) struct Args {
    /// Địa chỉ của trang xem bảng, thay cho `listen` trong tệp. Where the page listens.
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
}

pub(super) fn run(args: Args, config: PathBuf, lang: Lang) -> anyhow::Result<ExitCode> {
    if output::lacks_site_file(&config, lang) {
        return Ok(ExitCode::from(BROKEN));
    }
    let filter = EnvFilter::try_from_env("BANGTIN_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let terminal = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    log.with_target(false).with_ansi(terminal).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(daemon::run(Settings { config, listen: args.listen, lang }));
    // A file being read on a dead network share must not hold up the end.
    runtime.shutdown_background();
    ended.map(|()| ExitCode::SUCCESS)
}
