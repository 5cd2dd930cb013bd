//! Pure judgements about the board.

use crate::base::UnixMillis;

/// When this version was made: a wall clock before it is certainly wrong. 2026-11-24.
pub const RELEASED_AT: UnixMillis = UnixMillis(1_795_478_400_000);

/// Below this share of memory that is still available, caches are halved (DESIGN.md section 5).
const AVAILABLE_PERCENT_MIN: u64 = 10;

pub fn is_under_pressure(available_bytes: u64, total_bytes: u64) -> bool {
    available_bytes.saturating_mul(100) < total_bytes.saturating_mul(AVAILABLE_PERCENT_MIN)
}

const MIB: u64 = 1 << 20;

/// Memory for unpacked ZIM clusters: 8 MiB on a 512 MB board, above that a sixteenth of the board's,
/// 16 to 64 MiB. More would leave the kernel less to keep films and the files themselves in.
pub fn cluster_cache_bytes(total_bytes: u64, set_mib: u32) -> u64 {
    if set_mib > 0 {
        return u64::from(set_mib) * MIB;
    }
    if total_bytes <= 640 * MIB {
        return 8 * MIB;
    }
    (total_bytes / 16).clamp(16 * MIB, 64 * MIB)
}

/// The largest unpacked cluster that is held (issue: 16 MiB, 32 MiB above 1 GiB of memory).
pub fn cluster_held_bytes(total_bytes: u64) -> u64 {
    if total_bytes > 1024 * MIB { 32 * MIB } else { 16 * MIB }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caches_fit_the_board() {
        let table = [(512, 0, 8), (1024, 0, 64), (4096, 0, 64), (24_000, 0, 64), (512, 16, 16)];
        for (total, set, expected) in table {
            assert_eq!(cluster_cache_bytes(total * MIB, set), expected * MIB, "{total} {set}");
        }
        assert!(is_under_pressure(9, 100) && !is_under_pressure(10, 100));
    }
}
