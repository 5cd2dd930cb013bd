//! One load after the other, each from looking to sweeping.

use std::collections::HashSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::draft::{Draft, DraftFile};
use super::naming::{self, Incoming};
use super::space::{self, RESERVE_BYTES, in_words};
use super::staging::{self, Staged, Staging};
use super::{Listen, LoadError, LoadHow, LoadOutcome, Progress, Step, file_draft};
use crate::base::{Clock, Random, UnixMillis};
use crate::formats::package_zip::PackageZip;
use crate::formats::zim::{Archive, ClusterCache};
use crate::lessons::sidecar::{Description, PackageFile};
use crate::lessons::{Library, LibraryError, PackageKind, names};
use crate::store::DataDir;

/// What other parts leave in `staging/` (uploads waiting for their rest) is swept after this.
const STAGING_KEPT: Duration = Duration::from_hours(7 * 24);

/// Loads, checks and removes packages of one data folder, one at a time.
#[derive(Debug)]
pub struct Loader {
    pub(super) library: Arc<Library>,
    data: DataDir,
    clock: Clock,
    random: Random,
    pub(super) clusters: Arc<ClusterCache>,
    reserve_bytes: u64,
    /// Held over each load: what lies in staging must not be swept.
    loading: Mutex<()>,
    /// Held from naming to showing, and over each removal: what is not described yet must not be
    /// swept. Taken after `loading`; a removal does not wait for a long copy.
    placing: Mutex<()>,
}

/// A package's files, where they will be read from.
pub(super) struct Gathered {
    pub files: Vec<PackageFile>,
    staged: Vec<Staged>,
}

impl Loader {
    pub fn new(
        library: Arc<Library>,
        data: DataDir,
        clock: Clock,
        random: Random,
        clusters: Arc<ClusterCache>,
    ) -> Self {
        let reserve_bytes = RESERVE_BYTES;
        Self {
            library,
            data,
            clock,
            random,
            clusters,
            reserve_bytes,
            loading: Mutex::default(),
            placing: Mutex::default(),
        }
    }

    /// Keeps this much free in place of `RESERVE_BYTES`.
    #[must_use]
    pub fn with_reserve(self, reserve_bytes: u64) -> Self {
        Self { reserve_bytes, ..self }
    }

    /// Loads each path as a package. Waits for the disk: not on an async thread.
    pub fn load(&self, paths: &[PathBuf], how: LoadHow, listen: &Listen<'_>) -> Vec<LoadOutcome> {
        let mut taken = HashSet::new();
        let mut outcomes = Vec::new();
        for path in paths {
            let _loading = self.begin_loading();
            match self.load_one(path, how, &mut taken, listen) {
                Ok(loaded) => outcomes.extend(loaded),
                Err(error) => {
                    tracing::debug!(error = %error, "a load was refused");
                    let sentence = error.to_string();
                    outcomes.push(LoadOutcome::Refused { path: path.clone(), sentence });
                }
            }
        }
        outcomes
    }

    /// Removes what cut loads and removed packages left. To be called at the start, in the background.
    pub fn sweep(&self) -> Result<usize, LoadError> {
        let _loading = self.begin_loading();
        let _placing = lock(&self.placing);
        let age = i64::try_from(STAGING_KEPT.as_millis()).unwrap_or(i64::MAX);
        let older_than = UnixMillis(self.clock.now().0.saturating_sub(age));
        Ok(staging::sweep(&self.data, older_than)? + self.sweep_blobs()?)
    }

    /// Takes a package off the box, what came with it too.
    pub fn remove(&self, name: &str) -> Result<(), LoadError> {
        let _placing = lock(&self.placing);
        let snapshot = self.library.snapshot();
        let package =
            snapshot.package_named(name).ok_or_else(|| LibraryError::NoPackage(name.to_owned()))?;
        self.library.remove(package.id)?;
        self.sweep_later_if_not_now();
        Ok(())
    }

    pub(super) fn data(&self) -> &DataDir {
        &self.data
    }

    pub(super) fn random(&self) -> &Random {
        &self.random
    }

    /// To be held while a load has a folder in staging.
    pub(super) fn begin_loading(&self) -> MutexGuard<'_, ()> {
        lock(&self.loading)
    }

    /// Loads a path, while `begin_loading` is held.
    pub(super) fn load_one(
        &self,
        path: &Path,
        how: LoadHow,
        taken: &mut HashSet<String>,
        listen: &Listen<'_>,
    ) -> Result<Vec<LoadOutcome>, LoadError> {
        let tell = |step, done_bytes, total_bytes| {
            listen(&Progress { path, step, done_bytes, total_bytes })
        };
        go_on(tell(Step::Looking, 0, 0))?;
        let path = path.canonicalize().map_err(|_| LoadError::NotThere(path.to_owned()))?;
        let draft = file_draft::read(&path, &self.clusters)?;
        if how == LoadHow::Copy
            && let Some(here) = self.zim_is_here(&draft)
        {
            return Ok(outcomes(&draft, &[here]));
        }
        let total = draft.size_bytes();
        if how == LoadHow::Copy {
            self.want_room(total)?;
        }
        let mut staging = Staging::begin(&self.data, &self.random)?;
        let mut done = 0;
        let mut tick = |added: u64| {
            done += added;
            tell(Step::Copying, done, total)
        };
        let mut gathered = Vec::new();
        for draft in draft.with_inner() {
            gathered.push(match how {
                LoadHow::Copy => copy(&mut staging, draft, &mut tick)?,
                LoadHow::InPlace => look_in_place(draft, &mut tick)?,
            });
        }
        go_on(tell(Step::Checking, total, total))?;
        for (draft, gathered) in draft.with_inner().zip(&gathered) {
            self.open_copies(draft, gathered)?;
        }
        let tell = |step| tell(step, total, total);
        self.show(&draft, &gathered, how, taken, &tell)
    }

    /// Names, places, describes and shows what was gathered.
    fn show(
        &self,
        draft: &Draft,
        gathered: &[Gathered],
        how: LoadHow,
        taken: &mut HashSet<String>,
        tell: &dyn Fn(Step) -> ControlFlow<()>,
    ) -> Result<Vec<LoadOutcome>, LoadError> {
        let _placing = lock(&self.placing);
        let described = self.describe(draft, gathered, how, taken)?;
        taken.extend(described.iter().map(|it| it.key.clone()));
        let outcomes = outcomes(draft, &described);
        if self.is_here(&described) {
            return Ok(outcomes);
        }
        for staged in gathered.iter().flat_map(|gathered| &gathered.staged) {
            staged.place(self.library.packages_folder())?;
        }
        staging::sync_folder(self.library.packages_folder())?;
        if tell(Step::Placed).is_break() {
            self.sweep_blobs()?;
            return Err(LoadError::Stopped);
        }
        self.library.put(described)?;
        // From here on it is loaded: nobody can stop it, and leftovers go at the next sweep.
        let _ = tell(Step::Shown);
        self.sweep_later_if_not_now();
        let _ = tell(Step::Swept);
        Ok(outcomes)
    }

    fn want_room(&self, needed: u64) -> Result<(), LoadError> {
        let free = space::free_bytes(self.library.packages_folder());
        if space::is_enough(free, needed, self.reserve_bytes) {
            return Ok(());
        }
        Err(LoadError::NoRoom {
            needed: in_words(needed),
            free: in_words(free.unwrap_or(0)),
            reserve: in_words(self.reserve_bytes),
        })
    }

    /// A card that lies about what it took is found now, not in class.
    fn open_copies(&self, draft: &Draft, gathered: &Gathered) -> Result<(), LoadError> {
        let Some(staged) = gathered.staged.first() else { return Ok(()) };
        match draft.kind {
            PackageKind::Zim => {
                let copy = Archive::open(&staged.path, &self.clusters)?;
                let uuid = uuid::Uuid::from_bytes(copy.header().uuid).to_string();
                if draft.facts.uuid != Some(uuid) {
                    return Err(LoadError::Changed(draft.root.join(&draft.file_name)));
                }
            }
            PackageKind::Zip => {
                let file = fs::File::open(&staged.path)
                    .map_err(|source| LoadError::Read { path: staged.path.clone(), source })?;
                PackageZip::open(file)?.check()?;
            }
            PackageKind::Folder | PackageKind::File => {}
        }
        Ok(())
    }

    fn describe(
        &self,
        draft: &Draft,
        gathered: &[Gathered],
        how: LoadHow,
        taken: &HashSet<String>,
    ) -> Result<Vec<Description>, LoadError> {
        let snapshot = self.library.snapshot();
        let mut taken = taken.clone();
        let mut described: Vec<Description> = Vec::with_capacity(gathered.len());
        for (draft, gathered) in draft.with_inner().zip(gathered) {
            let place = draft.place(how == LoadHow::InPlace);
            let it = Incoming {
                file_name: &draft.file_name,
                kind: draft.kind,
                facts: &draft.facts,
                place: &place,
                came_with: described.first().map(|folder| names::package_id(&folder.key)),
            };
            let seat = match self.same_bytes(it, draft, gathered, &taken) {
                Some(seat) => seat,
                None => naming::seat(snapshot.packages(), &taken, it, &|place| place.exists())
                    .ok_or_else(|| LoadError::NoName(draft.file_name.clone()))?,
            };
            taken.insert(seat.key.clone());
            let here = snapshot.packages().iter().find(|package| package.key == seat.key);
            let added_at = here.map_or_else(|| self.clock.now(), |package| package.added_at);
            let came_with = described.first().map(|folder| folder.key.clone());
            described.push(draft.describe(
                seat,
                place,
                gathered.files.clone(),
                came_with,
                added_at,
            ));
        }
        Ok(described)
    }

    /// What was asked for is done; bytes that nobody needs any more hinder nothing.
    fn sweep_later_if_not_now(&self) {
        if let Err(error) = self.sweep_blobs() {
            tracing::warn!(error = %error, "bytes that nobody needs stay until the next sweep");
        }
    }

    fn sweep_blobs(&self) -> Result<usize, LoadError> {
        let loose = self.library.unreferenced()?;
        for path in &loose {
            fs::remove_file(path)
                .map_err(|source| LoadError::Disk { path: path.clone(), source })?;
        }
        Ok(loose.len())
    }
}

fn lock(mutex: &Mutex<()>) -> MutexGuard<'_, ()> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn go_on(answer: ControlFlow<()>) -> Result<(), LoadError> {
    if answer.is_break() { Err(LoadError::Stopped) } else { Ok(()) }
}

fn copy(
    staging: &mut Staging,
    draft: &Draft,
    tick: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Gathered, LoadError> {
    let mut gathered = Gathered { files: Vec::new(), staged: Vec::new() };
    for file in &draft.files {
        let staged = staging.copy(&file.sources, file.size_bytes, tick)?;
        gathered.files.push(PackageFile {
            path: file.path.clone(),
            size_bytes: staged.size_bytes,
            blake3: Some(staged.blake3.clone()),
            changed_at: None,
        });
        gathered.staged.push(staged);
    }
    Ok(gathered)
}

/// Hashes what stays where it is; a ZIM has a checksum of its own, which is compared later.
fn look_in_place(
    draft: &Draft,
    tick: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Gathered, LoadError> {
    let mut gathered = Gathered { files: Vec::new(), staged: Vec::new() };
    for file in &draft.files {
        let path = first_source(draft, file);
        let blake3 = match draft.kind {
            PackageKind::Zim => None,
            _ => Some(staging::hash_file(&path, tick)?),
        };
        let meta = fs::metadata(&path).map_err(|source| LoadError::Read { path, source })?;
        gathered.files.push(PackageFile {
            path: file.path.clone(),
            size_bytes: file.size_bytes,
            blake3,
            changed_at: Some(staging::changed_at(&meta)),
        });
    }
    Ok(gathered)
}

fn first_source(draft: &Draft, file: &DraftFile) -> PathBuf {
    file.sources.first().cloned().unwrap_or_else(|| draft.root.join(&file.path))
}

fn outcomes(draft: &Draft, described: &[Description]) -> Vec<LoadOutcome> {
    let loaded = described.first().map(|it| LoadOutcome::Loaded {
        package: it.name.clone(),
        title: it.title.clone(),
        lessons: described.iter().map(|it| it.lessons.len()).sum(),
        size_bytes: described.iter().map(Description::size_bytes).fold(0, u64::saturating_add),
    });
    let left_out = draft.left_out.iter().map(|(path, sentence)| LoadOutcome::LeftOut {
        path: path.clone(),
        sentence: sentence.clone(),
    });
    loaded.into_iter().chain(left_out).collect()
}
