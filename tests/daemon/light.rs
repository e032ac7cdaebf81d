//! What is lit: the very dots of the preview, moving by whole dots, never dark, never sent twice out of need.

use crate::house::House;
use crate::receivers::{AdalightBoard, DdpBoard, Seen};
use jiff::SignedDuration;
use serialport::{SerialPort as _, TTYPort};
use std::time::Duration;

fn millis(n: i64) -> SignedDuration {
    SignedDuration::from_millis(n)
}

fn ddp(id: &str, width: usize, height: usize, board: &DdpBoard, more: &str) -> String {
    let port = board.port();
    format!(
        "[[board]]\nid = \"{id}\"\nsite = \"x\"\nwidth = {width}\nheight = {height}\ncolour = \"red\"\n\
         link = \"udp://127.0.0.1:{port}\"\n{more}\n"
    )
}

const MIXED: &str = "boards = [\"b\"]\n\
    [[item]]\ntext = \"Một cửa\"\nhold = 2\n\
    [[item]]\ntext = \"Dịch vụ công trực tuyến mức độ 3, 4\"\nmotion = \"scroll-left\"\nspeed = 40\npasses = 1\n\
    [[item]]\ntext = \"Bưu chính công ích\\nđến tận nhà\"\nmotion = \"scroll-up\"\nspeed = 10\npasses = 1\n";

/// How late a busy machine may send a frame, or notice that one came.
const LATE: SignedDuration = SignedDuration::from_millis(80);

/// Every sampled frame is the preview of an instant at which it stood, `lead` after it arrived; hardly ever of one that
/// is as far from there as a machine may be late.
fn equals_preview(house: &House, seen: &[Seen], lead: SignedDuration) {
    let (mut compared, mut late) = (0, 0);
    for pair in seen.windows(2).step_by((seen.len() / 25).max(1)) {
        let stood = pair[1].at.duration_since(pair[0].at);
        // In the middle of the time it stood, far from both changes; too short a time could be the machine's.
        if stood < millis(10) {
            continue;
        }
        let at = pair[0].at + lead + stood / 2;
        compared += 1;
        if house.preview("b", at) == pair[0].rgb {
            continue;
        }
        late += 1;
        let (first, last) = (pair[0].at + lead - LATE, pair[1].at + lead);
        let steps = i32::try_from(last.duration_since(first).as_millis() / 3).unwrap();
        let mut around = (0..=steps).map(|step| first + millis(3) * step);
        assert!(
            around.any(|at| house.preview("b", at) == pair[0].rgb),
            "the frame seen at {} is not the preview's",
            pair[0].at
        );
    }
    assert!(compared >= 10, "only {compared} frames of {} could be compared", seen.len());
    assert!(late * 4 <= compared, "{late} of {compared} frames are of another instant");
}

#[test]
fn frames_that_a_strange_receiver_reads_from_udp_are_the_preview_of_the_same_instant() {
    let mut board = DdpBoard::new(64, 32);
    let house = House::new(&ddp("b", 64, 32, &board, ""));
    house.write("playlists/a.toml", MIXED);
    let _daemon = house.start();
    let seen = board.watch(Duration::from_secs(9));
    assert!(
        seen.iter().all(|frame| frame.clean),
        "packets are in order, numbered, and pushed once, after a whole frame"
    );
    equals_preview(&house, &seen, SignedDuration::ZERO);
}

#[test]
fn frames_that_a_strange_receiver_reads_from_a_serial_line_are_the_preview_of_the_instant_they_are_through() {
    let (mut master, slave) = TTYPort::pair().unwrap();
    master.set_timeout(Duration::from_millis(20)).unwrap();
    let path = slave.name().unwrap();
    drop(slave);
    // 64 × 16 dots are 3,078 bytes: 30.78 ms at 1,000,000 baud, which a pseudo terminal does not take.
    let house = House::new(&format!(
        "[[board]]\nid = \"b\"\nsite = \"x\"\nwidth = 64\nheight = 16\nprotocol = \"adalight\"\n\
         link = \"serial://{path}\"\nbaud = 1000000\n"
    ));
    let slow = MIXED.replace("speed = 40", "speed = 10").replace("speed = 10", "speed = 8");
    house.write("playlists/a.toml", &slow);
    let _daemon = house.start();
    let mut board = AdalightBoard::new(master, 64 * 16);
    let seen = board.watch(Duration::from_secs(9));
    equals_preview(&house, &seen, SignedDuration::from_micros(30_780));
}

/// How many dots the picture moved to the left, if it moved as one.
fn shift(width: usize, before: &[u8], after: &[u8]) -> Option<usize> {
    let row = width * 3;
    (0..width)
        .find(|&by| before.chunks(row).zip(after.chunks(row)).all(|(a, b)| a[by * 3..] == b[..row - by * 3]))
}

#[test]
fn a_scrolling_line_moves_dot_by_dot_and_nothing_dark_comes_between_items() {
    let mut board = DdpBoard::new(64, 16);
    let house = House::new(&ddp("b", 64, 16, &board, ""));
    house.write(
        "playlists/a.toml",
        "boards = [\"b\"]\n[[item]]\ntext = \"Cải cách hành chính\"\nmotion = \"scroll-left\"\nspeed = 50\n\
         passes = 1\n[[item]]\ntext = \"Đúng hẹn\"\nhold = 1\n",
    );
    let _daemon = house.start();
    let seen = board.watch(Duration::from_secs(11));
    assert!(seen.iter().all(|frame| frame.clean));
    assert!(seen.iter().all(|frame| frame.rgb.iter().any(|&byte| byte > 0)), "a dark frame");
    let moves: Vec<_> = seen.windows(2).map(|pair| shift(64, &pair[0].rgb, &pair[1].rgb)).collect();
    let by_one = moves.iter().filter(|by| **by == Some(1)).count();
    let twice = seen.windows(2).filter(|pair| pair[0].rgb == pair[1].rgb);
    let early = twice.filter(|pair| pair[1].at.duration_since(pair[0].at) < millis(700)).count();
    assert!(by_one > 250, "{by_one} moves by one dot of {}", moves.len());
    // A machine that sleeps through a step is seen as a move by more dots; it must be rare.
    let farther = moves.iter().filter(|by| by.is_some_and(|by| (2..32).contains(&by))).count();
    assert!(farther * 20 < by_one, "{farther} moves by more than one dot, {by_one} by one");
    assert_eq!(early, 0, "the same dots were sent again before the keepalive");
}

#[test]
fn a_playlist_may_ask_for_dark_time_between_items() {
    let mut board = DdpBoard::new(64, 16);
    let house = House::new(&ddp("b", 64, 16, &board, ""));
    house
        .write("playlists/a.toml", "boards = [\"b\"]\nblank = 0.5\n[[item]]\ntext = \"Một cửa\"\nhold = 1\n");
    let _daemon = house.start();
    let dark = |frame: &Seen| frame.rgb.iter().all(|&byte| byte == 0);
    board.until("the text", |frame| !dark(frame));
    let begun = board.until("the dark time", dark);
    let ended = board.until("the text again", |frame| !dark(frame));
    let length = ended.at.duration_since(begun.at);
    assert!((millis(400)..millis(600)).contains(&length), "{length:?}");
}

#[test]
fn a_still_item_is_sent_only_to_keep_it_alive() {
    let mut board = DdpBoard::new(64, 16);
    let house = House::new(&ddp("b", 64, 16, &board, ""));
    house.write("playlists/a.toml", "boards = [\"b\"]\n[[item]]\ntext = \"Một cửa\"\nhold = 3600\n");
    let _daemon = house.start();
    board.until("the text", |_| true);
    let seen = board.watch(Duration::from_secs(5));
    assert!((5..=7).contains(&seen.len()), "{} frames in 5 s", seen.len());
    let gaps = seen.windows(2).map(|pair| pair[1].at.duration_since(pair[0].at));
    assert!(gaps.clone().all(|gap| gap <= millis(1000)), "{:?}", gaps.collect::<Vec<_>>());
}

#[test]
fn a_flaschen_taschen_wall_is_sent_pictures_that_a_stranger_can_read() {
    let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let port = socket.local_addr().unwrap().port();
    let house = House::new(&format!(
        "[[board]]\nid = \"b\"\nsite = \"x\"\nwidth = 40\nheight = 16\nprotocol = \"flaschen-taschen\"\nx = 5\ny = 6\n\
         datagram_bytes = 65507\nlink = \"udp://127.0.0.1:{port}\"\n"
    ));
    house.write("playlists/a.toml", "boards = [\"b\"]\n[[item]]\ntext = \"Cửa\"\nhold = 3600\n");
    let _daemon = house.start();
    let mut datagram = vec![0; 70_000];
    let length = socket.recv(&mut datagram).unwrap();
    let header = b"P6\n40 16\n#FT: 5 6 0\n255\n";
    assert_eq!(&datagram[..header.len()], header);
    assert_eq!(length, header.len() + 40 * 16 * 3);
    let preview = house.preview("b", bangtin::clock::wall_now());
    assert!(datagram[header.len()..length] == preview);
}
