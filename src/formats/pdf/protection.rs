//! Whether a locked PDF opens without a password (ISO 32000-1, 7.6.3, algorithms 2, 4 and 5).

use md5::{Digest as _, Md5};

use super::object::{Dictionary, Object};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    None,
    /// Printing or copying may be forbidden, but everyone can read it.
    OpensWithoutPassword,
    NeedsPassword,
    /// Locked in a newer way (revision 5 and 6) or by another program; the viewer on the phone will see.
    Unknown,
}

const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

/// Tries the empty password against the dictionary of `/Encrypt`.
pub fn judge(encrypt: &Dictionary, first_id: &[u8]) -> Protection {
    if !encrypt.is_name("Filter", "Standard") {
        return Protection::Unknown;
    }
    let revision = encrypt.integer("R").unwrap_or(0);
    let (Some(owner), Some(user)) = (encrypt.string("O"), encrypt.string("U")) else {
        return Protection::Unknown;
    };
    if !(2..=4).contains(&revision) {
        return Protection::Unknown;
    }
    let key = key(encrypt, revision, owner, first_id);
    let fits = if revision == 2 {
        rc4(&key, &PADDING) == user
    } else {
        let mut check = Md5::digest([&PADDING, first_id].concat()).to_vec();
        for step in 0..20_u8 {
            let turned: Vec<u8> = key.iter().map(|byte| byte ^ step).collect();
            check = rc4(&turned, &check);
        }
        user.starts_with(&check)
    };
    if fits { Protection::OpensWithoutPassword } else { Protection::NeedsPassword }
}

fn key(encrypt: &Dictionary, revision: i64, owner: &[u8], first_id: &[u8]) -> Vec<u8> {
    let bits = if revision == 2 { 40 } else { encrypt.integer("Length").unwrap_or(40) };
    // Revision 4 names its length in the crypt filter; it is always 128 bits.
    let bits = if revision == 4 { 128 } else { bits };
    let length = usize::try_from(bits / 8).unwrap_or(5).clamp(5, 16);
    let [p0, p1, p2, p3, ..] = encrypt.integer("P").unwrap_or(0).to_le_bytes();
    let mut hash = Md5::new();
    hash.update(PADDING);
    hash.update(owner.get(..32).unwrap_or(owner));
    hash.update([p0, p1, p2, p3]);
    hash.update(first_id);
    if revision == 4 && encrypt.get("EncryptMetadata") == Some(&Object::Boolean(false)) {
        hash.update([0xff; 4]);
    }
    let mut key = hash.finalize().to_vec();
    key.truncate(length);
    if revision > 2 {
        for _ in 0..50 {
            key = Md5::digest(&key).to_vec();
            key.truncate(length);
        }
    }
    key
}

/// RC4, here only to compare with what the file holds; nothing is kept secret with it.
fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut state: Vec<u8> = (0..=255).collect();
    let at = |state: &[u8], index: u8| state.get(usize::from(index)).copied().unwrap_or(0);
    let mut j = 0_u8;
    for (i, turn) in (0..=255_u8).zip(key.iter().cycle()) {
        j = j.wrapping_add(at(&state, i)).wrapping_add(*turn);
        state.swap(usize::from(i), usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    let mut next = || {
        i = i.wrapping_add(1);
        j = j.wrapping_add(at(&state, i));
        state.swap(usize::from(i), usize::from(j));
        at(&state, at(&state, i).wrapping_add(at(&state, j)))
    };
    data.iter().map(|byte| byte ^ next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_agrees_with_the_published_vector() {
        // RFC 6229 names none with text; this is the well-known "Key" / "Plaintext" pair.
        assert_eq!(
            rc4(b"Key", b"Plaintext"),
            [0xbb, 0xf3, 0x16, 0xe8, 0xd9, 0x40, 0xaf, 0x0a, 0xd3]
        );
    }
}
