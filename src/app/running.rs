//! A running box: bound listeners, both sites, background jobs, an orderly stop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use super::dispatch::Dispatch;
use super::doors::Doors;
use super::jobs::{self, Works};
use super::phones::{Most, Phones};
use super::{Core, desks, health};
use crate::board::Leases;
use crate::lessons::{Downloads, Homes, Lessons, kiwix, pages, tickets::Tickets};
use crate::people::attempts::Attempts;
use crate::people::hashing::Hashing;
use crate::people::passphrase::{Cost, HashError};
use crate::people::{self, Guests, People};
use crate::portal;
use crate::store::StoreError;
use crate::usage::{ActorKey, BoxEvent, EndReason, Mark};
use crate::web::sites::Sites;
use crate::web::{Services, serve};

/// How long background jobs may take to end at a stop: none of them is harmed by a cut, but visits
/// must be ended before whoever stops the box loses patience.
const LAST_JOBS: Duration = Duration::from_secs(5);

/// Where to listen, and whose use is recorded.
pub struct Listening {
    pub portal: SocketAddr,
    pub lessons: SocketAddr,
    pub mark: Mark,
}

/// A box that serves. Dropping it stops nothing: call `stop`.
pub struct Running {
    pub core: Arc<Core>,
    pub portal: SocketAddr,
    pub lessons: SocketAddr,
    pub guests: Arc<Guests>,
    pub dispatch: Arc<Dispatch>,
    restart: Arc<Notify>,
    stop: watch::Sender<bool>,
    listeners: JoinSet<()>,
    jobs: JoinSet<()>,
    seats: Arc<tokio::sync::Semaphore>,
    phones: Arc<Phones>,
}

/// Why a box does not serve.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("Nothing can listen at {at}: {source}. Is another program there already?")]
    Listen { at: SocketAddr, source: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Hash(#[from] HashError),
}

/// Binds both listeners, then starts everything. Pages are answered when this returns.
pub async fn start(core: Arc<Core>, listening: Listening) -> Result<Running, StartError> {
    start_at(core, &Doors::open(&listening).await?)
}

/// Starts everything at sockets that are open already. Must be called within a runtime.
pub fn start_at(core: Arc<Core>, doors: &Doors) -> Result<Running, StartError> {
    let (portal, lessons) = (doors.portal.at, doors.lessons.at);
    let (stop, stopping) = watch::channel(false);
    let phones = Arc::new(Phones::new(core.clock.clone()));
    let restart = Arc::new(Notify::new());
    let (dispatch, guests) = join_parts(&core, (portal, lessons), &phones, &restart, doors.mark)?;
    let seats = serve::seats();
    let mut listeners = JoinSet::new();
    for listener in [doors.portal.listener()?, doors.lessons.listener()?] {
        let dispatch = Arc::clone(&dispatch);
        let answer = move |request, phone| Arc::clone(&dispatch).answer(request, phone);
        listeners.spawn(serve::serve(listener, Arc::clone(&seats), stopping.clone(), answer));
    }
    let works = Works {
        core: Arc::clone(&core),
        guests: Arc::clone(&guests),
        phones: Arc::clone(&phones),
        stop: stopping,
    };
    let jobs = jobs::start(&works);
    Ok(Running {
        core,
        portal,
        lessons,
        guests,
        dispatch,
        restart,
        stop,
        listeners,
        jobs,
        seats,
        phones,
    })
}

fn join_parts(
    core: &Arc<Core>,
    (portal, lesson_site): (SocketAddr, SocketAddr),
    phones: &Arc<Phones>,
    restart: &Arc<Notify>,
    mark: Mark,
) -> Result<(Arc<Dispatch>, Arc<Guests>), StartError> {
    let secret = core.secret()?;
    let services = Arc::new(Services {
        clock: core.clock.clone(),
        random: core.random.clone(),
        settings: Arc::clone(&core.settings),
        sites: Sites::new(&core.settings.now(), portal, lesson_site),
        texts: Arc::clone(&core.texts),
        secret: secret.clone(),
    });
    let guests = Arc::new(Guests::open(
        core.store.school.clone(),
        core.clock.clone(),
        core.random.clone(),
        secret,
        end_visits(core),
    )?);
    let people = Arc::new(People {
        services: Arc::clone(&services),
        guests: Arc::clone(&guests),
        written: written(core),
        learn: people::learn::Learn::new(core.clock.clone()),
        hashing: Hashing::new(core.random.clone(), Cost::BOARD)?,
        attempts: Attempts::new(core.clock.clone()),
        setup: Arc::clone(&core.setup),
        accounts_changed: Arc::clone(&core.accounts_changed),
        leases: Leases::new(core.settings.now().portal_leases.clone(), core.clock.clone()),
    });
    // One server runs on a data folder, whose lock the core holds.
    let _ = core.people.set(Arc::clone(&people));
    let lessons = Arc::new(Lessons {
        services: Arc::clone(&services),
        people: Arc::clone(&people),
        library: Arc::clone(&core.library),
        usage: Arc::clone(&core.usage),
        index: core.store.library.clone(),
        tickets: Tickets::new(core.clock.clone(), core.random.clone()),
        downloads: Downloads::default(),
        homes: Homes::default(),
        coming: coming(core),
        mark,
    });
    let portal = pages::portal_routes(Arc::clone(&lessons))
        .merge(people::pages::routes(Arc::clone(&people)))
        .merge(portal::pages::routes(&people))
        .merge(desks::routes(core, &people, phones, restart))
        .merge(health::routes(Arc::clone(core), &people))
        .merge(kiwix::catalogue_routes(Arc::clone(&lessons)));
    let lesson_site = pages::lesson_routes(Arc::clone(&lessons))
        .merge(kiwix::catalogue_routes(Arc::clone(&lessons)))
        .merge(kiwix::search_routes(Arc::clone(&lessons)));
    let phones = Arc::clone(phones);
    let dispatch = Dispatch { services, lessons, phones, portal, lesson_site };
    Ok((Arc::new(dispatch), guests))
}

fn coming(core: &Arc<Core>) -> Box<dyn Fn() -> u32 + Send + Sync> {
    let core = Arc::clone(core);
    Box::new(move || core.loads.unfinished())
}

/// Whoever leaves a phone leaves their lessons too.
fn end_visits(core: &Arc<Core>) -> people::Left {
    let usage = Arc::clone(&core.usage);
    Box::new(move |key: &str| usage.end_all_of(&ActorKey(key.into()), EndReason::HandOver))
}

/// The end of a visit is on the disk before the next page shows.
fn written(core: &Arc<Core>) -> people::pages::Written {
    let usage = Arc::clone(&core.usage);
    Box::new(move || {
        let usage = Arc::clone(&usage);
        Box::pin(async move {
            if let Err(error) = usage.flush().await {
                // The visit has ended all the same; the journal is tried again each second.
                tracing::error!(error = %error, "a hand-over is not on the disk yet");
            }
        })
    })
}

impl Running {
    /// Waits until a technician asks that the box starts anew.
    pub async fn restart_asked(&self) {
        self.restart.notified().await;
    }

    /// Told when the box stops.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// Stops in order: no new answers, the last ones given, everything written.
    pub async fn stop(mut self) {
        // Listeners that are gone already need not be told.
        let _ = self.stop.send(true);
        while self.listeners.join_next().await.is_some() {}
        serve::last_answers(&self.seats).await;
        let jobs = async { while self.jobs.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST_JOBS, jobs).await.is_err() {
            tracing::info!("a background job was cut off at the stop");
        }
        if let Err(error) = self.guests.save().await {
            tracing::error!(error = %error, "the last places were not saved");
        }
        let usage = Arc::clone(&self.core.usage);
        if let Some(Most { hour, phones }) = self.phones.take() {
            usage.box_event(BoxEvent::Phones { hour, most: phones });
        }
        if let Err(error) = tokio::task::spawn_blocking(move || usage.stop()).await {
            tracing::error!(error = %error, "the journal was not closed in order");
        }
    }
}
