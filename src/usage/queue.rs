//! What waits to be written: a bounded queue that pages fill and one thread empties.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::JournalError;
use super::event::{Event, Fact, Stamp};
use super::journal::{Begin, TicketRow, TokenKey};

/// Entries that may wait; beyond it, events of detail are dropped and their number is recorded.
pub const QUEUE_ENTRIES_MAX: usize = 10_000;

/// Entries that may wait when what must not be missed (a visit's beginning and end) is among them.
const QUEUE_NEEDED_ENTRIES_MAX: usize = 2 * QUEUE_ENTRIES_MAX;

/// How long the first entry waits for others to share its commit.
const GATHER: Duration = Duration::from_millis(800);

pub(super) enum Entry {
    Event(Event),
    Begin(Box<Begin>),
    Keep(TicketRow),
    Forget(TokenKey),
    /// The run was alive at this time.
    Alive(Stamp),
}

impl Entry {
    /// When the event was, for entries that carry one.
    fn event_at(&self) -> Option<Stamp> {
        match self {
            Self::Event(event) => Some(event.at),
            Self::Begin(begin) => Some(begin.at),
            Self::Keep(_) | Self::Forget(_) | Self::Alive(_) => None,
        }
    }
}

/// Whether an entry may be given up when the disk cannot follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Detail,
    Needed,
}

type Waiter = Box<dyn FnOnce(Result<(), JournalError>) + Send>;

#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    wake: Condvar,
}

/// The queue takes entries until it closes; afterwards the last ones are written.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Life {
    #[default]
    Open,
    Closing,
    Ended,
}

#[derive(Default)]
struct State {
    entries: Vec<Entry>,
    /// Entries ever pushed, and ever written or given up.
    pushed: u64,
    settled: u64,
    /// Events given up since the last tombstone, and when the first of them was.
    dropped: Option<(u64, Stamp)>,
    dropped_ever: u64,
    /// Tries to write since one last went well.
    failed_tries: u32,
    waiters: Vec<(u64, Waiter)>,
    hurry: bool,
    life: Life,
}

fn tell_all(waiters: Vec<(u64, Waiter)>, error: Option<&str>) {
    for (_, tell) in waiters {
        tell(error.map_or(Ok(()), |error| Err(JournalError::NotWritten(error.to_owned()))));
    }
}

impl State {
    fn is_closing(&self) -> bool {
        self.life != Life::Open
    }

    fn drop_events(&mut self, count: u64, at: Stamp) {
        let before = self.dropped.map_or((0, at), |dropped| dropped);
        self.dropped = Some((before.0 + count, before.1));
        self.dropped_ever += count;
    }
}

/// What the technician's page shows of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct QueueState {
    pub waiting: usize,
    /// Events given up since the start; each gap is declared in the journal.
    pub dropped: u64,
    /// The last try to write did not go well; it is tried again.
    pub failing: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All of `entries` or none: they share one transaction. False: there was no room.
    pub fn push<const N: usize>(&self, at: Stamp, need: Need, entries: [Entry; N]) -> bool {
        let mut state = self.lock();
        let most = match need {
            Need::Detail => QUEUE_ENTRIES_MAX,
            Need::Needed => QUEUE_NEEDED_ENTRIES_MAX,
        };
        if state.entries.len() + N > most || state.is_closing() {
            let events = entries.iter().filter_map(Entry::event_at).count();
            state.drop_events(events as u64, at);
            return false;
        }
        let was_empty = state.entries.is_empty();
        state.entries.extend(entries);
        state.pushed += N as u64;
        drop(state);
        if was_empty {
            self.wake.notify_one();
        }
        true
    }

    pub fn has_room(&self) -> bool {
        self.lock().entries.len() < QUEUE_ENTRIES_MAX / 2
    }

    /// Calls `tell` when everything pushed so far is on the disk, or could not be written.
    pub fn when_written(&self, tell: Waiter) {
        let mut state = self.lock();
        if state.settled >= state.pushed {
            drop(state);
            return tell(Ok(()));
        }
        if state.life == Life::Ended {
            drop(state);
            return tell(Err(JournalError::Closed));
        }
        let target = state.pushed;
        state.waiters.push((target, tell));
        state.hurry = true;
        drop(state);
        self.wake.notify_one();
    }

    /// Nothing is taken any more; the thread writes the rest and ends.
    pub fn close(&self) {
        let mut state = self.lock();
        if state.life == Life::Open {
            state.life = Life::Closing;
        }
        drop(state);
        self.wake.notify_one();
    }

    pub fn is_closing(&self) -> bool {
        self.lock().is_closing()
    }

    pub fn state(&self) -> QueueState {
        let state = self.lock();
        let (waiting, dropped) = (state.entries.len(), state.dropped_ever);
        QueueState { waiting, dropped, failing: state.failed_tries > 0 }
    }

    /// Sleeps until there is something to write, gathers for a moment, takes all. None: closed.
    pub fn take(&self) -> Option<Vec<Entry>> {
        let state = self.lock();
        let state = self
            .wake
            .wait_while(state, |state| state.entries.is_empty() && !state.is_closing())
            .unwrap_or_else(PoisonError::into_inner);
        let (mut state, _) = self
            .wake
            .wait_timeout_while(state, GATHER, |state| !state.hurry && !state.is_closing())
            .unwrap_or_else(PoisonError::into_inner);
        let mut batch = std::mem::take(&mut state.entries);
        state.hurry = false;
        if let Some((events, at)) = state.dropped.take() {
            batch.push(Entry::Event(Event { at, visit: None, fact: Fact::Dropped { events } }));
            state.pushed += 1;
        }
        (!batch.is_empty()).then_some(batch)
    }

    /// A batch of this many entries is written, or given up for the reason in `error`.
    pub fn settle(&self, entries: usize, error: Option<&str>) {
        let mut state = self.lock();
        state.settled += entries as u64;
        state.failed_tries = 0;
        let settled = state.settled;
        let (told, waiting) = std::mem::take(&mut state.waiters)
            .into_iter()
            .partition(|(target, _)| *target <= settled);
        state.waiters = waiting;
        state.hurry = !state.waiters.is_empty();
        drop(state);
        tell_all(told, error);
    }

    /// Tells everyone who waits that it did not go well; what was queued stays queued.
    pub fn failed(&self, error: &str) {
        let mut state = self.lock();
        (state.hurry, state.failed_tries) = (false, state.failed_tries.saturating_add(1));
        let waiters = std::mem::take(&mut state.waiters);
        drop(state);
        tell_all(waiters, Some(error));
    }

    /// Gives up a batch that can never be written, and declares the gap with the next one. While
    /// closing there is no next one: the log has it.
    pub fn give_up(&self, batch: &[Entry], error: &str) {
        let mut times = batch.iter().filter_map(Entry::event_at);
        if let Some(first) = times.next() {
            let mut state = self.lock();
            if !state.is_closing() {
                state.drop_events(1 + times.count() as u64, first);
            }
        }
        self.settle(batch.len(), Some(error));
    }

    /// The thread ends: nobody is left waiting.
    pub fn end(&self) {
        let mut state = self.lock();
        state.life = Life::Ended;
        let waiters = std::mem::take(&mut state.waiters);
        drop(state);
        tell_all(waiters, Some("it is closed"));
    }

    /// A pause before the next try, cut short by closing and by whoever waits for an answer.
    pub fn pause(&self, span: Duration) {
        let state = self.lock();
        drop(
            self.wake.wait_timeout_while(state, span, |state| !state.is_closing() && !state.hurry),
        );
    }
}
