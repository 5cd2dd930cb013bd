//! The search page's answer: lessons by title, lessons by text, then pages by title and by text.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _};

use super::Question;
use super::deadline::Deadline;
use super::doc_id::DocId;
use super::found::{best, language_rank, matching, shelves, titles};
use super::typed::{Typed, Within};
use crate::base::{Clock, LessonId, PackageId};
use crate::store::StoreError;

/// Hits that one question can have: nobody turns more pages.
pub(super) const FOUND_MAX: usize = 500;

/// Looking ends after this time, with what was found until then.
const SEARCH_MILLIS_MAX: u64 = 200;

/// Documents of one word that are weighed when no document has all words.
const WORD_DOCS_MAX: usize = 2_000;

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub package: PackageId,
    pub lesson: LessonId,
    /// Path inside the lesson; `None`: the lesson itself.
    pub page: Option<String>,
    pub title: String,
    /// BCP 47; empty when unknown.
    pub language: String,
    /// The first words of its text; `None` where only the title was indexed.
    pub snippet: Option<String>,
}

/// One page of answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// All that can be paged through, `FOUND_MAX` at most.
    pub total: usize,
    pub hits: Vec<Hit>,
}

/// Answers a question. All words first; where nothing has them all, their stems; then any of them.
pub fn search(
    conn: &Connection,
    clock: &Clock,
    question: &Question<'_>,
) -> Result<Hits, StoreError> {
    let typed = Typed::read(question.typed);
    if typed.is_empty() {
        return Ok(Hits::default());
    }
    let deadline = Deadline::after(clock, Duration::from_millis(SEARCH_MILLIS_MAX));
    let mut look = Look { conn, question, deadline: &deadline, found: Vec::new() };
    look.all(|within| Some(typed.all(within)))?;
    if !look.has_own_language() {
        look.all(|within| typed.all_pairs(within))?;
    }
    if !look.has_own_language() {
        look.all(|within| Some(typed.all_stems(within)))?;
    }
    if look.found.is_empty() {
        look.any(&typed)?;
    }
    let ids = look.in_order();
    let window = ids.iter().skip(question.offset).take(question.limit);
    let hits = window.filter_map(|id| read_hit(conn, *id).transpose()).collect::<Result<_, _>>()?;
    Ok(Hits { total: ids.len(), hits })
}

/// A document and the rank of its language.
type Ranked = (DocId, usize);

struct Look<'a> {
    conn: &'a Connection,
    question: &'a Question<'a>,
    deadline: &'a Deadline<'a>,
    found: Vec<Ranked>,
}

impl Look<'_> {
    /// What matches `expression`, made for each place where it is looked for.
    fn all(&mut self, expression: impl Fn(Within) -> Option<String>) -> Result<(), StoreError> {
        let package = self.question.package;
        let Some(in_texts) = expression(Within::texts(package)) else { return Ok(()) };
        let (lesson_texts, page_texts) = self.texts(&in_texts)?;
        self.titles(expression(Within::lessons(package)))?;
        self.found.extend(lesson_texts);
        for shelf in shelves(self.conn, package, self.question.languages)? {
            if self.found.len() >= 2 * FOUND_MAX || self.deadline.is_over() {
                break;
            }
            self.titles(expression(Within::shelf(shelf)))?;
        }
        self.found.extend(page_texts);
        Ok(())
    }

    fn titles(&mut self, expression: Option<String>) -> Result<(), StoreError> {
        let Some(expression) = expression else { return Ok(()) };
        let languages = self.question.languages;
        let titles = titles(self.conn, &expression, FOUND_MAX)?;
        self.found.extend(
            titles.into_iter().map(|found| (found.id, language_rank(&found.language, languages))),
        );
        Ok(())
    }

    /// Any word will do. A word weighs the more the fewer documents have it, twice when in the title
    /// too; what has less than half the weight of the best is noise.
    fn any(&mut self, typed: &Typed) -> Result<(), StoreError> {
        let package = self.question.package;
        let mut places =
            vec![("text_words", Within::texts(package)), ("title_words", Within::lessons(package))];
        let shelves = shelves(self.conn, package, self.question.languages)?;
        places.extend(shelves.into_iter().map(|shelf| ("title_words", Within::shelf(shelf))));
        let mut weights: HashMap<DocId, f64> = HashMap::new();
        for word in 0..typed.len() {
            let mut having = Vec::new();
            for (table, within) in &places {
                let room = WORD_DOCS_MAX.saturating_sub(having.len());
                having.extend(matching(self.conn, table, &typed.stem(word, *within), room)?);
                if self.deadline.is_over() {
                    break;
                }
            }
            let weight = f64::from(u32::try_from(having.len()).unwrap_or(u32::MAX)).sqrt().recip();
            for id in having {
                *weights.entry(id).or_default() += weight;
            }
        }
        let enough = weights.values().copied().fold(0.0, f64::max) / 2.0;
        let mut ids: Vec<(DocId, f64)> =
            weights.into_iter().filter(|(_, weight)| *weight >= enough).collect();
        ids.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ids.truncate(FOUND_MAX);
        let (lessons, pages) = self.apart(ids.into_iter().map(|(id, _)| id).collect())?;
        self.found.extend(lessons);
        self.found.extend(pages);
        Ok(())
    }

    /// Lessons and pages whose texts match, each best first.
    fn texts(&self, expression: &str) -> Result<(Vec<Ranked>, Vec<Ranked>), StoreError> {
        let sql = "select rowid, bm25(text_words) from text_words where text_words match ?1";
        self.apart(best(self.conn, sql, expression, FOUND_MAX, self.deadline)?)
    }

    /// Lessons and pages, with the ranks of their languages.
    fn apart(&self, ids: Vec<DocId>) -> Result<(Vec<Ranked>, Vec<Ranked>), StoreError> {
        let mut language_of = self.conn.prepare_cached("select language from doc where id = ?1")?;
        let mut ranked = Vec::with_capacity(ids.len());
        for id in ids {
            let rank = language_of.query_row([id.0], |row| {
                Ok(language_rank(row.get_ref(0)?.as_str()?, self.question.languages))
            });
            ranked.extend(rank.optional()?.map(|rank| (id, rank)));
        }
        Ok(ranked.into_iter().partition(|(id, _)| id.is_lesson()))
    }

    /// Where the reader's first language has no hit, looser questions go on.
    fn has_own_language(&self) -> bool {
        self.found.iter().any(|(_, rank)| *rank == 0)
    }

    /// The reader's languages first; within a language as they were found, each once.
    fn in_order(mut self) -> Vec<DocId> {
        self.found.sort_by_key(|(_, rank)| *rank);
        let mut seen = HashSet::new();
        let mut ids: Vec<DocId> = self.found.into_iter().map(|(id, _)| id).collect();
        ids.retain(|id| seen.insert(*id));
        ids.truncate(FOUND_MAX);
        ids
    }
}

fn read_hit(conn: &Connection, id: DocId) -> Result<Option<Hit>, StoreError> {
    let sql = "select package, lesson, page, title, language, opening from doc where id = ?1";
    let hit = conn.prepare_cached(sql)?.query_row([id.0], |row| {
        Ok(Hit {
            package: row.get(0)?,
            lesson: row.get(1)?,
            page: row.get(2)?,
            title: row.get(3)?,
            language: row.get(4)?,
            snippet: row.get(5)?,
        })
    });
    Ok(hit.optional()?)
}
