//! The table of counting rules of ARCHITECTURE.md: when visits begin and
//! end, and what is active in them. Each row's worked example; what is compared is a
//! row of the exported table, which `Desk::visits` has compared with its xAPI statement.

use std::time::Duration;

use chalkbox::base::UnixMillis;
use chalkbox::usage::export::Format;
use chalkbox::usage::{Beat, EndReason, LessonKind, NewVisit};

use crate::kit::desk::{Desk, MORNING, front, lesson, new_visit};

const LEFT: EndReason = EndReason::Left;

#[test]
fn rule_01_following_links_inside_a_lesson_stays_one_visit() {
    let desk = Desk::open("rule-01");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    for page in ["A/Water", "A/Rain", "A/Cloud?pattern=secret#top", "A/Rain"] {
        assert!(desk.usage.page_seen(&token, page));
        desk.pass(10);
    }
    desk.usage.end_visit(&token, LEFT);
    let visit = desk.visit();
    assert_eq!((visit.pages, visit.seconds, &*visit.why), (4, 30, "left"));
    assert!(!desk.export(Format::CsvEvents).contains("secret"), "no search words");
}

#[test]
fn rule_02_a_reload_is_no_new_page() {
    let desk = Desk::open("rule-02");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    for page in ["A/Water", "A/Water", "A/Rain", "A/Water"] {
        desk.usage.page_seen(&token, page);
        desk.pass(20);
    }
    // Nor is a player that opens.
    desk.usage.page_seen(&token, "");
    desk.usage.end_visit(&token, LEFT);
    let visit = desk.visit();
    assert_eq!((visit.pages, visit.seconds), (3, 80), "time goes on, pages do not");
}

#[test]
fn rule_03_without_script_a_gap_counts_120_seconds_at_most_and_the_last_page_nothing() {
    let desk = Desk::open("rule-03");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    for (page, stays) in [("A/1", 60), ("A/2", 120), ("A/3", 121), ("A/4", 900), ("A/5", 40)] {
        desk.usage.page_seen(&token, page);
        desk.pass(stays);
    }
    desk.usage.end_visit(&token, LEFT);
    let visit = desk.visit();
    assert_eq!((visit.seconds, &*visit.by), (60 + 120 + 120 + 120, "pages"));
    assert_eq!(visit.ended, "2026-11-24T09:20:01.000Z", "the visit ends when last used");
}

#[test]
fn rule_04_with_script_the_time_in_front_counts_to_the_second() {
    let desk = Desk::open("rule-04");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    desk.usage.page_seen(&token, "A/Water");
    desk.study(&token, 100);
    // A position told after the goodbye takes it not back.
    desk.usage.beat(&token, &Beat { position_ms: Some(5), ..Beat::default() });
    // Hidden for ten minutes, then opened again and in front for 7 s.
    desk.pass(600);
    desk.usage.page_seen(&token, "A/Water");
    desk.study(&token, 7);
    desk.usage.end_visit(&token, LEFT);
    let visit = desk.visit();
    assert_eq!((visit.seconds, &*visit.by), (107, "beats"));
}

#[test]
fn rule_05_beats_that_come_late_or_unevenly_lose_nothing_and_add_two_seconds_at_most() {
    let desk = Desk::open("rule-05");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    desk.usage.page_seen(&token, "A/Water");
    // 30 s each on the phone; on the way 0.2 s, 1.2 s, 0.1 s, 0.9 s.
    for gap_ms in [30_200, 31_000, 28_900, 30_800] {
        desk.clock.advance(Duration::from_millis(gap_ms));
        desk.usage.beat(&token, &front(30, false));
    }
    desk.usage.end_visit(&token, LEFT);
    assert_eq!(desk.visit().seconds, 120);

    // A phone that claims more than there was gets what there was.
    let token = desk.begin("juma", &lesson("wiki", 1, LessonKind::Zim, None));
    for _ in 0..100 {
        desk.pass(1);
        desk.usage.beat(&token, &front(3600, false));
    }
    desk.usage.end_visit(&token, LEFT);
    let claimed = desk.visits().pop().unwrap().seconds;
    assert!((100..=102).contains(&claimed), "{claimed}");
}

#[test]
fn rule_06_a_page_that_could_not_say_goodbye_counts_45_seconds_at_most() {
    let desk = Desk::open("rule-06");
    let zim = lesson("wiki", 1, LessonKind::Zim, None);
    for (actor, gap, counts) in [("amina", 20, 50), ("juma", 600, 75)] {
        let token = desk.begin(actor, &zim);
        desk.usage.page_seen(&token, "A/Water");
        desk.pass(30);
        desk.usage.beat(&token, &front(30, false));
        desk.pass(gap);
        desk.usage.page_seen(&token, "A/Rain");
        desk.usage.end_visit(&token, LEFT);
        assert_eq!(desk.visits().pop().unwrap().seconds, counts);
    }
}

#[test]
fn rule_07_two_tabs_on_one_lesson_are_one_visit_and_time_counts_once() {
    let desk = Desk::open("rule-07");
    let zim = lesson("wiki", 1, LessonKind::Zim, None);
    let first = desk.begin("amina", &zim);
    desk.usage.page_seen(&first, "A/Water");
    let second = desk.begin("amina", &zim);
    assert_eq!(first, second, "the second tab joins");
    desk.usage.page_seen(&second, "A/Rain");
    // Both in front, side by side, for two minutes.
    for _ in 0..8 {
        desk.pass(15);
        desk.usage.beat(&first, &front(15, false));
        desk.usage.beat(&second, &front(15, false));
    }
    desk.usage.end_visit(&first, LEFT);
    let visit = desk.visit();
    assert!((120..=122).contains(&visit.seconds), "{}", visit.seconds);
    assert_eq!(visit.pages, 2);
}

#[test]
fn rule_08_another_lesson_of_the_package_ends_the_visit_and_one_of_another_package_does_not() {
    let desk = Desk::open("rule-08");
    let film = lesson("films", 1, LessonKind::Video, Some(60_000));
    let other_film = lesson("films", 2, LessonKind::Video, Some(60_000));
    let first = desk.begin("amina", &film);
    let wiki = desk.begin("amina", &lesson("wiki", 3, LessonKind::Zim, None));
    desk.study(&first, 30);
    let second = desk.begin("amina", &other_film);
    assert!(desk.usage.visit(&first).is_none(), "its cookie was taken over");
    assert!(desk.usage.visit(&second).is_some() && desk.usage.visit(&wiki).is_some());
    let visit = desk.visit();
    assert_eq!((&*visit.title, &*visit.why, visit.seconds), ("Lesson 1", "other_lesson", 30));
}

#[test]
fn rule_09_half_an_hour_unused_ends_a_visit_when_it_was_last_used() {
    let desk = Desk::open("rule-09");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    desk.usage.page_seen(&token, "A/1");
    desk.pass(29 * 60 + 59);
    desk.usage.page_seen(&token, "A/2");
    desk.pass(30 * 60);
    // Whether the background job has looked or not, the cookie's next page is a new visit.
    desk.usage.page_seen(&token, "A/3");
    desk.pass(60);
    desk.usage.page_seen(&token, "A/4");
    desk.pass(30 * 60);
    desk.usage.tick();
    let visits = desk.visits();
    let told: Vec<_> =
        visits.iter().map(|v| (v.seconds, v.pages, &*v.origin, &*v.why, &*v.ended)).collect();
    assert_eq!(
        told,
        [
            (120, 2, "home", "idle", "2026-11-24T09:29:59.000Z"),
            (60, 2, "resumed", "idle", "2026-11-24T10:00:59.000Z"),
        ]
    );
    desk.pass(4 * 60 * 60);
    desk.usage.tick();
    assert!(!desk.usage.page_seen(&token, "A/5"), "after four hours the cookie counts no more");
}

#[test]
fn rule_10_a_page_left_lying_in_the_background_is_no_use() {
    let desk = Desk::open("rule-10");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    desk.usage.page_seen(&token, "A/Water");
    desk.study(&token, 12);
    for _ in 0..120 {
        desk.pass(30);
        // Nor does a page of a document that its script tells of.
        desk.usage.beat(&token, &Beat { page: Some(7), ..front(0, true) });
        desk.usage.tick();
    }
    let visit = desk.visit();
    assert_eq!((visit.seconds, &*visit.why), (12, "idle"));
    assert_eq!(visit.ended, "2026-11-24T09:00:12.000Z");
}

#[test]
fn rule_11_someone_elses_turn_ends_all_visits_and_their_cookies() {
    let desk = Desk::open("rule-11");
    let wiki = lesson("wiki", 1, LessonKind::Zim, None);
    let tokens =
        [desk.begin("amina", &wiki), desk.begin("amina", &lesson("b", 2, LessonKind::Zim, None))];
    let neighbour = desk.begin("juma", &wiki);
    desk.usage.end_all_of(&new_visit("amina", &wiki).actor, EndReason::HandOver);
    assert!(tokens.iter().all(|token| !desk.usage.page_seen(token, "A/Water")));
    assert!(desk.usage.page_seen(&neighbour, "A/Water"));
    let next = desk.begin("next child", &wiki);
    desk.usage.end_visit(&next, LEFT);
    let visits = desk.visits();
    assert_eq!(visits.iter().filter(|visit| visit.why == "hand_over").count(), 2);
    assert_ne!(visits[0].guest, visits[2].guest, "the next child is someone else");
    assert_eq!(visits[0].guest, visits[1].guest);
}

#[test]
fn rule_12_a_group_on_one_phone_is_one_visit_with_its_size() {
    let desk = Desk::open("rule-12");
    let wiki = lesson("wiki", 1, LessonKind::Zim, None);
    let begin =
        |people| desk.usage.begin_visit(NewVisit { group_size: people, ..new_visit("a", &wiki) });
    let token = begin(Some(2));
    // Another number goes on with the visit; none, or one that no page offers, changes nothing.
    for people in [Some(4), None, Some(0), Some(6)] {
        assert_eq!(begin(people), token);
    }
    desk.usage.page_seen(&token, "A/Water");
    desk.study(&token, 60);
    desk.usage.end_visit(&token, LEFT);
    let visit = desk.visit();
    assert_eq!((&*visit.group, visit.seconds), ("4", 60), "time is not multiplied");
    let days = desk.table(Format::CsvDays);
    assert_eq!(days[1][..5], ["2026-11-24", "1", "1", "4", "60"]);
}

#[test]
fn rule_13_a_visit_belongs_to_the_day_on_which_it_began_where_the_box_stands() {
    // 23:50 in Nairobi is 20:50 in UTC.
    let evening = UnixMillis(MORNING.0 + (11 * 60 + 50) * 60_000);
    let desk = Desk::at("rule-13", evening, "Africa/Nairobi");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    desk.study(&token, 20 * 60);
    desk.usage.end_visit(&token, LEFT);
    desk.study(&desk.begin("juma", &lesson("wiki", 1, LessonKind::Zim, None)), 60);
    desk.pass(30 * 60);
    desk.usage.tick();
    let visits = desk.visits();
    let told: Vec<_> = visits.iter().map(|v| (&*v.day, &*v.started, v.seconds)).collect();
    assert_eq!(
        told,
        [
            ("2026-11-24", "2026-11-24T20:50:00.000Z", 1200),
            ("2026-11-25", "2026-11-24T21:10:00.000Z", 60)
        ]
    );
}

#[test]
fn rule_14_a_power_cut_ends_a_visit_when_last_seen_and_takes_15_seconds_at_most() {
    let desk = Desk::open("rule-14");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    desk.usage.page_seen(&token, "A/Water");
    desk.study(&token, 90);
    desk.usage.tick();
    desk.usage.flush_blocking().unwrap();
    // Between two ticks.
    desk.pass(14);
    desk.usage.beat(&token, &front(14, false));
    let desk = desk.power_cut(Duration::from_mins(10));
    desk.usage.flush_blocking().unwrap();
    let visit = desk.visit();
    assert_eq!((visit.seconds, &*visit.why), (90, "power_cut"));
    assert_eq!(visit.ended, "2026-11-24T09:01:30.000Z");
    // The cookie counts on: as a new visit.
    assert!(desk.usage.page_seen(&token, "A/Rain"));
    desk.usage.end_visit(&token, LEFT);
    let visits = desk.visits();
    assert_eq!((&*visits[1].origin, visits[1].pages), ("resumed", 1));
    assert_eq!(visits[0].guest, visits[1].guest);
}

#[test]
fn rule_15_an_orderly_stop_ends_visits_and_their_cookies_count_on() {
    let desk = Desk::open("rule-15");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    desk.study(&token, 31);
    let desk = desk.restart();
    assert!(desk.usage.page_seen(&token, "A/Rain"));
    desk.usage.end_visit(&token, LEFT);
    let visits = desk.visits();
    let told: Vec<_> = visits.iter().map(|v| (v.seconds, &*v.origin, &*v.why)).collect();
    assert_eq!(told, [(31, "home", "stop"), (0, "resumed", "left")]);
    let kinds: Vec<_> = desk.events().into_iter().map(|event| event.0).collect();
    assert!(!kinds.contains(&"unclean".into()), "{kinds:?}");
}
