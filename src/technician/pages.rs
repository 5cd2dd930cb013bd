//! `/box`: how the box is, for technicians.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use tokio::sync::Notify;

use super::views::{BoxPage, ClockQuality, Disk, Load, PackageLine, Power, Space};
use super::{care, settings};
use crate::board::{Health, Throttling, Trouble};
use crate::people::gates::{Gated, Gates, Passes};
use crate::people::staff::{self, StaffDesk};
use crate::people::{People, Role, acts_page};
use crate::store::{DataDir, Database};
use crate::usage::{self, Usage};
use crate::web::{Fault, Services, page};

/// What was found on looking at the box.
pub struct Looked {
    pub health: Health,
    /// The data folder, which names its disk.
    pub folder: String,
    pub phones: u32,
    pub clock: usage::ClockQuality,
    pub loads: Vec<Load>,
    pub packages: Vec<PackageLine>,
    pub faults: Vec<String>,
    pub set_aside: Vec<String>,
}

pub struct Desk {
    pub services: Arc<Services>,
    pub people: Arc<People>,
    pub data: DataDir,
    pub school: Database,
    /// What was used; copied beside the school's.
    pub journal: Database,
    pub usage: Arc<Usage>,
    /// Held while settings are written.
    pub saving: Mutex<()>,
    /// Rung to stop in order and start again.
    pub restart: Arc<Notify>,
    pub version: &'static str,
    /// Waits for the disk.
    pub look: Box<dyn Fn() -> Looked + Send + Sync>,
}

/// Who may pass to the box's desk.
pub const TECHNICIANS: Passes = Passes::Only(&[Role::Technician]);

static STAFF: StaffDesk = StaffDesk {
    passes: TECHNICIANS,
    list: "/box/people",
    invite: "/box/people/invite",
    person: "/box/people/{id}",
    reset: "/box/people/{id}/reset",
    remove: "/box/people/{id}/remove",
};

pub fn routes(desk: Arc<Desk>) -> Gated {
    let people = Arc::clone(&desk.people);
    Gates::new(&people)
        .get("/box", TECHNICIANS, the_box)
        .get("/box/settings", TECHNICIANS, settings::show)
        .post("/box/settings", TECHNICIANS, settings::save)
        .get("/box/backup", TECHNICIANS, care::backup)
        .post("/box/backup", TECHNICIANS, care::back_up)
        .get("/box/restart", TECHNICIANS, care::ask_to_restart)
        .post("/box/restart", TECHNICIANS, care::restart)
        .get("/box/help", TECHNICIANS, care::help)
        .with_state(desk)
        .merge(staff::routes(&people, &STAFF))
        .merge(acts_page::routes(&people, "/box/acts", TECHNICIANS))
}

async fn the_box(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response<Body>, Fault> {
    let (ask, _) = desk.people.ask(request)?;
    let present = desk.people.present(&ask).await?;
    let looking = Arc::clone(&desk);
    let looked = tokio::task::spawn_blocking(move || (looking.look)())
        .await
        .map_err(|error| Fault::Gone(error.to_string()))?;
    let health = looked.health;
    let (date, time) = ask.date_and_time(desk.services.clock.now());
    let now = format!("{date} {time}");
    let view = BoxPage {
        page: present.layout(&ask),
        board: health.model.clone(),
        version: desk.version,
        uptime: health.uptime,
        temperature_celsius: health.celsius.map(rounded),
        power: health.throttling.map(power),
        memory: health.memory.map(|memory| Space {
            free_bytes: memory.available_bytes,
            all_bytes: memory.total_bytes,
        }),
        phones: Some(looked.phones),
        disks: disks(&health, &looked.folder),
        now,
        clock: clock(looked.clock),
        loads: looked.loads,
        packages: looked.packages,
        faults: looked.faults,
        set_aside: looked.set_aside,
    };
    Ok(present.finish(&ask, page(&view)?))
}

#[expect(clippy::cast_possible_truncation, reason = "a board's temperature has few digits")]
fn rounded(celsius: f32) -> i32 {
    celsius.round() as i32
}

fn power(throttling: Throttling) -> Power {
    match (throttling.undervoltage, throttling.slowed) {
        (Trouble::Now, _) => Power::Weak,
        (Trouble::SinceBoot, _) | (_, Trouble::Now | Trouble::SinceBoot) => Power::WasWeak,
        (Trouble::Never, Trouble::Never) => Power::Good,
    }
}

fn disks(health: &Health, name: &str) -> Vec<Disk> {
    let space =
        health.disk.map(|disk| Space { free_bytes: disk.free_bytes, all_bytes: disk.total_bytes });
    space.into_iter().map(|space| Disk { name: name.to_owned(), space }).collect()
}

fn clock(quality: usage::ClockQuality) -> ClockQuality {
    match quality {
        usage::ClockQuality::Ntp | usage::ClockQuality::Rtc => ClockQuality::Sure,
        usage::ClockQuality::Phone => ClockQuality::Near,
        usage::ClockQuality::Restored | usage::ClockQuality::None => ClockQuality::Guess,
    }
}
