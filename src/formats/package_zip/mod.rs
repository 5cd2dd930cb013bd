//! An HTML5 lesson in a zip, served in place: nothing is ever unpacked by an entry's name.
//!
//! `open` reads the central directory once and refuses the whole archive when any entry could
//! harm or mislead (a name that climbs out, two names that a phone would mix up, data that overlap,
//! a bomb, a symbolic link, a password): an honest packer makes none of these. An entry packed in a way that is not
//! read here refuses the archive too, since the lesson would have a hole; the sentence names it.
//! A deflated entry goes out as gzip as it lies (`gzip_frame`), a stored one by ranges.

mod index;
mod start_page;

use std::fs::File;
use std::io::{self, Read as _};

use flate2::read::DeflateDecoder;

use super::source::ByteSource;
use super::virtual_path::{PathFault, VirtualPath};
pub use start_page::{StartPage, StartPageError};

/// Entries in one archive, folders included.
const ENTRIES_MAX: usize = 20_000;
/// Bytes that the central directory may take: 20,000 long names and their extras.
const DIRECTORY_BYTES_MAX: u64 = 16 << 20;
/// Unpacked bytes per packed byte; text rarely passes 20.
const RATIO_MAX: u64 = 200;
/// The ratio is not asked below this unpacked size: an empty white picture packs very well.
const RATIO_FREE_BYTES: u64 = 1 << 20;
/// All entries together, unpacked. Nothing is unpacked on disk; this bounds what a phone may be sent.
const UNPACKED_BYTES_MAX: u64 = 16 << 30;
/// How much may be unpacked and thrown away to reach a place: bounds the time of one request.
const SKIPPED_BYTES_MAX: u64 = 128 << 20;
/// Unpacked at a time.
const PIECE_BYTES: usize = 64 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Stored,
    Deflated,
}

/// One file of the archive, as the central directory and its local header agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZipEntry {
    pub path: VirtualPath,
    pub method: Method,
    /// Where the packed bytes begin in the archive.
    pub data_offset: u64,
    pub packed_bytes: u64,
    pub size_bytes: u64,
    /// Of the unpacked bytes.
    pub crc32: u32,
}

#[derive(Debug, thiserror::Error)]
pub enum ZipFault {
    #[error("This zip file is damaged or cut short. Copy it again from where it came.")]
    Damaged,
    #[error(
        "The list of files in this zip file is larger than 16 MB. Split it into smaller lessons."
    )]
    DirectoryTooLarge,
    #[error(
        "This zip file is one of several parts or of a rare kind. Make one ordinary zip file of it."
    )]
    RareKind,
    #[error("This zip file cannot be read: {0}. Put the stick in again or copy the file again.")]
    Io(#[from] io::Error),
    #[error(
        "This zip file holds {0} files; the box takes at most 20,000. Split it into smaller lessons."
    )]
    TooMany(usize),
    #[error("The name \"{name}\" in this zip file {fault}. Make the zip file again without it.")]
    Name { name: String, fault: PathFault },
    #[error(
        "\"{0}\" and \"{1}\" in this zip file have one name for most phones. Rename one of them."
    )]
    SameName(String, String),
    #[error("This zip file lists \"{0}\" as a file and as a folder. Make the zip file again.")]
    FileAndFolder(String),
    #[error("This zip file lists a name twice. Make the zip file again.")]
    ListedTwice,
    #[error(
        "\"{0}\" in this zip file is a link to another place, not a file. Put the file itself in."
    )]
    Link(String),
    #[error("\"{0}\" in this zip file is locked with a password. Make the zip file without one.")]
    Locked(String),
    #[error(
        "\"{0}\" in this zip file is packed in a way the box cannot read. Use ordinary zip compression."
    )]
    Method(String),
    #[error(
        "\"{0}\" in this zip file unpacks to far more than it should. It may be made to harm; it is refused."
    )]
    Bomb(String),
    #[error("This zip file unpacks to more than 16 GB. Split it into smaller lessons.")]
    TooLarge,
    #[error(
        "\"{0}\" and \"{1}\" in this zip file share the same bytes. It may be made to harm; it is refused."
    )]
    Overlap(String, String),
    #[error("\"{0}\" in this zip file lies outside of the file. Copy it again from where it came.")]
    Outside(String),
    #[error("\"{0}\" in this zip file is damaged. Copy the zip file again from where it came.")]
    EntryDamaged(String),
    #[error(
        "\"{name}\" in this zip file is larger than {limit_bytes} bytes, too large for this use."
    )]
    EntryTooLarge { name: String, limit_bytes: usize },
}

/// What a whole gzip member needs around the packed bytes at `data_offset`: send `header`, then
/// `packed_bytes` bytes of the archive from `data_offset`, then `trailer` (RFC 1952).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GzipFrame {
    pub header: [u8; 10],
    pub data_offset: u64,
    pub packed_bytes: u64,
    pub trailer: [u8; 8],
}

/// An indexed archive. Holds about 120 bytes and the name of each entry.
#[derive(Debug)]
pub struct PackageZip<S = File> {
    source: S,
    /// Sorted by path.
    entries: Vec<ZipEntry>,
}

impl<S: ByteSource> PackageZip<S> {
    /// Reads and checks the central directory.
    ///
    /// # Errors
    /// `ZipFault` for the first thing found that refuses the archive.
    pub fn open(source: S) -> Result<Self, ZipFault> {
        let entries = index::read(&source)?;
        Ok(Self { source, entries })
    }

    /// Every file, sorted by path; folders have no entry of their own.
    pub fn entries(&self) -> &[ZipEntry] {
        &self.entries
    }

    /// The entry of exactly this path, as `VirtualPath` writes it.
    pub fn find(&self, path: &str) -> Option<&ZipEntry> {
        let at = self.entries.binary_search_by(|e| e.path.as_str().cmp(path)).ok()?;
        self.entries.get(at)
    }

    /// The whole entry, unpacked and checked against its size and CRC-32.
    ///
    /// # Errors
    /// `EntryTooLarge` above `limit_bytes`; `EntryDamaged` when size or CRC-32 do not agree.
    pub fn read_inflated(&self, entry: &ZipEntry, limit_bytes: usize) -> Result<Vec<u8>, ZipFault> {
        let name = || entry.path.to_string();
        let size = usize::try_from(entry.size_bytes)
            .ok()
            .filter(|size| *size <= limit_bytes)
            .ok_or_else(|| ZipFault::EntryTooLarge { name: name(), limit_bytes })?;
        let mut bytes = Vec::with_capacity(size);
        self.unpack(entry, |piece| bytes.extend_from_slice(piece))?;
        Ok(bytes)
    }

    /// Unpacks every entry once without keeping it: the check at load, whose time is that of the size.
    ///
    /// # Errors
    /// `EntryDamaged` for the first entry whose size or CRC-32 does not agree.
    pub fn check(&self) -> Result<(), ZipFault> {
        self.entries.iter().try_for_each(|entry| self.unpack(entry, |_| ()))
    }

    fn unpack(&self, entry: &ZipEntry, mut take: impl FnMut(&[u8])) -> Result<(), ZipFault> {
        let packed = PackedReader::new(&self.source, entry);
        // One byte more than promised shows an entry that lies about its size.
        let most = entry.size_bytes.saturating_add(1);
        let mut unpacked: Box<dyn io::Read + '_> = match entry.method {
            Method::Stored => Box::new(packed.take(most)),
            Method::Deflated => Box::new(DeflateDecoder::new(packed).take(most)),
        };
        let mut crc = crc32fast::Hasher::new();
        let mut size_bytes = 0_u64;
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            let count = unpacked.read(&mut piece).map_err(|error| read_fault(error, entry))?;
            let read = piece.get(..count).unwrap_or_default();
            if read.is_empty() {
                break;
            }
            size_bytes += count as u64;
            crc.update(read);
            take(read);
        }
        if size_bytes == entry.size_bytes && crc.finalize() == entry.crc32 {
            Ok(())
        } else {
            Err(ZipFault::EntryDamaged(entry.path.to_string()))
        }
    }

    /// How to send a deflated entry as `Content-Encoding: gzip` without packing it anew. `None` for a
    /// stored entry, and above 4 GiB, where a gzip trailer cannot say the size.
    pub fn gzip_frame(&self, entry: &ZipEntry) -> Option<GzipFrame> {
        if entry.method != Method::Deflated {
            return None;
        }
        let size = u32::try_from(entry.size_bytes).ok()?;
        let mut trailer = [0; 8];
        let (crc, length) = trailer.split_at_mut(4);
        crc.copy_from_slice(&entry.crc32.to_le_bytes());
        length.copy_from_slice(&size.to_le_bytes());
        Some(GzipFrame {
            // Magic, method 8, no flags, no time, no extra flags, unknown system: always the same bytes.
            header: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff],
            data_offset: entry.data_offset,
            packed_bytes: entry.packed_bytes,
            trailer,
        })
    }

    /// The archive's own bytes, for sending an entry by its offset.
    pub fn source(&self) -> &S {
        &self.source
    }
}

/// A stream that is no deflate is the file's fault, anything else the disk's.
fn read_fault(error: io::Error, entry: &ZipEntry) -> ZipFault {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    if matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof) {
        ZipFault::EntryDamaged(entry.path.to_string())
    } else {
        ZipFault::Io(error)
    }
}

/// The packed bytes of one entry in order.
struct PackedReader<S> {
    source: S,
    at: u64,
    left: u64,
}

impl<S: ByteSource> PackedReader<S> {
    fn new(source: S, entry: &ZipEntry) -> Self {
        Self { source, at: entry.data_offset, left: entry.packed_bytes }
    }
}

impl<S: ByteSource> io::Read for PackedReader<S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let count = self.source.read_some_at(self.at, into.get_mut(..most).unwrap_or_default())?;
        self.at = self.at.saturating_add(count as u64);
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }
}

/// A deflated entry unpacked while it is read, for whoever takes no gzip or wants a part of it. Its size is
/// bounded, its CRC-32 is not asked.
pub struct EntryStream(io::Take<DeflateDecoder<PackedReader<File>>>);

impl EntryStream {
    /// Bytes that are still to come, if the entry is whole.
    pub fn left_bytes(&self) -> u64 {
        self.0.limit()
    }

    /// Passes over bytes. They are unpacked all the same, so there is a limit.
    pub fn skip(&mut self, bytes: u64) -> io::Result<()> {
        if bytes > SKIPPED_BYTES_MAX {
            let far = "The place asked for lies too deep in its packing.";
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, far));
        }
        io::copy(&mut self.0.by_ref().take(bytes), &mut io::sink()).map(|_| ())
    }

    /// The next bytes, at most 64 KiB; empty at the end.
    pub fn next_chunk(&mut self) -> io::Result<Vec<u8>> {
        let mut chunk = Vec::new();
        self.0.by_ref().take(PIECE_BYTES as u64).read_to_end(&mut chunk)?;
        Ok(chunk)
    }
}

impl PackageZip<File> {
    /// A deflated entry to be read from its start; `None` for a stored one, which needs no unpacking.
    pub fn stream(&self, entry: &ZipEntry) -> io::Result<Option<EntryStream>> {
        if entry.method != Method::Deflated {
            return Ok(None);
        }
        let packed = PackedReader::new(self.source.try_clone()?, entry);
        Ok(Some(EntryStream(DeflateDecoder::new(packed).take(entry.size_bytes))))
    }
}
