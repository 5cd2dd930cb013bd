//! The journal and the open visits of one running Chalkbox: opened once, shared by every page.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use jiff::tz::TimeZone;

use super::event::{BoxEvent, Fact, Search, Stamp};
use super::export::{Export, ExportError};
use super::journal::{Journal, NewRun, Person};
use super::leftover;
use super::queue::{Entry, Need, QueueState};
use super::rules::{self, TICKET_LIFE_MS};
use super::status::{self, Gap, Status};
use super::terms::{ClockQuality, EndReason, Mark};
use super::tickets::{Ticket, Tickets};
use super::{ActorKey, JournalError, LessonRef, first_16};
use crate::base::{Clock, Random, UnixMillis};
use crate::store::{Database, StoreError};

/// How often `tick` is to be called: at most this much active time is lost in a power cut.
pub const TICK: Duration = Duration::from_secs(15);

/// With nobody there, the mark that the box is alive is written more rarely, for the card's sake.
const ALIVE_MARK_MS: u64 = 60 * 1000;

/// How often the journal itself is told how far an open visit has come.
const ACTIVE_EVENT_MS: u64 = 5 * 60 * 1000;

/// What the journal must know about the box.
#[derive(Clone, Debug)]
pub struct BoxFacts {
    pub version: String,
    /// When this Chalkbox was built: no earlier wall time is believed.
    pub built: UnixMillis,
    /// `kernel_boot_id()` on a box.
    pub boot_id: Option<String>,
    /// `box.time_zone`: where a day ends.
    pub time_zone: TimeZone,
    /// A server ends what a power cut left open; a command leaves it alone.
    pub serving: bool,
}

/// Shared by every page; see the part's promise.
pub struct Usage {
    pub(super) journal: Journal,
    pub(super) random: Random,
    database: Database,
    clock: Clock,
    facts: BoxFacts,
    key: [u8; 32],
    /// `ClockQuality::rank`, or 255 for "not judged".
    judged: std::sync::atomic::AtomicU8,
    tickets: RwLock<Tickets>,
    next_visit: AtomicI64,
    opened: Stamp,
    marked_boot_ms: AtomicU64,
    stopped: AtomicBool,
}

const NOT_JUDGED: u8 = u8::MAX;

impl Usage {
    /// Draws a run id, ends what an earlier run left open, and begins to write. Waits for no disk but
    /// to read: the first commit follows within a second.
    pub fn open(
        database: Database,
        clock: Clock,
        random: Random,
        facts: BoxFacts,
    ) -> Result<Arc<Self>, StoreError> {
        let earlier = database.read_blocking(leftover::read)?;
        let opened = stamp(&clock, None, facts.built);
        let drawn: [u8; 32] = random.bytes();
        let run = NewRun {
            id: random.token(),
            boot_id: facts.boot_id.clone(),
            serving: facts.serving,
            version: facts.version.clone(),
            opened,
            new_key: earlier.key.is_none().then_some(drawn),
        };
        let usage = Arc::new(Self {
            journal: Journal::start(database.clone(), run)?,
            random,
            database,
            clock,
            key: earlier.key.unwrap_or(drawn),
            judged: NOT_JUDGED.into(),
            tickets: RwLock::default(),
            next_visit: (earlier.last_visit + 1).into(),
            opened,
            marked_boot_ms: opened.boot_ms.into(),
            stopped: AtomicBool::new(false),
            facts,
        });
        if usage.facts.serving {
            let version = usage.facts.version.clone();
            if let Some(from) = earlier.version.clone().filter(|from| *from != version) {
                usage.box_event(BoxEvent::Version { from, to: version.clone() });
            }
            usage.box_event(BoxEvent::Start { version });
            usage.end_what_was_left(earlier);
        }
        Ok(usage)
    }

    /// When something happens now.
    pub(super) fn stamp(&self) -> Stamp {
        let judged = ClockQuality::from_rank(self.judged.load(Ordering::Relaxed));
        stamp(&self.clock, judged, self.facts.built)
    }

    /// From now on the wall clock is this good: its judge says so.
    pub fn judge_clock(&self, quality: ClockQuality) {
        self.judged.store(quality.rank(), Ordering::Relaxed);
    }

    /// How far the wall clock can be trusted now.
    pub fn clock_quality(&self) -> ClockQuality {
        self.stamp().quality
    }

    /// What waits to be written down.
    pub fn queue_state(&self) -> QueueState {
        self.journal.queue.state()
    }

    pub fn run_id(&self) -> &str {
        &self.journal.run_id
    }

    /// The pseudonym of a guest or learner on this box.
    pub fn person(&self, actor: &ActorKey) -> Person {
        Person(first_16(blake3::keyed_hash(&self.key, actor.0.as_bytes())))
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub(super) fn next_visit(&self) -> i64 {
        self.next_visit.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn tickets(&self) -> RwLockReadGuard<'_, Tickets> {
        self.tickets.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tickets_mut(&self) -> RwLockWriteGuard<'_, Tickets> {
        self.tickets.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody searched. The words stay where they are.
    pub fn searched(&self, search: Search) {
        self.journal.event(self.stamp(), Need::Detail, None, Fact::Search(search));
    }

    /// A lesson was saved on a phone.
    pub fn downloaded(&self, lesson: Arc<LessonRef>, bytes: u64, mark: Mark) {
        self.journal.event(
            self.stamp(),
            Need::Detail,
            None,
            Fact::Download { lesson, bytes, mark },
        );
    }

    pub fn box_event(&self, event: BoxEvent) {
        self.journal.event(self.stamp(), Need::Needed, None, Fact::Box(event));
    }

    /// For how long this run has been going.
    pub fn minutes_on(&self) -> u64 {
        self.stamp().boot_ms.saturating_sub(self.opened.boot_ms) / 60_000
    }

    /// Ends idle visits, and folds what the others gathered into one write. To be called each `TICK`.
    pub fn tick(&self) {
        let at = self.stamp();
        let mut gone = Vec::new();
        let mut folded = false;
        for ticket in self.tickets().values() {
            folded |= self.fold(ticket, at);
            if at.boot_ms.saturating_sub(ticket.lock().seen_boot_ms) >= TICKET_LIFE_MS {
                gone.push(ticket.key);
            }
        }
        for key in gone {
            if let Some(ticket) = self.tickets_mut().remove(&key) {
                self.close(&ticket, &mut ticket.lock(), EndReason::Idle, at, true);
            }
        }
        let since_mark = at.boot_ms.saturating_sub(self.marked_boot_ms.load(Ordering::Relaxed));
        if self.facts.serving && (folded || since_mark >= ALIVE_MARK_MS) {
            self.marked_boot_ms.store(at.boot_ms, Ordering::Relaxed);
            self.journal.queue.push(at, Need::Needed, [Entry::Alive(at)]);
        }
    }

    /// True when the ticket's visit had something to write.
    fn fold(&self, ticket: &Ticket, at: Stamp) -> bool {
        let mut live = ticket.lock();
        let Some(visit) = live.visit.as_mut() else { return false };
        if visit.watch.is_idle(at.boot_ms) {
            self.close(ticket, &mut live, EndReason::Idle, at, false);
            return true;
        }
        // With a slow disk the fold waits: the next one says the same and more.
        if !visit.unsaved || !self.journal.queue.has_room() {
            return false;
        }
        visit.unsaved = false;
        let due = at.boot_ms.saturating_sub(visit.told_boot_ms) >= ACTIVE_EVENT_MS;
        if due && visit.tally.active_ms > visit.told_active_ms {
            (visit.told_boot_ms, visit.told_active_ms) = (at.boot_ms, visit.tally.active_ms);
            let fact = Fact::Active {
                active_ms: visit.tally.active_ms,
                position_ms: visit.tally.position_ms,
            };
            self.journal.event(at, Need::Detail, Some(visit.number), fact);
        }
        self.journal.queue.push(at, Need::Needed, [Entry::Keep(ticket.row(&live))])
    }

    /// Everything told before this call is on the disk when it returns `Ok`.
    pub async fn flush(&self) -> Result<(), JournalError> {
        self.journal.flush().await
    }

    /// `flush` for threads that may block.
    pub fn flush_blocking(&self) -> Result<(), JournalError> {
        self.journal.flush_blocking()
    }

    /// An orderly stop: ends every visit (their cookies count again after the next start), writes all
    /// that waits, and takes no more. Blocks until it is on the disk.
    pub fn stop(&self) {
        if self.stopped.swap(true, Ordering::Relaxed) {
            return;
        }
        let at = self.stamp();
        for ticket in self.tickets().values() {
            let mut live = ticket.lock();
            if live.visit.is_some() {
                self.close(ticket, &mut live, EndReason::Stop, at, false);
            }
        }
        if self.facts.serving {
            self.journal.queue.push(at, Need::Needed, [Entry::Alive(at)]);
            self.box_event(BoxEvent::Stop { minutes_on: self.minutes_on() });
        }
        self.journal.close();
    }

    /// Visits that are open now; asks no disk.
    pub fn open_visits(&self) -> usize {
        self.tickets().values().filter(|ticket| ticket.lock().visit.is_some()).count()
    }

    /// What `usage status` shows; blocks, and reads the whole journal.
    pub fn status(&self) -> Result<Status, StoreError> {
        Ok(Status {
            run_id: self.journal.run_id.clone(),
            minutes_on: self.minutes_on(),
            open_visits: self.open_visits(),
            queue: self.queue_state(),
            stored: status::stored(&self.database)?,
        })
    }

    /// Runs whose sequence has a gap: none, unless the journal was tampered with.
    pub fn check_gapless(&self) -> Result<Vec<Gap>, StoreError> {
        status::check_gapless(&self.database)
    }

    /// Writes an export of everything told so far; blocks.
    pub fn export(&self, export: &Export, out: &mut dyn std::io::Write) -> Result<(), ExportError> {
        // What cannot be written down now is in the next export.
        let _ = self.flush_blocking();
        super::export::export(&self.database, export, &self.facts.time_zone, out)
    }
}

fn stamp(clock: &Clock, judged: Option<ClockQuality>, built: UnixMillis) -> Stamp {
    let wall = clock.now();
    let boot_ms = u64::try_from(clock.boottime().as_millis()).unwrap_or(u64::MAX);
    Stamp { wall, boot_ms, quality: rules::clock_quality(judged, wall, built) }
}
