//! Passphrases of staff: which words make one, and their hash (Argon2id).

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use icu_normalizer::ComposingNormalizerBorrowed;

use super::role::folded;
use crate::base::Random;

pub const LETTERS_MIN: usize = 10;
pub const LETTERS_MAX: usize = 128;
/// A passphrase of fewer different letters is a pattern: "ababababab".
const DIFFERENT_LETTERS_MIN: usize = 5;
/// What a passphrase must have besides names: "asha juma 2026" has too little of its own.
const OWN_LETTERS_MIN: usize = 6;
/// What is tried first by whoever guesses, also with something before or behind.
const COMMON: [&str; 12] = [
    "1234567890",
    "0123456789",
    "0987654321",
    "password",
    "passphrase",
    "qwertyuiop",
    "qwerty",
    "azertyuiop",
    "abcdefghij",
    "chalkbox",
    "iloveyou",
    "technician",
];

/// The room for Argon2's blocks is asked for in one piece of more than 32 MiB, of which only what is
/// used is ever touched: glibc gives such a piece back to the kernel whole when it is freed, while
/// one of 19 MiB would stay with the thread's heap (`mallopt(3)`, `M_MMAP_THRESHOLD`).
const BLOCKS_ROOM_MIN: usize = (33 << 20) / Block::SIZE;
/// A hash from the table that wants more than this is damaged, not ours.
const MEMORY_KIB_MAX: u32 = 64 << 10;
const PASSES_MAX: u32 = 8;

const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// What one hash costs; written into the hash itself, so that it may change without a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Cost {
    /// The most that two at once may take of a 512 MB board: 38 MiB in all while they run, nothing kept
    /// afterwards. Measured with this crate in a release build, one thread, 15 times each, on two cores of
    /// an AMD EPYC under other load (2026-11), median: 7 MiB t=5 13.5 ms, 12 MiB t=3 16.0 ms, 19 MiB t=2
    /// 21.1 ms, 19 MiB t=3 42.9 ms, 46 MiB t=1 40.9 ms, 64 MiB t=3 120.2 ms. Of what costs an
    /// honest person about the same time, the one with the most memory costs a guesser with graphics cards most.
    /// After twenty times two at once the process had 2.1 MiB, and 40.0 MiB at most; with room for exactly
    /// the blocks it kept 40.2 MiB (see `BLOCKS_ROOM_MIN`). Not measured on a board yet.
    pub const BOARD: Self = Self { memory_kib: 19 << 10, passes: 2 };
}

/// Why words are no passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    TooShort,
    TooLong,
    /// Tried first by whoever guesses, or a pattern.
    Common,
    /// Little more than a name that others know.
    OwnName,
}

/// Why nothing was hashed.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    #[error("There was no memory to look at a passphrase: {0}")]
    Memory(#[from] std::collections::TryReserveError),
    #[error("The hash of a passphrase is damaged.")]
    Damaged,
    #[error("A passphrase could not be hashed: {0}")]
    Argon2(#[from] argon2::Error),
}

/// Everything that writing or reading a PHC string finds wrong.
fn damaged<E>(_: E) -> HashError {
    HashError::Damaged
}

/// A passphrase as it is hashed: letters composed alike whatever keyboard wrote them, and no space
/// at its ends, which phones add by themselves.
fn tidy(typed: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(typed.trim()).into_owned()
}

/// Whether these words may be somebody's passphrase. `names`: theirs and the box's.
pub fn judge(typed: &str, names: &[&str]) -> Result<(), Trouble> {
    let tidy = tidy(typed);
    let count = tidy.chars().count();
    if count < LETTERS_MIN {
        return Err(Trouble::TooShort);
    }
    if count > LETTERS_MAX {
        return Err(Trouble::TooLong);
    }
    let plain = folded(&tidy).replace(' ', "");
    let mut letters: Vec<char> = plain.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let without = |words: &str, taken: &str| words.replace(taken, "");
    let uncommon = COMMON.iter().fold(plain.clone(), |left, common| without(&left, common));
    if letters.len() < DIFFERENT_LETTERS_MIN || uncommon.chars().count() < OWN_LETTERS_MIN {
        return Err(Trouble::Common);
    }
    let words = names.iter().flat_map(|name| {
        let name = folded(name);
        name.split(' ').map(str::to_owned).collect::<Vec<_>>()
    });
    let own =
        words.filter(|word| word.chars().count() > 2).fold(uncommon, |l, word| without(&l, &word));
    if own.chars().count() < OWN_LETTERS_MIN { Err(Trouble::OwnName) } else { Ok(()) }
}

/// The hash to keep, as a PHC string. Takes its time and memory on this thread.
pub fn hash(random: &Random, typed: &str, cost: Cost) -> Result<String, HashError> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(HASH_BYTES))?;
    let salt: [u8; SALT_BYTES] = random.bytes();
    let output = run(typed, &salt, &params)?;
    phc(&params, &salt, &output)
}

/// Whether the words are those of `kept`, a PHC string. Takes its time and memory on this thread.
pub fn fits(kept: &str, typed: &str) -> Result<bool, HashError> {
    let kept = PasswordHash::new(kept).map_err(damaged)?;
    let params = Params::try_from(&kept).map_err(damaged)?;
    let (Some(salt), Some(expected)) = (&kept.salt, &kept.hash) else {
        return Err(HashError::Damaged);
    };
    if params.m_cost() > MEMORY_KIB_MAX || params.t_cost() > PASSES_MAX {
        return Err(HashError::Damaged);
    }
    let output = run(typed, salt, &params)?;
    // `Output` compares without telling by its time where the first difference is.
    Ok(Output::new(&output).map_err(damaged)? == *expected)
}

/// A hash that no words have, for names that nobody has: checking it takes as long as any other.
pub fn of_nobody(random: &Random, cost: Cost) -> Result<String, HashError> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(HASH_BYTES))?;
    phc(&params, &random.bytes::<SALT_BYTES>(), &random.bytes::<HASH_BYTES>())
}

fn run(typed: &str, salt: &[u8], params: &Params) -> Result<[u8; HASH_BYTES], HashError> {
    let mut blocks: Vec<Block> = Vec::new();
    blocks.try_reserve_exact(params.block_count().max(BLOCKS_ROOM_MIN))?;
    blocks.resize(params.block_count(), Block::default());
    let mut output = [0; HASH_BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_into_with_memory(tidy(typed).as_bytes(), salt, &mut output, &mut blocks)?;
    Ok(output)
}

fn phc(params: &Params, salt: &[u8], output: &[u8]) -> Result<String, HashError> {
    let whole = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).map_err(damaged)?,
        salt: Some(Salt::new(salt).map_err(damaged)?),
        hash: Some(Output::new(output).map_err(damaged)?),
    };
    Ok(whole.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

    #[test]
    fn words_are_judged() {
        let names = ["Asha Juma", "asha", "Mwangaza school"];
        let long = "mto ".repeat(40);
        let table = [
            ("mango tree near the river", Ok(())),
            ("ชาวนาปลูกข้าวในนา", Ok(())),
            ("مدرسة قرب النهر", Ok(())),
            ("short one", Err(Trouble::TooShort)),
            ("          ", Err(Trouble::TooShort)),
            (&long, Err(Trouble::TooLong)),
            ("1234567890", Err(Trouble::Common)),
            ("Password 123", Err(Trouble::Common)),
            ("ababababababab", Err(Trouble::Common)),
            ("Asha Juma 12", Err(Trouble::OwnName)),
            ("mwangaza-asha", Err(Trouble::OwnName)),
            ("asha juma likes goats", Ok(())),
        ];
        for (typed, expected) in table {
            assert_eq!(judge(typed, &names), expected, "{typed:?}");
        }
    }

    #[test]
    fn only_the_same_words_fit() {
        let random = Random::seeded(7);
        let kept = hash(&random, "Café du village bleu", CHEAP).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{kept}");
        assert!(fits(&kept, "Café du village bleu").unwrap());
        assert!(
            fits(&kept, " Cafe\u{301} du village bleu ").unwrap(),
            "composed by another keyboard"
        );
        assert!(!fits(&kept, "café du village bleu").unwrap());
        assert!(!fits(&kept, "").unwrap());
        assert_ne!(hash(&random, "Café du village bleu", CHEAP).unwrap(), kept, "salted");
        assert!(!fits(&of_nobody(&random, CHEAP).unwrap(), "").unwrap());
    }

    /// From RFC 9106's own program: `echo -n "password" | argon2 somesalt -id -t 2 -k 256 -p 1`.
    #[test]
    fn hashes_are_those_of_other_programs() {
        let kept =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assert!(fits(kept, "password").unwrap());
    }

    #[test]
    fn a_damaged_hash_is_an_error_and_takes_no_gigabytes() {
        for kept in [
            "",
            "$argon2id$v=19$m=8,t=1,p=1$",
            "$argon2id$v=19$m=4000000,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=8,t=4000000,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        ] {
            fits(kept, "password").unwrap_err();
        }
    }
}
