//! Who vouches for the system's wall clock, as far as the system says.

use std::fs;
use std::path::Path;

use crate::base::{Clock, UnixMillis};

/// `systemd-timesyncd` touches this at each answer of a time server; it is gone with the boot.
const SYNCHRONIZED: &str = "/run/systemd/timesync/synchronized";
/// Real-time clocks. A board without a battery has one too, which begins in 1970 at each start.
const RTCS: &str = "/sys/class/rtc";
/// Boards have one or two.
const RTCS_MAX: usize = 8;
/// A clock that runs this far from the system's did not set it, in seconds: it has no battery, or
/// tells a local time.
const RTC_OFF_SECS_MAX: u64 = 120;

/// A source of time that can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSource {
    Ntp,
    Rtc,
}

/// None: nobody vouches for the wall clock. It is what the last stop left, or made up. Takes a
/// millisecond or two: real-time clocks answer slowly.
pub fn read_time_source(clock: &Clock) -> Option<TimeSource> {
    time_source(Path::new(SYNCHRONIZED).exists(), &rtcs(), clock.now())
}

/// What a real-time clock says.
#[derive(Clone, Copy, Debug)]
struct Rtc {
    /// The kernel set the system's clock by it.
    set_the_clock: bool,
    /// Seconds since 1970.
    now_secs: i64,
}

fn rtcs() -> Vec<Rtc> {
    let Ok(folder) = fs::read_dir(RTCS) else { return Vec::new() };
    let number = |path: &Path| fs::read_to_string(path).ok()?.trim().parse::<i64>().ok();
    folder
        .take(RTCS_MAX)
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let set_the_clock = number(&path.join("hctosys"))? == 1;
            Some(Rtc { set_the_clock, now_secs: number(&path.join("since_epoch"))? })
        })
        .collect()
}

fn time_source(synchronized: bool, rtcs: &[Rtc], now: UnixMillis) -> Option<TimeSource> {
    let agrees = |rtc: &Rtc| {
        rtc.set_the_clock && rtc.now_secs.abs_diff(now.0.div_euclid(1000)) <= RTC_OFF_SECS_MAX
    };
    if synchronized {
        Some(TimeSource::Ntp)
    } else {
        rtcs.iter().any(agrees).then_some(TimeSource::Rtc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_server_goes_before_a_battery_and_neither_is_none() {
        const NOW: i64 = 1_795_510_800;
        let rtc = |set_the_clock, now_secs| Rtc { set_the_clock, now_secs };
        let table = [
            (true, vec![], Some(TimeSource::Ntp)),
            (true, vec![rtc(true, NOW)], Some(TimeSource::Ntp)),
            (false, vec![rtc(true, NOW - 3)], Some(TimeSource::Rtc)),
            (false, vec![rtc(false, 60), rtc(true, NOW)], Some(TimeSource::Rtc)),
            // A Pi 5 without a battery: the clock was lifted to what the last stop left.
            (false, vec![rtc(true, 60)], None),
            (false, vec![rtc(true, NOW + 3 * 3600)], None),
            (false, vec![rtc(false, NOW)], None),
            (false, vec![], None),
        ];
        for (synchronized, rtcs, source) in table {
            let now = UnixMillis(NOW * 1000 + 999);
            assert_eq!(time_source(synchronized, &rtcs, now), source, "{synchronized} {rtcs:?}");
        }
    }
}
