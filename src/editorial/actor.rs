//! Who does something, and from where: what every row of the log begins with.

use super::Grant;
use core::net::IpAddr;

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// A person, by the name they sign in with.
    Person(String),
    /// A program with a token: its number and the person it was given by.
    Token {
        /// The number of the token.
        id: i64,
        /// Whose it is.
        person: String,
    },
    /// Somebody on this machine, by the login the kernel knows.
    Local(String),
    /// Whoever changed the files on disk.
    Disk,
    /// The program by itself.
    Program,
    /// Somebody who has not said yet who they are.
    Nobody,
}

impl std::fmt::Display for Who {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(login) => f.write_str(login),
            Self::Token { id, person } => write!(f, "{person} (token {id})"),
            Self::Local(login) => write!(f, "{login} (local)"),
            Self::Disk => f.write_str("(disk)"),
            Self::Program => f.write_str("(bangtin)"),
            Self::Nobody => f.write_str("(nobody)"),
        }
    }
}

/// Who does something, from where, and what they may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub who: Who,
    /// The address of their machine; `None` for this one.
    pub from: Option<IpAddr>,
    /// What they may do; already cut down to a token's where one is used.
    pub grants: Vec<Grant>,
}

impl Actor {
    /// The login of the person behind it; `None` for files, the program and strangers.
    #[must_use]
    pub fn person(&self) -> Option<&str> {
        match &self.who {
            Who::Person(login) | Who::Token { person: login, .. } | Who::Local(login) => Some(login),
            Who::Disk | Who::Program | Who::Nobody => None,
        }
    }
}
