//! What people are called, where the journal keeps their logins. Only words; who may what is not asked here.

use super::words::log::who;
use crate::journal::Person;
use crate::report::Lang;
use std::collections::BTreeMap;

/// What people are called, by their logins.
#[derive(Default)]
pub(super) struct Names {
    lang: Lang,
    names: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn of(lang: Lang, people: Vec<Person>) -> Self {
        Self { lang, names: people.into_iter().map(|person| (person.login, person.name)).collect() }
    }

    /// Who it was, as the journal keeps it: a person by name; what is no person, and who left before there were names, in the
    /// words of the log.
    pub(super) fn name(&self, kept: &str) -> String {
        self.names.get(kept).map_or_else(|| who(self.lang, kept, &self.names), Clone::clone)
    }

    /// Several of them.
    pub(super) fn all<'k>(&self, kept: impl IntoIterator<Item = &'k str>) -> String {
        let names = kept.into_iter().filter(|kept| !kept.is_empty()).map(|kept| self.name(kept));
        names.collect::<Vec<_>>().join(", ")
    }

    /// Who wrote a version: logins with commas between.
    pub(super) fn writers(&self, kept: &str) -> String {
        self.all(kept.split(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writers_are_said_by_name_and_a_file_in_words() {
        let names = BTreeMap::from([("minh".to_owned(), "Lê Minh".to_owned())]);
        let names = Names { lang: Lang::Vi, names };
        assert_eq!(names.writers("minh, hoa"), "Lê Minh, hoa");
        assert_eq!((names.writers("(disk)").as_str(), names.writers("").as_str()), ("Tệp trên đĩa", ""));
        assert_eq!(names.name("minh (token 3)"), "Lê Minh (minh), mã truy cập số 3");
    }
}
