//! Usage: who-less records of how lessons are used, counted by rules that are written down.
//!
//! Promise: what happened is written within a second, in order, without a gap, under an id that no
//! other box can draw; what could not be written is declared. A visit is counted once, by the table
//! of counting rules in ARCHITECTURE.md, in both exports alike. A power cut takes 15 s of active time
//! at most. No name, address, browser name or search word is in it.
//!
//! Pages call `begin_visit`, `page_seen`, `beat` …: they work in memory and never wait for the disk.

mod event;
pub mod export;
mod journal;
mod leftover;
mod queue;
mod records;
mod rules;
mod running;
mod spans;
mod status;
mod terms;
mod tickets;
mod visits;

pub use event::{BoxEvent, Search, Stamp};
pub use journal::{Person, kernel_boot_id, statement_id};
pub use queue::{QUEUE_ENTRIES_MAX, QueueState};
pub use running::{BoxFacts, TICK, Usage};
pub use status::{Gap, Status, Stored, check_gapless, stored};
pub use terms::{ClockQuality, DeviceClass, EndReason, LessonKind, Mark, MeasuredBy, Origin, Sign};
pub use tickets::{NewVisit, Place, VISITS_OPEN_MAX, VisitView};

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::Deserialize;

use crate::base::random::hex;
use crate::base::{LessonId, Random};

/// Why something could not be written down.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error("The usage journal could not be written: {0}. It will be tried again.")]
    NotWritten(String),
    #[error("The usage journal is closed.")]
    Closed,
}

/// The key by which the portal knows a guest or learner: a keyed hash, never the cookie. It is kept
/// with the live cookies only; events and exports have a pseudonym made of it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ActorKey(pub Arc<str>);

impl fmt::Debug for ActorKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("ActorKey(..)")
    }
}

/// The visit's cookie: 128 random bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct VisitToken([u8; 16]);

impl VisitToken {
    fn draw(random: &Random) -> Self {
        Self(random.bytes())
    }
}

impl fmt::Display for VisitToken {
    /// 32 lower-case hexadecimal digits.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for VisitToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("VisitToken(..)")
    }
}

/// A cookie that is not 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This visit's cookie is not one of ours.")]
pub struct NotAToken;

impl FromStr for VisitToken {
    type Err = NotAToken;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = digits.then(|| u128::from_str_radix(text, 16).ok()).flatten();
        number.map(|number| Self(number.to_be_bytes())).ok_or(NotAToken)
    }
}

/// What the journal keeps of a lesson: frozen when it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonRef {
    pub id: LessonId,
    /// The package's name.
    pub package: String,
    /// IRI, equal on all boxes.
    pub activity: String,
    pub title: String,
    pub kind: LessonKind,
    /// BCP 47; empty when unknown.
    pub language: String,
    pub subject: Option<String>,
    pub mime: String,
    /// Milliseconds of a video or sound, pages of a document, where known.
    pub length: Option<u64>,
}

impl LessonRef {
    /// Tells two versions of what a lesson was called apart.
    fn key(&self) -> [u8; 16] {
        let id = self.id.to_string();
        let length = self.length.map(|length| length.to_string()).unwrap_or_default();
        let subject = self.subject.as_deref().unwrap_or_default();
        let mut hasher = blake3::Hasher::new();
        let words = [
            &*id,
            &*self.package,
            &*self.activity,
            &*self.title,
            self.kind.word(),
            &*self.language,
            subject,
            &*self.mime,
            &*length,
        ];
        for word in words {
            hasher.update(&(word.len() as u64).to_le_bytes());
            hasher.update(word.as_bytes());
        }
        first_16(hasher.finalize())
    }
}

fn first_16(hash: blake3::Hash) -> [u8; 16] {
    let mut cut = [0; 16];
    cut.copy_from_slice(&hash.as_bytes()[..16]);
    cut
}

/// What a lesson's page tells from time to time: each 30 s while it is in front, when it is hidden
/// or left, when its document turns a page. From outside: every number is limited where it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Beat {
    /// Milliseconds, since this page's last beat or its opening, in which it was in front or its
    /// sound was playing. More than `rules::BEAT_MS_MAX` is cut.
    pub active_ms: u32,
    /// The page is hidden or left now, or nothing plays any more.
    pub leaving: bool,
    pub position_ms: Option<u64>,
    pub length_ms: Option<u64>,
    /// Spans of the medium played since the last beat: milliseconds, from and to.
    pub played: Vec<(u64, u64)>,
    /// The document's page in front, from 1.
    pub page: Option<u32>,
    /// Pages of the document.
    pub pages: Option<u32>,
}

impl Beat {
    /// Whether it tells about time, not only about a position.
    fn measures(&self) -> bool {
        self.active_ms > 0 || self.leaving
    }
}
