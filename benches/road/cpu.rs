//! Processor time, not time on the wall: what else runs on the machine is then not counted.

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

fn read(id: ClockId) -> Duration {
    Duration::try_from(clock_gettime(id)).unwrap()
}

/// What this thread has used so far, in user and kernel mode.
pub(crate) fn of_thread() -> Duration {
    read(ClockId::ThreadCPUTime)
}

/// What this process has used so far.
pub(crate) fn of_process() -> Duration {
    read(ClockId::ProcessCPUTime)
}

/// The clock that never jumps.
pub(crate) fn monotonic() -> Duration {
    read(ClockId::Monotonic)
}

/// The time of day.
pub(crate) fn realtime() -> Duration {
    read(ClockId::Realtime)
}

/// What reading the thread's clock twice costs by itself, in µs; it is taken off every sample.
pub(crate) fn reading() -> f64 {
    let samples = (0..2001).map(|_| {
        let begun = of_thread();
        micros(of_thread() - begun)
    });
    median(samples.collect())
}

pub(crate) fn micros(time: Duration) -> f64 {
    time.as_nanos() as f64 / 1000.0
}

pub(crate) fn median(samples: Vec<f64>) -> f64 {
    quantile(samples, 0.5)
}

/// The sample below which this part of all samples lies; 0 for none.
pub(crate) fn quantile(mut samples: Vec<f64>, part: f64) -> f64 {
    samples.sort_by(f64::total_cmp);
    let last = samples.len().saturating_sub(1);
    samples.get((last as f64 * part).round() as usize).copied().unwrap_or(0.0)
}
