//! Reading a page's bytes: from the shelves, straight from the file, or by unpacking a cluster.

use std::sync::Arc;

use bytes::Bytes;

use super::archive::Archive;
use super::cache::{PieceKey, Slot, SlotState};
use super::cluster::{BlobStream, Layout, Prefix, unpack_table, unpack_until};
use super::content::{Content, Piece};
use super::decoder::{Codec, Decoder, Reach};
use super::dirent::{Entry, Target};
use super::error::{Result, ZimError, damaged};

/// A blob of a cluster too large to hold is held itself up to this.
const BLOB_HELD_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// More is not copied on an async thread.
const COPIED_INLINE_BYTES_MAX: u64 = 256 * 1024;

/// Whether a piece stays on the shelf of single blobs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Yes,
    No,
}

impl Archive {
    /// The bytes of an entry that is not a redirect. May read the disk and unpack.
    pub fn read(&self, entry: &Entry) -> Result<Content> {
        self.read_blob(entry, Keep::Yes)
    }

    /// As [`Archive::read`], for whoever reads everything once (indexing): leaves hot pages held.
    pub fn read_in_passing(&self, entry: &Entry) -> Result<Content> {
        self.read_blob(entry, Keep::No)
    }

    /// The bytes if they are in memory (or stand in the file and the place is known). Never reads
    /// the disk, never unpacks, never waits for someone who does.
    pub fn read_if_held(&self, entry: &Entry) -> Option<Content> {
        let Target::Blob { cluster, blob } = entry.target else { return None };
        let key = (self.id, cluster, blob);
        if let Some(piece) = self.held.piece(key) {
            return Some(piece.into());
        }
        let slot = self.held.held_slot((self.id, cluster))?;
        let state = slot.state.try_lock().ok()?;
        let bytes = state.prefix.as_ref()?.blob(blob, 0).ok()??;
        if bytes.len() as u64 > COPIED_INLINE_BYTES_MAX {
            return None;
        }
        self.held.count_cluster_hit();
        Some(Content::Held(Bytes::copy_from_slice(bytes)))
    }

    /// Length of an entry's content in bytes, unpacking no more than a table of offsets.
    pub fn size(&self, entry: &Entry) -> Result<u64> {
        let (cluster, blob) = self.blob_of(entry)?;
        if let Some(piece) = self.held.piece((self.id, cluster, blob)) {
            return Ok(Content::from(piece).len_bytes());
        }
        let (at, end) = self.cluster_place(cluster)?;
        let layout = self.layout(at, end)?;
        let Some(codec) = layout.codec else {
            return Ok(layout.locate(&self.file, blob)?.len_bytes());
        };
        let key = (self.id, cluster);
        let slot = self.held.slot(key);
        let mut state = slot.lock();
        let (from, to) = if let Some(prefix) = &state.prefix {
            prefix.range(blob, at)?
        } else {
            let _permit = self.held.workbench.admit();
            let mut decoder = self.begin(codec, &layout, Reach::Wide)?;
            let prefix = unpack_table(&mut decoder, &layout)?;
            self.held.workbench.keep(decoder.into_tools());
            let range = prefix.range(blob, at)?;
            self.shelve(key, &slot, &mut state, prefix);
            range
        };
        Ok(to - from)
    }

    fn read_blob(&self, entry: &Entry, keep: Keep) -> Result<Content> {
        let (cluster, blob) = self.blob_of(entry)?;
        let key = (self.id, cluster, blob);
        if let Some(piece) = self.held.piece(key) {
            return Ok(piece.into());
        }
        if let Some(slot) = self.held.held_slot((self.id, cluster)) {
            let state = slot.lock();
            let held = state.prefix.as_ref().map(|prefix| prefix.blob(blob, 0)).transpose()?;
            if let Some(bytes) = held.flatten() {
                self.held.count_cluster_hit();
                return Ok(Content::Held(Bytes::copy_from_slice(bytes)));
            }
        }
        let (at, end) = self.cluster_place(cluster)?;
        let layout = self.layout(at, end)?;
        match layout.codec {
            None => {
                let span = layout.locate(&self.file, blob)?;
                Ok(self.give(key, Piece::InFile(span), keep))
            }
            Some(codec) => self.unpack_blob(key, codec, &layout, keep),
        }
    }

    fn give(&self, key: PieceKey, piece: Piece, keep: Keep) -> Content {
        if keep == Keep::Yes {
            self.held.keep_piece(key, &piece);
        }
        piece.into()
    }

    fn blob_of(&self, entry: &Entry) -> Result<(u32, u32)> {
        match entry.target {
            Target::Blob { cluster, blob } => Ok((cluster, blob)),
            Target::Redirect(_) | Target::Nothing => {
                damaged("a page without content is asked for content", self.path_list_at())
            }
        }
    }

    /// Whether a cluster must be unpacked to be read.
    pub(super) fn is_packed(&self, cluster: u32) -> Result<bool> {
        let (at, end) = self.cluster_place(cluster)?;
        Ok(self.layout(at, end)?.codec.is_some())
    }

    fn layout(&self, at: u64, end: u64) -> Result<Layout> {
        Layout::read(&self.file, at, end, self.header().major >= 6)
    }

    fn begin(&self, codec: Codec, layout: &Layout, reach: Reach) -> Result<Decoder> {
        self.held.count_decode();
        let tools = self.held.workbench.tools();
        Decoder::begin(tools, codec, &self.file, (layout.start, layout.end), reach)
    }

    fn unpack_blob(
        &self,
        key: PieceKey,
        codec: Codec,
        layout: &Layout,
        keep: Keep,
    ) -> Result<Content> {
        let blob = key.2;
        let slot = self.held.slot((key.0, key.1));
        let mut state = slot.lock();
        // Someone may have unpacked it while we waited.
        if let Some(prefix) = &state.prefix
            && let Some(bytes) = prefix.blob(blob, layout.start)?
        {
            self.held.count_cluster_hit();
            return Ok(Content::Held(Bytes::copy_from_slice(bytes)));
        }
        let permit = self.held.workbench.admit();
        let mut decoder = self.begin(codec, layout, Reach::Wide)?;
        let mut prefix = unpack_table(&mut decoder, layout)?;
        let (_, to) = prefix.range(blob, layout.start)?;
        let held_max = self.held.cluster_held_bytes_max as u64;
        if prefix.total() > held_max {
            drop(permit);
            self.held.workbench.keep(decoder.into_tools());
            return self.unpack_large(key, codec, layout, &prefix, keep);
        }
        let goal = if state.opened { prefix.total() } else { to };
        let goal = usize::try_from(goal)
            .map_err(|_| ZimError::NeedsTooMuch { what: "the part is too large" })?;
        let spare = self.held.spare_buffer(goal);
        let unpacked = unpack_until(&mut decoder, &mut prefix, goal, spare);
        // A cluster damaged behind this blob still gives the blob.
        let piece = prefix
            .blob(blob, layout.start)?
            .map(|found| Piece::Held(Bytes::copy_from_slice(found)));
        let Some(piece) = piece else {
            return unpacked.and_then(|()| damaged("a packed part ends too early", layout.start));
        };
        self.held.workbench.keep(decoder.into_tools());
        drop(permit);
        state.opened = true;
        self.shelve((key.0, key.1), &slot, &mut state, prefix);
        drop(state);
        Ok(self.give(key, piece, keep))
    }

    /// A blob of a cluster too large to hold: held alone when small, else streamed.
    fn unpack_large(
        &self,
        key: PieceKey,
        codec: Codec,
        layout: &Layout,
        known: &Prefix,
        keep: Keep,
    ) -> Result<Content> {
        let (from, to) = known.range(key.2, layout.start)?;
        let short = known.total() <= Reach::WIDE_BYTES_MAX;
        let is_small = to - from <= BLOB_HELD_BYTES_MAX;
        // Each may touch a window of 32 MiB: small blobs wait their turn, streams are few.
        let turn = is_small.then(|| self.held.wait_for_large());
        let count =
            if is_small { None } else { Some(self.held.enter_stream().ok_or(ZimError::Busy)?) };
        let mut decoder =
            self.begin(codec, layout, if short { Reach::Wide } else { Reach::Narrow })?;
        let prefix = unpack_table(&mut decoder, layout)?;
        let mut stream = BlobStream::new(decoder, prefix, (from, to), count)?;
        if !is_small {
            return Ok(Content::Streamed(Box::new(stream)));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(to - from).unwrap_or(0));
        stream.append_to(&mut bytes)?;
        drop(turn);
        Ok(self.give(key, Piece::Held(bytes.into()), keep))
    }

    fn shelve(&self, key: (u32, u32), slot: &Arc<Slot>, state: &mut SlotState, prefix: Prefix) {
        let bytes = prefix.weight_bytes();
        state.prefix = Some(prefix);
        self.held.weigh(key, slot, bytes);
    }

    /// All bytes of a content, as long as they are at most `bytes_max`; None when they are more.
    pub fn read_whole(&self, entry: &Entry, bytes_max: u64) -> Result<Option<Vec<u8>>> {
        let content = self.read_in_passing(entry)?;
        if content.len_bytes() > bytes_max {
            return Ok(None);
        }
        match content {
            Content::Held(bytes) => Ok(Some(bytes.into())),
            Content::InFile(span) => {
                let mut bytes = vec![0; usize::try_from(span.len_bytes()).unwrap_or(0)];
                let count = span.read_at(&mut bytes, 0)?;
                bytes.truncate(count);
                Ok(Some(bytes))
            }
            Content::Streamed(mut stream) => {
                let mut bytes = Vec::new();
                stream.append_to(&mut bytes)?;
                Ok(Some(bytes))
            }
        }
    }
}
