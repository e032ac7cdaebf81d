//! Rights as rows of a form: a role, for which boards, from which networks.

use crate::editorial::{Grant, Role, Scope};
use crate::report::{Lang, Message, shortened};
use crate::site::Library;
use crate::web::api::Problem;
use crate::web::words;
use askama::Template;
use axum::http::StatusCode;
use ipnet::IpNet;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// Rows that are offered beyond those that are filled in, and the most there are.
const FREE: usize = 2;
const MOST: usize = 50;

/// A row as it was typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    pub(super) role: String,
    pub(super) scope: String,
    pub(super) networks: String,
}

impl From<&Grant> for Row {
    fn from(grant: &Grant) -> Self {
        let networks = grant.networks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Self { role: grant.role.word().to_owned(), scope: written(&grant.scope), networks }
    }
}

/// A scope as a form sends it.
fn written(scope: &Scope) -> String {
    match scope {
        Scope::All => "all".to_owned(),
        Scope::Site(site) => format!("site:{site}"),
        Scope::Tag(tag) => format!("tag:{tag}"),
    }
}

fn scope(text: &str) -> Option<Scope> {
    match text.split_once(':') {
        None if text == "all" => Some(Scope::All),
        Some(("site", site)) => Some(Scope::Site(site.to_owned())),
        Some(("tag", tag)) => Some(Scope::Tag(tag.to_owned())),
        _ => None,
    }
}

/// One network, also where a single address is meant.
fn network(text: &str) -> Option<IpNet> {
    text.parse::<IpNet>()
        .map(|network| network.trunc())
        .ok()
        .or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

/// The rights that were typed. Rows without a role are none.
///
/// # Errors
/// What cannot be read, about `grants`.
pub(super) fn read(rows: &[Row], lang: Lang) -> Result<Vec<Grant>, Problem> {
    let refused = |message| Problem::new(StatusCode::BAD_REQUEST, &message, lang).about("grants");
    let unknown =
        |field: &str, text: &str| Message::FieldWrong { field: field.to_owned(), detail: shortened(text) };
    let filled = rows.iter().filter(|row| !row.role.is_empty());
    let grant = |row: &Row| {
        let role = Role::parse(&row.role).ok_or_else(|| refused(unknown("role", &row.role)))?;
        let scope = scope(&row.scope).ok_or_else(|| refused(unknown("scope", &row.scope)))?;
        let pieces = row.networks.split([',', ';', ' ', '\n']).map(str::trim);
        let networks = pieces.filter(|piece| !piece.is_empty()).map(|piece| {
            network(piece).ok_or_else(|| refused(Message::BadNetwork { text: shortened(piece) }))
        });
        Ok(Grant { role, scope, networks: networks.collect::<Result<_, _>>()? })
    };
    filled.map(grant).collect()
}

#[derive(Template)]
#[template(path = "account/grants.html", config = "web/askama.toml")]
pub(super) struct View {
    w: &'static words::PeopleWords,
    roles: Vec<(&'static str, &'static str)>,
    scopes: Vec<(String, String)>,
    rows: Vec<Row>,
    wrong: Option<String>,
}

impl View {
    /// The rows, and some that are free.
    pub(super) fn new(lang: Lang, library: &Library, mut rows: Vec<Row>, problem: Option<&Problem>) -> Self {
        let roles = Role::ALL.map(|role| (role.word(), words::role(lang, role))).to_vec();
        let boards = &library.site.boards;
        let sites: BTreeSet<&str> = boards.iter().map(|board| board.site.value.as_str()).collect();
        let tags: BTreeSet<&str> = boards.iter().flat_map(|board| &board.tags).map(String::as_str).collect();
        let known = std::iter::once(Scope::All)
            .chain(sites.into_iter().map(|site| Scope::Site(site.to_owned())))
            .chain(tags.into_iter().map(|tag| Scope::Tag(tag.to_owned())));
        // A right for boards that are gone meanwhile stays what it is.
        let kept = rows.iter().filter_map(|row| scope(&row.scope));
        let mut scopes: Vec<(String, String)> = Vec::new();
        for scope in known.chain(kept) {
            let value = written(&scope);
            if scopes.iter().all(|(known, _)| *known != value) {
                scopes.push((value, words::scope(lang, &scope, |site| library.site.called(site))));
            }
        }
        rows.retain(|row| !row.role.is_empty() || !row.networks.is_empty());
        let wanted = (rows.len() + FREE).min(MOST.max(rows.len()));
        rows.resize_with(wanted, Row::default);
        let wrong = problem.filter(|problem| problem.field.as_deref() == Some("grants"));
        let wrong = wrong.map(|problem| problem.sentence.clone());
        Self { w: words::PeopleWords::of(lang), roles, scopes, rows, wrong }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(role: &str, scope: &str, networks: &str) -> Row {
        let [role, scope, networks] = [role, scope, networks].map(str::to_owned);
        Row { role, scope, networks }
    }

    #[test]
    fn rows_and_rights_are_the_same_in_both_directions() {
        let rows = [
            row("draft", "site:ubnd", ""),
            row("approve", "tag:phuong", "10.1.0.0/16, 192.0.2.7/32"),
            row("administer", "all", "2001:db8::/32"),
        ];
        let grants = read(&rows, Lang::Vi).unwrap_or_default();
        assert_eq!(grants.iter().map(Row::from).collect::<Vec<_>>(), rows);
    }

    #[test]
    fn an_address_is_a_network_of_one_and_rows_without_a_role_are_nothing() {
        let grants = read(&[row("view", "all", "192.0.2.7;10.1.2.3/8"), row("", "all", "x")], Lang::Vi);
        let networks: Vec<String> = grants
            .unwrap_or_default()
            .iter()
            .flat_map(|grant| &grant.networks)
            .map(ToString::to_string)
            .collect();
        assert_eq!(networks, ["192.0.2.7/32", "10.0.0.0/8"]);
    }

    #[test]
    fn what_is_no_right_is_refused_in_words() {
        for bad in [row("king", "all", ""), row("view", "city:hcm", ""), row("view", "all", "10.0.0.0/99")] {
            let problem = read(&[bad], Lang::Vi).err().unwrap();
            assert_eq!(problem.field.as_deref(), Some("grants"), "{}", problem.sentence);
        }
    }
}
