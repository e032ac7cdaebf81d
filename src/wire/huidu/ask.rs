//! What can be asked of a card in XML: a closed list. Network settings, restarts and firmware have no value here, and programmes
//! cannot be deleted but by others that replace them.
//!
//! `<sdk guid="…"><in method="…">…</in></sdk>` is answered by `<sdk guid="…"><out method="…" result="kSuccess">…</out></sdk>`.

use super::{Element, Error};
use crate::wire::{WireError, wrong};

/// A question or an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Begin: which version of the XML.
    Version(u32),
    /// What are you?
    DeviceInfo,
    /// Play these programmes and no others.
    Add(Vec<Programme>),
    /// What do you play?
    Programmes,
    /// Be so bright.
    SetLight {
        /// In per cent, 1 to 100.
        percent: u8,
        /// From these times of day on; none: always the same.
        rules: Vec<Rule>,
    },
    /// How bright are you?
    Light,
    /// Set the clock: `2026-11-29 07:30:00` at this place (`Asia/Ho_Chi_Minh` or an offset).
    SetTime {
        /// As the card writes it.
        zone: String,
        /// `YYYY-MM-DD hh:mm:ss`
        time: String,
    },
    /// What time is it?
    Time,
    /// Light the face, or make it dark.
    Screen(bool),
    /// Which files have you?
    Files,
    /// Delete these files; at least one.
    DeleteFiles(Vec<String>),
    /// What do you look like?
    Screenshot {
        /// In dots.
        width: u16,
        /// In dots.
        height: u16,
    },
    /// Which programme is on?
    Playing,
}

/// How bright it is from a time of day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Hour and minute.
    pub start: (u8, u8),
    /// 1 to 100.
    pub percent: u8,
}

/// A programme: pictures over the whole face, in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// By which the card tells it from others.
    pub guid: String,
    /// How often it is played when its turn comes, at least 1.
    pub count: u32,
    /// When it may be; `None`: always.
    pub airing: Option<Airing>,
    /// Width and height of the face.
    pub size: (u16, u16),
    /// What is shown.
    pub items: Vec<Item>,
}

/// When a programme may be played, by the card's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Airing {
    /// First and last day, `YYYY-MM-DD`.
    pub dates: (String, String),
    /// Weekdays, Monday in bit 0.
    pub days: u8,
    /// From and to, `hh:mm:ss`; at most one.
    pub time: Option<(String, String)>,
}

/// A picture and how it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The file.
    pub picture: Picture,
    /// How it comes, by number: 0 at once, 21 moving on from the right, 23 from below.
    pub effect: u8,
    /// 1 to 10.
    pub speed: u8,
    /// How long it stands, in tenths of a second.
    pub tenths: u32,
}

/// A file of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its name on the card.
    pub name: String,
    /// Its MD5 in lower-case hex.
    pub md5: String,
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// The guid before the card has given one.
pub(super) const NO_GUID: &str = "##GUID";

impl Ask {
    /// The name of the method.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self {
            Self::Version(_) => "GetIFVersion",
            Self::DeviceInfo => "GetDeviceInfo",
            Self::Add(_) => "AddProgram",
            Self::Programmes => "GetProgram",
            Self::SetLight { .. } => "SetLuminancePloy",
            Self::Light => "GetLuminancePloy",
            Self::SetTime { .. } => "SetTimeInfo",
            Self::Time => "GetTimeInfo",
            Self::Screen(true) => "OpenScreen",
            Self::Screen(false) => "CloseScreen",
            Self::Files => "GetFiles",
            Self::DeleteFiles(_) => "DeleteFiles",
            Self::Screenshot { .. } => "GetScreenshot2",
            Self::Playing => "GetCurrentPlayProgramGUID",
        }
    }

    /// The whole text; `guid` as the card gave it, `None` before it has.
    #[must_use]
    pub fn emit(&self, guid: Option<&str>) -> Vec<u8> {
        let mut ask = Element::new("in").with("method", self.method());
        ask.children = self.content();
        Element::new("sdk").with("guid", guid.unwrap_or(NO_GUID)).and(ask).emit()
    }

    fn content(&self) -> Vec<Element> {
        let valued = |name: &str, value: &dyn ToString| Element::new(name).with("value", value.to_string());
        match self {
            Self::DeviceInfo
            | Self::Programmes
            | Self::Light
            | Self::Time
            | Self::Screen(_)
            | Self::Files
            | Self::Playing => Vec::new(),
            Self::Version(version) => vec![valued("version", version)],
            Self::Add(programmes) => vec![screen(programmes)],
            Self::SetLight { percent, rules } => light(*percent, rules),
            Self::SetTime { zone, time } => vec![
                valued("timezone", zone),
                Element::new("summer").with("enable", "false"),
                valued("sync", &"none"),
                valued("time", time),
            ],
            Self::DeleteFiles(names) => {
                let mut files = Element::new("files");
                files.children = names.iter().map(|name| Element::new("file").with("name", name)).collect();
                vec![files]
            }
            Self::Screenshot { width, height } => {
                vec![Element::new("image").with("width", width).with("height", height)]
            }
        }
    }

    /// Reads a text: the guid and the question.
    ///
    /// # Errors
    /// It is no question of the list.
    pub fn parse(text: &[u8]) -> Result<(String, Self), WireError> {
        let sdk = Element::parse(text)?;
        let guid = sdk.attribute("guid").unwrap_or_default().to_owned();
        let Some(ask) = sdk.child("in") else { return wrong(0, "an element `in`") };
        let read = Self::read(ask).ok_or(WireError { offset: 0, expected: "a method of the list" })?;
        Ok((guid, read))
    }

    fn read(ask: &Element) -> Option<Self> {
        let value = |name: &str| ask.child(name).and_then(|child| child.attribute("value"));
        Some(match ask.attribute("method")? {
            "GetIFVersion" => Self::Version(value("version")?.parse().ok()?),
            "GetDeviceInfo" => Self::DeviceInfo,
            "AddProgram" => {
                let programmes = ask.child("screen")?.all("program").map(programme);
                Self::Add(programmes.collect::<Option<_>>()?)
            }
            "GetProgram" => Self::Programmes,
            "SetLuminancePloy" => {
                let percent = value("default")?.parse().ok()?;
                let items = ask.child("ploy").into_iter().flat_map(|ploy| ploy.all("item"));
                let on = items.filter(|item| item.attribute("enable") == Some("true"));
                Self::SetLight { percent, rules: on.map(rule).collect::<Option<_>>()? }
            }
            "GetLuminancePloy" => Self::Light,
            "SetTimeInfo" => {
                Self::SetTime { zone: value("timezone")?.to_owned(), time: value("time")?.to_owned() }
            }
            "GetTimeInfo" => Self::Time,
            "OpenScreen" => Self::Screen(true),
            "CloseScreen" => Self::Screen(false),
            "GetFiles" => Self::Files,
            "DeleteFiles" => {
                let files = ask.child("files")?.all("file");
                let names: Vec<_> =
                    files.filter_map(|file| file.attribute("name").map(str::to_owned)).collect();
                (!names.is_empty()).then_some(Self::DeleteFiles(names))?
            }
            "GetScreenshot2" => {
                let image = ask.child("image")?;
                let number = |key| image.attribute(key)?.parse().ok();
                Self::Screenshot { width: number("width")?, height: number("height")? }
            }
            "GetCurrentPlayProgramGUID" => Self::Playing,
            _ => return None,
        })
    }
}

/// An answer: its method, what came of it, and what is in it.
///
/// # Errors
/// It is no answer.
pub fn answer(text: &[u8]) -> Result<(String, Error, Element), WireError> {
    let sdk = Element::parse(text)?;
    let guid = sdk.attribute("guid").unwrap_or_default().to_owned();
    let Some(out) = sdk.children.into_iter().find(|child| child.name == "out") else {
        return wrong(0, "an element `out`");
    };
    Ok((guid, Error::named(out.attribute("result").unwrap_or_default()), out))
}

/// The text of an answer.
#[must_use]
pub fn answering(guid: &str, method: &str, result: &str, content: Vec<Element>) -> Vec<u8> {
    let mut out = Element::new("out").with("method", method).with("result", result);
    out.children = content;
    Element::new("sdk").with("guid", guid).and(out).emit()
}

/// The programmes of a text: a question's, or the answer to what is played.
#[must_use]
pub fn programmes(screen: &Element) -> Option<Vec<Programme>> {
    screen.all("program").map(programme).collect()
}

/// Programmes as an element.
#[must_use]
pub fn screen(programmes: &[Programme]) -> Element {
    let mut screen = Element::new("screen").with("timeStamps", 0);
    screen.children = programmes.iter().enumerate().map(|(id, programme)| program(id, programme)).collect();
    screen
}

fn program(id: usize, programme: &Programme) -> Element {
    let Programme { guid, count, airing, size, items } = programme;
    let mut control = Element::new("playControl").with("count", count).with("disabled", "false");
    if let Some(Airing { dates, days, time }) = airing {
        let on = DAYS.iter().enumerate().filter(|(day, _)| days >> day & 1 == 1);
        let week = on.map(|(_, name)| *name).collect::<Vec<_>>().join(",");
        control = control
            .and(Element::new("week").with("enable", week))
            .and(Element::new("date").with("start", &dates.0).with("end", &dates.1));
        if let Some((from, to)) = time {
            control = control.and(Element::new("time").with("start", from).with("end", to));
        }
    }
    let place = [("x", 0), ("y", 0), ("width", size.0), ("height", size.1)];
    let rectangle =
        place.iter().fold(Element::new("rectangle"), |element, (key, value)| element.with(key, value));
    let mut resources = Element::new("resources");
    resources.children =
        items.iter().enumerate().map(|(n, item)| image(&format!("{guid}-{n}"), item)).collect();
    let area = Element::new("area")
        .with("guid", format!("{guid}-a"))
        .with("alpha", 255)
        .and(rectangle)
        .and(resources);
    let element = Element::new("program").with("guid", guid).with("type", "normal").with("id", id);
    element.and(control).and(area)
}

fn image(guid: &str, item: &Item) -> Element {
    let file = Element::new("file").with("name", &item.picture.name).with("md5", &item.picture.md5);
    let effect = Element::new("effect")
        .with("in", item.effect)
        .with("inSpeed", item.speed)
        .with("out", 0)
        .with("outSpeed", 0)
        .with("duration", item.tenths);
    Element::new("image").with("guid", guid).with("fit", "fill").and(effect).and(file)
}

fn programme(element: &Element) -> Option<Programme> {
    let control = element.child("playControl");
    let area = element.child("area")?;
    let rectangle = area.child("rectangle")?;
    let number = |key| rectangle.attribute(key)?.parse().ok();
    let items = area.child("resources")?.all("image").map(item);
    Some(Programme {
        guid: element.attribute("guid")?.to_owned(),
        count: control.and_then(|control| control.attribute("count")?.parse().ok()).unwrap_or(1),
        airing: control.and_then(airing),
        size: (number("width")?, number("height")?),
        items: items.collect::<Option<_>>()?,
    })
}

fn airing(control: &Element) -> Option<Airing> {
    let date = control.child("date")?;
    let both = |element: &Element| {
        Some((element.attribute("start")?.to_owned(), element.attribute("end")?.to_owned()))
    };
    let named = control.child("week").and_then(|week| week.attribute("enable")).unwrap_or_default();
    let names: Vec<_> = named.split(',').map(str::trim).collect();
    let on = |day: &usize| names.contains(&DAYS[*day]);
    let days = (0..7).filter(on).fold(0, |days, day| days | 1 << day);
    Some(Airing { dates: both(date)?, days, time: control.child("time").and_then(both) })
}

fn item(image: &Element) -> Option<Item> {
    let (file, effect) = (image.child("file")?, image.child("effect"));
    let number = |key| effect.and_then(|effect| effect.attribute(key)?.parse().ok());
    Some(Item {
        picture: Picture {
            name: file.attribute("name")?.to_owned(),
            md5: file.attribute("md5").unwrap_or_default().to_owned(),
        },
        effect: number("in").unwrap_or(0).min(29) as u8,
        speed: number("inSpeed").unwrap_or(1).clamp(1, 10) as u8,
        tenths: number("duration").unwrap_or(50),
    })
}

fn light(percent: u8, rules: &[Rule]) -> Vec<Element> {
    let mode = if rules.is_empty() { "default" } else { "ploys" };
    let mut ploy = Element::new("ploy");
    ploy.children = rules
        .iter()
        .map(|rule| {
            let start = format!("{:02}:{:02}:00", rule.start.0, rule.start.1);
            Element::new("item").with("enable", "true").with("start", start).with("percent", rule.percent)
        })
        .collect();
    vec![
        Element::new("mode").with("value", mode),
        Element::new("default").with("value", percent),
        ploy,
        Element::new("sensor").with("max", 100).with("time", 5).with("min", 1),
    ]
}

fn rule(item: &Element) -> Option<Rule> {
    let mut parts = item.attribute("start")?.split(':').map(|part| part.parse::<u8>().ok());
    let start = (parts.next()??, parts.next()??);
    Some(Rule { start, percent: item.attribute("percent")?.parse().ok()? })
}
