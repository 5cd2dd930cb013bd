//! What all pages share: which site was asked, who may change what, ranges, cookies, faults.
//!
//! Promise: whatever host, origin, range or cookie a phone sends, the answer is decided here by one
//! rule, and a fault becomes a page in one place.

pub mod ask;
pub mod assets;
pub mod cookies;
pub mod fault;
pub mod fault_page;
pub mod files;
pub mod guard;
pub mod gzip;
pub mod layout;
pub mod qr;
pub mod ranges;
pub mod samples;
pub mod serve;
pub mod sites;
pub mod unpack;

pub use ask::{Arrival, Ask, Services};
pub use fault::{Fault, page};
