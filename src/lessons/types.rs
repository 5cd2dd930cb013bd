//! The library's nouns, as the catalogue holds them.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::base::{LessonId, PackageId, TopicId, UnixMillis};
pub use crate::usage::LessonKind;

crate::base::terms! {
    /// What a package's bytes are, and so which reader opens them.
    PackageKind {
        /// A ZIM archive, split or whole: one lesson.
        Zim = "zim",
        /// An HTML5 lesson in a zip, served in place.
        Zip = "zip",
        /// Many files under virtual paths: topics and lessons.
        Folder = "folder",
        /// One film, recording, paper, picture or text, with its subtitles.
        File = "file",
    }
}

/// Where a package's bytes lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Copied to `packages/`, each file under its BLAKE3.
    Stored,
    /// Left where it was, at this absolute path: on a stick or a drive that may be pulled out.
    InPlace(PathBuf),
}

impl Place {
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Stored => None,
            Self::InPlace(path) => Some(path),
        }
    }
}

/// What a student can expect of a package now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackageState {
    Whole,
    /// Usable; its checksum is being compared in the background, in bytes.
    Checking {
        done: u64,
        total: u64,
    },
    /// Not there now (a stick pulled out); looked for again when someone asks.
    Missing(String),
    /// There, but not as it was loaded.
    Damaged(String),
}

impl PackageState {
    /// The sentence to show instead of the lesson, when it cannot be opened.
    pub fn sentence(&self) -> Option<&str> {
        match self {
            Self::Whole | Self::Checking { .. } => None,
            Self::Missing(sentence) | Self::Damaged(sentence) => Some(sentence),
        }
    }
}

/// What tells one version of a package from the next; known for ZIMs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VersionFacts {
    /// Lower-case hexadecimal with dashes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    /// The ZIM's own `Name`: equal for all versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zim_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flavour: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// As the maker wrote it, mostly `2024-05-12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The maker's tags, separated by `;`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// Articles a reader would count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub articles: Option<u64>,
    /// Pictures, recordings and films.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<u64>,
}

/// One loaded file or folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    pub id: PackageId,
    /// Same over all versions; ids and the label are made from it.
    pub key: String,
    /// Stands in addresses: `/content/{name}`. Changes with a version's date.
    pub name: String,
    /// Its own host: `{label}.lessons.lan`; also names the cookie `visit_{label}`.
    pub label: String,
    /// As the file or folder was called when it was loaded.
    pub file_name: String,
    pub kind: PackageKind,
    pub title: String,
    pub description: String,
    /// BCP 47, or none when unknown.
    pub language: Option<String>,
    /// The word of a `Subject`, or none.
    pub subject: Option<String>,
    /// Path of a picture inside the package; of a ZIM, below `/raw/{name}/`.
    pub picture: Option<String>,
    pub place: Place,
    pub size_bytes: u64,
    pub added_at: UnixMillis,
    /// Found by the check after the load; what happens later is in `Library::state`.
    pub damage: Option<String>,
    /// The file on a drive that was damaged: another one in its place is looked at anew.
    pub damage_stamp: Option<String>,
    /// True once the check after the load has been through it.
    pub checked: bool,
    /// The folder package that it came inside of: removed with it.
    pub came_with: Option<PackageId>,
    pub facts: VersionFacts,
}

/// A node of the tree above lessons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    pub id: TopicId,
    pub package: PackageId,
    /// None: the package's own top.
    pub parent: Option<TopicId>,
    /// Folder inside the package; empty at its top.
    pub path: String,
    pub title: String,
    pub language: Option<String>,
    pub subject: Option<String>,
    /// Path of a picture inside the package.
    pub picture: Option<String>,
    /// Among its siblings, from 0.
    pub position: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subtitle {
    /// BCP 47, or `und`.
    pub language: String,
    /// Inside the package; `WebVTT` or SRT as it was.
    pub path: String,
}

/// What a student opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    pub id: LessonId,
    pub package: PackageId,
    /// May be a topic of the folder package that this lesson's package came with.
    pub topic: Option<TopicId>,
    pub kind: LessonKind,
    pub title: String,
    pub description: String,
    /// BCP 47, or none when unknown.
    pub language: Option<String>,
    pub subject: Option<String>,
    /// Path of a picture inside the package.
    pub picture: Option<String>,
    /// Inside the package: a ZIM's main page, a zip's first page, a file's virtual path.
    pub entry: String,
    pub mime: String,
    /// Of the entry; of the whole package for ZIMs and zips.
    pub size_bytes: u64,
    /// BLAKE3 of the entry (of the whole zip) in hexadecimal; none for ZIMs.
    pub blake3: Option<String>,
    /// IRI in statements, equal on all boxes.
    pub activity: String,
    pub duration_millis: Option<u64>,
    pub pages: Option<u32>,
    pub subtitles: Vec<Subtitle>,
    /// Among its siblings, from 0.
    pub position: u32,
}
