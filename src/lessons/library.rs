//! The library itself: one catalogue for all who read, one change at a time.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};

use super::catalogue::Catalogue;
use super::looking::Looker;
use super::readers::{Gone, Reader, Readers};
use super::sidecar::{self, Description, Stamp};
use super::types::{Package, PackageKind, PackageState};
use super::{LibraryError, names, rows};
use crate::base::{Clock, PackageId};
use crate::formats::zim::ClusterCache;
use crate::store::{DataDir, Database, Place};

/// The library of a data folder. Cheap to share; every method may be called from any thread.
#[derive(Debug)]
pub struct Library {
    packages: PathBuf,
    database: Database,
    catalogue: RwLock<Arc<Catalogue>>,
    readers: Readers,
    /// Bytes compared and to compare, of packages that are being checked now.
    checking: Mutex<HashMap<PackageId, (u64, u64)>>,
    looker: Looker,
    /// Held over a change, so that catalogue and descriptions change together.
    changing: Mutex<()>,
}

impl Library {
    /// Reads the catalogue, after catching it up with `packages/`. Opens no package.
    pub fn open(
        data: &DataDir,
        database: Database,
        clock: Clock,
        clusters: Arc<ClusterCache>,
    ) -> Result<Arc<Self>, LibraryError> {
        let packages = data.place(Place::Packages);
        let mut started = Ok(());
        let library = Arc::new_cyclic(|library| {
            let (looker, start) = Looker::start(Weak::clone(library));
            started = start;
            Self {
                readers: Readers::new(packages.clone(), clock, clusters),
                packages,
                database,
                catalogue: RwLock::default(),
                checking: Mutex::default(),
                looker,
                changing: Mutex::default(),
            }
        });
        started.map_err(|source| LibraryError::Disk { path: data.root().to_owned(), source })?;
        library.catch_up()?;
        library.refresh()?;
        Ok(library)
    }

    /// The catalogue as it is now. Hold it while making one page, not longer.
    pub fn snapshot(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Where packages lie, one file a blob.
    pub fn packages_folder(&self) -> &Path {
        &self.packages
    }

    /// What a student can expect of a package, as far as is known. Never waits for a disk: what may have
    /// changed since is looked at behind, and the next page knows.
    pub fn state(&self, id: PackageId) -> PackageState {
        if self.snapshot().package(id).is_some_and(|package| self.readers.is_due(package)) {
            self.looker.ask(id);
        }
        if let Some(gone) = self.readers.gone(id) {
            return gone.state();
        }
        let checking =
            self.checking.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied();
        let snapshot = self.snapshot();
        match (snapshot.package(id).and_then(|package| package.damage.clone()), checking) {
            (Some(sentence), _) => PackageState::Damaged(sentence),
            (None, Some((done, total))) => PackageState::Checking { done, total },
            (None, None) => PackageState::Whole,
        }
    }

    /// The open package if no disk has to be waited for: the short way for async handlers.
    pub fn ready_reader(&self, id: PackageId) -> Option<Arc<Reader>> {
        self.readers.ready(id)
    }

    /// Opens a package, or finds it open. Waits for the disk: not on an async thread.
    pub fn package_reader(&self, id: PackageId) -> Result<Arc<Reader>, Gone> {
        let snapshot = self.snapshot();
        let package = snapshot.package(id).ok_or_else(|| Gone {
            sentence: "This lesson was taken off the box.".into(),
            missing: true,
        })?;
        if let Some(sentence) = &package.damage
            && !self.is_another_file(package)
        {
            return Err(Gone { sentence: sentence.clone(), missing: false });
        }
        self.readers.get(package)
    }

    /// What was damaged on a drive may have been copied again: then it counts as just loaded.
    fn is_another_file(&self, package: &Package) -> bool {
        let Some(damaged) = &package.damage_stamp else { return false };
        let Some(Ok(now)) = stamp_in_place(package) else { return false };
        if now.0 == *damaged {
            return false;
        }
        let id = package.id;
        let _changing = self.changing();
        let marked = self.database.write_blocking(move |tx| rows::mark_unchecked(tx, id));
        if let Err(error) = marked.map_err(LibraryError::from).and_then(|()| self.refresh()) {
            tracing::warn!(error = %error, "another file in place of a damaged one is not noted yet");
        }
        true
    }

    /// Sees whether a package is where it was left; for `Looker`.
    pub(super) fn look(&self, id: PackageId) {
        if let Some(package) = self.snapshot().package(id) {
            self.is_another_file(package);
            self.readers.glance(package);
        }
    }

    /// To be told when a read of an open package failed: the next request opens it anew.
    pub fn read_failed(&self, id: PackageId) {
        self.readers.close(id);
    }

    /// The description beside a package, with its files.
    pub fn description(&self, key: &str) -> Result<Description, LibraryError> {
        Description::read(&Description::path(&self.packages, key))
    }

    /// Makes packages part of the library, each in place of its older version; a folder comes first,
    /// then what came with it. Their bytes are on the disk already.
    ///
    /// # Errors
    /// When a disk or the database did not take it: the older versions stay.
    pub fn put(&self, described: Vec<Description>) -> Result<(), LibraryError> {
        let _changing = self.changing();
        let older: Vec<(String, Option<Description>)> =
            described.iter().map(|it| (it.key.clone(), self.description(&it.key).ok())).collect();
        let put = self.write_descriptions(described).and_then(|stamped| {
            self.database.write_blocking(move |tx| rows::put(tx, &stamped))?;
            Ok(())
        });
        if let Err(error) = put {
            self.take_back(older);
            return Err(error);
        }
        let keys: Vec<&str> = older.iter().map(|(key, _)| key.as_str()).collect();
        // The load lasts already and must show, whatever becomes of what only the older version had.
        let dropped = self.drop_what_no_longer_comes_with(&keys);
        for key in keys {
            self.readers.close(names::package_id(key));
        }
        self.refresh()?;
        dropped
    }

    fn write_descriptions(
        &self,
        described: Vec<Description>,
    ) -> Result<Vec<(Description, Stamp)>, LibraryError> {
        let mut stamped = Vec::with_capacity(described.len());
        // The folder last: until it is there, what comes with it does not show.
        for it in described.into_iter().rev() {
            it.write(&self.packages)?;
            let path = Description::path(&self.packages, &it.key);
            let stamp = Stamp::of(&path).map_err(|source| LibraryError::Disk { path, source })?;
            stamped.push((it, stamp));
        }
        stamped.reverse();
        Ok(stamped)
    }

    /// A refused load must not show at the next start.
    fn take_back(&self, older: Vec<(String, Option<Description>)>) {
        for (key, older) in older {
            let back = match older {
                Some(older) => older.write(&self.packages).map_err(|error| error.to_string()),
                None => remove_synced(&Description::path(&self.packages, &key))
                    .map_err(|error| error.to_string()),
            };
            if let Err(error) = back {
                tracing::error!(package = key, error, "a refused load may show at the next start");
            }
        }
    }

    /// Takes a package and what came with it off the library. Their bytes stay: see `unreferenced`.
    pub fn remove(&self, id: PackageId) -> Result<(), LibraryError> {
        let _changing = self.changing();
        let snapshot = self.snapshot();
        let with_it = |other: &&super::Package| other.came_with == Some(id) || other.id == id;
        let mut leaving: Vec<_> = snapshot.packages().iter().filter(with_it).collect();
        // The folder last: after a cut between, what came with it can still be taken off by its name.
        leaving.sort_by_key(|package| package.id == id);
        let keys: Vec<String> = leaving.iter().map(|package| package.key.clone()).collect();
        for key in &keys {
            let path = Description::path(&self.packages, key);
            remove_synced(&path).map_err(|source| LibraryError::Disk { path, source })?;
        }
        self.database
            .write_blocking(move |tx| keys.iter().try_for_each(|key| rows::remove(tx, key)))?;
        for package in leaving {
            self.readers.close(package.id);
        }
        self.refresh()
    }

    /// Keeps what the check after a load found; `damage` is a sentence.
    pub fn mark_checked(&self, id: PackageId, damage: Option<String>) -> Result<(), LibraryError> {
        let _changing = self.changing();
        let stamp = self.snapshot().package(id).and_then(stamp_in_place).and_then(Result::ok);
        let stamp = stamp.filter(|_| damage.is_some()).map(|stamp| stamp.0);
        self.database.write_blocking(move |tx| {
            rows::mark_checked(tx, id, damage.as_deref(), stamp.as_deref())
        })?;
        self.show_checking(id, None);
        self.readers.close(id);
        self.refresh()
    }

    /// Shows how far the check of a package is, in bytes; `None` when it ended.
    pub fn show_checking(&self, id: PackageId, progress: Option<(u64, u64)>) {
        let mut checking = self.checking.lock().unwrap_or_else(PoisonError::into_inner);
        match progress {
            Some(progress) => checking.insert(id, progress),
            None => checking.remove(&id),
        };
    }

    /// Makes the catalogue anew from the descriptions, as after `library.db` was lost.
    pub fn rebuild(&self) -> Result<(), LibraryError> {
        let _changing = self.changing();
        self.describe_anew()?;
        self.refresh()
    }

    /// Files in `packages/` that nothing needs: blobs that no description names, descriptions of what
    /// came with a folder that is not there. A cut load left them, or a removal.
    pub fn unreferenced(&self) -> Result<Vec<PathBuf>, LibraryError> {
        let _changing = self.changing();
        let mut named = HashSet::new();
        let mut loose = Vec::new();
        for (path, _) in sidecar::list(&self.packages)? {
            // Not knowing what a description names, nothing is unreferenced for certain.
            let described = Description::read(&path)?;
            if described.is_orphan(&self.packages) {
                loose.push(path);
            } else {
                named.extend(described.files.into_iter().filter_map(|file| file.blake3));
            }
        }
        let disk = |source| LibraryError::Disk { path: self.packages.clone(), source };
        for entry in fs::read_dir(&self.packages).map_err(disk)? {
            let path = entry.map_err(disk)?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let is_blob = name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
            if is_blob && !named.contains(name) || name.ends_with(".json.part") {
                loose.push(path);
            }
        }
        Ok(loose)
    }

    /// A folder's new version takes away the packages that came with the older one only; their rows go
    /// with the folder's row.
    fn drop_what_no_longer_comes_with(&self, keys: &[&str]) -> Result<(), LibraryError> {
        let snapshot = self.snapshot();
        for package in snapshot.packages() {
            let folder = package.came_with.and_then(|id| snapshot.package(id));
            let is_replaced = folder.is_some_and(|folder| keys.contains(&folder.key.as_str()));
            if is_replaced && !keys.contains(&package.key.as_str()) {
                let path = Description::path(&self.packages, &package.key);
                remove_synced(&path).map_err(|source| LibraryError::Disk { path, source })?;
                self.readers.close(package.id);
            }
        }
        Ok(())
    }

    fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After a power cut `library.db` may lack the last packages, or hold what was taken off.
    fn catch_up(&self) -> Result<(), LibraryError> {
        let here: HashMap<String, Stamp> = sidecar::list(&self.packages)?
            .into_iter()
            .filter_map(|(path, stamp)| Some((path.file_stem()?.to_str()?.to_owned(), stamp)))
            .collect();
        let shown = self.database.read_blocking(rows::stamps)?;
        if here == shown { Ok(()) } else { self.describe_anew() }
    }

    fn describe_anew(&self) -> Result<(), LibraryError> {
        let mut described = Vec::new();
        for (path, stamp) in sidecar::list(&self.packages)? {
            match Description::read(&path) {
                Ok(it) if it.is_orphan(&self.packages) => {}
                Ok(it) => described.push((it, stamp)),
                Err(error) => tracing::warn!(error = %error, "a description was left out"),
            }
        }
        described.sort_by_key(|(it, _)| it.came_with.is_some());
        self.database.write_blocking(move |tx| rows::replace_all(tx, &described))?;
        Ok(())
    }

    fn refresh(&self) -> Result<(), LibraryError> {
        let version = self.snapshot().version() + 1;
        let next = Arc::new(self.database.read_blocking(|reader| rows::read(reader, version))?);
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }
}

/// The file of a package that was left where it lay; `None`: its bytes are the box's own.
fn stamp_in_place(package: &Package) -> Option<io::Result<Stamp>> {
    let root = package.place.path()?;
    Some(Stamp::of(&match package.kind {
        PackageKind::Folder => root.to_owned(),
        _ => root.join(&package.file_name),
    }))
}

/// Removes a file and syncs its folder; one that is not there is fine.
fn remove_synced(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}
