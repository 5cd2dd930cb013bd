//! The command line (DESIGN.md section 4): parse, then run one command.
//!
//! One process writes a data folder. A command beside a running server asks it over
//! `control.sock`; without a server it takes the lock and does the work itself, by the same code.

mod arguments;
mod control;
mod demo;
mod doctor;
mod people;
mod perform;
mod run;

pub use arguments::{Arguments, Command, LibraryAct, PeopleAct, TextAct};
pub use control::{Controls, listen, open_door};
pub use perform::{Asked, Work, perform};
pub use run::run;

/// Done.
pub const DONE: u8 = 0;
/// It was tried and failed; a sentence says why.
pub const FAILED: u8 = 1;
