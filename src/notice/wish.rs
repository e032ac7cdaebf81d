//! What a notice is to show, written as a playlist file so that it passes the same gate as every other text.

use crate::playlist::{Origin, Playlist};
use crate::report::{At, Fault, Source};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A text, and how it is wished to look; the words are those of a playlist's `[[item]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// The text; lines separated by `\n`.
    pub text: String,
    /// The font.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub font: Option<String>,
    /// The colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// The motion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motion: Option<String>,
}

#[derive(Serialize)]
struct File<'a> {
    item: [&'a Wish; 1],
}

impl Wish {
    /// The wish as a playlist called `name` in faults, or everything that keeps it from being one.
    ///
    /// # Errors
    /// What a playlist file with this item would be refused for.
    pub fn playlist(&self, name: &str) -> Result<Playlist, Vec<Fault>> {
        let source = Arc::new(Source { name: name.to_owned(), text: self.text_of_playlist() });
        let (playlist, faults) = Playlist::parse(name, &source);
        playlist.ok_or(faults)
    }
}

impl Wish {
    /// The wish as the text of a playlist file.
    #[must_use]
    pub fn text_of_playlist(&self) -> String {
        // A table of texts can always be written; what comes of an empty one is refused as every file without items.
        toml::to_string(&File { item: [self] }).unwrap_or_default()
    }

    /// The wish as a playlist for these boards.
    ///
    /// # Errors
    /// As [`Wish::playlist`].
    pub fn playlist_for(&self, name: &str, boards: &[String]) -> Result<Playlist, Vec<Fault>> {
        self.playlist(name).map(|playlist| aimed(playlist, boards))
    }
}

/// A playlist for these boards, and an order.
pub(super) fn aimed(mut playlist: Playlist, boards: &[String]) -> Playlist {
    playlist.target.boards = boards.iter().map(|id| At { value: id.clone(), span: 0..0 }).collect();
    playlist.origin = Origin::Order;
    playlist
}
