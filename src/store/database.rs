//! One database file: a writer thread that commits in groups, and a few readers.

use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::connection::{self, Synchronous};
use super::{Schema, StoreError};

/// Readers of each database, each with 2 MiB of cache at most.
const READERS: usize = 3;

/// Writes that may share one commit: more only makes the last of them wait longer.
const GROUP_WRITES_MAX: usize = 128;

/// What a write does after its group's commit: tells its caller how it went.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
type Write = Box<dyn FnOnce(&Transaction<'_>) -> Answer + Send>;

/// What the writer is asked to do.
enum Order {
    Write(Write),
    /// Leave nothing of deleted rows in the file and its journal.
    Scrub(Answer),
}

/// A handle to an open database; clones share the file.
#[derive(Clone, Debug)]
pub struct Database {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    schema: Schema,
    path: PathBuf,
    /// `None` only while the last handle is dropped.
    writes: Option<mpsc::Sender<Order>>,
    writing: Option<std::thread::JoinHandle<()>>,
    readers: Mutex<Vec<Connection>>,
    reader_back: Condvar,
    permits: tokio::sync::Semaphore,
    copying: Mutex<()>,
}

impl Database {
    /// Takes over a connection that was opened and migrated.
    pub(super) fn start(schema: Schema, path: &Path, own: Connection) -> Result<Self, StoreError> {
        let readers =
            (0..READERS).map(|_| connection::reader(path)).collect::<Result<Vec<_>, _>>()?;
        let (writes, queue) = mpsc::channel::<Order>();
        let writing = std::thread::Builder::new()
            .name(format!("{}-writer", schema.name()))
            .spawn(move || write_in_groups(own, &queue))
            .map_err(|source| StoreError::Disk { path: path.to_owned(), source })?;
        Ok(Self {
            inner: Arc::new(Inner {
                schema,
                path: path.to_owned(),
                writes: Some(writes),
                writing: Some(writing),
                readers: Mutex::new(readers),
                reader_back: Condvar::new(),
                permits: tokio::sync::Semaphore::new(READERS),
                copying: Mutex::default(),
            }),
        })
    }

    pub fn schema(&self) -> Schema {
        self.inner.schema
    }

    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Runs `change` in a transaction. When this returns `Ok`, the change is on the disk (but for
    /// `library.db`, which a power cut may set back by moments); on `Err` nothing of it is.
    pub async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (tell, told) = oneshot::channel();
        self.send(change, move |outcome| {
            // The caller may have gone away (a phone that hung up); the change stays.
            let _ = tell.send(outcome);
        })?;
        told.await.map_err(|_| StoreError::Closed)?
    }

    /// `write` for threads that may block: commands and background jobs.
    pub fn write_blocking<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (tell, told) = mpsc::sync_channel(1);
        self.send(change, move |outcome| {
            let _ = tell.send(outcome);
        })?;
        told.recv().map_err(|_| StoreError::Closed)?
    }

    fn send<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
        tell: impl FnOnce(Result<T, StoreError>) + Send + 'static,
    ) -> Result<(), StoreError> {
        let write: Write = Box::new(move |tx| {
            let outcome = in_savepoint(tx, change);
            // What the change itself met tells more than that the commit failed for it.
            Box::new(move |committed| tell(outcome.and_then(|done| committed.map(|()| done))))
        });
        self.order(Order::Write(write))
    }

    fn order(&self, order: Order) -> Result<(), StoreError> {
        let writes = self.inner.writes.as_ref().ok_or(StoreError::Closed)?;
        writes.send(order).map_err(|_| StoreError::Closed)
    }

    /// Writes the file anew and empties its journal, so that no byte of what was deleted before this
    /// call is left in either. Slow; for threads that may block.
    pub fn scrub_blocking(&self) -> Result<(), StoreError> {
        let (tell, told) = mpsc::sync_channel(1);
        self.order(Order::Scrub(Box::new(move |outcome| {
            let _ = tell.send(outcome);
        })))?;
        told.recv().map_err(|_| StoreError::Closed)?
    }

    /// One copy is made at a time.
    pub(super) fn copying(&self) -> MutexGuard<'_, ()> {
        self.inner.copying.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `look` on a reader, off the async threads.
    pub async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        // The permit keeps waiting reads from filling the pool of blocking threads.
        let _permit = self.inner.permits.acquire().await.map_err(|_| StoreError::Closed)?;
        let database = self.clone();
        tokio::task::spawn_blocking(move || database.read_blocking(look))
            .await
            .map_err(|_| StoreError::Closed)?
    }

    /// `read` for threads that may block.
    pub fn read_blocking<T>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let reader = Reader::take(&self.inner);
        look(reader.connection())
    }
}

impl Drop for Inner {
    /// Waits for the writer, so that the file is checkpointed and closed when the last handle goes.
    fn drop(&mut self) {
        self.readers.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        drop(self.writes.take());
        if let Some(writing) = self.writing.take()
            // A write may hold the last handle: the writer cannot wait for itself.
            && writing.thread().id() != std::thread::current().id()
            && writing.join().is_err()
        {
            tracing::error!(database = self.schema.name(), "the writer ended badly");
        }
    }
}

/// A reader that goes back to the others when dropped, a panic included.
struct Reader<'a> {
    inner: &'a Inner,
    connection: Option<Connection>,
}

impl<'a> Reader<'a> {
    fn take(inner: &'a Inner) -> Self {
        let mut readers = inner.readers.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(connection) = readers.pop() {
                return Self { inner, connection: Some(connection) };
            }
            readers = inner.reader_back.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn connection(&self) -> &Connection {
        match &self.connection {
            Some(connection) => connection,
            None => unreachable!("only drop takes the connection"),
        }
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.inner.readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            self.inner.reader_back.notify_one();
        }
    }
}

/// A change that fails takes back only itself, not the others of its group.
fn in_savepoint<T>(
    tx: &Transaction<'_>,
    change: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    tx.execute_batch("savepoint change")?;
    let outcome = change(tx);
    let end = if outcome.is_ok() { "release change" } else { "rollback to change; release change" };
    // On a full disk `SQLite` may have taken back the whole transaction, this savepoint with it.
    let ended = tx.execute_batch(end);
    outcome.and_then(|done| Ok(ended.map(|()| done)?))
}

/// Does what is ordered, in order.
fn write_in_groups(mut connection: Connection, queue: &mpsc::Receiver<Order>) {
    while let Ok(first) = queue.recv() {
        let group = std::iter::once(first).chain(queue.try_iter().take(GROUP_WRITES_MAX - 1));
        if let Some(answer) = write_group(&mut connection, group) {
            answer(scrub_file(&connection));
        }
    }
}

/// One commit, and so one sync of the card, serves all writes that came meanwhile; up to a scrub, which
/// is left to the caller.
fn write_group(connection: &mut Connection, group: impl Iterator<Item = Order>) -> Option<Answer> {
    let (mut answers, mut scrub) = (Vec::new(), None);
    // A change that panics must not end the writer: its group is rolled back, the next goes on.
    let committed = std::panic::catch_unwind(AssertUnwindSafe(|| {
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for order in group {
            match order {
                Order::Write(write) => answers.push(write(&tx)),
                Order::Scrub(answer) => scrub = Some(answer),
            }
            // `SQLite` took all back (a full disk): what came next would be a commit of its own.
            if scrub.is_some() || tx.is_autocommit() {
                break;
            }
        }
        tx.commit()
    }))
    .unwrap_or_else(|_| Err(rusqlite::Error::UnwindingPanic));
    match committed {
        Ok(()) => answers.into_iter().for_each(|answer| answer(Ok(()))),
        Err(error) => {
            tracing::error!(error = %error, "a group of writes was not committed");
            let shared = Arc::new(error);
            for answer in answers {
                answer(Err(again(&shared)));
            }
        }
    }
    scrub
}

/// `secure_delete` wipes deleted rows; what moved within pages before is wiped by writing them anew.
fn scrub_file(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch("vacuum")?;
    let busy = connection
        .query_row("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, bool>("busy"))?;
    if busy {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
        return Err(StoreError::Sql(rusqlite::Error::SqliteFailure(code, None)));
    }
    Ok(())
}

/// `SQLite`'s errors cannot be cloned: each caller gets the code, the log has had the words.
fn again(error: &rusqlite::Error) -> StoreError {
    let code = match error {
        rusqlite::Error::SqliteFailure(code, _) => *code,
        _ => rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ERROR),
    };
    StoreError::Sql(rusqlite::Error::SqliteFailure(code, Some(error.to_string())))
}

pub(super) fn synchronous(schema: Schema) -> Synchronous {
    match schema {
        Schema::Library => Synchronous::Normal,
        Schema::School | Schema::Usage => Synchronous::Full,
    }
}
