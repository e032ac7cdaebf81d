//! Two people write, and no words are lost.

use crate::house::{House, everywhere, fields, item, uid};
use bangtin::editorial::{Command, Role};
use bangtin::office::Reply;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

fn owned(text: &str) -> String {
    text.to_owned()
}

async fn begun(house: &House) -> i64 {
    let writer = everywhere("minh", &[Role::Draft]);
    house.done(&writer, Command::CreatePlaylist { playlist: owned("a"), title: owned("A") }).await;
    let add =
        Command::AddItem { playlist: owned("a"), after: None, fields: item("Một cửa\nĐúng hẹn") };
    uid(&house.done(&writer, add).await)
}

fn text(house: &House) -> String {
    let reader = house.office.reader();
    reader
        .look(|look| look.page(&look.draft("a")?.unwrap(), look.draft("a")?.unwrap().place))
        .unwrap()
        .unwrap()
        .text
}

#[tokio::test]
async fn changes_to_different_keys_are_put_together_and_to_the_same_one_are_shown() {
    let house = House::new("");
    let (minh, thu) = (everywhere("minh", &[Role::Draft]), everywhere("thu", &[Role::Draft]));
    let it = begun(&house).await;
    let (seen, base) = (house.revision("a"), item("Một cửa\nĐúng hẹn"));
    let save = |fields| Command::SaveItem {
        playlist: owned("a"),
        uid: it,
        revision: seen,
        base: base.clone(),
        fields,
    };
    house.done(&minh, save(fields(json!({ "text": "Một cửa\nĐúng hẹn", "colour": "green" })))).await;
    house.done(&thu, save(fields(json!({ "text": "Một cửa\nĐúng hẹn", "hold": 12 })))).await;
    assert!(text(&house).contains("colour = \"green\"") && text(&house).contains("hold = 12"));
    // Both changed the same line.
    house.done(&minh, save(item("Một cửa liên thông\nĐúng hẹn"))).await;
    let reply = house.done(&thu, save(item("Một cửa điện tử\nĐúng hẹn"))).await;
    let Reply::Conflict { conflicts, fields, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(conflicts.iter().map(|conflict| conflict.key.as_str()).collect::<Vec<_>>(), ["text"]);
    assert_eq!(conflicts[0].mine, Some(json!("Một cửa điện tử\nĐúng hẹn")));
    assert_eq!(fields["text"], json!("Một cửa liên thông\nĐúng hẹn"));
    assert!(text(&house).contains("liên thông"), "nothing of the first is overwritten");
}

#[tokio::test]
async fn an_item_that_was_taken_out_meanwhile_is_said_to_be_gone() {
    let house = House::new("");
    let (minh, thu) = (everywhere("minh", &[Role::Draft]), everywhere("thu", &[Role::Draft]));
    let it = begun(&house).await;
    let save = Command::SaveItem {
        playlist: owned("a"),
        uid: it,
        revision: house.revision("a"),
        base: item("Một cửa\nĐúng hẹn"),
        fields: item("Khác"),
    };
    house.done(&minh, Command::RemoveItem { playlist: owned("a"), uid: it }).await;
    assert_eq!(house.refused(&thu, save).await.message.code(), "ItemGone");
}

#[tokio::test]
async fn what_is_submitted_is_not_written_to() {
    let house = House::new("");
    let minh = everywhere("minh", &[Role::Draft]);
    let it = begun(&house).await;
    let head = Command::SaveHead {
        playlist: owned("a"),
        revision: house.revision("a"),
        base: fields(json!({ "title": "A" })),
        fields: fields(json!({ "title": "A", "boards": ["cong"] })),
    };
    house.done(&minh, head).await;
    let submit = Command::Submit { playlist: owned("a"), revision: house.revision("a"), note: String::new() };
    house.done(&minh, submit).await;
    for command in [
        Command::RemoveItem { playlist: owned("a"), uid: it },
        Command::Undo { playlist: owned("a") },
        Command::AddItem { playlist: owned("a"), after: None, fields: item("x") },
    ] {
        assert_eq!(house.refused(&minh, command).await.message.code(), "DraftSubmitted");
    }
}

#[tokio::test]
async fn typing_is_one_step_of_undo_and_every_other_change_is_one() {
    let house = House::new("");
    let minh = everywhere("minh", &[Role::Draft]);
    let it = begun(&house).await;
    let mut base = item("Một cửa\nĐúng hẹn");
    for typed in ["M", "Mở", "Mở cửa", "Mở cửa thứ Bảy"] {
        let save = Command::SaveItem {
            playlist: owned("a"),
            uid: it,
            revision: house.revision("a"),
            base: base.clone(),
            fields: item(typed),
        };
        house.done(&minh, save).await;
        house.pass(jiff::SignedDuration::from_secs(3));
        base = item(typed);
    }
    house.done(&minh, Command::Undo { playlist: owned("a") }).await;
    assert!(text(&house).contains("Đúng hẹn"), "{}", text(&house));
    house.done(&minh, Command::Redo { playlist: owned("a") }).await;
    assert!(text(&house).contains("Mở cửa thứ Bảy"));
    house.done(&minh, Command::Undo { playlist: owned("a") }).await;
    house.done(&minh, Command::Undo { playlist: owned("a") }).await;
    let nothing = house.refused(&minh, Command::Undo { playlist: owned("a") }).await;
    assert_eq!(nothing.message.code(), "NothingToUndo");
}

#[test]
fn any_changes_can_be_undone_to_the_beginning_and_done_again() {
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    let changes = proptest::collection::vec((0_u8..4, 0_usize..4, "[a-zđ ơữ]{1,12}"), 1..12);
    let result = runner.run(&changes, |changes| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let house = House::new("");
            let minh = everywhere("minh", &[Role::Draft]);
            begun(&house).await;
            let mut texts = vec![text(&house)];
            for (kind, at, words) in &changes {
                let reader = house.office.reader();
                let uids = reader
                    .look(|look| look.page(&look.draft("a")?.unwrap(), look.draft("a")?.unwrap().place));
                let uids = uids.unwrap().unwrap().uids;
                let Some(uid) = uids.get(at % uids.len().max(1)).copied() else { continue };
                let command = match kind {
                    0 => Command::AddItem { playlist: owned("a"), after: Some(uid), fields: item(words) },
                    1 => Command::CopyItem { playlist: owned("a"), uid },
                    2 => Command::MoveItem { playlist: owned("a"), uid, to: 0 },
                    _ if uids.len() > 1 => Command::RemoveItem { playlist: owned("a"), uid },
                    _ => continue,
                };
                house.done(&minh, command).await;
                texts.push(text(&house));
            }
            for before in texts.iter().rev().skip(1) {
                house.done(&minh, Command::Undo { playlist: owned("a") }).await;
                assert_eq!(&text(&house), before);
            }
            for after in &texts[1..] {
                house.done(&minh, Command::Redo { playlist: owned("a") }).await;
                assert_eq!(&text(&house), after);
            }
        });
        Ok(())
    });
    // What proptest says names the changes that fail.
    result.unwrap();
}
