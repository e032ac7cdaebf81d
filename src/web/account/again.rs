//! What becomes of a form that was filled in while its session ended: it is carried along through signing in, so that
//! nobody types anything twice. Nothing of it is kept here; it goes to the browser and comes back.

use super::sign_in;
use super::{Sheet, local};
use crate::web::Shared;
use crate::web::api::Form;
use crate::web::forms::FormView;
use crate::web::pages::{Frame, html};
use crate::web::visitor::Visitor;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

/// The most bytes that are carried along: sending them again must fit into a body.
const MOST: usize = 160 << 10;
/// The most fields.
const FIELDS: usize = 1000;

/// A form that waits for somebody to sign in.
#[derive(Debug, PartialEq)]
pub(super) struct Waiting {
    /// Where it is to be sent: a path of this site.
    pub(super) action: String,
    pub(super) fields: Vec<(String, String)>,
}

impl Waiting {
    /// `None` if it is too much to be carried, or leads elsewhere. Passwords and codes are left out.
    fn new(action: &str, fields: &[(String, String)]) -> Option<Self> {
        let secret = |name: &str| matches!(name, "password" | "again" | "old" | "code");
        let fields: Vec<_> = fields.iter().filter(|(name, _)| !secret(name)).cloned().collect();
        let bytes: usize = fields.iter().map(|(name, value)| name.len() + value.len() + 6).sum();
        let action = local(action)?.to_owned();
        (bytes <= MOST && fields.len() <= FIELDS).then_some(Self { action, fields })
    }

    /// What came back from the sign-in page.
    pub(super) fn read(action: Option<&str>, kept: Option<&str>) -> Option<Self> {
        let fields: Vec<(String, String)> = serde_json::from_str(kept?).ok()?;
        Self::new(action?, &fields)
    }

    /// The fields as one text, for the sign-in page.
    pub(super) fn written(&self) -> String {
        // Pairs of texts can always be written as JSON.
        serde_json::to_string(&self.fields).unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "account/again.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    sheet: Sheet,
    form: FormView,
    typed: Vec<(String, String)>,
}

/// Answers a form whose session is over: 401 and the page for signing in, which carries the form along to `action`, a path of
/// this site. After signing in it is offered to be sent there again, with the fields in their order.
///
/// What scripts send by themselves is answered by [`Visitor::admitted`] instead.
pub(in crate::web) fn again(
    shared: &Shared,
    visitor: &Visitor,
    action: &str,
    fields: &[(String, String)],
) -> Response {
    let waiting = Waiting::new(action, fields);
    let lost = waiting.is_none();
    let way = sign_in::Way { to: local(action).unwrap_or("/").to_owned(), waiting };
    let page = sign_in::form(shared, visitor, &way, "", None);
    html(StatusCode::UNAUTHORIZED, visitor.asked, &page.over(lost)).into_response()
}

/// Takes a form that somebody sent who is known. Who is not signs in first, and then sends the same to `action` again.
///
/// # Errors
/// The answer to give in place of the page.
pub(in crate::web) fn entered<T: Serialize>(
    shared: &Shared,
    visitor: &Visitor,
    action: &str,
    form: Result<Form<T>, Response>,
) -> Result<T, Box<Response>> {
    if let (false, Ok(Form(typed))) = (visitor.is_known(), &form) {
        return Err(Box::new(again(shared, visitor, action, &pairs(typed))));
    }
    visitor.enters(shared)?;
    let Form(typed) = form.map_err(Box::new)?;
    Ok(typed)
}

/// The fields of a form as they are sent.
fn pairs<T: Serialize>(typed: &T) -> Vec<(String, String)> {
    let sent = serde_html_form::to_string(typed).unwrap_or_default();
    serde_html_form::from_str(&sent).unwrap_or_default()
}

/// The page that offers to send the form again, after signing in.
pub(super) fn ready(shared: &Shared, visitor: &Visitor, waiting: Waiting) -> Response {
    let (frame, sheet) = (Frame::of(shared, visitor, "sign-in"), Sheet::new(shared, visitor));
    let mut form = FormView::new("again", waiting.action, sheet.w.again_submit);
    for (name, value) in &waiting.fields {
        form = form.keeping(name, value);
    }
    let typed = waiting.fields.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
    html(StatusCode::OK, visitor.asked, &Page { frame, sheet, form, typed })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn what_was_typed_comes_back_as_it_was_but_for_secrets() {
        let typed = [pair("text", "Chào \"Tết\"\r\n<b>"), pair("days", "t2"), pair("days", "t3")];
        let with_secret = [&typed[..], &[pair("password", "cây đa bến nước")]].concat();
        let waiting = Waiting::new("/playlists/tet/draft", &with_secret).unwrap();
        assert_eq!(waiting.fields, typed);
        let back = Waiting::read(Some("/playlists/tet/draft"), Some(&waiting.written()));
        assert_eq!(back, Some(waiting));
    }

    #[test]
    fn a_form_is_carried_field_by_field_as_it_was_sent() {
        #[derive(Serialize)]
        struct Typed {
            place: Vec<String>,
            reason: String,
            id: u32,
        }
        let place = vec!["board:a".to_owned(), "all".to_owned()];
        let typed = Typed { place, reason: "Mất điện & sửa".to_owned(), id: 7 };
        let wanted = [("place", "board:a"), ("place", "all"), ("reason", "Mất điện & sửa"), ("id", "7")];
        assert_eq!(pairs(&typed), wanted.map(|(name, value)| pair(name, value)));
    }

    #[test]
    fn nothing_is_carried_elsewhere_and_not_more_than_fits() {
        assert_eq!(Waiting::read(Some("https://example.com/"), Some("[]")), None);
        assert_eq!(Waiting::read(Some("/people"), Some("{")), None);
        assert_eq!(Waiting::new("/people", &[pair("text", &"a".repeat(MOST))]), None);
        assert_eq!(Waiting::new("/people", &vec![pair("a", "b"); FIELDS + 1]), None);
    }
}
