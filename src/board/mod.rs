//! The board itself: its health, its memory, who vouches for its clock. No pages.
//!
//! Promise: what cannot be read is `None`, never a made-up number.

mod clock;
mod health;
mod leases;
mod memory;
pub mod rules;

pub use clock::{TimeSource, read_time_source};
pub use health::{DiskSpace, Health, Throttling, Trouble, disk_space, read_health};
pub use leases::{Holder, Leases};
pub use memory::{MemoryNow, read_memory};
