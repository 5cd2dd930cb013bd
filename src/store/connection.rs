//! How every connection is set up; the only place that opens `SQLite` files.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

/// How hard a commit holds: `Normal` may lose the newest commits in a power cut, `Full` none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Synchronous {
    Normal,
    Full,
}

const BUSY_MILLIS: u64 = 5_000;
const CACHE_KIB: i64 = 2_048;
const WAL_PAGES: i64 = 1_000;
const WAL_BYTES_MAX: i64 = 16 << 20;
const STATEMENTS_CACHED: usize = 64;

/// The writer of a database file; makes the file when there is none.
#[expect(clippy::disallowed_methods, reason = "this is where connections come from")]
pub(super) fn writer(path: &Path, synchronous: Synchronous) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    // Page size first: it is fixed by the first write.
    connection.pragma_update(None, "page_size", 4096)?;
    set_up(&connection)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    let level = if synchronous == Synchronous::Full { "full" } else { "normal" };
    connection.pragma_update(None, "synchronous", level)?;
    connection.pragma_update_and_check(None, "wal_autocheckpoint", WAL_PAGES, |_| Ok(()))?;
    connection.pragma_update_and_check(None, "journal_size_limit", WAL_BYTES_MAX, |_| Ok(()))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // A name that was deleted must not stay readable in the file.
    connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    Ok(connection)
}

/// A reader of one of our own files.
#[expect(clippy::disallowed_methods, reason = "this is where connections come from")]
pub(super) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    // No `query_only` on top: it would forbid `vacuum into`, which only reads this file.
    set_up(&connection)?;
    Ok(connection)
}

/// A database that nobody writes: read-only, immutable, its views and triggers not trusted.
#[expect(clippy::disallowed_methods, reason = "this is where connections come from")]
pub(super) fn unchanging(path: &Path) -> rusqlite::Result<Connection> {
    let path = percent_encoding::percent_encode(
        path.as_os_str().as_encoded_bytes(),
        percent_encoding::NON_ALPHANUMERIC,
    );
    let connection = Connection::open_with_flags(
        format!("file:{path}?immutable=1"),
        OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI,
    )?;
    set_up(&connection)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_millis(BUSY_MILLIS))?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update_and_check(None, "mmap_size", 0, |_| Ok(()))?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
    Ok(())
}
