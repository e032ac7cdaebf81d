//! mDNS, as far as it takes to find WLED boards: one question, and the answers to it.
//!
//! The question is one datagram to [`GROUP`] or [`GROUP_V6`], port [`PORT`]: who offers `_wled._tcp.local`? It asks for an
//! answer to the sender alone. Answers are DNS messages with a PTR record (which boards), SRV records (host and port of
//! each) and A and AAAA records (addresses of hosts), in one datagram or in several.
//!
//! Source: RFC 6762 and RFC 6763. Messages are taken apart by the crate `simple-dns`: compressed names and four dozen
//! kinds of records are not worth a parser of our own, and its pointers only ever lead backwards.
//!
//! Anybody can answer. So everything is bounded, a host that is no host name is dropped, and names lose what would move a
//! terminal's cursor.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use simple_dns::rdata::RData;
use simple_dns::{CLASS, Name, Packet, PacketFlag, ResourceRecord, header_buffer};
use std::collections::{BTreeMap, BTreeSet};

/// The UDP port of mDNS.
pub const PORT: u16 = 5353;
/// Where questions go by IPv4.
pub const GROUP: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 251);
/// Where questions go by IPv6, on one link.
pub const GROUP_V6: Ipv6Addr = Ipv6Addr::new(0xFF02, 0, 0, 0, 0, 0, 0, 0xFB);
/// What WLED boards offer.
pub const SERVICE: &str = "_wled._tcp.local";
/// The question for [`SERVICE`]: a header with one question, the name, PTR, internet, answer to me alone.
pub const QUESTION: &[u8] = b"\0\0\0\0\0\x01\0\0\0\0\0\0\x05_wled\x04_tcp\x05local\0\0\x0c\x80\x01";

/// The longest message, in bytes.
const MAX_MESSAGE: usize = 9000;
/// The most records of one section of a message.
const MAX_RECORDS: u16 = 64;
/// The most boards, and the most hosts, that are kept.
const MAX_KEPT: usize = 256;
/// The most addresses of one host that are kept.
const MAX_ADDRESSES: usize = 8;

/// A board that answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// What it calls itself, at most 63 bytes of text.
    pub name: String,
    /// Its host name, `wled-a1b2c3.local`.
    pub host: String,
    /// The port of its page.
    pub port: u16,
    /// Its addresses, as far as somebody said them.
    pub addresses: Vec<IpAddr>,
}

/// What was heard so far. Bounded: 256 boards with 8 addresses each.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// By the whole name in lower case: the board's own name, and where it is.
    boards: BTreeMap<String, (String, Option<(String, u16)>)>,
    /// By host in lower case.
    addresses: BTreeMap<String, BTreeSet<IpAddr>>,
}

impl Answers {
    /// Takes a datagram; what is not an answer, or not about these boards, is passed over.
    pub fn hear(&mut self, bytes: &[u8]) {
        if bytes.len() > MAX_MESSAGE || !is_small(bytes) {
            return;
        }
        let Ok(message) = Packet::parse(bytes) else { return };
        if !message.has_flags(PacketFlag::RESPONSE) {
            return;
        }
        let records = message.answers.iter().chain(&message.additional_records);
        records.filter(|record| record.class == CLASS::IN).for_each(|record| self.learn(record));
    }

    /// The boards of which it is known where they are, by name.
    #[must_use]
    pub fn boards(&self) -> Vec<Board> {
        let board = |(name, place): &(String, Option<(String, u16)>)| {
            let (host, port) = place.clone()?;
            let addresses = self.addresses.get(&host.to_ascii_lowercase());
            let addresses = addresses.map_or_else(Vec::new, |all| all.iter().copied().collect());
            Some(Board { name: name.clone(), host, port, addresses })
        };
        self.boards.values().filter_map(board).collect()
    }

    fn learn(&mut self, record: &ResourceRecord<'_>) {
        match &record.rdata {
            RData::PTR(instance) if whole(&record.name) == SERVICE => {
                self.note(&instance.0, record.ttl, None);
            }
            RData::SRV(place) => {
                let host = host(&place.target).filter(|_| place.port > 0);
                if let Some(host) = host {
                    self.note(&record.name, record.ttl, Some((host, place.port)));
                }
            }
            RData::A(a) => self.address(&record.name, Ipv4Addr::from_bits(a.address).into()),
            RData::AAAA(a) => self.address(&record.name, Ipv6Addr::from_bits(a.address).into()),
            _ => {}
        }
    }

    /// A board, if that is its service; a life of 0 seconds means that it goes.
    fn note(&mut self, instance: &Name<'_>, ttl: u32, place: Option<(String, u16)>) {
        let key = whole(instance);
        let [name, service @ ..] = instance.get_labels() else { return };
        let service: Vec<String> = service.iter().map(|label| plain(label.as_ref())).collect();
        if !service.join(".").eq_ignore_ascii_case(SERVICE) {
            return;
        }
        if ttl == 0 {
            self.boards.remove(&key);
        } else if self.boards.len() < MAX_KEPT || self.boards.contains_key(&key) {
            let board = self.boards.entry(key).or_insert_with(|| (plain(name.as_ref()), None));
            board.1 = place.or(board.1.take());
        }
    }

    fn address(&mut self, name: &Name<'_>, address: IpAddr) {
        let Some(host) = host(name).map(|host| host.to_ascii_lowercase()) else { return };
        if self.addresses.len() < MAX_KEPT || self.addresses.contains_key(&host) {
            let known = self.addresses.entry(host).or_default();
            if known.len() < MAX_ADDRESSES {
                known.insert(address);
            }
        }
    }
}

/// Whether no section says that it has more records than a message about boards needs; room for them is made before
/// they are read.
fn is_small(bytes: &[u8]) -> bool {
    let sections = [
        header_buffer::questions(bytes),
        header_buffer::answers(bytes),
        header_buffer::name_servers(bytes),
        header_buffer::additional_records(bytes),
    ];
    sections.into_iter().all(|count| count.is_ok_and(|count| count <= MAX_RECORDS))
}

/// A name as one text in lower case, by which names are told apart.
fn whole(name: &Name<'_>) -> String {
    let labels: Vec<String> = name.get_labels().iter().map(|label| plain(label.as_ref())).collect();
    labels.join(".").to_ascii_lowercase()
}

/// A host name; `None` if it is none.
fn host(name: &Name<'_>) -> Option<String> {
    let labels: Vec<String> = name.get_labels().iter().map(|label| plain(label.as_ref())).collect();
    let host = labels.join(".");
    let named = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    (named && !host.is_empty() && host.len() <= 253).then_some(host)
}

/// A label as text without control characters.
fn plain(label: &[u8]) -> String {
    String::from_utf8_lossy(label).chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use simple_dns::rdata::{A, AAAA, PTR, SRV};
    use simple_dns::{QCLASS, QTYPE, TYPE};

    const INSTANCE: &str = "Cong chinh._wled._tcp.local";

    fn record<'a>(name: &'a str, ttl: u32, rdata: RData<'a>) -> ResourceRecord<'a> {
        ResourceRecord::new(Name::new_unchecked(name), CLASS::IN, ttl, rdata)
    }

    fn ptr(ttl: u32) -> ResourceRecord<'static> {
        record(SERVICE, ttl, RData::PTR(PTR(Name::new_unchecked(INSTANCE))))
    }

    fn srv(host: &str, port: u16) -> ResourceRecord<'_> {
        let target = Name::new_unchecked(host);
        record(INSTANCE, 120, RData::SRV(SRV { priority: 0, weight: 0, port, target }))
    }

    fn a(last: u8) -> ResourceRecord<'static> {
        let address = Ipv4Addr::new(192, 168, 4, last).to_bits();
        record("WLED-a1b2c3.local", 120, RData::A(A { address }))
    }

    fn message(answers: Vec<ResourceRecord<'_>>) -> Vec<u8> {
        let mut message = Packet::new_reply(0);
        message.answers = answers;
        message.build_bytes_vec_compressed().unwrap()
    }

    #[test]
    fn the_question_is_the_one_for_these_boards_to_be_answered_to_the_sender() {
        let question = Packet::parse(QUESTION).unwrap();
        assert!(!question.has_flags(PacketFlag::RESPONSE));
        let [only] = &question.questions[..] else { panic!("one question") };
        assert_eq!(only.qname.to_string(), SERVICE);
        assert_eq!((only.qtype, only.qclass), (QTYPE::TYPE(TYPE::PTR), QCLASS::CLASS(CLASS::IN)));
        assert!(only.unicast_response);
    }

    #[test]
    fn a_board_is_known_by_name_host_port_and_addresses_whether_said_at_once_or_in_turns() {
        let v6 = Ipv6Addr::new(0xFE80, 0, 0, 0, 0, 0, 0, 9);
        let aaaa = || record("wled-a1b2c3.local", 120, RData::AAAA(AAAA { address: v6.to_bits() }));
        let all = || vec![ptr(4500), srv("wled-a1b2c3.local", 80), a(7), aaaa()];
        let expected = Board {
            name: "Cong chinh".to_owned(),
            host: "wled-a1b2c3.local".to_owned(),
            port: 80,
            addresses: vec![Ipv4Addr::new(192, 168, 4, 7).into(), v6.into()],
        };
        let mut at_once = Answers::default();
        at_once.hear(&message(all()));
        assert_eq!(at_once.boards(), std::slice::from_ref(&expected));
        let mut in_turns = Answers::default();
        all().into_iter().rev().for_each(|record| in_turns.hear(&message(vec![record])));
        assert_eq!(in_turns.boards(), [expected]);
    }

    #[test]
    fn what_is_no_answer_about_these_boards_teaches_nothing() {
        let mut answers = Answers::default();
        answers.hear(QUESTION);
        answers.hear(b"");
        answers.hear(&[0xFF; 12]);
        answers.hear(&vec![0; MAX_MESSAGE + 1]);
        let printer = record("_ipp._tcp.local", 9, RData::PTR(PTR(Name::new_unchecked("x._ipp._tcp.local"))));
        answers.hear(&message(vec![printer]));
        answers.hear(&message(vec![ptr(9), srv("bad\"host\n.local", 80), srv("wled.local", 0)]));
        assert_eq!(answers.boards(), []);
    }

    #[test]
    fn a_board_that_says_farewell_is_gone() {
        let mut answers = Answers::default();
        answers.hear(&message(vec![ptr(4500), srv("wled-a1b2c3.local", 80)]));
        assert_eq!(answers.boards().len(), 1);
        answers.hear(&message(vec![ptr(0)]));
        assert_eq!(answers.boards(), []);
    }

    #[test]
    fn a_flood_of_boards_and_addresses_ends_somewhere() {
        let mut answers = Answers::default();
        for n in 0..2000u16 {
            let (name, host) = (format!("b{n}.{SERVICE}"), format!("h{n}.local"));
            let place = SRV { priority: 0, weight: 0, port: 80, target: Name::new_unchecked(&host) };
            let address = RData::A(A { address: n.into() });
            let records =
                vec![record(&name, 9, RData::SRV(place)), record(&host, 9, address), a(n.to_be_bytes()[1])];
            answers.hear(&message(records));
        }
        assert_eq!(answers.boards().len(), MAX_KEPT);
        assert!(answers.addresses.len() <= MAX_KEPT);
        assert!(answers.addresses.values().all(|all| all.len() <= MAX_ADDRESSES));
    }

    #[test]
    fn a_name_cannot_move_the_cursor_of_a_terminal() {
        assert_eq!(plain(b"a\x1b[2Jb\n\xff"), "a?[2Jb?\u{FFFD}");
    }
}
