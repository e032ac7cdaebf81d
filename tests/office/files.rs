//! Published texts and the files they become.

use crate::house::{House, disk, everywhere, fields, item};
use bangtin::editorial::{Command, Role};
use bangtin::report::Message;
use jiff::Timestamp;
use serde_json::json;

fn owned(text: &str) -> String {
    text.to_owned()
}

const BY_HAND: &str = "boards = [\"cong\"]\n# ghi chú\n[[item]]\ntext = \"Viết tay\"\n";

fn changed(playlist: &str) -> Command {
    Command::DiskChanged { playlist: owned(playlist), text: None }
}

/// A draft of one item for one board, ready to be published.
async fn draft(house: &House, playlist: &str, text: &str) {
    let writer = everywhere("minh", &[Role::Draft]);
    house.done(&writer, Command::CreatePlaylist { playlist: owned(playlist), title: owned("A") }).await;
    let add = fields(json!({ "text": text, "boards": ["cong"] }));
    house.done(&writer, Command::AddItem { playlist: owned(playlist), after: None, fields: add }).await;
}

fn publish(house: &House, playlist: &str) -> Command {
    Command::Approve { playlist: owned(playlist), revision: house.revision(playlist), note: String::new() }
}

#[tokio::test]
async fn a_file_written_by_hand_is_a_version_where_no_approval_is_asked_for() {
    let house = House::new("");
    std::fs::write(house.path("tay"), BY_HAND).unwrap();
    house.done(&disk(), changed("tay")).await;
    let version = house.office.reader().look(|look| look.newest("tay")).unwrap().unwrap();
    assert_eq!((version.text.as_deref(), version.written_by.as_str()), (Some(BY_HAND), "(disk)"));
    // It is edited on the page then, and the note stays.
    let writer = everywhere("minh", &[Role::Draft]);
    house.done(&writer, Command::OpenDraft { playlist: owned("tay") }).await;
    house.done(&writer, Command::AddItem { playlist: owned("tay"), after: None, fields: item("Thêm") }).await;
    house.done(&writer, publish(&house, "tay")).await;
    let file = house.file("tay").unwrap();
    assert!(file.starts_with(BY_HAND) && file.contains("Thêm"), "{file}");
}

#[tokio::test]
async fn what_is_wrong_with_a_file_that_somebody_changed_is_said_where_approval_is_asked_for_too() {
    let house = House::new("[approval]\nrequired = true");
    std::fs::write(house.path("tay"), format!("{BY_HAND}\n[[item\n")).unwrap();
    house.done(&disk(), changed("tay")).await;
    assert_eq!(house.faults(), ["FileNeverApproved", "TomlSyntax", "MissingKey"]);
}

#[tokio::test]
async fn a_file_written_by_hand_is_a_proposal_where_approval_is_asked_for() {
    let house = House::new("[approval]\nrequired = true");
    let (writer, chief) = (everywhere("minh", &[Role::Draft]), everywhere("hoa", &[Role::Approve]));
    std::fs::write(house.path("tay"), BY_HAND).unwrap();
    house.done(&disk(), changed("tay")).await;
    assert!(house.lit("cong").is_empty());
    assert_eq!(house.faults(), ["FileNeverApproved"], "nothing of it stays on air");
    let library = house.library();
    let programme = library.programme(library.board("cong").unwrap());
    let why = programme.on_air(&programme.slot(Timestamp::UNIX_EPOCH)).why;
    assert_eq!(why, Message::WhyUnapproved {});
    house.done(&writer, Command::TakeFromDisk { playlist: owned("tay") }).await;
    let submit =
        Command::Submit { playlist: owned("tay"), revision: house.revision("tay"), note: String::new() };
    house.done(&writer, submit).await;
    house.look_at_all(&chief, "tay").await;
    house.done(&chief, publish(&house, "tay")).await;
    assert_eq!((house.lit("cong"), house.file("tay").as_deref()), (vec![owned("Viết tay")], Some(BY_HAND)));
    // Another hand: what was approved stays lit, and can be written into the file again.
    std::fs::write(house.path("tay"), BY_HAND.replace("Viết tay", "Nhà cái")).unwrap();
    house.done(&disk(), changed("tay")).await;
    assert_eq!(house.lit("cong"), ["Viết tay"]);
    std::fs::remove_file(house.path("tay")).unwrap();
    house.done(&disk(), changed("tay")).await;
    assert_eq!(house.lit("cong"), ["Viết tay"], "not even a file that is gone");
    house.done(&chief, Command::RestoreFile { playlist: owned("tay"), reason: owned("bị sửa trộm") }).await;
    assert_eq!(house.file("tay").as_deref(), Some(BY_HAND));
}

#[tokio::test]
async fn only_the_files_themselves_say_that_they_changed() {
    let house = House::new("");
    let writer = everywhere("minh", &Role::ALL);
    std::fs::write(house.path("tay"), BY_HAND).unwrap();
    let lie = Command::DiskChanged { playlist: owned("tay"), text: Some(owned("boards = []")) };
    assert_eq!(house.refused(&writer, lie.clone()).await.message.code(), "MayNotDraft");
    house.done(&disk(), lie).await;
    let version = house.office.reader().look(|look| look.newest("tay")).unwrap().unwrap();
    assert_eq!(version.text.as_deref(), Some(BY_HAND), "what stands there counts");
    for id in ["../bangtin", "a/b", "", "A", "..", "x\u{0}"] {
        let strange = Command::DiskChanged { playlist: owned(id), text: None };
        house.refused(&disk(), strange).await;
        let create = Command::CreatePlaylist { playlist: owned(id), title: owned("x") };
        assert_eq!(house.refused(&writer, create).await.message.code(), "WantsId", "{id:?}");
    }
}

#[tokio::test]
async fn what_a_broken_disk_left_unwritten_is_written_after_the_restart() {
    let house = House::new("");
    draft(&house, "a", "Một cửa").await;
    let folder = house.home.path().join("playlists");
    std::fs::remove_dir(&folder).unwrap();
    std::fs::write(&folder, "a file where the folder should be").unwrap();
    let writer = everywhere("minh", &[Role::Draft]);
    let refused = house.office.ask(writer, publish(&house, "a")).await.unwrap_err();
    assert_eq!(refused.message.code(), "FileNotWritten");
    assert_eq!(house.trouble(), Some("FileNotWritten"));
    std::fs::remove_file(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    // The empty folder is no proposal: the file is still to come.
    let house = house.reopened();
    assert!(house.file("a").unwrap().contains("Một cửa"));
    assert_eq!(house.lit("cong"), ["Một cửa"]);
}

#[tokio::test]
async fn a_draft_on_an_older_version_is_not_published_unseen() {
    let house = House::new("");
    let writer = everywhere("minh", &[Role::Draft]);
    draft(&house, "a", "Một cửa").await;
    house.done(&writer, publish(&house, "a")).await;
    house.done(&writer, Command::OpenDraft { playlist: owned("a") }).await;
    house.done(&writer, Command::AddItem { playlist: owned("a"), after: None, fields: item("Thêm") }).await;
    std::fs::write(house.path("a"), BY_HAND).unwrap();
    house.done(&disk(), changed("a")).await;
    assert_eq!(house.refused(&writer, publish(&house, "a")).await.message.code(), "BaseMoved");
    house.done(&writer, Command::Rebase { playlist: owned("a") }).await;
    house.done(&writer, publish(&house, "a")).await;
    assert!(house.file("a").unwrap().contains("Thêm"));
    let versions = house.office.reader().look(|look| look.versions("a")).unwrap();
    assert_eq!(versions.len(), 3, "and what was written by hand is kept");
}

#[tokio::test]
async fn without_a_journal_nothing_can_be_changed_and_with_it_again_everything_can() {
    let house = House::new("[approval]\nrequired = true");
    draft(&house, "a", "Một cửa").await;
    let (writer, chief) = (everywhere("minh", &[Role::Draft]), everywhere("hoa", &[Role::Approve]));
    let submit = Command::Submit { playlist: owned("a"), revision: house.revision("a"), note: String::new() };
    house.done(&writer, submit).await;
    house.look_at_all(&chief, "a").await;
    house.done(&chief, publish(&house, "a")).await;
    let open = || Command::OpenDraft { playlist: owned("a") };
    // The program ends in order, and what comes back of the disk is a folder where the journal was.
    let (journal, aside) = (house.home.path().join("state/journal.db"), house.home.path().join("aside"));
    let house = house.reopened_after(|| {
        std::fs::rename(&journal, &aside).unwrap();
        std::fs::create_dir(&journal).unwrap();
    });
    let refused = house.office.ask(writer.clone(), open()).await.unwrap_err();
    assert_eq!((refused.message.code(), house.trouble()), ("ReadOnly", Some("ReadOnly")));
    std::fs::remove_dir(&journal).unwrap();
    std::fs::rename(&aside, &journal).unwrap();
    house.office.ask(writer, open()).await.unwrap();
    assert_eq!((house.trouble(), house.lit("cong")), (None, vec![owned("Một cửa")]));
}
