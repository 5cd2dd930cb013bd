//! What happened: the events of the journal.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::LessonRef;
use super::rules::Tally;
use super::terms::{ClockQuality, EndReason, Mark, Sign};
use crate::base::UnixMillis;

/// When an event happened, and how far its wall time can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub wall: UnixMillis,
    /// Milliseconds since the board booted.
    pub boot_ms: u64,
    pub quality: ClockQuality,
}

#[derive(Clone, Debug)]
pub(super) struct Event {
    pub at: Stamp,
    /// Number of the visit's row.
    pub visit: Option<i64>,
    pub fact: Fact,
}

#[derive(Clone, Debug)]
pub(super) enum Fact {
    Open,
    Page {
        path: String,
    },
    /// How far a visit had come, each few minutes.
    Active {
        active_ms: u64,
        position_ms: Option<u64>,
    },
    Group(u8),
    Done(Sign),
    End(Box<Ended>),
    Search(Search),
    Download {
        lesson: Arc<LessonRef>,
        bytes: u64,
        mark: Mark,
    },
    Box(BoxEvent),
    /// The last Chalkbox did not stop in order.
    Unclean {
        run_id: String,
        minutes_on: u64,
        seen: UnixMillis,
    },
    /// A gap, declared: the disk was too slow or refused.
    Dropped {
        events: u64,
    },
}

/// A visit's end: everything that its statement and its row in a table say. Frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ended {
    pub why: EndReason,
    /// When the visit was last used: its end. Milliseconds since 1970.
    pub seen: UnixMillis,
    #[serde(flatten)]
    pub tally: Tally,
}

/// A search, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// Language of the page it was made from.
    pub language: String,
    pub letters: u32,
    pub hits: u32,
    pub mark: Mark,
}

/// What happened to the box itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum BoxEvent {
    Start {
        version: String,
    },
    /// An orderly stop; a run without one ended by a power cut or a crash.
    Stop {
        minutes_on: u64,
    },
    /// For how long the box has been on, each hour.
    MinutesOn {
        minutes_on: u64,
    },
    /// Most phones at once within an hour (0 to 23, in the box's time zone), told once it is over.
    Phones {
        hour: u8,
        most: u32,
    },
    PackageLoaded {
        package: String,
        lessons: u32,
        bytes: u64,
    },
    PackageUpdated {
        package: String,
        lessons: u32,
        bytes: u64,
    },
    PackageRemoved {
        package: String,
    },
    Version {
        from: String,
        to: String,
    },
    /// Which setting was changed, not to what.
    Setting {
        key: String,
    },
    /// A learner's name was taken away, and with it what led from the name to this pseudonym. The centre
    /// is asked to keep nothing that it may have joined to it.
    LearnerForgotten {
        /// As in the column guest of the table of visits.
        guest: String,
    },
}

impl BoxEvent {
    fn kind(&self) -> &'static str {
        match self {
            Self::Start { .. } => "start",
            Self::Stop { .. } => "stop",
            Self::MinutesOn { .. } => "minutes_on",
            Self::Phones { .. } => "phones",
            Self::PackageLoaded { .. } => "package_loaded",
            Self::PackageUpdated { .. } => "package_updated",
            Self::PackageRemoved { .. } => "package_removed",
            Self::Version { .. } => "version",
            Self::Setting { .. } => "setting",
            Self::LearnerForgotten { .. } => "learner_forgotten",
        }
    }
}

impl Fact {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Page { .. } => "page",
            Self::Active { .. } => "active",
            Self::Group(_) => "group",
            Self::Done(_) => "done",
            Self::End(_) => "end",
            Self::Search(_) => "search",
            Self::Download { .. } => "download",
            Self::Box(event) => event.kind(),
            Self::Unclean { .. } => "unclean",
            Self::Dropped { .. } => "dropped",
        }
    }

    /// The event's own columns as compact JSON.
    pub fn data(&self) -> serde_json::Result<Option<String>> {
        use serde_json::json;
        let value = match self {
            Self::Open => return Ok(None),
            Self::End(ended) => return serde_json::to_string(ended).map(Some),
            Self::Page { path } => json!({ "page": path }),
            Self::Active { active_ms, position_ms: None } => json!({ "active_ms": active_ms }),
            Self::Active { active_ms, position_ms } => {
                json!({ "active_ms": active_ms, "position_ms": position_ms })
            }
            Self::Group(people) => json!({ "group": people }),
            Self::Done(sign) => json!({ "sign": sign }),
            Self::Search(search) => return serde_json::to_string(search).map(Some),
            Self::Download { bytes, mark, .. } => json!({ "bytes": bytes, "mark": mark }),
            Self::Unclean { run_id, minutes_on, seen } => {
                json!({ "run": run_id, "minutes_on": minutes_on, "seen": seen })
            }
            Self::Dropped { events } => json!({ "events": events }),
            Self::Box(event) => {
                let mut value = serde_json::to_value(event)?;
                // The kind has a column of its own.
                if let Some(fields) = value.as_object_mut() {
                    fields.remove("kind");
                }
                value
            }
        };
        serde_json::to_string(&value).map(Some)
    }
}
