//! Where an HTML5 lesson begins, and what its first page says of it.

use super::{PackageZip, ZipEntry, ZipFault};
use crate::formats::html_text::{self, HtmlFacts};
use crate::formats::source::ByteSource;
use crate::formats::virtual_path::VirtualPath;

/// A page above this is served, but not read for title and text, in bytes.
const PAGE_BYTES_MAX: usize = 4 << 20;
/// Pages read for search, in order of their paths.
const PAGES_READ_MAX: usize = 200;
/// Text kept for search from one archive, in bytes.
const TEXT_BYTES_MAX: usize = 512 << 10;

/// Kinds that are zips of another make, by a file that only they hold.
const OTHER_KINDS: [(&str, &str); 5] = [
    ("imsmanifest.xml", "SCORM or Common Cartridge"),
    ("h5p.json", "H5P"),
    ("cmi5.xml", "cmi5"),
    ("meta-inf/container.xml", "EPUB"),
    ("[content_types].xml", "Office"),
];

#[derive(Debug, PartialEq, Eq)]
pub struct StartPage {
    pub path: VirtualPath,
    pub facts: HtmlFacts,
}

#[derive(Debug, thiserror::Error)]
pub enum StartPageError {
    #[error(
        "This zip file has no index.html at its top. Put the lesson's first page there under that name."
    )]
    Missing,
    #[error("This zip file is a {0} lesson. This box cannot open those yet.")]
    OtherKind(&'static str),
    #[error(transparent)]
    Zip(#[from] ZipFault),
}

impl<S: ByteSource> PackageZip<S> {
    /// The kind of another make that this zip is, such as "H5P", if it is one.
    pub fn other_kind(&self) -> Option<&'static str> {
        OTHER_KINDS
            .iter()
            .find(|(file, _)| {
                self.entries.iter().any(|e| e.path.as_str().eq_ignore_ascii_case(file))
            })
            .map(|(_, kind)| *kind)
    }

    /// The first page: `index.html` or `index.htm` at the root or in the only folder, in any case of letters;
    /// else the only HTML page of the whole archive.
    pub fn start_entry(&self) -> Option<&ZipEntry> {
        let only_folder = self.only_folder().map(|folder| format!("{folder}/"));
        let inside = |prefix: &str, name: &str| {
            self.entries.iter().find(|entry| {
                entry
                    .path
                    .as_str()
                    .strip_prefix(prefix)
                    .is_some_and(|p| p.eq_ignore_ascii_case(name))
            })
        };
        let roots = ["", only_folder.as_deref().unwrap_or_default()];
        let by_name = roots
            .iter()
            .flat_map(|root| ["index.html", "index.htm"].map(|name| inside(root, name)))
            .find_map(|found| found);
        by_name.or_else(|| {
            let mut pages = self.entries.iter().filter(|e| is_page(e));
            pages.next().filter(|_| pages.next().is_none())
        })
    }

    /// The folder that holds every entry, leaving out what macOS and Windows add.
    fn only_folder(&self) -> Option<&str> {
        let mut tops = self
            .entries
            .iter()
            .map(|e| e.path.as_str())
            .filter(|p| !p.starts_with("__MACOSX/") && *p != ".DS_Store" && *p != "Thumbs.db")
            .map(|p| p.split_once('/').map(|(top, _)| top));
        let first = tops.next()??;
        tops.all(|top| top == Some(first)).then_some(first)
    }

    /// The first page with its title, language and description.
    ///
    /// # Errors
    /// `Missing` without a first page, `OtherKind` for H5P, SCORM and the like, `Zip` when it is damaged.
    pub fn start_page(&self) -> Result<StartPage, StartPageError> {
        if let Some(kind) = self.other_kind() {
            return Err(StartPageError::OtherKind(kind));
        }
        let entry = self.start_entry().ok_or(StartPageError::Missing)?;
        let facts = match self.read_inflated(entry, PAGE_BYTES_MAX) {
            Ok(html) => html_text::read(&html, 0),
            Err(ZipFault::EntryTooLarge { .. }) => HtmlFacts::default(),
            Err(fault) => return Err(fault.into()),
        };
        Ok(StartPage { path: entry.path.clone(), facts })
    }

    /// Titles and words of the first 200 HTML pages, one after the other, about 512 KiB at most. A damaged
    /// page gives none: `check` is what refuses it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for entry in self.entries.iter().filter(|e| is_page(e)).take(PAGES_READ_MAX) {
            let left = TEXT_BYTES_MAX.saturating_sub(text.len());
            if left == 0 {
                break;
            }
            let Ok(html) = self.read_inflated(entry, PAGE_BYTES_MAX) else { continue };
            let page = html_text::read(&html, left);
            for words in page.title.iter().chain([&page.text]) {
                text.push_str(words);
                text.push('\n');
            }
        }
        text
    }
}

fn is_page(entry: &ZipEntry) -> bool {
    let name = entry.path.file_name();
    name.rsplit_once('.').is_some_and(|(_, ext)| {
        ["html", "htm", "xhtml"].iter().any(|page| ext.eq_ignore_ascii_case(page))
    })
}
