//! Finding lessons and pages by words, in every script of the library.
//!
//! Promise: whatever is typed gets an answer, never a fault; an answer takes 200 ms at most. What was
//! indexed outlives a power cut, and indexing goes on where it stopped. Index and query cut and fold
//! words by the same code (`words.rs`). Titles weigh more than texts, lessons more than pages, the
//! reader's language more than others.
//!
//! The index lives in `library.db` and can be rebuilt from the packages. An index that a ZIM brings along
//! (`Archive::full_text_index`) is not read yet: `query.rs` is where its pages will join in.

mod batch;
mod deadline;
mod doc_id;
mod fold;
mod found;
mod index;
mod pairs;
mod query;
mod suggest;
mod typed;
pub mod words;

#[cfg(test)]
mod tests;

pub use index::{Doc, Indexed, Indexer, Next, Progress};
pub use query::{Hit, Hits, search};
pub use suggest::{Suggestion, suggest};

use crate::base::PackageId;

/// More letters than this are no search; the field on the pages takes as many.
pub const TYPED_CHARS_MAX: usize = 120;

/// What is asked: shared by `search` and `suggest`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// As typed, of any length and content.
    pub typed: &'a str,
    /// BCP 47, the reader's own first.
    pub languages: &'a [&'a str],
    /// Only this package; `None`: the whole library.
    pub package: Option<PackageId>,
    /// Hits to pass over (`search` only).
    pub offset: usize,
    /// Answers wanted.
    pub limit: usize,
}
