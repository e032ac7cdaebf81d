//! The smallest client that keeps a connection and a cookie.

use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Writes are limited to 20 a second for each address: who is refused waits.
const LATER: Duration = Duration::from_millis(300);

/// Somebody who asks.
pub(crate) struct Client {
    server: SocketAddr,
    stream: BufReader<TcpStream>,
    cookie: String,
}

impl Client {
    pub(crate) fn new(server: SocketAddr) -> Self {
        Self { server, stream: connected(server), cookie: String::new() }
    }

    /// Sends a form; the cookie that comes back is kept.
    pub(crate) fn form(&mut self, path: &str, fields: &[(&str, &str)]) {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let answer = self.send("POST", path, "application/x-www-form-urlencoded", &body.join("&"));
        assert!((200..400).contains(&answer.0), "{path}: {} {}", answer.0, answer.1);
    }

    pub(crate) fn get(&mut self, path: &str) -> Value {
        self.json("GET", path, "")
    }

    pub(crate) fn post(&mut self, path: &str, body: &Value) -> Value {
        self.json("POST", path, &body.to_string())
    }

    pub(crate) fn put(&mut self, path: &str, body: &Value) -> Value {
        self.json("PUT", path, &body.to_string())
    }

    fn json(&mut self, method: &str, path: &str, body: &str) -> Value {
        let (code, text) = self.send(method, path, "application/json", body);
        assert!(code < 300, "{method} {path}: {code} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    fn send(&mut self, method: &str, path: &str, kind: &str, body: &str) -> (u16, String) {
        loop {
            self.write(method, path, kind, body);
            let (code, text) = self.read();
            if code != 429 {
                return (code, text);
            }
            std::thread::sleep(LATER);
        }
    }

    /// Only writes a request, whose answer is to be read.
    pub(crate) fn write(&mut self, method: &str, path: &str, kind: &str, body: &str) {
        let body = if method == "GET" {
            String::new()
        } else {
            format!("Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
        };
        let end = if method == "GET" { "\r\n" } else { "" };
        let head =
            format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n", self.server, self.cookie);
        let request = format!("{head}{body}{end}");
        if self.stream.get_mut().write_all(request.as_bytes()).is_err() {
            self.stream = connected(self.server);
            self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        }
    }

    /// Reads an answer: its code and its body.
    pub(crate) fn read(&mut self) -> (u16, String) {
        let (mut line, mut length, mut code) = (String::new(), 0, 0);
        loop {
            line.clear();
            assert!(self.stream.read_line(&mut line).unwrap() > 0, "the server hung up");
            let line = line.trim_end();
            if let Some(status) = line.strip_prefix("HTTP/1.1 ") {
                code = status[..3].parse().unwrap();
            } else if let Some((name, value)) = line.split_once(": ") {
                match name.to_ascii_lowercase().as_str() {
                    "content-length" => length = value.parse().unwrap(),
                    "set-cookie" => {
                        if let Some(cookie) =
                            value.split(';').next().filter(|cookie| cookie.starts_with("bangtin="))
                        {
                            cookie.clone_into(&mut self.cookie);
                        }
                    }
                    _ => {}
                }
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        (code, String::from_utf8_lossy(&body).into_owned())
    }
}

fn connected(server: SocketAddr) -> BufReader<TcpStream> {
    let stream = TcpStream::connect(server).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    BufReader::new(stream)
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}
