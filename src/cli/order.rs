//! `bangtin notice`, `blackout`, `resume`: orders to the daemon that runs, over its socket.

use super::output::{self, Format};
use super::{BROKEN, FINDINGS};
use crate::control::{Answer, End, Order, Outcome, Places, Request, ask, socket};
use crate::notice::{Class, Wish};
use crate::report::{Fault, Lang, Message, Source};
use crate::site::Site;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Which boards.
#[derive(Debug, clap::Args)]
pub(super) struct Where {
    /// Mã của bảng. The ids of boards.
    #[arg(long = "board", value_name = "ID", num_args = 1..)]
    boards: Vec<String>,
    /// Mã của điểm đặt. The ids of sites.
    #[arg(long = "site", value_name = "ID", num_args = 1..)]
    sites: Vec<String>,
    /// Tên nhóm. The names of groups.
    #[arg(long = "group", value_name = "NAME", num_args = 1..)]
    groups: Vec<String>,
    /// Thẻ của bảng. Tags of boards.
    #[arg(long = "tag", value_name = "TAG", num_args = 1..)]
    tags: Vec<String>,
    /// Mọi bảng. All boards.
    #[arg(long)]
    all: bool,
}

/// Until when.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Until {
    /// Lúc kết thúc, theo múi giờ của tệp. The end, in the site's zone.
    #[arg(long, value_name = "TIME", conflicts_with = "lasting")]
    until: Option<String>,
    /// Kéo dài bao lâu kể từ bây giờ: 30m, 2h. How long from now.
    #[arg(long = "for", value_name = "DURATION")]
    lasting: Option<String>,
}

/// Why, and who.
#[derive(Debug, clap::Args)]
pub(super) struct Why {
    /// Lý do, một dòng. The reason, one line.
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: String,
    /// Tên người ra lệnh, ghi cùng tài khoản. The name of the person, recorded with the login.
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Ví dụ / Examples:\n  bangtin notice 'Tạm ngừng tiếp dân đến 10 giờ' --board hcc-sanh --for 2h --reason 'mất điện'\n  \
        bangtin notice 'Mời rời khỏi tòa nhà' --all --class emergency --reason 'báo cháy'\n  \
        bangtin notice list --format json"
)]
pub(super) struct NoticeArgs {
    /// Nội dung. The text.
    #[arg(value_name = "TEXT", required = true)]
    text: Option<String>,
    #[command(flatten)]
    places: Where,
    #[command(flatten)]
    until: Until,
    /// Loại: trước chương trình, thay chương trình, khẩn cấp. What it goes before.
    #[arg(long, value_name = "CLASS", default_value = "override", value_parser = clap::builder::PossibleValuesParser::new(Class::WORDS))]
    class: String,
    /// Lý do, một dòng. The reason, one line.
    #[arg(long, value_name = "TEXT", required = true)]
    reason: Option<String>,
    /// Tên người ra lệnh, ghi cùng tài khoản. The name of the person, recorded with the login.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Màu. The colour.
    #[arg(long)]
    colour: Option<String>,
    /// Phông. The font.
    #[arg(long)]
    font: Option<String>,
    /// Cách chuyển động. The motion.
    #[arg(long)]
    motion: Option<String>,
    /// Kết thúc hẳn thông báo `override` đang chiếu ở đó. End the override that is there, for ever.
    #[arg(long)]
    replace: bool,
    #[command(subcommand)]
    command: Option<NoticeCommand>,
}

#[derive(Debug, clap::Subcommand)]
enum NoticeCommand {
    /// Liệt kê các lệnh. List the orders.
    #[command(after_help = "Ví dụ / Example:\n  bangtin notice list --format json")]
    List {
        /// Cách in kết quả. How orders are printed.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Kết thúc một thông báo trước hạn. End a notice before its time.
    #[command(after_help = "Ví dụ / Example:\n  bangtin notice end 7 --reason 'đã có điện'")]
    End {
        /// Số của thông báo. Its number.
        id: u32,
        #[command(flatten)]
        why: Why,
    },
    /// Kéo dài một thông báo. Make a notice last longer.
    #[command(after_help = "Ví dụ / Example:\n  bangtin notice extend 7 --until 2026-11-25T17:00")]
    Extend {
        /// Số của thông báo. Its number.
        id: u32,
        #[command(flatten)]
        until: Until,
        /// Tên người ra lệnh, ghi cùng tài khoản. The name of the person, recorded with the login.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Ví dụ / Examples:\n  bangtin blackout --all --reason 'nội dung lạ trên bảng'\n  \
    bangtin resume --board ubnd-cong --by 'Nguyễn Văn An' --reason 'đã kiểm tra'")]
pub(super) struct DarkArgs {
    #[command(flatten)]
    places: Where,
    #[command(flatten)]
    why: Why,
}

impl From<Where> for Places {
    fn from(places: Where) -> Self {
        let Where { boards, sites, groups, tags, all } = places;
        Self { boards, sites, groups, tags, all }
    }
}

impl From<Until> for End {
    fn from(end: Until) -> Self {
        Self { until: end.until, lasting: end.lasting }
    }
}

pub(super) fn notice(args: NoticeArgs, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    let mut format = Format::Text;
    let (order, by) = match args.command {
        Some(NoticeCommand::List { format: asked }) => {
            format = asked;
            (Order::List, None)
        }
        Some(NoticeCommand::End { id, why }) => (Order::End { id, reason: why.reason }, why.by),
        Some(NoticeCommand::Extend { id, until, by }) => (Order::Extend { id, end: until.into() }, by),
        None => {
            let text = args.text.unwrap_or_default();
            let wish = Wish { text, font: args.font, colour: args.colour, motion: args.motion };
            let (class, places, end) = (args.class, args.places.into(), args.until.into());
            let (reason, replace) = (args.reason.unwrap_or_default(), args.replace);
            (Order::Notice { wish, class, places, end, reason, replace }, args.by)
        }
    };
    give(order, by, format, config, lang)
}

pub(super) fn blackout(args: DarkArgs, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    let order = Order::Blackout { places: args.places.into(), reason: args.why.reason };
    give(order, args.why.by, Format::Text, config, lang)
}

pub(super) fn resume(args: DarkArgs, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    let order = Order::Resume { places: args.places.into(), reason: args.why.reason };
    give(order, args.why.by, Format::Text, config, lang)
}

/// Gives an order to the daemon and prints its answer.
pub(super) fn give(
    order: Order,
    by: Option<String>,
    format: Format,
    config: &Path,
    lang: Lang,
) -> anyhow::Result<ExitCode> {
    let word = match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    };
    let request = Request { lang: word.to_owned(), by, order };
    match ask(&socket(&state(config)), &request) {
        Ok(answer) => print(&answer, format, lang),
        Err(message) => {
            output::faults(&[Fault::unplaced(message)], lang);
            Ok(ExitCode::from(BROKEN))
        }
    }
}

/// The state folder that the site file names. One that cannot be read names the usual one.
pub(super) fn state(config: &Path) -> PathBuf {
    let text = std::fs::read_to_string(config).unwrap_or_default();
    let source = Arc::new(Source { name: config.display().to_string(), text });
    Site::parse(&source).0.state_folder(config)
}

fn print(answer: &Answer, format: Format, lang: Lang) -> anyhow::Result<ExitCode> {
    if !answer.findings.is_empty() {
        eprintln!("{}", answer.findings);
    }
    if let (Some(board), Format::Json) = (&answer.board, format) {
        println!("{}", serde_json::to_string_pretty(board)?);
        return Ok(code(answer.outcome));
    }
    match answer.outcome {
        Outcome::Refused => answer.says.iter().for_each(|sentence| eprintln!("{sentence}")),
        Outcome::Done | Outcome::Findings => answer.says.iter().for_each(|sentence| println!("{sentence}")),
    }
    match (&answer.orders, format) {
        (Some(rows), Format::Json) => println!("{}", serde_json::to_string_pretty(rows)?),
        (Some(rows), Format::Text) if rows.is_empty() => println!("{}", Message::NoOrders {}.say(lang)),
        (Some(rows), Format::Text) => {
            rows.iter().for_each(|row| println!("{}: {}", row.boards.join(", "), row.sentence));
        }
        (None, _) => {}
    }
    Ok(code(answer.outcome))
}

fn code(outcome: Outcome) -> ExitCode {
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Findings => ExitCode::from(FINDINGS),
        Outcome::Refused => ExitCode::from(BROKEN),
    }
}
