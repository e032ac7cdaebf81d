//! The command line: what can be asked, in which words, and with which exit code it is answered.
//!
//! 0: done, nothing to complain of. 1: findings. 2: the question or its input was broken. Does no work of its own; every
//! command asks the modules that do it.

mod asked;
mod board;
mod certify;
mod check;
mod convert;
mod discover;
mod explain;
mod half_blocks;
mod hex;
mod journal;
mod order;
mod output;
mod person;
mod plan;
mod preview;
mod render;
mod run;
pub mod simulate;
pub mod wire;

use crate::clock;
use crate::report::Lang;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Exit code of a command that found something to complain of.
pub const FINDINGS: u8 = 1;
/// Exit code of a question that could not be answered as it was put.
pub const BROKEN: u8 = 2;

/// Chiếu chữ tiếng Việt lên bảng LED công cộng, từ tệp danh sách phát đến từng điểm sáng.
/// Puts Vietnamese text on public LED boards, from a playlist file to lit dots.
#[derive(Debug, Parser)]
#[command(name = "bangtin", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Cli {
    /// Tệp khai báo các bảng. The site file.
    #[arg(long, global = true, value_name = "FILE", default_value = "bangtin.toml", env = "BANGTIN_CONFIG")]
    config: PathBuf,
    /// Ngôn ngữ của câu báo: vi hoặc en. The language of messages.
    #[arg(long, global = true, value_name = "vi|en", default_value = "vi", env = "BANGTIN_LANG", value_parser = lang)]
    lang: Lang,
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Ví dụ / Examples:
  bangtin                                   chạy theo bangtin.toml / run the daemon
  bangtin check                             kiểm tra mọi tệp / check all files
  bangtin preview --board ubnd-cong -o a.png
  bangtin explain --board ubnd-cong         vì sao bảng đang hiện dòng này / why it shows this
  bangtin plan --board ubnd-cong            lịch phát bảy ngày tới / what it will show
  bangtin render --text 'Một cửa' --width 96 --height 16 -o a.png
  bangtin simulate ddp --listen 127.0.0.1:4048 --width 192 --height 64

Mã thoát / Exit codes: 0 tốt / ok, 1 có điều cần sửa / findings, 2 sai cách dùng hoặc dữ liệu / usage or broken input";

#[derive(Debug, Subcommand)]
enum Command {
    /// Chạy thường trực: thắp sáng mọi bảng và mở trang xem bảng (mặc định). Run the daemon (the default).
    Run(run::Args),
    /// Kiểm tra các tệp và nói mọi chỗ sai. Check the files and say everything that is wrong.
    Check(check::Args),
    /// Vẽ đúng những gì một bảng chiếu tại một thời điểm. Draw what a board shows at a moment.
    Preview(preview::Args),
    /// Giải thích vì sao một bảng hiện dòng này chứ không phải dòng khác. Why a board shows what it shows.
    Explain(explain::Args),
    /// Lịch phát của một bảng: từ lúc nào đến lúc nào hiện gì, trống lúc nào. What a board shows, from when to when.
    Plan(plan::Args),
    /// Vẽ một dòng chữ, mỗi điểm LED một điểm ảnh. Draw a text, one pixel a dot.
    Render(render::Args),
    /// Chuyển tệp dùng bảng mã cũ (TCVN3, VNI, VIQR…) sang Unicode. Make an old file Unicode.
    Convert(convert::Args),
    /// Đọc và viết khung của các giao thức. Read and write frames of the protocols.
    #[command(subcommand, after_help = hex::EXAMPLES)]
    Wire(hex::Command),
    /// Chiếu ngay một thông báo, có giờ kết thúc. Show a notice at once, until a fixed end.
    Notice(Box<order::NoticeArgs>),
    /// Tắt bảng ngay, cho đến khi có người mở lại. Make boards dark at once, until a person resumes them.
    Blackout(order::DarkArgs),
    /// Mở lại các bảng đã tắt theo lệnh. Light boards again that were ordered dark.
    Resume(order::DarkArgs),
    /// Việc của kỹ thuật viên ở một bảng: hình kiểm tra, nhận diện, tắt, mở, tình trạng. Work at one board.
    Board(board::Args),
    /// Xem nhật ký thay đổi và kiểm tra nó còn nguyên. Show the log of changes and examine whether it is whole.
    #[command(subcommand, after_help = journal::EXAMPLES)]
    Journal(journal::Command),
    /// Giúp người không đăng nhập được nữa. Help somebody who cannot sign in any more.
    #[command(subcommand, after_help = person::EXAMPLES)]
    Person(person::Command),
    /// Tìm thiết bị trên một cổng mạng; không gửi gì khi chưa được yêu cầu. Find devices on a network interface.
    Discover(discover::Args),
    /// Giả làm một bảng thật để thử. Be a board, for trials and training.
    Simulate(simulate::SimulateArgs),
}

impl Cli {
    /// Does what was asked.
    #[must_use]
    pub fn run(self) -> ExitCode {
        let (config, lang) = (self.config, self.lang);
        let done = match self.command.unwrap_or_else(|| Command::Run(run::Args::default())) {
            Command::Run(args) => run::run(args, config, lang),
            Command::Check(args) => check::run(&args, &config, lang),
            Command::Preview(args) => preview::run(&args, &config, lang),
            Command::Explain(args) => explain::run(&args, &config, lang),
            Command::Plan(args) => plan::run(&args, &config, lang),
            Command::Render(args) => render::run(&args, &config, lang),
            Command::Convert(args) => convert::run(&args, lang),
            Command::Wire(command) => hex::run(&command, lang),
            Command::Notice(args) => order::notice(*args, &config, lang),
            Command::Blackout(args) => order::blackout(args, &config, lang),
            Command::Resume(args) => order::resume(args, &config, lang),
            Command::Board(args) => board::run(args, &config, lang),
            Command::Journal(command) => journal::run(command, &config, lang),
            Command::Person(command) => person::run(command, &config, lang),
            Command::Discover(args) => discover::run(&args, &config, lang),
            Command::Simulate(args) => simulate::run(&args, lang, &clock::since_start()),
        };
        done.unwrap_or_else(|error| {
            eprintln!("bangtin: {error:#}");
            ExitCode::from(BROKEN)
        })
    }
}

fn lang(word: &str) -> Result<Lang, String> {
    word.parse().map_err(|()| "vi, en".to_owned())
}
