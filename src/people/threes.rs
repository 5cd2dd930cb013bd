//! Which threes of pictures a class gives its learners: any two of them differ in at least two of the
//! three pictures, so one wrong picture never opens another child's page.

use super::places::Pictures;
use super::views::Picture;

/// Pictures there are.
const PICTURES: u8 = 12;
/// Threes that a class can give, and so learners that it can hold.
pub const SEATS: u8 = PICTURES * PICTURES;

/// The three of a seat (0 to `SEATS - 1`). The turn is drawn once for a class, so that the same first
/// two pictures end otherwise next door.
pub fn three(turn: u8, seat: u8) -> Pictures {
    let (first, second) = (seat / PICTURES % PICTURES, seat % PICTURES);
    // 11 and 12 share no divisor: any two of the pictures decide the last one.
    let third = (u16::from(first) + 11 * u16::from(second) + u16::from(turn)) % u16::from(PICTURES);
    let picture = |at: usize| Picture::ALL[at % Picture::ALL.len()];
    Pictures([picture(first.into()), picture(second.into()), picture(third.into())])
}

/// The `number`th of the seats whose threes are not taken, counted round; `None`: the class is full.
pub fn free_three(turn: u8, taken: &[Pictures], number: u64) -> Option<Pictures> {
    let free: Vec<_> =
        (0..SEATS).map(|seat| three(turn, seat)).filter(|three| !taken.contains(three)).collect();
    let count = u64::try_from(free.len()).ok().filter(|count| *count > 0)?;
    free.get(usize::try_from(number % count).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn differing(one: Pictures, other: Pictures) -> usize {
        one.0.iter().zip(other.0).filter(|(one, other)| **one != *other).count()
    }

    #[test]
    fn all_threes_of_a_class_differ_in_two_pictures() {
        for turn in 0..PICTURES {
            let all: Vec<_> = (0..SEATS).map(|seat| three(turn, seat)).collect();
            assert_eq!(all.len(), 144);
            for (at, one) in all.iter().enumerate() {
                for other in &all[..at] {
                    assert!(differing(*one, *other) >= 2, "{turn}: {one} {other}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_free_three_is_the_class_s_own_and_not_taken(
            turn in 0..PICTURES,
            taken in proptest::collection::vec(0..SEATS, 0..144),
            number: u64,
        ) {
            let taken: Vec<_> = taken.into_iter().map(|seat| three(turn, seat)).collect();
            let found = free_three(turn, &taken, number).unwrap();
            prop_assert!(!taken.contains(&found));
            prop_assert!((0..SEATS).any(|seat| three(turn, seat) == found));
        }
    }

    #[test]
    fn a_class_of_144_is_full() {
        let mut taken = Vec::new();
        for number in 0..144_u64 {
            taken.push(free_three(5, &taken, number * 7919).unwrap());
        }
        assert_eq!(free_three(5, &taken, 1), None);
    }
}
