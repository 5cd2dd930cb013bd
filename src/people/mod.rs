//! Who is asking. So far everybody is a guest: a random session without a name.
//!
//! Promise: after "someone else's turn" nothing of the last child is shown by home, search, back or
//! reload; after five idle minutes the box asks first. A place is brought back by three pictures,
//! never by a name. The cookie itself is stored nowhere.

mod guests;
mod ids;
pub mod pages;
mod places;
mod rules;
mod samples;
mod tries;
pub mod views;

pub use guests::{Greeting, Guests};
pub use ids::{GuestId, GuestKey, NewGuest};
pub use pages::{People, Present};
pub use places::{Kept, Pictures, Place, Visited};
