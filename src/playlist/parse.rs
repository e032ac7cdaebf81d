//! Reads a playlist file: TOML text in, a checked playlist or everything that is wrong with it out.

use super::{
    Align, Campaign, Class, Item, MAX_ITEMS, Motion, Origin, Playlist, Settled, Target, When, silences,
};
use crate::calendar::read::Windows;
use crate::frame::{Colour, Rgb};
use crate::language;
use crate::language::legacy::{self, Encoding};
use crate::report::{At, Fault, Fields, Message, Reader, Source, code_point, shortened};
use std::sync::Arc;
use std::time::Duration;
use toml::de::DeTable;

const MAX_TEXT: usize = 2000;
const MOTIONS: [&str; 4] = ["auto", "hold", "scroll-left", "scroll-up"];
const ALIGNS: [&str; 3] = ["left", "center", "right"];

/// A playlist file as it was read.
#[derive(Debug)]
pub struct Read {
    /// The playlist, if it has no error.
    pub playlist: Option<Playlist>,
    /// What could be read of one that has errors; `None` too where it is no TOML.
    pub rest: Option<Rest>,
    /// Everything that is wrong with it by itself.
    pub faults: Vec<Fault>,
}

/// What could be read of a playlist that has errors, so that everything else that is wrong with it is said along with them.
/// Never to be shown.
#[derive(Debug)]
pub struct Rest {
    /// The playlist without what is wrong.
    pub playlist: Playlist,
    /// Of each item, whether it looks as it was meant: nothing of its text, font and colour was left out.
    pub meant: Vec<bool>,
}

impl Playlist {
    /// Reads the file called `id`. `None` if it has any error; warnings come along with the playlist.
    #[must_use]
    pub fn parse(id: &str, source: &Arc<Source>) -> (Option<Self>, Vec<Fault>) {
        let Read { playlist, faults, .. } = Self::read(id, source);
        (playlist, faults)
    }

    /// Reads the file called `id`, and keeps what is right of one that is wrong.
    #[must_use]
    pub fn read(id: &str, source: &Arc<Source>) -> Read {
        let mut reader = Reader::new(source);
        let tree = reader.parse(&source.text);
        let broken = reader.failed();
        let mut top = Fields::new(&mut reader, &source.name, tree.get_ref(), 0..0);
        let title = top.text("title", 200).map_or_else(|| id.to_owned(), |at| at.value);
        let order = top.integer("order", -1000..=1000).map_or(0, |at| at.value as i32);
        let blank = top.decimal("blank", 0.0..=10.0).map_or(Duration::ZERO, |at| seconds(at.value));
        let target = Target::read(&mut top);
        let mut windows = Windows::default();
        let when = When::read(&mut top, &mut windows);
        let class = read_class(&mut top);
        let festive = top.flag("festive").unwrap_or(false);
        let campaign = Campaign::read(&mut top);
        let before = top.reader().faults.len();
        let tables = top.tables("item", MAX_ITEMS);
        if tables.is_empty() && top.reader().faults.len() == before {
            let place = top.place();
            top.fault(place, Message::NoItems {});
        }
        let legacy = legacy::suspect(tables.iter().filter_map(|(table, _)| written_text(table)));
        let mut ending = Ending { class, when: &when, said: false };
        let (items, meant): (Vec<Item>, Vec<bool>) = tables
            .into_iter()
            .filter_map(|(table, place)| {
                let mut fields = Fields::new(top.reader(), "[[item]]", table, place);
                let item = read_item(&mut fields, legacy, &mut windows, &mut ending);
                fields.finish();
                item
            })
            .unzip();
        top.finish();
        let failed = reader.failed() || items.is_empty();
        let class = ending.class.map(|at| at.value).unwrap_or_default();
        let (id, source) = (id.to_owned(), Arc::clone(source));
        let (origin, terms) = (Origin::File, Settled::default());
        let playlist = Self {
            id,
            title,
            order,
            blank,
            target,
            class,
            when,
            campaign,
            festive,
            items,
            source,
            origin,
            terms,
        };
        let faults = reader.faults;
        match failed {
            false => Read { playlist: Some(playlist), rest: None, faults },
            true => Read { playlist: None, rest: (!broken).then_some(Rest { playlist, meant }), faults },
        }
    }
}

fn read_class(fields: &mut Fields<'_, '_>) -> Option<At<Class>> {
    fields.word("class", &Class::NAMES, Class::named)
}

/// What items have of their playlist: how urgent they are, and when they end.
struct Ending<'p> {
    class: Option<At<Class>>,
    when: &'p When,
    /// Whether it was said that the playlist's class needs an end.
    said: bool,
}

impl Ending<'_> {
    /// Says so if an item has no end and needs one, or has one before the playlist begins.
    fn check(&mut self, fields: &mut Fields<'_, '_>, class: Option<&At<Class>>, when: &When) {
        if when.starts_at.is_none() {
            when.ends_after_beginning(fields, self.when.starts_at.as_ref());
        }
        let given = fields.has("expires_at") || self.when.expires_at.is_some();
        let own = class.is_some();
        let Some(class) = class.or(self.class.as_ref()).filter(|class| class.value.needs_expiry()) else {
            return;
        };
        if given || (!own && std::mem::replace(&mut self.said, true)) {
            return;
        }
        let message = Message::ClassNeedsExpiry { class: class.value.name().to_owned() };
        fields.fault(class.span.clone(), message);
    }
}

fn written_text<'d>(table: &'d DeTable<'_>) -> Option<&'d str> {
    table.get("text").and_then(|value| value.get_ref().as_str()).filter(|text| text.len() <= 4 * MAX_TEXT)
}

fn read_item(
    fields: &mut Fields<'_, '_>,
    legacy: Option<Encoding>,
    windows: &mut Windows,
    ending: &mut Ending<'_>,
) -> Option<(Item, bool)> {
    let before = fields.reader().faults.len();
    let text = read_text(fields, legacy);
    let font = fields.id("font");
    let colour = read_colour(fields);
    let align = fields.word("align", &ALIGNS, |word| match word {
        "left" => Some(Align::Left),
        "center" => Some(Align::Center),
        "right" => Some(Align::Right),
        _ => None,
    });
    let meant = fields.reader().faults.len() == before;
    let hold = fields.decimal("hold", 0.5..=3600.0).map(|at| seconds(at.value));
    let motion = fields.word("motion", &MOTIONS, |word| MOTIONS.iter().position(|known| *known == word));
    let speed = fields.integer("speed", 1..=240);
    let passes = fields.integer("passes", 1..=20);
    let target = Target::read(fields);
    let when = When::read(fields, windows);
    let class = read_class(fields);
    ending.check(fields, class.as_ref(), &when);
    let weight = fields.integer("weight", 1..=100).map_or(Item::WEIGHT, |at| at.value as u16);
    let festive = fields.flag("festive");
    let silence = silences(fields, false);
    let moves = motion.as_ref().is_some_and(|at| at.value > 1);
    for (key, given) in [("speed", &speed), ("passes", &passes)] {
        if let (false, Some(given)) = (moves, given) {
            let needs = "`motion = \"scroll-left\"` / `\"scroll-up\"`".to_owned();
            fields.fault(given.span.clone(), Message::KeyNeeds { key: key.to_owned(), needs });
        }
    }
    let speed = speed.map(|at| at.value as u16);
    let motion = match motion.map_or(0, |at| at.value) {
        1 => Motion::Hold,
        2 => Motion::ScrollLeft { speed: speed.unwrap_or(Motion::LEFT_SPEED) },
        3 => Motion::ScrollUp { speed: speed.unwrap_or(Motion::UP_SPEED) },
        _ => Motion::Auto,
    };
    let item = Item {
        text: text?,
        font,
        colour,
        align: align.map(|at| at.value).unwrap_or_default(),
        hold,
        motion,
        passes: passes.map_or(Item::PASSES, |at| at.value as u8),
        target,
        class: class.map(|at| at.value),
        when,
        weight,
        festive,
        silence,
    };
    Some((item, meant))
}

/// The colour of a text.
fn read_colour(fields: &mut Fields<'_, '_>) -> Option<At<Colour>> {
    // Whoever writes black wrote a colour rightly, and is told what is wrong with that one.
    let parse = |word: &str| {
        let black = (word == "#000000").then_some(Colour::Exact(Rgb::BLACK));
        black.or_else(|| Colour::parse(word))
    };
    let colour = fields.word("colour", &[&Colour::NAMES[..], &["#rrggbb"]].concat(), parse)?;
    if colour.value.rgb() == Rgb::BLACK {
        fields.fault(colour.span, Message::ColourBlack {});
        return None;
    }
    Some(colour)
}

/// The text of an item; `legacy` is the encoding that the file's texts together seem to be in.
fn read_text(fields: &mut Fields<'_, '_>, legacy: Option<Encoding>) -> Option<At<String>> {
    if !fields.has("text") {
        fields.missing("text");
    }
    let raw = fields.text("text", MAX_TEXT)?;
    let text = At { value: language::tidy(&raw.value), span: raw.span };
    if text.value.trim_matches(['\n', ' ', '\u{A0}', '\u{2060}']).is_empty() {
        fields.fault(text.span, Message::TextBlank { key: "text".to_owned() });
        return None;
    }
    if let Some((encoding, converted)) = legacy::convert(&text.value, legacy) {
        let (path, encoding) = (fields.reader().source.name.clone(), encoding.name().to_owned());
        let preview = shortened(&converted.replace('\n', " "));
        fields.fault(text.span, Message::LegacyText { encoding, preview, path });
        return None;
    }
    if let Some((position, letter, ours)) = language::look_alike(&text.value) {
        let span = fields.reader().source.letter(&text, position);
        let message = Message::LookAlike { code: code_point(letter), ours, position: position + 1 };
        fields.fault(span, message);
        return None;
    }
    if let Some((position, letter)) = language::stray(&text.value) {
        let span = fields.reader().source.letter(&text, position);
        fields.fault(span, Message::StrayLetter { code: code_point(letter), position: position + 1 });
        return None;
    }
    Some(text)
}

/// Seconds as the operator wrote them, to the millisecond; the caller has bounded them.
fn seconds(value: f64) -> Duration {
    Duration::from_millis((value * 1000.0).round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Lang, render};

    fn parse(text: &str) -> (Option<Playlist>, Vec<Fault>) {
        let source = Arc::new(Source { name: "playlists/a.toml".to_owned(), text: text.to_owned() });
        Playlist::parse("a", &source)
    }

    fn places(faults: &[Fault]) -> Vec<(String, &'static str)> {
        faults.iter().map(|f| (f.place_words(), f.message.code())).collect()
    }

    #[test]
    fn a_file_is_read_with_its_defaults() {
        let (playlist, faults) =
            parse("[[item]]\ntext = \"Một cửa\"\n[[item]]\ntext='x'\nmotion='scroll-left'\n");
        assert!(faults.is_empty(), "{}", render(&faults, Lang::En, false));
        let playlist = playlist.unwrap();
        assert_eq!((playlist.title.as_str(), playlist.order, playlist.items.len()), ("a", 0, 2));
        assert_eq!((playlist.items[0].motion, playlist.items[0].hold), (Motion::Auto, None));
        assert_eq!(playlist.items[1].motion, Motion::ScrollLeft { speed: Motion::LEFT_SPEED });
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once_with_its_place() {
        let (playlist, faults) = parse(
            "tilte = \"x\"\norder = 99999\n[[item]]\ntext = \"\"\n[[item]]\ntext = \"a\"\nspeed = 10\ncolour = \"pink\"\nhold = inf\n[[item]]\nfont = \"Ố\"\n",
        );
        assert!(playlist.is_none());
        let mut found = places(&faults);
        found.sort();
        let expected = [
            ("playlists/a.toml:10:1", "MissingKey"),
            ("playlists/a.toml:11:8", "WantsId"),
            ("playlists/a.toml:1:1", "UnknownKey"),
            ("playlists/a.toml:2:9", "WantsInteger"),
            ("playlists/a.toml:4:8", "TextLength"),
            ("playlists/a.toml:7:9", "KeyNeeds"),
            ("playlists/a.toml:8:10", "UnknownWord"),
            ("playlists/a.toml:9:8", "WantsDecimal"),
        ];
        assert_eq!(found, expected.map(|(place, code)| (place.to_owned(), code)));
        assert!(
            faults.iter().any(|f| f.sentence(Lang::En).contains("`title`, `order`")),
            "the likeliest key first"
        );
    }

    #[test]
    fn broken_toml_is_a_sentence_with_a_place_and_never_a_panic() {
        for text in
            ["[[item]\ntext = 1", "text = \"Ủy ban\n", "= 3", "[[item]]\ntext = \"\"\"a", "\u{0}", "item = 3"]
        {
            let (playlist, faults) = parse(text);
            assert!(playlist.is_none() && !faults.is_empty(), "{text:?}");
            assert!(faults[0].line_column().is_some());
        }
    }

    #[test]
    fn an_empty_playlist_and_a_text_of_100_000_letters_are_refused() {
        for empty in ["", "item = []"] {
            assert_eq!(places(&parse(empty).1), [("playlists/a.toml:1:1".to_owned(), "NoItems")]);
        }
        let long = format!("[[item]]\ntext = \"{}\"\n", "ế".repeat(100_000));
        let (playlist, faults) = parse(&long);
        assert!(playlist.is_none());
        assert!(faults[0].sentence(Lang::Vi).contains("100000 ký tự"));
        assert!(render(&faults, Lang::Vi, false).len() < 1_000_000);
    }

    #[test]
    fn a_text_typed_for_an_old_font_is_refused_with_what_it_seems_to_say() {
        let old = "Dịch vụ công trực tuyến";
        let file = |texts: &[&str]| {
            texts.iter().map(|text| format!("[[item]]\ntext = \"{text}\"\n")).collect::<String>()
        };
        let (none, faults) = parse(&file(&["DÞch vô c«ng trùc tuyÕn", "Mét cöa"]));
        assert!(none.is_none());
        let said: Vec<_> = faults.iter().map(|fault| fault.sentence(Lang::En)).collect();
        assert!(
            said[0].contains("TCVN3") && said[0].contains(old) && said[1].contains("Một cửa"),
            "{said:?}"
        );
        assert_eq!(faults.len(), 2, "and nothing else is said of them");
        let (none, faults) = parse(&file(&[old, "Một cửa tận tâm", "Noäp hoà sô tröïc tuyeán", old, old]));
        assert!(none.is_none());
        assert_eq!(places(&faults), [("playlists/a.toml:6:8".to_owned(), "LegacyText")]);
    }

    #[test]
    fn a_cyrillic_letter_in_a_word_is_pointed_at_with_the_letter_it_looks_like() {
        let (_, faults) = parse("[[item]]\ntext = \"Nộp hồ sо\"\n");
        assert_eq!(places(&faults), [("playlists/a.toml:2:17".to_owned(), "LookAlike")]);
        assert!(faults[0].sentence(Lang::Vi).contains("trông giống \"o\""));
    }

    #[test]
    fn black_letters_are_refused_because_nobody_would_see_them() {
        let (playlist, faults) = parse("[[item]]\ntext = \"Một cửa\"\ncolour = \"#000000\"\n");
        assert!(playlist.is_none());
        assert_eq!(places(&faults), [("playlists/a.toml:3:10".to_owned(), "ColourBlack")]);
    }

    #[test]
    fn an_invisible_character_is_pointed_at() {
        let (_, faults) = parse("[[item]]\ntext = \"Một\u{200B} cửa\"\n");
        assert_eq!(places(&faults), [("playlists/a.toml:2:12".to_owned(), "StrayLetter")]);
    }
}
