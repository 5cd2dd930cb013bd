//! The journal: append-only rows with a run id and a gapless sequence, written by one thread.
//!
//! A batch is one transaction: events, the visits they open and the tickets they change. The sequence
//! is taken inside it, so what is rolled back leaves no gap.

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{OptionalExtension as _, Transaction, params};
use uuid::Uuid;

use super::event::{BoxEvent, Event, Fact, Stamp};
use super::queue::{Entry, Need, Queue};
use super::terms::{DeviceClass, Mark, Origin};
use super::{ActorKey, JournalError, LessonRef};
use crate::base::UnixMillis;
use crate::store::{Database, StoreError};

/// Namespace of statement ids: `UUIDv5` of `urn:chalkbox:statement` in the namespace for URLs.
const STATEMENT_NAMESPACE: Uuid = Uuid::from_u128(0x25ef_5b84_f326_5425_a2ad_47f8_c55e_e365);

const RETRY_FIRST: Duration = Duration::from_secs(1);
const RETRY_LONGEST: Duration = Duration::from_secs(30);

/// BLAKE3 of a cookie's token, cut to 16 bytes: what memory and disk know it by.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TokenKey(pub [u8; 16]);

/// A pseudonym: the same for one guest session, traceable to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Person(pub [u8; 16]);

/// A visit's beginning: its event, its row and its cookie.
pub(super) struct Begin {
    pub at: Stamp,
    pub number: i64,
    pub person: Person,
    pub lesson: Arc<LessonRef>,
    pub device: DeviceClass,
    pub mark: Mark,
    pub origin: Origin,
    pub ticket: TicketRow,
}

pub(super) struct TicketRow {
    pub key: TokenKey,
    pub actor: ActorKey,
    pub visit: i64,
    pub seen: UnixMillis,
    pub state: Option<String>,
}

/// An opening of the journal.
pub(super) struct NewRun {
    /// 32 hexadecimal digits.
    pub id: String,
    pub boot_id: Option<String>,
    pub serving: bool,
    pub version: String,
    pub opened: Stamp,
    /// A key just drawn, where the database has none yet.
    pub new_key: Option<[u8; 32]>,
}

/// `UUIDv5(STATEMENT_NAMESPACE, 24 bytes)`: the run id's 16 bytes, then `seq` as 8 bytes, big end first.
/// None for a run id that is not 32 hexadecimal digits.
pub fn statement_id(run_id: &str, seq: i64) -> Option<Uuid> {
    let run = u128::from_str_radix(run_id, 16).ok().filter(|_| run_id.len() == 32)?;
    let mut name = [0; 24];
    name[..16].copy_from_slice(&run.to_be_bytes());
    name[16..].copy_from_slice(&seq.to_be_bytes());
    Some(Uuid::new_v5(&STATEMENT_NAMESPACE, &name))
}

/// The kernel's id of this boot, where it can be read.
pub fn kernel_boot_id() -> Option<String> {
    let id = std::fs::read_to_string(Path::new("/proc/sys/kernel/random/boot_id")).ok()?;
    Uuid::parse_str(id.trim()).ok().map(|id| id.to_string())
}

/// The queue and the thread behind it.
pub(super) struct Journal {
    pub queue: Arc<Queue>,
    pub run_id: String,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Journal {
    pub fn start(database: Database, run: NewRun) -> Result<Self, StoreError> {
        let queue = Arc::new(Queue::default());
        let (work, run_id) = (Arc::clone(&queue), run.id.clone());
        let path = database.path().to_owned();
        let thread = std::thread::Builder::new()
            .name("usage-journal".into())
            .spawn(move || write_batches(&work, &database, &Arc::new(run)))
            .map_err(|source| StoreError::Disk { path, source })?;
        Ok(Self { queue, run_id, thread: Mutex::new(Some(thread)) })
    }

    pub fn event(&self, at: Stamp, need: Need, visit: Option<i64>, fact: Fact) -> bool {
        self.queue.push(at, need, [Entry::Event(Event { at, visit, fact })])
    }

    /// Everything pushed before this call is on the disk when it returns `Ok`.
    pub async fn flush(&self) -> Result<(), JournalError> {
        let (tell, told) = tokio::sync::oneshot::channel();
        self.queue.when_written(Box::new(move |outcome| {
            let _ = tell.send(outcome);
        }));
        told.await.map_err(|_| JournalError::Closed)?
    }

    /// `flush` for threads that may block.
    pub fn flush_blocking(&self) -> Result<(), JournalError> {
        let (tell, told) = std::sync::mpsc::sync_channel(1);
        self.queue.when_written(Box::new(move |outcome| {
            let _ = tell.send(outcome);
        }));
        told.recv().map_err(|_| JournalError::Closed)?
    }

    /// Writes what waits and ends the thread.
    pub fn close(&self) {
        self.queue.close();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the journal's thread ended badly");
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.close();
    }
}

fn write_batches(queue: &Queue, database: &Database, run: &Arc<NewRun>) {
    let mut number = None;
    while let Some(batch) = queue.take() {
        let batch = Arc::new(batch);
        let mut pause = RETRY_FIRST;
        loop {
            match write_entries(database, run, number, (&batch, 0..batch.len())) {
                Ok(written) => {
                    number = Some(written);
                    queue.settle(batch.len(), None);
                    break;
                }
                Err(error) => {
                    tracing::error!(error = %error, entries = batch.len(), "journal not written");
                    queue.failed(&error.to_string());
                    if cannot_ever(&error) || queue.is_closing() {
                        number = write_one_by_one(queue, database, run, number, &batch);
                        break;
                    }
                }
            }
            queue.pause(pause);
            pause = (pause * 2).min(RETRY_LONGEST);
        }
    }
    queue.end();
}

/// Gives up only those entries of a batch that cannot be written. The log gets one line for all of
/// them: a closed database refuses thousands.
fn write_one_by_one(
    queue: &Queue,
    database: &Database,
    run: &Arc<NewRun>,
    mut number: Option<i64>,
    batch: &Arc<Vec<Entry>>,
) -> Option<i64> {
    let mut given_up = (0_usize, String::new());
    for index in 0..batch.len() {
        match write_entries(database, run, number, (batch, index..index + 1)) {
            Ok(written) => {
                number = Some(written);
                queue.settle(1, None);
            }
            Err(error) => {
                given_up = (given_up.0 + 1, error.to_string());
                queue.give_up(&batch[index..=index], &given_up.1);
            }
        }
    }
    let (entries, error) = given_up;
    if entries > 0 {
        tracing::error!(error, entries, "entries of the journal are given up");
    }
    number
}

fn write_entries(
    database: &Database,
    run: &Arc<NewRun>,
    number: Option<i64>,
    (batch, range): (&Arc<Vec<Entry>>, Range<usize>),
) -> Result<i64, StoreError> {
    let (entries, run) = (Arc::clone(batch), Arc::clone(run));
    database.write_blocking(move |tx| write_batch(tx, &entries[range], &run, number))
}

/// A full or failing disk may mend; a row that breaks the schema never will.
fn cannot_ever(error: &StoreError) -> bool {
    match error {
        StoreError::Closed => true,
        StoreError::Sql(error) => match error.sqlite_error_code() {
            Some(code) => matches!(
                code,
                rusqlite::ErrorCode::ConstraintViolation | rusqlite::ErrorCode::TypeMismatch
            ),
            None => true,
        },
        _ => false,
    }
}

/// The run's number, which the first batch draws.
fn write_batch(
    tx: &Transaction<'_>,
    batch: &[Entry],
    run: &NewRun,
    number: Option<i64>,
) -> Result<i64, StoreError> {
    let number = match number {
        Some(number) => number,
        None => insert_run(tx, run)?,
    };
    let mut seq: i64 = tx
        .prepare_cached("select coalesce(max(seq), 0) from event where run = ?1")?
        .query_row([number], |row| row.get(0))?;
    for entry in batch {
        match entry {
            Entry::Event(event) => {
                seq += 1;
                insert_event(tx, (number, seq), event)?;
            }
            Entry::Begin(begin) => {
                seq += 1;
                insert_visit(tx, (number, seq), begin)?;
            }
            Entry::Keep(ticket) => keep_ticket(tx, ticket)?,
            Entry::Forget(key) => {
                tx.prepare_cached("delete from ticket where token_key = ?1")?.execute([key.0])?;
            }
            Entry::Alive(at) => {
                tx.prepare_cached(
                    "update run set marked_wall_ms = ?2, marked_boot_ms = ?3 where number = ?1",
                )?
                .execute(params![number, at.wall.0, integer(at.boot_ms)])?;
            }
        }
    }
    Ok(number)
}

/// `SQLite`'s integers have a sign.
fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn insert_run(tx: &Transaction<'_>, run: &NewRun) -> Result<i64, StoreError> {
    if let Some(key) = run.new_key {
        tx.execute(
            "insert into pseudonym_key (key, made_at) values (?1, ?2)",
            params![key, run.opened.wall.0],
        )?;
    }
    let at = run.opened;
    tx.execute(
        include_str!("sql/insert_run.sql"),
        params![run.id, run.boot_id, run.serving, run.version, at.wall.0, integer(at.boot_ms)],
    )?;
    Ok(tx.last_insert_rowid())
}

fn insert_event(tx: &Transaction<'_>, id: (i64, i64), event: &Event) -> Result<(), StoreError> {
    let lesson = match &event.fact {
        Fact::Download { lesson, .. } => Some(lesson_seen(tx, lesson)?),
        _ => None,
    };
    if matches!(event.fact, Fact::Box(BoxEvent::Stop { .. })) {
        tx.execute("update run set stopped = 1 where number = ?1", [id.0])?;
    }
    let data = event.fact.data().map_err(|error| {
        StoreError::Sql(rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
    })?;
    let at = event.at;
    tx.prepare_cached(include_str!("sql/insert_event.sql"))?.execute(params![
        id.0,
        id.1,
        at.wall.0,
        integer(at.boot_ms),
        at.quality.rank(),
        event.fact.kind(),
        event.visit,
        lesson,
        data
    ])?;
    Ok(())
}

fn insert_visit(tx: &Transaction<'_>, id: (i64, i64), begin: &Begin) -> Result<(), StoreError> {
    let lesson = lesson_seen(tx, &begin.lesson)?;
    tx.prepare_cached(include_str!("sql/insert_visit.sql"))?.execute(params![
        begin.number,
        id.0,
        id.1,
        begin.person.0,
        lesson,
        begin.device,
        begin.mark,
        begin.origin
    ])?;
    insert_event(tx, id, &Event { at: begin.at, visit: Some(begin.number), fact: Fact::Open })?;
    keep_ticket(tx, &begin.ticket)
}

fn keep_ticket(tx: &Transaction<'_>, ticket: &TicketRow) -> Result<(), StoreError> {
    tx.prepare_cached(include_str!("sql/keep_ticket.sql"))?.execute(params![
        ticket.key.0,
        &*ticket.actor.0,
        ticket.visit,
        ticket.seen.0,
        ticket.state
    ])?;
    Ok(())
}

/// The number of the frozen row with exactly these words; a new row if there is none.
fn lesson_seen(tx: &Transaction<'_>, lesson: &LessonRef) -> Result<i64, StoreError> {
    let key = lesson.key();
    let known = tx
        .prepare_cached("select number from lesson_seen where key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    if let Some(number) = known {
        return Ok(number);
    }
    tx.prepare_cached(include_str!("sql/insert_lesson.sql"))?.execute(params![
        key,
        lesson.id,
        lesson.package,
        lesson.activity,
        lesson.title,
        lesson.kind,
        lesson.language,
        lesson.subject,
        lesson.mime,
        lesson.length.map(integer)
    ])?;
    Ok(tx.last_insert_rowid())
}
