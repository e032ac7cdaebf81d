//! What holds of a parser whatever it is given. `tests/parsers.rs` gives it damaged good files, `fuzz/` anything at all.

use bangtin::language::legacy::{convert, decode_bytes, readable, suspect};
use bangtin::language::{Lexicon, Proofreader, look_alike, stray, tidy};
use bangtin::playlist::Playlist;
use bangtin::playlist::edit::Manuscript;
use bangtin::report::{Fault, Lang, Source, render};
use bangtin::scene::Font;
use bangtin::site::Site;
use bangtin::wire::huidu::{self, Element, Gathered, parse_answer};
use bangtin::wire::json::{Name, decode};
use bangtin::wire::onbon::area::Dynamic;
use bangtin::wire::onbon::programme::{Programme, crc32};
use bangtin::wire::onbon::{Decoder, Generation, Reply, Request, font};
use bangtin::wire::xixun::{self, Ask, Heard, Http, Push};
use std::sync::{Arc, LazyLock};

/// Made once: it takes longer than reading a text.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);

/// A BDF font is read and can be measured, or is refused with a line that the file has.
pub(crate) fn bdf(text: &str) {
    match Font::from_bdf("given", text) {
        Ok(font) => {
            let line = "Nộp hồ sơ, ỄỖẴ 1022 gjpqy";
            let extent = font.extent(line);
            assert!(extent.is_none_or(|(left, right)| left < right), "{extent:?}");
            assert!(font.rows() > 0 || font.missing(line).is_some());
        }
        Err(error) => assert!(error.line >= 1 && error.line <= text.lines().count() + 1, "{error:?}"),
    }
}

/// A playlist is read or refused with a reason; every fault stands inside the file and can be said.
pub(crate) fn playlist(text: &str) {
    let source = source("playlists/given.toml", text);
    let (playlist, faults) = Playlist::parse("given", &source);
    assert!(playlist.is_some() || faults.iter().any(Fault::is_error), "refused without a word");
    sayable(&faults, text);
}

/// A playlist file can be taken apart and is the same again, or is refused; changed, it says what was wanted and nothing else
/// than it did.
pub(crate) fn manuscript(text: &str) {
    let Ok(mut manuscript) = Manuscript::parse(text) else { return };
    assert_eq!(manuscript.text(), text);
    let (mut head, count) = (manuscript.head(), manuscript.len());
    let mut items: Vec<_> = (0..count).filter_map(|index| manuscript.item(index)).collect();
    head.insert("order".to_owned(), 7.into());
    let mut whole = manuscript.set_head(&head).is_ok();
    for (index, item) in items.iter_mut().enumerate().take(3) {
        item.insert("text".to_owned(), "Một\ncửa".into());
        item.insert("review_by".to_owned(), "2030-01-31".into());
        item.remove("hold");
        whole &= manuscript.set_item(index, item).is_ok();
    }
    // A value may lie deeper than is written here; that is refused and the file is as it was.
    if whole {
        if count > 1 {
            manuscript.shift(0, count - 1).unwrap();
            items.rotate_left(1);
        }
        let again = Manuscript::parse(&manuscript.text()).unwrap();
        assert_eq!((again.head(), again.len()), (head, count));
        assert!(items.iter().enumerate().all(|(index, item)| again.item(index).as_ref() == Some(item)));
    }
}

/// Of a site file what is right is read; every fault stands inside the file and can be said.
pub(crate) fn site(text: &str) {
    let (_, faults) = Site::parse(&source("bangtin.toml", text));
    sayable(&faults, text);
}

/// Bytes that somebody pasted are made readable, looked through, converted and proof-read; findings are inside the text.
pub(crate) fn text(bytes: &[u8]) {
    let _ = decode_bytes(bytes);
    let text = tidy(&readable(bytes).0);
    let length = text.chars().count();
    let found = stray(&text).map(|(at, _)| at).into_iter().chain(look_alike(&text).map(|(at, ..)| at));
    assert!(found.into_iter().all(|at| at < length));
    if let Some((encoding, converted)) = convert(&text, suspect([text.as_str()])) {
        assert_ne!(converted, text, "{} changes nothing", encoding.name());
    }
    for finding in Proofreader::new(&LEXICON).read(&text) {
        assert!(finding.length > 0 && finding.position + finding.length <= length, "{finding:?}");
    }
}

/// Bytes from an Onbon card are the same frames however they are cut; what is read of them, and of files whose sum is right,
/// takes no more memory than pictures have, and is read again from what is written of it.
pub(crate) fn onbon(bytes: &[u8]) {
    let frames = |pieces: &[&[u8]]| {
        let (mut decoder, mut frames) = (Decoder::default(), Vec::new());
        pieces.iter().for_each(|piece| decoder.feed(piece, |frame| frames.push(frame)));
        frames
    };
    let cut = cut(bytes);
    assert_eq!(frames(&[bytes]), frames(&[&bytes[..cut], &bytes[cut..]]));
    if let Err(error) = decode(Name::OnbonBx5, bytes) {
        assert!(error.offset <= bytes.len());
    }
    let _ = font::parse(bytes);
    if let Ok(request) = Request::parse(bytes) {
        assert_eq!(request.emit(), bytes);
    }
    if let Ok(reply) = Reply::parse(bytes) {
        assert_eq!(Reply::parse(&reply.emit()), Ok(reply));
    }
    for generation in [Generation::Five, Generation::Six] {
        if let Ok(areas) = Dynamic::parse(generation, bytes) {
            for area in areas {
                assert_eq!(Dynamic::parse(generation, &area.emit(generation)), Ok(vec![area]));
            }
        }
    }
    let (file, data) = bytes.split_at(cut);
    programme(file, data);
}

/// Two files that a card holds, without the sums that nobody would find: what is read of them is read again from what is
/// written of it.
pub(crate) fn programme(file: &[u8], data: &[u8]) {
    let [file, data] = [file, data].map(|bytes| [bytes, &crc32(bytes).to_le_bytes()].concat());
    for generation in [Generation::Five, Generation::Six] {
        if let Ok(programme) = Programme::parse(generation, &file, Some(&data)) {
            let files = programme.emit(generation);
            let [first, .., last] = &[&files[0], &files[files.len() - 1]][..] else {
                unreachable!("two of them")
            };
            let read = Programme::parse(generation, &last.bytes, Some(&first.bytes)).ok();
            assert!(read == Some(programme), "it is read as another one");
        }
    }
}

/// Bytes from or for a Huidu card are the same messages however they are cut; what is read of them, and of the XML in them, is
/// read again from what is written of it.
pub(crate) fn huidu(bytes: &[u8]) {
    let messages = |pieces: [&[u8]; 2]| {
        let (mut decoder, mut messages) = (huidu::Decoder::default(), Vec::new());
        let wrong = pieces.into_iter().find_map(|piece| decoder.feed(piece, |one| messages.push(one)).err());
        (messages, wrong)
    };
    let (first, second) = bytes.split_at(cut(bytes));
    assert_eq!(messages([bytes, &[]]), messages([first, second]));
    if let Err(error) = decode(Name::HuiduSdk2, bytes) {
        assert!(error.offset <= bytes.len());
    }
    if let Some(element) = Element::parse(bytes) {
        assert_eq!(Element::parse(element.write().as_bytes()), Some(element));
    }
    let whole = |parts: Vec<huidu::Part>| {
        let mut gathered = Gathered::default();
        parts.iter().find_map(|part| gathered.take(part).expect("they follow each other"))
    };
    if let Some((guid, request)) = huidu::Request::parse(bytes) {
        let again = whole(request.parts(&guid)).expect("a whole question");
        assert_eq!(huidu::Request::parse(&again), Some((guid, request)));
    }
    if let Some(answer) = parse_answer(bytes) {
        let again = whole(answer.parts()).expect("a whole answer");
        assert_eq!(parse_answer(&again), Some(answer));
    }
}

/// Bytes from or for a Xixun player are the same questions, answers, objects and files however they are cut; what is read of
/// them is read again from what is written of it.
pub(crate) fn xixun(bytes: &[u8]) {
    let (first, second) = bytes.split_at(cut(bytes));
    let pushed = |pieces: [&[u8]; 2]| {
        let (mut decoder, mut objects, mut files) = (xixun::Decoder::default(), Vec::new(), Vec::new());
        let mut heard = |heard: Heard<'_>| match heard {
            Heard::Object(object) => objects.push((object.clone(), files.len())),
            Heard::Bytes(bytes) => files.extend_from_slice(bytes),
        };
        let wrong = pieces.into_iter().any(|piece| decoder.feed(piece, &mut heard).is_err());
        (objects, files, wrong)
    };
    assert_eq!(pushed([bytes, &[]]), pushed([first, second]));
    let bodies = |pieces: [&[u8]; 2]| {
        let (mut http, mut bodies) = (Http::default(), Vec::new());
        for piece in pieces {
            http.feed(piece);
            while let Some(body) = http.take() {
                let Ok(body) = body else { return (bodies, true) };
                bodies.push(body);
            }
        }
        (bodies, false)
    };
    assert_eq!(bodies([bytes, &[]]), bodies([first, second]));
    if let Err(error) = decode(Name::Xixun, bytes) {
        assert!(error.offset <= bytes.len());
    }
    if let Ok((ask, id)) = Ask::parse(bytes) {
        assert_eq!(Ask::parse(ask.json(&id).as_bytes()), Ok((ask, id)));
    }
    if let Ok(reply) = xixun::Reply::parse(bytes) {
        assert_eq!(xixun::Reply::parse(reply.json().as_bytes()), Ok(reply));
    }
    if let Ok(push) = Push::parse(bytes) {
        assert_eq!(Push::parse(push.json().as_bytes()), Ok(push));
    }
    if let Ok(programme) = xixun::Programme::parse(bytes) {
        assert_eq!(xixun::Programme::parse(programme.json().as_bytes()), Ok(programme));
    }
}

/// Where bytes are cut in two: their first one says it.
fn cut(bytes: &[u8]) -> usize {
    bytes.first().map_or(0, |first| usize::from(*first) % bytes.len())
}

fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source { name: name.to_owned(), text: text.to_owned() })
}

fn sayable(faults: &[Fault], text: &str) {
    for fault in faults {
        let inside = fault.place.as_ref().is_none_or(|(_, span)| span.end <= text.len());
        assert!(inside && fault.place.is_none() == fault.line_column().is_none(), "{fault:?}");
    }
    for lang in [Lang::Vi, Lang::En] {
        assert!(render(faults, lang, false).len() < 200 * (text.len() + 1_000));
    }
}
