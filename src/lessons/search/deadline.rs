//! The end of an answer's time.

use std::time::Duration;

use crate::base::Clock;

pub(super) struct Deadline<'a> {
    clock: &'a Clock,
    at: Duration,
}

impl<'a> Deadline<'a> {
    pub fn after(clock: &'a Clock, span: Duration) -> Self {
        Self { clock, at: clock.boottime() + span }
    }

    pub fn is_over(&self) -> bool {
        self.clock.boottime() >= self.at
    }
}
