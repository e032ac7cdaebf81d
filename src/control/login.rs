//! The login name of a user number.

use std::io::Read as _;

/// More of the list of users is not read.
const MAX_USERS: u64 = 1 << 20;

/// The name in `/etc/passwd`, or the number itself. Not asked of name services: those may be down when an order is urgent.
pub(super) fn login(uid: u32) -> String {
    let mut users = String::new();
    let read = std::fs::File::open("/etc/passwd").map(|file| file.take(MAX_USERS).read_to_string(&mut users));
    let found = read.ok().and_then(|_| name(&users, uid));
    found.unwrap_or_else(|| format!("uid {uid}"))
}

fn name(users: &str, uid: u32) -> Option<String> {
    let uid = uid.to_string();
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == uid && !name.is_empty()).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_known_by_name_and_a_stranger_by_number() {
        let users = "root:x:0:0::/r:/bin/sh\nbroken\nlan:x:1000:100:Lan,,,:/h:/bin/sh\n";
        assert_eq!(name(users, 1000).as_deref(), Some("lan"));
        assert_eq!((name(users, 100), name(users, 1)), (None, None));
        assert_eq!(login(u32::MAX - 1), format!("uid {}", u32::MAX - 1));
    }
}
