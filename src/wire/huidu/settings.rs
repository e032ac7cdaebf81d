//! What a card is set to: how bright its face is, what its clock shows and when it is lit.

use super::Element;
use jiff::civil::DateTime;
use std::str::FromStr;

/// The most half hours or the like that are read of one answer.
const MOST: usize = 1000;

/// By which rule the brightness goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Always the same.
    Default,
    /// By the hour.
    Ploys,
    /// By a sensor.
    Sensor,
}

const RULES: [(Rule, &str); 3] =
    [(Rule::Default, "default"), (Rule::Ploys, "ploys"), (Rule::Sensor, "sensor")];

/// How bright the face is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Light {
    /// By which rule.
    pub rule: Rule,
    /// In per cent, where it is always the same.
    pub default: u8,
    /// By the hour: whether it counts, from which second of the day on, in per cent.
    pub hours: Vec<(bool, u32, u8)>,
}

/// A card's clock and what belongs to it. The three texts are the card's own: they are given back as they were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Its time zone, as it words it.
    pub timezone: Option<String>,
    /// Whether it has summer time.
    pub summer: Option<String>,
    /// By what it is set.
    pub sync: Option<String>,
    /// What it shows.
    pub time: DateTime,
}

/// Whether the face is lit, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switching {
    /// It is switched on.
    pub open: bool,
    /// It goes by the hours.
    pub by_hours: bool,
    /// Whether they count, from and to in seconds of the day: it is lit in between.
    pub hours: Vec<(bool, u32, u32)>,
}

impl Switching {
    /// Lit, at every hour.
    pub const LIT: Self = Self { open: true, by_hours: false, hours: Vec::new() };

    /// Whether the face is lit at this second of the day.
    #[must_use]
    pub fn is_lit(&self, second: u32) -> bool {
        let within = |&(counts, from, to): &(bool, u32, u32)| {
            counts && if from <= to { (from..to).contains(&second) } else { second >= from || second < to }
        };
        self.open && (!self.by_hours || self.hours.iter().any(within))
    }
}

impl Light {
    pub(super) fn elements(&self) -> Vec<Element> {
        let rule = RULES.iter().find(|(rule, _)| *rule == self.rule).map_or("default", |(_, word)| word);
        let mut ploy = Element::new("ploy");
        ploy.children = self
            .hours
            .iter()
            .map(|(counts, from, percent)| {
                let item = Element::new("item").with("enable", counts).with("start", clock(*from));
                item.with("percent", percent)
            })
            .collect();
        // The maker's own values: they count for nothing unless the sensor rules.
        let sensor = Element::new("sensor").with("max", 100).with("time", 5).with("min", 1);
        vec![element("mode", rule), element("default", self.default), ploy, sensor]
    }

    /// Reads the elements of a question or an answer.
    #[must_use]
    pub fn parse(of: &Element) -> Option<Self> {
        let word = of.value("mode", "value")?;
        let rule = RULES.iter().find(|(_, known)| *known == word)?.0;
        let items = of.child("ploy").map(|ploy| ploy.all("item").take(MOST));
        let hours = items.into_iter().flatten().map(|item| {
            let percent = item.get("percent")?.parse().ok()?;
            Some((is_true(item.get("enable")), seconds(item.get("start")?)?, percent))
        });
        Some(Self { rule, default: number(of, "default", "value")?, hours: hours.collect::<Option<_>>()? })
    }

    /// How bright it is at this second of the day, in per cent; `None` where a sensor decides.
    #[must_use]
    pub fn percent(&self, second: u32) -> Option<u8> {
        match self.rule {
            Rule::Default => Some(self.default),
            Rule::Sensor => None,
            Rule::Ploys => {
                let counting = || self.hours.iter().filter(|(counts, ..)| *counts);
                let now = counting().filter(|(_, from, _)| *from <= second).max_by_key(|(_, from, _)| *from);
                // Before the first one, the last one of the day before still counts.
                now.or_else(|| counting().max_by_key(|(_, from, _)| *from)).map(|(.., percent)| *percent)
            }
        }
    }
}

impl Time {
    pub(super) fn elements(&self) -> Vec<Element> {
        let own = [
            ("timezone", "value", &self.timezone),
            ("summer", "enable", &self.summer),
            ("sync", "value", &self.sync),
        ];
        let own = own
            .into_iter()
            .filter_map(|(name, key, text)| Some(Element::new(name).with(key, text.as_ref()?)));
        own.chain([element("time", self.time.strftime("%Y-%m-%d %H:%M:%S"))]).collect()
    }

    /// Reads the elements of a question or an answer.
    #[must_use]
    pub fn parse(of: &Element) -> Option<Self> {
        let own = |name, key| of.value(name, key).map(str::to_owned);
        let time = of.value("time", "value")?.trim().replacen(' ', "T", 1).parse().ok()?;
        Some(Self {
            timezone: own("timezone", "value"),
            summer: own("summer", "enable"),
            sync: own("sync", "value"),
            time,
        })
    }
}

impl Switching {
    pub(super) fn elements(&self) -> Vec<Element> {
        let mut ploy = Element::new("ploy").with("enable", self.by_hours);
        let item = |(counts, from, to): &(bool, u32, u32)| {
            Element::new("item").with("enable", counts).with("start", clock(*from)).with("end", clock(*to))
        };
        ploy.children = self.hours.iter().map(item).collect();
        vec![Element::new("open").with("enable", self.open), ploy]
    }

    /// Reads the elements of a question or an answer.
    #[must_use]
    pub fn parse(of: &Element) -> Option<Self> {
        let ploy = of.child("ploy");
        let items = ploy.map(|ploy| ploy.all("item").take(MOST)).into_iter().flatten();
        let hours = items.map(|item| {
            Some((is_true(item.get("enable")), seconds(item.get("start")?)?, seconds(item.get("end")?)?))
        });
        Some(Self {
            open: is_true(Some(of.value("open", "enable")?)),
            by_hours: is_true(ploy.and_then(|ploy| ploy.get("enable"))),
            hours: hours.collect::<Option<_>>()?,
        })
    }
}

pub(super) fn element(name: &str, value: impl std::fmt::Display) -> Element {
    Element::new(name).with("value", value)
}

/// A second of the day as cards write it.
pub(super) fn clock(second: u32) -> String {
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// The second of the day of `hh:mm:ss` or `hh:mm`.
pub(super) fn seconds(clock: &str) -> Option<u32> {
    let mut parts = clock.split(':').map(|part| part.trim().parse::<u32>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let valid = hour <= 24 && minute < 60 && second < 60 && parts.next().is_none();
    valid.then_some(hour * 3600 + minute * 60 + second).filter(|second| *second <= 86_400)
}

pub(super) fn number<N: FromStr>(element: &Element, child: &str, name: &str) -> Option<N> {
    element.value(child, name)?.trim().parse().ok()
}

fn is_true(word: Option<&str>) -> bool {
    word == Some("true")
}

/// What is said of a card's light, clock and hours, as elements of an answer.
macro_rules! told {
    ($($of:ty),*) => {
        $(impl From<&$of> for Vec<Element> {
            fn from(of: &$of) -> Self {
                of.elements()
            }
        })*
    };
}
told!(Light, Time, Switching, super::DeviceInfo);
