//! Filling and emptying the index, in small durable steps beside the students' reading.

use std::ops::ControlFlow;
use std::time::Duration;

use rusqlite::{OptionalExtension as _, Transaction, params};

use super::batch::{BATCH_DOCS_MAX, Ready, next_batch};
use super::doc_id::{NUMBER_MASK, Shelf};
use super::words;
use crate::base::{LessonId, PackageId};
use crate::store::{Database, StoreError};

/// Rest between two transactions, in which a lesson's open or a load gets its turn.
const BATCH_PAUSE_MILLIS: u64 = 4;

/// Database pages merged in one transaction while tidying.
const MERGE_PAGES: i64 = 256;

/// Merges of one tidying: with `MERGE_PAGES`, a bound of 1 GiB.
const MERGES_MAX: usize = 1_024;

/// Something that can be found: a lesson, or a page inside one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    pub lesson: LessonId,
    /// Path inside the lesson; `None`: the lesson itself.
    pub page: Option<String>,
    pub title: String,
    /// Description and text, without markup; empty for pages found by their title only.
    pub text: String,
    /// BCP 47; empty when unknown.
    pub language: String,
}

/// What a package gives next to be indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Doc(Doc),
    /// Holds a number only: what is no page, or cannot be read.
    Nothing,
    /// The package cannot be read now: the next `index_package` goes on from here.
    Halt,
}

impl From<Doc> for Next {
    fn from(doc: Doc) -> Self {
        Self::Doc(doc)
    }
}

/// How far a package is indexed, as kept on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub done: u32,
    pub total: u32,
    /// This version of the package, folded by this program's rules; otherwise it is indexed anew.
    pub current: bool,
}

impl Progress {
    pub fn is_whole(&self) -> bool {
        self.current && self.done >= self.total
    }
}

/// How indexing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indexed {
    Whole,
    /// `progress` asked to stop, or the package to halt; the next `index_package` goes on from there.
    Stopped,
    /// The package was forgotten meanwhile.
    Forgotten,
}

/// Writes the index; for background threads, it blocks.
#[derive(Clone, Debug)]
pub struct Indexer {
    library: Database,
}

impl Indexer {
    pub fn new(library: Database) -> Self {
        Self { library }
    }

    /// How far this version of a package is indexed.
    pub fn progress(
        &self,
        package: PackageId,
        version: &str,
    ) -> Result<Option<Progress>, StoreError> {
        self.library.read_blocking(|conn| {
            let sql = "select done, total, words_version, version from index_state \
                       where package = ?1 and leaving = 0";
            let row = conn.prepare_cached(sql)?.query_row([package], |row| {
                let folded: u32 = row.get(2)?;
                let of_version = row.get_ref(3)?.as_str()? == version;
                Ok(Progress {
                    done: row.get(0)?,
                    total: row.get(1)?,
                    current: folded == words::WORDS_VERSION && of_version,
                })
            });
            Ok(row.optional()?)
        })
    }

    /// All packages that anything is kept of.
    pub fn packages(&self) -> Result<Vec<PackageId>, StoreError> {
        self.library.read_blocking(|conn| {
            let mut found = conn.prepare_cached("select package from index_state")?;
            Ok(found.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
    }

    /// Indexes the documents of a package from where it stopped: `docs_from(n)` gives them without the
    /// first `n`, always in the same order. What is known of another `version` is forgotten first. At
    /// most `total` documents come. Each call of `progress` means: this much is durable.
    pub fn index_package<Docs>(
        &self,
        package: PackageId,
        version: &str,
        total: u32,
        docs_from: impl FnOnce(u32) -> Docs,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Indexed, StoreError>
    where
        Docs: Iterator<Item: Into<Next>>,
    {
        let (mut done, number) = self.begin(package, version, total)?;
        let Some(pages) = Shelf::of_pages(number) else {
            tracing::error!(package = package.0, "the index has no shelf left for a package");
            return Ok(Indexed::Stopped);
        };
        let mut docs = docs_from(done).map(Into::into).fuse();
        loop {
            let (batch, taken, halted) = next_batch(package, pages, done, &mut docs);
            if taken == 0 && halted {
                return Ok(Indexed::Stopped);
            }
            if taken == 0 {
                break;
            }
            if !self
                .library
                .write_blocking(move |tx| write_batch(tx, package, done, taken, batch))?
            {
                return Ok(Indexed::Forgotten);
            }
            done += taken;
            let told = progress(Progress { done, total: total.max(done), current: true });
            if halted || told.is_break() {
                return Ok(Indexed::Stopped);
            }
            std::thread::sleep(Duration::from_millis(BATCH_PAUSE_MILLIS));
        }
        self.tidy()?;
        self.library.write_blocking(move |tx| {
            let sql = "update index_state set total = done where package = ?1 and leaving = 0";
            let kept = tx.prepare_cached(sql)?.execute([package])?;
            Ok(if kept == 1 { Indexed::Whole } else { Indexed::Forgotten })
        })
    }

    /// Takes a package out of the index, step by step; after a cut, call it again.
    pub fn forget(&self, package: PackageId) -> Result<(), StoreError> {
        self.library.write_blocking(move |tx| {
            let sql = "update index_state set leaving = 1 where package = ?1";
            tx.prepare_cached(sql)?.execute([package])?;
            Ok(())
        })?;
        while self.library.write_blocking(move |tx| forget_batch(tx, package))? {
            std::thread::sleep(Duration::from_millis(BATCH_PAUSE_MILLIS));
        }
        self.library.write_blocking(move |tx| {
            tx.prepare_cached("delete from index_state where package = ?1")?.execute([package])?;
            Ok(())
        })
    }

    /// Finishes what a power cut left half forgotten; for the start of the box.
    pub fn finish_forgetting(&self) -> Result<(), StoreError> {
        let leaving: Vec<PackageId> = self.library.read_blocking(|conn| {
            let mut found = conn.prepare("select package from index_state where leaving = 1")?;
            Ok(found.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })?;
        leaving.into_iter().try_for_each(|package| self.forget(package))
    }

    /// Documents done so far, and the number of the package's shelf.
    fn begin(
        &self,
        package: PackageId,
        version: &str,
        total: u32,
    ) -> Result<(u32, i64), StoreError> {
        if self.progress(package, version)?.is_some_and(|known| !known.current) {
            self.forget(package)?;
        }
        self.finish_forgetting()?;
        let version = version.to_owned();
        self.library.write_blocking(move |tx| {
            let mut begin = tx.prepare_cached(include_str!("sql/begin_indexing.sql"))?;
            let row = params![package, words::WORDS_VERSION, total, version];
            Ok(begin.query_row(row, |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
    }

    /// Joins the segments that batches left behind, so that a question opens few of them.
    fn tidy(&self) -> Result<(), StoreError> {
        for table in ["title_words", "text_words"] {
            for _ in 0..MERGES_MAX {
                if !self.library.write_blocking(move |tx| merge(tx, table))? {
                    break;
                }
                std::thread::sleep(Duration::from_millis(BATCH_PAUSE_MILLIS));
            }
        }
        Ok(())
    }
}

/// False when there was nothing left to join.
fn merge(tx: &Transaction<'_>, table: &str) -> Result<bool, StoreError> {
    // Segments are joined as soon as a level has two; by default it takes four.
    tx.execute(&format!("insert into {table} ({table}, rank) values ('usermerge', 2)"), [])?;
    let before = tx.query_row("select total_changes()", [], |row| row.get::<_, i64>(0))?;
    tx.execute(
        &format!("insert into {table} ({table}, rank) values ('merge', ?1)"),
        [MERGE_PAGES],
    )?;
    let after = tx.query_row("select total_changes()", [], |row| row.get::<_, i64>(0))?;
    // FTS5's own sign: fewer than two changes mean that the merge did nothing.
    Ok(after - before >= 2)
}

/// False when the package is no longer to be indexed, or not from here.
fn write_batch(
    tx: &Transaction<'_>,
    package: PackageId,
    done: u32,
    taken: u32,
    batch: Vec<Ready>,
) -> Result<bool, StoreError> {
    let pages = to_sql(batch.iter().filter(|ready| ready.doc.page.is_some()).count());
    let language = batch.iter().find(|ready| ready.doc.page.is_some());
    let language = language.map_or("", |ready| ready.doc.language.as_str());
    let sql = include_str!("sql/advance_indexing.sql");
    let moved = tx.prepare_cached(sql)?.execute(params![package, done, taken, pages, language])?;
    if moved == 0 {
        return Ok(false);
    }
    let mut insert_doc = tx.prepare_cached(include_str!("sql/insert_doc.sql"))?;
    let mut insert_title =
        tx.prepare_cached("insert into title_words (rowid, words) values (?1, ?2)")?;
    let mut insert_text =
        tx.prepare_cached("insert into text_words (rowid, words) values (?1, ?2)")?;
    let mut lessons = highest_lesson(tx)?;
    for Ready { id, doc, title_words, text_words, opening } in batch {
        let id = if id.is_lesson() {
            lessons += 1;
            let Some(id) = id.numbered(lessons) else { continue };
            id
        } else {
            id
        };
        let row = params![id.0, package, doc.lesson, doc.page, doc.title, doc.language, opening];
        // A lesson that a package names twice is found once.
        if insert_doc.execute(row)? == 1 {
            insert_title.execute(params![id.0, title_words])?;
            if let Some(text_words) = text_words {
                insert_text.execute(params![id.0, text_words])?;
            }
        }
    }
    Ok(true)
}

/// The highest number of a lesson; ids of lessons are too wide to be numbers here.
fn highest_lesson(tx: &Transaction<'_>) -> Result<i64, StoreError> {
    let sql = "select coalesce(max(id & ?1), 0) from doc where id between ?2 and ?3";
    let ids = Shelf::LESSONS.ids();
    let row = params![NUMBER_MASK, ids.start(), ids.end()];
    Ok(tx.prepare_cached(sql)?.query_row(row, |row| row.get(0))?)
}

/// `SQLite` counts in signed numbers.
pub(super) fn to_sql(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// False when nothing of the package is left.
fn forget_batch(tx: &Transaction<'_>, package: PackageId) -> Result<bool, StoreError> {
    let sql = "select shelf from index_state where package = ?1";
    let shelf = tx.prepare_cached(sql)?.query_row([package], |row| row.get(0)).optional()?;
    let pages = shelf.and_then(Shelf::of_pages).map(Shelf::ids);
    let sql = include_str!("sql/find_docs_of_package.sql");
    let docs: Vec<(i64, bool)> = tx
        .prepare_cached(sql)?
        .query_map(
            params![
                package,
                pages.as_ref().map(std::ops::RangeInclusive::start),
                pages.as_ref().map(std::ops::RangeInclusive::end),
                to_sql(BATCH_DOCS_MAX)
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .collect::<Result<_, _>>()?;
    for (id, has_text) in &docs {
        tx.prepare_cached("delete from title_words where rowid = ?1")?.execute([id])?;
        if *has_text {
            tx.prepare_cached("delete from text_words where rowid = ?1")?.execute([id])?;
        }
        tx.prepare_cached("delete from doc where id = ?1")?.execute([id])?;
    }
    Ok(!docs.is_empty())
}
