//! Tables: RFC 4180, UTF-8, lines end in CR LF; no cell can start a formula in a spreadsheet.

use std::borrow::Cow;
use std::io::{self, Write};

use jiff::tz::TimeZone;

use super::{Column, ExportError, day_of, ended};
use crate::base::random::hex;
use crate::usage::records::Record;
use crate::usage::rules::{owes_statement, whole_seconds};
use crate::usage::terms::Sign;

pub(super) fn header(out: &mut dyn Write, columns: &[Column]) -> io::Result<()> {
    row(out, columns.iter().map(|column| column.name))
}

pub(super) fn row<'a>(
    out: &mut dyn Write,
    cells: impl IntoIterator<Item = &'a str>,
) -> io::Result<()> {
    for (index, value) in cells.into_iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        out.write_all(cell(value).as_bytes())?;
    }
    out.write_all(b"\r\n")
}

/// A spreadsheet runs what begins like a formula: a leading `'` makes it text.
fn cell(value: &str) -> Cow<'_, str> {
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = value.contains([',', '"', '\r', '\n']);
    match (formula, quoted) {
        (false, false) => Cow::Borrowed(value),
        (true, false) => Cow::Owned(format!("'{value}")),
        (_, true) => {
            let tick = if formula { "'" } else { "" };
            Cow::Owned(format!("\"{tick}{}\"", value.replace('"', "\"\"")))
        }
    }
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// A row for a record that ends a visit; nothing for others.
pub(super) fn write_visit(
    out: &mut dyn Write,
    record: &Record,
    zone: &TimeZone,
) -> Result<(), ExportError> {
    if record.kind != "end" {
        return Ok(());
    }
    let end = ended(record)?;
    let missing = |what: &str| ExportError::record(record, what);
    let visit = record.visit.as_ref().ok_or_else(|| missing("its visit is missing"))?;
    let lesson = record.lesson.as_ref().ok_or_else(|| missing("its lesson is missing"))?;
    let tally = &end.tally;
    let group = tally.group.map(|people| people.to_string()).unwrap_or_default();
    let completed_by = tally.done.map(Sign::word).unwrap_or_default();
    let cells = [
        &*visit.id.to_string(),
        &*day_of(visit.opened, zone).to_string(),
        &*visit.opened.rfc3339(),
        &*end.seen.rfc3339(),
        &*whole_seconds(tally.active_ms).to_string(),
        tally.measured_by.word(),
        &*lesson.title,
        &*lesson.package,
        &*lesson.activity,
        lesson.kind.word(),
        &*lesson.language,
        lesson.subject.as_deref().unwrap_or_default(),
        &*hex(&visit.person.0),
        &*group,
        visit.device.word(),
        yes_no(tally.done.is_some()),
        completed_by,
        &*tally.pages.to_string(),
        &*whole_seconds(tally.played.total_ms()).to_string(),
        visit.origin.word(),
        end.why.word(),
        visit.mark.word(),
        visit.opened_clock.word(),
    ];
    Ok(row(out, cells)?)
}

pub(super) fn write_event(out: &mut dyn Write, record: &Record) -> Result<(), ExportError> {
    let visit = record.visit.as_ref().map(|visit| visit.id.to_string()).unwrap_or_default();
    let mark = record.visit.as_ref().map(|visit| visit.mark.word()).unwrap_or_default();
    let title = record.lesson.as_ref().map(|lesson| &*lesson.title).unwrap_or_default();
    let statement = if owes_statement(&record.kind) {
        record.statement_id().to_string()
    } else {
        String::new()
    };
    let cells = [
        &*record.run_id,
        &*record.seq.to_string(),
        &*record.at.rfc3339(),
        &*record.boot_ms.to_string(),
        record.clock.word(),
        &*record.kind,
        &*visit,
        mark,
        title,
        &*statement,
        record.data.as_deref().unwrap_or_default(),
    ];
    Ok(row(out, cells)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_starts_a_formula_or_breaks_a_row() {
        let cases = [
            ("Water", "Water"),
            ("=1+1", "'=1+1"),
            ("+254", "'+254"),
            ("-1", "'-1"),
            ("@sum", "'@sum"),
            ("\t=1", "'\t=1"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=a,b", "\"'=a,b\""),
            ("two\nlines", "\"two\nlines\""),
            ("", ""),
        ];
        for (value, written) in cases {
            assert_eq!(cell(value), written);
        }
    }
}
