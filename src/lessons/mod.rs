//! The library as a student sees it: topics, lessons, search, players.

pub mod players;
mod samples;
pub mod views;
