//! The ZIM reader alone: a hot page from memory, and random pages of a file larger than the cache.
//!
//! The times are of the processor, not of the wall clock, so that other work beside disturbs little.
//! `CHALKBOX_ZIM` names an archive to measure with; without it one is made.

#![expect(clippy::expect_used, reason = "a bench without its file cannot go on")]

#[path = "../suite/kit/zim_maker/mod.rs"]
#[expect(dead_code, reason = "the suite uses the rest")]
mod zim_maker;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chalkbox::base::Random;
use chalkbox::formats::zim::{Archive, CacheLimits, ClusterCache, Content};
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{Criterion, criterion_group, criterion_main};
use zim_maker::ZimMaker;

const MIB: usize = 1024 * 1024;
const MADE_PAGES: usize = 10_000;
const CLUSTER_BYTES: usize = 2 * MIB;

/// Time that the kernel gave this thread, from `/proc/thread-self/schedstat`.
struct Processor;

fn processor_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanoseconds = text.split_whitespace().next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanoseconds.expect("a number"))
}

impl Measurement for Processor {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        processor_time()
    }

    fn end(&self, start: Duration) -> Duration {
        processor_time().saturating_sub(start)
    }

    fn add(&self, a: &Duration, b: &Duration) -> Duration {
        *a + *b
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

/// Pages of about 14 KB that pack about as well as text does.
fn make(path: &Path) {
    let random = Random::seeded(1);
    let words: Vec<String> = (0..4096).map(|_| random.token()[..7].to_owned()).collect();
    let mut maker = ZimMaker::new();
    maker.cluster_bytes(CLUSTER_BYTES);
    for number in 0..MADE_PAGES {
        let picks: [u8; 4000] = random.bytes();
        let text: String = picks
            .chunks_exact(2)
            .map(|pair| usize::from(u16::from_le_bytes([pair[0], pair[1]]) >> 4))
            .fold(String::new(), |text, pick| text + &words[pick % words.len()] + " ");
        maker.page(&format!("page/{number:06}"), "", &text);
    }
    maker.write(path);
}

fn archive_path() -> PathBuf {
    std::env::var_os("CHALKBOX_ZIM").map_or_else(
        || {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-zim.zim");
            if !path.exists() {
                make(&path);
            }
            path
        },
        PathBuf::from,
    )
}

fn open(held_bytes: usize) -> (Archive, Vec<String>) {
    let limits = CacheLimits { held_bytes, cluster_held_bytes_max: 16 * MIB, decoders_max: 2 };
    let archive = Archive::open(&archive_path(), &ClusterCache::new(limits)).expect("opens");
    let articles = archive.front_articles(0).expect("walks");
    let paths = articles.map(|step| archive.user_path(&step.entry.expect("readable")));
    let paths = paths.collect();
    (archive, paths)
}

fn len_of(content: &Content) -> u64 {
    black_box(content.len_bytes())
}

/// Paths in an order that repeats with the seed.
fn shuffled(paths: &[String]) -> impl Iterator<Item = &String> {
    let random = Random::seeded(2);
    std::iter::repeat_with(move || u64::from_le_bytes(random.bytes()))
        .map(|number| &paths[usize::try_from(number % paths.len() as u64).expect("small")])
}

fn hot(criterion: &mut Criterion<Processor>) {
    let (archive, paths) = open(8 * MIB);
    let path = &paths[paths.len() / 2];
    let entry = archive.find(path).expect("searches").expect("there");
    archive.read(&entry).expect("readable");
    criterion.bench_function("zim/hot: find and read from memory", |bench| {
        bench.iter(|| {
            let entry = archive.find_if_held(black_box(path)).expect("held");
            len_of(&archive.read_if_held(&entry).expect("held"))
        });
    });
}

fn find(criterion: &mut Criterion<Processor>) {
    let (archive, paths) = open(0);
    let mut order = shuffled(&paths);
    criterion.bench_function("zim/find: a random path, nothing remembered but probes", |bench| {
        bench.iter(|| order.next().map(|path| archive.find(path).expect("searches")));
    });
}

fn random(criterion: &mut Criterion<Processor>) {
    for held_mib in [8, 16, 64] {
        let (archive, paths) = open(held_mib * MIB);
        let mut order = shuffled(&paths);
        criterion.bench_function(&format!("zim/random: {held_mib} MiB held"), |bench| {
            bench.iter(|| {
                let path = order.next().expect("endless");
                let entry = archive.find(path).expect("searches").expect("there");
                let entry = archive.resolve(&entry).expect("leads somewhere");
                len_of(&archive.read(&entry).expect("readable"))
            });
        });
    }
}

fn opening(criterion: &mut Criterion<Processor>) {
    let path = archive_path();
    let held: Arc<ClusterCache> = ClusterCache::new(CacheLimits {
        held_bytes: 0,
        cluster_held_bytes_max: 16 * MIB,
        decoders_max: 1,
    });
    criterion.bench_function("zim/open", |bench| {
        bench.iter(|| Archive::open(black_box(&path), &held).expect("opens"));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(Processor);
    targets = opening, hot, find, random
}
criterion_main!(benches);
