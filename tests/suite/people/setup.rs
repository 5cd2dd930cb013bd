//! The first technician, with the code that only who is at the box can read.

use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use chalkbox::people::Role;

use crate::kit::becoming::{NEW_PASSPHRASE, account, send, setup_code};
use crate::kit::{Folder, Phone, TestBox, staff};

#[test]
fn the_setup_code_makes_the_first_technician_and_nobody_else() {
    let folder = Folder::new("setup");
    let data = folder.path("data");
    let chalkbox = TestBox::start(&data);
    let code = setup_code(&data).unwrap();
    let mode = std::fs::metadata(data.join("status.txt")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let mut phone = Phone::new(&chalkbox);
    let page = phone.get("/setup").text();
    assert!(page.contains("name=\"code\"") && !page.contains(&code), "never over the air");

    let answer = send(&mut phone, "/setup", &account(&code.to_lowercase(), "Asha Juma", "Asha"));
    assert_eq!((answer.status, answer.header("location")), (303, Some("/box/recovery")));
    assert_eq!(phone.get("/box").status, 200, "she is signed in as a technician");
    assert_eq!(setup_code(&data), None);
    assert!(data.join("technician").exists());
    let backups = std::fs::read_dir(data.join("backup")).unwrap().count();
    assert_eq!(backups, 1, "the newest backup knows her before the page does");

    let mut other = Phone::new(&chalkbox);
    let late = other.get("/setup").text();
    assert!(!late.contains("name=\"code\"") && late.contains("/sign-in"), "{late}");
    let answer = staff::sign_in(&mut other, "asha", NEW_PASSPHRASE);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/box")));
    chalkbox.stop();
    let again = TestBox::start(&data);
    assert_eq!(setup_code(&data), None, "never again");
    assert!(again.core().setup.code().is_none());
}

#[test]
fn each_start_has_another_code_until_then() {
    let folder = Folder::new("setup-again");
    let data = folder.path("data");
    let first = {
        let _box = TestBox::start(&data);
        setup_code(&data).unwrap()
    };
    let chalkbox = TestBox::start(&data);
    let mut phone = Phone::new(&chalkbox);
    assert_ne!(setup_code(&data).unwrap(), first);
    let answer = send(&mut phone, "/setup", &account(&first, "Asha", "asha"));
    assert_eq!(answer.status, 400, "the old one is void");
}

#[test]
fn a_box_bears_ten_wrong_codes_a_minute() {
    let folder = Folder::new("setup-wrong");
    let data = folder.path("data");
    let chalkbox = TestBox::start(&data);
    let code = setup_code(&data).unwrap();
    let mut phone = Phone::new(&chalkbox);
    for _ in 0..10 {
        assert_eq!(send(&mut phone, "/setup", &account("ABCD EFGH", "A", "a")).status, 400);
    }
    let refused = send(&mut phone, "/setup", &account(&code, "Asha", "asha"));
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("60")));
    chalkbox.clock.advance(Duration::from_mins(1));
    assert_eq!(send(&mut phone, "/setup", &account(&code, "Asha", "asha")).status, 303);
}

#[test]
fn what_does_not_fit_is_named_and_the_code_still_holds() {
    let folder = Folder::new("setup-form");
    let data = folder.path("data");
    let chalkbox = TestBox::start(&data);
    let code = setup_code(&data).unwrap();
    let mut phone = Phone::new(&chalkbox);
    let long = "a".repeat(61);
    let table = [
        ("", "asha", NEW_PASSPHRASE, "Type your name."),
        ("Asha", " ", NEW_PASSPHRASE, "Type a sign-in name."),
        (&long, "asha", NEW_PASSPHRASE, "Make the name shorter"),
        ("Asha", "asha", "short", "Make it longer"),
        ("Asha Juma", "asha", "asha juma 12", "Others know that name."),
        ("Asha", "asha", "password1234", "easy to guess"),
    ];
    for (name, sign_in, passphrase, expected) in table {
        let fields =
            [("code", &*code), ("name", name), ("sign_in", sign_in), ("passphrase", passphrase)];
        let answer = send(&mut phone, "/setup", &fields);
        assert_eq!(answer.status, 400, "{name:?} {sign_in:?} {passphrase:?}");
        let text = answer.text();
        assert!(text.contains(expected), "{expected}: {text}");
        assert!(!text.contains(passphrase) || passphrase == "short", "it is not shown again");
    }
    let hers = account(&code, "Asha <b>Juma</b>", "asha");
    assert_eq!(send(&mut phone, "/setup", &hers).status, 303);
    let page = phone.get("/me").text();
    assert!(page.contains("Asha &#60;b&#62;Juma"), "{page}");
}

#[test]
fn two_phones_with_the_code_make_one_technician() {
    let folder = Folder::new("setup-two");
    let data = folder.path("data");
    let chalkbox = TestBox::start(&data);
    let code = setup_code(&data).unwrap();
    let made: Vec<u16> = std::thread::scope(|scope| {
        let phones = ["asha", "bo", "chi"].map(|name| {
            let (code, chalkbox) = (&code, &chalkbox);
            scope.spawn(move || {
                let mut phone = Phone::new(chalkbox);
                send(&mut phone, "/setup", &account(code, name, name)).status
            })
        });
        phones.into_iter().map(|phone| phone.join().unwrap()).collect()
    });
    assert_eq!(made.iter().filter(|status| **status == 303).count(), 1, "{made:?}");
    let staff = chalkbox.core().store.school.read_blocking(chalkbox::people::accounts::staff);
    assert_eq!(staff.unwrap().iter().filter(|one| one.role == Role::Technician).count(), 1);
}

#[test]
fn nobody_is_set_up_where_lessons_share_the_host() {
    let folder = Folder::new("setup-shared");
    let config = chalkbox::config::Config {
        portal_names: vec!["chalkbox.lan".into(), "10.77.0.2".into()],
        ..crate::kit::test_box::config()
    };
    let clock = chalkbox::base::Clock::fixed(crate::kit::test_box::MORNING);
    let chalkbox = TestBox::start_with(&folder.path("data"), config, clock);
    let mut phone = Phone::new(&chalkbox);
    for page in ["/setup", "/join", "/recover"] {
        assert_eq!(phone.ask("GET", page, &[]).status, 200, "{page}");
        let shared = phone.get(&format!("http://10.77.0.2{page}"));
        assert!(shared.url.ends_with("/sign-in"), "{}", shared.url);
        assert!(shared.text().contains("Nobody can sign in here"));
    }
}
