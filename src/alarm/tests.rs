//! Alarms as who watches meets them: raised when trouble lasts, told once, over when it is gone.

use super::*;
use crate::board::Trouble;
use crate::board::card::Unfit;
use crate::player::{LinkState, Status};
use crate::report::Message;
use proptest::prelude::*;

const fn s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn stalled() -> Condition {
    let says = Message::LinkStalled { path: "/dev/ttyUSB0".into(), seconds: 3 };
    Condition { kind: Kind::LineStalled, says }
}

/// Looks every second; `wrong` says in which seconds the line is stalled. What was told, with its second.
fn told(wrong: impl Fn(u64) -> bool, seconds: u64) -> Vec<(u64, Change)> {
    let mut bench = Bench::default();
    let look = |at| bench.look(s(at), wrong(at).then(stalled).into_iter().collect());
    (0..seconds)
        .map(look)
        .enumerate()
        .flat_map(|(at, all)| all.into_iter().map(move |one| (at as u64, one)))
        .collect()
}

#[test]
fn trouble_that_passes_is_no_alarm_and_trouble_that_lasts_is_told_once_and_once_when_it_is_over() {
    assert_eq!(told(|at| at < 9, 60), []);
    let told = told(|at| (5..100).contains(&at), 300);
    let [(raised, Change::Raised { alarm, untold: 0 }), (over, Change::Over { lasted, .. })] = &told[..]
    else {
        panic!("{told:?}")
    };
    assert_eq!((*raised, alarm.since, *over, *lasted), (15, s(5), 110, s(95)));
}

#[test]
fn a_certificate_that_ends_is_told_again_every_day() {
    let mut bench = Bench::default();
    let says = Message::AlarmCertificateEnds { date: "31/01/2027".into(), days: 9 };
    let ends = || vec![Condition { kind: Kind::CertificateEnds, says: says.clone() }];
    let told = |at: &u64| !bench.look(s(*at), ends()).is_empty();
    let hours: Vec<u64> = (0..96 * 60).map(|minute| minute * 60).filter(told).map(|at| at / 3600).collect();
    assert_eq!(hours, [0, 24, 48, 72]);
}

#[test]
fn an_alarm_does_not_end_for_a_moment_of_peace() {
    let told = told(|at| at % 10 != 0, 600);
    assert_eq!(told.len(), 0, "never ten seconds of trouble: {told:?}");
    let mut bench = Bench::default();
    for at in 0..100 {
        let wrong = if at > 20 && at % 9 == 0 { Vec::new() } else { vec![stalled()] };
        bench.look(s(at), wrong);
    }
    assert_eq!(bench.raised().map(|alarm| alarm.since).collect::<Vec<_>>(), [s(0)]);
}

#[test]
fn what_comes_and_goes_is_told_every_ten_minutes_with_how_often_it_came() {
    // Forty seconds of trouble, forty of peace, for an hour.
    let told = told(|at| at / 40 % 2 == 0, 3600);
    let raised: Vec<(u64, u32)> = told
        .iter()
        .filter_map(|(at, change)| match change {
            Change::Raised { untold, .. } => Some((*at, *untold)),
            Change::Over { .. } => None,
        })
        .collect();
    assert!((5..=6).contains(&raised.len()), "{raised:?}");
    assert_eq!(raised[0], (10, 0));
    assert!(raised[1..].iter().all(|(_, untold)| (6..=8).contains(untold)), "{raised:?}");
}

#[test]
fn a_thousand_boards_behind_one_switch_are_thirty_lines_and_a_number() {
    let mut voice = Voice::default();
    let may = (0..1000).filter(|_| voice.may(s(100))).count();
    assert_eq!((may, voice.held(s(101))), (30, None));
    assert_eq!(voice.held(s(161)), Some(970));
    assert!(voice.may(s(162)) && voice.held(s(300)).is_none());
}

fn facts<'a>(now: Duration, status: &'a Status, reach: Option<&'a Reach>) -> Facts<'a> {
    Facts { now, status, patience: Some(s(3)), reach, control: None }
}

fn kinds(status: &Status) -> Vec<Kind> {
    let all = Rules::default().conditions(&facts(s(1), status, None));
    all.into_iter().map(|condition| condition.kind).collect()
}

#[test]
fn states_that_need_different_hands_are_different_alarms() {
    let text = String::new;
    let failures = [
        (Message::LinkNoSuchHost { host: text() }, "A01"),
        (Message::LinkUnreachable { address: text(), why: text() }, "A02"),
        (Message::LinkSilent { address: text() }, "A03"),
        (Message::LinkRefused { address: text() }, "A04"),
        (Message::LinkNoSuchDevice { path: text() }, "A05"),
        (Message::LinkGone { path: text() }, "A05"),
        (Message::LinkNotAllowed { path: text() }, "A06"),
        (Message::LinkInUse { path: text() }, "A06"),
        (Message::LinkStalled { path: text(), seconds: 3 }, "A07"),
        (Message::LinkOther { why: text() }, "A08"),
    ];
    for (why, id) in failures {
        let since = jiff::Timestamp::UNIX_EPOCH;
        let status = Status { link: LinkState::Failing { since, why }, ..Status::default() };
        assert_eq!(kinds(&status).iter().map(|kind| kind.id()).collect::<Vec<_>>(), [id]);
    }
    let troubles = [
        (Trouble::Silent { since: s(0) }, Kind::NoAnswer),
        (Trouble::Refuses { what: "pixels" }, Kind::ContentRefused),
        (Trouble::Damaged, Kind::FramesDamaged),
        (Trouble::Faulty { part: "fan" }, Kind::PartFaulty),
        (Trouble::Stranger { what: "not in SDK mode" }, Kind::OtherCard),
        (Trouble::NoRight { what: "secret wrong" }, Kind::SecretWanted),
        (Trouble::Full, Kind::CardFull),
        (Trouble::Size { told: (64, 32) }, Kind::WrongSize),
        (Trouble::Unfit { why: Unfit::Movement }, Kind::Unfit),
    ];
    for (trouble, kind) in troubles {
        assert_eq!(kinds(&Status { trouble: Some(trouble), ..Status::default() }), [kind]);
    }
    assert_eq!(kinds(&Status::default()), []);
}

/// What is wrong at each second while `status` goes on.
fn watched(seconds: u64, mut status: impl FnMut(u64) -> Status) -> Vec<Vec<Kind>> {
    let mut rules = Rules::default();
    let mut look = |at| {
        let status = Status { stepped: s(at), ..status(at) };
        let all = rules.conditions(&facts(s(at), &status, None));
        all.into_iter().map(|condition| condition.kind).collect()
    };
    (0..seconds).map(&mut look).collect()
}

#[test]
fn a_share_of_dropped_or_late_frames_is_an_alarm_while_it_lasts_and_a_few_are_none() {
    let with = |lost: u64| {
        watched(200, move |at| {
            let mut status = Status::default();
            let bad = at.min(100) * lost;
            (status.counts.sent, status.counts.dropped) = (at * 60 - bad, bad);
            for frame in 0..at * 60 {
                let late = if frame < bad { 40 } else { 0 };
                status.counts.lateness.note(Duration::from_millis(late));
            }
            status
        })
    };
    assert!(with(3).iter().all(Vec::is_empty), "five per cent");
    let many = with(6);
    assert_eq!(many[99], [Kind::Dropping, Kind::FramesLate]);
    assert_eq!(many[199], [], "a minute after the last one");
}

#[test]
fn a_player_that_failed_stuck_or_sends_nothing_is_told_of_though_the_link_is_well() {
    let failed = watched(700, |at| {
        let mut status = Status::default();
        (status.counts.sent, status.counts.restarts) = (at, u64::from(at >= 50));
        status
    });
    assert_eq!(
        (&failed[49][..], &failed[50][..], &failed[649][..]),
        (&[][..], &[Kind::PlayerFailed][..], &[Kind::PlayerFailed][..])
    );
    assert_eq!(failed[650], []);
    let silent = watched(60, |at| {
        let mut status = Status::default();
        status.counts.sent = at.min(20);
        status
    });
    assert_eq!((&silent[23][..], &silent[24][..]), (&[][..], &[Kind::NothingSent][..]));
    let status = Status::default();
    let stuck = Rules::default().conditions(&facts(s(6), &status, None));
    assert_eq!(stuck[0].says, Message::AlarmPlayerStuck { seconds: 6 });
}

#[test]
fn a_board_that_misses_three_checks_is_an_alarm_unless_its_link_is_known_to_fail() {
    let status = Status::default();
    let silent = |times| Reach::Silent { how: "ping".into(), times, last: None };
    let wrong = |reach: &Reach, status| Rules::default().conditions(&facts(s(1), status, Some(reach)));
    assert_eq!(wrong(&silent(2), &status), []);
    assert_eq!(wrong(&silent(3), &status)[0].kind, Kind::NotReached);
    let refused = Reach::Refused { how: "tcp:80".into(), times: 3 };
    assert_eq!(wrong(&refused, &status)[0].says, Message::AlarmReachRefused { how: "tcp:80".into() });
    let unasked = Reach::Unasked { how: "ping".into(), why: "Permission denied".into() };
    assert_eq!(wrong(&unasked, &status), []);
    let why = Message::LinkSilent { address: String::new() };
    let link = LinkState::Failing { since: jiff::Timestamp::UNIX_EPOCH, why };
    let failing = Status { link, ..Status::default() };
    assert_eq!(wrong(&silent(9), &failing).len(), 1);
}

#[test]
fn what_a_board_says_over_its_control_channel_is_an_alarm_only_while_it_says_it() {
    use crate::board::control::Reading;
    use crate::board::control::wled::Finding;
    let mut control = Control::default();
    let wrong = |control: &Control, now| -> Vec<&str> {
        let status = Status { stepped: now, ..Status::default() };
        let facts = Facts { control: Some(control), patience: None, ..facts(now, &status, None) };
        let all = Rules::default().conditions(&facts);
        all.iter().map(|condition| condition.kind.id()).collect()
    };
    assert_eq!(wrong(&control, s(1)), [""; 0], "nothing was asked yet");
    control.channel = Channel::Answers;
    let hot = Reading { temperature_c: Some(71.0), signal: Some(false), ..Reading::default() };
    control.reading = Some(hot);
    control.found(vec![Finding::NotLive, Finding::Restarted { uptime_s: 3 }], s(1));
    assert_eq!(wrong(&control, s(1)), ["A29", "A33", "A28", "A26"]);
    control.found(Vec::new(), s(11));
    assert_eq!(wrong(&control, s(600)), ["A29", "A33", "A28"], "a restart is told of for ten minutes");
    for (channel, id) in [
        (Channel::Silent, "A41"),
        (Channel::Refused, "A42"),
        (Channel::Busy, "A43"),
        (Channel::Damaged, "A44"),
    ] {
        control.channel = channel;
        assert_eq!(wrong(&control, s(601)), [id], "what was read before is nothing to go by");
    }
    control.complains(Some(Trouble::Faulty { part: "receiving card" }));
    assert_eq!((control.channel, control.wrong[0].kind), (Channel::Answers, Kind::PartFaulty));
}

#[test]
fn a_frame_dimmed_to_save_current_is_told_of_when_people_can_see_it() {
    let with = |scale| {
        let power = Some(crate::board::Power { amperes: 10.0, watts: 50.0, scale });
        kinds(&Status { power, ..Status::default() })
    };
    assert_eq!((with(1.0), with(0.95), with(0.5)), (vec![], vec![], vec![Kind::Dimmed]));
}

proptest! {
    #[test]
    fn whatever_comes_and_goes_no_alarm_is_told_twice_in_ten_minutes_and_none_is_over_that_was_not_told(
        turns in proptest::collection::vec((1_u64..90, 1_u64..90), 1..40)
    ) {
        let mut wrong = Vec::new();
        for (there, gone) in turns {
            wrong.extend((0..there).map(|_| true).chain((0..gone).map(|_| false)));
        }
        let told = told(|at| wrong[at as usize], wrong.len() as u64);
        let mut open = false;
        let mut last: Option<u64> = None;
        for (at, change) in told {
            match change {
                Change::Raised { .. } => {
                    prop_assert!(!open && last.is_none_or(|last| at >= last + REPEAT.as_secs()));
                    (open, last) = (true, Some(at));
                }
                Change::Over { .. } => prop_assert!(std::mem::take(&mut open)),
            }
        }
    }
}
