//! A WLED controller as its web server shows it, and what the daemon makes of it.

use crate::house::House;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// What a WLED of this width answers to `/json/info`, cut down to what is read.
fn info(width: u16) -> String {
    format!(
        "{{\"ver\":\"0.15.0\",\"leds\":{{\"count\":{},\"fps\":42,\"pwr\":1500,\"maxpwr\":8000,\"matrix\":{{\"w\":{width},\"h\":32}}}},\
         \"live\":true,\"lm\":\"DDP\",\"lip\":\"127.0.0.1\",\"uptime\":1000,\"wifi\":{{\"signal\":80}}}}",
        width * 32
    )
}

/// A web server that answers everything alike; what it is asked, with the body.
fn server(code: &'static str, body: String) -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, asked) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let request = request(&mut stream);
            let length = body.len();
            // In two pieces, as a small controller sends.
            let _ = write!(
                stream,
                "HTTP/1.1 {code}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n"
            );
            let _ = write!(stream, "Connection: close\r\n\r\n{body}");
            let _ = sender.send(request);
        }
    });
    (port, asked)
}

/// Reads one request, as long as it says it is.
fn request(stream: &mut TcpStream) -> String {
    let (mut bytes, mut one) = (Vec::new(), [0]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        if stream.read(&mut one).unwrap_or(0) == 0 {
            return text;
        }
        bytes.push(one[0]);
    }
}

fn board(id: &str, frames: &UdpSocket, control: u16, more: &str) -> String {
    let link = frames.local_addr().unwrap();
    format!(
        "[[board]]\nid = \"{id}\"\nsite = \"x\"\nwidth = 64\nheight = 32\ncolour = \"red\"\nlink = \"udp://{link}\"\n\
         default = \"standing\"\ncontrol = \"wled://127.0.0.1:{control}\"\n{more}\n"
    )
}

#[test]
fn what_a_controller_says_of_itself_is_shown_judged_and_it_is_let_go_at_the_end() {
    let frames = UdpSocket::bind("127.0.0.1:0").unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let ((right, asked), (wrong, _)) = (server("200 OK", info(64)), server("200 OK", info(32)));
    let ((keeps, asked_keep), (busy, times)) =
        (server("200 OK", info(64)), server("503 Busy", String::new()));
    let (page, _) = server("200 OK", "<html>".to_owned());
    let house = House::new(&format!(
        "{}{}{}{}{}{}",
        board("right", &frames, right, ""),
        board("wrong", &frames, wrong, ""),
        board("keep", &frames, keeps, "at_stop = \"keep\""),
        board("busy", &frames, busy, ""),
        board("strange", &frames, page, ""),
        board("closed", &frames, closed, ""),
    ));
    house.write("playlists/standing.toml", "[[item]]\ntext = \"Một cửa\"\nhold = 60\n");
    let mut daemon = house.start();

    let words = |status: &serde_json::Value, board: usize| {
        let stages = status["boards"][board]["stages"].as_array().unwrap();
        let control = stages.iter().find(|stage| stage["code"] == "control");
        control.map_or(String::new(), |stage| stage["words"].as_str().unwrap().to_owned())
    };
    let told = daemon.wait_for("every board's word", |status| {
        (0..6).all(|board| !words(status, board).is_empty()) && status["boards"][1]["alarms"][0] == "A27"
    });
    assert!(words(&told, 0).starts_with("1,5 A, 42 khung/giây, bản 0.15.0, "), "{}", words(&told, 0));
    assert_eq!(told["boards"][0]["alarms"], serde_json::json!([]));
    assert_eq!((words(&told, 3), words(&told, 5)), ("quá bận".into(), "từ chối kết nối".into()));
    assert_eq!(words(&told, 4), "trả lời không đọc được");
    let alarm = told["alarms"].as_array().unwrap().iter().find(|alarm| alarm["id"] == "A27").unwrap();
    assert_eq!((&alarm["board"], &alarm["code"]), (&"wrong".into(), &"AlarmWrongSize".into()));
    assert!(alarm["sentence"].as_str().unwrap().contains("32 × 32"), "{alarm}");
    assert!(daemon.get("/metrics").contains("bangtin_board_amperes{board=\"right\"} 1.5"));
    assert!(asked.recv().unwrap().starts_with("GET /json/info HTTP/1.1\r\n"));
    // Asked again soon and not for ever.
    std::thread::sleep(Duration::from_secs(4));
    assert!((2..=5).contains(&times.try_iter().count()));

    daemon.signal(rustix::process::Signal::TERM);
    let (status, _) = daemon.ended();
    assert!(status.success());
    let orders = |asked: Receiver<String>| {
        asked.try_iter().filter(|request| request.starts_with("POST")).collect::<Vec<_>>()
    };
    let released = orders(asked);
    assert_eq!(released.len(), 1, "{released:?}");
    assert!(
        released[0].starts_with("POST /json/state HTTP/1.1\r\n") && released[0].ends_with("{\"live\":false}")
    );
    assert_eq!(orders(asked_keep), [""; 0], "it is to keep its frame");
}
