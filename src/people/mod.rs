//! Who is asking: guests, hand-over, three pictures that keep a place.

mod samples;
pub mod views;
