//! Randomness, handed in: the kernel's, or a seed's that a test can replay.

use std::sync::{Arc, Mutex, PoisonError};

/// Where every id and secret comes from.
#[derive(Clone, Debug)]
pub enum Random {
    Kernel,
    /// A BLAKE3 stream of the seed: repeatable, for tests only.
    Seeded(Arc<Mutex<blake3::OutputReader>>),
}

impl Random {
    pub fn seeded(seed: u64) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&seed.to_le_bytes());
        Self::Seeded(Arc::new(Mutex::new(hasher.finalize_xof())))
    }

    /// # Panics
    /// When the kernel gives no randomness: a box without it must not make secrets.
    #[expect(clippy::disallowed_methods, reason = "this is where randomness comes from")]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Self::Kernel => {
                if let Err(error) = getrandom::fill(&mut bytes) {
                    panic!("the kernel gives no randomness: {error}");
                }
            }
            Self::Seeded(stream) => {
                stream.lock().unwrap_or_else(PoisonError::into_inner).fill(&mut bytes);
            }
        }
        bytes
    }

    /// 128 random bits as 32 lower-case hexadecimal digits: a session, a token, a run id.
    pub fn token(&self) -> String {
        hex(&self.bytes::<16>())
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_replays_and_the_kernel_does_not() {
        assert_eq!(Random::seeded(7).token(), Random::seeded(7).token());
        assert_ne!(Random::Kernel.token(), Random::Kernel.token());
        assert_eq!(hex(&[0, 255, 16]), "00ff10");
    }
}
