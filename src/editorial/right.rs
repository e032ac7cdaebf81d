//! What people may do: a role, for which boards, and from which networks.

use super::Actor;
use crate::playlist::Reach;
use core::net::IpAddr;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// What somebody may do. None of them includes another; seeing comes with each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// See drafts, previews and the log.
    View,
    /// Write drafts and submit them.
    Draft,
    /// Approve and reject what others wrote, and withdraw.
    Approve,
    /// Order notices, emergencies, blackouts and test patterns.
    Operate,
    /// Invite people and say what they may do; give tokens.
    Administer,
}

impl Role {
    /// All of them, from the least.
    pub const ALL: [Self; 5] = [Self::View, Self::Draft, Self::Approve, Self::Operate, Self::Administer];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Draft => "draft",
            Self::Approve => "approve",
            Self::Operate => "operate",
            Self::Administer => "administer",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// For which boards a right holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Scope {
    /// All of them.
    All,
    /// Those of a site, by its id.
    Site(String),
    /// Those with a tag.
    Tag(String),
}

impl Scope {
    /// Whether a board is meant.
    #[must_use]
    pub fn holds(&self, board: &Reach) -> bool {
        match self {
            Self::All => true,
            Self::Site(site) => board.site == *site,
            Self::Tag(tag) => board.tags.contains(tag),
        }
    }
}

/// One right of somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// What.
    pub role: Role,
    /// For which boards.
    pub scope: Scope,
    /// From which networks (`10.1.0.0/16`); from anywhere if there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub networks: Vec<IpNet>,
}

impl Grant {
    /// A right for all boards from anywhere.
    #[must_use]
    pub fn all(role: Role) -> Self {
        Self { role, scope: Scope::All, networks: Vec::new() }
    }

    /// Whether it can be used from an address. This machine (`None`) is in every network.
    fn reaches(&self, from: Option<IpAddr>) -> bool {
        let from = from.map(|address| address.to_canonical());
        self.networks.is_empty()
            || from.is_none_or(|from| self.networks.iter().any(|network| network.contains(&from)))
    }
}

impl Actor {
    /// Whether they may do something with each of these boards. Of none: whether they may do it at all, for any board.
    #[must_use]
    pub fn may(&self, role: Role, boards: &[&Reach]) -> bool {
        let usable = |grant: &&Grant| grant.role == role && grant.reaches(self.from);
        if boards.is_empty() {
            return self.grants.iter().any(|grant| usable(&grant));
        }
        boards.iter().all(|board| self.grants.iter().filter(usable).any(|grant| grant.scope.holds(board)))
    }

    /// Whether they may do something that concerns no board, or all of them.
    #[must_use]
    pub fn may_everywhere(&self, role: Role) -> bool {
        let all = |grant: &Grant| grant.role == role && grant.scope == Scope::All && grant.reaches(self.from);
        self.grants.iter().any(all)
    }

    /// Whether they may see what is not for everybody: whoever may do anything at all.
    #[must_use]
    pub fn may_see(&self) -> bool {
        self.grants.iter().any(|grant| grant.reaches(self.from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editorial::Who;

    fn actor(grants: Vec<Grant>, from: Option<&str>) -> Actor {
        let from = from.map(|address| address.parse().unwrap());
        Actor { who: Who::Person("lan".to_owned()), from, grants }
    }

    fn board(site: &str, tags: &[&str]) -> Reach {
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        Reach { board: "b".to_owned(), site: site.to_owned(), tags, groups: Vec::new() }
    }

    #[test]
    fn every_board_must_be_in_the_scope_of_some_right() {
        let here = Grant { role: Role::Draft, scope: Scope::Site("ubnd".into()), networks: Vec::new() };
        let there = Grant { role: Role::Draft, scope: Scope::Tag("phuong".into()), networks: Vec::new() };
        let lan = actor(vec![here, there], None);
        let (hall, ward, other) = (board("ubnd", &[]), board("x", &["phuong"]), board("x", &[]));
        assert!(lan.may(Role::Draft, &[&hall, &ward]));
        assert!(!lan.may(Role::Draft, &[&hall, &other]));
        assert!(!lan.may(Role::Approve, &[&hall]), "writing is not approving");
        assert!(lan.may(Role::Draft, &[]) && !lan.may(Role::Approve, &[]));
        assert!(!lan.may_everywhere(Role::Draft) && lan.may_see());
    }

    #[test]
    fn a_right_for_some_networks_is_none_elsewhere() {
        let grant = Grant { networks: vec!["10.1.0.0/16".parse().unwrap()], ..Grant::all(Role::Approve) };
        for (from, may) in [
            (Some("10.1.2.3"), true),
            (Some("::ffff:10.1.2.3"), true),
            (Some("10.2.0.1"), false),
            (Some("fe80::1"), false),
            (None, true),
        ] {
            let thu = actor(vec![grant.clone()], from);
            assert_eq!(thu.may_everywhere(Role::Approve), may, "{from:?}");
            assert_eq!(thu.may(Role::Approve, &[&board("a", &[])]), may, "{from:?}");
            assert_eq!(thu.may_see(), may, "{from:?}");
        }
    }
}
