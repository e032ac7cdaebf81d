//! `bangtin convert`: makes a file that was typed for the fonts of before Unicode a Unicode file.
//!
//! The file itself is changed only if it is named as the output: what an old file says is a guess, and people read the
//! result before it is used.

use super::{BROKEN, FINDINGS, output};
use crate::language::compose;
use crate::language::legacy::{self, Encoding, readable, suspect};
use crate::playlist::texts;
use crate::report::{Lang, Message};
use anyhow::Context as _;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

/// The largest file taken, in bytes.
const MAX_BYTES: u64 = 4 << 20;

#[derive(Debug, clap::Args)]
#[command(after_help = "Ví dụ / Examples:\n  bangtin convert playlists/cu.toml\n  \
    bangtin convert cu.txt --from VNI -o moi.txt")]
pub(super) struct Args {
    /// Tệp cần chuyển: danh sách phát hoặc văn bản thường. A playlist or a plain text.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Bảng mã của tệp, nếu chương trình đoán sai: TCVN3, VNI, VIQR… The encoding, if the guess is wrong.
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// Tệp kết quả; không có thì in ra. Where to write it; printed if absent.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args, lang: Lang) -> anyhow::Result<ExitCode> {
    let from = match args.from.as_deref().map(|name| Encoding::named(name).ok_or(name)).transpose() {
        Ok(from) => from,
        Err(name) => {
            let offer = Encoding::all().map(Encoding::name).collect::<Vec<_>>().join(", ");
            eprintln!("{}", Message::NoSuchEncoding { name: name.to_owned(), offer }.say(lang));
            return Ok(ExitCode::from(BROKEN));
        }
    };
    let path = args.file.display().to_string();
    let file = std::fs::File::open(&args.file).with_context(|| path.clone())?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).with_context(|| path.clone())?;
    if bytes.len() as u64 > MAX_BYTES {
        let most_kib = (MAX_BYTES / 1024) as usize;
        eprintln!("{}", Message::FileTooLarge { path, most_kib }.say(lang));
        return Ok(ExitCode::from(BROKEN));
    }
    let (text, unicode) = readable(&bytes);
    let (converted, encodings) = convert(&text, from);
    match &args.output {
        Some(output) => output::write(output, converted.as_bytes())?,
        None => std::io::stdout().write_all(converted.as_bytes())?,
    }
    let names: Vec<&str> = encodings.iter().map(|one| one.name()).chain(unicode).collect();
    let lost = encodings.iter().find(|encoding| encoding.loses_capitals());
    let (message, code) = match (names.is_empty(), std::str::from_utf8(&bytes)) {
        (false, _) => {
            let code = if lost.is_some() { FINDINGS } else { 0 };
            (Message::Converted { path, encoding: names.join(", ") }, code)
        }
        (true, Err(error)) => (Message::NotUtf8 { path, offset: error.valid_up_to() }, BROKEN),
        (true, Ok(_)) => (Message::NothingToConvert { path }, 0),
    };
    eprintln!("{}", message.say(lang));
    if let Some(encoding) = lost {
        eprintln!("{}", Message::CapitalsLost { encoding: encoding.name().to_owned() }.say(lang));
    }
    Ok(ExitCode::from(code))
}

/// The file in composed Unicode, and the encodings it was in. Of a playlist only the texts are converted, and of them
/// only those that are in that encoding: keys, notes and Unicode texts stay as they are.
fn convert(text: &str, from: Option<Encoding>) -> (String, Vec<Encoding>) {
    let texts = texts(text);
    if texts.is_empty() {
        let encoding = from.or_else(|| suspect([text]));
        let converted = encoding.map_or_else(|| text.to_owned(), |encoding| encoding.decode(text));
        return (compose(&converted).into_owned(), encoding.into_iter().collect());
    }
    let encoding = from.or_else(|| suspect(texts.iter().map(|text| text.value.as_str())));
    let (mut converted, mut at, mut used) = (String::with_capacity(text.len()), 0, Vec::new());
    for one in &texts {
        if let Some((encoding, _)) = legacy::convert(&one.value, encoding) {
            converted.push_str(&text[at..one.span.start]);
            converted.push_str(&encoding.decode(&text[one.span.clone()]));
            at = one.span.end;
            if !used.contains(&encoding) {
                used.push(encoding);
            }
        }
    }
    converted.push_str(&text[at..]);
    (compose(&converted).into_owned(), used)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_texts_of_a_playlist_are_converted_and_notes_stay() {
        let old = "# Ghi chú: của tôi\ntitle = \"DÞch vô c«ng\"\n[[item]]\ntext = \"\"\"\nDÞCH Vô C«NG\ntrùc tuyÕn\"\"\" # cũ\n\
                   hold = 8\n[[item]]\ntext = \"Tiếng Việt đã đúng\"\n";
        let new = "# Ghi chú: của tôi\ntitle = \"Dịch vụ công\"\n[[item]]\ntext = \"\"\"\nDỊCH VỤ CÔNG\ntrực tuyến\"\"\" # cũ\n\
                   hold = 8\n[[item]]\ntext = \"Tiếng Việt đã đúng\"\n";
        let (converted, encodings) = convert(old, None);
        assert_eq!(converted, new);
        assert_eq!(encodings.into_iter().map(Encoding::name).collect::<Vec<_>>(), ["TCVN3"]);
    }

    #[test]
    fn viqr_in_a_playlist_leaves_the_signs_of_toml_alone() {
        let old = "[[item]]\ntext = \"Di.ch vu. co^ng tru+.c tuye^'n\" # a.b\nhold = 8.5\n";
        let (converted, _) = convert(old, None);
        assert_eq!(converted, "[[item]]\ntext = \"Dịch vụ công trực tuyến\" # a.b\nhold = 8.5\n");
    }

    #[test]
    fn a_plain_text_is_converted_whole_and_unicode_is_left_as_it_is() {
        assert_eq!(convert("Tieáng Vieät coù daáu", None).0, "Tiếng Việt có dấu");
        assert_eq!(convert("Tiếng Việt", None), ("Tiếng Việt".to_owned(), Vec::new()));
    }
}
