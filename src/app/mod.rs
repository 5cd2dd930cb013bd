//! Joins the parts: opens a data folder (`core`), dispatches hosts and routes (`dispatch`), runs what
//! happens in the background (`jobs`), says how the box is (`health`), and lets it start anew with its
//! sockets still open (`doors`).

mod core;
mod desks;
mod dispatch;
mod doors;
mod forgetting;
mod health;
mod jobs;
mod phones;
mod running;

pub use core::{Core, CoreError, Openings};
pub use dispatch::Dispatch;
pub use doors::Doors;
pub use running::{Listening, Running, start, start_at};
