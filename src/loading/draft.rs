//! What a path will become: described as far as its source tells, before a byte is copied.

use std::path::{Path, PathBuf};

use super::naming::Seat;
use crate::base::UnixMillis;
use crate::lessons::sidecar::{DescribedLesson, DescribedTopic, Description, PackageFile};
use crate::lessons::{PackageKind, Place, VersionFacts, activity};

/// A package to be.
#[derive(Debug)]
pub(super) struct Draft {
    pub kind: PackageKind,
    /// As the file or folder is called.
    pub file_name: String,
    pub title: String,
    pub description: String,
    pub language: Option<String>,
    pub subject: Option<String>,
    pub picture: Option<String>,
    pub facts: VersionFacts,
    /// Where it lies now: what a package left in place is read from.
    pub root: PathBuf,
    pub files: Vec<DraftFile>,
    pub topics: Vec<DescribedTopic>,
    /// `blake3` and, but for ZIMs, `activity` are filled in once the bytes were read.
    pub lessons: Vec<DescribedLesson>,
    /// Packages that come with this folder.
    pub inner: Vec<Draft>,
    /// Files inside the folder that are no lessons, with the reason.
    pub left_out: Vec<(PathBuf, String)>,
}

/// A file to be copied, or to be read where it lies.
#[derive(Clone, Debug)]
pub(super) struct DraftFile {
    /// Virtual path in the package; below `root` where it lies.
    pub path: String,
    /// One, or the parts of a split ZIM in order.
    pub sources: Vec<PathBuf>,
    pub size_bytes: u64,
}

impl Draft {
    /// Of all files, those of inner packages too.
    pub(super) fn size_bytes(&self) -> u64 {
        let inner = self.inner.iter().map(Self::size_bytes);
        self.files.iter().map(|file| file.size_bytes).chain(inner).fold(0, u64::saturating_add)
    }

    /// Itself first, then the packages that come with it.
    pub(super) fn with_inner(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.inner)
    }

    pub(super) fn place(&self, in_place: bool) -> Place {
        if in_place { Place::InPlace(self.root.clone()) } else { Place::Stored }
    }

    /// The description, now that its name and the hashes of its files are known.
    pub(super) fn describe(
        &self,
        seat: Seat,
        place: Place,
        files: Vec<PackageFile>,
        came_with: Option<String>,
        added_at: UnixMillis,
    ) -> Description {
        let mut lessons = self.lessons.clone();
        for lesson in &mut lessons {
            let path = if self.kind == PackageKind::Zip { None } else { Some(&lesson.entry) };
            let file = match path {
                Some(path) => files.iter().find(|file| file.path == *path),
                None => files.first(),
            };
            if self.kind != PackageKind::Zim
                && let Some(hash) = file.and_then(|file| file.blake3.as_ref())
            {
                lesson.activity = activity::of_file(hash);
                lesson.blake3 = Some(hash.clone());
            }
        }
        Description {
            form: Description::form(),
            key: seat.key,
            name: seat.name,
            file_name: self.file_name.clone(),
            kind: self.kind,
            place,
            title: self.title.clone(),
            description: self.description.clone(),
            language: self.language.clone(),
            subject: self.subject.clone(),
            picture: self.picture.clone(),
            added_at,
            came_with,
            facts: self.facts.clone(),
            files,
            topics: self.topics.clone(),
            lessons,
        }
    }
}

/// The last part of a path as text, for names and titles.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| "lesson".into(), |name| name.to_string_lossy().into_owned())
}
