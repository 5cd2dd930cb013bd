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
    /// Most at once since the hour began.
    most: Mutex<u32>,
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

    /// Phones that are here now; also keeps the most at once up to date.
    pub fn here(&self) -> u32 {
        let now = self.clock.boottime();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|_, at| now.saturating_sub(*at) < HERE);
        let here = u32::try_from(seen.len()).unwrap_or(u32::MAX);
        let mut most = self.most.lock().unwrap_or_else(PoisonError::into_inner);
        *most = here.max(*most);
        here
    }

    /// The most at once since this was last asked, once an hour.
    pub fn take_most(&self) -> u32 {
        let here = self.here();
        let mut most = self.most.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *most, here)
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
        assert_eq!(phones.here(), 3);
        clock.advance(HERE);
        phones.seen(IpAddr::from([10, 77, 0, 9]));
        assert_eq!((phones.here(), phones.take_most(), phones.take_most()), (1, 3, 1));
    }
}
