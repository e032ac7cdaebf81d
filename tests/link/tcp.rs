//! TCP links: whole messages, the newest one, and boards that go away in every manner.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use bangtin::link::{Event, Link, LinkError, Load, Outcome};

use super::{LONG, assert_quiet, event};

/// More than the kernel keeps of a connection at both ends.
const FLOOD: usize = 16 << 20;

fn listen(at: &str) -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(at).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

fn accept(listener: &TcpListener) -> TcpStream {
    let (stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream
}

/// A link that is up, and the board's end of it.
async fn up(at: &str) -> (Link, TcpStream, TcpListener) {
    let (listener, address) = listen(at);
    let mut link = Link::tcp(&address.ip().to_string(), address.port());
    assert_eq!(event(&mut link).await, Event::Up);
    let stream = accept(&listener);
    (link, stream, listener)
}

fn send(link: &mut Link, bytes: &[u8]) -> Outcome {
    link.send(Load::plain(bytes, &[bytes.len()]))
}

fn read(stream: &mut TcpStream, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    stream.read_exact(&mut bytes).expect("bytes are missing");
    bytes
}

fn assert_silent(stream: &mut TcpStream) {
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let read = stream.read(&mut [0]);
    assert!(read.is_err(), "there was more: {read:?}");
}

/// Lets the link work until the board's thread has read so much.
async fn read_meanwhile(link: &mut Link, mut stream: TcpStream, count: usize) -> (Vec<u8>, TcpStream) {
    let reading = tokio::task::spawn_blocking(move || (read(&mut stream, count), stream));
    tokio::select! {
        done = reading => done.unwrap(),
        told = link.event() => panic!("told although nothing changed: {told:?}"),
    }
}

#[tokio::test]
async fn messages_arrive_byte_for_byte_and_what_the_board_says_comes_back() {
    for at in ["127.0.0.1:0", "[::1]:0"] {
        let (mut link, mut board, _listener) = up(at).await;
        for shade in 0..3_u8 {
            let bytes: Vec<u8> = (0..3000_u32).map(|place| (place % 256) as u8 ^ shade).collect();
            assert_eq!(send(&mut link, &bytes), Outcome::Sent);
            assert_eq!(read(&mut board, bytes.len()), bytes);
        }
        board.write_all(b"hello").unwrap();
        assert_eq!(event(&mut link).await, Event::Received(b"hello".to_vec()));
        assert_eq!(link.dropped(), 0);
    }
}

#[tokio::test]
async fn a_board_that_is_not_there_yet_is_told_once_and_used_when_it_is() {
    let (listener, address) = listen("127.0.0.1:0");
    drop(listener);
    let mut link = Link::tcp("127.0.0.1", address.port());
    assert_eq!(event(&mut link).await, Event::Down(LinkError::Refused { address }));
    assert_eq!(send(&mut link, b"lost"), Outcome::Down);
    assert_quiet(&mut link, Duration::from_secs(1)).await;
    let (listener, _) = listen(&address.to_string());
    assert_eq!(event(&mut link).await, Event::Up);
    let mut board = accept(&listener);
    assert_eq!(send(&mut link, b"here"), Outcome::Sent);
    assert_eq!(read(&mut board, 4), b"here");
}

#[tokio::test]
async fn the_newest_message_wins_and_one_once_begun_is_finished() {
    let (mut link, board, _listener) = up("127.0.0.1:0").await;
    let flood: Vec<u8> = (0..FLOOD).map(|place| (place % 251) as u8).collect();
    assert_eq!(send(&mut link, &flood), Outcome::Queued);
    assert_eq!(send(&mut link, b"first"), Outcome::Queued);
    assert_eq!(send(&mut link, b"second"), Outcome::Busy);
    assert_eq!(send(&mut link, b"newest"), Outcome::Busy);
    assert_eq!(link.dropped(), 2);
    let (bytes, mut board) = read_meanwhile(&mut link, board, FLOOD + 6).await;
    assert!(bytes[..FLOOD] == flood, "the message in hand was broken");
    assert_eq!(bytes[FLOOD..], *b"newest");
    assert_silent(&mut board);
}

#[tokio::test]
async fn a_board_that_hangs_up_is_told_and_called_again_and_gets_whole_messages_only() {
    let (mut link, board, listener) = up("127.0.0.1:0").await;
    let address = listener.local_addr().unwrap();
    assert_eq!(send(&mut link, &vec![7; FLOOD]), Outcome::Queued);
    assert_eq!(send(&mut link, b"old"), Outcome::Queued);
    drop(board);
    assert_eq!(event(&mut link).await, Event::Down(LinkError::Closed { address }));
    assert_eq!(send(&mut link, b"lost"), Outcome::Down);
    assert_eq!(event(&mut link).await, Event::Up);
    let mut board = accept(&listener);
    assert_eq!(send(&mut link, b"new"), Outcome::Sent);
    assert_eq!(read(&mut board, 3), b"new");
    assert_silent(&mut board);
}

#[tokio::test]
async fn a_board_that_takes_no_byte_is_given_up_and_called_again_and_nobody_waits_for_it() {
    let (mut link, _board, listener) = up("127.0.0.1:0").await;
    let address = listener.local_addr().unwrap().to_string();
    send(&mut link, &vec![7; FLOOD]);
    let mut told = None;
    for _ in 0..400 {
        let sends = async { (0..10).for_each(|_| _ = send(&mut link, b"another")) };
        tokio::time::timeout(Duration::from_millis(500), sends).await.unwrap();
        told = tokio::time::timeout(Duration::from_millis(20), link.event()).await.ok();
        if told.is_some() {
            break;
        }
    }
    assert_eq!(told, Some(Event::Down(LinkError::Stalled { path: address, seconds: 2 })));
    assert_eq!(event(&mut link).await, Event::Up);
    let mut board = accept(&listener);
    assert_eq!(send(&mut link, b"again"), Outcome::Sent);
    assert_eq!(read(&mut board, 5), b"again");
}

#[test]
fn sending_allocates_nothing_in_the_steady_state() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (mut link, mut board, _listener) = runtime.block_on(up("127.0.0.1:0"));
    let mut arrived = [0; 2000];
    let info = allocation_counter::measure(|| {
        for _ in 0..100 {
            assert_eq!(send(&mut link, &[5; 2000]), Outcome::Sent);
            board.read_exact(&mut arrived).unwrap();
        }
    });
    assert_eq!(info.count_total, 0, "{info:?}");
}
