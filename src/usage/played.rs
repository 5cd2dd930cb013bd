//! Which parts of a video or sound were played: a small set of spans, in milliseconds of the medium.

use serde::{Deserialize, Serialize};

/// Spans kept of one visit. A pupil who jumps about more than this loses the later jumps, and so never
/// counts as having seen more than was played.
pub const PLAYED_SPANS_MAX: usize = 64;

/// Longer media are cut to this for counting.
pub const MEDIA_MS_MAX: u64 = 24 * 60 * 60 * 1000;

/// Players leave small cracks between two reports of one stretch.
const CRACK_MS_MAX: u64 = 500;

/// Sorted spans that do not touch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Played(Vec<(u64, u64)>);

impl Played {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn spans(&self) -> &[(u64, u64)] {
        &self.0
    }

    /// The union with one more span; spans that are empty, turned round or beyond the limits are left out.
    pub fn add(&mut self, from: u64, to: u64) {
        let to = to.min(MEDIA_MS_MAX);
        if from >= to {
            return;
        }
        let first = self.0.partition_point(|span| span.1 + CRACK_MS_MAX < from);
        let after = self.0.partition_point(|span| span.0 <= to + CRACK_MS_MAX);
        let touched = &self.0[first..after];
        if touched.is_empty() && self.0.len() >= PLAYED_SPANS_MAX {
            return;
        }
        let from = touched.first().map_or(from, |span| span.0.min(from));
        let to = touched.last().map_or(to, |span| span.1.max(to));
        self.0.splice(first..after, [(from, to)]);
    }

    /// Milliseconds of the medium that were played at least once.
    pub fn total_ms(&self) -> u64 {
        self.0.iter().map(|span| span.1 - span.0).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Spans = &'static [(u64, u64)];

    fn of(spans: &[(u64, u64)]) -> Played {
        let mut played = Played::default();
        for &(from, to) in spans {
            played.add(from, to);
        }
        played
    }

    #[test]
    fn what_is_played_twice_counts_once() {
        let cases: &[(Spans, Spans, u64)] = &[
            (&[(0, 1000), (5000, 9000)], &[(0, 1000), (5000, 9000)], 5000),
            (&[(5000, 9000), (0, 1000)], &[(0, 1000), (5000, 9000)], 5000),
            (&[(0, 5000), (2000, 3000)], &[(0, 5000)], 5000),
            (&[(0, 2000), (1000, 5000)], &[(0, 5000)], 5000),
            (&[(0, 2000), (2300, 5000)], &[(0, 5000)], 5000),
            (&[(0, 1000), (4000, 5000), (500, 4500)], &[(0, 5000)], 5000),
            (&[(7, 7), (9, 3)], &[], 0),
            (&[(0, u64::MAX)], &[(0, MEDIA_MS_MAX)], MEDIA_MS_MAX),
        ];
        for (spans, kept, total) in cases {
            let played = of(spans);
            assert_eq!((played.spans(), played.total_ms()), (*kept, *total), "{spans:?}");
        }
    }

    #[test]
    fn jumping_about_is_bounded_and_never_overcounts() {
        let mut played = Played::default();
        for jump in 0..1000 {
            played.add(jump * 10_000, jump * 10_000 + 1000);
        }
        assert_eq!(played.spans().len(), PLAYED_SPANS_MAX);
        assert_eq!(played.total_ms(), 1000 * PLAYED_SPANS_MAX as u64);
        played.add(0, 2000);
        assert_eq!(played.total_ms(), 1000 * PLAYED_SPANS_MAX as u64 + 1000, "known spans grow");
    }
}
