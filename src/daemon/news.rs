//! Files read again: on a thread of their own, for it may take long, and neither boards nor orders wait for it.

use super::boards::{self, Programmes};
use crate::office::{Published, lit};
use crate::report::Fault;
use crate::site::{Files, Library, read};
use jiff::Timestamp;
use std::path::Path;
use std::sync::Arc;

/// What came of reading files again.
pub(super) struct News {
    pub(super) files: Files,
    pub(super) library: Library,
    pub(super) faults: Vec<Fault>,
    /// The time as of which they were checked.
    pub(super) asof: Option<Timestamp>,
    /// `None` if the files are the same, and only the day is another.
    pub(super) programmes: Option<Programmes>,
    /// What was published when they were read.
    pub(super) published: Arc<Published>,
    /// Files that are not what was published; no text where one is gone.
    pub(super) strange: Vec<(String, Option<String>)>,
}

impl News {
    /// `None` if no file has another text than before, and the day is the same. `then` and `now` are when they were last
    /// checked, and are checked now.
    pub(super) fn read(
        config: &Path,
        known: &Files,
        library: &Library,
        published: Arc<Published>,
        (then, now): (Option<Timestamp>, Option<Timestamp>),
    ) -> Option<Self> {
        let files = read(config);
        let changed = !files.same_texts(known) || library.permits != lit::permits(&library.site, &published);
        let day = |at: Option<Timestamp>| at.map(|at| library.site.zone.to_datetime(at).date());
        if !changed && day(then) == day(now) {
            return None;
        }
        let folder = lit::folder(config, &library.site);
        let strange = lit::strange(&files, &published, &folder);
        let (library, faults) = lit::renew(library, &files, &published, &folder, now);
        let programmes = changed.then(|| boards::programmes(&library));
        Some(Self { files, library, faults, asof: now, programmes, published, strange })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::read;

    #[test]
    fn on_another_day_the_same_files_are_checked_again_and_no_board_is_disturbed() {
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("bangtin.toml");
        let files = read(&config);
        let (library, _) = Library::open(&files, None);
        let news = |then: Option<&str>, now: Option<&str>| {
            let at = |time: Option<&str>| time.map(|time| time.parse().unwrap());
            News::read(&config, &files, &library, Arc::default(), (at(then), at(now)))
        };
        let late = Some("2026-11-24T23:59:59+07:00");
        assert!(news(Some("2026-11-24T00:00+07:00"), late).is_none());
        assert!(news(None, None).is_none());
        for (then, now) in [(late, Some("2026-11-25T00:00+07:00")), (None, late), (late, None)] {
            assert!(news(then, now).is_some_and(|news| news.programmes.is_none()), "{then:?} {now:?}");
        }
    }
}
