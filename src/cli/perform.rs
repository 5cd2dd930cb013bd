//! What each command on a data folder does: the same code beside a running server and without one.

use std::io::{Read as _, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::arguments::{ExportFormat, ExportTable, LibraryAct, PeopleAct, TextAct, UsageAct};
use super::{DONE, FAILED, demo, doctor, people};
use crate::app::Core;
use crate::base::UnixMillis;
use crate::lessons::{Catalogue, Package, PackageState};
use crate::loading::{LoadHow, LoadOutcome, in_words};
use crate::store::{Place, write_whole};
use crate::text::LANGUAGE_BYTES_MAX;
use crate::usage::BoxEvent;
use crate::usage::export::{Export, Format};

/// A command with all that it needs, as it goes over the control socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub json: bool,
    pub work: Work,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    Load {
        paths: Vec<PathBuf>,
        in_place: bool,
    },
    LoadSample,
    Library(LibraryAct),
    People(PeopleAct),
    /// A demo's staff and class.
    DemoPeople,
    Usage(UsageAct),
    /// The sheet's own bytes travel, since the server may not read the asker's files.
    TextImport {
        language: String,
        sheet: Vec<u8>,
    },
    TextExport {
        language: String,
        /// What the desks say; otherwise what pupils read.
        desk: bool,
    },
    Doctor,
}

impl Work {
    /// The work of a command, reading the file that it names.
    pub fn of_text(act: &TextAct) -> Result<Self, String> {
        let (TextAct::Export { file, .. } | TextAct::Import { file }) = act;
        // Both sheets of a language may lie side by side: ny.csv and ny.desk.csv.
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let language = name.split('.').next().unwrap_or_default().to_owned();
        match act {
            TextAct::Export { desk, .. } => Ok(Self::TextExport { language, desk: *desk }),
            TextAct::Import { .. } => {
                let mut sheet = Vec::new();
                // One byte more than a language may have: too large a file is refused, not cut.
                std::fs::File::open(file)
                    .and_then(|file| {
                        file.take(LANGUAGE_BYTES_MAX as u64 + 1).read_to_end(&mut sheet)
                    })
                    .map_err(|error| format!("{} could not be read: {error}", file.display()))?;
                Ok(Self::TextImport { language, sheet })
            }
        }
    }
}

/// Does the work, printing to `out` what was asked for and to `err` what went wrong.
pub fn perform(core: &Core, asked: &Asked, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let done = match &asked.work {
        Work::Load { paths, in_place } => load(core, paths, *in_place, asked.json, out, err),
        Work::LoadSample => load_sample(core, asked.json, out, err),
        Work::Library(act) => library(core, act, asked.json, out),
        Work::People(act) => people::people(core, act, asked.json, out),
        Work::DemoPeople => demo::people(core, asked.json, out),
        Work::Usage(act) => usage(core, act, asked.json, out),
        Work::TextImport { language, sheet } => import(core, language, sheet, out),
        Work::TextExport { language, desk } => export_text(core, language, *desk, out),
        Work::Doctor => doctor::examine(core, asked.json, out),
    };
    done.unwrap_or_else(|sentence| {
        // Where even this cannot be written, the exit code still tells.
        let _ = writeln!(err, "{sentence}");
        FAILED
    })
}

/// A sentence for whoever asked.
pub(super) type Done = Result<u8, String>;

pub(super) fn said(result: std::io::Result<()>) -> Result<(), String> {
    result.map_err(|error| format!("The answer could not be written: {error}"))
}

fn load(
    core: &Core,
    paths: &[PathBuf],
    in_place: bool,
    as_json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Done {
    let how = if in_place { LoadHow::InPlace } else { LoadHow::Copy };
    let before = core.library.snapshot();
    let outcomes = core.loads.load(&core.loader, paths, how, &|_| ControlFlow::Continue(()));
    note_loaded(core, &before, &outcomes);
    tell_loaded(core, &outcomes, as_json, out, err)
}

fn load_sample(core: &Core, as_json: bool, out: &mut dyn Write, err: &mut dyn Write) -> Done {
    let before = core.library.snapshot();
    let outcomes = core
        .loader
        .load_sample(&|_| ControlFlow::Continue(()))
        .map_err(|error| error.to_string())?;
    note_loaded(core, &before, &outcomes);
    tell_loaded(core, &outcomes, as_json, out, err)
}

/// Journals what is new and what took an older version's place; loading the same again is neither.
fn note_loaded(core: &Core, before: &Catalogue, outcomes: &[LoadOutcome]) {
    core.library_changed.notify_one();
    let after = core.library.snapshot();
    for outcome in outcomes {
        let LoadOutcome::Loaded { package, lessons, size_bytes, .. } = outcome else { continue };
        let (package, bytes) = (package.clone(), *size_bytes);
        let lessons = u32::try_from(*lessons).unwrap_or(u32::MAX);
        let Some(now) = after.package_named(&package) else { continue };
        match before.package(now.id) {
            None => core.usage.box_event(BoxEvent::PackageLoaded { package, lessons, bytes }),
            Some(old) if is_another_version(old, now) => {
                core.usage.box_event(BoxEvent::PackageUpdated { package, lessons, bytes });
            }
            Some(_) => {}
        }
    }
}

fn is_another_version(old: &Package, new: &Package) -> bool {
    (old.size_bytes, &old.facts, &old.name) != (new.size_bytes, &new.facts, &new.name)
}

fn tell_loaded(
    core: &Core,
    outcomes: &[LoadOutcome],
    as_json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Done {
    // Whoever reads that it is loaded may pull the plug: the journal knows it by then.
    core.usage.flush_blocking().map_err(|error| error.to_string())?;
    for outcome in outcomes {
        said(match outcome {
            _ if as_json => writeln!(out, "{}", outcome.json()),
            LoadOutcome::Loaded { package, title, lessons, size_bytes } => {
                writeln!(out, "{title}: {lessons} lessons, {} ({package})", in_words(*size_bytes))
            }
            LoadOutcome::Refused { sentence, .. } | LoadOutcome::LeftOut { sentence, .. } => {
                writeln!(err, "{sentence}")
            }
        })?;
    }
    Ok(if outcomes.iter().any(LoadOutcome::is_refused) { FAILED } else { DONE })
}

fn library(core: &Core, act: &LibraryAct, as_json: bool, out: &mut dyn Write) -> Done {
    match act {
        LibraryAct::List => list(core, as_json, out),
        LibraryAct::Check { name } => {
            let outcomes = core
                .loader
                .check(name.as_deref(), &|_, _, _| ControlFlow::Continue(()))
                .map_err(|error| error.to_string())?;
            for outcome in &outcomes {
                said(match &outcome.sentence {
                    _ if as_json => writeln!(out, "{}", outcome.json()),
                    None => writeln!(out, "{}: every byte is right", outcome.title),
                    Some(sentence) => writeln!(out, "{sentence}"),
                })?;
            }
            let all_well = outcomes.iter().all(|outcome| outcome.sentence.is_none());
            Ok(if all_well { DONE } else { FAILED })
        }
        LibraryAct::Remove { name } => {
            core.loader.remove(name).map_err(|error| error.to_string())?;
            core.library_changed.notify_one();
            core.usage.box_event(BoxEvent::PackageRemoved { package: name.clone() });
            core.usage.flush_blocking().map_err(|error| error.to_string())?;
            said(if as_json {
                writeln!(out, "{}", json!({ "removed": name }))
            } else {
                writeln!(out, "{name} was taken off the box.")
            })?;
            Ok(DONE)
        }
    }
}

fn list(core: &Core, as_json: bool, out: &mut dyn Write) -> Done {
    let catalogue = core.library.snapshot();
    for package in catalogue.packages() {
        // Opening it tells whether it is there.
        let opened = core.library.package_reader(package.id);
        let state = match (opened, core.library.state(package.id)) {
            (Err(gone), _) => gone.sentence,
            (Ok(_), PackageState::Checking { .. }) => "being checked".into(),
            (Ok(_), _) => "whole".into(),
        };
        let lessons = catalogue.lessons_of(package.id).count();
        said(if as_json {
            let line = json!({
                "package": package.name, "title": package.title, "lessons": lessons,
                "size_bytes": package.size_bytes, "language": package.language,
                "kind": package.kind.word(), "state": state,
            });
            writeln!(out, "{line}")
        } else {
            let size = in_words(package.size_bytes);
            writeln!(out, "{:<32} {lessons:>5} lessons {size:>10}  {state}", package.name)
        })?;
    }
    Ok(DONE)
}

fn usage(core: &Core, act: &UsageAct, as_json: bool, out: &mut dyn Write) -> Done {
    match act {
        UsageAct::Status => {
            core.usage.flush_blocking().map_err(|error| error.to_string())?;
            let status = core.usage.status().map_err(|error| error.to_string())?;
            let gapless = status.stored.gaps.is_empty();
            said(if as_json {
                writeln!(out, "{}", serde_json::to_value(&status).map_err(|e| e.to_string())?)
            } else {
                let stored = &status.stored;
                let gaps = if gapless { "no gap" } else { "with gaps" };
                writeln!(
                    out,
                    "{} events of {} visits in {} runs, {gaps}; {} visits open; {} on the disk",
                    stored.events,
                    stored.visits,
                    stored.runs,
                    status.open_visits,
                    in_words(u64::try_from(stored.bytes).unwrap_or(0)),
                )
            })?;
            Ok(if gapless { DONE } else { FAILED })
        }
        UsageAct::Export { format, what, since } => {
            let since =
                since.as_deref().map(|text| read_time(text, &core.time_zone)).transpose()?;
            let format = match (format, what) {
                (ExportFormat::Xapi, _) => Format::Xapi,
                (ExportFormat::Csv, ExportTable::Visits) => Format::CsvVisits,
                (ExportFormat::Csv, ExportTable::Events) => Format::CsvEvents,
                (ExportFormat::Csv, ExportTable::Days) => Format::CsvDays,
                (ExportFormat::Csv, ExportTable::Dictionary) => Format::Dictionary,
            };
            let export = Export { format, since };
            core.usage.export(&export, out).map_err(|error| error.to_string())?;
            Ok(DONE)
        }
    }
}

/// A day, which begins where the box is, or an instant in RFC 3339.
fn read_time(text: &str, zone: &TimeZone) -> Result<UnixMillis, String> {
    let instant = text.parse::<jiff::Timestamp>().ok().or_else(|| {
        let day: jiff::civil::Date = text.parse().ok()?;
        zone.to_timestamp(day.at(0, 0, 0, 0)).ok()
    });
    instant
        .map(|at| UnixMillis(at.as_millisecond()))
        .ok_or_else(|| format!("{text:?} is no time. Write 2026-11-24 or 2026-11-24T09:00:00Z."))
}

fn import(core: &Core, language: &str, sheet: &[u8], out: &mut dyn Write) -> Done {
    let import = core.texts.import_csv(language, sheet).map_err(|error| error.to_string())?;
    let path = core.data.place(Place::Languages).join(format!("{}.ftl", import.lang));
    write_whole(&path, import.ftl.as_bytes()).map_err(|error| error.to_string())?;
    core.texts.reload();
    core.usage.box_event(BoxEvent::Setting { key: format!("language.{}", import.lang) });
    core.usage.flush_blocking().map_err(|error| error.to_string())?;
    for sentence in &import.skipped {
        said(writeln!(out, "{sentence}"))?;
    }
    let (filled, missing) = (import.filled, import.missing);
    said(writeln!(out, "{}: {filled} lines taken in, {missing} still missing.", import.lang))?;
    Ok(DONE)
}

fn export_text(core: &Core, language: &str, desk: bool, out: &mut dyn Write) -> Done {
    let sheet = core.texts.export_csv(language, desk).map_err(|error| error.to_string())?;
    said(out.write_all(sheet.as_bytes()))?;
    Ok(DONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        let (utc, nairobi) = (TimeZone::UTC, TimeZone::fixed(jiff::tz::offset(3)));
        assert_eq!(read_time("1970-01-02", &utc), Ok(UnixMillis(86_400_000)));
        assert_eq!(read_time("1970-01-02", &nairobi), Ok(UnixMillis(75_600_000)));
        assert_eq!(read_time("1970-01-01T00:00:01Z", &nairobi), Ok(UnixMillis(1_000)));
        assert!(read_time("yesterday", &utc).is_err());
    }
}
