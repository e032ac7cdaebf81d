//! `bangtin simulate`: a board that is a program, behind a real socket or serial port, so that nobody needs hardware.
//!
//! It shows itself in the terminal, or as a PNG that is replaced whole with every change. The board itself is
//! [`crate::board::Receiver`]; what stands here only moves bytes to it and pictures from it. One board, one thread, and
//! while a picture is written nothing is read: like a real one it may miss datagrams.

mod card;
mod door;
mod show;

use crate::board::Receiver;
use crate::frame::{Face, Frame};
use crate::report::{Expected, Fault, Lang, Message, Source, shortened};
use crate::site::{Board, Site};
use crate::wire::WireError;
use crate::wire::json::Name;
use card::CardArgs;
use door::{Came, Door};
use show::{Terminal, write_png};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use toml::{Table, Value};

/// A picture is shown at most every so often: 20 times a second.
const PICTURE_EVERY: Duration = Duration::from_millis(50);

const EXAMPLES: &str = "\
Ví dụ / Examples:
  bangtin simulate ddp --width 128 --height 32
  bangtin simulate flaschen-taschen --listen 0.0.0.0:1337 --width 64 --height 32 --x 10
  bangtin simulate adalight --listen /dev/pts/7 --width 32 --height 16 --png bang.png
  bangtin simulate flaschen-taschen --width 64 --height 32 --key layer=2
  bangtin simulate ddp --width 64 --height 32 --png bang.png --frames 1 --seconds 10
  bangtin simulate onbon-bx6 --listen udp://127.0.0.1:5007 --width 128 --height 32 --faults drop,busy,split";

/// Mô phỏng một bảng ở sau cổng thật / A board that is a program, behind a real socket or serial port
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct SimulateArgs {
    /// Giao thức của bảng, như `protocol` trong tệp / What the board speaks, as `protocol` in the site file
    #[arg(value_parser = protocol)]
    pub protocol: Name,

    /// Địa chỉ UDP hoặc TCP, hoặc thiết bị nối tiếp đã có / UDP or TCP address, or an existing serial device
    ///
    /// Mặc định là cổng riêng của giao thức trên máy này / By default the protocol's own port on this machine:
    /// 127.0.0.1:4048 (ddp).
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,

    /// Bề rộng, số điểm / Width in dots, 1 to 4096
    #[arg(long, value_name = "W", value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub width: u16,

    /// Chiều cao, số điểm / Height in dots, 1 to 1024
    #[arg(long, value_name = "H", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub height: u16,

    /// Cột của bức tường nơi bảng bắt đầu / Column of the FlaschenTaschen wall at which the board begins
    #[arg(long, value_name = "X", default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=4095))]
    pub x: u16,

    /// Hàng của bức tường nơi bảng bắt đầu / Row of the FlaschenTaschen wall at which the board begins
    #[arg(long, value_name = "Y", default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=4095))]
    pub y: u16,

    /// Khóa khác của `[[board]]` / Another key of its `[[board]]`: `universe=5`, `panels=[1,2]`
    #[arg(long = "key", value_name = "KEY=VALUE", value_parser = key)]
    pub keys: Vec<(String, Value)>,

    /// Tốc độ cổng nối tiếp; mặc định của giao thức / Speed of the serial port in bits per second; the protocol's own
    #[arg(long, value_name = "BAUD", value_parser = clap::value_parser!(u32).range(1200..=4_000_000))]
    pub baud: Option<u32>,

    /// Ghi mặt bảng vào tệp PNG thay vì vẽ ra màn hình / Write the face to a PNG file instead of the terminal
    ///
    /// Tệp được thay trọn vẹn mỗi lần mặt bảng đổi / The file is replaced whole whenever the face changes.
    #[arg(long, value_name = "FILE")]
    pub png: Option<PathBuf>,

    /// Dừng sau N khung hiện ra / Stop after N visible frames
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub frames: Option<u64>,

    /// Dừng sau S giây / Stop after S seconds
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub seconds: Option<u64>,

    /// What goes wrong with a card.
    #[command(flatten)]
    pub card: CardArgs,
}

/// What the fake board saw until it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Frames that became visible.
    pub frames: u64,
    /// Datagrams that are not of the protocol.
    pub refused: u64,
}

/// The protocol of a word; where there is none, those there are.
fn protocol(text: &str) -> Result<Name, String> {
    text.parse().map_err(|_| {
        let (name, offer) = (shortened(text), Name::ALL.map(Name::word).join(", "));
        // Which language is wanted is not known yet.
        let unknown = Message::WireProtocolUnknown { name, offer };
        [Lang::Vi, Lang::En].map(|lang| unknown.say(lang)).join(" / ")
    })
}

/// A key and its value as TOML; what is none is a text.
fn key(text: &str) -> Result<(String, Value), String> {
    let (key, value) = text.split_once('=').ok_or("KEY=VALUE")?;
    let parsed = format!("value = {value}").parse::<Table>().ok().and_then(|mut table| table.remove("value"));
    Ok((key.trim().to_owned(), parsed.unwrap_or_else(|| Value::String(value.to_owned()))))
}

/// A fake board with its door open.
pub struct Simulator {
    door: Door,
    address: String,
    board: Box<Board>,
    receiver: Receiver,
    frames: Option<u64>,
    lasts: Option<Duration>,
}

impl SimulateArgs {
    /// The board as a site file would declare it, so that it has every key and every bound of one.
    fn board(&self) -> Result<Board, Message> {
        let (width, height) = (self.width, self.height);
        Face::new(width, height).ok_or(Message::SimulateFace { width, height })?;
        let mut board = Table::new();
        for (key, text) in
            [("id", "simulated"), ("site", "x"), ("link", "virtual"), ("protocol", self.protocol.word())]
        {
            board.insert(key.to_owned(), Value::String(text.to_owned()));
        }
        let place = [("x", self.x), ("y", self.y)].into_iter().filter(|(_, number)| *number > 0);
        for (key, number) in [("width", width), ("height", height)].into_iter().chain(place) {
            board.insert(key.to_owned(), Value::Integer(number.into()));
        }
        board.extend(self.keys.iter().cloned());
        let mut site = Table::new();
        let text = |text: &str| Value::String(text.to_owned());
        let place = Table::from_iter([("id".to_owned(), text("x")), ("name".to_owned(), text("x"))]);
        site.insert("site".to_owned(), Value::Array(vec![Value::Table(place)]));
        site.insert("board".to_owned(), Value::Array(vec![Value::Table(board)]));
        let source = Arc::new(Source { name: "simulate".to_owned(), text: site.to_string() });
        let (site, faults) = Site::parse(&source);
        match faults.into_iter().find(Fault::is_error) {
            Some(fault) => Err(fault.message),
            None => site.boards.into_iter().next().ok_or(Message::NoBoards {}),
        }
    }
}

impl Simulator {
    /// Opens the socket or device. From then on nothing that is sent is lost but what the kernel has no room for.
    ///
    /// # Errors
    /// What is wrong and what to do.
    pub fn open(args: &SimulateArgs) -> Result<Self, Message> {
        let board = Box::new(args.board()?);
        let own = board.protocol.default_port().map(|port| format!("127.0.0.1:{port}"));
        let address = args.listen.clone().or(own).ok_or(Message::SimulateNeedsDevice {})?;
        let baud = args.baud.unwrap_or_else(|| board.protocol.default_baud());
        let (door, address) = Door::open(&board.protocol, &address, baud)
            .map_err(|why| Message::SimulateCannotListen { address, why: why.to_string() })?;
        let mut receiver = Receiver::new(&board.protocol, board.panel());
        args.card.upset(args, &mut receiver)?;
        let lasts = args.seconds.map(Duration::from_secs);
        Ok(Self { door, address, board, receiver, frames: args.frames, lasts })
    }

    /// Where it listens: with the port the kernel chose where none was asked for, or the device.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What it is, as a site file would say it.
    #[must_use]
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// The size of its face.
    #[must_use]
    pub fn face(&self) -> Face {
        self.board.face
    }

    /// Receives until the frames or the seconds asked for are over. `now` is a clock that never runs backwards, `show`
    /// gets the face when it changed, at most 20 times a second and once more at the end, `refused` every datagram that
    /// is not of the protocol.
    ///
    /// # Errors
    /// The door fails, or `show` does.
    pub fn serve(
        &mut self,
        now: &dyn Fn() -> Duration,
        show: &mut dyn FnMut(&Frame) -> Result<(), Message>,
        refused: &mut dyn FnMut(WireError),
    ) -> Result<Seen, Message> {
        let mut buffer = vec![0; 1 << 16];
        let (start, mut seen, mut changed, mut next_picture) =
            (now(), Seen::default(), false, Duration::ZERO);
        loop {
            let since = now().saturating_sub(start);
            let frames_over = self.frames.is_some_and(|most| seen.frames >= most);
            let over = frames_over || self.lasts.is_some_and(|lasts| since >= lasts);
            while let Some(answer) = self.receiver.answer() {
                self.door.write(&answer);
            }
            if changed && (over || since >= next_picture) {
                show(self.receiver.frame())?;
                (changed, next_picture) = (false, since + PICTURE_EVERY);
            }
            if over {
                return Ok(seen);
            }
            let came = self.door.read(&mut buffer);
            let came = came.map_err(|why| Message::SimulateGone {
                address: self.address.clone(),
                why: why.to_string(),
            })?;
            changed |= self.receiver.tick(since);
            let len = match came {
                Came::Nothing => continue,
                // What the sender before had begun will never be ended.
                Came::Sender(port) => {
                    self.receiver.turn_to(port);
                    self.receiver.connected();
                    continue;
                }
                Came::Bytes(len) => len,
            };
            match self.receiver.receive(&buffer[..len]) {
                Ok(true) => {
                    seen.frames += 1;
                    changed = true;
                }
                Ok(false) => {}
                Err(error) => {
                    seen.refused += 1;
                    refused(error);
                    self.door.hang_up();
                }
            }
        }
    }

    /// What is visible now.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        self.receiver.frame()
    }

    /// What it keeps, if it is a card that keeps what it shows.
    #[must_use]
    pub fn told(&self) -> Option<Message> {
        card::told(&self.receiver)
    }
}

/// Runs the command: says where it listens, shows the face on standard output, and what is wrong on standard error.
/// `now` is a clock that never runs backwards. The exit code is 1 if a datagram was refused.
///
/// # Errors
/// The sentence for the operator, in `lang`.
pub fn run(args: &SimulateArgs, lang: Lang, now: &dyn Fn() -> Duration) -> anyhow::Result<ExitCode> {
    let in_words = |message: Message| anyhow::anyhow!(message.say(lang));
    let mut board = Simulator::open(args).map_err(in_words)?;
    let (protocol, face, address) = (args.protocol.to_string(), board.face().to_string(), board.address());
    let waiting = Message::SimulateWaiting { protocol: protocol.clone(), face, address: address.to_owned() };
    eprintln!("{}", waiting.say(lang));

    let mut terminal = Terminal::default();
    let mut show = |frame: &Frame| match &args.png {
        Some(path) => write_png(path, frame),
        None => terminal.draw(frame),
    };
    // A sender that is wrong is wrong sixty times a second: what repeats is said once.
    let mut last = None;
    let mut refused = |error: WireError| {
        if last.replace(error) != Some(error) {
            let WireError { offset, expected } = error;
            let (protocol, expected) = (protocol.clone(), Expected(expected));
            let message = Message::SimulateRefused { protocol, offset, expected };
            eprintln!("{}", message.say(lang));
        }
    };
    let seen = board.serve(now, &mut show, &mut refused).map_err(in_words)?;
    if let Some(told) = board.told() {
        eprintln!("{}", told.say(lang));
    }
    eprintln!("{}", Message::SimulateSeen { frames: seen.frames, refused: seen.refused }.say(lang));
    Ok(if seen.refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
