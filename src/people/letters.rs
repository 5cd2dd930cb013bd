//! Codes that people read aloud, copy by hand and type.

use crate::base::Random;

/// Letters and digits that nobody takes for another: no 0 and O, no 1, I and L.
const ALPHABET: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
/// Letters are shown in groups, which the eye keeps apart.
const GROUP: usize = 4;

/// So many letters, each with 4.95 bits.
pub fn draw(random: &Random, count: usize) -> String {
    let mut letters = String::with_capacity(count);
    while letters.len() < count {
        let [byte] = random.bytes::<1>();
        // 31 of 32 values are letters; the last one is drawn again, so that all are equally likely.
        if let Some(letter) = ALPHABET.get(usize::from(byte & 31)) {
            letters.push(char::from(*letter));
        }
    }
    letters
}

/// What was typed as a code is kept: case, spaces and hyphens do not count, nor whose digits they are.
pub fn tidy(typed: &str) -> String {
    let plain = |letter: char| match letter {
        '\u{660}'..='\u{669}' => char::from_digit(letter as u32 - 0x660, 10),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(letter as u32 - 0x6f0, 10),
        _ if letter.is_ascii_alphanumeric() => Some(letter.to_ascii_uppercase()),
        _ => None,
    };
    typed.chars().filter_map(plain).collect()
}

/// `ABCD EFGH`.
pub fn grouped(letters: &str) -> String {
    let groups: Vec<&str> = letters
        .as_bytes()
        .chunks(GROUP)
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_only_unmistakable_letters() {
        let random = Random::seeded(3);
        let many: String = (0..200).map(|_| draw(&random, 20)).collect();
        for letter in ALPHABET {
            assert!(many.contains(char::from(*letter)), "{}", char::from(*letter));
        }
        assert!(!many.contains(['0', 'O', '1', 'I', 'L']));
        assert_eq!(many.len(), 4_000);
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        let table = [
            ("ABCD EFGH", "ABCDEFGH"),
            (" abcd-efgh\u{a0}", "ABCDEFGH"),
            ("AB٢٣۴۵", "AB2345"),
            ("é", ""),
        ];
        for (typed, expected) in table {
            assert_eq!(tidy(typed), expected, "{typed:?}");
        }
        assert_eq!(grouped("ABCDEFGHJK"), "ABCD EFGH JK");
    }
}
