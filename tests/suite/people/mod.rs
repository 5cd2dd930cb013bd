//! Who is asking: stories through the front door, clock in hand.

mod sign_in;
