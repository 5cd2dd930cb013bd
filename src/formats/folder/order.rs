//! Names as people sort and read them.

use std::cmp::Ordering;

/// Numbers inside names count as numbers: `2 water` before `10 moon`. Case does not matter unless all else is equal.
pub fn by_name(one: &str, other: &str) -> Ordering {
    pieces(one).cmp(pieces(other)).then_with(|| one.cmp(other))
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    /// Length without leading zeros, then the digits: compares like the number, of any length.
    Number(usize, String),
    Letter(char),
}

fn pieces(name: &str) -> impl Iterator<Item = Piece> {
    let mut chars = name.chars().flat_map(char::to_lowercase).peekable();
    std::iter::from_fn(move || {
        let first = chars.next()?;
        if !first.is_ascii_digit() {
            return Some(Piece::Letter(first));
        }
        let mut digits = String::from(first);
        while let Some(digit) = chars.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        let number = digits.trim_start_matches('0').to_owned();
        Some(Piece::Number(number.len(), number))
    })
}

/// A title made of a file's or folder's name: `02_the-moon.mp4` → `the moon`. A number in front is taken for a
/// place in an order only when it is written as one: `02 ice`, `2. ice`, `2-ice`, but not `3 little pigs`.
pub fn title_from_name(name: &str) -> String {
    let stem = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 10 && !ending.contains(' ') => {
            stem
        }
        _ => name,
    };
    let after = stem.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_place = after.len() < stem.len()
        && (stem.starts_with('0') || after.starts_with(['.', '-', ')', '_']));
    let bare = after.trim_start_matches(['.', '-', ')', '_', ' ']);
    // A name that is only a number keeps it.
    let kept = if is_place && !bare.is_empty() { bare } else { stem };
    let spaced = kept.replace('_', " ");
    // A hyphen inside of a spaced name is one that the writer meant.
    let spaced = if spaced.contains(' ') { spaced } else { spaced.replace('-', " ") };
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_as_numbers() {
        let mut names = ["10 moon", "2 water", "b", "A", "02 ice", "a1000000000000000000000", "a9"];
        names.sort_by(|one, other| by_name(one, other));
        assert_eq!(
            names,
            ["02 ice", "2 water", "10 moon", "A", "a9", "a1000000000000000000000", "b"]
        );
    }

    #[test]
    fn a_name_becomes_a_title() {
        let table = [
            ("02_the-moon.mp4", "the moon"),
            ("3 little pigs.mp4", "3 little pigs"),
            ("2-ice.mp4", "ice"),
            ("the-moon.mp4", "the moon"),
            ("Lesson 3 - Water.pdf", "Lesson 3 - Water"),
            ("3. Water", "Water"),
            ("12.mp4", "12"),
            ("القمر.mp4", "القمر"),
        ];
        for (name, title) in table {
            assert_eq!(title_from_name(name), title, "{name}");
        }
    }
}
