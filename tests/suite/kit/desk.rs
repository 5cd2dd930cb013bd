//! A journal in a folder of its own with the clock in hand, and what its two exports say.

use std::sync::Arc;
use std::time::Duration;

use chalkbox::base::{Clock, LessonId, Random, UnixMillis};
use chalkbox::store::{DataDir, Store};
use chalkbox::usage::export::{Export, Format};
use chalkbox::usage::{
    ActorKey, Beat, BoxFacts, DeviceClass, LessonKind, LessonRef, Mark, NewVisit, Origin, Usage,
    VisitToken,
};
use jiff::tz::TimeZone;
use serde_json::Value;

use super::Folder;
use crate::xapi;

/// 2026-11-24T09:00:00Z.
pub const MORNING: UnixMillis = UnixMillis(1_795_510_800_000);

/// 2026-01-01T00:00:00Z.
pub const BUILT: UnixMillis = UnixMillis(1_767_225_600_000);

pub struct Desk {
    pub clock: Clock,
    pub usage: Arc<Usage>,
    pub store: Store,
    zone: TimeZone,
    run: u64,
    folder: Folder,
}

/// One row of the table of visits.
#[derive(Debug, PartialEq, Eq)]
pub struct Visit {
    pub id: String,
    pub day: String,
    pub started: String,
    pub ended: String,
    pub seconds: u64,
    pub by: String,
    pub title: String,
    pub guest: String,
    pub group: String,
    pub completed_by: String,
    pub pages: u64,
    pub played: u64,
    pub origin: String,
    pub why: String,
    pub mark: String,
    pub clock: String,
}

/// A lesson number `id` of a package.
pub fn lesson(package: &str, id: i64, kind: LessonKind, length: Option<u64>) -> Arc<LessonRef> {
    Arc::new(LessonRef {
        id: LessonId(id),
        package: package.into(),
        activity: format!("urn:chalkbox:zim:{package}:lesson {id}"),
        title: format!("Lesson {id}"),
        kind,
        language: "sw".into(),
        subject: Some("science".into()),
        mime: "text/html".into(),
        length,
    })
}

pub fn new_visit(actor: &str, lesson: &Arc<LessonRef>) -> NewVisit {
    NewVisit {
        actor: ActorKey(actor.into()),
        lesson: Arc::clone(lesson),
        group_size: None,
        device: DeviceClass::Phone,
        mark: Mark::Pupil,
        origin: Origin::Home,
    }
}

impl Desk {
    pub fn open(name: &str) -> Self {
        Self::at(name, MORNING, "UTC")
    }

    pub fn at(name: &str, now: UnixMillis, zone: &str) -> Self {
        let zone = TimeZone::get(zone).unwrap();
        Self::start(Folder::new(name), Clock::fixed(now), zone, 1)
    }

    fn start(folder: Folder, clock: Clock, zone: TimeZone, run: u64) -> Self {
        let (store, notices) =
            Store::open(&DataDir::create(&folder.path("data")).unwrap()).unwrap();
        assert!(notices.is_empty(), "{notices:?}");
        let facts = BoxFacts {
            version: "0.1.0".into(),
            built: BUILT,
            boot_id: None,
            time_zone: zone.clone(),
            serving: true,
        };
        let usage =
            Usage::open(store.usage.clone(), clock.clone(), Random::seeded(run), facts).unwrap();
        Self { clock, usage, store, zone, run, folder }
    }

    /// Stops in order and starts again.
    pub fn restart(self) -> Self {
        self.usage.stop();
        let Self { clock, usage, store, zone, run, folder } = self;
        drop((usage, store));
        Self::start(folder, clock, zone, run + 1)
    }

    /// The power fails now and comes back after a while: only what is on the disk is left.
    pub fn power_cut(self, away: Duration) -> Self {
        let Self { clock, usage, store, zone, run, folder } = self;
        let after = Folder::new("after-the-cut");
        std::fs::create_dir_all(after.path("data")).unwrap();
        for name in ["usage.db", "usage.db-wal"] {
            let from = folder.path("data").join(name);
            if from.exists() {
                std::fs::copy(from, after.path("data").join(name)).unwrap();
            }
        }
        let boot = Clock::fixed(clock.now().plus(away));
        // What the old run still holds must not reach the disk: its threads sleep until the end.
        std::mem::forget((usage, store));
        Self::start(after, boot, zone, run + 1)
    }

    pub fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    pub fn begin(&self, actor: &str, lesson: &Arc<LessonRef>) -> VisitToken {
        self.usage.begin_visit(new_visit(actor, lesson))
    }

    /// The page was in front for this long and says so now, as a script does every 30 s.
    pub fn study(&self, token: &VisitToken, seconds: u64) {
        let mut left = seconds;
        while left > 0 {
            let step = left.min(30);
            self.pass(step);
            left -= step;
            assert!(self.usage.beat(token, &front(step, left == 0)));
        }
    }

    pub fn export(&self, format: Format) -> String {
        let mut bytes = Vec::new();
        self.usage.export(&Export { format, since: None }, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    pub fn statements(&self) -> Vec<Value> {
        let lines = self.export(Format::Xapi);
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub fn table(&self, format: Format) -> Vec<Vec<String>> {
        rows(&self.export(format))
    }

    /// Kinds and data of all events, in order.
    pub fn events(&self) -> Vec<(String, String)> {
        let rows = self.table(Format::CsvEvents);
        rows.into_iter().skip(1).map(|row| (row[5].clone(), row[10].clone())).collect()
    }

    /// The visits that have ended, after seeing that both exports say the same of each of them.
    pub fn visits(&self) -> Vec<Visit> {
        let rows = self.table(Format::CsvVisits);
        let visits: Vec<_> = rows[1..].iter().map(|row| visit(&rows[0], row)).collect();
        let statements = self.statements();
        for statement in &statements {
            xapi::check(statement).unwrap();
        }
        let ends: Vec<_> = of_verb(&statements, "terminated");
        assert_eq!(ends.len(), visits.len(), "as many ends as rows");
        for (end, visit) in ends.iter().zip(&visits) {
            agree(end, visit);
        }
        let done = visits.iter().filter(|visit| !visit.completed_by.is_empty()).count();
        let ended: Vec<_> = visits.iter().map(|visit| &*visit.id).collect();
        let of_ended = |completed: &&Value| {
            ended.contains(&completed["context"]["registration"].as_str().unwrap())
        };
        let completed = of_verb(&statements, "completed").into_iter().filter(of_ended).count();
        assert_eq!(completed, done, "a statement for each completion");
        assert!(self.usage.check_gapless().unwrap().is_empty());
        visits
    }

    /// The one visit that has ended.
    pub fn visit(&self) -> Visit {
        let mut visits = self.visits();
        assert_eq!(visits.len(), 1, "{visits:#?}");
        visits.remove(0)
    }
}

pub fn front(seconds: u64, leaving: bool) -> Beat {
    let active_ms = u32::try_from(seconds * 1000).unwrap();
    Beat { active_ms, leaving, ..Beat::default() }
}

pub fn of_verb<'a>(statements: &'a [Value], verb: &str) -> Vec<&'a Value> {
    let is = |statement: &&Value| {
        statement["verb"]["id"].as_str().unwrap().ends_with(&format!("/{verb}"))
    };
    statements.iter().filter(is).collect()
}

/// A statement and a row tell the same of one visit.
fn agree(end: &Value, visit: &Visit) {
    let own = |place: &Value, name: &str| {
        let value = &place["extensions"][format!("http://chalkbox.lan/xapi/{name}")];
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    };
    let (result, context) = (&end["result"], &end["context"]);
    assert_eq!(context["registration"], visit.id);
    assert_eq!(xapi::duration_seconds(result["duration"].as_str().unwrap()), Some(visit.seconds));
    assert_eq!(result["completion"], !visit.completed_by.is_empty());
    assert_eq!(end["timestamp"], visit.ended);
    assert_eq!(end["actor"]["account"]["name"], visit.guest);
    assert_eq!(end["object"]["definition"]["name"]["sw"], visit.title);
    assert_eq!(own(result, "measured-by"), visit.by);
    assert_eq!(own(result, "pages"), visit.pages.to_string());
    assert_eq!(own(result, "end-reason"), visit.why);
    assert_eq!(own(context, "mark"), visit.mark);
    assert_eq!(own(context, "origin"), visit.origin);
    assert_eq!(own(context, "clock"), visit.clock);
    if !visit.group.is_empty() {
        assert_eq!(own(context, "group-size"), visit.group);
    }
}

fn visit(header: &[String], row: &[String]) -> Visit {
    assert_eq!(header.len(), row.len());
    let cell = |name: &str| row[header.iter().position(|column| column == name).unwrap()].clone();
    let number = |name: &str| cell(name).parse().unwrap();
    assert_eq!(cell("completed") == "yes", !cell("completed_by").is_empty());
    Visit {
        id: cell("visit_id"),
        day: cell("day"),
        started: cell("started"),
        ended: cell("ended"),
        seconds: number("active_seconds"),
        by: cell("measured_by"),
        title: cell("lesson_title"),
        guest: cell("guest"),
        group: cell("group_size"),
        completed_by: cell("completed_by"),
        pages: number("pages"),
        played: number("played_seconds"),
        origin: cell("origin"),
        why: cell("end_reason"),
        mark: cell("mark"),
        clock: cell("clock"),
    }
}

/// Reads RFC 4180: quotes doubled, lines end in CR LF.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(letter),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted, "the last line ends");
    rows
}
