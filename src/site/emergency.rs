//! `[[emergency]]` of `bangtin.toml` and the texts compiled in: what can be put up at once when there is no time to write.

use crate::frame::Colour;
use crate::notice::Wish;
use crate::report::{Fault, Fields, Message};

/// The most texts a site prepares.
const MAX_EMERGENCIES: usize = 50;
/// How long such a text is up if nobody says.
const HOURS: u8 = 6;
/// The longest, in hours.
pub const MAX_HOURS: u8 = 72;
const MOTIONS: [&str; 4] = ["auto", "hold", "scroll-left", "scroll-up"];

/// A text that is prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emergency {
    /// Its id; one of the site goes before one compiled in.
    pub id: String,
    /// What people call it (`Bão`).
    pub title: String,
    /// The text and how it looks.
    pub wish: Wish,
    /// How long it is up if nobody says otherwise, 1 to 72 hours.
    pub hours: u8,
}

/// Id, title and text, short enough for faces of 16 rows.
const PREPARED: [(&str, &str, &str); 4] = [
    ("bao", "Bão", "Bão đang vào\nỞ yên trong nhà"),
    ("lu-lut", "Lũ lụt", "Lũ lên nhanh\nĐến nơi cao ngay"),
    ("chay", "Cháy", "Có cháy\nTránh xa, gọi 114"),
    ("mat-dien", "Mất điện", "Mất điện diện rộng\nXin giữ bình tĩnh"),
];

impl Emergency {
    /// Those compiled in.
    #[must_use]
    pub fn prepared() -> Vec<Self> {
        let one = |(id, title, text): (&str, &str, &str)| Self {
            id: id.to_owned(),
            title: title.to_owned(),
            wish: Wish { text: text.to_owned(), ..Wish::default() },
            hours: HOURS,
        };
        PREPARED.into_iter().map(one).collect()
    }

    /// Reads all of them, and adds those compiled in whose id is free. One that could not be shown as it stands is left out.
    pub(super) fn read_all(top: &mut Fields<'_, '_>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for (table, span) in top.tables("emergency", MAX_EMERGENCIES) {
            let mut fields = Fields::new(top.reader(), "[[emergency]]", table, span);
            if let Some(emergency) = Self::read(&mut fields, &all) {
                all.push(emergency);
            }
            fields.finish();
        }
        let free: Vec<Self> = Self::prepared()
            .into_iter()
            .filter(|prepared| !all.iter().any(|own| own.id == prepared.id))
            .collect();
        all.extend(free);
        all
    }

    fn read(fields: &mut Fields<'_, '_>, before: &[Self]) -> Option<Self> {
        for key in ["id", "text"] {
            if !fields.has(key) {
                fields.missing(key);
            }
        }
        let id = fields.id("id");
        let title = fields.text("title", 100).map(|at| at.value);
        let text = fields.text("text", 500);
        let names = [&Colour::NAMES[..], &["#rrggbb"]].concat();
        let colour = fields.word("colour", &names, Colour::parse).map(|at| at.value.to_string());
        let motion = fields.word("motion", &MOTIONS, |word| MOTIONS.into_iter().find(|known| *known == word));
        let hours = fields.integer("hours", 1..=MAX_HOURS.into()).map_or(HOURS, |at| at.value as u8);
        let (id, text) = (id?, text?);
        if before.iter().any(|other| other.id == id.value) {
            fields.fault(id.span, Message::IdTaken { id: id.value, table: "[[emergency]]".to_owned() });
            return None;
        }
        let motion = motion.map(|at| at.value.to_owned());
        let wish = Wish { text: text.value, colour, motion, ..Wish::default() };
        // The same gate as that of every other text: there is no time for its faults later.
        if let Err(faults) = wish.playlist("emergency") {
            for fault in faults.into_iter().filter(Fault::is_error) {
                fields.fault(text.span.clone(), fault.message);
            }
            return None;
        }
        let title = title.unwrap_or_else(|| id.value.clone());
        Some(Self { id: id.value, title, wish, hours })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Source;
    use crate::site::{Files, Library, Site};
    use std::sync::Arc;

    const REST: &str = "[[site]]\nid = 's'\n[[board]]\nid = 'b'\nsite = 's'\nlink = 'virtual'\n";

    fn site(blocks: &str, face: &str) -> (Site, Vec<Fault>) {
        let text = format!("{blocks}\n{REST}{face}\n");
        Site::parse(&Arc::new(Source { name: "bangtin.toml".to_owned(), text }))
    }

    #[test]
    fn a_site_prepares_texts_of_its_own_and_has_those_of_the_program_beside_them() {
        let blocks =
            "[[emergency]]\nid = 'bao'\ntitle = 'Bão số 9'\ntext = 'Bão số 9'\ncolour = 'red'\nhours = 12
[[emergency]]\nid = 'triet-ly'\ntext = 'Sơ tán'\nmotion = 'scroll-left'\n";
        let (site, faults) = site(blocks, "width = 64\nheight = 16");
        assert!(faults.is_empty(), "{faults:?}");
        let ids: Vec<_> = site.emergencies.iter().map(|one| (one.id.as_str(), one.hours)).collect();
        assert_eq!(ids, [("bao", 12), ("triet-ly", 6), ("lu-lut", 6), ("chay", 6), ("mat-dien", 6)]);
        assert_eq!(site.emergencies[0].wish.colour.as_deref(), Some("red"));
    }

    #[test]
    fn a_text_that_could_not_be_put_up_is_refused_where_it_is_written() {
        for (block, code) in [
            ("text = 'Bão'", "MissingKey"),
            ("id = 'a'", "MissingKey"),
            ("id = 'a'\ntext = 'Bão'\nhours = 73", "WantsInteger"),
            ("id = 'a'\ntext = 'B\u{200B}ão'", "StrayLetter"),
            ("id = 'a'\ntext = 'Bão'\nfont = 'x'", "UnknownKey"),
            ("id = 'a'\ntext = 'Bão'\n[[emergency]]\nid = 'a'\ntext = 'Lũ'", "IdTaken"),
        ] {
            let faults = site(&format!("[[emergency]]\n{block}"), "width = 64\nheight = 16").1;
            let codes: Vec<_> = faults.iter().map(|fault| fault.message.code()).collect();
            assert_eq!(codes, [code], "{block}");
        }
    }

    #[test]
    fn what_is_compiled_in_is_good_vietnamese_and_can_be_shown_on_sixteen_rows() {
        let file = |name: &str, text: &str| Arc::new(Source { name: name.into(), text: text.into() });
        let files = Files {
            site: Some(file("bangtin.toml", &format!("{REST}width = 96\nheight = 16\npitch_mm = 10\n"))),
            fonts: vec![
                file("fonts/bangtin-12.bdf", include_str!("../../fonts/bangtin-12.bdf")),
                file("fonts/bangtin-16.bdf", include_str!("../../fonts/bangtin-16.bdf")),
            ],
            ..Files::default()
        };
        let library = Library::open(&files, None).0;
        for emergency in Emergency::prepared() {
            let ids = ["b".to_owned()];
            let list = Arc::new(emergency.wish.playlist_for("notice", &ids).unwrap());
            let (can, cannot) = library.who_can_show(&list, crate::notice::Class::Emergency, &ids);
            assert_eq!((can.as_slice(), cannot), (&ids[..], vec![]), "{}", emergency.id);
            let found = library.check_playlist(&list, None);
            assert!(found.iter().all(Fault::is_hint), "{}: {found:?}", emergency.id);
        }
    }
}
