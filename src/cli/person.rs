//! `bangtin person`: help for people who cannot sign in, asked of the daemon over its socket.

use super::order::give;
use super::output::Format;
use crate::control::Order;
use crate::report::Lang;
use std::path::Path;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "Ví dụ / Example:\n  bangtin person link nguyen-lan";

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Tạo liên kết để người này đặt mật khẩu mới. Make a link with which they choose another password.
    #[command(after_help = "Ví dụ / Examples:\n  bangtin person link nguyen-lan\n  \
        bangtin person link nguyen-lan --end-factor")]
    Link {
        /// Tên đăng nhập. Their login.
        login: String,
        /// Tắt luôn xác thực hai lớp, khi họ mất điện thoại. End their second factor too: they lost their phone.
        #[arg(long)]
        end_factor: bool,
    },
}

pub(super) fn run(command: Command, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    let Command::Link { login, end_factor } = command;
    give(Order::PersonLink { login, end_factor }, None, Format::Text, config, lang)
}
