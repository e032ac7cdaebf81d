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
use std::io::Write as _;
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
