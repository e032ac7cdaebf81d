//! Secrets: what links, cookies and tokens are made of, digests of passwords, and codes of a second factor.

use super::Refusal;
use crate::report::Message;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use totp_rs::{Builder, Secret, Totp};

/// The shortest and the longest password, in characters.
pub const PASSWORD: (usize, usize) = (12, 128);
/// Bytes of a secret that cannot be guessed.
const STRENGTH: usize = 32;
/// What passwords cost, here and whoever tries them: the first choice of OWASP for argon2id with little memory.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// A secret, 43 letters, and the digest that is kept of it.
pub(super) fn fresh() -> Result<(String, Vec<u8>), Refusal> {
    let secret = URL_SAFE_NO_PAD.encode(random::<STRENGTH>()?);
    let digest = digest(&secret);
    Ok((secret, digest))
}

/// What is kept of a secret.
#[must_use]
pub fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

fn random<const N: usize>() -> Result<[u8; N], Refusal> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| broken(&error))?;
    Ok(bytes)
}

fn broken(error: &dyn std::fmt::Display) -> Refusal {
    Refusal::new(super::Kind::Broken, Message::ReadOnly { why: error.to_string() })
}

fn hasher() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The digest of a password, in PHC form. Takes some 30 ms of a core.
pub(super) fn hash(password: &str) -> Result<String, Refusal> {
    hasher().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|error| broken(&error))
}

/// Whether a password has this digest. Without a digest it takes as long and is wrong, so that nobody learns from the time
/// whose name exists.
pub(super) fn matches(password: &str, digest: Option<&str>) -> bool {
    match digest {
        Some(digest) => hasher().verify_password(password.as_bytes(), digest).is_ok(),
        None => {
            let _ = hasher().hash_password_with_salt(password.as_bytes(), b"nobody here has it");
            false
        }
    }
}

/// Whether a password may be chosen.
pub(super) fn judge(password: &str, login: &str) -> Result<(), Refusal> {
    let (least, most) = PASSWORD;
    let count = password.chars().count();
    if count < least || count > most {
        return Err(Refusal::invalid("password", Message::PasswordLength { least, most }));
    }
    let plain: String = password.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    let different: std::collections::BTreeSet<char> = plain.chars().collect();
    let runs = |step: i32| {
        let codes: Vec<i32> = plain.chars().map(|letter| letter as i32).collect();
        codes.windows(2).filter(|pair| pair[1] - pair[0] == step).count() * 4 >= codes.len() * 3
    };
    let login: String = login.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let rest = if login.is_empty() { plain.clone() } else { plain.replace(&login, "") };
    let known =
        ["matkhau", "password", "bangtin", "qwertyuiop", "qwerty", "admin", "123456", "88888888", "11111111"];
    let bare = known.iter().fold(rest, |rest, word| rest.replace(word, ""));
    if different.len() < 5 || runs(1) || runs(-1) || bare.chars().count() < 5 {
        return Err(Refusal::invalid("password", Message::PasswordCommon {}));
    }
    Ok(())
}

/// A new secret for a second factor, base 32, and its address for a phone's camera.
pub(super) fn factor(login: &str) -> Result<(String, String), Refusal> {
    let bytes = random::<20>()?;
    let secret = Secret::new(Box::new(bytes)).to_base32();
    let address = factor_address(login, &secret);
    Ok((secret, address))
}

/// A secret of a second factor for a phone's camera: `otpauth://…`.
#[must_use]
pub fn factor_address(login: &str, secret: &str) -> String {
    format!("otpauth://totp/bangtin:{login}?secret={secret}&issuer=bangtin")
}

/// The time step of a right code; `None` for a wrong one, or one that is of a step already used.
pub(super) fn step(secret: &str, code: &str, used: i64, seconds: i64) -> Option<i64> {
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let step = generator(secret)?.check(code, u64::try_from(seconds).ok()?)?;
    i64::try_from(step).ok().filter(|step| *step > used)
}

fn generator(secret: &str) -> Option<Totp> {
    Builder::new().with_secret(Secret::try_from_base32(secret).ok()?).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_that_everybody_tries_first_are_refused() {
        for bad in [
            "12345678",
            "88888888",
            "111111111111",
            "123456789012",
            "matkhau123456",
            "Password1234",
            "nguyenlan1234",
            "abcdefghijklm",
            "bangtinbangtin",
            "aabbaabbaabb",
            "987654321098",
            "admin12345678",
        ] {
            assert!(judge(bad, "nguyen-lan").is_err(), "{bad}");
        }
        for good in ["cây đa bến nước", "mua-roi-tren-pho-cu", "9f!kQ2#vX0pL", "tám giờ sáng thứ hai"]
        {
            assert!(judge(good, "nguyen-lan").is_ok(), "{good}");
        }
        assert!(judge(&"dài lắm ".repeat(17), "x").is_err());
    }

    #[test]
    fn a_password_is_known_again_by_its_digest_and_no_other_is() {
        let digest = hash("cây đa bến nước").unwrap();
        assert!(digest.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{digest}");
        assert!(matches("cây đa bến nước", Some(&digest)));
        assert!(!matches("cay da ben nuoc", Some(&digest)) && !matches("", None));
        assert_ne!(digest, hash("cây đa bến nước").unwrap(), "salted");
    }

    /// The secret and a code of RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard_and_each_is_good_once() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(step(secret, "287082", 0, 59), Some(1));
        assert_eq!(step(secret, "287082", 1, 59), None, "used");
        assert_eq!(step(secret, "287083", 0, 59), None);
        assert_eq!(step(secret, "28708", 0, 59), None);
        assert_eq!(step(secret, "081804", 0, 1_111_111_109), Some(37_037_036));
    }

    #[test]
    fn secrets_differ_and_only_their_digests_are_kept() {
        let ((one, kept), (two, _)) = (fresh().unwrap(), fresh().unwrap());
        assert_eq!((one.len(), kept.len()), (43, 32));
        assert_ne!(one, two);
        assert_eq!(kept, digest(&one));
    }
}
