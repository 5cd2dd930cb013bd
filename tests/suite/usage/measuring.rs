//! The table of counting rules of ARCHITECTURE.md, its second half: completion, what was played, marks,
//! clocks, pages, rounding; and the story of three windows.

use std::time::Duration;

use chalkbox::base::UnixMillis;
use chalkbox::usage::export::Format;
use chalkbox::usage::{Beat, ClockQuality, EndReason, LessonKind, Mark, NewVisit, Sign};

use crate::kit::desk::{Desk, MORNING, front, lesson, new_visit};

const LEFT: EndReason = EndReason::Left;

/// Kind, length, what the page told, and the sign that completed the lesson.
type Completion =
    (LessonKind, Option<u64>, &'static [(u64, u64)], Option<u32>, Option<Sign>, &'static str);

#[test]
fn rule_16_each_kind_of_lesson_has_its_own_completion() {
    use LessonKind::{Audio, Html5, Pdf, Picture, Text, Video, Zim};
    let minute = Some(60_000);
    let cases: &[Completion] = &[
        (Video, minute, &[(0, 54_000)], None, None, "played"),
        (Video, minute, &[(0, 53_000)], None, None, ""),
        (Video, minute, &[(0, 30_000), (30_200, 54_000)], None, None, "played"),
        (Video, minute, &[(0, 31_000)], None, Some(Sign::Ended), "ended"),
        (Video, minute, &[(0, 9_000), (59_000, 60_000)], None, Some(Sign::Ended), ""),
        (Video, minute, &[], None, Some(Sign::Said), "said"),
        (Audio, minute, &[(0, 60_000)], None, None, "played"),
        (Pdf, Some(12), &[], Some(12), None, "last_page"),
        (Pdf, Some(12), &[], Some(11), None, ""),
        (Text, None, &[], None, Some(Sign::EndReached), "end_reached"),
        (Text, None, &[], None, Some(Sign::Said), "said"),
        (Zim, None, &[], None, Some(Sign::EndReached), ""),
        (Zim, None, &[], None, Some(Sign::Said), ""),
        (Zim, None, &[], None, Some(Sign::Statement), "statement"),
        (Html5, None, &[], None, Some(Sign::Statement), "statement"),
        (Picture, None, &[], None, Some(Sign::Said), "said"),
        (Picture, None, &[], None, Some(Sign::Ended), ""),
    ];
    let desk = Desk::open("rule-16");
    for (index, &(kind, length, played, page, sign, completed_by)) in cases.iter().enumerate() {
        let token = desk.begin(&format!("guest {index}"), &lesson("p", 1, kind, length));
        desk.pass(60);
        let beat = Beat { played: played.into(), page, ..front(30, false) };
        desk.usage.beat(&token, &beat);
        if let Some(sign) = sign {
            assert_eq!(desk.usage.completed(&token, sign), !completed_by.is_empty());
            desk.usage.completed(&token, sign);
        }
        desk.usage.end_visit(&token, LEFT);
        let visit = desk.visits().pop().unwrap();
        assert_eq!(visit.completed_by, completed_by, "{:?}", cases[index]);
    }
    let completed = cases.iter().filter(|case| !case.5.is_empty()).count();
    let done = desk.events().into_iter().filter(|event| event.0 == "done").count();
    assert_eq!(done, completed, "once for each visit");
}

#[test]
fn rule_17_what_is_played_twice_counts_once_and_no_more_than_time_allows() {
    let desk = Desk::open("rule-17");
    let film = lesson("films", 1, LessonKind::Video, Some(600_000));
    let token = desk.begin("amina", &film);
    for (from, to) in [(0, 20_000), (10_000, 30_000), (100_000, 110_000)] {
        desk.pass(20);
        let beat = Beat { played: vec![(from, to)], position_ms: Some(to), ..front(20, false) };
        desk.usage.beat(&token, &beat);
    }
    assert_eq!(desk.usage.visit(&token).unwrap().place.position_ms, Some(110_000));
    // A script that says it played all of it within a minute is not believed.
    desk.usage.beat(&token, &Beat { played: vec![(0, 600_000)], ..front(1, true) });
    desk.usage.end_visit(&token, LEFT);
    let visit = desk.visit();
    assert_eq!((visit.played, &*visit.completed_by), (40, ""));
}

#[test]
fn rule_18_staff_preview_and_demo_are_marked_and_left_out_of_totals() {
    let desk = Desk::open("rule-18");
    let wiki = lesson("wiki", 1, LessonKind::Zim, None);
    for &mark in Mark::ALL {
        let token = desk.usage.begin_visit(NewVisit { mark, ..new_visit(mark.word(), &wiki) });
        desk.study(&token, 50);
        desk.usage.end_visit(&token, LEFT);
    }
    let visits = desk.visits();
    let marks: Vec<_> = visits.iter().map(|visit| &*visit.mark).collect();
    assert_eq!(marks, ["pupil", "staff", "preview", "demo"]);
    assert_eq!(desk.table(Format::CsvDays)[1][..5], ["2026-11-24", "1", "1", "1", "50"]);
}

#[test]
fn rule_19_a_wall_clock_that_steps_changes_no_active_time() {
    let desk = Desk::at("rule-19", UnixMillis(0), "UTC");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    desk.study(&token, 60);
    desk.clock.step_to(MORNING);
    desk.usage.judge_clock(ClockQuality::Ntp);
    desk.study(&token, 60);
    desk.clock.step_to(UnixMillis(MORNING.0 - 86_400_000));
    desk.study(&token, 60);
    desk.usage.end_visit(&token, LEFT);
    let visit = desk.visit();
    assert_eq!((visit.seconds, &*visit.clock), (180, "none"), "1970 is before it was built");
}

#[test]
fn rule_20_pages_are_listed_at_a_readers_speed_and_counted_at_any() {
    let desk = Desk::open("rule-20");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    for page in 0..100 {
        desk.usage.page_seen(&token, &format!("A/{page}"));
    }
    desk.pass(60);
    desk.usage.page_seen(&token, "A/last");
    desk.usage.end_visit(&token, LEFT);
    let events = desk.events();
    assert_eq!(events.iter().filter(|event| event.0 == "page").count(), 31);
    assert_eq!(desk.visit().pages, 101);
    assert!(events.iter().any(|event| event.0 == "end" && event.1.contains("\"unlisted\":70")));
}

#[test]
fn rule_21_seconds_are_rounded_once_for_every_export() {
    let desk = Desk::open("rule-21");
    for (actor, millis) in [("a", 499), ("b", 500), ("c", 1499), ("d", 1500)] {
        let token = desk.begin(actor, &lesson("wiki", 1, LessonKind::Zim, None));
        desk.clock.advance(Duration::from_millis(millis));
        let active_ms = u32::try_from(millis).unwrap();
        desk.usage.beat(&token, &Beat { active_ms, leaving: true, ..Beat::default() });
        desk.usage.end_visit(&token, LEFT);
    }
    let seconds: Vec<_> = desk.visits().iter().map(|visit| visit.seconds).collect();
    assert_eq!(seconds, [0, 1, 1, 2]);
    assert_eq!(desk.table(Format::CsvDays)[1][4], "4", "days add up to the visits");
}

#[test]
fn four_minutes_in_one_window_two_in_a_second_and_a_third_left_idle() {
    let desk = Desk::open("windows");
    let wiki = lesson("wiki", 1, LessonKind::Zim, None);
    let film = lesson("films", 2, LessonKind::Video, Some(600_000));
    let paper = lesson("papers", 3, LessonKind::Pdf, Some(9));
    let idle = desk.begin("amina", &paper);
    desk.usage.beat(&idle, &Beat { page: Some(1), leaving: true, ..Beat::default() });
    let first = desk.begin("amina", &wiki);
    desk.usage.page_seen(&first, "A/Water");
    desk.study(&first, 240);
    let second = desk.begin("amina", &film);
    desk.study(&second, 120);
    for _ in 0..125 {
        desk.pass(15);
        desk.usage.tick();
    }
    let visits = desk.visits();
    let mut told: Vec<_> = visits.iter().map(|v| (&*v.title, v.seconds, &*v.by)).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [("Lesson 1", 240, "beats"), ("Lesson 2", 120, "beats"), ("Lesson 3", 0, "beats")]
    );
    assert_eq!(desk.table(Format::CsvDays)[1][..5], ["2026-11-24", "3", "1", "3", "360"]);
}
