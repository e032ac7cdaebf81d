//! A page that others than this machine can reach: it makes a certificate, says by what it is known, and keeps it.

use crate::house::House;
use rustix::process::Signal;

fn site(more: &str) -> House {
    House::new(&format!(
        "{more}\n[[board]]\nid = \"b\"\nsite = \"x\"\nwidth = 64\nheight = 16\nlink = \"udp://127.0.0.1:9\"\n"
    ))
}

/// Starts the daemon open to the network, and gives the fingerprint it says.
fn said(house: &House) -> String {
    let mut daemon = house.start_on("0.0.0.0:0");
    let mut known_by = daemon.line();
    assert!(known_by.starts_with("Trang xem bảng: https://"), "{known_by}");
    while known_by.starts_with("Trang xem bảng: ") {
        assert!(!known_by.contains("0.0.0.0"), "nobody can open that: {known_by}");
        known_by = daemon.line();
    }
    let fingerprint =
        known_by.trim().strip_prefix("Dấu vân tay chứng chỉ của trang (SHA-256): ").expect("said");
    house.wait_for_log(fingerprint);
    daemon.signal(Signal::TERM);
    assert!(daemon.ended().0.success());
    fingerprint.to_owned()
}

#[test]
fn the_certificate_made_at_the_first_start_is_the_same_at_the_next() {
    let house = site("");
    let first = said(&house);
    assert_eq!(first.len(), 95, "{first}");
    assert_eq!(said(&house), first);
}

#[test]
fn a_certificate_that_cannot_be_read_is_said_and_the_page_opens_when_it_can_be() {
    let house = site("[web]\ncertificate = \"tls.pem\"\nkey = \"tls.pem\"\n");
    let mut daemon = house.start_on("127.0.0.1:0");
    house.wait_for_log("Chưa mở được trang xem bảng: Không đọc được tệp");
    daemon.alive();
    let made = bangtin::web::own::make(&["localhost".to_owned()], "2026-11-24T00:00:00Z".parse().unwrap());
    house.write("tls.pem", &made.unwrap());
    assert!(daemon.line().starts_with("Trang xem bảng: https://127.0.0.1:"));
}

#[test]
fn a_certificate_that_ends_soon_is_an_alarm_from_the_start() {
    let house = site("[web]\ncertificate = \"tls.pem\"\nkey = \"tls.pem\"\n");
    #[allow(clippy::disallowed_methods)]
    let now = jiff::Timestamp::now();
    // What the program makes is good for two years.
    let then = now - jiff::SignedDuration::from_hours(24 * (2 * 365 - 9));
    let made = bangtin::web::own::make(&["localhost".to_owned()], then).unwrap();
    house.write("tls.pem", &made);
    let mut daemon = house.start_on("127.0.0.1:0");
    house.wait_for_log("alarm=\"A54\"");
    let log = std::fs::read_to_string(house.path("log")).unwrap();
    assert!(log.contains("Chứng chỉ của trang hết hạn ngày"), "{log}");
    daemon.alive();
}
