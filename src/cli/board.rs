//! `bangtin board ID …`: what a technician at one board does: a test picture, which board it is, dark and lit again, what
//! is known of it, and what can be found out about its way.

use super::order::{Why, give};
use super::output::{self, Format};
use super::{BROKEN, FINDINGS, asked, certify};
use crate::control::{Order, Places, Sight};
use crate::report::Lang;
use crate::scout::probe::{Grade, Step};
use crate::scout::{card, probe};
use crate::site::Address;
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
#[command(after_help = "Ví dụ / Examples:\n  bangtin board ubnd-cong test-pattern --for 2m\n  \
    bangtin board ubnd-cong identify\n  bangtin board ubnd-cong resume\n  \
    bangtin board ubnd-cong status --format json\n  bangtin board ubnd-cong probe\n  bangtin board ubnd-cong certify --by 'Trần Văn Bình'")]
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
    #[command(after_help = "Ví dụ / Example:\n  bangtin board ubnd-cong test-pattern --for 2m")]
    TestPattern(Show),
    /// Nhấp nháy để biết đó là bảng nào. Blink, to see which board it is.
    #[command(after_help = "Ví dụ / Example:\n  bangtin board ubnd-cong identify")]
    Identify(Show),
    /// Tắt bảng ngay, cho đến khi có người mở lại. Make it dark at once, until a person resumes it.
    #[command(after_help = "Ví dụ / Example:\n  bangtin board ubnd-cong blackout --reason 'thay mô-đun'")]
    Blackout(Why),
    /// Mở lại bảng, và dừng hình kiểm tra. Light it again, and end a test picture.
    #[command(after_help = "Ví dụ / Example:\n  bangtin board ubnd-cong resume --reason 'xong'")]
    Resume(Resume),
    /// Chương trình đang biết gì về bảng. What the running program knows of it.
    #[command(after_help = "Ví dụ / Example:\n  bangtin board ubnd-cong status --format json")]
    Status {
        /// Cách in kết quả. How the answer is printed.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Dò đường tới bảng mà không thay đổi gì. Look along the way to it, changing nothing.
    #[command(after_help = "Ví dụ / Example:\n  bangtin board ubnd-cong probe")]
    Probe {
        /// Cách in kết quả. How the answer is printed.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Kiểm định bo tự lưu nội dung cùng người đứng trước bảng, và ghi biên bản. Certify a card that keeps what it shows.
    #[command(after_help = "Ví dụ / Example:\n  bangtin board ubnd-cong certify --by 'Trần Văn Bình'")]
    Certify(certify::Args),
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
        Command::Certify(args) => return certify::run(&args, &id, config, lang),
        Command::Probe { format } => return probe(&id, format, config, lang),
        Command::Status { format } => (Order::Status { board: id.clone() }, None, format),
    };
    give(order, by, format, config, lang)
}

/// Goes along the way to a board by itself: no daemon is needed, and one that runs is not disturbed.
fn probe(id: &str, format: Format, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    if output::lacks_site_file(config, lang) {
        return Ok(ExitCode::from(BROKEN));
    }
    let (library, _) = asked::open(config);
    let board = match asked::board(&library, id) {
        Ok(board) => board,
        Err(message) => return Ok(asked::refuse(message, lang)),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let steps = runtime.block_on(async {
        let mut steps = probe::probe(&board.protocol, &board.address, board.face).await;
        let asked = board.protocol.stored() && board.address != Address::Virtual;
        if asked && steps.iter().all(|(grade, _)| *grade != Grade::Bad) {
            steps.extend(card::probe(board, library.site.zone.clone()).await);
        }
        steps
    });
    // A name server that hangs must not hold up the end.
    runtime.shutdown_background();
    match format {
        Format::Json => {
            let row = |(grade, message): &Step| json!({ "grade": grade.code(), "code": message.code(), "sentence": message.say(lang) });
            let rows: Vec<_> = steps.iter().map(row).collect();
            output::answer(&format!("{}\n", serde_json::to_string_pretty(&rows)?))?;
        }
        Format::Text => {
            let mark = |grade| match grade {
                Grade::Good => '+',
                Grade::Unknown => '?',
                Grade::Bad => '!',
            };
            let line = |(grade, message): &Step| format!("{} {}\n", mark(*grade), message.say(lang));
            output::answer(&steps.iter().map(line).collect::<String>())?;
        }
    }
    let bad = steps.iter().any(|(grade, _)| *grade == Grade::Bad);
    Ok(if bad { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}
