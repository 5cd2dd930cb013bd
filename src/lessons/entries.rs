//! One entry of any package: found, and its bytes or the way to them. Blocks, but for `if_held`.

use std::fs::File;
use std::io;
use std::sync::Arc;

use bytes::Bytes;

use super::{FolderPackage, Reader};
use crate::formats::mime::mime_of;
use crate::formats::package_zip::{EntryStream, PackageZip, ZipFault};
use crate::formats::subtitles;
use crate::formats::zim::{Archive, BlobStream, Content, Entry, FileSpan, ZimError};
use crate::web::files::{Part, Piece, Source};
use crate::web::unpack::Unpack;

/// Pages up to this are read whole, so that their bar can be put in; no school's lesson has a larger one.
const PAGE_BYTES_MAX: usize = 4 << 20;
/// The size of the picture that every ZIM with one has.
pub const PICTURE_PX: u32 = 48;

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

impl From<FoundBytes> for Found {
    fn from(found: FoundBytes) -> Self {
        Self::Bytes(Box::new(found))
    }
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

impl EntryError {
    /// The disk did not answer, or the file under an open package is no longer whole: opening it anew may help.
    /// What is damaged inside of a file stays so, and hinders none of its other entries.
    pub fn is_of_disk(&self) -> bool {
        match self {
            Self::Zim(error) => {
                matches!(error, ZimError::Unreadable { .. } | ZimError::NotWhole { .. })
            }
            Self::Zip(fault) => matches!(fault, ZipFault::Io(_)),
            Self::Disk(_) => true,
        }
    }
}

/// What gets a bar.
pub fn is_page(mime: &str) -> bool {
    mime.starts_with("text/html") || mime.starts_with("application/xhtml+xml")
}

/// Finds an entry from memory alone; `None`: ask `find`, off the async threads.
pub fn if_held(reader: &Reader, path: &str) -> Option<Found> {
    let Reader::Zim(archive) = reader else { return None };
    let entry = archive.find_if_held(path)?;
    if entry.is_redirect() {
        return None;
    }
    let content = archive.read_if_held(&entry)?;
    // Only its place in the file is known: a page must be read for its bar to be put in.
    let is_unread = matches!(content, Content::InFile(_)) && is_page(archive.mime(&entry));
    (!is_unread).then(|| of_zim(archive, &entry, content).into())
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
    let mut content = archive.read(&entry)?;
    if matches!(content, Content::InFile(_))
        && is_page(archive.mime(&entry))
        && let Some(page) = archive.read_whole(&entry, PAGE_BYTES_MAX as u64)?
    {
        content = Content::Held(page.into());
    }
    Ok(of_zim(archive, &entry, content).into())
}

fn of_zim(archive: &Archive, entry: &Entry, content: Content) -> FoundBytes {
    let source = match content {
        Content::Held(bytes) => Source::Held(bytes),
        Content::InFile(span) => Source::Parts(parts_of(&span)),
        Content::Streamed(stream) => Source::Unpacked(Box::new(Streamed(*stream))),
    };
    FoundBytes {
        source,
        mime: archive.mime(entry).to_owned(),
        tag: format!("{:x}", entry.index),
        gzip: false,
    }
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

struct Inflated(EntryStream);

impl Unpack for Inflated {
    fn left(&self) -> u64 {
        self.0.left_bytes()
    }

    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        self.0.skip(bytes)
    }

    fn next_chunk(&mut self) -> io::Result<Bytes> {
        self.0.next_chunk().map(Bytes::from)
    }
}

fn find_in_zip(zip: &PackageZip<File>, path: &str, gzip: bool) -> Result<Found, EntryError> {
    let Some(entry) = zip.find(path) else { return Ok(Found::Nothing) };
    let mime = mime_of(path).to_owned();
    let tag = format!("{:08x}{:x}", entry.crc32, entry.size_bytes);
    let file = Arc::new(zip.source().try_clone()?);
    let in_file = |length| Part::InFile(Piece { file, offset: entry.data_offset, length });
    if let Some(frame) = zip.gzip_frame(entry).filter(|_| gzip) {
        let held = |bytes: &[u8]| Part::Held(Bytes::copy_from_slice(bytes));
        let parts = vec![held(&frame.header), in_file(frame.packed_bytes), held(&frame.trailer)];
        // Other bytes, so another tag: a download that goes on by ranges must not mix the two.
        let tag = format!("{tag}-gzip");
        return Ok(FoundBytes { source: Source::Parts(parts), mime, tag, gzip: true }.into());
    }
    let source = if is_page(&mime) && entry.size_bytes <= PAGE_BYTES_MAX as u64 {
        Source::Held(zip.read_inflated(entry, PAGE_BYTES_MAX)?.into())
    } else {
        match zip.stream(entry)? {
            Some(stream) => Source::Unpacked(Box::new(Inflated(stream))),
            None => Source::Parts(vec![in_file(entry.size_bytes)]),
        }
    };
    Ok(FoundBytes { source, mime, tag, gzip: false }.into())
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
    Ok(FoundBytes { source, mime, tag, gzip: false }.into())
}

/// Subtitles of a lesson as clean `WebVTT`, whatever they were written as.
pub fn subtitles(files: &FolderPackage, path: &str) -> Result<Option<String>, EntryError> {
    if files.find(path).is_none() {
        return Ok(None);
    }
    let bytes = read_small(files, subtitles::SUBTITLES_BYTES_MAX as u64, path)?;
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
    Ok(Some(of_zim(archive, &entry, content)))
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
    Ok(Some(of_zim(archive, &entry, content)))
}
