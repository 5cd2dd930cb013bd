//! Files with random damage: no panic, no long wait. `CHALKBOX_MUTATIONS` sets how many.

use std::time::Instant;

use chalkbox::base::Random;

use super::{corpus, some_pages};
use crate::kit::Folder;
use crate::kit::damage::{Dice, damage};
use crate::kit::zim_exercise::exercise;
use crate::kit::zim_maker::{Codec, Listing, ZimMaker};

const MUTATIONS_DEFAULT: u32 = 2000;
const SEED: u64 = 20_261_124;
const SECONDS_MAX: f64 = 5.0;
/// Larger real files would only make the campaign slow.
const BASE_BYTES_MAX: u64 = 300_000;

pub fn bases() -> Vec<Vec<u8>> {
    let mut bases = Vec::new();
    for (version, codec, listing) in [
        ((5, 0), Codec::Xz, Listing::Header),
        ((6, 0), Codec::Plain, Listing::Header),
        ((6, 1), Codec::Zstd, Listing::V1),
        ((6, 3), Codec::Xz, Listing::V0),
        ((6, 2), Codec::Zstd, Listing::None),
    ] {
        let mut maker = ZimMaker::new();
        maker.version(version.0, version.1).codec(codec).listing(listing).cluster_bytes(8000);
        maker.wide(version == (6, 3));
        some_pages(&mut maker, 40);
        bases.push(maker.bytes());
    }
    let is_base = |path: &std::path::PathBuf| {
        let len = std::fs::metadata(path).map_or(u64::MAX, |about| about.len());
        corpus::is_valid(path) && len <= BASE_BYTES_MAX
    };
    let real = corpus::files().into_iter().filter(is_base);
    bases.extend(real.filter_map(|path| std::fs::read(path).ok()));
    bases
}

/// A right length lets the damage behind the header be met more often.
pub fn mend_length(bytes: &mut [u8], dice: &Dice) {
    if bytes.len() > 80 && dice.below(2) == 0 {
        let checksum_at = bytes.len() as u64 - 16;
        bytes[72..80].copy_from_slice(&checksum_at.to_le_bytes());
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the real time that damage costs is measured")]
fn random_damage_never_panics_nor_takes_long() {
    let count = std::env::var("CHALKBOX_MUTATIONS").ok().and_then(|text| text.parse().ok());
    let count: u32 = count.unwrap_or(MUTATIONS_DEFAULT);
    let folder = Folder::new("zim-mutations");
    let (path, bases) = (folder.path("mutated.zim"), bases());
    let (mut opened, mut slowest) = (0, 0.0);
    for number in 0..count {
        let seed = SEED + u64::from(number);
        let dice = Dice(Random::seeded(seed));
        let mut bytes = bases[dice.below(bases.len())].clone();
        damage(&mut bytes, &dice);
        mend_length(&mut bytes, &dice);
        std::fs::write(&path, &bytes).expect("written");
        let started = Instant::now();
        let outcome = std::panic::catch_unwind(|| exercise(&path));
        let seconds = started.elapsed().as_secs_f64();
        let Ok(outcome) = outcome else { panic!("seed {seed} panics") };
        assert!(seconds < SECONDS_MAX, "seed {seed} takes {seconds} s");
        opened += u32::from(outcome.opened);
        slowest = f64::max(slowest, seconds);
    }
    println!(
        "{count} mutations of {} files from seed {SEED}: {opened} opened, slowest {slowest:.3} s",
        bases.len()
    );
    assert!(opened > count / 10, "too few get behind the header to mean anything");
}
