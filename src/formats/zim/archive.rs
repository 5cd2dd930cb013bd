//! An open archive: what it is, what it says about itself, and its main page.

use std::path::Path;
use std::sync::Arc;

use super::cache::ClusterCache;
use super::dirent::{Entry, Target};
use super::error::{Result, ZimError, damaged};
use super::file::{ArchiveFile, FileSpan};
use super::find::ProbeKeys;
use super::header::{self, HEADER_BYTES, Header, MAGIC, MIME_LIST_BYTES_MAX};

/// Read at opening: the header and, nearly always, the whole list of MIME types.
const FIRST_BYTES: usize = 4096;
/// How far into a foreign file a ZIM inside it is looked for, to name the mistake.
const EMBEDDED_SEARCH_BYTES: usize = 64 * 1024;
const REDIRECTS_MAX: usize = 50;
/// A picture of the package may have 256 KiB, a description less.
const METADATA_BYTES_MAX: u64 = 1024 * 1024;
const UNKNOWN_KIND: &str = "application/octet-stream";

/// A ZIM file, open for reading from any thread. Opening reads a few kilobytes, whatever the size.
#[derive(Debug)]
pub struct Archive {
    pub(super) id: u32,
    pub(super) file: Arc<ArchiveFile>,
    pub(super) held: Arc<ClusterCache>,
    pub(super) probes: ProbeKeys,
    header: Header,
    mime_types: Vec<Box<str>>,
}

impl Archive {
    /// Opens `x.zim`, or a split one by `x.zimaa` or `x`. What is unpacked is kept in `held`.
    pub fn open(path: &Path, held: &Arc<ClusterCache>) -> Result<Self> {
        let file = ArchiveFile::open(path)?;
        let mut first = vec![0; FIRST_BYTES];
        let count = file.read_at(&mut first, 0)?;
        first.truncate(count);
        if first.get(..MAGIC.len()) != Some(&MAGIC[..]) {
            return Err(name_foreign_file(&file));
        }
        let header = Header::parse(&first[..count.min(HEADER_BYTES)], file.len_bytes())?;
        let mime_types = read_mime_types(&file, &header, &first)?;
        Ok(Self {
            id: held.new_archive(),
            file: Arc::new(file),
            held: Arc::clone(held),
            probes: ProbeKeys::default(),
            header,
            mime_types,
        })
    }

    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The file, or the first part of a split one.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Length of the file, or of all parts together.
    pub fn len_bytes(&self) -> u64 {
        self.file.len_bytes()
    }

    /// All bytes of the archive, for downloading it whole.
    pub fn whole_file(&self) -> FileSpan {
        FileSpan::new(Arc::clone(&self.file), 0, self.file.len_bytes())
    }

    /// The entry's MIME type; a number that the list does not have is tolerated.
    pub fn mime(&self, entry: &Entry) -> &str {
        self.mime_types.get(usize::from(entry.mime_number)).map_or(UNKNOWN_KIND, |kind| &**kind)
    }

    /// The path by which users name the entry: with the namespace in old archives.
    pub fn user_path(&self, entry: &Entry) -> String {
        if self.header.has_new_namespaces() {
            entry.path.clone()
        } else {
            format!("{}/{}", entry.namespace, entry.path)
        }
    }

    /// Follows redirects to what they lead to; the entry itself when it is none.
    pub fn resolve(&self, entry: &Arc<Entry>) -> Result<Arc<Entry>> {
        let mut current = Arc::clone(entry);
        for _ in 0..=REDIRECTS_MAX {
            match current.target {
                Target::Redirect(index) => current = Arc::new(self.by_index(index)?),
                Target::Blob { .. } => return Ok(current),
                Target::Nothing => return damaged("a page leads to nothing", self.path_list_at()),
            }
        }
        Err(ZimError::RedirectLoop(self.user_path(entry)))
    }

    /// Where the archive wants its readers to begin, redirects followed.
    pub fn main_page(&self) -> Result<Option<Arc<Entry>>> {
        let entry = match self.find_in(b'W', b"mainPage")? {
            Some(entry) => Some(entry),
            None => self.header.main_page.map(|index| self.by_index(index)).transpose()?,
        };
        entry.map(|entry| self.resolve(&Arc::new(entry))).transpose()
    }

    /// What the archive says about itself by this name (`Title`, `Language`, `Counter` ...), raw.
    /// At most 1 MiB; more counts as absent.
    pub fn metadata(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(entry) = self.find_in(b'M', name.as_bytes())? else { return Ok(None) };
        let entry = self.resolve(&Arc::new(entry))?;
        self.read_whole(&entry, METADATA_BYTES_MAX)
    }

    /// [`Archive::metadata`] as text without white space around it; absent when empty.
    pub fn metadata_text(&self, name: &str) -> Result<Option<String>> {
        let text = self.metadata(name)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    /// The archive's picture: of `size_px` by `size_px`, else of 48, else the old favicon.
    pub fn illustration(&self, size_px: u32) -> Result<Option<Arc<Entry>>> {
        let names = [
            (b'M', format!("Illustration_{size_px}x{size_px}@1")),
            (b'M', "Illustration_48x48@1".to_owned()),
            (b'-', "favicon".to_owned()),
            (b'I', "favicon.png".to_owned()),
            (b'W', "favicon".to_owned()),
        ];
        for (namespace, name) in names {
            if let Some(entry) = self.find_in(namespace, name.as_bytes())? {
                return self.resolve(&Arc::new(entry)).map(Some);
            }
        }
        Ok(None)
    }

    /// The widths of the pictures that the archive holds of itself, in pixels, smallest first.
    pub fn illustration_sizes(&self) -> Result<Vec<u32>> {
        let mut sizes = Vec::new();
        for name in self.metadata_names()? {
            let size: Option<u32> = name
                .strip_prefix("Illustration_")
                .and_then(|rest| rest.strip_suffix("@1"))
                .and_then(|rest| rest.split_once('x'))
                .filter(|(width, height)| width == height)
                .and_then(|(width, _)| width.parse().ok());
            sizes.extend(size);
        }
        sizes.sort_unstable();
        Ok(sizes)
    }

    /// Where the Xapian index lies that the archive brings along, for a reader that works on the
    /// file in place (writers leave it uncompressed). None when there is none, or it is packed.
    pub fn full_text_index(&self) -> Result<Option<FileSpan>> {
        let places: [(u8, &[u8]); 2] =
            [(b'X', b"fulltext/xapian"), (b'Z', b"/fulltextIndex/xapian")];
        for (namespace, path) in places {
            if let Some(entry) = self.find_in(namespace, path)? {
                return self.place_in_file(&entry);
            }
        }
        Ok(None)
    }

    pub(super) fn path_list_at(&self) -> u64 {
        self.header.path_list_at
    }

    /// Where a cluster begins, and where it ends at the latest.
    pub(super) fn cluster_place(&self, cluster: u32) -> Result<(u64, u64)> {
        let header = &self.header;
        if cluster >= header.cluster_count {
            return damaged("a page points to a part that is not there", header.cluster_list_at);
        }
        let pointer_at = header.cluster_list_at + u64::from(cluster) * 8;
        let (at, next) = if cluster + 1 < header.cluster_count {
            let both: [u8; 16] = self.file.read_array(pointer_at)?;
            (header::u64_at(&both, 0), header::u64_at(&both, 8))
        } else {
            (u64::from_le_bytes(self.file.read_array(pointer_at)?), header.content_end)
        };
        if at < HEADER_BYTES as u64 || at >= header.content_end {
            return damaged("a part lies outside the file", pointer_at);
        }
        // Clusters need not be in order: a next one that comes before this says nothing.
        let end = if next > at { next.min(header.content_end) } else { header.content_end };
        Ok((at, end))
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        self.held.forget(self.id);
    }
}

fn read_mime_types(file: &ArchiveFile, header: &Header, first: &[u8]) -> Result<Vec<Box<str>>> {
    let at = header.mime_list_at;
    let near = usize::try_from(at).ok().and_then(|at| first.get(at..));
    if let Some(kinds) = near.and_then(|bytes| header::parse_mime_list(bytes, at).ok()) {
        return Ok(kinds);
    }
    let mut bytes = vec![0; MIME_LIST_BYTES_MAX];
    let count = file.read_at(&mut bytes, at)?;
    header::parse_mime_list(&bytes[..count], at)
}

/// Tells a ZIM inside another file from what is no ZIM at all.
fn name_foreign_file(file: &ArchiveFile) -> ZimError {
    let path = file.path().to_owned();
    let mut bytes = vec![0; EMBEDDED_SEARCH_BYTES];
    match file.read_at(&mut bytes, 0) {
        Ok(count) => bytes.truncate(count),
        Err(error) => return error,
    }
    let is_header = |window: &[u8]| window[..4] == MAGIC && matches!(window[4..6], [5 | 6, 0]);
    if bytes.windows(6).any(is_header) { ZimError::Embedded(path) } else { ZimError::NotZim(path) }
}
