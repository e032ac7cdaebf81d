//! A player writes only what moves into the packets of the frame before; its board must show the whole picture all the same.

use bangtin::board::{Protocol, Receiver, Session};
use bangtin::frame::{Face, Frame, Palette};
use bangtin::panel::{Layout, Mapper, Module, Output, Panel, Supply};
use bangtin::player::{Event, Feed, Hold, LinkState, Now, Player, Programme, Stage};
use bangtin::playlist::{Playlist, Reach};
use bangtin::report::{Message, Source};
use bangtin::scene::{Font, Fonts};
use bangtin::schedule::ClockTrust;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

const FIRST: &str = "boards = ['b']\nblank = 0.5\n\
    [[item]]\ntext = 'Một cửa, đúng hẹn'\nmotion = 'scroll-left'\nspeed = 50\npasses = 2\n\
    [[item]]\ntext = 'Công khai'\nhold = 1\n\
    [[item]]\ntext = 'Nhanh, gọn'\nmotion = 'scroll-left'\nspeed = 80\npasses = 1\n\
    [[item]]\ntext = \"Tận tâm\\nPhục vụ\\nĐúng hẹn\"\nmotion = 'scroll-up'\nspeed = 30\npasses = 1\n";
const SECOND: &str =
    "boards = ['b']\n[[item]]\ntext = 'Hôm nay nghỉ'\nmotion = 'scroll-left'\nspeed = 60\npasses = 1\n";

fn face() -> Face {
    Face::new(96, 40).unwrap()
}

fn programme(text: &str) -> Arc<Programme> {
    let source = Arc::new(Source { name: "p.toml".to_owned(), text: text.to_owned() });
    let (playlist, faults) = Playlist::parse("p", &source);
    let playlist = Arc::new(playlist.unwrap_or_else(|| panic!("{faults:?}")));
    let mut fonts = Fonts::default();
    fonts.insert(Font::from_bdf("bangtin-16", include_str!("../fonts/bangtin-16.bdf")).unwrap());
    let stage = Stage {
        reach: Reach { board: "b".to_owned(), ..Reach::default() },
        setting: bangtin::schedule::Setting::default(),
        default: None,
        face: face(),
        palette: Palette::Rgb,
        font: "bangtin-16".to_owned(),
        max_fps: 60,
        moves: true,
        compounds: Arc::default(),
        permits: Arc::default(),
    };
    let (programme, faults) = Programme::new(&stage, [&playlist], &fonts);
    assert!(faults.is_empty(), "{faults:?}");
    Arc::new(programme)
}

#[test]
fn a_board_shows_every_dot_of_the_programme_through_items_openings_new_files_and_the_end() {
    let plain = Panel::new(face());
    let wired = wired();
    let boards =
        [(Protocol::DDP, &plain, 4000), (Protocol::ADALIGHT, &plain, 4000), (Protocol::DDP, &wired, 1000)];
    for (protocol, panel, turns) in boards {
        let (first, second) = (programme(FIRST), programme(SECOND));
        let feed = Feed {
            keepalive: Duration::from_millis(700),
            line_time: Duration::ZERO,
            byte_time: Duration::ZERO,
        };
        let mut player =
            Player::new(Arc::clone(&first), Session::new(&protocol, panel.clone()).unwrap(), feed);
        let mut board = Receiver::new(&protocol, panel.clone());
        let start: Timestamp = "2026-09-02T00:00:00Z".parse().unwrap();
        let (mut mono, mut on, mut frames, mut late) = (Duration::ZERO, &first, 0, false);
        for turn in 1..turns {
            let event = match turn {
                900 | 905 | 3100 => Event::Opened,
                1500 | 3500 => {
                    on = if turn == 1500 { &second } else { &first };
                    Event::Programme(Arc::clone(on))
                }
                2000 => {
                    late = true;
                    Event::NotSent
                }
                _ => Event::Tick,
            };
            let now = Now { mono, wall: start + mono, trust: ClockTrust::Trusted };
            let step = player.step(now, event);
            if step.send {
                (frames, late) = (frames + 1, false);
                board.take(player.packets()).unwrap();
            }
            player.prepare();
            let moment = on.at(now.wall);
            // A frame that did not get out is tried again a little later; zeros before a frame are followed by it at once.
            if !late && step.wake > mono {
                assert_eq!(*board.frame(), moment.window().unwrap().to_frame(), "{protocol} at {mono:?}");
            }
            mono = step.wake;
        }
        assert!(frames > turns * 3 / 4, "{frames}");
        player.step(
            Now { mono, wall: start + mono, trust: ClockTrust::Trusted },
            Event::Stop(Some(Frame::unlit(face()))),
        );
        board.take(player.packets()).unwrap();
        assert!(!board.frame().is_lit());
    }
}

#[test]
fn of_a_movement_two_frames_go_out_whole_and_one_a_keepalive_and_two_more_after_any_doubt() {
    let feed =
        Feed { keepalive: Duration::from_millis(700), line_time: Duration::ZERO, byte_time: Duration::ZERO };
    let mut player =
        Player::new(programme(SECOND), Session::new(&Protocol::DDP, Panel::new(face())).unwrap(), feed);
    let start: Timestamp = "2026-09-02T00:00:00Z".parse().unwrap();
    let mut mono = Duration::ZERO;
    // When each frame went out, and of how many packets it was; 8 are a whole one.
    let mut frames = Vec::new();
    for turn in 0..150 {
        if turn == 100 {
            player.doubt();
        }
        let step = player.step(Now { mono, wall: start + mono, trust: ClockTrust::Trusted }, Event::Tick);
        assert!(step.send);
        frames.push((mono, player.packets().ends().len()));
        mono = step.wake;
    }
    let whole: Vec<usize> = (0..150).filter(|&n| frames[n].1 == 8).collect();
    assert_eq!(whole[..2], [0, 1]);
    assert!(frames.iter().all(|frame| frame.1 == 8 || frame.1 <= 5), "{frames:?}");
    for pair in whole.windows(2) {
        assert!(frames[pair[1]].0 - frames[pair[0]].0 <= feed.keepalive + Duration::from_millis(17));
    }
    assert!(whole.contains(&100) && whole.contains(&101), "{whole:?}");
    assert!(whole.len() <= 2 + 4 + 2, "{whole:?}");
}

/// A panel of four modules wired all differently, half of them at a second controller.
fn wired() -> Panel {
    let maps = ["rotate-90", "serpentine-columns", "u-fold", "reverse"].map(Mapper::parse);
    let modules = (0..4u16).zip(maps).map(|(n, map)| Module {
        x: n % 2 * 48,
        y: n / 2 * 20,
        width: 48,
        height: 20,
        map: map.map(|mapper| vec![mapper]),
        output: n % 2,
    });
    let outputs = [0, 1].map(|destination| Output { destination, reversed: true, ..Output::default() });
    let layout = Layout { modules: modules.collect(), outputs: outputs.to_vec(), ..Layout::default() };
    Panel::build(face(), Palette::Rgb, &layout).unwrap()
}

#[test]
fn a_small_text_after_a_large_one_becomes_as_bright_as_it_is_while_it_stands() {
    let programme = programme(
        "boards = ['b']\n[[item]]\ntext = \"Một cửa\\nĐúng hẹn\"\nhold = 5\n[[item]]\ntext = '-'\nhold = 5\n",
    );
    // 3840 dots of 1 mA, and enough for some dots that are lit.
    let power = Supply { dot_ua: 60_000, idle_ua: 1000, millivolts: 5000, limit_ma: Some(5500) };
    let layout = Layout { power: Some(power), ..Layout::default() };
    let panel = Panel::build(face(), Palette::Rgb, &layout).unwrap();
    let session = Session::new(&Protocol::DDP, panel.clone()).unwrap();
    let feed =
        Feed { keepalive: Duration::from_millis(800), line_time: Duration::ZERO, byte_time: Duration::ZERO };
    let mut player = Player::new(Arc::clone(&programme), session, feed);
    let mut board = Receiver::new(&Protocol::DDP, panel);
    let start: Timestamp = "2026-09-02T00:00:00Z".parse().unwrap();
    let (mut mono, mut dimmest, mut full, mut frames) = (Duration::ZERO, 255, None, 0);
    while mono < Duration::from_millis(9900) {
        let now = Now { mono, wall: start + mono, trust: ClockTrust::Trusted };
        let step = player.step(now, Event::Tick);
        if step.send {
            board.take(player.packets()).unwrap();
            frames += 1;
        }
        let brightest = board.frame().rgb().iter().max().copied().unwrap();
        let power = player.power().unwrap();
        assert!(power.amperes <= 5.5 + 1e-3, "{power:?}");
        if mono < Duration::from_secs(5) {
            dimmest = dimmest.min(brightest);
        } else if power.scale == 1.0 && full.is_none() {
            full = Some(mono);
            assert_eq!(*board.frame(), programme.at(now.wall).window().unwrap().to_frame());
        }
        assert!(step.wake > mono);
        mono = step.wake;
    }
    let full = full.expect("the small text gets all its light").as_secs_f32();
    assert!(dimmest < 200 && (6.0..8.0).contains(&full), "{dimmest}, {full}");
    assert!((40..120).contains(&frames), "as often as it becomes brighter, otherwise as ever: {frames}");
}

const EMERGENCY: &str = "boards = ['b']\nclass = 'emergency'\nstarts_at = 2026-09-02T07:00:20+07:00\n\
    expires_at = 2026-09-02T07:00:40+07:00\n[[item]]\ntext = 'Lũ lớn'\nhold = 20\n";

/// A board, its player, and what it has shown.
struct Stand {
    player: Player,
    board: Receiver,
    mono: Duration,
}

const START: &str = "2026-09-02T00:00:00Z";

impl Stand {
    fn new(programme: Arc<Programme>) -> Self {
        let feed = Feed {
            keepalive: Duration::from_millis(800),
            line_time: Duration::ZERO,
            byte_time: Duration::ZERO,
        };
        let session = Session::new(&Protocol::DDP, Panel::new(face())).unwrap();
        let board = Receiver::new(&Protocol::DDP, Panel::new(face()));
        Self { player: Player::new(programme, session, feed), board, mono: Duration::ZERO }
    }

    fn now(&self) -> Now {
        let start: Timestamp = START.parse().unwrap();
        Now { mono: self.mono, wall: start + self.mono, trust: ClockTrust::Trusted }
    }

    /// Steps with an event, then as often as the player asks for until a moment; the frame at that moment.
    fn until(&mut self, mut event: Event, seconds: f64) -> Frame {
        let end = Duration::from_secs_f64(seconds);
        loop {
            let step = self.player.step(self.now(), std::mem::replace(&mut event, Event::Tick));
            if step.send {
                self.player.packets().iter().for_each(|packet| _ = self.board.receive(packet).unwrap());
            }
            if self.mono >= end {
                return self.board.frame().clone();
            }
            self.mono = step.wake.min(end);
        }
    }

    fn why(&self) -> &'static str {
        self.player.status(LinkState::Waiting).on_air.unwrap().why.code()
    }
}

fn picture(value: u8) -> Frame {
    Frame::from_rgb(face(), vec![value; face().rgb_len()]).unwrap()
}

fn hold(pictures: Vec<Frame>, until: u64) -> Arc<Hold> {
    let from: Timestamp = START.parse().unwrap();
    let (by, to, board) = ("lan".to_owned(), "12:00".to_owned(), "b".to_owned());
    let why = Message::WhyTestPattern { by, until: to, board };
    let (every, until) = (Duration::from_secs(1), Duration::from_secs(until));
    Arc::new(Hold { pictures, every, from, to: from + until, until, why })
}

#[test]
fn a_picture_that_a_person_ordered_is_lit_dot_for_dot_and_the_programme_comes_back_by_itself() {
    let programme = programme(FIRST);
    let mut stand = Stand::new(Arc::clone(&programme));
    let shown = |seconds: f64| {
        let start: Timestamp = START.parse().unwrap();
        programme.at(start + Duration::from_secs_f64(seconds)).window().unwrap().to_frame()
    };
    assert_eq!(stand.until(Event::Tick, 0.5), shown(0.5));
    let pictures = vec![picture(200), picture(9)];
    assert_eq!(stand.until(Event::Hold(Some(hold(pictures, 5))), 0.6), picture(200));
    assert_eq!(stand.why(), "WhyTestPattern");
    assert_eq!(stand.until(Event::Tick, 1.55), picture(9), "the second picture has its turn");
    assert_eq!(stand.until(Event::Opened, 2.55), picture(200), "and a link that comes back changes nothing");
    assert_eq!(stand.until(Event::Programme(Arc::clone(&programme)), 4.9), picture(200), "nor do new files");
    assert_eq!(stand.until(Event::Tick, 5.1), shown(5.1));
    assert_eq!(stand.why(), "WhyTargeted");
    stand.until(Event::Hold(Some(hold(vec![picture(1)], 60))), 5.2);
    assert_eq!(stand.until(Event::Hold(None), 5.3), shown(5.3), "and earlier if a person says so");
}

#[test]
fn what_is_on_air_is_never_said_to_be_so_from_before_it_was_lit_here() {
    let start: Timestamp = START.parse().unwrap();
    let on_air = |stand: &Stand| stand.player.status(LinkState::Waiting).on_air.unwrap();
    // By the plan the compiled-in frame is lit for days already.
    let mut stand = Stand::new(Arc::new(Programme::last_resort(face(), Palette::Rgb)));
    stand.until(Event::Tick, 0.5);
    assert_eq!((on_air(&stand).why.code(), on_air(&stand).since), ("WhyLastResort", start));
    let same = Event::Programme(Arc::new(Programme::last_resort(face(), Palette::Rgb)));
    stand.until(same, 3.0);
    assert_eq!(on_air(&stand).since, start, "files that change nothing change nothing");
    stand.until(Event::Programme(programme(SECOND)), 3.5);
    assert_eq!(on_air(&stand).since, start + Duration::from_secs(3));
    stand.until(Event::Hold(Some(hold(vec![picture(7)], 5))), 6.0);
    assert!(on_air(&stand).since >= start + Duration::from_secs(5), "it was covered until then");
}

#[test]
fn what_comes_after_a_picture_that_a_person_ordered_is_what_the_programme_has_then() {
    let programme = programme(FIRST);
    let mut stand = Stand::new(Arc::clone(&programme));
    let start: Timestamp = START.parse().unwrap();
    for seconds in 1..40 {
        let order = hold(vec![picture(7)], seconds);
        let end = order.to;
        stand.until(Event::Hold(Some(order)), 0.1);
        let next = stand.player.status(LinkState::Waiting).next.unwrap();
        let moment = programme.slot(next.at);
        assert_eq!(next.text, programme.on_air(&moment).text, "{seconds}");
        assert!(next.at >= end && next.at <= end + Duration::from_millis(500), "{seconds}: {next:?}");
        assert_eq!(end, start + Duration::from_secs(seconds));
    }
}

#[test]
fn an_emergency_goes_before_a_picture_that_a_person_ordered() {
    let programme = programme(EMERGENCY);
    let mut stand = Stand::new(Arc::clone(&programme));
    stand.until(Event::Hold(Some(hold(vec![picture(50)], 60))), 19.9);
    assert_eq!((stand.board.frame(), stand.why()), (&picture(50), "WhyTestPattern"));
    let emergency = stand.until(Event::Tick, 20.1);
    assert!(emergency != picture(50) && emergency.is_lit());
    assert_eq!(stand.why(), "WhyEmergency");
    assert_eq!(stand.until(Event::Tick, 40.1), picture(50), "what is left of its time it has");
    let left = stand.until(Event::Stop(None), 40.2);
    assert!(left != picture(50), "and the board is not left with it at the end");
}

#[test]
fn a_picture_of_another_face_is_never_shown() {
    let mut stand = Stand::new(programme(FIRST));
    let other = Frame::unlit(Face::new(3, 3).unwrap());
    stand.until(Event::Hold(Some(hold(vec![other], 60))), 1.0);
    assert_eq!(stand.why(), "WhyTargeted");
}
