//! What leaves the box: the same bytes each time, the same numbers everywhere, every word explained.

use chalkbox::base::UnixMillis;
use chalkbox::usage::export::{Column, DAY_COLUMNS, EVENT_COLUMNS, Export, Format, VISIT_COLUMNS};
use chalkbox::usage::{
    ClockQuality, DeviceClass, EndReason, LessonKind, Mark, MeasuredBy, NewVisit, Origin, Search,
    Sign,
};

use crate::kit::desk::{Desk, MORNING, lesson, new_visit, of_verb, rows};
use crate::xapi;

const FORMATS: [Format; 5] =
    [Format::CsvVisits, Format::CsvEvents, Format::CsvDays, Format::Dictionary, Format::Xapi];

/// A morning of thirty guests, some groups, some films, one teacher.
fn morning(name: &str) -> Desk {
    let desk = Desk::open(name);
    let film = lesson("films", 1, LessonKind::Video, Some(60_000));
    let wiki = lesson("wiki", 2, LessonKind::Zim, None);
    for guest in 0..30_u8 {
        let which = if guest % 3 == 0 { &film } else { &wiki };
        let mark = if guest == 7 { Mark::Staff } else { Mark::Pupil };
        let group_size = (guest % 4 == 0).then_some(3);
        let new = NewVisit { mark, group_size, ..new_visit(&guest.to_string(), which) };
        let token = desk.usage.begin_visit(new);
        desk.usage.page_seen(&token, "A/Water");
        desk.study(&token, 10 + u64::from(guest) * 7);
        desk.usage.completed(&token, Sign::Statement);
        desk.usage.end_visit(&token, EndReason::HandOver);
        desk.usage.searched(Search { language: "sw".into(), letters: 5, hits: 2, mark });
        desk.usage.downloaded(film.clone(), 1_000_000, mark);
    }
    desk
}

#[test]
fn every_export_prints_the_same_bytes_again_and_after_a_restart() {
    let desk = morning("same-bytes");
    let before = FORMATS.map(|format| desk.export(format));
    assert_eq!(before, FORMATS.map(|format| desk.export(format)));
    let desk = desk.restart();
    for (format, before) in FORMATS.into_iter().zip(before) {
        assert!(desk.export(format).starts_with(&before), "{format:?}");
    }
}

#[test]
fn tables_and_statements_give_the_same_totals() {
    let desk = morning("totals");
    let visits = desk.visits();
    let pupils: Vec<_> = visits.iter().filter(|visit| visit.mark == "pupil").collect();
    let statements = desk.statements();
    let of_pupils = |verb| {
        let ends = of_verb(&statements, verb).into_iter();
        ends.filter(|end| end["context"]["extensions"]["http://chalkbox.lan/xapi/mark"] == "pupil")
            .collect::<Vec<_>>()
    };
    let seconds: u64 = of_pupils("terminated")
        .iter()
        .map(|end| xapi::duration_seconds(end["result"]["duration"].as_str().unwrap()).unwrap())
        .sum();
    let table: u64 = pupils.iter().map(|visit| visit.seconds).sum();
    let day = &desk.table(Format::CsvDays)[1];
    assert_eq!((seconds, &day[4]), (table, &table.to_string()));
    assert_eq!(of_pupils("terminated").len(), pupils.len());
    let completed = of_pupils("completed").len();
    assert!(completed > 10);
    assert_eq!((&day[1], &day[2]), (&pupils.len().to_string(), &"29".to_owned()));
    assert_eq!(day[5], completed.to_string());
    assert_eq!(day[7..], ["29", "29"], "searches and downloads of pupils");
    // An id is used once.
    let mut ids: Vec<_> = statements.iter().map(|one| one["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), statements.len());
    assert_eq!(of_verb(&statements, "initialized").len(), 30);
}

#[test]
fn since_leaves_out_what_was_written_before() {
    let desk = morning("since");
    let since = Some(UnixMillis(MORNING.0 + 20 * 60_000));
    let count = |format, since| {
        let mut bytes = Vec::new();
        desk.usage.export(&Export { format, since }, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap().lines().count()
    };
    let ends = |since| {
        let mut bytes = Vec::new();
        desk.usage.export(&Export { format: Format::Xapi, since }, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap().matches("/terminated").count()
    };
    let (all, later) = (count(Format::CsvVisits, None) - 1, count(Format::CsvVisits, since) - 1);
    assert!(0 < later && later < all, "{later} of {all}");
    assert_eq!((ends(None), ends(since)), (all, later));
}

#[test]
fn the_dictionary_explains_every_column_and_every_word() {
    let desk = Desk::open("dictionary");
    let dictionary = desk.export(Format::Dictionary);
    let explained = rows(&dictionary);
    for (table, columns, format) in [
        ("visits", VISIT_COLUMNS, Format::CsvVisits),
        ("events", EVENT_COLUMNS, Format::CsvEvents),
        ("days", DAY_COLUMNS, Format::CsvDays),
    ] {
        let header = &desk.table(format)[0];
        let names: Vec<_> = columns.iter().map(|column| column.name.to_owned()).collect();
        assert_eq!(*header, names);
        for name in header {
            assert!(explained.iter().any(|row| row[0] == table && row[1] == *name), "{name}");
        }
    }
    let words = |column: &str| -> Vec<String> {
        let find = |columns: &[Column]| columns.iter().find(|c| c.name == column).map(|c| c.values);
        let values = find(VISIT_COLUMNS).or_else(|| find(EVENT_COLUMNS)).unwrap();
        values.split("; ").map(str::to_owned).collect()
    };
    assert_eq!(words("mark"), Mark::ALL.iter().map(|w| w.word()).collect::<Vec<_>>());
    assert_eq!(words("origin"), Origin::ALL.iter().map(|w| w.word()).collect::<Vec<_>>());
    assert_eq!(words("end_reason"), EndReason::ALL.iter().map(|w| w.word()).collect::<Vec<_>>());
    assert_eq!(words("device"), DeviceClass::ALL.iter().map(|w| w.word()).collect::<Vec<_>>());
    assert_eq!(words("clock"), ClockQuality::ALL.iter().map(|w| w.word()).collect::<Vec<_>>());
    assert_eq!(words("measured_by"), MeasuredBy::ALL.iter().map(|w| w.word()).collect::<Vec<_>>());
    assert_eq!(words("completed_by"), Sign::ALL.iter().map(|w| w.word()).collect::<Vec<_>>());
}

#[test]
fn a_title_that_looks_like_a_formula_stays_text_and_a_strange_lesson_stays_valid() {
    let desk = Desk::open("strange");
    let mut strange = (*lesson("wiki", 1, LessonKind::Zim, None)).clone();
    strange.title = "=cmd|' /C calc'!A0,\"x\"\r\nnext".into();
    strange.activity = "urn:chalkbox:zim:wiki:A/Maji na \"mvua\" ☔ <b>".into();
    strange.language = "not a language!".into();
    let token = desk.begin("amina", &strange.into());
    desk.usage.end_visit(&token, EndReason::Left);
    let table = desk.table(Format::CsvVisits);
    assert_eq!(table[1][6], "'=cmd|' /C calc'!A0,\"x\"\r\nnext");
    for statement in desk.statements() {
        xapi::check(&statement).unwrap();
        assert!(statement["object"]["definition"]["name"]["und"].is_string());
    }
}
