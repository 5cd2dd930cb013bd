//! Room on the card: asked before a load, so that none fills it.

use std::path::Path;

use crate::board::disk_space;

/// Kept free by loads, in bytes: answers, logs and updates need room for a school year.
pub(super) const RESERVE_BYTES: u64 = 512 << 20;

/// Bytes that may be written under `folder`; none when the system does not say.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    disk_space(folder).map(|space| space.free_bytes)
}

/// Whether `needed_bytes` leave the reserve alone. Unknown room is enough room: the copy then ends
/// with the card's own answer.
pub(super) fn is_enough(free: Option<u64>, needed_bytes: u64, reserve_bytes: u64) -> bool {
    free.is_none_or(|free| needed_bytes.saturating_add(reserve_bytes) <= free)
}

/// `1.5 GB`, as file managers show it.
pub fn in_words(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return format!("{bytes} bytes"),
        1_000..1_000_000 => (1_000, "KB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = bytes / (unit / 10);
    if tenths >= 100 {
        format!("{} {name}", tenths / 10)
    } else {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_leaves_the_reserve_alone() {
        assert!(is_enough(Some(100), 60, 40));
        assert!(!is_enough(Some(100), 61, 40));
        assert!(!is_enough(Some(100), u64::MAX, 40));
        assert!(is_enough(None, u64::MAX, 40));
    }

    #[test]
    fn sizes_are_in_words() {
        let table = [
            (999, "999 bytes"),
            (1_550, "1.5 KB"),
            (12_345_678, "12 MB"),
            (7_000_000_000, "7.0 GB"),
            (97_400_000_000, "97 GB"),
        ];
        for (bytes, wanted) in table {
            assert_eq!(in_words(bytes), wanted);
        }
    }

    #[test]
    fn the_system_says_how_much_room_there_is() {
        assert!(free_bytes(&std::env::temp_dir()).is_none_or(|free| free > 0));
    }
}
