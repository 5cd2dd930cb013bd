//! Who is asking: guests, learners, teachers, heads, technicians.
//!
//! Promise: after "someone else's turn" nothing of the last person is shown by home, search, back or
//! reload; after five idle minutes a guest or a learner is asked first. There is no default secret, and
//! no way in over the air but one that somebody on site opened. The cookie itself is stored nowhere;
//! names stay on the box.

pub mod accounts;
pub mod acts;
pub mod attempts;
pub mod becoming;
pub mod becoming_views;
pub mod codes;
pub mod gates;
mod guests;
pub mod hashing;
mod letters;
pub mod pages;
pub mod passphrase;
mod places;
pub mod recovery;
mod role;
pub mod rules;
mod samples;
mod sessions;
pub mod setup;
mod sheet;
mod sign_in;
pub mod sign_in_views;
pub mod views;

pub use guests::{Greeting, GuestId, GuestKey, Guests, NewGuest};
pub use pages::{People, Present};
pub use places::{Kept, Pictures, Place, Visited};
pub use role::{Actor, ClassId, Person, PersonId, Role, UnknownRole, folded};
