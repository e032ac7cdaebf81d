//! The fake board behind real sockets and a real (pseudo) terminal line.

use bangtin::board::{Protocol, Session};
use bangtin::cli::simulate::{Seen, SimulateArgs, Simulator, run};
use bangtin::frame::{Face, Frame};
use bangtin::panel::Panel;
use bangtin::report::Lang;
use bangtin::wire::Packets;
use bangtin::wire::json::Name;
use clap::Parser;
use serialport::{SerialPort as _, TTYPort};
use std::cell::Cell;
use std::io::{Read as _, Write as _};
use std::net::UdpSocket;
use std::time::Duration;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: SimulateArgs,
}

fn args(line: &str) -> SimulateArgs {
    Command::try_parse_from(format!("simulate {line}").split(' '))
        .unwrap_or_else(|error| panic!("{error}"))
        .args
}

/// A clock that goes on by `step` whenever somebody looks at it.
fn clock(step: Duration) -> impl Fn() -> Duration {
    let now = Cell::new(Duration::ZERO);
    move || now.replace(now.get() + step)
}

fn picture(face: Face, seed: u8) -> Frame {
    let rgb = (0..face.rgb_len()).map(|i| (i % 253) as u8 ^ seed).collect();
    Frame::from_rgb(face, rgb).unwrap()
}

fn packets(protocol: Protocol, frame: &Frame, face: Face) -> Packets {
    let mut packets = Packets::default();
    Session::new(&protocol, Panel::new(face)).unwrap().show(
        &frame.as_window(face).unwrap(),
        Duration::ZERO,
        &mut packets,
    );
    packets
}

/// Serves until the end and gives what was seen, every picture shown, and the offsets of what was refused.
fn serve(board: &mut Simulator, step: Duration) -> (Seen, Vec<Frame>, Vec<usize>) {
    let (mut pictures, mut offsets) = (Vec::new(), Vec::new());
    let mut show = |frame: &Frame| {
        pictures.push(frame.clone());
        Ok(())
    };
    let seen = board.serve(&clock(step), &mut show, &mut |error| offsets.push(error.offset)).unwrap();
    (seen, pictures, offsets)
}

fn sender_to(board: &Simulator) -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.connect(board.address()).unwrap();
    socket
}

#[test]
fn a_board_on_a_real_socket_shows_what_is_sent_to_it() {
    let face = Face::new(64, 32).unwrap();
    let wall = Protocol::FlaschenTaschen { x: 10, y: 20, layer: 0, datagram: 1472 };
    for (line, protocol, frames) in [
        ("ddp --listen 127.0.0.1:0 --width 64 --height 32 --frames 1 --seconds 30", Protocol::DDP, 1),
        (
            "flaschen-taschen --listen 127.0.0.1:0 --width 64 --height 32 --x 10 --y 20 --frames 5 --seconds 30",
            wall,
            5,
        ),
    ] {
        let mut board = Simulator::open(&args(line)).unwrap();
        let socket = sender_to(&board);
        let frame = picture(face, 0x5A);
        for packet in packets(protocol, &frame, face).iter() {
            socket.send(packet).unwrap();
        }
        let (seen, pictures, offsets) = serve(&mut board, Duration::from_millis(20));
        assert_eq!((seen, offsets.len()), (Seen { frames, refused: 0 }, 0), "{line}");
        assert!(pictures.last() == Some(&frame), "{line}");
    }
}

/// A way to a simulated board, for the sender.
enum Way {
    Udp(UdpSocket),
    Tcp(std::net::TcpStream),
    Line(TTYPort),
}

impl Way {
    fn send(&mut self, packets: &Packets) {
        for packet in packets.iter() {
            match self {
                Self::Udp(socket) => assert_eq!(socket.send(packet).unwrap(), packet.len()),
                Self::Tcp(stream) => stream.write_all(packet).unwrap(),
                // Nobody reads any more when the board has seen enough.
                Self::Line(line) => _ = line.write_all(packet),
            }
        }
    }

    fn receive(&mut self) -> Vec<u8> {
        let mut bytes = vec![0; 4096];
        let read = match self {
            Self::Udp(socket) => socket.recv(&mut bytes),
            Self::Tcp(stream) => stream.read(&mut bytes),
            Self::Line(line) => line.read(&mut bytes),
        };
        bytes.truncate(read.unwrap_or(0));
        bytes
    }
}

/// The size a simulated board is tried with, and its keys; a Luminator sign is one of those that were built.
fn trial(name: Name) -> (u16, u16, Vec<&'static str>) {
    match name.word() {
        "luminator" => (90, 7, vec!["sign=max3000-90x7"]),
        "alfazeta" => (28, 14, Vec::new()),
        // One universe: every packet is shown as it arrives.
        "artnet" | "sacn" => (12, 14, Vec::new()),
        // Their cards are told of one colour or two.
        "onbon-bx5" | "onbon-bx6" => (30, 14, vec!["colour=red"]),
        "huidu-hd2020" => (32, 14, vec!["planes=3"]),
        _ => (30, 14, Vec::new()),
    }
}

#[test]
fn every_protocol_has_a_board_to_try_it_with_behind_a_real_socket_port_or_line() {
    // Colorlight cards hang at an interface of their own, and Novastar's channel carries no dots.
    let behind = |name: &Name| name.carries_dots() && *name != Name::Colorlight;
    for name in Name::ALL.into_iter().filter(behind) {
        let (width, height, keys) = trial(name);
        let mut args = args(&format!("{name} --width {width} --height {height} --frames 1 --seconds 30"));
        args.keys.extend(keys.iter().map(|key| {
            let (key, value) = key.split_once('=').unwrap();
            let number = value.parse().map(toml::Value::Integer);
            (key.to_owned(), number.unwrap_or_else(|_| toml::Value::String(value.to_owned())))
        }));
        let (line, device) = TTYPort::pair().unwrap();
        args.listen = Some("127.0.0.1:0".to_owned());
        let mut board = Simulator::open(&args).or_else(|_| {
            args.listen = device.name();
            Simulator::open(&args)
        });
        let board = board.as_mut().unwrap_or_else(|message| panic!("{name}: {}", message.say(Lang::En)));
        let (protocol, panel, face) = (board.board().protocol.clone(), board.board().panel(), board.face());
        if protocol.stored() {
            // Cards are sent no frames; each has tests of its own.
            continue;
        }
        let patience = Duration::from_millis(5);
        let mut way = match protocol.carriers()[0] {
            bangtin::board::Carrier::Serial => {
                let mut line = line;
                line.set_timeout(patience).unwrap();
                Way::Line(line)
            }
            bangtin::board::Carrier::Tcp => {
                let stream = std::net::TcpStream::connect(board.address()).unwrap();
                stream.set_read_timeout(Some(patience)).unwrap();
                Way::Tcp(stream)
            }
            _ => {
                let socket = sender_to(board);
                socket.set_read_timeout(Some(patience)).unwrap();
                Way::Udp(socket)
            }
        };
        // Dots that every board has: lit or not.
        let rgb = (0..face.dots()).flat_map(|dot| [if dot % 3 == 0 || dot % 7 == 0 { 255 } else { 0 }; 3]);
        let frame = Frame::from_rgb(face, rgb.collect()).unwrap();
        let lit = |frame: &Frame| frame.rgb().chunks(3).map(|dot| dot.iter().any(|&lamp| lamp > 0)).collect();
        let wanted: Vec<bool> = lit(&frame);
        let now = bangtin::clock::since_start();
        let pictures = std::thread::scope(|scope| {
            let showing = scope.spawn(|| {
                let mut pictures = Vec::new();
                let mut show = |frame: &Frame| {
                    pictures.push(frame.clone());
                    Ok(())
                };
                let seen = board
                    .serve(&bangtin::clock::since_start(), &mut show, &mut |error| panic!("{name}: {error}"));
                assert_eq!(seen.unwrap().frames, 1, "{name}");
                pictures
            });
            let (mut session, mut packets) = (Session::new(&protocol, panel).unwrap(), Packets::default());
            session.resync(&mut packets);
            way.send(&packets);
            let mut shown = Duration::ZERO;
            while !showing.is_finished() && now() < Duration::from_secs(25) {
                if shown <= now() {
                    session.show(&frame.as_window(face).unwrap(), now(), &mut packets);
                    way.send(&packets);
                    shown = now() + Duration::from_millis(800);
                }
                session.receive(&way.receive(), now());
                if session.due().is_some_and(|due| due <= now()) {
                    session.next(now(), &mut packets);
                    way.send(&packets);
                }
            }
            showing.join().unwrap()
        });
        let last: Vec<bool> = lit(pictures.last().unwrap_or_else(|| panic!("{name} shows nothing")));
        assert!(last == wanted, "{name}");
    }
}

#[test]
fn a_board_behind_a_tcp_port_shows_what_is_sent_by_one_sender_after_the_other() {
    let line = "opc --listen 127.0.0.1:0 --width 16 --height 8 --frames 2 --seconds 600";
    let mut board = Simulator::open(&args(line)).unwrap();
    let (address, face) = (board.address().to_owned(), board.face());
    let frames = [picture(face, 0x11), picture(face, 0x77)];
    let protocol = Protocol::Opc { channel: 0 };
    let bytes = frames.clone().map(|frame| packets(protocol.clone(), &frame, face).bytes().to_vec());
    let sending = std::thread::spawn(move || {
        let mut first = std::net::TcpStream::connect(&address).unwrap();
        first.write_all(&bytes[0]).unwrap();
        // Half a message, and then it hangs up.
        first.write_all(&bytes[1][..100]).unwrap();
        std::thread::sleep(Duration::from_millis(200));
        drop(first);
        let mut second = std::net::TcpStream::connect(&address).unwrap();
        second.write_all(&bytes[1]).unwrap();
        std::thread::sleep(Duration::from_millis(500));
    });
    let (seen, pictures, offsets) = serve(&mut board, Duration::from_millis(20));
    sending.join().unwrap();
    assert_eq!((seen, offsets.len()), (Seen { frames: 2, refused: 0 }, 0));
    assert!(pictures == frames);
}

#[test]
fn a_board_has_the_keys_of_a_site_file_and_their_bounds() {
    let refusal = |line: &str| Simulator::open(&args(line)).err().expect("refused");
    let wall = "flaschen-taschen --listen 127.0.0.1:0 --width 4 --height 4";
    assert!(Simulator::open(&args(&format!("{wall} --key layer=3"))).is_ok());
    assert_eq!(refusal(&format!("{wall} --key layer=16")).code(), "WantsInteger");
    assert_eq!(refusal("ddp --listen 127.0.0.1:0 --width 4 --height 1 --key layer=3").code(), "KeyNeeds");
    assert_eq!(refusal("ddp --listen 127.0.0.1:0 --width 4 --height 1 --key khong=1").code(), "UnknownKey");
}

#[test]
fn a_datagram_that_is_not_of_the_protocol_is_told_and_changes_nothing() {
    let line = "ddp --listen 127.0.0.1:0 --width 4 --height 1 --frames 1 --seconds 30";
    let mut board = Simulator::open(&args(line)).unwrap();
    let (socket, face) = (sender_to(&board), board.face());
    let frame = picture(face, 1);
    let packets = packets(Protocol::DDP, &frame, face);
    socket.send(&packets.bytes()[..15]).unwrap();
    socket.send(b"").unwrap();
    socket.send(packets.bytes()).unwrap();
    let (seen, pictures, offsets) = serve(&mut board, Duration::from_millis(1));
    assert_eq!((seen, offsets), (Seen { frames: 1, refused: 2 }, vec![15, 0]));
    assert!(pictures == [frame]);
}

#[test]
fn a_picture_is_shown_at_most_twenty_times_a_second_and_the_last_one_always() {
    let line = "ddp --listen 127.0.0.1:0 --width 4 --height 1 --frames 100 --seconds 30";
    let mut board = Simulator::open(&args(line)).unwrap();
    let (socket, face) = (sender_to(&board), board.face());
    for seed in 0..100 {
        socket.send(packets(Protocol::DDP, &picture(face, seed), face).bytes()).unwrap();
    }
    // The clock goes on by a millisecond a datagram, so all hundred come within a tenth of a second.
    let (seen, pictures, _) = serve(&mut board, Duration::from_millis(1));
    assert_eq!(seen.frames, 100);
    assert!((2..=4).contains(&pictures.len()), "{}", pictures.len());
    assert!(pictures.last() == Some(&picture(face, 99)));
}

#[test]
fn a_board_nobody_sends_to_ends_when_its_time_is_over() {
    let line = "ddp --listen 127.0.0.1:0 --width 4 --height 1 --seconds 2";
    let (seen, pictures, _) = serve(&mut Simulator::open(&args(line)).unwrap(), Duration::from_millis(500));
    assert_eq!((seen, pictures.len()), (Seen::default(), 0));
}

#[test]
fn a_serial_board_draws_into_a_png_after_noise_and_a_header_that_was_cut_off() {
    let (mut line, device) = TTYPort::pair().unwrap();
    line.set_timeout(Duration::from_secs(10)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let png = folder.path().join("bảng.png");
    let mut args = args("adalight --width 16 --height 8 --frames 1 --seconds 600");
    args.listen = device.name();
    args.png = Some(png.clone());
    let board = std::thread::spawn(move || run(&args, Lang::En, &clock(Duration::from_millis(20))).unwrap());

    let face = Face::new(16, 8).unwrap();
    let frame = picture(face, 0xA5);
    let (bytes, mut zeros) = (packets(Protocol::ADALIGHT, &frame, face), Packets::default());
    Session::new(&Protocol::ADALIGHT, Panel::new(face)).unwrap().resync(&mut zeros);
    line.write_all(b"WLED 0.15\r\nAd").unwrap();
    line.write_all(zeros.bytes()).unwrap();
    line.write_all(&bytes.bytes()[..5]).unwrap();
    line.write_all(zeros.bytes()).unwrap();
    line.write_all(bytes.bytes()).unwrap();

    let code = board.join().unwrap();
    assert_eq!(format!("{code:?}"), format!("{:?}", std::process::ExitCode::SUCCESS));
    assert_eq!(image::open(&png).unwrap().into_rgb8().into_raw(), frame.rgb());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left behind");
}

#[test]
fn what_cannot_be_opened_is_refused_in_words() {
    let refusal = |line: &str| Simulator::open(&args(line)).err().expect("refused").say(Lang::En);
    assert!(refusal("adalight --width 4 --height 1").contains("/dev/ttyUSB0"));
    assert!(
        refusal("adalight --listen /dev/no-such-line --width 4 --height 1").contains("/dev/no-such-line")
    );
    assert!(refusal("ddp --listen nonsense --width 4 --height 1").starts_with("nonsense cannot be opened"));
    assert!(refusal("ddp --listen 127.0.0.1:0 --width 4096 --height 1024").contains("4096 × 1024"));
    let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert!(refusal(&format!("ddp --listen {address} --width 4 --height 1")).contains(&address));
}

#[test]
fn arguments_out_of_bounds_are_refused_before_anything_is_opened() {
    for line in [
        "dpp --width 4 --height 1",
        "ddp --width 0 --height 1",
        "ddp --width 4097 --height 1",
        "ddp --width 4 --height 1025",
        "ddp --width 4 --height 1 --x 4096",
        "ddp --width 4 --height 1 --frames 0",
        "ddp --width 4 --height 1 --seconds 0",
        "ddp --width 4",
    ] {
        assert!(Command::try_parse_from(format!("simulate {line}").split(' ')).is_err(), "{line}");
    }
    assert_eq!(args("ddp --width 4 --height 1").protocol, Name::Ddp);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "both ends of the conversation are real here")]
fn a_card_is_filled_over_tcp_and_udp_and_says_what_it_keeps() {
    use bangtin::board::card::{
        Airing, Card, Cover, Ledger, Matter, Moment, Options, Page, Show, Steward, Stock, Wish,
    };
    use std::sync::Arc;
    let face = Face::new(32, 16).unwrap();
    for (way, protocol) in [("tcp", Name::OnbonBx5), ("udp", Name::OnbonBx6)] {
        let line = format!(
            "{protocol} --listen {way}://127.0.0.1:0 --width 32 --height 16 --key colour=[\"red\"] --seconds 4 \
             --faults split,stray --seed 3 --drift-ppm 50"
        );
        let mut board = Simulator::open(&args(&line)).unwrap();
        let (address, declared) = (board.address().to_owned(), board.board().clone());
        let mut way = match way {
            "udp" => {
                let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
                socket.connect(&address).unwrap();
                socket.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
                Way::Udp(socket)
            }
            _ => {
                let stream = std::net::TcpStream::connect(&address).unwrap();
                stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
                Way::Tcp(stream)
            }
        };
        let teller = std::thread::spawn(move || {
            let driver = declared.protocol.driver(&declared.panel()).unwrap().unwrap();
            let options = Options {
                poll: Duration::from_secs(60),
                writes_a_day: 24,
                drift: Duration::from_secs(2),
                size: (32, 16),
            };
            let mut card = Card::new(Steward::new(options, Ledger::default()), driver);
            let mut picture = Frame::unlit(face);
            picture.rgb_mut().chunks_exact_mut(3).step_by(3).for_each(|dot| dot[0] = 255);
            let page = Page { picture: Arc::new(picture.clone()), hold: Duration::from_secs(9) };
            let matter = Matter::Pages(vec![page]);
            let day = |year| jiff::civil::date(year, 1, 1);
            let airing =
                Airing { from: day(2000), to: day(2099), days: Airing::EVERY_DAY, hours: Vec::new() };
            let show = Show { matter: matter.clone(), blank: Duration::ZERO, times: 1, airing };
            let stock = Arc::new(Stock { face, shows: vec![show], light: None });
            let now = Arc::new(Cover { matters: vec![matter] });
            let mono = std::time::Instant::now();
            let moment = || Moment {
                mono: mono.elapsed(),
                local: Some(jiff::civil::date(2026, 7, 30).at(6, 0, 0, 0)),
            };
            card.steward_mut().want(Arc::new(Wish { stock, now, urgent: false, on: true }), moment());
            card.opened(moment());
            let mut packets = Packets::default();
            while card.steward().report().told.confirmed.is_none() && mono.elapsed() < Duration::from_secs(4)
            {
                card.next(moment(), &mut packets);
                way.send(&packets);
                card.receive(&way.receive(), moment());
            }
            (card.steward().report(), picture)
        });
        let real = std::time::Instant::now();
        let seen = board.serve(&|| real.elapsed(), &mut |_| Ok(()), &mut |_| ()).unwrap();
        let (report, picture) = teller.join().unwrap();
        assert!(report.told.confirmed.is_some(), "{report:?}");
        assert_eq!(seen.refused, 0);
        assert!(board.face() == face && board.frame() == &picture);
        let told = board.told().unwrap().say(Lang::En);
        assert!(told.contains("keeps 1 items") && told.contains("2026-07-30"), "{told}");
    }
}

#[test]
fn faults_of_cards_are_refused_for_boards_that_keep_nothing() {
    for option in ["--faults drop,nack", "--foreign-after 9", "--power-cycle-after 9", "--drift-ppm -50"] {
        let line = format!("ddp --listen 127.0.0.1:0 --width 8 --height 8 {option}");
        let error = Simulator::open(&args(&line)).err().expect("refused");
        assert!(error.say(Lang::En).contains("cards that keep"), "{option}");
    }
    let unknown = "simulate ddp --width 8 --height 8 --faults nap".split(' ');
    assert!(
        Command::try_parse_from(unknown).is_err_and(|error| error.to_string().contains("drop, nack, busy"))
    );
}
