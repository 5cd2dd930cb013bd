//! What staff did: plain sentences, newest first, without the names of the gone.

use std::time::Duration;

use chalkbox::people::Role;
use chalkbox::people::acts::{self, Act};

use super::{id_of, school, send};
use crate::kit::{Phone, TestBox, staff};

fn shown(phone: &mut Phone, path: &str) -> String {
    let answer = phone.get(path);
    assert_eq!(answer.status, 200, "{path}");
    answer.text()
}

/// A learner's row without the pages that make one.
fn add_learner(chalkbox: &TestBox) {
    let add = "insert into class (id, name, turn, made_at) values (1, 'Blue', 0, 0);
        insert into person (id, role, name, class, pictures, pseudonym, made_at)
        values (2, 'learner', 'Amina', 1, 'fish-sun-drum', '0123456789abcdef0123456789abcdef', 0)";
    let school = &chalkbox.core().store.school;
    school.write_blocking(move |tx| Ok(tx.execute_batch(add)?)).unwrap();
}

#[test]
fn acts_are_told_in_sentences_with_who_and_when() {
    let (_folder, chalkbox) = school("acts-told");
    let mut technician = staff::signed_in(&chalkbox, Role::Technician);
    let page = "/box/people/invite";
    send(&mut technician, page, page, "&role=head");
    let told = shown(&mut technician, "/box/acts");
    let day = told.find("2026-11-25").unwrap();
    let invited = told.find("Invited: Head teacher").unwrap();
    let signed_in = told.find("Signed in").unwrap();
    assert!(day < invited && invited < signed_in, "newest first: {told}");
    assert!(told.contains("<bdi>Asha the technician</bdi> · Technician"), "{told}");
    assert!(told.contains("<time>09:00</time>"), "{told}");

    let mut head = staff::signed_in(&chalkbox, Role::Head);
    assert!(shown(&mut head, "/teach/acts").contains("Invited: Head teacher"));
    assert_eq!(head.get("/box/acts").status, 403);
    assert_eq!(technician.get("/teach/acts").status, 403);
}

#[test]
fn names_of_the_gone_are_shown_to_nobody_and_learners_not_to_technicians() {
    let (_folder, chalkbox) = school("acts-gone");
    let mut technician = staff::signed_in(&chalkbox, Role::Technician);
    let mut head = staff::signed_in(&chalkbox, Role::Head);
    staff::signed_in(&chalkbox, Role::Teacher);
    add_learner(&chalkbox);
    let (teacher, learner) = (id_of(&chalkbox, Role::Teacher), 2);
    let now = chalkbox.clock.now();
    chalkbox
        .core()
        .store
        .school
        .write_blocking(move |tx| {
            let who = chalkbox::people::accounts::by_id(tx, teacher)?;
            acts::note(
                tx,
                now,
                who.as_ref(),
                Act::Reset,
                Some(chalkbox::people::PersonId(learner)),
                "",
            )?;
            acts::note(tx, now, None, Act::SetUp, None, "")
        })
        .unwrap();
    assert!(shown(&mut head, "/teach/acts").contains("New start for Amina"));
    let told = shown(&mut technician, "/box/acts");
    assert!(told.contains("New start for a learner") && !told.contains("Amina"), "{told}");
    assert!(told.contains("The box itself"), "{told}");
    assert!(told.contains("Asha the teacher"));

    let remove = format!("/teach/staff/{teacher}/remove");
    assert_eq!(send(&mut head, &remove, &remove, "").status, 303);
    for (phone, path) in [(&mut head, "/teach/acts"), (&mut technician, "/box/acts")] {
        let told = shown(phone, path);
        assert!(!told.contains("Asha the teacher"), "{told}");
        assert!(told.contains("Removed: Teacher") && told.contains("Somebody who left"), "{told}");
    }
}

#[test]
fn many_acts_are_turned_page_by_page_and_go_after_a_year() {
    let (_folder, chalkbox) = school("acts-pages");
    let mut technician = staff::signed_in(&chalkbox, Role::Technician);
    let now = chalkbox.clock.now();
    chalkbox
        .core()
        .store
        .school
        .write_blocking(move |tx| {
            (0..65).try_for_each(|n| {
                acts::note(tx, now, None, Act::ClassMade, None, &format!("Class {n:02}"))
            })
        })
        .unwrap();
    let mut seen = Vec::new();
    let mut path = "/box/acts".to_owned();
    for number in 0..3 {
        let answer = technician.get(&path);
        let told = answer.text();
        seen.extend(told.split("Made a class: ").skip(1).map(|rest| rest[..8].to_owned()));
        let next = answer.link(&format!("/box/acts?page={}", number + 1));
        assert_eq!(next.is_some(), number < 2, "page {number}");
        assert_eq!(told.contains("rel=\"prev\""), number > 0, "page {number}");
        path = next.unwrap_or_default();
    }
    let all: Vec<String> = (0..65).rev().map(|n| format!("Class {n:02}")).collect();
    assert_eq!(seen, all);
    for odd in ["/box/acts?page=99999999999", "/box/acts?page=-1", "/box/acts?page=x"] {
        shown(&mut technician, odd);
    }

    chalkbox.advance(Duration::from_hours(24 * 367));
    chalkbox.sweep();
    let left = chalkbox.core().store.school.read_blocking(|school| acts::newest(school, 0, 100));
    assert_eq!(left.unwrap(), []);
}
