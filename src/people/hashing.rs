//! Where passphrases are hashed: at most two at once, on threads that pages go before, and whoever
//! guesses queues apart from everybody else.

use std::sync::Arc;

use tokio::sync::{Semaphore, oneshot};

use super::passphrase::{self, Cost, HashError};
use crate::base::Random;
use crate::web::Fault;

/// Hashes at once: two of `Cost::BOARD` take 38 MiB of a 512 MB board.
const SEATS: usize = 2;
/// Seats that phones which were wrong lately may have: the other one is always for others.
const SEATS_DOUBTED: usize = 1;
/// Who may wait besides; more are told to come back. Each list has an end of its own.
const WAITING_MAX: usize = 32;
const WAITING_DOUBTED_MAX: usize = 8;
const RETRY_SECS: u32 = 5;
/// How far a hashing thread steps back behind those that answer pages (`nice(2)`).
const NICE: i32 = 10;

struct Queue {
    places: Arc<Semaphore>,
    seats: Arc<Semaphore>,
}

impl Queue {
    fn new(seats: usize, waiting: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(seats + waiting)),
            seats: Arc::new(Semaphore::new(seats)),
        }
    }
}

/// Hashes passphrases, and looks whether they fit.
pub struct Hashing {
    random: Random,
    cost: Cost,
    /// Stands in for the hash of whoever is not there, so that this takes as long.
    of_nobody: String,
    everybody: Queue,
    doubted: Queue,
}

impl Hashing {
    pub fn new(random: Random, cost: Cost) -> Result<Self, HashError> {
        Ok(Self {
            of_nobody: passphrase::of_nobody(&random, cost)?,
            random,
            cost,
            everybody: Queue::new(SEATS, WAITING_MAX),
            doubted: Queue::new(SEATS_DOUBTED, WAITING_DOUBTED_MAX),
        })
    }

    /// The hash to keep of a new passphrase.
    pub async fn hash(&self, typed: String) -> Result<String, Fault> {
        let (random, cost) = (self.random.clone(), self.cost);
        self.run(false, move || passphrase::hash(&random, &typed, cost)).await
    }

    /// Whether what was typed is the passphrase that `kept` is the hash of; `None`: nobody's, which is
    /// found out by the same work. `doubted`: this phone was wrong lately.
    pub async fn fits(
        &self,
        kept: Option<String>,
        typed: String,
        doubted: bool,
    ) -> Result<bool, Fault> {
        let kept = kept.unwrap_or_else(|| self.of_nobody.clone());
        self.run(doubted, move || passphrase::fits(&kept, &typed)).await
    }

    async fn run<T, W>(&self, doubted: bool, work: W) -> Result<T, Fault>
    where
        T: Send + 'static,
        W: FnOnce() -> Result<T, HashError> + Send + 'static,
    {
        let queue = if doubted { &self.doubted } else { &self.everybody };
        let _place = queue.places.try_acquire().map_err(busy)?;
        let apart = if doubted {
            Some(Arc::clone(&queue.seats).acquire_owned().await.map_err(busy)?)
        } else {
            None
        };
        let seat = Arc::clone(&self.everybody.seats).acquire_owned().await.map_err(busy)?;
        let (tell, told) = oneshot::channel();
        std::thread::Builder::new()
            .name("passphrase".into())
            .spawn(move || {
                step_back();
                let done = work();
                // The seats are free when the memory is, even if nobody waits for the answer any more.
                drop((seat, apart));
                let _ = tell.send(done);
            })
            .map_err(|error| {
                tracing::error!(error = %error, "no thread for a passphrase");
                busy(error)
            })?;
        told.await.map_err(busy)?.map_err(|error| {
            tracing::error!(error = %error, "a passphrase could not be looked at");
            busy(error)
        })
    }
}

/// Whatever the reason: nothing was judged, and it may go better in some seconds.
fn busy<E>(_: E) -> Fault {
    Fault::Busy { retry_secs: RETRY_SECS }
}

/// Linux keeps this number for each thread by itself. A thread that cannot step back works all the same.
fn step_back() {
    if let Err(error) = rustix::process::nice(NICE) {
        tracing::debug!(error = %error, "a passphrase is hashed beside pages, not behind them");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `$argon2id$v=19$m=…,t=…,p=…`: what decides how long a look takes.
    fn work(hash: &str) -> Vec<&str> {
        hash.split('$').take(4).collect()
    }

    #[tokio::test]
    async fn an_unknown_name_takes_the_same_work() {
        let hashing = Hashing::new(Random::seeded(7), Cost::BOARD).unwrap();
        let known = hashing.hash("mango tree on the hill".into()).await.unwrap();
        assert_eq!(work(&hashing.of_nobody), work(&known));
        assert!(known.starts_with("$argon2id$v=19$m="), "{known}");
        assert!(!hashing.fits(None, "mango tree on the hill".into(), false).await.unwrap());
        assert!(hashing.fits(Some(known), "mango tree on the hill".into(), false).await.unwrap());
    }
}
