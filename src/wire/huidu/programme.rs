//! Programmes: which pictures are lit in turn, how they come, and when the card may play them.

use super::Element;
use super::request::FileName;
use super::settings::{clock, seconds};
use jiff::civil::Date;

/// The days of the week as the maker writes them, Monday first.
pub const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thur", "Fri", "Sat", "Sun"];

/// The most pictures of one programme.
const IMAGES: usize = 4096;
/// Seconds of a day; an end there is written as its last second.
const DAY: u32 = 86_400;

/// What is played in turn with others: pictures over the whole face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Its number, by which the card says what it plays.
    pub guid: u128,
    /// How often it is played when its turn comes, at least 1.
    pub times: u16,
    /// When it may be played.
    pub window: Window,
    /// Width and height of the face in dots.
    pub size: (u16, u16),
    /// What is lit, in turn.
    pub images: Vec<Image>,
}

/// When a programme may be played. What is not there says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first and the last day, both inclusive.
    pub dates: Option<(Date, Date)>,
    /// The weekdays, Monday in bit 0; 7F: all of them.
    pub days: u8,
    /// From and to within a day, in seconds; at most 86,400.
    pub hours: Option<(u32, u32)>,
}

/// One picture of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its file.
    pub file: FileName,
    /// How it comes: 0 at once, 21 and 23 pushing on to the left and upwards, 29 is the last there is.
    pub effect: u8,
    /// How fast it does, 1 to 10.
    pub speed: u8,
    /// How long it stands then, in tenths of a second.
    pub tenths: u32,
}

/// A number as cards write it.
pub(super) fn guid(number: u128) -> String {
    let digits = format!("{number:032x}");
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// The number, however it is written.
pub(super) fn parse_guid(word: &str) -> Option<u128> {
    let digits: String = word.chars().filter(|letter| *letter != '-').collect();
    let whole = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    whole.then(|| u128::from_str_radix(&digits, 16).ok())?
}

impl Window {
    fn add_to(&self, mut control: Element) -> Element {
        if let Some((from, to)) = self.hours {
            let to = if to >= DAY { DAY - 1 } else { to };
            control.children.push(Element::new("time").with("start", clock(from)).with("end", clock(to)));
        }
        if let Some((from, to)) = self.dates {
            control.children.push(Element::new("date").with("start", from).with("end", to));
        }
        if self.days & 0x7F != 0x7F {
            let days: Vec<&str> =
                (0..7).filter(|day| self.days >> day & 1 == 1).map(|day| DAYS[day]).collect();
            control.children.push(Element::new("week").with("enable", days.join(",")));
        }
        control
    }

    fn parse(control: &Element) -> Option<Self> {
        let hours = match control.child("time") {
            None => None,
            Some(time) => {
                let to = seconds(time.get("end")?)?;
                Some((seconds(time.get("start")?)?, if to == DAY - 1 { DAY } else { to }))
            }
        };
        let dates = match control.child("date") {
            None => None,
            Some(date) => Some((date.get("start")?.parse().ok()?, date.get("end")?.parse().ok()?)),
        };
        let mut days = 0x7F;
        if let Some(week) = control.value("week", "enable").filter(|week| !week.is_empty()) {
            days = 0;
            for word in week.split(',') {
                days |= 1 << DAYS.iter().position(|day| *day == word.trim())?;
            }
        }
        Some(Self { dates, days, hours })
    }
}

impl Image {
    fn element(&self, guid: &str, place: usize) -> Element {
        let effect = Element::new("effect")
            .with("in", self.effect)
            .with("inSpeed", self.speed)
            .with("out", 0)
            .with("outSpeed", self.speed)
            .with("duration", self.tenths);
        let file = Element::new("file").with("name", self.file).with("md5", format!("{:032x}", self.file.0));
        let image = Element::new("image").with("guid", format!("{guid}-{place}")).with("fit", "fill");
        image.holding(effect).holding(file)
    }

    fn parse(image: &Element) -> Option<Self> {
        let number = |name| image.value("effect", name)?.parse::<u32>().ok();
        let byte = |name| u8::try_from(number(name)?).ok();
        let file = FileName::parse(image.value("file", "name")?)?;
        Some(Self { file, effect: byte("in")?, speed: byte("inSpeed")?, tenths: number("duration")? })
    }
}

impl Programme {
    /// It as an element.
    #[must_use]
    pub fn element(&self) -> Element {
        let name = guid(self.guid);
        let control = Element::new("playControl").with("count", self.times).with("disabled", false);
        let (width, height) = self.size;
        let area =
            Element::new("rectangle").with("x", 0).with("y", 0).with("width", width).with("height", height);
        let mut resources = Element::new("resources");
        resources.children = self.images.iter().zip(1..).map(|(image, n)| image.element(&name, n)).collect();
        let area = Element::new("area").with("guid", format!("{name}-0")).with("alpha", 255).holding(area);
        Element::new("program")
            .with("guid", &name)
            .with("type", "normal")
            .holding(self.window.add_to(control))
            .holding(area.holding(resources))
    }

    /// Reads an element; `None` if it is a programme that is never made here: with texts, films, several areas, or switched
    /// off. What cards add to a programme they give back is passed over. They also call the resources otherwise.
    #[must_use]
    pub fn parse(element: &Element) -> Option<Self> {
        if element.name != "program" || element.get("type").is_some_and(|kind| kind != "normal") {
            return None;
        }
        let control = element.child("playControl")?;
        let mut areas = element.all("area");
        let (area, None) = (areas.next()?, areas.next()) else { return None };
        let number = |name| area.value("rectangle", name)?.parse::<u16>().ok();
        let resources = area.child("resources").or_else(|| area.child("resource"))?;
        let whole =
            number("x")? == 0 && number("y")? == 0 && area.get("alpha").is_none_or(|alpha| alpha == "255");
        let on = control.get("disabled").is_none_or(|disabled| disabled == "false");
        let pictures = resources.children.iter().all(|child| child.name == "image");
        if !whole || !on || !pictures || resources.children.len() > IMAGES {
            return None;
        }
        Some(Self {
            guid: parse_guid(element.get("guid")?)?,
            times: control.get("count")?.parse().ok()?,
            window: Window::parse(control)?,
            size: (number("width")?, number("height")?),
            images: resources.children.iter().map(Image::parse).collect::<Option<_>>()?,
        })
    }

    /// All programmes of a screen as one text that is the same for the same programmes, however a card wrote them.
    #[must_use]
    pub fn canonical(programmes: &[Self]) -> String {
        let mut screen = Element::new("screen");
        screen.children = programmes.iter().map(Self::element).collect();
        screen.write()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    pub(in crate::wire::huidu) fn some() -> Programme {
        let image = |file, effect| Image { file: FileName(file), effect, speed: 4, tenths: 30 };
        Programme {
            guid: 0x0102_0304_0506_0708_090A_0B0C_0D0E_0F10,
            times: 2,
            window: Window {
                dates: Some((date(2026, 9, 1), date(2026, 9, 2))),
                days: 0b000_1001,
                hours: Some((8 * 3600 + 30 * 60, DAY)),
            },
            size: (128, 32),
            images: vec![image(7, 0), image(u128::MAX, 21)],
        }
    }

    #[test]
    fn a_programme_is_read_back_as_it_was_written() {
        let text = some().element().write();
        assert!(text.contains(r#"<time start="08:30:00" end="23:59:59"/>"#), "{text}");
        assert!(text.contains(r#"<week enable="Mon,Thur"/>"#), "{text}");
        assert_eq!(Programme::parse(&Element::parse(text.as_bytes()).unwrap()), Some(some()));
    }

    #[test]
    fn what_a_card_adds_and_calls_otherwise_changes_nothing() {
        let text = some().element().write().replace("resources>", "resource>");
        let text =
            text.replace("<rectangle", r#"<border index="0"/><rectangle"#).replace("fit=", r#"name="" fit="#);
        let read = Programme::parse(&Element::parse(text.as_bytes()).unwrap()).unwrap();
        assert_eq!(Programme::canonical(&[read]), Programme::canonical(&[some()]));
    }

    #[test]
    fn a_programme_of_others_is_none_of_ours() {
        let text = some().element().write();
        for (ours, theirs) in [
            ("<image ", "<text "),
            ("</image>", "</text>"),
            (r#"disabled="false""#, r#"disabled="true""#),
            (r#"x="0""#, r#"x="8""#),
            (".png", ".jpg"),
            (r#"type="normal""#, r#"type="global""#),
        ] {
            let changed = text.replace(ours, theirs);
            let element = Element::parse(changed.as_bytes());
            assert!(element.is_none_or(|element| Programme::parse(&element).is_none()), "{theirs}");
        }
    }
}
