//! Every route × who asks × where the request comes from × with or without the form's token: only what
//! should pass passes. The table is in `table.rs`.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use chalkbox::people::Role;
use chalkbox::web::sites;

use row::{Asker, Origin, Outcome, Row};
use school::{School, Site, outcome};

mod row;
mod school;
mod table;
mod visits;

fn rows(site: Site) -> Vec<&'static Row> {
    let own = if site == Site::Portal { table::PORTAL } else { table::LESSON_SITE };
    own.iter().chain(table::BOTH).collect()
}

fn as_site(site: Site) -> sites::Site {
    match site {
        Site::Portal => sites::Site::Portal,
        Site::Lessons => sites::Site::Lessons { label: None },
    }
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let school = School::open("access-rows");
    for site in [Site::Portal, Site::Lessons] {
        let gates = school.chalkbox.running().dispatch.gates(&as_site(site));
        let routes: Vec<_> = gates.iter().map(|gate| (gate.method, gate.path)).collect();
        let rows: Vec<_> = rows(site).iter().map(|row| (row.method, row.path)).collect();
        let (all_routes, all_rows): (BTreeSet<_>, BTreeSet<_>) =
            (routes.iter().copied().collect(), rows.iter().copied().collect());
        let no_row: Vec<_> = all_routes.difference(&all_rows).collect();
        let no_route: Vec<_> = all_rows.difference(&all_routes).collect();
        assert!(no_row.is_empty(), "{site:?}: add a row to table.rs for each of {no_row:?}");
        assert!(no_route.is_empty(), "{site:?}: the box has no such route: {no_route:?}");
        assert_eq!(routes.len(), all_routes.len(), "{site:?}: a route is listed twice");
        assert_eq!(rows.len(), all_rows.len(), "{site:?}: a row stands twice");
    }
}

/// A route that is not listed by `Gates` would be held against no row.
#[test]
fn routes_are_listed_by_gates_alone() {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read_to_string(&path).unwrap().contains("axum::Router") {
                found.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
    }
    assert_eq!(found, ["gates.rs"]);
}

/// Asks a row in every way; the number of requests, and of those that changed something.
fn hold(school: &School, site: Site, row: &Row) -> (u32, u32) {
    let (mut asked, mut changed) = (0, 0);
    for asker in Asker::ALL {
        let mut held = school.hold_phone(site, row, asker);
        for (origin, token) in ways() {
            if row.is_change() {
                // What came before may have signed this phone out.
                held = school.hold_phone(site, row, asker);
            }
            let before = school.people();
            let answer = school.ask(&mut held, row, origin, token);
            let (after, got) = (school.people(), outcome(&answer));
            let mut expected = row.expected(asker, origin, token);
            if row.own_machine {
                // The suite asks from the very machine; `programs_of_other_machines` does not.
                expected = Outcome::Passed;
            }
            let way = format!(
                "{} {}, {asker:?}, origin {origin:?}, token {token}: {} {}",
                row.method,
                answer.url,
                answer.status,
                answer.header("location").unwrap_or_default()
            );
            // Being sent to where one signs in is a refusal too.
            let sent_away = expected == Outcome::Refused && got == Outcome::SignIn;
            assert!(got == expected || sent_away, "{way}: {expected:?} was expected");
            assert!(answer.status < 500, "{way}");
            let may_change = row.is_change() && got == Outcome::Passed;
            if may_change {
                changed += u32::from(after != before);
            } else {
                assert_eq!(after, before, "{way} changed something");
            }
            if !row.is_change() && got == Outcome::Passed {
                assert!((200..400).contains(&answer.status), "{way}: does the sample exist?");
            }
            asked += 1;
        }
    }
    (asked, changed)
}

fn ways() -> impl Iterator<Item = (Origin, bool)> {
    Origin::ALL.into_iter().flat_map(|origin| [(origin, true), (origin, false)])
}

fn hold_all(name: &str, site: Site) {
    let school = School::open(name);
    let (mut asked, mut changed) = (0, 0);
    for row in rows(site) {
        let (more, with_effect) = hold(&school, site, row);
        asked += more;
        changed += with_effect;
    }
    println!("{} routes, {asked} requests, {changed} of them changed something", rows(site).len());
    assert!(changed > 0 || site == Site::Lessons, "the table sees changes where there are some");
}

#[test]
fn only_what_should_pass_passes_on_the_portal() {
    hold_all("access-portal", Site::Portal);
}

#[test]
fn only_what_should_pass_passes_on_the_lesson_site() {
    hold_all("access-lessons", Site::Lessons);
}

/// Where the suite's own address is not that of the box: asked without a wire.
#[test]
fn programs_of_other_machines_are_like_everybody() {
    let school = School::open("access-machines");
    let own = rows(Site::Portal).into_iter().filter(|row| row.own_machine);
    let mut asked = 0;
    for row in own {
        for asker in Asker::ALL {
            let held = school.hold_phone(Site::Portal, row, asker);
            let cookie = held.phone.cookie("10.77.0.1", "guest");
            let request = Request::get(school.filled(row.sample))
                .header("Host", "10.77.0.1")
                .header("Cookie", format!("guest={}", cookie.unwrap_or_default()))
                .body(Body::empty())
                .unwrap();
            let dispatch = Arc::clone(&school.chalkbox.running().dispatch);
            let elsewhere = IpAddr::from([10, 77, 0, 50]);
            let answer = school.chalkbox.wait(dispatch.answer(request, elsewhere));
            let status = answer.status().as_u16();
            let expected = match row.expected(asker, Origin::None, false) {
                Outcome::Passed => 200,
                Outcome::SignIn => 303,
                Outcome::Refused => 403,
            };
            assert_eq!(status, expected, "{} {asker:?}", row.path);
            asked += 1;
        }
    }
    assert!(asked > 0);
}

/// A phone left lying with the box's desk open.
#[test]
fn a_technician_idle_for_15_minutes_is_asked_again() {
    let school = School::open("access-idle");
    let technician = Asker::Of(Role::Technician);
    let anybody = |row: &&Row| row.who.nobody || row.who.guest || row.own_machine;
    for row in rows(Site::Portal).iter().filter(|row| !anybody(row)) {
        let passes = row.expected(technician, Origin::Own, true) == Outcome::Passed;
        // That is where they are asked.
        if !passes || row.path == "/sign-in/again" {
            continue;
        }
        let mut held = school.hold_phone(Site::Portal, row, technician);
        school.chalkbox.clock.advance(Duration::from_mins(14));
        if !row.is_change() {
            assert_eq!(school.ask(&mut held, row, Origin::Own, true).status, 200, "{}", row.path);
        }
        school.chalkbox.clock.advance(Duration::from_mins(15));
        let before = school.people();
        let answer = school.ask(&mut held, row, Origin::Own, true);
        let to = answer.header("location").unwrap_or_default();
        assert!(answer.status == 303 && to.starts_with("/sign-in/again?"), "{} {to}", row.path);
        assert_eq!(school.people(), before, "{}", row.path);
    }
}

/// Packages' scripts run there: nothing of the portal may answer, whoever's cookie comes along.
#[test]
fn nothing_of_the_portal_answers_on_the_lesson_site() {
    let school = School::open("access-hosts");
    let cookie = school.chalkbox.sign_in(Role::Technician);
    let shared = rows(Site::Lessons);
    for row in table::PORTAL {
        let is_shared = |other: &&Row| (other.method, other.path) == (row.method, row.path);
        if shared.iter().any(is_shared) {
            continue;
        }
        let mut held = school.hold_phone(Site::Portal, row, Asker::Nobody);
        held.site = Site::Lessons;
        held.phone.set_cookie("10.77.0.2", "guest", &cookie);
        let before = school.people();
        let answer = school.ask(&mut held, row, Origin::Own, true);
        assert!(matches!(answer.status, 302 | 404 | 405), "{} {}", row.path, answer.status);
        assert_eq!(school.people(), before, "{}", row.path);
    }
}
