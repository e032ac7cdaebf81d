//! Datagrams at the pace a receiver takes, to several controllers, to groups: what arrives when, and what is given up.

use std::net::{Ipv4Addr, SocketAddrV4, UdpSocket};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use bangtin::clock::{Clock, since_start};
use bangtin::link::{Event, Link, LinkError, Load, Manner, Outcome, Pace};

use super::{LONG, event};

/// A board that notes what it is sent, and when.
struct Board {
    port: u16,
    heard: Receiver<(Duration, Vec<u8>)>,
}

impl Board {
    fn new() -> Self {
        Self::on(UdpSocket::bind("127.0.0.1:0").unwrap())
    }

    fn on(socket: UdpSocket) -> Self {
        socket.set_read_timeout(Some(LONG)).unwrap();
        let port = socket.local_addr().unwrap().port();
        let (tell, heard) = channel();
        let clock = since_start();
        std::thread::spawn(move || {
            let mut packet = [0; 2000];
            while let Ok(length) = socket.recv(&mut packet) {
                if tell.send((clock(), packet[..length].to_vec())).is_err() {
                    return;
                }
            }
        });
        Self { port, heard }
    }

    /// The next packets: when the first and the last of them came, and their first bytes.
    fn packets(&self, count: usize) -> (Duration, Duration, Vec<u8>) {
        let heard: Vec<_> = (0..count)
            .map(|n| self.heard.recv_timeout(LONG).unwrap_or_else(|_| panic!("no packet {n}")))
            .collect();
        (heard[0].0, heard[count - 1].0, heard.iter().map(|(_, packet)| packet[0]).collect())
    }

    fn assert_silent(&self) {
        let more = self.heard.recv_timeout(Duration::from_millis(300));
        assert!(more.is_err(), "there was more: {more:?}");
    }
}

fn manner(mbit: u64, burst: usize) -> Manner {
    let pace = Pace { clock: Clock::start().unwrap(), bits_per_second: mbit * 1_000_000, burst };
    Manner { offload: true, pace: Some(pace), ..Manner::default() }
}

/// A frame of so many packets that begin with this byte.
fn frame(mark: u8, packets: usize) -> (Vec<u8>, Vec<usize>) {
    (vec![mark; packets * 1454], (1..=packets).map(|n| n * 1454).collect())
}

async fn work(link: &mut Link, time: Duration) {
    let told = tokio::time::timeout(time, link.event()).await;
    assert!(told.is_err(), "told although nothing changed: {told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_frame_leaves_at_the_pace_of_its_board_and_whole() {
    let board = Board::new();
    let mut link = Link::datagrams([("127.0.0.1", board.port)], &manner(20, 15_000));
    assert_eq!(event(&mut link).await, Event::Up);
    // A packet takes 1500 bytes of the cable: 0.6 ms. Ten are the burst.
    let (bytes, ends) = frame(1, 210);
    assert_eq!(link.send(Load::plain(&bytes, &ends)), Outcome::Queued);
    work(&mut link, Duration::from_millis(300)).await;
    let (first, last, marks) = board.packets(210);
    assert_eq!(marks, [1; 210]);
    let took = last - first;
    assert!(took > Duration::from_millis(117), "200 packets of 0.6 ms in {took:?}");
    assert!(took < Duration::from_millis(240), "200 packets of 0.6 ms took {took:?}");
    assert!(!link.is_busy());
    assert_eq!(link.counters(), Default::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_frame_waits_for_one_begun_and_older_ones_are_counted() {
    let board = Board::new();
    let mut link = Link::datagrams([("127.0.0.1", board.port)], &manner(20, 15_000));
    assert_eq!(event(&mut link).await, Event::Up);
    for (mark, packets) in [(1, 60), (2, 5), (3, 5), (4, 40)] {
        let (bytes, ends) = frame(mark, packets);
        assert_eq!(link.send(Load::plain(&bytes, &ends)), Outcome::Queued);
    }
    work(&mut link, Duration::from_millis(200)).await;
    let (.., marks) = board.packets(100);
    assert_eq!(marks, [[1; 60].as_slice(), &[4; 40]].concat());
    board.assert_silent();
    assert_eq!(link.counters().dropped, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_that_could_not_leave_in_time_is_given_up_for_the_next_whole_one() {
    let board = Board::new();
    let mut link = Link::datagrams([("127.0.0.1", board.port)], &manner(20, 15_000));
    assert_eq!(event(&mut link).await, Event::Up);
    let (bytes, ends) = frame(1, 60);
    assert_eq!(link.send(Load::plain(&bytes, &ends)), Outcome::Queued);
    // Nobody lets the link work, as if the machine had been busy elsewhere.
    tokio::time::sleep(Duration::from_millis(250)).await;
    let (bytes, ends) = frame(2, 8);
    link.send(Load::plain(&bytes, &ends));
    work(&mut link, Duration::from_millis(100)).await;
    let marks = std::iter::from_fn(|| board.heard.try_recv().ok()).map(|(_, packet)| packet[0]);
    let marks: Vec<u8> = marks.collect();
    assert_eq!(marks.iter().filter(|mark| **mark == 2).count(), 8, "{marks:?}");
    assert!(marks.len() < 60, "nothing was given up: {marks:?}");
    assert_eq!(link.counters().dropped, 1);
}

/// Bytes, ends, turns, and from where on packets are held.
type Parts = (Vec<u8>, Vec<usize>, Vec<(usize, u16)>, usize);

/// Data for two controllers, then "show it now" for both.
fn parts(first: usize, second: usize) -> Parts {
    let count = first + second + 2;
    let mut bytes = Vec::new();
    for n in 0..count {
        bytes.extend(
            [if n < first {
                1
            } else if n < first + second {
                2
            } else {
                9
            }; 1454],
        );
    }
    let ends = (1..=count).map(|n| n * 1454).collect();
    (bytes, ends, vec![(first, 1), (count - 2, 0), (count - 1, 1)], count - 2)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_controllers_of_a_board_are_told_to_show_when_all_have_everything() {
    let (near, far) = (Board::new(), Board::new());
    let hosts = [("127.0.0.1", near.port), ("127.0.0.1", far.port)];
    for (mbit, burst, outcome) in [(20, 15_000, Outcome::Queued), (90, 1_000_000, Outcome::Sent)] {
        let mut link = Link::datagrams(hosts, &manner(mbit, burst));
        assert_eq!((event(&mut link).await, event(&mut link).await), (Event::Up, Event::Up));
        let (bytes, ends, turns, held) = parts(3, 60);
        let load = Load { bytes: &bytes, ends: &ends, turns: &turns, held: Some(held) };
        assert_eq!(link.send(load), outcome);
        work(&mut link, Duration::from_millis(200)).await;
        let (.., near_shows, marks) = near.packets(4);
        assert_eq!(marks, [1, 1, 1, 9]);
        let (_, far_has, marks) = far.packets(60);
        assert_eq!(marks, [2; 60]);
        assert_eq!(far.packets(1).2, [9]);
        // Both boards have a clock and a thread of their own, started within this.
        assert!(
            near_shows + Duration::from_millis(20) > far_has,
            "shown at {near_shows:?}, all there {far_has:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_controller_that_is_away_keeps_nothing_from_the_others_and_is_told() {
    let near = Board::new();
    let address = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut link =
        Link::datagrams([("127.0.0.1", near.port), ("127.0.0.1", address.port())], &manner(90, 70_000));
    assert_eq!((event(&mut link).await, event(&mut link).await), (Event::Up, Event::Up));
    let (bytes, ends, turns, held) = parts(2, 2);
    let load = Load { bytes: &bytes, ends: &ends, turns: &turns, held: Some(held) };
    let mut told = None;
    let mut sent = 0;
    while told.is_none() && sent < 100 {
        link.send(load);
        sent += 1;
        told = tokio::time::timeout(Duration::from_millis(20), link.event()).await.ok();
    }
    assert_eq!(told, Some(Event::Down(LinkError::Refused { address })));
    assert_eq!(link.send(load), Outcome::Down);
    assert_eq!(near.packets(3 * (sent + 1)).2, [1, 1, 9].repeat(sent + 1));
    assert!(link.counters().refused > 0);
    let far = Board::on(UdpSocket::bind(address).unwrap());
    // All is sent anew when it is back, to both.
    let mut told = None;
    while told.is_none() {
        link.send(load);
        told = tokio::time::timeout(Duration::from_millis(50), link.event()).await.ok();
    }
    assert_eq!(told, Some(Event::Up));
    assert_eq!(link.send(load), Outcome::Sent);
    let heard = std::iter::from_fn(|| far.heard.recv_timeout(LONG).ok()).any(|(_, packet)| packet[0] == 9);
    assert!(heard);
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_get_each_their_own_packets_and_the_others_none() {
    let groups: [Ipv4Addr; 3] = [1, 2, 9].map(|low| Ipv4Addr::new(239, 255, 77, low));
    let listen = |group: Ipv4Addr| {
        // Bound to the group, it hears that group alone.
        let socket = UdpSocket::bind(SocketAddrV4::new(group, 0)).unwrap();
        socket.join_multicast_v4(&group, &Ipv4Addr::LOCALHOST).unwrap();
        Board::on(socket)
    };
    let boards = groups.map(listen);
    let places: Vec<_> =
        groups.iter().zip(&boards).map(|(group, board)| SocketAddrV4::new(*group, board.port)).collect();
    for manner in [Manner::default(), manner(90, 70_000), Manner { dscp: 46, ..Manner::default() }] {
        let mut link = Link::multicast(Some(Ipv4Addr::LOCALHOST), &places, &manner);
        assert_eq!(event(&mut link).await, Event::Up);
        let (mut bytes, ends) = frame(0, 40);
        bytes.chunks_mut(1454).enumerate().for_each(|(n, packet)| packet[0] = n as u8);
        let turns = [(35, 1), (38, 0), (39, 2)];
        let load = Load { bytes: &bytes, ends: &ends, turns: &turns, held: Some(39) };
        assert_eq!(link.send(load), Outcome::Sent);
        assert_eq!(boards[0].packets(36).2, (0..35).chain([38]).collect::<Vec<u8>>());
        assert_eq!(boards[1].packets(3).2, [35, 36, 37]);
        assert_eq!(boards[2].packets(1).2, [39]);
    }
    boards.iter().for_each(Board::assert_silent);
}

#[test]
fn a_pace_costs_no_memory_neither_within_the_burst_nor_beyond_it() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let board = Board::new();
    for burst in [70_000, 6000] {
        let mut link = runtime.block_on(async {
            let mut link = Link::datagrams([("127.0.0.1", board.port)], &manner(90, burst));
            assert_eq!(event(&mut link).await, Event::Up);
            link
        });
        let (bytes, ends) = frame(1, 20);
        let mut round = || {
            link.send(Load::plain(&bytes, &ends));
        };
        (0..4).for_each(|_| round());
        let info = allocation_counter::measure(|| (0..100).for_each(|_| round()));
        assert_eq!(info.count_total, 0, "burst {burst}: {info:?}");
    }
}
