//! The door: what a phone meets first.

pub mod views;
