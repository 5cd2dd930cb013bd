//! How lessons get in, from the command line and from the box's desk: looked at, copied, checked, shown.
//!
//! Promise: a lesson is on the box whole, or not at all. Copies lie in `staging/` until they are hashed,
//! synced and opened once; then they are moved to `packages/`, described there, and one transaction shows
//! them. A power cut at any instant leaves the library as it was, or with the new lesson whole. What does
//! not fit or cannot be read is refused with one sentence and changes nothing. Loading the same file again
//! changes nothing and answers the same.
//!
//! A folder is one package. ZIMs and HTML5 zips inside of it become packages of their own, shown under the
//! topic of the folder that they lay in, and go when the folder's package goes.

mod check;
mod draft;
mod facts;
mod file_draft;
mod folder_draft;
mod jobs;
mod loader;
mod naming;
mod present;
mod sample;
mod space;
mod staging;
mod zim_draft;

pub use check::{CheckOutcome, ListenToCheck};
pub use jobs::{Job, JobState, Jobs};
pub use loader::Loader;
pub use space::{free_bytes, in_words};

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::formats::package_zip::{StartPageError, ZipFault};
use crate::formats::zim::ZimError;
use crate::lessons::LibraryError;
use crate::store::StoreError;

/// Whether the bytes are copied to the box or read where they lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadHow {
    Copy,
    /// For a large drive that stays plugged in.
    InPlace,
}

/// Where a load of one path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// What is it, how large is it.
    Looking,
    Copying,
    /// Opening the copies.
    Checking,
    /// The copies are on the box; nothing shows yet.
    Placed,
    /// Students see it.
    Shown,
    /// The older version's bytes are gone.
    Swept,
}

/// What a load says while it works.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    pub path: &'a Path,
    pub step: Step,
    /// Of this path, while copying.
    pub done_bytes: u64,
    pub total_bytes: u64,
}

/// Hears the progress; `Break` ends the load before it shows, and nothing of it stays.
pub type Listen<'a> = dyn Fn(&Progress<'_>) -> ControlFlow<()> + 'a;

/// What became of one path, or of one file inside a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadOutcome {
    Loaded {
        package: String,
        title: String,
        lessons: usize,
        size_bytes: u64,
    },
    /// The path was refused; nothing of it is on the box.
    Refused {
        path: PathBuf,
        sentence: String,
    },
    /// A file inside a folder was left out; the rest of the folder is on the box.
    LeftOut {
        path: PathBuf,
        sentence: String,
    },
}

impl LoadOutcome {
    /// One line of `load --json`.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Loaded { package, title, lessons, size_bytes } => serde_json::json!({
                "package": package, "title": title, "lessons": lessons, "size_bytes": size_bytes,
            }),
            Self::Refused { path, sentence } | Self::LeftOut { path, sentence } => {
                serde_json::json!({ "path": path.to_string_lossy(), "error": sentence })
            }
        }
    }

    /// What was not taken, and why.
    pub fn refusal(&self) -> Option<(&Path, &str)> {
        match self {
            Self::Loaded { .. } => None,
            Self::Refused { path, sentence } | Self::LeftOut { path, sentence } => {
                Some((path, sentence))
            }
        }
    }

    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }
}

/// Why a path was not loaded: a sentence for who asked.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("{} is not there. Check the name, or put the stick in again.", .0.display())]
    NotThere(PathBuf),
    #[error("{} is neither a file nor a folder. Choose a file or a folder.", .0.display())]
    NotAFile(PathBuf),
    #[error("{} is empty. Copy it again from where it came.", .0.display())]
    Empty(PathBuf),
    #[error("The box cannot show {}: it knows ZIM, HTML5 zip, MP4, WebM, MP3, Ogg, PDF, pictures and Markdown.", .0.display())]
    UnknownKind(PathBuf),
    #[error("{} are words of a film or sound. Put them beside it under the same name, then load that.", .0.display())]
    WordsAlone(PathBuf),
    #[error("There is no lesson in {}. Put films, papers, pictures or ZIM files in it.", .0.display())]
    NoLesson(PathBuf),
    #[error(
        "There is no room: {needed} are needed, {free} are free, and {reserve} stay free for answers. Remove a package first."
    )]
    NoRoom { needed: String, free: String, reserve: String },
    #[error("{} cannot be read ({source}). Put the stick in again, or copy the file again.", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("The card did not take the copy ({source}). Make room, or try another card.")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("The disk did not answer for {} ({source}).", path.display())]
    Disk { path: PathBuf, source: std::io::Error },
    #[error("{} changed while it was copied. Wait until it is whole, then load it again.", .0.display())]
    Changed(PathBuf),
    #[error("The load was stopped. Nothing of it stays.")]
    Stopped,
    #[error("There are already a thousand packages called {0}. Give the file another name.")]
    NoName(String),
    /// A reader's own sentence.
    #[error("{0}")]
    Format(String),
    #[error(transparent)]
    Zim(#[from] ZimError),
    #[error(transparent)]
    Zip(#[from] ZipFault),
    #[error(transparent)]
    StartPage(#[from] StartPageError),
    #[error(transparent)]
    Library(#[from] LibraryError),
    #[error(transparent)]
    Store(#[from] StoreError),
}
