//! What the kernel says of a network interface in `/sys/class/net`.

use std::path::Path;

/// The state of an interface at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// Its number; `None` if there is no such interface.
    pub(super) index: Option<u32>,
    /// Whether somebody is at the other end. An interface that is switched off has no carrier.
    pub(super) carrier: bool,
    /// Megabits a second, where it knows.
    pub(super) mbit: Option<u32>,
}

impl Look {
    /// Looks at an interface. Its name must be one, so that it is no path; for any other there is none.
    pub(super) fn at(interface: &str) -> Self {
        let folder = Path::new("/sys/class/net").join(interface.replace('/', ""));
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
        // A speed of -1 is not known.
        let number = |name: &str| read(name)?.trim().parse::<u32>().ok();
        Self { index: number("ifindex"), carrier: number("carrier") == Some(1), mbit: number("speed") }
    }

    /// Whether it is there, with a carrier, and not slower than this as far as is known.
    pub(super) fn usable(&self, least_mbit: u32) -> bool {
        self.index.is_some() && self.carrier && self.mbit.is_none_or(|mbit| mbit >= least_mbit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interface_of_this_machine_itself_is_there_and_another_is_not() {
        let own = Look::at("lo");
        assert!(own.index.is_some() && own.carrier, "{own:?}");
        assert_eq!(Look::at("khong-co"), Look { index: None, carrier: false, mbit: None });
        assert_eq!(Look::at("../../kernel").index, None);
    }

    #[test]
    fn what_is_slow_or_unplugged_is_not_used() {
        let look = |carrier, mbit| Look { index: Some(2), carrier, mbit }.usable(1000);
        assert!(look(true, Some(1000)) && look(true, Some(2500)) && look(true, None));
        assert!(!look(true, Some(100)) && !look(false, Some(1000)) && !look(false, None));
    }
}
