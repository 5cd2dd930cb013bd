//! The number of a document says where it stands: ids in order are titles in order of rank.
//!
//! From the high bits: shelf (16), length of the title (6), number (30). Shelf 0 holds the lessons of
//! all packages, numbered by lesson; shelf n the pages of package n, numbered as its reader gave them.
//! So "the ten shortest titles with these words" is "the ten first ids", found without sorting.

use std::ops::RangeInclusive;

use crate::base::{LessonId, PackageId};

const NUMBER_BITS: u32 = 30;
const LENGTH_BITS: u32 = 6;
const SHELF_MAX: i64 = 0xFFFD;
const LENGTH_MAX: i64 = (1 << LENGTH_BITS) - 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct DocId(pub i64);

impl DocId {
    /// `None` when a number is beyond what fits (65,533 packages, a billion pages).
    pub fn of_page(package: PackageId, number: u32, title: &str) -> Option<Self> {
        let number = in_bits(i64::from(number), NUMBER_BITS)?;
        Some(Self(Shelf::pages_of(package)?.ids().start() | length(title) << NUMBER_BITS | number))
    }

    pub fn of_lesson(lesson: LessonId, title: &str) -> Option<Self> {
        Some(Self(length(title) << NUMBER_BITS | in_bits(lesson.0, NUMBER_BITS)?))
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

    /// `None` for a package whose number is beyond what fits.
    pub fn pages_of(package: PackageId) -> Option<Self> {
        (1..=SHELF_MAX).contains(&package.0).then_some(Self(package.0))
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

    #[test]
    fn ids_rank_lessons_first_then_short_titles() {
        let lesson = DocId::of_lesson(LessonId(7), "A very long title of a lesson").unwrap();
        let short = DocId::of_page(PackageId(3), 900, "Sun").unwrap();
        let long = DocId::of_page(PackageId(3), 1, "Sun and moon").unwrap();
        assert!(lesson < short && short < long);
        assert!(lesson.is_lesson() && !short.is_lesson());
        let holds =
            |shelf, id: DocId| Shelf::pages_of(PackageId(shelf)).unwrap().ids().contains(&id.0);
        assert!(holds(3, short) && holds(3, long));
        assert!(!holds(4, long) && !holds(2, short));
    }

    #[test]
    fn what_does_not_fit_has_no_id() {
        assert_eq!(DocId::of_page(PackageId(0), 1, "x"), None);
        assert_eq!(DocId::of_page(PackageId(0xFFFE), 1, "x"), None);
        assert_eq!(DocId::of_page(PackageId(1), 1 << 30, "x"), None);
        assert_eq!(DocId::of_lesson(LessonId(-1), "x"), None);
        assert_eq!(Shelf::pages_of(PackageId(i64::MAX)), None);
        assert_eq!(Shelf::pages_of(PackageId(0)), None);
        let last = Shelf::pages_of(PackageId(SHELF_MAX)).unwrap();
        let id = DocId::of_page(PackageId(SHELF_MAX), (1 << 30) - 1, &"x".repeat(99)).unwrap();
        assert_eq!(id.0, *last.ids().end());
        assert_eq!((Shelf::LESSONS.mark(), last.mark()), ('\u{F0000}', '\u{FFFFD}'));
    }
}
