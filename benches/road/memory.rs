//! Resident memory of the daemon as it is shipped, with the two boards of the example site and one onlooker.

use crate::Effort;
use crate::report::Report;
use futures_util::StreamExt as _;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const MOST: f64 = 24.0;

pub(crate) fn measure(effort: Effort, report: &mut Report) {
    let (mut daemon, address) = start();
    std::thread::sleep(Duration::from_secs(effort.memory));
    let alone = megabytes(&daemon, "VmRSS:");
    let seen = look(&address, Duration::from_secs(effort.memory.min(5)));
    let watched = megabytes(&daemon, "VmRSS:");
    let highest = megabytes(&daemon, "VmHWM:");
    let _ = daemon.kill();
    let _ = daemon.wait();

    report.heading("resident memory of the daemon with two boards, MB");
    report.most(format!("after {} s", effort.memory), alone, MOST, " MB");
    report.most(format!("while one onlooker was sent {seen} pictures"), watched, MOST, " MB");
    report.note("the most it ever was", format!("{highest:.2} MB"));
}

/// Starts the daemon on the example site; it and where its page is.
fn start() -> (Child, String) {
    let mut daemon = Command::new(env!("CARGO_BIN_EXE_bangtin"))
        .args(["--lang", "en", "run", "--listen", "127.0.0.1:0"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("BANGTIN_LOG", "warn")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut said = BufReader::new(daemon.stdout.take().unwrap());
    said.read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
    (daemon, address.expect("no address of the page").to_owned())
}

/// Looks at both boards for a while, as a page does; how many messages came.
fn look(address: &str, time: Duration) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let watch = async |board: &str| {
        let request = format!("ws://{address}/live/{board}");
        let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
        let mut messages = 0;
        let all = async {
            while let Some(Ok(_)) = socket.next().await {
                messages += 1;
            }
        };
        let _ = tokio::time::timeout(time, all).await;
        messages
    };
    runtime.block_on(async {
        let (one, other) = tokio::join!(watch("ubnd-cong"), watch("hcc-sanh"));
        one + other
    })
}

/// A line of the kernel's account of a process; 1 MB is 1,000,000 bytes.
fn megabytes(process: &Child, key: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap();
    let kib: f64 = line.split_whitespace().next().unwrap().parse().unwrap();
    kib * 1024.0 / 1e6
}
