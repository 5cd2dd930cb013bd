//! What the portal makes of a phone's cookie.

use std::fmt;

use crate::base::Random;

/// What the phone's cookie holds: 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestId(String);

impl GuestId {
    pub fn parse(cookie: &str) -> Option<Self> {
        let fits = cookie.len() == 32
            && cookie.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| Self(cookie.into()))
    }

    pub(super) fn draw(random: &Random) -> Self {
        Self(random.token())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A keyed hash of a guest's cookie: what tables and the journal know a guest by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GuestKey(String);

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

/// What the portal makes of a phone's cookie.
#[derive(Clone, Debug)]
pub enum Greeting {
    /// Set this cookie; nothing is known.
    New(NewGuest),
    Known(GuestKey),
    /// Show nothing of this guest before "Still you?" is answered.
    AskStillYou(GuestKey),
}

impl Greeting {
    pub fn key(&self) -> &GuestKey {
        match self {
            Self::New(guest) => &guest.key,
            Self::Known(key) | Self::AskStillYou(key) => key,
        }
    }
}
