//! The journal's promises: in order, without a gap, declared where something is missing.

use std::time::Duration;

use chalkbox::usage::{
    BoxEvent, EndReason, LessonKind, Mark, Search, VISITS_OPEN_MAX, VisitToken, statement_id,
};

use crate::kit::desk::{Desk, lesson};

#[test]
fn a_run_begins_with_its_start_and_says_how_the_last_one_ended() {
    let desk = Desk::open("runs");
    desk.pass(600);
    desk.usage.tick();
    desk.usage.flush_blocking().unwrap();
    let desk = desk.power_cut(Duration::from_hours(8));
    let first_run = desk.events()[0].clone();
    assert_eq!(first_run, ("start".into(), r#"{"version":"0.1.0"}"#.into()));
    let desk = desk.restart();
    let events = desk.events();
    let kinds: Vec<_> = events.iter().map(|event| &*event.0).collect();
    assert_eq!(kinds, ["start", "start", "unclean", "stop", "start"]);
    assert!(events[2].1.contains("\"minutes_on\":10"), "{}", events[2].1);
    assert_eq!(events[3].1, r#"{"minutes_on":0}"#);
    let status = desk.usage.status().unwrap();
    assert_eq!((status.stored.runs, status.stored.events), (3, 5));
    assert!(status.stored.gaps.is_empty());
}

#[test]
fn a_gap_would_be_found() {
    let desk = Desk::open("gap");
    for number in 0..5 {
        desk.usage.box_event(BoxEvent::Phones { hour: 9, most: number });
    }
    desk.usage.flush_blocking().unwrap();
    desk.store
        .usage
        .write_blocking(|tx| Ok(tx.execute("delete from event where seq = 3", [])?))
        .unwrap();
    let gaps = desk.usage.check_gapless().unwrap();
    assert_eq!((gaps.len(), gaps[0].events, gaps[0].last_seq), (1, 5, 6));
}

#[test]
fn what_was_flushed_survives_a_cut_at_once() {
    let desk = Desk::open("flushed");
    let token = desk.begin("amina", &lesson("papers", 1, LessonKind::Text, None));
    assert!(desk.usage.completed(&token, chalkbox::usage::Sign::Said));
    desk.usage.flush_blocking().unwrap();
    let desk = desk.power_cut(Duration::ZERO);
    assert_eq!(desk.visit().completed_by, "said");
}

#[test]
fn an_event_is_on_the_disk_within_two_seconds_unasked() {
    let desk = Desk::open("unasked");
    desk.usage.box_event(BoxEvent::Setting { key: "box.time_zone".into() });
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(chalkbox::usage::stored(&desk.store.usage).unwrap().events, 2);
}

#[test]
fn statement_ids_are_defined_to_the_byte() {
    // As another language makes them: SHA-1 over the namespace, 16 bytes of run, 8 of number.
    let run = "000102030405060708090a0b0c0d0e0f";
    assert_eq!(statement_id(run, 1).unwrap().to_string(), "b50ebc93-4254-5a8c-ae88-846f3c1908a3");
    assert_eq!(statement_id(run, 258).unwrap().to_string(), "08edbbc2-4861-5776-be96-881dd8398b4a");
    assert_eq!(statement_id("short", 1), None);
}

#[test]
fn too_many_visits_end_the_one_unused_the_longest() {
    let desk = Desk::open("crowded");
    let wiki = lesson("wiki", 1, LessonKind::Zim, None);
    let tokens: Vec<VisitToken> = (0..=VISITS_OPEN_MAX)
        .map(|number| {
            desk.clock.advance(Duration::from_millis(1));
            desk.begin(&number.to_string(), &wiki)
        })
        .collect();
    assert!(desk.usage.visit(&tokens[0]).is_none() && desk.usage.visit(&tokens[1]).is_some());
    assert_eq!(desk.visit().why, "crowded");
    assert_eq!(desk.usage.open_visits(), VISITS_OPEN_MAX);
}

#[test]
fn cookies_that_are_not_ours_count_nothing() {
    let desk = Desk::open("cookies");
    for text in ["", "x", "00112233445566778899aabbccddee", "+0112233445566778899aabbccddeeff"] {
        assert!(text.parse::<VisitToken>().is_err(), "{text}");
    }
    let stranger: VisitToken = "00112233445566778899aabbccddeeff".parse().unwrap();
    assert!(!desk.usage.page_seen(&stranger, "A/Water"));
    assert!(desk.usage.visit(&stranger).is_none());
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    assert_eq!(token.to_string().parse(), Ok(token));
}

#[test]
fn the_database_holds_neither_cookies_nor_words() {
    let desk = Desk::open("privacy");
    let token = desk.begin("actor-of-amina", &lesson("wiki", 1, LessonKind::Zim, None));
    desk.usage.page_seen(&token, "search?pattern=pregnant");
    let language = "sw".to_owned();
    desk.usage.searched(Search { language, letters: 8, hits: 3, mark: Mark::Pupil });
    desk.usage.end_visit(&token, EndReason::HandOver);
    desk.usage.flush_blocking().unwrap();
    let rows: Vec<String> = desk
        .store
        .usage
        .read_blocking(|conn| {
            let mut rows = Vec::new();
            for table in ["run", "lesson_seen", "visit", "event", "ticket"] {
                let mut all = conn.prepare(&format!("select * from {table}"))?;
                let columns = all.column_count();
                let mut found = all.query([])?;
                while let Some(row) = found.next()? {
                    for column in 0..columns {
                        rows.push(format!("{:?}", row.get_ref(column)?));
                    }
                }
            }
            Ok(rows)
        })
        .unwrap();
    assert!(rows.len() > 30);
    let token = token.to_string();
    for secret in ["pregnant", "actor-of-amina", &*token] {
        assert!(!rows.iter().any(|cell| cell.contains(secret)), "{secret}");
    }
}

#[test]
fn many_threads_at_once_leave_no_gap_and_count_every_page() {
    let desk = Desk::open("threads");
    let wiki = lesson("wiki", 1, LessonKind::Zim, None);
    let tokens: Vec<_> = (0..8).map(|n| desk.begin(&n.to_string(), &wiki)).collect();
    std::thread::scope(|threads| {
        for token in &tokens {
            threads.spawn(|| {
                for page in 0..500 {
                    desk.usage.page_seen(token, &format!("A/{page}"));
                }
            });
        }
    });
    for token in &tokens {
        desk.usage.end_visit(token, EndReason::Left);
    }
    assert!(desk.visits().iter().all(|visit| visit.pages == 500));
    assert_eq!(desk.usage.queue_state().dropped, 0);
}
