//! The journal read back, in order, a bounded number of rows at a time: what both exports are made of.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use uuid::Uuid;

use super::LessonRef;
use super::journal::{Person, statement_id};
use super::leftover::lesson_of;
use super::terms::{ClockQuality, DeviceClass, Mark, Origin};
use crate::base::UnixMillis;
use crate::store::{Database, StoreError};

/// Rows read at a time: an export of years holds no more than this, and no reader for long.
const ROWS_AT_ONCE: i64 = 1_000;

pub(super) struct Record {
    pub run: i64,
    pub run_id: String,
    pub seq: i64,
    pub at: UnixMillis,
    pub boot_ms: i64,
    pub clock: ClockQuality,
    pub kind: String,
    /// JSON.
    pub data: Option<String>,
    pub visit: Option<RecordedVisit>,
    pub lesson: Option<LessonRef>,
}

pub(super) struct RecordedVisit {
    /// The statement id of the event that opened it.
    pub id: Uuid,
    pub person: Person,
    pub device: DeviceClass,
    pub mark: Mark,
    pub origin: Origin,
    pub opened: UnixMillis,
    pub opened_clock: ClockQuality,
}

impl Record {
    pub fn statement_id(&self) -> Uuid {
        statement_id(&self.run_id, self.seq).unwrap_or_default()
    }
}

/// Hands over every record that was written down at `since` or later, up to what is there now.
pub(super) fn for_each<E: From<StoreError>>(
    database: &Database,
    since: Option<UnixMillis>,
    mut take: impl FnMut(Record) -> Result<(), E>,
) -> Result<(), E> {
    let since = since.map_or(i64::MIN, |since| since.0);
    let last = database.read_blocking(newest)?;
    let mut after = (0, 0);
    loop {
        let rows = database.read_blocking(|conn| rows(conn, after, last, since))?;
        let Some(end) = rows.last() else { return Ok(()) };
        after = (end.run, end.seq);
        for record in rows {
            take(record)?;
        }
    }
}

fn newest(conn: &Connection) -> Result<(i64, i64), StoreError> {
    let sql = "select run, seq from event order by run desc, seq desc limit 1";
    let newest = conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(newest.unwrap_or((0, 0)))
}

fn rows(
    conn: &Connection,
    after: (i64, i64),
    last: (i64, i64),
    since: i64,
) -> Result<Vec<Record>, StoreError> {
    let records = conn
        .prepare_cached(include_str!("sql/list_records.sql"))?
        .query_map(params![after.0, after.1, last.0, last.1, since, ROWS_AT_ONCE], record)?
        .collect::<Result<_, _>>()?;
    Ok(records)
}

fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record {
        run: row.get("run")?,
        run_id: row.get("run_id")?,
        seq: row.get("seq")?,
        at: UnixMillis(row.get("wall_ms")?),
        boot_ms: row.get("boot_ms")?,
        clock: clock(row, "clock")?,
        kind: row.get("event_kind")?,
        data: row.get("data")?,
        visit: visit(row)?,
        lesson: match row.get::<_, Option<i64>>("lesson")? {
            Some(_) => Some(lesson_of(row)?),
            None => None,
        },
    })
}

fn visit(row: &Row<'_>) -> rusqlite::Result<Option<RecordedVisit>> {
    let Some(run_id) = row.get::<_, Option<String>>("visit_run_id")? else { return Ok(None) };
    let seq = row.get("visit_seq")?;
    Ok(Some(RecordedVisit {
        id: statement_id(&run_id, seq).unwrap_or_default(),
        person: Person(row.get("person")?),
        device: row.get("device")?,
        mark: row.get("mark")?,
        origin: row.get("origin")?,
        opened: UnixMillis(row.get("opened_ms")?),
        opened_clock: clock(row, "opened_clock")?,
    }))
}

fn clock(row: &Row<'_>, column: &str) -> rusqlite::Result<ClockQuality> {
    Ok(ClockQuality::from_rank(row.get(column)?).unwrap_or(ClockQuality::None))
}
