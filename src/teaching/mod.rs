//! The desk of teachers and heads.
//!
//! Promise: a teacher sees classes, a head the teachers too; nobody else sees either. What a page asks
//! about first is done whole or not at all.

pub mod desk;
mod samples;
pub mod staff;
pub mod views;
