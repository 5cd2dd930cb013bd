//! The description kept beside each package's bytes: `packages/{label}.json`. It holds all that the
//! catalogue shows, so `library.db` can be rebuilt without opening a package, a stick that is not plugged
//! in included. Writing it is the moment from which a load lasts; removing it, a removal.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::LibraryError;
use super::names;
use super::types::{LessonKind, PackageKind, Place, Subtitle, VersionFacts};
use crate::base::UnixMillis;
use crate::store::{StoreError, write_whole};

/// The form that this Chalkbox writes; a larger one is from a newer Chalkbox.
const FORM: u32 = 1;
/// A description of 20,000 files with long names takes about 8 MB.
const DESCRIPTION_BYTES_MAX: u64 = 64 << 20;

/// A package as its description tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    pub form: u32,
    pub key: String,
    pub name: String,
    /// As the file or folder was called when it was loaded.
    pub file_name: String,
    pub kind: PackageKind,
    pub place: Place,
    pub title: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub language: Option<String>,
    #[serde(default)]
    pub subject: Option<String>,
    #[serde(default)]
    pub picture: Option<String>,
    pub added_at: UnixMillis,
    /// Key of the folder package that it came inside of.
    #[serde(default)]
    pub came_with: Option<String>,
    #[serde(default)]
    pub facts: VersionFacts,
    pub files: Vec<PackageFile>,
    /// Parents before children.
    pub topics: Vec<DescribedTopic>,
    pub lessons: Vec<DescribedLesson>,
}

/// One file of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageFile {
    /// Virtual path; for a package left in place, also its path under the package's place.
    pub path: String,
    pub size_bytes: u64,
    /// Hexadecimal. None only for what was left in place and is too large to read at a load.
    #[serde(default)]
    pub blake3: Option<String>,
    /// Last change in milliseconds since 1970, of what was left in place.
    #[serde(default)]
    pub changed_at: Option<i64>,
}

impl PackageFile {
    /// Leads nowhere but into its package: a description may have come from another box, by hand.
    fn is_inside(&self) -> bool {
        let is_hash =
            |hash: &String| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let mut parts = Path::new(&self.path).components();
        parts.all(|part| matches!(part, Component::Normal(_)))
            && self.blake3.as_ref().is_none_or(is_hash)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DescribedTopic {
    /// Folder inside the package; empty at the top.
    pub path: String,
    pub title: String,
    #[serde(default)]
    pub language: Option<String>,
    #[serde(default)]
    pub subject: Option<String>,
    #[serde(default)]
    pub picture: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DescribedLesson {
    pub entry: String,
    /// Path of its topic: in the package that this one came with if there is one, else in this one.
    #[serde(default)]
    pub topic: Option<String>,
    pub kind: LessonKind,
    pub title: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub language: Option<String>,
    #[serde(default)]
    pub subject: Option<String>,
    #[serde(default)]
    pub picture: Option<String>,
    pub mime: String,
    pub size_bytes: u64,
    #[serde(default)]
    pub blake3: Option<String>,
    pub activity: String,
    #[serde(default)]
    pub duration_millis: Option<u64>,
    #[serde(default)]
    pub pages: Option<u32>,
    #[serde(default)]
    pub subtitles: Vec<Subtitle>,
    /// Among the lessons of its topic, from 0.
    #[serde(default)]
    pub position: u32,
}

impl Description {
    pub fn form() -> u32 {
        FORM
    }

    pub fn size_bytes(&self) -> u64 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.size_bytes))
    }

    pub fn path(packages: &Path, key: &str) -> PathBuf {
        packages.join(format!("{}.json", names::label_of(key)))
    }

    /// Whether it came with a folder that is not there: the rest of a load that was cut.
    pub(super) fn is_orphan(&self, packages: &Path) -> bool {
        self.came_with.as_ref().is_some_and(|key| !Self::path(packages, key).exists())
    }

    /// Writes it whole and synced, in place of an older version's.
    pub fn write(&self, packages: &Path) -> Result<(), StoreError> {
        let path = Self::path(packages, &self.key);
        let json = serde_json::to_vec(self)
            .map_err(|error| StoreError::Disk { path: path.clone(), source: error.into() })?;
        write_whole(&path, &json)
    }

    pub fn read(path: &Path) -> Result<Self, LibraryError> {
        let disk = |source| LibraryError::Disk { path: path.to_owned(), source };
        if fs::metadata(path).map_err(disk)?.len() > DESCRIPTION_BYTES_MAX {
            return Err(LibraryError::Sidecar(path.to_owned()));
        }
        let bytes = fs::read(path).map_err(disk)?;
        let it: Self =
            serde_json::from_slice(&bytes).map_err(|_| LibraryError::Sidecar(path.to_owned()))?;
        // A description under another package's name could stand in for it.
        let is_own = path.file_name() == Self::path(Path::new(""), &it.key).file_name();
        if it.form > FORM || !is_own || !it.files.iter().all(PackageFile::is_inside) {
            return Err(LibraryError::Sidecar(path.to_owned()));
        }
        Ok(it)
    }
}

/// A description on the disk, told from any other without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(pub String);

impl Stamp {
    pub fn of(path: &Path) -> io::Result<Self> {
        let meta = fs::metadata(path)?;
        Ok(Self(format!("{}-{}-{}.{}", meta.ino(), meta.len(), meta.mtime(), meta.mtime_nsec())))
    }
}

/// The descriptions in `packages/` with their stamps, in order of their paths.
pub fn list(packages: &Path) -> Result<Vec<(PathBuf, Stamp)>, LibraryError> {
    let disk = |source| LibraryError::Disk { path: packages.to_owned(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(packages).map_err(disk)? {
        let path = entry.map_err(disk)?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let stamp = Stamp::of(&path).map_err(disk)?;
            found.push((path, stamp));
        }
    }
    found.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

#[cfg(test)]
pub(super) fn example(key: &str) -> Description {
    Description {
        form: FORM,
        key: key.into(),
        name: key.into(),
        file_name: format!("{key}.mp4"),
        kind: PackageKind::File,
        place: Place::Stored,
        title: key.to_uppercase(),
        description: String::new(),
        language: Some("sw".into()),
        subject: None,
        picture: None,
        added_at: UnixMillis(1_795_510_800_000),
        came_with: None,
        facts: VersionFacts::default(),
        files: vec![PackageFile {
            path: format!("{key}.mp4"),
            size_bytes: 9,
            blake3: Some("ab".repeat(32)),
            changed_at: None,
        }],
        topics: Vec::new(),
        lessons: vec![DescribedLesson {
            entry: format!("{key}.mp4"),
            topic: None,
            kind: LessonKind::Video,
            title: key.to_uppercase(),
            description: String::new(),
            language: Some("sw".into()),
            subject: None,
            picture: None,
            mime: "video/mp4".into(),
            size_bytes: 9,
            blake3: Some("ab".repeat(32)),
            activity: format!("urn:chalkbox:blake3:{}", "ab".repeat(32)),
            duration_millis: Some(20_000),
            pages: None,
            subtitles: vec![Subtitle { language: "en".into(), path: format!("{key}.en.vtt") }],
            position: 0,
        }],
    }
}
