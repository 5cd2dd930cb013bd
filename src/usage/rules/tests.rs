//! Overlapping tabs against a count of every second.

use super::*;
use proptest::prelude::*;

/// One tab's script: a beat each 30 s while it is in front, and one when it is hidden.
#[derive(Default)]
struct Tab {
    shown_since: Option<u64>,
}

impl Tab {
    fn beat(&mut self, watch: &mut Watch, now: u64, leaving: bool) -> u64 {
        let Some(since) = self.shown_since else { return 0 };
        self.shown_since = (!leaving).then_some(now);
        let active_ms = u32::try_from(now - since).unwrap();
        watch.beat(now, &Beat { active_ms, leaving, ..Beat::default() })
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Against a count of every second in which a tab was in front. Each turn: wait, then show or
    /// hide one of two tabs.
    #[test]
    fn two_tabs_count_what_was_in_front_and_two_seconds_more_at_most(
        turns in proptest::collection::vec((1..90_u64, 0..2_usize), 1..40)
    ) {
        let mut watch = Watch::begin(0);
        let mut tabs = [Tab::default(), Tab::default()];
        let (mut now, mut counted, mut truth) = (0, 0, 0);
        for (seconds, turned) in turns {
            for _ in 0..seconds {
                now += 1000;
                truth += if tabs.iter().any(|tab| tab.shown_since.is_some()) { 1000 } else { 0 };
                for tab in &mut tabs {
                    if tab.shown_since.is_some_and(|since| now - since >= 30_000) {
                        counted += tab.beat(&mut watch, now, false);
                    }
                }
            }
            counted += tabs[turned].beat(&mut watch, now, true);
            tabs[turned].shown_since = (seconds % 2 == 0).then_some(now);
        }
        for tab in &mut tabs {
            counted += tab.beat(&mut watch, now, true);
        }
        prop_assert!(
            truth <= counted && counted <= truth + JITTER_MS_MAX,
            "counted {} for {}", counted, truth
        );
    }
}
