//! The bytes of an archive: one file, or split parts read as if they were one.
//!
//! Read with `pread`: a stick that is pulled out gives an error, where mmap would kill the process.

use std::ffi::OsString;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{Result, ZimError};

/// Suffixes run from `aa` to `zz`.
const SPLIT_PARTS_MAX: usize = 26 * 26;

/// An open archive file; parts in order, without gaps.
#[derive(Debug)]
pub struct ArchiveFile {
    path: PathBuf,
    parts: Vec<Part>,
    len_bytes: u64,
}

#[derive(Debug)]
struct Part {
    file: Arc<File>,
    start: u64,
    len_bytes: u64,
}

impl ArchiveFile {
    /// Opens `x.zim`, or the parts of a split one given `x.zimaa`, `x.zim` or `x`.
    pub fn open(path: &Path) -> Result<Self> {
        let (first, split) = first_part(path)?;
        let mut archive = Self { path: first.clone(), parts: Vec::new(), len_bytes: 0 };
        archive.append(&first)?;
        if split {
            for number in 1..SPLIT_PARTS_MAX {
                let part = part_path(&first, number);
                if !part.exists() {
                    break;
                }
                archive.append(&part)?;
            }
        }
        Ok(archive)
    }

    fn append(&mut self, path: &Path) -> Result<()> {
        let unreadable = |cause| ZimError::Unreadable { path: path.to_owned(), cause };
        // Asked before opening: opening a pipe would wait for ever.
        let about = std::fs::metadata(path).map_err(unreadable)?;
        if !about.is_file() {
            return Err(ZimError::NotAFile(path.to_owned()));
        }
        let file = File::open(path).map_err(unreadable)?;
        let len_bytes = about.len();
        self.parts.push(Part { file: Arc::new(file), start: self.len_bytes, len_bytes });
        self.len_bytes = self.len_bytes.saturating_add(len_bytes);
        Ok(())
    }

    /// The file, or its first part.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Length of all parts together when they were opened.
    pub fn len_bytes(&self) -> u64 {
        self.len_bytes
    }

    /// Fills as much of `buffer` as there are bytes from `at` on; less only at the end.
    pub fn read_at(&self, buffer: &mut [u8], at: u64) -> Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            let from = at.saturating_add(filled as u64);
            let Some(part) = self.part_at(from) else { break };
            let within = from - part.start;
            let room = (part.len_bytes - within).min((buffer.len() - filled) as u64);
            let room = usize::try_from(room).unwrap_or(buffer.len() - filled);
            match part.file.read_at(&mut buffer[filled..filled + room], within) {
                // The file has become shorter since it was opened.
                Ok(0) => {
                    return Err(ZimError::NotWhole {
                        have_bytes: from,
                        want_bytes: self.len_bytes,
                    });
                }
                Ok(count) => filled += count,
                Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => {}
                Err(cause) => return Err(ZimError::Unreadable { path: self.path.clone(), cause }),
            }
        }
        Ok(filled)
    }

    /// Fills all of `buffer` or fails.
    pub fn read_exact_at(&self, buffer: &mut [u8], at: u64) -> Result<()> {
        if self.read_at(buffer, at)? == buffer.len() {
            return Ok(());
        }
        Err(ZimError::Damaged { what: "something points behind the end of the file", at })
    }

    pub fn read_array<const N: usize>(&self, at: u64) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.read_exact_at(&mut bytes, at)?;
        Ok(bytes)
    }

    fn part_at(&self, at: u64) -> Option<&Part> {
        let after = self.parts.partition_point(|part| part.start <= at);
        // Several parts may start at one place when some are empty: the last of them has bytes.
        self.parts[..after].last().filter(|part| at - part.start < part.len_bytes)
    }
}

/// A run of bytes as they stand in the file: served without decoding, with `Range`.
#[derive(Debug, Clone)]
pub struct FileSpan {
    file: Arc<ArchiveFile>,
    offset: u64,
    len_bytes: u64,
}

/// The piece of a span that lies in one part.
#[derive(Debug, Clone)]
pub struct FilePiece {
    pub file: Arc<File>,
    pub offset: u64,
    pub len_bytes: u64,
}

impl FileSpan {
    /// The caller has checked that the span lies within the file.
    pub(super) fn new(file: Arc<ArchiveFile>, offset: u64, len_bytes: u64) -> Self {
        Self { file, offset, len_bytes }
    }

    pub fn len_bytes(&self) -> u64 {
        self.len_bytes
    }

    pub fn is_empty(&self) -> bool {
        self.len_bytes == 0
    }

    /// Where the span begins, in bytes from the start of the (joined) archive.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads from `from` bytes after the span's start; 0 at its end.
    pub fn read_at(&self, buffer: &mut [u8], from: u64) -> Result<usize> {
        let left = self.len_bytes.saturating_sub(from);
        let room = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        self.file.read_at(&mut buffer[..room], self.offset.saturating_add(from))
    }

    /// The span as ranges of real files, in order; more than one when it crosses split parts.
    pub fn pieces(&self) -> Vec<FilePiece> {
        let end = self.offset + self.len_bytes;
        let of_part = |part: &Part| {
            let from = self.offset.max(part.start);
            let to = end.min(part.start + part.len_bytes);
            (from < to).then(|| FilePiece {
                file: Arc::clone(&part.file),
                offset: from - part.start,
                len_bytes: to - from,
            })
        };
        self.file.parts.iter().filter_map(of_part).collect()
    }
}

/// The file to begin with, and whether more parts follow it.
fn first_part(path: &Path) -> Result<(PathBuf, bool)> {
    if let Some(extension) = path.extension().and_then(|text| text.to_str()) {
        let lower = extension.to_ascii_lowercase();
        if lower == "zimaa" {
            return Ok((path.to_owned(), true));
        }
        let part = lower.strip_prefix("zim").unwrap_or_default();
        if part.len() == 2 && part.bytes().all(|letter| letter.is_ascii_lowercase()) {
            return Err(ZimError::LaterPart(path.to_owned()));
        }
    }
    if path.exists() {
        return Ok((path.to_owned(), false));
    }
    let with = |ending: &str| {
        let mut name = OsString::from(path);
        name.push(ending);
        PathBuf::from(name)
    };
    let candidates = [(with("aa"), true), (with(".zim"), false), (with(".zimaa"), true)];
    let found = candidates.into_iter().find(|(candidate, _)| candidate.is_file());
    // Nothing there: opening the name as given then says what is wrong.
    Ok(found.unwrap_or_else(|| (path.to_owned(), false)))
}

/// `x.zimaa` and 27 give `x.zimbb`, in the case of the first part's letters.
fn part_path(first: &Path, number: usize) -> PathBuf {
    let mut text = first.as_os_str().to_os_string().into_encoded_bytes();
    let len = text.len();
    for (place, step) in [(len - 2, number / 26), (len - 1, number % 26)] {
        text[place] = text[place].saturating_add(u8::try_from(step).unwrap_or(u8::MAX));
    }
    PathBuf::from(<OsString as std::os::unix::ffi::OsStringExt>::from_vec(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_numbered_in_two_letters() {
        let first = Path::new("x/wiki.zimaa");
        let names = [(1, "x/wiki.zimab"), (26, "x/wiki.zimba"), (675, "x/wiki.zimzz")];
        for (number, name) in names {
            assert_eq!(part_path(first, number), Path::new(name));
        }
        assert_eq!(part_path(Path::new("W.ZIMAA"), 1), Path::new("W.ZIMAB"));
    }

    #[test]
    fn a_later_part_is_refused_with_a_sentence() {
        let refused = ArchiveFile::open(Path::new("wiki.zimac")).expect_err("not a first part");
        assert!(refused.to_string().contains(".zimaa"), "{refused}");
    }
}
