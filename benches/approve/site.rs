//! The program with its boards and the people who use it.

use crate::http::Client;
use bangtin::clock::since_start;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const PASSWORD: &str = "cây đa bến nước";
/// Bytes of a DDP header.
const HEADER: usize = 10;

pub(crate) struct Site {
    _home: tempfile::TempDir,
    program: Child,
    page: SocketAddr,
    boards: UdpSocket,
    /// What was lit before, as dots of single datagrams.
    known: BTreeSet<Vec<u8>>,
    administrator: Client,
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Site {
    /// Starts the program with so many boards of one shape; its first administrator is signed in.
    pub(crate) fn start(count: usize) -> Self {
        let home = tempfile::tempdir().unwrap();
        let boards = UdpSocket::bind("127.0.0.1:0").unwrap();
        std::fs::create_dir(home.path().join("playlists")).unwrap();
        std::fs::write(home.path().join("bangtin.toml"), text(count, boards.local_addr().unwrap())).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_bangtin"))
            .args(["run", "--listen", "127.0.0.1:0", "--config"])
            .arg(home.path().join("bangtin.toml"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.next().unwrap();
        let page = address.split("http://").nth(1).unwrap().trim_end_matches('/').parse().unwrap();
        let link = lines.next().unwrap();
        let start = link[link.find("/start/").unwrap()..].trim().to_owned();
        let mut administrator = Client::new(page);
        administrator
            .form(&start, &[("login", "lan"), ("name", "Lan"), ("password", PASSWORD), ("again", PASSWORD)]);
        Self { _home: home, program, page, boards, known: BTreeSet::new(), administrator }
    }

    /// Somebody with one right, signed in.
    pub(crate) fn person(&mut self, login: &str, role: &str) -> Client {
        let grants = json!([{ "role": role, "scope": "all" }]);
        let invited = self
            .administrator
            .post("/api/v1/people", &json!({ "login": login, "name": login, "grants": grants }));
        let ticket = invited["ticket"].as_str().unwrap();
        let mut person = Client::new(self.page);
        person.form(&format!("/ticket/{ticket}"), &[("password", PASSWORD), ("again", PASSWORD)]);
        person.form("/sign-in", &[("login", login), ("password", PASSWORD), ("to", "/")]);
        person
    }

    /// Learns what is lit now: every board sends its picture again within a second.
    pub(crate) fn settle(&mut self) {
        self.boards.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let (time, mut buffer) = (since_start(), [0; 2048]);
        while time() < Duration::from_millis(1300) {
            if let Ok(length) = self.boards.recv(&mut buffer) {
                self.known.insert(buffer[HEADER.min(length)..length].to_vec());
            }
        }
    }

    /// Presses: the time to the answer, and the time to the first datagram with dots that nobody was sent before.
    pub(crate) fn press(&mut self, person: &mut Client, path: &str, body: &Value) -> (Duration, Duration) {
        self.boards.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let (known, boards) = (&self.known, &self.boards);
        let time = since_start();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| {
                let mut buffer = [0; 2048];
                loop {
                    let length = boards.recv(&mut buffer).expect("nothing changed within 10 s");
                    let at = time();
                    if !known.contains(&buffer[HEADER.min(length)..length]) {
                        return at;
                    }
                }
            });
            person.write("POST", path, "application/json", &body.to_string());
            let (code, text) = person.read();
            assert!(code < 300, "{code} {text}");
            let answer = time();
            (answer, waiting.join().unwrap())
        })
    }
}

fn text(count: usize, to: SocketAddr) -> String {
    let fonts = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts");
    let head = format!(
        "clock = \"trusted\"\nfonts = \"{fonts}\"\n[approval]\nrequired = true\n[[site]]\nid = \"ubnd\"\n"
    );
    let board = |number: usize| {
        format!(
            "[[board]]\nid = \"b{number}\"\nsite = \"ubnd\"\ngroups = [\"tat-ca\"]\nwidth = 128\nheight = 32\n\
             protocol = \"ddp\"\nlink = \"udp://{to}\"\n"
        )
    };
    head + &(0..count).map(board).collect::<String>()
}
