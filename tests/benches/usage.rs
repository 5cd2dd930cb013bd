//! What counting costs a page, alone and with four threads at it; what the journal writes in a second.

#![expect(clippy::expect_used, reason = "a bench without its folder cannot go on")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chalkbox::base::{Clock, LessonId, Random, UnixMillis};
use chalkbox::store::{DataDir, Store};
use chalkbox::usage::{
    ActorKey, Beat, BoxEvent, BoxFacts, DeviceClass, LessonKind, LessonRef, Mark, NewVisit, Origin,
    Usage, VisitToken,
};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

const THREADS: u64 = 4;
const ROWS: u32 = 5_000;

fn open(folder: &Path) -> (Store, Arc<Usage>) {
    let _ = std::fs::remove_dir_all(folder);
    let data = DataDir::create(folder).expect("a folder");
    let (store, _) = Store::open(&data).expect("a store");
    let facts = BoxFacts {
        version: "bench".into(),
        built: UnixMillis(0),
        boot_id: None,
        time_zone: jiff::tz::TimeZone::UTC,
        serving: true,
    };
    let usage = Usage::open(store.usage.clone(), Clock::system(), Random::Kernel, facts)
        .expect("a journal");
    (store, usage)
}

fn begin(usage: &Usage, actor: u64) -> VisitToken {
    usage.begin_visit(NewVisit {
        actor: ActorKey(actor.to_string().into()),
        lesson: Arc::new(LessonRef {
            id: LessonId(1),
            package: "wiki".into(),
            activity: "urn:chalkbox:zim:wiki:A/Main".into(),
            title: "Wiki".into(),
            kind: LessonKind::Zim,
            language: "sw".into(),
            subject: None,
            mime: "text/html".into(),
            length: None,
        }),
        group_size: None,
        device: DeviceClass::Phone,
        mark: Mark::Pupil,
        origin: Origin::Home,
    })
}

fn measure(bench: &mut Criterion) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-usage");
    let (_store, usage) = open(&folder);
    let pages: Vec<String> = (0..1024).map(|page| format!("A/Page_number_{page}")).collect();
    let token = begin(&usage, 0);
    let mut turn = 0;
    bench.bench_function("page seen, one thread", |bencher| {
        bencher.iter(|| {
            turn = (turn + 1) % pages.len();
            black_box(usage.page_seen(&token, &pages[turn]))
        });
    });
    bench.bench_function("beat", |bencher| {
        let beat = Beat { active_ms: 30_000, ..Beat::default() };
        bencher.iter(|| black_box(usage.beat(&token, &beat)));
    });
    bench.bench_function("what a cookie stands for", |bencher| {
        bencher.iter(|| black_box(usage.visit(&token)));
    });
    let tokens: Vec<_> = (1..=THREADS).map(|actor| begin(&usage, actor)).collect();
    let mut group = bench.benchmark_group("four threads");
    group.throughput(Throughput::Elements(THREADS));
    group.bench_function("page seen", |bencher| {
        bencher.iter_custom(|turns| {
            let longest = AtomicU64::new(0);
            std::thread::scope(|threads| {
                for token in &tokens {
                    threads.spawn(|| {
                        let clock = Clock::system();
                        let start = clock.boottime();
                        for turn in 0..turns {
                            let page = usize::try_from(turn).unwrap_or(0) % pages.len();
                            black_box(usage.page_seen(token, &pages[page]));
                        }
                        let took = clock.boottime().saturating_sub(start).as_nanos();
                        longest
                            .fetch_max(u64::try_from(took).unwrap_or(u64::MAX), Ordering::Relaxed);
                    });
                }
            });
            std::time::Duration::from_nanos(longest.into_inner())
        });
    });
    group.finish();
    let mut group = bench.benchmark_group("journal");
    group.sample_size(10).throughput(Throughput::Elements(u64::from(ROWS)));
    group.bench_function("events written and synced", |bencher| {
        bencher.iter_batched(
            || (),
            |()| {
                for most in 0..ROWS {
                    usage.box_event(BoxEvent::Phones { hour: 9, most });
                }
                usage.flush_blocking().expect("written");
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
    drop(usage);
}

criterion_group!(benches, measure);
criterion_main!(benches);
