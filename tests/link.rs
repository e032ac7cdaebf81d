//! Links against real sockets and real pseudo terminals: what a board at the other end gets, and what its operator is told.

use std::net::UdpSocket;
use std::time::Duration;

use bangtin::link::{Event, Link, LinkError, Outcome};

/// Long enough for a busy test machine.
const LONG: Duration = Duration::from_secs(20);

async fn event(link: &mut Link) -> Event {
    tokio::time::timeout(LONG, link.event()).await.expect("nothing happened")
}

/// Waits for the next event and keeps sending meanwhile, as a player does.
async fn event_while_sending(link: &mut Link, bytes: &[u8], ends: &[usize]) -> Event {
    for _ in 0..400 {
        link.send(bytes, ends);
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
            assert_eq!(link.send(&bytes, &ends), Outcome::Sent);
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
            assert_eq!(link.send(&bytes, &ends), Outcome::Down);
            assert_quiet(&mut link, Duration::from_millis(50)).await;
        }

        let board = board(&address.to_string());
        assert_eq!(event_while_sending(&mut link, &bytes, &ends).await, Event::Up);
        assert_eq!(link.send(&bytes, &ends), Outcome::Sent);
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
        assert_eq!(link.send(b"abc", &[1, 7]), Outcome::Busy);
        assert_eq!(link.dropped(), 1);
        assert_eq!(link.send(b"next", &[4]), Outcome::Sent);
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
                    assert_eq!(link.send(&bytes, &ends), Outcome::Sent);
                }
            });
            assert_eq!(info.count_total, 0, "offload {offload}: {info:?}");
        }
    }
}
