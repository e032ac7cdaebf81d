//! `bangtin render`: one text on one face, as a still picture with one pixel a dot.

use super::output;
use super::{BROKEN, FINDINGS};
use crate::frame::{Colour, Face, Palette, picture};
use crate::language;
use crate::player::{Programme, Stage};
use crate::playlist::{Align, Class, Item, Motion, Origin, Playlist, Reach, Settled, Target, When};
use crate::report::{At, Fault, Lang, Message, Source, code_point, offered, shortened};
use crate::schedule::Setting;
use crate::site::{Library, read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug, clap::Args)]
#[command(after_help = "Ví dụ / Examples:\n  \
    bangtin render --text 'Một cửa điện tử' --width 128 --height 32 --color red -o mot-cua.png")]
pub(super) struct Args {
    /// Nội dung; xuống dòng bằng một dòng mới. The text; a new line is a new line.
    #[arg(long)]
    text: String,
    /// Chiều rộng, tính bằng điểm. Width in dots.
    #[arg(long, value_name = "W")]
    width: u16,
    /// Chiều cao, tính bằng điểm. Height in dots.
    #[arg(long, value_name = "H")]
    height: u16,
    /// Phông chữ. The font.
    #[arg(long, value_name = "NAME", default_value = "bangtin-16")]
    font: String,
    /// Màu chữ: red, amber, white, #rrggbb … The colour of the text.
    #[arg(long, alias = "colour", value_name = "C", default_value = "white")]
    color: String,
    /// Tệp ảnh .png. The picture's file.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(args: &Args, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    let refuse = |message: Message, code: u8| {
        output::faults(&[Fault::unplaced(message)], lang);
        Ok(ExitCode::from(code))
    };
    let Some(face) = Face::new(args.width, args.height) else {
        let message = Message::FaceSize {
            width: args.width.into(),
            height: args.height.into(),
            most_width: Face::MAX_WIDTH,
            most_height: Face::MAX_HEIGHT,
            most_dots: Face::MAX_DOTS,
        };
        return refuse(message, BROKEN);
    };
    let Some(colour) = Colour::parse(&args.color) else {
        let offer = offered(&args.color, &Colour::NAMES);
        return refuse(Message::BadColour { word: shortened(&args.color), offer }, BROKEN);
    };
    if args.output.extension().is_none_or(|ending| ending != "png") {
        return refuse(Message::BadOutput { path: args.output.display().to_string() }, BROKEN);
    }
    // Without a site file the fonts are those of the folder `fonts` beside it, as with one that names no folder.
    let (mut library, _) = Library::open(&read(config), None);
    let mut faults = Vec::new();
    library.want_font(&args.font, &mut faults);
    if !faults.is_empty() {
        output::faults(&faults, lang);
        return Ok(ExitCode::from(FINDINGS));
    }
    let stage = Stage {
        reach: Reach { board: "--text".to_owned(), ..Reach::default() },
        setting: Setting::default(),
        default: Some("--text".to_owned()),
        face,
        palette: Palette::Rgb,
        font: args.font.clone(),
        max_fps: 60,
        moves: true,
        compounds: Arc::clone(&library.site.compounds),
        permits: Arc::default(),
    };
    let playlist = match playlist(&args.text, colour) {
        Ok(playlist) => Arc::new(playlist),
        Err(fault) => {
            output::faults(&[*fault], lang);
            return Ok(ExitCode::from(FINDINGS));
        }
    };
    let (programme, faults) = Programme::new(&stage, [&playlist], &library.fonts);
    if !faults.is_empty() {
        output::faults(&faults, lang);
        return Ok(ExitCode::from(FINDINGS));
    }
    let moment = programme.at(jiff::Timestamp::UNIX_EPOCH);
    if let Some(pages) = pages(&programme).filter(|pages| *pages > 1) {
        return refuse(Message::NeedsPages { pages, width: face.width(), height: face.height() }, FINDINGS);
    }
    if let Some(window) = moment.window() {
        output::write(&args.output, &picture::png(&window.to_frame())?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A playlist of the one text, so that it takes the same road as every other.
fn playlist(text: &str, colour: Colour) -> Result<Playlist, Box<Fault>> {
    let source = Arc::new(Source { name: "--text".to_owned(), text: text.to_owned() });
    let text = At { value: language::tidy(text), span: 0..text.len() };
    let refuse = |span, message| Err(Box::new(Fault::error(&source, span, message)));
    let length = text.value.chars().count();
    if length == 0 || length > 2000 {
        return refuse(text.span, Message::TextLength { key: "--text".to_owned(), length, most: 2000 });
    }
    if let Some((position, letter)) = language::stray(&text.value) {
        let code = code_point(letter);
        return refuse(source.letter(&text, position), Message::StrayLetter { code, position: position + 1 });
    }
    let item = Item {
        font: None,
        colour: Some(At { value: colour, span: 0..0 }),
        align: Align::default(),
        hold: Some(HOLD),
        motion: Motion::Hold,
        passes: 1,
        target: Target::default(),
        class: None,
        when: When::default(),
        weight: Item::WEIGHT,
        festive: None,
        silence: Vec::new(),
        text,
    };
    Ok(Playlist {
        id: "--text".to_owned(),
        title: "--text".to_owned(),
        order: 0,
        blank: Duration::ZERO,
        target: Target::default(),
        class: Class::default(),
        when: When::default(),
        campaign: None,
        festive: false,
        items: vec![item],
        source,
        origin: Origin::File,
        terms: Settled::default(),
    })
}

/// How long each page stands; of no interest to a still picture but for counting pages.
const HOLD: Duration = Duration::from_secs(1);

fn pages(programme: &Programme) -> Option<usize> {
    usize::try_from(programme.length().as_secs()).ok()
}
