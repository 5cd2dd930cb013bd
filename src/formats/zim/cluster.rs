//! Clusters: blobs packed together behind a table of offsets.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::buffer::Buffer;
use super::decoder::{Codec, Decoder};
use super::error::{Result, ZimError, damaged};
use super::file::{ArchiveFile, FileSpan};
use super::header::{u32_at, u64_at};

/// Low four bits of the info byte; 2 and 3 (zlib, bzip2) were given up before version 5.
const CODEC_BITS: u8 = 0x0f;
const WIDE_OFFSETS: u8 = 0x10;
/// Half a million blobs of one cluster; writers close clusters at 2 MiB of content.
const OFFSET_TABLE_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// First piece of a cluster: holds most tables.
const FIRST_BYTES: usize = 4096;
/// How much may be unpacked and thrown away to reach a blob: bounds the time of one request.
const SKIPPED_BYTES_MAX: u64 = 128 * 1024 * 1024;
const STREAM_CHUNK_BYTES: usize = 64 * 1024;

/// Where a cluster is and how it is packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// None: stands in the file as it is.
    pub codec: Option<Codec>,
    pub wide: bool,
    /// Behind the info byte.
    pub start: u64,
    pub end: u64,
}

impl Layout {
    /// `end` is where the cluster ends at the latest.
    pub fn read(file: &ArchiveFile, at: u64, end: u64, wide_allowed: bool) -> Result<Self> {
        let [info] = file.read_array(at)?;
        let codec = match info & CODEC_BITS {
            0 | 1 => None,
            4 => Some(Codec::Xz),
            5 => Some(Codec::Zstd),
            other => return Err(ZimError::UnknownCodec(other)),
        };
        let wide = wide_allowed && info & WIDE_OFFSETS != 0;
        Ok(Self { codec, wide, start: at + 1, end })
    }

    fn offset_bytes(&self) -> u64 {
        if self.wide { 8 } else { 4 }
    }

    /// Number of offsets in a table whose first offset is `table_bytes`; one more than blobs.
    fn offset_count(&self, table_bytes: u64) -> Result<u64> {
        let size = self.offset_bytes();
        if table_bytes < size
            || !table_bytes.is_multiple_of(size)
            || table_bytes > OFFSET_TABLE_BYTES_MAX
        {
            return damaged("a table of contents makes no sense", self.start);
        }
        Ok(table_bytes / size)
    }

    /// Where blob number `blob` of an unpacked cluster lies in the file.
    pub fn locate(&self, file: &Arc<ArchiveFile>, blob: u32) -> Result<FileSpan> {
        let size = self.offset_bytes();
        let read = |at: u64| -> Result<u64> {
            if self.wide {
                file.read_array(at).map(u64::from_le_bytes)
            } else {
                file.read_array(at).map(u32::from_le_bytes).map(u64::from)
            }
        };
        let table_bytes = read(self.start)?;
        let count = self.offset_count(table_bytes)?;
        if u64::from(blob) + 1 >= count {
            return damaged("a page points to a part that is not there", self.start);
        }
        let from = read(self.start + u64::from(blob) * size)?;
        let to = read(self.start + (u64::from(blob) + 1) * size)?;
        let room = self.end.saturating_sub(self.start);
        if from < table_bytes || to < from || to > room {
            return damaged("a part lies outside its place", self.start);
        }
        Ok(FileSpan::new(Arc::clone(file), self.start + from, to - from))
    }
}

/// The unpacked beginning of a cluster: its table, and blobs as far as they were wanted.
#[derive(Debug, Default)]
pub(super) struct Prefix {
    buffer: Buffer,
    wide: bool,
    blobs: u32,
    table_bytes: usize,
}

impl Prefix {
    /// The end of blob `blob` and its start, within the unpacked cluster.
    pub fn range(&self, blob: u32, at: u64) -> Result<(u64, u64)> {
        if blob >= self.blobs {
            return damaged("a page points to a part that is not there", at);
        }
        let (from, to) = (self.offset(blob), self.offset(blob + 1));
        if from < self.table_bytes as u64 || to < from || to > self.total() {
            return damaged("a part lies outside its place", at);
        }
        Ok((from, to))
    }

    /// The blob's bytes, when unpacked so far.
    pub fn blob(&self, blob: u32, at: u64) -> Result<Option<&[u8]>> {
        let (from, to) = self.range(blob, at)?;
        let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
        Ok(range.and_then(|(from, to)| self.buffer.bytes().get(from..to)))
    }

    /// Length of the whole cluster unpacked, as its table says.
    pub fn total(&self) -> u64 {
        self.offset(self.blobs)
    }

    pub fn weight_bytes(&self) -> usize {
        self.buffer.room_bytes()
    }

    pub fn into_buffer(self) -> Buffer {
        self.buffer
    }

    fn offset(&self, index: u32) -> u64 {
        let index = index as usize;
        if self.wide {
            u64_at(self.buffer.bytes(), index * 8)
        } else {
            u64::from(u32_at(self.buffer.bytes(), index * 4))
        }
    }
}

/// Unpacks the table of a cluster; the prefix may hold a little more.
pub(super) fn unpack_table(decoder: &mut Decoder, layout: &Layout) -> Result<Prefix> {
    let mut buffer = Buffer::with_room(FIRST_BYTES)?;
    let size = if layout.wide { 8 } else { 4 };
    decoder.fill(&mut buffer, size)?;
    let bytes = buffer.bytes();
    let first = if layout.wide { u64_at(bytes, 0) } else { u64::from(u32_at(bytes, 0)) };
    let count = layout.offset_count(first)?;
    let whole = |number: u64| {
        usize::try_from(number)
            .map_err(|_| ZimError::NeedsTooMuch { what: "its table of contents is too long" })
    };
    let table_bytes = whole(first)?;
    decoder.fill(&mut buffer, table_bytes)?;
    let blobs = u32::try_from(count - 1).unwrap_or(u32::MAX);
    Ok(Prefix { buffer, wide: layout.wide, blobs, table_bytes })
}

/// Goes on unpacking until `goal` bytes of the cluster are there, in `spare` when it fits.
pub(super) fn unpack_until(
    decoder: &mut Decoder,
    prefix: &mut Prefix,
    goal: usize,
    spare: Option<Buffer>,
) -> Result<()> {
    prefix.buffer.grow(goal, spare)?;
    decoder.fill(&mut prefix.buffer, goal)
}

/// How many streams are open, over all archives.
#[derive(Debug, Clone)]
pub(super) struct StreamCount(Arc<AtomicUsize>);

impl StreamCount {
    /// None when too many are open: each may hold a window of 32 MiB.
    pub fn enter(open: &Arc<AtomicUsize>, open_max: usize) -> Option<Self> {
        if open.fetch_add(1, Ordering::Relaxed) >= open_max {
            open.fetch_sub(1, Ordering::Relaxed);
            return None;
        }
        Some(Self(Arc::clone(open)))
    }
}

impl Drop for StreamCount {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A blob too large to hold, unpacked while it is read. Reading blocks: keep it off async threads.
pub struct BlobStream {
    decoder: Decoder,
    chunk: Buffer,
    used: usize,
    skip: u64,
    left: u64,
    len_bytes: u64,
    _count: Option<StreamCount>,
}

impl BlobStream {
    /// `prefix` is what `decoder` has unpacked so far.
    pub(super) fn new(
        decoder: Decoder,
        prefix: Prefix,
        (from, to): (u64, u64),
        count: Option<StreamCount>,
    ) -> Result<Self> {
        let unpacked = prefix.buffer.len() as u64;
        if from.saturating_sub(unpacked) > SKIPPED_BYTES_MAX {
            return Err(ZimError::NeedsTooMuch { what: "it lies too deep in its packing" });
        }
        let len_bytes = to - from;
        let chunk = prefix.buffer;
        Ok(Self { decoder, chunk, used: 0, skip: from, left: len_bytes, len_bytes, _count: count })
    }

    /// Length of the whole blob.
    pub fn len_bytes(&self) -> u64 {
        self.len_bytes
    }

    pub fn is_empty(&self) -> bool {
        self.len_bytes == 0
    }

    /// Passes over bytes, for `Range`. They are unpacked all the same, so there is a limit.
    pub fn skip(&mut self, bytes: u64) -> Result<()> {
        let bytes = bytes.min(self.left);
        if self.skip.saturating_add(bytes) > SKIPPED_BYTES_MAX {
            return Err(ZimError::NeedsTooMuch { what: "the place asked for lies too deep" });
        }
        self.skip += bytes;
        self.left -= bytes;
        Ok(())
    }

    /// The next bytes, at most 64 KiB; empty at the end.
    pub fn next_chunk(&mut self) -> Result<&[u8]> {
        while self.left > 0 {
            let held = (self.chunk.len() - self.used) as u64;
            let passed = self.skip.min(held);
            self.used += usize::try_from(passed).unwrap_or(0);
            self.skip -= passed;
            if passed < held {
                let wanted = (held - passed).min(self.left).min(STREAM_CHUNK_BYTES as u64);
                let from = self.used;
                self.used += usize::try_from(wanted).unwrap_or(0);
                self.left -= wanted;
                return Ok(&self.chunk.bytes()[from..self.used]);
            }
            if self.chunk.room_bytes() == STREAM_CHUNK_BYTES {
                self.chunk.clear();
            } else {
                self.chunk = Buffer::with_room(STREAM_CHUNK_BYTES)?;
            }
            self.used = 0;
            let rest = self.skip.saturating_add(self.left);
            let goal = usize::try_from(rest).unwrap_or(STREAM_CHUNK_BYTES).min(STREAM_CHUNK_BYTES);
            self.decoder.fill(&mut self.chunk, goal)?;
        }
        Ok(&[])
    }
}

impl BlobStream {
    /// Appends all that is left; the caller has checked its length.
    pub(super) fn append_to(&mut self, bytes: &mut Vec<u8>) -> Result<()> {
        loop {
            let chunk = self.next_chunk()?;
            if chunk.is_empty() {
                return Ok(());
            }
            bytes.extend_from_slice(chunk);
        }
    }
}

impl Read for BlobStream {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        // What did not fit is put back by moving the place in the chunk.
        let (count, all) = {
            let chunk = self.next_chunk().map_err(std::io::Error::other)?;
            let count = chunk.len().min(buffer.len());
            buffer[..count].copy_from_slice(&chunk[..count]);
            (count, chunk.len())
        };
        self.used -= all - count;
        self.left += (all - count) as u64;
        Ok(count)
    }
}

impl std::fmt::Debug for BlobStream {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("BlobStream").field("left", &self.left).finish_non_exhaustive()
    }
}
