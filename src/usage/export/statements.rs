//! xAPI statements, one a line: rolled up, three at most for a visit (initialized, completed,
//! terminated). Valid as 1.0.3 and as 2.0: UTC times with milliseconds, no attachments, no `stored`,
//! no agents in the context; extensions are flat (facts: xAPI-Spec, Data 4.1 and 4.2).

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;
use serde_json::Value;

use super::{ExportError, ended};
use crate::base::random::hex;
use crate::usage::LessonRef;
use crate::usage::event::Ended;
use crate::usage::records::{Record, RecordedVisit};
use crate::usage::rules::{owes_statement, whole_seconds};
use crate::usage::terms::{LessonKind, Sign};

/// Home of the pseudonyms: the same for all boxes, for a pseudonym is 128 bits that no other draws.
pub const ACCOUNT_HOME: &str = "http://chalkbox.lan/guests";

/// Stem of this project's own extensions.
const EXTENSIONS: &str = "http://chalkbox.lan/xapi/";

/// Stem of the Video Profile's extensions (adlnet/xapi-authored-profiles, video).
const VIDEO_EXTENSIONS: &str = "https://w3id.org/xapi/video/extensions/";

#[derive(Serialize)]
struct Statement<'a> {
    id: String,
    actor: Actor,
    verb: Verb,
    object: Activity<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Outcome>,
    context: Context<'a>,
    timestamp: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Actor {
    object_type: &'static str,
    account: Account,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    home_page: &'static str,
    name: String,
}

#[derive(Serialize)]
struct Verb {
    id: String,
    display: BTreeMap<&'static str, &'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Activity<'a> {
    object_type: &'static str,
    id: String,
    definition: Definition<'a>,
}

#[derive(Serialize)]
struct Definition<'a> {
    name: BTreeMap<&'a str, &'a str>,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct Outcome {
    completion: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: BTreeMap<String, Value>,
}

#[derive(Serialize)]
struct Context<'a> {
    registration: String,
    platform: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    extensions: BTreeMap<String, Value>,
}

/// A line for a record that owes a statement; nothing for others.
pub(super) fn write(out: &mut dyn Write, record: &Record) -> Result<(), ExportError> {
    if !owes_statement(&record.kind) {
        return Ok(());
    }
    let missing = |what: &str| ExportError::record(record, what);
    let visit = record.visit.as_ref().ok_or_else(|| missing("its visit is missing"))?;
    let lesson = record.lesson.as_ref().ok_or_else(|| missing("its lesson is missing"))?;
    let end = (record.kind == "end").then(|| ended(record)).transpose()?;
    let (verb, result) = match (&*record.kind, &end) {
        ("open", _) => ("initialized", None),
        (_, Some(end)) => ("terminated", Some(at_end(end, lesson))),
        _ => {
            let result = Outcome { completion: true, duration: None, extensions: signs(record)? };
            ("completed", Some(result))
        }
    };
    let statement = Statement {
        id: record.statement_id().to_string(),
        actor: Actor {
            object_type: "Agent",
            account: Account { home_page: ACCOUNT_HOME, name: hex(&visit.person.0) },
        },
        verb: Verb {
            id: format!("http://adlnet.gov/expapi/verbs/{verb}"),
            display: BTreeMap::from([("en", verb)]),
        },
        object: activity(lesson),
        result,
        context: context(record, visit, lesson, end.as_ref()),
        timestamp: end.as_ref().map_or(record.at, |end| end.seen).rfc3339(),
    };
    serde_json::to_writer(&mut *out, &statement)
        .map_err(|error| ExportError::Write(error.into()))?;
    Ok(out.write_all(b"\n")?)
}

fn activity(lesson: &LessonRef) -> Activity<'_> {
    let name = BTreeMap::from([(language(lesson).unwrap_or("und"), &*lesson.title)]);
    let kind = match lesson.kind {
        LessonKind::Video | LessonKind::Audio | LessonKind::Picture => {
            "http://adlnet.gov/expapi/activities/media"
        }
        LessonKind::Pdf => "http://adlnet.gov/expapi/activities/file",
        LessonKind::Zim | LessonKind::Html5 | LessonKind::Text => {
            "http://adlnet.gov/expapi/activities/lesson"
        }
    };
    let definition = Definition { name, kind };
    Activity { object_type: "Activity", id: iri(&lesson.activity), definition }
}

/// What a lesson's completion was told by.
fn signs(record: &Record) -> Result<BTreeMap<String, Value>, ExportError> {
    #[derive(serde::Deserialize)]
    struct Done {
        sign: Sign,
    }
    let done: Done = serde_json::from_str(record.data.as_deref().unwrap_or_default())
        .map_err(|error| ExportError::record(record, &error))?;
    Ok(BTreeMap::from([(own("completed-by"), done.sign.word().into())]))
}

fn at_end(end: &Ended, lesson: &LessonRef) -> Outcome {
    let tally = &end.tally;
    let mut extensions = BTreeMap::from([
        (own("measured-by"), tally.measured_by.word().into()),
        (own("pages"), tally.pages.into()),
        (own("end-reason"), end.why.word().into()),
    ]);
    if let Some(sign) = tally.done {
        extensions.insert(own("completed-by"), sign.word().into());
    }
    if matches!(lesson.kind, LessonKind::Video | LessonKind::Audio) {
        let spans = tally.played.as_slice().iter();
        let segments: Vec<_> =
            spans.map(|&(from, to)| format!("{}[.]{}", seconds(from), seconds(to))).collect();
        let played = tally.played.total_ms();
        extensions.insert(own("played-seconds"), whole_seconds(played).into());
        extensions.insert(video("played-segments"), segments.join("[,]").into());
        if let Some(length) = lesson.length.or(tally.length).filter(|length| *length > 0) {
            // Hundredths, cut: 1 only when all of it was played.
            let hundredths = u32::try_from((played * 100 / length).min(100)).unwrap_or(100);
            extensions.insert(video("progress"), (f64::from(hundredths) / 100.0).into());
        }
    }
    Outcome {
        completion: tally.done.is_some(),
        duration: Some(duration(whole_seconds(tally.active_ms))),
        extensions,
    }
}

fn context<'a>(
    record: &Record,
    visit: &RecordedVisit,
    lesson: &'a LessonRef,
    end: Option<&Ended>,
) -> Context<'a> {
    // An end is written down later, perhaps by another run: its time is the visit's own.
    let clock = if end.is_some() { visit.opened_clock } else { record.clock };
    let mut extensions = BTreeMap::from([
        (own("mark"), visit.mark.word().into()),
        (own("device"), visit.device.word().into()),
        (own("origin"), visit.origin.word().into()),
        (own("clock"), clock.word().into()),
        (own("package"), (*lesson.package).into()),
    ]);
    if let Some(people) = end.and_then(|end| end.tally.group) {
        extensions.insert(own("group-size"), people.into());
    }
    if let Some(subject) = &lesson.subject {
        extensions.insert(own("subject"), (**subject).into());
    }
    Context {
        registration: visit.id.to_string(),
        platform: "Chalkbox",
        language: language(lesson),
        extensions,
    }
}

fn own(name: &str) -> String {
    format!("{EXTENSIONS}{name}")
}

fn video(name: &str) -> String {
    format!("{VIDEO_EXTENSIONS}{name}")
}

/// The Video Profile writes spans in seconds.
fn seconds(millis: u64) -> String {
    format!("{}.{:03}", millis / 1000, millis % 1000)
}

/// ISO 8601, compared as a string by record stores: one spelling only, `PT1H4M12S`, `PT0S`.
fn duration(seconds: u64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let part = |number: u64, unit: char| {
        if number > 0 { format!("{number}{unit}") } else { String::new() }
    };
    let last = if rest > 0 || seconds == 0 { format!("{rest}S") } else { String::new() };
    format!("PT{}{}{last}", part(hours, 'H'), part(minutes, 'M'))
}

/// The lesson's language if it has the form of BCP 47.
fn language(lesson: &LessonRef) -> Option<&str> {
    let tag = &*lesson.language;
    let parts_fit = tag.split('-').all(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    let first = tag.split('-').next().unwrap_or_default();
    let first_fits =
        (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    (parts_fit && first_fits).then_some(tag)
}

/// Encodes what may not stand in a URI, and leaves what is encoded already.
fn iri(text: &str) -> String {
    const REFUSED: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'\\')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    percent_encoding::utf8_percent_encode(text, REFUSED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_one_spelling() {
        let cases = [(0, "PT0S"), (9, "PT9S"), (60, "PT1M"), (252, "PT4M12S"), (3661, "PT1H1M1S")];
        for (seconds, written) in cases {
            assert_eq!(duration(seconds), written);
        }
    }

    #[test]
    fn activities_become_uris() {
        assert_eq!(
            iri("urn:chalkbox:zim:Wiki:A/Lac Léman"),
            "urn:chalkbox:zim:Wiki:A/Lac%20L%C3%A9man"
        );
        assert_eq!(iri("urn:x:a%20b"), "urn:x:a%20b");
    }
}
