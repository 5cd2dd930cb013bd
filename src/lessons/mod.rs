//! The library as a student sees it: topics, lessons, search, players.

pub mod players;
pub mod tickets;
pub mod views;
