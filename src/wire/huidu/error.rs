//! The errors of cards, by number and by the name they have in XML.

/// Declares the errors: number, name, what it means.
macro_rules! errors {
    ($( $(#[doc = $doc:literal])* $name:ident $code:literal $word:literal )*) => {
        /// What came of something, as the card says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Error {
            $( $(#[doc = $doc])* $name, )*
            /// A number that no document names.
            Other(u16),
        }

        impl Error {
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
    Success 0 "no error"
    /// All of the file is there.
    Finished 1 "write finished"
    /// Out of turn.
    Process 2 "out of turn"
    /// The version is too low.
    VersionLow 3 "version too low"
    /// Somebody else talks to it.
    Occupied 4 "occupied by somebody else"
    /// The file is in use.
    FileOccupied 5 "file in use"
    /// Too many readers.
    Readers 6 "too many readers"
    /// A frame has a wrong length.
    PacketLength 7 "packet length wrong"
    /// A parameter is wrong.
    Parameter 8 "parameter refused"
    /// There is no room.
    NoSpace 9 "no space"
    /// The file cannot be made.
    Create 10 "file cannot be created"
    /// It cannot be written.
    Write 11 "file cannot be written"
    /// It cannot be read.
    Read 12 "file cannot be read"
    /// Its data is wrong.
    FileData 13 "file data wrong"
    /// Its content is wrong.
    FileContent 14 "file content wrong"
    /// It cannot be opened.
    Open 15 "file cannot be opened"
    /// It cannot be sought in.
    Seek 16 "seek failed"
    /// It cannot be renamed.
    Rename 17 "rename failed"
    /// There is none.
    NotFound 18 "not found"
    /// It is not finished.
    NotFinished 19 "not finished"
    /// The XML is too long.
    XmlLong 20 "XML too long"
    /// A part of it is out of turn.
    XmlIndex 21 "XML part out of turn"
    /// It cannot be read.
    XmlParse 22 "XML cannot be read"
    /// There is no such method.
    NoMethod 23 "no such method"
    /// Out of memory.
    Memory 24 "out of memory"
    /// The system failed.
    System 25 "system error"
    /// A file cannot be downloaded.
    Download 33 "download failed"
    /// It is running into an error.
    Running 41 "running error"
    /// The method is not supported.
    Unsupported 42 "method not supported"
    /// The session is not known.
    Guid 43 "session not known"
    /// A tag is wrong.
    Tag 45 "tag refused"
    /// An attribute is wrong.
    Attribute 46 "attribute refused"
    /// For another card.
    Device 48 "another type of card"
    /// It wants a permission.
    Permission 49 "permission denied"
    /// A password is too simple.
    Simple 50 "password too simple"
    /// The answer comes later.
    Delayed 51 "answer delayed"
    /// It comes soon.
    Soon 52 "answer comes soon"
}

impl Error {
    /// The error that an XML answer names; the names are those of the maker's own program.
    #[must_use]
    pub fn named(result: &str) -> Self {
        match result {
            "kSuccess" => Self::Success,
            "kDeviceOccupa" | "kDeviceOccupied" => Self::Occupied,
            "kPermissionDenied" => Self::Permission,
            "kUnsupportMethod" => Self::Unsupported,
            "kInvalidMethod" => Self::NoMethod,
            "kInvalidGUID" => Self::Guid,
            "kParseXmlFailed" => Self::XmlParse,
            "kNoSpace" | "kNoSpaceToSave" => Self::NoSpace,
            "kNotFound" => Self::NotFound,
            _ => Self::Other(u16::MAX),
        }
    }
}
