//! ZIM archives (openzim.org), versions 5.0 to 6.3: old and new namespaces, zstd, xz and plain
//! clusters, 64-bit offsets, split files.
//!
//! The promise: whatever the bytes are, reading ends soon, in bounded memory, with content or a
//! sentence; never with a panic. Opening reads a few kilobytes and scans nothing. Files are read
//! with `pread`, so a stick may be pulled out at any time. All archives share one [`ClusterCache`].
//!
//! [`Archive::find`] and [`Archive::read`] may read the disk and unpack: call them off the async
//! threads. [`Archive::find_if_held`] and [`Archive::read_if_held`] never do.

mod archive;
mod buffer;
mod cache;
mod checksum;
mod cluster;
mod content;
mod decoder;
mod dirent;
mod error;
mod file;
mod find;
mod header;
mod listing;
mod lru;
mod read;

pub use archive::Archive;
pub use cache::{CacheCounts, CacheLimits, ClusterCache};
pub use checksum::Verdict;
pub use cluster::BlobStream;
pub use content::Content;
pub use dirent::{Entry, Target};
pub use error::{Result, ZimError};
pub use file::{FilePiece, FileSpan};
pub use header::Header;
pub use listing::{Entries, Step};
