//! Asks a board from time to time whether it is there, for as long as the site file wants it.

use crate::alarm::Reach;
use crate::clock::Clock;
use crate::link::reach::{Answer, knock, ping};
use crate::site::{Check, How};
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Asks until `stop`. The first question comes after a part of the pause that differs from board to board, so that not all are asked
/// at once.
pub(super) async fn ask(
    host: String,
    check: Check,
    part: u32,
    clock: Clock,
    told: watch::Sender<Option<Reach>>,
    stop: CancellationToken,
) {
    let how = check.how.to_string();
    let (mut last, mut misses, mut number) = (None, 0_u32, 0_u16);
    let mut next = clock.mono() + check.every * (part % 64) / 64;
    loop {
        tokio::select! {
            () = clock.sleep_until(next) => {}
            () = stop.cancelled() => return,
        }
        let begun = clock.mono();
        number = number.wrapping_add(1);
        let answer = tokio::select! {
            answer = async { match check.how {
                How::Ping => ping(&host, number).await,
                How::Tcp(port) => knock(&host, port).await,
            }} => answer,
            () = stop.cancelled() => return,
        };
        let now = clock.mono();
        misses = if answer == Answer::Here { 0 } else { misses.saturating_add(1) };
        let how = how.clone();
        let reach = match answer {
            Answer::Here => {
                last = Some(now);
                Reach::Answers { how, at: now, took: now.saturating_sub(begun) }
            }
            Answer::Silent => Reach::Silent { how, times: misses, last },
            Answer::Refused => Reach::Refused { how, times: misses },
            Answer::Unasked(why) => Reach::Unasked { how, why },
        };
        told.send_replace(Some(reach));
        next = begun + check.every.max(Duration::from_secs(1));
    }
}
