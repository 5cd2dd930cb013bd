//! Packages opened for reading: at first use, a bounded number at once, and looked at again so that
//! what was pulled out says so and what was plugged in again comes back. No polling: only a request looks.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::LibraryError;
use super::folder_package::FolderPackage;
use super::sidecar::Description;
use super::types::{Package, PackageKind, PackageState, Place};
use crate::base::{Clock, PackageId};
use crate::formats::package_zip::{PackageZip, ZipFault};
use crate::formats::zim::{Archive, ClusterCache, ZimError};

/// Packages held open at once; each holds a few file descriptors and its index.
const OPEN_PACKAGES_MAX: usize = 64;
/// An open package's file is looked at again after this time.
const LOOK_AGAIN_SECONDS: u64 = 2;
/// A package that did not open is tried again after this time, when someone asks.
const RETRY_SECONDS: u64 = 3;

/// A package that cannot be read now, in a sentence for its lesson's page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Gone {
    pub sentence: String,
    /// True: not there now. False: there, but not as it was loaded.
    pub missing: bool,
}

impl Gone {
    fn missing(package: &Package) -> Self {
        let sentence = match &package.place {
            Place::InPlace(path) => {
                format!("{} is not plugged in now ({}).", package.title, path.display())
            }
            Place::Stored => format!("The file of {} is gone. Load it again.", package.title),
        };
        Self { sentence, missing: true }
    }

    fn changed(package: &Package) -> Self {
        let sentence = format!("{} was changed since it was loaded. Load it again.", package.title);
        Self { sentence, missing: false }
    }

    pub(super) fn damaged(package: &Package, why: &dyn std::fmt::Display) -> Self {
        Self { sentence: format!("{} cannot be read. {why}", package.title), missing: false }
    }

    pub(super) fn state(self) -> PackageState {
        if self.missing {
            PackageState::Missing(self.sentence)
        } else {
            PackageState::Damaged(self.sentence)
        }
    }
}

/// An open package.
#[derive(Debug)]
pub enum Reader {
    Zim(Archive),
    Zip(PackageZip<File>),
    /// A folder, or a single file with its subtitles.
    Files(FolderPackage),
}

/// What tells that the file at a path is still the one that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    device: u64,
    inode: u64,
    size_bytes: u64,
    changed: (i64, i64),
}

impl Seen {
    fn at(path: &Path) -> io::Result<Self> {
        let meta = fs::metadata(path)?;
        let changed = (meta.mtime(), meta.mtime_nsec());
        Ok(Self { device: meta.dev(), inode: meta.ino(), size_bytes: meta.len(), changed })
    }
}

#[derive(Debug)]
struct Open {
    reader: Arc<Reader>,
    path: PathBuf,
    seen: Seen,
    looked_at: Duration,
    used: u64,
}

#[derive(Debug, Default)]
struct Shelf {
    open: HashMap<PackageId, Open>,
    /// When packages that are not open were last seen where they lie.
    glanced: HashMap<PackageId, Duration>,
    gone: HashMap<PackageId, (Gone, Duration)>,
    uses: u64,
}

/// All open packages.
#[derive(Debug)]
pub(super) struct Readers {
    packages: PathBuf,
    clock: Clock,
    /// Shared by all archives.
    clusters: Arc<ClusterCache>,
    shelf: Mutex<Shelf>,
}

impl Readers {
    pub(super) fn new(packages: PathBuf, clock: Clock, clusters: Arc<ClusterCache>) -> Self {
        Self { packages, clock, clusters, shelf: Mutex::default() }
    }

    fn held(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Only what is open and was looked at a moment ago: never waits for a disk.
    pub(super) fn ready(&self, id: PackageId) -> Option<Arc<Reader>> {
        let now = self.clock.boottime();
        let mut held = self.held();
        held.uses += 1;
        let used = held.uses;
        let open = held.open.get_mut(&id)?;
        let due = Duration::from_secs(LOOK_AGAIN_SECONDS);
        if now.saturating_sub(open.looked_at) >= due {
            return None;
        }
        open.used = used;
        Some(Arc::clone(&open.reader))
    }

    /// Opens or looks again; waits for the disk.
    pub(super) fn get(&self, package: &Package) -> Result<Arc<Reader>, Gone> {
        if let Some(reader) = self.ready(package.id) {
            return Ok(reader);
        }
        if let Some(gone) = self.gone_lately(package.id) {
            return Err(gone);
        }
        if let Some(reader) = self.look_again(package.id) {
            return Ok(reader);
        }
        let opened = self.open(package);
        let now = self.clock.boottime();
        let mut held = self.held();
        match opened {
            Ok((reader, path, seen)) => {
                held.gone.remove(&package.id);
                held.uses += 1;
                let used = held.uses;
                let open = Open { reader: Arc::clone(&reader), path, seen, looked_at: now, used };
                held.open.insert(package.id, open);
                held.make_room();
                Ok(reader)
            }
            Err(gone) => {
                held.open.remove(&package.id);
                held.gone.insert(package.id, (gone.clone(), now));
                Err(gone)
            }
        }
    }

    fn gone_lately(&self, id: PackageId) -> Option<Gone> {
        let now = self.clock.boottime();
        let held = self.held();
        let (gone, at) = held.gone.get(&id)?;
        let lately = now.saturating_sub(*at) < Duration::from_secs(RETRY_SECONDS);
        lately.then(|| gone.clone())
    }

    fn look_again(&self, id: PackageId) -> Option<Arc<Reader>> {
        let (path, seen) = self.held().open.get(&id).map(|open| (open.path.clone(), open.seen))?;
        // Not under the lock: a stick that is being pulled out may keep its callers waiting.
        let same = Seen::at(&path).is_ok_and(|now| now == seen);
        let now = self.clock.boottime();
        let mut held = self.held();
        if !same {
            held.open.remove(&id);
            return None;
        }
        let open = held.open.get_mut(&id)?;
        open.looked_at = now;
        Some(Arc::clone(&open.reader))
    }

    /// Whether what is known of a package is so old that a page should have it looked at again.
    pub(super) fn is_due(&self, package: &Package) -> bool {
        let now = self.clock.boottime();
        let held = self.held();
        if let Some((_, at)) = held.gone.get(&package.id) {
            return now.saturating_sub(*at) >= Duration::from_secs(RETRY_SECONDS);
        }
        let opened = held.open.get(&package.id).map(|open| open.looked_at);
        let seen = opened.or_else(|| held.glanced.get(&package.id).copied());
        let due = Duration::from_secs(LOOK_AGAIN_SECONDS);
        // What lies in `packages/` does not come and go.
        package.place != Place::Stored && seen.is_none_or(|at| now.saturating_sub(at) >= due)
    }

    /// Sees whether a package is there; opens it only to find out that it came back.
    pub(super) fn glance(&self, package: &Package) {
        if self.look_again(package.id).is_some() {
            return;
        }
        if self.gone(package.id).is_some() {
            // Whatever comes of it is kept on the shelf.
            let _ = self.get(package);
            return;
        }
        let Place::InPlace(root) = &package.place else { return };
        let path = match package.kind {
            PackageKind::Folder => root.clone(),
            _ => root.join(&package.file_name),
        };
        let seen = Seen::at(&path);
        let now = self.clock.boottime();
        let mut held = self.held();
        match seen {
            Ok(_) => held.glanced.insert(package.id, now),
            Err(error) => {
                held.gone.insert(package.id, (not_there(package, &error), now));
                held.glanced.remove(&package.id)
            }
        };
    }

    /// Forgets an open package: a read failed, or its version was replaced.
    pub(super) fn close(&self, id: PackageId) {
        let mut held = self.held();
        held.open.remove(&id);
        held.gone.remove(&id);
        held.glanced.remove(&id);
    }

    pub(super) fn gone(&self, id: PackageId) -> Option<Gone> {
        self.held().gone.get(&id).map(|(gone, _)| gone.clone())
    }

    fn open(&self, package: &Package) -> Result<(Arc<Reader>, PathBuf, Seen), Gone> {
        let described = Description::read(&Description::path(&self.packages, &package.key))
            .map_err(|error| match error {
                LibraryError::Disk { .. } => Gone::missing(package),
                other => Gone::damaged(package, &other),
            })?;
        let path =
            primary_path(&self.packages, &described).ok_or_else(|| Gone::missing(package))?;
        let seen = Seen::at(&path).map_err(|error| not_there(package, &error))?;
        let reader = match described.kind {
            PackageKind::Folder | PackageKind::File => {
                Reader::Files(FolderPackage::of(described, &self.packages))
            }
            PackageKind::Zim => Reader::Zim(self.open_zim(package, &path)?),
            PackageKind::Zip => Reader::Zip(open_zip(package, &path)?),
        };
        Ok((Arc::new(reader), path, seen))
    }

    fn open_zim(&self, package: &Package, path: &Path) -> Result<Archive, Gone> {
        let archive = Archive::open(path, &self.clusters).map_err(|error| match error {
            ZimError::Unreadable { cause, .. } => not_there(package, &cause),
            other => Gone::damaged(package, &other),
        })?;
        // Places and links belong to the pages of the version that was loaded.
        let uuid = uuid::Uuid::from_bytes(archive.header().uuid).to_string();
        let is_same = package.facts.uuid.as_ref().is_none_or(|loaded| *loaded == uuid);
        if !is_same || archive.len_bytes() != package.size_bytes {
            return Err(Gone::changed(package));
        }
        Ok(archive)
    }
}

fn open_zip(package: &Package, path: &Path) -> Result<PackageZip<File>, Gone> {
    let file = File::open(path).map_err(|error| not_there(package, &error))?;
    if file.metadata().is_ok_and(|meta| meta.len() != package.size_bytes) {
        return Err(Gone::changed(package));
    }
    PackageZip::open(file).map_err(|error| match error {
        ZipFault::Io(cause) => not_there(package, &cause),
        other => Gone::damaged(package, &other),
    })
}

impl Shelf {
    fn make_room(&mut self) {
        while self.open.len() > OPEN_PACKAGES_MAX {
            let oldest = self.open.iter().min_by_key(|(_, open)| open.used).map(|(id, _)| *id);
            let Some(oldest) = oldest else { return };
            self.open.remove(&oldest);
        }
    }
}

fn not_there(package: &Package, error: &io::Error) -> Gone {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Gone::missing(package),
        _ => {
            let why = format!("Its disk did not answer ({error}). Put it in again.");
            Gone::damaged(package, &why)
        }
    }
}

/// The path whose absence means that the package is not there: its folder in place, or its first file.
fn primary_path(packages: &Path, described: &Description) -> Option<PathBuf> {
    match (&described.place, described.kind) {
        (Place::InPlace(root), PackageKind::Folder) => Some(root.clone()),
        (Place::InPlace(root), _) => Some(root.join(&described.files.first()?.path)),
        // Blobs of a folder are looked at one by one; the description shows that they belong together.
        (Place::Stored, PackageKind::Folder) => Some(Description::path(packages, &described.key)),
        (Place::Stored, _) => Some(packages.join(described.files.first()?.blake3.as_ref()?)),
    }
}
