//! The library: what can be learned here, and the packages it is read from.
//!
//! Promise: the pages read one snapshot of the catalogue, held in memory; a load or a removal swaps
//! in the next one whole. Packages are opened when first asked for and a few are kept open. A package
//! that is pulled out or gone bad says so in one sentence, hurts no other, and comes back by itself.
//! `packages/` is the truth: each package is described there by a small file of its own (`sidecar`),
//! from which `library.db` is caught up at the start and can be rebuilt whole. Ids are made from names
//! (`names`), so they outlive new versions, rebuilding, and moving the packages to another box.

pub mod activity;
mod bar;
pub mod catalogue;
mod content;
mod desk;
mod downloads;
pub mod entries;
mod folder_package;
mod home;
pub mod indexing;
pub mod kiwix;
pub mod languages;
pub mod library;
mod looking;
pub mod names;
mod opds;
mod open;
pub mod pages;
mod play;
pub mod players;
mod readers;
mod rows;
mod samples;
pub mod search;
mod shelf;
pub mod sidecar;
mod state;
pub mod subjects;
#[cfg(test)]
mod tests;
pub mod tickets;
pub mod types;
pub mod views;

pub use bar::CONTENT_POLICY;
pub use catalogue::Catalogue;
pub use desk::Lessons;
pub use downloads::Downloads;
pub use folder_package::FolderPackage;
pub use home::Homes;
pub use library::Library;
pub use readers::{Gone, Reader};
pub use types::{
    Lesson, LessonKind, Package, PackageKind, PackageState, Place, Subtitle, Topic, VersionFacts,
};

use std::path::PathBuf;

use crate::store::StoreError;

/// What can go wrong with the library as a whole; what is wrong with one package is its `Gone`.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("The disk did not give {path}: {source}")]
    Disk { path: PathBuf, source: std::io::Error },
    #[error(
        "{0} describes a package, but not in words this Chalkbox knows. Load the package again."
    )]
    Sidecar(PathBuf),
    #[error("There is no package named {0} on this box. The list shows the names.")]
    NoPackage(String),
}
