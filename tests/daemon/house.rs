//! A site in a folder of its own, the real daemon on it, and its page asked by plain HTTP.

use bangtin::clock::since_start;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_bangtin");

/// Texts change faster here than anybody reads; that is not what is tried.
const LINT: &str = "[lint]\npage_s = 0\nline_s = 0\nsyllable_s = 0\nfind_s = 0\npasses_least = 1\nstill_widths = 0\n\
    window_letters = 1\nletters_per_s = 60\nletters_lost_per_s = 60\nblank_s = 0\nline_gap = 0\n";

/// A folder with `bangtin.toml`, playlists and the project's fonts.
pub(crate) struct House {
    folder: TempDir,
}

impl House {
    /// A site with these boards (TOML blocks) at one place.
    pub(crate) fn new(boards: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let house = Self { folder };
        std::fs::create_dir(house.path("playlists")).unwrap();
        std::fs::create_dir(house.path("fonts")).unwrap();
        let font = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/bangtin-16.bdf");
        std::fs::copy(font, house.path("fonts/bangtin-16.bdf")).unwrap();
        house.write("bangtin.toml", &format!("{LINT}[[site]]\nid = \"x\"\nname = \"Trụ sở\"\n{boards}"));
        house
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Replaces a file in one go, as a careful editor does.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let part = self.path(&format!("{name}.part"));
        std::fs::write(&part, text).unwrap();
        std::fs::rename(part, self.path(name)).unwrap();
    }

    /// Runs another command of the program on this site.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        Command::new(PROGRAM).current_dir(self.folder.path()).args(args).output().unwrap()
    }

    /// The dots that `bangtin preview` draws of a board at an instant.
    pub(crate) fn preview(&self, board: &str, at: jiff::Timestamp) -> Vec<u8> {
        let (at, file) = (at.to_string(), format!("{board}.png"));
        let output = self.run(&["preview", "--board", board, "--at", &at, "-o", &file]);
        // 1: drawn, and something else is wrong with the files.
        let drawn = output.status.code().is_some_and(|code| code < 2);
        assert!(drawn, "{}", String::from_utf8_lossy(&output.stderr));
        image::open(self.path(&file)).unwrap().into_rgb8().into_raw()
    }

    /// Starts the daemon and waits until its page is open.
    pub(crate) fn start(&self) -> Daemon {
        self.start_with(&[])
    }

    /// The same with variables of the environment.
    pub(crate) fn start_with(&self, variables: &[(&str, &str)]) -> Daemon {
        let mut daemon = self.spawn("127.0.0.1:0", variables);
        let mut line = String::new();
        daemon.out.read_line(&mut line).unwrap();
        let address = line.trim().rsplit('/').nth(1).unwrap_or_default().to_owned();
        assert!(line.starts_with("Trang xem bảng: http://127.0.0.1:"), "{line}");
        daemon.address = address;
        daemon
    }

    /// Starts the daemon and does not wait.
    pub(crate) fn start_on(&self, listen: &str) -> Daemon {
        self.spawn(listen, &[])
    }

    fn spawn(&self, listen: &str, variables: &[(&str, &str)]) -> Daemon {
        // A new log for each start, and every writer at its end: a second daemon beside the first (a test starts two)
        // would else write where the first wrote, and one would erase what the other said.
        std::fs::write(self.path("log"), "").unwrap();
        let log = std::fs::OpenOptions::new().append(true).open(self.path("log")).unwrap();
        let mut child = Command::new(PROGRAM)
            .current_dir(self.folder.path())
            .args(["run", "--listen", listen])
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Daemon { child, out, address: String::new() }
    }

    /// Waits until the log says something, for at most ten seconds.
    pub(crate) fn wait_for_log(&self, words: &str) {
        let now = since_start();
        loop {
            let log = std::fs::read_to_string(self.path("log")).unwrap();
            if log.contains(words) {
                return;
            }
            assert!(now() < Duration::from_secs(10), "the log does not say {words:?}:\n{log}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// The running daemon; killed when dropped.
pub(crate) struct Daemon {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    address: String,
}

impl Daemon {
    /// The next line of what it says on standard output.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line
    }

    /// What `/api/status` says.
    pub(crate) fn status(&self) -> Value {
        let answer = self.get("/api/status");
        let body = answer.split_once("\r\n\r\n").unwrap().1;
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    /// The whole answer to a plain request.
    pub(crate) fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Sends a form.
    pub(crate) fn post(&self, path: &str, form: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let (host, length) = (&self.address, form.len());
        let kind = "Content-Type: application/x-www-form-urlencoded";
        let head = format!("POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{kind}\r\n");
        write!(stream, "{head}Content-Length: {length}\r\n\r\n{form}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Asks until the status is as wanted, for at most ten seconds.
    pub(crate) fn wait_for(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let now = since_start();
        loop {
            let status = self.status();
            if wanted(&status) {
                return status;
            }
            assert!(now() < Duration::from_secs(10), "{what} did not come:\n{status:#}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Waits for the end; how it ended and how long that took.
    pub(crate) fn ended(&mut self) -> (ExitStatus, Duration) {
        let now = since_start();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, now());
            }
            assert!(now() < Duration::from_secs(10), "the daemon does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asserts that the process is alive.
    pub(crate) fn alive(&mut self) {
        assert_eq!(self.child.try_wait().unwrap(), None, "the daemon has ended");
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A file that stands in the project.
pub(crate) fn project(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
