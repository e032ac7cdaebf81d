//! Playlists written as files on the page, as a browser without JavaScript has them.

use super::client::get;
use super::editor::{Desk, hidden};
use super::staff::signed_in;
use bangtin::editorial::{Actor, Command, Grant, Role, Who};

const TEXT: &str = "/playlists/chao/draft/text";

/// A desk with a draft whose file has these items.
async fn with_draft(more: &str, texts: &[&str]) -> Desk {
    let desk = Desk::open(more, &[Role::Draft]).await;
    desk.done("/playlists", &[("title", "Chào"), ("id", "chao")]).await;
    desk.fill("/playlists/chao/draft/head", &[("title", "Chào"), ("groups", "thanh-pho")]).await;
    for text in texts {
        desk.done("/playlists/chao/draft/add", &[("text", text)]).await;
    }
    desk
}

/// Somebody who writes without the page.
fn writer() -> Actor {
    Actor { who: Who::Person("minh".to_owned()), from: None, grants: vec![Grant::all(Role::Draft)] }
}

/// What stands in the field.
fn typed(page: &str) -> String {
    let field = page.split_once("id=\"text\"").unwrap_or_else(|| panic!("no field: {page}")).1;
    let text = field.split_once(">\n").unwrap().1.split_once("</textarea>").unwrap().0;
    text.replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}

#[tokio::test]
async fn the_file_is_written_by_hand_with_its_comments_and_every_fault_stands_beside_it_with_its_place() {
    let desk = with_draft("", &["Kính chào"]).await;
    let page = desk.page(TEXT).await;
    let file = typed(&page);
    assert!(file.contains("title = \"Chào\"\n") && file.contains("text = \"Kính chào\"\n"), "{file}");
    assert!(desk.page("/playlists/chao/draft").await.contains("/draft/text\">Sửa tệp TOML"));
    assert!(desk.page("/playlists/chao").await.contains("/draft/text\">Sửa tệp TOML"));

    let wanted = format!(
        "# Do văn phòng viết.\n{file}\n[[item]]\ntext = \"Xin mời\" # hỏi chị Lan\ncolour = \"pink\"\n"
    );
    let sent = wanted.replace('\n', "\r\n");
    let saved = desk.fill(TEXT, &[("text", &sent), ("do", "save")]).await;
    assert_eq!((saved.code, saved.header("location")), (303, format!("{TEXT}?said=saved")));
    let page = desk.page(TEXT).await;
    assert_eq!(typed(&page), wanted, "to the byte, comments and all");
    let line = wanted.lines().position(|line| line.contains("pink")).unwrap() + 1;
    assert!(page.contains(&format!("data-line=\"{line}\" data-column=\"10\"")), "{page}");
    assert!(page.contains("^^^^^^") && page.contains("pink"), "with a caret below it: {page}");
    assert!(desk.page("/playlists/chao/draft").await.contains("Xin mời"), "it is the draft");

    // What is no TOML is not saved, and not lost either.
    let broken = wanted.replace("colour = \"pink\"", "colour = \"red");
    let refused = desk.fill(TEXT, &[("text", &broken)]).await;
    let page = refused.text();
    assert_eq!(refused.code, 400, "{page}");
    assert_eq!(typed(&page), broken);
    assert!(page.contains("role=\"alert\"") && page.contains(&format!("data-line=\"{line}\"")), "{page}");
    assert_eq!(typed(&desk.page(TEXT).await), wanted);
    desk.done("/playlists/chao/draft/undo", &[]).await;
    assert_eq!(typed(&desk.page(TEXT).await), file, "it is taken back as anything else");
}

#[tokio::test]
async fn two_who_write_the_file_are_put_together_or_decide_on_a_page_and_lose_no_line() {
    let desk = with_draft("", &["Một cửa", "Đúng hẹn", "Tận tâm"]).await;
    let page = desk.page(TEXT).await;
    let (file, revision, base) = (typed(&page), hidden(&page, "revision"), hidden(&page, "base"));
    let late = |text: String| vec![("revision", revision.clone()), ("base", base.clone()), ("text", text)];
    let send = async |path: &str, fields: &[(&str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        desk.send(path, &fields).await
    };
    // Somebody else writes with the form meanwhile; I write elsewhere in the file.
    assert_eq!(desk.fill("/playlists/chao/draft/items/1", &[("text", "Một cửa, một dấu")]).await.code, 303);
    let joined = send(TEXT, &late(file.replace("Tận tâm", "Tận tâm, tận tình"))).await;
    assert_eq!((joined.code, joined.header("location")), (303, format!("{TEXT}?said=merged")));
    let both = typed(&desk.page(TEXT).await);
    assert!(both.contains("Một cửa, một dấu") && both.contains("Tận tâm, tận tình"), "{both}");

    // Now in the same line.
    let apart = send(TEXT, &late(file.replace("Một cửa", "Một cửa liên thông"))).await;
    let page = apart.text();
    assert!(apart.code == 409 && page.contains("Gộp hai bản sửa"), "{page}");
    for words in ["Một cửa liên thông", "Một cửa, một dấu", "text = &#34;Một cửa&#34;"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let name = page.split_once("name=\"take.").unwrap().1.split_once('"').unwrap().0.to_owned();
    let decision = |page: &str, take: &str, own: &str| {
        let mut fields: Vec<(String, String)> =
            ["revision", "base", "mine"].map(|field| (field.to_owned(), hidden(page, field))).to_vec();
        fields.push((format!("take.{name}"), take.to_owned()));
        fields.push((format!("own.{name}"), own.to_owned()));
        fields
    };
    let decide = async |fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        desk.send(&format!("{TEXT}/merge"), &fields).await
    };
    let undecided = decide(decision(&page, "", "")).await;
    assert!(
        undecided.code == 409 && undecided.text().contains("Một cửa liên thông"),
        "nothing is taken for granted"
    );
    // A third one saves while this is decided: what was written anew comes back.
    desk.fill("/playlists/chao/draft/items/1", &[("text", "Một cửa, nhanh gọn")]).await;
    let again = decide(decision(&page, "own", "text = \"Một cửa, liên thông và một dấu\"")).await;
    let page = again.text();
    assert!(again.code == 409 && page.contains("Một cửa, liên thông và một dấu"), "{page}");
    assert!(page.contains("Một cửa, nhanh gọn"), "{page}");
    let done = decide(decision(&page, "mine", "")).await;
    assert_eq!((done.code, done.header("location")), (303, format!("{TEXT}?said=merged")));
    let text = typed(&desk.page(TEXT).await);
    assert!(text.contains("Một cửa, liên thông và một dấu") && !text.contains("nhanh gọn"), "{text}");
}

#[tokio::test]
async fn a_text_whose_beginning_nobody_knows_any_more_overwrites_nothing_by_itself() {
    let desk = with_draft("", &["Một cửa"]).await;
    let page = desk.page(TEXT).await;
    let mine = typed(&page).replace("Một cửa", "Một cửa liên thông");
    let revision = hidden(&page, "revision");
    desk.fill("/playlists/chao/draft/items/1", &[("text", "Một cửa, một dấu")]).await;
    let fields = [("revision", revision.as_str()), ("base", "0000"), ("text", mine.as_str())];
    let answer = desk.send(TEXT, &fields).await;
    let page = answer.text();
    assert!(answer.code == 409 && page.contains("liên thông") && page.contains("một dấu"), "{page}");
}

#[tokio::test]
async fn a_file_that_no_form_could_send_is_shown_and_cannot_be_lost_by_sending_it() {
    let desk = with_draft("", &["Một cửa"]).await;
    let long = format!("{}# {}\n", typed(&desk.page(TEXT).await), "chữ ".repeat(15_000));
    assert_eq!(desk.fill(TEXT, &[("text", &long)]).await.code, 303);
    let page = desk.page(TEXT).await;
    assert!(page.contains("name=\"do\"") && typed(&page) == long, "this one can be sent still");
    let large = long.replace("chữ ", "ữữữ ");
    let revision = hidden(&desk.page(TEXT).await, "revision").parse().unwrap();
    let command = Command::SaveText { playlist: "chao".into(), revision, text: large.clone() };
    desk.house.office.ask(writer(), command).await.unwrap();
    let page = desk.page(TEXT).await;
    assert!(page.contains("quá lớn") && page.contains(" readonly") && !page.contains("name=\"do\""));
    assert_eq!(typed(&page), large);
}

#[tokio::test]
async fn who_may_not_write_reads_the_file_and_a_session_that_ended_keeps_what_was_typed() {
    let desk = with_draft("[approval]\nrequired = true\n", &["Một cửa"]).await;
    let looks = signed_in(&desk.house, "xem", &[Role::View]).await;
    let page = get(desk.house.address, TEXT, &[&looks]).await.text();
    assert!(page.contains(" readonly") && !page.contains("name=\"do\""), "{page}");
    let page = get(desk.house.address, "/playlists/chao", &[&looks]).await.text();
    assert!(!page.contains("Sửa tệp TOML"));
    let fields = [("revision", "1"), ("base", ""), ("text", "# Những lời đã gõ")];
    for (cookie, code) in [(looks.as_str(), 403), ("Accept: text/html", 401)] {
        let answer = super::client::form(desk.house.address, TEXT, &[cookie], &fields).await;
        assert!(answer.code == code && answer.text().contains("Những lời đã gõ"), "{}", answer.code);
    }
    let revision = hidden(&desk.page("/playlists/chao/draft").await, "revision");
    desk.done("/playlists/chao/draft/submit", &[("revision", &revision), ("note", "")]).await;
    assert!(desk.page(TEXT).await.contains(" readonly"), "while it waits nobody writes");
    let late = desk.fill(TEXT, &[("text", "title = \"Những lời đã gõ\"\n")]).await;
    assert!(late.code == 409 && late.text().contains("Những lời đã gõ"), "{}", late.code);
    assert_eq!(desk.fill(TEXT, &[("text", "x"), ("mau", "y")]).await.code, 400);
    let odd = [("revision", "z"), ("base", ""), ("text", "x")];
    assert_eq!(desk.send(TEXT, &odd).await.code, 400);
}
