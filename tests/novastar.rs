//! The control channel of Novastar sending cards: whole conversations with a card that is a program, in memory, over TCP and
//! over a pseudo terminal, on good lines and bad ones; and the codec of others as a witness.

use bangtin::board::Trouble;
use bangtin::board::control::novastar::{Control, SendingCard};
use bangtin::wire::Packets;
use bangtin::wire::json::{Name, decode};
use bangtin::wire::novastar::{Place, Register, Repr, Way};
use proptest::prelude::*;
use serde_json::Value;
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A control channel and a card, and between them a line and a clock that are turned by hand.
struct World {
    control: Control,
    card: SendingCard,
    now: Duration,
    /// Everything that was asked or ordered, and when.
    log: Vec<(Duration, bool, Register, Vec<u8>)>,
}

impl World {
    fn new() -> Self {
        let (control, card) = (Control::new(&[]), SendingCard::new());
        Self { control, card, now: Duration::from_secs(1000), log: Vec::new() }
    }

    /// Goes on for a while; `line` is what becomes of an answer on its way.
    fn run(&mut self, seconds: f32, mut line: impl FnMut(Vec<u8>) -> Vec<u8>) {
        let end = self.now + Duration::from_secs_f32(seconds);
        let (mut packets, mut replies) = (Packets::default(), Packets::default());
        loop {
            self.now = self.now.max(self.control.due());
            if self.now > end {
                self.now = end;
                return;
            }
            self.control.next(self.now, &mut packets);
            for packet in packets.iter() {
                let repr = Repr::parse(packet).unwrap();
                assert_eq!((repr.way, repr.source, repr.destination), (Way::Request, 0xFE, 0));
                let register = Register::of(repr.device, repr.register).expect("a register that may be used");
                self.log.push((self.now, repr.write, register, repr.data.to_vec()));
                replies.clear();
                self.card.receive(packet, &mut replies);
                let answer = line(replies.bytes().to_vec());
                self.now += Duration::from_millis(3);
                self.control.receive(&answer, self.now);
            }
        }
    }

    fn well(&mut self, seconds: f32) {
        self.run(seconds, |answer| answer);
    }

    fn writes(&self, register: Register) -> Vec<(Duration, u8)> {
        let of = |(at, write, which, data): &(Duration, bool, Register, Vec<u8>)| {
            (*write && *which == register).then(|| (*at, data[0]))
        };
        self.log.iter().filter_map(of).collect()
    }
}

#[test]
fn a_card_is_asked_how_it_is_and_nothing_is_written() {
    let mut world = World::new();
    (world.card.monitor[0], world.card.monitor[1], world.card.monitor[3]) = (0x80, 84, 0x80 | 50);
    world.well(12.0);
    let reading = world.control.reading();
    assert_eq!((reading.temperature_c, reading.volts, reading.signal), (Some(42.0), Some(5.0), Some(true)));
    assert_eq!((reading.model, reading.brightness, reading.blank), (Some(0x1101), Some(255), Some(false)));
    assert!(world.now - reading.at < Duration::from_secs(6));
    assert!(world.log.iter().all(|(_, write, ..)| !write));
    assert!(world.log.len() <= 12, "{} questions in 12 s", world.log.len());
    assert_eq!(world.control.trouble(), None);
}

#[test]
fn a_missing_picture_is_noticed_within_five_seconds() {
    let mut world = World::new();
    world.well(20.0);
    world.card.picture = false;
    world.well(5.1);
    assert_eq!(world.control.reading().signal, Some(false));
}

#[test]
fn brightness_goes_to_what_is_wanted_in_steps_at_most_one_a_second() {
    let mut world = World::new();
    world.control.want_brightness(Some(100));
    world.well(8.0);
    let writes = world.writes(Register::Brightness);
    let values: Vec<_> = writes.iter().map(|(_, value)| *value).collect();
    assert_eq!(values, [223, 191, 159, 127, 100]);
    assert!(writes.windows(2).all(|two| two[1].0 - two[0].0 >= Duration::from_secs(1)), "{writes:?}");
    assert_eq!((world.card.brightness, world.control.reading().brightness), (100, Some(100)));
    world.well(60.0);
    assert_eq!(world.writes(Register::Brightness).len(), 5, "what is as wanted is not written again");
}

#[test]
fn a_card_that_was_without_power_gets_its_brightness_back() {
    let mut world = World::new();
    world.control.want_brightness(Some(200));
    world.well(5.0);
    world.card = SendingCard::new();
    world.well(13.0);
    assert_eq!(world.card.brightness, 200);
}

#[test]
fn a_blackout_is_ordered_at_once_and_taken_back_at_once() {
    let mut world = World::new();
    world.control.want_blank(Some(false));
    world.well(7.0);
    for (blank, kill) in [(true, 0xFF), (false, 0), (true, 0xFF)] {
        let since = world.now;
        world.control.want_blank(Some(blank));
        world.well(0.2);
        assert_eq!(world.card.kill, kill);
        let (at, value) = *world.writes(Register::Kill).last().unwrap();
        assert_eq!(value, kill);
        assert!(at - since <= Duration::from_millis(60), "{:?}", at - since);
        assert_eq!(world.control.reading().blank, Some(blank));
    }
}

#[test]
fn nothing_is_sent_for_a_moment_after_what_goes_to_all_and_its_answer_is_not_taken_for_another() {
    for answers_all in [false, true] {
        let mut world = World::new();
        world.card.answers_all = answers_all;
        world.control.want_brightness(Some(10));
        world.control.want_blank(Some(true));
        world.well(30.0);
        let after = world.log.windows(2).filter(|two| two[0].1).map(|two| two[1].0 - two[0].0);
        assert!(after.clone().count() > 5 && after.clone().all(|gap| gap >= Duration::from_millis(50)));
        assert_eq!((world.card.brightness, world.card.kill), (10, 0xFF));
        assert_eq!(world.control.trouble(), None);
    }
}

#[test]
fn a_card_that_is_silent_is_asked_one_thing_a_second_and_told_of() {
    let mut world = World::new();
    world.control.want_brightness(Some(100));
    world.well(5.0);
    let (asked, since) = (world.log.len(), world.now);
    world.run(20.0, |_| Vec::new());
    assert!(world.log.len() - asked <= 21, "{}", world.log.len() - asked);
    let Some(Trouble::Silent { since: told }) = world.control.trouble() else { panic!("silent") };
    assert!(told > since && told < since + Duration::from_secs(7));
    world.well(2.0);
    assert_eq!(world.control.trouble(), None);
}

#[test]
fn what_was_damaged_is_asked_once_more_at_once() {
    let mut world = World::new();
    let mut bad = 1;
    // The card says that the request was damaged on its way.
    let damaged = |answer: Vec<u8>| {
        let mut packets = Packets::default();
        Repr { way: Way::Response(2), data: &[], ..Repr::parse(&answer).unwrap() }
            .emit(&mut packets)
            .unwrap();
        packets.bytes().to_vec()
    };
    world.run(4.0, |answer| if std::mem::take(&mut bad) == 1 { damaged(answer) } else { answer });
    assert_eq!(world.log[0].2, world.log[1].2);
    assert!(world.log[1].0 - world.log[0].0 < Duration::from_millis(10));
    assert_eq!(world.control.trouble(), None);
    let asked = world.log.len();
    world.run(10.0, damaged);
    assert_eq!(world.control.trouble(), Some(Trouble::Damaged));
    assert!(world.log.len() - asked <= 14, "twice and not for ever: {}", world.log.len() - asked);
    world.well(10.0);
    assert_eq!(world.control.trouble(), None);
}

#[test]
fn a_receiving_card_that_is_not_reached_is_told_of_and_the_others_are_read() {
    let mut world = World::new();
    world.control = Control::new(&[Place::FIRST, Place { port: 0, card: 1 }]);
    (world.card.monitor[0], world.card.monitor[1]) = (0x80, 60);
    world.well(3.0);
    assert_eq!(world.control.trouble(), Some(Trouble::Faulty { part: "receiving card" }));
    assert_eq!(world.control.reading().temperature_c, Some(30.0));
    world.card.cards = 2;
    world.well(11.0);
    assert_eq!(world.control.trouble(), None);
}

#[test]
fn a_register_the_card_does_not_know_is_left_alone() {
    let mut world = World::new();
    let unknown = |answer: Vec<u8>| {
        let repr = Repr::parse(&answer).unwrap();
        if Register::of(repr.device, repr.register) != Some(Register::Monitor) {
            return answer;
        }
        let mut packets = Packets::default();
        Repr { way: Way::Response(4), data: &[], ..repr }.emit(&mut packets).unwrap();
        packets.bytes().to_vec()
    };
    world.run(60.0, unknown);
    let asked = world.log.iter().filter(|(_, _, register, _)| *register == Register::Monitor).count();
    assert_eq!((asked, world.control.trouble()), (1, None));
    world.control.opened();
    world.well(2.0);
    assert!(world.log.iter().filter(|(_, _, register, _)| *register == Register::Monitor).count() == 2);
}

#[test]
fn an_answer_that_comes_too_late_is_not_believed() {
    let mut world = World::new();
    world.control.want_brightness(Some(255));
    let mut late = Vec::new();
    // Every answer arrives with the one after it.
    world.run(30.0, |answer| std::mem::replace(&mut late, answer));
    assert!(matches!(world.control.trouble(), Some(Trouble::Silent { .. })));
    assert_eq!((world.control.reading().signal, world.control.reading().model), (None, None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the line does, requests are for what may be used (`World::run` looks), and on a good line all is well again.
    #[test]
    fn noise_and_cuts_delay_only(noise in proptest::collection::vec((any::<u8>(), proptest::collection::vec(any::<u8>(), 0..40)), 1..40)) {
        let mut world = World::new();
        world.control.want_brightness(Some(30));
        let mut noise = noise.iter().cycle();
        world.run(40.0, |mut answer| {
            let (how, more) = noise.next().unwrap();
            match how % 4 {
                0 => answer,
                1 => [more.as_slice(), &answer].concat(),
                2 => { answer.truncate(answer.len() / 2); answer }
                _ => {
                    if let Some(byte) = answer.last_mut() { *byte ^= 1 }
                    answer
                }
            }
        });
        world.well(40.0);
        prop_assert_eq!((world.card.brightness, world.control.trouble()), (30, None));
    }
}

/// Speaks with a real port that reads with a time-out; when nothing comes, the clock is turned on.
fn speak(port: &mut (impl Read + Write), control: &mut Control, seconds: u64) {
    let (mut now, mut packets, mut buffer) = (Duration::from_secs(1), Packets::default(), [0; 7]);
    let end = now + Duration::from_secs(seconds);
    while now < end {
        control.next(now, &mut packets);
        port.write_all(packets.bytes()).unwrap();
        match port.read(&mut buffer) {
            Ok(0) => panic!("closed"),
            Ok(len) => control.receive(&buffer[..len], now),
            Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => {
                now = now.max(control.due());
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// Answers until the other end is gone, a few bytes at a time, and returns the card as it is then.
fn answer(mut port: impl Read + Write, noise: &[u8]) -> SendingCard {
    let (mut card, mut replies, mut buffer) = (SendingCard::new(), Packets::default(), [0; 5]);
    (card.monitor[0], card.monitor[1]) = (0x81, 7);
    loop {
        match port.read(&mut buffer) {
            Ok(len @ 1..) => {
                replies.clear();
                card.receive(&buffer[..len], &mut replies);
                let bytes = if replies.is_empty() { Vec::new() } else { [noise, replies.bytes()].concat() };
                for part in bytes.chunks(9) {
                    if port.write_all(part).and_then(|()| port.flush()).is_err() {
                        return card;
                    }
                }
            }
            Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => {}
            _ => return card,
        }
    }
}

#[test]
fn over_tcp_a_board_is_dimmed_and_read() {
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = door.local_addr().unwrap();
    let card = std::thread::spawn(move || answer(door.accept().unwrap().0, b""));
    let mut port = TcpStream::connect(address).unwrap();
    port.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let mut control = Control::new(&[]);
    control.want_brightness(Some(190));
    speak(&mut port, &mut control, 7);
    drop(port);
    let card = card.join().unwrap();
    assert_eq!((card.brightness, control.reading().brightness), (190, Some(190)));
    assert_eq!((control.reading().temperature_c, control.trouble()), (Some(-3.5), None));
}

#[test]
fn over_a_serial_line_noise_before_an_answer_is_skipped() {
    use serialport::{SerialPort as _, TTYPort};
    let (mut line, device) = TTYPort::pair().unwrap();
    line.set_timeout(Duration::from_millis(100)).unwrap();
    let mut far = device;
    far.set_timeout(Duration::from_millis(100)).unwrap();
    let card = std::thread::spawn(move || answer(far, b"\x00\xAA\x55\x55"));
    let mut control = Control::new(&[]);
    control.want_blank(Some(true));
    speak(&mut line, &mut control, 3);
    drop(line);
    let card = card.join().unwrap();
    assert_eq!((card.kill, control.reading().blank), (0xFF, Some(true)));
    assert_eq!(control.trouble(), None);
}

/// The codec of others (npm) reads every packet as we mean it, and makes the same bytes of it.
#[test]
fn the_codec_of_others_reads_and_makes_the_same_packets() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/witness/novastar");
    if !folder.join("node_modules").exists() {
        assert!(std::env::var_os("BANGTIN_ALL_TOOLS").is_none(), "npm's @novastar/codec is missing");
        println!("SKIPPED: `npm ci` was not run in tests/witness/novastar");
        return;
    }
    let mut packets = Packets::default();
    for serial in 0..=255u8 {
        let place = [Place::ALL, Place::FIRST, Place { port: serial, card: 0x0234 }][usize::from(serial % 3)];
        let register = Register::ALL[usize::from(serial) % Register::ALL.len()];
        Repr::read(serial, register, place).emit(&mut packets).unwrap();
        let data = [serial, 1, 2, 3, 4];
        for (register, data) in
            [(Register::Brightness, &data[..]), (Register::Brightness, &data[..1]), (Register::Kill, &[0xFF])]
        {
            let order = Repr::write(serial, register, place, data);
            order.emit(&mut packets).unwrap();
            order.answer(serial % 5, &[]).emit(&mut packets).unwrap();
        }
        Repr::read(serial, Register::Monitor, place).answer(0, &[serial; 82]).emit(&mut packets).unwrap();
    }
    let lines: String = packets.iter().map(|packet| hex::encode(packet) + "\n").collect();
    let mut node = Command::new("node")
        .arg("read.mjs")
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node");
    let mut stdin = node.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()).unwrap());
    let output = node.wait_with_output().unwrap();
    writer.join().unwrap();
    let theirs: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(theirs.len(), packets.iter().count());
    for (packet, theirs) in packets.iter().zip(&theirs) {
        let ours = decode(Name::Novastar, packet).unwrap();
        assert_eq!(theirs["sound"], true, "their check of {ours}");
        for key in ["serial", "source", "destination", "device", "port", "card", "write", "register", "data"]
        {
            assert_eq!(theirs[key], ours[key], "{key} of {ours}");
        }
        assert_eq!(theirs["ack"], *ours.get("ack").unwrap_or(&Value::from(0)));
        if ours["message"] == "request" {
            assert_eq!(theirs["again"], hex::encode(packet), "{ours}");
        }
    }
}
