//! The teacher's and head's desk: classes, learners, their pictures and cards.
//!
//! Promise: a list of names that has mistakes says which line and what to do, and nothing of it is kept
//! before somebody says so; then all of it is, or nothing. A learner who is forgotten is in no file of
//! the box any more, and the centre is told which pseudonym leads nowhere now.

pub mod check;
mod class_pages;
pub mod classroom;
mod learner_pages;
pub mod roster;
mod roster_pages;
pub mod samples;
mod sent;
pub mod views;
pub mod words;

pub use classroom::{Classroom, routes};
