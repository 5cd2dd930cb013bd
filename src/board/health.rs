//! What the board says of itself, under `/proc` and `/sys`; facts/field.md names the files.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::{MemoryNow, read_memory};
use crate::base::Clock;

/// Whether something is wrong now, or was at any time since the boot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Never,
    SinceBoot,
    Now,
}

/// What the Raspberry Pi's firmware says of power, speed and heat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttling {
    pub undervoltage: Trouble,
    pub slowed: Trouble,
    pub hot: Trouble,
}

/// The board's health now. `None`: this machine does not say.
#[derive(Clone, Debug)]
pub struct Health {
    pub model: Option<String>,
    pub celsius: Option<f32>,
    pub throttling: Option<Throttling>,
    pub memory: Option<MemoryNow>,
    /// Of the disk that holds the data folder.
    pub disk: Option<DiskSpace>,
    pub uptime: Duration,
    /// Mean number of programs that wanted a processor in the last minute.
    pub load: Option<f64>,
    pub processors: usize,
}

/// Reads everything anew; takes about a millisecond.
pub fn read_health(data: &Path, clock: &Clock) -> Health {
    Health {
        model: model(),
        celsius: celsius(),
        throttling: throttling(),
        memory: read_memory(),
        disk: disk_space(data),
        uptime: clock.boottime(),
        load: text("/proc/loadavg").and_then(|line| line.split(' ').next()?.parse().ok()),
        processors: std::thread::available_parallelism().map_or(1, usize::from),
    }
}

fn text(path: &str) -> Option<String> {
    fs::read_to_string(path).ok()
}

fn model() -> Option<String> {
    let name =
        text("/proc/device-tree/model").or_else(|| text("/sys/class/dmi/id/product_name"))?;
    let name = name.trim_matches(['\0', '\n', ' ']).to_owned();
    (!name.is_empty()).then_some(name)
}

fn celsius() -> Option<f32> {
    let components = sysinfo::Components::new_with_refreshed_list().ok()?;
    let of = |name: &str| {
        let named = components.iter().find(|component| component.label().contains(name));
        named.and_then(sysinfo::Component::temperature)
    };
    ["cpu", "CPU", "Package", "Tctl"].into_iter().find_map(of)
}

fn throttling() -> Option<Throttling> {
    // "soc:firmware" on older boards, "soc@107c000000:firmware" on a Pi 5.
    let firmware = fs::read_dir("/sys/bus/platform/devices").ok()?.flatten().find(|device| {
        let name = device.file_name();
        name.to_str().is_some_and(|name| name.starts_with("soc") && name.ends_with(":firmware"))
    })?;
    let bits = fs::read_to_string(firmware.path().join("get_throttled")).ok()?;
    let bits = u32::from_str_radix(bits.trim().trim_start_matches("0x"), 16).ok()?;
    Some(decode_throttled(bits))
}

/// Bit numbers as the firmware documents them: 0 undervoltage, 1 frequency capped, 2 throttled,
/// 3 soft temperature limit; the same 16 higher since the boot.
fn decode_throttled(bits: u32) -> Throttling {
    let trouble = |mask: u32| {
        if bits & mask != 0 {
            Trouble::Now
        } else if bits >> 16 & mask != 0 {
            Trouble::SinceBoot
        } else {
            Trouble::Never
        }
    };
    Throttling { undervoltage: trouble(0b0001), slowed: trouble(0b0110), hot: trouble(0b1000) }
}

/// A filesystem's room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskSpace {
    pub total_bytes: u64,
    pub free_bytes: u64,
}

/// Room on the filesystem that holds `path`; `None` where the system does not say. Asked of the path
/// itself: a list of mounts leaves out what a container or a changed root stands on.
pub fn disk_space(path: &Path) -> Option<DiskSpace> {
    let room = rustix::fs::statvfs(path).ok()?;
    Some(DiskSpace {
        total_bytes: room.f_blocks.saturating_mul(room.f_frsize),
        free_bytes: room.f_bavail.saturating_mul(room.f_frsize),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_firmware_s_bits_are_read() {
        use Trouble::{Never, Now, SinceBoot};
        let table = [
            (0x0, Never, Never, Never),
            (0x5_0005, Now, Now, Never),
            (0x5_0000, SinceBoot, SinceBoot, Never),
            (0x8_0008, Never, Never, Now),
        ];
        for (bits, undervoltage, slowed, hot) in table {
            assert_eq!(
                decode_throttled(bits),
                Throttling { undervoltage, slowed, hot },
                "{bits:x}"
            );
        }
    }
}
