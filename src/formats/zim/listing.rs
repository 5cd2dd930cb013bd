//! Walking through entries: all of them by path, or the articles by title.

use std::ops::Range;

use bytes::Bytes;

use super::archive::Archive;
use super::content::Content;
use super::dirent::{Entry, Target};
use super::error::Result;
use super::file::FileSpan;
use super::find::Window;
use super::header::u32_at;

const WINDOW_ENTRIES: u32 = 32;
const INDEX_BYTES: u64 = 4;
/// Indexes read from a title list at once.
const INDEX_BLOCK_BYTES: usize = 4096;

/// A walk through entries that can be taken up again later.
///
/// Each step gives the position to go on from after this entry, and the entry. An entry that
/// cannot be read is given as its error; the walk goes on behind it.
pub struct Entries<'a> {
    archive: &'a Archive,
    order: Order,
    only: Only,
    next: u32,
    end: u32,
    window: Option<(Range<u32>, Window)>,
    block: Vec<u8>,
    block_at: u64,
}

enum Order {
    ByPath,
    Listed(Indexes),
}

/// Indexes of entries in title order.
enum Indexes {
    InFile(FileSpan),
    Held(Bytes),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    Everything,
    /// HTML that users see: for lists that hold pictures and redirects, too.
    Pages,
}

/// One step of a walk.
#[derive(Debug)]
pub struct Step {
    /// Where a later walk goes on behind this entry.
    pub next_position: u32,
    pub entry: Result<Entry>,
}

impl Archive {
    /// Number of entries of all namespaces, redirects too.
    pub fn entry_count(&self) -> u32 {
        self.header().entry_count
    }

    /// Indexes of what users may ask for: namespace `C`, or everything in old archives.
    pub fn user_range(&self) -> Result<Range<u32>> {
        if self.header().has_new_namespaces() {
            self.namespace_range(b'C')
        } else {
            Ok(0..self.entry_count())
        }
    }

    fn namespace_range(&self, namespace: u8) -> Result<Range<u32>> {
        let (first, _) = self.search(namespace, b"")?;
        let end = match namespace.checked_add(1) {
            Some(next) => self.search(next, b"")?.0,
            None => self.entry_count(),
        };
        Ok(first..end.max(first))
    }

    /// What users may ask for, in order of path. `from` is 0 or a step's `next_position`.
    pub fn all_user_entries(&self, from: u32) -> Result<Entries<'_>> {
        let range = self.user_range()?;
        Ok(self.walk(Order::ByPath, Only::Everything, range.start.max(from)..range.end))
    }

    /// The names of all metadata.
    pub fn metadata_names(&self) -> Result<Vec<String>> {
        let range = self.namespace_range(b'M')?;
        let walk = self.walk(Order::ByPath, Only::Everything, range);
        walk.map(|step| step.entry.map(|entry| entry.path)).collect()
    }

    /// The pages to begin reading with, by title where the archive lists titles, else by path.
    /// `from` is 0 or a step's `next_position`.
    pub fn front_articles(&self, from: u32) -> Result<Entries<'_>> {
        if let Some((list, count)) = self.listed(b"listing/titleOrdered/v1")? {
            return Ok(self.walk(Order::Listed(list), Only::Everything, from..count));
        }
        // These list all entries, so pictures and redirects are left out.
        if let Some((list, count)) = self.listed(b"listing/titleOrdered/v0")? {
            return Ok(self.walk(Order::Listed(list), Only::Pages, from..count));
        }
        if let Some(at) = self.header().title_list_at {
            let count = self.entry_count();
            let file = std::sync::Arc::clone(&self.file);
            let span = FileSpan::new(file, at, u64::from(count) * INDEX_BYTES);
            return Ok(self.walk(Order::Listed(Indexes::InFile(span)), Only::Pages, from..count));
        }
        let range = self.user_range()?;
        Ok(self.walk(Order::ByPath, Only::Pages, range.start.max(from)..range.end))
    }

    /// Number of front articles where the archive tells: from its list, else from its counter.
    pub fn front_article_count(&self) -> Result<Option<u32>> {
        if let Some((_, count)) = self.listed(b"listing/titleOrdered/v1")? {
            return Ok(Some(count));
        }
        let counter = self.metadata_text("Counter")?.unwrap_or_default();
        Ok(count_of_pages(&counter))
    }

    /// A title listing of new archives: its indexes and their number.
    fn listed(&self, path: &[u8]) -> Result<Option<(Indexes, u32)>> {
        if !self.header().has_new_namespaces() {
            return Ok(None);
        }
        let Some(entry) = self.find_in(b'X', path)? else { return Ok(None) };
        if !matches!(entry.target, Target::Blob { .. }) {
            return Ok(None);
        }
        let list = match self.read_in_passing(&entry)? {
            Content::InFile(span) => Indexes::InFile(span),
            Content::Held(bytes) => Indexes::Held(bytes),
            // A listing packed and too large to hold: no writer makes one.
            Content::Streamed(_) => return Ok(None),
        };
        let bytes = match &list {
            Indexes::InFile(span) => span.len_bytes(),
            Indexes::Held(bytes) => bytes.len() as u64,
        };
        // No list may be longer than all entries: bounds the walk over a hostile one.
        let count = u32::try_from(bytes / INDEX_BYTES).unwrap_or(u32::MAX);
        Ok(Some((list, count.min(self.entry_count()))))
    }

    /// The place of an entry's bytes when they stand in the file as they are.
    pub fn place_in_file(&self, entry: &Entry) -> Result<Option<FileSpan>> {
        match entry.target {
            Target::Blob { cluster, .. } if self.is_packed(cluster)? => Ok(None),
            Target::Blob { .. } => match self.read(entry)? {
                Content::InFile(span) => Ok(Some(span)),
                Content::Held(_) | Content::Streamed(_) => Ok(None),
            },
            Target::Redirect(_) | Target::Nothing => Ok(None),
        }
    }

    fn walk(&self, order: Order, only: Only, range: Range<u32>) -> Entries<'_> {
        Entries {
            archive: self,
            order,
            only,
            next: range.start,
            end: range.end,
            window: None,
            block: Vec::new(),
            block_at: 0,
        }
    }
}

impl Entries<'_> {
    /// The position behind the last entry: none of the walk's positions is above it.
    pub fn end_position(&self) -> u32 {
        self.end
    }

    fn entry_at(&mut self, position: u32) -> Result<Entry> {
        match &self.order {
            Order::ByPath => self.entry_in_window(position),
            Order::Listed(list) => {
                let at = u64::from(position) * INDEX_BYTES;
                let index = match list {
                    Indexes::Held(bytes) => {
                        u32_at(bytes, usize::try_from(at).unwrap_or(usize::MAX))
                    }
                    Indexes::InFile(span) => {
                        let end = self.block_at + self.block.len() as u64;
                        if at < self.block_at || at + INDEX_BYTES > end {
                            self.block.resize(INDEX_BLOCK_BYTES, 0);
                            let read = span.read_at(&mut self.block, at)?;
                            self.block.truncate(read);
                            self.block_at = at;
                        }
                        u32_at(&self.block, usize::try_from(at - self.block_at).unwrap_or(0))
                    }
                };
                self.archive.by_index(index)
            }
        }
    }

    fn entry_in_window(&mut self, index: u32) -> Result<Entry> {
        let mut buffer = Vec::new();
        if let Some((range, window)) = &self.window
            && range.contains(&index)
        {
            let dirent = window.dirent(self.archive, index, &mut buffer)?;
            return Ok(Entry::new(index, &dirent));
        }
        let window = Window::read(self.archive, index, WINDOW_ENTRIES)?;
        let entry = Entry::new(index, &window.dirent(self.archive, index, &mut buffer)?);
        self.window = Some((index..index.saturating_add(WINDOW_ENTRIES), window));
        Ok(entry)
    }

    fn is_wanted(&self, entry: &Entry) -> bool {
        match self.only {
            _ if entry.target == Target::Nothing => false,
            Only::Everything => true,
            Only::Pages => {
                let place = if self.archive.header().has_new_namespaces() { 'C' } else { 'A' };
                entry.namespace == place
                    && !entry.is_redirect()
                    && is_page(self.archive.mime(entry))
            }
        }
    }
}

impl Iterator for Entries<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        while self.next < self.end {
            let position = self.next;
            self.next += 1;
            let entry = self.entry_at(position);
            if entry.as_ref().map_or(true, |entry| self.is_wanted(entry)) {
                return Some(Step { next_position: self.next, entry });
            }
        }
        None
    }
}

fn is_page(mime: &str) -> bool {
    mime.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/html"))
}

/// Pages in a `Counter` such as `image/png=5;text/html=120;text/html;raw=true=3`.
fn count_of_pages(counter: &str) -> Option<u32> {
    let counts = counter.split(';').filter_map(|item| item.rsplit_once('='));
    counts.into_iter().find(|(kind, _)| *kind == "text/html").and_then(|(_, n)| n.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_from_the_counter() {
        assert_eq!(count_of_pages("image/png=5;text/html=120;text/css=1"), Some(120));
        assert_eq!(count_of_pages("text/html;raw=true=3;text/html=7"), Some(7));
        assert_eq!(count_of_pages(""), None);
    }

    #[test]
    fn a_page_is_html_whatever_its_parameters() {
        assert!(is_page("text/html"));
        assert!(is_page("Text/HTML; charset=utf-8"));
        assert!(!is_page("text/css"));
    }
}
