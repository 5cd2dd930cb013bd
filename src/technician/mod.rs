//! The box's desk: how is it, what is on it.

pub mod pages;
mod samples;
pub mod views;
