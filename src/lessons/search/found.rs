//! Reading the two indexes: what `search` and `suggest` share.

use rusqlite::{Connection, Row, params};

use super::deadline::Deadline;
use super::doc_id::{DocId, Shelf};
use super::index::to_sql;
use crate::base::{LessonId, PackageId};
use crate::store::StoreError;

/// Packages whose pages one question looks through, the reader's language first.
const SHELVES_MAX: usize = 64;

/// Rows between two looks at the time.
pub(super) const ROWS_UNWATCHED: usize = 256;

/// The row of `doc` behind a title that was found.
#[derive(Clone, Debug)]
pub(super) struct Titled {
    pub id: DocId,
    pub package: PackageId,
    pub lesson: LessonId,
    pub page: Option<String>,
    pub title: String,
    pub language: String,
}

/// The first `limit` titles that match, shortest first; the expression names the shelf.
pub(super) fn titles(
    conn: &Connection,
    expression: &str,
    limit: usize,
) -> Result<Vec<Titled>, StoreError> {
    let mut statement = conn.prepare_cached(include_str!("sql/find_titles.sql"))?;
    let rows = statement.query_map(params![expression, to_sql(limit)], read_title)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The first `limit` titles that match and fit. `None` when too few of the first `looked_at` do.
pub(super) fn fitting_titles(
    conn: &Connection,
    expression: &str,
    limit: usize,
    looked_at: usize,
    fits: impl Fn(&str) -> bool,
) -> Result<Option<Vec<Titled>>, StoreError> {
    let mut statement = conn.prepare_cached(include_str!("sql/find_titles.sql"))?;
    let mut rows = statement.query(params![expression, to_sql(looked_at)])?;
    let (mut fitting, mut seen) = (Vec::new(), 0);
    while fitting.len() < limit {
        let Some(row) = rows.next()? else {
            return Ok((seen < looked_at).then_some(fitting));
        };
        seen += 1;
        if fits(row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?) {
            fitting.push(read_title(row)?);
        }
    }
    Ok(Some(fitting))
}

fn read_title(row: &Row<'_>) -> rusqlite::Result<Titled> {
    Ok(Titled {
        id: DocId(row.get(0)?),
        package: row.get(1)?,
        lesson: row.get(2)?,
        page: row.get(3)?,
        title: row.get(4)?,
        language: row.get(5)?,
    })
}

/// The first `limit` documents that match in one of the two indexes, unranked.
pub(super) fn matching(
    conn: &Connection,
    table: &str,
    expression: &str,
    limit: usize,
) -> Result<Vec<DocId>, StoreError> {
    let sql = format!("select rowid from {table} where {table} match ?1 limit ?2");
    let mut statement = conn.prepare_cached(&sql)?;
    let ids =
        statement.query_map(params![expression, to_sql(limit)], |row| row.get(0).map(DocId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The best `keep` documents by their words, best first; those seen until time was over.
pub(super) fn best(
    conn: &Connection,
    sql: &str,
    expression: &str,
    keep: usize,
    deadline: &Deadline<'_>,
) -> Result<Vec<DocId>, StoreError> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([expression])?;
    let mut found: Vec<(f64, DocId)> = Vec::new();
    let mut seen = 0_usize;
    while let Some(row) = rows.next()? {
        found.push((row.get(1)?, DocId(row.get(0)?)));
        seen += 1;
        if found.len() >= keep.saturating_mul(2) {
            keep_best(&mut found, keep);
        }
        if seen.is_multiple_of(ROWS_UNWATCHED) && deadline.is_over() {
            break;
        }
    }
    keep_best(&mut found, keep);
    Ok(found.into_iter().map(|(_, id)| id).collect())
}

/// FTS5's bm25 is negative, the least is the best.
fn keep_best(found: &mut Vec<(f64, DocId)>, keep: usize) {
    found.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    found.truncate(keep);
}

/// Packages that have pages, the reader's languages first.
pub(super) fn shelves(
    conn: &Connection,
    package: Option<PackageId>,
    languages: &[&str],
) -> Result<Vec<Shelf>, StoreError> {
    let sql = "select shelf, language from index_state \
               where pages > 0 and leaving = 0 and (?1 is null or package = ?1)";
    let mut numbers: Vec<(usize, i64)> = conn
        .prepare_cached(sql)?
        .query_map([package], |row| {
            Ok((language_rank(row.get_ref(1)?.as_str()?, languages), row.get(0)?))
        })?
        .collect::<Result<_, _>>()?;
    numbers.sort_unstable();
    numbers.truncate(SHELVES_MAX);
    Ok(numbers.into_iter().filter_map(|(_, number)| Shelf::of_pages(number)).collect())
}

/// 0 for the reader's first language; `pt-BR` counts as `pt`.
pub(super) fn language_rank(language: &str, languages: &[&str]) -> usize {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let wanted = primary(language);
    languages.iter().position(|tag| primary(tag) == wanted).unwrap_or(languages.len())
}
