//! What cards say of a question: by number in messages, by name in XML.

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code(pub u16);

/// The names by number, without the `k` before them.
const NAMES: [&str; 53] = [
    "Success",
    "WriteFinish",
    "ProcessError",
    "VersionTooLow",
    "DeviceOccupa",
    "FileOccupa",
    "ReadFileExcessive",
    "InvalidPacketLen",
    "InvalidParam",
    "NotSpaceToSave",
    "CreateFileFailed",
    "WriteFileFailed",
    "ReadFileFailed",
    "InvalidFileData",
    "FileContentError",
    "OpenFileFailed",
    "SeekFileFailed",
    "RenameFailed",
    "FileNotFound",
    "FileNotFinish",
    "XmlCmdTooLong",
    "InvalidXmlIndex",
    "ParseXmlFailed",
    "InvalidMethod",
    "MemoryFailed",
    "SystemError",
    "UnsupportVideo",
    "NotMediaFile",
    "ParseVideoFailed",
    "UnsupportFrameRate",
    "UnsupportResolution",
    "UnsupportFormat",
    "UnsupportDuration",
    "DownloadFileFailed",
    "ScreenNodeIsNull",
    "NodeExist",
    "NodeNotExist",
    "PluginNotExist",
    "CheckLicenseFailed",
    "NotFoundWifiModule",
    "TestWifiUnsuccessful",
    "RunningError",
    "UnsupportMethod",
    "InvalidGUID",
    "FirmwareFormatError",
    "TagNotFound",
    "AttrNotFound",
    "CreateTagFailed",
    "UnsupportDeviceType",
    "PermissionDenied",
    "PasswdTooSimple",
    "DelayRespond",
    "ShortlyReturn",
];

impl Code {
    /// It was done.
    pub const SUCCESS: Self = Self(0);
    /// A file was written, as some say instead.
    pub const FINISHED: Self = Self(1);
    /// The card is at something else.
    pub const OCCUPIED: Self = Self(4);
    /// It has no room.
    pub const NO_SPACE: Self = Self(9);
    /// There is no such file.
    pub const NOT_FOUND: Self = Self(18);
    /// A file is not whole.
    pub const NOT_FINISHED: Self = Self(19);
    /// A part of XML does not follow the one before.
    pub const XML_INDEX: Self = Self(21);
    /// XML that cannot be read.
    pub const XML: Self = Self(22);
    /// The file is damaged: it has another MD5.
    pub const FILE_DATA: Self = Self(13);
    /// It has no such method.
    pub const UNSUPPORTED: Self = Self(42);
    /// The session's number is another one.
    pub const GUID: Self = Self(43);
    /// It wants a password, or another one.
    pub const DENIED: Self = Self(49);

    /// All that have a name, by number.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..NAMES.len() as u16).map(Self)
    }

    /// Whether it was done.
    #[must_use]
    pub fn is_done(self) -> bool {
        self == Self::SUCCESS || self == Self::FINISHED
    }

    /// Whether asking again later may be of use: it is at something, or has not done it yet.
    #[must_use]
    pub fn is_busy(self) -> bool {
        matches!(self.0, 4..=6 | 51 | 52)
    }

    /// Whether it says that it has no such question.
    #[must_use]
    pub fn is_unsupported(self) -> bool {
        matches!(self.0, 23 | 42)
    }

    /// Its name as the maker writes it, without the `k` before it.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or("Unknown")
    }

    /// The code of a word in XML. Two words are in use that have no number: a card that still fetches or works is busy.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        let word = word.strip_prefix('k').unwrap_or(word);
        if matches!(word, "DownloadingFile" | "Downloading" | "Processing") {
            return Self::OCCUPIED;
        }
        let place = NAMES.iter().position(|name| *name == word);
        Self(place.map_or(u16::MAX, |place| place as u16))
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "k{}", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_the_same_codes() {
        for number in 0..NAMES.len() as u16 {
            assert_eq!(Code::parse(&Code(number).to_string()), Code(number));
        }
        assert_eq!(NAMES.len(), 53);
        assert_eq!((Code::OCCUPIED.name(), Code::UNSUPPORTED.name()), ("DeviceOccupa", "UnsupportMethod"));
        assert_eq!((Code::GUID.name(), Code::DENIED.name()), ("InvalidGUID", "PermissionDenied"));
        assert!(Code::parse("kDownloadingFile").is_busy() && !Code::parse("kNonsense").is_done());
    }
}
