//! The door: what a phone meets first.

mod samples;
pub mod views;
