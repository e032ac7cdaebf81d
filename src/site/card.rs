//! How a card that keeps what it shows is looked after: `poll_s`, `writes_per_day` and `secret_file`.

use crate::board::Protocol;
use crate::board::card::Options;
use crate::frame::Face;
use crate::report::{Fields, Message, Source};
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a key of cards that keep what they show needs.
const CARDS: &str = "`protocol = \"onbon-bx5\"` / `\"onbon-bx6\"` / `\"huidu-sdk2\"` / `\"xixun\"`";
/// The keys that only their boards have.
const KEYS: [&str; 3] = ["poll_s", "writes_per_day", "secret_file"];
/// The longest secret, in bytes.
const MAX_SECRET: usize = 64;
/// A card's clock is set if it is farther off than this: nobody sees two seconds at the edge of an hour, and a clock that
/// is set at every look tells nothing of how well it goes.
const DRIFT: Duration = Duration::from_secs(2);

/// How a card is looked after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it holds and shows is looked at this often (`poll_s`): 10 s to an hour, a minute if absent.
    pub poll: Duration,
    /// Its lasting memory is written at most so often in a day (`writes_per_day`): 1 to 200; 24 if absent.
    pub writes_a_day: u16,
    /// The file of its secret (`secret_file`), found from the folder of `bangtin.toml`; `None`: it has none.
    pub secret_file: Option<PathBuf>,
}

impl Default for Kept {
    fn default() -> Self {
        Self { poll: Duration::from_secs(60), writes_a_day: 24, secret_file: None }
    }
}

impl Kept {
    /// Reads the keys of a board that speaks this.
    pub(super) fn read(fields: &mut Fields<'_, '_>, protocol: Option<&Protocol>) -> Self {
        let own = Self::default();
        if !protocol.is_some_and(Protocol::stored) {
            for key in KEYS {
                fields.misplaced(key, protocol.map(|_| CARDS.to_owned()));
            }
            return own;
        }
        let poll = fields.integer("poll_s", 10..=3600).map(|at| Duration::from_secs(at.value as u64));
        let writes = fields.integer("writes_per_day", 1..=200).map(|at| at.value as u16);
        Self {
            poll: poll.unwrap_or(own.poll),
            writes_a_day: writes.unwrap_or(own.writes_a_day),
            secret_file: fields
                .text("secret_file", 1000)
                .map(|at| beside(&fields.reader().source, &at.value)),
        }
    }

    /// The same, as who looks after the card wants to know it.
    #[must_use]
    pub fn options(&self, face: Face) -> Options {
        Options {
            poll: self.poll,
            writes_a_day: self.writes_a_day,
            drift: DRIFT,
            size: (face.width(), face.height()),
        }
    }

    /// The secret of the card, which is the first line of its file. `None` if the board names no file. Waits for the disk.
    ///
    /// # Errors
    /// Why there is none: the file cannot be read, others may read it too, or there is nothing in it that can be a secret.
    pub fn secret(&self) -> Result<Option<Secret>, Message> {
        let Some(path) = &self.secret_file else { return Ok(None) };
        let name = path.display().to_string();
        let (text, mode) = text(path)
            .map_err(|error| Message::SecretUnread { path: name.clone(), why: error.to_string() })?;
        if mode & 0o077 != 0 {
            return Err(Message::SecretOpen { path: name });
        }
        let line = text.lines().next().unwrap_or_default();
        let fits = (1..=MAX_SECRET).contains(&line.len()) && line.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Some(Secret(line.into()))) } else { Err(Message::SecretStrange { path: name }) }
    }
}

/// Where a file is that `bangtin.toml` names.
fn beside(site: &Source, path: &str) -> PathBuf {
    Path::new(&site.name).parent().unwrap_or(Path::new("")).join(path)
}

/// The text of a file, so far as a secret may be long, and who may do what with it.
fn text(path: &Path) -> io::Result<(String, u32)> {
    let file = File::open(path)?;
    let mode = file.metadata()?.mode();
    let mut text = String::new();
    file.take(MAX_SECRET as u64 + 2).read_to_string(&mut text)?;
    Ok((text, mode))
}

/// What a card wants to hear before it obeys: visible ASCII, 1 to 64 bytes. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Box<str>);

impl Secret {
    /// The secret itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    fn secret(text: &[u8], mode: u32) -> Result<Option<Secret>, Message> {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("card.secret");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        Kept { secret_file: Some(path), ..Kept::default() }.secret()
    }

    #[test]
    fn a_secret_is_the_first_line_of_its_file_and_never_printed() {
        for text in ["s3cret", "s3cret\n", "s3cret\r\n", "s3cret\nmore\n"] {
            let secret = secret(text.as_bytes(), 0o600).unwrap().unwrap();
            assert_eq!((secret.reveal(), format!("{secret:?}")), ("s3cret", "Secret(…)".to_owned()));
        }
        assert_eq!(Kept::default().secret(), Ok(None));
        let site = Source { name: "/etc/bangtin/bangtin.toml".into(), text: String::new() };
        assert_eq!(beside(&site, "secrets/cong"), Path::new("/etc/bangtin/secrets/cong"));
    }

    #[test]
    fn a_secret_that_others_may_read_or_that_can_be_none_is_refused() {
        let code = |text: &[u8], mode| secret(text, mode).unwrap_err().code();
        assert_eq!(code(b"s3cret", 0o640), "SecretOpen");
        for text in [&b""[..], b"\n", b"two words\n", "mật\n".as_bytes(), &[b'x'; 65]] {
            assert_eq!(code(text, 0o600), "SecretStrange", "{text:?}");
        }
        assert_eq!(code(&[0xFF], 0o600), "SecretUnread");
        let gone = Kept { secret_file: Some("/nowhere/gone".into()), ..Kept::default() };
        assert_eq!(gone.secret().unwrap_err().code(), "SecretUnread");
    }
}
