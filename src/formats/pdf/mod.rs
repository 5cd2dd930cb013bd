//! What a PDF says of itself: version, pages, title, language, and whether a password locks it.
//!
//! Only the objects that are asked for are read, each bounded in size and depth, so that a hostile or huge file
//! costs little. Text is not extracted: fonts with tables of their own make it a program by itself.

mod file;
mod object;
mod protection;
mod stream;

use std::collections::HashSet;
use std::io;

use super::encoding::{decode, latin, one_line, utf16_be};
use super::language_tag;
use super::source::ByteSource;
use file::PdfFile;
use object::{Dictionary, Object};
pub use protection::Protection;

/// A count of pages above this is not believed but counted.
const PAGES_MAX: u32 = 100_000;
/// Nodes of the page tree visited when pages are counted.
const NODES_MAX: usize = 50_000;
/// `%PDF-` must stand within this of the beginning, in bytes (Adobe's readers allow it).
const HEADER_BYTES: usize = 1024;
const TITLE_CHARS_MAX: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfFacts {
    /// Such as `1.7`.
    pub version: String,
    /// `None` when the file is locked so that its pages cannot be counted here.
    pub pages: Option<u32>,
    pub title: Option<String>,
    pub language: Option<String>,
    pub protection: Protection,
}

#[derive(Debug, thiserror::Error)]
pub enum PdfFault {
    #[error("This file is no PDF, whatever its name says. Save it again as PDF.")]
    NotPdf,
    #[error("This PDF is cut short: its end is missing. Copy it again from where it came.")]
    Truncated,
    #[error("This PDF is damaged. Open it on a computer and save it again.")]
    Damaged,
    #[error("This PDF asks for a password. Save it again without one.")]
    NeedsPassword,
    #[error("This PDF holds no pages. Save it again.")]
    NoPages,
    #[error("This PDF cannot be read: {0}. Put the stick in again or copy it again.")]
    Io(#[from] io::Error),
}

/// Whether `head`, the first bytes of a file, is that of a PDF.
pub fn sniff(head: &[u8]) -> bool {
    let head = head.get(..HEADER_BYTES).unwrap_or(head);
    memchr::memmem::find(head, b"%PDF-").is_some()
}

/// Reads a PDF's facts.
///
/// # Errors
/// A sentence for a file that is none, cut short, damaged, without pages, or locked with a password.
pub fn read<S: ByteSource + ?Sized>(source: &S) -> Result<PdfFacts, PdfFault> {
    let head = source.read_up_to(0, HEADER_BYTES)?;
    let base = memchr::memmem::find(&head, b"%PDF-").ok_or(PdfFault::NotPdf)?;
    let version: String = head
        .iter()
        .skip(base + 5)
        .take(3)
        .filter(|byte| byte.is_ascii_digit() || **byte == b'.')
        .map(|byte| char::from(*byte))
        .collect();
    let mut file = PdfFile::open(source, base as u64)?;
    let protection = protection(&mut file)?;
    if protection == Protection::NeedsPassword {
        return Err(PdfFault::NeedsPassword);
    }
    let is_open = protection == Protection::None;
    let pages = match pages(&mut file) {
        // The catalogue of a locked file may lie in a stream that only a viewer unlocks.
        Err(PdfFault::Damaged | PdfFault::NoPages) if !is_open => None,
        other => Some(other?),
    };
    let title = title(&mut file).filter(|_| is_open);
    let language = file.root().ok().and_then(|root| {
        let tag = file.resolve(root.get("Lang")?).ok()?;
        match tag {
            Object::String(tag) if is_open => language_tag::parse(&text(&tag)),
            _ => None,
        }
    });
    Ok(PdfFacts { version, pages, title, language, protection })
}

fn protection<S: ByteSource + ?Sized>(file: &mut PdfFile<'_, S>) -> Result<Protection, PdfFault> {
    let Some(encrypt) = file.trailer.get("Encrypt").cloned() else { return Ok(Protection::None) };
    let encrypt = file.dictionary(&encrypt)?;
    let id = match file.trailer.get("ID") {
        Some(Object::Array(ids)) => match ids.first() {
            Some(Object::String(id)) => id.clone(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    Ok(protection::judge(&encrypt, &id))
}

fn pages<S: ByteSource + ?Sized>(file: &mut PdfFile<'_, S>) -> Result<u32, PdfFault> {
    let root = file.root()?;
    let tree = root.get("Pages").cloned().ok_or(PdfFault::Damaged)?;
    let top = file.dictionary(&tree)?;
    let said = top.integer("Count").and_then(|count| u32::try_from(count).ok());
    if let (Some(count @ 1..=PAGES_MAX), Some(_)) = (said, top.get("Kids")) {
        return Ok(count);
    }
    count_pages(file, top)
}

/// Counts the leaves of the page tree, each node once.
fn count_pages<S: ByteSource + ?Sized>(
    file: &mut PdfFile<'_, S>,
    top: Dictionary,
) -> Result<u32, PdfFault> {
    let mut pages = 0;
    let mut seen = HashSet::new();
    // Numbers, not nodes: a hostile file could have a thousand huge ones wait here.
    let mut waiting: Vec<u32> = Vec::new();
    let mut next = Some(top);
    while let Some(node) = next {
        match node.get("Kids") {
            None => pages += 1,
            Some(kids) => {
                if let Object::Array(kids) = file.resolve(kids)? {
                    for kid in kids {
                        let Object::Reference(id) = kid else { continue };
                        if seen.len() < NODES_MAX && seen.insert(id) {
                            waiting.push(id);
                        }
                    }
                }
            }
        }
        // What cannot be read is no page.
        next = std::iter::from_fn(|| waiting.pop())
            .find_map(|id| file.dictionary(&Object::Reference(id)).ok());
    }
    if pages == 0 { Err(PdfFault::NoPages) } else { Ok(pages) }
}

fn title<S: ByteSource + ?Sized>(file: &mut PdfFile<'_, S>) -> Option<String> {
    let info = file.trailer.get("Info").cloned()?;
    let info = file.dictionary(&info).ok()?;
    let Object::String(title) = file.resolve(info.get("Title")?).ok()? else { return None };
    Some(one_line(&text(&title), TITLE_CHARS_MAX)).filter(|title| !title.is_empty())
}

/// A text string: UTF-16 or UTF-8 with a mark, else `PDFDocEncoding`, read as its cousin Windows-1252.
fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16_be(rest),
        [0xef, 0xbb, 0xbf, ..] | [0xff, 0xfe, ..] => decode(bytes).into_owned(),
        _ => bytes.iter().map(|byte| latin(*byte)).collect(),
    }
}
