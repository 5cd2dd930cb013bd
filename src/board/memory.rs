//! Memory of the board, or of the control group that this program is confined to.

use std::fs;

use super::rules;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryNow {
    pub total_bytes: u64,
    pub available_bytes: u64,
}

impl MemoryNow {
    pub fn is_under_pressure(self) -> bool {
        rules::is_under_pressure(self.available_bytes, self.total_bytes)
    }
}

/// `None` where neither `/proc` nor a control group can be read.
pub fn read_memory() -> Option<MemoryNow> {
    let board = from_meminfo(&fs::read_to_string("/proc/meminfo").ok()?)?;
    Some(match own_group() {
        Some(group) if group.total_bytes < board.total_bytes => group,
        _ => board,
    })
}

fn from_meminfo(text: &str) -> Option<MemoryNow> {
    let bytes = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
    };
    Some(MemoryNow { total_bytes: bytes("MemTotal")?, available_bytes: bytes("MemAvailable")? })
}

/// The limit of our own control group (version 2), if there is one.
fn own_group() -> Option<MemoryNow> {
    let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
    let path = groups.lines().find_map(|line| line.strip_prefix("0::"))?;
    let read = |file: &str| fs::read_to_string(format!("/sys/fs/cgroup{path}/{file}")).ok();
    // "max", which is no number, means no limit.
    let limit = read("memory.max")?.trim().parse::<u64>().ok()?;
    let used = read("memory.current")?.trim().parse::<u64>().ok()?;
    // Cached file pages count as used, but are given back at once.
    let cached = read("memory.stat")?
        .lines()
        .find_map(|line| line.strip_prefix("inactive_file ")?.parse::<u64>().ok())
        .unwrap_or(0);
    let held = used.saturating_sub(cached);
    Some(MemoryNow { total_bytes: limit, available_bytes: limit.saturating_sub(held) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meminfo_is_read() {
        let text = "MemTotal:         498924 kB\nMemFree:  1 kB\nMemAvailable:     250000 kB\n";
        let memory = from_meminfo(text).unwrap();
        assert_eq!((memory.total_bytes, memory.available_bytes), (510_898_176, 256_000_000));
        assert_eq!(from_meminfo("MemTotal: lots"), None);
    }
}
