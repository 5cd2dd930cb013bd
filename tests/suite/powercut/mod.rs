//! `kill -9` at random moments on the real program, in four situations; and the order of its system calls: what is
//! acknowledged was synced before. `CHALKBOX_SEED` replays a run.

mod becoming;
mod indexes;
mod loads;
mod phones;
mod synced;
mod upgrades;

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use chalkbox::base::{Clock, Random};
use serde_json::Value;

use crate::kit::Folder;
use crate::kit::damage::Dice;
use crate::kit::desk::rows;
use crate::kit::program::{Server, command};

const SEED_VARIABLE: &str = "CHALKBOX_SEED";
const SEED: u64 = 20_261_125;
/// Within this everything that happens behind must have happened.
const PATIENCE: Duration = Duration::from_mins(1);

/// One of the situations that a cut can come in.
trait Situation {
    fn name(&self) -> &'static str;
    /// Does something, is cut while it does, starts again, and sees that everything acknowledged is there.
    fn cut(&mut self, dice: &Dice);
    /// After the last cut; a sentence about what there was to lose.
    fn end(&mut self) -> String;
}

#[test]
fn a_few_cuts_lose_nothing() {
    cut_each(3);
}

#[test]
#[ignore = "tests/run powercut: some minutes"]
fn two_hundred_cuts_lose_nothing() {
    cut_each(50);
}

fn cut_each(times: usize) {
    let seed = std::env::var(SEED_VARIABLE).ok().and_then(|text| text.parse().ok());
    let seed: u64 = seed.unwrap_or(SEED);
    println!("seed {seed}");
    let folder = Folder::new("powercut");
    let (mut kills, clock) = (0, Clock::system());
    let mut situations: [Box<dyn Situation>; 4] = [
        Box::new(loads::Loads::new(&folder)),
        Box::new(indexes::Indexes::new(&folder)),
        Box::new(phones::Journal::new(&folder)),
        Box::new(upgrades::Upgrades::new(&folder)),
    ];
    for (number, situation) in situations.iter_mut().enumerate() {
        let dice = Dice(Random::seeded(seed + number as u64));
        let began = clock.boottime();
        for cut in 0..times {
            println!("{} {cut}", situation.name());
            situation.cut(&dice);
            kills += 1;
        }
        let seconds = clock.boottime().saturating_sub(began).as_secs();
        println!("{}: {times} kills whole, {} ({seconds} s)", situation.name(), situation.end());
    }
    println!("{kills} kills: {kills} whole, each started again, nothing acknowledged was lost");
}

/// A random moment within `longest`, slept until.
fn wait_for_the_cut(dice: &Dice, longest: Duration) {
    let micros = usize::try_from(longest.as_micros()).unwrap();
    std::thread::sleep(Duration::from_micros(dice.below(micros) as u64));
}

/// How long something takes.
fn time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let clock = Clock::system();
    let began = clock.boottime();
    let done = work();
    (done, clock.boottime().saturating_sub(began))
}

fn soon(what: &str, holds: impl Fn() -> bool) {
    let clock = Clock::system();
    let began = clock.boottime();
    while !holds() {
        assert!(clock.boottime().saturating_sub(began) < PATIENCE, "{what} did not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Starts after a cut, and sees what must hold whatever was cut.
fn start_again(data: &Path) -> Server {
    let server = Server::start(data);
    let health = server.phone().get("/health");
    let told: Value = serde_json::from_str(&health.text()).unwrap();
    assert_eq!((health.status, &told["status"]), (200, &"ok".into()), "{told}");
    assert_eq!(told["faults"], Value::Array(Vec::new()), "nothing had to be mended: {told}");
    let listed = command(data, &["library", "list", "--json"]);
    for package in listed.lines() {
        let state = package["state"].as_str().unwrap();
        assert!(matches!(state, "whole" | "being checked"), "{package}");
    }
    let checked = command(data, &["library", "check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    let status = command(data, &["usage", "status", "--json"]);
    assert_eq!(status.code, Some(0), "{status:?}");
    assert_eq!(status.lines()[0]["gaps"], Value::Array(Vec::new()), "{status:?}");
    let staging = data.join("staging");
    soon("sweeping staging", || std::fs::read_dir(&staging).unwrap().next().is_none());
    server
}

/// Rows of an export, by the names of its columns.
fn export(data: &Path, what: &str) -> Vec<HashMap<String, String>> {
    let said = command(data, &["usage", "export", "--format", "csv", "--what", what]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let mut rows = rows(&said.out).into_iter();
    let names = rows.next().unwrap();
    rows.map(|row| names.iter().cloned().zip(row).collect()).collect()
}

/// Names of the packages that are shown.
fn listed(data: &Path) -> Vec<String> {
    let lines = command(data, &["library", "list", "--json"]).lines();
    lines.iter().map(|line| line["package"].as_str().unwrap().to_owned()).collect()
}
