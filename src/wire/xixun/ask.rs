//! Questions and small orders, and what a player says to them.

use super::super::{WireError, wrong};
use serde_json::{Map, Value, json};

/// All that a player is asked or told over HTTP. There is no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Its number: `cardName`.
    Name,
    /// The size of its face: `width` and `height`.
    Size,
    /// What it is: `FirmwareVersion`, `AndroidVersion`, `HardVersion`.
    Build,
    /// Whether it has a password: `result`.
    Password,
    /// Whether its face is lit: `on`.
    Screen,
    /// What its clock shows: `date` where it hangs, and `millis` since 1970.
    Date,
    /// How bright it is: `brightnessPercentage`.
    Brightness,
    /// What its face shows: `data`, a JPEG in base64.
    Screenshot,
    /// Light its face, or make it dark.
    SetScreen(bool),
    /// Be so bright, in per cent.
    SetBrightness(u8),
    /// It is so many milliseconds since 1970.
    SetTime(i64),
}

impl Ask {
    /// One of each.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::Size,
        Self::Build,
        Self::Password,
        Self::Screen,
        Self::Date,
        Self::Brightness,
        Self::Screenshot,
        Self::SetScreen(false),
        Self::SetBrightness(0),
        Self::SetTime(0),
    ];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "GetCardName",
            Self::Size => "GetScreenSize",
            Self::Build => "GetBuildInformation",
            Self::Password => "HasControllerPassword",
            Self::Screen => "IsScreenOn",
            Self::Date => "GetControllerDate",
            Self::Brightness => "GetBrightness",
            Self::Screenshot => "GetScreenshotFull",
            Self::SetScreen(_) => "SetScreenOn",
            Self::SetBrightness(_) => "SetBrightness",
            Self::SetTime(_) => "SyncTime",
        }
    }

    /// The question as JSON; the player gives `id` back.
    #[must_use]
    pub fn json(self, id: &str) -> String {
        let mut object = json!({ "_id": id, "_type": self.word() });
        match self {
            Self::SetScreen(on) => object["on"] = json!(on),
            Self::SetBrightness(percent) => object["brightnessPercentage"] = json!(percent),
            Self::SetTime(millis) => object["time"] = json!(millis),
            _ => {}
        }
        object.to_string()
    }

    /// Reads a question, and its id.
    ///
    /// # Errors
    /// At the beginning if it is no question of these.
    pub fn parse(bytes: &[u8]) -> Result<(Self, String), WireError> {
        let value: Value = serde_json::from_slice(bytes).unwrap_or_default();
        let id = value["_id"].as_str().unwrap_or_default().to_owned();
        let number = |key: &str| value[key].as_u64().and_then(|number| u8::try_from(number).ok());
        let word = value["_type"].as_str().unwrap_or_default();
        let ask = match word {
            "SetScreenOn" => value["on"].as_bool().map(Self::SetScreen),
            "SetBrightness" => number("brightnessPercentage").filter(|p| *p <= 100).map(Self::SetBrightness),
            "SyncTime" => value["time"].as_i64().map(Self::SetTime),
            word => Self::ALL.into_iter().find(|ask| ask.word() == word),
        };
        match ask {
            Some(ask) => Ok((ask, id)),
            None => wrong(0, "a question that shows or tells something"),
        }
    }
}

/// What a player says to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// That of the question.
    pub id: String,
    /// The word of the question.
    pub word: String,
    /// Whether it did it, or knows it.
    pub success: bool,
    fields: Map<String, Value>,
}

impl Reply {
    /// An answer of this to a question of this id.
    #[must_use]
    pub fn new(ask: Ask, id: &str, success: bool, fields: Value) -> Self {
        let fields = fields.as_object().cloned().unwrap_or_default();
        Self { id: id.to_owned(), word: ask.word().to_owned(), success, fields }
    }

    /// Reads an answer.
    ///
    /// # Errors
    /// At the beginning if it is no JSON object, or says not whether it did it.
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        let value = serde_json::from_slice(bytes);
        let Ok(Value::Object(mut fields)) = value else { return wrong(0, "one JSON object") };
        let Some(success) = fields.remove("success").and_then(|value| value.as_bool()) else {
            return wrong(0, "`success`");
        };
        let mut text = |key: &str| match fields.remove(key) {
            Some(Value::String(text)) => text,
            _ => String::new(),
        };
        let (id, word) = (text("_id"), text("_type"));
        Ok(Self { id, word, success, fields })
    }

    /// The answer as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let mut object = json!({ "_id": self.id, "_type": self.word, "success": self.success });
        for (key, value) in &self.fields {
            object[key] = value.clone();
        }
        object.to_string()
    }

    /// A text of it; empty if there is none.
    #[must_use]
    pub fn text(&self, key: &str) -> &str {
        self.fields.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// A number of it.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<i64> {
        self.fields.get(key)?.as_i64()
    }

    /// A yes or no of it.
    #[must_use]
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.fields.get(key)?.as_bool()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_answers_read_back() {
        for ask in [
            Ask::Name,
            Ask::Size,
            Ask::Build,
            Ask::Password,
            Ask::Screen,
            Ask::Date,
            Ask::Brightness,
            Ask::Screenshot,
            Ask::SetScreen(false),
            Ask::SetBrightness(40),
            Ask::SetTime(1_599_789_876_920),
        ] {
            assert_eq!(Ask::parse(ask.json("a7").as_bytes()), Ok((ask, "a7".to_owned())));
            let reply = Reply::new(ask, "a7", true, json!({ "width": 540, "on": true, "cardName": "y60" }));
            let read = Reply::parse(reply.json().as_bytes()).unwrap();
            assert_eq!(read, reply);
            assert_eq!(
                (read.number("width"), read.flag("on"), read.text("cardName")),
                (Some(540), Some(true), "y60")
            );
        }
    }

    #[test]
    fn what_could_harm_a_player_is_no_question() {
        for word in [
            "SetScreenSize",
            "UpgradeSoftware",
            "UninstallSoftware",
            "RestartAndroid",
            "SetControllerPassword",
        ] {
            let json = json!({ "_id": "1", "_type": word, "width": 1, "height": 1 }).to_string();
            assert!(Ask::parse(json.as_bytes()).is_err(), "{word}");
        }
        assert!(Ask::parse(br#"{"_type":"SetBrightness","brightnessPercentage":101}"#).is_err());
        for bad in [&b""[..], b"[]", b"{}", b"\xff", br#"{"_type":3}"#] {
            assert!(Ask::parse(bad).is_err() && Reply::parse(bad).is_err());
        }
    }
}
