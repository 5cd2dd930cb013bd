//! Finding entries by path: binary search over the file, helped by the keys seen before.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::archive::Archive;
use super::dirent::{DIRENT_BYTES_MAX, Dirent, Entry, Target, read_dirent};
use super::error::{Result, damaged};
use super::header::u64_at;

/// The first steps of every search probe the same entries: 2^10 - 1 keys at most are remembered,
/// so nothing is read at opening and a warm search reads the last steps only.
const REMEMBERED_STEPS: u32 = 10;
const REMEMBERED_BYTES_MAX: usize = 64 * 1024;
/// What a remembered key costs beside its bytes.
const REMEMBERED_KEY_BYTES: usize = 48;
/// The last entries of a search are read at once.
const WINDOW_ENTRIES: u32 = 32;
const WINDOW_BYTES_MAX: u64 = 8 * 1024;
/// Old archives: where to look for a path without namespace, as other readers do.
const OLD_NAMESPACES: [u8; 4] = *b"AIJ-";

/// Keys that searches met, by index.
#[derive(Debug, Default)]
pub(super) struct ProbeKeys {
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    keys: HashMap<u32, Box<[u8]>>,
    bytes: usize,
}

impl ProbeKeys {
    /// How the key of an entry compares to the wanted one, if the key is known.
    fn compare(&self, index: u32, namespace: u8, path: &[u8]) -> Option<Ordering> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let (first, rest) = known.keys.get(&index)?.split_first()?;
        Some((*first, rest).cmp(&(namespace, path)))
    }

    fn remember(&self, index: u32, (namespace, path): (u8, &[u8])) {
        let bytes = path.len() + REMEMBERED_KEY_BYTES;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.bytes + bytes > REMEMBERED_BYTES_MAX {
            return;
        }
        let key = std::iter::once(namespace).chain(path.iter().copied()).collect();
        if known.keys.insert(index, key).is_none() {
            known.bytes += bytes;
        }
    }
}

/// Neighbouring entries, read at once when they lie close together in the file.
pub(super) struct Window {
    first: u32,
    pointers: Vec<u64>,
    bytes: Vec<u8>,
    bytes_at: u64,
}

impl Window {
    pub fn read(archive: &Archive, first: u32, count: u32) -> Result<Self> {
        let count = count.min(archive.header().entry_count.saturating_sub(first));
        let mut list = vec![0; count as usize * 8];
        archive.file.read_exact_at(&mut list, archive.path_list_at() + u64::from(first) * 8)?;
        let pointers: Vec<u64> = list.chunks_exact(8).map(|bytes| u64_at(bytes, 0)).collect();
        let mut window = Self { first, pointers, bytes: Vec::new(), bytes_at: 0 };
        let low = window.pointers.iter().min().copied().unwrap_or(0);
        let high = window.pointers.iter().max().copied().unwrap_or(0);
        if high - low <= WINDOW_BYTES_MAX {
            // The last one's length is not known: what is cut off is read by itself.
            window.bytes.resize(usize::try_from(high - low).unwrap_or(0) + 256, 0);
            let read = archive.file.read_at(&mut window.bytes, low)?;
            window.bytes.truncate(read);
            window.bytes_at = low;
        }
        Ok(window)
    }

    pub fn dirent<'b>(
        &'b self,
        archive: &Archive,
        index: u32,
        buffer: &'b mut Vec<u8>,
    ) -> Result<Dirent<'b>> {
        let Some(&at) = self.pointers.get((index - self.first) as usize) else {
            return damaged("a page is not there", archive.path_list_at());
        };
        let near = at.checked_sub(self.bytes_at).and_then(|from| usize::try_from(from).ok());
        let near = near.and_then(|from| self.bytes.get(from..)).and_then(Dirent::parse);
        match near {
            Some(dirent) if dirent.path.len() < DIRENT_BYTES_MAX => Ok(dirent),
            _ => read_dirent(&archive.file, at, buffer),
        }
    }
}

impl Archive {
    /// The entry that a user's path names, a redirect as such; None when there is none.
    pub fn find(&self, path: &str) -> Result<Option<Arc<Entry>>> {
        if let Some(entry) = self.find_if_held(path) {
            return Ok(Some(entry));
        }
        let entry = if self.header().has_new_namespaces() {
            self.find_in(b'C', path.as_bytes())?
        } else {
            self.find_old(path.as_bytes())?
        };
        let entry = entry.filter(|entry| entry.target != Target::Nothing).map(Arc::new);
        if let Some(entry) = &entry {
            self.held.keep_entry(self.id, path, entry);
        }
        Ok(entry)
    }

    /// [`Archive::find`] from memory alone; None when only the file can tell.
    pub fn find_if_held(&self, path: &str) -> Option<Arc<Entry>> {
        self.held.entry(self.id, path)
    }

    fn find_old(&self, path: &[u8]) -> Result<Option<Entry>> {
        if let [namespace, b'/', rest @ ..] = path
            && let Some(entry) = self.find_in(*namespace, rest)?
        {
            return Ok(Some(entry));
        }
        for namespace in OLD_NAMESPACES {
            if let Some(entry) = self.find_in(namespace, path)? {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    /// The entry of exactly this namespace and path.
    pub fn find_in(&self, namespace: u8, path: &[u8]) -> Result<Option<Entry>> {
        self.search(namespace, path).map(|(_, entry)| entry)
    }

    /// The entry at a place of the path order.
    pub fn by_index(&self, index: u32) -> Result<Entry> {
        let mut buffer = Vec::new();
        let dirent = self.dirent(index, &mut buffer)?;
        Ok(Entry::new(index, &dirent))
    }

    fn dirent<'b>(&self, index: u32, buffer: &'b mut Vec<u8>) -> Result<Dirent<'b>> {
        let pointer_at = self.path_list_at() + u64::from(index) * 8;
        if index >= self.header().entry_count {
            return damaged("a page points to a page that is not there", pointer_at);
        }
        let at = u64::from_le_bytes(self.file.read_array(pointer_at)?);
        read_dirent(&self.file, at, buffer)
    }

    /// The index of the first entry that is not before the key, and that entry if it is the one.
    pub(super) fn search(&self, namespace: u8, path: &[u8]) -> Result<(u32, Option<Entry>)> {
        let wanted = (namespace, path);
        let (mut low, mut high) = (0, self.header().entry_count);
        let mut buffer = Vec::new();
        let mut step = 0;
        while high - low > WINDOW_ENTRIES {
            let middle = low + (high - low) / 2;
            let known = (step < REMEMBERED_STEPS)
                .then(|| self.probes.compare(middle, namespace, path))
                .flatten();
            let order = if let Some(order) = known {
                order
            } else {
                let dirent = self.dirent(middle, &mut buffer)?;
                if step < REMEMBERED_STEPS {
                    self.probes.remember(middle, dirent.key());
                }
                dirent.key().cmp(&wanted)
            };
            match order {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Ok((middle, Some(self.by_index(middle)?))),
            }
            step += 1;
        }
        let window = Window::read(self, low, high - low)?;
        while low < high {
            let middle = low + (high - low) / 2;
            let dirent = window.dirent(self, middle, &mut buffer)?;
            match dirent.key().cmp(&wanted) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Ok((middle, Some(Entry::new(middle, &dirent)))),
            }
        }
        Ok((low, None))
    }
}
