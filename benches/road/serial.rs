//! How much of a serial line's rate is used: the far end of a pseudo terminal takes bytes as fast as the line would carry
//! them, and keeps no more than an adapter's buffer.

use crate::crowd::runtime;
use crate::report::Report;
use crate::{Effort, cpu};
use bangtin::link::{Event, Link, Load};
use serialport::{SerialPort as _, TTYPort};
use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// An Adalight frame of 64 × 16 dots.
const FRAME: usize = 6 + 64 * 16 * 3;
const LEAST: f64 = 97.0;

pub(crate) fn measure(effort: Effort, report: &mut Report) {
    report.heading(format!(
        "a serial line that is always given a newer frame of {FRAME} bytes: what it carried of what it could"
    ));
    for baud in [115_200, 500_000, 1_000_000] {
        let used = play(baud, Duration::from_secs(effort.lateness.clamp(3, 10)));
        report.least(format!("{baud} baud"), used * 100.0, LEAST, " %");
    }
}

/// The part of the line's rate that was used.
fn play(baud: u32, lasting: Duration) -> f64 {
    let (mut line, device) = TTYPort::pair().unwrap();
    line.set_timeout(Duration::from_millis(1)).unwrap();
    let path = device.name().unwrap();
    let end = Arc::new(AtomicBool::new(false));
    let reader = std::thread::spawn({
        let end = Arc::clone(&end);
        move || take(line, baud, &end)
    });
    runtime().block_on(async {
        let mut link = Link::serial(&path, baud);
        assert_eq!(link.event().await, Event::Up);
        let until = cpu::monotonic() + lasting;
        while cpu::monotonic() < until {
            let _ = link.send(Load::plain(&[0x55; FRAME], &[FRAME]));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        end.store(true, Ordering::Relaxed);
    });
    drop(device);
    reader.join().unwrap() * 10.0 / f64::from(baud)
}

/// Takes bytes at the line's rate, ten bits a byte, from the second second on; how many a second there were.
fn take(mut line: TTYPort, baud: u32, end: &AtomicBool) -> f64 {
    let per_second = f64::from(baud) / 10.0;
    let begun = cpu::monotonic();
    let (mut taken, mut counted, mut from) = (0_f64, 0_f64, None);
    let mut bytes = vec![0; 4096];
    while !end.load(Ordering::Relaxed) {
        let now = cpu::monotonic();
        let due = (now - begun).as_secs_f64() * per_second - taken;
        if due < 1.0 {
            std::thread::sleep(Duration::from_micros(200));
            continue;
        }
        let most = (due as usize).min(bytes.len());
        match line.read(&mut bytes[..most]) {
            Ok(count) => {
                taken += count as f64;
                counted += if from.is_some() { count as f64 } else { 0.0 };
            }
            // What the line did not carry in this time it never will.
            Err(_) => taken = (cpu::monotonic() - begun).as_secs_f64() * per_second,
        }
        if from.is_none() && now - begun > Duration::from_secs(1) {
            from = Some(now);
        }
    }
    counted / from.map_or(1.0, |from| (cpu::monotonic() - from).as_secs_f64())
}
