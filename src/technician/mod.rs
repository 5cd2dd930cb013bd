//! The box's desk: how is it, what is on it.

mod samples;
pub mod views;
