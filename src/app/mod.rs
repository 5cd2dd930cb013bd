//! Joins the parts: opens a data folder (`core`), dispatches hosts and routes (`dispatch`), runs what
//! happens in the background (`jobs`), says how the box is (`health`).

mod core;
mod dispatch;
mod forgetting;
mod health;
mod jobs;
mod phones;
mod running;

pub use core::{Core, CoreError, Openings};
pub use dispatch::Dispatch;
pub use running::{Listening, Running, start};
