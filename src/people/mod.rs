//! Who is asking: guests, learners, teachers, heads, technicians.
//!
//! Promise: after "someone else's turn" nothing of the last person is shown by home, search, back or
//! reload; after five idle minutes a guest or a learner is asked first. There is no default secret, and
//! no way in over the air but one that somebody on site opened. The cookie itself is stored nowhere;
//! names stay on the box.

pub mod accounts;
pub mod acts;
pub mod acts_page;
pub mod attempts;
pub mod becoming;
pub mod becoming_views;
pub mod classes;
pub mod codes;
mod desk;
pub mod gates;
mod greeting;
mod guests;
pub mod hashing;
mod ids;
mod keeping;
pub mod learn;
pub mod learn_views;
pub mod learners;
mod letters;
pub mod pages;
pub mod passphrase;
mod places;
pub mod recovery;
mod role;
pub mod rules;
pub mod samples;
mod sessions;
pub mod setup;
mod sheet;
mod sign_in;
pub mod sign_in_views;
pub mod staff;
mod staff_samples;
pub mod staff_views;
pub mod threes;
mod tries;
pub mod views;

pub use greeting::Greeting;
pub use guests::{Guests, Left};
pub use ids::{GuestId, GuestKey, NewGuest};
pub use pages::{People, Present};
pub use places::{Kept, Pictures, Place, Visited};
pub use role::{Actor, ClassId, Person, PersonId, Role, UnknownRole, folded};
