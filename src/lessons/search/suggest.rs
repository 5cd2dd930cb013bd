//! Titles while typing. Ids are in order of rank (`doc_id.rs`), so the index gives the best first and is
//! left after the tenth: no list of answers is kept anywhere.

use rusqlite::{Connection, OptionalExtension as _};

use super::Question;
use super::found::{Titled, fitting_titles, language_rank, shelves, titles};
use super::typed::{Typed, Within};
use crate::base::{LessonId, PackageId};
use crate::store::StoreError;

/// Suggestions of one answer.
const SUGGESTIONS_MAX: usize = 50;

/// Titles of a beginning cut short that are looked at before the whole beginning is asked for.
const CUT_TITLES_MAX: usize = 48;

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
    let best = best_titles(conn, typed, within, limit)?;
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

/// Enough titles to choose the best `limit` from. Two questions to the index at most, in the order that
/// mostly makes the second needless: one word begins many titles, several words are in few.
fn best_titles(
    conn: &Connection,
    typed: &Typed,
    within: Within,
    limit: usize,
) -> Result<Vec<Titled>, StoreError> {
    if typed.len() == 1 {
        let mut best = from_first(conn, typed, within, limit)?;
        if best.len() < limit {
            add_new(&mut best, anywhere(conn, typed, within, limit)?);
        }
        return if best.is_empty() { by_pairs(conn, typed, within, limit) } else { Ok(best) };
    }
    let mut best = anywhere(conn, typed, within, limit)?;
    // When fewer have the words than are wanted, all that begin with them are here already.
    if best.len() == limit {
        add_new(&mut best, from_first(conn, typed, within, limit)?);
    }
    if best.is_empty() { by_pairs(conn, typed, within, limit) } else { Ok(best) }
}

/// Titles with all the words.
fn anywhere(
    conn: &Connection,
    typed: &Typed,
    within: Within,
    limit: usize,
) -> Result<Vec<Titled>, StoreError> {
    match fitting(conn, typed, typed.cut(within, false), limit)? {
        Some(found) => Ok(found),
        None => titles(conn, &typed.all(within), limit),
    }
}

/// Titles with all the words that begin with the first.
fn from_first(
    conn: &Connection,
    typed: &Typed,
    within: Within,
    limit: usize,
) -> Result<Vec<Titled>, StoreError> {
    match fitting(conn, typed, typed.cut(within, true), limit)? {
        Some(found) => Ok(found),
        None => titles(conn, &typed.all_from_first(within), limit),
    }
}

fn fitting(
    conn: &Connection,
    typed: &Typed,
    cut: Option<String>,
    limit: usize,
) -> Result<Option<Vec<Titled>>, StoreError> {
    let Some(cut) = cut else { return Ok(None) };
    fitting_titles(conn, &cut, limit, CUT_TITLES_MAX, |title| typed.fits(title))
}

fn by_pairs(
    conn: &Connection,
    typed: &Typed,
    within: Within,
    limit: usize,
) -> Result<Vec<Titled>, StoreError> {
    typed.all_pairs(within).map_or_else(|| Ok(Vec::new()), |pairs| titles(conn, &pairs, limit))
}

fn add_new(best: &mut Vec<Titled>, more: Vec<Titled>) {
    for title in more {
        if best.iter().all(|have| have.id != title.id) {
            best.push(title);
        }
    }
}
