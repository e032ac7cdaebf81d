//! The keys of boards that are sent universes: Art-Net and sACN.

use crate::board::{Fill, Protocol, Sacn};
use crate::report::{Fields, Message, shortened};
use crate::wire::sacn::{Cid, Source};
use sha2::{Digest as _, Sha256};

/// Who a board is, for what a source is to be called.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner<'a> {
    pub(super) site: &'a str,
    pub(super) board: &'a str,
}

/// Reads what Art-Net has.
pub(super) fn artnet(fields: &mut Fields<'_, '_>) -> Protocol {
    let universe = super::wiring::number(fields, "universe", 0, 32_767, 1);
    let sync = fields.flag("sync").unwrap_or(false);
    Protocol::Artnet { universe, fill: fill(fields), sync }
}

/// Reads what sACN has.
pub(super) fn sacn(fields: &mut Fields<'_, '_>, owner: Owner<'_>) -> Option<Protocol> {
    let universe = super::wiring::number(fields, "universe", 1, 63_999, 1);
    let fill = fill(fields);
    let sync = super::wiring::number(fields, "sync_universe", 0, 63_999, 0);
    let priority = super::wiring::number(fields, "priority", 0, 200, 100) as u8;
    let source = source(fields, owner);
    let cid = cid(fields, owner);
    let (source, cid) = (source?, cid?);
    Some(Protocol::Sacn(Sacn { universe, fill, sync, priority, source, cid, groups: false }))
}

fn fill(fields: &mut Fields<'_, '_>) -> Fill {
    let dots = fields.integer("dots_per_universe", 1..=512);
    let channels = fields.integer("channels_per_universe", 1..=512);
    match (dots, channels) {
        (Some(_), Some(channels)) => {
            let (key, other) = ("channels_per_universe".to_owned(), "dots_per_universe".to_owned());
            fields.fault(channels.span, Message::KeyWithout { key, other });
            Fill::Whole
        }
        (Some(dots), None) => Fill::Dots(dots.value as u16),
        (None, Some(channels)) => Fill::Channels(channels.value as u16),
        (None, None) => Fill::Whole,
    }
}

/// The name people know the source by: that of the board if none is given.
fn source(fields: &mut Fields<'_, '_>, owner: Owner<'_>) -> Option<Source> {
    match fields.text("source", Source::MOST) {
        Some(name) => {
            let source = Source::new(&name.value);
            if source.is_none() {
                let (key, most) = ("source".to_owned(), Source::MOST);
                fields.fault(name.span, Message::TextBytes { key, bytes: name.value.len(), most });
            }
            source
        }
        None => Source::new(&format!("bangtin {}", owner.board)),
    }
}

/// Who the source is for receivers: worked out from the ids of site and board, so that it is the same at every start, and may
/// be set where two installations have the same ids.
fn cid(fields: &mut Fields<'_, '_>, owner: Owner<'_>) -> Option<Cid> {
    let Some(set) = fields.text("cid", 36) else { return Some(named(owner)) };
    let bytes = hex::decode(set.value.replace('-', "")).ok().and_then(|bytes| bytes.try_into().ok());
    let cid = bytes.filter(|bytes| *bytes != [0; 16]).map(Cid);
    if cid.is_none() {
        fields.fault(set.span, Message::BadCid { cid: shortened(&set.value) });
    }
    cid
}

/// A UUID of version 8: one made by a rule of one's own.
fn named(owner: Owner<'_>) -> Cid {
    let digest = Sha256::digest(format!("bangtin sacn\n{}\n{}", owner.site, owner.board));
    let mut cid = [0; 16];
    cid.copy_from_slice(&digest[..16]);
    cid[6] = cid[6] & 0x0F | 0x80;
    cid[8] = cid[8] & 0x3F | 0x80;
    Cid(cid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Lang, Source as File};
    use crate::site::Site;
    use std::sync::Arc;

    fn read(id: &str, keys: &str) -> (Option<Protocol>, Vec<String>) {
        let text = format!(
            "[[site]]\nid = \"x\"\n[[board]]\nid = \"{id}\"\nsite = \"x\"\nwidth = 64\nheight = 32\n\
             link = \"udp://10.0.0.2\"\n{keys}\n"
        );
        let (site, faults) = Site::parse(&Arc::new(File { name: "x.toml".to_owned(), text }));
        let board = site.boards.first().map(|board| board.protocol.clone());
        (board, faults.iter().map(|fault| fault.message.say(Lang::En)).collect())
    }

    fn source(id: &str, keys: &str) -> Sacn {
        match read(id, &format!("protocol = \"sacn\"\n{keys}")) {
            (Some(Protocol::Sacn(sacn)), _) => sacn,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_board_without_more_keys_begins_at_universe_one() {
        let (board, _) = read("b", "protocol = \"artnet\"");
        assert_eq!(board, Some(Protocol::Artnet { universe: 1, fill: Fill::Whole, sync: false }));
        let sacn = source("b", "");
        assert_eq!((sacn.universe, sacn.fill, sacn.sync, sacn.priority), (1, Fill::Whole, 0, 100));
        assert_eq!((sacn.source.name(), sacn.groups), ("bangtin b", false));
    }

    #[test]
    fn a_source_is_the_same_at_every_start_and_another_for_every_board() {
        let cid = source("b", "").cid;
        assert_eq!(cid, source("b", "priority = 7\nsource = \"Cổng\"").cid);
        assert_ne!(cid, source("c", "").cid);
        assert_eq!((cid.0[6] >> 4, cid.0[8] >> 6), (8, 2), "a UUID by a rule of one's own");
        let set = source("b", "cid = \"6f1c2c3e-8b0d-4a6e-9d57-1f2e3d4c5b6a\"").cid;
        assert_eq!(hex::encode(set.0), "6f1c2c3e8b0d4a6e9d571f2e3d4c5b6a");
    }

    #[test]
    fn what_cannot_be_is_refused_with_what_to_do() {
        let long = "source = \"ắắắắắắắắắắắắắắắắắắắắắắ\"";
        for (keys, word) in [
            ("protocol = \"sacn\"\ncid = \"6f1c\"", "not a UUID"),
            ("protocol = \"sacn\"\ncid = \"00000000-0000-0000-0000-000000000000\"", "not a UUID"),
            (&format!("protocol = \"sacn\"\n{long}"), "66 bytes in UTF-8, but 63"),
            ("protocol = \"sacn\"\nsync = true", "protocol = \"artnet\""),
            ("protocol = \"artnet\"\ndots_per_universe = 20\nchannels_per_universe = 60", "Keep one of them"),
            ("protocol = \"artnet\"\ndots_per_universe = 171", "hold 1 to 170"),
            ("protocol = \"artnet\"\nuniverse = 32760", "13 universes from 32760 on"),
            ("universe = 3", "protocol = \"artnet\""),
        ] {
            let (_, faults) = read("b", keys);
            assert!(faults.iter().any(|fault| fault.contains(word)), "{keys}: {faults:?}");
        }
    }
}
