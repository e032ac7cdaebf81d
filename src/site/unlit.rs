//! A `[[board]]` that is wrong: only what it is called. What is meant for it is not taken for a mistake of its own.

use crate::report::is_id;
use toml::de::DeTable;

/// The names by which playlists reach a board; those that are none are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unlit {
    /// Its id.
    pub id: Option<String>,
    /// The id of its site.
    pub site: Option<String>,
    /// Its groups.
    pub groups: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

impl Unlit {
    /// The names in the table of a board. Says nothing of what is wrong with them: whoever reads the board does.
    pub(super) fn of(table: &DeTable<'_>, most: usize) -> Self {
        let id = |key: &str| {
            let word = table.get(key)?.get_ref().as_str().filter(|word| is_id(word))?;
            Some(word.to_owned())
        };
        let ids = |key: &str| {
            let list = table.get(key).and_then(|value| value.get_ref().as_array());
            let words = list.into_iter().flatten().filter_map(|value| value.get_ref().as_str());
            words.filter(|word| is_id(word)).take(most).map(str::to_owned).collect()
        };
        Self { id: id("id"), site: id("site"), groups: ids("groups"), tags: ids("tags") }
    }
}
