//! Who is asking: stories through the front door, clock in hand.

mod cards;
mod commands;
mod forget;
mod join;
mod learners;
mod lost;
mod no_secrets;
mod recover;
mod roster;
mod school;
mod setup;
mod sign_in;
