//! People: who is let in, with which rights, and who leaves. What somebody wrote stays when they go.

use super::clerk::{Case, Done};
use super::{Refusal, Reply, secret};
use crate::editorial::{Grant, Role, Who};
use crate::journal::{Person, Ticket};
use crate::report::{Message, is_id};
use jiff::SignedDuration;
use serde_json::{Value, json};

/// How long a link for choosing a password can be used.
const TICKET: SignedDuration = SignedDuration::from_hours(72);
/// The most people that are kept, and the most rights and networks of one.
const PEOPLE: usize = 500;
const GRANTS: usize = 50;
/// The longest reason, in characters.
pub(super) const REASON: usize = 200;

/// A text of a form without spaces around it, if it has 1 to `most` characters and none that cannot be seen.
pub(super) fn words(field: &str, text: &str, most: usize) -> Result<String, Refusal> {
    let text = crate::language::tidy(text).replace('\n', " ").trim().to_owned();
    let fits = (1..=most).contains(&text.chars().count()) && crate::language::stray(&text).is_none();
    if fits { Ok(text) } else { Err(Refusal::invalid(field, Message::WantsWords { most })) }
}

/// A reason.
pub(super) fn reason(text: &str) -> Result<String, Refusal> {
    words("reason", text, REASON)
        .map_err(|_| Refusal::invalid("reason", Message::WantsReason { most: REASON }))
}

/// A remark, which may be empty.
pub(super) fn remark(text: &str) -> Result<String, Refusal> {
    if text.trim().is_empty() { Ok(String::new()) } else { words("note", text, REASON) }
}

/// A person as the log has them: no digest and no secret.
fn told(person: &Person) -> Value {
    json!({ "name": person.name, "grants": person.grants, "removed": person.removed_at.is_some() })
}

impl Case<'_> {
    pub(super) fn administers(&self) -> Result<(), Refusal> {
        if self.actor.may_everywhere(Role::Administer) {
            return Ok(());
        }
        let unknown = matches!(self.actor.who, Who::Nobody);
        Err(if unknown {
            super::sign_in::sign_in_first()
        } else {
            Refusal::forbidden(Message::MayNotAdminister {})
        })
    }

    /// Somebody who has not left.
    pub(super) fn known(&self, login: &str) -> Result<Person, Refusal> {
        let person = self.change.look().person(login)?.filter(|person| person.removed_at.is_none());
        person.ok_or_else(|| {
            Refusal::missing(Message::NoSuchPerson { login: login.chars().take(40).collect() })
        })
    }

    fn newcomer(&self, login: &str, name: &str, grants: Vec<Grant>) -> Result<Person, Refusal> {
        if !is_id(login) {
            return Err(Refusal::invalid("login", Message::BadLogin {}));
        }
        let name = words("name", name, 100)?;
        let everybody = self.change.look().people()?;
        if everybody.iter().any(|known| known.login == login) {
            return Err(Refusal::invalid("login", Message::LoginTaken { login: login.to_owned() }));
        }
        if everybody.len() >= PEOPLE {
            return Err(Refusal::conflict(Message::TooManyKept { most: PEOPLE }));
        }
        Ok(Person {
            login: login.to_owned(),
            name,
            password: None,
            factor: None,
            factor_wanted: None,
            factor_step: 0,
            grants: bounded(grants)?,
            made_at: self.now.to_owned(),
            removed_at: None,
        })
    }

    fn ticket(&self, login: Option<&str>) -> Result<String, Refusal> {
        let (ticket, key) = secret::fresh()?;
        let expires_at = self.moment(TICKET);
        self.change.keep_ticket(&Ticket { key, login: login.map(str::to_owned), expires_at })?;
        Ok(ticket)
    }

    /// A link that can still be used.
    fn redeem(&self, ticket: &str) -> Result<Ticket, Refusal> {
        let found = self.change.look().ticket(&secret::digest(ticket))?;
        let found = found.filter(|found| found.expires_at.as_str() > self.now);
        found.ok_or_else(|| Refusal::invalid("ticket", Message::TicketOver {}))
    }

    /// The first administrator. There is a link for that only while there is none.
    pub(super) fn begin(&self, ticket: &str, login: &str, name: &str) -> Result<Done, Refusal> {
        let found = self.redeem(ticket)?;
        if found.login.is_some() || self.change.look().has_administrator()? {
            return Err(Refusal::invalid("ticket", Message::TicketOver {}));
        }
        let grants = vec![Grant::all(Role::View), Grant::all(Role::Administer)];
        let person = Person { password: self.prepared.chosen.clone(), ..self.newcomer(login, name, grants)? };
        self.change.keep_person(&person)?;
        self.change.end_tickets(None)?;
        Ok(Done::new(Reply::Done, login).to(told(&person)))
    }

    /// Makes a link for the first administrator, in place of the one before; nothing if there is one.
    pub(super) fn offer_begin(&self) -> Result<Done, Refusal> {
        if !matches!(self.actor.who, Who::Program) {
            return Err(Refusal::forbidden(Message::MayNotAdminister {}));
        }
        let reply = if self.change.look().has_administrator()? {
            Reply::Done
        } else {
            Reply::Ticket { login: String::new(), ticket: self.ticket(None)? }
        };
        Ok(Done::new(reply, ""))
    }

    pub(super) fn invite(&self, login: &str, name: &str, grants: Vec<Grant>) -> Result<Done, Refusal> {
        self.administers()?;
        let person = self.newcomer(login, name, grants)?;
        self.change.keep_person(&person)?;
        let ticket = self.ticket(Some(login))?;
        let reply = Reply::Ticket { login: login.to_owned(), ticket };
        Ok(Done::new(reply, login).to(told(&person)))
    }

    pub(super) fn change_person(&self, login: &str, name: &str, grants: Vec<Grant>) -> Result<Done, Refusal> {
        self.administers()?;
        let before = self.known(login)?;
        let (name, grants) = (words("name", name, 100)?, bounded(grants)?);
        let person = Person { name, grants, ..before.clone() };
        self.change.keep_person(&person)?;
        self.still_administered()?;
        Ok(Done::new(Reply::Done, login).from(told(&before)).to(told(&person)))
    }

    pub(super) fn remove_person(&self, login: &str, why: &str) -> Result<Done, Refusal> {
        self.administers()?;
        let why = reason(why)?;
        let before = self.known(login)?;
        let person = Person {
            password: None,
            factor: None,
            factor_wanted: None,
            grants: Vec::new(),
            removed_at: Some(self.now.to_owned()),
            ..before.clone()
        };
        self.change.keep_person(&person)?;
        self.still_administered()?;
        self.change.end_sessions(login, None, None)?;
        self.change.end_tickets(Some(login))?;
        self.change.revoke_tokens(login, None, self.now)?;
        Ok(Done::new(Reply::Done, login).from(told(&before)).to(told(&person)).because(&why))
    }

    /// Refuses what would leave nobody who could let others in.
    fn still_administered(&self) -> Result<(), Refusal> {
        let there = self.change.look().has_administrator()?;
        if there { Ok(()) } else { Err(Refusal::conflict(Message::LastAdministrator {})) }
    }

    pub(super) fn reset_password(&self, login: &str) -> Result<Done, Refusal> {
        self.administers()?;
        self.known(login)?;
        let ticket = self.ticket(Some(login))?;
        Ok(Done::new(Reply::Ticket { login: login.to_owned(), ticket }, login))
    }

    pub(super) fn accept_ticket(&self, ticket: &str) -> Result<Done, Refusal> {
        let found = self.redeem(ticket)?;
        let Some(login) = found.login else { return Err(Refusal::invalid("ticket", Message::TicketOver {})) };
        let person = self.known(&login)?;
        self.choose(person)?;
        self.change.end_tickets(Some(&login))?;
        Ok(Done::new(Reply::Done, login))
    }

    pub(super) fn change_password(&self) -> Result<Done, Refusal> {
        let person = self.self_in_person()?;
        self.knows_password("old")?;
        let login = person.login.clone();
        self.choose(person)?;
        Ok(Done::new(Reply::Done, login))
    }

    /// Refuses who does not know the password of the account in use.
    pub(super) fn knows_password(&self, field: &str) -> Result<(), Refusal> {
        let right = self.prepared.right;
        if right { Ok(()) } else { Err(Refusal::invalid(field, Message::PasswordWrong {})) }
    }

    /// Takes over the password that was chosen. Whoever knew the old one is signed out everywhere.
    fn choose(&self, person: Person) -> Result<(), Refusal> {
        let Some(chosen) = self.prepared.chosen.clone() else { return Err(super::closed()) };
        self.change.end_sessions(&person.login, None, None)?;
        self.change.keep_person(&Person { password: Some(chosen), ..person })?;
        Ok(())
    }
}

fn bounded(grants: Vec<Grant>) -> Result<Vec<Grant>, Refusal> {
    let long = |grant: &Grant| grant.networks.len() > GRANTS || !names_something(grant);
    if grants.len() > GRANTS || grants.iter().any(long) {
        return Err(Refusal::invalid("grants", Message::TooManyKept { most: GRANTS }));
    }
    Ok(grants)
}

fn names_something(grant: &Grant) -> bool {
    match &grant.scope {
        crate::editorial::Scope::All => true,
        crate::editorial::Scope::Site(name) | crate::editorial::Scope::Tag(name) => is_id(name),
    }
}
