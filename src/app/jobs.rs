//! What happens in the background: a name, a period, a function. Nothing here keeps a page waiting.

use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Core;
use super::forgetting;
use super::phones::{Most, Phones};
use crate::board;
use crate::people::{Guests, recovery};
use crate::store::{self, StoreError};
use crate::usage::{BoxEvent, TICK};
use crate::web::serve::stopped;

const MEMORY_PERIOD: Duration = Duration::from_secs(5);
/// Whoever starts the box with a stick in it need not wait; whoever puts one in later waits a little, so that
/// an idle box rests.
const PRESENCE_AFTER: Duration = Duration::from_secs(5);
const PRESENCE_PERIOD: Duration = Duration::from_secs(30);
/// Copies after changes of accounts are at least this far apart.
const ACCOUNTS_APART: Duration = Duration::from_mins(1);
const CLOCK_PERIOD: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);
/// After the start: pages come first, and a box that is switched off each afternoon still gets its
/// copy every day.
const BACKUP_AFTER: Duration = Duration::from_mins(10);
/// After the rush of the first lesson; before the first copy is made of what it finds whole.
const CHECK_AFTER: Duration = Duration::from_mins(5);
/// What could not be indexed or checked (a full disk, a drive that was out) is tried again so often.
const LIBRARY_AGAIN: Duration = Duration::from_mins(10);
/// The cache of unpacked clusters is never made smaller than this: two of the usual size fit.
const CLUSTER_CACHE_FLOOR_BYTES: usize = 4 << 20;

/// Half a minute in which nobody asked for a cluster; the first reader afterwards waits some milliseconds
/// for a decode.
const CLUSTER_CACHE_IDLE_LOOKS: u32 = 6;

/// What jobs work on.
#[derive(Clone)]
pub struct Works {
    pub core: Arc<Core>,
    pub guests: Arc<Guests>,
    pub phones: Arc<Phones>,
    pub stop: watch::Receiver<bool>,
}

/// Starts all jobs; they end when the box stops.
pub fn start(works: &Works) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    jobs.spawn(repeat("tick", works.clone(), TICK, TICK, tick));
    jobs.spawn(repeat("memory", works.clone(), MEMORY_PERIOD, MEMORY_PERIOD, watch_memory));
    jobs.spawn(repeat("clock", works.clone(), Duration::ZERO, CLOCK_PERIOD, judge_clock));
    jobs.spawn(repeat("hour", works.clone(), HOUR, HOUR, tell_hour));
    jobs.spawn(repeat("check", works.clone(), CHECK_AFTER, DAY, check_and_sweep));
    jobs.spawn(repeat("backup", works.clone(), BACKUP_AFTER, DAY, back_up));
    jobs.spawn(repeat(
        "presence",
        works.clone(),
        PRESENCE_AFTER,
        PRESENCE_PERIOD,
        look_for_presence,
    ));
    let core = Arc::clone(&works.core);
    jobs.spawn(async move {
        if let Err(error) = forgetting::finish(core).await {
            tracing::error!(error = %error, "copies still hold a forgotten name; tried again later");
        }
    });
    jobs.spawn(follow_library(works.clone()));
    jobs.spawn(follow_accounts(works.clone()));
    jobs
}

async fn repeat<W, F>(name: &'static str, works: Works, first: Duration, period: Duration, work: W)
where
    W: Fn(Works) -> F + Send + 'static,
    F: Future<Output = ()> + Send,
{
    let mut stop = works.stop.clone();
    let mut wait = first;
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = stopped(&mut stop) => return,
        }
        // A bug met once must not end the job for good.
        if AssertUnwindSafe(work(works.clone())).catch_unwind().await.is_err() {
            tracing::error!(job = name, "a job ended badly; it is done again at its next time");
        }
        wait = period;
    }
}

/// Folds what visits and places gathered into two writes, and counts phones.
async fn tick(works: Works) {
    works.core.usage.tick();
    if let Some(Most { hour, phones }) = works.phones.count(works.core.hour()) {
        works.core.usage.box_event(BoxEvent::Phones { hour, most: phones });
    }
    if let Err(error) = works.guests.save().await {
        tracing::error!(error = %error, "places were not saved; tried again in 15 s");
    }
}

/// Under pressure the cache of clusters is halved each time; afterwards it grows back by quarters.
/// When nobody reads, other programs of the board get its memory.
async fn watch_memory(works: Works) {
    if works.core.clusters.rest(CLUSTER_CACHE_IDLE_LOOKS) {
        tracing::info!("nobody reads: unpacked clusters were given back");
    }
    let cache = &works.core.clusters;
    let most = works.core.cluster_cache_bytes;
    let now = cache.limit_bytes();
    if cache.held_bytes() == 0 && now == most {
        // There is nothing to give, and an idle box reads no files to learn that.
        return;
    }
    let Some(memory) = board::read_memory() else { return };
    let next = if memory.is_under_pressure() {
        (now / 2).max(CLUSTER_CACHE_FLOOR_BYTES.min(most))
    } else {
        now.saturating_add(most / 4).min(most)
    };
    if next != now {
        tracing::info!(cache.bytes = next, "the cache of unpacked clusters was resized");
        cache.resize(next);
    }
}

async fn judge_clock(works: Works) {
    blocking("clock", move || {
        works.core.judge_clock();
        Ok(())
    })
    .await;
}

async fn tell_hour(works: Works) {
    let usage = &works.core.usage;
    usage.box_event(BoxEvent::MinutesOn { minutes_on: usage.minutes_on() });
}

async fn check_and_sweep(works: Works) {
    if let Err(error) = works.guests.sweep().await {
        tracing::error!(error = %error, "old places were not swept");
    }
    let core = Arc::clone(&works.core);
    blocking("check", move || {
        for database in core.store.databases() {
            if !database.check_whole(&core.data)? {
                tracing::error!(
                    database = database.schema().name(),
                    "damage was found; the next start restores the newest backup"
                );
            }
        }
        Ok(())
    })
    .await;
    sweep(&works).await;
}

async fn back_up(works: Works) {
    if let Err(error) = forgetting::finish(Arc::clone(&works.core)).await {
        tracing::error!(error = %error, "copies still hold a forgotten name; tried again tomorrow");
    }
    // Each by itself: where one cannot be copied, the other still is.
    for database in [&works.core.store.school, &works.core.store.usage] {
        let (core, database) = (Arc::clone(&works.core), database.clone());
        blocking("backup", move || store::back_up(&core.data, &database)).await;
    }
}

/// What the work gave; `None`: it failed, and the log says how.
async fn blocking<T: Send + 'static>(
    name: &'static str,
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Option<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => return Some(done),
        Ok(Err(error)) => tracing::error!(job = name, error = %error, "a job failed"),
        Err(error) => tracing::error!(job = name, error = %error, "a job ended badly"),
    }
    None
}

/// What cut loads left in `staging/` must not fill a card that is switched off every few minutes.
async fn sweep(works: &Works) {
    let core = Arc::clone(&works.core);
    blocking("sweep", move || {
        if let Err(error) = core.loader.sweep() {
            tracing::error!(error = %error, "old copies were not swept");
        }
        Ok(())
    })
    .await;
}

/// After the start and after each change of the library: index what is new, compare checksums. What
/// must wait (a drive that is out) or failed is tried again later.
async fn follow_library(works: Works) {
    let mut stop = works.stop.clone();
    sweep(&works).await;
    loop {
        let (core, stopping) = (Arc::clone(&works.core), works.stop.clone());
        let whole = blocking("library", move || {
            let go_on = || {
                if *stopping.borrow() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let indexed = core.indexing.catch_up(&core.library, &go_on)?;
            let checked = core.loader.check_new(&go_on);
            if let Err(error) = &checked {
                tracing::warn!(error = %error, "checksums were not compared");
            }
            Ok(indexed.waiting == 0 && checked.is_ok())
        })
        .await;
        let again = if whole == Some(true) { DAY } else { LIBRARY_AGAIN };
        tokio::select! {
            () = works.core.library_changed.notified() => {}
            () = tokio::time::sleep(again) => {}
            () = stopped(&mut stop) => return,
        }
    }
}

/// After a change of an account: the newest backup knows the newest people.
async fn follow_accounts(works: Works) {
    let mut stop = works.stop.clone();
    loop {
        tokio::select! {
            () = works.core.accounts_changed.notified() => {}
            () = stopped(&mut stop) => return,
        }
        let core = Arc::clone(&works.core);
        blocking("accounts", move || {
            store::back_up(&core.data, &core.store.school)?;
            Ok(())
        })
        .await;
        tokio::select! {
            () = tokio::time::sleep(ACCOUNTS_APART) => {}
            () = stopped(&mut stop) => return,
        }
    }
}

/// A stick or the card with a file that asks for a code, which a technician comes back with.
async fn look_for_presence(works: Works) {
    let core = Arc::clone(&works.core);
    blocking("presence", move || {
        for asking in recovery::asking_files(&core.settings.now().presence) {
            core.answer_presence(&asking)?;
        }
        Ok(())
    })
    .await;
}
