//! What several commands are asked with: a board, a moment.

use super::{BROKEN, output};
use crate::clock::wall_now;
use crate::control::Store;
use crate::office::lit;
use crate::report::{Fault, Lang, Message, offered, shortened};
use crate::site::{Board, Library};
use crate::timetable;
use jiff::Timestamp;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Says why a question cannot be answered as it was put.
pub(super) fn refuse(message: Message, lang: Lang) -> ExitCode {
    output::faults(&[Fault::unplaced(message)], lang);
    ExitCode::from(BROKEN)
}

/// The files as they are, with what people have ordered: questions about a board are answered as its daemon would.
pub(super) fn open(config: &Path) -> (Library, Vec<Fault>) {
    let (mut library, faults) = lit::open(config);
    library.orders = Arc::new(Store::new(&library.site.state_folder(config)).peek());
    (library, faults)
}

/// The board with this id; the ids there are if there is none.
pub(super) fn board<'a>(library: &'a Library, id: &str) -> Result<&'a Board, Message> {
    library.board(id).ok_or_else(|| {
        let ids: Vec<&str> = library.site.boards.iter().map(|board| board.id.value.as_str()).collect();
        Message::NoSuchBoard { id: id.to_owned(), offer: offered(id, &ids) }
    })
}

/// The board and the moment asked for.
pub(super) fn board_at<'a>(
    library: &'a Library,
    id: &str,
    at: Option<&str>,
) -> Result<(&'a Board, Timestamp), Message> {
    Ok((board(library, id)?, moment(at, library)?))
}

/// The moment asked for; now if none is.
fn moment(text: Option<&str>, library: &Library) -> Result<Timestamp, Message> {
    text.map_or_else(
        || Ok(wall_now()),
        |text| {
            timetable::instant(text, &library.site.zone)
                .ok_or_else(|| Message::BadTime { text: shortened(text) })
        },
    )
}
