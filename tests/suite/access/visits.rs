//! What somebody does in lessons is theirs: it ends with their session wherever that ends, and what staff
//! do is not counted as pupils' use.

use chalkbox::config::Config;
use chalkbox::loading::LoadHow;
use chalkbox::people::Role;
use serde_json::Value;

use crate::kit::phone::Answer;
use crate::kit::shelf::quiet;
use crate::kit::test_box::{MORNING, config};
use crate::kit::zim_maker::{Codec, ZimMaker};
use crate::kit::{Folder, Phone, TestBox};

/// Opens the sample library's text on water; the address where it is shown.
fn open_lesson(phone: &mut Phone) -> Answer {
    let lesson = phone.get("/search?q=water").link("/lessons/").unwrap();
    let lesson = lesson.split('?').next().unwrap();
    let open = phone.get(lesson).link(&format!("{lesson}/open?k=")).unwrap();
    let shown = phone.get(&open);
    assert!(shown.url.contains(".lessons.lan/"), "{}", shown.url);
    shown
}

fn leads_home(phone: &mut Phone, shown: &str) -> bool {
    let answer = phone.ask("GET", shown, &[]);
    (answer.status, answer.header("location")) == (303, Some("http://chalkbox.lan/"))
}

#[test]
fn a_lesson_ends_on_every_phone_when_its_learner_is_forgotten() {
    let folder = Folder::new("visits-end");
    let mut chalkbox = TestBox::start(&folder.path("data"));
    chalkbox.load_sample();
    for restarts in [false, true] {
        let learner = chalkbox.person(Role::Learner).id;
        let mut phones = [(); 2].map(|()| Phone::of(&chalkbox, Role::Learner));
        let shown = phones.each_mut().map(|phone| open_lesson(phone).url);
        let mut guest = Phone::new(&chalkbox);
        let other = open_lesson(&mut guest).url;
        if restarts {
            chalkbox.stop();
            chalkbox = TestBox::start(&folder.path("data"));
            for phone in phones.iter_mut().chain([&mut guest]) {
                phone.finds(chalkbox.portal(), chalkbox.lessons());
            }
        }
        for (phone, shown) in phones.iter_mut().zip(&shown) {
            assert_eq!(phone.ask("GET", shown, &[]).status, 200, "restarted: {restarts}");
        }
        let mut teacher = Phone::of(&chalkbox, Role::Teacher);
        let forget = format!("/teach/learners/{learner}/forget");
        let token = teacher.get(&forget).token().unwrap();
        assert_eq!(teacher.post(&forget, &format!("token={token}")).status, 303);
        for (phone, shown) in phones.iter_mut().zip(&shown) {
            assert!(leads_home(phone, shown), "restarted: {restarts}");
            assert!(!phone.get("/").text().contains("Go on where you stopped"));
        }
        assert_eq!(guest.ask("GET", &other, &[]).status, 200, "nobody else's ends");
    }
}

#[test]
fn a_lesson_ends_on_every_phone_when_its_teacher_signs_out_everywhere() {
    let folder = Folder::new("visits-everywhere");
    let chalkbox = TestBox::start(&folder.path("data"));
    chalkbox.load_sample();
    let mut phones = [(); 2].map(|()| Phone::of(&chalkbox, Role::Teacher));
    let shown = phones.each_mut().map(|phone| open_lesson(phone).url);
    let token = phones[0].get("/me/everywhere").token().unwrap();
    assert_eq!(phones[0].post("/me/everywhere", &format!("token={token}")).status, 303);
    for (phone, shown) in phones.iter_mut().zip(&shown) {
        assert!(leads_home(phone, shown));
        assert!(phone.get("/me").url.contains("/sign-in?"), "signed out");
    }
}

#[test]
fn who_signs_in_leaves_the_last_childs_lesson() {
    let folder = Folder::new("visits-sign-in");
    let chalkbox = TestBox::start(&folder.path("data"));
    chalkbox.load_sample();
    let mut phone = Phone::new(&chalkbox);
    let shown = open_lesson(&mut phone).url;
    let guests = &chalkbox.running().guests;
    let cookie = phone.cookie("chalkbox.lan", "guest").unwrap();
    let before = guests.key(&chalkbox::people::GuestId::parse(cookie).unwrap());
    let learner = chalkbox.person(Role::Learner).into();
    let now = chalkbox.wait(guests.sign_in(&before, learner, None)).unwrap();
    phone.set_cookie("chalkbox.lan", "guest", now.id.as_str());
    assert!(leads_home(&mut phone, &shown));
    assert!(!phone.get("/").text().contains("Go on where you stopped"));
}

#[test]
fn a_learner_away_for_five_minutes_is_asked_first() {
    let folder = Folder::new("visits-still");
    let chalkbox = TestBox::start(&folder.path("data"));
    let mut learner = Phone::of(&chalkbox, Role::Learner);
    let mut teacher = Phone::of(&chalkbox, Role::Teacher);
    assert_eq!(learner.get("/").url, "http://chalkbox.lan/");
    chalkbox.advance(std::time::Duration::from_secs(301));
    let asked = learner.get("/");
    assert!(asked.url.contains("/still?next="), "{}", asked.url);
    assert!(!asked.text().contains("Amina"), "nothing of anybody is shown");
    let form = format!("token={}&next=/search", asked.token().unwrap());
    assert_eq!(learner.post("/still", &form).header("location"), Some("/search"));
    assert_eq!(learner.get("/").url, "http://chalkbox.lan/");
    assert_eq!(teacher.get("/").url, "http://chalkbox.lan/", "staff keep their phone");
}

/// The kinds and marks of all that the journal holds of searches, downloads and visits.
fn marks(chalkbox: &TestBox) -> Vec<(String, String)> {
    let act = r#"{"Export":{"format":"Csv","what":"Events","since":null}}"#;
    let work = chalkbox::cli::Work::Usage(serde_json::from_str(act).unwrap());
    let (_, said) = chalkbox.ask(false, work);
    let rows = crate::kit::desk::rows(&said);
    let of = |name: &str| rows[0].iter().position(|column| column == name).unwrap();
    let (kind, data) = (of("kind"), of("data"));
    rows[1..]
        .iter()
        .filter(|row| ["search", "download"].contains(&&*row[kind]))
        .map(|row| {
            let data: Value = serde_json::from_str(&row[data]).unwrap();
            (row[kind].clone(), data["mark"].as_str().unwrap().to_owned())
        })
        .collect()
}

#[test]
fn staff_are_left_out_of_totals_and_may_save_whole_zims() {
    let folder = Folder::new("visits-staff");
    let settings = Config { whole_zim_download: false, ..config() };
    let clock = chalkbox::base::Clock::fixed(MORNING);
    let chalkbox = TestBox::start_with(&folder.path("data"), settings, clock);
    let zim = folder.path("films.zim");
    let mut maker = ZimMaker::new();
    maker.codec(Codec::Plain).metadata("Title", b"Films").metadata("Name", b"films");
    maker.page("one", "One", "<p>one").main_page("one");
    maker.item("film", "", "video/mp4", &vec![7; 51 << 20]).write(&zim);
    chalkbox.core().loader.load(&[zim], LoadHow::InPlace, &quiet);
    chalkbox.catch_up();
    let catalogue = chalkbox.core().library.snapshot();
    let lesson = catalogue.lessons()[0].id;
    let (page, save) = (format!("/lessons/{lesson}"), format!("/lessons/{lesson}/save"));
    let download = "/catalog/v2/download/films.zim";
    let mut pupils = [Phone::new(&chalkbox), Phone::of(&chalkbox, Role::Learner)];
    let mut staff =
        [Role::Teacher, Role::Head, Role::Technician].map(|role| Phone::of(&chalkbox, role));
    for (phone, may) in
        pupils.iter_mut().map(|phone| (phone, false)).chain(staff.iter_mut().map(|p| (p, true)))
    {
        phone.get("/search?q=one");
        assert_eq!(phone.get(&page).text().contains(&save), may);
        assert_eq!(phone.get("/catalog/v2/entries").text().contains(download), may);
        let status = if may { 206 } else { 403 };
        for address in [&*save, download] {
            assert_eq!(phone.ask("GET", address, &[("Range", "bytes=0-9")]).status, status);
        }
    }
    chalkbox.core().usage.flush_blocking().unwrap();
    let marks = marks(&chalkbox);
    let count =
        |kind: &str, mark: &str| marks.iter().filter(|(k, m)| (&**k, &**m) == (kind, mark)).count();
    assert_eq!((count("search", "pupil"), count("search", "staff")), (2, 3), "{marks:?}");
    assert_eq!((count("download", "pupil"), count("download", "staff")), (0, 6), "{marks:?}");
}
