//! The benchmarks of the road from a line of text to a socket; what is measured and why so stands in docs/performance.md.
//!
//! their targets. Reads clocks itself, because measuring is what it is for.

mod beforehand;
mod board;
mod cpu;
mod crowd;
mod lateness;
mod memory;
mod neighbours;
mod pillow;
mod report;
mod road;
mod serial;
mod stage;
mod upload;

use report::Report;

/// How long everything takes: the full measure, or a look whether the bench still works.
#[derive(Clone, Copy, Debug)]
struct Effort {
    /// Turns of every variant of the road.
    turns: usize,
    /// Seconds for each number of boards.
    crowd: u64,
    /// The largest number of boards.
    most_boards: usize,
    /// Seconds of the lateness measure.
    lateness: u64,
    /// Seconds before the memory of the daemon is read.
    memory: u64,
}

const FULL: Effort = Effort { turns: 1500, crowd: 5, most_boards: 1000, lateness: 20, memory: 20 };
const SHORT: Effort = Effort { turns: 100, crowd: 1, most_boards: 10, lateness: 2, memory: 3 };

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == board::DRAIN) {
        return board::drain_for_others();
    }
    let effort = if words.iter().any(|word| word == "--short") { SHORT } else { FULL };
    let wanted = |part: &str| {
        let named: Vec<_> = words.iter().filter(|word| !word.starts_with("--")).collect();
        named.is_empty() || named.iter().any(|word| *word == part)
    };
    let mut report = Report::default();
    if wanted("road") {
        for face in stage::FACES {
            road::measure(face, effort, &mut report);
        }
    }
    if wanted("protocols") {
        road::protocols(effort, &mut report);
    }
    if wanted("crowd") {
        crowd::measure(effort, &mut report);
    }
    if wanted("mixed") {
        crowd::mixed(effort, &mut report);
    }
    if wanted("tick") {
        crowd::tick(effort, &mut report);
    }
    if wanted("lateness") {
        lateness::measure(effort, &mut report);
    }
    if wanted("serial") {
        serial::measure(effort, &mut report);
    }
    if wanted("neighbours") {
        neighbours::measure(effort, &mut report);
    }
    if wanted("upload") {
        upload::measure(&mut report);
    }
    if wanted("memory") {
        memory::measure(effort, &mut report);
    }
    report.finish();
}
