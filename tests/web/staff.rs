//! People who are signed in, for tests of pages.

use super::house::House;
use bangtin::editorial::{Actor, Command, Grant, Role, Who};
use bangtin::office::Reply;

pub(crate) const PASSWORD: &str = "cây đa bến nước sân đình";

async fn ask(house: &House, who: Who, grants: Vec<Grant>, command: Command) -> Reply {
    let actor = Actor { who, from: None, grants };
    house.office.ask(actor, command).await.expect("the office says no")
}

/// Lets somebody in with these rights for all boards; the header by which their browser is known.
pub(crate) async fn signed_in(house: &House, login: &str, roles: &[Role]) -> String {
    let_in(house, login, roles.iter().map(|role| Grant::all(*role)).collect()).await
}

/// The same with rights for some.
pub(crate) async fn let_in(house: &House, login: &str, grants: Vec<Grant>) -> String {
    let administrator = || Who::Local("root".to_owned());
    let invite = Command::Invite { login: login.to_owned(), name: login.to_owned(), grants };
    let all = Role::ALL.iter().map(|role| Grant::all(*role)).collect();
    let Reply::Ticket { ticket, .. } = ask(house, administrator(), all, invite).await else {
        panic!("no ticket");
    };
    let password = PASSWORD.to_owned();
    let accept = Command::AcceptTicket { ticket, password: password.clone() };
    ask(house, Who::Nobody, Vec::new(), accept).await;
    let sign_in = Command::SignIn { login: login.to_owned(), password, code: None, agent: String::new() };
    match ask(house, Who::Nobody, Vec::new(), sign_in).await {
        Reply::Signed { cookie, .. } => format!("Cookie: bangtin={cookie}"),
        other => panic!("{other:?}"),
    }
}
