//! A programme as a player keeps it: a JSON file that says which pictures are shown when. Nothing but pictures.

use super::super::{WireError, wrong};
use jiff::civil::Date;
use serde_json::{Value, json};

/// The version of the conversation and its files.
pub const VERSION: &str = "xixun1";

/// The most items of a programme, and the most pictures of all its items.
const MAX_ITEMS: usize = 1024;
const MAX_PICTURES: usize = 4096;
/// The longest a picture stands, in seconds.
const MAX_SECONDS: u64 = 86_400;
const DAY: u16 = 24 * 60;

/// What a player plays: items in their order, each when it may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// By which it is told from others.
    pub id: String,
    /// The width of all pictures in dots.
    pub width: u16,
    /// Their height in dots.
    pub height: u16,
    /// In the order in which they are played.
    pub items: Vec<Item>,
}

/// Pictures that are shown one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// How often it is played when its turn comes, at least 1.
    pub times: u8,
    /// When it may be played: in any of these.
    pub airings: Vec<Airing>,
    /// Its pictures, in their order.
    pub pictures: Vec<Picture>,
}

/// A picture that stands for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The MD5 of its file in hex, by which the file is named too.
    pub file: String,
    /// The size of its file in bytes.
    pub size: u64,
    /// How long it stands, in seconds, at least 1.
    pub seconds: u32,
}

/// Days and hours by the player's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Airing {
    /// The first day.
    pub from: Date,
    /// The last day, inclusive.
    pub to: Date,
    /// The weekdays, Monday in bit 0; 0x7F: all of them.
    pub days: u8,
    /// From and to in minutes after midnight, the second exclusive; `None`: the whole day. The minute before midnight counts as
    /// midnight: `23:59` is how others write the end of a day.
    pub hours: Option<(u16, u16)>,
}

impl Airing {
    fn json(&self) -> Value {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let week: Vec<u8> = (0..7).filter(|day| self.days >> day & 1 == 1).map(|day| day + 1).collect();
        let every = self.days & 0x7F == 0x7F;
        let (from, to) = self.hours.unwrap_or((0, DAY));
        json!({
            "dateType": "Range", "startDate": self.from.to_string(), "endDate": self.to.to_string(),
            "timeType": if self.hours.is_some() { "Range" } else { "All" },
            "startTime": clock(from), "endTime": clock(to.min(DAY - 1)),
            "filterType": if every { "None" } else { "Week" },
            "weekFilter": if every { Vec::new() } else { week }, "monthFilter": [],
        })
    }

    fn parse(value: &Value) -> Option<Self> {
        let date = |key: &str| value[key].as_str()?.parse::<Date>().ok();
        let minute = |key: &str| {
            let (hour, minute) = value[key].as_str()?.split_once(':')?;
            let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
            (hour < 24 && minute < 60).then_some(hour * 60 + minute)
        };
        let (from, to) = match value["dateType"].as_str()? {
            "All" => (Date::MIN, Date::MAX),
            "Range" => (date("startDate")?, date("endDate")?),
            _ => return None,
        };
        let hours = match value["timeType"].as_str()? {
            "All" => None,
            "Range" => {
                let to = minute("endTime")?;
                Some((minute("startTime")?, if to == DAY - 1 { DAY } else { to }))
            }
            _ => return None,
        };
        let days = match value["filterType"].as_str()? {
            "None" => 0x7F,
            "Week" => value["weekFilter"].as_array()?.iter().try_fold(0, |days, day| {
                let day = day.as_u64().filter(|day| (1..=7).contains(day))?;
                Some(days | 1 << (day - 1))
            })?,
            _ => return None,
        };
        Some(Self { from, to, days, hours })
    }
}

impl Programme {
    /// The file.
    #[must_use]
    pub fn json(&self) -> String {
        let items: Vec<Value> = self.items.iter().enumerate().map(|(n, item)| self.item(n, item)).collect();
        json!({
            "_type": "PlayXixunTask", "id": self.id, "preDownloadURL": "", "notificationURL": "",
            "task": {
                "_id": self.id, "name": "bangtin", "cmdId": self.id, "_department": null, "executeDate": null,
                "items": items,
            },
        })
        .to_string()
    }

    fn item(&self, n: usize, item: &Item) -> Value {
        let mut at = 0;
        let sources: Vec<Value> = item
            .pictures
            .iter()
            .map(|picture| {
                let from = at;
                at += u64::from(picture.seconds);
                json!({
                    "_type": "Image", "id": picture.file, "name": format!("{}.png", picture.file),
                    "md5": picture.file, "size": picture.size, "mime": "image/png", "fileExt": ".png",
                    "left": 0, "top": 0, "width": self.width, "height": self.height,
                    "playTime": from, "timeSpan": picture.seconds,
                    "entryEffect": "None", "exitEffect": "None", "entryEffectTimeSpan": 0, "exitEffectTimeSpan": 0,
                })
            })
            .collect();
        let size: u64 = item.pictures.iter().map(|picture| picture.size).sum();
        let id = format!("{}-{n}", self.id);
        json!({
            "_id": id, "priority": n, "repeatTimes": item.times, "version": 0,
            "schedules": item.airings.iter().map(Airing::json).collect::<Vec<_>>(),
            "_program": {
                "_id": format!("{id}-p"), "name": format!("{n}"), "width": self.width, "height": self.height,
                "totalSize": size, "__v": 0, "layers": [{ "repeat": false, "sources": sources }],
            },
        })
    }

    /// Reads the file of a programme of pictures.
    ///
    /// # Errors
    /// At the beginning if it is none, or has anything else in it.
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        let value: Value = serde_json::from_slice(bytes).unwrap_or_default();
        match programme(&value) {
            Some(programme) => Ok(programme),
            None => wrong(0, "a programme of pictures"),
        }
    }
}

fn programme(value: &Value) -> Option<Programme> {
    let task = (value["_type"] == "PlayXixunTask").then(|| &value["task"])?;
    let list = task["items"].as_array().filter(|items| items.len() <= MAX_ITEMS)?;
    let (mut items, mut size, mut pictures) = (Vec::new(), None, 0);
    for value in list {
        let program = &value["_program"];
        let number = |key: &str| program[key].as_u64().and_then(|number| u16::try_from(number).ok());
        let own = (number("width")?, number("height")?);
        if *size.get_or_insert(own) != own {
            return None;
        }
        let layers = program["layers"].as_array().filter(|layers| layers.len() == 1)?;
        let sources = layers[0]["sources"].as_array()?;
        pictures += sources.len();
        if pictures > MAX_PICTURES {
            return None;
        }
        let times = value["repeatTimes"].as_u64().and_then(|times| u8::try_from(times).ok())?.max(1);
        let airings = value["schedules"].as_array()?.iter().map(Airing::parse).collect::<Option<_>>()?;
        let pictures = sources.iter().map(|value| picture(value, own)).collect::<Option<_>>()?;
        items.push(Item { times, airings, pictures });
    }
    let (width, height) = size.unwrap_or_default();
    Some(Programme { id: value["id"].as_str()?.to_owned(), width, height, items })
}

/// A picture that fills a window of this size.
fn picture(value: &Value, (width, height): (u16, u16)) -> Option<Picture> {
    let place = [("left", 0), ("top", 0), ("width", width), ("height", height)];
    if place.iter().any(|(key, number)| value[*key] != *number) {
        return None;
    }
    let seconds = value["timeSpan"].as_u64().filter(|seconds| (1..=MAX_SECONDS).contains(seconds))?;
    (value["_type"] == "Image").then_some(Picture {
        file: value["id"].as_str()?.to_owned(),
        size: value["size"].as_u64()?,
        seconds: u32::try_from(seconds).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn programme(days: u8, hours: Option<(u16, u16)>, times: u8, seconds: Vec<u32>) -> Programme {
        let airing = Airing { from: date(2026, 11, 28), to: date(2099, 12, 31), days, hours };
        let picture = |seconds| Picture { file: "00ff".into(), size: 77, seconds };
        let pictures = seconds.into_iter().map(picture).collect();
        let items = vec![Item { times, airings: vec![airing.clone(), airing], pictures }; 2];
        Programme { id: "b7".into(), width: 192, height: 96, items }
    }

    #[test]
    fn pictures_begin_where_the_one_before_ends_and_hours_are_as_others_write_them() {
        let value: Value =
            serde_json::from_str(&programme(0b0100_0001, Some((90, 1440)), 3, vec![5, 7, 1]).json()).unwrap();
        let item = &value["task"]["items"][1];
        assert_eq!((&item["priority"], &item["repeatTimes"]), (&json!(1), &json!(3)));
        let sources = item["_program"]["layers"][0]["sources"].as_array().unwrap();
        let times: Vec<_> =
            sources.iter().map(|s| (s["playTime"].as_u64(), s["timeSpan"].as_u64())).collect();
        assert_eq!(times, [(Some(0), Some(5)), (Some(5), Some(7)), (Some(12), Some(1))]);
        assert_eq!(item["_program"]["totalSize"], 3 * 77);
        let airing = &item["schedules"][0];
        assert_eq!((&airing["startTime"], &airing["endTime"]), (&json!("01:30"), &json!("23:59")));
        assert_eq!((&airing["weekFilter"], &airing["filterType"]), (&json!([1, 7]), &json!("Week")));
        assert_eq!(airing["startDate"], "2026-11-28");
    }

    #[test]
    fn anything_but_pictures_is_no_programme_of_ours() {
        let good = programme(0x7F, None, 1, vec![5]).json();
        assert!(Programme::parse(good.as_bytes()).is_ok());
        for (from, to) in
            [("\"Image\"", "\"Video\""), ("\"width\":192", "\"width\":64"), ("PlayXixunTask", "Other")]
        {
            assert!(Programme::parse(good.replacen(from, to, 1).as_bytes()).is_err(), "{to}");
        }
    }

    proptest! {
        #[test]
        fn a_programme_reads_back(
            days in 1..128_u8,
            hours in proptest::option::of((0..720_u16, 720..1439_u16)),
            times in 1..=255_u8,
            seconds in proptest::collection::vec(1..900_u32, 0..5),
        ) {
            let programme = programme(days, hours, times, seconds);
            prop_assert_eq!(Programme::parse(programme.json().as_bytes()), Ok(programme));
        }
    }
}
