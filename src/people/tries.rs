//! How often pictures may be guessed.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::rules::WRONG_PICTURES_PER_MINUTE;

/// Tries of three pictures, of all phones together.
#[derive(Debug, Default)]
pub(super) struct Tries(Mutex<Minute>);

#[derive(Debug, Default)]
struct Minute {
    /// By the clock that never steps.
    since: Duration,
    wrong: u32,
}

impl Tries {
    /// Counts a try as wrong until it proves good, so that many at once are not more than many in a
    /// row. False: no more in this minute.
    pub(super) fn begin(&self, boottime: Duration) -> bool {
        let mut minute = self.lock();
        if boottime.saturating_sub(minute.since) >= Duration::from_mins(1) {
            *minute = Minute { since: boottime, wrong: 0 };
        }
        let may = minute.wrong < WRONG_PICTURES_PER_MINUTE;
        minute.wrong += u32::from(may);
        may
    }

    pub(super) fn was_good(&self) {
        let mut minute = self.lock();
        minute.wrong = minute.wrong.saturating_sub(1);
    }

    fn lock(&self) -> MutexGuard<'_, Minute> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_tries_end_for_a_minute_and_good_ones_never() {
        let tries = Tries::default();
        let second = Duration::from_secs;
        for _ in 0..3 * WRONG_PICTURES_PER_MINUTE {
            assert!(tries.begin(second(1)));
            tries.was_good();
        }
        let wrong = (0..1000).filter(|_| tries.begin(second(59))).count();
        assert_eq!(wrong, WRONG_PICTURES_PER_MINUTE as usize);
        assert!(!tries.begin(second(59)) && tries.begin(second(60)));
    }
}
