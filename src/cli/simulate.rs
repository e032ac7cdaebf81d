//! `bangtin simulate`: a board that is a program, behind a real socket or serial port, so that nobody needs hardware.
//!
//! It shows itself in the terminal, or as a PNG that is replaced whole with every change. The board itself is
//! [`crate::board::Receiver`]; what stands here only moves bytes to it and pictures from it. One board, one thread, and
//! while a picture is written nothing is read: like a real one it may miss datagrams.

use super::half_blocks::half_blocks;
use crate::board::{Carrier, Fill, Protocol, Receiver, Sacn};
use crate::frame::{Colour, Face, Frame, picture};
use crate::panel::{Depth, Panel};
use crate::report::{Lang, Message};
use crate::wire::json::Name;
use crate::wire::luminator::Sign;
use crate::wire::{self, WireError};
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// How long a read waits; how late the end, or a picture held back, may come.
const READ_TIMEOUT: Duration = Duration::from_millis(20);
/// A picture is shown at most every so often: 20 times a second.
const PICTURE_EVERY: Duration = Duration::from_millis(50);

const EXAMPLES: &str = "\
Ví dụ / Examples:
  bangtin simulate ddp --width 128 --height 32
  bangtin simulate flaschen-taschen --listen 0.0.0.0:1337 --width 64 --height 32 --x 10
  bangtin simulate adalight --listen /dev/pts/7 --width 32 --height 16 --png bang.png
  bangtin simulate ddp --width 64 --height 32 --png bang.png --frames 1 --seconds 10";

/// Mô phỏng một bảng ở sau cổng thật / A board that is a program, behind a real socket or serial port
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct SimulateArgs {
    /// Giao thức của bảng / What the board speaks: ddp, flaschen-taschen, adalight, tpm2, tpm2-net, wled-udp, artnet, sacn
    pub protocol: Name,

    /// Địa chỉ UDP, hoặc thiết bị nối tiếp đã có / UDP address, or an existing serial device for adalight
    ///
    /// Mặc định là cổng riêng của giao thức trên máy này / By default the protocol's own port on this machine:
    /// 127.0.0.1:4048 (ddp), 127.0.0.1:1337 (flaschen-taschen), 127.0.0.1:6454 (artnet), 127.0.0.1:5568 (sacn).
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

    /// Tốc độ cổng nối tiếp / Speed of the serial port in bits per second
    #[arg(long, value_name = "BAUD", default_value_t = 115_200,
          value_parser = clap::value_parser!(u32).range(1200..=4_000_000))]
    pub baud: u32,

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
}

/// What the fake board saw until it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Frames that became visible.
    pub frames: u64,
    /// Datagrams that are not of the protocol.
    pub refused: u64,
}

/// A fake board with its door open.
pub struct Simulator {
    door: Door,
    address: String,
    receiver: Receiver,
    face: Face,
    frames: Option<u64>,
    lasts: Option<Duration>,
}

enum Door {
    Socket(UdpSocket),
    Line(serialport::TTYPort),
}

impl Simulator {
    /// Opens the socket or device. From then on nothing that is sent is lost but what the kernel has no room for.
    ///
    /// # Errors
    /// What is wrong and what to do.
    pub fn open(args: &SimulateArgs) -> Result<Self, Message> {
        let (width, height) = (args.width, args.height);
        let face = Face::new(width, height).ok_or(Message::SimulateFace { width, height })?;
        let protocol = match args.protocol {
            Name::Ddp => Protocol::DDP,
            Name::FlaschenTaschen => {
                Protocol::FlaschenTaschen { x: args.x, y: args.y, layer: 0, datagram: Protocol::DATAGRAM }
            }
            Name::Adalight => Protocol::ADALIGHT,
            Name::Hanover => Protocol::Hanover { address: 1, asks: true },
            Name::AlfaZeta => Protocol::AlfaZeta { panels: Vec::new() },
            Name::Luminator => {
                let sign = Sign::ALL.into_iter().find(|sign| sign.size() == (width, height));
                Protocol::Luminator { address: 3, sign: sign.ok_or(Message::SimulateFace { width, height })? }
            }
            Name::Mobitec => Protocol::Mobitec { address: 6 },
            Name::Opc => Protocol::Opc { channel: wire::opc::ALL },
            Name::Tpm2 => Protocol::Tpm2,
            Name::Tpm2Net => Protocol::Tpm2Net,
            Name::WledUdp => Protocol::WledUdp,
            other @ (Name::Colorlight | Name::Novastar) => {
                return Err(Message::SimulateNone { protocol: other.to_string() });
            }
            Name::Artnet => Protocol::Artnet { universe: 1, fill: Fill::Whole, sync: false },
            Name::Sacn => Protocol::Sacn(Sacn::anonymous(1)),
        };
        let own = protocol.default_port().map(|port| format!("127.0.0.1:{port}"));
        let address = args.listen.clone().or(own).ok_or(Message::SimulateNeedsDevice {})?;
        let (door, address) = Door::open(&protocol, &address, args.baud)
            .map_err(|why| Message::SimulateCannotListen { address, why: why.to_string() })?;
        let panel = match protocol.depth() {
            Some(Depth::One) => Panel::dark_or_lit(face, Colour::Yellow),
            _ => Panel::new(face),
        };
        let receiver = Receiver::new(&protocol, panel);
        let lasts = args.seconds.map(Duration::from_secs);
        Ok(Self { door, address, receiver, face, frames: args.frames, lasts })
    }

    /// Where it listens: with the port the kernel chose where none was asked for, or the device.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The size of its face.
    #[must_use]
    pub fn face(&self) -> Face {
        self.face
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
            if changed && (over || since >= next_picture) {
                show(self.receiver.frame())?;
                (changed, next_picture) = (false, since + PICTURE_EVERY);
            }
            if over {
                return Ok(seen);
            }
            let read = self.door.read(&mut buffer);
            let read = read.map_err(|why| Message::SimulateGone {
                address: self.address.clone(),
                why: why.to_string(),
            })?;
            changed |= self.receiver.tick(since);
            match read.map(|len| self.receiver.receive(&buffer[..len])) {
                Some(Ok(true)) => {
                    seen.frames += 1;
                    changed = true;
                }
                Some(Err(error)) => {
                    seen.refused += 1;
                    refused(error);
                }
                Some(Ok(false)) | None => {}
            }
        }
    }
}

impl Door {
    fn open(protocol: &Protocol, address: &str, baud: u32) -> io::Result<(Self, String)> {
        if protocol.carriers().contains(&Carrier::Serial) {
            let port = serialport::new(address, baud).timeout(READ_TIMEOUT).open_native()?;
            return Ok((Self::Line(port), address.to_owned()));
        }
        if !protocol.carriers().contains(&Carrier::Udp) {
            return Err(io::Error::from(io::ErrorKind::Unsupported));
        }
        let socket = UdpSocket::bind(address)?;
        socket.set_read_timeout(Some(READ_TIMEOUT))?;
        let address = socket.local_addr()?.to_string();
        Ok((Self::Socket(socket), address))
    }

    /// How many bytes came; `None` if none did for a while. An empty datagram is 0 bytes, an empty read from a line its
    /// end.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<Option<usize>> {
        use io::ErrorKind::{Interrupted, TimedOut, UnexpectedEof, WouldBlock};
        let read = match self {
            Self::Socket(socket) => socket.recv(buffer),
            Self::Line(port) => port
                .read(buffer)
                .and_then(|len| if len == 0 { Err(io::Error::from(UnexpectedEof)) } else { Ok(len) }),
        };
        match read {
            Ok(len) => Ok(Some(len)),
            Err(error) if matches!(error.kind(), Interrupted | TimedOut | WouldBlock) => Ok(None),
            Err(error) => Err(error),
        }
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
            let message = Message::SimulateRefused { protocol: protocol.clone(), offset, expected };
            eprintln!("{}", message.say(lang));
        }
    };
    let seen = board.serve(now, &mut show, &mut refused).map_err(in_words)?;
    eprintln!("{}", Message::SimulateSeen { frames: seen.frames, refused: seen.refused }.say(lang));
    Ok(if seen.refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Replaces the file whole, so that who looks at it never sees half a picture.
fn write_png(path: &Path, frame: &Frame) -> Result<(), Message> {
    let cannot = |why: String| Message::SimulateCannotWrite { path: path.display().to_string(), why };
    let bytes = picture::png(frame).map_err(|why| cannot(why.to_string()))?;
    let name = path.file_name().ok_or_else(|| cannot("not a file name".to_owned()))?;
    let draft = path.with_file_name(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
    let written = std::fs::write(&draft, bytes).and_then(|()| std::fs::rename(&draft, path));
    written.map_err(|why| {
        // It may not exist; then there is nothing to clean up.
        let _gone = std::fs::remove_file(&draft);
        cannot(why.to_string())
    })
}

/// Standard output, if it is a terminal: the face is drawn over the one before.
#[derive(Default)]
struct Terminal {
    lines: usize,
}

impl Terminal {
    fn draw(&mut self, frame: &Frame) -> Result<(), Message> {
        let mut out = io::stdout().lock();
        if !out.is_terminal() {
            return Ok(());
        }
        let size = rustix::termios::tcgetwinsize(&out).ok().filter(|size| size.ws_col > 0 && size.ws_row > 1);
        let (columns, rows) = size.map_or((80, 23), |size| (size.ws_col, size.ws_row - 1));
        let lines = half_blocks(frame, columns, rows);
        let up = if self.lines > 0 { format!("\x1b[{}F", self.lines) } else { String::new() };
        self.lines = lines.len();
        let drawn =
            out.write_all(format!("{up}{}\n", lines.join("\n")).as_bytes()).and_then(|()| out.flush());
        drawn.map_err(|why| Message::SimulateGone { address: "stdout".to_owned(), why: why.to_string() })
    }
}
