//! Who is let in.

use crate::house::{House, PASSWORD, actor, everywhere, nobody, program, ticket, why};
use bangtin::editorial::{Actor, Command, Grant, Role, Who};
use bangtin::office::Reply;
use jiff::SignedDuration;

fn owned(text: &str) -> String {
    text.to_owned()
}

/// The first administrator.
async fn begun(house: &House) -> Actor {
    let first = ticket(house.done(&program(), Command::OfferBegin {}).await);
    house.done(&nobody(), begin(&first, "lan")).await;
    everywhere("lan", &[Role::View, Role::Administer])
}

fn begin(ticket: &str, login: &str) -> Command {
    Command::Begin {
        ticket: owned(ticket),
        login: owned(login),
        name: owned("Nguyễn Lan"),
        password: owned(PASSWORD),
    }
}

async fn invited(house: &House, admin: &Actor, login: &str, grants: Vec<Grant>) {
    let invite = Command::Invite { login: owned(login), name: owned("Trần Thu"), grants };
    let link = ticket(house.done(admin, invite).await);
    house.done(&nobody(), Command::AcceptTicket { ticket: link, password: owned(PASSWORD) }).await;
}

fn sign_in(login: &str, password: &str) -> Command {
    Command::SignIn { login: owned(login), password: owned(password), code: None, agent: owned("test") }
}

#[tokio::test]
async fn a_fresh_install_lets_nobody_in_but_with_the_printed_link_and_that_once() {
    let house = House::new("");
    for (login, password) in [("admin", "admin"), ("admin", ""), ("root", "12345678"), ("lan", PASSWORD)] {
        let refused = house.refused(&nobody(), sign_in(login, password)).await;
        assert_eq!(refused.message.code(), "WrongSignIn");
    }
    house.pass(SignedDuration::from_hours(1));
    let old = ticket(house.done(&program(), Command::OfferBegin {}).await);
    let link = ticket(house.done(&program(), Command::OfferBegin {}).await);
    assert_eq!(house.refused(&nobody(), begin(&old, "ke-gian")).await.message.code(), "TicketOver");
    assert_eq!(house.refused(&nobody(), begin("", "ke-gian")).await.message.code(), "TicketOver");
    house.done(&nobody(), begin(&link, "lan")).await;
    assert_eq!(house.refused(&nobody(), begin(&link, "ke-gian")).await.message.code(), "TicketOver");
    assert_eq!(house.done(&program(), Command::OfferBegin {}).await, Reply::Done, "there is one");
    house.refused(&nobody(), Command::OfferBegin {}).await;
}

#[tokio::test]
async fn only_administrators_let_people_in_and_the_last_one_stays() {
    let house = House::new("");
    let admin = begun(&house).await;
    let writer = everywhere("thu", &[Role::Draft, Role::Approve, Role::Operate]);
    let invite = || Command::Invite { login: owned("an"), name: owned("An"), grants: Vec::new() };
    assert_eq!(house.refused(&writer, invite()).await.message.code(), "MayNotAdminister");
    assert_eq!(house.refused(&nobody(), invite()).await.message.code(), "SignInFirst");
    let away = Actor { from: Some("192.0.2.1".parse().unwrap()), ..actor("lan", Vec::new()) };
    let near = Grant { networks: vec!["10.0.0.0/8".parse().unwrap()], ..Grant::all(Role::Administer) };
    let away = Actor { grants: vec![near], ..away };
    assert_eq!(house.refused(&away, invite()).await.message.code(), "MayNotAdminister");
    house.done(&admin, invite()).await;
    let last = Command::RemovePerson { login: owned("lan"), reason: owned("x") };
    assert_eq!(house.refused(&admin, last).await.message.code(), "LastAdministrator");
    let less = Command::ChangePerson { login: owned("lan"), name: owned("Lan"), grants: Vec::new() };
    assert_eq!(house.refused(&admin, less).await.message.code(), "LastAdministrator");
}

#[tokio::test]
async fn who_leaves_is_out_at_once_and_what_they_wrote_stays() {
    let house = House::new("");
    let admin = begun(&house).await;
    invited(&house, &admin, "thu", vec![Grant::all(Role::Draft)]).await;
    let Reply::Signed { cookie, .. } = house.done(&nobody(), sign_in("thu", PASSWORD)).await else {
        panic!()
    };
    let thu = everywhere("thu", &[Role::Draft]);
    let made = Command::MakeToken { name: owned("loa"), grants: vec![Grant::all(Role::Draft)], days: 9 };
    let Reply::Token { token, .. } = house.done(&thu, made).await else { panic!() };
    house.done(&thu, Command::CreatePlaylist { playlist: owned("a"), title: owned("Của Thu") }).await;
    assert!(
        house.office.session(&cookie).unwrap().is_some() && house.office.token(&token).unwrap().is_some()
    );
    house.done(&admin, Command::RemovePerson { login: owned("thu"), reason: owned("nghỉ") }).await;
    assert!(
        house.office.session(&cookie).unwrap().is_none() && house.office.token(&token).unwrap().is_none()
    );
    assert_eq!(house.refused(&nobody(), sign_in("thu", PASSWORD)).await.message.code(), "WrongSignIn");
    assert_eq!(house.revision("a"), 1, "the draft is there");
    let again = Command::Invite { login: owned("thu"), name: owned("Khác"), grants: Vec::new() };
    assert_eq!(house.refused(&admin, again).await.message.code(), "LoginTaken", "never another's name");
}

#[tokio::test]
async fn nobody_is_signed_out_who_was_never_let_in() {
    let house = House::new("");
    let lan = everywhere("lan", &[Role::Administer]);
    let refusal = house.refused(&lan, Command::SignOutEverywhere { login: owned("ai-do") }).await;
    assert_eq!(refusal.message.code(), "NoSuchPerson");
}

#[tokio::test]
async fn sessions_end_when_nobody_is_there_and_after_half_a_day() {
    let house = House::new("");
    begun(&house).await;
    let Reply::Signed { cookie, .. } = house.done(&nobody(), sign_in("lan", PASSWORD)).await else {
        panic!()
    };
    for _ in 0..13 {
        house.pass(SignedDuration::from_mins(50));
        let Some((_, session)) = house.office.session(&cookie).unwrap() else { panic!("out too early") };
        house.office.touch(&session);
        // What is under way on the office's thread is done when the next command is.
        let _ = house.office.ask(nobody(), Command::SignOut { session: owned("x") }).await;
    }
    house.pass(SignedDuration::from_mins(90));
    assert!(house.office.session(&cookie).unwrap().is_none());
    let Reply::Signed { cookie, .. } = house.done(&nobody(), sign_in("lan", PASSWORD)).await else {
        panic!()
    };
    house.pass(SignedDuration::from_mins(61));
    assert!(house.office.session(&cookie).unwrap().is_none(), "nobody was there");
    assert!(house.office.session("").unwrap().is_none() && house.office.session("x").unwrap().is_none());
}

#[tokio::test]
async fn guessing_is_slowed_down_and_says_how_long() {
    let house = House::new("");
    begun(&house).await;
    for _ in 0..5 {
        assert_eq!(why(house.office.ask(nobody(), sign_in("lan", "sai rồi nhé bạn")).await), "WrongSignIn");
    }
    assert_eq!(why(house.office.ask(nobody(), sign_in("lan", PASSWORD)).await), "SignInLater");
    let elsewhere = Actor { from: Some("10.9.9.9".parse().unwrap()), ..nobody() };
    assert_eq!(why(house.office.ask(elsewhere.clone(), sign_in("lan", PASSWORD)).await), "SignInLater");
    house.pass(SignedDuration::from_secs(31));
    assert_eq!(why(house.office.ask(elsewhere, sign_in("lan", PASSWORD)).await), "done");
    let refused = house.log().into_iter().filter(|row| row.action == "session.refused").count();
    assert_eq!(refused, 5, "each failure has its row");
}

#[tokio::test]
async fn a_token_never_does_more_than_its_person_may_now() {
    let house = House::new("");
    let admin = begun(&house).await;
    invited(&house, &admin, "thu", vec![Grant::all(Role::Draft), Grant::all(Role::Operate)]).await;
    let thu = everywhere("thu", &[Role::Draft, Role::Operate]);
    let make = |roles: &[Role], days| Command::MakeToken {
        name: owned("loa"),
        grants: roles.iter().copied().map(Grant::all).collect(),
        days,
    };
    for (roles, days, code) in [
        (&[Role::Approve][..], 9, "TokenTooMuch"),
        (&[], 9, "TokenTooMuch"),
        (&[Role::Draft], 0, "TokenDays"),
    ] {
        assert_eq!(house.refused(&thu, make(roles, days)).await.message.code(), code);
    }
    let Reply::Token { token, id } = house.done(&thu, make(&[Role::Draft, Role::Operate], 9)).await else {
        panic!()
    };
    let rights = |house: &House| house.office.token(&token).unwrap().map(|(_, grants)| grants.len());
    assert_eq!(rights(&house), Some(2));
    let less = vec![Grant::all(Role::Draft)];
    house.done(&admin, Command::ChangePerson { login: owned("thu"), name: owned("Thu"), grants: less }).await;
    assert_eq!(rights(&house), Some(1));
    let machine = Actor { who: Who::Token { id, person: owned("thu") }, ..thu };
    assert_eq!(house.refused(&machine, make(&[Role::Draft], 9)).await.message.code(), "PersonsOnly");
    house.pass(SignedDuration::from_hours(24 * 9 + 1));
    assert_eq!(rights(&house), None);
}
