//! The promises of search and suggestions, on a real database.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::deadline::Deadline;
use super::found::{ROWS_UNWATCHED, best};
use super::query::FOUND_MAX;
use super::*;
use crate::base::{Clock, LessonId, UnixMillis};
use crate::store::{DataDir, Database, Store};

struct Library {
    folder: PathBuf,
    database: Database,
    indexer: Indexer,
}

impl Library {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("chalkbox-lessons-search-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        let (store, _) = Store::open(&DataDir::create(&folder).unwrap()).unwrap();
        let database = store.library;
        Self { folder, indexer: Indexer::new(database.clone()), database }
    }

    fn index(&self, package: i64, docs: &[Doc]) -> Indexed {
        self.index_until(package, docs, |_| ControlFlow::Continue(()))
    }

    fn index_until(
        &self,
        package: i64,
        docs: &[Doc],
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Indexed {
        let total = u32::try_from(docs.len()).unwrap();
        let from = |start: u32| docs.iter().skip(start as usize).cloned();
        self.indexer.index_package(PackageId(package), "1", total, from, progress).unwrap()
    }

    fn find(&self, question: &Question<'_>) -> Hits {
        let clock = Clock::fixed(UnixMillis(0));
        self.database.read_blocking(|conn| search(conn, &clock, question)).unwrap()
    }

    fn titles(&self, typed: &str) -> Vec<String> {
        let hits = self.find(&Question { typed, limit: 50, ..Question::default() }).hits;
        hits.into_iter().map(|hit| hit.title).collect()
    }

    fn suggestions(&self, typed: &str, package: Option<i64>) -> Vec<String> {
        let package = package.map(PackageId);
        let question = Question { typed, package, limit: 10, ..Question::default() };
        let found = self.database.read_blocking(|conn| suggest(conn, &question)).unwrap();
        found.into_iter().map(|suggestion| suggestion.title).collect()
    }

    fn rows(&self, table: &str) -> i64 {
        let sql = format!("select count(*) from {table}");
        self.database.read_blocking(|conn| Ok(conn.query_row(&sql, [], |row| row.get(0))?)).unwrap()
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn lesson(number: i64, title: &str, text: &str) -> Doc {
    Doc {
        lesson: LessonId(number),
        page: None,
        title: title.into(),
        text: text.into(),
        language: "en".into(),
    }
}

fn page(title: &str) -> Doc {
    Doc { page: Some(format!("A/{title}")), ..lesson(900, title, "") }
}

fn pages(count: usize) -> Vec<Doc> {
    (0..count).map(|number| page(&format!("Page {number} about water"))).collect()
}

#[test]
fn lessons_come_before_pages_and_titles_before_texts() {
    let library = Library::new();
    library.index(1, &[page("Moon"), page("Moonlight")]);
    library.index(2, &[lesson(1, "Tides", "The moon pulls the sea."), lesson(2, "The moon", "")]);
    assert_eq!(library.titles("moon"), ["The moon", "Tides", "Moon", "Moonlight"]);
}

#[test]
fn the_readers_language_comes_first() {
    let library = Library::new();
    let french = Doc { language: "fr-CM".into(), ..lesson(2, "Radio du village", "") };
    library.index(1, &[lesson(1, "Radio", ""), french]);
    let asked = Question { typed: "radio", limit: 9, ..Question::default() };
    assert_eq!(library.find(&asked).hits[0].lesson, LessonId(1));
    assert_eq!(library.find(&Question { languages: &["fr"], ..asked }).hits[0].lesson, LessonId(2));
}

#[test]
fn one_package_can_be_asked_alone() {
    let library = Library::new();
    library.index(1, &[page("Water"), page("Waterfall")]);
    library.index(2, &[lesson(1, "Water and soap", "Wash."), lesson(2, "Hands", "Water helps.")]);
    library.index(12, &[lesson(3, "Water for plants", "")]);
    let ask = |package, typed| {
        let package = Some(PackageId(package));
        library.find(&Question { typed, package, limit: 9, ..Question::default() }).total
    };
    assert_eq!([ask(1, "water"), ask(2, "water"), ask(12, "water"), ask(3, "water")], [2, 2, 1, 0]);
    assert_eq!([ask(2, "water nothing"), ask(12, "water nothing")], [2, 1]);
    assert_eq!(library.suggestions("wat", Some(1)), ["Water", "Waterfall"]);
    assert_eq!(library.suggestions("wat", Some(2)), ["Water and soap"]);
    assert_eq!(library.suggestions("wat", Some(7)), Vec::<String>::new());
}

#[test]
fn any_word_serves_when_nothing_has_them_all() {
    let library = Library::new();
    library.index(
        1,
        &[lesson(1, "Goats", "Milk and cheese"), lesson(2, "Hens", "Eggs and more eggs")],
    );
    assert_eq!(library.titles("goat eggs cheese"), ["Goats"]);
    assert_eq!(library.titles("goat eggs"), ["Goats", "Hens"]);
    assert_eq!(library.titles("cheeses"), ["Goats"]);
    assert_eq!(library.titles("zebra"), Vec::<String>::new());
}

#[test]
fn answers_come_in_pages() {
    let library = Library::new();
    library.index(1, &pages(700));
    let first = library.find(&Question { typed: "water", limit: 3, ..Question::default() });
    assert_eq!((first.total, first.hits.len()), (FOUND_MAX, 3));
    let next =
        library.find(&Question { typed: "water", offset: 2, limit: 3, ..Question::default() });
    assert_eq!(next.hits[0], first.hits[2]);
    let beyond = Question { typed: "water", offset: 9_999, limit: 3, ..Question::default() };
    assert!(library.find(&beyond).hits.is_empty());
}

#[test]
fn suggestions_begin_with_the_same_title_then_those_that_begin_alike() {
    let library = Library::new();
    let mut docs: Vec<Doc> = (0..30).map(|n| page(&format!("A sea {n}"))).collect();
    docs.extend(["Sea of Tranquillity by night", "Sea", "Seasons", "Dead Sea"].map(page));
    library.index(1, &docs);
    let found = library.suggestions("sea", Some(1));
    assert_eq!(found[..3], ["Sea", "Seasons", "Sea of Tranquillity by night"]);
    assert_eq!((found[3].as_str(), found.len()), ("A sea 0", 10));
    assert_eq!(library.suggestions("tranq", None), ["Sea of Tranquillity by night"]);
    assert_eq!(library.suggestions("of se", None), ["Sea of Tranquillity by night"]);
    assert_eq!(library.suggestions("", None), Vec::<String>::new());
}

#[test]
fn indexing_goes_on_where_it_stopped() {
    let library = Library::new();
    let docs = pages(1_000);
    let mut seen = Vec::new();
    let stopped = library.index_until(3, &docs, |progress| {
        seen.push(progress.done);
        if progress.done >= 500 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((stopped, seen.as_slice()), (Indexed::Stopped, &[256, 512][..]));
    assert_eq!(library.rows("doc"), 512);
    let progress = library.indexer.progress(PackageId(3), "1").unwrap().unwrap();
    assert!(progress.done == 512 && !progress.is_whole());

    let mut first = None;
    let ended = library.index_until(3, &docs, |progress| {
        first.get_or_insert(progress.done);
        ControlFlow::Continue(())
    });
    assert_eq!((ended, first), (Indexed::Whole, Some(768)));
    assert_eq!((library.rows("doc"), library.rows("title_words_docsize")), (1_000, 1_000));
    assert!(library.indexer.progress(PackageId(3), "1").unwrap().unwrap().is_whole());
}

#[test]
fn a_forgotten_package_is_found_no_more_and_stops_its_indexing() {
    let library = Library::new();
    library.index(1, &[lesson(1, "Water", "clean water")]);
    let other = library.indexer.clone();
    let ended = library.index_until(2, &pages(900), |_| {
        other.forget(PackageId(2)).unwrap();
        ControlFlow::Continue(())
    });
    assert_eq!(ended, Indexed::Forgotten);
    assert_eq!(library.titles("water"), ["Water"]);
    library.indexer.forget(PackageId(1)).unwrap();
    assert!(library.titles("water").is_empty());
    let tables = ["doc", "title_words_docsize", "text_words_docsize", "index_state"];
    assert_eq!(tables.map(|table| library.rows(table)), [0; 4]);
}

#[test]
fn what_a_cut_left_half_forgotten_is_finished() {
    let library = Library::new();
    library.index(2, &pages(300));
    library
        .database
        .write_blocking(|tx| Ok(tx.execute("update index_state set leaving = 1", [])?))
        .unwrap();
    library.indexer.finish_forgetting().unwrap();
    assert_eq!([library.rows("doc"), library.rows("index_state")], [0, 0]);
}

#[test]
fn another_folding_is_indexed_anew() {
    let library = Library::new();
    library.index(1, &[lesson(1, "Water", "")]);
    library
        .database
        .write_blocking(|tx| Ok(tx.execute("update index_state set words_version = 0", [])?))
        .unwrap();
    assert!(!library.indexer.progress(PackageId(1), "1").unwrap().unwrap().is_whole());
    library.index(1, &[lesson(1, "Water again", "")]);
    assert_eq!(library.titles("water"), ["Water again"]);
}

#[test]
fn looking_ends_when_time_is_over() {
    let library = Library::new();
    let docs: Vec<Doc> = (0..900).map(|n| lesson(n, "Same", "text")).collect();
    library.index(1, &docs);
    let clock = Clock::fixed(UnixMillis(0));
    let sql = "select rowid, bm25(text_words) from text_words where text_words match ?1";
    let seen = |span| {
        let deadline = Deadline::after(&clock, span);
        library
            .database
            .read_blocking(|conn| best(conn, sql, "text", 5_000, &deadline))
            .unwrap()
            .len()
    };
    assert_eq!((seen(Duration::ZERO), seen(Duration::from_secs(1))), (ROWS_UNWATCHED, 900));
}

#[test]
fn whatever_is_typed_gets_an_answer() {
    let library = Library::new();
    library.index(1, &[page("Water"), lesson(1, "AND OR NOT NEAR", "\" * ^ : ( )")]);
    let answer = |typed: &str| {
        library.find(&Question { typed, limit: 5, ..Question::default() });
        library.find(&Question {
            typed,
            package: Some(PackageId(1)),
            limit: 5,
            ..Question::default()
        });
        library.suggestions(typed, None);
        library.suggestions(typed, Some(1));
    };
    let nasty = [
        "\"",
        "AND",
        "NOT a",
        "a OR",
        "NEAR(a b, 2)",
        "{words}: a",
        "a* ^b -c",
        "\0",
        "'; drop table doc",
        "\u{E000}",
        "\u{E001}1",
        "ä\u{308}\u{308}",
        "(((((",
        "a\" OR \"b",
    ];
    nasty.into_iter().for_each(answer);
    answer(&"word ".repeat(50_000));
    answer(&"水".repeat(50_000));
    proptest::proptest!(proptest::prelude::ProptestConfig::with_cases(300), |(typed: String)| {
        answer(&typed);
    });
}
