//! What a guest is known by: on its phone, and on the box.

use std::fmt;

/// What the phone's cookie holds: 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestId(pub(super) String);

impl GuestId {
    pub fn parse(cookie: &str) -> Option<Self> {
        let fits = cookie.len() == 32
            && cookie.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| Self(cookie.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A keyed hash of a guest's cookie: what tables and the journal know a guest by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GuestKey(pub(super) String);

impl GuestKey {
    /// From a table of ours, where it was a key before.
    pub fn stored(key: &str) -> Self {
        Self(key.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GuestKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A guest that begins now; the phone must be given its cookie.
#[derive(Clone, Debug)]
pub struct NewGuest {
    pub id: GuestId,
    pub key: GuestKey,
}
