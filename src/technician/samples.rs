//! The technician's page with made-up data: a well box, a box in trouble, a laptop.

use std::time::Duration;

use crate::people::Role;
use crate::text::{LanguageName, Text};
use crate::web::samples::{BOARD, BOX_NAME, DISK, FAULT, FILE, NOW, VERSION, title};

use super::care_views::{BackupPage, BoxHelpPage, Copied, RestartingPage, SettingsPage};
use super::views::{
    BoxPage, ClockQuality, Disk, Load, LoadState, PackageLine, PackageState, Power, Space,
};

const GB: u64 = 1_000_000_000;

impl<'a> BoxPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        vec![well(text), troubled(text), laptop(text)]
    }
}

fn well(text: &Text) -> BoxPage<'_> {
    BoxPage {
        page: Role::Technician.sample(text, "/box"),
        board: Some(BOARD.into()),
        version: VERSION,
        uptime: Duration::from_hours(3),
        temperature_celsius: Some(52),
        power: Some(Power::Good),
        memory: Some(Space { free_bytes: GB / 2, all_bytes: GB }),
        phones: Some(23),
        disks: vec![Disk {
            name: DISK.into(),
            space: Space { free_bytes: 40 * GB, all_bytes: 64 * GB },
        }],
        now: NOW.into(),
        clock: ClockQuality::Sure,
        loads: vec![Load {
            name: title(text, 1).1.into(),
            state: LoadState::Copying { done_bytes: GB, all_bytes: 3 * GB },
        }],
        packages: packages(text, &[PackageState::Whole, PackageState::Checking]),
        faults: Vec::new(),
        set_aside: Vec::new(),
    }
}

fn troubled(text: &Text) -> BoxPage<'_> {
    let load = |index, state| Load { name: title(text, index).1.into(), state };
    BoxPage {
        uptime: Duration::from_hours(80),
        temperature_celsius: Some(81),
        power: Some(Power::WasWeak),
        memory: Some(Space { free_bytes: GB / 40, all_bytes: GB / 2 }),
        disks: vec![Disk {
            name: DISK.into(),
            space: Space { free_bytes: GB, all_bytes: 64 * GB },
        }],
        clock: ClockQuality::Guess,
        loads: vec![
            load(2, LoadState::Waiting),
            load(3, LoadState::Checking(Some((GB, 2 * GB)))),
            load(5, LoadState::Indexing(300, 20_000)),
            load(4, LoadState::Failed(FAULT.into())),
        ],
        packages: packages(text, &[PackageState::Damaged, PackageState::Away]),
        faults: vec![FAULT.into()],
        set_aside: vec![FILE.into()],
        ..well(text)
    }
}

fn laptop(text: &Text) -> BoxPage<'_> {
    BoxPage {
        board: None,
        uptime: Duration::from_mins(12),
        temperature_celsius: None,
        power: None,
        memory: None,
        phones: None,
        disks: Vec::new(),
        clock: ClockQuality::Near,
        loads: Vec::new(),
        packages: Vec::new(),
        ..well(text)
    }
}

fn packages(text: &Text, states: &[PackageState]) -> Vec<PackageLine> {
    let mut lessons = 1;
    states
        .iter()
        .enumerate()
        .map(|(index, state)| {
            lessons += 10;
            PackageLine {
                title: title(text, index).1.into(),
                lessons,
                size_bytes: GB * u64::from(lessons),
                state: *state,
            }
        })
        .collect()
}

impl<'a> SettingsPage<'a> {
    pub fn samples(text: &'a Text, languages: &'a [LanguageName]) -> Vec<Self> {
        let page = Role::Technician.sample(text, "/box/settings");
        let sample = |saved, wrong_name| Self {
            page,
            name: BOX_NAME,
            language: "sw",
            languages,
            saved,
            wrong_name,
        };
        vec![sample(false, false), sample(true, false), sample(false, true)]
    }
}

impl<'a> BackupPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        let page = Role::Technician.sample(text, "/box/backup");
        let made = Some(Copied { when: NOW.into(), size_bytes: 4_300_000 });
        vec![
            Self { page, school: made.clone(), usage: made, done: true },
            Self { page, school: None, usage: None, done: false },
        ]
    }
}

impl<'a> RestartingPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        vec![Self { page: Role::Technician.sample(text, "/box/restart"), wait_seconds: 4 }]
    }
}

impl<'a> BoxHelpPage<'a> {
    pub fn samples(text: &'a Text) -> Vec<Self> {
        vec![Self { page: Role::Technician.sample(text, "/box/help") }]
    }
}
