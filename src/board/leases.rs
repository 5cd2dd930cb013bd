//! Which network card has which address, from dnsmasq's own file: what a session is bound to.

use std::collections::HashMap;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::base::Clock;

/// A hotspot has at most some hundred leases of about 70 bytes; what is longer is not read.
const FILE_BYTES_MAX: u64 = 256 << 10;
const LEASES_MAX: usize = 4_000;
/// How long what was read is believed.
const READ_EVERY: Duration = Duration::from_secs(5);
/// An address that is not in it may have got its lease just now.
const READ_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// A network card's address, as dnsmasq writes it.
type Card = Box<str>;
/// `None`: the file could not be read, so nothing is known of anybody.
type Known = Option<HashMap<IpAddr, Card>>;

/// Who holds an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// There is no file of leases: no hotspot here, or it just starts.
    Unknown,
    /// Leases are known, and nobody has one for this address: on a cable, or taken without asking.
    Nobody,
    Card(Card),
}

/// The leases of the hotspot.
pub struct Leases {
    path: PathBuf,
    clock: Clock,
    /// By the clock that never steps.
    read: Mutex<Option<(Duration, Arc<Known>)>>,
}

impl Leases {
    pub fn new(path: PathBuf, clock: Clock) -> Self {
        Self { path, clock, read: Mutex::default() }
    }

    /// Reads some kilobytes each few seconds, from the kernel's cache: dnsmasq has just written them.
    pub fn holder(&self, address: IpAddr) -> Holder {
        let address = address.to_canonical();
        let known = self.known(address);
        match &*known {
            None => Holder::Unknown,
            Some(leases) => leases.get(&address).cloned().map_or(Holder::Nobody, Holder::Card),
        }
    }

    fn known(&self, address: IpAddr) -> Arc<Known> {
        let now = self.clock.boottime();
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, known)) = &*read {
            let has = known.as_ref().as_ref().is_some_and(|leases| leases.contains_key(&address));
            let believed = if has { READ_EVERY } else { READ_AGAIN_AFTER };
            if now.saturating_sub(*at) < believed {
                return Arc::clone(known);
            }
        }
        let known = Arc::new(self.look());
        *read = Some((now, Arc::clone(&known)));
        known
    }

    fn look(&self) -> Known {
        let mut text = String::new();
        let read = File::open(&self.path)
            .and_then(|file| file.take(FILE_BYTES_MAX).read_to_string(&mut text));
        match read {
            Ok(_) => Some(leases(&text)),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => {
                tracing::warn!(error = %error, "the hotspot's leases cannot be read");
                None
            }
        }
    }
}

/// dnsmasq's lines: `expiry card address name client`. Further ones (`duid …` and the leases of IPv6,
/// which name no card) are passed over. The expiry is not looked at: without a battery the clock may be wrong,
/// and dnsmasq takes out what has ended.
fn leases(text: &str) -> HashMap<IpAddr, Card> {
    let lease = |line: &str| {
        let mut words = line.split_ascii_whitespace().skip(1);
        let card = words.next().filter(|card| is_card(card))?;
        let address = words.next()?.parse().ok()?;
        Some((address, card.to_ascii_lowercase().into()))
    };
    text.lines().filter_map(lease).take(LEASES_MAX).collect()
}

/// `aa:bb:cc:dd:ee:ff`; dnsmasq puts the kind of network before one that is no Ethernet: `06-aa:…`.
fn is_card(word: &str) -> bool {
    let pair = |pair: &str| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit());
    let pairs = word.split_once('-').map_or(word, |(_, pairs)| pairs);
    pairs.split(':').count() >= 6 && pairs.split(':').all(pair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::UnixMillis;

    const LINES: &str = "\
        1795600000 AA:bb:cc:00:11:22 10.77.0.20 Redmi-9 01:aa:bb:cc:00:11:22\n\
        0 06-aa:bb:cc:00:11:33 10.77.0.21 * *\n\
        broken line\n\
        1795600000 not-a-card 10.77.0.22 * *\n\
        1795600000 aa:bb:cc:00:11:44 no-address * *\n\
        duid 00:01:00:01:2c:aa\n\
        1795600000 1234567 fd00::5 phone 00:01:00:01:2c:aa:bb\n";

    #[test]
    fn dnsmasq_s_lines_are_read() {
        let found = leases(LINES);
        let card = |address: &str| found.get(&address.parse().unwrap()).map(|card| &**card);
        assert_eq!(card("10.77.0.20"), Some("aa:bb:cc:00:11:22"));
        assert_eq!(card("10.77.0.21"), Some("06-aa:bb:cc:00:11:33"));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_file_is_read_again_after_seconds_and_may_be_missing() {
        let clock = Clock::fixed(UnixMillis(0));
        let path = std::env::temp_dir().join(format!("chalkbox-leases-{}", std::process::id()));
        let leases = Leases::new(path.clone(), clock.clone());
        let (known, other) = ([10, 77, 0, 20].into(), [10, 77, 0, 99].into());
        assert_eq!(leases.holder(known), Holder::Unknown);
        std::fs::write(&path, LINES).unwrap();
        assert_eq!(leases.holder(known), Holder::Unknown, "within a second");
        clock.advance(READ_AGAIN_AFTER);
        let card = Holder::Card("aa:bb:cc:00:11:22".into());
        assert_eq!((leases.holder(known), leases.holder(other)), (card.clone(), Holder::Nobody));
        std::fs::write(&path, LINES.replace("00:11:22", "99:99:99")).unwrap();
        assert_eq!(leases.holder(known), card, "within five seconds");
        clock.advance(READ_EVERY);
        assert_eq!(leases.holder(known), Holder::Card("aa:bb:cc:99:99:99".into()));
        std::fs::remove_file(&path).unwrap();
    }
}
