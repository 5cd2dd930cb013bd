//! Readers: bytes in, typed entries out. No HTTP, no SQL, no tokio. Every byte is hostile until checked.

pub mod encoding;
pub mod folder;
pub mod html_text;
pub mod kind;
pub mod language_tag;
pub mod markdown;
pub mod media;
pub mod package_zip;
pub mod pdf;
pub mod picture;
pub mod source;
pub mod subtitles;
pub mod virtual_path;
pub mod zim;
