//! Finding lessons in nine languages, and every kind of text without harm.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::kit::{Folder, shared_data};
use chalkbox::base::{Clock, LessonId, PackageId, UnixMillis};
use chalkbox::lessons::search::{Doc, Hits, Indexed, Indexer, Question, search};
use chalkbox::store::{DataDir, Database, Store};

/// A library in a folder of its own, gone with the test.
struct Library {
    _folder: Folder,
    database: Database,
}

impl Library {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        let (store, _) = Store::open(&DataDir::create(&folder.path("data")).unwrap()).unwrap();
        Self { _folder: folder, database: store.library }
    }

    fn index(&self, package: i64, docs: &[Doc]) {
        let total = u32::try_from(docs.len()).unwrap();
        let from = |start: u32| docs.iter().skip(start as usize).cloned();
        let indexed = Indexer::new(self.database.clone())
            .index_package(PackageId(package), "1", total, from, |_| ControlFlow::Continue(()))
            .unwrap();
        assert_eq!(indexed, Indexed::Whole);
    }

    fn find(&self, typed: &str, language: &str) -> Hits {
        let clock = Clock::fixed(UnixMillis(0));
        let question = Question { typed, languages: &[language], limit: 20, ..Question::default() };
        self.database.read_blocking(|conn| search(conn, &clock, &question)).unwrap()
    }
}

#[derive(serde::Deserialize)]
struct Language {
    lessons: Vec<(String, String)>,
    questions: Vec<Asked>,
}

#[derive(serde::Deserialize)]
struct Asked {
    typed: String,
    finds: Vec<i64>,
}

/// Lesson numbers of different languages lie this far apart.
const APART: i64 = 100;

#[test]
fn five_questions_in_each_language_find_their_lessons() {
    let table: BTreeMap<String, Language> =
        toml::from_str(include_str!("../data/search_languages.toml")).unwrap();
    let library = Library::new("languages");
    for (package, (language, part)) in (1..).zip(&table) {
        let docs: Vec<Doc> = (0..)
            .zip(&part.lessons)
            .map(|(number, (title, text))| Doc {
                lesson: LessonId(package * APART + number),
                page: None,
                title: title.clone(),
                text: text.clone(),
                language: language.clone(),
            })
            .collect();
        library.index(package, &docs);
    }
    for (package, (language, part)) in (1..).zip(&table) {
        assert_eq!(part.questions.len(), 5, "{language}");
        for Asked { typed, finds } in &part.questions {
            let hits = library.find(typed, language).hits;
            let mut own: Vec<i64> = hits
                .iter()
                .filter(|hit| hit.language == *language)
                .map(|hit| hit.lesson.0 - package * APART)
                .collect();
            own.sort_unstable();
            assert_eq!(&own, finds, "{language}: {typed}: {hits:?}");
            assert_eq!(hits[0].language, *language, "the reader's language first: {typed}");
        }
    }
}

#[derive(serde::Deserialize)]
struct SampleTable {
    query: Vec<SampleQuery>,
}

#[derive(serde::Deserialize)]
struct SampleQuery {
    language: String,
    text: String,
    expect: String,
}

/// The sample library's lessons, and those of languages that it does not have, by path.
fn sample_lessons(root: &Path) -> Vec<(String, Doc)> {
    let mut lessons = Vec::new();
    for folder in ["web-assets/sample", "tests/data/search"].map(|folder| root.join(folder)) {
        let mut waiting = vec![folder.clone()];
        while let Some(next) = waiting.pop() {
            for entry in std::fs::read_dir(&next).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    waiting.push(entry);
                } else if entry.extension().is_some_and(|end| end == "md") {
                    let path = entry.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
                    lessons.push((path, entry));
                }
            }
        }
    }
    lessons.sort();
    let read = |(number, (path, file)): (i64, (String, PathBuf))| {
        let text = std::fs::read_to_string(file).unwrap();
        let title = text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(&path);
        let doc = Doc {
            lesson: LessonId(number),
            page: None,
            title: title.to_owned(),
            language: path.split('/').next().unwrap().to_owned(),
            text,
        };
        (path, doc)
    };
    (1..).zip(lessons).map(read).collect()
}

#[test]
fn what_a_child_types_finds_the_sample_lesson_first() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("tests/data/search_table.toml")).unwrap();
    let table: SampleTable = toml::from_str(&table).unwrap();
    let lessons = sample_lessons(root);
    let library = Library::new("sample");
    library.index(1, &lessons.iter().map(|(_, doc)| doc.clone()).collect::<Vec<_>>());
    for SampleQuery { language, text, expect } in &table.query {
        let hits = library.find(text, language).hits;
        let first =
            hits.first().map(|hit| lessons[usize::try_from(hit.lesson.0).unwrap() - 1].0.as_str());
        assert_eq!(first, Some(expect.as_str()), "{language}: {text}: {hits:?}");
    }
    println!("{} questions, {} lessons", table.query.len(), lessons.len());
}

#[test]
fn every_line_of_a_long_text_finds_its_text() {
    let Some(folder) = shared_data("tokenise") else {
        println!("0 files read: no shared data here");
        return;
    };
    let library = Library::new("texts");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for (number, file) in (1..).zip(&files) {
        let text = std::fs::read_to_string(file).unwrap();
        let doc = Doc {
            lesson: LessonId(number),
            page: None,
            title: file.file_stem().unwrap().to_string_lossy().into_owned(),
            text,
            language: String::new(),
        };
        library.index(number, &[doc]);
    }
    for (number, file) in (1..).zip(&files) {
        let text = std::fs::read_to_string(file).unwrap();
        for line in text.lines().filter(|line| !line.trim().is_empty()).step_by(7) {
            let hits = library.find(line, "").hits;
            assert!(hits.iter().any(|hit| hit.lesson == LessonId(number)), "{file:?}: {line}");
        }
    }
    println!("{} files read", files.len());
}
