//! What indexing, suggesting and searching cost on 20,000 titles and 2,000 texts.
//!
//! Beside criterion's own figures it prints what criterion does not measure: bytes a title, the mean and
//! the slowest hundredth of suggestions, no question twice, and the memory that indexing 10,000 texts takes.

#![expect(clippy::unwrap_used, reason = "a bench that fails should say where")]
#![expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]

use std::collections::HashSet;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use chalkbox::base::{Clock, LessonId, PackageId};
use chalkbox::lessons::search::{Doc, Indexer, Question, search, suggest};
use chalkbox::store::{DataDir, Database, Store};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

const TITLES: usize = 20_000;
const TEXTS: usize = 10_000;
const TEXT_BYTES: usize = 2_500;

/// Made-up words by a fixed seed, some common and most rare, as in a language.
struct Words {
    known: Vec<String>,
    /// 1, 2, 3 ... one for each word.
    ranks: Vec<f64>,
    state: u64,
}

impl Words {
    fn new() -> Self {
        const SYLLABLES: [&str; 24] = [
            "ba", "ke", "ri", "to", "sun", "wa", "ter", "mo", "na", "li", "gra", "phy", "es", "in",
            "der", "cal", "pro", "con", "sta", "the", "is", "ya", "qu", "ou",
        ];
        let mut made =
            Self { known: Vec::new(), ranks: (1..=8_000).map(f64::from).collect(), state: 42 };
        let words = (0..8_000).map(|_| {
            let syllables = 1 + made.below(4);
            (0..syllables).map(|_| SYLLABLES[made.below(SYLLABLES.len())]).collect()
        });
        let words = words.collect();
        made.known = words;
        made
    }

    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % u64::try_from(end).unwrap()).unwrap()
    }

    /// As in a language: the n-th word is as common as 1/n.
    fn word(&mut self) -> &str {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        let floor = (self.known.len() as f64).powf(share);
        &self.known[self.ranks.partition_point(|rank| *rank <= floor) - 1]
    }

    fn line(&mut self, words: usize) -> String {
        let mut line = String::new();
        for _ in 0..words {
            line.push_str(self.word());
            line.push(' ');
        }
        line.pop();
        line
    }
}

struct Library {
    folder: PathBuf,
    database: Database,
    titles: Vec<String>,
}

impl Library {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("chalkbox-bench-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let (store, _) = Store::open(&DataDir::create(&folder).unwrap()).unwrap();
        let mut words = Words::new();
        let titles = (0..TITLES).map(|_| {
            let count = 1 + words.below(5);
            words.line(count)
        });
        Self { folder, database: store.library, titles: titles.collect() }
    }

    fn index(&self, package: i64, total: usize, docs: impl Iterator<Item = Doc>) -> Duration {
        let clock = Clock::system();
        let start = clock.boottime();
        Indexer::new(self.database.clone())
            .index_package(
                PackageId(package),
                "1",
                u32::try_from(total).unwrap(),
                |_| docs,
                |_| ControlFlow::Continue(()),
            )
            .unwrap();
        clock.boottime().saturating_sub(start)
    }

    fn index_titles(&self) -> Duration {
        let pages = self.titles.iter().map(|title| Doc {
            lesson: LessonId(1),
            page: Some(title.replace(' ', "_")),
            title: title.clone(),
            text: String::new(),
            language: "en".into(),
        });
        self.index(1, TITLES, pages)
    }

    fn index_texts(&self) -> Duration {
        let mut words = Words::new();
        let lessons = (0..i64::try_from(TEXTS).unwrap()).map(|number| {
            let mut text = String::new();
            while text.len() < TEXT_BYTES {
                text.push_str(words.word());
                text.push(' ');
            }
            Doc {
                lesson: LessonId(10 + number),
                page: None,
                title: words.line(3),
                text,
                language: "en".into(),
            }
        });
        self.index(2, TEXTS, lessons)
    }

    /// Bytes in the tables whose names begin with `prefix`.
    fn bytes(&self, prefix: &str) -> i64 {
        let sql = format!("select coalesce(sum(length(block)), 0) from {prefix}_data");
        self.database.read_blocking(|conn| Ok(conn.query_row(&sql, [], |row| row.get(0))?)).unwrap()
    }

    /// Beginnings of titles, no question twice, as many of each length as there are.
    fn typed(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let mut words = Words::new();
        let beginnings = (0..TITLES).map(|_| {
            let title = &self.titles[words.below(TITLES)];
            title[..=words.below(title.len().min(24))].trim_end().to_owned()
        });
        beginnings.filter(|typed| seen.insert(typed.clone())).collect()
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The most memory this process has held, in KiB.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

/// Microseconds of each suggestion, the quickest question first. Of five passes over all questions each
/// counts with its best, so that what else the machine does meanwhile counts little.
fn suggestion_micros(library: &Library, typed: &[&String]) -> Vec<f64> {
    let clock = Clock::system();
    let mut micros = vec![f64::MAX; typed.len()];
    for _ in 0..5 {
        for (typed, best) in typed.iter().zip(&mut micros) {
            let question =
                Question { typed, package: Some(PackageId(1)), limit: 10, ..Question::default() };
            let one = |conn: &_| {
                let start = clock.boottime();
                black_box(suggest(conn, &question)?);
                *best = best.min(clock.boottime().saturating_sub(start).as_secs_f64() * 1e6);
                Ok(())
            };
            library.database.read_blocking(one).unwrap();
        }
    }
    micros.sort_unstable_by(f64::total_cmp);
    micros
}

type Belongs = fn(&str) -> bool;

fn print_suggestions(library: &Library, typed: &[String]) {
    let groups: [(&str, Belongs); 5] = [
        ("one letter", |typed| typed.len() == 1),
        ("two letters", |typed| typed.len() == 2),
        ("three and more", |typed| typed.len() > 2 && !typed.contains(' ')),
        ("several words", |typed| typed.contains(' ')),
        ("all", |_| true),
    ];
    for (name, belongs) in groups {
        let chosen: Vec<&String> = typed.iter().filter(|typed| belongs(typed)).collect();
        let micros = suggestion_micros(library, &chosen);
        let mean = micros.iter().sum::<f64>() / micros.len() as f64;
        println!(
            "suggest, {name}: {} questions, mean {mean:.1} µs, p50 {:.1}, p99 {:.1}",
            micros.len(),
            micros[micros.len() / 2],
            micros[micros.len() * 99 / 100],
        );
    }
}

fn measure(criterion: &mut Criterion) {
    let library = Library::new("search");
    let before = peak_kib();
    let texts = library.index_texts();
    println!("index {TEXTS} texts: {texts:?}, peak {} KiB, {before} before", peak_kib());
    println!(
        "{} bytes of index a text",
        library.bytes("text_words") / i64::try_from(TEXTS).unwrap()
    );
    let lesson_bytes = library.bytes("title_words");
    println!("index {TITLES} titles: {:?}", library.index_titles());
    let bytes = library.bytes("title_words") - lesson_bytes;
    println!("{} bytes of index a title", bytes / i64::try_from(TITLES).unwrap());
    let typed = library.typed();
    print_suggestions(&library, &typed);

    let clock = Clock::system();
    let mut next = typed.iter().cycle();
    criterion.bench_function("suggest", |bencher| {
        bencher.iter(|| {
            let typed = next.next().unwrap();
            let question =
                Question { typed, package: Some(PackageId(1)), limit: 10, ..Question::default() };
            library.database.read_blocking(|conn| suggest(conn, &question)).unwrap()
        });
    });
    let mut words = Words::new();
    for count in [1, 2, 4] {
        criterion.bench_with_input(BenchmarkId::new("search", count), &count, |bencher, count| {
            bencher.iter(|| {
                let typed = words.line(*count);
                let question = Question { typed: &typed, limit: 20, ..Question::default() };
                library.database.read_blocking(|conn| search(conn, &clock, &question)).unwrap()
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().measurement_time(Duration::from_secs(3)).without_plots();
    targets = measure
}
criterion_main!(benches);
