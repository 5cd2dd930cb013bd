//! The time, handed in: the system's, or one that a test moves by hand.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z, as the box believes. A Pi without a battery may be wrong.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UnixMillis(pub i64);

impl UnixMillis {
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(millis(span)))
    }

    /// Zero when `earlier` is later: the wall clock of a Pi may step.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// RFC 3339 in UTC with milliseconds, `2026-11-24T09:00:00.000Z`: the one form that leaves the box.
    pub fn rfc3339(self) -> String {
        jiff::Timestamp::from_millisecond(self.0)
            .map_or_else(|_| "1970-01-01T00:00:00.000Z".into(), |at| format!("{at:.3}"))
    }
}

impl fmt::Display for UnixMillis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.rfc3339())
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// Where every part of Chalkbox gets the time from.
#[derive(Clone, Debug)]
pub enum Clock {
    System { started: Instant, boottime_at_start: Duration },
    Fixed(Arc<Mutex<FixedTime>>),
}

#[derive(Clone, Copy, Debug)]
pub struct FixedTime {
    pub wall: UnixMillis,
    pub boottime: Duration,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "this is where the time comes from")]
    pub fn system() -> Self {
        Self::System { started: Instant::now(), boottime_at_start: kernel_boottime() }
    }

    /// A clock that stands still until `advance`; starts 60 s after a made-up boot.
    pub fn fixed(wall: UnixMillis) -> Self {
        Self::Fixed(Arc::new(Mutex::new(FixedTime { wall, boottime: Duration::from_mins(1) })))
    }

    #[expect(clippy::disallowed_methods, reason = "this is where the time comes from")]
    pub fn now(&self) -> UnixMillis {
        match self {
            Self::System { .. } => {
                let since = std::time::SystemTime::now()
                    .duration_since(std::time::UNIX_EPOCH)
                    .unwrap_or_default();
                UnixMillis(millis(since))
            }
            Self::Fixed(time) => time.lock().unwrap_or_else(PoisonError::into_inner).wall,
        }
    }

    /// Time since the board booted; never steps, unlike `now`.
    pub fn boottime(&self) -> Duration {
        match self {
            Self::System { started, boottime_at_start } => *boottime_at_start + started.elapsed(),
            Self::Fixed(time) => time.lock().unwrap_or_else(PoisonError::into_inner).boottime,
        }
    }

    /// Moves a fixed clock on; a system clock takes no notice.
    pub fn advance(&self, span: Duration) {
        if let Self::Fixed(time) = self {
            let mut time = time.lock().unwrap_or_else(PoisonError::into_inner);
            time.wall = time.wall.plus(span);
            time.boottime += span;
        }
    }

    /// Sets a fixed clock's wall time, as a technician or an uplink would; `boottime` stays.
    pub fn step_to(&self, wall: UnixMillis) {
        if let Self::Fixed(time) = self {
            time.lock().unwrap_or_else(PoisonError::into_inner).wall = wall;
        }
    }
}

/// `/proc/uptime`, in which the first number is seconds since boot, suspend included.
fn kernel_boottime() -> Duration {
    std::fs::read_to_string("/proc/uptime")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .and_then(|secs| Duration::try_from_secs_f64(secs).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_times_as_xapi_wants_them() {
        assert_eq!(UnixMillis(1_795_510_800_007).rfc3339(), "2026-11-24T09:00:00.007Z");
        assert_eq!(UnixMillis(0).rfc3339(), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn a_clock_that_steps_back_gives_no_negative_spans() {
        assert_eq!(UnixMillis(5).since(UnixMillis(9)), Duration::ZERO);
    }
}
