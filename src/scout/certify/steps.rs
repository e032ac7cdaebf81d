//! The steps there are, in their order: what each needs, and what a person is asked.

use crate::board::card::Traits;
use crate::report::Message;

/// Declares the steps: name, code, the sentence that says or asks it, what it needs of the card, and which steps before it.
macro_rules! steps {
    ($( $(#[doc = $doc:literal])* $name:ident $code:literal $sentence:ident $who:ident $trait:tt [$($need:ident)*] )*) => {
        /// A step of a walk.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Step { $( $(#[doc = $doc])* $name, )* }

        impl Step {
            /// All of them, in their order.
            pub const ALL: [Self; [$( $code, )*].len()] = [$( Self::$name, )*];

            /// Its word in reports.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )* }
            }

            /// What is done, or what a person is asked.
            #[must_use]
            pub fn says(self) -> Message {
                match self { $( Self::$name => Message::$sentence {}, )* }
            }

            /// Whether a person answers it.
            #[must_use]
            pub fn asks(self) -> bool {
                match self { $( Self::$name => steps!(@who $who), )* }
            }

            /// The steps that must have passed.
            pub(super) fn needs(self) -> &'static [Self] {
                match self { $( Self::$name => &[$( Self::$need, )*], )* }
            }

            /// Whether cards that can do this can do it.
            pub(super) fn possible(self, traits: Traits) -> bool {
                match self { $( Self::$name => steps!(@trait traits $trait), )* }
            }
        }
    };
    (@who person) => { true };
    (@who program) => { false };
    (@trait $traits:ident any) => { true };
    (@trait $traits:ident $trait:ident) => { $traits.$trait };
}

steps! {
    /// What is printed on the card.
    Label "label" CertifyLabel person any []
    /// What the card says it is.
    Identify "identify" CertifyIdentify program any []
    /// How it is.
    Status "status" CertifyStatus program any [Identify]
    /// What is on it.
    Look "look" CertifyLook program lists [Identify]
    /// The clock is set: by a wrong one the test item would not be on air.
    Clock "clock" CertifyClock program any [Status]
    /// A test item is written.
    Write "write" CertifyWrite program any [Identify]
    /// It is read back.
    Read "read" CertifyRead program reads [Write]
    /// It is seen.
    Seen "seen" CertifySeen person any [Write]
    /// Another picture is lit out of the passing memory.
    Cover "cover" CertifyCover program covers [Identify]
    /// It is seen.
    CoverSeen "cover-seen" CertifyCoverSeen person covers [Cover]
    /// It goes by itself.
    CoverEnds "cover-ends" CertifyCoverEnds person covers [CoverSeen]
    /// The face is made dark.
    Dark "dark" CertifyDark program powers [Identify]
    /// It is.
    DarkSeen "dark-seen" CertifyDarkSeen person powers [Dark]
    /// The face is lit again.
    Light "light" CertifyLight program powers [Dark]
    /// It is.
    LightSeen "light-seen" CertifyLightSeen person powers [Light]
    /// It goes on without its cable.
    Cable "cable" CertifyCable person any [Seen]
    /// It comes back after a power cut.
    Power "power" CertifyPower person any [Seen]
    /// What was written outlived it.
    Kept "kept" CertifyKept program lists [Write Power]
    /// Somebody else writes to it.
    Foreign "foreign" CertifyForeign person lists [Write Look]
    /// That is noticed.
    Noticed "noticed" CertifyNoticed program lists [Foreign]
    /// The test item is removed.
    Clean "clean" CertifyClean program lists [Identify]
}
