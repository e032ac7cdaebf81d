//! Playlists written with forms, as a browser without JavaScript has them, and as somebody hostile sends them.

use super::client::{Answer, get, send};
use super::house::{House, now, open};
use super::staff::signed_in;
use bangtin::editorial::Role;
use bangtin::report::Source;
use bangtin::site::{Files, Library};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

const SITE: &str = "
[[site]]
id = 'ubnd'
name = 'Trụ sở'
[[board]]
id = 'cong'
name = 'Bảng cổng'
site = 'ubnd'
groups = ['thanh-pho']
width = 128
height = 32
link = 'virtual'
[[board]]
id = 'sanh'
name = 'Bảng sảnh'
site = 'ubnd'
groups = ['thanh-pho']
width = 64
height = 32
link = 'virtual'
";

pub(crate) struct Desk {
    pub(crate) house: House,
    cookie: String,
}

impl Desk {
    /// A house with two boards and somebody who writes; with `more` in the site file.
    pub(crate) async fn open(more: &str, roles: &[Role]) -> Self {
        Self::with(&format!("{more}{SITE}"), roles).await
    }

    /// The same with another site file.
    async fn with(site: &str, roles: &[Role]) -> Self {
        let house = open(&[("Bảng cổng", 128, 32)], now).await;
        let font =
            std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fonts/bangtin-16.bdf"));
        let source = |name: &str, text: String| Arc::new(Source { name: name.to_owned(), text });
        let files = Files {
            site: Some(source("bangtin.toml", site.to_owned())),
            fonts: vec![source("fonts/bangtin-16.bdf", font.unwrap())],
            ..Files::default()
        };
        let (library, faults) = Library::open(&files, None);
        assert_eq!(faults.iter().filter(|fault| fault.is_error()).count(), 0, "{faults:?}");
        house.library.send_replace(Arc::new(library));
        std::fs::create_dir(house._state.path().join("playlists")).unwrap();
        let cookie = signed_in(&house, "minh", roles).await;
        Self { house, cookie }
    }

    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = get(self.house.address, path, &[&self.cookie]).await;
        assert_eq!(answer.code, 200, "{path}: {}", answer.text());
        answer.text()
    }

    pub(crate) async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        send(self.house.address, path, &form(fields), &[&self.cookie]).await
    }

    /// Sends a form that is taken; where it leads.
    pub(crate) async fn done(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.send(path, fields).await;
        assert_eq!(answer.code, 303, "{path}: {}", answer.text());
        answer.header("location")
    }

    /// The form of a page with some of it changed, as a browser would send it.
    pub(crate) async fn fill(&self, path: &str, changed: &[(&str, &str)]) -> Answer {
        let page = self.page(path).await;
        let mut fields = vec![("revision", hidden(&page, "revision")), ("base", hidden(&page, "base"))];
        fields.extend(changed.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.send(path, &fields).await
    }

    fn file(&self, id: &str) -> Option<String> {
        let path = self.house._state.path().join("playlists").join(format!("{id}.toml"));
        std::fs::read_to_string(path).ok()
    }

    fn rows(&self) -> usize {
        let wanted = bangtin::journal::Wanted { most: 500, ..Default::default() };
        self.house.office.reader().look(|look| look.log(&wanted)).unwrap().len()
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// What a field that nobody sees holds.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let at = page
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("no {name}: {page}"))
        .1;
    let value = at.split_once('"').unwrap().0;
    value
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}

#[tokio::test]
async fn a_playlist_is_made_written_ordered_and_put_on_the_boards_without_a_script() {
    let desk = Desk::open("", &[Role::Draft]).await;
    assert!(desk.page("/playlists").await.contains("Chưa có danh sách nào"));
    let to = desk.done("/playlists", &[("title", "Dịch vụ công"), ("id", "dich-vu-cong")]).await;
    assert_eq!(to, "/playlists/dich-vu-cong/draft/head?said=opened");
    let head = "/playlists/dich-vu-cong/draft/head";
    let saved = desk
        .fill(
            head,
            &[
                ("title", "Dịch vụ công"),
                ("groups", "thanh-pho"),
                ("expires_at", "2026-12-31"),
                ("do", "back"),
            ],
        )
        .await;
    assert_eq!(
        (saved.code, saved.header("location").as_str()),
        (303, "/playlists/dich-vu-cong/draft?said=saved")
    );
    let draft = "/playlists/dich-vu-cong/draft";
    let first = desk.done(&format!("{draft}/add"), &[("text", "Một cửa tận tâm")]).await;
    assert_eq!(first, format!("{draft}/items/1?said=added"));
    desk.done(&format!("{draft}/add"), &[("text", "Nộp hồ sơ qua mạng")]).await;
    let item = format!("{draft}/items/1");
    let saved = desk
        .fill(
            &item,
            &[
                ("text", "Một cửa\r\ntận tâm"),
                ("colour", "red"),
                ("hold", "8,5"),
                ("windows.0.days", "mon"),
                ("windows.0.days", "fri"),
                ("windows.0.from", "07:00"),
                ("windows.0.to", "11:30"),
            ],
        )
        .await;
    assert_eq!((saved.code, saved.header("location")), (303, format!("{item}?said=saved")));
    let page = desk.page(&item).await;
    assert!(page.contains("Bảng cổng") && page.contains("Bảng sảnh"), "previews of both boards");
    assert!(page.contains("value=\"07:00\"") && page.contains("Một cửa\ntận tâm</textarea>"), "{page}");
    let picture = get(desk.house.address, &format!("{item}/cong.png"), &[&desk.cookie]).await;
    assert_eq!((picture.code, picture.header("content-type").as_str()), (200, "image/png"));

    assert_eq!(
        desk.done(&format!("{item}/move"), &[("to", "1")]).await,
        format!("{draft}?said=moved#item-1")
    );
    assert_eq!(desk.done(&format!("{item}/copy"), &[]).await, format!("{draft}?said=copied#item-3"));
    desk.done(&format!("{draft}/items/3/remove"), &[]).await;
    desk.done(&format!("{draft}/undo"), &[]).await;
    desk.done(&format!("{draft}/redo"), &[]).await;
    let page = desk.page(draft).await;
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words}: {page}"));
    assert!(at("Nộp hồ sơ qua mạng") < at("Một cửa") && !page.contains("id=\"item-3\""));

    let revision = hidden(&page, "revision");
    let to = desk.done(&format!("{draft}/publish"), &[("revision", &revision), ("note", "")]).await;
    assert_eq!(to, "/playlists/dich-vu-cong?said=published");
    let file = desk.file("dich-vu-cong").expect("a file");
    assert!(file.contains("expires_at = 2026-12-31\n") && file.contains("hold = 8.5"), "{file}");
    assert!(file.contains("{ days = [\"mon\", \"fri\"], from = \"07:00\", to = \"11:30\" }"), "{file}");
    assert!(desk.page("/playlists/dich-vu-cong").await.contains("Một cửa"));
    assert!(
        desk.page("/playlists?q=T%E1%BA%ACN+T%C3%82M").await.contains("Dịch vụ công"),
        "found by its words"
    );
    assert!(desk.page("/playlists?q=xyz").await.contains("Không có danh sách nào khớp"));
}

#[tokio::test]
async fn what_is_published_is_taken_off_with_a_reason_and_comes_back_from_its_history() {
    let desk = Desk::open("", &[Role::Draft]).await;
    desk.done("/playlists", &[("title", "Chào"), ("id", "chao")]).await;
    desk.fill("/playlists/chao/draft/head", &[("title", "Chào"), ("groups", "thanh-pho")]).await;
    desk.done("/playlists/chao/draft/add", &[("text", "Kính chào quý khách")]).await;
    let revision = hidden(&desk.page("/playlists/chao/draft").await, "revision");
    desk.done("/playlists/chao/draft/publish", &[("revision", &revision), ("note", "lần đầu")]).await;
    let without = desk.send("/playlists/chao/withdraw", &[("item", ""), ("reason", " ")]).await;
    assert!(without.code == 400 && without.text().contains("role=\"alert\""), "{}", without.code);
    assert!(desk.file("chao").is_some(), "nothing is taken off without a reason");
    desk.done("/playlists/chao/withdraw", &[("item", ""), ("reason", "sai <tên>")]).await;
    assert_eq!(desk.file("chao"), None);
    let (list, page) = (desk.page("/playlists").await, desk.page("/playlists/chao").await);
    assert!(list.contains(">Chào</a>") && !list.contains("0 mục"), "it is called what it was called: {list}");
    assert!(page.contains(">Chào</h1>") && page.contains("Đã gỡ khỏi các bảng"), "{page}");
    let history = desk.page("/playlists/chao/history").await;
    assert!(history.contains("sai &#60;tên&#62;") && history.contains("lần đầu"), "{history}");
    assert!(desk.page("/playlists/chao/history/1").await.contains("Kính chào quý khách"));
    let to = desk.done("/playlists/chao/restore", &[("version", "1")]).await;
    assert_eq!(to, "/playlists/chao/draft?said=restored");
    assert!(desk.page("/playlists/chao/draft").await.contains("Kính chào quý khách"));
    desk.done("/playlists/chao/draft/discard", &[("reason", "thử xong")]).await;
    assert!(desk.page("/playlists/chao/history").await.contains("thử xong"));
}

#[tokio::test]
async fn who_writes_too_much_or_nothing_is_told_in_the_words_of_the_form_and_loses_nothing() {
    let desk = Desk::open("", &[Role::Draft]).await;
    let answer = desk.send("/playlists", &[("title", "Chào"), ("id", "Sai Mã")]).await;
    let page = answer.text();
    assert!(answer.code == 400 && page.contains("Mã chỉ gồm chữ thường không dấu"), "{page}");
    assert!(page.contains("value=\"Sai Mã\"") && !page.contains("<code>playlist</code>"), "{page}");
    desk.done("/playlists", &[("title", "Chào"), ("id", "chao")]).await;
    desk.fill("/playlists/chao/draft/head", &[("title", "Chào"), ("groups", "thanh-pho")]).await;
    desk.done("/playlists/chao/draft/add", &[("text", "Kính chào")]).await;
    let item = "/playlists/chao/draft/items/1";
    let page = desk.page(item).await;
    assert!(!page.contains("maxlength=\"4000\""), "a browser cuts what is pasted without a word");
    desk.fill(item, &[("text", "Kính chào"), ("speed", "5")]).await;
    let page = desk.page(item).await;
    assert!(
        page.contains("“Tốc độ chạy” chỉ dùng được cùng với “Cách chuyển động: chạy sang trái”"),
        "{page}"
    );
    let long = "Kính chào quý khách ".repeat(300);
    assert_eq!(desk.fill(item, &[("text", &long)]).await.code, 303);
    let page = desk.page(item).await;
    assert!(
        page.contains(&long) && page.contains("“Nội dung” có"),
        "all of it is there, and that it is too much"
    );
    desk.fill(item, &[("text", "")]).await;
    let page = desk.page(item).await;
    assert!(page.contains("Chưa nhập “Nội dung”") && !page.contains("[[item]]"), "{page}");
}

#[tokio::test]
async fn two_who_change_the_same_decide_on_a_page_and_lose_no_words() {
    let desk = Desk::open("", &[Role::Draft]).await;
    desk.done("/playlists", &[("title", "Chào"), ("id", "chao")]).await;
    desk.done("/playlists/chao/draft/add", &[("text", "Kính chào")]).await;
    let item = "/playlists/chao/draft/items/1";
    let page = desk.page(item).await;
    let (revision, base) = (hidden(&page, "revision"), hidden(&page, "base"));
    assert_eq!(desk.fill(item, &[("text", "Kính chào quý khách")]).await.code, 303);
    // Somebody else had the form open all the while.
    let late = |text: &'static str| {
        [("revision", revision.as_str()), ("base", base.as_str()), ("text", text), ("hold", "9")]
    };
    let script =
        send(desk.house.address, item, &form(&late("Xin chào")), &[&desk.cookie, "Accept: application/json"])
            .await;
    assert_eq!(script.code, 409, "a script leaves it to the person");
    let answer = desk.send(item, &late("Xin chào")).await;
    let page = answer.text();
    assert!(answer.code == 409 && page.contains("Gộp hai bản sửa"), "{page}");
    for words in ["Kính chào quý khách", "Xin chào", "Kính chào<"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let carried: Vec<(&str, String)> =
        ["revision", "base", "mine", "theirs"].into_iter().map(|name| (name, hidden(&page, name))).collect();
    let mut fields: Vec<(&str, &str)> = carried.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend([("take.text", "own"), ("own.text", "Xin kính chào quý khách")]);
    assert_eq!(desk.done(&format!("{item}/merge"), &fields).await, format!("{item}?said=merged"));
    let page = desk.page(item).await;
    assert!(
        page.contains("Xin kính chào quý khách</textarea>") && page.contains("name=\"hold\" value=\"9\"")
    );

    // What is changed elsewhere in the item goes together without a question, and a script is told so.
    let (revision, base) = (hidden(&page, "revision"), hidden(&page, "base"));
    desk.fill(item, &[("text", "Xin kính chào quý khách"), ("hold", "9"), ("colour", "red")]).await;
    let fields = [("revision", revision.as_str()), ("base", &base), ("text", "Xin chào"), ("hold", "9")];
    let script =
        send(desk.house.address, item, &form(&fields), &[&desk.cookie, "Accept: application/json"]).await;
    let told: Value = serde_json::from_str(&script.text()).unwrap();
    assert_eq!((script.code, &told["joined"], &told["revision"]), (200, &json!(true), &json!(0)));
    // It goes on with what it was told, and the colour of the other stays.
    let base = told["base"].to_string();
    let fields = [("revision", "0"), ("base", &base), ("text", "Xin chào bà con"), ("hold", "9")];
    let script =
        send(desk.house.address, item, &form(&fields), &[&desk.cookie, "Accept: application/json"]).await;
    assert_eq!(script.code, 200, "{}", script.text());
    let base: Value = serde_json::from_str(&hidden(&desk.page(item).await, "base")).unwrap();
    assert_eq!(base, json!({ "text": "Xin chào bà con", "hold": 9, "colour": "red" }));
}

#[tokio::test]
async fn rows_of_hours_are_added_and_taken_away_without_a_script_and_nothing_is_saved_by_that() {
    let desk = Desk::open("", &[Role::Draft]).await;
    desk.done("/playlists", &[("title", "Chào"), ("id", "chao")]).await;
    desk.done("/playlists/chao/draft/add", &[("text", "Kính chào")]).await;
    let (item, rows) = ("/playlists/chao/draft/items/1", desk.rows());
    let more =
        desk.fill(item, &[("text", "đang viết"), ("windows.0.from", "08:00"), ("do", "add-window")]).await;
    let page = more.text();
    assert!(more.code == 200 && page.contains("đang viết</textarea>"), "what was typed is there");
    assert!(
        page.contains("name=\"windows.0.from\" value=\"08:00\"") && page.contains("name=\"windows.1.from\"")
    );
    let less = desk.fill(item, &[("windows.0.from", "08:00"), ("do", "remove-window.0")]).await.text();
    assert!(!less.contains("windows.0.from"));
    assert_eq!(desk.rows(), rows);
}

#[tokio::test]
async fn what_no_form_sends_is_refused_with_a_reason_and_nothing_is_written() {
    let desk = Desk::open("", &[Role::Draft]).await;
    desk.done("/playlists", &[("title", "<script>alert(1)</script>"), ("id", "chao")]).await;
    desk.done("/playlists/chao/draft/add", &[("text", "</textarea><script>alert(2)</script>")]).await;
    let item = "/playlists/chao/draft/items/1";
    for path in ["/playlists", "/playlists/chao", "/playlists/chao/draft", "/playlists/chao/draft/head", item]
    {
        let page = desk.page(path).await;
        assert!(!page.contains("<script>alert") && !page.contains("</textarea><script"), "{path}");
        assert!(!page.contains(" style=") && !page.contains("onclick="), "{path}");
    }
    let (rows, before) = (desk.rows(), desk.page(item).await);
    let long = "x".repeat(3000);
    let traversal = ["../../etc/passwd", "..%2f", "a/b", "", "Đ", &long, "a.toml", "-a"];
    for id in traversal {
        let answer = desk.send("/playlists", &[("title", "Chào"), ("id", id)]).await;
        assert!(answer.code == 400 && answer.text().contains("new-id-wrong"), "{id}: {}", answer.code);
        assert!(answer.text().contains("value=\"Chào\""), "what was typed stays");
    }
    for (fields, about) in [
        (vec![("text", "a"), ("mau", "đỏ")], "mau"),
        (vec![("text", "a"), ("windows.0.mau", "đỏ")], "windows.0.mau"),
        (vec![("text", "a"), ("windows.99999.from", "07:00")], "windows.99999"),
        (vec![("text", "a"), ("text.x", "1")], "text.x"),
        (vec![("text", "a"), ("item", "1")], "item"),
    ] {
        let answer = desk.fill(item, &fields).await;
        assert!(answer.code == 400 && answer.text().contains(about), "{about}: {}", answer.code);
    }
    let many: Vec<(String, String)> = (0..25_000).map(|_| ("boards".to_owned(), "x".to_owned())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for fields in [many, vec![("silence.L02", &long[..]), ("silence.L02222222222222", "x")]] {
        assert_eq!(desk.fill(item, &fields).await.code, 400);
    }
    assert_eq!(desk.fill(item, &[("text", &"x".repeat(300_000))]).await.code, 413);
    for path in
        ["/playlists/chao/draft/dance", "/playlists/chao/draft/items/1/dance", "/playlists/chao/disk/dance"]
    {
        assert_eq!(desk.send(path, &[]).await.code, 404, "{path}");
    }
    for path in [
        "/playlists/nope",
        "/playlists/nope/draft",
        "/playlists/..%2f..%2fetc/history",
        "/playlists/chao/draft/items/77",
        "/playlists/chao/draft/items/1/nope.png",
        "/playlists/chao/history/9",
    ] {
        assert_eq!(get(desk.house.address, path, &[&desk.cookie]).await.code, 404, "{path}");
    }
    assert_eq!(desk.page(item).await, before);
    assert_eq!(desk.rows(), rows, "no row in the log");
    assert_eq!(std::fs::read_dir(desk.house._state.path().join("playlists")).unwrap().count(), 0);
}

#[tokio::test]
async fn nobody_writes_who_is_not_signed_in_or_only_sees() {
    let desk = Desk::open("", &[Role::Draft]).await;
    desk.done("/playlists", &[("title", "Chào"), ("id", "chao")]).await;
    desk.done("/playlists/chao/draft/add", &[("text", "Kính chào")]).await;
    let rows = desk.rows();
    let item = "/playlists/chao/draft/items/1";
    let fields = form(&[("revision", "1"), ("base", "{}"), ("text", "Những lời đã gõ")]);
    let over = send(desk.house.address, item, &fields, &[]).await;
    assert!(
        over.code == 401 && over.text().contains("Những lời đã gõ"),
        "typed words come along: {}",
        over.text()
    );
    let script = send(desk.house.address, item, &fields, &["Accept: application/json"]).await;
    assert!(script.code == 401 && script.text().contains("\"code\""), "{}", script.text());
    let away = get(desk.house.address, "/playlists", &[]).await;
    assert_eq!((away.code, away.header("location").as_str()), (303, "/sign-in?to=%2Fplaylists"));
    assert_eq!(desk.rows(), rows);

    let looks = signed_in(&desk.house, "xem", &[Role::View]).await;
    let rows = desk.rows();
    let page = get(desk.house.address, "/playlists/chao/draft", &[&looks]).await;
    assert!(page.code == 200 && !page.text().contains("<form method=\"post\""), "only to look at");
    let answer = send(desk.house.address, item, &fields, &[&looks]).await;
    assert!(answer.code == 403 && answer.text().contains("Những lời đã gõ"), "{}", answer.code);
    assert_eq!(send(desk.house.address, "/playlists/chao/draft/undo", "", &[&looks]).await.code, 403);
    assert_eq!(desk.rows(), rows);
}

#[tokio::test]
async fn where_approval_is_asked_for_a_draft_is_sent_and_is_not_written_to_meanwhile() {
    let desk = Desk::open("[approval]\nrequired = true\n", &[Role::Draft]).await;
    desk.done("/playlists", &[("title", "Chào"), ("id", "chao")]).await;
    let draft = "/playlists/chao/draft";
    let revision = hidden(&desk.page(draft).await, "revision");
    let empty = desk.send(&format!("{draft}/submit"), &[("revision", &revision), ("note", "gấp <b>")]).await;
    assert!(
        empty.code == 400 && empty.text().contains("role=\"alert\""),
        "a draft without items is not sent"
    );
    assert!(empty.text().contains("value=\"gấp &#60;b&#62;\""), "the note stays");
    desk.fill(&format!("{draft}/head"), &[("title", "Chào"), ("groups", "thanh-pho")]).await;
    desk.done(&format!("{draft}/add"), &[("text", "Kính chào quý khách")]).await;
    let revision = hidden(&desk.page(draft).await, "revision");
    desk.done(&format!("{draft}/submit"), &[("revision", &revision), ("note", "")]).await;
    let page = desk.page(draft).await;
    assert!(page.contains("đang chờ duyệt") && !page.contains("/draft/undo"));
    assert_eq!(desk.fill(&format!("{draft}/items/1"), &[("text", "khác")]).await.code, 409);
    assert!(desk.page("/playlists").await.contains("chờ duyệt"));
    desk.done(&format!("{draft}/recall"), &[]).await;
    assert_eq!(desk.fill(&format!("{draft}/items/1"), &[("text", "khác")]).await.code, 303);
    assert_eq!(desk.file("chao"), None, "nothing is lit that nobody approved");
}

#[tokio::test]
async fn a_text_has_any_colour_on_boards_that_mix_colours_and_is_told_which_boards_do_not() {
    let desk = Desk::open("", &[Role::Draft]).await;
    desk.done("/playlists", &[("title", "Chào"), ("id", "chao")]).await;
    desk.fill("/playlists/chao/draft/head", &[("title", "Chào"), ("groups", "thanh-pho")]).await;
    desk.done("/playlists/chao/draft/add", &[("text", "Kính chào")]).await;
    let item = "/playlists/chao/draft/items/1";
    let page = desk.page(item).await;
    assert!(page.contains("<option value=\"own\">màu khác…") && page.contains("type=\"color\""), "{page}");
    desk.fill(item, &[("text", "Kính chào"), ("colour", "own"), ("colour.own", "#0aff10")]).await;
    let page = desk.page(item).await;
    assert!(page.contains("value=\"own\" selected") && page.contains("value=\"#0aff10\""), "{page}");
    assert!(hidden(&page, "base").contains("\"#0aff10\""), "it is in the draft");
    // The field of the exact colour is sent by browsers always, and does nothing beside a name.
    desk.fill(item, &[("text", "Kính chào"), ("colour", "red"), ("colour.own", "#0aff10")]).await;
    assert!(hidden(&desk.page(item).await, "base").contains("\"red\""));
    desk.fill(item, &[("text", "Kính chào"), ("colour", "own"), ("colour.own", "#000000")]).await;
    assert!(desk.page(item).await.contains("không làm sáng chấm nào"), "black is refused in words");

    let red = SITE.replace("width = 64", "colour = 'red'\nwidth = 64");
    let desk = Desk::with(&red, &[Role::Draft]).await;
    desk.done("/playlists", &[("title", "Chào"), ("id", "chao")]).await;
    desk.fill("/playlists/chao/draft/head", &[("title", "Chào"), ("boards", "sanh")]).await;
    desk.done("/playlists/chao/draft/add", &[("text", "Kính chào")]).await;
    desk.fill(item, &[("text", "Kính chào"), ("colour", "own"), ("colour.own", "#0aff10")]).await;
    let page = desk.page(item).await;
    assert!(
        page.contains("không hiển thị được màu <code>#0aff10</code>") && page.contains("f-colour-wrong"),
        "{page}"
    );

    let none = red.replace("width = 128", "colour = ['red', 'green']\nwidth = 128");
    let desk = Desk::with(&none, &[Role::Draft]).await;
    desk.done("/playlists", &[("title", "Chào"), ("id", "chao")]).await;
    desk.done("/playlists/chao/draft/add", &[("text", "Kính chào")]).await;
    assert!(!desk.page(item).await.contains("type=\"color\""), "no board has lamps for it");
}
