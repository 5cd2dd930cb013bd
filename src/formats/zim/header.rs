//! The first 80 bytes and the list of MIME types. Layout: openzim.org's "ZIM file format".

use super::error::{Result, ZimError, damaged};

/// `ZIM\x04`, little-endian.
pub(super) const MAGIC: [u8; 4] = [0x5A, 0x49, 0x4D, 0x04];
/// Headers of early files end before the checksum's place.
const HEADER_BYTES_MIN: usize = 72;
pub(super) const HEADER_BYTES: usize = 80;
const CHECKSUM_BYTES: u64 = 16;
const POINTER_BYTES: u64 = 8;
/// Real lists have below 4 KiB.
pub(super) const MIME_LIST_BYTES_MAX: usize = 64 * 1024;

/// Where the parts of an archive lie. Every list is known to lie within the file.
#[derive(Debug, Clone)]
pub struct Header {
    pub major: u16,
    pub minor: u16,
    pub uuid: [u8; 16],
    pub entry_count: u32,
    pub cluster_count: u32,
    pub path_list_at: u64,
    /// Absent in new files, which list titles in an entry of their own.
    pub title_list_at: Option<u64>,
    pub cluster_list_at: u64,
    pub mime_list_at: u64,
    pub main_page: Option<u32>,
    /// Where the MD5 stands and the content ends; early files have none.
    pub checksum_at: Option<u64>,
    /// One byte behind the last that a cluster may use.
    pub content_end: u64,
}

impl Header {
    /// Content in `C`, metadata in `M`; before 6.1 content was in `A`, `I`, `J`, `-`.
    pub fn has_new_namespaces(&self) -> bool {
        self.major == 6 && self.minor >= 1
    }

    /// Reads and checks a header whose magic has been seen.
    pub(super) fn parse(bytes: &[u8], file_len: u64) -> Result<Self> {
        if bytes.len() < HEADER_BYTES_MIN {
            let want_bytes = HEADER_BYTES as u64;
            return Err(ZimError::NotWhole { have_bytes: file_len, want_bytes });
        }
        let major = u16_at(bytes, 4);
        if major != 5 && major != 6 {
            return Err(ZimError::Version(major));
        }
        let mime_list_at = u64_at(bytes, 56);
        let has_checksum = mime_list_at >= HEADER_BYTES as u64;
        if has_checksum && bytes.len() < HEADER_BYTES {
            let want_bytes = HEADER_BYTES as u64;
            return Err(ZimError::NotWhole { have_bytes: file_len, want_bytes });
        }
        let checksum_at = has_checksum.then(|| u64_at(bytes, 72));
        let header = Self {
            major,
            minor: u16_at(bytes, 6),
            uuid: array_at(bytes, 8),
            entry_count: u32_at(bytes, 24),
            cluster_count: u32_at(bytes, 28),
            path_list_at: u64_at(bytes, 32),
            title_list_at: Some(u64_at(bytes, 40)).filter(|at| *at != u64::MAX),
            cluster_list_at: u64_at(bytes, 48),
            mime_list_at,
            main_page: Some(u32_at(bytes, 64)).filter(|index| *index != u32::MAX),
            checksum_at,
            content_end: checksum_at.unwrap_or(file_len),
        };
        header.check(file_len)
    }

    fn check(mut self, file_len: u64) -> Result<Self> {
        if let Some(at) = self.checksum_at {
            let want_bytes = at.saturating_add(CHECKSUM_BYTES);
            if want_bytes > file_len {
                return Err(ZimError::NotWhole { have_bytes: file_len, want_bytes });
            }
            if want_bytes < file_len {
                return Err(ZimError::TooLong { extra_bytes: file_len - want_bytes });
            }
        }
        if self.mime_list_at < HEADER_BYTES_MIN as u64 || self.mime_list_at >= self.content_end {
            return damaged("the list of kinds is not where it should be", 56);
        }
        let fits = |at: u64, count: u32, item_bytes: u64| {
            at >= HEADER_BYTES_MIN as u64
                && (u64::from(count) * item_bytes)
                    .checked_add(at)
                    .is_some_and(|end| end <= self.content_end)
        };
        if !fits(self.path_list_at, self.entry_count, POINTER_BYTES) {
            return damaged("the list of pages is not where it should be", 32);
        }
        if !fits(self.cluster_list_at, self.cluster_count, POINTER_BYTES) {
            return damaged("the list of contents is not where it should be", 48);
        }
        // Titles can be had without this list, so a wrong one is left aside.
        self.title_list_at = self.title_list_at.filter(|at| fits(*at, self.entry_count, 4));
        self.main_page = self.main_page.filter(|index| *index < self.entry_count);
        Ok(self)
    }
}

/// The MIME types in their order; text that is not UTF-8 is replaced.
pub(super) fn parse_mime_list(bytes: &[u8], at: u64) -> Result<Vec<Box<str>>> {
    let mut kinds = Vec::new();
    let mut rest = bytes;
    loop {
        let Some(end) = rest.iter().position(|byte| *byte == 0) else {
            return damaged("the list of kinds has no end", at);
        };
        if end == 0 {
            return Ok(kinds);
        }
        kinds.push(String::from_utf8_lossy(&rest[..end]).into());
        rest = &rest[end + 1..];
    }
}

/// `N` bytes from `at`; zeros for what lies behind the end (callers check lengths first).
fn array_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut array = [0; N];
    if let Some(from) = bytes.get(at..at + N) {
        array.copy_from_slice(from);
    }
    array
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(array_at(bytes, at))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array_at(bytes, at))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(array_at(bytes, at))
}
