//! Who may have what lit.

use crate::house::{House, at, everywhere, fields, item};
use bangtin::editorial::{Command, Role, Scope};
use bangtin::office::Reply;
use serde_json::json;

const ASKED: &str = "[approval]\nrequired = true";

fn owned(text: &str) -> String {
    text.to_owned()
}

/// A draft for boards that was submitted by `minh`.
async fn submitted(house: &House, playlist: &str, boards: &[&str], text: &str) {
    let writer = everywhere("minh", &[Role::Draft, Role::Approve]);
    let create = Command::CreatePlaylist { playlist: owned(playlist), title: owned("Danh sách") };
    house.done(&writer, create).await;
    let base = fields(json!({ "title": "Danh sách" }));
    let head = fields(json!({ "title": "Danh sách", "boards": boards }));
    let revision = house.revision(playlist);
    house.done(&writer, Command::SaveHead { playlist: owned(playlist), revision, base, fields: head }).await;
    house
        .done(&writer, Command::AddItem { playlist: owned(playlist), after: None, fields: item(text) })
        .await;
    submit(house, playlist).await;
}

async fn submit(house: &House, playlist: &str) {
    let writer = everywhere("minh", &[Role::Draft, Role::Approve]);
    let revision = house.revision(playlist);
    house.done(&writer, Command::Submit { playlist: owned(playlist), revision, note: String::new() }).await;
}

fn approve(house: &House, playlist: &str) -> Command {
    Command::Approve { playlist: owned(playlist), revision: house.revision(playlist), note: String::new() }
}

#[tokio::test]
async fn what_is_written_is_lit_when_somebody_else_has_seen_all_of_it_and_approved() {
    let house = House::new(ASKED);
    let chief = everywhere("hoa", &[Role::Approve]);
    submitted(&house, "a", &["cong", "nha-van-hoa"], "Một cửa").await;
    assert!(house.lit("cong").is_empty() && house.file("a").is_none());

    let writer = everywhere("minh", &[Role::Draft, Role::Approve]);
    assert_eq!(house.refused(&writer, approve(&house, "a")).await.message.code(), "ApproveOwn");
    assert_eq!(house.refused(&chief, approve(&house, "a")).await.message.code(), "NotLooked");
    let reader = everywhere("xem", &[Role::View]);
    assert_eq!(house.refused(&reader, approve(&house, "a")).await.message.code(), "MayNotApprove");

    house.look_at_all(&chief, "a").await;
    assert_eq!(house.done(&chief, approve(&house, "a")).await, Reply::Published { version: 1 });
    for board in ["cong", "nha-van-hoa"] {
        assert_eq!(house.lit(board), ["Một cửa"], "{board}");
    }
    assert!(house.file("a").unwrap().contains("text = \"Một cửa\""));
    let version = house.office.reader().look(|look| look.newest("a")).unwrap().unwrap();
    assert_eq!(
        (version.written_by.as_str(), version.approved_by.as_deref(), version.on_disk),
        ("minh", Some("hoa"), true)
    );
}

#[tokio::test]
async fn who_looked_at_another_picture_has_not_looked_at_this_one() {
    let house = House::new(ASKED);
    let (chief, writer) = (everywhere("hoa", &[Role::Approve]), everywhere("minh", &[Role::Draft]));
    submitted(&house, "a", &["cong"], "Một cửa").await;
    house.look_at_all(&chief, "a").await;
    house.done(&writer, Command::Recall { playlist: owned("a") }).await;
    house
        .done(&writer, Command::AddItem { playlist: owned("a"), after: None, fields: item("Đúng hẹn") })
        .await;
    submit(&house, "a").await;
    let refused = house.refused(&chief, approve(&house, "a")).await;
    assert!(refused.message.say(bangtin::report::Lang::En).contains("1 pictures are left"), "{refused:?}");
}

#[tokio::test]
async fn approval_is_asked_of_who_may_give_it_for_every_board_of_the_old_text_and_the_new() {
    let house = House::new(ASKED);
    let here = at("hoa", Role::Approve, Scope::Site("ubnd".into()));
    let chief = everywhere("sep", &[Role::Approve]);
    submitted(&house, "a", &["cong", "nha-van-hoa"], "Một cửa").await;
    house.look_at_all(&chief, "a").await;
    assert_eq!(house.refused(&here, approve(&house, "a")).await.message.code(), "MayNotApprove");
    house.done(&chief, approve(&house, "a")).await;
    // Taking it from a board is a change for that board too.
    let writer = everywhere("minh", &[Role::Draft]);
    house.done(&writer, Command::OpenDraft { playlist: owned("a") }).await;
    let base = fields(json!({ "title": "Danh sách", "boards": ["cong", "nha-van-hoa"] }));
    let head = fields(json!({ "title": "Danh sách", "boards": ["cong"] }));
    let revision = house.revision("a");
    house.done(&writer, Command::SaveHead { playlist: owned("a"), revision, base, fields: head }).await;
    submit(&house, "a").await;
    assert_eq!(house.refused(&here, approve(&house, "a")).await.message.code(), "MayNotApprove");
    house.done(&chief, approve(&house, "a")).await;
    assert_eq!(house.lit("cong"), ["Một cửa"]);
    assert!(house.lit("nha-van-hoa").is_empty());
}

#[tokio::test]
async fn writers_write_for_their_own_boards_only() {
    let house = House::new(ASKED);
    let ward = at("thu", Role::Draft, Scope::Tag("phuong".into()));
    house.done(&ward, Command::CreatePlaylist { playlist: owned("a"), title: owned("Phường") }).await;
    let save = |boards: &[&str]| Command::SaveHead {
        playlist: owned("a"),
        revision: house.revision("a"),
        base: fields(json!({ "title": "Phường" })),
        fields: fields(json!({ "title": "Phường", "boards": boards })),
    };
    // Before there is anything to light: else every item would be refused after that.
    for others in [&["cong"][..], &["nha-van-hoa", "cong"]] {
        assert_eq!(house.refused(&ward, save(others)).await.message.code(), "MayNotDraft");
    }
    let add = || Command::AddItem { playlist: owned("a"), after: None, fields: item("Một cửa") };
    house.done(&ward, save(&["nha-van-hoa"])).await;
    house.done(&ward, add()).await;
    let mine = Command::Submit { playlist: owned("a"), revision: house.revision("a"), note: String::new() };
    house.done(&ward, mine).await;
}

#[tokio::test]
async fn a_change_of_a_font_voids_and_approving_again_lights_again() {
    let house = House::new(ASKED);
    let (chief, writer) = (everywhere("hoa", &[Role::Approve]), everywhere("minh", &[Role::Draft]));
    submitted(&house, "a", &["cong"], "Một cửa").await;
    house.look_at_all(&chief, "a").await;
    house.done(&chief, approve(&house, "a")).await;
    assert_eq!(house.lit("cong"), ["Một cửa"]);
    // Somebody draws the letter "ộ" anew: one more dot.
    let font = house.home.path().join("fonts/bangtin-16.bdf");
    let text = std::fs::read_to_string(&font).unwrap();
    let start = text.find("ENCODING 7897").expect("no ộ");
    let bitmap = start + text[start..].find("BITMAP\n").unwrap() + 7;
    let row = bitmap + text[bitmap..].match_indices('\n').nth(3).unwrap().0 + 1;
    let end = row + text[row..].find('\n').unwrap();
    let other = if text[row..end].starts_with('F') { "0" } else { "F" };
    std::fs::write(&font, format!("{}{other}{}", &text[..row], &text[row + 1..])).unwrap();
    assert!(house.lit("cong").is_empty(), "other dots than those that were approved");
    // The same text is submitted again, looked at again, approved again.
    house.done(&writer, Command::OpenDraft { playlist: owned("a") }).await;
    submit(&house, "a").await;
    assert_eq!(house.refused(&chief, approve(&house, "a")).await.message.code(), "NotLooked");
    house.look_at_all(&chief, "a").await;
    house.done(&chief, approve(&house, "a")).await;
    assert_eq!(house.lit("cong"), ["Một cửa"]);
    house.done(&writer, Command::OpenDraft { playlist: owned("a") }).await;
    let again = Command::Submit { playlist: owned("a"), revision: house.revision("a"), note: String::new() };
    assert_eq!(house.refused(&writer, again).await.message.code(), "DraftSame");
}

#[tokio::test]
async fn what_is_withdrawn_is_off_at_once_and_needs_approval_to_come_back() {
    let house = House::new(ASKED);
    let (chief, writer) = (everywhere("hoa", &[Role::Approve]), everywhere("minh", &[Role::Draft]));
    submitted(&house, "a", &["cong"], "Một cửa").await;
    house.look_at_all(&chief, "a").await;
    house.done(&chief, approve(&house, "a")).await;
    let operator = everywhere("an", &[Role::Operate]);
    let withdraw =
        |reason: &str| Command::Withdraw { playlist: owned("a"), item: None, reason: owned(reason) };
    assert_eq!(house.refused(&operator, withdraw(" ")).await.message.code(), "WantsReason");
    house.done(&operator, withdraw("sai số điện thoại")).await;
    assert!(house.lit("cong").is_empty() && house.file("a").is_none());
    assert!(house.office.reader().look(|look| look.seals(Some("a"))).unwrap().is_empty());
    house.done(&writer, Command::Restore { playlist: owned("a"), version: 1 }).await;
    submit(&house, "a").await;
    let refused = house.refused(&writer, approve(&house, "a")).await;
    assert_eq!(refused.message.code(), "MayNotApprove");
    assert_eq!(house.refused(&chief, approve(&house, "a")).await.message.code(), "NotLooked");
    house.look_at_all(&chief, "a").await;
    house.done(&chief, approve(&house, "a")).await;
    assert_eq!(house.lit("cong"), ["Một cửa"]);
}

#[tokio::test]
async fn where_no_approval_is_asked_for_writers_publish() {
    let house = House::new("");
    let writer = everywhere("minh", &[Role::Draft]);
    submitted(&house, "a", &["cong"], "Một cửa").await;
    house.done(&writer, Command::Recall { playlist: owned("a") }).await;
    house.done(&writer, approve(&house, "a")).await;
    assert_eq!(house.lit("cong"), ["Một cửa"]);
}

#[tokio::test]
async fn where_one_person_is_enough_they_still_look_at_everything() {
    let house = House::new("[approval]\nrequired = true\nsecond_person = false");
    let writer = everywhere("minh", &[Role::Draft, Role::Approve]);
    submitted(&house, "a", &["cong"], "Một cửa").await;
    assert_eq!(house.refused(&writer, approve(&house, "a")).await.message.code(), "NotLooked");
    house.look_at_all(&writer, "a").await;
    house.done(&writer, approve(&house, "a")).await;
    assert_eq!(house.lit("cong"), ["Một cửa"]);
}

#[tokio::test]
async fn what_has_errors_is_neither_submitted_nor_approved_and_they_are_told() {
    let house = House::new(ASKED);
    let writer = everywhere("minh", &[Role::Draft]);
    house.done(&writer, Command::CreatePlaylist { playlist: owned("a"), title: owned("A") }).await;
    let wrong = fields(json!({ "text": "Một cửa", "weight": 0, "hold": 0.1 }));
    house.done(&writer, Command::AddItem { playlist: owned("a"), after: None, fields: wrong }).await;
    let submit = Command::Submit { playlist: owned("a"), revision: house.revision("a"), note: String::new() };
    let refused = house.refused(&writer, submit).await;
    assert_eq!(refused.message.code(), "DraftWrong");
    assert!(refused.faults.len() >= 2, "{:?}", refused.faults);
}
