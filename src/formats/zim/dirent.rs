//! One directory entry: what a page is called and where its bytes are.

use super::error::{Result, damaged};
use super::file::ArchiveFile;
use super::header::{u16_at, u32_at};

const REDIRECT: u16 = 0xffff;
const LINK_TARGET: u16 = 0xfffe;
const DELETED: u16 = 0xfffd;
/// Read first; holds nearly every dirent. The length is not known beforehand.
const DIRENT_BYTES_FIRST: usize = 512;
/// Path and title together; libzim's writer allows far less.
pub(super) const DIRENT_BYTES_MAX: usize = 16 * 1024;

/// What an entry leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The index of another entry.
    Redirect(u32),
    Blob {
        cluster: u32,
        blob: u32,
    },
    /// Removed, or a leftover of early formats: there is nothing to show.
    Nothing,
}

/// A dirent in bytes that were read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dirent<'a> {
    pub mime: u16,
    pub namespace: u8,
    pub target: Target,
    pub path: &'a [u8],
    /// Empty when equal to the path.
    pub title: &'a [u8],
}

impl<'a> Dirent<'a> {
    /// None when the bytes end before the dirent does.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mime = u16_at(bytes.get(..8)?, 0);
        let (target, text_at) = match mime {
            REDIRECT => (Target::Redirect(u32_at(bytes.get(..12)?, 8)), 12),
            LINK_TARGET | DELETED => (Target::Nothing, 8),
            _ => {
                let numbers = bytes.get(..16)?;
                (Target::Blob { cluster: u32_at(numbers, 8), blob: u32_at(numbers, 12) }, 16)
            }
        };
        let (path, rest) = text_until_zero(&bytes[text_at..])?;
        let (title, _) = text_until_zero(rest)?;
        Some(Self { mime, namespace: bytes[3], target, path, title })
    }

    /// What the path list is sorted by.
    pub fn key(&self) -> (u8, &'a [u8]) {
        (self.namespace, self.path)
    }
}

fn text_until_zero(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == 0)?;
    Some((&bytes[..end], &bytes[end + 1..]))
}

/// Reads the dirent at byte `at` into `buffer`, which grows as needed.
pub(super) fn read_dirent<'b>(
    file: &ArchiveFile,
    at: u64,
    buffer: &'b mut Vec<u8>,
) -> Result<Dirent<'b>> {
    let mut room = DIRENT_BYTES_FIRST;
    loop {
        buffer.resize(room, 0);
        let count = file.read_at(buffer, at)?;
        buffer.truncate(count);
        if Dirent::parse(buffer).is_some() {
            break;
        }
        if count < room || room >= DIRENT_BYTES_MAX {
            return damaged("the name of a page has no end", at);
        }
        room *= 4;
    }
    // Parsed twice because a borrow that leaves the loop would forbid the next round.
    Dirent::parse(buffer).map_or_else(|| damaged("the name of a page has no end", at), Ok)
}

/// A page, picture, script or other thing of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub index: u32,
    pub namespace: char,
    /// Without the namespace.
    pub path: String,
    pub title: String,
    /// Index into the archive's list; see `Archive::mime`.
    pub mime_number: u16,
    pub target: Target,
}

impl Entry {
    pub(super) fn new(index: u32, dirent: &Dirent<'_>) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let title = if dirent.title.is_empty() { dirent.path } else { dirent.title };
        Self {
            index,
            namespace: char::from(dirent.namespace),
            path: text(dirent.path),
            title: text(title),
            mime_number: dirent.mime,
            target: dirent.target,
        }
    }

    pub fn is_redirect(&self) -> bool {
        matches!(self.target, Target::Redirect(_))
    }

    /// Memory held by the entry, for bounded caches.
    pub(super) fn weight_bytes(&self) -> usize {
        size_of::<Self>() + self.path.len() + self.title.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(path: &str, title: &str) -> Vec<u8> {
        let mut bytes = vec![2, 0, 0, b'C', 0, 0, 0, 0, 7, 0, 0, 0, 9, 0, 0, 0];
        bytes.extend(path.as_bytes());
        bytes.push(0);
        bytes.extend(title.as_bytes());
        bytes.push(0);
        bytes
    }

    #[test]
    fn every_cut_asks_for_more_and_the_whole_is_read() {
        let whole = item("moon", "The Moon");
        for cut in 0..whole.len() {
            assert!(Dirent::parse(&whole[..cut]).is_none(), "cut at {cut}");
        }
        let entry = Entry::new(3, &Dirent::parse(&whole).expect("whole"));
        assert_eq!(entry.title, "The Moon");
        assert_eq!(entry.target, Target::Blob { cluster: 7, blob: 9 });
    }

    #[test]
    fn an_empty_title_is_the_path() {
        let bytes = item("moon", "");
        assert_eq!(Entry::new(0, &Dirent::parse(&bytes).expect("whole")).title, "moon");
    }
}
