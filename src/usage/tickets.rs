//! What a visit's cookie stands for, in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::event::Stamp;
use super::journal::{Person, TicketRow, TokenKey};
use super::rules::{Tally, Watch};
use super::terms::{DeviceClass, Mark, Origin};
use super::{ActorKey, LessonRef, VisitToken, first_16};
use crate::base::UnixMillis;

/// Cookies that count at one time; beyond it the one unused the longest is ended. A phone that is
/// passed round a class of 50 uses a few for each child.
pub const VISITS_OPEN_MAX: usize = 1_000;

/// A visit that is about to begin.
#[derive(Clone, Debug)]
pub struct NewVisit {
    pub actor: ActorKey,
    pub lesson: Arc<LessonRef>,
    /// How many look at one phone, 1 to 5; none if nobody tapped.
    pub group_size: Option<u8>,
    pub device: DeviceClass,
    pub mark: Mark,
    pub origin: Origin,
}

/// What a cookie stands for.
#[derive(Clone, Debug)]
pub struct VisitView {
    pub lesson: Arc<LessonRef>,
    pub person: Person,
    pub actor: ActorKey,
    pub mark: Mark,
    pub group_size: Option<u8>,
    pub place: Place,
}

/// Where a visit stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Path of a ZIM's page, or number of a document's page.
    pub page: Option<String>,
    pub position_ms: Option<u64>,
}

/// What a live cookie stands for: a lesson, a person, and a visit while one is open.
pub(super) struct Ticket {
    pub key: TokenKey,
    pub actor: ActorKey,
    pub person: Person,
    pub lesson: Arc<LessonRef>,
    pub device: DeviceClass,
    pub mark: Mark,
    pub live: Mutex<Live>,
}

pub(super) struct Live {
    /// None after a restart: the disk knows its key only.
    pub token: Option<VisitToken>,
    pub origin: Origin,
    pub group: Option<u8>,
    pub place: Place,
    /// Last used, by boot time; from this run's start for tickets of an earlier one.
    pub seen_boot_ms: u64,
    pub seen_wall: UnixMillis,
    pub last_visit: i64,
    pub visit: Option<OpenVisit>,
}

pub(super) struct OpenVisit {
    pub number: i64,
    pub watch: Watch,
    pub tally: Tally,
    /// Something changed since the last fold.
    pub unsaved: bool,
    /// When the journal last heard how far the visit had come.
    pub told_boot_ms: u64,
    pub told_active_ms: u64,
}

pub(super) type Tickets = HashMap<TokenKey, Arc<Ticket>>;

impl Live {
    pub fn is_idle(&self, at: Stamp) -> bool {
        self.visit.as_ref().is_some_and(|visit| visit.watch.is_idle(at.boot_ms))
    }

    pub fn can_be_joined(&self, at: Stamp) -> bool {
        self.token.is_some() && self.visit.is_some() && !self.is_idle(at)
    }
}

impl Ticket {
    pub fn lock(&self) -> MutexGuard<'_, Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn row(&self, live: &Live) -> TicketRow {
        let state = live.visit.as_ref().and_then(|visit| serde_json::to_string(&visit.tally).ok());
        let actor = self.actor.clone();
        TicketRow { key: self.key, actor, visit: live.last_visit, seen: live.seen_wall, state }
    }
}

pub(super) fn token_key(token: &VisitToken) -> TokenKey {
    TokenKey(first_16(blake3::hash(&token.0)))
}
