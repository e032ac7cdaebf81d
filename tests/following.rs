//! A player writes only what moves into the packets of the frame before; its board must show the whole picture all the same.

use bangtin::board::{Protocol, Receiver, Session};
use bangtin::frame::{Face, Frame, Palette};
use bangtin::panel::Panel;
use bangtin::player::{Event, Feed, Now, Player, Programme, Stage};
use bangtin::playlist::{Playlist, Reach};
use bangtin::report::Source;
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
        compounds: Arc::default(),
    };
    let (programme, faults) = Programme::new(&stage, [&playlist], &fonts);
    assert!(faults.is_empty(), "{faults:?}");
    Arc::new(programme)
}

#[test]
fn a_board_shows_every_dot_of_the_programme_through_items_openings_new_files_and_the_end() {
    for protocol in [Protocol::DDP, Protocol::ADALIGHT] {
        let (first, second) = (programme(FIRST), programme(SECOND));
        let feed = Feed {
            keepalive: Duration::from_millis(700),
            line_time: Duration::ZERO,
            byte_time: Duration::ZERO,
        };
        let mut player =
            Player::new(Arc::clone(&first), Session::new(&protocol, Panel::new(face())).unwrap(), feed);
        let mut board = Receiver::new(&protocol, Panel::new(face()));
        let start: Timestamp = "2026-09-02T00:00:00Z".parse().unwrap();
        let (mut mono, mut on, mut frames, mut late) = (Duration::ZERO, &first, 0, false);
        for turn in 1..4000 {
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
                player.packets().iter().for_each(|packet| _ = board.receive(packet).unwrap());
            }
            player.prepare();
            let moment = on.at(now.wall);
            // A frame that did not get out is tried again a little later; zeros before a frame are followed by it at once.
            if !late && step.wake > mono {
                assert_eq!(*board.frame(), moment.window().unwrap().to_frame(), "{protocol} at {mono:?}");
            }
            mono = step.wake;
        }
        assert!(frames > 3000, "{frames}");
        player.step(
            Now { mono, wall: start + mono, trust: ClockTrust::Trusted },
            Event::Stop(Some(Frame::unlit(face()))),
        );
        player.packets().iter().for_each(|packet| _ = board.receive(packet).unwrap());
        assert!(!board.frame().is_lit());
    }
}
