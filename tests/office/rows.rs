//! Every command there is leaves exactly one row, and the chain of rows is whole after all of them.

use crate::house::{House, PASSWORD, disk, everywhere, fields, item, nobody, program, ticket, uid};
use bangtin::control::{End, Order, Places, Sight};
use bangtin::editorial::{Action, Command, Grant, Role};
use bangtin::journal::Verdict;
use bangtin::notice::Wish;
use bangtin::office::Reply;
use bangtin::report::Lang;
use bangtin::web::logged;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn owned(text: &str) -> String {
    text.to_owned()
}

/// The code of a second factor at a moment, as the app on a phone counts it out.
fn code(secret: &str, at: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(at.try_into().unwrap()).to_string()
}

#[tokio::test]
async fn every_action_there_is_leaves_its_row() {
    let house = House::new("[approval]\nrequired = true");
    people(&house).await;
    content(&house).await;
    orders(&house).await;
    let log = house.log();
    let written: BTreeSet<&str> = log.iter().map(|row| row.action.as_str()).collect();
    let missing: Vec<&str> =
        Action::ALL.iter().map(|action| action.word()).filter(|word| !written.contains(word)).collect();
    assert!(missing.is_empty(), "no row was ever written of {missing:?}");
    assert!(matches!(house.verified(), Verdict::Whole { rows, .. } if rows == log.len() as i64));
    assert!(log.iter().all(|row| row.at.starts_with("2026-11-2")), "the time of the house");
    let keys: BTreeSet<String> =
        log.iter().flat_map(|row| [&row.before, &row.after]).flat_map(|part| keys(part)).collect();
    assert!(keys.len() > 40, "{keys:?}");
    for lang in [Lang::Vi, Lang::En] {
        let without: Vec<&String> = keys.iter().filter(|key| logged(lang, key).is_none()).collect();
        assert!(without.is_empty(), "the log page has no words in {lang:?} for {without:?}");
    }
}

/// The paths of everything in a part of a row, as the log page tells them apart.
fn keys(part: &str) -> Vec<String> {
    let value =
        if part.is_empty() { Value::Null } else { serde_json::from_str(part).expect("rows keep JSON") };
    let (mut keys, mut left) = (Vec::new(), vec![(String::new(), value)]);
    while let Some((path, value)) = left.pop() {
        match value {
            Value::Null => {}
            Value::Object(inside) => {
                let name = |key: String| if path.is_empty() { key } else { format!("{path}.{key}") };
                left.extend(inside.into_iter().map(|(key, value)| (name(key), value)));
            }
            _ => keys.push(path),
        }
    }
    keys
}

async fn people(house: &House) {
    let admin = everywhere("lan", &Role::ALL);
    let first = ticket(house.done(&program(), Command::OfferBegin {}).await);
    let begin = Command::Begin {
        ticket: first,
        login: owned("lan"),
        name: owned("Nguyễn Lan"),
        password: owned(PASSWORD),
    };
    house.done(&nobody(), begin).await;
    let grants = vec![Grant::all(Role::Draft)];
    let invite = Command::Invite { login: owned("thu"), name: owned("Trần Thu"), grants: grants.clone() };
    let invitation = ticket(house.done(&admin, invite).await);
    house.done(&nobody(), Command::AcceptTicket { ticket: invitation, password: owned(PASSWORD) }).await;
    let change =
        Command::ChangePerson {
            login: owned("thu"), name: owned("Trần Thị Thu"), grants: grants.clone()
        };
    house.done(&admin, change).await;
    let sign_in = |code: Option<String>| Command::SignIn {
        login: owned("thu"),
        password: owned(PASSWORD),
        code,
        agent: owned("test"),
    };
    let Reply::Signed { cookie, .. } = house.done(&nobody(), sign_in(None)).await else { panic!() };
    let thu = everywhere("thu", &[Role::Draft]);
    house.done(&thu, Command::SignOut { session: cookie }).await;
    let Reply::Factor { secret, .. } =
        house.done(&thu, Command::BeginSecondFactor { password: owned(PASSWORD) }).await
    else {
        panic!()
    };
    house.done(&thu, Command::ConfirmSecondFactor { code: code(&secret, house.now()) }).await;
    let refused = house.refused(&nobody(), sign_in(None)).await;
    assert_eq!(refused.message.code(), "CodeWanted");
    house.pass(jiff::SignedDuration::from_secs(40));
    house.done(&nobody(), sign_in(Some(code(&secret, house.now())))).await;
    house.done(&thu, Command::SignOutEverywhere { login: owned("thu") }).await;
    house.done(&thu, Command::EndSecondFactor { login: owned("thu"), password: Some(owned(PASSWORD)) }).await;
    let new = owned("mưa rơi trên phố cũ");
    house.done(&thu, Command::ChangePassword { old: owned(PASSWORD), new }).await;
    let made = house.done(&thu, Command::MakeToken { name: owned("loa"), grants, days: 30 }).await;
    let Reply::Token { id, .. } = made else { panic!() };
    house.done(&thu, Command::RevokeToken { id }).await;
    house.done(&admin, Command::ResetPassword { login: owned("thu") }).await;
    house.done(&admin, Command::RemovePerson { login: owned("thu"), reason: owned("chuyển công tác") }).await;
}

async fn content(house: &House) {
    let (writer, chief) = (everywhere("minh", &[Role::Draft]), everywhere("hoa", &[Role::Approve]));
    let list = || owned("dich-vu-cong");
    house.done(&writer, Command::CreatePlaylist { playlist: list(), title: owned("Dịch vụ công") }).await;
    let head = fields(json!({ "title": "Dịch vụ công", "boards": ["cong", "nha-van-hoa"] }));
    let base = fields(json!({ "title": "Dịch vụ công" }));
    let revision = house.revision("dich-vu-cong");
    house.done(&writer, Command::SaveHead { playlist: list(), revision, base, fields: head }).await;
    let add = Command::AddItem { playlist: list(), after: None, fields: item("Một cửa") };
    let first = uid(&house.done(&writer, add).await);
    let copy = uid(&house.done(&writer, Command::CopyItem { playlist: list(), uid: first }).await);
    let save = Command::SaveItem {
        playlist: list(),
        uid: copy,
        revision: house.revision("dich-vu-cong"),
        base: item("Một cửa"),
        fields: item("Đúng hẹn"),
    };
    house.done(&writer, save).await;
    house.done(&writer, Command::MoveItem { playlist: list(), uid: copy, to: 0 }).await;
    house.done(&writer, Command::RemoveItem { playlist: list(), uid: copy }).await;
    house.done(&writer, Command::Undo { playlist: list() }).await;
    house.done(&writer, Command::Redo { playlist: list() }).await;
    house.done(&writer, Command::Undo { playlist: list() }).await;
    let submit = |note: &str| Command::Submit {
        playlist: list(),
        revision: house.revision("dich-vu-cong"),
        note: owned(note),
    };
    house.done(&writer, submit("nhờ duyệt")).await;
    house.done(&writer, Command::Recall { playlist: list() }).await;
    house.done(&writer, submit("")).await;
    let reject = Command::Reject {
        playlist: list(),
        revision: house.revision("dich-vu-cong"),
        reason: owned("thiếu giờ làm việc"),
    };
    house.done(&chief, reject).await;
    let text = "title = \"Dịch vụ công\"\nboards = [\"cong\"]\n\n[[item]]\ntext = \"Một cửa\"\n\n[[item]]\ntext = \"Đúng hẹn\"\n";
    let revision = house.revision("dich-vu-cong");
    house.done(&writer, Command::SaveText { playlist: list(), revision, text: owned(text) }).await;
    house.done(&writer, submit("")).await;
    house.look_at_all(&chief, "dich-vu-cong").await;
    let approve = Command::Approve {
        playlist: list(),
        revision: house.revision("dich-vu-cong"),
        note: owned("đồng ý"),
    };
    house.done(&chief, approve).await;
    house.done(&chief, Command::Withdraw { playlist: list(), item: Some(1), reason: owned("hết hạn") }).await;
    house.done(&writer, Command::Restore { playlist: list(), version: 1 }).await;
    house.done(&writer, Command::Rebase { playlist: list() }).await;
    house.done(&writer, Command::DiscardDraft { playlist: list(), reason: owned("không cần nữa") }).await;
    house.done(&writer, Command::OpenDraft { playlist: list() }).await;
    let copy = Command::CopyPlaylist { from: list(), playlist: owned("ban-sao"), title: owned("Bản sao") };
    house.done(&writer, copy).await;
    std::fs::write(house.path("dich-vu-cong"), text).unwrap();
    let changed = || Command::DiskChanged { playlist: list(), text: None };
    house.done(&disk(), changed()).await;
    house.done(&writer, Command::TakeFromDisk { playlist: list() }).await;
    house.done(&chief, Command::RestoreFile { playlist: list(), reason: owned("sửa nhầm tệp") }).await;
}

async fn orders(house: &House) {
    let operator = everywhere("an", &[Role::Operate]);
    let places = Places { boards: vec![owned("cong")], ..Places::default() };
    let wish = Wish {
        text: owned("Bão số 9"),
        font: Some(owned("bangtin-16")),
        colour: Some(owned("red")),
        motion: Some(owned("hold")),
    };
    let end = End { until: Some(owned("2026-11-25T12:00")), lasting: Some(owned("2h")) };
    let (class, reason) = (owned("override"), owned("bão"));
    let notice =
        Order::Notice { wish, class, places: places.clone(), end: end.clone(), reason, replace: false };
    let show = Order::Show { sight: Sight::Identify, places: places.clone(), lasting: Some(owned("1m")) };
    for (action, order) in [
        (Action::Notice, notice),
        (Action::EndNotice, Order::End { id: 1, reason: owned("xong") }),
        (Action::ExtendNotice, Order::Extend { id: 1, end }),
        (Action::Blackout, Order::Blackout { places: places.clone(), reason: owned("bão") }),
        (Action::Resume, Order::Resume { places, reason: owned("xong") }),
        (Action::Show, show),
    ] {
        // As the daemon writes orders down.
        let stands = json!({ "dark": ["cong"], "notices": [1] });
        let ordered = Command::Ordered {
            action,
            subject: owned("cong"),
            before: stands.clone(),
            after: json!({ "order": order, "stands": stands }),
            reason: owned("bão"),
        };
        house.done(&operator, ordered).await;
    }
}
