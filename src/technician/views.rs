//! The technician's page. Every fact that a computer may not tell is an `Option`.

use std::time::Duration;

use askama::Template;

use crate::text::Text;
use crate::web::layout::Layout;

/// A Pi slows down from 80 °C; five below there is time to move it.
const HOT_CELSIUS: i32 = 75;
/// A tenth left.
const LOW_DIVISOR: u64 = 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    Good,
    /// Under-voltage now.
    Weak,
    /// Under-voltage or throttling since the start.
    WasWeak,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockQuality {
    Sure,
    Near,
    Guess,
}

/// Memory or a disk.
#[derive(Clone, Copy, Debug)]
pub struct Space {
    pub free_bytes: u64,
    pub all_bytes: u64,
}

impl Space {
    pub fn is_low(&self) -> bool {
        self.free_bytes < self.all_bytes / LOW_DIVISOR
    }
}

#[derive(Clone, Debug)]
pub struct Disk {
    pub name: String,
    pub space: Space,
}

#[derive(Clone, Debug)]
pub enum LoadState {
    Waiting,
    Copying {
        done_bytes: u64,
        all_bytes: u64,
    },
    /// With bytes done and all, where they are known.
    Checking(Option<(u64, u64)>),
    /// Documents in the search index, done and all.
    Indexing(u32, u32),
    /// The sentence that says why.
    Failed(String),
}

impl LoadState {
    pub fn needs_look(&self) -> bool {
        matches!(self, Self::Failed(_))
    }
}

#[derive(Clone, Debug)]
pub struct Load {
    pub name: String,
    pub state: LoadState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageState {
    Whole,
    Checking,
    Damaged,
    Away,
}

impl PackageState {
    pub fn needs_look(self) -> bool {
        matches!(self, Self::Damaged | Self::Away)
    }

    pub fn words(self, text: &Text) -> &str {
        match self {
            Self::Whole => text.box_library_whole(),
            Self::Checking => text.box_library_checking(),
            Self::Damaged => text.box_library_damaged(),
            Self::Away => text.box_library_away(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct PackageLine {
    pub title: String,
    pub lessons: u32,
    pub size_bytes: u64,
    pub state: PackageState,
}

#[derive(Template)]
#[template(path = "technician/box.html", config = "web-assets/askama.toml")]
pub struct BoxPage<'a> {
    pub page: Layout<'a>,
    /// `Raspberry Pi 4 Model B Rev 1.4`
    pub board: Option<String>,
    pub version: &'a str,
    /// Since the board booted.
    pub uptime: Duration,
    pub temperature_celsius: Option<i32>,
    pub power: Option<Power>,
    pub memory: Option<Space>,
    pub phones: Option<u32>,
    pub disks: Vec<Disk>,
    /// The box's time in its zone, ready to be shown.
    pub now: String,
    pub clock: ClockQuality,
    pub loads: Vec<Load>,
    pub packages: Vec<PackageLine>,
    /// Sentences: languages that could not be read, backups that failed.
    pub faults: Vec<String>,
    /// Names of what lies in `DATA/damaged`.
    pub set_aside: Vec<String>,
}

impl BoxPage<'_> {
    fn is_hot(&self) -> bool {
        self.temperature_celsius.is_some_and(|degrees| degrees >= HOT_CELSIUS)
    }

    fn is_memory_low(&self) -> bool {
        self.memory.is_some_and(|memory| memory.is_low())
    }

    fn is_power_weak(&self) -> bool {
        matches!(self.power, Some(Power::Weak | Power::WasWeak))
    }

    fn is_clock_guessed(&self) -> bool {
        self.clock == ClockQuality::Guess
    }

    /// Whether any line is marked.
    fn needs_look(&self) -> bool {
        self.is_hot()
            || self.is_memory_low()
            || self.is_power_weak()
            || self.is_clock_guessed()
            || self.disks.iter().any(|disk| disk.space.is_low())
            || self.loads.iter().any(|load| load.state.needs_look())
            || self.packages.iter().any(|package| package.state.needs_look())
            || !(self.faults.is_empty() && self.set_aside.is_empty())
    }

    fn of(&self, space: &Space) -> String {
        let text = self.page.text;
        text.box_of(text.size(space.free_bytes), text.size(space.all_bytes))
    }

    /// Minutes in the first hour, hours on the first two days, then days.
    fn up(&self) -> String {
        let minutes = self.uptime.as_secs() / 60;
        match minutes {
            0..60 => self.page.text.minutes(minutes),
            60..2880 => self.page.text.box_hours(minutes / 60),
            _ => self.page.text.box_days(minutes / 1440),
        }
    }
}
