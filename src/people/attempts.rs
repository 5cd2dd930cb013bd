//! How fast somebody may guess: slowed down on the phone that guesses, so that nobody locks others out.
//!
//! Wrong words count for a phone and an account together, and for a phone whatever the account; never
//! for an account alone, or a child could keep the head teacher out. In memory only: addresses are
//! written nowhere, and pulling the plug takes longer than the wait.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::Clock;

/// Wrong words for one account from one phone that cost no wait.
pub const FREE_FOR_ACCOUNT: u32 = 5;
/// Wrong words from one phone, whatever the accounts, that cost no wait: several teachers share one.
pub const FREE_FOR_PHONE: u32 = 10;
/// The first wait; each further wrong word doubles it.
pub const WAIT_FIRST: Duration = Duration::from_secs(30);
pub const WAIT_MAX: Duration = Duration::from_mins(15);
/// After this without a wrong word all is forgiven.
pub const FORGIVEN_AFTER: Duration = Duration::from_hours(1);
/// Records of phones, and of pairs, kept at most; the one used longest ago goes first.
pub const PHONES_MAX: usize = 1_000;
pub const PAIRS_MAX: usize = 4_000;

/// Wrong words and when the last one came, by the clock that never steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    pub wrong: u32,
    pub last: Duration,
}

impl Record {
    fn is_forgiven(self, now: Duration) -> bool {
        self.wrong == 0 || now.saturating_sub(self.last) >= FORGIVEN_AFTER
    }

    /// How long the next try must still wait; zero: none.
    pub fn wait(self, free: u32, now: Duration) -> Duration {
        let Some(doublings) = self.wrong.checked_sub(free) else { return Duration::ZERO };
        let whole = WAIT_FIRST.saturating_mul(2_u32.saturating_pow(doublings)).min(WAIT_MAX);
        whole.saturating_sub(now.saturating_sub(self.last))
    }
}

/// What an address is taken for. A phone with IPv6 has a whole network of addresses for itself.
fn phone_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6((six.to_bits() >> 64 << 64).into()),
        four @ IpAddr::V4(_) => four,
    }
}

/// An account by a hash of what was typed: names from outside must not fill the memory.
fn account_of(typed: &str) -> [u8; 16] {
    let digest = blake3::hash(super::folded(typed).as_bytes());
    *digest.as_bytes().first_chunk().unwrap_or(&[0; 16])
}

type Pair = (IpAddr, [u8; 16]);

#[derive(Default)]
struct Records {
    phones: HashMap<IpAddr, Record>,
    pairs: HashMap<Pair, Record>,
}

/// The try that is going on. It counts as wrong until it is known to be right, so that a thousand
/// tries at once are no more than a thousand one after the other.
#[derive(Clone, Debug)]
pub struct Attempt {
    pair: Pair,
    /// This phone was wrong lately.
    pub doubted: bool,
}

/// Everybody's wrong words.
pub struct Attempts {
    clock: Clock,
    records: Mutex<Records>,
}

impl Attempts {
    pub fn new(clock: Clock) -> Self {
        Self { clock, records: Mutex::default() }
    }

    /// Begins a try; `Err`: how long to wait before the next one. `account` is what was typed.
    pub fn begin(&self, phone: IpAddr, account: &str) -> Result<Attempt, Duration> {
        let now = self.clock.boottime();
        let pair = (phone_of(phone), account_of(account));
        let mut records = self.lock();
        let known = |record: Option<&Record>| record.copied().filter(|r| !r.is_forgiven(now));
        let of_phone = known(records.phones.get(&pair.0));
        let of_pair = known(records.pairs.get(&pair));
        let wait =
            |record: Option<Record>, free| record.map_or(Duration::ZERO, |r| r.wait(free, now));
        let wait = wait(of_phone, FREE_FOR_PHONE).max(wait(of_pair, FREE_FOR_ACCOUNT));
        if !wait.is_zero() {
            return Err(wait);
        }
        put(&mut records.phones, pair.0, one_more(of_phone, now), PHONES_MAX);
        put(&mut records.pairs, pair, one_more(of_pair, now), PAIRS_MAX);
        Ok(Attempt { pair, doubted: of_phone.is_some() })
    }

    /// It was right: this phone may be wrong about this account as before. What it was wrong about
    /// others stays, or a teacher's own passphrase would pay for guesses at the head's.
    pub fn right(&self, attempt: &Attempt) {
        let mut records = self.lock();
        records.pairs.remove(&attempt.pair);
        take_back(&mut records.phones, &attempt.pair.0);
    }

    /// It was not judged: the box was too busy.
    pub fn unjudged(&self, attempt: &Attempt) {
        let mut records = self.lock();
        take_back(&mut records.pairs, &attempt.pair);
        take_back(&mut records.phones, &attempt.pair.0);
    }

    /// Phones and pairs that are remembered.
    pub fn remembered(&self) -> (usize, usize) {
        let records = self.lock();
        (records.phones.len(), records.pairs.len())
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn one_more(record: Option<Record>, now: Duration) -> Record {
    Record { wrong: record.map_or(1, |record| record.wrong.saturating_add(1)), last: now }
}

fn put<K: Eq + Hash + Clone>(map: &mut HashMap<K, Record>, key: K, record: Record, most: usize) {
    if map.len() >= most && !map.contains_key(&key) {
        map.retain(|_, old| !old.is_forgiven(record.last));
        if map.len() >= most {
            let oldest = map.iter().min_by_key(|(_, old)| old.last).map(|(key, _)| key.clone());
            oldest.map(|key| map.remove(&key));
        }
    }
    map.insert(key, record);
}

fn take_back<K: Eq + Hash>(map: &mut HashMap<K, Record>, key: &K) {
    if let Some(record) = map.get_mut(key) {
        record.wrong = record.wrong.saturating_sub(1);
        if record.wrong == 0 {
            map.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::UnixMillis;

    const ONE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 77, 0, 9));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 77, 0, 10));

    fn attempts() -> (Clock, Attempts) {
        let clock = Clock::fixed(UnixMillis(0));
        (clock.clone(), Attempts::new(clock))
    }

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let secs = Duration::from_secs;
        let table = [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (99, 900)];
        for (wrong, wait) in table {
            let record = Record { wrong, last: secs(100) };
            assert_eq!(record.wait(FREE_FOR_ACCOUNT, secs(100)), secs(wait), "{wrong}");
            assert_eq!(record.wait(FREE_FOR_ACCOUNT, secs(100 + wait)), Duration::ZERO);
        }
    }

    #[test]
    fn only_the_phone_that_guesses_waits_and_only_for_that_account() {
        let (clock, attempts) = attempts();
        for _ in 0..5 {
            attempts.begin(ONE, "Asha").unwrap();
        }
        assert_eq!(attempts.begin(ONE, " asha ").unwrap_err(), WAIT_FIRST);
        assert!(attempts.begin(ONE, "Juma").unwrap().doubted);
        let other = attempts.begin(OTHER, "asha").unwrap();
        assert!(!other.doubted);
        attempts.right(&other);
        assert!(!attempts.begin(OTHER, "asha").unwrap().doubted, "a right one leaves nothing");
        clock.advance(WAIT_FIRST);
        attempts.begin(ONE, "asha").unwrap();
        assert_eq!(attempts.begin(ONE, "asha").unwrap_err(), 2 * WAIT_FIRST);
        clock.advance(FORGIVEN_AFTER);
        assert!(!attempts.begin(ONE, "asha").unwrap().doubted);
    }

    #[test]
    fn an_own_passphrase_does_not_pay_for_guesses_at_others() {
        let (_, attempts) = attempts();
        let mut wrong = 0;
        while attempts.begin(ONE, "head").is_ok() {
            wrong += 1;
            if let Ok(own) = attempts.begin(ONE, "teacher") {
                attempts.right(&own);
            }
        }
        assert_eq!(wrong, FREE_FOR_ACCOUNT);
        for name in 0..5 {
            attempts.begin(ONE, &name.to_string()).unwrap();
        }
        assert_eq!(
            attempts.begin(ONE, "another").unwrap_err(),
            WAIT_FIRST,
            "the phone's own limit"
        );
    }

    #[test]
    fn what_was_not_judged_does_not_count() {
        let (_, attempts) = attempts();
        for _ in 0..50 {
            let attempt = attempts.begin(ONE, "asha").unwrap();
            attempts.unjudged(&attempt);
        }
        assert_eq!(attempts.remembered(), (0, 0));
    }

    #[test]
    fn memory_is_bounded_and_the_guesser_stays_remembered() {
        let (clock, attempts) = attempts();
        for third in 0..200_u8 {
            for fourth in 0..50_u8 {
                clock.advance(Duration::from_millis(1));
                let phone = IpAddr::from([10, 77, third, fourth]);
                attempts.begin(phone, &format!("somebody {third}")).unwrap();
            }
        }
        let (phones, pairs) = attempts.remembered();
        assert_eq!((phones, pairs), (PHONES_MAX, PAIRS_MAX));
        for _ in 0..5 {
            attempts.begin(ONE, "asha").unwrap();
        }
        for fourth in 0..200_u8 {
            attempts.begin(IpAddr::from([10, 78, 0, fourth]), "x").unwrap();
        }
        attempts.begin(ONE, "asha").unwrap_err();
    }

    #[test]
    fn a_network_of_addresses_is_one_phone() {
        let (_, attempts) = attempts();
        for last in 0..5 {
            attempts.begin(format!("fd00::{last}").parse().unwrap(), "asha").unwrap();
        }
        attempts.begin("fd00::ffff".parse().unwrap(), "asha").unwrap_err();
        let mapped = "::ffff:10.77.0.9".parse().unwrap();
        assert_eq!(phone_of(mapped), ONE);
    }
}
