//! The box's desk: how is it, what is on it.

pub mod views;
