//! Staff sign in, guess wrongly, are asked again, sign out everywhere.

use std::time::Duration;

use chalkbox::base::Clock;
use chalkbox::config::Config;
use chalkbox::people::{Role, accounts, acts};

use crate::kit::staff::{self, PASSPHRASE};
use crate::kit::test_box::{MORNING, config};
use crate::kit::{Folder, Phone, TestBox};

fn school(name: &str) -> (Folder, TestBox) {
    let folder = Folder::new(name);
    let chalkbox = TestBox::start(&folder.path("data"));
    (folder, chalkbox)
}

fn guest(phone: &Phone) -> String {
    phone.cookie("chalkbox.lan", "guest").unwrap().to_owned()
}

#[test]
fn the_right_passphrase_signs_in_with_a_new_session() {
    let (_folder, chalkbox) = school("sign-in");
    staff::add(&chalkbox, Role::Technician);
    let mut phone = Phone::new(&chalkbox);
    let sent = phone.get("/box");
    assert!(sent.url.ends_with("/sign-in?next=%2Fbox"), "{}", sent.url);
    let before = guest(&phone);
    let token = sent.token().unwrap();
    let form =
        format!("token={token}&name=+TECHNICIAN+&passphrase=mango+tree+near+the+river&next=%2Fbox");
    let answer = phone.post("/sign-in", &form);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/box")));
    assert_ne!(guest(&phone), before);
    assert_eq!(phone.get("/box").status, 200);
    assert!(phone.get("/me").text().contains("Asha the technician"));
}

#[test]
fn what_is_wrong_is_not_said() {
    let (_folder, chalkbox) = school("wrong");
    staff::add(&chalkbox, Role::Head);
    // A reset waits: this account has no passphrase.
    let reset = staff::add(&chalkbox, Role::Teacher).id;
    let school = &chalkbox.core().store.school;
    school.write_blocking(move |tx| accounts::set_passphrase(tx, reset, None)).unwrap();
    let mut said = Vec::new();
    for (name, passphrase) in
        [("head", "mango tree near the sea"), ("nobody", PASSPHRASE), ("teacher", ""), ("", "")]
    {
        let mut phone = Phone::new(&chalkbox);
        let answer = staff::sign_in(&mut phone, name, passphrase);
        let token = answer.token().unwrap();
        let text = answer.text().replace(&token, "").replace(&format!("value=\"{name}\" auto"), "");
        said.push((answer.status, text));
        assert_eq!(phone.ask("GET", "/me", &[]).status, 303, "{name} is not signed in");
    }
    assert_eq!(said[0].0, 403);
    assert!(said[0].1.contains("The name or the passphrase is wrong."), "{}", said[0].1);
    assert!(said.iter().all(|other| *other == said[0]), "{said:#?}");
}

#[test]
fn guessing_slows_down_whoever_guesses_and_nobody_else() {
    let (_folder, chalkbox) = school("slow");
    staff::add(&chalkbox, Role::Head);
    staff::add(&chalkbox, Role::Teacher);
    let mut guesser = Phone::new(&chalkbox).numbered(66);
    for _ in 0..5 {
        assert_eq!(staff::sign_in(&mut guesser, "head", "mango tree near the sea").status, 403);
    }
    let refused = staff::sign_in(&mut guesser, "Head", PASSPHRASE);
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("30")));
    assert!(refused.text().contains("Wait 30 seconds, then try again."), "{}", refused.text());
    // Another account from this phone, and this account from another phone.
    assert_eq!(staff::sign_in(&mut guesser, "teacher", PASSPHRASE).status, 303);
    let mut other = Phone::new(&chalkbox).numbered(67);
    assert_eq!(staff::sign_in(&mut other, "head", PASSPHRASE).status, 303);
    // Waiting is counted from the last wrong word, not from a refused one.
    chalkbox.advance(Duration::from_secs(20));
    let refused = staff::sign_in(&mut guesser, "head", PASSPHRASE);
    assert_eq!(refused.header("retry-after"), Some("10"));
    chalkbox.advance(Duration::from_secs(10));
    assert_eq!(staff::sign_in(&mut guesser, "head", "mango tree near the sea").status, 403);
    let refused = staff::sign_in(&mut guesser, "head", PASSPHRASE);
    assert_eq!(refused.header("retry-after"), Some("60"), "doubled");
    chalkbox.advance(Duration::from_mins(1));
    assert_eq!(staff::sign_in(&mut guesser, "head", PASSPHRASE).status, 303);
}

#[test]
fn a_hundred_guesses_at_once_are_no_more_than_five() {
    let (_folder, chalkbox) = school("at-once");
    staff::add(&chalkbox, Role::Head);
    let mut phone = Phone::new(&chalkbox).numbered(66);
    let token = phone.get("/sign-in").token().unwrap();
    let cookie = guest(&phone);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let guesses: Vec<_> = (0..100)
            .map(|number| {
                let mut phone = Phone::new(&chalkbox).numbered(66);
                phone.set_cookie("chalkbox.lan", "guest", &cookie);
                let form = format!("token={token}&name=head&passphrase=mango+tree+{number}");
                scope.spawn(move || phone.post("/sign-in", &form).status)
            })
            .collect();
        guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
    });
    let count = |status| statuses.iter().filter(|found| **found == status).count();
    assert_eq!((count(403), count(429)), (5, 95), "{statuses:?}");
}

#[test]
fn staff_are_signed_in_for_twelve_hours_and_a_technician_for_fifteen_idle_minutes() {
    let (_folder, chalkbox) = school("hours");
    let mut teacher = staff::signed_in(&chalkbox, Role::Teacher);
    let mut technician = staff::signed_in(&chalkbox, Role::Technician);
    for _ in 0..3 {
        chalkbox.advance(Duration::from_mins(14));
        assert_eq!(technician.get("/box").url, "http://chalkbox.lan/box", "used meanwhile");
    }
    chalkbox.advance(Duration::from_mins(15));
    let asked = technician.get("/box");
    assert!(asked.url.ends_with("/sign-in/again?next=%2Fbox"), "{}", asked.url);
    let token = asked.token().unwrap();
    let form = |passphrase: &str| format!("token={token}&next=%2Fbox&passphrase={passphrase}");
    assert_eq!(technician.post("/sign-in/again", &form("mango+tree")).status, 403);
    assert!(technician.get("/box").url.contains("/sign-in/again"), "a wrong one opens nothing");
    let again = technician.post("/sign-in/again", &form("mango+tree+near+the+river"));
    assert_eq!(again.header("location"), Some("/box"));
    assert_eq!(technician.get("/box").url, "http://chalkbox.lan/box");
    // A teacher's desk holds no dangers: nobody asks until the day is over.
    chalkbox.advance(Duration::from_hours(10));
    assert_eq!(teacher.get("/me").url, "http://chalkbox.lan/me");
    chalkbox.advance(Duration::from_mins(62));
    assert_eq!(teacher.get("/me").url, "http://chalkbox.lan/me");
    chalkbox.advance(Duration::from_mins(2));
    assert!(teacher.get("/me").url.ends_with("/sign-in?next=%2Fme"));
    assert!(technician.get("/box").url.ends_with("/sign-in?next=%2Fbox"));
}

/// A box whose hotspot knows two phones.
fn with_leases(name: &str) -> (Folder, TestBox, std::path::PathBuf) {
    let folder = Folder::new(name);
    let leases = folder.path("dnsmasq.leases");
    std::fs::write(&leases, TWO_LEASES).unwrap();
    let config = Config { portal_leases: leases.clone(), ..config() };
    let chalkbox = TestBox::start_with(&folder.path("data"), config, Clock::fixed(MORNING));
    (folder, chalkbox, leases)
}

const TWO_LEASES: &str = "\
    1795600000 aa:bb:cc:00:00:01 127.0.0.1 teachers-phone 01:aa:bb:cc:00:00:01\n\
    1795600000 aa:bb:cc:00:00:02 127.0.0.2 * *\n";

#[test]
fn a_copied_cookie_signs_nobody_in_on_another_phone() {
    let (_folder, chalkbox, leases) = with_leases("leases");
    let mut phone = staff::signed_in(&chalkbox, Role::Teacher);
    let copied = |last: u8| {
        let mut other = Phone::new(&chalkbox).numbered(last);
        other.set_cookie("chalkbox.lan", "guest", &guest(&phone));
        let shown = other.get("/me");
        (shown.url, guest(&other) != guest(&phone))
    };
    let away = ("http://chalkbox.lan/sign-in?next=%2Fme".to_owned(), true);
    assert_eq!(copied(2), away, "another phone with a lease");
    assert_eq!(copied(3), away, "an address that nobody was given");
    assert_eq!(copied(1), ("http://chalkbox.lan/me".to_owned(), false), "the phone itself");
    // The address is another phone's now.
    std::fs::write(&leases, TWO_LEASES.replace("00:00:01", "00:00:09")).unwrap();
    chalkbox.advance(Duration::from_secs(5));
    assert!(phone.get("/me").url.contains("/sign-in"));
}

#[test]
fn without_leases_a_session_is_bound_to_its_cookie_alone() {
    let (_folder, chalkbox, leases) = with_leases("no-leases");
    let mut phone = staff::signed_in(&chalkbox, Role::Teacher);
    std::fs::remove_file(&leases).unwrap();
    chalkbox.advance(Duration::from_secs(5));
    assert_eq!(phone.get("/me").url, "http://chalkbox.lan/me");
}

fn acts(chalkbox: &TestBox) -> Vec<(String, Option<String>)> {
    let school = &chalkbox.core().store.school;
    let acts = school.read_blocking(|reader| acts::newest(reader, 0, 50)).unwrap();
    acts.into_iter().rev().map(|act| (act.what, act.who)).collect()
}

#[test]
fn signing_out_everywhere_asks_first_and_ends_every_phone() {
    let (_folder, chalkbox) = school("everywhere");
    let mut one = staff::signed_in(&chalkbox, Role::Head);
    let mut other = Phone::new(&chalkbox);
    staff::sign_in(&mut other, "head", PASSPHRASE);
    let mut teacher = staff::signed_in(&chalkbox, Role::Teacher);
    let question = one.get("/me/everywhere");
    assert!(question.text().contains("Sign out on every phone?"));
    assert_eq!(other.get("/me").url, "http://chalkbox.lan/me", "asking changes nothing");
    let before = guest(&one);
    let token = question.token().unwrap();
    let gone = one.post("/me/everywhere", &format!("token={token}"));
    assert_eq!((gone.status, gone.header("location")), (303, Some("/")));
    assert_ne!(guest(&one), before);
    for phone in [&mut one, &mut other] {
        assert!(phone.get("/me").url.contains("/sign-in"));
    }
    assert_eq!(teacher.get("/me").url, "http://chalkbox.lan/me", "others stay");
    let by = |what: &str, who: &str| (what.to_owned(), Some(format!("Asha the {who}")));
    let expected = [
        by("signed_in", "head"),
        by("signed_in", "head"),
        by("signed_in", "teacher"),
        by("signed_out_everywhere", "head"),
    ];
    assert_eq!(acts(&chalkbox), expected);
}

#[test]
fn a_new_passphrase_ends_the_other_phones_and_the_old_passphrase() {
    let (_folder, chalkbox) = school("new");
    let mut one = staff::signed_in(&chalkbox, Role::Head);
    let mut other = Phone::new(&chalkbox);
    staff::sign_in(&mut other, "head", PASSPHRASE);
    let before = guest(&one);
    let mut change = |old: &str, new: &str| {
        let token = one.get("/me").token().unwrap();
        let form = format!("token={token}&old={old}&new={new}");
        let answer = one.post("/me/passphrase", &form);
        (answer.status, answer.text())
    };
    let old = "mango+tree+near+the+river";
    let table = [
        ("mango+tree+near+the+sea", "goats+sleep+on+warm+roofs", "The passphrase is wrong."),
        (old, "too+short", "Make it longer"),
        (old, "1234567890", "That is easy to guess."),
        (old, "asha+the+head", "Others know that name."),
    ];
    for (typed, new, said) in table {
        let (status, text) = change(typed, new);
        assert_eq!((status, text.contains(said)), (403, true), "{new}: {text}");
    }
    assert_eq!(other.get("/me").url, "http://chalkbox.lan/me", "nothing has changed");
    assert_eq!(change(old, "goats+sleep+on+warm+roofs").0, 303);
    assert_ne!(guest(&one), before, "a new session");
    assert!(one.get("/me?done").text().contains("Your passphrase is new."));
    assert!(other.get("/me").url.contains("/sign-in"));
    assert_eq!(staff::sign_in(&mut other, "head", PASSPHRASE).status, 403);
    assert_eq!(staff::sign_in(&mut other, "head", "goats sleep on warm roofs").status, 303);
    let words: Vec<String> = acts(&chalkbox).into_iter().map(|(what, _)| what).collect();
    let expected = ["signed_in", "signed_in", "new_passphrase", "signed_in", "signed_in"];
    assert_eq!(words, expected);
}

#[test]
fn guessing_at_an_unlocked_phone_is_slowed_down_too() {
    let (_folder, chalkbox) = school("unlocked");
    let mut phone = staff::signed_in(&chalkbox, Role::Head);
    let mut guess = || {
        let token = phone.get("/me").token().unwrap();
        let form = format!("token={token}&old=mango+tree+is+it&new=goats+sleep+on+warm+roofs");
        phone.post("/me/passphrase", &form).status
    };
    let statuses: Vec<u16> = (0..6).map(|_| guess()).collect();
    assert_eq!(statuses, [403, 403, 403, 403, 403, 429]);
    // The same budget as signing in.
    let token = phone.get("/sign-in/again").token().unwrap();
    let form = format!("token={token}&passphrase=mango+tree+near+the+river");
    assert_eq!(phone.post("/sign-in/again", &form).status, 429);
}

#[test]
fn nobody_signs_in_where_lessons_share_the_host() {
    let folder = Folder::new("shared-host");
    let config = Config {
        portal_names: vec!["127.0.0.1".into(), "chalkbox.lan".into()],
        lessons_names: vec!["127.0.0.1".into()],
        ..config()
    };
    let chalkbox = TestBox::start_with(&folder.path("data"), config, Clock::fixed(MORNING));
    staff::add(&chalkbox, Role::Head);
    let mut phone = Phone::new(&chalkbox);
    let shown = phone.get("http://127.0.0.1/sign-in");
    assert_eq!((shown.status, shown.token()), (403, None));
    assert!(shown.text().contains("Lessons share this address."), "{}", shown.text());
    // Nor with a form from elsewhere: the token of a page that has one.
    let token = phone.get("http://127.0.0.1/turn").token().unwrap();
    let form = format!("token={token}&name=head&passphrase=mango+tree+near+the+river");
    let refused = phone.post("http://127.0.0.1/sign-in", &form);
    assert_eq!((refused.status, refused.header("set-cookie")), (403, None));
    // By name there is another host for lessons.
    assert_eq!(staff::sign_in(&mut phone, "head", PASSPHRASE).status, 303);
}

#[test]
fn signing_in_ends_what_the_phone_had_before() {
    let (_folder, chalkbox) = school("before");
    let mut phone = staff::signed_in(&chalkbox, Role::Head);
    let head = guest(&phone);
    staff::add(&chalkbox, Role::Teacher);
    assert_eq!(staff::sign_in(&mut phone, "teacher", PASSPHRASE).status, 303);
    assert!(phone.get("/me").text().contains("Asha the teacher"));
    let mut old = Phone::new(&chalkbox);
    old.set_cookie("chalkbox.lan", "guest", &head);
    assert!(old.get("/me").url.contains("/sign-in"), "the head's session is over");
    // Going on leads to no other site.
    let token = phone.get("/sign-in").token().unwrap();
    let form = format!("token={token}&name=head&passphrase=mango+tree+near+the+river&next=");
    let answer = phone.post("/sign-in", &format!("{form}%2F%2Fevil.example"));
    assert_eq!(answer.header("location"), Some("/teach"));
}
