//! The counting rules: pure decisions about when a visit begins and ends, how much of it was active
//! and when a lesson is complete. ARCHITECTURE.md prints them as a table; each row is a test named
//! `rule_NN_…` in `tests/suite/usage/`.
//!
//! Spans are measured on the board's boot time, in milliseconds, which never steps.

use serde::{Deserialize, Serialize};

use super::spans::{SPANS_MAX, Spans};
use super::terms::{ClockQuality, LessonKind, Mark, MeasuredBy, Sign};
use super::{Beat, LessonRef};
use crate::base::UnixMillis;

/// A visit that nobody used for this long ended when it was last used.
pub const VISIT_IDLE_MS: u64 = 30 * 60 * 1000;

/// After this long unused, a cookie counts no more: as long as a guest's session.
pub const TICKET_LIFE_MS: u64 = 4 * 60 * 60 * 1000;

/// Most that the time between two openings of pages counts, where no beat measured it.
pub const PAGE_GAP_MS_MAX: u64 = 120 * 1000;

/// Most that one beat counts: pages send one each 30 s; the rest is slack for slow phones.
pub const BEAT_MS_MAX: u64 = 45 * 1000;

/// Most that beats may count ahead of the clock: they reach the box unevenly late.
pub const JITTER_MS_MAX: u64 = 2 * 1000;

/// Pages of one visit that are listed by name in a minute; more are counted only. Nobody reads
/// faster; a script may click faster.
pub const PAGES_LISTED_PER_MINUTE_MAX: u32 = 30;

/// Longer media are cut to this for counting.
const MEDIA_MS_MAX: u64 = 24 * 60 * 60 * 1000;

/// Players leave small cracks between two reports of one stretch.
const CRACK_MS_MAX: u64 = 500;

/// Fastest speed of the players.
const PLAYED_SPEED_MAX: u64 = 2;

/// Most people in one group: "5+" on the page.
pub const GROUP_SIZE_MAX: u8 = 5;

/// What opening a lesson means for a visit that the same person has open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// The same lesson in another tab: one visit.
    Joins,
    /// Another lesson of the same package, whose cookie it takes over: the earlier visit ends.
    Ends,
    /// Another package: both go on.
    Beside,
}

/// `earlier` and `later` belong to the same person.
pub fn meeting(earlier: (&LessonRef, Mark), later: (&LessonRef, Mark)) -> Meeting {
    if earlier.0.package != later.0.package {
        Meeting::Beside
    } else if earlier.0.id == later.0.id && earlier.1 == later.1 {
        Meeting::Joins
    } else {
        Meeting::Ends
    }
}

/// What the last sign of life allows the next opening of a page to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// Nothing was on the screen: before the first page, or after a beat that said goodbye.
    Nothing,
    Page,
    Beat,
}

/// Where counting stands within a visit; lives in memory only, for boot time ends with the boot.
#[derive(Clone, Debug)]
pub struct Watch {
    last_ms: u64,
    seen_ms: u64,
    /// What was counted lately, as far back as one claim can reach.
    counted: Spans,
    /// Counted beyond those spans, for beats that came unevenly late.
    ahead_ms: u64,
    opened_ms: u64,
    after: After,
    minute_began_ms: u64,
    listed_in_minute: u32,
}

impl Watch {
    pub fn begin(now_ms: u64) -> Self {
        Self {
            last_ms: now_ms,
            seen_ms: now_ms,
            counted: Spans::default(),
            ahead_ms: 0,
            opened_ms: now_ms,
            after: After::Nothing,
            minute_began_ms: now_ms,
            listed_in_minute: 0,
        }
    }

    /// Nobody opened a page or sent an active beat for too long.
    pub fn is_idle(&self, now_ms: u64) -> bool {
        now_ms.saturating_sub(self.seen_ms) >= VISIT_IDLE_MS
    }

    /// Counts the span that ends now, but for what was counted before: two tabs at once are one
    /// person. A short overlap is a late beat of the same tab, so it counts in spite of it; the crack
    /// that the next beat then leaves pays for it.
    fn count(&mut self, now_ms: u64, span_ms: u64) -> u64 {
        let from = now_ms.saturating_sub(span_ms).max(self.opened_ms);
        self.counted.forget_before(now_ms.saturating_sub(PAGE_GAP_MS_MAX));
        let crack = from.saturating_sub(self.counted.end_ms());
        if self.after == After::Beat && crack <= JITTER_MS_MAX {
            let paid = crack.min(self.ahead_ms);
            self.ahead_ms -= paid;
            self.counted.add(from - paid, from, 0);
        }
        let again = self.counted.total_from_ms(from);
        let late = if again <= JITTER_MS_MAX { again } else { 0 };
        let late = late.min(JITTER_MS_MAX - self.ahead_ms);
        self.ahead_ms += late;
        let before = self.counted.total_ms();
        self.counted.add(from, now_ms, 0);
        self.counted.total_ms() - before + late
    }

    fn page(&mut self, now_ms: u64) -> u64 {
        let most = match self.after {
            After::Nothing => 0,
            After::Page => PAGE_GAP_MS_MAX,
            After::Beat => BEAT_MS_MAX,
        };
        let counted = self.count(now_ms, now_ms.saturating_sub(self.last_ms).min(most));
        (self.last_ms, self.seen_ms, self.after) = (now_ms, now_ms, After::Page);
        counted
    }

    fn beat(&mut self, now_ms: u64, beat: &Beat) -> u64 {
        let counted = self.count(now_ms, u64::from(beat.active_ms).min(BEAT_MS_MAX));
        if beat.active_ms > 0 {
            self.seen_ms = now_ms;
        }
        // A beat that only tells a position takes back no goodbye.
        if beat.measures() {
            self.last_ms = now_ms;
            self.after = if beat.leaving { After::Nothing } else { After::Beat };
        }
        counted
    }

    /// Whether one more page of this minute is listed by name.
    fn lists_page(&mut self, now_ms: u64) -> bool {
        if now_ms.saturating_sub(self.minute_began_ms) >= 60_000 {
            (self.minute_began_ms, self.listed_in_minute) = (now_ms, 0);
        }
        self.listed_in_minute += 1;
        self.listed_in_minute <= PAGES_LISTED_PER_MINUTE_MAX
    }
}

/// What a visit has come to so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    pub active_ms: u64,
    #[serde(rename = "by")]
    pub measured_by: MeasuredBy,
    /// Openings of pages; a reload is none.
    pub pages: u32,
    /// Openings that were counted but not listed by name.
    #[serde(skip_serializing_if = "is_zero")]
    pub unlisted: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<Sign>,
    /// The ZIM page or PDF page last shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position_ms: Option<u64>,
    /// Milliseconds of a video or sound, pages of a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    #[serde(skip_serializing_if = "Spans::is_empty")]
    pub played: Spans,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            active_ms: 0,
            measured_by: MeasuredBy::Pages,
            pages: 0,
            unlisted: 0,
            group: None,
            done: None,
            page: None,
            position_ms: None,
            length: None,
            played: Spans::default(),
        }
    }
}

/// What the journal is told about an opening of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageNote {
    Listed,
    /// Counted, but too many in this minute to list.
    Unlisted,
    /// The page that was shown already, or none.
    None,
}

impl Tally {
    /// An empty `page` is the lesson's own player: a sign of life, but no page.
    pub fn page_seen(&mut self, watch: &mut Watch, now_ms: u64, page: &str) -> PageNote {
        self.active_ms += watch.page(now_ms);
        if page.is_empty() { PageNote::None } else { self.shows(watch, now_ms, page) }
    }

    fn shows(&mut self, watch: &mut Watch, now_ms: u64, page: &str) -> PageNote {
        if self.page.as_deref() == Some(page) {
            return PageNote::None;
        }
        match &mut self.page {
            Some(shown) => page.clone_into(shown),
            shown @ None => *shown = Some(page.to_owned()),
        }
        self.pages = self.pages.saturating_add(1);
        if watch.lists_page(now_ms) {
            PageNote::Listed
        } else {
            self.unlisted = self.unlisted.saturating_add(1);
            PageNote::Unlisted
        }
    }

    /// The note is about the page of a document that the beat tells of, if it is another one.
    pub fn beat(&mut self, watch: &mut Watch, now_ms: u64, beat: &Beat) -> Option<PageNote> {
        if beat.measures() {
            self.measured_by = MeasuredBy::Beats;
        }
        self.active_ms += watch.beat(now_ms, beat);
        let within = |ms: u64| ms.min(MEDIA_MS_MAX);
        self.position_ms = beat.position_ms.map(within).or(self.position_ms);
        self.length = beat.length_ms.map(within).or(beat.pages.map(u64::from)).or(self.length);
        self.add_played(beat, now_ms.saturating_sub(watch.opened_ms));
        let page = beat.page?.to_string();
        Some(self.shows(watch, now_ms, &page))
    }

    /// Takes a beat's spans unless more would be played than the time since the opening allows.
    fn add_played(&mut self, beat: &Beat, open_for_ms: u64) {
        let mut played = self.played.clone();
        for &(from, to) in beat.played.iter().take(SPANS_MAX) {
            played.add(from, to.min(self.length.unwrap_or(MEDIA_MS_MAX)), CRACK_MS_MAX);
        }
        if played.total_ms() <= (open_for_ms + BEAT_MS_MAX) * PLAYED_SPEED_MAX {
            self.played = played;
        }
    }

    /// Completes the lesson if `sign` does so for its kind; true the first time only.
    pub fn complete(&mut self, lesson: &LessonRef, sign: Sign) -> bool {
        let first = self.done.is_none() && self.completes(lesson, sign);
        if first {
            self.done = Some(sign);
        }
        first
    }

    fn completes(&self, lesson: &LessonRef, sign: Sign) -> bool {
        let length = lesson.length.or(self.length).filter(|length| *length > 0);
        let played = self.played.total_ms();
        match (lesson.kind, sign) {
            (LessonKind::Video | LessonKind::Audio, Sign::Played) => {
                length.is_some_and(|length| played * 10 >= length.saturating_mul(9))
            }
            // Whoever jumps to the end has not seen it.
            (LessonKind::Video | LessonKind::Audio, Sign::Ended) => {
                length.is_some_and(|length| played * 2 >= length)
            }
            (LessonKind::Pdf, Sign::LastPage) => {
                let page = self.page.as_deref().and_then(|page| page.parse::<u64>().ok());
                page.zip(length).is_some_and(|(page, length)| page >= length)
            }
            // Players have a button for it, which is all that a phone without script can tell.
            (kind, Sign::Said) => !matches!(kind, LessonKind::Zim | LessonKind::Html5),
            (LessonKind::Text, Sign::EndReached)
            | (LessonKind::Zim | LessonKind::Html5, Sign::Statement) => true,
            _ => false,
        }
    }

    /// The sign that beats themselves can give for this kind of lesson.
    pub fn own_sign(kind: LessonKind) -> Option<Sign> {
        match kind {
            LessonKind::Video | LessonKind::Audio => Some(Sign::Played),
            LessonKind::Pdf => Some(Sign::LastPage),
            _ => None,
        }
    }
}

/// Whole seconds, half a second upward: the one rounding, the same in every export.
pub fn whole_seconds(millis: u64) -> u64 {
    (millis + 500) / 1000
}

/// A group's size as the page offers it; none for nonsense.
pub fn group_size(people: u8) -> Option<u8> {
    (1..=GROUP_SIZE_MAX).contains(&people).then_some(people)
}

/// A time before Chalkbox was built cannot be right, whoever vouches for it.
pub fn clock_quality(
    judged: Option<ClockQuality>,
    now: UnixMillis,
    built: UnixMillis,
) -> ClockQuality {
    if now < built { ClockQuality::None } else { judged.unwrap_or(ClockQuality::Restored) }
}

/// Totals are about pupils.
pub fn counts_in_totals(mark: Mark) -> bool {
    mark == Mark::Pupil
}

/// The kinds of events that owe an xAPI statement.
pub fn owes_statement(kind: &str) -> bool {
    matches!(kind, "open" | "done" | "end")
}

#[cfg(test)]
mod tests;
