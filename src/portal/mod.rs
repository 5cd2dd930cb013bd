//! The door: what a phone meets first. So far the welcome page, the languages and help; the probes
//! of phones and their states come here.

pub mod pages;
mod samples;
pub mod views;
