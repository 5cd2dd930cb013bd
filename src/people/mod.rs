//! Who is asking: guests, hand-over, three pictures that keep a place.

pub mod views;
