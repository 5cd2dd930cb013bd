//! The IRIs by which statements name lessons: equal on all boxes, whatever a package is called there.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in a URN without encoding (RFC 8141, "pchar", without `:`, which separates).
const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A whole ZIM. `name` is its own `Name`, or its UUID when the maker gave none.
pub fn of_zim(name: &str) -> String {
    format!("urn:chalkbox:zim:{}", utf8_percent_encode(name, KEPT))
}

/// A file, or a zip as a whole; `blake3` in hexadecimal.
pub fn of_file(blake3: &str) -> String {
    format!("urn:chalkbox:blake3:{blake3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_scripts_make_iris() {
        assert_eq!(of_zim("wikipedia_sw_all"), "urn:chalkbox:zim:wikipedia_sw_all");
        assert_eq!(of_zim("a:b c?"), "urn:chalkbox:zim:a%3Ab%20c%3F");
        assert_eq!(of_zim("ماء"), "urn:chalkbox:zim:%D9%85%D8%A7%D8%A1");
        assert_eq!(of_file("ab"), "urn:chalkbox:blake3:ab");
    }
}
