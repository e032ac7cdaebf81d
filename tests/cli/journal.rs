//! The log as the command line examines and shows it.

use super::{run, site};
use bangtin::journal::{FILE, Journal, Note, Verdict};
use std::path::Path;

/// Writes rows into the log of a site; the digest of the last one.
fn written(site: &Path, rows: &[(&str, &str)]) -> String {
    let state = site.join("state");
    std::fs::create_dir_all(&state).unwrap();
    let mut journal = Journal::open(&state.join(FILE)).unwrap();
    for (who, action) in rows {
        let note = Note {
            at: "2026-11-24T05:03:11Z".into(),
            who: (*who).into(),
            action: (*action).into(),
            reason: "thử\u{1b}[2J".into(),
            ..Note::default()
        };
        journal.transact(|change| change.log(&note)).unwrap();
    }
    match journal.look().verify().unwrap() {
        Verdict::Whole { head, .. } => head,
        broken @ Verdict::Broken { .. } => panic!("{broken:?}"),
    }
}

#[test]
fn a_whole_log_is_told_from_one_that_was_touched_or_cut_off() {
    let site = site();
    let site = site.path();
    let unread = run(site, &["journal", "verify"]);
    assert!(unread.code == 2 && unread.err.contains("journal.db"), "{}", unread.err);
    let early = written(site, &[("lan", "person.begin"), ("thu", "draft.open")]);
    let head = written(site, &[("thu", "draft.item")]);
    let whole = run(site, &["journal", "verify"]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    assert!(whole.out.contains("3 dòng") && whole.out.contains(&head), "{}", whole.out);
    for noted in [&early, &head] {
        assert_eq!(run(site, &["journal", "verify", "--head", noted]).code, 0);
    }
    assert_eq!(run(site, &["journal", "verify", "--head", "abc"]).code, 2);
    let file = rusqlite::Connection::open(site.join("state").join(FILE)).unwrap();
    file.execute_batch("DROP TRIGGER log_is_not_changed; DROP TRIGGER log_is_not_shortened;").unwrap();
    // A log that lost its end is still a chain: only who noted its head can know.
    file.execute("DELETE FROM log WHERE id = 3", []).unwrap();
    assert_eq!(run(site, &["journal", "verify"]).code, 0);
    let cut = run(site, &["journal", "verify", "--head", &head]);
    assert!(cut.code == 1 && cut.out.contains("KHÔNG còn nguyên"), "{}", cut.out);
    file.execute("UPDATE log SET who = 'x' WHERE id = 1", []).unwrap();
    let altered = run(site, &["--lang", "en", "journal", "verify"]);
    assert!(altered.code == 1 && altered.out.contains("row 1 was altered"), "{}", altered.out);
}

#[test]
fn the_newest_rows_are_printed_for_people_and_for_programs() {
    let site = site();
    let site = site.path();
    written(site, &[("lan", "person.begin"), ("thu", "draft.open"), ("thu", "draft.item")]);
    let shown = run(site, &["journal", "show", "--last", "2"]);
    let lines: Vec<&str> = shown.out.lines().collect();
    assert_eq!((shown.code, lines.len()), (0, 2));
    assert!(lines[1].starts_with("3  2026-11-24T05:03:11Z  thu  draft.item"), "{}", shown.out);
    assert!(!shown.out.contains('\u{1b}'), "what others typed steers no terminal");
    let shown = run(site, &["journal", "show", "--who", "thu", "--action", "draft.", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["id"]), (2, &3.into()));
    assert_eq!(run(site, &["journal", "show", "--last", "501"]).code, 2);
}
