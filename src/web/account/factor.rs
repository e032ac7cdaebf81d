//! Setting up the second factor: a picture for the phone's camera, the same in letters, and the first code.

use super::own::Own;
use super::{Sheet, onward};
use crate::editorial::Command;
use crate::office::factor_address;
use crate::web::Shared;
use crate::web::api::{Form, Problem};
use crate::web::forms::{Field, FormView};
use crate::web::pages::{Frame, answer};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Deserialize;
use std::fmt::Write as _;

/// The free rim of a code, in modules, that cameras need.
const RIM: i32 = 4;

#[derive(Template)]
#[template(path = "account/factor.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    sheet: Sheet,
    picture: Option<Picture>,
    /// The secret in groups of four letters.
    letters: String,
    form: FormView,
}

/// A QR code as the path of its dark modules.
struct Picture {
    size: i32,
    path: String,
}

impl Picture {
    fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{} {}h1v1h-1z", x + RIM, y + RIM);
            }
        }
        Some(Self { size: code.size() + 2 * RIM, path })
    }
}

fn show(shared: &Shared, Own { person, visitor }: &Own, problem: Option<&Problem>) -> Response {
    let Some(secret) = &person.factor_wanted else { return onward("/account", None) };
    let sheet = Sheet::new(shared, visitor);
    let letters: Vec<char> = secret.chars().collect();
    let letters: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
    let form = FormView::new("confirm", "/account/factor/confirm", sheet.w.factor_confirm)
        .with(Field::code("code", sheet.w.code).first())
        .refused(problem);
    let page = Page {
        frame: Frame::of(shared, visitor, "account"),
        picture: Picture::of(&factor_address(&person.login, secret)),
        letters: letters.join(" "),
        form,
        sheet,
    };
    answer(visitor.asked, &page, problem)
}

pub(super) async fn page(State(shared): State<Shared>, own: Own) -> Response {
    show(&shared, &own, None)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    code: String,
}

pub(super) async fn confirm(
    State(shared): State<Shared>,
    own: Own,
    Form(Code { code }): Form<Code>,
) -> Response {
    let code = code.split_whitespace().collect();
    match own.visitor.ask(&shared, Command::ConfirmSecondFactor { code }).await {
        Ok(_) => onward("/account?said=factor-on", None),
        Err(problem) => show(&shared, &own, Some(&problem)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_every_dark_module_once_and_a_rim() {
        let address = factor_address("nguyen-lan", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let picture = Picture::of(&address).unwrap();
        let code = QrCode::encode_text(&address, QrCodeEcc::Medium).unwrap();
        let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = dark.filter(|(x, y)| code.get_module(*x, *y)).count();
        assert_eq!(picture.path.matches('M').count(), dark);
        assert!(picture.path.starts_with("M4 4h1") && picture.size == code.size() + 8);
    }
}
