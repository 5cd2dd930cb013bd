//! The one test program: the real server on port 0, in its own folder, with the clock in hand.
#![expect(clippy::unwrap_used, reason = "a test says what must hold")]

mod kit;

mod access;
mod commands;
mod content;
mod first_library;
mod formats;
mod full_disk;
mod indexing;
mod kiwix;
mod layers;
mod loading;
mod migrations;
mod oracle;
mod pages;
mod people;
mod players;
mod powercut;
mod readme;
mod search;
mod stories;
mod troubles;
mod turns;
mod usage;
mod xapi;
mod zim;
