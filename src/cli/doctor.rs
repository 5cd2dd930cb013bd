//! `chalkbox doctor`: the box looked over, in sentences. What is well is said too, so that silence
//! never stands for health.

use std::io::Write;

use serde_json::json;

use super::perform::{Done, said};
use super::{DONE, FAILED};
use crate::app::Core;
use crate::board::{self, Trouble};
use crate::loading::in_words;
use crate::usage::ClockQuality;

struct Finding {
    what: &'static str,
    well: bool,
    sentence: String,
}

pub(super) fn examine(core: &Core, as_json: bool, out: &mut dyn Write) -> Done {
    let mut findings = databases(core)?;
    findings.push(journal(core)?);
    findings.extend(library(core));
    findings.extend(languages(core));
    findings.extend(machine(core));
    for finding in &findings {
        said(if as_json {
            let line = json!({
                "what": finding.what, "well": finding.well, "sentence": finding.sentence,
            });
            writeln!(out, "{line}")
        } else {
            let mark = if finding.well { "ok  " } else { "LOOK" };
            writeln!(out, "{mark} {}: {}", finding.what, finding.sentence)
        })?;
    }
    Ok(if findings.iter().all(|finding| finding.well) { DONE } else { FAILED })
}

fn databases(core: &Core) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for database in core.store.databases() {
        let whole = database.check_whole(&core.data).map_err(|error| error.to_string())?;
        let what = database.schema().name();
        let sentence = if whole {
            "every page of the database is right".into()
        } else {
            "damaged; the next start brings the newest backup back".into()
        };
        findings.push(Finding { what, well: whole, sentence });
    }
    Ok(findings)
}

fn journal(core: &Core) -> Result<Finding, String> {
    let gaps = core.usage.check_gapless().map_err(|error| error.to_string())?;
    let sentence = match gaps.len() {
        0 => "the journal has no gap".into(),
        count => format!("the journal has gaps in {count} runs"),
    };
    Ok(Finding { what: "usage", well: gaps.is_empty(), sentence })
}

fn library(core: &Core) -> Vec<Finding> {
    let catalogue = core.library.snapshot();
    let mut findings: Vec<Finding> = catalogue
        .packages()
        .iter()
        .filter_map(|package| core.library.package_reader(package.id).err())
        .map(|gone| Finding { what: "library", well: false, sentence: gone.sentence })
        .collect();
    let count = catalogue.packages().len();
    let sentence = format!("{count} packages with {} lessons", catalogue.lessons().len());
    findings.push(Finding { what: "library", well: true, sentence });
    findings
}

fn languages(core: &Core) -> Vec<Finding> {
    let faults = core.texts.faults();
    let names = core.texts.names();
    let known: Vec<&str> = names.iter().map(|language| &*language.tag).collect();
    let well = Finding { what: "languages", well: true, sentence: known.join(", ") };
    faults
        .into_iter()
        .map(|sentence| Finding { what: "languages", well: false, sentence })
        .chain([well])
        .collect()
}

fn machine(core: &Core) -> Vec<Finding> {
    let health = board::read_health(core.data.root(), &core.clock);
    let mut findings = Vec::new();
    let mut find = |what, well, sentence: String| findings.push(Finding { what, well, sentence });
    if let Some(disk) = health.disk {
        let low = disk.free_bytes < disk.total_bytes / 10;
        let room = format!("{} of {} free", in_words(disk.free_bytes), in_words(disk.total_bytes));
        let todo = if low { "; remove what nobody uses" } else { "" };
        find("disk", !low, format!("{room}{todo}"));
    }
    if let Some(memory) = health.memory {
        let room = in_words(memory.available_bytes);
        find("memory", !memory.is_under_pressure(), format!("{room} left"));
    }
    match health.throttling {
        Some(throttling) if throttling.undervoltage != Trouble::Never => {
            find("power", false, "weak since the start: use a 3 A supply".into());
        }
        Some(_) => find("power", true, "strong enough".into()),
        None => find("power", true, "this machine does not say".into()),
    }
    core.judge_clock();
    let quality = core.usage.clock_quality();
    let sure = !matches!(quality, ClockQuality::None);
    find("clock", sure, format!("{} ({quality})", core.clock.now()));
    findings
}
