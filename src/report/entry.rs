//! One entry of a TOML list whose entries may be texts or tables; `fields` reads them.

use super::At;
use std::ops::Range;
use toml::de::DeTable;

/// One entry of a list in which texts and tables may stand.
#[derive(Debug)]
pub enum Entry<'d> {
    /// A text.
    Text(At<String>),
    /// A table and where it begins.
    Table(&'d DeTable<'d>, Range<usize>),
}
