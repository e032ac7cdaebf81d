//! A board's own hours: when it has power, when it is kept dark, and how bright it is.

use super::Window;

/// What a board is held to, whatever it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// When it has power; empty if always.
    pub power: Vec<Window>,
    /// When it is kept dark.
    pub quiet: Vec<Window>,
    /// How bright it is, 1 to 100 per cent: the first open window says; full where none is open.
    pub brightness: Vec<(Window, u8)>,
    /// Per cent below which it never is between sunset and sunrise, 1 to 100.
    pub night_floor: u8,
    /// Per cent above which it never is between sunset and sunrise, 1 to 100; not below `night_floor`.
    pub night_max: u8,
}

impl Hours {
    /// All of its windows.
    pub fn windows(&self) -> impl Iterator<Item = &Window> {
        let brightness = self.brightness.iter().map(|(window, _)| window);
        self.power.iter().chain(&self.quiet).chain(brightness)
    }
}

/// Always on, always full.
impl Default for Hours {
    fn default() -> Self {
        Self { power: Vec::new(), quiet: Vec::new(), brightness: Vec::new(), night_floor: 1, night_max: 100 }
    }
}
