//! What the schedule costs: a year of a hundred boards turn by turn, one answer in a prepared day, the next change of a
//! board that goes along with time, and a first answer that nobody prepared.

use bangtin::calendar::Calendar;
use bangtin::clock::since_start;
use bangtin::playlist::{Playlist, Reach};
use bangtin::report::Source;
use bangtin::schedule::{Agenda, Candidate, Cursor, Plan, Setting, line_up, on_air};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Items of one file, as many as a playlist may have.
const EACH: usize = 1000;
const DAY: Date = jiff::civil::date(2026, 11, 24);

fn main() {
    let short = std::env::args().any(|argument| argument == "--short");
    let calendar = Arc::new(Calendar::plain(TimeZone::get("Asia/Ho_Chi_Minh").unwrap()));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("schedule, {cores} cores:");
    let (boards, days) = if short { (4, 30) } else { (100, 365) };
    let (took, turns) = year(&calendar, boards, days, cores);
    println!(
        "  {boards} boards with 500 items each, {days} days, every turn: {took:.2} s, {:.1} million turns \
         (target: 100 boards, a year, in 60 s)",
        turns as f64 / 1e6
    );
    println!("  items      next change   an instant of a prepared day   a first answer at noon");
    for items in [100, 1000, if short { 2000 } else { 10_000 }] {
        let plan = plan(&calendar, items, 0);
        let (next, prepared, first) = (next_change(&plan), prepared(&plan), first(&plan));
        println!("  {items:>6} {next:>11.0} ns {prepared:>24.0} ns {first:>26.2} ms");
    }
    println!("  (targets with 10,000 items: under 50 µs prepared; the next change no worse than log n)");
}

/// A plan of so many items: windows of all kinds, weights, a campaign by the day and one by the week.
fn plan(calendar: &Arc<Calendar>, items: usize, board: usize) -> Plan {
    let lists = (0..items.div_ceil(EACH)).map(|list| {
        let mut text = "boards = ['x']\n".to_owned();
        match list % 5 {
            0 => text += "[campaign]\ndirective = '47/KH-UBND'\nper_day = 200\n",
            1 => text += "[campaign]\ndirective = '47/KH-UBND'\nper_week = 900\n",
            _ => {}
        }
        for item in list * EACH..((list + 1) * EACH).min(items) {
            let n = item + board;
            let (hold, from) = (5 + n % 11, n % 17);
            let windows = match n % 4 {
                0 => String::new(),
                1 => format!("windows = [{{ from = '{from:02}:10', to = '{:02}:40' }}]", from + 6),
                2 => format!(
                    "windows = [{{ days = ['mon', 'wed', 'fri'], from = '{:02}:00', to = '02:00' }}]",
                    5 + from
                ),
                _ => format!(
                    "windows = [{{ from = '06:00', to = '11:{n:02}' }}, {{ from = '13:30', to = '17:00' }}]",
                    n = n % 60
                ),
            };
            writeln!(text, "[[item]]\ntext = 'a'\nhold = {hold}\nweight = {}\n{windows}", 1 + n % 3).unwrap();
        }
        let source = Arc::new(Source { name: format!("p{list}.toml"), text });
        Arc::new(Playlist::parse(&format!("p{list}"), &source).0.expect("a right file"))
    });
    let lists: Vec<Arc<Playlist>> = lists.collect();
    let board = Reach { board: "x".to_owned(), ..Reach::default() };
    let setting = Setting { calendar: Arc::clone(calendar), ..Setting::default() };
    let candidates = line_up(&board, None, &lists).into_iter().map(|choice| {
        let shown = choice.item().hold.unwrap_or(Duration::from_secs(8));
        Candidate { choice, shown }
    });
    Plan::new(setting, candidates)
}

/// Seconds for all turns of so many days of so many boards, on all cores, and how many turns that were.
fn year(calendar: &Arc<Calendar>, boards: usize, days: usize, cores: usize) -> (f64, usize) {
    let plans: Vec<Plan> = (0..boards).map(|board| plan(calendar, 500, board)).collect();
    let (next, turns) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let begin = since_start();
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(plan) = plans.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let dates = DAY.series(1.day()).take(days);
                    let count =
                        dates.filter_map(|date| Agenda::new(plan, date)).map(|day| day.turns().count());
                    turns.fetch_add(count.sum(), Ordering::Relaxed);
                }
            });
        }
    });
    (begin().as_secs_f64(), turns.into_inner())
}

/// Nanoseconds for the next answer of somebody who goes along, over an afternoon.
fn next_change(plan: &Plan) -> f64 {
    let noon = noon(plan);
    let mut cursor = Cursor::default();
    let mut at = cursor.on_air(plan, noon).until;
    let begin = since_start();
    let mut count = 0u32;
    while at < noon + SignedDuration::from_hours(9) {
        at = black_box(cursor.on_air(plan, at)).until;
        count += 1;
    }
    begin().as_nanos() as f64 / f64::from(count)
}

/// Nanoseconds for an instant anywhere in a day that was worked out.
fn prepared(plan: &Plan) -> f64 {
    let agenda = Agenda::new(plan, DAY).expect("a day");
    let start = agenda.span().0;
    let begin = since_start();
    const ASKED: u32 = 200_000;
    for n in 0..ASKED {
        let at = start + SignedDuration::from_millis(i64::from(n) * 7919 * 1009 % 86_400_000);
        black_box(agenda.on_air(at));
    }
    begin().as_nanos() as f64 / f64::from(ASKED)
}

/// Milliseconds for an answer at noon that nobody prepared.
fn first(plan: &Plan) -> f64 {
    let noon = noon(plan);
    let begin = since_start();
    const ASKED: u32 = 20;
    for _ in 0..ASKED {
        black_box(on_air(plan, noon));
    }
    begin().as_secs_f64() * 1e3 / f64::from(ASKED)
}

fn noon(plan: &Plan) -> Timestamp {
    plan.calendar().zone().to_timestamp(DAY.at(12, 0, 0, 0)).unwrap()
}
