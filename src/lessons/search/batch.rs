//! Documents made ready for the index, outside of the writer's transaction.

use super::doc_id::{DocId, Shelf};
use super::index::{Doc, Next};
use super::typed::{FIRST_MARK, PACKAGE_MARK};
use super::{pairs, words};
use crate::base::PackageId;

/// Documents of one transaction: it lasts some ten milliseconds on a Pi.
pub(super) const BATCH_DOCS_MAX: usize = 256;

/// Bytes of text of one transaction, and so about what indexing holds in memory.
const BATCH_TEXT_BYTES_MAX: usize = 256 << 10;

/// Documents taken for one transaction, with those that hold only a number.
const BATCH_TAKEN_MAX: u32 = 4096;

/// Text of one document that is read.
const DOC_TEXT_BYTES_MAX: usize = 1 << 20;

/// Title of one document that is read and kept.
const TITLE_BYTES_MAX: usize = 512;

const TITLE_WORDS_MAX: usize = 32;

const OPENING_CHARS_MAX: usize = 160;

/// A document made ready outside of the writer's transaction.
pub(super) struct Ready {
    pub id: DocId,
    pub doc: Doc,
    pub title_words: String,
    pub text_words: Option<String>,
    pub opening: Option<String>,
}

/// The next documents ready to be written, how many were taken from `docs` for them, and whether the
/// package halted after those.
pub(super) fn next_batch(
    package: PackageId,
    shelf: Shelf,
    done: u32,
    docs: &mut impl Iterator<Item = Next>,
) -> (Vec<Ready>, u32, bool) {
    let mut batch = Vec::new();
    let (mut taken, mut bytes, mut halted) = (0_u32, 0, false);
    while batch.len() < BATCH_DOCS_MAX
        && taken < BATCH_TAKEN_MAX
        && bytes < BATCH_TEXT_BYTES_MAX
        && let Some(next) = docs.next()
    {
        match next {
            Next::Doc(doc) => {
                bytes += doc.text.len().min(DOC_TEXT_BYTES_MAX);
                let number = done + taken;
                let ready = make_ready(package, shelf, number, doc);
                if ready.is_none() {
                    tracing::warn!(
                        package = package.0,
                        number,
                        "a document has no place in the index"
                    );
                }
                batch.extend(ready);
            }
            Next::Nothing => {}
            Next::Halt => {
                halted = true;
                break;
            }
        }
        taken += 1;
    }
    // FTS5 closes a segment whenever ids step back: in order, a batch is one segment.
    batch.sort_unstable_by_key(|ready| ready.id);
    (batch, taken, halted)
}

/// `None` for what cannot be numbered: beyond the bits of a `DocId`.
fn make_ready(package: PackageId, shelf: Shelf, number: u32, mut doc: Doc) -> Option<Ready> {
    cut(&mut doc.title, TITLE_BYTES_MAX);
    cut(&mut doc.text, DOC_TEXT_BYTES_MAX);
    let id = match doc.page {
        Some(_) => DocId::on(shelf, i64::from(number), &doc.title)?,
        // Its number is found in the transaction that writes it.
        None => DocId::on(Shelf::LESSONS, 0, &doc.title)?,
    };
    let mut title_words = String::new();
    words::append_words(&doc.title, TITLE_WORDS_MAX, &mut title_words);
    let text_words = (!doc.text.trim().is_empty()).then(|| {
        let mut all = title_words.clone();
        words::append_words(&doc.text, words::DOC_WORDS_MAX, &mut all);
        pairs::append_pairs(&doc.title, TITLE_WORDS_MAX, &mut all);
        pairs::append_pairs(&doc.text, words::DOC_WORDS_MAX, &mut all);
        format!("{all} {PACKAGE_MARK}{package}")
    });
    let opening = text_words.is_some().then(|| opening(&doc.text));
    let title_words =
        on_shelf(package, if id.is_lesson() { Shelf::LESSONS } else { shelf }, &doc, &title_words);
    doc.text = String::new();
    Some(Ready { id, doc, title_words, text_words, opening })
}

/// The words of a title as its shelf's index has them: each behind the shelf's mark.
fn on_shelf(package: PackageId, shelf: Shelf, doc: &Doc, title_words: &str) -> String {
    let mut words = title_words.to_owned();
    if let Some(first) = title_words.split(' ').next() {
        words.extend([' ', FIRST_MARK]);
        words.push_str(first);
    }
    pairs::append_pairs(&doc.title, TITLE_WORDS_MAX, &mut words);
    if doc.page.is_none() {
        words.extend([' ', PACKAGE_MARK]);
        words.push_str(&package.to_string());
    }
    let mut marked = String::with_capacity(words.len() * 2);
    for word in words.split_whitespace() {
        marked.extend([' ', shelf.mark()]);
        marked.push_str(word);
    }
    marked
}

fn cut(text: &mut String, bytes_max: usize) {
    text.truncate(text.floor_char_boundary(bytes_max));
}

/// The first characters on one line.
fn opening(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.chars().count() + word.chars().count() > OPENING_CHARS_MAX {
            // Scripts without spaces have "words" longer than a line.
            let room = OPENING_CHARS_MAX.saturating_sub(line.chars().count() + 2);
            line.extend(word.chars().take(room));
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
