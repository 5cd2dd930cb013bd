//! A box's library in a data folder, opened as the server does.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use chalkbox::base::{Clock, Random, UnixMillis};
use chalkbox::formats::zim::{CacheLimits, ClusterCache};
use chalkbox::lessons::{Catalogue, Library, Package};
use chalkbox::loading::{LoadHow, LoadOutcome, Loader, Progress};
use chalkbox::store::{DataDir, Database, Store};

pub struct Shelf {
    pub data: DataDir,
    pub library: Arc<Library>,
    pub loader: Loader,
    /// `library.db`.
    pub database: Database,
    pub clock: Clock,
    pub clusters: Arc<ClusterCache>,
}

impl Shelf {
    pub fn open(root: &Path) -> Self {
        let data = DataDir::create(root).unwrap();
        let (store, _) = Store::open(&data).unwrap();
        let clock = Clock::fixed(UnixMillis(1_795_510_800_000));
        let limits =
            CacheLimits { held_bytes: 1 << 20, cluster_held_bytes_max: 1 << 20, decoders_max: 1 };
        let clusters = ClusterCache::new(limits);
        let database = store.library;
        let library =
            Library::open(&data, database.clone(), clock.clone(), Arc::clone(&clusters)).unwrap();
        let random = Random::seeded(7);
        let loader = Loader::new(
            Arc::clone(&library),
            data.clone(),
            clock.clone(),
            random,
            Arc::clone(&clusters),
        )
        .with_reserve(0);
        Self { data, library, loader, database, clock, clusters }
    }

    pub fn load(&self, path: &Path) -> Vec<LoadOutcome> {
        self.loader.load(&[path.to_owned()], LoadHow::Copy, &quiet)
    }

    pub fn load_in_place(&self, path: &Path) -> Vec<LoadOutcome> {
        self.loader.load(&[path.to_owned()], LoadHow::InPlace, &quiet)
    }

    /// Loads a path of which nothing may be left out.
    pub fn load_whole(&self, path: &Path, how: LoadHow) {
        let outcomes = self.loader.load(&[path.to_owned()], how, &quiet);
        let all = outcomes.iter().all(|outcome| matches!(outcome, LoadOutcome::Loaded { .. }));
        assert!(all, "{outcomes:?}");
    }

    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.library.snapshot()
    }

    pub fn package(&self, name: &str) -> Package {
        self.catalogue().package_named(name).unwrap_or_else(|| panic!("no {name}")).clone()
    }
}

/// Hears a load and lets it go on.
pub fn quiet(_: &Progress<'_>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}
