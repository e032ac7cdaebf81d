//! What the boards of the made-up site are to show: something of every kind within a week.

use bangtin::calendar::{Hour, Hours, Weekdays, Window};
use bangtin::player::Programme;
use bangtin::playlist::Playlist;
use bangtin::report::Source;
use bangtin::schedule::Blackout;
use bangtin::site::{Library, read};
use std::path::Path;
use std::sync::Arc;

const PLAYLISTS: [(&str, &str); 4] = [
    (
        "dich-vu-cong",
        "title = \"Dịch vụ công trực tuyến\"\nboards = [\"ubnd-cong\"]\nexpires_at = 2026-11-27\n\
         [[windows]]\nfrom = \"06:00\"\nto = \"22:00\"\n\
         [[item]]\ntext = \"Nộp hồ sơ\\ntrực tuyến\"\n[[item]]\ntext = \"Tra cứu hồ sơ\"\n",
    ),
    (
        "mua-lon",
        "title = \"Cảnh báo <b>mưa lớn</b>\"\nboards = [\"ubnd-cong\"]\nclass = \"priority\"\n\
         starts_at = 2026-11-24T09:00:00\nexpires_at = 2026-11-24T15:00:00\n[[item]]\ntext = \"Mưa lớn, hạn chế ra đường\"\n",
    ),
    (
        "so-tan",
        "title = \"Sơ tán\"\nboards = [\"ubnd-cong\"]\nclass = \"emergency\"\nstarts_at = 2026-11-25T13:00:00\n\
         expires_at = 2026-11-25T14:30:00\n[[item]]\ntext = \"Sơ tán khỏi vùng trũng\"\n",
    ),
    (
        "thuong-truc",
        "title = \"Thường trực\"\nexpires_at = 2026-11-28\n[[item]]\ntext = \"Kính chào quý khách\"\n",
    ),
];

/// Laid out for the first board of the example site.
pub(crate) fn programme() -> Arc<Programme> {
    let (library, _) =
        Library::open(&read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("bangtin.toml")), None);
    let mut stage = library.site.boards[0].stage(&library.site);
    let quiet = Window {
        days: Weekdays::ALL,
        from: Hour::Clock(23 * 3600),
        to: Hour::Clock(5 * 3600),
        valid_from: None,
        valid_to: None,
        only_on: Vec::new(),
        except: Vec::new(),
        place: 0..0,
    };
    stage.setting.hours = Arc::new(Hours { quiet: vec![quiet], ..Hours::default() });
    stage.setting.blackouts.push(Blackout {
        since: "2026-11-26T03:00:00Z".parse().unwrap(),
        until: Some("2026-11-26T04:30:00Z".parse().unwrap()),
        by: "Lan".into(),
        reason: "sửa điện".into(),
    });
    let playlists: Vec<Arc<Playlist>> = PLAYLISTS
        .iter()
        .map(|(id, text)| {
            let source = Arc::new(Source { name: format!("playlists/{id}.toml"), text: (*text).into() });
            let (playlist, faults) = Playlist::parse(id, &source);
            assert!(faults.is_empty(), "{faults:?}");
            Arc::new(playlist.unwrap())
        })
        .collect();
    let (programme, faults) = Programme::new(&stage, &playlists, &library.fonts);
    assert!(faults.is_empty(), "{faults:?}");
    Arc::new(programme)
}
