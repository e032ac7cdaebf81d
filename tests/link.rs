//! Links against real sockets and real pseudo terminals: what a board at the other end gets, and what its operator is told.

#[path = "link/neighbours.rs"]
mod neighbours;
#[path = "link/paced.rs"]
mod paced;
#[path = "link/site.rs"]
mod site;
#[path = "link/tcp.rs"]
mod tcp;

use std::net::UdpSocket;
use std::time::Duration;

use bangtin::link::{Event, Link, LinkError, Load, Outcome};

/// Long enough for a busy test machine.
const LONG: Duration = Duration::from_secs(20);

async fn event(link: &mut Link) -> Event {
    tokio::time::timeout(LONG, link.event()).await.expect("nothing happened")
}

/// Waits for the next event and keeps sending meanwhile, as a player does.
async fn event_while_sending(link: &mut Link, bytes: &[u8], ends: &[usize]) -> Event {
    for _ in 0..400 {
        link.send(Load::plain(bytes, ends));
        if let Ok(event) = tokio::time::timeout(Duration::from_millis(50), link.event()).await {
            return event;
        }
    }
    panic!("nothing happened")
}

async fn assert_quiet(link: &mut Link, time: Duration) {
    let told = tokio::time::timeout(time, link.event()).await;
    assert!(told.is_err(), "told although nothing changed: {told:?}");
}

mod udp {
    use super::*;

    /// A frame whose packets have these lengths, each byte telling its place.
    fn frame(lengths: &[usize]) -> (Vec<u8>, Vec<usize>) {
        let mut ends = Vec::new();
        let mut end = 0;
        for length in lengths {
            end += length;
            ends.push(end);
        }
        ((0..end).map(|place| (place * 7 % 251) as u8).collect(), ends)
    }

    fn board(at: &str) -> UdpSocket {
        let socket = UdpSocket::bind(at).unwrap();
        socket.set_read_timeout(Some(LONG)).unwrap();
        socket
    }

    async fn arrives_whole(host: &str, offload: bool) {
        let board = board(if host == "::1" { "[::1]:0" } else { "127.0.0.1:0" });
        let mut link = Link::udp(host, board.local_addr().unwrap().port(), offload);
        assert_eq!(event(&mut link).await, Event::Up);
        let shapes: [&[usize]; 6] =
            [&[10], &[1450; 25], &[1450, 1450, 1450, 1450, 333], &[9, 1450, 1450, 7, 7, 8], &[30; 140], &[1]];
        for lengths in shapes {
            let (bytes, ends) = frame(lengths);
            assert_eq!(link.send(Load::plain(&bytes, &ends)), Outcome::Sent);
            let mut start = 0;
            for end in ends {
                let mut packet = [0; 2000];
                let length = board.recv(&mut packet).expect("a packet is missing");
                assert_eq!(packet[..length], bytes[start..end], "packet {start}..{end} of {lengths:?}");
                start = end;
            }
        }
        assert_eq!(link.dropped(), 0);
    }

    #[tokio::test]
    async fn frames_arrive_whole_over_ipv4_packet_by_packet() {
        arrives_whole("127.0.0.1", false).await;
    }

    #[tokio::test]
    async fn frames_arrive_whole_over_ipv4_with_offload() {
        arrives_whole("127.0.0.1", true).await;
    }

    #[tokio::test]
    async fn frames_arrive_whole_over_ipv6_packet_by_packet() {
        arrives_whole("::1", false).await;
    }

    #[tokio::test]
    async fn frames_arrive_whole_over_ipv6_with_offload() {
        arrives_whole("::1", true).await;
    }

    async fn refused_and_recovers(offload: bool) {
        let address = board("127.0.0.1:0").local_addr().unwrap();
        let mut link = Link::udp("127.0.0.1", address.port(), offload);
        assert_eq!(event(&mut link).await, Event::Up);
        let (bytes, ends) = frame(&[100, 100, 50]);
        let told = event_while_sending(&mut link, &bytes, &ends).await;
        assert_eq!(told, Event::Down(LinkError::Refused { address }));

        for _ in 0..60 {
            assert_eq!(link.send(Load::plain(&bytes, &ends)), Outcome::Down);
            assert_quiet(&mut link, Duration::from_millis(50)).await;
        }

        let board = board(&address.to_string());
        assert_eq!(event_while_sending(&mut link, &bytes, &ends).await, Event::Up);
        assert_eq!(link.send(Load::plain(&bytes, &ends)), Outcome::Sent);
        // Frames arrived also while the link still had to prove itself, and whole.
        for length in [100, 100, 50] {
            assert_eq!(board.recv(&mut [0; 200]).unwrap(), length);
        }
    }

    #[tokio::test]
    async fn a_port_nobody_listens_at_is_told_once_and_works_when_somebody_listens() {
        refused_and_recovers(false).await;
    }

    #[tokio::test]
    async fn a_refused_port_works_again_with_offload_too() {
        refused_and_recovers(true).await;
    }

    #[tokio::test]
    async fn a_player_that_stops_sending_to_a_refused_port_is_invited_to_try_again() {
        let address = board("127.0.0.1:0").local_addr().unwrap();
        let mut link = Link::udp("127.0.0.1", address.port(), false);
        assert_eq!(event(&mut link).await, Event::Up);
        let told = event_while_sending(&mut link, b"x", &[1]).await;
        assert_eq!(told, Event::Down(LinkError::Refused { address }));
        assert_eq!(event(&mut link).await, Event::Up);
    }

    #[tokio::test]
    async fn a_frame_with_an_end_outside_its_bytes_is_dropped_and_the_next_one_arrives() {
        let board = board("127.0.0.1:0");
        let mut link = Link::udp("127.0.0.1", board.local_addr().unwrap().port(), true);
        assert_eq!(event(&mut link).await, Event::Up);
        assert_eq!(link.send(Load::plain(b"abc", &[1, 7])), Outcome::Busy);
        assert_eq!(link.dropped(), 1);
        assert_eq!(link.send(Load::plain(b"next", &[4])), Outcome::Sent);
        assert_eq!(board.recv(&mut [0; 10]).unwrap(), 4);
    }

    #[test]
    fn sending_allocates_nothing_in_the_steady_state() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for offload in [false, true] {
            let board = board("127.0.0.1:0");
            let mut link = Link::udp("127.0.0.1", board.local_addr().unwrap().port(), offload);
            assert_eq!(runtime.block_on(event(&mut link)), Event::Up);
            let (bytes, ends) = frame(&[1450, 1450, 1450, 20]);
            let info = allocation_counter::measure(|| {
                for _ in 0..100 {
                    assert_eq!(link.send(Load::plain(&bytes, &ends)), Outcome::Sent);
                }
            });
            assert_eq!(info.count_total, 0, "offload {offload}: {info:?}");
        }
    }
}

mod serial {
    use std::io::{Read, Write};
    use std::os::unix::fs::symlink;
    use std::path::PathBuf;
    use std::time::Duration;

    use bangtin::link::Lines;
    use serialport::{SerialPort, TTYPort};
    use tempfile::TempDir;

    use super::*;

    /// So fast that no test waits for the line.
    const BAUD: u32 = 4_000_000;

    /// A socket on the wall: boards are plugged into it and pulled out, its path stays.
    struct Wall {
        _folder: TempDir,
        path: PathBuf,
    }

    impl Wall {
        fn new(name: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(name);
            Self { _folder: folder, path }
        }

        fn path(&self) -> &str {
            self.path.to_str().unwrap()
        }

        fn link(&self) -> Link {
            Link::serial(self.path(), BAUD)
        }

        /// Plugs a board in and returns its side of the line.
        fn plug(&self) -> Board {
            let (mut line, slave) = TTYPort::pair().unwrap();
            line.set_timeout(LONG).unwrap();
            symlink(slave.name().unwrap(), &self.path).unwrap();
            Board { line, _end: slave }
        }

        /// Pulls the board out. The path goes first: the system soon gives the number of a closed terminal to another.
        fn unplug(&self, board: Board) {
            std::fs::remove_file(&self.path).unwrap();
            drop(board);
        }

        /// Whether a thread serves the device (the system keeps the first 15 letters of a thread's name).
        fn served(&self) -> bool {
            let wanted = format!("serial {}\n", self.path.file_name().unwrap().to_str().unwrap());
            std::fs::read_dir("/proc/self/task").unwrap().any(|task| {
                std::fs::read_to_string(task.unwrap().path().join("comm")).is_ok_and(|name| name == wanted)
            })
        }

        fn assert_thread_ends_promptly(&self) {
            for _ in 0..15 {
                std::thread::sleep(Duration::from_millis(20));
                if !self.served() {
                    return;
                }
            }
            panic!("the thread is still there 300 ms after the link was dropped");
        }
    }

    struct Board {
        line: TTYPort,
        /// Open as well, so that what is on the line can be read after the link has closed its end.
        _end: TTYPort,
    }

    impl Board {
        fn read(&mut self, count: usize) -> Vec<u8> {
            let mut bytes = vec![0; count];
            self.line.read_exact(&mut bytes).expect("bytes are missing");
            bytes
        }

        /// Waits for the end of what is under way.
        fn hear_the_rest(&mut self) {
            self.line.set_timeout(Duration::from_millis(300)).unwrap();
            while self.line.read(&mut [0; 4096]).is_ok() {}
            self.line.set_timeout(LONG).unwrap();
        }

        fn assert_silent(&mut self) {
            self.line.set_timeout(Duration::from_millis(200)).unwrap();
            let mut byte = [0];
            let read = self.line.read(&mut byte);
            assert!(read.is_err(), "there was more: {read:?} {byte:?}");
            self.line.set_timeout(LONG).unwrap();
        }
    }

    fn frame(shade: u8, length: usize) -> Vec<u8> {
        (0..length).map(|place| (place % 256) as u8 ^ shade).collect()
    }

    fn send(link: &mut Link, bytes: &[u8]) -> Outcome {
        link.send(Load::plain(bytes, &[bytes.len()]))
    }

    /// More than a pseudo terminal keeps.
    const FLOOD: usize = 1 << 20;

    /// Sends until the line is full; returns the frame that is stuck in the middle.
    async fn stall(link: &mut Link) -> Vec<u8> {
        assert_eq!(event(link).await, Event::Up);
        let flood = frame(0, FLOOD);
        assert_eq!(send(link, &flood), Outcome::Queued);
        tokio::time::sleep(Duration::from_millis(200)).await;
        flood
    }

    #[tokio::test]
    async fn frames_arrive_byte_for_byte_all_values_included() {
        let wall = Wall::new("exact");
        let mut board = wall.plug();
        let mut link = wall.link();
        assert_eq!(event(&mut link).await, Event::Up);
        for shade in [0, 0x5a, 0xff] {
            let bytes = frame(shade, 3000);
            assert_eq!(send(&mut link, &bytes), Outcome::Queued);
            assert_eq!(board.read(bytes.len()), bytes);
        }
        board.assert_silent();
        assert_eq!(link.dropped(), 0);
    }

    #[tokio::test]
    async fn a_device_that_is_not_there_yet_is_told_once_and_used_when_it_appears() {
        let wall = Wall::new("later");
        let mut link = wall.link();
        let missing = LinkError::NoSuchDevice { path: wall.path().to_owned() };
        assert_eq!(event(&mut link).await, Event::Down(missing));
        assert_eq!(send(&mut link, b"lost"), Outcome::Down);
        assert_quiet(&mut link, Duration::from_secs(1)).await;

        let mut board = wall.plug();
        assert_eq!(event(&mut link).await, Event::Up);
        assert_eq!(send(&mut link, b"here"), Outcome::Queued);
        assert_eq!(board.read(4), b"here");
    }

    #[tokio::test]
    async fn pulling_the_cable_is_told_and_plugging_it_in_again_goes_on_without_old_bytes() {
        let wall = Wall::new("unplug");
        let mut board = wall.plug();
        let mut link = wall.link();
        assert_eq!(event(&mut link).await, Event::Up);
        for round in 0..3 {
            assert_eq!(send(&mut link, b"before"), Outcome::Queued);
            assert_eq!(board.read(6), b"before");
            wall.unplug(board);
            let gone = LinkError::Gone { path: wall.path().to_owned() };
            assert_eq!(event(&mut link).await, Event::Down(gone), "round {round}");
            assert_eq!(send(&mut link, b"meanwhile"), Outcome::Down);
            assert_quiet(&mut link, Duration::from_millis(400)).await;

            board = wall.plug();
            assert_eq!(event(&mut link).await, Event::Up, "round {round}");
            assert_eq!(send(&mut link, b"after"), Outcome::Queued);
            assert_eq!(board.read(5), b"after");
        }
    }

    #[tokio::test]
    async fn the_cable_may_also_be_pulled_in_the_middle_of_a_frame() {
        let wall = Wall::new("middle");
        let board = wall.plug();
        let mut link = wall.link();
        stall(&mut link).await;
        wall.unplug(board);
        let gone = LinkError::Gone { path: wall.path().to_owned() };
        assert_eq!(event(&mut link).await, Event::Down(gone));
        let mut board = wall.plug();
        assert_eq!(event(&mut link).await, Event::Up);
        assert_eq!(send(&mut link, b"whole"), Outcome::Queued);
        assert_eq!(board.read(5), b"whole");
    }

    #[tokio::test]
    async fn a_device_another_program_holds_is_told_and_used_when_it_is_free() {
        let wall = Wall::new("inuse");
        let mut board = wall.plug();
        let other = serialport::new(wall.path(), BAUD).open_native().unwrap();
        let mut link = wall.link();
        let in_use = LinkError::InUse { path: wall.path().to_owned() };
        assert_eq!(event(&mut link).await, Event::Down(in_use));
        drop(other);
        assert_eq!(event(&mut link).await, Event::Up);
        assert!(
            serialport::new(wall.path(), BAUD).open_native().is_err(),
            "the link does not hold its device"
        );
        assert_eq!(send(&mut link, b"mine"), Outcome::Queued);
        assert_eq!(board.read(4), b"mine");
    }

    #[tokio::test]
    async fn a_path_that_is_no_serial_device_is_told_and_left_alone() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "a letter").unwrap();
        let mut link = Link::serial(file.path().to_str().unwrap(), BAUD);
        let Event::Down(LinkError::Other { what, .. }) = event(&mut link).await else { panic!("opened") };
        assert_eq!(what, file.path().to_str().unwrap());
        assert_eq!(std::fs::read_to_string(file.path()).unwrap(), "a letter");
    }

    #[tokio::test]
    async fn the_newest_frame_wins_and_a_frame_once_begun_is_finished() {
        let wall = Wall::new("newest");
        let mut board = wall.plug();
        let mut link = wall.link();
        let begun = stall(&mut link).await;
        assert_eq!(send(&mut link, b"first"), Outcome::Queued);
        assert_eq!(send(&mut link, b"second"), Outcome::Busy);
        assert_eq!(send(&mut link, b"newest"), Outcome::Busy);
        assert_eq!(link.dropped(), 2);
        assert!(board.read(FLOOD) == begun, "the frame in hand was broken");
        assert_eq!(board.read(6), b"newest");
        board.assert_silent();
    }

    #[tokio::test]
    async fn a_board_that_takes_no_bytes_is_told_never_waited_for_and_goes_on_when_it_does() {
        let wall = Wall::new("stalled");
        let mut board = wall.plug();
        let mut link = wall.link();
        let begun = stall(&mut link).await;
        let mut told = None;
        for _ in 0..400 {
            // A send that waited for the board would take seconds.
            let sends = async {
                for _ in 0..10 {
                    send(&mut link, b"another");
                }
            };
            tokio::time::timeout(Duration::from_millis(500), sends).await.unwrap();
            told = tokio::time::timeout(Duration::from_millis(20), link.event()).await.ok();
            if told.is_some() {
                break;
            }
        }
        let stalled = LinkError::Stalled { path: wall.path().to_owned(), seconds: 3 };
        assert_eq!(told, Some(Event::Down(stalled)));
        assert_eq!(send(&mut link, b"lost"), Outcome::Down);
        assert_quiet(&mut link, Duration::from_millis(500)).await;

        let rest = std::thread::spawn(move || (board.read(FLOOD), board));
        assert_eq!(event(&mut link).await, Event::Up);
        let (bytes, mut board) = rest.join().unwrap();
        assert!(bytes == begun, "the frame in hand was broken");
        assert_eq!(send(&mut link, b"again"), Outcome::Queued);
        assert_eq!(board.read(5), b"again");
    }

    #[tokio::test]
    async fn dropping_the_link_of_a_stalled_board_waits_for_nothing_and_ends_its_thread() {
        let wall = Wall::new("dropped");
        let _board = wall.plug();
        let mut link = wall.link();
        stall(&mut link).await;
        assert!(wall.served());
        drop(link);
        wall.assert_thread_ends_promptly();
    }

    #[tokio::test]
    async fn dropping_the_link_of_an_absent_board_ends_its_thread_too() {
        let wall = Wall::new("absent");
        let mut link = wall.link();
        // A player's task may be moved between threads with its link.
        let waiting = tokio::spawn(async move { (event(&mut link).await, link) });
        let (told, link) = waiting.await.unwrap();
        assert!(matches!(told, Event::Down(LinkError::NoSuchDevice { .. })));
        // By now the pause between two attempts is longer than the thread may take to end.
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(wall.served());
        drop(link);
        wall.assert_thread_ends_promptly();
    }

    #[tokio::test]
    async fn the_last_frame_before_the_link_is_dropped_still_leaves() {
        let wall = Wall::new("last");
        let mut board = wall.plug();
        for _ in 0..20 {
            let mut link = wall.link();
            assert_eq!(event(&mut link).await, Event::Up);
            assert_eq!(send(&mut link, b"black"), Outcome::Queued);
            drop(link);
            assert_eq!(board.read(5), b"black");
            wall.assert_thread_ends_promptly();
        }
    }

    #[tokio::test]
    async fn what_a_board_says_is_handed_over_up_to_a_bound_and_keeps_no_frame_from_it() {
        let wall = Wall::new("chatty");
        let mut board = wall.plug();
        let mut link = wall.link();
        assert_eq!(event(&mut link).await, Event::Up);
        board.line.write_all(b"hello").unwrap();
        assert_eq!(event(&mut link).await, Event::Received(b"hello".to_vec()));
        // Nobody asks for a while.
        board.line.write_all(&vec![b'!'; 200_000]).expect("nobody takes what the board says");
        assert_eq!(send(&mut link, b"frame"), Outcome::Queued);
        assert_eq!(board.read(5), b"frame");
        let Event::Received(bytes) = event(&mut link).await else { panic!("lost altogether") };
        assert!((1000..=4096).contains(&bytes.len()), "{} bytes", bytes.len());
        board.assert_silent();
    }

    /// What arrives in so many bytes, and when each of the changes from byte to byte did.
    fn heard(board: &mut Board, count: usize) -> Vec<(u8, usize, Duration)> {
        let clock = bangtin::clock::since_start();
        let mut runs: Vec<(u8, usize, Duration)> = Vec::new();
        for _ in 0..count {
            let byte = board.read(1)[0];
            match runs.last_mut() {
                Some((last, length, _)) if *last == byte => *length += 1,
                _ => runs.push((byte, 1, clock())),
            }
        }
        runs
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn boards_on_one_line_take_turns_and_the_line_is_silent_for_the_pause_of_each() {
        let wall = Wall::new("shared");
        let mut board = wall.plug();
        let lines = Lines::default();
        let (short, long) = (Duration::ZERO, Duration::from_millis(60));
        let mut links = [short, long].map(|pause| lines.link(wall.path(), 38_400, pause));
        for link in &mut links {
            assert_eq!(event(link).await, Event::Up);
        }
        // 50 ms each on the line.
        let hearing = std::thread::spawn(move || (heard(&mut board, 8 * 192), board));
        while !hearing.is_finished() {
            links.iter_mut().zip(*b"ab").for_each(|(link, letter)| _ = send(link, &[letter; 192]));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let (runs, mut board) = hearing.join().unwrap();
        let (letters, begins): (Vec<_>, Vec<_>) = runs.iter().map(|run| (run.0, run.2)).unzip();
        assert!(letters == b"abababab" || letters == b"babababa", "{runs:?}");
        assert!(runs.iter().all(|run| run.1 == 192), "{runs:?}");
        for (pair, letter) in begins.windows(2).zip(letters) {
            let least = Duration::from_millis(if letter == b'b' { 110 } else { 50 });
            let took = pair[1] - pair[0];
            assert!(took + Duration::from_millis(8) > least, "{took:?} after {}", char::from(letter));
        }
        // What comes back is for the one spoken to last, and the line stays open for the other when one goes.
        let [first, mut second] = links;
        drop(first);
        board.hear_the_rest();
        assert_eq!(send(&mut second, b"?"), Outcome::Queued);
        assert_eq!(board.read(1), b"?");
        board.line.write_all(b"yes").unwrap();
        assert_eq!(event(&mut second).await, Event::Received(b"yes".to_vec()));
        assert!(wall.served());
        drop(second);
        wall.assert_thread_ends_promptly();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_line_carries_what_its_speed_gives_and_no_more_stands_before_it() {
        let wall = Wall::new("speed");
        let mut board = wall.plug();
        let mut link = Link::serial(wall.path(), 115_200);
        assert_eq!(event(&mut link).await, Event::Up);
        let hearing = std::thread::spawn(move || {
            let clock = bangtin::clock::since_start();
            let mut arrived = Vec::new();
            for _ in 0..40 {
                board.read(1000);
                arrived.push(clock());
            }
            arrived
        });
        while !hearing.is_finished() {
            send(&mut link, &[7; 1000]);
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let arrived = hearing.join().unwrap();
        let took = (arrived[39] - arrived[0]).as_secs_f64();
        let part = 39.0 * 1000.0 * 10.0 / 115_200.0 / took;
        assert!((0.97..=1.005).contains(&part), "{:.1} % of the rate of the line", part * 100.0);
    }

    #[test]
    fn sending_allocates_nothing_in_the_steady_state() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let wall = Wall::new("steady");
        let mut board = wall.plug();
        let mut link = wall.link();
        assert_eq!(runtime.block_on(event(&mut link)), Event::Up);
        let bytes = frame(1, 2000);
        let mut arrived = vec![0; bytes.len()];
        let mut round = |link: &mut Link| {
            assert_eq!(send(link, &bytes), Outcome::Queued);
            board.line.read_exact(&mut arrived).unwrap();
        };
        (0..3).for_each(|_| round(&mut link));
        let info = allocation_counter::measure(|| (0..100).for_each(|_| round(&mut link)));
        assert_eq!(info.count_total, 0, "{info:?}");
    }
}

/// Faults only a network of one's own can have: the test runs once more inside a name space with a cable `near` (this
/// machine, 10.9.9.1) to `far` (10.9.9.2, where nobody is). Left out where the system does not let users have one.
mod network {
    use std::process::Command;

    use super::*;

    const INSIDE: &str = "BANGTIN_TEST_IN_OWN_NETWORK";
    const SETUP: &str = "ip link add near type veth peer name far && ip addr add 10.9.9.1/24 dev near \
        && ip link set lo up && ip link set near up && ip link set far up";
    /// As if somebody were there: packets leave instead of waiting for an answer to "who has 10.9.9.2".
    const SOMEBODY: &str = "neigh replace 10.9.9.2 lladdr 02:00:00:00:00:02 dev near";

    /// Whether the test that calls this is to go on, being inside.
    fn inside(test: &str) -> bool {
        if std::env::var_os(INSIDE).is_some() {
            return true;
        }
        let unshare = |script: &str| {
            let mut command = Command::new("unshare");
            command.args(["-rn", "sh", "-c", script]).arg(std::env::current_exe().unwrap()).env(INSIDE, "1");
            command.output().is_ok_and(|output| {
                print!("{}", String::from_utf8_lossy(&output.stdout));
                eprint!("{}", String::from_utf8_lossy(&output.stderr));
                output.status.success()
            })
        };
        if !unshare(SETUP) {
            eprintln!("left out: no network of one's own to be had here");
            return false;
        }
        assert!(unshare(&format!("{SETUP} && exec \"$0\" --exact network::{test} --nocapture")));
        false
    }

    fn ip(arguments: &str) {
        assert!(Command::new("ip").args(arguments.split(' ')).status().unwrap().success(), "ip {arguments}");
    }

    fn link(offload: bool) -> Link {
        Link::udp("10.9.9.2", 4048, offload)
    }

    fn unreachable(event: Event) -> String {
        let Event::Down(LinkError::Unreachable { address, why }) = event else { panic!("{event:?}") };
        assert_eq!(address, "10.9.9.2:4048".parse().unwrap());
        why
    }

    #[tokio::test]
    async fn a_board_that_is_switched_off_is_told_once_and_works_when_it_is_on_again() {
        if !inside("a_board_that_is_switched_off_is_told_once_and_works_when_it_is_on_again") {
            return;
        }
        let mut link = link(true);
        assert_eq!(event(&mut link).await, Event::Up);
        let silent = LinkError::Silent { address: "10.9.9.2:4048".parse().unwrap() };
        assert_eq!(event_while_sending(&mut link, b"frame", &[5]).await, Event::Down(silent));
        for _ in 0..140 {
            link.send(Load::plain(b"frame", &[5]));
            assert_quiet(&mut link, Duration::from_millis(50)).await;
        }
        ip(SOMEBODY);
        assert_eq!(event_while_sending(&mut link, b"frame", &[5]).await, Event::Up);
        assert_eq!(link.send(Load::plain(b"frame", &[5])), Outcome::Sent);
    }

    #[tokio::test]
    async fn a_network_that_goes_away_is_told_once_and_used_when_it_is_back() {
        if !inside("a_network_that_goes_away_is_told_once_and_used_when_it_is_back") {
            return;
        }
        ip(SOMEBODY);
        let mut link = link(true);
        assert_eq!(event(&mut link).await, Event::Up);
        assert_eq!(link.send(Load::plain(b"frame", &[5])), Outcome::Sent);
        ip("link set near down");
        unreachable(event_while_sending(&mut link, b"frame", &[5]).await);
        for _ in 0..40 {
            assert_eq!(link.send(Load::plain(b"frame", &[5])), Outcome::Down);
            assert_quiet(&mut link, Duration::from_millis(50)).await;
        }
        ip("link set near up");
        ip(SOMEBODY);
        assert_eq!(event_while_sending(&mut link, b"frame", &[5]).await, Event::Up);
        assert_eq!(link.send(Load::plain(b"frame", &[5])), Outcome::Sent);
    }

    #[tokio::test]
    async fn a_frame_the_network_cannot_take_in_time_is_cut_off_counted_and_does_not_wait() {
        if !inside("a_frame_the_network_cannot_take_in_time_is_cut_off_counted_and_does_not_wait") {
            return;
        }
        ip(SOMEBODY);
        let tc = "qdisc add dev near root tbf rate 1mbit burst 20kb limit 100mb";
        assert!(Command::new("tc").args(tc.split(' ')).status().unwrap().success());
        let frame = vec![7; 1450 * 700];
        let ends: Vec<_> = (1..=700).map(|packet| packet * 1450).collect();
        for offload in [false, true] {
            let mut link = link(offload);
            assert_eq!(event(&mut link).await, Event::Up);
            let busy = (0..20).filter(|_| link.send(Load::plain(&frame, &ends)) == Outcome::Busy).count();
            assert!(busy >= 18, "at 1 Mbit/s only {busy} of 20 frames of 1 MB were cut off");
            assert_eq!(link.dropped(), busy as u64);
        }
    }

    /// The cable of a connection is cut: no byte and no end of it arrives any more.
    #[tokio::test]
    async fn a_connection_to_a_board_that_vanished_without_a_word_is_given_up_within_seconds() {
        if !inside("a_connection_to_a_board_that_vanished_without_a_word_is_given_up_within_seconds") {
            return;
        }
        for sending in [false, true] {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            let address = listener.local_addr().unwrap();
            let mut link = Link::tcp("127.0.0.1", address.port());
            assert_eq!(event(&mut link).await, Event::Up);
            let _board = listener.accept().unwrap();
            ip("link set lo down");
            if sending {
                link.send(Load::plain(b"frame", &[5]));
            }
            let told = tokio::time::timeout(Duration::from_secs(8), link.event()).await.expect("not noticed");
            assert_eq!(told, Event::Down(LinkError::Silent { address }), "sending: {sending}");
            ip("link set lo up");
            let after = event(&mut link).await;
            assert!(matches!(after, Event::Up | Event::Down(_)), "{after:?}");
        }
    }

    #[tokio::test]
    async fn another_address_of_this_machine_is_used_when_it_gets_one() {
        if !inside("another_address_of_this_machine_is_used_when_it_gets_one") {
            return;
        }
        ip(SOMEBODY);
        for offload in [true, false] {
            let mut link = link(offload);
            assert_eq!(event(&mut link).await, Event::Up);
            assert_eq!(link.send(Load::plain(b"frame", &[5])), Outcome::Sent);
            ip("addr add 10.9.9.7/24 dev near");
            ip("addr del 10.9.9.1/24 dev near");
            // Deleting the first address of a network takes the second one with it.
            let _ = Command::new("ip").args("addr add 10.9.9.7/24 dev near".split(' ')).output();
            let mut sent = false;
            for _ in 0..200 {
                let _ = tokio::time::timeout(Duration::from_millis(50), link.event()).await;
                sent = link.send(Load::plain(b"frame", &[5])) == Outcome::Sent;
                if sent {
                    break;
                }
            }
            assert!(sent, "offload {offload}: nothing leaves after the address has changed");
            ip("addr add 10.9.9.1/24 dev near");
            ip("addr del 10.9.9.7/24 dev near");
            let _ = Command::new("ip").args("addr add 10.9.9.1/24 dev near".split(' ')).output();
        }
    }

    #[tokio::test]
    async fn packets_bear_the_mark_they_are_to_have() {
        if !inside("packets_bear_the_mark_they_are_to_have") {
            return;
        }
        use socket2::{Domain, Protocol, Socket, Type};
        // It hears whole packets, from their IP header on.
        let ear = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::UDP)).unwrap();
        ear.set_read_timeout(Some(LONG)).unwrap();
        let _board = UdpSocket::bind("127.0.0.1:4048").unwrap();
        for (dscp, offload) in [(46, true), (46, false), (0, true), (8, true)] {
            let manner = bangtin::link::Manner { dscp, offload, ..Default::default() };
            let mut link = Link::datagrams([("127.0.0.1", 4048)], &manner);
            assert_eq!(event(&mut link).await, Event::Up);
            assert_eq!(link.send(Load::plain(b"frame", &[5])), Outcome::Sent);
            let mut packet = [0; 100];
            std::io::Read::read(&mut &ear, &mut packet).unwrap();
            assert_eq!(packet[1], dscp << 2, "offload {offload}");
        }
    }

    #[tokio::test]
    async fn groups_are_heard_again_when_the_network_is_back() {
        if !inside("groups_are_heard_again_when_the_network_is_back") {
            return;
        }
        let near = "10.9.9.1".parse().unwrap();
        let group = "239.255.0.1:5568".parse().unwrap();
        let mut link = Link::multicast(Some(near), &[group], &bangtin::link::Manner::default());
        assert_eq!(event(&mut link).await, Event::Up);
        assert_eq!(link.send(Load::plain(b"frame", &[5])), Outcome::Sent);
        ip("addr del 10.9.9.1/24 dev near");
        ip("link set near down");
        let told = event_while_sending(&mut link, b"frame", &[5]).await;
        assert!(matches!(told, Event::Down(LinkError::Unreachable { .. })), "{told:?}");
        for _ in 0..20 {
            assert_eq!(link.send(Load::plain(b"frame", &[5])), Outcome::Down);
            assert_quiet(&mut link, Duration::from_millis(50)).await;
        }
        ip("link set near up");
        ip("addr add 10.9.9.1/24 dev near");
        assert_eq!(event_while_sending(&mut link, b"frame", &[5]).await, Event::Up);
        assert_eq!(link.send(Load::plain(b"frame", &[5])), Outcome::Sent);
    }

    /// The cable carries 10 Mbit/s: less than the pace.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_frame_with_a_pace_waits_a_while_for_a_slow_cable_and_is_given_up_then() {
        if !inside("a_frame_with_a_pace_waits_a_while_for_a_slow_cable_and_is_given_up_then") {
            return;
        }
        ip(SOMEBODY);
        let tc = "qdisc add dev near root tbf rate 10mbit burst 20kb limit 100mb";
        assert!(Command::new("tc").args(tc.split(' ')).status().unwrap().success());
        let clock = bangtin::clock::Clock::start().unwrap();
        let pace = bangtin::link::Pace { clock, bits_per_second: 1_000_000_000, burst: 1_000_000 };
        let manner = bangtin::link::Manner { pace: Some(pace), ..Default::default() };
        let mut link = Link::datagrams([("10.9.9.2", 4048)], &manner);
        assert_eq!(event(&mut link).await, Event::Up);
        let frame = vec![7; 1450 * 700];
        let ends: Vec<_> = (1..=700).map(|packet| packet * 1450).collect();
        for _ in 0..20 {
            link.send(Load::plain(&frame, &ends));
            assert_quiet(&mut link, Duration::from_millis(60)).await;
        }
        let counters = link.counters();
        assert!(counters.kernel > 2 && counters.dropped > 5, "{counters:?}");
        assert!(counters.kernel + counters.dropped <= 20 + 10, "{counters:?}");
    }

    #[tokio::test]
    async fn packets_too_large_for_the_network_leave_in_pieces_even_with_offload() {
        if !inside("packets_too_large_for_the_network_leave_in_pieces_even_with_offload") {
            return;
        }
        ip(SOMEBODY);
        for length in [3000, 1473] {
            let mut link = link(true);
            assert_eq!(event(&mut link).await, Event::Up);
            let frame = vec![7; length * 5];
            let ends: Vec<_> = (1..=5).map(|packet| packet * length).collect();
            for _ in 0..3 {
                assert_eq!(link.send(Load::plain(&frame, &ends)), Outcome::Sent, "{length}");
            }
            assert_quiet(&mut link, Duration::from_millis(200)).await;
        }
    }
}
