//! A plan as a table for spreadsheets, as RFC 4180 has it: comma, CRLF, quotes doubled inside of quotes.
//!
//! A spreadsheet takes a field that begins with `=`, `+`, `-`, `@` or a tab for a formula. Titles come from files that
//! others may write, so such a field gets an apostrophe before it, which spreadsheets do not show.

use super::Telling;
use crate::cli::output::rfc3339;
use crate::timetable::lit;

const HEAD: [&str; 8] = ["from", "to", "lit", "gap", "words", "playlists", "hidden", "why"];

/// The whole table, its head first.
pub(super) fn csv(telling: &Telling<'_>) -> String {
    let mut table = row(&HEAD.map(str::to_owned));
    for stretch in &telling.stretches {
        table += &row(&[
            rfc3339(stretch.from, telling.zone),
            rfc3339(stretch.to, telling.zone),
            stretch.code().to_owned(),
            stretch.is_gap().to_string(),
            lit(stretch.lit).say(telling.lang),
            stretch.titles(),
            stretch.hidden_titles(),
            stretch.why.as_ref().map_or_else(String::new, |why| why.say(telling.lang)),
        ]);
    }
    table
}

fn row(fields: &[String]) -> String {
    let fields: Vec<String> = fields.iter().map(|field| quoted(&harmless(field))).collect();
    fields.join(",") + "\r\n"
}

fn harmless(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{field}") } else { field.to_owned() }
}

fn quoted(field: &str) -> String {
    let plain = !field.contains(['"', ',', '\r', '\n']);
    if plain { field.to_owned() } else { format!("\"{}\"", field.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_a_formula_and_every_field_can_be_read_back() {
        let fields = ["=1+1", "@a", "-2", "\t=1", "a,b", "nói \"không\"", "hai\ndòng", ""].map(str::to_owned);
        assert_eq!(row(&fields), "'=1+1,'@a,'-2,'\t=1,\"a,b\",\"nói \"\"không\"\"\",\"hai\ndòng\",\r\n");
    }
}
