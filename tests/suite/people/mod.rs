//! Who is asking: stories through the front door, clock in hand.

mod cards;
mod forget;
mod learners;
mod roster;
mod school;
mod sign_in;
