//! What boards say when they refuse something, as sentences that say what it means and what to do.
//!
//! The words in which protocols name it stay what programs and logs know it by; no person reads them.

use crate::board::card::Unfit;
use crate::report::Message;
use crate::wire::huidu::Code;
use crate::wire::onbon::Error;
use crate::wire::xixun::Ask;

/// What a board means that refuses what it is sent by this word; see [`crate::board::Trouble::Refuses`].
#[must_use]
pub fn refused(what: &str) -> Message {
    known(what).unwrap_or_else(|| Message::AlarmContentRefused { what: what.to_owned() })
}

/// What a card means that wants a secret, or another one, by this word.
#[must_use]
pub fn denied(what: &str) -> Message {
    known(what).unwrap_or(Message::AlarmSecretWanted {})
}

fn known(what: &str) -> Option<Message> {
    let own = match what {
        "busy" => Some(Message::CardBusy {}),
        "memory" => Some(Message::CardMemory {}),
        "clock" => Some(Message::CardClockUnset {}),
        "writing" => Some(Message::CardWriting {}),
        "size" => Some(Message::CardPartSize {}),
        "name" => Some(Message::CardPartName {}),
        "configuration" => Some(Message::BoardConfiguration {}),
        "page" => Some(Message::BoardPage {}),
        "content" => Some(Message::BoardContent {}),
        _ => None,
    };
    let onbon = || {
        let unnamed = Error::Other(u16::MAX);
        let mut all = Error::ALL.iter().copied().chain([unnamed]);
        all.find(|error| error.word() == what).map(onbon)
    };
    let huidu = || {
        let unnamed = Code(u16::MAX);
        Code::all().chain([unnamed]).find(|code| code.name() == what).map(huidu)
    };
    let xixun = || Ask::ALL.into_iter().find(|ask| ask.word() == what).map(xixun);
    own.or_else(onbon).or_else(huidu).or_else(xixun)
}

/// What answers instead of the board that is expected.
#[must_use]
pub fn stranger(what: &str) -> Message {
    match what {
        "not in SDK mode" => Message::StrangerNoSdk {},
        "HD2020" => Message::StrangerHd2020 {},
        "no Xixun player" => Message::StrangerNoXixun {},
        // The name of a model.
        what => Message::AlarmOtherCard { what: what.to_owned() },
    }
}

/// What it means that this part of a board does not work; see [`crate::board::Trouble::Faulty`].
#[must_use]
pub fn faulty(part: &str) -> Message {
    match part {
        "memory" => Message::PartMemory {},
        "receiving card" => Message::PartReceivingCard {},
        "received packets" => Message::PartPackets {},
        "lamp" => Message::PartLamp {},
        part => Message::AlarmPartFaulty { part: part.to_owned() },
    }
}

/// Why what a card is to keep cannot be put on it.
#[must_use]
pub fn unfit(why: &Unfit) -> Message {
    match *why {
        Unfit::Shows { shows, most } => Message::AlarmUnfitShows { shows, most },
        Unfit::Bytes { bytes, most } => Message::AlarmUnfitBytes { bytes, most },
        Unfit::Movement => Message::AlarmUnfitMovement {},
        Unfit::Face => Message::AlarmUnfitFace {},
    }
}

/// An error of an Onbon card.
fn onbon(error: Error) -> Message {
    match error {
        Error::None => Message::OnbonNone {},
        Error::Group => Message::OnbonGroup {},
        Error::Command => Message::OnbonCommand {},
        Error::Busy => Message::CardBusy {},
        Error::Volume => Message::OnbonVolume {},
        Error::Checksum => Message::OnbonChecksum {},
        Error::NoFile => Message::OnbonNoFile {},
        Error::Flash => Message::OnbonFlash {},
        Error::Download => Message::OnbonDownload {},
        Error::Name => Message::OnbonName {},
        Error::Type => Message::OnbonType {},
        Error::FileCrc => Message::OnbonFileCrc {},
        Error::Font => Message::OnbonFont {},
        Error::Firmware => Message::OnbonFirmware {},
        Error::Date => Message::OnbonDate {},
        Error::Exists => Message::OnbonExists {},
        Error::Block => Message::OnbonBlock {},
        Error::Controller => Message::OnbonController {},
        Error::Screen => Message::OnbonScreen {},
        Error::Id => Message::OnbonId {},
        Error::Secret => Message::OnbonSecret {},
        Error::OldSecret => Message::OnbonOldSecret {},
        Error::NeedsSecret => Message::OnbonNeedsSecret {},
        Error::HasNoSecret => Message::OnbonHasNoSecret {},
        Error::Clock => Message::OnbonClock {},
        Error::Parameter => Message::OnbonParameter {},
        Error::Cascade => Message::OnbonCascade {},
        Error::Other(_) => Message::OnbonOther {},
    }
}

/// An error of a Huidu card.
fn huidu(code: Code) -> Message {
    match code.0 {
        0 => Message::HuiduSuccess {},
        1 => Message::HuiduWriteFinish {},
        2 => Message::HuiduProcess {},
        3 => Message::HuiduVersion {},
        4 => Message::HuiduOccupied {},
        5 => Message::HuiduFileOccupied {},
        6 => Message::HuiduReaders {},
        7 => Message::HuiduPacketLen {},
        8 => Message::HuiduParam {},
        9 => Message::HuiduNoSpace {},
        10 => Message::HuiduCreate {},
        11 => Message::HuiduWrite {},
        12 => Message::HuiduRead {},
        13 => Message::HuiduFileData {},
        14 => Message::HuiduFileContent {},
        15 => Message::HuiduOpen {},
        16 => Message::HuiduSeek {},
        17 => Message::HuiduRename {},
        18 => Message::HuiduNotFound {},
        19 => Message::HuiduNotFinished {},
        20 => Message::HuiduLong {},
        21 => Message::HuiduXmlIndex {},
        22 => Message::HuiduXml {},
        23 => Message::HuiduMethod {},
        24 => Message::HuiduMemory {},
        25 => Message::HuiduSystem {},
        26 => Message::HuiduVideo {},
        27 => Message::HuiduNotMedia {},
        28 => Message::HuiduVideoRead {},
        29 => Message::HuiduFrameRate {},
        30 => Message::HuiduResolution {},
        31 => Message::HuiduFormat {},
        32 => Message::HuiduDuration {},
        33 => Message::HuiduDownload {},
        34 => Message::HuiduScreenNode {},
        35 => Message::HuiduNodeExists {},
        36 => Message::HuiduNodeMissing {},
        37 => Message::HuiduPlugin {},
        38 => Message::HuiduLicence {},
        39 => Message::HuiduNoWifi {},
        40 => Message::HuiduWifi {},
        41 => Message::HuiduRunning {},
        42 => Message::HuiduUnsupported {},
        43 => Message::HuiduGuid {},
        44 => Message::HuiduFirmware {},
        45 => Message::HuiduTag {},
        46 => Message::HuiduAttribute {},
        47 => Message::HuiduCreateTag {},
        48 => Message::HuiduDevice {},
        49 => Message::HuiduDenied {},
        50 => Message::HuiduPassword {},
        51 => Message::HuiduDelay {},
        52 => Message::HuiduShortly {},
        _ => Message::HuiduOther {},
    }
}

/// What a Xixun player did not do, or tell.
fn xixun(ask: Ask) -> Message {
    match ask {
        Ask::Name => Message::XixunName {},
        Ask::Size => Message::XixunSize {},
        Ask::Build => Message::XixunBuild {},
        Ask::Password => Message::XixunPassword {},
        Ask::Screen => Message::XixunScreen {},
        Ask::Date => Message::XixunDate {},
        Ask::Brightness => Message::XixunBrightness {},
        Ask::Screenshot => Message::XixunScreenshot {},
        Ask::SetScreen(_) => Message::XixunSetScreen {},
        Ask::SetBrightness(_) => Message::XixunSetBrightness {},
        Ask::SetTime(_) => Message::XixunSetTime {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Proofreader;
    use crate::report::Lang;
    use std::collections::BTreeSet;

    /// The words of protocols, each with its sentence.
    fn all() -> Vec<(&'static str, Message)> {
        let own = ["busy", "memory", "clock", "writing", "size", "name", "configuration", "page", "content"];
        let onbon = Error::ALL.iter().map(|error| error.word()).chain(["unknown error"]);
        let huidu = Code::all().map(Code::name).chain(["Unknown"]);
        let xixun = Ask::ALL.into_iter().map(Ask::word);
        // Cards of all makes are busy.
        let words = own.into_iter().chain(onbon.filter(|word| *word != "busy")).chain(huidu).chain(xixun);
        let refusals = words.map(|word| (word, refused(word)));
        let strangers = ["not in SDK mode", "HD2020", "no Xixun player"];
        let parts = ["memory", "receiving card", "received packets", "lamp"];
        let others = strangers.map(|word| (word, stranger(word))).into_iter();
        refusals.chain(others).chain(parts.map(|word| (word, faulty(word)))).collect()
    }

    #[test]
    fn every_refusal_has_a_sentence_of_its_own_in_both_languages_that_says_what_to_do() {
        let all = all();
        assert_eq!(all.len(), 9 + 26 + 1 + 53 + 1 + 11 + 3 + 4);
        for lang in [Lang::Vi, Lang::En] {
            let said: BTreeSet<String> = all.iter().map(|(_, message)| message.say(lang)).collect();
            assert_eq!(said.len(), all.len(), "two say the same");
            for sentence in said {
                let sentences = sentence.split_inclusive(['.', ';']).count();
                assert!(sentences >= 2 && sentence.ends_with('.'), "what is it, and what to do? {sentence}");
            }
        }
        for (word, message) in &all {
            assert!(
                !matches!(
                    message,
                    Message::AlarmContentRefused { .. }
                        | Message::AlarmPartFaulty { .. }
                        | Message::AlarmOtherCard { .. }
                ),
                "{word}"
            );
        }
    }

    #[test]
    fn no_word_of_a_protocol_reaches_a_vietnamese_reader_and_every_number_does() {
        for (word, message) in all().into_iter().filter(|(word, _)| *word != "HD2020") {
            let vi = message.say(Lang::Vi).to_lowercase();
            let words: Vec<&str> = vi.split(|letter: char| !letter.is_alphanumeric()).collect();
            let theirs = word.to_lowercase();
            let known: Vec<&str> = theirs.split(' ').collect();
            assert!(!words.windows(known.len()).any(|window| window == known), "{word}: {vi}");
        }
        for error in Error::ALL.iter().filter(|error| **error != Error::Busy) {
            assert!(onbon(*error).say(Lang::Vi).contains(&format!("(mã {})", error.code())), "{error:?}");
            assert!(onbon(*error).say(Lang::En).contains(&format!("(code {})", error.code())), "{error:?}");
        }
        for code in Code::all() {
            assert!(huidu(code).say(Lang::Vi).contains(&format!("(mã {})", code.0)), "{code}");
            assert!(huidu(code).say(Lang::En).contains(&format!("(code {})", code.0)), "{code}");
        }
    }

    #[test]
    fn the_vietnamese_is_spelt_as_vietnamese_is() {
        // Names, keys of files, and what Vietnamese technicians say too.
        let names = [
            "Onbon", "Huidu", "Xixun", "bangtin", "toml", "protocol", "link", "width", "height", "address",
            "baud", "PNG", "SDK",
        ];
        let mut reader = Proofreader::default();
        let mut wrong = Vec::new();
        for (word, message) in all() {
            let found = reader.read(&message.say(Lang::Vi)).into_iter();
            let strange = found.filter(|found| !names.contains(&found.passage.as_str()));
            wrong.extend(strange.map(|found| (word, found.passage, found.kind)));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_word_nobody_knows_is_said_as_it_is() {
        assert_eq!(refused("pixels"), Message::AlarmContentRefused { what: "pixels".into() });
        assert_eq!(denied(""), Message::AlarmSecretWanted {});
        assert_eq!(denied("secret wanted"), Message::OnbonNeedsSecret {});
        assert_eq!(stranger("BX-5M1"), Message::AlarmOtherCard { what: "BX-5M1".into() });
    }
}
