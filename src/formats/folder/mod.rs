//! A folder of lessons: its tree of topics and lessons, with what lies beside each lesson.
//!
//! A folder is a topic, a file is a lesson; `folder.toml` may say more (`sheet`). Subtitles, posters and the
//! pictures that a text or sheet shows, wherever in the folder they lie, are no lessons themselves (`settle`).
//! Links to other places are never followed. A file that cannot be a lesson is listed with a sentence, and
//! hinders no other.

mod order;
mod settle;
mod sheet;
mod walk;

use std::io;
use std::path::{Path, PathBuf};

pub use order::title_from_name;
pub use sheet::{About, Sheet};

use super::kind::Kind;

/// The name of the sheet in a folder.
pub const SHEET_NAME: &str = "folder.toml";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FolderLimits {
    /// Folders inside folders.
    pub depth_max: usize,
    /// Files and folders in all.
    pub entries_max: usize,
}

impl Default for FolderLimits {
    fn default() -> Self {
        Self { depth_max: 8, entries_max: 20_000 }
    }
}

/// Paths in it are relative to the folder read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderTree {
    pub root: Topic,
    /// Files that are no lessons, each with a sentence.
    pub skipped: Vec<Skipped>,
    pub lessons: usize,
    /// Of all lessons and what belongs to them.
    pub size_bytes: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// Empty for the root.
    pub path: PathBuf,
    /// Title, language and subject as said or as inherited from the topic above; its title may be missing.
    pub about: About,
    pub picture: Option<PathBuf>,
    /// Those of `order` first, then by name, numbers as numbers.
    pub children: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Topic(Topic),
    Lesson(Lesson),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    pub path: PathBuf,
    pub kind: Kind,
    /// As the sheet or a Markdown text says; language and subject inherited else.
    pub about: About,
    /// A poster, or the picture that the sheet names.
    pub picture: Option<PathBuf>,
    /// For film and sound, by name.
    pub subtitles: Vec<Track>,
    /// Pictures that a Markdown text shows.
    pub uses: Vec<PathBuf>,
    /// The lesson's file itself.
    pub size_bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    pub path: PathBuf,
    pub language: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub path: PathBuf,
    pub reason: String,
}

#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("The folder {} cannot be read: {error}. Put the stick in again or copy the folder again.", path.display())]
    Io { path: PathBuf, error: io::Error },
    #[error("In {}/folder.toml, {fault}, then load the folder again.", folder.display())]
    Sheet { folder: PathBuf, fault: String },
    #[error("This folder holds more than {0} files. Split it into smaller folders.")]
    TooMany(usize),
}

/// Reads a folder. Each file's first bytes are looked at, Markdown texts are read whole.
///
/// # Errors
/// A sentence when a folder cannot be listed, a `folder.toml` is wrong, or there are too many files.
pub fn read_folder(path: &Path, limits: FolderLimits) -> Result<FolderTree, FolderError> {
    walk::Walk::new(path, limits).tree()
}

#[cfg(test)]
mod tests;
