//! What the portal makes of a phone's cookie.

use super::ids::{GuestKey, NewGuest};

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
