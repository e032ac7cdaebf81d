//! The second factor of a sign-in: codes that an app on the person's phone counts out (RFC 6238).

use super::clerk::{Case, Done};
use super::{Refusal, Reply, secret};
use crate::editorial::Who;
use crate::journal::Person;
use crate::report::Message;

impl Case<'_> {
    pub(super) fn begin_factor(&self) -> Result<Done, Refusal> {
        let person = self.self_in_person()?;
        self.knows_password("password")?;
        let (wanted, address) = secret::factor(&person.login)?;
        let login = person.login.clone();
        self.change.keep_person(&Person { factor_wanted: Some(wanted.clone()), ..person })?;
        Ok(Done::new(Reply::Factor { secret: wanted, address }, login))
    }

    pub(super) fn confirm_factor(&self, code: &str) -> Result<Done, Refusal> {
        let person = self.self_in_person()?;
        let Some(wanted) = person.factor_wanted.clone() else {
            return Err(Refusal::conflict(Message::FactorNotBegun {}));
        };
        let step = secret::step(&wanted, code, 0, self.seconds)
            .ok_or_else(|| Refusal::invalid("code", Message::FactorWrong {}))?;
        let login = person.login.clone();
        self.change.keep_person(&Person {
            factor: Some(wanted),
            factor_wanted: None,
            factor_step: step,
            ..person
        })?;
        Ok(Done::new(Reply::Done, login))
    }

    pub(super) fn end_factor(&self, login: &str) -> Result<Done, Refusal> {
        // Whoever is at the machine may have the same name and is not signed in for that.
        if self.actor.person() == Some(login) && !matches!(self.actor.who, Who::Local(_)) {
            self.self_in_person()?;
            self.knows_password("password")?;
        } else {
            self.administers()?;
        }
        let person = self.change.look().person(login)?;
        let Some(person) = person else {
            return Err(Refusal::missing(Message::NoSuchPerson { login: login.chars().take(40).collect() }));
        };
        self.change.keep_person(&Person { factor: None, factor_wanted: None, factor_step: 0, ..person })?;
        Ok(Done::new(Reply::Done, login))
    }
}
