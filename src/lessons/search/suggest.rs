//! Titles while typing. Ids are in order of rank (`doc_id.rs`), so the index gives the best first and is
//! left after the tenth: no list of answers is kept anywhere.

use rusqlite::{Connection, OptionalExtension as _};

use super::Question;
use super::found::{Titled, language_rank, shelves, titles};
use super::typed::{Typed, Within};
use crate::base::{LessonId, PackageId};
use crate::store::StoreError;

/// Suggestions of one answer.
pub const SUGGESTIONS_MAX: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub package: PackageId,
    pub lesson: LessonId,
    /// Path inside the lesson; `None`: the lesson itself.
    pub page: Option<String>,
    pub title: String,
}

/// Titles with all the words typed, the last by its beginning: the same title first, then those that
/// begin with the words, then the others; shorter ones first. For the whole library, lessons come before
/// pages. For one package, its pages; its lessons where it has no pages.
pub fn suggest(conn: &Connection, question: &Question<'_>) -> Result<Vec<Suggestion>, StoreError> {
    let typed = Typed::read(question.typed);
    let limit = question.limit.min(SUGGESTIONS_MAX);
    if typed.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let languages = question.languages;
    let pages_only = match question.package {
        Some(package) => has_pages(conn, package)?,
        None => false,
    };
    if !pages_only {
        let lessons = Within::lessons(question.package);
        from_shelf(conn, &typed, lessons, languages, limit, &mut found)?;
    }
    for shelf in shelves(conn, question.package, languages)? {
        if found.len() >= limit {
            break;
        }
        from_shelf(conn, &typed, Within::shelf(shelf), languages, limit, &mut found)?;
    }
    Ok(found)
}

fn has_pages(conn: &Connection, package: PackageId) -> Result<bool, StoreError> {
    let sql = "select pages > 0 from index_state where package = ?1";
    let pages = conn.prepare_cached(sql)?.query_row([package], |row| row.get(0));
    Ok(pages.optional()?.unwrap_or(false))
}

/// Fills `found` up to `limit` with the best of a shelf.
fn from_shelf(
    conn: &Connection,
    typed: &Typed,
    within: Within,
    languages: &[&str],
    limit: usize,
    found: &mut Vec<Suggestion>,
) -> Result<(), StoreError> {
    let mut best = titles(conn, &typed.all(within), limit)?;
    // When fewer have the words than are wanted, all that begin with them are here already.
    if best.len() == limit {
        let begin = titles(conn, &typed.all_from_first(within), limit)?;
        best.retain(|have| begin.iter().all(|other| other.id != have.id));
        best.splice(0..0, begin);
    }
    if best.is_empty()
        && let Some(pairs) = typed.all_pairs(within)
    {
        best = titles(conn, &pairs, limit)?;
    }
    let mut ranked: Vec<(u8, usize, Titled)> = best
        .into_iter()
        .map(|have| (typed.nearness(&have.title), language_rank(&have.language, languages), have))
        .collect();
    ranked.sort_by_key(|(nearness, language, have)| (*nearness, *language, have.id));
    let room = limit.saturating_sub(found.len());
    found.extend(ranked.into_iter().take(room).map(|(_, _, have)| Suggestion {
        package: have.package,
        lesson: have.lesson,
        page: have.page,
        title: have.title,
    }));
    Ok(())
}
