//! What is kept in memory, shared by all archives and bounded in bytes.
//!
//! Three shelves, each forgetting what was used longest ago: entries by the path that was asked
//! for, pieces (single blobs that had to be unpacked, so that a hot page needs no cluster and a
//! passing reader of everything pushes out no hot page), and unpacked clusters. What a held
//! cluster gives is copied out but not kept a second time.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::buffer::Buffer;
use super::cluster::{Prefix, StreamCount};
use super::content::Piece;
use super::decoder::Workbench;
use super::dirent::Entry;
use super::lru::ByteLru;

/// One part in so many is for entries, and for pieces.
const ENTRIES_SHARE: usize = 32;
const PIECES_SHARE: usize = 4;
/// Some 25,000 entries.
const ENTRIES_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Buffers kept for the next cluster.
const SPARE_BUFFERS_MAX: usize = 3;
const SPARE_BYTES_MAX: usize = 3 * 1024 * 1024;
/// Open streams of very large blobs, each with a window of up to 32 MiB.
const STREAMS_MAX: usize = 2;

/// How much an archive's readers may hold.
#[derive(Debug, Clone, Copy)]
pub struct CacheLimits {
    /// All shelves together.
    pub held_bytes: usize,
    /// A cluster that unpacks to more is streamed. 16 MiB, or 32 MiB on boards above 1 GiB.
    pub cluster_held_bytes_max: usize,
    /// Clusters unpacked at once; a few more than processors only cost memory.
    pub decoders_max: usize,
}

/// How often the cache helped; counters only grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CacheCounts {
    pub piece_hits: u64,
    pub cluster_hits: u64,
    pub decodes: u64,
}

pub(super) type ClusterKey = (u32, u32);
pub(super) type PieceKey = (u32, u32, u32);

/// One cluster: whoever unpacks it holds the lock, others wait for the result.
#[derive(Default)]
pub(super) struct Slot {
    pub state: Mutex<SlotState>,
}

#[derive(Default)]
pub(super) struct SlotState {
    pub prefix: Option<Prefix>,
    /// A blob was unpacked before: the next miss unpacks all, so no third time is needed.
    pub opened: bool,
}

impl Slot {
    pub fn lock(&self) -> MutexGuard<'_, SlotState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Found {
    archive: u32,
    asked: Box<str>,
    entry: Arc<Entry>,
}

/// Memory shared by all archives. Cheap to ask; give it back with [`ClusterCache::resize`].
pub struct ClusterCache {
    pub(super) workbench: Workbench,
    pub(super) cluster_held_bytes_max: usize,
    hasher: RandomState,
    entries: Mutex<ByteLru<u64, Found>>,
    pieces: Mutex<ByteLru<PieceKey, Piece>>,
    clusters: Mutex<ByteLru<ClusterKey, Arc<Slot>>>,
    spare: Mutex<Vec<Buffer>>,
    limit_bytes: AtomicUsize,
    piece_bytes_max: AtomicUsize,
    large: Mutex<()>,
    streams: Arc<AtomicUsize>,
    archives: AtomicU32,
    counts: [AtomicU64; 3],
    /// What the counts were at the last look, and how many looks in a row saw the same.
    last_look: Mutex<(CacheCounts, u32)>,
}

impl ClusterCache {
    pub fn new(limits: CacheLimits) -> Arc<Self> {
        let cache = Self {
            workbench: Workbench::new(limits.decoders_max),
            cluster_held_bytes_max: limits.cluster_held_bytes_max,
            hasher: RandomState::new(),
            entries: Mutex::new(ByteLru::new(0)),
            pieces: Mutex::new(ByteLru::new(0)),
            clusters: Mutex::new(ByteLru::new(0)),
            spare: Mutex::default(),
            limit_bytes: AtomicUsize::new(0),
            piece_bytes_max: AtomicUsize::new(0),
            large: Mutex::default(),
            streams: Arc::default(),
            archives: AtomicU32::new(0),
            counts: Default::default(),
            last_look: Mutex::default(),
        };
        cache.resize(limits.held_bytes);
        Arc::new(cache)
    }

    /// Sets the size of all shelves together, forgetting at once what no longer fits.
    pub fn resize(&self, held_bytes: usize) {
        self.limit_bytes.store(held_bytes, Ordering::Relaxed);
        let entries = (held_bytes / ENTRIES_SHARE).min(ENTRIES_BYTES_MAX);
        let pieces = held_bytes / PIECES_SHARE;
        self.piece_bytes_max.store(pieces / 4, Ordering::Relaxed);
        drop(lock(&self.entries).set_limit(entries));
        drop(lock(&self.pieces).set_limit(pieces));
        drop(lock(&self.clusters).set_limit(held_bytes - entries - pieces));
        lock(&self.spare).clear();
        self.workbench.clear();
    }

    /// Gives everything back when so many looks in a row saw no use; true when it did. Looks are counted,
    /// not seconds: a program that was stopped for a while has not been idle.
    pub fn rest(&self, idle_looks: u32) -> bool {
        let counts = self.counts();
        let mut last = lock(&self.last_look);
        *last = if last.0 == counts { (counts, last.1.saturating_add(1)) } else { (counts, 0) };
        if last.1 < idle_looks || self.held_bytes() == 0 {
            return false;
        }
        let limit_bytes = self.limit_bytes();
        self.resize(0);
        self.resize(limit_bytes);
        true
    }

    /// The size that was set last.
    pub fn limit_bytes(&self) -> usize {
        self.limit_bytes.load(Ordering::Relaxed)
    }

    /// Bytes on all shelves now.
    pub fn held_bytes(&self) -> usize {
        lock(&self.entries).held_bytes()
            + lock(&self.pieces).held_bytes()
            + lock(&self.clusters).held_bytes()
    }

    pub fn counts(&self) -> CacheCounts {
        let [piece_hits, cluster_hits, decodes] =
            [0, 1, 2].map(|index: usize| self.counts[index].load(Ordering::Relaxed));
        CacheCounts { piece_hits, cluster_hits, decodes }
    }

    pub(super) fn new_archive(&self) -> u32 {
        self.archives.fetch_add(1, Ordering::Relaxed)
    }

    /// Forgets all of a closed archive.
    pub(super) fn forget(&self, archive: u32) {
        drop(lock(&self.pieces).remove_where(|key| key.0 == archive));
        drop(lock(&self.clusters).remove_where(|key| key.0 == archive));
    }

    pub(super) fn entry(&self, archive: u32, asked: &str) -> Option<Arc<Entry>> {
        let key = self.hasher.hash_one((archive, asked));
        let mut entries = lock(&self.entries);
        let found = entries.get(&key)?;
        // Two paths may share a hash; only the one asked for counts.
        let same = found.archive == archive && *found.asked == *asked;
        same.then(|| Arc::clone(&found.entry))
    }

    pub(super) fn keep_entry(&self, archive: u32, asked: &str, entry: &Arc<Entry>) {
        let key = self.hasher.hash_one((archive, asked));
        let bytes = size_of::<Found>() + asked.len() + entry.weight_bytes();
        let found = Found { archive, asked: asked.into(), entry: Arc::clone(entry) };
        let gone = lock(&self.entries).put(key, found, bytes);
        drop(gone);
    }

    pub(super) fn piece(&self, key: PieceKey) -> Option<Piece> {
        let piece = lock(&self.pieces).get(&key).cloned();
        if piece.is_some() {
            self.counts[0].fetch_add(1, Ordering::Relaxed);
        }
        piece
    }

    /// Keeps a piece, unless it would take more than a quarter of the shelf.
    pub(super) fn keep_piece(&self, key: PieceKey, piece: &Piece) {
        let bytes = piece.weight_bytes();
        if bytes <= self.piece_bytes_max.load(Ordering::Relaxed) {
            let gone = lock(&self.pieces).put(key, piece.clone(), bytes);
            drop(gone);
        }
    }

    /// The cluster's slot, if there is one.
    pub(super) fn held_slot(&self, key: ClusterKey) -> Option<Arc<Slot>> {
        lock(&self.clusters).get(&key).cloned()
    }

    pub(super) fn count_cluster_hit(&self) {
        self.counts[1].fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn count_decode(&self) {
        self.counts[2].fetch_add(1, Ordering::Relaxed);
    }

    /// The cluster's slot, made when there is none, so that others wait for one decode.
    pub(super) fn slot(&self, key: ClusterKey) -> Arc<Slot> {
        let (slot, gone) = {
            let mut clusters = lock(&self.clusters);
            if let Some(slot) = clusters.get(&key) {
                return Arc::clone(slot);
            }
            let slot = Arc::new(Slot::default());
            (Arc::clone(&slot), clusters.put(key, Arc::clone(&slot), size_of::<Slot>()))
        };
        self.recycle(gone);
        slot
    }

    /// Says what a slot weighs now, which may push out others or itself.
    pub(super) fn weigh(&self, key: ClusterKey, slot: &Arc<Slot>, bytes: usize) {
        let bytes = bytes + size_of::<Slot>();
        let gone = lock(&self.clusters).reweigh(&key, bytes, |held| Arc::ptr_eq(held, slot));
        self.recycle(gone);
    }

    /// A buffer of an evicted cluster that fits `need` bytes without much waste.
    pub(super) fn spare_buffer(&self, need: usize) -> Option<Buffer> {
        let mut spare = lock(&self.spare);
        let fits = |buffer: &Buffer| (need..=need + need / 4).contains(&buffer.room_bytes());
        let at = spare.iter().position(fits)?;
        Some(spare.swap_remove(at))
    }

    fn recycle(&self, gone: Vec<Arc<Slot>>) {
        for slot in gone.into_iter().filter_map(Arc::into_inner) {
            let state = slot.state.into_inner().unwrap_or_else(PoisonError::into_inner);
            let Some(prefix) = state.prefix else { continue };
            let buffer = prefix.into_buffer();
            let mut spare = lock(&self.spare);
            let held: usize = spare.iter().map(Buffer::room_bytes).sum();
            if spare.len() < SPARE_BUFFERS_MAX && held + buffer.room_bytes() <= SPARE_BYTES_MAX {
                spare.push(buffer);
            }
        }
    }

    /// Waits until nobody else unpacks from a cluster that is too large to hold.
    pub(super) fn wait_for_large(&self) -> MutexGuard<'_, ()> {
        lock(&self.large)
    }

    /// None when too many streams are open.
    pub(super) fn enter_stream(&self) -> Option<StreamCount> {
        StreamCount::enter(&self.streams, STREAMS_MAX)
    }
}

impl std::fmt::Debug for ClusterCache {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("ClusterCache")
            .field("held_bytes", &self.held_bytes())
            .field("counts", &self.counts())
            .finish_non_exhaustive()
    }
}

fn lock<T>(shelf: &Mutex<T>) -> MutexGuard<'_, T> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cache_that_nobody_asks_gives_everything_back() {
        let cache = ClusterCache::new(CacheLimits {
            held_bytes: 1 << 20,
            cluster_held_bytes_max: 1 << 20,
            decoders_max: 1,
        });
        assert!(!cache.rest(2), "there is nothing to give back");
        cache.slot((0, 0));
        cache.count_decode();
        assert!(!cache.rest(2), "it was used since the last look");
        assert!(!cache.rest(2));
        assert!(cache.held_bytes() > 0);
        assert!(cache.rest(2));
        assert_eq!((cache.held_bytes(), cache.limit_bytes()), (0, 1 << 20));
        assert!(!cache.rest(2), "it is empty already");
    }
}
