//! How packages are named, and how ids are made from names. Pure: the same name gives the same ids
//! on every box and after every rebuild.

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use crate::base::{LessonId, PackageId, TopicId};

/// Characters of a package's name; file systems allow 255 bytes, addresses should stay readable.
const NAME_CHARS_MAX: usize = 120;
/// Ids take 53 bits, so that a script on a phone can hold them in a number. Among 100,000 lessons two
/// would meet once in two million libraries; the later one then takes the next probe.
const ID_BITS: u32 = 53;
const LABEL_CHARS: usize = 13;
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The name that stands in addresses, from a file's or folder's name: kiwix-serve's rule (libkiwix
/// `Book::getHumanReadableIdFromPath`): lower case, no accents, no ending, `_` for a space, "plus" for `+`.
/// Unlike there, vowel signs of Indic scripts stay, and control characters and slashes become `_`.
pub fn package_name(file_name: &str, is_folder: bool) -> String {
    let marks = CanonicalCombiningClassMapBorrowed::new();
    let lower = file_name.to_lowercase();
    let spread = DecomposingNormalizerBorrowed::new_nfd().normalize(&lower);
    let bare: String = spread.chars().filter(|c| marks.get_u8(*c) == 0).collect();
    let bare = ComposingNormalizerBorrowed::new_nfc().normalize(&bare);
    let stem = if is_folder { &*bare } else { without_ending(&bare) };
    let mut name = String::new();
    for c in stem.trim().chars() {
        match c {
            '+' => name.push_str("plus"),
            c if c.is_whitespace() || c.is_control() || matches!(c, '/' | '\\') => name.push('_'),
            c => name.push(c),
        }
    }
    let name: String = name.chars().take(NAME_CHARS_MAX).collect();
    // "." and ".." would be taken out of an address by every browser.
    if name.trim_matches('.').is_empty() { "lesson".into() } else { name }
}

/// `.zim`, `.zimaa` and the like, else what follows the last dot when it looks like an ending.
fn without_ending(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending))
            if !stem.is_empty()
                && (1..=5).contains(&ending.len())
                && ending.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            stem
        }
        _ => name,
    }
}

/// What stays the same over a package's versions: its name without the month that Kiwix appends
/// (`wikipedia_sw_all_2024-05` is a version of `wikipedia_sw_all`).
pub fn key_of(name: &str) -> &str {
    let dated = name.len().checked_sub(8).and_then(|at| Some((name.get(..at)?, name.get(at..)?)));
    match dated {
        Some((stem, date)) if !stem.is_empty() && is_month(date.as_bytes()) => stem,
        _ => name,
    }
}

/// `_2024-05`
fn is_month(text: &[u8]) -> bool {
    let shape = |(at, byte): (usize, &u8)| match at {
        0 => *byte == b'_',
        5 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 8 && text.iter().enumerate().all(shape)
}

/// The package's own host name before `.lessons.lan`: letters and digits only, whatever the key.
pub fn label_of(key: &str) -> String {
    let hash = blake3::hash(key.as_bytes());
    // Each letter takes the top five bits of a byte: simple, and 65 bits are plenty.
    hash.as_bytes()
        .iter()
        .take(LABEL_CHARS)
        .filter_map(|byte| BASE32.get(usize::from(byte >> 3)))
        .map(|letter| char::from(*letter))
        .collect()
}

pub fn package_id(key: &str) -> PackageId {
    PackageId(hashed(&["package", key], 0))
}

pub fn topic_id(key: &str, path: &str, probe: u32) -> TopicId {
    TopicId(hashed(&["topic", key, path], probe))
}

/// `probe` is 0 but for a lesson whose id another one already has.
pub fn lesson_id(key: &str, entry_path: &str, probe: u32) -> LessonId {
    LessonId(hashed(&["lesson", key, entry_path], probe))
}

/// Never 0, so that 0 can mean "none" to whoever needs it.
fn hashed(parts: &[&str], probe: u32) -> i64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.update(&probe.to_le_bytes());
    let mut low = [0; 8];
    hasher.finalize_xof().fill(&mut low);
    let bits = u64::from_le_bytes(low) >> (u64::BITS - ID_BITS);
    i64::try_from(bits).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_kiwix_serve() {
        let table = [
            ("wikipedia_sw_all_2024-05.zim", "wikipedia_sw_all_2024-05"),
            ("Wikipédia_DE Test+1.ZIM", "wikipedia_de_testplus1"),
            ("big.zimaa", "big"),
            ("Leçon d’eau.mp4", "lecon_d’eau"),
            ("dr. water", "dr._water"),
            ("no ending", "no_ending"),
            ("ماء.pdf", "ماء"),
            ("पानी.mp4", "पानी"),
            (".hidden", ".hidden"),
            ("..", "lesson"),
            ("a/b\u{7}.md", "a_b_"),
        ];
        for (file, wanted) in table {
            assert_eq!(package_name(file, false), wanted, "{file}");
        }
        assert_eq!(package_name("v1.2 Water", true), "v1.2_water");
        assert_eq!(package_name(&"x".repeat(400), false).len(), NAME_CHARS_MAX);
    }

    #[test]
    fn a_month_at_the_end_is_a_version() {
        assert_eq!(key_of("wikipedia_sw_all_2024-05"), "wikipedia_sw_all");
        for whole in ["water", "_2024-05", "water_2024-5", "water-2024-05", "ماءماءماء"] {
            assert_eq!(key_of(whole), whole);
        }
    }

    #[test]
    fn ids_are_stable_positive_and_fit_a_script() {
        assert_eq!(lesson_id("water", "", 0), lesson_id("water", "", 0));
        assert_ne!(lesson_id("water", "", 0), lesson_id("water", "", 1));
        assert_ne!(lesson_id("a", "bc", 0), lesson_id("ab", "c", 0));
        assert_ne!(package_id("water").0, topic_id("water", "", 0).0);
        for n in 0..2000 {
            let id = lesson_id("water", &n.to_string(), 0).0;
            assert!((1..1 << 53).contains(&id));
        }
        // Written down: a change here would lose every place and bookmark on every box.
        assert_eq!(package_id("water").0, 3_310_012_798_255_174);
        assert_eq!(label_of("water"), "szurjcnwlgvdh");
    }

    #[test]
    fn a_label_is_a_host_name() {
        let label = label_of("ماء");
        assert_eq!(label.len(), LABEL_CHARS);
        assert!(label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    }
}
