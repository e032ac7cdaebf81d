//! What is known of a board over its control channel, and what is wrong by it.

use super::rules::RECENT;
use super::{Condition, Kind};
use crate::board::Trouble;
use crate::board::control::Reading;
use crate::board::control::wled::Finding;
use crate::player::objection::faulty;
use crate::report::Message;
use std::time::Duration;

/// A board hotter than this, in °C, is too hot.
const HOT: f32 = 70.0;

/// How far the control channel works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Channel {
    /// Nothing was asked yet.
    #[default]
    Waiting,
    /// It answers.
    Answers,
    /// No answer.
    Silent,
    /// It refuses: nothing listens, or the device may not be opened.
    Refused,
    /// It is too busy to answer.
    Busy,
    /// What it says cannot be read.
    Damaged,
}

impl Channel {
    /// Its word in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Answers => "answers",
            Self::Silent => "silent",
            Self::Refused => "refused",
            Self::Busy => "busy",
            Self::Damaged => "damaged",
        }
    }
}

/// What is known over a control channel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Control {
    /// How far it works.
    pub channel: Channel,
    /// What it said last.
    pub reading: Option<Reading>,
    /// What was wrong by that.
    pub wrong: Vec<Condition>,
    /// When it was last seen to have been restarted, and how many seconds it had run then.
    pub restarted: Option<(Duration, u64)>,
}

impl Control {
    /// Takes what WLED was found to be wrong with at `now`.
    pub fn found(&mut self, findings: Vec<Finding>, now: Duration) {
        self.wrong.clear();
        for finding in findings {
            if let Finding::Restarted { uptime_s } = finding {
                self.restarted = Some((now, uptime_s));
            } else {
                self.wrong.push(condition(finding));
            }
        }
    }

    /// Takes what a channel complains of.
    pub fn complains(&mut self, trouble: Option<Trouble>) {
        self.channel = match &trouble {
            Some(Trouble::Silent { .. }) => Channel::Silent,
            Some(Trouble::Damaged) => Channel::Damaged,
            _ => Channel::Answers,
        };
        self.wrong.clear();
        if let Some(Trouble::Faulty { part }) = trouble {
            let says = faulty(part);
            self.wrong.push(Condition { kind: Kind::PartFaulty, says });
        }
    }

    /// Everything that is wrong at `now`.
    pub(super) fn conditions(&self, now: Duration) -> Vec<Condition> {
        let channel = match self.channel {
            Channel::Waiting | Channel::Answers => None,
            Channel::Silent => Some((Kind::ControlSilent, Message::AlarmControlSilent {})),
            Channel::Refused => Some((Kind::ControlRefused, Message::AlarmControlRefused {})),
            Channel::Busy => Some((Kind::ControlBusy, Message::AlarmControlBusy {})),
            Channel::Damaged => Some((Kind::ControlDamaged, Message::AlarmControlDamaged {})),
        };
        let restarted = self.restarted.filter(|(at, _)| now < *at + RECENT);
        let restarted =
            restarted.map(|(_, seconds)| (Kind::BoardRestarted, Message::AlarmBoardRestarted { seconds }));
        // What was read before it fell silent is nothing to go by.
        let reading = self.reading.as_ref().filter(|_| self.channel == Channel::Answers);
        let hot = reading.and_then(|reading| reading.temperature_c).filter(|degrees| *degrees > HOT);
        let hot = hot.map(|degrees| (Kind::TooHot, Message::AlarmTooHot { degrees: degrees as i32 }));
        let dark = reading.is_some_and(|reading| reading.signal == Some(false));
        let dark = dark.then_some((Kind::NoPicture, Message::AlarmNoPicture {}));
        let own = [channel, restarted, hot, dark].into_iter().flatten();
        let wrong = self.wrong.iter().filter(|_| reading.is_some()).cloned();
        own.map(|(kind, says)| Condition { kind, says }).chain(wrong).collect()
    }
}

fn condition(finding: Finding) -> Condition {
    let (kind, says) = match finding {
        Finding::Size { found: (width, height) } => {
            (Kind::WrongSize, Message::AlarmWrongSize { width, height })
        }
        Finding::Dots { found } => (Kind::WrongSize, Message::AlarmWrongDots { found }),
        Finding::NotLive => (Kind::NotListening, Message::AlarmNotLive {}),
        Finding::Stalled => (Kind::NotListening, Message::AlarmStalled {}),
        Finding::OtherProtocol { kind } => (Kind::ShowsOther, Message::AlarmOtherProtocol { kind }),
        Finding::OtherSource { source } => {
            (Kind::ShowsOther, Message::AlarmOtherSource { source: source.to_string() })
        }
        Finding::PowerLimit { amperes, limit } => {
            let one = |amperes: f32| format!("{amperes:.1}");
            (Kind::PowerLimit, Message::AlarmPowerLimit { amperes: one(amperes), limit: one(limit) })
        }
        Finding::Restarted { uptime_s } => {
            (Kind::BoardRestarted, Message::AlarmBoardRestarted { seconds: uptime_s })
        }
        Finding::WeakWifi { percent } => (Kind::WeakRadio, Message::AlarmWeakRadio { percent }),
    };
    Condition { kind, says }
}
