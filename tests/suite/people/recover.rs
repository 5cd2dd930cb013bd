//! A technician comes back: with the sheet, or by being at the box with a stick.

use std::path::Path;
use std::time::Duration;

use chalkbox::people::Role;
use chalkbox::people::recovery::{ASKING_FILE, CODE_FILE, asking_files};

use crate::kit::becoming::{NEW_PASSPHRASE, account, send, setup_code};
use crate::kit::{Folder, Phone, TestBox, staff};

/// The letters on the sheet's page.
fn letters(page: &str) -> String {
    let at =
        page.find("<bdi class=\"type letters\">").unwrap() + "<bdi class=\"type letters\">".len();
    page[at..at + page[at..].find('<').unwrap()].to_owned()
}

#[test]
fn the_sheet_brings_a_technician_back_once() {
    let folder = Folder::new("sheet");
    let chalkbox = TestBox::start(&folder.path("data"));
    let mut desk = staff::signed_in(&chalkbox, Role::Technician);
    let made = send(&mut desk, "/box/recovery", &[]);
    let first = letters(&made.text());
    assert_eq!((made.status, first.len()), (200, 24), "20 letters in groups of four");
    assert!(!desk.get("/box/recovery").text().contains(&first), "it is shown once");

    let refused = send(&mut desk, "/box/recovery", &[("passphrase", "not my passphrase")]);
    assert_eq!(refused.status, 400, "another one needs the passphrase");
    let made = send(&mut desk, "/box/recovery", &[("passphrase", staff::PASSPHRASE)]);
    let second = letters(&made.text());
    assert_ne!(first, second);

    let mut phone = Phone::new(&chalkbox);
    let at = |letters: &str| format!("/recover?code={}", letters.replace(' ', ""));
    assert_eq!(phone.get(&at(&first)).status, 400, "the first one is void");
    let page = at(&second);
    assert_eq!(phone.get(&page.replace("/recover", "/join")).status, 400, "not at this door");
    let shown = phone.get(&page).text();
    assert!(shown.contains("Asha the technician") && !shown.contains("name=\"sign_in\""));
    let answer = send(&mut phone, &page, &[("code", &second), ("passphrase", NEW_PASSPHRASE)]);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/box/recovery")));
    assert_eq!(phone.get("/box").status, 200);
    assert!(desk.get("/box").url.contains("/sign-in"), "the old sessions are over");
    let mut other = Phone::new(&chalkbox);
    assert_eq!(other.get(&page).status, 400, "used up");
    assert_eq!(staff::sign_in(&mut other, "technician", staff::PASSPHRASE).status, 403);
    assert_eq!(staff::sign_in(&mut other, "technician", NEW_PASSPHRASE).status, 303);
}

#[test]
fn only_technicians_have_sheets() {
    let folder = Folder::new("sheet-roles");
    let chalkbox = TestBox::start(&folder.path("data"));
    for role in [Role::Teacher, Role::Head] {
        let mut phone = staff::signed_in(&chalkbox, role);
        assert_eq!(phone.ask("GET", "/box/recovery", &[]).status, 403, "{role}");
    }
    assert_eq!(Phone::new(&chalkbox).ask("GET", "/box/recovery", &[]).status, 303);
}

/// What the box wrote beside the asking file.
fn code_on(stick: &Path) -> String {
    let words = std::fs::read_to_string(stick.join(CODE_FILE)).unwrap();
    assert!(words.contains("http://chalkbox.lan/recover"), "{words}");
    let code = words.strip_prefix("Your code: ").unwrap();
    code.split('.').next().unwrap().to_owned()
}

#[test]
fn a_file_on_a_stick_makes_or_mends_a_technician() {
    let folder = Folder::new("stick");
    let (data, media) = (folder.path("data"), folder.path("media"));
    let stick = media.join("LESSONS");
    std::fs::create_dir_all(stick.join("deeper/down")).unwrap();
    let config = chalkbox::config::Config {
        presence: vec![folder.path("nowhere"), media.clone()],
        ..crate::kit::test_box::config()
    };
    let clock = chalkbox::base::Clock::fixed(crate::kit::test_box::MORNING);
    let chalkbox = TestBox::start_with(&data, config.clone(), clock);
    staff::add(&chalkbox, Role::Technician);
    staff::add(&chalkbox, Role::Teacher);
    let plug = || {
        std::fs::write(stick.join("Chalkbox-Recover.TXT"), "").unwrap();
        let asking = asking_files(&config.presence);
        assert_eq!(asking, [stick.join("Chalkbox-Recover.TXT")]);
        chalkbox.core().answer_presence(&asking[0]).unwrap();
        assert_eq!(asking_files(&config.presence), [] as [std::path::PathBuf; 0], "answered");
        code_on(&stick)
    };
    std::fs::write(stick.join("deeper/down").join(ASKING_FILE), "").unwrap();
    let void = plug();
    let code = plug();
    let mut phone = Phone::new(&chalkbox);
    let at = |code: &str| format!("/recover?code={}", code.replace(' ', ""));
    assert_eq!(phone.get(&at(&void)).status, 400, "the newer one holds");
    let page = at(&code);
    let answer = send(&mut phone, &page, &account(&code, "Somebody", "teacher"));
    assert_eq!(answer.status, 400, "a teacher's name is no technician's");
    let answer = send(&mut phone, &page, &account(&code, "Whoever", "technician"));
    assert_eq!((answer.status, answer.header("location")), (303, Some("/box/recovery")));
    assert!(phone.get("/me").text().contains("Asha the technician"), "the same account");
    assert_eq!(phone.get(&page).status, 400, "used up");

    let code = plug();
    let mut other = Phone::new(&chalkbox);
    let answer = send(&mut other, &at(&code), &account(&code, "Newcomer", "newcomer"));
    assert_eq!(answer.status, 303);
    assert_eq!(other.get("/box").status, 200);
    let code = plug();
    chalkbox.clock.advance(Duration::from_hours(1));
    assert_eq!(Phone::new(&chalkbox).get(&at(&code)).status, 400, "after an hour");
}

#[test]
fn the_box_looks_for_sticks_by_itself() {
    let folder = Folder::new("stick-job");
    let media = folder.path("media");
    std::fs::create_dir_all(&media).unwrap();
    let config = chalkbox::config::Config {
        presence: vec![media.clone()],
        ..crate::kit::test_box::config()
    };
    let chalkbox =
        TestBox::start_with(&folder.path("data"), config, chalkbox::base::Clock::system());
    std::fs::write(media.join(ASKING_FILE), "").unwrap();
    let answered = (0..400).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        media.join(CODE_FILE).exists() && !media.join(ASKING_FILE).exists()
    });
    assert!(answered);
    let code = code_on(&media);
    let page = format!("/recover?code={}", code.replace(' ', ""));
    let answer = send(&mut Phone::new(&chalkbox), &page, &account(&code, "Asha", "asha"));
    assert_eq!(answer.status, 303, "also on a box that never had one");
    assert_eq!(setup_code(&folder.path("data")), None, "set-up is over");
}
