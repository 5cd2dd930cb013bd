//! What a server and a command on a data folder share: everything but the listeners.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::tz::TimeZone;
use tokio::sync::Notify;

use crate::base::{Clock, Random};
use crate::board::{self, MemoryNow, TimeSource};
use crate::config::{Config, Settings};
use crate::formats::zim::{CacheLimits, ClusterCache};
use crate::lessons::indexing::Indexing;
use crate::lessons::{Library, LibraryError};
use crate::loading::{Jobs, Loader};
use crate::people::setup::Setup;
use crate::people::{People, codes, recovery};
use crate::store::{DataDir, DataLock, Notice, Place, Store, StoreError};
use crate::text::Texts;
use crate::usage::{self, BoxFacts, ClockQuality, Usage};
use crate::web::guard::Secret;

/// This program's version, in events and on pages.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Memory of a board that does not say what it has.
const MEMORY_UNKNOWN: MemoryNow = MemoryNow { total_bytes: 512 << 20, available_bytes: 256 << 20 };

/// How a data folder is opened.
pub struct Openings {
    pub config: Config,
    pub clock: Clock,
    pub random: Random,
    /// A server ends what a power cut left open; a command leaves it alone.
    pub serving: bool,
}

/// An open data folder, its lock held.
pub struct Core {
    pub data: DataDir,
    pub settings: Arc<Settings>,
    /// `box.time_zone`: where days begin.
    pub time_zone: TimeZone,
    pub clock: Clock,
    pub random: Random,
    pub store: Store,
    /// What opening had to mend.
    pub notices: Vec<Notice>,
    pub clusters: Arc<ClusterCache>,
    pub cluster_cache_bytes: usize,
    pub library: Arc<Library>,
    pub loader: Loader,
    pub loads: Jobs,
    pub indexing: Indexing,
    pub usage: Arc<Usage>,
    pub texts: Arc<Texts>,
    /// Rung when the library changed: there is something to index and to check.
    pub library_changed: Notify,
    pub setup: Arc<Setup>,
    /// Rung when an account changed: the newest backup should know.
    pub accounts_changed: Arc<Notify>,
    /// The people that pages know, while a server runs: told what a command changed.
    pub people: OnceLock<Arc<People>>,
    _lock: DataLock,
}

/// Why a data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum CoreError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Library(#[from] LibraryError),
    #[error("box.time_zone: {0}")]
    TimeZone(jiff::Error),
}

impl Core {
    pub fn open(root: &Path, openings: Openings) -> Result<Self, CoreError> {
        let Openings { config, clock, random, serving } = openings;
        let data = DataDir::create(root)?;
        let lock = data.lock()?;
        let (store, notices) = Store::open(&data)?;
        let settings = Arc::new(Settings::load(config, &data.settings()));
        let config = settings.now();
        let (clusters, cluster_cache_bytes) = cluster_cache(&config);
        let library =
            Library::open(&data, store.library.clone(), clock.clone(), Arc::clone(&clusters))?;
        let loader = Loader::new(
            Arc::clone(&library),
            data.clone(),
            clock.clone(),
            random.clone(),
            Arc::clone(&clusters),
        );
        let time_zone = TimeZone::get(&config.time_zone).map_err(CoreError::TimeZone)?;
        let facts = BoxFacts {
            version: VERSION.into(),
            built: board::rules::RELEASED_AT,
            boot_id: usage::kernel_boot_id(),
            time_zone: time_zone.clone(),
            serving,
        };
        let usage = Usage::open(store.usage.clone(), clock.clone(), random.clone(), facts)?;
        let setup = Setup::begin(&data, &store.school, &clock, &random, serving)?;
        let texts = Texts::load(&data.place(Place::Languages), Some(&config.second_language));
        Ok(Self {
            indexing: Indexing::new(store.library.clone()),
            loads: Jobs::default(),
            time_zone,
            texts: Arc::new(texts),
            library_changed: Notify::new(),
            setup: Arc::new(setup),
            accounts_changed: Arc::default(),
            people: OnceLock::new(),
            _lock: lock,
            data,
            settings,
            clock,
            random,
            store,
            notices,
            clusters,
            cluster_cache_bytes,
            library,
            loader,
            usage,
        })
    }

    /// Tells the journal how far the wall clock can be trusted now. Waits for the board.
    pub fn judge_clock(&self) {
        self.usage.judge_clock(match board::read_time_source(&self.clock) {
            Some(TimeSource::Ntp) => ClockQuality::Ntp,
            Some(TimeSource::Rtc) => ClockQuality::Rtc,
            None => ClockQuality::Restored,
        });
    }

    /// The hour of the day in the box's time zone, 0 to 23.
    pub fn hour(&self) -> u8 {
        jiff::Timestamp::from_millisecond(self.clock.now().0)
            .ok()
            .and_then(|at| u8::try_from(self.time_zone.to_datetime(at).hour()).ok())
            .unwrap_or(0)
    }

    /// Writes a code beside a file that asks for one, in the box's language. Waits for the disk.
    pub fn answer_presence(&self, asking: &Path) -> Result<(), StoreError> {
        let (random, secret, now) = (self.random.clone(), self.secret()?, self.clock.now());
        let code = self
            .store
            .school
            .write_blocking(move |tx| codes::for_presence(tx, &random, &secret, now))?;
        let config = self.settings.now();
        let host = config.portal_names.first().map_or("", String::as_str);
        let address = format!("http://{host}/recover");
        let words = self.texts.get(&config.box_language).recover_file(code.to_string(), address);
        match recovery::answer(asking, &(words + "\n")) {
            Ok(()) => tracing::warn!(file = %asking.display(), "somebody at the box got a code"),
            // A stick that takes nothing, or was pulled out.
            Err(error) => {
                tracing::warn!(file = %asking.display(), error = %error, "no code was written");
            }
        }
        Ok(())
    }

    /// The key that proves what this box said; made at the first start.
    pub fn secret(&self) -> Result<Secret, StoreError> {
        let fresh: [u8; 32] = self.random.bytes();
        self.store.school.write_blocking(move |tx| {
            tx.execute(
                "insert into secret (name, value) values ('pages', ?1) on conflict do nothing",
                [&fresh[..]],
            )?;
            let kept = "select value from secret where name = 'pages'";
            Ok(Secret(tx.query_row(kept, [], |row| row.get(0))?))
        })
    }
}

fn cluster_cache(config: &Config) -> (Arc<ClusterCache>, usize) {
    let memory = board::read_memory().unwrap_or(MEMORY_UNKNOWN).total_bytes;
    let bytes = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
    let held = bytes(board::rules::cluster_cache_bytes(memory, config.cluster_cache_mib));
    let cache = ClusterCache::new(CacheLimits {
        held_bytes: held,
        cluster_held_bytes_max: bytes(board::rules::cluster_held_bytes(memory)),
        decoders_max: std::thread::available_parallelism().map_or(2, |count| count.get() + 1),
    });
    (cache, held)
}
