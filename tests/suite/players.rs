//! What lesson pages tell, told through the front door: beacons, ends of texts, last pages of books.

use chalkbox::usage::Sign;

use crate::formats::made::zip;
use crate::kit::phone::Answer;
use crate::kit::zim_maker::ZimMaker;
use crate::kit::{Folder, Phone, TestBox};

const PAGE: &str =
    "<!doctype html><html><head><title>Hills</title></head><body>Hills.</body></html>";
const PUZZLE: &str = "<!doctype html><html><head><title>Puzzle</title></head><body>?</body></html>";

/// Searches a lesson and opens it.
fn open(phone: &mut Phone, words: &str) -> Answer {
    let lesson = phone.get(&format!("/search?q={words}")).link("/lessons/").unwrap();
    let path = lesson.split('?').next().unwrap().to_owned();
    let open = phone.get(&lesson).link(&format!("{path}/open")).unwrap();
    let shown = phone.get(&open);
    assert_eq!(shown.status, 200, "{}", shown.url);
    shown
}

/// Where a page tells, and with which token; `None`: it tells nothing.
fn beacon(shown: &Answer) -> Option<(String, String)> {
    let text = shown.text();
    let (_, tag) = text.split_once("id=\"chalkbeat\"")?;
    let value = |name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\"")).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let host = shown.url.split('/').nth(2).unwrap();
    Some((format!("http://{host}{}", value("data-beat")), value("data-token")))
}

fn tell(phone: &mut Phone, (url, token): &(String, String), words: &str) -> u16 {
    phone.post(url, &format!("token={token}&{words}")).status
}

/// The only visit's row of the table, by column.
fn visit(chalkbox: &TestBox, column: &str) -> String {
    chalkbox.core().usage.flush_blocking().unwrap();
    let act = "{\"Export\":{\"format\":\"Csv\",\"what\":\"Visits\",\"since\":null}}";
    let work = chalkbox::cli::Work::Usage(serde_json::from_str(act).unwrap());
    let (_, said) = chalkbox.ask(false, work);
    let mut lines = said.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    let row = lines.next().unwrap_or_else(|| panic!("no visit in {said}"));
    // From the end: a title has commas of its own.
    let at = columns.iter().rev().position(|name| *name == column).unwrap();
    row[row.len() - 1 - at].to_owned()
}

fn hand_over(phone: &mut Phone) {
    let token = phone.get("/turn").token().unwrap();
    assert_eq!(phone.post("/turn", &format!("token={token}")).status, 303);
}

#[test]
fn only_counted_pages_of_a_zim_get_a_beacon() {
    let folder = Folder::new("beacons");
    let chalkbox = TestBox::start(&folder.path("data"));
    let zim = folder.path("hills.zim");
    let mut maker = ZimMaker::new();
    maker.main_page("Hills").page("Hills", "Hills", PAGE).metadata("Title", b"Hill wiki");
    maker.metadata("Language", b"eng").write(&zim);
    chalkbox.load(&zim);
    let html5 = folder.path("puzzle.zip");
    std::fs::write(&html5, zip(&[("index.html", PUZZLE.as_bytes(), false)])).unwrap();
    chalkbox.load(&html5);

    let mut phone = Phone::new(&chalkbox);
    let shown = open(&mut phone, "Hill+wiki");
    let beat = beacon(&shown).unwrap();
    assert!(shown.text().contains("id=\"chalkbar\""));
    let script = shown.link("/static/beat.").unwrap();
    assert!(chalkbox::web::assets::asset(&script).unwrap().immutable);
    // Another phone's page tells nothing, and its token is no good.
    let mut stranger = Phone::new(&chalkbox);
    assert_eq!(beacon(&stranger.get(&shown.url)), None);
    let wrong = (beat.0.clone(), "0".repeat(32));
    assert_eq!(tell(&mut phone, &wrong, "visible_secs=30"), 403);

    chalkbox.advance(std::time::Duration::from_secs(31));
    assert_eq!(tell(&mut phone, &beat, "visible_secs=30.25&leaving=1"), 204);
    let puzzle = open(&mut Phone::new(&chalkbox), "puzzle");
    assert!(puzzle.text().contains("id=\"chalkbar\"") && beacon(&puzzle).is_none());
    hand_over(&mut phone);
    assert_eq!(visit(&chalkbox, "measured_by"), "beats");
    assert_eq!(visit(&chalkbox, "active_seconds"), "30");
}

#[test]
fn a_text_is_complete_at_its_end_and_a_book_at_its_last_page() {
    let table = [
        ("moon+changes", "end=1", Some(Sign::EndReached)),
        ("fractions+tables", "page=4&pages=4", Some(Sign::LastPage)),
        ("fractions+tables", "page=3&pages=4", None),
        // Nobody can say so for a book, nor make one shorter than it is.
        ("fractions+tables", "end=1", None),
        ("fractions+tables", "page=2&pages=2", None),
    ];
    for (number, (words, said, expected)) in table.into_iter().enumerate() {
        let folder = Folder::new(&format!("completes-{number}"));
        let chalkbox = TestBox::start(&folder.path("data"));
        chalkbox.load_sample();
        let mut phone = Phone::new(&chalkbox);
        let beat = beacon(&open(&mut phone, words)).unwrap();
        assert_eq!(tell(&mut phone, &beat, said), 204);
        hand_over(&mut phone);
        let by = expected.map(Sign::word).unwrap_or_default();
        assert_eq!(visit(&chalkbox, "completed_by"), by, "{words} {said}");
    }
}

#[test]
fn a_lesson_of_the_same_package_is_shown_but_not_counted_as_this_one() {
    let folder = Folder::new("beside");
    let chalkbox = TestBox::start(&folder.path("data"));
    chalkbox.load_sample();
    let mut phone = Phone::new(&chalkbox);
    let book = open(&mut phone, "fractions+tables").url;
    let film = open(&mut phone, "drop+of+water");
    assert!(beacon(&film).is_some());
    let beside = phone.get(&book);
    assert_eq!((beside.status, beacon(&beside)), (200, None));
}
