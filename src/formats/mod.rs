//! Readers: bytes in, typed entries out. No HTTP, no SQL, no tokio. Every byte is hostile until checked.

pub mod zim;
