//! Who is asking: stories through the front door, clock in hand.

mod commands;
mod join;
mod lost;
mod no_secrets;
mod recover;
mod setup;
mod sign_in;
