//! Copies on their way in: beside the library, hashed while they are written, synced before they count.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::LoadError;
use crate::base::Random;
use crate::store::{DataDir, Place};

/// Prefix of a load's own folder in `staging/`; nothing of it outlives the process.
const FOLDER_PREFIX: &str = "load-";
const CHUNK_BYTES: usize = 256 << 10;
/// Written bytes are pushed out after this many, so that the last sync is short and a card is not
/// asked for all of a large file at once.
const SYNC_EVERY_BYTES: u64 = 32 << 20;

/// A load's own folder in `staging/`, removed with all that is in it when dropped.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    next: u32,
}

/// A file that lies in staging, synced.
#[derive(Clone, Debug)]
pub(super) struct Staged {
    pub path: PathBuf,
    pub blake3: String,
    pub size_bytes: u64,
}

impl Staging {
    pub(super) fn begin(data: &DataDir, random: &Random) -> Result<Self, LoadError> {
        let folder = data.place(Place::Staging).join(format!("{FOLDER_PREFIX}{}", random.token()));
        fs::create_dir(&folder)
            .map_err(|source| LoadError::Disk { path: folder.clone(), source })?;
        Ok(Self { folder, next: 0 })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Copies the files one after the other into one (the parts of a split ZIM). `tick` hears how many
    /// bytes were added and may stop the copy.
    ///
    /// # Errors
    /// `Changed` when they hold more or less than `size_bytes`: the room was asked for that many.
    pub(super) fn copy(
        &mut self,
        from: &[PathBuf],
        size_bytes: u64,
        tick: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Staged, LoadError> {
        let path = self.folder.join(self.next.to_string());
        self.next += 1;
        let written = |source| LoadError::Write { path: path.clone(), source };
        let mut to = File::create_new(&path).map_err(written)?;
        let mut hasher = blake3::Hasher::new();
        let mut buffer = vec![0; CHUNK_BYTES];
        let mut copied = 0;
        let mut synced = 0;
        let changed = || LoadError::Changed(from.first().cloned().unwrap_or_default());
        for source in from {
            let read = |error| LoadError::Read { path: source.clone(), source: error };
            let mut file = File::open(source).map_err(read)?;
            loop {
                let count = match file.read(&mut buffer) {
                    Ok(0) => break,
                    Ok(count) => count,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(error) => return Err(read(error)),
                };
                let chunk = buffer.get(..count).unwrap_or_default();
                copied += count as u64;
                if copied > size_bytes {
                    return Err(changed());
                }
                hasher.update(chunk);
                to.write_all(chunk).map_err(written)?;
                if copied - synced >= SYNC_EVERY_BYTES {
                    to.sync_data().map_err(written)?;
                    synced = copied;
                }
                if tick(count as u64).is_break() {
                    return Err(LoadError::Stopped);
                }
            }
        }
        if copied < size_bytes {
            return Err(changed());
        }
        to.sync_all().map_err(written)?;
        Ok(Staged { blake3: hasher.finalize().to_hex().to_string(), path, size_bytes })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            tracing::warn!(error = %error, "a copy stays in staging until the next start");
        }
    }
}

impl Staged {
    /// Moves it to `packages/` under its hash; the same bytes may be there already. The folder is
    /// synced by `sync_folder`, once for all.
    pub(super) fn place(&self, packages: &Path) -> Result<(), LoadError> {
        let to = packages.join(&self.blake3);
        fs::rename(&self.path, &to).map_err(|source| LoadError::Write { path: to, source })
    }
}

pub(super) fn sync_folder(folder: &Path) -> Result<(), LoadError> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|source| LoadError::Disk { path: folder.to_owned(), source })
}

/// The BLAKE3 of a file where it lies, in hexadecimal.
pub(super) fn hash_file(
    path: &Path,
    tick: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<String, LoadError> {
    let read = |source| LoadError::Read { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(read)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; CHUNK_BYTES];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hasher.finalize().to_hex().to_string()),
            Ok(count) => {
                hasher.update(buffer.get(..count).unwrap_or_default());
                if tick(count as u64).is_break() {
                    return Err(LoadError::Stopped);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(read(error)),
        }
    }
}

/// Removes what a cut load left in `staging/`, and anything older than `older_than` (uploads wait
/// there for their rest). Returns how many were removed.
pub(super) fn sweep(
    data: &DataDir,
    older_than: crate::base::UnixMillis,
) -> Result<usize, LoadError> {
    let staging = data.place(Place::Staging);
    let disk = |source| LoadError::Disk { path: staging.clone(), source };
    let mut removed = 0;
    for entry in fs::read_dir(&staging).map_err(disk)? {
        let entry = entry.map_err(disk)?;
        let is_load = entry.file_name().to_string_lossy().starts_with(FOLDER_PREFIX);
        let meta = entry.metadata().map_err(disk)?;
        if !is_load && changed_at(&meta) >= older_than.0 {
            continue;
        }
        let path = entry.path();
        let gone = if meta.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        gone.map_err(|source| LoadError::Disk { path, source })?;
        removed += 1;
    }
    Ok(removed)
}

/// Milliseconds since 1970.
pub(super) fn changed_at(meta: &fs::Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt as _;
    meta.mtime().saturating_mul(1000).saturating_add(meta.mtime_nsec() / 1_000_000)
}
