//! The faces of the project: the one list the builder and the tests go by.
//!
//! A new face is a line here, three files in `fonts/source/` (one, if it is the bold one of another face) and its measures
//! in `tests/fonts/standard.rs`.

/// A face to build: `fonts/NAME.bdf` from `fonts/source/NAME-PART.txt`. `NAME-bold` is made of the files of NAME and of
/// `NAME-bold.txt`.
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    /// Rows of a board it fills: above the baseline, below it.
    pub(crate) rows: (i32, i32),
    /// What the files of its source hold, in the order they are read.
    pub(crate) parts: [&'static str; 3],
}

const PARTS: [&str; 3] = ["letters", "signs", "marks"];

/// Every face there is, the lowest first.
pub(crate) const FACES: [Spec; 9] = [
    Spec { name: "bangtin-8", rows: (7, 1), parts: PARTS },
    Spec { name: "bangtin-10", rows: (8, 2), parts: PARTS },
    Spec { name: "bangtin-12", rows: (10, 2), parts: PARTS },
    Spec { name: "bangtin-16", rows: (13, 3), parts: PARTS },
    Spec { name: "bangtin-16-bold", rows: (13, 3), parts: PARTS },
    Spec { name: "bangtin-24", rows: (20, 4), parts: PARTS },
    Spec { name: "bangtin-24-bold", rows: (20, 4), parts: PARTS },
    Spec { name: "bangtin-32", rows: (26, 6), parts: PARTS },
    Spec { name: "bangtin-32-bold", rows: (26, 6), parts: PARTS },
];

impl Spec {
    /// The files of its source by name, in the order they are read.
    pub(crate) fn files(&self) -> Vec<String> {
        let regular = self.name.strip_suffix("-bold");
        let parts = self.parts.iter().map(|part| format!("{}-{part}.txt", regular.unwrap_or(self.name)));
        parts.chain(regular.map(|_| format!("{}.txt", self.name))).collect()
    }
}
