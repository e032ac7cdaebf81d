//! Signing in and out, and tokens for programs.

use super::clerk::{Case, Done, Job};
use super::{Kind, Office, Outcome, Refusal, Reply, secret};
use crate::editorial::{Actor, Command, Grant, Who};
use crate::journal::{Person, Session, Token};
use crate::report::Message;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// A session from which nothing comes for this long is over.
pub const IDLE: SignedDuration = SignedDuration::from_mins(60);
/// A session is over after this long, whatever comes.
pub const LASTING: SignedDuration = SignedDuration::from_hours(12);
/// That something came from a session is noted this often.
const TOUCH: SignedDuration = SignedDuration::from_mins(1);
/// The longest a token can be valid, in days.
const DAYS: u16 = 366;
/// The most tokens, and the most sessions, one person has.
const MOST: usize = 20;
/// What a browser calls itself is kept up to this many letters.
const AGENT: usize = 120;

/// What takes long and is done before a command waits for its turn.
#[derive(Default)]
pub(super) struct Prepared {
    /// Whether the password that was given is the person's.
    pub(super) right: bool,
    /// The digest of a password that was chosen.
    pub(super) chosen: Option<String>,
}

impl Office {
    /// Looks at passwords, before the command waits for its turn.
    pub(super) async fn prepare(&self, actor: &Actor, command: &Command) -> Result<Prepared, Refusal> {
        let (given, chosen, login) = match command {
            Command::SignIn { login, password, .. } => (Some(password), None, login.clone()),
            Command::Begin { password, login, .. } => (None, Some(password), login.clone()),
            Command::AcceptTicket { password, .. } => (None, Some(password), String::new()),
            Command::ChangePassword { old, new } => {
                (Some(old), Some(new), actor.person().unwrap_or_default().to_owned())
            }
            Command::BeginSecondFactor { password }
            | Command::EndSecondFactor { password: Some(password), .. } => {
                (Some(password), None, actor.person().unwrap_or_default().to_owned())
            }
            _ => return Ok(Prepared::default()),
        };
        if let Some(chosen) = chosen {
            secret::judge(chosen, &login)?;
        }
        if given.is_some() {
            let wait = self.throttle().wait(actor.from, &login, (self.world.mono)());
            if !wait.is_zero() {
                let seconds = wait.as_secs() + 1;
                return Err(Refusal::new(Kind::Later, Message::SignInLater { seconds }));
            }
        }
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| super::closed())?;
        let (given, chosen, reader) = (given.cloned(), chosen.cloned(), self.reader.clone());
        let work = move || {
            let _turn = turn;
            let known = reader.look(|look| look.person(&login)).ok().flatten();
            let known = known.filter(|person: &Person| person.removed_at.is_none());
            let digest = known.and_then(|person| person.password);
            let most = secret::PASSWORD.1;
            let right = given.is_some_and(|given| {
                given.chars().count() <= most && secret::matches(&given, digest.as_deref())
            });
            Ok(Prepared { right, chosen: chosen.map(|chosen| secret::hash(&chosen)).transpose()? })
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| super::closed())?
    }

    /// The name whose password is tried by a command.
    pub(super) fn attempt(&self, actor: &Actor, command: &Command) -> Option<String> {
        match command {
            Command::SignIn { login, .. } => Some(login.clone()),
            // Whoever sits down at somebody's open session could guess here as well.
            Command::ChangePassword { .. }
            | Command::BeginSecondFactor { .. }
            | Command::EndSecondFactor { password: Some(_), .. } => actor.person().map(str::to_owned),
            _ => None,
        }
    }

    pub(super) fn remember(&self, actor: &Actor, name: &str, outcome: &Outcome) {
        let now = (self.world.mono)();
        match outcome {
            Ok(_) => self.throttle().succeeded(name),
            Err(refusal)
                if matches!(*refusal.message, Message::WrongSignIn {} | Message::PasswordWrong {}) =>
            {
                self.throttle().failed(actor.from, name, now);
            }
            // The password was right, or nothing was said of it.
            Err(_) => {}
        }
    }

    /// Notes that something came from a session, at most once a minute. What is under way goes before it.
    pub fn touch(&self, session: &Session) {
        let now = (self.world.now)();
        let since =
            session.seen_at.parse::<Timestamp>().map_or(SignedDuration::MAX, |at| now.duration_since(at));
        if since > TOUCH {
            let _ = self.jobs.try_send(Job::Touch(session.key.clone()));
        }
    }

    /// Whose session a cookie is of, with what they may do, and the session; `None` if it is over. Waits for the disk.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn session(&self, cookie: &str) -> Result<Option<(Person, Session)>, Refusal> {
        let (key, now) = (secret::digest(cookie), (self.world.now)());
        self.reader.look(|look| {
            let Some(session) = look.session(&key)? else { return Ok(None) };
            if is_over(&session, now) {
                return Ok(None);
            }
            let person = look.person(&session.login)?.filter(|person| person.removed_at.is_none());
            Ok::<_, Refusal>(person.map(|person| (person, session)))
        })
    }

    /// Who acts with a token, with what it and they may do; `None` if it is over. Waits for the disk.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn token(&self, token: &str) -> Result<Option<(Who, Vec<Grant>)>, Refusal> {
        let (key, now) = (secret::digest(token), stamp((self.world.now)()));
        self.reader.look(|look| {
            let Some(token) = look.token(&key)? else { return Ok(None) };
            if token.revoked_at.is_some() || token.expires_at <= now {
                return Ok(None);
            }
            let Some(person) = look.person(&token.login)?.filter(|person| person.removed_at.is_none()) else {
                return Ok(None);
            };
            // Rights that the person lost meanwhile are lost to the token.
            let grants = token.grants.into_iter().filter(|grant| within(grant, &person.grants)).collect();
            Ok::<_, Refusal>(Some((Who::Token { id: token.id, person: person.login }, grants)))
        })
    }
}

/// Whether a session is over.
fn is_over(session: &Session, now: Timestamp) -> bool {
    let since = |at: &str| at.parse::<Timestamp>().map_or(SignedDuration::MAX, |at| now.duration_since(at));
    since(&session.seen_at) > IDLE || since(&session.made_at) > LASTING
}

/// Whether a right is no more than others: the same role, a scope and networks that lie in theirs.
pub(super) fn within(grant: &Grant, others: &[Grant]) -> bool {
    let holds = |other: &&Grant| {
        let scope = other.scope == crate::editorial::Scope::All || other.scope == grant.scope;
        let inside = |network: &ipnet::IpNet| other.networks.iter().any(|other| other.contains(network));
        let networks =
            other.networks.is_empty() || (!grant.networks.is_empty() && grant.networks.iter().all(inside));
        other.role == grant.role && scope && networks
    };
    others.iter().any(|other| holds(&other))
}

/// A moment as the journal keeps it: RFC 3339 in UTC, to the second.
#[must_use]
pub fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl Case<'_> {
    /// A moment from now on or back, as it is kept.
    pub(super) fn moment(&self, from_now: SignedDuration) -> String {
        let now = Timestamp::from_second(self.seconds).unwrap_or_default();
        stamp(now.checked_add(from_now).unwrap_or(now))
    }

    pub(super) fn sign_in(&self, login: &str, code: Option<&str>, agent: &str) -> Result<Done, Refusal> {
        let wrong = || Refusal::new(Kind::Unknown, Message::WrongSignIn {});
        let person = self.change.look().person(login)?;
        let person = person.filter(|person| person.removed_at.is_none() && self.prepared.right);
        let Some(mut person) = person else { return Err(wrong()) };
        if let Some(factor) = &person.factor {
            let Some(code) = code.filter(|code| !code.is_empty()) else {
                return Err(Refusal {
                    field: Some("code".to_owned()),
                    ..Refusal::new(Kind::Unknown, Message::CodeWanted {})
                });
            };
            person.factor_step =
                secret::step(factor, code, person.factor_step, self.seconds).ok_or_else(wrong)?;
            self.change.keep_person(&person)?;
        }
        self.change.forget_sessions(&self.moment(-IDLE), &self.moment(-LASTING))?;
        if let Some(oldest) = self.change.look().sessions(login)?.get(MOST - 1) {
            self.change.end_sessions(login, Some(oldest.id), None)?;
        }
        let (cookie, key) = secret::fresh()?;
        let agent: String = agent.chars().filter(|letter| !letter.is_control()).take(AGENT).collect();
        let origin = self.actor.from.map_or_else(String::new, |from| from.to_string());
        let (made_at, seen_at) = (self.now.to_owned(), self.now.to_owned());
        let session =
            Session { key, id: 0, login: login.to_owned(), made_at, seen_at, origin, agent: agent.clone() };
        let id = self.change.open_session(&session)?;
        let signed = Reply::Signed { login: login.to_owned(), cookie };
        Ok(Done::new(signed, login).to(json!({ "session": id, "agent": agent })))
    }

    /// Ends one session of the person: by its cookie, or by its number in the list.
    pub(super) fn sign_out(&self, session: &str) -> Result<Done, Refusal> {
        let Some(login) = self.actor.person() else { return Err(sign_in_first()) };
        let look = self.change.look();
        let id = match look.session(&secret::digest(session))? {
            Some(found) if found.login == login => Some(found.id),
            _ => session.parse::<i64>().ok(),
        };
        let Some(id) = id else { return Err(Refusal::missing(Message::NoSuchKey {})) };
        if self.change.end_sessions(login, Some(id), None)? == 0 {
            return Err(Refusal::missing(Message::NoSuchKey {}));
        }
        Ok(Done::new(Reply::Done, login).from(json!({ "session": id })))
    }

    pub(super) fn sign_out_everywhere(&self, login: &str) -> Result<Done, Refusal> {
        if self.actor.person() != Some(login) {
            self.administers()?;
            self.known(login)?;
        }
        let count = self.change.end_sessions(login, None, None)?;
        Ok(Done::new(Reply::Done, login).from(json!({ "sessions": count })))
    }

    pub(super) fn make_token(&self, name: &str, grants: Vec<Grant>, days: u16) -> Result<Done, Refusal> {
        let person = self.self_in_person()?;
        let name = super::people::words("name", name, 100)?;
        if !(1..=DAYS).contains(&days) {
            return Err(Refusal::invalid("days", Message::TokenDays { most: DAYS }));
        }
        if grants.is_empty() || !grants.iter().all(|grant| within(grant, &person.grants)) {
            return Err(Refusal::invalid("grants", Message::TokenTooMuch {}));
        }
        let valid = |token: &Token| token.revoked_at.is_none() && token.expires_at.as_str() > self.now;
        if self.change.look().tokens(Some(&person.login))?.iter().filter(|token| valid(token)).count() >= MOST
        {
            return Err(Refusal::conflict(Message::TooManyKept { most: MOST }));
        }
        let (token, key) = secret::fresh()?;
        let expires_at = self.moment(SignedDuration::from_hours(24 * i64::from(days)));
        let after = json!({ "name": name, "grants": grants, "expires_at": expires_at });
        let (login, made_at) = (person.login.clone(), self.now.to_owned());
        let kept = Token { id: 0, key, login, name, grants, made_at, expires_at, revoked_at: None };
        let id = self.change.keep_token(&kept)?;
        Ok(Done::new(Reply::Token { id, token }, format!("{} #{id}", person.login)).to(after))
    }

    pub(super) fn revoke_token(&self, id: i64) -> Result<Done, Refusal> {
        let token = self.change.look().tokens(None)?.into_iter().find(|token| token.id == id);
        let Some(token) = token else { return Err(Refusal::missing(Message::NoSuchKey {})) };
        if self.actor.person() != Some(token.login.as_str()) {
            self.administers()?;
        }
        if self.change.revoke_tokens(&token.login, Some(id), self.now)? == 0 {
            return Err(Refusal::missing(Message::NoSuchKey {}));
        }
        Ok(Done::new(Reply::Done, format!("{} #{id}", token.login)).from(json!({ "name": token.name })))
    }

    /// The person who asks, signed in by themselves and not through a program.
    pub(super) fn self_in_person(&self) -> Result<Person, Refusal> {
        match &self.actor.who {
            Who::Person(login) => self.change.look().person(login)?.ok_or_else(sign_in_first),
            Who::Token { .. } => Err(Refusal::forbidden(Message::PersonsOnly {})),
            _ => Err(sign_in_first()),
        }
    }
}

pub(super) fn sign_in_first() -> Refusal {
    Refusal::new(Kind::Unknown, Message::SignInFirst {})
}
