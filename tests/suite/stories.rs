//! Stories through the front door: a child learns, hands the phone on, comes back.

use std::time::Duration;

use chalkbox::cli::Work;

use crate::kit::{Folder, Phone, TestBox};

/// A box with the sample library.
fn school(name: &str) -> (Folder, TestBox) {
    let folder = Folder::new(name);
    let chalkbox = TestBox::start(&folder.path("data"));
    chalkbox.load_sample();
    (folder, chalkbox)
}

/// Home, a topic, a lesson's page; the address that opens it.
fn find_lesson(phone: &mut Phone) -> (String, String) {
    let topic = phone.get("/").link("/topics/").unwrap();
    let lesson = phone.get(&topic).link("/lessons/").unwrap();
    let open = phone.get(&lesson).link(&format!("{}/open", lesson.split('?').next().unwrap()));
    (lesson, open.unwrap())
}

#[test]
fn a_lesson_is_two_taps_from_home_and_the_visit_is_counted_once() {
    let (_folder, chalkbox) = school("two-taps");
    let mut phone = Phone::new(&chalkbox);
    let home = phone.get("/");
    let lesson = home.link("/lessons/").or(home.link("/topics/"));
    assert!(lesson.is_some(), "{}", home.text());
    let (_, open) = find_lesson(&mut phone);
    let shown = phone.get(&open);
    assert_eq!(shown.status, 200);
    assert!(shown.url.contains(".lessons.lan/play/"), "{}", shown.url);
    // The same ticket again is the same visit, and so is the lesson in a second tab.
    phone.get(&open);
    let status = chalkbox.core().usage.status().unwrap();
    chalkbox.core().usage.flush_blocking().unwrap();
    assert_eq!(status.open_visits, 1);
    assert_eq!(chalkbox.core().usage.status().unwrap().stored.visits, 1);
}

#[test]
fn someone_elses_turn_leaves_no_trace() {
    let (_folder, chalkbox) = school("turn");
    let mut phone = Phone::new(&chalkbox);
    let (_, open) = find_lesson(&mut phone);
    let shown = phone.get(&open);
    let title = shown.text();
    let home = phone.get("/").text();
    assert!(home.contains("Go on where you stopped"), "{home}");
    let turn = phone.get("/turn");
    let token = turn.token().unwrap();
    let before = phone.cookie("chalkbox.lan", "guest").unwrap().to_owned();
    let gone = phone.post("/turn", &format!("token={token}"));
    assert_eq!((gone.status, gone.header("location")), (303, Some("/")));
    assert_ne!(phone.cookie("chalkbox.lan", "guest").unwrap(), before);
    assert!(!phone.get("/").text().contains("Go on where you stopped"));
    // The lesson's own address, as the back button asks for it: home, not the last child's page.
    let back = phone.get(&shown.url);
    assert!(back.url.starts_with("http://chalkbox.lan/"), "{}", back.url);
    assert_ne!(back.text(), title);
    assert_eq!(chalkbox.core().usage.status().unwrap().open_visits, 0);
}

#[test]
fn after_five_idle_minutes_the_box_asks_first() {
    let (_folder, chalkbox) = school("still");
    let mut phone = Phone::new(&chalkbox);
    let (_, open) = find_lesson(&mut phone);
    phone.get(&open);
    chalkbox.advance(Duration::from_mins(4));
    assert_eq!(phone.get("/").url, "http://chalkbox.lan/");
    chalkbox.advance(Duration::from_mins(5));
    let asked = phone.get("/search?q=water");
    assert!(asked.url.contains("/still?next="), "{}", asked.url);
    let token = asked.token().unwrap();
    let on = phone.post("/still", &format!("token={token}&next=%2Fsearch%3Fq%3Dwater"));
    assert_eq!(on.header("location"), Some("/search?q=water"));
    assert_eq!(phone.get("/").url, "http://chalkbox.lan/");
}

#[test]
fn three_pictures_bring_a_place_back_on_another_phone() {
    let (_folder, chalkbox) = school("pictures");
    let mut phone = Phone::new(&chalkbox);
    let (lesson, open) = find_lesson(&mut phone);
    phone.get(&open);
    let token = phone.get("/pictures/keep").token().unwrap();
    let kept = phone.post("/pictures/keep", &format!("token={token}&picked=fish,sun&pick=drum"));
    assert_eq!(kept.status, 200);
    let token = phone.get("/turn").token().unwrap();
    phone.post("/turn", &format!("token={token}"));

    let mut other = Phone::new(&chalkbox);
    assert!(!other.get("/").text().contains("Go on where you stopped"));
    let token = other.get("/pictures/find").token().unwrap();
    let wrong = other.post("/pictures/find", &format!("token={token}&picked=fish,sun&pick=cat"));
    assert_eq!(wrong.status, 200);
    let found = other.post("/pictures/find", &format!("token={token}&picked=fish,sun&pick=drum"));
    assert_eq!(found.header("location"), Some("/"));
    let home = other.get("/").text();
    let id = lesson.split('?').next().unwrap();
    assert!(home.contains("Go on where you stopped") && home.contains(id), "{home}");
    // The same pictures are another child's now.
    let mut third = Phone::new(&chalkbox);
    let token = third.get("/pictures/keep").token().unwrap();
    let refused = third.post("/pictures/keep", &format!("token={token}&picked=fish,sun&pick=drum"));
    assert!(!refused.text().contains("/pictures.svg#fish"), "it says that they are taken");
}

#[test]
fn nothing_is_changed_by_a_stranger() {
    let (_folder, chalkbox) = school("stranger");
    let mut phone = Phone::new(&chalkbox);
    let token = phone.get("/turn").token().unwrap();
    let own = "http://chalkbox.lan";
    let table = [
        (vec![("Origin", own)], token.as_str(), 303),
        (vec![("Origin", own)], "wrong", 403),
        (vec![("Origin", "http://pkg.lessons.lan")], token.as_str(), 403),
        (vec![("Origin", "null")], token.as_str(), 403),
        (vec![], token.as_str(), 303),
        (vec![], "", 403),
    ];
    for (headers, token, expected) in table {
        let mut phone_now = Phone::new(&chalkbox);
        let fresh = phone_now.get("/turn").token().unwrap();
        let token = if token.len() == 32 { fresh.as_str() } else { token };
        let answer = phone_now.post_from("/turn", &headers, &format!("token={token}"));
        assert_eq!(answer.status, expected, "{headers:?} {token}");
    }
    let rebound = phone.ask("GET", "http://evil.example/", &[]);
    let door = format!("http://chalkbox.lan:{}/", chalkbox.portal().port());
    assert_eq!((rebound.status, rebound.header("location")), (302, Some(door.as_str())));
}

#[test]
fn a_language_imported_as_a_sheet_shows_at_once() {
    let (_folder, chalkbox) = school("chichewa");
    let mut phone = Phone::new(&chalkbox);
    phone.language = "ny".into();
    assert!(phone.get("/").text().contains("lang=\"en\""));
    let sheet = "key,English,hint,translation\nnav-home,Home,,Kwathu\n";
    let work = Work::TextImport { language: "ny".into(), sheet: sheet.into() };
    let (code, said) = chalkbox.ask(false, work);
    assert_eq!(code, 0, "{said}");
    let home = phone.get("/").text();
    assert!(home.contains("lang=\"ny\"") && home.contains("Kwathu"), "{home}");
}

#[test]
fn a_film_beside_a_running_box_appears_without_a_restart_and_is_counted_after_a_stop() {
    let (folder, chalkbox) = school("beside");
    let lesson = folder.path("rain.md");
    std::fs::write(&lesson, "# Why it rains here\n\nClouds carry water.\n").unwrap();
    let said = chalkbox.load(&lesson);
    assert!(said.contains("\"title\":\"Why it rains here\"") && said.contains("\"lessons\":1"));
    let mut phone = Phone::new(&chalkbox);
    assert!(phone.get("/search?q=clouds").text().contains("Why it rains here"));
    let (_, open) = find_lesson(&mut phone);
    phone.get(&open);
    chalkbox.stop();
    let again = TestBox::start(&folder.path("data"));
    let status = again.core().usage.status().unwrap();
    assert_eq!((status.stored.visits, status.stored.gaps.len()), (1, 0));
    assert!(Phone::new(&again).get("/search?q=clouds").text().contains("Why it rains here"));
}

#[test]
fn a_link_between_texts_leads_to_the_other_lesson_s_page() {
    let folder = Folder::new("links");
    let chalkbox = TestBox::start(&folder.path("data"));
    let texts = folder.path("texts");
    std::fs::create_dir_all(&texts).unwrap();
    std::fs::write(texts.join("one.md"), "# One\n\nGo to [two](two.md).\n").unwrap();
    std::fs::write(texts.join("two.md"), "# Two\n\nHere it ends.\n").unwrap();
    chalkbox.load(&texts);
    let mut phone = Phone::new(&chalkbox);
    let one = phone.get("/search?q=one").link("/lessons/").unwrap();
    let open = phone.get(&one).link(&format!("{}/open", one.split('?').next().unwrap())).unwrap();
    let shown = phone.get(&open);
    let link = shown.link("/content/").unwrap();
    let site = shown.url.split("/play/").next().unwrap();
    let led = phone.get(&format!("{site}{link}"));
    assert!(led.url.starts_with("http://chalkbox.lan/lessons/"), "{}", led.url);
    assert!(led.text().contains("Two"));
}

#[test]
fn a_page_of_an_html5_lesson_has_the_bar_whatever_the_phone_unpacks() {
    let folder = Folder::new("html5");
    let chalkbox = TestBox::start(&folder.path("data"));
    let game = folder.path("game.zip");
    let page = "<!doctype html><title>Game</title><body><h1>Count the goats</h1>";
    let entries = [("index.html", page.as_bytes(), true)];
    std::fs::write(&game, crate::formats::made::zip(&entries)).unwrap();
    chalkbox.load(&game);
    let mut phone = Phone::new(&chalkbox);
    let lesson = phone.get("/search?q=game").link("/lessons/").unwrap();
    let id = lesson.split('?').next().unwrap();
    let open = phone.get(&lesson).link(&format!("{id}/open")).unwrap();
    let shown = phone.get(&open);
    assert!(shown.text().contains("id=\"chalkbar\""), "{}", shown.text());
    let packed = phone.ask("GET", &shown.url, &[("Accept-Encoding", "gzip")]);
    let mut text = String::new();
    let mut unpacked = flate2::read::GzDecoder::new(&packed.body[..]);
    std::io::Read::read_to_string(&mut unpacked, &mut text).unwrap_or_else(|_| {
        text = packed.text();
        0
    });
    assert!(text.contains("id=\"chalkbar\"") && text.contains("Count the goats"), "{text}");
}
