//! Everything that changes what is kept: one closed list, so that nothing can change without a row in the log.

use super::Grant;
use crate::frame::Digest;
use serde_json::{Map, Value};

/// A wish to change something. `revision` is the state of the draft that the person saw.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Command {
    /// Make the link with which the first administrator begins, while there is none.
    OfferBegin {},
    /// Begin with the link printed at the first start: the first administrator names themselves.
    Begin { ticket: String, login: String, name: String, password: String },
    /// Let somebody in: they get a link with which they choose a password.
    Invite { login: String, name: String, grants: Vec<Grant> },
    /// Name somebody otherwise, or let them do other things.
    ChangePerson { login: String, name: String, grants: Vec<Grant> },
    /// Somebody leaves. What they wrote stays.
    RemovePerson { login: String, reason: String },
    /// Somebody forgot their password: they get a link with which they choose another.
    ResetPassword { login: String },
    /// Choose a password by such a link.
    AcceptTicket { ticket: String, password: String },
    /// Choose another password.
    ChangePassword { old: String, new: String },
    /// Ask for a second factor; it counts once a code of it was given.
    BeginSecondFactor { password: String },
    /// Give the first code.
    ConfirmSecondFactor { code: String },
    /// Do without it: one's own by password, somebody else's by who administers.
    EndSecondFactor { login: String, password: Option<String> },
    /// Sign in.
    SignIn { login: String, password: String, code: Option<String>, agent: String },
    /// Sign out here.
    SignOut { session: String },
    /// End all sessions of a person.
    SignOutEverywhere { login: String },
    /// Let a program act in one's name, with no more than one's own rights, for so many days.
    MakeToken { name: String, grants: Vec<Grant>, days: u16 },
    /// Take that back.
    RevokeToken { id: i64 },
    /// Begin a playlist.
    CreatePlaylist { playlist: String, title: String },
    /// Begin a playlist with what another one says.
    CopyPlaylist { from: String, playlist: String, title: String },
    /// Work on a published playlist.
    OpenDraft { playlist: String },
    /// Change what the playlist says of all its items. `base` is what the form showed.
    SaveHead { playlist: String, revision: i64, base: Map<String, Value>, fields: Map<String, Value> },
    /// Change an item. `base` is what the form showed.
    SaveItem {
        playlist: String,
        uid: i64,
        revision: i64,
        base: Map<String, Value>,
        fields: Map<String, Value>,
    },
    /// Add an item after another one, or at the end.
    AddItem { playlist: String, after: Option<i64>, fields: Map<String, Value> },
    /// Add an item that is like another one, after it.
    CopyItem { playlist: String, uid: i64 },
    /// Put an item at a place, from 0.
    MoveItem { playlist: String, uid: i64, to: usize },
    /// Take an item out.
    RemoveItem { playlist: String, uid: i64 },
    /// Replace the whole text.
    SaveText { playlist: String, revision: i64, text: String },
    /// Take the last change of the draft back.
    Undo { playlist: String },
    /// Do it again.
    Redo { playlist: String },
    /// Give the draft up.
    DiscardDraft { playlist: String, reason: String },
    /// Take it that the draft is meant for the newest published version.
    Rebase { playlist: String },
    /// Ask for approval.
    Submit { playlist: String, revision: i64, note: String },
    /// Take that back and go on writing.
    Recall { playlist: String },
    /// The person looked at these dots to the end.
    Seen { playlist: String, dots: Digest },
    /// Light it. Where the site asks for no approval, writers do this themselves.
    Approve { playlist: String, revision: i64, note: String },
    /// Send it back.
    Reject { playlist: String, revision: i64, reason: String },
    /// Take an item off the boards at once, or the whole playlist.
    Withdraw { playlist: String, item: Option<usize>, reason: String },
    /// Make a draft of an older version.
    Restore { playlist: String, version: i64 },
    /// Make a draft of what somebody wrote into the file.
    TakeFromDisk { playlist: String },
    /// Write the published text into the file again.
    RestoreFile { playlist: String, reason: String },
    /// A file is no longer what was published.
    DiskChanged { playlist: String, text: Option<String> },
    /// What people order at once (notices, blackouts, test patterns): decided by the daemon, written down here.
    Ordered { action: Action, subject: String, before: Value, after: Value, reason: String },
}

macro_rules! actions {
    ($( $name:ident $word:literal )*) => {
        /// What a row of the log is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum Action { $( $name, )* }

        impl Action {
            /// All of them.
            pub const ALL: &[Self] = &[ $( Self::$name, )* ];

            /// Its word in the log.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $( Self::$name => $word, )* }
            }
        }
    };
}

actions! {
    OfferBegin "person.offer"
    Begin "person.begin"
    Invite "person.invite"
    ChangePerson "person.change"
    RemovePerson "person.remove"
    ResetPassword "person.reset"
    AcceptTicket "person.accept"
    ChangePassword "person.password"
    BeginSecondFactor "person.factor-begin"
    ConfirmSecondFactor "person.factor-confirm"
    EndSecondFactor "person.factor-end"
    SignIn "session.begin"
    SignInRefused "session.refused"
    SignOut "session.end"
    SignOutEverywhere "session.end-all"
    MakeToken "token.make"
    RevokeToken "token.revoke"
    CreatePlaylist "playlist.create"
    CopyPlaylist "playlist.copy"
    OpenDraft "draft.open"
    SaveHead "draft.head"
    SaveItem "draft.item"
    AddItem "draft.add"
    CopyItem "draft.copy"
    MoveItem "draft.move"
    RemoveItem "draft.remove"
    SaveText "draft.text"
    Undo "draft.undo"
    Redo "draft.redo"
    DiscardDraft "draft.discard"
    Rebase "draft.rebase"
    Submit "draft.submit"
    Recall "draft.recall"
    Seen "draft.seen"
    Approve "draft.approve"
    Reject "draft.reject"
    Withdraw "playlist.withdraw"
    Restore "playlist.restore"
    TakeFromDisk "disk.take"
    RestoreFile "disk.restore"
    DiskChanged "disk.changed"
    Notice "order.notice"
    EndNotice "order.end"
    ExtendNotice "order.extend"
    Blackout "order.blackout"
    Resume "order.resume"
    Show "order.show"
}

impl Command {
    /// What its row is about.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::OfferBegin {} => Action::OfferBegin,
            Self::Begin { .. } => Action::Begin,
            Self::Invite { .. } => Action::Invite,
            Self::ChangePerson { .. } => Action::ChangePerson,
            Self::RemovePerson { .. } => Action::RemovePerson,
            Self::ResetPassword { .. } => Action::ResetPassword,
            Self::AcceptTicket { .. } => Action::AcceptTicket,
            Self::ChangePassword { .. } => Action::ChangePassword,
            Self::BeginSecondFactor { .. } => Action::BeginSecondFactor,
            Self::ConfirmSecondFactor { .. } => Action::ConfirmSecondFactor,
            Self::EndSecondFactor { .. } => Action::EndSecondFactor,
            Self::SignIn { .. } => Action::SignIn,
            Self::SignOut { .. } => Action::SignOut,
            Self::SignOutEverywhere { .. } => Action::SignOutEverywhere,
            Self::MakeToken { .. } => Action::MakeToken,
            Self::RevokeToken { .. } => Action::RevokeToken,
            Self::CreatePlaylist { .. } => Action::CreatePlaylist,
            Self::CopyPlaylist { .. } => Action::CopyPlaylist,
            Self::OpenDraft { .. } => Action::OpenDraft,
            Self::SaveHead { .. } => Action::SaveHead,
            Self::SaveItem { .. } => Action::SaveItem,
            Self::AddItem { .. } => Action::AddItem,
            Self::CopyItem { .. } => Action::CopyItem,
            Self::MoveItem { .. } => Action::MoveItem,
            Self::RemoveItem { .. } => Action::RemoveItem,
            Self::SaveText { .. } => Action::SaveText,
            Self::Undo { .. } => Action::Undo,
            Self::Redo { .. } => Action::Redo,
            Self::DiscardDraft { .. } => Action::DiscardDraft,
            Self::Rebase { .. } => Action::Rebase,
            Self::Submit { .. } => Action::Submit,
            Self::Recall { .. } => Action::Recall,
            Self::Seen { .. } => Action::Seen,
            Self::Approve { .. } => Action::Approve,
            Self::Reject { .. } => Action::Reject,
            Self::Withdraw { .. } => Action::Withdraw,
            Self::Restore { .. } => Action::Restore,
            Self::TakeFromDisk { .. } => Action::TakeFromDisk,
            Self::RestoreFile { .. } => Action::RestoreFile,
            Self::DiskChanged { .. } => Action::DiskChanged,
            Self::Ordered { action, .. } => *action,
        }
    }
}
