//! For which boards something is.

use super::Names;
use crate::report::Fields;

const MAX_NAMES: usize = 200;

/// The boards something is for, named in four ways; a board is reached by any of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    /// Ids of boards.
    pub boards: Names,
    /// Ids of sites: all their boards.
    pub sites: Names,
    /// Names of groups.
    pub groups: Names,
    /// Tags.
    pub tags: Names,
}

/// The names by which a board is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Its id.
    pub board: String,
    /// The id of its site.
    pub site: String,
    /// The groups it belongs to.
    pub groups: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

impl Target {
    /// Reads `boards`, `sites`, `groups` and `tags`.
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            boards: fields.ids("boards", MAX_NAMES).unwrap_or_default(),
            sites: fields.ids("sites", MAX_NAMES).unwrap_or_default(),
            groups: fields.ids("groups", MAX_NAMES).unwrap_or_default(),
            tags: fields.ids("tags", MAX_NAMES).unwrap_or_default(),
        }
    }

    /// Whether it names nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.boards, &self.sites, &self.groups, &self.tags].into_iter().all(Vec::is_empty)
    }

    /// Whether it names this board, its site, one of its groups or one of its tags.
    #[must_use]
    pub fn reaches(&self, board: &Reach) -> bool {
        let is = |names: &Names, own: &String| names.iter().any(|name| name.value == *own);
        let any = |names: &Names, own: &[String]| own.iter().any(|own| is(names, own));
        is(&self.boards, &board.board)
            || is(&self.sites, &board.site)
            || any(&self.groups, &board.groups)
            || any(&self.tags, &board.tags)
    }
}
