//! Where the page's certificate comes from: the operator's files, or one that is made and remembered. Both are looked at
//! again and again, so that a new one needs no restart.

use crate::report::{Fault, Lang, Message};
use crate::site::{Memory, Pair, Web};
use crate::web::{Identity, own};
use jiff::Timestamp;
use nix::ifaddrs::getifaddrs;
use nix::sys::socket::SockaddrStorage;
use std::fs::File;
use std::io::Read;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked at.
const AGAIN: Duration = Duration::from_secs(60);
/// What a made one is called in the state folder.
const NAME: &str = "page.pem";
/// The most that is read of a file.
const MOST: u64 = 1 << 20;

/// Where the certificate is from.
#[derive(Clone, Debug)]
enum Origin {
    Files(Pair),
    /// What is made, and the names it must be good for.
    Own(Memory, Vec<String>),
}

/// The certificate of the page and where it comes from.
#[derive(Clone, Debug)]
pub(super) struct Certificate {
    origin: Origin,
    /// Certificate and key as they were last read; for what is made, both are the same text.
    known: Option<(Vec<u8>, Vec<u8>)>,
}

impl Certificate {
    /// The one for a page at this address; `None` where it is plain HTTP: nobody else is on the way to this machine's own
    /// addresses, and browsers trust them as they are.
    pub(super) fn of(web: &Web, config: &Path, memory: Memory, listen: SocketAddr) -> Option<Self> {
        let address = listen.ip().to_canonical();
        let origin = match &web.certificate {
            Some(pair) => {
                let folder = config.parent().unwrap_or(Path::new(""));
                let (certificate, key) = (folder.join(&pair.certificate), folder.join(&pair.key));
                Origin::Files(Pair { certificate, key })
            }
            None if address.is_loopback() => return None,
            None => {
                let mut names = web.names.clone();
                if !address.is_unspecified() {
                    names.push(address.to_string());
                }
                Origin::Own(memory, names)
            }
        };
        Some(Self { origin, known: None })
    }

    /// Reads it, or makes it.
    pub(super) async fn open(&mut self, now: Timestamp, lang: Lang) -> Result<Arc<Identity>, Message> {
        self.read(now, lang).await?;
        let (certificate, key) = self.known.as_ref().ok_or(Message::CertificateEmpty {})?;
        Identity::from_pem(certificate, key).map(Arc::new)
    }

    /// Whether it is another one than was last read.
    async fn read(&mut self, now: Timestamp, lang: Lang) -> Result<bool, Message> {
        let (origin, known) = (self.origin.clone(), self.known.clone());
        let read = move || match &origin {
            Origin::Files(pair) => Ok((whole(&pair.certificate)?, whole(&pair.key)?)),
            Origin::Own(memory, names) => {
                let known = known.and_then(|(text, _)| String::from_utf8(text).ok());
                let text = remembered(memory, names, known, now, lang)?;
                Ok((text.clone().into_bytes(), text.into_bytes()))
            }
        };
        let why = |error: tokio::task::JoinError| Message::CertificateUnfit { why: error.to_string() };
        let fresh = tokio::task::spawn_blocking(read).await.map_err(why)??;
        let changed = self.known.as_ref() != Some(&fresh);
        self.known = Some(fresh);
        Ok(changed)
    }

    /// Looks for a new one for ever, and has the page take it; `taken` is told.
    pub(super) async fn follow(
        mut self,
        identity: Arc<Identity>,
        now: impl Fn() -> Timestamp,
        taken: impl Fn(&Identity),
        lang: Lang,
    ) -> std::convert::Infallible {
        let mut told = None;
        loop {
            tokio::time::sleep(AGAIN).await;
            let found = match self.read(now(), lang).await {
                Ok(false) => continue,
                Ok(true) => self
                    .known
                    .as_ref()
                    .map_or(Ok(()), |(certificate, key)| identity.replace(certificate, key)),
                Err(message) => Err(message),
            };
            match found {
                Ok(()) => {
                    told = None;
                    taken(&identity);
                    tracing::info!(fingerprint = identity.fingerprint(), "the page has a new certificate");
                }
                Err(message) if told.as_ref() != Some(&message) => {
                    let why = message.say(lang);
                    super::tell(&[Fault::unplaced(Message::CertificateNotTaken { why })], lang);
                    told = Some(message);
                }
                Err(_) => {}
            }
        }
    }
}

fn whole(path: &Path) -> Result<Vec<u8>, Message> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut bytes));
    let unread = |error: std::io::Error| Message::CertificateUnread {
        file: path.display().to_string(),
        why: error.to_string(),
    };
    read.map(|_| bytes).map_err(unread)
}

/// The one in use, else the one in memory, else a new one, whichever first can be used.
fn remembered(
    memory: &Memory,
    needed: &[String],
    known: Option<String>,
    now: Timestamp,
    lang: Lang,
) -> Result<String, Message> {
    let good = |text: &String| {
        own::serves(text, needed, now) && Identity::from_pem(text.as_bytes(), text.as_bytes()).is_ok()
    };
    if let Some(text) = known.filter(good).or_else(|| memory.read(NAME).filter(good)) {
        return Ok(text);
    }
    let mut names = needed.to_vec();
    names.extend(own_names().into_iter().filter(|name| !needed.contains(name)));
    let text = own::make(&names, now)?;
    if let Err(error) = memory.write(NAME, &text) {
        let file = memory.path(NAME).display().to_string();
        let message = Message::CertificateNotKept { file, why: error.to_string() };
        super::tell(&[Fault::unplaced(message)], lang);
    }
    Ok(text)
}

/// Under what this machine can be reached: its names and addresses, but for those that need the name of an interface.
fn own_names() -> Vec<String> {
    let mut names = vec!["localhost".to_owned()];
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let host = host.trim().to_ascii_lowercase();
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    if (1..=253).contains(&host.len()) && host.bytes().all(letters) {
        names.push(host);
    }
    names.extend(addresses().map(|address| address.to_string()));
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// The addresses of this machine, but for those that need the name of an interface.
pub(super) fn addresses() -> impl Iterator<Item = IpAddr> {
    getifaddrs().into_iter().flatten().filter_map(|one| address(one.address?))
}

fn address(address: SockaddrStorage) -> Option<IpAddr> {
    let v4 = address.as_sockaddr_in().map(|v4| IpAddr::V4(v4.ip()));
    v4.or_else(|| {
        Some(IpAddr::V6(address.as_sockaddr_in6()?.ip()))
            .filter(|v6| !matches!(v6, IpAddr::V6(v6) if v6.is_unicast_link_local()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn web(names: &[&str]) -> Web {
        Web { names: names.iter().map(|name| (*name).to_owned()).collect(), certificate: None }
    }

    fn now() -> Timestamp {
        "2026-11-29T07:00:00Z".parse().unwrap()
    }

    async fn fingerprint(home: &Path, names: &[&str], listen: &str, now: Timestamp) -> String {
        let memory = Memory::new(home.join("state"));
        let mut own =
            Certificate::of(&web(names), &home.join("bangtin.toml"), memory, listen.parse().unwrap())
                .unwrap();
        own.open(now, Lang::En).await.unwrap().fingerprint()
    }

    #[tokio::test]
    async fn a_made_certificate_stays_the_same_until_it_must_change() {
        let home = tempfile::tempdir().unwrap();
        let home = home.path();
        let first = fingerprint(home, &[], "0.0.0.0:8443", now()).await;
        assert_eq!(fingerprint(home, &[], "0.0.0.0:8443", now()).await, first);
        let file = home.join("state").join(NAME);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains("name: localhost\n") && text.contains("name: 127.0.0.1\n"), "{text}");
        let named = fingerprint(home, &["bang.example.gov.vn"], "0.0.0.0:8443", now()).await;
        assert_ne!(named, first);
        let old = now() + jiff::SignedDuration::from_hours(24 * 710);
        assert_ne!(fingerprint(home, &["bang.example.gov.vn"], "0.0.0.0:8443", old).await, named);
        std::fs::write(&file, "half a").unwrap();
        assert_ne!(fingerprint(home, &[], "10.0.0.7:443", now()).await, named);
    }

    #[tokio::test]
    async fn a_page_for_this_machine_alone_is_plain_and_one_with_files_never_is() {
        let home = tempfile::tempdir().unwrap();
        let config = home.path().join("bangtin.toml");
        let memory = || Memory::new(home.path().join("state"));
        for listen in ["127.0.0.1:8080", "[::1]:8080", "[::ffff:127.0.0.1]:8080"] {
            let listen = listen.parse().unwrap();
            assert!(Certificate::of(&web(&[]), &config, memory(), listen).is_none());
        }
        let pair = Pair { certificate: "a.pem".into(), key: "a.key".into() };
        let own = Web { certificate: Some(pair), ..web(&[]) };
        let mut own = Certificate::of(&own, &config, memory(), "127.0.0.1:8080".parse().unwrap()).unwrap();
        let error = own.open(now(), Lang::En).await.unwrap_err().say(Lang::En);
        assert!(error.contains("a.pem cannot be read"), "{error}");
        let made = own::make(&["localhost".to_owned()], now()).unwrap();
        std::fs::write(home.path().join("a.pem"), &made).unwrap();
        std::fs::write(home.path().join("a.key"), &made).unwrap();
        assert!(own.open(now(), Lang::En).await.is_ok());
    }

    #[tokio::test]
    async fn a_state_folder_that_cannot_be_written_leaves_the_page_open_under_one_certificate() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("state"), "a file").unwrap();
        let memory = Memory::new(home.path().join("state"));
        let listen = "0.0.0.0:8443".parse().unwrap();
        let mut own = Certificate::of(&web(&[]), &home.path().join("bangtin.toml"), memory, listen).unwrap();
        let identity = own.open(now(), Lang::En).await.unwrap();
        assert!(!own.read(now(), Lang::En).await.unwrap());
        assert_eq!(own.open(now(), Lang::En).await.unwrap().fingerprint(), identity.fingerprint());
    }
}
