//! What is asked of each face: its measures, and how far apart its letters have to stay.

/// The measures of a face, in dots, and its floors.
pub(crate) struct Standard {
    pub(crate) name: &'static str,
    pub(crate) cap: i32,
    pub(crate) x_height: i32,
    /// Letters that give up rows to their marks or rise above a dot below, and the rows up to which their bodies reach.
    pub(crate) lowered: &'static [(&'static str, i32)],
    /// The dark row over a dot below, counted as rows above the baseline from 0, and the letters that have no room for it.
    pub(crate) dark_below: (i32, &'static str),
    /// Letters with a mark that meets the body, the horn or the tail, at a corner at least: only where rows have run out.
    pub(crate) touching: &'static str,
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
pub(crate) const STANDARDS: [Standard; 7] = [
    Standard {
        name: "bangtin-8",
        cap: 5,
        x_height: 4,
        lowered: &[("ÁÀẢÃĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼÊẾỀỂỄỆÍÌỈĨÓÒỎÕÔỐỒỔỖỘỚỜỞỠÚÙỦŨỨỪỬỮÝỲỶỸ", 4), ("ạẹịọợụựỵ", 5)],
        // One row hangs below the baseline. A letter with no other mark rises above it; these cannot.
        dark_below: (0, "ậặệộẬẶỆỘ"),
        touching: "ặậẶẬệỆộởỘửỬỵ",
        letter_gap: 2,
        space: 3,
        horn: 1,
        min: 1.4,
        p5s_floor: 1.0,
        p5s_aim: 1.9,
        look_alikes: 2.3,
        drawn: include_str!("bangtin-8.txt"),
    },
    Standard {
        name: "bangtin-10",
        cap: 6,
        x_height: 4,
        lowered: &[("ÁÀẢÃĂẶÂẬÉÈẺẼÊỆÍÌỈĨÓÒỎÕÔỘỚỜỞỠÚÙỦŨỨỪỬỮÝỲỶỸ", 5), ("ẤẦẨẪẮẰẲẴẾỀỂỄỐỒỔỖ", 4)],
        dark_below: (-1, ""),
        touching: "Ử",
        letter_gap: 2,
        space: 3,
        horn: 1,
        min: 1.4,
        p5s_floor: 1.4,
        p5s_aim: 1.9,
        look_alikes: 2.3,
        drawn: include_str!("bangtin-10.txt"),
    },
    Standard {
        name: "bangtin-12",
        cap: 7,
        x_height: 5,
        lowered: &[("ÁÀẢẤẦẨẮẰẲÉÈẺẾỀỂÍÌỈÓÒỎỐỒỔỚỜỞÚÙỦỨỪỬÝỲỶ", 6), ("ẪẴỄỖẫẵễỗ", 4)],
        dark_below: (-1, ""),
        touching: "",
        letter_gap: 2,
        space: 4,
        horn: 1,
        min: 1.9,
        p5s_floor: 1.9,
        p5s_aim: 2.8,
        look_alikes: 2.9,
        drawn: include_str!("bangtin-12.txt"),
    },
    Standard {
        name: "bangtin-16",
        cap: 9,
        x_height: 7,
        lowered: &[("ẪẴỄỖ", 7)],
        dark_below: (-1, ""),
        touching: "",
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
        lowered: &[("ẪẴỄỖ", 7)],
        dark_below: (-1, ""),
        touching: "",
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
        lowered: &[("ẪẴỄỖ", 12)],
        dark_below: (-1, ""),
        touching: "",
        letter_gap: 2,
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
        lowered: &[("ẪẴỄỖ", 12)],
        dark_below: (-1, ""),
        touching: "",
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
        let lowered = self.lowered.iter().find(|(letters, _)| letters.contains(letter));
        match (lowered, letter) {
            (Some((_, rows)), _) => *rows,
            _ if letter.is_uppercase() || letter.is_ascii_digit() => self.cap,
            _ => self.x_height,
        }
    }
}
