//! A running box: bound listeners, both sites, background jobs, an orderly stop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::dispatch::Dispatch;
use super::jobs::{self, Works};
use super::phones::Phones;
use super::{Core, health};
use crate::board::Leases;
use crate::lessons::{Downloads, Homes, Lessons, kiwix, pages, tickets::Tickets};
use crate::people::attempts::Attempts;
use crate::people::hashing::Hashing;
use crate::people::passphrase::{Cost, HashError};
use crate::people::{self, Actor, Guests, People};
use crate::portal;
use crate::store::StoreError;
use crate::technician;
use crate::usage::{ActorKey, EndReason, Mark};
use crate::web::sites::Sites;
use crate::web::{Services, serve};

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
    stop: watch::Sender<bool>,
    listeners: JoinSet<()>,
    jobs: JoinSet<()>,
    seats: Arc<tokio::sync::Semaphore>,
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
    let portal = bind(listening.portal).await?;
    let lessons = bind(listening.lessons).await?;
    let addresses = (address(&portal, listening.portal), address(&lessons, listening.lessons));
    let (stop, stopping) = watch::channel(false);
    let phones = Arc::new(Phones::new(core.clock.clone()));
    let (dispatch, guests) = join_parts(&core, addresses, &phones, listening.mark)?;
    let seats = serve::seats();
    let mut listeners = JoinSet::new();
    for listener in [portal, lessons] {
        let dispatch = Arc::clone(&dispatch);
        let answer = move |request, phone| Arc::clone(&dispatch).answer(request, phone);
        listeners.spawn(serve::serve(listener, Arc::clone(&seats), stopping.clone(), answer));
    }
    let works =
        Works { core: Arc::clone(&core), guests: Arc::clone(&guests), phones, stop: stopping };
    let jobs = jobs::start(&works);
    let (portal, lessons) = addresses;
    Ok(Running { core, portal, lessons, guests, stop, listeners, jobs, seats })
}

async fn bind(at: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(at).await.map_err(|source| StartError::Listen { at, source })
}

/// Where a listener really is: port 0 became a free one.
fn address(listener: &TcpListener, asked: SocketAddr) -> SocketAddr {
    listener.local_addr().unwrap_or(asked)
}

fn join_parts(
    core: &Arc<Core>,
    (portal, lesson_site): (SocketAddr, SocketAddr),
    phones: &Arc<Phones>,
    mark: Mark,
) -> Result<(Arc<Dispatch>, Arc<Guests>), StartError> {
    let secret = core.secret()?;
    let services = Arc::new(Services {
        clock: core.clock.clone(),
        random: core.random.clone(),
        config: core.config.clone(),
        sites: Sites::new(&core.config, portal, lesson_site),
        texts: Arc::clone(&core.texts),
        secret: secret.clone(),
    });
    let guests = Arc::new(Guests::new(
        core.store.school.clone(),
        core.clock.clone(),
        core.random.clone(),
        secret,
    ));
    let people = Arc::new(People {
        services: Arc::clone(&services),
        guests: Arc::clone(&guests),
        handed_over: end_visits(core),
        hashing: Hashing::new(core.random.clone(), Cost::BOARD)?,
        attempts: Attempts::new(core.clock.clone()),
        setup: Arc::clone(&core.setup),
        accounts_changed: Arc::clone(&core.accounts_changed),
        leases: Leases::new(core.config.portal_leases.clone(), core.clock.clone()),
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
        .merge(portal::pages::routes(Arc::clone(&services), &people))
        .merge(technician::pages::routes(health::desk(core, &people, phones)))
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

/// "Someone else's turn" ends the visits too; on the disk before the next page shows.
fn end_visits(core: &Arc<Core>) -> people::pages::HandedOver {
    let usage = Arc::clone(&core.usage);
    Box::new(move |actor: Actor| {
        let usage = Arc::clone(&usage);
        Box::pin(async move {
            usage.end_all_of(&ActorKey(actor.journal_key().into()), EndReason::HandOver);
            if let Err(error) = usage.flush().await {
                // The visit has ended all the same; the journal is tried again each second.
                tracing::error!(error = %error, "a hand-over is not on the disk yet");
            }
            Ok(())
        })
    })
}

impl Running {
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
        while self.jobs.join_next().await.is_some() {}
        if let Err(error) = self.guests.save().await {
            tracing::error!(error = %error, "the last places were not saved");
        }
        let usage = Arc::clone(&self.core.usage);
        if let Err(error) = tokio::task::spawn_blocking(move || usage.stop()).await {
            tracing::error!(error = %error, "the journal was not closed in order");
        }
    }
}
