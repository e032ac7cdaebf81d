//! The errors of cards, by number.

/// Declares the errors: number, name, word.
macro_rules! errors {
    ($( $(#[doc = $doc:literal])* $name:ident $code:literal $word:literal )*) => {
        /// Why a card refuses.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Error {
            $( $(#[doc = $doc])* $name, )*
            /// A number that no document names.
            Other(u16),
        }

        impl Error {
            /// All that have a name, by number.
            pub const ALL: &[Self] = &[$( Self::$name, )*];

            /// The error of a number.
            #[must_use]
            pub fn of(code: u16) -> Self {
                match code { $( $code => Self::$name, )* other => Self::Other(other) }
            }

            /// Its number.
            #[must_use]
            pub fn code(self) -> u16 {
                match self { $( Self::$name => $code, )* Self::Other(code) => code }
            }

            /// What it means, for logs and sentences.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $( Self::$name => $word, )* Self::Other(_) => "unknown error" }
            }
        }
    };
}

errors! {
    /// None.
    None 0 "no error"
    /// There is no such group of commands.
    Group 1 "no such group of commands"
    /// There is no such command.
    Command 2 "no such command"
    /// It is at something else.
    Busy 3 "busy"
    /// The memory is full.
    Volume 4 "memory full"
    /// A sum is wrong.
    Checksum 5 "checksum wrong"
    /// There is no such file.
    NoFile 6 "no such file"
    /// The flash memory failed.
    Flash 7 "flash memory failed"
    /// The transfer failed.
    Download 8 "transfer failed"
    /// The name of a file is wrong.
    Name 9 "file name refused"
    /// The type of a file is wrong.
    Type 10 "file type refused"
    /// The sum of a file is wrong.
    FileCrc 11 "file checksum wrong"
    /// A font is missing.
    Font 12 "font missing"
    /// Firmware for another card.
    Firmware 13 "firmware for another card"
    /// A date is wrong.
    Date 14 "date refused"
    /// There is such a file already.
    Exists 15 "file exists"
    /// A block has the wrong number.
    Block 16 "block number wrong"
    /// For another kind of card.
    Controller 17 "another type of card"
    /// The size of the screen does not fit.
    Screen 18 "screen parameters do not fit"
    /// For another card.
    Id 19 "another card number"
    /// The secret is wrong.
    Secret 20 "secret wrong"
    /// The old secret is wrong.
    OldSecret 21 "old secret wrong"
    /// The card has a secret, and the frame has none.
    NeedsSecret 22 "secret wanted"
    /// The frame has a secret, and the card has none.
    HasNoSecret 23 "no secret is set"
    /// The clock failed.
    Clock 24 "clock failed"
    /// A parameter is wrong.
    Parameter 25 "parameter refused"
    /// A card in the chain failed.
    Cascade 26 "chained card failed"
}
