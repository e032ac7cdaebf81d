//! What was found on cards that nobody ordered, kept for whoever must explain it: `evidence/BOARD/TIME/` in the `state` folder.
//!
//! Each incident is a folder of its own: `incident.toml` says what was found, when and where, beside it lie the foreign parts
//! as they were on the card and a picture of the face where the card gives one. It is there whole or not at all. What is kept is
//! bounded; of the oldest days the first incident of each goes last, so that who writes every minute does not sweep away how
//! it began. Waits for the disk.

use crate::board::card::{Held, Incident, Strange};
use crate::frame::picture::png;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The most incidents kept of all boards.
const MOST: usize = 200;
/// The most bytes kept of all boards.
const MOST_BYTES: u64 = 64 << 20;
/// The most parts written of one incident, and their most bytes together.
const MOST_PARTS: usize = 64;
const MOST_PART_BYTES: usize = 16 << 20;
const FILE: &str = "incident.toml";
const PICTURE: &str = "picture.png";

/// The folder of what was found; it need not exist.
#[derive(Clone, Debug)]
pub struct Evidence {
    folder: PathBuf,
    most: usize,
    most_bytes: u64,
}

/// An incident, and what the card itself cannot know.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// What was found.
    pub incident: &'a Incident,
    /// When.
    pub at: Timestamp,
    /// When the card was last found right; `None` if never.
    pub right: Option<Timestamp>,
    /// The zone in which the times are written for people.
    pub zone: &'a TimeZone,
    /// How far these times can be believed, by the word of the clock's state.
    pub trust: &'a str,
    /// What the board speaks.
    pub protocol: &'a str,
    /// How it is reached.
    pub link: &'a str,
}

#[derive(Serialize)]
struct Record<'a> {
    board: &'a str,
    found: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_right: Option<String>,
    clock: &'a str,
    strange: &'static str,
    protocol: &'a str,
    link: &'a str,
    missing: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<CardRecord<'a>>,
    part: Vec<PartRecord<'a>>,
}

#[derive(Serialize)]
struct CardRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<String>,
    clock_lost: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    playing: Option<&'a str>,
}

#[derive(Serialize)]
struct PartRecord<'a> {
    name: &'a str,
    kind: u8,
    bytes: u32,
    mark: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

/// A part that was read, and the name of its file.
type Read<'a> = (&'a Held, Option<(String, &'a [u8])>);

impl Evidence {
    /// The evidence in a state folder.
    #[must_use]
    pub fn new(state: &Path) -> Self {
        Self { folder: state.join("evidence"), most: MOST, most_bytes: MOST_BYTES }
    }

    /// Keeps what was found on a board's card, and gives the folder it is in. What is kept for longest goes if there is too
    /// much of it.
    ///
    /// # Errors
    /// The disk is full, broken or may not be written.
    pub fn keep(&self, board: &str, found: &Found<'_>) -> io::Result<PathBuf> {
        let of_board = self.folder.join(board);
        DirBuilder::new().recursive(true).mode(0o700).create(&of_board)?;
        let (part, last) = free(&of_board, found.at);
        // What a crash has left half is of no use.
        let _ = std::fs::remove_dir_all(&part);
        let written = write_all(&part, board, found).and_then(|()| std::fs::rename(&part, &last));
        if let Err(error) = written {
            let _ = std::fs::remove_dir_all(&part);
            return Err(error);
        }
        File::open(&of_board)?.sync_all()?;
        self.prune(&last);
        Ok(last)
    }

    /// Removes what is too much, but not the folder `newest`.
    fn prune(&self, newest: &Path) {
        let mut all = incidents(&self.folder);
        let mut bytes: u64 = all.iter().map(|incident| incident.bytes).sum();
        while (all.len() > self.most || bytes > self.most_bytes) && all.len() > 1 {
            let place = next_to_go(&all);
            let gone = all.remove(place);
            bytes = bytes.saturating_sub(gone.bytes);
            if gone.path != newest {
                let _ = std::fs::remove_dir_all(&gone.path);
            }
        }
    }
}

/// An incident on the disk.
struct Kept {
    /// The name of its folder, which begins with the day.
    name: String,
    path: PathBuf,
    bytes: u64,
}

/// All incidents, the oldest first.
fn incidents(folder: &Path) -> Vec<Kept> {
    let entries =
        |path: &Path| std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let size = |path: PathBuf| path.metadata().map_or(0, |metadata| metadata.len());
    let kept = |path: PathBuf| {
        let name = path.file_name()?.to_str()?.to_owned();
        let bytes = entries(&path).map(size).sum();
        (!name.starts_with('.')).then_some(Kept { name, path, bytes })
    };
    let mut all: Vec<Kept> =
        entries(folder).flat_map(|board| entries(&board).collect::<Vec<_>>()).filter_map(kept).collect();
    all.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    all
}

/// The oldest one that is not the first of its board's day; else the oldest.
fn next_to_go(all: &[Kept]) -> usize {
    let day = |kept: &Kept| (kept.path.parent().map(Path::to_owned), kept.name.get(..8).map(str::to_owned));
    let mut days = std::collections::BTreeSet::new();
    all.iter().position(|kept| !days.insert(day(kept))).unwrap_or(0)
}

/// Where an incident of this moment is written, and where it is when it is whole.
fn free(folder: &Path, at: Timestamp) -> (PathBuf, PathBuf) {
    let name = at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let names = std::iter::once(name.clone()).chain(numbered);
    let free = names.map(|name| folder.join(name)).find(|path| !path.exists());
    (folder.join(".part"), free.unwrap_or_else(|| folder.join(&name)))
}

fn write_all(folder: &Path, board: &str, found: &Found<'_>) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(folder)?;
    let parts = readable(found.incident);
    for (name, bytes) in parts.iter().filter_map(|(_, read)| read.as_ref()) {
        write(&folder.join(name), bytes)?;
    }
    if let Some(picture) = &found.incident.picture {
        write(&folder.join(PICTURE), &png(picture).map_err(io::Error::other)?)?;
    }
    let text = toml::to_string(&record(board, found, &parts)).map_err(io::Error::other)?;
    // Last: where it is, all it speaks of is.
    write(&folder.join(FILE), text.as_bytes())?;
    File::open(folder)?.sync_all()
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The parts, and what is to be written of each.
fn readable(incident: &Incident) -> Vec<Read<'_>> {
    let mut room = MOST_PART_BYTES;
    let mut parts = Vec::new();
    for (number, (held, bytes)) in incident.parts.iter().take(MOST_PARTS).enumerate() {
        let fits = bytes.as_deref().filter(|bytes| bytes.len() <= room);
        room -= fits.map_or(0, <[u8]>::len);
        parts.push((held, fits.map(|bytes| (file_name(number, &held.name), bytes))));
    }
    parts
}

/// The name of a part's file: what a stranger called it must not lead out of the folder.
fn file_name(number: usize, name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = name.chars().take(32).map(plain).collect();
    format!("{number:02}-{name}.bin")
}

fn record<'a>(board: &'a str, found: &Found<'a>, parts: &[Read<'a>]) -> Record<'a> {
    let incident = found.incident;
    let time =
        |at: Timestamp| at.to_zoned_datetime(found.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let card = incident.state.as_ref().map(|state| CardRecord {
        on: state.on,
        clock: state.clock.map(|clock| clock.to_string()),
        clock_lost: state.clock_lost,
        playing: state.playing.as_deref(),
    });
    let part = |(held, file): &Read<'a>| PartRecord {
        name: &held.name,
        kind: held.kind,
        bytes: held.len,
        mark: format!("{:x}", held.mark),
        file: file.as_ref().map(|(name, _)| name.clone()),
        sha256: file.as_ref().map(|(_, bytes)| hex::encode(Sha256::digest(bytes))),
    };
    Record {
        board,
        found: time(found.at),
        last_right: found.right.map(time),
        clock: found.trust,
        strange: word(incident.strange),
        protocol: found.protocol,
        link: found.link,
        missing: &incident.missing,
        picture: incident.picture.as_ref().map(|_| PICTURE),
        card,
        part: parts.iter().map(part).collect(),
    }
}

fn word(strange: Strange) -> &'static str {
    match strange {
        Strange::Parts => "parts",
        Strange::Picture => "picture",
        Strange::Power => "power",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::card::State;
    use crate::frame::{Face, Frame};
    use std::os::unix::fs::PermissionsExt;
    use std::time::Duration;

    fn held(name: &str, len: u32) -> Held {
        Held { name: name.to_owned(), kind: 0, len, mark: 0xBEEF }
    }

    fn incident(parts: Vec<(Held, Option<Vec<u8>>)>) -> Incident {
        Incident {
            at: Duration::from_secs(90),
            right: Some(Duration::from_secs(30)),
            strange: Strange::Parts,
            parts,
            missing: vec!["P001".to_owned()],
            picture: Some(Frame::unlit(Face::new(16, 8).unwrap())),
            state: Some(State {
                on: Some(true),
                playing: Some("P\u{e0}\"\n".to_owned()),
                ..State::default()
            }),
        }
    }

    fn keep(evidence: &Evidence, board: &str, incident: &Incident, at: &str) -> PathBuf {
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        let at: Timestamp = at.parse().unwrap();
        let (right, zone, trust) = (Some(at - Duration::from_secs(60)), &zone, "trusted");
        let found =
            Found { incident, at, right, zone, trust, protocol: "onbon-bx6", link: "tcp://192.0.2.30:5005" };
        evidence.keep(board, &found).unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_found_is_there_with_its_times_its_bytes_and_a_picture_and_for_nobody_elses_eyes() {
        let home = tempfile::tempdir().unwrap();
        let evidence = Evidence::new(home.path());
        let parts = vec![(held("P000", 3), Some(vec![1, 2, 3])), (held("P009", 70_000), None)];
        let folder = keep(&evidence, "cong", &incident(parts), "2026-11-29T03:25:00Z");
        assert_eq!(folder, home.path().join("evidence/cong/20261129T032500Z"));
        assert_eq!(names(&folder), ["00-P000.bin", "incident.toml", "picture.png"]);
        assert_eq!(std::fs::read(folder.join("00-P000.bin")).unwrap(), [1, 2, 3]);
        let text = std::fs::read_to_string(folder.join("incident.toml")).unwrap();
        let told: toml::Table = text.parse().unwrap();
        assert_eq!(told["found"].as_str(), Some("2026-11-29T10:25:00+07:00"));
        assert_eq!(told["last_right"].as_str(), Some("2026-11-29T10:24:00+07:00"));
        assert_eq!(
            (told["board"].as_str(), told["link"].as_str()),
            (Some("cong"), Some("tcp://192.0.2.30:5005"))
        );
        assert_eq!(told["missing"][0].as_str(), Some("P001"));
        assert_eq!(told["card"]["playing"].as_str(), Some("P\u{e0}\"\n"), "whatever a stranger calls it");
        let parts = told["part"].as_array().unwrap();
        assert_eq!((parts.len(), parts[0]["mark"].as_str()), (2, Some("beef")));
        let sum = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";
        assert_eq!((parts[0]["sha256"].as_str(), parts[1].get("file")), (Some(sum), None));
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let modes = [home.path().join("evidence"), folder.clone(), folder.join("incident.toml")];
        assert_eq!(modes.each_ref().map(|path| mode(path)), [0o700, 0o700, 0o600]);
        let again = keep(&evidence, "cong", &incident(Vec::new()), "2026-11-29T03:25:00Z");
        assert_eq!(again.file_name().unwrap(), "20261129T032500Z-2");
    }

    #[test]
    fn no_name_of_a_part_leads_out_of_the_folder_and_a_flood_of_bytes_is_cut() {
        let home = tempfile::tempdir().unwrap();
        let mut parts = vec![(held("../../etc/passwd", 1), Some(vec![0])), (held("", 1), Some(vec![1]))];
        parts.push((held("big", 0), Some(vec![0; MOST_PART_BYTES])));
        parts.extend((0..100).map(|n| (held(&format!("P{n}"), 1), Some(vec![2]))));
        let folder = keep(&Evidence::new(home.path()), "cong", &incident(parts), "2026-11-29T03:25:00Z");
        let names = names(&folder);
        assert_eq!(names[..3], ["00-______etc_passwd.bin", "01-.bin", "03-P0.bin"]);
        assert_eq!(names.len(), MOST_PARTS - 1 + 2, "all but the big one, and the two files about them");
    }

    #[test]
    fn the_oldest_go_but_how_each_day_began_stays_for_longest() {
        let home = tempfile::tempdir().unwrap();
        let evidence = Evidence { most: 4, ..Evidence::new(home.path()) };
        let at = |day: u8, minute: u8| format!("2026-11-{day:02}T03:{minute:02}:00Z");
        for minute in 0..10 {
            keep(&evidence, "cong", &incident(Vec::new()), &at(28, minute));
        }
        let board = home.path().join("evidence/cong");
        let kept = ["20261128T030000Z", "20261128T030700Z", "20261128T030800Z", "20261128T030900Z"];
        assert_eq!(names(&board), kept);
        for day in 1..=4 {
            keep(&evidence, "san", &incident(Vec::new()), &at(day, 0));
        }
        assert_eq!(names(&home.path().join("evidence/san")).len() + names(&board).len(), 4);
        assert_eq!(names(&board)[0], kept[0]);
        let small = Evidence { most_bytes: 1, ..evidence };
        let newest = keep(&small, "cong", &incident(Vec::new()), &at(29, 0));
        assert!(newest.exists(), "what was found last is always kept");
    }

    #[test]
    fn half_of_an_incident_is_never_left() {
        let home = tempfile::tempdir().unwrap();
        let board = home.path().join("evidence/cong");
        std::fs::create_dir_all(board.join(".part")).unwrap();
        std::fs::write(board.join(".part/old"), "of before a crash").unwrap();
        let folder = keep(&Evidence::new(home.path()), "cong", &incident(Vec::new()), "2026-11-29T03:25:00Z");
        assert_eq!(
            (names(&board).len(), names(&folder)),
            (1, vec!["incident.toml".into(), "picture.png".to_owned()])
        );
    }
}
