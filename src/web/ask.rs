//! In which language somebody asks: `?lang=`, else the cookie of an earlier `?lang=`, else Vietnamese.

use crate::report::Lang;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use std::convert::Infallible;

/// The language asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// The language.
    pub(super) lang: Lang,
    /// Whether it was asked for in the address and is to be remembered.
    pub(super) remember: bool,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::read(parts.uri.query(), &parts.headers))
    }
}

impl Asked {
    /// Reads the query and the cookies of a request; what is not a language is as if it were absent.
    pub(super) fn read(query: Option<&str>, headers: &HeaderMap) -> Self {
        let named = |pairs: &str, separator: char| {
            pairs.split(separator).find_map(|pair| pair.trim().strip_prefix("lang=")?.parse::<Lang>().ok())
        };
        if let Some(lang) = query.and_then(|query| named(query, '&')) {
            return Self { lang, remember: true };
        }
        let mut cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let lang = cookies.find_map(|cookies| named(cookies, ';')).unwrap_or_default();
        Self { lang, remember: false }
    }

    /// The cookie that remembers the language for a year. It says nothing else about anybody.
    pub(super) fn cookie(self) -> String {
        format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", tag(self.lang))
    }
}

/// The BCP 47 tag, as in `?lang=` and `<html lang>`.
pub(super) fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}
