//! What the kernel knows of its own time of day. Asks, and never sets.
//!
//! Of `adjtimex` two things count, for the whole machine, containers in it included:
//!
//! - `STA_UNSYNC` is set at boot, and again whenever somebody sets the clock; a time service (chrony, ntpd, timesyncd)
//!   that keeps the clock takes it away. A service that only steps the clock now and then never does.
//! - `maxerror` is the most the clock can be wrong. The service sets it; by itself it grows by 500 ppm, and when it has
//!   reached 16 s the kernel sets `STA_UNSYNC`. So a service that died is noticed after nine hours, and what is said until
//!   then is still true.
//!
//! A seccomp filter may refuse the call although it changes nothing; then nothing is known of any service.

use rtime_clock::adjtime::{Timex, adjtimex};
use std::io;
use std::path::Path;
use std::time::Duration;

const STA_UNSYNC: i32 = 0x0040;

/// The most the time of day can be wrong by the word of a time service that keeps it; `None` if none does.
///
/// # Errors
/// The kernel may not be asked.
pub fn synchronised() -> io::Result<Option<Duration>> {
    // All zeros: nothing is set.
    let mut state = Timex::new();
    adjtimex(&mut state)?;
    let error = u64::try_from(state.0.maxerror).map(Duration::from_micros);
    Ok(error.ok().filter(|_| state.0.status & STA_UNSYNC == 0))
}

/// Whether the kernel took the time of day from a clock with a battery, or from the host, when the machine was started.
#[must_use]
pub fn set_at_boot() -> bool {
    // A PC has such a clock and a virtual one is told by its host, both long before there is a driver: nothing in /sys
    // need tell of it. A dead battery gives a year that no program of today was built before.
    cfg!(any(target_arch = "x86", target_arch = "x86_64")) || from_rtc(Path::new("/sys/class/rtc"))
}

/// Whether one of the clocks with drivers is the one that was used; it is marked by `hctosys`.
fn from_rtc(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    let used =
        |clock: &Path| std::fs::read_to_string(clock.join("hctosys")).is_ok_and(|text| text.trim() == "1");
    entries.flatten().any(|entry| used(&entry.path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_answers_and_bounds_the_error_of_a_kept_clock() {
        // Refused inside some sandboxes; that is an answer too.
        if let Ok(Some(error)) = synchronised() {
            assert!(error <= Duration::from_secs(16), "{error:?}");
        }
    }

    #[test]
    fn only_the_clock_that_was_used_at_boot_counts() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!from_rtc(&folder.path().join("none")));
        for (clock, mark, counts) in [("rtc0", "0\n", false), ("rtc1", "1\n", true)] {
            std::fs::create_dir(folder.path().join(clock)).unwrap();
            std::fs::write(folder.path().join(clock).join("hctosys"), mark).unwrap();
            assert_eq!(from_rtc(folder.path()), counts);
        }
    }
}
