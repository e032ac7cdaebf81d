//! `bangtin board ID …`: what a technician at one board does: a test picture, which board it is, dark and lit again, and
//! what is known of it.

use super::order::{Why, give};
use super::output::Format;
use crate::control::{Order, Places, Sight};
use crate::report::Lang;
use std::path::Path;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
#[command(after_help = "Ví dụ / Examples:\n  bangtin board ubnd-cong test-pattern --for 2m\n  \
    bangtin board ubnd-cong identify\n  bangtin board ubnd-cong resume\n  \
    bangtin board ubnd-cong status --format json\n  bangtin board ubnd-cong probe")]
pub(super) struct Args {
    /// Mã của bảng. The id of the board.
    #[arg(value_name = "ID")]
    id: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Hiện số và góc của từng mô-đun. Show the number and the corners of every module.
    TestPattern(Show),
    /// Nhấp nháy để biết đó là bảng nào. Blink, to see which board it is.
    Identify(Show),
    /// Tắt bảng ngay, cho đến khi có người mở lại. Make it dark at once, until a person resumes it.
    Blackout(Why),
    /// Mở lại bảng, và dừng hình kiểm tra. Light it again, and end a test picture.
    Resume(Resume),
    /// Chương trình đang biết gì về bảng. What the running program knows of it.
    Status {
        /// Cách in kết quả. How the answer is printed.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Debug, clap::Args)]
struct Show {
    /// Kéo dài bao lâu, nhiều nhất 10 phút; mặc định 60 giây. How long, 10 minutes at most; 60 seconds if left out.
    #[arg(long = "for", value_name = "DURATION")]
    lasting: Option<String>,
    /// Tên người ra lệnh, ghi cùng tài khoản. The name of the person, recorded with the login.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Resume {
    /// Lý do, một dòng; cần khi bảng đang tắt theo lệnh. The reason, one line; needed for a board dark by order.
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Tên người ra lệnh, ghi cùng tài khoản. The name of the person, recorded with the login.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

pub(super) fn run(args: Args, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    let Args { id, command } = args;
    let places = || Places { boards: vec![id.clone()], ..Places::default() };
    let show = |sight, lasting| Order::Show { sight, places: places(), lasting };
    let (order, by, format) = match command {
        Command::TestPattern(Show { lasting, by }) => (show(Sight::TestPattern, lasting), by, Format::Text),
        Command::Identify(Show { lasting, by }) => (show(Sight::Identify, lasting), by, Format::Text),
        Command::Blackout(Why { reason, by }) => {
            (Order::Blackout { places: places(), reason }, by, Format::Text)
        }
        Command::Resume(Resume { reason, by }) => {
            (Order::Resume { places: places(), reason }, by, Format::Text)
        }
        Command::Status { format } => (Order::Status { board: id.clone() }, None, format),
    };
    give(order, by, format, config, lang)
}
