//! The number of a document says where it stands: ids in order are titles in order of rank.
//!
//! From the high bits: shelf (16), length of the title (6), number (30). Shelf 0 holds the lessons of
//! all packages, numbered as they came; shelf n the pages of one package, numbered as its reader gave them.
//! Ids of packages and lessons are hashes, too wide to stand here: a package's shelf is kept in
//! `index_state`. So "the ten shortest titles with these words" is "the ten first ids", found without sorting.

use std::ops::RangeInclusive;

const NUMBER_BITS: u32 = 30;
const LENGTH_BITS: u32 = 6;
const SHELF_MAX: i64 = 0xFFFD;
/// The part of an id that is its number.
pub(super) const NUMBER_MASK: i64 = (1 << NUMBER_BITS) - 1;
const LENGTH_MAX: i64 = (1 << LENGTH_BITS) - 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct DocId(pub i64);

impl DocId {
    /// `None` when the number is beyond what fits (a billion).
    pub fn on(shelf: Shelf, number: i64, title: &str) -> Option<Self> {
        let number = in_bits(number, NUMBER_BITS)?;
        Some(Self(shelf.ids().start() | length(title) << NUMBER_BITS | number))
    }

    /// The same place under another number.
    pub fn numbered(self, number: i64) -> Option<Self> {
        Some(Self(self.0 & !NUMBER_MASK | in_bits(number, NUMBER_BITS)?))
    }

    pub fn is_lesson(self) -> bool {
        Shelf::LESSONS.ids().contains(&self.0)
    }
}

/// Titles that are looked through together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shelf(i64);

impl Shelf {
    /// The lessons of all packages.
    pub const LESSONS: Self = Self(0);

    /// The shelf of a package's pages, by its number in `index_state`; `None` beyond 65,533.
    pub fn of_pages(number: i64) -> Option<Self> {
        (1..=SHELF_MAX).contains(&number).then_some(Self(number))
    }

    pub fn ids(self) -> RangeInclusive<i64> {
        let first = self.0 << (LENGTH_BITS + NUMBER_BITS);
        first..=first | ((1 << (LENGTH_BITS + NUMBER_BITS)) - 1)
    }

    /// Stands before each word of the shelf's titles in the index: what a question costs depends on this
    /// shelf alone, however many titles others hold. A character of private use, never in a word.
    pub fn mark(self) -> char {
        const FIRST: u32 = 0xF_0000;
        u32::try_from(self.0).ok().and_then(|n| char::from_u32(FIRST + n)).unwrap_or('\u{F0000}')
    }
}

fn in_bits(number: i64, bits: u32) -> Option<i64> {
    (0..1 << bits).contains(&number).then_some(number)
}

fn length(title: &str) -> i64 {
    i64::try_from(title.chars().count()).unwrap_or(LENGTH_MAX).min(LENGTH_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf(number: i64) -> Shelf {
        Shelf::of_pages(number).unwrap()
    }

    #[test]
    fn ids_rank_lessons_first_then_short_titles() {
        let lesson = DocId::on(Shelf::LESSONS, 7, "A very long title of a lesson").unwrap();
        let short = DocId::on(shelf(3), 900, "Sun").unwrap();
        let long = DocId::on(shelf(3), 1, "Sun and moon").unwrap();
        assert!(lesson < short && short < long);
        assert!(lesson.is_lesson() && !short.is_lesson());
        let holds = |number, id: DocId| shelf(number).ids().contains(&id.0);
        assert!(holds(3, short) && holds(3, long));
        assert!(!holds(4, long) && !holds(2, short));
        let again = DocId::on(shelf(3), 0, "Sun").unwrap().numbered(900).unwrap();
        assert_eq!(again, short);
    }

    #[test]
    fn what_does_not_fit_has_no_id() {
        assert_eq!(DocId::on(shelf(1), 1 << 30, "x"), None);
        assert_eq!(DocId::on(Shelf::LESSONS, -1, "x"), None);
        for number in [i64::MIN, -1, 0, 0xFFFE, i64::MAX] {
            assert_eq!(Shelf::of_pages(number), None);
        }
        let last = shelf(SHELF_MAX);
        let id = DocId::on(last, NUMBER_MASK, &"x".repeat(99)).unwrap();
        assert_eq!(id.0, *last.ids().end());
        assert_eq!((Shelf::LESSONS.mark(), last.mark()), ('\u{F0000}', '\u{FFFFD}'));
    }
}
