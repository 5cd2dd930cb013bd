//! `Range` arithmetic (RFC 9110, section 14), pure.

/// What of a file is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of it: no range, one that we need not follow, or one that makes no sense.
    Whole,
    /// These bytes, `first..first + length`, length at least 1.
    Part { first: u64, length: u64 },
    /// A range that lies beyond the end.
    Beyond,
}

/// Judges a `Range` header for `size` bytes. Several ranges are answered with the whole, which the
/// standard allows and every player bears.
pub fn wanted(header: Option<&str>, size: u64) -> Wanted {
    let Some(spec) = header.and_then(|header| header.trim().strip_prefix("bytes=")) else {
        return Wanted::Whole;
    };
    let Some((first, last)) = spec.trim().split_once('-') else { return Wanted::Whole };
    match (number(first), number(last)) {
        (Number::Is(first), Number::None) => from_to(first, u64::MAX, size),
        (Number::Is(first), Number::Is(last)) if first <= last => from_to(first, last, size),
        (Number::None, Number::Is(0)) => Wanted::Beyond,
        (Number::None, Number::Is(_)) if size == 0 => Wanted::Beyond,
        (Number::None, Number::Is(suffix)) => {
            let length = suffix.min(size);
            Wanted::Part { first: size - length, length }
        }
        _ => Wanted::Whole,
    }
}

enum Number {
    Is(u64),
    None,
    Odd,
}

fn number(text: &str) -> Number {
    let text = text.trim();
    if text.is_empty() {
        Number::None
    } else if text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Too large for 64 bits is larger than any file.
        Number::Is(text.parse().unwrap_or(u64::MAX))
    } else {
        Number::Odd
    }
}

fn from_to(first: u64, last: u64, size: u64) -> Wanted {
    if first >= size {
        return Wanted::Beyond;
    }
    Wanted::Part { first, length: last.min(size - 1) - first + 1 }
}

/// True when `If-None-Match` names this entity tag (weak comparison).
pub fn none_match(header: Option<&str>, etag: &str) -> bool {
    header.is_some_and(|header| {
        header
            .split(',')
            .map(str::trim)
            .any(|given| given == "*" || given.strip_prefix("W/").unwrap_or(given) == etag)
    })
}

/// Whether `If-Range` still lets a range be followed: only the very same tag does.
pub fn range_holds(if_range: Option<&str>, etag: &str) -> bool {
    if_range.is_none_or(|given| given.trim() == etag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_are_judged() {
        let part = |first, length| Wanted::Part { first, length };
        let table = [
            (None, 10, Wanted::Whole),
            (Some("bytes=0-0"), 10, part(0, 1)),
            (Some("bytes=0-"), 10, part(0, 10)),
            (Some("bytes=2-4"), 10, part(2, 3)),
            (Some("bytes=2-400"), 10, part(2, 8)),
            (Some("bytes=-3"), 10, part(7, 3)),
            (Some("bytes=-30"), 10, part(0, 10)),
            (Some("bytes=9-"), 10, part(9, 1)),
            (Some("bytes=10-"), 10, Wanted::Beyond),
            (Some("bytes=-0"), 10, Wanted::Beyond),
            (Some("bytes=0-"), 0, Wanted::Beyond),
            (Some("bytes=4-2"), 10, Wanted::Whole),
            (Some("bytes=0-1,4-5"), 10, Wanted::Whole),
            (Some("bytes=a-b"), 10, Wanted::Whole),
            (Some("lines=0-1"), 10, Wanted::Whole),
            (Some("bytes=99999999999999999999-"), 10, Wanted::Beyond),
            (Some("bytes=-"), 10, Wanted::Whole),
        ];
        for (header, size, expected) in table {
            assert_eq!(wanted(header, size), expected, "{header:?} of {size}");
        }
    }

    #[test]
    fn tags_are_compared() {
        assert!(none_match(Some("\"a\", W/\"b\""), "\"b\""));
        assert!(none_match(Some("*"), "\"b\""));
        assert!(!none_match(Some("\"a\""), "\"b\""));
        assert!(!none_match(None, "\"b\""));
        assert!(range_holds(Some("\"b\""), "\"b\"") && !range_holds(Some("W/\"b\""), "\"b\""));
    }

    proptest! {
        #[test]
        fn a_part_never_leaves_the_file(header in "bytes=[0-9]{0,20}-[0-9]{0,20}", size: u64) {
            if let Wanted::Part { first, length } = wanted(Some(&header), size) {
                prop_assert!(length >= 1 && first < size && length <= size - first);
            }
        }
    }
}
