//! Flip-dot boards in `bangtin.toml`.

use bangtin::board::Protocol;
use bangtin::report::{Lang, Source};
use bangtin::site::{Address, Site};
use bangtin::wire::luminator::Sign;
use std::sync::Arc;

/// The protocol and the speed of a board with these keys, or what is wrong with it in the operator's words.
fn board(size: (u16, u16), keys: &str) -> Result<(Protocol, u32), Vec<String>> {
    let (width, height) = size;
    let text = format!(
        "[[site]]\nid = \"x\"\nname = \"X\"\n[[board]]\nid = \"b\"\nsite = \"x\"\nwidth = {width}\nheight = {height}\n\
         colour = \"yellow\"\nlink = \"serial:///dev/ttyUSB0\"\n{keys}\n"
    );
    let (mut site, faults) = Site::parse(&Arc::new(Source { name: "bangtin.toml".to_owned(), text }));
    let faults: Vec<String> =
        faults.iter().filter(|fault| fault.is_error()).map(|fault| fault.sentence(Lang::En)).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let board = site.boards.remove(0);
    let Address::Serial { baud, .. } = board.address else { panic!("a line") };
    Ok((board.protocol, baud))
}

#[test]
fn boards_have_the_address_and_the_speed_that_are_usual_unless_the_site_says_otherwise() {
    let good = |size, keys: &str| board(size, keys).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(good((96, 16), "protocol = 'hanover'"), (Protocol::Hanover { address: 1, asks: false }, 4800));
    assert_eq!(
        good((96, 16), "protocol = 'hanover'\naddress = 15\nask_status = true\nbaud = 38400"),
        (Protocol::Hanover { address: 15, asks: true }, 38_400)
    );
    assert_eq!(good((112, 16), "protocol = 'mobitec'"), (Protocol::Mobitec { address: 6 }, 4800));
    assert_eq!(
        good((56, 7), "protocol = 'alfazeta'\npanels = [63, 0]"),
        (Protocol::AlfaZeta { panels: vec![63, 0] }, 57_600)
    );
    assert_eq!(good((56, 7), "protocol = 'alfazeta'").0, Protocol::AlfaZeta { panels: Vec::new() });
    assert_eq!(
        good((96, 8), "protocol = 'luminator'\nsign = 'horizon-96x8'\naddress = 126"),
        (Protocol::Luminator { address: 126, sign: Sign::HorizonSide96 }, 19_200)
    );
}

#[test]
fn what_cannot_be_is_refused_by_its_key() {
    for (size, keys, word) in [
        ((96, 16), "protocol = 'hanover'\naddress = 0", "address"),
        ((96, 16), "protocol = 'hanover'\npanels = [1]", "panels"),
        ((96, 33), "protocol = 'hanover'", "512 × 32"),
        ((96, 16), "protocol = 'mobitec'\naddress = 16", "address"),
        ((96, 16), "protocol = 'adalight'\naddress = 1", "address"),
        ((56, 7), "protocol = 'alfazeta'\npanels = [1, 1]", "panels"),
        ((56, 7), "protocol = 'alfazeta'\npanels = [1, 64]", "panels"),
        ((56, 7), "protocol = 'alfazeta'\npanels = 1", "panels"),
        ((56, 7), "protocol = 'alfazeta'\npanels = []", "panels"),
        ((56, 7), "protocol = 'alfazeta'\npanels = [1]", "has 2 panels"),
        ((57, 7), "protocol = 'alfazeta'", "whole panels"),
        ((112, 16), "protocol = 'luminator'", "sign"),
        ((112, 16), "protocol = 'luminator'\nsign = 'max3000-112x61'", "max3000-112x16"),
        ((112, 15), "protocol = 'luminator'\nsign = 'max3000-112x16'", "112 × 16"),
    ] {
        let faults = board(size, keys).unwrap_err();
        assert!(faults.len() == 1 && faults[0].contains(word), "{keys}: {faults:?}");
    }
}
