//! The smallest HTTP client: writes what it is given and reads to the end.

use std::net::SocketAddr;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer, taken apart.
pub(crate) struct Answer {
    pub(crate) code: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The value of a header, or the empty string.
    pub(crate) fn header(&self, name: &str) -> String {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }
}

/// Asks as a browser of this machine would, with further header lines.
pub(crate) async fn get(to: SocketAddr, path: &str, more: &[&str]) -> Answer {
    ask(to, "GET", path, &to.to_string(), more).await
}

pub(crate) async fn ask(to: SocketAddr, method: &str, path: &str, host: &str, more: &[&str]) -> Answer {
    let more: String = more.iter().map(|line| format!("{line}\r\n")).collect();
    raw(to, &format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n")).await
}

/// Sends a body of JSON.
pub(crate) async fn post(to: SocketAddr, path: &str, body: &str) -> Answer {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\nContent-Type: application/json\r\n"
    );
    raw(to, &format!("{head}Content-Length: {length}\r\n\r\n{body}")).await
}

/// Sends a form as a browser on the page itself would, with further header lines.
pub(crate) async fn form(to: SocketAddr, path: &str, more: &[&str], fields: &[(&str, &str)]) -> Answer {
    raw(to, &form_request(to, path, more, fields)).await
}

/// What it sends.
pub(crate) fn form_request(to: SocketAddr, path: &str, more: &[&str], fields: &[(&str, &str)]) -> String {
    let written = |text| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC);
    let fields = fields.iter().map(|(name, value)| format!("{}={}", written(name), written(value)));
    let body = fields.collect::<Vec<_>>().join("&");
    let (more, length) = (more.iter().map(|line| format!("{line}\r\n")).collect::<String>(), body.len());
    let head = format!("POST {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n{more}");
    let kind = "Content-Type: application/x-www-form-urlencoded";
    format!("{head}{kind}\r\nContent-Length: {length}\r\n\r\n{body}")
}

/// Sends a form as a browser without JavaScript would.
pub(crate) async fn send(to: SocketAddr, path: &str, form: &str, more: &[&str]) -> Answer {
    let more: String = more.iter().map(|line| format!("{line}\r\n")).collect();
    let head = format!("POST {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n{more}");
    let kind = "Content-Type: application/x-www-form-urlencoded";
    raw(to, &format!("{head}{kind}\r\nContent-Length: {}\r\n\r\n{form}", form.len())).await
}

/// Sends these bytes and reads until the other side closes.
pub(crate) async fn raw(to: SocketAddr, request: &str) -> Answer {
    raw_bytes(to, request.as_bytes()).await
}

/// The same of bytes that may be no text.
pub(crate) async fn raw_bytes(to: SocketAddr, request: &[u8]) -> Answer {
    over(TcpStream::connect(to).await.unwrap(), request).await
}

/// The same over a connection there is. Who is refused early may find the line cut while still writing.
pub(crate) async fn over(mut stream: impl AsyncRead + AsyncWrite + Unpin, request: &[u8]) -> Answer {
    let _ = stream.write_all(request).await;
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    let cut = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("no end of headers");
    let head = String::from_utf8(bytes[..cut].to_vec()).unwrap();
    let code = head.split(' ').nth(1).unwrap().parse().unwrap();
    let body = bytes[cut + 4..].to_vec();
    assert!(!head.to_ascii_lowercase().contains("transfer-encoding"), "answers are of known length");
    Answer { code, head, body }
}
