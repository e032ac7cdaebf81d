//! The certificate by which the page is known, and how TLS is spoken: 1.2 and 1.3, HTTP/1.1 inside.
//!
//! Reads no files and makes no certificates. A new one takes the place of the old for connections to come; those that
//! are open go on.

use crate::report::Message;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::sync::{Arc, PoisonError, RwLock};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, InconsistentKeys, ServerConfig};

/// The most certificates in one file: one and those that vouch for it.
const MAX_CHAIN: usize = 16;

/// The certificate in use and its key.
#[derive(Debug)]
pub struct Identity {
    current: RwLock<Arc<CertifiedKey>>,
}

impl Identity {
    /// The identity in a certificate, with those that vouch for it after it, and its private key, both as PEM.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the files.
    pub fn from_pem(certificate: &[u8], key: &[u8]) -> Result<Self, Message> {
        Ok(Self { current: RwLock::new(Arc::new(read(certificate, key)?)) })
    }

    /// Takes another certificate and key for connections to come.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the files; the identity is what it was.
    pub fn replace(&self, certificate: &[u8], key: &[u8]) -> Result<(), Message> {
        let fresh = Arc::new(read(certificate, key)?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// SHA-256 over the certificate, as browsers show it: `3A:01:…`, 32 bytes.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let current = self.current();
        let bytes = current.cert.first().map_or(&[][..], |certificate| certificate.as_ref());
        let pairs: Vec<String> = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(":")
    }

    /// When it ends; `None` if it is written in a way in which that cannot be read.
    #[must_use]
    pub fn ends(&self) -> Option<Timestamp> {
        let current = self.current();
        let (_, certificate) = x509_parser::parse_x509_certificate(current.cert.first()?).ok()?;
        Timestamp::from_second(certificate.validity().not_after.timestamp()).ok()
    }

    fn current(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ResolvesServerCert for Identity {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

/// How TLS is spoken under this identity; an error if the library cannot, which no file can cause.
pub(super) fn config(identity: Arc<Identity>) -> Result<Arc<ServerConfig>, rustls::Error> {
    let versions = [&rustls::version::TLS13, &rustls::version::TLS12];
    let builder = ServerConfig::builder_with_provider(provider()).with_protocol_versions(&versions)?;
    let mut config = builder.with_no_client_auth().with_cert_resolver(identity);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn read(certificate: &[u8], key: &[u8]) -> Result<CertifiedKey, Message> {
    let odd = |why: String| Message::CertificateUnfit { why };
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(certificate).take(MAX_CHAIN).collect();
    let chain = chain.map_err(|error| odd(error.to_string()))?;
    if chain.is_empty() {
        return Err(Message::CertificateEmpty {});
    }
    let key = PrivateKeyDer::pem_slice_iter(key).next().ok_or(Message::CertificateKeyEmpty {})?;
    let key = key.map_err(|error| odd(error.to_string()))?;
    CertifiedKey::from_der(chain, key, &provider()).map_err(|error| match error {
        rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => Message::CertificateKeyOfAnother {},
        error => odd(error.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> (String, String) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        (made.cert.pem(), made.signing_key.serialize_pem())
    }

    fn refused(certificate: &str, key: &str) -> &'static str {
        Identity::from_pem(certificate.as_bytes(), key.as_bytes()).unwrap_err().code()
    }

    #[test]
    fn what_is_wrong_with_a_certificate_is_said() {
        let ((certificate, key), (other, _)) = (pair(), pair());
        assert!(Identity::from_pem(certificate.as_bytes(), key.as_bytes()).is_ok());
        let both = format!("# text before\n{certificate}\n{key}");
        assert!(Identity::from_pem(both.as_bytes(), both.as_bytes()).is_ok());
        assert_eq!(refused("", &key), "CertificateEmpty");
        assert_eq!(refused(&key, &key), "CertificateEmpty");
        assert_eq!(refused(&certificate, ""), "CertificateKeyEmpty");
        assert_eq!(
            refused(&certificate, &key.replace(" PRIVATE", " ENCRYPTED PRIVATE")),
            "CertificateKeyEmpty"
        );
        assert_eq!(refused(&other, &key), "CertificateKeyOfAnother");
        assert_eq!(refused(&certificate[..certificate.len() / 2], &key), "CertificateUnfit");
        let junk = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert_eq!(refused(junk, &key), "CertificateUnfit");
    }

    #[test]
    fn when_a_certificate_ends_is_read_from_it() {
        let made = crate::web::own::make(&["localhost".to_owned()], "2026-11-29T06:50:00Z".parse().unwrap());
        let made = made.unwrap();
        let identity = Identity::from_pem(made.as_bytes(), made.as_bytes()).unwrap();
        assert_eq!(identity.ends(), Some("2028-11-29T00:00:00Z".parse().unwrap()));
    }

    #[test]
    fn a_new_certificate_is_taken_and_a_broken_one_is_not() {
        let ((certificate, key), (newer, newer_key)) = (pair(), pair());
        let identity = Identity::from_pem(certificate.as_bytes(), key.as_bytes()).unwrap();
        let first = identity.fingerprint();
        assert_eq!((first.len(), first.matches(':').count()), (95, 31));
        assert!(identity.replace(newer.as_bytes(), key.as_bytes()).is_err());
        assert_eq!(identity.fingerprint(), first);
        identity.replace(newer.as_bytes(), newer_key.as_bytes()).unwrap();
        assert_ne!(identity.fingerprint(), first);
    }
}
