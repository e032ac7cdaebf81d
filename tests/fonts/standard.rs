//! What is asked of each face: its measures, and how far apart its letters have to stay.

/// The measures of a face, in dots, and its floors.
pub(crate) struct Standard {
    pub(crate) name: &'static str,
    pub(crate) cap: i32,
    pub(crate) x_height: i32,
    /// Capitals that give up rows to a tilde over a shape, and the rows they keep.
    pub(crate) lowered: (&'static str, i32),
    pub(crate) letter_gap: i32,
    pub(crate) space: u8,
    /// Columns of the horn that may rise into the gap under the marks.
    pub(crate) horn: i32,
    /// The smallest distance of two letters that differ by marks only.
    pub(crate) min: f64,
    /// The 5th percentile of these distances over the root of the stem: never less than, and what is promised.
    pub(crate) p5s_floor: f64,
    pub(crate) p5s_aim: f64,
    /// The smallest distance of bodies that other fonts draw alike.
    pub(crate) look_alikes: f64,
    /// A few letters with marks, as designed.
    pub(crate) drawn: &'static str,
}

/// In the order of the list the builder goes by.
pub(crate) const STANDARDS: [Standard; 4] = [
    Standard {
        name: "bangtin-16",
        cap: 9,
        x_height: 7,
        lowered: ("ẪẴỄỖ", 7),
        letter_gap: 2,
        space: 5,
        horn: 1,
        min: 1.4,
        p5s_floor: 2.4,
        p5s_aim: 2.9,
        look_alikes: 2.4,
        drawn: include_str!("bangtin-16.txt"),
    },
    Standard {
        name: "bangtin-16-bold",
        cap: 9,
        x_height: 7,
        lowered: ("ẪẴỄỖ", 7),
        letter_gap: 3,
        space: 6,
        horn: 2,
        min: 1.4,
        p5s_floor: 2.4,
        p5s_aim: 2.9,
        look_alikes: 2.4,
        drawn: include_str!("bangtin-16-bold.txt"),
    },
    Standard {
        name: "bangtin-24",
        cap: 13,
        x_height: 10,
        lowered: ("", 13),
        letter_gap: 3,
        space: 7,
        horn: 2,
        min: 1.9,
        p5s_floor: 2.6,
        p5s_aim: 4.0,
        look_alikes: 5.0,
        drawn: include_str!("bangtin-24.txt"),
    },
    Standard {
        name: "bangtin-24-bold",
        cap: 13,
        x_height: 10,
        lowered: ("", 13),
        letter_gap: 3,
        space: 7,
        horn: 3,
        min: 1.9,
        p5s_floor: 2.6,
        p5s_aim: 4.0,
        look_alikes: 5.0,
        drawn: include_str!("bangtin-24-bold.txt"),
    },
];

impl Standard {
    /// Rows of the body of a letter.
    pub(crate) fn body(&self, letter: char) -> i32 {
        match letter {
            _ if self.lowered.0.contains(letter) => self.lowered.1,
            _ if letter.is_uppercase() || letter.is_ascii_digit() => self.cap,
            _ => self.x_height,
        }
    }
}
