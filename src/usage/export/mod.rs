//! The journal as files that leave the box: tables for a spreadsheet, statements for a record store.
//!
//! Promise: both are made of the same frozen records, so their numbers agree; the same journal gives
//! the same bytes each time; memory stays bounded whatever the journal's size.

mod columns;
mod csv;
mod days;
mod statements;

pub use columns::{Column, DAY_COLUMNS, EVENT_COLUMNS, VISIT_COLUMNS};

use std::io::{BufWriter, Write};

use jiff::tz::TimeZone;

use super::records::{self, Record};
use crate::base::UnixMillis;
use crate::store::{Database, StoreError};

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One row for each visit that has ended.
    CsvVisits,
    /// One row for each event.
    CsvEvents,
    /// One row for each day with pupils' use.
    CsvDays,
    /// What the columns of all tables mean; needs no journal.
    Dictionary,
    /// One xAPI statement a line, valid as 1.0.3 and 2.0.
    Xapi,
}

#[derive(Clone, Copy, Debug)]
pub struct Export {
    pub format: Format,
    /// Only what was written down at this time or later.
    pub since: Option<UnixMillis>,
}

#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("The usage journal could not be read: {0}")]
    Journal(#[from] StoreError),
    #[error("The export could not be written: {0}. Is there room for it?")]
    Write(#[from] std::io::Error),
    #[error("A record of the usage journal makes no sense (run {run_id}, number {seq}): {what}")]
    Record { run_id: String, seq: i64, what: String },
}

impl ExportError {
    fn record(record: &Record, what: &(impl ToString + ?Sized)) -> Self {
        let run_id = record.run_id.clone();
        Self::Record { run_id, seq: record.seq, what: what.to_string() }
    }
}

/// Writes an export; blocks. `zone` says where a day ends.
pub fn export(
    database: &Database,
    export: &Export,
    zone: &TimeZone,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut out = BufWriter::new(out);
    match export.format {
        Format::Dictionary => columns::write_dictionary(&mut out)?,
        Format::CsvVisits => {
            csv::header(&mut out, VISIT_COLUMNS)?;
            records::for_each(database, export.since, |record| {
                csv::write_visit(&mut out, &record, zone)
            })?;
        }
        Format::CsvEvents => {
            csv::header(&mut out, EVENT_COLUMNS)?;
            records::for_each(database, export.since, |record| {
                csv::write_event(&mut out, &record)
            })?;
        }
        Format::CsvDays => {
            let mut days = days::Days::default();
            records::for_each(database, export.since, |record| days.add(&record, zone))?;
            csv::header(&mut out, DAY_COLUMNS)?;
            days.write(&mut out)?;
        }
        Format::Xapi => records::for_each(database, export.since, |record| {
            statements::write(&mut out, &record)
        })?,
    }
    Ok(out.flush()?)
}

/// The day, in the box's time zone, of a time as the box believed it.
fn day_of(at: UnixMillis, zone: &TimeZone) -> jiff::civil::Date {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    zone.to_datetime(at).date()
}

/// The frozen end of a visit.
fn ended(record: &Record) -> Result<super::event::Ended, ExportError> {
    serde_json::from_str(record.data.as_deref().unwrap_or_default())
        .map_err(|error| ExportError::record(record, &error))
}
