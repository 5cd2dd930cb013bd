//! The one test program: the real server on port 0, in its own folder, with the clock in hand.

mod formats;
mod kit;
mod layers;
mod zim;
