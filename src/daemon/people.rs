//! What somebody at the machine does for people who cannot sign in any more. Who may use the socket may do it; it goes through
//! the office as everything does, and stands in the log.

use crate::control::{Answer, Outcome};
use crate::editorial::{Actor, Command};
use crate::office::{Office, Reply};
use crate::report::{Lang, Message};

/// Makes a link for choosing a password. It is told to whoever asked and logged nowhere. `page` is the beginning of the page's
/// addresses, if the page is open.
pub(super) async fn link(
    office: &Office,
    actor: Actor,
    login: String,
    end_factor: bool,
    page: Option<String>,
    lang: Lang,
) -> Answer {
    let asked = async {
        if end_factor {
            let command = Command::EndSecondFactor { login: login.clone(), password: None };
            office.ask(actor.clone(), command).await?;
        }
        office.ask(actor, Command::ResetPassword { login: login.clone() }).await
    };
    match asked.await {
        Ok(Reply::Ticket { login, ticket }) => {
            let link = format!("{}/ticket/{ticket}", page.unwrap_or_default());
            let says = vec![Message::PersonLink { login, link }.say(lang)];
            let findings = String::new();
            Answer { outcome: Outcome::Done, says, findings, orders: None, board: None, cause: None }
        }
        Ok(_) => Answer::refused(Message::NoSuchPerson { login }, lang),
        Err(refusal) => Answer::refused(*refusal.message, lang),
    }
}
