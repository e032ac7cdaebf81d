//! The alarms there are, by number. A number once given keeps its meaning: people and programs outside learn them.

use crate::report::Message;
use std::time::Duration;

/// How much an alarm matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// A board does not show what it should, as far as can be told: somebody has to go there or act.
    Critical,
    /// A board shows what it should and may soon not, or shows it worse than it could.
    Warning,
}

impl Grade {
    /// Its word in JSON and metrics.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Warning => "warning",
        }
    }
}

/// Declares the alarms: number, grade, after how many seconds of trouble one is raised and of peace it is over, what to do.
macro_rules! kinds {
    ($( $(#[doc = $doc:literal])* $name:ident $id:literal $grade:ident $raise:literal $clear:literal $help:ident )*) => {
        /// An alarm. States that look alike and need different hands stay apart.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $( $(#[doc = $doc])* $name, )* }

        impl Kind {
            /// All of them, by number.
            pub const ALL: &[Self] = &[$( Self::$name, )*];

            /// Its number: `A03`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $( Self::$name => $id, )* }
            }

            /// How much it matters.
            #[must_use]
            pub fn grade(self) -> Grade {
                match self { $( Self::$name => Grade::$grade, )* }
            }

            /// How long its trouble must last before it is raised.
            #[must_use]
            pub fn raise_after(self) -> Duration {
                match self { $( Self::$name => Duration::from_secs($raise), )* }
            }

            /// How long its trouble must be gone before it is over.
            #[must_use]
            pub fn clear_after(self) -> Duration {
                match self { $( Self::$name => Duration::from_secs($clear), )* }
            }

            /// How often it is told again while it lasts; `None` for once and for all. What has a date is put off.
            #[must_use]
            pub fn again_after(self) -> Option<Duration> {
                (self == Self::CertificateEnds).then_some(Duration::from_secs(24 * 3600))
            }

            /// What to do about it.
            #[must_use]
            pub fn help(self) -> Message {
                match self { $( Self::$name => Message::$help {}, )* }
            }
        }
    };
}

kinds! {
    // The way to the board.
    /// The name of the board's address is not known.
    NoSuchHost "A01" Critical 10 10 HelpNoSuchHost
    /// No way leads to the board: no route, interface down.
    NoWay "A02" Critical 10 10 HelpNoWay
    /// The board does not answer on its network.
    HostSilent "A03" Critical 10 10 HelpHostSilent
    /// The machine is there and nothing listens.
    PortRefused "A04" Critical 10 10 HelpPortRefused
    /// The serial device is not there.
    NoDevice "A05" Critical 10 10 HelpNoDevice
    /// The serial device may not be opened, or another program has it.
    DeviceTaken "A06" Critical 10 10 HelpDeviceTaken
    /// The serial line takes no bytes.
    LineStalled "A07" Critical 10 10 HelpLineStalled
    /// The link fails for another reason.
    LinkFails "A08" Critical 10 10 HelpLinkFails
    /// Frames go out, and the board does not answer when it is asked whether it is there.
    NotReached "A09" Critical 0 0 HelpNotReached
    // Our own sending.
    /// No frame has gone out for a while, though the link is not said to fail.
    NothingSent "A11" Critical 5 5 HelpNothingSent
    /// A part of the frames is dropped because the way is full.
    Dropping "A12" Warning 30 60 HelpDropping
    /// The board's player failed and was started again.
    PlayerFailed "A13" Warning 0 0 HelpPlayerFailed
    /// The board's player takes no steps.
    PlayerStuck "A14" Critical 0 5 HelpPlayerStuck
    /// Frames are begun late.
    FramesLate "A15" Warning 30 60 HelpFramesLate
    // What the board says.
    /// It answered before and does not any more.
    NoAnswer "A21" Critical 5 5 HelpNoAnswer
    /// It refuses what it is sent.
    ContentRefused "A22" Critical 5 5 HelpContentRefused
    /// Frames arrive damaged.
    FramesDamaged "A23" Warning 10 30 HelpFramesDamaged
    /// A part of it does not work.
    PartFaulty "A24" Warning 5 30 HelpPartFaulty
    /// Somebody else's picture is on it.
    ShowsOther "A25" Critical 0 10 HelpShowsOther
    /// It shows its own programme and not what it is sent.
    NotListening "A26" Critical 0 10 HelpNotListening
    /// It has another size than the site file says.
    WrongSize "A27" Critical 0 0 HelpWrongSize
    /// Its sending card gets no picture.
    NoPicture "A28" Critical 5 5 HelpNoPicture
    /// It was restarted.
    BoardRestarted "A29" Warning 0 0 HelpBoardRestarted
    // Light, power, heat.
    /// The whole frame is dimmed to keep within the current.
    Dimmed "A31" Warning 60 60 HelpDimmed
    /// The board's own limiter is at its limit.
    PowerLimit "A32" Warning 60 60 HelpPowerLimit
    /// It is too hot.
    TooHot "A33" Warning 30 120 HelpTooHot
    /// Its radio link is weak.
    WeakRadio "A34" Warning 120 120 HelpWeakRadio
    // The control channel.
    /// No answer on the control channel.
    ControlSilent "A41" Warning 30 10 HelpControlSilent
    /// The control channel is refused.
    ControlRefused "A42" Warning 30 10 HelpControlRefused
    /// The board is too busy to answer on the control channel.
    ControlBusy "A43" Warning 60 10 HelpControlBusy
    /// What comes on the control channel cannot be read.
    ControlDamaged "A44" Warning 30 10 HelpControlDamaged
    // Content and clock.
    /// The clock is not believed.
    ClockDoubted "A51" Warning 30 5 HelpClockDoubted
    /// No item can be shown, the compiled-in frame is lit.
    NothingToShow "A52" Warning 60 5 HelpNothingToShow
    /// Files are wrong; their last good versions stay on air.
    FilesWrong "A53" Warning 0 0 HelpFilesWrong
    /// The certificate of the page ends soon, or has ended.
    CertificateEnds "A54" Warning 0 0 HelpCertificateEnds
    // Cards that keep what they show.
    /// Something was found on the card that nobody ordered.
    ForeignContent "A61" Critical 0 0 HelpForeign
    /// What answers is no card of the declared kind, or not in the mode for it.
    OtherCard "A62" Critical 5 5 HelpOtherCard
    /// It wants a secret, or another one.
    SecretWanted "A63" Critical 5 5 HelpSecretWanted
    /// It has no room for what it is to keep.
    CardFull "A64" Critical 5 5 HelpCardFull
    /// What it is to keep cannot be put on it.
    Unfit "A65" Critical 5 5 HelpUnfit
    /// Its clock does not go right.
    CardClock "A66" Warning 300 60 HelpCardClock
    /// It was written as often as it may be in a day, and there is more.
    WritesSpent "A67" Warning 60 10 HelpWritesSpent
    /// What is wanted was not found on it for an hour.
    NotConfirmed "A68" Critical 0 10 HelpNotConfirmed
    /// It obeys anybody, as it says.
    CardOpen "A69" Warning 60 60 HelpCardOpen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Lang;
    use std::collections::BTreeSet;

    #[test]
    fn each_alarm_has_a_number_of_its_own_in_rising_order_and_says_what_to_do() {
        let ids: Vec<&str> = Kind::ALL.iter().map(|kind| kind.id()).collect();
        assert!(ids.is_sorted(), "{ids:?}");
        for lang in [Lang::Vi, Lang::En] {
            let helps: BTreeSet<String> = Kind::ALL.iter().map(|kind| kind.help().say(lang)).collect();
            assert_eq!(helps.len(), Kind::ALL.len(), "two alarms say the same");
        }
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    }
}
