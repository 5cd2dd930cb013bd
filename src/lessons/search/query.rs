//! The search page's answer: lessons by title, lessons by text, then pages by title and by text.

use std::collections::HashSet;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _};

use super::Question;
use super::deadline::Deadline;
use super::doc_id::{DocId, LESSONS};
use super::found::{Titled, best, language_rank, shelves, titles};
use super::typed::Typed;
use crate::base::{Clock, LessonId, PackageId};
use crate::store::StoreError;

/// Hits that one question can have: nobody turns more pages.
pub const FOUND_MAX: usize = 500;

/// Looking ends after this time, with what was found until then.
pub const SEARCH_MILLIS_MAX: u64 = 200;

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
    let mut look =
        Look { conn, question, deadline: &deadline, found: Vec::new(), seen: HashSet::new() };
    look.all(&typed.all(question.package), &typed.all(None))?;
    if look.found.is_empty() {
        look.all(&typed.all_stems(question.package), &typed.all_stems(None))?;
    }
    if look.found.is_empty() {
        look.any(&typed.any_stem(question.package))?;
    }
    let ids = look.found;
    let window = ids.iter().skip(question.offset).take(question.limit);
    let hits = window.filter_map(|id| read_hit(conn, *id).transpose()).collect::<Result<_, _>>()?;
    Ok(Hits { total: ids.len(), hits })
}

struct Look<'a> {
    conn: &'a Connection,
    question: &'a Question<'a>,
    deadline: &'a Deadline<'a>,
    found: Vec<DocId>,
    seen: HashSet<DocId>,
}

impl Look<'_> {
    /// `in_package` names the package in its words, as lessons and texts do; pages are found by shelf.
    fn all(&mut self, in_package: &str, words: &str) -> Result<(), StoreError> {
        let mut lessons = titles(self.conn, in_package, &LESSONS, FOUND_MAX)?;
        lessons.sort_by_key(|found| language_rank(&found.language, self.question.languages));
        self.take_titles(&lessons);
        let (lesson_texts, page_texts) = self.texts(in_package)?;
        self.take(lesson_texts);
        for shelf in shelves(self.conn, self.question.package, self.question.languages)? {
            if self.found.len() >= FOUND_MAX || self.deadline.is_over() {
                break;
            }
            let pages = titles(self.conn, words, &shelf, FOUND_MAX - self.found.len())?;
            self.take_titles(&pages);
        }
        self.take(page_texts);
        Ok(())
    }

    /// Any word will do: what has more of them, and rarer ones, is better.
    fn any(&mut self, expression: &str) -> Result<(), StoreError> {
        let sql = "select rowid, bm25(title_words) from title_words where title_words match ?1";
        let by_title =
            self.in_order(&best(self.conn, sql, expression, FOUND_MAX, self.deadline)?)?;
        let (lessons, pages) = by_title.into_iter().partition::<Vec<_>, _>(|id| id.is_lesson());
        let (lesson_texts, page_texts) = self.texts(expression)?;
        for ids in [lessons, lesson_texts, pages, page_texts] {
            self.take(ids);
        }
        Ok(())
    }

    /// Lessons and pages whose texts match, each best first.
    fn texts(&self, expression: &str) -> Result<(Vec<DocId>, Vec<DocId>), StoreError> {
        let sql = "select rowid, bm25(text_words) from text_words where text_words match ?1";
        let found = best(self.conn, sql, expression, FOUND_MAX, self.deadline)?;
        Ok(self.in_order(&found)?.into_iter().partition(|id| id.is_lesson()))
    }

    /// The reader's languages first; within a language as they come.
    fn in_order(&self, ids: &[DocId]) -> Result<Vec<DocId>, StoreError> {
        let mut language_of = self.conn.prepare_cached("select language from doc where id = ?1")?;
        let mut ranked = Vec::with_capacity(ids.len());
        for id in ids {
            let rank = language_of.query_row([id.0], |row| {
                Ok(language_rank(row.get_ref(0)?.as_str()?, self.question.languages))
            });
            ranked.extend(rank.optional()?.map(|rank| (rank, *id)));
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        Ok(ranked.into_iter().map(|(_, id)| id).collect())
    }

    fn take_titles(&mut self, titles: &[Titled]) {
        self.take(titles.iter().map(|found| found.id).collect());
    }

    fn take(&mut self, ids: Vec<DocId>) {
        for id in ids {
            if self.found.len() < FOUND_MAX && self.seen.insert(id) {
                self.found.push(id);
            }
        }
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
