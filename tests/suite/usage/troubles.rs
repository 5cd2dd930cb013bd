//! A disk that refuses: nothing is lost that was acknowledged, what is lost is declared.

use chalkbox::usage::{BoxEvent, EndReason, LessonKind, QUEUE_ENTRIES_MAX};

use crate::kit::desk::{Desk, lesson};

/// Lets the database grow no further, as a full card would; or frees it again.
fn fill(desk: &Desk, full: bool) {
    desk.store
        .usage
        .write_blocking(move |tx| {
            let pages: i64 = tx.pragma_query_value(None, "page_count", |row| row.get(0))?;
            let most = if full { pages } else { 1_000_000 };
            tx.pragma_update_and_check(None, "max_page_count", most, |_| Ok(()))?;
            Ok(())
        })
        .unwrap();
}

fn setting(number: u32) -> BoxEvent {
    BoxEvent::Setting { key: format!("a.setting.with.a.rather.long.name.{number:06}") }
}

#[test]
fn a_full_disk_is_told_to_who_waits_and_what_waited_is_written_when_there_is_room() {
    let desk = Desk::open("full");
    desk.usage.flush_blocking().unwrap();
    fill(&desk, true);
    for number in 0..2_000 {
        desk.usage.box_event(setting(number));
    }
    let error = desk.usage.flush_blocking().unwrap_err().to_string();
    assert!(error.starts_with("The usage journal could not be written:"), "{error}");
    // Pages go on meanwhile.
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    assert!(desk.usage.page_seen(&token, "A/Water"));
    fill(&desk, false);
    desk.usage.end_visit(&token, EndReason::Left);
    desk.usage.flush_blocking().unwrap();
    assert_eq!(desk.visit().pages, 1);
    assert_eq!(desk.usage.status().unwrap().stored.events, 1 + 2_000 + 3);
    assert_eq!(desk.usage.queue_state().dropped, 0);
}

#[test]
fn more_than_can_wait_is_dropped_counted_and_declared() {
    let desk = Desk::open("too-much");
    desk.usage.flush_blocking().unwrap();
    fill(&desk, true);
    let wiki = lesson("wiki", 1, LessonKind::Zim, None);
    for number in 0..2 * u32::try_from(QUEUE_ENTRIES_MAX).unwrap() {
        desk.usage.box_event(setting(number));
    }
    // Detail waits no longer, whatever it is.
    let before = desk.usage.queue_state();
    desk.usage.downloaded(wiki, 1, chalkbox::usage::Mark::Pupil);
    let after = desk.usage.queue_state();
    assert_eq!(after.dropped, before.dropped + 1);
    assert!(after.waiting <= 2 * QUEUE_ENTRIES_MAX);
    fill(&desk, false);
    desk.usage.flush_blocking().unwrap();
    let events = desk.events();
    let declared: u64 = events
        .iter()
        .filter(|event| event.0 == "dropped")
        .map(|event| {
            serde_json::from_str::<serde_json::Value>(&event.1).unwrap()["events"].as_u64().unwrap()
        })
        .sum();
    assert_eq!(declared, after.dropped);
    let written = events.iter().filter(|event| event.0 == "setting").count() as u64;
    assert_eq!(written + declared, 2 * QUEUE_ENTRIES_MAX as u64 + 1);
    assert!(desk.usage.check_gapless().unwrap().is_empty());
}

#[test]
fn a_row_that_can_never_be_written_takes_no_other_with_it() {
    let desk = Desk::open("poison");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    desk.usage.flush_blocking().unwrap();
    desk.store
        .usage
        .write_blocking(|tx| {
            let refuse = "create trigger refuse before insert on event when new.kind = 'phones'
                          begin select raise(abort, 'refused'); end";
            Ok(tx.execute_batch(refuse)?)
        })
        .unwrap();
    desk.usage.page_seen(&token, "A/Water");
    desk.usage.box_event(BoxEvent::Phones { hour: 9, most: 12 });
    desk.usage.end_visit(&token, EndReason::Left);
    assert!(desk.usage.flush_blocking().is_err());
    desk.usage.box_event(setting(1));
    let visit = desk.visit();
    assert_eq!((visit.pages, &*visit.why), (1, "left"));
    let kinds: Vec<_> = desk.events().into_iter().map(|event| event.0).collect();
    assert_eq!(kinds, ["start", "open", "page", "end", "setting", "dropped"]);
}

#[test]
fn after_the_stop_nothing_is_taken_and_who_waits_is_told() {
    let desk = Desk::open("stopped");
    let token = desk.begin("amina", &lesson("wiki", 1, LessonKind::Zim, None));
    desk.usage.stop();
    desk.usage.page_seen(&token, "A/Water");
    desk.usage.stop();
    assert_eq!(desk.usage.status().unwrap().stored.events, 4);
    desk.usage.flush_blocking().unwrap();
    assert_eq!(desk.visit().why, "stop");
}
