//! Forms as pages show them: fields with their labels, what is wrong with them, and everything that was typed kept.
//!
//! Knows nothing of what a form is for.

use super::api::Problem;
use askama::Template;

/// A form that is sent by POST.
#[derive(Template)]
#[template(path = "account/form.html", config = "web/askama.toml")]
pub(super) struct FormView {
    /// What its fields are told apart by, where a page has several forms.
    id: &'static str,
    action: String,
    fields: Vec<Field>,
    picks: Option<Picks>,
    /// Further markup inside it, made by a template.
    inner: String,
    /// Fields that nobody sees, sent along.
    kept: Vec<(String, String)>,
    /// The word on its button.
    submit: &'static str,
    /// Whether what it does is to be thought of twice.
    grave: bool,
    /// What is wrong with it as a whole.
    wrong: Option<String>,
}

/// A field of a form.
pub(super) struct Field {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    value: String,
    /// What a browser may fill in by itself, in HTML's words; empty for nothing.
    fills: &'static str,
    hint: String,
    wrong: Option<String>,
    longest: usize,
    wanted: bool,
    first: bool,
}

/// A list of which some can be picked.
pub(super) struct Picks {
    name: &'static str,
    legend: &'static str,
    /// The value that is sent, its words, and whether it is picked.
    rows: Vec<(String, String, bool)>,
    wrong: Option<String>,
}

impl Picks {
    pub(super) fn new(name: &'static str, legend: &'static str, rows: Vec<(String, String, bool)>) -> Self {
        Self { name, legend, rows, wrong: None }
    }
}

impl Field {
    /// A line of text that must be filled in.
    pub(super) fn text(name: &'static str, label: &'static str, value: impl Into<String>) -> Self {
        Self {
            name,
            label,
            kind: "text",
            value: value.into(),
            fills: "off",
            hint: String::new(),
            wrong: None,
            longest: 200,
            wanted: true,
            first: false,
        }
    }

    /// A password. What was typed before is never sent back.
    pub(super) fn password(name: &'static str, label: &'static str, fills: &'static str) -> Self {
        Self { kind: "password", fills, ..Self::text(name, label, "") }
    }

    /// A code of six digits.
    pub(super) fn code(name: &'static str, label: &'static str) -> Self {
        Self { kind: "code", fills: "one-time-code", longest: 6, ..Self::text(name, label, "") }
    }

    pub(super) fn number(name: &'static str, label: &'static str, value: impl Into<String>) -> Self {
        Self { kind: "number", longest: 6, ..Self::text(name, label, value) }
    }

    pub(super) fn filled_as(self, fills: &'static str) -> Self {
        Self { fills, ..self }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// The same, where the cursor is to stand first.
    pub(super) fn first(self) -> Self {
        Self { first: true, ..self }
    }
}

impl FormView {
    pub(super) fn new(id: &'static str, action: impl Into<String>, submit: &'static str) -> Self {
        let (fields, kept) = (Vec::new(), Vec::new());
        Self {
            id,
            action: action.into(),
            fields,
            picks: None,
            inner: String::new(),
            kept,
            submit,
            grave: false,
            wrong: None,
        }
    }

    pub(super) fn with(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// The same, with a list of which some can be picked.
    pub(super) fn picking(self, picks: Picks) -> Self {
        Self { picks: Some(picks), ..self }
    }

    /// The same, with what a template shows before the button.
    pub(super) fn inside(self, part: &impl Template) -> Self {
        // Whatever cannot be shown is missing; the page around it stays.
        Self { inner: part.render().unwrap_or_default(), ..self }
    }

    /// The same, with a field that nobody sees.
    pub(super) fn keeping(mut self, name: &str, value: impl Into<String>) -> Self {
        self.kept.push((name.to_owned(), value.into()));
        self
    }

    pub(super) fn grave(self) -> Self {
        Self { grave: true, ..self }
    }

    /// The same, with why it was not taken: at the field that is to blame, or above all of them.
    pub(super) fn refused(mut self, problem: Option<&Problem>) -> Self {
        let Some(problem) = problem else { return self };
        let about = |field: &&mut Field| Some(field.name) == problem.field.as_deref();
        let sentence = Some(problem.sentence.clone());
        let picks = self.picks.as_mut().filter(|picks| Some(picks.name) == problem.field.as_deref());
        match (self.fields.iter_mut().find(about), picks) {
            (Some(field), _) => field.wrong = sentence,
            (None, Some(picks)) => picks.wrong = sentence,
            (None, None) => self.wrong = sentence,
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::StatusCode;

    #[test]
    fn what_is_wrong_stands_at_its_field_and_no_text_becomes_markup() {
        let form = FormView::new("f", "/people", "Gửi")
            .with(Field::text("login", "Tên", "\"><script>"))
            .with(Field::password("password", "Mật khẩu", "new-password"));
        let problem = Problem::said(StatusCode::BAD_REQUEST, "X", "Sai <b>".into()).about("login");
        let html = form.refused(Some(&problem)).to_string();
        assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
        assert!(html.contains("aria-describedby=\"f-login-wrong\"") && html.contains("id=\"f-login-wrong\""));
        assert_eq!(html.matches("aria-invalid").count(), 1);
        let problem = Problem::said(StatusCode::CONFLICT, "X", "Chung".into());
        let html = FormView::new("f", "/", "Gửi").refused(Some(&problem)).to_string();
        assert!(html.contains("role=\"alert\"") && html.contains("Chung"));
    }
}
