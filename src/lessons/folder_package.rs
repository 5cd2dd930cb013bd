//! A package of many files: where each lies, and whether it is still the one that was loaded.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::sidecar::{Description, PackageFile};
use super::types::Place;

/// Files under virtual paths.
#[derive(Debug)]
pub struct FolderPackage {
    /// Sorted by path.
    files: Vec<PackageFile>,
    root: Root,
}

#[derive(Debug)]
enum Root {
    /// Each file under its BLAKE3.
    Stored(PathBuf),
    InPlace(PathBuf),
}

impl FolderPackage {
    pub(super) fn of(described: Description, packages: &Path) -> Self {
        let root = match described.place {
            Place::Stored => Root::Stored(packages.to_owned()),
            Place::InPlace(root) => Root::InPlace(root),
        };
        let mut files = described.files;
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Self { files, root }
    }

    /// Sorted by path.
    pub fn files(&self) -> &[PackageFile] {
        &self.files
    }

    /// The file of exactly this virtual path.
    pub fn find(&self, path: &str) -> Option<&PackageFile> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(at)
    }

    /// Where its bytes lie on the disk.
    pub fn disk_path(&self, file: &PackageFile) -> Option<PathBuf> {
        match &self.root {
            Root::Stored(packages) => file.blake3.as_ref().map(|hash| packages.join(hash)),
            Root::InPlace(root) => Some(root.join(&file.path)),
        }
    }

    /// Opens it for reading. `NotFound` also when its size is no longer what was loaded: half a
    /// changed file must not be sent as the whole of the old one.
    pub fn open(&self, file: &PackageFile) -> io::Result<File> {
        let path = self.disk_path(file).ok_or(io::ErrorKind::NotFound)?;
        let open = File::open(path)?;
        let meta = open.metadata()?;
        if !meta.is_file() || meta.len() != file.size_bytes {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(open)
    }
}
