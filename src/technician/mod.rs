//! The box's desk: how is it, what is on it, who may sign in, and what a technician does to it.

mod care;
pub mod care_views;
pub mod pages;
mod samples;
mod settings;
pub mod views;
