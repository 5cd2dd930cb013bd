//! Small sets of time spans, in milliseconds: which parts of a medium were played, and which seconds
//! of a visit were counted.

use serde::{Deserialize, Serialize};

/// Spans kept in one set. Who jumps about more than this loses the later jumps, and so never counts
/// as having seen more than was played.
pub const SPANS_MAX: usize = 64;

/// Sorted spans that do not touch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Spans(Vec<(u64, u64)>);

impl Spans {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn as_slice(&self) -> &[(u64, u64)] {
        &self.0
    }

    /// The union with one more span, in which cracks up to `crack_ms` are closed. A span that is
    /// empty or turned round is left out.
    pub fn add(&mut self, from: u64, to: u64, crack_ms: u64) {
        if from >= to {
            return;
        }
        let first = self.0.partition_point(|span| span.1.saturating_add(crack_ms) < from);
        let after = self.0.partition_point(|span| span.0 <= to.saturating_add(crack_ms));
        let touched = &self.0[first..after];
        if touched.is_empty() && self.0.len() >= SPANS_MAX {
            return;
        }
        let from = touched.first().map_or(from, |span| span.0.min(from));
        let to = touched.last().map_or(to, |span| span.1.max(to));
        self.0.splice(first..after, [(from, to)]);
    }

    /// The sum of all spans.
    pub fn total_ms(&self) -> u64 {
        self.total_from_ms(0)
    }

    /// The sum of what lies at `from` or later.
    pub fn total_from_ms(&self, from: u64) -> u64 {
        self.0.iter().map(|span| span.1.saturating_sub(span.0.max(from))).sum()
    }

    /// Where the last span ends; 0 with none.
    pub fn end_ms(&self) -> u64 {
        self.0.last().map_or(0, |span| span.1)
    }

    /// Drops the spans that ended before a time.
    pub fn forget_before(&mut self, time: u64) {
        self.0.retain(|span| span.1 >= time);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Pairs = &'static [(u64, u64)];

    #[test]
    fn what_is_covered_twice_counts_once() {
        let cases: &[(Pairs, Pairs, u64)] = &[
            (&[(0, 1000), (5000, 9000)], &[(0, 1000), (5000, 9000)], 5000),
            (&[(5000, 9000), (0, 1000)], &[(0, 1000), (5000, 9000)], 5000),
            (&[(0, 5000), (2000, 3000)], &[(0, 5000)], 5000),
            (&[(0, 2000), (1000, 5000)], &[(0, 5000)], 5000),
            (&[(0, 2000), (2300, 5000)], &[(0, 5000)], 5000),
            (&[(0, 1000), (4000, 5000), (500, 4500)], &[(0, 5000)], 5000),
            (&[(7, 7), (9, 3)], &[], 0),
            (&[(0, u64::MAX)], &[(0, u64::MAX)], u64::MAX),
        ];
        for (given, kept, total) in cases {
            let mut spans = Spans::default();
            for &(from, to) in *given {
                spans.add(from, to, 500);
            }
            assert_eq!((spans.as_slice(), spans.total_ms()), (*kept, *total), "{given:?}");
        }
    }

    #[test]
    fn a_set_tells_what_lies_late_and_forgets_what_lies_early() {
        let mut spans = Spans::default();
        spans.add(0, 10, 0);
        spans.add(11, 20, 0);
        spans.add(30, 40, 0);
        assert_eq!(spans.as_slice().len(), 3, "no crack is closed unasked");
        assert_eq!((spans.total_from_ms(15), spans.total_from_ms(35)), (15, 5));
        spans.forget_before(15);
        assert_eq!(spans.as_slice(), [(11, 20), (30, 40)]);
    }

    #[test]
    fn jumping_about_is_bounded_and_never_overcounts() {
        let mut spans = Spans::default();
        for jump in 0..1000 {
            spans.add(jump * 10_000, jump * 10_000 + 1000, 500);
        }
        assert_eq!(spans.as_slice().len(), SPANS_MAX);
        assert_eq!(spans.total_ms(), 1000 * SPANS_MAX as u64);
        spans.add(0, 2000, 500);
        assert_eq!(spans.total_ms(), 1000 * SPANS_MAX as u64 + 1000, "known spans grow");
    }
}
