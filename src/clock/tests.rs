//! What a sleeper notices: when it is woken, that it never is early, and what it costs.

use super::*;

const TICK: Duration = Duration::from_nanos(16_666_667);

#[tokio::test]
async fn a_sleep_until_a_time_that_has_passed_ends_at_once_and_leaves_no_entry() {
    let clock = Clock::start().unwrap();
    clock.sleep_until(Duration::ZERO).await;
    assert_eq!(clock.running.shared.waiting().deadlines.len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_woken_early_and_everybody_is_woken_whatever_the_order() {
    let clock = Clock::start().unwrap();
    let sleepers: Vec<_> = (0..200_u64)
        .map(|n| {
            let clock = clock.clone();
            tokio::spawn(async move {
                let deadline = Duration::from_micros(20_000 + n * 7919 % 60_000);
                clock.sleep_until(deadline).await;
                clock.mono().checked_sub(deadline).expect("woken early")
            })
        })
        .collect();
    for sleeper in sleepers {
        assert!(sleeper.await.unwrap() < Duration::from_secs(1));
    }
}

#[tokio::test]
async fn an_earlier_sleeper_does_not_wait_for_a_later_one_that_came_first() {
    let clock = Clock::start().unwrap();
    let patient = clock.sleep_until(Duration::from_secs(3600));
    tokio::pin!(patient);
    tokio::select! {
        biased;
        () = &mut patient => unreachable!("an hour has not passed"),
        () = clock.sleep_until(Duration::from_millis(30)) => {}
    }
    assert!(clock.mono() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_dropped_sleep_leaves_no_entry_and_the_others_are_still_woken() {
    let clock = Clock::start().unwrap();
    for _ in 0..100 {
        tokio::select! {
            biased;
            () = clock.sleep_until(Duration::from_secs(3600)) => unreachable!("an hour has not passed"),
            () = tokio::task::yield_now() => {}
        }
    }
    assert_eq!(clock.running.shared.waiting().deadlines.len(), 0);
    clock.sleep_until(clock.mono() + Duration::from_millis(5)).await;
}

#[tokio::test]
async fn a_sleep_for_ever_is_only_ever_dropped() {
    let clock = Clock::start().unwrap();
    tokio::select! {
        () = clock.sleep_until(Duration::MAX) => panic!("for ever is over"),
        () = clock.sleep_until(Duration::from_millis(20)) => {}
    }
}

#[test]
fn a_steady_stream_of_sleeps_allocates_nothing() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let clock = runtime.block_on(async { Clock::start().unwrap() });
    let ticks = |count: u32| {
        runtime.block_on(async {
            for _ in 0..count {
                let next = clock.mono() + Duration::from_millis(1);
                tokio::join!(clock.sleep_until(next), clock.sleep_until(next + Duration::from_micros(300)));
            }
        });
    };
    ticks(20);
    let info = allocation_counter::measure(|| ticks(50));
    assert_eq!(info.count_total, 0, "{info:?}");
}

/// The figures are for people (`cargo test lateness -- --nocapture`); the bound is loose and on the luckier sleeps,
/// because a busy machine gives the test its turn late.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lateness_at_sixty_pictures_a_second_is_far_below_a_picture() {
    let clock = Clock::start().unwrap();
    let boards: Vec<_> = (0..4)
        .map(|_| {
            let clock = clock.clone();
            tokio::spawn(async move {
                let mut late = Vec::with_capacity(180);
                for tick in 1..=180_u32 {
                    let deadline = TICK * tick;
                    clock.sleep_until(deadline).await;
                    late.push(clock.mono().checked_sub(deadline).expect("woken early"));
                }
                late
            })
        })
        .collect();
    let mut late = Vec::new();
    for board in boards {
        late.extend(board.await.unwrap());
    }
    late.sort_unstable();
    let [p10, p50, p99] = [10, 50, 99].map(|percent| late[late.len() * percent / 100]);
    let worst = late[late.len() - 1];
    println!("60 Hz, 4 boards: late by p10 {p10:?}, p50 {p50:?}, p99 {p99:?}, worst {worst:?}");
    assert!(p10 < Duration::from_millis(1), "p10 {p10:?}");
}
