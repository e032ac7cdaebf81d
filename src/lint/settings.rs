//! The thresholds of the rules, as `[lint]` in `bangtin.toml` may change them.

use crate::report::Fields;

/// Declares `Settings`: for each key its default and its bounds.
macro_rules! settings {
    ($( $(#[doc = $doc:literal])* $key:ident = $default:literal in $low:literal .. $high:literal )*) => {
        /// Thresholds. What each is for stands in `docs/lint.md`, with the reason of its default.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Settings { $( $(#[doc = $doc])* pub $key: f64, )* }

        impl Default for Settings {
            fn default() -> Self {
                Self { $( $key: $default, )* }
            }
        }

        impl Settings {
            /// Every key and its default, in the order of the documents.
            pub const KEYS: &'static [(&'static str, f64)] = &[$( (stringify!($key), $default), )*];

            /// Reads the keys of `[lint]`; those that are absent or wrong have their defaults.
            #[must_use]
            pub fn read(fields: &mut Fields<'_, '_>) -> Self {
                Self { $( $key: fields.decimal(stringify!($key), $low..=$high).map_or($default, |at| at.value), )* }
            }
        }
    };
}

settings! {
    /// F03, F04: how much of the floor for its rows a font must reach; 0 asks nothing.
    font_part = 1.0 in 0.0 .. 2.0
    /// F06: only fonts of so many rows are asked for a dark row between marks and letters; lower ones have none left.
    marks_apart_rows = 12.0 in 0.0 .. 128.0
    /// L02: capitals are a warning in fonts of fewer rows.
    capitals_rows = 24.0 in 0.0 .. 128.0
    /// L02: capitals with shape and tone are an error in fonts of at most so many rows.
    capitals_small_rows = 10.0 in 0.0 .. 128.0
    /// L05: the most lines of a page.
    lines_most = 3.0 in 1.0 .. 64.0
    /// L05: the most pages of an item.
    pages_most = 2.0 in 1.0 .. 64.0
    /// L05: the most syllables of a page.
    syllables_most = 12.0 in 1.0 .. 200.0
    /// L07: the fewest dark rows between two lines.
    line_gap = 2.0 in 0.0 .. 16.0
    /// L08: metres for each millimetre of a capital's height by day.
    day_m_per_mm = 0.3 in 0.05 .. 2.0
    /// L08: the same by night.
    night_m_per_mm = 0.15 in 0.05 .. 2.0
    /// L08: an error beyond so many metres for each millimetre.
    lost_m_per_mm = 0.6 in 0.05 .. 4.0
    /// L09: metres for each millimetre of the narrowest gap at a mark.
    marks_m_per_mm = 1.7 in 0.2 .. 10.0
    /// L09: an error beyond so many metres for each millimetre.
    marks_lost_m_per_mm = 3.4 in 0.2 .. 20.0
    /// L10: the least relative luminance of a text, 0 to 1.
    luminance_least = 0.2 in 0.0 .. 1.0
    /// D01: the least seconds of any page.
    page_s = 2.0 in 0.0 .. 60.0
    /// D01: seconds for each line of a page.
    line_s = 2.0 in 0.0 .. 20.0
    /// D01: seconds for each syllable.
    syllable_s = 0.5 in 0.0 .. 5.0
    /// D01: seconds to find the first word.
    find_s = 1.0 in 0.0 .. 10.0
    /// D01: an error below this part of the time that reading takes.
    short_part = 0.6 in 0.0 .. 1.0
    /// D02: a hint beyond so many times the time that reading takes.
    long_times = 4.0 in 1.0 .. 100.0
    /// D03: the most letters a second.
    letters_per_s = 10.0 in 1.0 .. 60.0
    /// D03: an error beyond so many letters a second.
    letters_lost_per_s = 16.0 in 1.0 .. 60.0
    /// D05: the fewest letters that a face must hold for a passing text.
    window_letters = 13.0 in 1.0 .. 100.0
    /// D06: the fewest passes.
    passes_least = 2.0 in 1.0 .. 20.0
    /// D07: a passing text of at most so many widths of the face would do better on pages.
    still_widths = 2.0 in 0.0 .. 10.0
    /// D08: the least seconds of dark time, where there is any.
    blank_s = 0.3 in 0.0 .. 10.0
    /// D09: the fewest frames a second that a line must carry for a text to pass over the face.
    line_fps = 10.0 in 0.0 .. 120.0
    /// S02: the most hours in a row in which only the default playlist is there.
    standby_h = 24.0 in 0.0 .. 8784.0
    /// S06: the most hours in a row in which priority playlists hide ordinary ones.
    priority_h = 24.0 in 0.0 .. 8784.0
    /// S08: 0 says nothing of holidays without content, 1 names public holidays, 2 all days that the program knows.
    holidays = 1.0 in 0.0 .. 2.0
    /// S10: a hint so many days before a `review_by`.
    review_days = 14.0 in 0.0 .. 366.0
    /// S10: 1 lists what has neither `expires_at` nor `review_by`.
    evergreen = 0.0 in 0.0 .. 1.0
}
