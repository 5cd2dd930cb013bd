//! What is in the journal, and whether it is whole.

use rusqlite::Connection;
use serde::Serialize;

use super::queue::QueueState;
use crate::base::UnixMillis;
use crate::store::{Database, StoreError};

/// What a running Chalkbox knows about its journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    pub run_id: String,
    pub minutes_on: u64,
    pub open_visits: usize,
    pub queue: QueueState,
    #[serde(flatten)]
    pub stored: Stored,
}

/// What the database holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stored {
    pub runs: i64,
    pub events: i64,
    /// Visits that have begun.
    pub visits: i64,
    pub first: Option<UnixMillis>,
    pub last: Option<UnixMillis>,
    /// Bytes of the database file.
    pub bytes: i64,
    pub gaps: Vec<Gap>,
}

/// A run whose sequence is not 1, 2, 3 … to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    pub run_id: String,
    pub events: i64,
    pub first_seq: i64,
    pub last_seq: i64,
}

/// For a command with no server running; reads the whole journal.
pub fn stored(database: &Database) -> Result<Stored, StoreError> {
    database.read_blocking(|conn| {
        let gaps = gaps(conn)?;
        let stored = conn.query_row(include_str!("sql/count_journal.sql"), [], |row| {
            Ok(Stored {
                runs: row.get("runs")?,
                events: row.get("events")?,
                visits: row.get("visits")?,
                first: row.get::<_, Option<i64>>("first_ms")?.map(UnixMillis),
                last: row.get::<_, Option<i64>>("last_ms")?.map(UnixMillis),
                bytes: row.get("bytes")?,
                gaps,
            })
        })?;
        Ok(stored)
    })
}

/// Runs whose sequence has a gap.
pub fn check_gapless(database: &Database) -> Result<Vec<Gap>, StoreError> {
    database.read_blocking(gaps)
}

fn gaps(conn: &Connection) -> Result<Vec<Gap>, StoreError> {
    let gaps = conn
        .prepare(include_str!("sql/list_gaps.sql"))?
        .query_map([], |row| {
            Ok(Gap {
                run_id: row.get("run_id")?,
                events: row.get("events")?,
                first_seq: row.get("first_seq")?,
                last_seq: row.get("last_seq")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(gaps)
}
