//! Files damaged at random, alike for an equal seed.

use chalkbox::base::Random;

/// Headers and the beginning of the lists behind them: what is parsed first.
const HEAD_BYTES: usize = 256;

/// Random numbers below a bound.
pub struct Dice(pub Random);

impl Dice {
    pub fn below(&self, bound: usize) -> usize {
        usize::try_from(u64::from_le_bytes(self.0.bytes()) % bound.max(1) as u64).unwrap_or(0)
    }
}

/// A few random changes: bytes, bits, whole words, a piece copied elsewhere, the end lost. Half of them near the head.
pub fn damage(bytes: &mut Vec<u8>, dice: &Dice) {
    for _ in 0..=dice.below(6) {
        if bytes.is_empty() {
            return;
        }
        let head = dice.below(2) == 0;
        let at = dice.below(if head { bytes.len().min(HEAD_BYTES) } else { bytes.len() });
        match dice.below(8) {
            0 => bytes.truncate(at),
            1 => bytes[at] = 0xff,
            2 => bytes[at] = 0,
            3 => bytes[at] ^= 1 << dice.below(8),
            4 => {
                let end = (at + 8).min(bytes.len());
                bytes[at..end].fill(if dice.below(2) == 0 { 0xff } else { 0 });
            }
            5 => {
                let from = dice.below(bytes.len());
                let count = dice.below(64).min(bytes.len() - at).min(bytes.len() - from);
                bytes.copy_within(from..from + count, at);
            }
            _ => bytes[at] = u8::try_from(dice.below(256)).unwrap_or(0),
        }
    }
}
