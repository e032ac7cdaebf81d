//! Devices as strangers would build them: they read the published formats and share no code with the project. Each answers
//! in a thread of the namespace it is started in, until the test ends.

use crate::net::{HERE, THERE};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::time::Duration;

/// Answers every datagram at a port for which there is an answer.
fn answer(socket: &UdpSocket, reply: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    let mut buffer = [0; 2048];
    while let Ok((len, from)) = socket.recv_from(&mut buffer) {
        if let Some(bytes) = reply(&buffer[..len]) {
            let _ = socket.send_to(&bytes, from);
        }
    }
}

fn bound(port: u16) -> UdpSocket {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, port)).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    socket
}

/// An Art-Net node of two universes, 0x0125 and 0x0126, that answers everybody, as OLA does.
pub(crate) fn artnet() {
    let socket = bound(6454);
    socket.set_broadcast(true).unwrap();
    let mut reply = vec![0; 239];
    reply[..8].copy_from_slice(b"Art-Net\0");
    reply[8..10].copy_from_slice(&[0x00, 0x21]);
    reply[10..14].copy_from_slice(&[10, 99, 0, 2]);
    reply[14..16].copy_from_slice(&6454u16.to_le_bytes());
    (reply[18], reply[19]) = (1, 2);
    reply[26..37].copy_from_slice(b"Nut \x1b[2J s\xe3nh".first_chunk::<11>().unwrap());
    reply[44..52].copy_from_slice(b"Long one");
    reply[173] = 2;
    (reply[174], reply[175], reply[190], reply[191]) = (0x80, 0x80, 5, 6);
    let mut buffer = [0; 2048];
    while let Ok((len, _)) = socket.recv_from(&mut buffer) {
        if buffer[..len].starts_with(b"Art-Net\0\x00\x20\x00\x0e") {
            socket.send_to(&reply, "10.99.0.255:6454").unwrap();
        }
    }
}

/// A DDP display that tells its model.
pub(crate) fn ddp() {
    let json = br#"{"status":{"man":"Vi\u1ec7t LED","mod":"P10-4","ver":"2.1","push":true}}"#;
    answer(&bound(4048), |question| {
        (question[..4] == [0x42, 0, 0, 251]).then(|| {
            let mut reply = vec![0x45, 0, 0, 251, 0, 0, 0, 0, 0, json.len() as u8];
            reply.extend_from_slice(json);
            reply
        })
    });
}

/// A Novastar sending card.
pub(crate) fn novastar() {
    answer(&bound(3800), |question| (question == b"rqProMI:").then(|| b"rpProMI:MCTRL300".to_vec()));
}

/// A sACN source of universes 1, 2, 3 and 9, and an old one that tells the same by the draft of the standard.
pub(crate) fn sacn() {
    let socket = UdpSocket::bind((THERE, 0)).unwrap();
    let mut packet = vec![0; 128];
    packet[..16].copy_from_slice(b"\0\x10\0\0ASC-E1.17\0\0\0");
    packet[16..18].copy_from_slice(&[0x70, 112]);
    packet[21] = 8;
    packet[22..38].fill(0xC1);
    packet[38..40].copy_from_slice(&[0x70, 90]);
    packet[43] = 2;
    packet[44..52].copy_from_slice("Ban Phim".as_bytes());
    packet[112..114].copy_from_slice(&[0x70, 16]);
    packet[117] = 1;
    packet[120..128].copy_from_slice(&[0, 1, 0, 2, 0, 3, 0, 9]);
    let mut draft = packet[..117].to_vec();
    (draft[17], draft[21], draft[39], draft[43]) = (101, 4, 79, 4);
    let joined = socket2::SockRef::from(&socket).set_multicast_if_v4(&THERE.parse().unwrap());
    joined.unwrap();
    for _ in 0..20 {
        for packet in [&draft, &packet] {
            let _ = socket.send_to(packet, "239.255.250.214:5568");
        }
        std::thread::sleep(Duration::from_millis(500));
    }
}

/// WLED's page of facts, of a matrix of 48 × 16.
pub(crate) fn wled_page() {
    let body =
        r#"{"ver":"0.15.0","leds":{"count":768,"matrix":{"w":48,"h":16}},"name":"Cổng chính","live":false}"#;
    let listener = TcpListener::bind((THERE, 80)).unwrap();
    for stream in listener.incoming().take(8) {
        let (mut stream, mut question) = (stream.unwrap(), [0; 1024]);
        let read = stream.read(&mut question).unwrap();
        let known = question[..read].starts_with(b"GET /json/info HTTP/1.");
        let status = if known { "200 OK" } else { "404 Not Found" };
        let length = body.len();
        let _ = write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
    }
}

/// WLED's answer to a call by mDNS, from the address of the board to whoever called.
pub(crate) fn wled_mdns() {
    let socket = bound(5353);
    socket.join_multicast_v4(&Ipv4Addr::new(224, 0, 0, 251), &THERE.parse().unwrap()).unwrap();
    let service = b"\x05_wled\x04_tcp\x05local\0";
    answer(&socket, |question| {
        question.windows(service.len()).any(|part| part == service).then(|| {
            let mut reply = vec![question[0], question[1], 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 2];
            let record = |kind: u8, data: &[u8]| {
                let mut record = vec![0, kind, 0, 1, 0, 0, 0, 120, 0, data.len() as u8];
                record.extend_from_slice(data);
                record
            };
            let instance = [&b"\x04Cong"[..], &service[..]].concat();
            let host = b"\x0bwled-abcdef\x05local\0";
            reply.extend_from_slice(service);
            reply.extend(record(12, &instance));
            reply.extend_from_slice(&instance);
            reply.extend(record(33, &[&[0, 0, 0, 0, 0, 80][..], &host[..]].concat()));
            reply.extend_from_slice(host);
            reply.extend(record(1, &[10, 99, 0, 2]));
            reply
        })
    });
}

/// Throws datagrams that are nothing, half of something or almost something at a port of the person's.
pub(crate) fn garbage(port: u16, count: u32) {
    let socket = UdpSocket::bind((THERE, 0)).unwrap();
    let to: SocketAddr = (HERE.parse::<Ipv4Addr>().unwrap(), port).into();
    let starts: [&[u8]; 6] = [
        b"",
        b"Art-Net\0\x00\x21",
        b"\0\x10\0\0ASC-E1.17\0\0\0\x70\x70\0\0\0\x08",
        b"rpProMI",
        b"\x45\0\0\xfb\0\0\0\0\xff\xff{",
        b"\0\0\x84\0\xff\xff\xff\xff\xc0\x0c",
    ];
    let mut state = 0x2545_F491_u32;
    for n in 0..count {
        let mut bytes = starts[n as usize % starts.len()].to_vec();
        for _ in 0..n % 600 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            bytes.push((state >> 24) as u8);
        }
        let _ = socket.send_to(&bytes, to);
    }
}
