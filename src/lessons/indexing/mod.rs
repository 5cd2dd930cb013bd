//! Bringing the search index in step with the library, in the background.
//!
//! Promise: whatever was loaded, replaced or removed, and wherever the power failed, one more call of
//! `catch_up` leads to the same index. A package that cannot be read now is passed over and taken up by a
//! later call. Memory is bounded by one batch of documents; neither the cluster cache nor a whole list of
//! titles is held.

mod docs;

pub use docs::{DocsOf, docs_of};

use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::search::{Indexed, Indexer};
use super::{Library, Package, PackageKind};
use crate::base::PackageId;
use crate::formats::zim::ZimError;
use crate::store::{Database, StoreError};

/// Times that `catch_up` begins anew because the library changed meanwhile; the next call does the rest.
const ROUNDS_MAX: usize = 16;

/// What is being indexed now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexingProgress {
    pub package: PackageId,
    /// Of the package, to be shown.
    pub title: String,
    /// Documents in the index.
    pub done: u32,
    /// Documents in all; an upper bound until the end.
    pub total: u32,
}

/// What a call of `catch_up` came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaughtUp {
    /// Packages that are wholly in the index now.
    pub whole: usize,
    /// Packages that could not be read, wholly or in part: a later call takes them up.
    pub waiting: usize,
    /// `go_on` ended it.
    pub stopped: bool,
}

/// Keeps the index in step. Shared between the job that does it and the page that shows how far it is.
#[derive(Debug)]
pub struct Indexing {
    indexer: Indexer,
    /// Held by the one that works: two would only do the same work twice.
    working: Mutex<()>,
    now: Mutex<Option<IndexingProgress>>,
}

/// How one package ended.
enum Ended {
    Whole,
    Waiting,
    Stopped,
    /// Removed or replaced meanwhile.
    Changed,
}

impl Indexing {
    /// `database` is `library.db`.
    pub fn new(database: Database) -> Self {
        Self { indexer: Indexer::new(database), working: Mutex::default(), now: Mutex::default() }
    }

    /// `None` while nothing is being indexed.
    pub fn progress(&self) -> Option<IndexingProgress> {
        lock(&self.now).clone()
    }

    /// Brings the index in step with the catalogue: forgets what is gone, indexes what is new or was
    /// replaced, goes on where it stopped. Blocks for as long as it takes; `go_on` is asked between batches.
    /// To be called at the start and after each load and removal.
    pub fn catch_up(
        &self,
        library: &Library,
        go_on: &dyn Fn() -> ControlFlow<()>,
    ) -> Result<CaughtUp, StoreError> {
        let _working = lock(&self.working);
        let caught_up = self.rounds(library, go_on);
        *lock(&self.now) = None;
        caught_up
    }

    fn rounds(
        &self,
        library: &Library,
        go_on: &dyn Fn() -> ControlFlow<()>,
    ) -> Result<CaughtUp, StoreError> {
        self.indexer.finish_forgetting()?;
        let mut caught_up = CaughtUp::default();
        for _ in 0..ROUNDS_MAX {
            let version = library.snapshot().version();
            caught_up = self.round(library, go_on)?;
            if caught_up.stopped || library.snapshot().version() == version {
                break;
            }
        }
        Ok(caught_up)
    }

    fn round(
        &self,
        library: &Library,
        go_on: &dyn Fn() -> ControlFlow<()>,
    ) -> Result<CaughtUp, StoreError> {
        let mut caught_up = CaughtUp::default();
        let snapshot = library.snapshot();
        for gone in self.indexer.packages()? {
            if snapshot.package(gone).is_none() {
                self.indexer.forget(gone)?;
            }
            if go_on().is_break() {
                return Ok(CaughtUp { stopped: true, ..caught_up });
            }
        }
        let mut packages: Vec<&Package> = snapshot.packages().iter().collect();
        // What is soon done comes first: a large ZIM may take hours on a small board.
        packages.sort_by_key(|package| (package.kind == PackageKind::Zim, package.size_bytes));
        for package in packages {
            match self.index(library, package, go_on)? {
                Ended::Whole => caught_up.whole += 1,
                Ended::Waiting => caught_up.waiting += 1,
                Ended::Changed => {}
                Ended::Stopped => return Ok(CaughtUp { stopped: true, ..caught_up }),
            }
        }
        Ok(caught_up)
    }

    fn index(
        &self,
        library: &Library,
        package: &Package,
        go_on: &dyn Fn() -> ControlFlow<()>,
    ) -> Result<Ended, StoreError> {
        let version = version_of(package);
        let known = self.indexer.progress(package.id, &version)?;
        if known.is_some_and(|known| known.is_whole()) {
            return Ok(Ended::Whole);
        }
        if go_on().is_break() {
            return Ok(Ended::Stopped);
        }
        let Ok(reader) = library.package_reader(package.id) else { return Ok(Ended::Waiting) };
        let snapshot = library.snapshot();
        let is_same =
            || library.snapshot().package(package.id).map(version_of).as_ref() == Some(&version);
        if !is_same() {
            return Ok(Ended::Changed);
        }
        let from = known.filter(|known| known.current).map_or(0, |known| known.done);
        let docs = match docs_of(package, &snapshot, &reader, from) {
            Ok(docs) => docs,
            Err(error) => return Ok(unreadable(library, package, &error)),
        };
        let mut asked = ControlFlow::Continue(());
        let title = package.title.clone();
        let indexed = self.indexer.index_package(
            package.id,
            &version,
            docs.total,
            |_| docs.iter,
            |progress| {
                *lock(&self.now) = Some(IndexingProgress {
                    package: package.id,
                    title: title.clone(),
                    done: progress.done,
                    total: progress.total,
                });
                asked = go_on();
                if asked.is_break() || !is_same() { ControlFlow::Break(()) } else { asked }
            },
        )?;
        Ok(match indexed {
            Indexed::Whole => Ended::Whole,
            Indexed::Stopped if asked.is_break() => Ended::Stopped,
            Indexed::Stopped if is_same() => {
                // The package halted: whoever asks next opens it anew.
                library.read_failed(package.id);
                Ended::Waiting
            }
            Indexed::Stopped | Indexed::Forgotten => Ended::Changed,
        })
    }
}

fn unreadable(library: &Library, package: &Package, error: &ZimError) -> Ended {
    tracing::warn!(package = %package.name, error = %error, "a package is not in the search yet");
    library.read_failed(package.id);
    Ended::Waiting
}

/// Differs for each version of a package that was ever loaded, by whichever clock.
fn version_of(package: &Package) -> String {
    let uuid = package.facts.uuid.as_deref().unwrap_or_default();
    format!("{}:{}:{}:{uuid}", package.added_at.0, package.size_bytes, package.name)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
