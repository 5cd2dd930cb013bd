//! Chalkbox: a school's micro-server. See ARCHITECTURE.md for the promises and the picture.
//!
//! A part may use parts on lower lines only; parts on one line do not know each other.
//!
//! ```text
//! 9  main.rs                                   8  cli         the commands
//! 7  app         joins the parts               6  teaching, technician: the desks
//! 5  loading     how lessons get in            4  portal, lessons
//! 3  people, usage                             2  web, board, formats
//! 1  store, text, config                       0  base
//! ```

pub mod app;
pub mod base;
pub mod board;
pub mod cli;
pub mod config;
pub mod formats;
pub mod lessons;
pub mod loading;
pub mod people;
pub mod portal;
pub mod store;
pub mod teaching;
pub mod technician;
pub mod text;
pub mod usage;
pub mod web;
