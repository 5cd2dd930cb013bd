//! One phone, many children: the card refuses, a page was left open, somebody guesses pictures.

use std::time::Duration;

use chalkbox::base::UnixMillis;

use crate::kit::phone::Answer;
use crate::kit::{Folder, Phone, TestBox};

const GO_ON: &str = "Go on where you stopped";
/// What the box bears of wrong pictures in a minute.
const WRONG_A_MINUTE: u32 = 60;

/// A box with the sample library.
fn school(name: &str) -> (Folder, TestBox) {
    let folder = Folder::new(name);
    let chalkbox = TestBox::start(&folder.path("data"));
    chalkbox.load_sample();
    (folder, chalkbox)
}

/// Opens the first lesson of the first topic.
fn learn(phone: &mut Phone) -> Answer {
    let topic = phone.get("/").link("/topics/").unwrap();
    let lesson = phone.get(&topic).link("/lessons/").unwrap();
    let path = lesson.split('?').next().unwrap();
    let open = phone.get(&lesson).link(&format!("{path}/open")).unwrap();
    phone.get(&open)
}

fn post(phone: &mut Phone, path: &str, words: &str) -> Answer {
    let token = phone.get(path).token().unwrap();
    phone.post(path, &format!("token={token}&{words}"))
}

/// The card takes no place any more, or takes them again.
fn refuse_places(chalkbox: &TestBox, refuse: bool) {
    let sql = if refuse {
        "create trigger refuse before insert on place begin select raise(abort, 'refused'); end"
    } else {
        "drop trigger refuse"
    };
    chalkbox.core().store.school.write_blocking(|tx| Ok(tx.execute_batch(sql)?)).unwrap();
}

#[test]
fn a_card_that_refuses_keeps_no_phone_from_the_next_child() {
    let (_folder, chalkbox) = school("turn-refused");
    let mut phone = Phone::new(&chalkbox);
    let shown = learn(&mut phone);
    assert!(phone.get("/").text().contains(GO_ON));
    refuse_places(&chalkbox, true);
    assert_eq!(post(&mut phone, "/turn", "").header("location"), Some("/"));
    assert!(!phone.get("/").text().contains(GO_ON));
    // The page left open in another tab tells on, and brings nothing back.
    refuse_places(&chalkbox, false);
    let site = shown.url.split("/play/").next().unwrap();
    let state = format!("{site}{}", shown.link("/state/").unwrap());
    phone.post(&state, &format!("token={}&visible_secs=30&page=2", shown.token().unwrap()));
    chalkbox.advance(Duration::from_secs(15));
    let places = "select count(*) from place";
    let kept: i64 = chalkbox
        .core()
        .store
        .school
        .read_blocking(|reader| Ok(reader.query_row(places, [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(kept, 0);
}

#[test]
fn a_place_that_could_not_be_written_is_written_later() {
    let (_folder, chalkbox) = school("turn-later");
    let mut phone = Phone::new(&chalkbox);
    learn(&mut phone);
    refuse_places(&chalkbox, true);
    assert_eq!(post(&mut phone, "/pictures/keep", "picked=fish,sun&pick=drum").status, 500);
    refuse_places(&chalkbox, false);
    let kept = post(&mut phone, "/pictures/keep", "picked=fish,sun&pick=drum");
    assert!(kept.text().contains("Your place is kept"));

    let mut other = Phone::new(&chalkbox);
    let found = post(&mut other, "/pictures/find", "picked=fish,sun&pick=drum");
    assert_eq!(found.header("location"), Some("/"));
    assert!(other.get("/").text().contains(GO_ON));
}

#[test]
fn a_page_left_open_does_not_answer_for_who_went_away() {
    let (_folder, chalkbox) = school("turn-left-open");
    let mut phone = Phone::new(&chalkbox);
    let shown = learn(&mut phone);
    let site = shown.url.split("/play/").next().unwrap();
    let state = format!("{site}{}", shown.link("/state/").unwrap());
    let beat = format!("token={}&visible_secs=30&page=1", shown.token().unwrap());
    // Who reads on is not asked, however long.
    for _ in 0..20 {
        chalkbox.advance(Duration::from_secs(30));
        assert_eq!(phone.post(&state, &beat).status, 204);
    }
    assert_eq!(phone.get("/").url, "http://chalkbox.lan/");
    // The phone sleeps; whoever wakes it is asked, although the page tells on.
    chalkbox.advance(Duration::from_mins(6));
    for _ in 0..2 {
        phone.post(&state, &beat);
        chalkbox.advance(Duration::from_secs(30));
    }
    let asked = phone.get("/");
    assert!(asked.url.contains("/still?next="), "{}", asked.url);
}

#[test]
fn a_clock_that_steps_ends_no_session_and_four_hours_do() {
    let (_folder, chalkbox) = school("turn-clock");
    let mut phone = Phone::new(&chalkbox);
    learn(&mut phone);
    let now = chalkbox.core().clock.now();
    for days in [1, -20_000, 0] {
        chalkbox.core().clock.step_to(UnixMillis(now.0 + days * 24 * 3_600_000));
        assert!(phone.get("/").text().contains(GO_ON), "{days} days");
    }
    for _ in 0..4 * 60 {
        chalkbox.advance(Duration::from_mins(1));
        phone.get("/");
    }
    assert!(!phone.get("/").text().contains(GO_ON));
}

#[test]
fn guessing_pictures_is_dull_by_either_door() {
    let (_folder, chalkbox) = school("turn-guessing");
    let mut child = Phone::new(&chalkbox);
    learn(&mut child);
    for (door, said) in [("/pictures/find", "No place found"), ("/pictures/keep", "Pick three")] {
        post(&mut child, "/pictures/keep", "picked=fish,sun&pick=drum");
        let mut guesser = Phone::new(&chalkbox);
        let token = guesser.get(door).token().unwrap();
        let words = if door == "/pictures/find" {
            "picked=cat,cat&pick=cat"
        } else {
            "picked=fish,sun&pick=drum"
        };
        let form = format!("token={token}&{words}");
        for _ in 0..WRONG_A_MINUTE {
            let answer = guesser.post(door, &form);
            assert!(answer.status == 200 && answer.text().contains(said), "{}", answer.text());
        }
        let refused = guesser.post(door, &form);
        assert_eq!((refused.status, refused.header("retry-after")), (503, Some("60")), "{door}");
        chalkbox.advance(Duration::from_mins(1));
    }
}
