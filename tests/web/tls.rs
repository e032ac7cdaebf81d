//! The page by TLS, met by a client that believes nothing but the page's own certificate.

use super::client::{Answer, over, raw};
use super::house::{House, open_by_tls};
use bangtin::web::own;
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion, version};

const SOON: Duration = Duration::from_secs(5);

/// Somebody who believes the certificate in `pem`, and speaks these versions and protocols.
fn believer(pem: &str, versions: &[&'static SupportedProtocolVersion], protocols: &[&[u8]]) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_protocol_versions(versions).unwrap();
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    TlsConnector::from(Arc::new(config))
}

async fn meet(to: SocketAddr, by: &TlsConnector) -> io::Result<TlsStream<TcpStream>> {
    let stream = TcpStream::connect(to).await?;
    by.connect(ServerName::try_from("127.0.0.1").unwrap(), stream).await
}

async fn ask(house: &House, by: &TlsConnector, request: &str, more: &str) -> Answer {
    let stream = meet(house.address, by).await.unwrap();
    let request = format!("{request} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{more}\r\n", house.address);
    over(stream, request.as_bytes()).await
}

/// Sends a request by TLS, by a certificate that is believed.
pub(crate) async fn send(house: &House, pem: &str, request: &str) -> Answer {
    let by = believer(pem, &[&version::TLS13], &[b"http/1.1"]);
    over(meet(house.address, &by).await.unwrap(), request.as_bytes()).await
}

#[tokio::test]
async fn the_page_is_read_by_tls_by_whoever_believes_its_certificate() {
    let (house, _, pem) = open_by_tls().await;
    for one in [&version::TLS13, &version::TLS12] {
        let client = believer(&pem, &[one], &[b"h2", b"http/1.1"]);
        let page = ask(&house, &client, "GET /", "").await;
        assert!(page.code == 200 && page.text().contains("Bảng cổng trụ sở"));
        let stream = meet(house.address, &client).await.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    }
    let other = own::make(&["127.0.0.1".to_owned()], "2026-11-24T00:00:00Z".parse().unwrap()).unwrap();
    let stranger = believer(&other, &[&version::TLS13], &[]);
    assert!(meet(house.address, &stranger).await.is_err());
    let modern_only = believer(&pem, &[&version::TLS13], &[b"h2"]);
    assert!(meet(house.address, &modern_only).await.is_err());
}

#[tokio::test]
async fn by_tls_a_live_socket_is_for_the_page_under_https() {
    let (house, _, pem) = open_by_tls().await;
    let client = believer(&pem, &[&version::TLS13], &[]);
    let code = async |origin: String| {
        let mut stream = meet(house.address, &client).await.unwrap();
        let request = format!(
            "GET /live/b0 HTTP/1.1\r\nHost: {}\r\nOrigin: {origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            house.address
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = [0; 12];
        stream.read_exact(&mut head).await.unwrap();
        String::from_utf8(head.to_vec()).unwrap()
    };
    assert_eq!(code(format!("https://{}", house.address)).await, "HTTP/1.1 101");
    assert_eq!(code(format!("http://{}", house.address)).await, "HTTP/1.1 403");
    assert_eq!(code("https://evil.example".to_owned()).await, "HTTP/1.1 403");
}

#[tokio::test]
async fn a_browser_that_comes_without_tls_is_led_to_the_same_page_with_it() {
    let (house, _, _) = open_by_tls().await;
    let to = house.address;
    let led = raw(to, &format!("GET /board/b0/plan?at=1 HTTP/1.1\r\nHost: {to}\r\n\r\n")).await;
    assert_eq!(led.code, 307);
    assert_eq!(led.header("location"), format!("https://{to}/board/b0/plan?at=1"));
    for request in [
        format!("POST / HTTP/1.1\r\nHost: {to}\r\nContent-Length: 0\r\n\r\n"),
        "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(),
        "GET / HTTP/1.0\r\n\r\n".to_owned(),
        "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(),
    ] {
        let answer = raw(to, &request).await;
        assert_eq!((answer.code, answer.header("location")), (400, String::new()), "{request}");
        assert!(answer.text().contains("chỉ mở bằng HTTPS"), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_new_certificate_is_for_those_who_come_after_it() {
    let (house, identity, pem) = open_by_tls().await;
    let old = believer(&pem, &[&version::TLS13], &[]);
    let here_already = meet(house.address, &old).await.unwrap();
    let newer = own::make(&["127.0.0.1".to_owned()], "2026-11-24T00:00:00Z".parse().unwrap()).unwrap();
    identity.replace(newer.as_bytes(), newer.as_bytes()).unwrap();
    assert!(meet(house.address, &old).await.is_err());
    assert!(meet(house.address, &believer(&newer, &[&version::TLS13], &[])).await.is_ok());
    let request = format!("GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", house.address);
    assert_eq!(over(here_already, request.as_bytes()).await.code, 200);
}

/// Opens a connection from an address of this machine and says half of a handshake, or nothing.
async fn half_open(to: SocketAddr, from: &str, words: &[u8]) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(format!("{from}:0").parse().unwrap())?;
    let mut stream = socket.connect(to).await?;
    // It may have been dropped already.
    let _ = stream.write_all(words).await;
    Ok(stream)
}

#[tokio::test]
async fn ten_thousand_half_open_handshakes_keep_nobody_out() {
    let (house, _, pem) = open_by_tls().await;
    let client = believer(&pem, &[&version::TLS13], &[]);
    let to = house.address;
    let flood = tokio::spawn(async move {
        // What was dropped at the other end is of no use to keep; more are kept than the page can hold.
        let mut kept = VecDeque::new();
        for at in 0..10_000_u32 {
            let words: &[u8] = [&b""[..], &[22, 3, 1, 2, 0, 1], b"GET / HT"][at as usize % 3];
            kept.push_back(half_open(to, "127.0.0.2", words).await.unwrap());
            if kept.len() > 300 {
                kept.pop_front();
            }
        }
        kept
    });
    let mut met = 0;
    while !flood.is_finished() {
        timeout(SOON, ask(&house, &client, "GET /", "")).await.expect("kept out");
        met += 1;
    }
    let kept = flood.await.unwrap();
    assert!(met > 0);
    // From the very address of those who hold all slots, too.
    let local = half_open(to, "127.0.0.2", b"").await.unwrap();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    assert!(timeout(SOON, client.connect(name, local)).await.expect("kept out").is_ok());
    drop(kept);
}

#[tokio::test]
async fn whoever_never_ends_the_handshake_is_shown_out() {
    let (house, _, _) = open_by_tls().await;
    let shown_out = async |words: &[u8]| {
        let mut stream = half_open(house.address, "127.0.0.1", words).await.unwrap();
        let end = timeout(Duration::from_secs(15), stream.read(&mut [0])).await.expect("still there");
        assert!(matches!(end, Ok(0) | Err(_)), "{end:?}");
    };
    tokio::join!(shown_out(b""), shown_out(&[22, 3, 1, 2, 0, 1]), shown_out(b"GET / HTTP/1.1\r\n"));
}
