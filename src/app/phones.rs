//! How many phones are here, as a number: addresses are kept in memory for minutes, written nowhere.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::base::Clock;

/// A phone that asked for something within this time is here.
const HERE: Duration = Duration::from_mins(5);
/// No school has more phones than this at one box; further ones are not told apart.
const PHONES_MAX: usize = 1_000;

pub struct Phones {
    clock: Clock,
    seen: Mutex<HashMap<IpAddr, Duration>>,
    most: Mutex<Option<Most>>,
}

/// Most phones at once within an hour of the clock, 0 to 23.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Most {
    pub hour: u8,
    pub phones: u32,
}

impl Phones {
    pub fn new(clock: Clock) -> Self {
        Self { clock, seen: Mutex::default(), most: Mutex::default() }
    }

    pub fn seen(&self, phone: IpAddr) {
        let now = self.clock.boottime();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() < PHONES_MAX || seen.contains_key(&phone) {
            seen.insert(phone, now);
        }
    }

    /// Phones that are here now.
    pub fn here(&self) -> u32 {
        let now = self.clock.boottime();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|_, at| now.saturating_sub(*at) < HERE);
        u32::try_from(seen.len()).unwrap_or(u32::MAX)
    }

    /// Counts anew, more often than phones go. Once the clock shows another hour, tells of the one that
    /// is over.
    pub fn count(&self, hour: u8) -> Option<Most> {
        let phones = self.here();
        let mut most = self.most.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Most { hour, phones };
        match most.replace(now) {
            Some(before) if before.hour != hour => return Some(before),
            Some(before) => *most = Some(Most { phones: phones.max(before.phones), ..now }),
            None => {}
        }
        None
    }

    /// The hour under way, for the last word at a stop; `None`: nobody counted yet.
    pub fn take(&self) -> Option<Most> {
        self.most.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::UnixMillis;

    #[test]
    fn phones_come_and_go_and_the_most_is_kept() {
        let clock = Clock::fixed(UnixMillis(0));
        let phones = Phones::new(clock.clone());
        for last in 1..=3 {
            phones.seen(IpAddr::from([10, 77, 0, last]));
        }
        assert_eq!((phones.here(), phones.count(8)), (3, None));
        clock.advance(HERE);
        phones.seen(IpAddr::from([10, 77, 0, 9]));
        assert_eq!((phones.here(), phones.count(8)), (1, None));
        assert_eq!(phones.count(9), Some(Most { hour: 8, phones: 3 }));
        assert_eq!(phones.count(9), None);
        assert_eq!(phones.take(), Some(Most { hour: 9, phones: 1 }));
        assert_eq!(phones.take(), None);
    }
}
