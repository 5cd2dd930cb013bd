//! `school.db` damaged or deleted: people are back from the newest backup, nobody is asked to set the
//! box up anew, and the loss is named.

use std::path::Path;
use std::time::Duration;

use chalkbox::people::Role;
use serde_json::Value;

use crate::kit::becoming::{NEW_PASSPHRASE, account, send, setup_code};
use crate::kit::{Folder, Phone, TestBox, staff};

fn set_up(data: &Path) -> TestBox {
    let chalkbox = TestBox::start(data);
    let code = setup_code(data).unwrap();
    let mut phone = Phone::new(&chalkbox);
    assert_eq!(send(&mut phone, "/setup", &account(&code, "Asha", "asha")).status, 303);
    chalkbox
}

fn faults(phone: &mut Phone) -> Vec<String> {
    let told: Value = serde_json::from_str(&phone.get("/health").text()).unwrap();
    let sentences = told["faults"].as_array().unwrap();
    sentences.iter().map(|sentence| sentence.as_str().unwrap().to_owned()).collect()
}

fn remove_logs(data: &Path) {
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(data.join(format!("school.db{suffix}")));
    }
}

/// What is said of it, and how the file comes to that.
type Way = (&'static str, fn(&Path));

#[test]
fn damaged_deleted_or_empty_the_people_come_back() {
    let ways: [Way; 4] = [
        ("was gone", |file| std::fs::remove_file(file).unwrap()),
        ("was gone", |file| std::fs::write(file, "").unwrap()),
        ("was damaged", |file| std::fs::write(file, vec![7; 40_000]).unwrap()),
        ("was damaged", |file| {
            let bytes = std::fs::read(file).unwrap();
            std::fs::write(file, &bytes[..100]).unwrap();
        }),
    ];
    for (number, (named, lose)) in ways.into_iter().enumerate() {
        let folder = Folder::new("lost");
        let data = folder.path("data");
        let chalkbox = set_up(&data);
        staff::add(&chalkbox, Role::Teacher);
        chalkbox.stop();
        remove_logs(&data);
        lose(&data.join("school.db"));
        let chalkbox = TestBox::start(&data);
        let mut phone = Phone::new(&chalkbox);
        assert_eq!(setup_code(&data), None, "way {number}");
        assert!(!phone.get("/setup").text().contains("name=\"code\""), "way {number}");
        let told = faults(&mut phone);
        assert!(told.iter().any(|sentence| sentence.contains(named)), "way {number}: {told:?}");
        assert_eq!(staff::sign_in(&mut phone, "asha", NEW_PASSPHRASE).status, 303, "way {number}");
        // Came after the backup: lost, and it was said that something is.
        let mut other = Phone::new(&chalkbox);
        assert_eq!(staff::sign_in(&mut other, "teacher", staff::PASSPHRASE).status, 403);
    }
}

#[test]
fn without_any_backup_the_box_says_how_to_recover() {
    let folder = Folder::new("lost-all");
    let data = folder.path("data");
    set_up(&data).stop();
    remove_logs(&data);
    std::fs::remove_file(data.join("school.db")).unwrap();
    std::fs::remove_dir_all(data.join("backup")).unwrap();
    let chalkbox = TestBox::start(&data);
    assert_eq!(setup_code(&data), None);
    let mut phone = Phone::new(&chalkbox);
    let page = phone.get("/setup").text();
    assert!(page.contains("lost its technician") && page.contains("/recover"), "{page}");
    let answer = phone.get("/recover").text();
    assert!(answer.contains("chalkbox-recover"), "{answer}");
}

#[test]
fn the_newest_backup_knows_the_newest_people() {
    let folder = Folder::new("lost-newest");
    let data = folder.path("data");
    let chalkbox = set_up(&data);
    let backups = || {
        let names = std::fs::read_dir(data.join("backup")).unwrap();
        let mut names: Vec<_> =
            names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| Path::new(name).extension().is_some_and(|end| end == "db"));
        names.sort();
        names
    };
    assert_eq!(backups().len(), 1, "set-up itself");
    let mut phone = Phone::new(&chalkbox);
    staff::sign_in(&mut phone, "asha", NEW_PASSPHRASE);
    assert_eq!(send(&mut phone, "/box/recovery", &[]).status, 200);
    let came = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        backups().len() == 2
    });
    assert!(came, "{:?}", backups());
    chalkbox.stop();
    remove_logs(&data);
    std::fs::remove_file(data.join("school.db")).unwrap();
    let chalkbox = TestBox::start(&data);
    let mut phone = Phone::new(&chalkbox);
    assert_eq!(staff::sign_in(&mut phone, "asha", NEW_PASSPHRASE).status, 303);
    let sheet = phone.get("/box/recovery").text();
    assert!(sheet.contains("You have a sheet."), "the copy knows the sheet: {sheet}");
}
