//! The data folder: where each thing lives, the lock that makes one process its writer, and the one
//! way to write a file.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::StoreError;

/// Folders of the data folder (DESIGN.md, "On disk").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Packages,
    Staging,
    Outbox,
    Inbox,
    Backup,
    Languages,
    Log,
    Damaged,
}

impl Place {
    const ALL: [Self; 8] = [
        Self::Packages,
        Self::Staging,
        Self::Outbox,
        Self::Inbox,
        Self::Backup,
        Self::Languages,
        Self::Log,
        Self::Damaged,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Packages => "packages",
            Self::Staging => "staging",
            Self::Outbox => "outbox",
            Self::Inbox => "inbox",
            Self::Backup => "backup",
            Self::Languages => "languages",
            Self::Log => "log",
            Self::Damaged => "damaged",
        }
    }
}

/// A data folder that exists, with its folders in it. Readable by the box's own user only.
#[derive(Clone, Debug)]
pub struct DataDir {
    root: PathBuf,
}

impl DataDir {
    pub fn create(root: &Path) -> Result<Self, StoreError> {
        let make = |path: &Path| {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(path)
                .map_err(|source| StoreError::Disk { path: path.to_owned(), source })
        };
        make(root)?;
        for place in Place::ALL {
            make(&root.join(place.name()))?;
        }
        let root =
            root.canonicalize().map_err(|source| StoreError::Disk { path: root.into(), source })?;
        Ok(Self { root })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn place(&self, place: Place) -> PathBuf {
        self.root.join(place.name())
    }

    pub fn database(&self, name: &str) -> PathBuf {
        self.root.join(format!("{name}.db"))
    }

    /// What whoever can read the box's own files must know, in words.
    pub fn status_file(&self) -> PathBuf {
        self.root.join("status.txt")
    }

    /// Lies here once there was a technician.
    pub fn technician_mark(&self) -> PathBuf {
        self.root.join("technician")
    }

    /// What was changed on the box, over `chalkbox.toml`.
    pub fn settings(&self) -> PathBuf {
        self.root.join("settings.toml")
    }

    /// Where a command asks the running server. Of a folder that need not be there: asking makes none.
    pub fn control_socket(root: &Path) -> PathBuf {
        root.join("control.sock")
    }

    /// Makes this process the folder's only writer until the lock is dropped; the kernel drops it
    /// when the process dies, so a power cut leaves nothing to clean up.
    pub fn lock(&self) -> Result<DataLock, StoreError> {
        let path = self.root.join("lock");
        let disk = |source| StoreError::Disk { path: path.clone(), source };
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&path)
            .map_err(disk)?;
        match file.try_lock() {
            Ok(()) => Ok(DataLock { _file: file }),
            Err(fs::TryLockError::WouldBlock) => Err(StoreError::Locked(self.root.clone())),
            Err(fs::TryLockError::Error(source)) => Err(disk(source)),
        }
    }
}

/// Held by the one process that may write the data folder.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

/// Writes a file whole or not at all: beside, synced, renamed, the folder synced.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let disk = |source| StoreError::Disk { path: path.to_owned(), source };
    let beside = path.with_added_extension("part");
    (|| {
        let mut file =
            File::options().create(true).truncate(true).write(true).mode(0o600).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        rename_synced(&beside, path)
    })()
    .map_err(disk)
}

/// Renames and syncs the folder: only then does the name survive a power cut.
pub(super) fn rename_synced(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder_of(to)
}

/// Removes for good: a power cut does not bring the file back.
pub(super) fn remove_synced(path: &Path) -> io::Result<()> {
    fs::remove_file(path)?;
    sync_folder_of(path)
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        None => Ok(()),
        // A bare name is in the working folder.
        Some(folder) if folder.as_os_str().is_empty() => File::open(".")?.sync_all(),
        Some(folder) => File::open(folder)?.sync_all(),
    }
}
