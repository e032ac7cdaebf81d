//! One question to a board's own page: HTTP/1.0, so that the answer comes in one piece and ends with the connection.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;
use tokio::time::timeout;

/// The longest answer that is read, in bytes.
const MOST_BYTES: u64 = 64 << 10;
/// How long connecting and answering may take together.
const PATIENCE: Duration = Duration::from_secs(3);

/// The body that a page answers with.
///
/// # Errors
/// Nobody answers in time, or with anything but 200.
pub(super) async fn get(socket: TcpSocket, address: SocketAddr, path: &str) -> io::Result<Vec<u8>> {
    let asked = async {
        let mut stream = socket.connect(address).await?;
        let question = format!("GET {path} HTTP/1.0\r\nHost: {}\r\nAccept: */*\r\n\r\n", address.ip());
        stream.write_all(question.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.take(MOST_BYTES).read_to_end(&mut answer).await?;
        body(&answer)
    };
    timeout(PATIENCE, asked).await.unwrap_or_else(|_| Err(ErrorKind::TimedOut.into()))
}

fn body(answer: &[u8]) -> io::Result<Vec<u8>> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    let first = answer.split(|&byte| byte == b'\r').next().unwrap_or_default();
    let mut words = first.split(|&byte| byte == b' ');
    let (version, code) = (words.next().unwrap_or_default(), words.next());
    match (end, code) {
        (Some(end), Some(b"200")) if version.starts_with(b"HTTP/1.") => Ok(answer[end + 4..].to_vec()),
        (_, Some(code)) if version.starts_with(b"HTTP/1.") => {
            Err(io::Error::other(format!("HTTP {}", String::from_utf8_lossy(code))))
        }
        _ => Err(ErrorKind::InvalidData.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_answer_of_200_has_a_body() {
        assert_eq!(body(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n{}\r\n\r\n").unwrap(), b"{}\r\n\r\n");
        for (bad, words) in
            [(&b"HTTP/1.1 503 Busy\r\n\r\n"[..], "HTTP 503"), (b"HTTP/1.1 200 OK\r\nA: b", "HTTP 200")]
        {
            assert_eq!(body(bad).unwrap_err().to_string(), words);
        }
        for bad in [&b""[..], b"\r\n\r\n", b"SSH-2.0 200\r\n\r\n", b"\xff\xff"] {
            assert_eq!(body(bad).unwrap_err().kind(), ErrorKind::InvalidData);
        }
    }
}
