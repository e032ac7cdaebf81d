//! Reads `bangtin.toml`: what can be read of it, and everything that is wrong with it.

use super::universes::Owner;
use super::{
    Address, Approval, AtStop, Board, Emergency, Kept, Place, Site, Unlit, Watched, Web, check, hours, panel,
    wiring,
};
use crate::board::{Protocol, SessionError};
use crate::calendar::read::Windows;
use crate::calendar::{Calendar, LocalDays};
use crate::frame::{Colour, Face, Palette};
use crate::lint::Settings;
use crate::playlist::silences;
use crate::report::{At, Fault, Fields, Message, Reader, Source, offered, shortened};
use crate::scene::AUTO;
use jiff::tz::TimeZone;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The most boards one daemon drives.
const MAX_BOARDS: usize = 2000;
const MAX_GROUPS: usize = 20;
const CLOCKS: [&str; 2] = ["checked", "trusted"];

impl Site {
    /// Reads the file. What is wrong is left out, so that at a first start the boards that are right can be lit;
    /// whoever has an older version keeps that one if there are errors.
    #[must_use]
    pub fn parse(source: &Arc<Source>) -> (Self, Vec<Fault>) {
        let mut reader = Reader::new(source);
        let tree = reader.parse(&source.text);
        let broken = reader.failed();
        let mut top = Fields::new(&mut reader, &source.name, tree.get_ref(), 0..0);
        let title = top.text("title", 200).map_or_else(|| "bangtin".to_owned(), |at| at.value);
        let zone = read_zone(&mut top);
        let playlists = top.text("playlists", 1000).map_or_else(|| "playlists".into(), |at| at.value.into());
        let fonts = top.text("fonts", 1000).map_or_else(|| "fonts".into(), |at: At<String>| at.value.into());
        let listen = read_listen(&mut top);
        let web = Web::read(&mut top);
        let state = top.text("state", 1000).map_or_else(|| "state".into(), |at| at.value.into());
        let clock = top.word("clock", &CLOCKS, |word| CLOCKS.iter().position(|known| *known == word));
        let clock_trusted = clock.is_some_and(|at| at.value == 1);
        let (lexicon, compounds) = super::language::read(&mut top);
        let approval = Approval::read(&mut top, broken);
        let emergencies = Emergency::read_all(&mut top);
        let lint = read_lint(&mut top);
        let places = Place::read_all(&mut top);
        let own_days = super::calendar::read(&mut top);
        let (mut boards, unlit) = read_boards(&mut top, &places);
        top.finish();
        let mut faults = reader.faults;
        for board in &mut boards {
            let unknown = check::unknown_days(&own_days, source, board.hours.windows());
            if !unknown.is_empty() {
                board.hours = Arc::default();
            }
            faults.extend(unknown);
        }
        let source = Arc::clone(source);
        let calendar = calendar_of(&zone, &own_days);
        let site = Self {
            title,
            zone,
            playlists,
            fonts,
            listen,
            web,
            state,
            clock_trusted,
            approval,
            emergencies,
            lint,
            places,
            boards,
            unlit,
            is_unread: broken,
            own_days,
            calendar,
            lexicon,
            compounds,
            source,
        };
        (site, faults)
    }

    /// The site of a file that cannot even be read: no boards, everything else as if absent.
    #[must_use]
    pub fn empty(source: &Arc<Source>) -> Self {
        Self {
            title: "bangtin".to_owned(),
            zone: default_zone(),
            playlists: PathBuf::from("playlists"),
            fonts: PathBuf::from("fonts"),
            listen: default_listen(),
            web: Web::default(),
            state: PathBuf::from("state"),
            clock_trusted: false,
            approval: Approval::default(),
            emergencies: Emergency::prepared(),
            lint: Settings::default(),
            places: Vec::new(),
            boards: Vec::new(),
            unlit: Vec::new(),
            is_unread: true,
            own_days: LocalDays::default(),
            calendar: calendar_of(&default_zone(), &LocalDays::default()),
            lexicon: Arc::default(),
            compounds: Arc::default(),
            source: Arc::clone(source),
        }
    }
}

/// The calendar of what was read; of the program's days alone if these are no calendar, which reading has ruled out.
fn calendar_of(zone: &TimeZone, own: &LocalDays) -> Arc<Calendar> {
    Calendar::new(zone.clone(), own.clone()).map(Arc::new).unwrap_or_default()
}

fn default_listen() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 8080))
}

fn default_zone() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap_or(TimeZone::UTC)
}

fn read_zone(top: &mut Fields<'_, '_>) -> TimeZone {
    let Some(name) = top.text("zone", 100) else { return default_zone() };
    // IANA names only: abbreviations and offsets do not know when clocks change.
    let zone = name.value.contains('/').then(|| TimeZone::get(&name.value).ok()).flatten();
    zone.unwrap_or_else(|| {
        top.fault(name.span, Message::UnknownZone { zone: shortened(&name.value) });
        default_zone()
    })
}

fn read_lint(top: &mut Fields<'_, '_>) -> Settings {
    let Some((table, place)) = top.table("lint") else { return Settings::default() };
    let mut fields = Fields::new(top.reader(), "[lint]", table, place);
    let settings = Settings::read(&mut fields);
    fields.finish();
    settings
}

fn read_listen(top: &mut Fields<'_, '_>) -> SocketAddr {
    let Some(text) = top.text("listen", 100) else { return default_listen() };
    text.value.parse().unwrap_or_else(|_| {
        top.fault(text.span, Message::BadListen { listen: shortened(&text.value) });
        default_listen()
    })
}

fn read_boards(top: &mut Fields<'_, '_>, places: &[Place]) -> (Vec<Board>, Vec<Unlit>) {
    let before = top.reader().faults.len();
    let tables = top.tables("board", MAX_BOARDS);
    if tables.is_empty() && top.reader().faults.len() == before {
        let place = top.place();
        top.fault(place, Message::NoBoards {});
    }
    let (mut boards, mut unlit): (Vec<Board>, Vec<Unlit>) = (Vec::new(), Vec::new());
    let mut windows = Windows::default();
    for (table, span) in tables {
        let mut fields = Fields::new(top.reader(), "[[board]]", table, span);
        let board = read_board(&mut fields, places, &mut windows);
        if let Some(board) = board {
            if boards.iter().any(|other| other.id.value == board.id.value) {
                let id = board.id.value.clone();
                fields.fault(board.id.span, Message::IdTaken { id, table: "[[board]]".to_owned() });
            } else {
                boards.push(board);
            }
        } else {
            unlit.push(Unlit::of(table, MAX_GROUPS));
        }
        fields.finish();
    }
    for (span, message) in wiring::share(&mut boards) {
        top.fault(span, message);
    }
    (boards, unlit)
}

/// Notes what every board must have and this one does not.
fn need(fields: &mut Fields<'_, '_>) {
    for key in ["id", "site", "width", "height", "link"] {
        if !fields.has(key) {
            fields.missing(key);
        }
    }
}

fn read_board(fields: &mut Fields<'_, '_>, places: &[Place], windows: &mut Windows) -> Option<Board> {
    need(fields);
    let id = fields.id("id");
    let name = fields.text("name", 200);
    let site = read_site(fields, places);
    let place = fields.text("place", 200).map_or_else(String::new, |at| at.value);
    let groups = fields.ids("groups", MAX_GROUPS).unwrap_or_default();
    let tags = fields.ids("tags", MAX_GROUPS).unwrap_or_default();
    let stands = places.iter().find(|place| site.as_ref().is_some_and(|site| site.value == place.id));
    let hours = hours::read(fields, windows, stands);
    let silence = silences(fields, true);
    let face = read_face(fields);
    let pitch_mm = fields.decimal("pitch_mm", 0.5..=100.0).map_or(10.0, |at| at.value as f32);
    let viewers = |fields: &mut Fields<'_, '_>, key| fields.decimal(key, 1.0..=1000.0).map(|at| at.value);
    let viewers_m = viewers(fields, "viewers_m");
    let viewers_night_m = viewers(fields, "viewers_night_m");
    let palette = read_palette(fields);
    let font = fields.id("font");
    let default = fields.id("default");
    let named = |id: Option<&At<String>>| id.map_or_else(String::new, |at| at.value.clone());
    let owner = Owner { site: &named(site.as_ref()), board: &named(id.as_ref()) };
    let protocol = wiring::protocol(fields, owner);
    let address = wiring::address(fields, protocol.as_ref().map(|at| &at.value));
    let wires = panel::read(fields, protocol.as_ref().map(|at| &at.value), address.as_ref());
    let traffic = wiring::traffic(fields);
    let watched = Watched::read(fields, address.as_ref());
    let kept = Kept::read(fields, protocol.as_ref().map(|at| &at.value));
    let max_fps = fields.integer("max_fps", 1..=120).map_or(60, |at| at.value as u8);
    let keepalive = wiring::keepalive(fields, protocol.as_ref().map(|at| &at.value));
    let at_stop =
        fields.word("at_stop", &AtStop::NAMES, AtStop::parse).map_or(AtStop::default(), |at| at.value);
    let (id, face, palette, protocol, wires) = (id?, face?, palette?, protocol?, wires?);
    let further = wires.further.clone();
    let panel = wires.build(fields, face, palette)?;
    if let Err(error) = protocol.value.check(&panel) {
        fields.fault(protocol.span, refusal(protocol.value.to_string(), error));
        return None;
    }
    Some(Board {
        name: name.map_or_else(|| id.value.clone(), |at| at.value),
        font: font.unwrap_or_else(|| At { value: AUTO.to_owned(), span: id.span.clone() }),
        site: site?,
        place,
        groups: groups.into_iter().map(|at| at.value).collect(),
        tags: tags.into_iter().map(|at| at.value).collect(),
        hours: Arc::new(hours),
        sky: stands.and_then(|place| place.sky),
        silence,
        face,
        pitch_mm,
        viewers_m,
        viewers_night_m,
        palette,
        panel,
        default,
        protocol: over(protocol.value, address.as_ref()?),
        address: address?,
        further,
        traffic,
        others: Duration::ZERO,
        max_fps,
        keepalive,
        at_stop,
        watched,
        kept,
        id,
    })
}

/// The protocol as it is spoken on this way.
fn over(protocol: Protocol, address: &Address) -> Protocol {
    match address.carrier() {
        Some(carrier) => protocol.carried_by(carrier),
        None => protocol,
    }
}

/// Why the protocol cannot drive the board.
fn refusal(protocol: String, error: SessionError) -> Message {
    match error {
        SessionError::Rows => Message::ProtocolNeedsRows { protocol },
        SessionError::Parts => Message::ProtocolNeedsOne { protocol },
        error => Message::BoardTooLarge { protocol, detail: error.to_string() },
    }
}

fn read_site(fields: &mut Fields<'_, '_>, places: &[Place]) -> Option<At<String>> {
    let site = fields.id("site")?;
    if places.iter().any(|place| place.id == site.value) {
        return Some(site);
    }
    let ids: Vec<&str> = places.iter().map(|place| place.id.as_str()).collect();
    let offer = offered(&site.value, &ids);
    fields.fault(site.span, Message::NoSuchSite { id: site.value, offer });
    None
}

fn read_face(fields: &mut Fields<'_, '_>) -> Option<Face> {
    // Any number is taken first, so that the sentence can speak of the face as a whole.
    let width = fields.integer("width", i64::MIN..=i64::MAX);
    let height = fields.integer("height", i64::MIN..=i64::MAX);
    let (width, height) = (width?, height?);
    let side = |number: i64| u16::try_from(number).unwrap_or(0);
    let face = Face::new(side(width.value), side(height.value));
    if face.is_none() {
        let message = Message::FaceSize {
            width: width.value,
            height: height.value,
            most_width: Face::MAX_WIDTH,
            most_height: Face::MAX_HEIGHT,
            most_dots: Face::MAX_DOTS,
        };
        fields.fault(width.span, message);
    }
    face
}

fn read_palette(fields: &mut Fields<'_, '_>) -> Option<Palette> {
    if !fields.has("colour") {
        let _ = fields.texts("colour", 2);
        return Some(Palette::Rgb);
    }
    let words = fields.texts("colour", 2)?;
    let palette = match words.value.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["rgb"] => Some(Palette::Rgb),
        [one] => Colour::parse(one).map(Palette::One),
        [a, b] => match (Colour::parse(a), Colour::parse(b)) {
            (Some(a), Some(b)) if a.rgb() != b.rgb() => Some(Palette::Two(a, b)),
            _ => None,
        },
        _ => None,
    };
    if palette.is_none() {
        let offer = "`\"red\"`, `\"amber\"`, `\"white\"`, `[\"red\", \"green\"]`, `\"rgb\"`".to_owned();
        fields.fault(words.span, Message::BadPalette { offer });
    }
    palette
}

impl AtStop {
    const NAMES: [&'static str; 3] = ["neutral", "dark", "keep"];

    fn parse(word: &str) -> Option<Self> {
        [Self::Neutral, Self::Dark, Self::Keep]
            .into_iter()
            .zip(Self::NAMES)
            .find(|(_, name)| *name == word)
            .map(|(value, _)| value)
    }
}
