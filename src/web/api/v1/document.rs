//! The OpenAPI document: what `#[utoipa::path]` says of every address, and what all of them have in common.
//!
//! Refusals are added here, so that no address can forget one.

use super::described;
use crate::web::api::Problem;
use crate::web::limits;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;
use utoipa::openapi::header::Header;
use utoipa::openapi::path::{HttpMethod, Operation};
use utoipa::openapi::schema::{Components, ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder, PathItem, Ref, RefOr, ResponseBuilder,
    SecurityRequirement,
};
use utoipa::{PartialSchema, ToSchema};

const DESCRIPTION: &str = "Everything that the pages of bangtin can do, as JSON. Beside the address, `lang=vi` or `lang=en` \
    says in which language sentences are told; Vietnamese if it is left out. Times are RFC 3339 in UTC, unless said otherwise. \
    Items and heads of playlists have exactly the keys of the files (docs/files.md); dates are texts. \
    A token is sent as `Authorization: Bearer …`; browsers that are signed in have a cookie.";

/// How often one may ask, in words.
fn limits() -> String {
    let ((change, changes), (ask, asks)) = (limits::WRITES_OF_ONE, limits::READS_OF_ONE);
    let ((net_change, net_changes), (net_ask, net_asks)) = (limits::WRITES, limits::READS);
    format!(
        " In a second, one token, or one person who is signed in, may change {change} things ({changes} after a pause) and ask \
         {ask} questions ({asks} after a pause); one address {net_change} ({net_changes}) and {net_ask} ({net_asks}). What is \
         more is answered with 429 and not carried out."
    )
}

/// Every refusal there is, and what it means.
const REFUSALS: [(u16, &str); 13] = [
    (400, "What was sent is wrong: `field` says which part of it"),
    (401, "Nobody knows who asks"),
    (403, "Whoever asks may not"),
    (404, "There is no such thing"),
    (405, "The address does not take this method"),
    (408, "The body did not come in time"),
    (409, "Something else was done meanwhile, or it is not the time for it"),
    (413, "The body is larger than 256 KiB"),
    (415, "The body is not `application/json`"),
    (421, "The host is not one of this page's"),
    (
        429,
        "Too often from this address, or by this token or person; nothing was done. `Retry-After` says when to come again",
    ),
    (431, "The headers are larger than 16 KiB"),
    (503, "Nothing can be written down now, or too much is to be drawn: try again"),
];

/// The header that says when it is worth asking again.
fn again() -> Header {
    let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).build();
    let mut header = Header::new(seconds);
    header.description = Some("Seconds to wait before asking again".to_owned());
    header
}

/// The words at the beginning.
pub(super) fn head() -> OpenApi {
    let info = InfoBuilder::new()
        .title("bangtin")
        .version("1")
        .description(Some(DESCRIPTION.to_owned() + &limits()))
        .license(Some(License::new("MIT OR Apache-2.0")));
    OpenApiBuilder::new().info(info.build()).build()
}

/// Adds what all addresses have in common.
pub(super) fn complete(api: &mut OpenApi) {
    let components = api.components.get_or_insert_with(Components::new);
    let mut schemas = Vec::new();
    Problem::schemas(&mut schemas);
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
    components.schemas.extend(schemas);
    for (status, means) in REFUSALS {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
        let mut refusal =
            ResponseBuilder::new().description(means).content("application/problem+json", content);
        if [429, 503].contains(&status) {
            refusal = refusal.header("Retry-After", again());
        }
        components.responses.insert(format!("{status}"), RefOr::T(refusal.build()));
    }
    let bearer = Http::builder().scheme(HttpAuthScheme::Bearer).build();
    let cookie = ApiKey::Cookie(ApiKeyValue::new("bangtin"));
    components.security_schemes.insert("token".to_owned(), SecurityScheme::Http(bearer).into());
    components.security_schemes.insert("session".to_owned(), SecurityScheme::ApiKey(cookie).into());
    for (path, item) in &mut api.paths.paths {
        operations(item).for_each(|(method, operation)| finish(path, &method, operation));
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    let all = [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Put, &mut item.put),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Delete, &mut item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

fn finish(path: &str, method: &HttpMethod, operation: &mut Operation) {
    for (status, _) in REFUSALS {
        let refusal = RefOr::Ref(Ref::from_response_name(format!("{status}")));
        operation.responses.responses.entry(status.to_string()).or_insert(refusal);
    }
    // What the pages show everybody, programs may read too.
    let open = ["/api/v1/boards", "/api/v1/openapi", "/api/v1/preview", "/api/v1/convert"];
    if !open.iter().any(|open| path.starts_with(open)) {
        let none: [&str; 0] = [];
        let ways = ["token", "session"].map(|way| SecurityRequirement::new(way, none));
        operation.security = Some(ways.to_vec());
    }
    let method = match method {
        HttpMethod::Get => "get",
        HttpMethod::Put => "put",
        HttpMethod::Post => "post",
        _ => "delete",
    };
    // Names of handlers repeat; addresses do not.
    let words = path.trim_start_matches("/api/v1/").replace(['{', '}', '.'], "").replace(['/', '-'], "_");
    operation.operation_id = Some(format!("{method}_{words}"));
}

/// The document, as it is served and kept.
static TEXT: LazyLock<String> = LazyLock::new(|| described().1.to_pretty_json().unwrap_or_default() + "\n");

#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "document", summary = "This document",
    responses((status = 200, body = serde_json::Value)))]
pub(super) async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_in_the_repository_is_what_the_code_says() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/openapi.json");
        if std::env::var_os("REDRAW").is_some() {
            std::fs::write(&path, TEXT.as_str()).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == *TEXT,
            "docs/openapi.json is not what the code says: REDRAW=1 cargo test --lib document"
        );
    }

    #[test]
    fn every_address_says_what_it_is_for_and_every_refusal() {
        let (_, mut api) = described();
        let mut names = std::collections::BTreeSet::new();
        for (path, item) in &mut api.paths.paths {
            for (_, operation) in operations(item) {
                assert!(operation.summary.is_some() && operation.tags.is_some(), "{path}");
                assert!(operation.responses.responses.len() > REFUSALS.len(), "{path}");
                assert!(names.insert(operation.operation_id.clone()), "{path}: {:?}", operation.operation_id);
            }
        }
        assert!(names.len() > 60, "{}", names.len());
    }
}
