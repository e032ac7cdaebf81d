//! Style, script and icon, compiled in, under names that carry their digest so that a browser may keep them forever.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// One compiled-in file.
struct Asset {
    stem: &'static str,
    extension: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    digest: String,
}

/// All compiled-in files.
pub(super) struct Assets([Asset; 3]);

impl Assets {
    /// Works out the digests, once.
    pub(super) fn new() -> Self {
        Self([
            asset("style", "css", "text/css; charset=utf-8", include_bytes!("../../web/style.css")),
            asset("app", "js", "text/javascript; charset=utf-8", include_bytes!("../../web/app.js")),
            asset("icon", "svg", "image/svg+xml", include_bytes!("../../web/icon.svg")),
        ])
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
            (about, [(header::CONTENT_TYPE, asset.kind)], asset.bytes).into_response()
        })
    }
}

impl Asset {
    fn lasting_name(&self) -> String {
        format!("{}.{}.{}", self.stem, self.digest, self.extension)
    }
}

fn asset(stem: &'static str, extension: &'static str, kind: &'static str, bytes: &'static [u8]) -> Asset {
    let digest = hex::encode(&Sha256::digest(bytes)[..6]);
    Asset { stem, extension, kind, bytes, digest }
}
