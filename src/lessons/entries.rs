//! One entry of any package: found, and its bytes or the way to them. Blocks, but for `if_held`.

use std::fs::File;
use std::io;
use std::sync::Arc;

use bytes::Bytes;

use super::{FolderPackage, Reader};
use crate::formats::mime::mime_of;
use crate::formats::package_zip::{PackageZip, ZipFault};
use crate::formats::subtitles;
use crate::formats::zim::{Archive, BlobStream, Content, Entry, FileSpan, ZimError};
use crate::web::files::{Part, Piece, Source};
use crate::web::unpack::Unpack;

/// Zip entries up to this size are unpacked for phones that take no gzip; larger ones need it.
const INFLATED_BYTES_MAX: usize = 16 << 20;

/// What an address inside a package leads to.
pub enum Found {
    Nothing,
    /// Another path of the same package.
    Redirect(String),
    Bytes(Box<FoundBytes>),
}

pub struct FoundBytes {
    pub source: Source,
    pub mime: String,
    /// Tells this content from every other one of the package and its versions.
    pub tag: String,
    /// The source is gzip.
    pub gzip: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    #[error(transparent)]
    Zim(#[from] ZimError),
    #[error(transparent)]
    Zip(#[from] ZipFault),
    #[error("The file could not be read ({0}).")]
    Disk(#[from] io::Error),
}

/// Finds an entry from memory alone; `None`: ask `find`, off the async threads.
pub fn if_held(reader: &Reader, path: &str) -> Option<Found> {
    let Reader::Zim(archive) = reader else { return None };
    let entry = archive.find_if_held(path)?;
    if entry.is_redirect() {
        return None;
    }
    let content = archive.read_if_held(&entry)?;
    Some(of_zim(archive, &entry, content))
}

/// Finds an entry. `gzip`: the phone takes compressed answers.
pub fn find(reader: &Reader, path: &str, gzip: bool) -> Result<Found, EntryError> {
    match reader {
        Reader::Zim(archive) => find_in_zim(archive, path),
        Reader::Zip(zip) => find_in_zip(zip, path, gzip),
        Reader::Files(files) => find_in_files(files, path),
    }
}

fn find_in_zim(archive: &Archive, path: &str) -> Result<Found, EntryError> {
    let entry = if path.is_empty() { archive.main_page()? } else { archive.find(path)? };
    let Some(entry) = entry else { return Ok(Found::Nothing) };
    if entry.is_redirect() || path.is_empty() {
        let target = archive.resolve(&entry)?;
        return Ok(Found::Redirect(archive.user_path(&target)));
    }
    let content = archive.read(&entry)?;
    Ok(of_zim(archive, &entry, content))
}

fn of_zim(archive: &Archive, entry: &Entry, content: Content) -> Found {
    let source = match content {
        Content::Held(bytes) => Source::Held(bytes),
        Content::InFile(span) => Source::Parts(parts_of(&span)),
        Content::Streamed(stream) => Source::Unpacked(Box::new(Streamed(*stream))),
    };
    Found::Bytes(Box::new(FoundBytes {
        source,
        mime: archive.mime(entry).to_owned(),
        tag: format!("{:x}", entry.index),
        gzip: false,
    }))
}

/// The ranges of real files that a span of an archive covers.
pub fn parts_of(span: &FileSpan) -> Vec<Part> {
    let in_file = |piece: crate::formats::zim::FilePiece| {
        Part::InFile(Piece { file: piece.file, offset: piece.offset, length: piece.len_bytes })
    };
    span.pieces().into_iter().map(in_file).collect()
}

struct Streamed(BlobStream);

impl Unpack for Streamed {
    fn left(&self) -> u64 {
        self.0.len_bytes()
    }

    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        if bytes == 0 { Ok(()) } else { self.0.skip(bytes).map_err(io::Error::other) }
    }

    fn next_chunk(&mut self) -> io::Result<Bytes> {
        self.0.next_chunk().map(Bytes::copy_from_slice).map_err(io::Error::other)
    }
}

fn find_in_zip(zip: &PackageZip<File>, path: &str, gzip: bool) -> Result<Found, EntryError> {
    let Some(entry) = zip.find(path) else { return Ok(Found::Nothing) };
    let file = Arc::new(zip.source().try_clone()?);
    let in_file = |length| Part::InFile(Piece { file, offset: entry.data_offset, length });
    let tag = format!("{:08x}{:x}", entry.crc32, entry.size_bytes);
    let mime = mime_of(path).to_owned();
    let found = |source, gzip| Found::Bytes(Box::new(FoundBytes { source, mime, tag, gzip }));
    let unpacked = |bytes: Vec<u8>| Source::Held(bytes.into());
    Ok(match zip.gzip_frame(entry) {
        Some(frame) if gzip => {
            let held = |bytes: &[u8]| Part::Held(Bytes::copy_from_slice(bytes));
            let parts =
                vec![held(&frame.header), in_file(frame.packed_bytes), held(&frame.trailer)];
            found(Source::Parts(parts), true)
        }
        Some(_) => found(unpacked(zip.read_inflated(entry, INFLATED_BYTES_MAX)?), false),
        // A page in memory can be put a bar into; it is small.
        None if !gzip && is_small_page(mime_of(path), entry.size_bytes) => {
            found(unpacked(zip.read_inflated(entry, INFLATED_BYTES_MAX)?), false)
        }
        None => found(Source::Parts(vec![in_file(entry.size_bytes)]), false),
    })
}

/// Pages up to 4 MiB; no school's lesson has a larger one.
fn is_small_page(mime: &str, bytes: u64) -> bool {
    mime.starts_with("text/html") && bytes <= 4 << 20
}

fn find_in_files(files: &FolderPackage, path: &str) -> Result<Found, EntryError> {
    let Some(known) = files.find(path) else { return Ok(Found::Nothing) };
    let file = Arc::new(files.open(known)?);
    let tag = match &known.blake3 {
        Some(hash) => hash.get(..16).unwrap_or(hash).to_owned(),
        None => format!("{:x}-{:x}", known.size_bytes, known.changed_at.unwrap_or(0)),
    };
    let whole = Part::InFile(Piece { file, offset: 0, length: known.size_bytes });
    let source = Source::Parts(vec![whole]);
    let mime = mime_of(path).to_owned();
    Ok(Found::Bytes(Box::new(FoundBytes { source, mime, tag, gzip: false })))
}

/// Subtitles of a lesson as clean `WebVTT`, whatever they were written as.
pub fn subtitles(files: &FolderPackage, path: &str) -> Result<Option<String>, EntryError> {
    let Some(known) = files.find(path) else { return Ok(None) };
    let bytes = read_small(files, known.size_bytes, path)?;
    // What is no subtitle was refused at the load; a file changed in place since then shows none.
    Ok(subtitles::read(&bytes).ok().map(|read| read.vtt))
}

/// The whole of a small file of a package.
pub fn read_small(
    files: &FolderPackage,
    bytes_max: u64,
    path: &str,
) -> Result<Vec<u8>, EntryError> {
    use std::io::Read as _;
    let known = files.find(path).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
    let mut bytes = Vec::new();
    files.open(known)?.take(bytes_max).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A ZIM's metadata as it is kept, an illustration too.
pub fn zim_metadata(archive: &Archive, name: &str) -> Result<Option<FoundBytes>, EntryError> {
    let Some(entry) = archive.find_in(b'M', name.as_bytes())? else { return Ok(None) };
    if entry.is_redirect() {
        return Ok(None);
    }
    let content = archive.read(&entry)?;
    Ok(match of_zim(archive, &entry, content) {
        Found::Bytes(found) => Some(*found),
        _ => None,
    })
}

/// A zip package as the one file it is.
pub fn whole_zip(zip: &PackageZip<File>, tag: String) -> Result<FoundBytes, EntryError> {
    let file = Arc::new(zip.source().try_clone()?);
    let length = file.metadata()?.len();
    let source = Source::Parts(vec![Part::InFile(Piece { file, offset: 0, length })]);
    Ok(FoundBytes { source, mime: "application/zip".into(), tag, gzip: false })
}

/// A ZIM's own picture, of the size asked where it has that.
pub fn zim_illustration(archive: &Archive, size_px: u32) -> Result<Option<FoundBytes>, EntryError> {
    let Some(entry) = archive.illustration(size_px)? else { return Ok(None) };
    let content = archive.read(&entry)?;
    Ok(match of_zim(archive, &entry, content) {
        Found::Bytes(found) => Some(*found),
        _ => None,
    })
}
