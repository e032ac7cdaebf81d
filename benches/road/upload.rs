//! How many bytes it takes to put a programme on a card: twelve pages of text for a simulated Onbon card, byte by byte in memory.
//!
//! What has to be sent is known: the pictures, what the files say around them, and the frames in which they go. What is sent
//! beyond that are escapes and, apart from the upload itself, the questions that prove it.

use crate::report::Report;
use crate::stage;
use bangtin::board::card::{
    Airing, Card, Cover, Ledger, Matter, Moment, Options, Page, Show, Steward, Stock, Wish,
};
use bangtin::board::{Carrier, Protocol, Receiver};
use bangtin::frame::{Colour, Face, Palette};
use bangtin::panel::{Layout, Panel};
use bangtin::wire::Packets;
use bangtin::wire::onbon::{EVERY, Frame, Generation, Request};
use jiff::civil::date;
use std::sync::Arc;
use std::time::Duration;

const SIZE: (u16, u16) = (128, 32);
const MOST: f64 = 1.1;
const TEXTS: [&str; 12] = [
    "Một cửa",
    "Nộp hồ sơ",
    "trực tuyến",
    "Mức độ 4",
    "Tra cứu",
    "Hotline 1022",
    "Đúng hẹn",
    "Lấy số",
    "Quầy số 5",
    "Tầng một",
    "Giờ làm việc",
    "Xin cảm ơn",
];

/// Bytes by what they were for.
#[derive(Default)]
struct Bytes {
    upload: usize,
    cover: usize,
    questions: usize,
    heard: usize,
}

pub(crate) fn measure(report: &mut Report) {
    report.heading("a programme of 12 pages for a card of 128 × 32: bytes sent for each that had to be");
    for (generation, name) in [(Generation::Five, "BX-5"), (Generation::Six, "BX-6")] {
        for (over, line) in [(Carrier::Tcp, "TCP"), (Carrier::Serial, "serial line")] {
            let (needed, bytes) = fill(generation, over);
            let what = |part: &str| format!("{name}, {line}: {part}");
            let share = |bytes: usize| bytes as f64 / needed as f64;
            report.most(what("the upload"), share(bytes.upload), MOST, "");
            let proven = share(bytes.upload + bytes.questions);
            report.note(what("with the questions that prove it"), format!("{proven:.2}"));
            let seconds = (bytes.upload + bytes.questions) as f64 * 10.0 / 57_600.0;
            let figure = format!("{needed}, {}, {}, {}", bytes.upload, bytes.cover, bytes.heard);
            report.note(what("bytes: needed, upload, cover, answers"), figure);
            if over == Carrier::Serial {
                report.note(what("seconds of 57,600 baud to send it"), format!("{seconds:.2}"));
            }
        }
    }
}

fn stock(face: Face) -> Stock {
    let page = |text: &&str| {
        let moment = stage::standing(face, text).at("2026-11-29T00:00:00Z".parse().unwrap());
        let picture = moment.window().unwrap().to_frame();
        Page { picture: Arc::new(picture), hold: Duration::from_secs(5) }
    };
    let airing =
        Airing { from: date(2000, 1, 1), to: date(2099, 12, 31), days: Airing::EVERY_DAY, hours: Vec::new() };
    let matter = Matter::Pages(TEXTS.iter().map(page).collect());
    let show = Show { matter, blank: Duration::ZERO, times: 1, airing };
    Stock { face, shows: vec![show], light: None }
}

/// Fills a card until it is confirmed: the bytes that an upload needs at least, and those that were.
fn fill(generation: Generation, over: Carrier) -> (usize, Bytes) {
    let face = stage::face(SIZE);
    let protocol = Protocol::Onbon { generation, address: EVERY, secret: None, over };
    let panel = Panel::build(face, Palette::One(Colour::Red), &Layout::default()).unwrap();
    let options = Options {
        poll: Duration::from_secs(60),
        writes_a_day: 24,
        drift: Duration::from_secs(2),
        size: SIZE,
    };
    let driver = protocol.driver(&panel).unwrap().unwrap();
    let mut card = Card::new(Steward::new(options, Ledger::default()), driver);
    let mut board = Receiver::new(&protocol, panel.clone());
    let stock = Arc::new(stock(face));
    let now = Arc::new(Cover { matters: vec![stock.shows[0].matter.clone()] });
    let wish = Arc::new(Wish { stock: Arc::clone(&stock), now, urgent: false, on: true });
    let (mut bytes, mut packets) = (Bytes::default(), Packets::default());
    let mut mono = Duration::ZERO;
    let mut files = Vec::new();
    while card.steward().report().told.confirmed.is_none() {
        assert!(mono < Duration::from_secs(120), "the card is not filled");
        let local = date(2026, 11, 29).at(8, 0, 0, 0) + jiff::SignedDuration::try_from(mono).unwrap();
        let moment = Moment { mono, local: Some(local) };
        if mono.is_zero() {
            card.opened(moment);
            card.steward_mut().want(Arc::clone(&wish), moment);
        }
        card.next(moment, &mut packets);
        for packet in packets.iter() {
            note(packet, &mut bytes, &mut files);
            let _ = board.receive(packet);
        }
        board.tick(mono);
        while let Some(answer) = board.answer() {
            bytes.heard += answer.len();
            card.receive(&answer, moment);
        }
        mono += Duration::from_millis(10);
    }
    (needed(generation, over, &files), bytes)
}

/// Counts a packet by what it is for.
fn note(packet: &[u8], bytes: &mut Bytes, files: &mut Vec<u32>) {
    let frame = Frame::parse(packet).unwrap();
    let request = Request::parse(&frame.body).unwrap();
    match request {
        Request::StartWrite { len, .. } => {
            files.push(len);
            bytes.upload += packet.len();
        }
        Request::StartTransfer | Request::EndTransfer | Request::WriteBlock { .. } => {
            bytes.upload += packet.len();
        }
        Request::Update(..) | Request::Clear(..) => bytes.cover += packet.len(),
        _ => bytes.questions += packet.len(),
    }
}

/// What an upload of these files needs at least: their bytes in as few blocks as the card takes, each in its frame, without any
/// byte that had to be escaped.
fn needed(generation: Generation, over: Carrier, files: &[u32]) -> usize {
    // Marks, header, and what a body says before its data.
    let (around, block) = match generation {
        Generation::Five => (9 + 27 + 5, 14_336),
        Generation::Six => (9 + 28 + 5, if over == Carrier::Udp { 512 } else { 1024 }),
    };
    let blocks = |len: u32| (len as usize).div_ceil(block);
    let of_file = |len: &u32| around + 14 + *len as usize + blocks(*len) * (around + 9);
    // The transfer begins and ends.
    files.iter().map(of_file).sum::<usize>() + 2 * around
}
