//! Style, scripts and icon, compiled in, under names that carry their digest so that a browser may keep them forever.
//!
//! Scripts are modules that import each other by their plain names. What is sent has the lasting names in their place, so
//! that a module which is kept never meets one of another version; an import map would have to be inline, which the policy
//! forbids.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// One compiled-in file.
struct Asset {
    stem: &'static str,
    extension: &'static str,
    kind: &'static str,
    bytes: Cow<'static, [u8]>,
    digest: String,
}

/// The modules, each after those it imports.
const MODULES: [(&str, &str); 16] = [
    ("coded", include_str!("../../web/coded.js")),
    ("leds", include_str!("../../web/leds.js")),
    ("live", include_str!("../../web/live.js")),
    ("alarms", include_str!("../../web/alarms.js")),
    ("fresh", include_str!("../../web/fresh.js")),
    ("app", include_str!("../../web/app.js")),
    ("board", include_str!("../../web/board.js")),
    ("play", include_str!("../../web/play.js")),
    ("proof", include_str!("../../web/proof.js")),
    ("then", include_str!("../../web/then.js")),
    ("write", include_str!("../../web/write.js")),
    ("lines", include_str!("../../web/lines.js")),
    ("order", include_str!("../../web/order.js")),
    ("looked", include_str!("../../web/looked.js")),
    ("shown", include_str!("../../web/shown.js")),
    ("menu", include_str!("../../web/menu.js")),
];

/// All compiled-in files.
pub(super) struct Assets(Vec<Asset>);

impl Assets {
    /// Works out the digests, once.
    pub(super) fn new() -> Self {
        let mut assets = vec![
            asset("style", "css", "text/css; charset=utf-8", include_bytes!("../../web/style.css").into()),
            asset(
                "account",
                "css",
                "text/css; charset=utf-8",
                include_bytes!("../../web/account.css").into(),
            ),
            asset("editor", "css", "text/css; charset=utf-8", include_bytes!("../../web/editor.css").into()),
            asset(
                "operate",
                "css",
                "text/css; charset=utf-8",
                include_bytes!("../../web/operate.css").into(),
            ),
            asset("review", "css", "text/css; charset=utf-8", include_bytes!("../../web/review.css").into()),
            asset("icon", "svg", "image/svg+xml", include_bytes!("../../web/icon.svg").into()),
        ];
        for (stem, text) in MODULES {
            let mut text = text.to_owned();
            for known in assets.iter().filter(|known| known.extension == "js") {
                let plain = format!("\"./{}.js\"", known.stem);
                text = text.replace(&plain, &format!("\"./{}\"", known.lasting_name()));
            }
            assets.push(asset(stem, "js", "text/javascript; charset=utf-8", text.into_bytes().into()));
        }
        Self(assets)
    }

    /// The address of a file, its digest in the name: `/assets/style.0123456789ab.css`.
    pub(super) fn address(&self, stem: &str) -> String {
        let found = self.0.iter().find(|asset| asset.stem == stem);
        found.map_or_else(String::new, |asset| format!("/assets/{}", asset.lasting_name()))
    }

    /// Answers for the last part of an address; `None` if there is no such file.
    ///
    /// Under the plain name a file may change with the program, so browsers are told to ask again.
    pub(super) fn answer(&self, name: &str, headers: &HeaderMap) -> Option<Response> {
        let asset = self.0.iter().find(|asset| {
            name == asset.lasting_name() || name == format!("{}.{}", asset.stem, asset.extension)
        })?;
        let keep =
            if name == asset.lasting_name() { "public, max-age=31536000, immutable" } else { "no-cache" };
        let etag = format!("\"{}\"", asset.digest);
        let known = headers.get_all(header::IF_NONE_MATCH).iter().any(|value| {
            value
                .to_str()
                .is_ok_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag))
        });
        let about = [(header::ETAG, etag), (header::CACHE_CONTROL, keep.to_owned())];
        Some(if known {
            (StatusCode::NOT_MODIFIED, about).into_response()
        } else {
            (about, [(header::CONTENT_TYPE, asset.kind)], asset.bytes.clone()).into_response()
        })
    }
}

impl Asset {
    fn lasting_name(&self) -> String {
        format!("{}.{}.{}", self.stem, self.digest, self.extension)
    }
}

fn asset(
    stem: &'static str,
    extension: &'static str,
    kind: &'static str,
    bytes: Cow<'static, [u8]>,
) -> Asset {
    let digest = hex::encode(&Sha256::digest(&bytes)[..6]);
    Asset { stem, extension, kind, bytes, digest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_imports_what_is_sent_and_nothing_by_a_name_that_may_change() {
        let assets = Assets::new();
        for module in assets.0.iter().filter(|asset| asset.extension == "js") {
            let text = std::str::from_utf8(&module.bytes).unwrap();
            for import in
                text.lines().filter(|line| line.starts_with("import ") || line.starts_with("} from "))
            {
                let name = import.split('"').nth(1).unwrap().trim_start_matches("./");
                assert!(
                    assets.0.iter().any(|asset| asset.lasting_name() == name),
                    "{}: {import}",
                    module.stem
                );
            }
        }
    }
}
