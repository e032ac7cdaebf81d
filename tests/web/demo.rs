//! A made-up site to look at: a board that scrolls, a board that stands still, one that fails, and a faulty file.

use crate::house::{self, House};
use bangtin::player::{LinkState, Next, OnAir, Status};
use bangtin::report::Fault;
use embedded_graphics::Drawable;
use embedded_graphics::mono_font::ascii::{FONT_6X13_BOLD, FONT_9X18_BOLD};
use embedded_graphics::mono_font::{MonoFont, MonoTextStyle};
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use embedded_graphics::prelude::Point;
use embedded_graphics::text::{Alignment, Baseline, Text, TextStyleBuilder};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

const BOARDS: [(&str, u16, u16); 4] = [
    ("Bảng cổng trụ sở UBND thành phố", 128, 32),
    ("Bảng sảnh Trung tâm HCC", 192, 64),
    ("Bảng nhà văn hóa thôn", 64, 16),
    ("Bảng tuyến đường chính", 384, 32),
];

#[expect(clippy::disallowed_methods, reason = "a page to look at wants the real time")]
fn clock() -> Timestamp {
    Timestamp::try_from(SystemTime::now()).unwrap()
}

pub(crate) async fn run() {
    let listen = std::env::var("BANGTIN_DEMO").unwrap_or_else(|_| "127.0.0.1:8080".into());
    let house = house::open_at(&listen, &BOARDS, clock).await;
    let mut files: Vec<Fault> = Vec::new();
    if std::env::var_os("BANGTIN_DEMO_FAULT").is_some() {
        files.push(house::fault());
    }
    house.faults.send_replace(Arc::new(files));
    let started = clock();
    let mut tick = tokio::time::interval(Duration::from_millis(25));
    for step in 0_u64.. {
        tick.tick().await;
        draw(&house, step);
        if step % 20 == 0 {
            tell(&house, started, step);
        }
    }
}

fn draw(house: &House, step: u64) {
    let across = 128 - (step % 480) as i32;
    let line = "DICH VU CONG TRUC TUYEN - NHANH, DUNG HEN";
    picture(
        house,
        0,
        &[(line, &FONT_9X18_BOLD, Point::new(across, 7), Rgb888::new(255, 160, 0), Alignment::Left)],
    );
    let lines = [
        ("NOP HO SO QUA BUU DIEN", &FONT_9X18_BOLD, Point::new(96, 4), Rgb888::RED, Alignment::Center),
        ("nhan ket qua tai nha", &FONT_6X13_BOLD, Point::new(96, 26), Rgb888::GREEN, Alignment::Center),
        ("Duong day nong 0239...", &FONT_6X13_BOLD, Point::new(96, 44), Rgb888::WHITE, Alignment::Center),
    ];
    picture(house, 1, &lines);
    picture(house, 3, &[(line, &FONT_9X18_BOLD, Point::new(across, 7), Rgb888::RED, Alignment::Left)]);
    picture(house, 2, &[("BANG TIN", &FONT_6X13_BOLD, Point::new(32, 1), Rgb888::RED, Alignment::Center)]);
}

fn picture(house: &House, board: usize, lines: &[(&str, &MonoFont<'_>, Point, Rgb888, Alignment)]) {
    let (_, width, height) = BOARDS[board];
    let mut frame = bangtin::frame::Frame::dark(width.into(), height.into()).unwrap();
    for (text, font, at, colour, alignment) in lines {
        let style = TextStyleBuilder::new().baseline(Baseline::Top).alignment(*alignment).build();
        let text = Text::with_text_style(text, *at, MonoTextStyle::new(font, *colour), style);
        text.draw(&mut frame).unwrap();
    }
    house.glass[board].show(|into| into.copy_from_slice(frame.rgb()));
}

fn tell(house: &House, started: Timestamp, step: u64) {
    let now = clock();
    let status = |text: &str, next: &str, link| Status {
        on_air: Some(OnAir {
            text: text.into(),
            playlist: "Dịch vụ công trực tuyến".into(),
            since: started,
            until: Some(now + SignedDuration::from_secs(8)),
            why: house::sentence(),
        }),
        next: Some(Next { text: next.into(), at: now + SignedDuration::from_secs(8) }),
        link,
        frames_sent: step,
        ..Status::default()
    };
    let sent = LinkState::Sent { at: now - SignedDuration::from_millis(100) };
    let first = status(
        "Dịch vụ công trực tuyến: nhanh, đúng hẹn",
        "Nộp hồ sơ qua bưu điện\nnhận kết quả tại nhà",
        sent.clone(),
    );
    let second = status(
        "Nộp hồ sơ qua bưu điện\nnhận kết quả tại nhà\nĐường dây nóng 0239…",
        "Dịch vụ công trực tuyến: nhanh, đúng hẹn",
        sent,
    );
    let failing = LinkState::Failing { since: started, why: house::sentence() };
    house.status[0].send_replace(Arc::new(first));
    house.status[1].send_replace(Arc::new(second));
    house.status[2].send_replace(Arc::new(Status { link: failing, ..Status::default() }));
}
