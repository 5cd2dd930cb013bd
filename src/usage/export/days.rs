//! Totals of each day, of pupils only.

use std::collections::{BTreeMap, HashSet};
use std::io::Write;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{ExportError, csv, day_of, ended};
use crate::base::UnixMillis;
use crate::usage::journal::Person;
use crate::usage::records::Record;
use crate::usage::rules::{counts_in_totals, whole_seconds};
use crate::usage::terms::Mark;

/// Grows with the number of days and of sessions, not of events.
#[derive(Default)]
pub(super) struct Days(BTreeMap<Date, Day>);

#[derive(Default)]
struct Day {
    visits: u64,
    guests: HashSet<Person>,
    people: u64,
    active_seconds: u64,
    completed: u64,
    pages: u64,
    searches: u64,
    downloads: u64,
}

impl Days {
    pub fn add(&mut self, record: &Record, zone: &TimeZone) -> Result<(), ExportError> {
        match &*record.kind {
            "end" => self.add_visit(record, zone)?,
            "search" if is_pupils(record)? => self.day(record.at, zone).searches += 1,
            "download" if is_pupils(record)? => self.day(record.at, zone).downloads += 1,
            _ => {}
        }
        Ok(())
    }

    fn day(&mut self, at: UnixMillis, zone: &TimeZone) -> &mut Day {
        self.0.entry(day_of(at, zone)).or_default()
    }

    fn add_visit(&mut self, record: &Record, zone: &TimeZone) -> Result<(), ExportError> {
        let end = ended(record)?;
        let Some(visit) = record.visit.as_ref().filter(|visit| counts_in_totals(visit.mark)) else {
            return Ok(());
        };
        let day = self.day(visit.opened, zone);
        day.visits += 1;
        day.guests.insert(visit.person);
        day.people += u64::from(end.tally.group.unwrap_or(1));
        // Rounded first: the days then add up to the rows of the visits.
        day.active_seconds += whole_seconds(end.tally.active_ms);
        day.completed += u64::from(end.tally.done.is_some());
        day.pages += u64::from(end.tally.pages);
        Ok(())
    }

    pub fn write(&self, out: &mut dyn Write) -> Result<(), ExportError> {
        for (date, day) in &self.0 {
            let numbers = [
                day.visits,
                day.guests.len() as u64,
                day.people,
                day.active_seconds,
                day.completed,
                day.pages,
                day.searches,
                day.downloads,
            ]
            .map(|number| number.to_string());
            let date = date.to_string();
            let cells = std::iter::once(&*date).chain(numbers.iter().map(|number| &**number));
            csv::row(out, cells)?;
        }
        Ok(())
    }
}

/// The mark of an event outside visits.
fn is_pupils(record: &Record) -> Result<bool, ExportError> {
    #[derive(serde::Deserialize)]
    struct Marked {
        mark: Mark,
    }
    let marked: Marked = serde_json::from_str(record.data.as_deref().unwrap_or_default())
        .map_err(|error| ExportError::record(record, &error))?;
    Ok(counts_in_totals(marked.mark))
}
