//! A learner opens a page with three taps, on any phone, and hands it on without a trace.

use std::time::Duration;

use chalkbox::people::Role;

use super::school::{School, door, leads_to, tap};
use crate::kit::Phone;

#[test]
fn three_taps_open_a_page_and_a_turn_leaves_no_trace() {
    let mut school = School::open("learner-taps");
    school.chalkbox.load_sample();
    let mut phone = Phone::new(&school.chalkbox);
    let before = phone.get("/");
    assert!(before.link("/learn").is_none(), "no class, no door");
    assert!(phone.get("/learn").text().contains("No classes yet"));
    let class = school.class("4B");
    let amina = school.learner(&class, "Amina <Juma>");
    let three = school.pictures(&amina);
    school.chalkbox.advance(Duration::from_secs(3));
    assert_eq!(phone.get("/").link("/learn").as_deref(), Some("/learn"));
    assert!(phone.get("/turn").link("/learn").is_some());
    assert!(phone.get("/welcome").link("http://chalkbox.lan/learn").is_some());

    let page = phone.get("/learn");
    assert_eq!(page.url, format!("http://chalkbox.lan{}", door(&class)), "the only class");
    assert!(!page.text().contains("Amina"), "no list of names is on the air");
    assert_eq!(leads_to(&tap(&mut phone, &door(&class), &three)), "/");
    let home = phone.get("/").text();
    assert!(home.contains("Hello Amina &#60;Juma&#62;") && home.contains("Not me"), "{home}");
    // Another phone's home page is its own.
    assert!(!Phone::new(&school.chalkbox).get("/").text().contains("Amina"));

    // A place follows the learner to every phone.
    let lesson = phone.get("/search?q=water").link("/lessons/").unwrap();
    let lesson = lesson.split('?').next().unwrap().to_owned();
    let open = phone.get(&lesson).link(&format!("{lesson}/open?k=")).unwrap();
    let shown = phone.get(&open);
    let beat = shown.text();
    let token = shown.token();
    assert!(shown.url.contains(".lessons.lan/"), "{}", shown.url);
    assert!(token.is_some() || beat.contains("data-place") || !beat.is_empty());
    school.chalkbox.advance(Duration::from_secs(15));
    let mut other = Phone::new(&school.chalkbox);
    tap(&mut other, &door(&class), &three);
    assert!(other.get("/").text().contains(&format!("{lesson}/open?k=")), "go on there");

    let token = phone.get("/").token().unwrap();
    assert_eq!(leads_to(&phone.post("/turn", &format!("token={token}"))), "/");
    for path in ["/", "/turn", "/learn", "/search?q=water", &lesson] {
        let page = phone.get(path).text();
        assert!(!page.contains("Amina") && !page.contains("Go on"), "{path}");
    }
    assert!(other.get("/").text().contains("Hello Amina"), "the other phone goes on");
}

#[test]
fn wrong_pictures_open_nothing_and_are_slowed_down_on_that_phone_only() {
    let mut school = School::open("learner-wrong");
    let class = school.class("4B");
    school.class("5B");
    let amina = school.learner(&class, "Amina");
    let three = school.pictures(&amina);
    let mut wrong = three.clone();
    wrong[1] = if three[1] == "cat" { "sun".into() } else { "cat".into() };
    let mut phone = Phone::new(&school.chalkbox);
    for _ in 0..5 {
        let answer = tap(&mut phone, &door(&class), &wrong).text();
        assert!(answer.contains("Not these three") && answer.contains("Look at your card."));
    }
    let told = tap(&mut phone, &door(&class), &three).text();
    assert!(
        told.contains("Take a little rest") && told.contains("Try again in 1 minute."),
        "{told}"
    );
    let mut other = Phone::new(&school.chalkbox).numbered(9);
    assert_eq!(leads_to(&tap(&mut other, &door(&class), &three)), "/");
    school.chalkbox.advance(Duration::from_secs(31));
    assert_eq!(leads_to(&tap(&mut phone, &door(&class), &three)), "/");
    assert!(phone.get("/").text().contains("Hello Amina"));
    // The phone knows its class, and leads to the others.
    let next = phone.get("/learn");
    assert!(next.url.ends_with(&door(&class)), "{}", next.url);
    assert_eq!(phone.get("/learn?all=1").text().matches("href=\"/learn/").count(), 2);
    assert_eq!(phone.get("/learn/12345").status, 404);
}

#[test]
fn a_teacher_makes_new_pictures_in_two_taps() {
    let mut school = School::open("learner-reset");
    let class = school.class("4B");
    let amina = school.learner(&class, "Amina");
    let (old, card) = (school.pictures(&amina), school.card(&amina));
    let mut phone = Phone::new(&school.chalkbox);
    tap(&mut phone, &door(&class), &old);
    assert!(phone.get("/").text().contains("Hello Amina"));
    // One tap: the name in the class. Two: new pictures.
    assert_eq!(school.teacher.get(&class).link("/teach/learners/"), Some(amina.clone()));
    let shown = leads_to(&school.send(&amina, &format!("{amina}/pictures"), ""));
    assert!(school.teacher.get(&shown).text().contains("These pictures are new."));
    let new = school.pictures(&amina);
    assert_ne!(old, new);
    assert!(!phone.get("/").text().contains("Amina"), "the old page is closed");
    let mut other = Phone::new(&school.chalkbox);
    assert!(tap(&mut other, &door(&class), &old).text().contains("Not these three"));
    assert!(other.get(&card).text().contains("This card is too old"));
    assert_eq!(leads_to(&tap(&mut other, &door(&class), &new)), "/");
    assert_eq!(school.count("select count(*) from act where what = 'reset'"), 1);
}

#[test]
fn a_learner_is_renamed_described_and_moved() {
    let mut school = School::open("learner-change");
    let (four, five) = (school.class("4B"), school.class("5B"));
    let amina = school.learner(&four, "Amina");
    school.learner(&four, "Bakari");
    let taken = school.send(&amina, &amina, "name=BAKARI").text();
    assert!(taken.contains("Someone here has this name."));
    let unknown = school.send(&amina, &amina, "name=Amina&language=Elvish+tongue").text();
    assert!(unknown.contains("Write a language, such as sw"));
    let form = "name=Amina+J.&sex=girl&age=8-10&language=Luo";
    leads_to(&school.send(&amina, &amina, form));
    let page = school.teacher.get(&amina).text();
    assert!(page.contains("value=\"girl\" selected") && page.contains("value=\"8-10\" selected"));
    assert!(page.contains("value=\"luo\"") && page.contains("Amina J."));
    for why in ["girls and boys learn alike", "which age each lesson", "which languages your"] {
        assert!(page.contains(why), "{why}");
    }
    let to = five.rsplit('/').next().unwrap();
    leads_to(&school.send(&amina, &format!("{amina}/class"), &format!("class={to}")));
    assert!(school.teacher.get(&five).text().contains("Amina J."));
    assert!(!school.teacher.get(&four).text().contains("Amina J."));
    let three = school.pictures(&amina);
    assert_eq!(leads_to(&tap(&mut Phone::new(&school.chalkbox), &door(&five), &three)), "/");
}

#[test]
fn only_teachers_and_heads_see_classes() {
    let mut school = School::open("learner-gates");
    let class = school.class("4B");
    let amina = school.learner(&class, "Amina");
    let mut guest = Phone::new(&school.chalkbox);
    for path in [class.as_str(), "/teach/classes", &amina, &format!("{class}/cards")] {
        let sent = guest.ask("GET", path, &[]);
        assert!(sent.header("location").unwrap().starts_with("/sign-in?next="), "{path}");
        assert_eq!(Phone::of(&school.chalkbox, Role::Head).get(path).status, 200, "{path}");
        for role in [Role::Learner, Role::Technician] {
            assert_eq!(Phone::of(&school.chalkbox, role).get(path).status, 403, "{path} {role}");
        }
    }
}

#[test]
fn classes_are_made_renamed_and_named_once() {
    let mut school = School::open("classes");
    assert!(school.teacher.get("/teach/classes").text().contains("No classes yet"));
    let class = school.class("4B");
    let empty = school.teacher.get(&class).text();
    assert!(empty.contains("Nobody is in this class yet"));
    let taken = school.send("/teach/classes", "/teach/classes", "name=+4b+").text();
    assert!(taken.contains("Another class has this name."));
    let nameless = school.send("/teach/classes", "/teach/classes", "name=+").text();
    assert!(nameless.contains("Write a name."));
    leads_to(&school.send(&class, &class, "name=4C"));
    let list = school.teacher.get("/teach/classes").text();
    assert!(list.contains("<b dir=\"auto\">4C<") && !list.contains("<b dir=\"auto\">4B<"));
}
