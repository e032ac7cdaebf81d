//! A face from its component sources: drawings of bodies and marks in, the text of a BDF file out.
//!
//! Pure: reads no files and draws nothing on boards. Shared by the example that writes the fonts and by the test
//! that rebuilds them.

mod bdf;
mod bold;
mod compose;
mod rules;
mod source;

use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};

/// One file of a face's source.
pub(crate) struct SourceFile<'a> {
    /// Its name, for faults.
    pub(crate) name: &'a str,
    /// All of its text.
    pub(crate) text: &'a str,
}

/// A finished letter: lit dots as (column from the pen, row above the baseline from 0), and the way to the next pen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) dots: Dots,
    pub(crate) advance: i32,
}

/// Lit dots by place; row 0 stands on the baseline, row −1 hangs below it.
pub(crate) type Dots = BTreeSet<(i32, i32)>;

/// A face, every letter composed.
pub(crate) struct Face {
    pub(crate) ascent: i32,
    pub(crate) descent: i32,
    /// Whether it was made of a regular face.
    pub(crate) bold: bool,
    pub(crate) letters: BTreeMap<char, Letter>,
}

/// Reads the sources and composes all letters.
///
/// # Errors
/// The first fault of a source, with file and line; a letter without a rule or outside the rows of the face.
pub(crate) fn build(files: &[SourceFile<'_>]) -> Result<Face> {
    compose::face(&source::read(files)?)
}

/// The face as a BDF 2.1 file.
pub(crate) fn to_bdf(name: &str, face: &Face) -> String {
    bdf::write(name, face)
}

/// The 134 Vietnamese letters beyond ASCII.
pub(crate) const VIETNAMESE: &str = concat!(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ",
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
);
