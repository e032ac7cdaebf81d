//! How people on this machine give orders: one line of JSON over a local socket, answered by one line of JSON.
//!
//! Who may open the socket may give orders; the kernel says who that is. There is no port on any network. What an order
//! does is the daemon's to say; here it is only carried, and [`Store`] keeps the orders through restarts.

mod cause;
mod client;
mod login;
mod server;
mod store;

pub use cause::Cause;
pub use client::ask;
pub use server::{Asked, serve};
pub use store::Store;

use crate::notice::Wish;
use crate::report::{Lang, Message};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The longest order, in bytes.
pub const MAX_REQUEST: usize = 64 << 10;
/// The longest answer, in bytes: a list of all orders, each for many boards.
const MAX_ANSWER: usize = 16 << 20;
/// How long a client may take for its order, and for taking the answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The socket in a state folder.
#[must_use]
pub fn socket(folder: &Path) -> PathBuf {
    folder.join("control.sock")
}

/// An order, and the language in which it is to be answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// `vi` or `en`.
    pub lang: String,
    /// The name the person gives; their login is known from the socket.
    #[serde(default)]
    pub by: Option<String>,
    /// What is ordered.
    pub order: Order,
}

/// What can be ordered.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Order {
    /// Show a text.
    Notice {
        /// The text and how it looks.
        wish: Wish,
        /// `priority`, `override` or `emergency`.
        class: String,
        /// Where.
        places: Places,
        /// When it ends.
        end: End,
        /// Why.
        reason: String,
        /// Whether it may end other overrides.
        replace: bool,
    },
    /// End a notice.
    End {
        /// Its number.
        id: u32,
        /// Why.
        reason: String,
    },
    /// Make a notice last longer.
    Extend {
        /// Its number.
        id: u32,
        /// When it ends now.
        end: End,
    },
    /// Make boards dark.
    Blackout {
        /// Where.
        places: Places,
        /// Why.
        reason: String,
    },
    /// Light boards again, and end what [`Order::Show`] has them show.
    Resume {
        /// Where.
        places: Places,
        /// Why.
        reason: String,
    },
    /// Show a picture that is made of the board and not of texts, for a while.
    Show {
        /// Which.
        sight: Sight,
        /// Where.
        places: Places,
        /// How long, in the words of the person (`5m`); a minute if it is not said.
        lasting: Option<String>,
    },
    /// Say what is known of a board.
    Status {
        /// Its id.
        board: String,
    },
    /// Say what is ordered.
    List,
    /// Make a link with which somebody chooses another password, who locked themselves out.
    PersonLink {
        /// Their login.
        login: String,
        /// Whether they do without their second factor from now on.
        #[serde(default)]
        end_factor: bool,
    },
}

/// What a board can show of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sight {
    /// The number and the corners of every module.
    TestPattern,
    /// Which board it is.
    Identify,
    /// Nothing of the kind any more: what it showed of itself ends. A board that is dark by order stays dark.
    Programme,
}

/// Boards, by themselves or by what they have in common.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Places {
    /// Ids of boards.
    pub boards: Vec<String>,
    /// Ids of sites.
    pub sites: Vec<String>,
    /// Names of groups.
    pub groups: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// All boards there are.
    pub all: bool,
}

/// When something ends, in the words of the person; absolute, or from now.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct End {
    /// `2026-11-25T17:00`
    pub until: Option<String>,
    /// `30m`
    pub lasting: Option<String>,
}

/// How an order went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is in force.
    Done,
    /// It is in force, and something is wrong.
    Findings,
    /// Nothing was ordered.
    Refused,
}

/// What the daemon says to an order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// How it went.
    pub outcome: Outcome,
    /// Sentences for people, in the language asked for.
    pub says: Vec<String>,
    /// Findings in the text of a notice, as a terminal shows them; may be empty.
    pub findings: String,
    /// The orders, if they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orders: Option<Vec<Row>>,
    /// What is known of a board, as `/api/status` has it, if that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board: Option<serde_json::Value>,
    /// Why nothing was ordered, for who asks inside this program. Over the socket sentences are told.
    #[serde(skip)]
    pub cause: Option<Box<Cause>>,
}

impl Answer {
    /// Nothing was ordered, for this reason.
    #[must_use]
    pub fn refused(why: Message, lang: Lang) -> Self {
        let (outcome, says, findings) = (Outcome::Refused, vec![why.say(lang)], String::new());
        let cause = Some(Box::new(Cause::of(why, Vec::new())));
        Self { outcome, says, findings, orders: None, board: None, cause }
    }
}

/// An order as it stands.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = OrderRow)]
pub struct Row {
    /// `notice` or `blackout`.
    pub kind: String,
    /// The number of a notice.
    pub id: Option<u32>,
    /// The class of a notice.
    pub class: Option<String>,
    /// The text of a notice.
    pub text: Option<String>,
    /// Whether it is in force.
    pub on: bool,
    /// The boards.
    pub boards: Vec<String>,
    /// When it was ordered, RFC 3339.
    pub since: String,
    /// When it ends or ended; `null` for boards that are dark.
    pub until: Option<String>,
    /// Who ordered it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Who ended it before its time.
    pub ended_by: Option<String>,
    /// In words.
    pub sentence: String,
}
