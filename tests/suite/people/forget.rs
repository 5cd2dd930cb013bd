//! A learner who is forgotten is in no file of the box, and the journal says which pseudonym leads
//! nowhere now.

use std::path::{Path, PathBuf};

use chalkbox::people::learners;
use chalkbox::store;
use chalkbox::usage::export::{Export, Format};

use super::school::{School, door, leads_to, tap};
use crate::kit::Phone;

/// So rare that nothing else is called so.
const NAME: &str = "Wanjiru Xq9Zebulon";

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Files of the data folder in which these words stand, in any of the ways text is written.
fn holding(data: &Path, words: &str) -> Vec<String> {
    let plain = words.as_bytes().to_vec();
    let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let all = files(data);
    assert!(all.len() > 4, "{all:?}");
    all.into_iter()
        .filter(|path| std::fs::metadata(path).is_ok_and(|meta| meta.is_file()))
        .filter(|path| {
            let bytes = std::fs::read(path).unwrap();
            [&plain, &wide].iter().any(|words| memchr::memmem::find(&bytes, words).is_some())
        })
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect()
}

fn exported(school: &School, format: Format) -> String {
    let mut bytes = Vec::new();
    let usage = &school.chalkbox.core().usage;
    usage.flush_blocking().unwrap();
    usage.export(&Export { format, since: None }, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// How many copies of the people lie there.
fn copies(backup: &Path) -> usize {
    let names = std::fs::read_dir(backup).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().starts_with("school-")).count()
}

#[test]
fn a_forgotten_name_is_in_no_file() {
    let mut school = School::open("forget");
    school.chalkbox.load_sample();
    let data = school.folder.path("data");
    let class = school.class("4B");
    let mut others = Vec::new();
    for number in 0..40 {
        others.push(school.learner(&class, &format!("Learner {number}")));
    }
    let gone = school.learner(&class, NAME);
    let three = school.pictures(&gone);
    let mut phone = Phone::new(&school.chalkbox);
    leads_to(&tap(&mut phone, &door(&class), &three));
    let lesson = phone.get("/search?q=water").link("/lessons/").unwrap();
    let lesson = lesson.split('?').next().unwrap().to_owned();
    let open = phone.get(&lesson).link(&format!("{lesson}/open?k=")).unwrap();
    phone.get(&open);
    // Backups, and copies that other steps left, hold the name.
    for _ in 0..2 {
        store::back_up(&school.chalkbox.core().data, &school.chalkbox.core().store.school).unwrap();
    }
    let backup = data.join("backup");
    let newest = std::fs::read_dir(&backup).unwrap().next().unwrap().unwrap().path();
    std::fs::copy(&newest, backup.join("school-before-version-2.db")).unwrap();
    std::fs::copy(&newest, data.join("damaged/school-1.db")).unwrap();
    std::fs::copy(&newest, backup.join("school-000009.db.part")).unwrap();
    // Rows around it are written again, so that pages of the file were moved about.
    leads_to(&school.send(&gone, &gone, &format!("name={}", NAME.replace(' ', "+"))));
    let before = holding(&data, NAME);
    assert!(before.len() >= 6, "{before:?}");

    let question = school.teacher.get(&format!("{gone}/forget")).text();
    assert!(question.contains(&format!("Forget {NAME}?")));
    assert_eq!(leads_to(&school.send(&gone, &format!("{gone}/forget"), "")), class);
    assert_eq!(holding(&data, NAME), Vec::<String>::new());
    assert_eq!(holding(&data, "Xq9Zebulon"), Vec::<String>::new());
    assert_eq!(copies(&backup), 2, "both made anew");

    // The others are all there, the phone shows nobody, the learner's page and pictures are gone.
    assert_eq!(school.count("select count(*) from person where role = 'learner'"), 40);
    assert!(!phone.get("/").text().contains("Hello"));
    assert_eq!(school.teacher.get(&gone).status, 404);
    let mut other = Phone::new(&school.chalkbox).numbered(7);
    assert!(tap(&mut other, &door(&class), &three).text().contains("Not these three"));
    assert!(school.teacher.get(&others[3]).text().contains("Learner 3"));

    // The journal knows the pseudonym that the visits have, and nothing leads to it.
    let events = exported(&school, Format::CsvEvents);
    let told = events.lines().find(|line| line.contains(",learner_forgotten,")).unwrap();
    let pseudonym = told.split("guest").nth(1).unwrap();
    let pseudonym: String = pseudonym.chars().filter(char::is_ascii_hexdigit).take(32).collect();
    let visits = exported(&school, Format::CsvVisits);
    assert!(visits.contains(&pseudonym), "{pseudonym} {visits}");
    assert!(exported(&school, Format::Dictionary).contains("learner_forgotten"));
    for sql in [
        "select count(*) from forgotten",
        "select count(*) from keeper where person is not null and person not in (select id from person)",
        "select count(*) from session where person not in (select id from person)",
    ] {
        assert_eq!(school.count(sql), 0, "{sql}");
    }
    assert_eq!(school.count("select count(*) from act where what = 'forgotten'"), 1);
}

#[test]
fn forgetting_that_a_power_cut_stopped_is_finished_at_the_next_start() {
    let mut school = School::open("forget-cut");
    let class = school.class("4B");
    school.learner(&class, NAME);
    let core = school.chalkbox.core();
    store::back_up(&core.data, &core.store.school).unwrap();
    // As far as the first commit of forgetting, then the power fails.
    core.store
        .school
        .write_blocking(|tx| {
            let find = "select id from person where role = 'learner'";
            let id = tx.query_row(find, [], |row| row.get(0))?;
            learners::forget(tx, id)?;
            learners::note_forgotten(tx, "0123456789abcdef0123456789abcdef")
        })
        .unwrap();
    let data = school.folder.path("data");
    assert!(!holding(&data, NAME).is_empty(), "the backup still holds it");
    let School { chalkbox, folder, .. } = school;
    chalkbox.stop();
    let chalkbox = crate::kit::TestBox::start(&folder.path("data"));
    for _ in 0..200 {
        if holding(&data, NAME).is_empty() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(holding(&data, NAME), Vec::<String>::new());
    drop(chalkbox);
}

#[test]
fn a_class_goes_with_everybody_in_it() {
    let mut school = School::open("forget-class");
    let class = school.class("Zz8 Leavers");
    school.learner(&class, NAME);
    school.learner(&class, "Bakari Xq9Other");
    let question = school.teacher.get(&format!("{class}/remove")).text();
    assert!(question.contains("Remove Zz8 Leavers?") && question.contains("2 learners"));
    assert_eq!(leads_to(&school.send(&class, &format!("{class}/remove"), "")), "/teach/classes");
    let data = school.folder.path("data");
    for name in [NAME, "Bakari Xq9Other"] {
        assert_eq!(holding(&data, name), Vec::<String>::new(), "{name}");
    }
    assert_eq!(school.teacher.get(&class).status, 404);
    assert_eq!(school.count("select count(*) from person where role = 'learner'"), 0);
    let events = exported(&school, Format::CsvEvents);
    assert_eq!(events.matches(",learner_forgotten,").count(), 2);
}
