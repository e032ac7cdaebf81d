//! The same scroll in Python with Pillow, in a process that measures its own processor time and is asked turn by turn.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Python, waiting to be asked.
pub(crate) struct Pillow {
    process: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Pillow {
    /// `None` if there is no Python with Pillow; `benches/run` says where one is.
    pub(crate) fn start((width, height): (u16, u16), text: &str) -> Option<Self> {
        let python = std::env::var_os("BANGTIN_BENCH_PYTHON")?;
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/pillow_strip.py");
        let mut process = Command::new(python)
            .args([script, &width.to_string(), &height.to_string(), text])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let asks = process.stdin.take()?;
        let mut answers = BufReader::new(process.stdout.take()?);
        let mut ready = String::new();
        answers.read_line(&mut ready).ok()?;
        (ready.trim() == "ready").then_some(Self { process, asks, answers })
    }

    /// Has so many frames made and sent; the processor time of one, in µs.
    pub(crate) fn frames(&mut self, how: &str, count: usize) -> f64 {
        writeln!(self.asks, "{how} {count}").unwrap();
        self.asks.flush().unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        answer.trim().parse().unwrap()
    }
}

impl Drop for Pillow {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
