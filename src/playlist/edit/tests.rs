//! Files as people write them, changed as people change them.

use super::*;
use serde_json::{Value, json};

fn fields(value: Value) -> Fields {
    value.as_object().unwrap().clone()
}

fn with(mut fields: Fields, key: &str, value: Value) -> Fields {
    fields.insert(key.to_owned(), value);
    fields
}

fn without(mut fields: Fields, key: &str) -> Fields {
    fields.remove(key).unwrap();
    fields
}

const FILE: &str = r#"# Danh sách của sảnh.

title = "Sảnh" # hiện trên trang
expires_at = 2026-12-31

# Theo Kế hoạch.
[campaign]
directive = "47/KH-UBND"

# Mục một.
[[item]]
  text = "Một"   # ngắn
  hold = 8.0
# sau mục một

# Mục hai.
# Còn nữa.
[[item]]
text = """
Hai
dòng"""
windows = [
  { days = ["mon", "tue"], from = "07:00", to = '11:30' }, # sáng
  # chiều
  { from = "13:30", to = "17:00" },
]

[[item]]
text = "Ba"
silence.L02 = "tên riêng"

[[item.windows]]
only_on = ["tet"]

# hết
"#;

fn opened() -> Manuscript {
    let manuscript = Manuscript::parse(FILE).unwrap();
    assert_eq!((manuscript.text(), manuscript.len()), (FILE.to_owned(), 3));
    manuscript
}

/// That it differs from the file in these lines only: `-` gone, `+` new.
fn assert_lines(manuscript: &Manuscript, expected: &[&str]) {
    assert_eq!(lines_changed(FILE, &manuscript.text()), expected, "{}", manuscript.text());
}

fn lines_changed(old: &str, new: &str) -> Vec<String> {
    let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
    let before = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[before..], &new[before..]);
    let after = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let gone = old[..old.len() - after].iter().map(|line| format!("-{line}"));
    gone.chain(new[..new.len() - after].iter().map(|line| format!("+{line}"))).collect()
}

#[test]
fn a_file_is_read_as_forms_know_it() {
    let manuscript = opened();
    assert_eq!(
        Value::from(manuscript.head()),
        json!({"title": "Sảnh", "expires_at": "2026-12-31", "campaign": {"directive": "47/KH-UBND"}})
    );
    assert_eq!(Value::from(manuscript.item(0).unwrap()), json!({"text": "Một", "hold": 8}));
    assert_eq!(
        Value::from(manuscript.item(2).unwrap()),
        json!({"text": "Ba", "silence": {"L02": "tên riêng"}, "windows": [{"only_on": ["tet"]}]})
    );
    assert!(manuscript.item(3).is_none());
}

#[test]
fn saying_the_same_again_changes_no_byte() {
    let mut manuscript = opened();
    manuscript.set_head(&manuscript.head()).unwrap();
    for index in 0..3 {
        manuscript.set_item(index, &manuscript.item(index).unwrap()).unwrap();
    }
    manuscript.shift(1, 1).unwrap();
    let decimal = with(manuscript.item(0).unwrap(), "hold", json!(8.0));
    manuscript.set_item(0, &decimal).unwrap();
    assert_eq!(manuscript.text(), FILE);
}

#[test]
fn one_key_changes_one_line_and_keeps_its_comment() {
    let mut manuscript = opened();
    let item = with(manuscript.item(0).unwrap(), "text", json!("Số \"1\""));
    manuscript.set_item(0, &item).unwrap();
    assert_lines(&manuscript, &["-  text = \"Một\"   # ngắn", "+  text = \"Số \\\"1\\\"\"   # ngắn"]);

    let mut manuscript = opened();
    let item = with(manuscript.item(0).unwrap(), "colour", json!("red"));
    manuscript.set_item(0, &item).unwrap();
    assert_lines(&manuscript, &["+colour = \"red\""]);
    assert!(manuscript.text().contains("# ngắn\ncolour = \"red\"\n  hold = 8.0\n# sau mục một"));

    let mut manuscript = opened();
    let item = without(manuscript.item(0).unwrap(), "hold");
    manuscript.set_item(0, &item).unwrap();
    assert_lines(&manuscript, &["-  hold = 8.0"]);
}

#[test]
fn a_text_of_several_lines_is_written_over_several_lines() {
    let mut manuscript = opened();
    let item = with(manuscript.item(0).unwrap(), "text", json!("Một \"cửa\"\r\nhai\\ba\n"));
    manuscript.set_item(0, &item).unwrap();
    assert!(manuscript.text().contains("  text = \"\"\"\nMột \\\"cửa\\\"\nhai\\\\ba\n\"\"\"   # ngắn\n"));
    assert_eq!(manuscript.item(0).unwrap()["text"], json!("Một \"cửa\"\nhai\\ba\n"));
}

#[test]
fn one_window_changes_and_the_others_keep_their_writing_and_comments() {
    let mut manuscript = opened();
    let mut item = manuscript.item(1).unwrap();
    item["windows"][1]["to"] = json!("16:30");
    manuscript.set_item(1, &item).unwrap();
    assert_lines(
        &manuscript,
        &["-  { from = \"13:30\", to = \"17:00\" },", "+  { from = \"13:30\", to = \"16:30\" },"],
    );

    let mut manuscript = opened();
    let mut item = manuscript.item(1).unwrap();
    item["windows"]
        .as_array_mut()
        .unwrap()
        .insert(1, json!({"from": "12:00", "to": "12:30", "days": ["sun"]}));
    manuscript.set_item(1, &item).unwrap();
    assert_lines(&manuscript, &["+  { days = [\"sun\"], from = \"12:00\", to = \"12:30\" },"]);
    assert!(manuscript.text().contains("to = '11:30' }, # sáng\n  { days = [\"sun\"]"));

    for (gone, expected) in [
        (0, &["-  { days = [\"mon\", \"tue\"], from = \"07:00\", to = '11:30' }, # sáng"][..]),
        (1, &["-  # chiều", "-  { from = \"13:30\", to = \"17:00\" },"][..]),
    ] {
        let mut manuscript = opened();
        let mut item = manuscript.item(1).unwrap();
        item["windows"].as_array_mut().unwrap().remove(gone);
        manuscript.set_item(1, &item).unwrap();
        assert_lines(&manuscript, expected);
    }
}

#[test]
fn windows_written_as_blocks_stay_blocks() {
    let mut manuscript = opened();
    let mut item = manuscript.item(2).unwrap();
    item["windows"].as_array_mut().unwrap().push(json!({"from": "08:00"}));
    item["silence"] = json!({"L02": "tên riêng", "L05": "cần đủ"});
    manuscript.set_item(2, &item).unwrap();
    let text = manuscript.text();
    assert!(text.contains("silence.L02 = \"tên riêng\"\nsilence.L05 = \"cần đủ\"\n"), "{text}");
    assert!(
        text.contains("[[item.windows]]\nonly_on = [\"tet\"]\n\n[[item.windows]]\nfrom = \"08:00\"\n"),
        "{text}"
    );
    assert!(text.ends_with("\n\n# hết\n"), "{text}");
}

#[test]
fn items_move_with_the_comments_that_are_theirs() {
    let mut manuscript = opened();
    manuscript.shift(1, 0).unwrap();
    let text = manuscript.text();
    let first = text.find("# Mục hai.\n# Còn nữa.\n[[item]]").unwrap();
    let second = text.find("# Mục một.\n[[item]]").unwrap();
    assert!(first < second && text.contains("]\n\n# Mục một."), "{text}");
    assert!(text.contains("# sau mục một\n\n[[item]]\ntext = \"Ba\""), "{text}");
    manuscript.shift(0, 1).unwrap();
    assert_eq!(manuscript.text(), FILE);
    manuscript.copy(2).unwrap();
    manuscript.remove(2).unwrap();
    assert_eq!(manuscript.text(), FILE);
    manuscript.remove(0).unwrap();
    assert!(!manuscript.text().contains("mục một") && !manuscript.text().contains("Mục một"));
    assert_eq!(*manuscript.remove(2).unwrap_err().message, Message::NoSuchItem { number: 3, count: 2 });
}

#[test]
fn keys_of_the_head_come_in_their_order_and_the_words_at_the_top_stay_there() {
    let mut manuscript = opened();
    let head = without(with(manuscript.head(), "order", json!(5)), "title");
    let head = with(head, "windows", json!([{"from": "05:00"}, {"to": "22:00"}]));
    manuscript.set_head(&head).unwrap();
    let expected = "# Danh sách của sảnh.\n\norder = 5\nwindows = [\n  { from = \"05:00\" },\n  { to = \"22:00\" },\n]\n\
        expires_at = 2026-12-31\n\n# Theo Kế hoạch.\n[campaign]\n";
    assert!(manuscript.text().starts_with(expected), "{}", manuscript.text());
    let head = without(manuscript.head(), "campaign");
    manuscript.set_head(&head).unwrap();
    assert!(manuscript.text().contains("expires_at = 2026-12-31\n\n# Mục một.\n"), "{}", manuscript.text());
    let head = with(head, "campaign", json!({"share": 5, "directive": "1/CT", "start": "2026-11-01"}));
    manuscript.set_head(&head).unwrap();
    let block = "\n[campaign]\ndirective = \"1/CT\"\nstart = 2026-11-01\nshare = 5\n\n# Mục một.\n";
    assert!(manuscript.text().contains(block), "{}", manuscript.text());
}

#[test]
fn dates_are_written_as_dates_but_where_the_file_has_them_in_quotes() {
    let mut manuscript = Manuscript::parse("[[item]]\ntext = \"a\"\nstarts_at = \"2026-01-01\"\n").unwrap();
    let item = fields(json!({
        "text": "2026-01-01", "starts_at": "2026-02-01", "expires_at": "2026-11-24T07:05", "review_by": "31/12/2026",
        "windows": [{"valid_from": "2026-02-30", "valid_to": "2026-03-01", "only_on": ["2026-03-01"]}],
    }));
    manuscript.set_item(0, &item).unwrap();
    let expected = "[[item]]\ntext = \"2026-01-01\"\n\
        windows = [{ valid_from = \"2026-02-30\", valid_to = 2026-03-01, only_on = [\"2026-03-01\"] }]\n\
        starts_at = \"2026-02-01\"\nexpires_at = 2026-11-24T07:05\nreview_by = \"31/12/2026\"\n";
    assert_eq!(manuscript.text(), expected);
    assert_eq!(manuscript.item(0), Some(item));
}

#[test]
fn a_new_playlist_begins_with_its_title() {
    let mut manuscript = Manuscript::new("Tết");
    assert!(manuscript.is_empty());
    manuscript.insert(0, &fields(json!({"hold": 8, "text": "Chúc mừng\nnăm mới"}))).unwrap();
    manuscript.insert(0, &fields(json!({"text": "Một"}))).unwrap();
    let expected = "title = \"Tết\"\n\n[[item]]\ntext = \"Một\"\n\n[[item]]\ntext = \"\"\"\nChúc mừng\nnăm mới\"\"\"\nhold = 8\n";
    assert_eq!(manuscript.text(), expected);
    manuscript.remove(0).unwrap();
    manuscript.remove(0).unwrap();
    assert_eq!(manuscript.text(), "title = \"Tết\"\n");
    manuscript.set_head(&Fields::new()).unwrap();
    assert_eq!(manuscript.text(), "");
}

#[test]
fn lines_of_windows_and_a_mark_at_the_top_stay_as_they_are() {
    let file = "\u{FEFF}title = \"a\"\r\n\r\n[[item]]\r\ntext = \"\"\"\r\nMột\r\nhai\"\"\"\r\n\r\n[[item]]\r\ntext = \"b\"";
    let mut manuscript = Manuscript::parse(file).unwrap();
    assert_eq!(manuscript.text(), file);
    assert_eq!(manuscript.item(0).unwrap()["text"], json!("Một\nhai"));
    manuscript.set_item(0, &manuscript.item(0).unwrap()).unwrap();
    manuscript.set_head(&fields(json!({"title": "b"}))).unwrap();
    manuscript.set_item(0, &fields(json!({"text": "Một\nhai", "hold": 5}))).unwrap();
    manuscript.shift(1, 0).unwrap();
    let expected = "\u{FEFF}title = \"b\"\r\n\r\n[[item]]\r\ntext = \"b\"\r\n\r\n[[item]]\r\ntext = \"\"\"\r\nMột\r\nhai\"\"\"\r\nhold = 5\r\n";
    assert_eq!(manuscript.text(), expected);
}

#[test]
fn what_stands_behind_the_items_is_the_heads_and_moves_only_if_the_head_changes() {
    let file = "[[item]]\ntext = \"a\"\n\n# Theo văn bản.\n[campaign]\ndirective = \"1\"\n\n[[item]]\ntext = \"b\"\n";
    let mut manuscript = Manuscript::parse(file).unwrap();
    manuscript.set_item(0, &fields(json!({"text": "c"}))).unwrap();
    assert_eq!(manuscript.text(), file.replace("\"a\"", "\"c\""));
    manuscript.set_head(&with(manuscript.head(), "title", json!("x"))).unwrap();
    let expected = "title = \"x\"\n\n# Theo văn bản.\n[campaign]\ndirective = \"1\"\n\n[[item]]\ntext = \"c\"\n\n[[item]]\ntext = \"b\"\n";
    assert_eq!(manuscript.text(), expected);
}

#[test]
fn files_that_cannot_be_taken_apart_are_refused_with_the_reason() {
    for (file, expected) in [
        ("item = [{ text = \"a\" }]\n", Message::ManuscriptInline {}),
        ("item.text = \"a\"\n", Message::ManuscriptInline {}),
        ("[item]\ntext = \"a\"\n", Message::ManuscriptInline {}),
        ("[[item]]\ntext = \"a\"\n[campaign]\n[[item.windows]]\n", Message::ManuscriptScattered { line: 4 }),
    ] {
        assert_eq!(Manuscript::parse(file).unwrap_err(), expected, "{file}");
    }
    let wrong = Manuscript::parse("title = \"a\"\n\ntext = \n").unwrap_err();
    assert!(matches!(wrong, Message::ManuscriptSyntax { line: 3, .. }), "{wrong:?}");
    let large = "#".repeat(MAX_BYTES + 1);
    assert_eq!(Manuscript::parse(&large).unwrap_err(), Message::ManuscriptTooLarge { kib: 1024 });
    let many = "[[item]]\n".repeat(MAX_ITEMS + 1);
    assert!(matches!(Manuscript::parse(&many).unwrap_err(), Message::ListLength { length: 1001, .. }));
}

#[test]
fn values_without_a_form_are_refused_with_their_key_and_nothing_is_changed() {
    let mut manuscript = opened();
    for (value, key, code) in [
        (json!({"text": null}), "text", "FieldEmpty"),
        (json!({"text": "a", "windows": [{"from": null}]}), "windows.0.from", "FieldEmpty"),
        (json!({"hold": u64::MAX}), "hold", "FieldNumberLarge"),
        (json!({"a": [[[[[1]]]]]}), "a.0.0.0.0.0", "FieldTooDeep"),
        (json!({"": 1}), "", "FieldNameLength"),
        (json!({"a": {"": 1}}), "a.", "FieldNameLength"),
        (json!({"boards": vec![1; 20_000]}), "boards.19998", "FieldTooMuch"),
        (json!({"text": "a".repeat(MAX_BYTES)}), "item", "ManuscriptTooLarge"),
    ] {
        let error = manuscript.set_item(1, &fields(value.clone())).unwrap_err();
        assert_eq!((error.field.as_str(), error.message.code()), (key, code));
        assert!(manuscript.insert(0, &fields(value)).is_err());
    }
    assert_eq!(
        *manuscript.set_head(&fields(json!({"item": []}))).unwrap_err().message,
        Message::ItemsApart {}
    );
    assert!(manuscript.insert(4, &Fields::new()).is_err() && manuscript.shift(0, 3).is_err());
    assert_eq!(manuscript.text(), FILE);
}
