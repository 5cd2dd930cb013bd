//! The library: what can be learned here, and how it is found.

pub mod search;
