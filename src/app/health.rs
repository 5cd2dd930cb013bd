//! How the box is: `/health` for whoever watches, `/metrics` for Prometheus, and what the technician's
//! desk shows of it.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::http::{Response, StatusCode};
use serde_json::json;

use super::Core;
use super::core::VERSION;
use super::phones::Phones;
use crate::board::{self, Health};
use crate::lessons::PackageState;
use crate::loading::{Job, JobState};
use crate::people::gates::{Gated, Gates, Passes};
use crate::people::{People, Role};
use crate::store::{Notice, Place};
use crate::technician::pages::Looked;
use crate::technician::views::{Load, LoadState, PackageLine, PackageState as Shown};
use crate::web::Fault;
use crate::web::fault;

pub fn routes(core: Arc<Core>, people: &Arc<People>) -> Gated {
    Gates::new(people)
        .get("/health", Passes::Anyone, health)
        .get("/metrics", Passes::OwnMachineOr(&[Role::Technician]), metrics)
        .with_state(core)
}

/// What is not well, each in a sentence; empty on a good day.
fn faults(core: &Core) -> Vec<String> {
    let mended = core.notices.iter().map(|notice| match notice {
        Notice::Restored { database, .. } => {
            format!(
                "{database}.db was damaged; the newest backup took its place. What came after it is lost."
            )
        }
        Notice::Begun { database, .. } => {
            format!("{database}.db was damaged and had no backup; a new one was begun.")
        }
        Notice::Returned { database, .. } => format!(
            "{database}.db was gone; the newest backup took its place. What came after it is lost."
        ),
        Notice::Lost { database } => {
            format!("{database}.db was gone and no backup was good; a new one was begun.")
        }
    });
    let unwritten = core.usage.queue_state().failing.then(|| {
        "The disk takes nothing more: what is used is not saved. Make room, or try another card."
            .into()
    });
    mended.chain(unwritten).chain(core.settings.faults()).chain(core.texts.faults()).collect()
}

async fn health(State(core): State<Arc<Core>>) -> Result<Response<Body>, Fault> {
    let journal = core.usage.queue_state();
    let writable = core.store.school.write(|_| Ok(())).await.is_ok() && !journal.failing;
    let answer = json!({
        "status": if writable { "ok" } else { "failing" },
        "version": VERSION,
        "uptime_seconds": core.clock.boottime().as_secs(),
        "packages": core.library.snapshot().packages().len(),
        "lessons": core.library.snapshot().lessons().len(),
        "journal": journal,
        "faults": faults(&core),
    });
    let mut response = fault::json(&answer)?;
    if !writable {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    Ok(response)
}

async fn metrics(State(core): State<Arc<Core>>) -> Result<Response<Body>, Fault> {
    let mut text = String::new();
    let mut line = |name: &str, kind: &str, help: &str, value: f64| {
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "# HELP chalkbox_{name} {help}\n# TYPE chalkbox_{name} {kind}\nchalkbox_{name} {value}\n"
        );
    };
    let counts = core.clusters.counts();
    let catalogue = core.library.snapshot();
    line(
        "uptime_seconds",
        "gauge",
        "Time since the board booted.",
        core.clock.boottime().as_secs_f64(),
    );
    line("packages", "gauge", "Packages in the library.", as_number(catalogue.packages().len()));
    line("lessons", "gauge", "Lessons in the library.", as_number(catalogue.lessons().len()));
    let held = core.clusters.held_bytes();
    line("clusters_held_bytes", "gauge", "Unpacked parts of ZIM files in memory.", as_number(held));
    let hits = counts.piece_hits + counts.cluster_hits;
    line("cluster_hits_total", "counter", "Pages found unpacked.", as_number(hits));
    line("cluster_decodes_total", "counter", "Parts unpacked.", as_number(counts.decodes));
    if let Some(memory) = board::read_memory() {
        let available = as_number(memory.available_bytes);
        line("memory_available_bytes", "gauge", "Memory left.", available);
    }
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Prometheus knows floating-point numbers only; ours are exact far beyond what a box has.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
fn as_number(count: impl TryInto<u64>) -> f64 {
    count.try_into().unwrap_or(u64::MAX) as f64
}

/// Reads `/proc`, `/sys` and a folder; waits for the disk.
pub(super) fn look(core: &Core, phones: &Phones) -> Looked {
    let health: Health = board::read_health(core.data.root(), &core.clock);
    let catalogue = core.library.snapshot();
    let packages = catalogue
        .packages()
        .iter()
        .map(|package| PackageLine {
            title: package.title.clone(),
            lessons: u32::try_from(catalogue.lessons_of(package.id).count()).unwrap_or(u32::MAX),
            size_bytes: package.size_bytes,
            state: match core.library.state(package.id) {
                PackageState::Whole => Shown::Whole,
                PackageState::Checking { .. } => Shown::Checking,
                PackageState::Missing(_) => Shown::Away,
                PackageState::Damaged(_) => Shown::Damaged,
            },
        })
        .collect();
    Looked {
        health,
        folder: core.data.root().display().to_string(),
        phones: phones.here(),
        clock: core.usage.clock_quality(),
        loads: core.loads.list().iter().flat_map(loads).chain(background(core)).collect(),
        packages,
        faults: faults(core),
        set_aside: set_aside(core),
    }
}

fn loads(job: &Job) -> Vec<Load> {
    let named = |state| {
        let path = job.paths.first();
        let name = path.and_then(|path| path.file_name()).unwrap_or_default();
        Load { name: name.to_string_lossy().into_owned(), state }
    };
    match &job.state {
        JobState::Waiting => vec![named(LoadState::Waiting)],
        JobState::Working { done_bytes, total_bytes, .. } if done_bytes < total_bytes => {
            let (done_bytes, all_bytes) = (*done_bytes, *total_bytes);
            vec![named(LoadState::Copying { done_bytes, all_bytes })]
        }
        JobState::Working { .. } => vec![named(LoadState::Checking(None))],
        JobState::Ended(outcomes) => outcomes
            .iter()
            .filter_map(crate::loading::LoadOutcome::refusal)
            .map(|(path, sentence)| Load {
                name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                state: LoadState::Failed(sentence.to_owned()),
            })
            .collect(),
    }
}

/// What goes on behind a load: checksums compared, words indexed.
fn background(core: &Core) -> Vec<Load> {
    let catalogue = core.library.snapshot();
    let checked = catalogue.packages().iter().filter_map(|package| {
        let PackageState::Checking { done, total } = core.library.state(package.id) else {
            return None;
        };
        let state = LoadState::Checking(Some((done, total)));
        Some(Load { name: package.title.clone(), state })
    });
    let indexed = core
        .indexing
        .progress()
        .map(|now| Load { name: now.title, state: LoadState::Indexing(now.done, now.total) });
    checked.chain(indexed).collect()
}

/// Names in `damaged/`; an unreadable folder is itself something to look at.
fn set_aside(core: &Core) -> Vec<String> {
    let folder = core.data.place(Place::Damaged);
    let Ok(entries) = std::fs::read_dir(&folder) else { return vec![folder.display().to_string()] };
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| std::path::Path::new(name).extension().is_some_and(|end| end == "db"))
        .collect();
    names.sort();
    names
}
