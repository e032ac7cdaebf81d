//! The API for programs, version 1: everything that the pages can do, as JSON.
//!
//! Addresses, bodies and answers are described where they are carried out; `document.rs` makes one document of it, which is
//! served and kept as `docs/openapi.json`. What is changed goes to the office, and orders go to the daemon, by the same ways as
//! those of the pages.

mod answers;
mod boards;
mod decide;
mod document;
mod drafts;
mod events;
mod factor;
mod items;
mod log;
mod me;
mod orders;
mod people;
mod playlists;
mod taken;
mod templates;

use crate::web::{Shared, preview, then};
pub(in crate::web) use boards::{When, moment, view};
pub(in crate::web) use events::STREAMS;
pub(in crate::web) use taken::{OfBoard, Place, Query};

use axum::Router;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// All of its routes.
pub(in crate::web) fn routes() -> Router<Shared> {
    described().0
}

/// The routes, and what there is to say of them.
fn described() -> (Router<Shared>, OpenApi) {
    let (routes, mut api) = OpenApiRouter::with_openapi(document::head())
        .merge(looks())
        .merge(playlist_routes())
        .merge(draft_routes())
        .merge(order_routes())
        .merge(person_routes())
        .routes(routes!(document::openapi))
        .split_for_parts();
    document::complete(&mut api);
    (routes, api)
}

fn looks() -> OpenApiRouter<Shared> {
    OpenApiRouter::default()
        .routes(routes!(boards::boards))
        .routes(routes!(boards::board))
        .routes(routes!(then::told))
        .routes(routes!(boards::plan))
        .routes(routes!(boards::explain))
        .routes(routes!(preview::preview))
        .routes(routes!(preview::convert))
        .routes(routes!(log::log))
        .routes(routes!(log::verify))
        .routes(routes!(events::events))
}

fn playlist_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::default()
        .routes(routes!(playlists::list, playlists::create))
        .routes(routes!(playlists::one))
        .routes(routes!(playlists::versions))
        .routes(routes!(playlists::version))
        .routes(routes!(playlists::restore))
        .routes(routes!(playlists::disk))
        .routes(routes!(playlists::take))
        .routes(routes!(playlists::write_again))
        .routes(routes!(decide::withdraw))
}

fn draft_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::default()
        .routes(routes!(drafts::draft, drafts::open))
        .routes(routes!(drafts::discard))
        .routes(routes!(drafts::head))
        .routes(routes!(drafts::text))
        .routes(routes!(drafts::undo))
        .routes(routes!(drafts::redo))
        .routes(routes!(drafts::rebase))
        .routes(routes!(drafts::difference))
        .routes(routes!(items::add))
        .routes(routes!(items::item, items::save, items::remove))
        .routes(routes!(items::copy))
        .routes(routes!(items::shift))
        .routes(routes!(decide::submit))
        .routes(routes!(decide::recall))
        .routes(routes!(decide::seals))
        .routes(routes!(decide::seen))
        .routes(routes!(decide::approve))
        .routes(routes!(decide::reject))
}

fn order_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::default()
        .routes(routes!(orders::list))
        .routes(routes!(orders::notice))
        .routes(routes!(orders::end))
        .routes(routes!(orders::extend))
        .routes(routes!(orders::blackout))
        .routes(routes!(orders::resume))
        .routes(routes!(orders::show))
        .routes(routes!(templates::list))
        .routes(routes!(templates::order))
}

fn person_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::default()
        .routes(routes!(people::list, people::invite))
        .routes(routes!(people::one, people::change))
        .routes(routes!(people::remove))
        .routes(routes!(people::reset))
        .routes(routes!(people::end_factor))
        .routes(routes!(people::sign_out))
        .routes(routes!(me::me))
        .routes(routes!(me::password))
        .routes(routes!(me::sessions))
        .routes(routes!(me::end_session))
        .routes(routes!(me::tokens, me::make_token))
        .routes(routes!(me::revoke))
        .routes(routes!(factor::begin))
        .routes(routes!(factor::confirm))
        .routes(routes!(factor::end))
}
