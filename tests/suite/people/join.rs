//! Invitations and resets: shown on the inviter's screen, used once, for an hour.

use std::sync::Arc;
use std::time::Duration;

use chalkbox::people::codes::{self, Code};
use chalkbox::people::{Person, Role, accounts};

use crate::kit::becoming::{NEW_PASSPHRASE, account, send};
use crate::kit::{Folder, Phone, TestBox, staff};

fn school(name: &str) -> (Folder, TestBox) {
    let folder = Folder::new(name);
    let chalkbox = TestBox::start(&folder.path("data"));
    (folder, chalkbox)
}

fn invite(chalkbox: &TestBox, maker: &Person, role: Role) -> Code {
    let people = chalkbox.core().people.get().unwrap();
    chalkbox.wait(people.invite(&Arc::new(maker.clone()), role)).unwrap()
}

fn reset(chalkbox: &TestBox, maker: &Person, whom: &Person) -> Code {
    let people = chalkbox.core().people.get().unwrap();
    chalkbox.wait(people.reset(&Arc::new(maker.clone()), whom.id)).unwrap()
}

#[test]
fn an_invitation_makes_one_account_of_its_role() {
    let (_folder, chalkbox) = school("join");
    let head = staff::add(&chalkbox, Role::Head);
    let code = invite(&chalkbox, &head, Role::Teacher);
    let mut phone = Phone::new(&chalkbox);
    let asked = phone.get("/join");
    assert!(asked.text().contains("name=\"code\"") && !asked.text().contains("passphrase"));
    let page = format!("/join?code={}", code.as_str());
    assert!(phone.get(&page).text().contains("You become a teacher here."));
    let code = code.to_string();
    let answer = send(&mut phone, &page, &account(&code, "Bo", "bo"));
    assert_eq!((answer.status, answer.header("location")), (303, Some("/teach")));
    assert!(phone.get("/me").text().contains(">Bo<"));
    let mut other = Phone::new(&chalkbox);
    let late = other.get(&page);
    assert_eq!(late.status, 400, "it opens nothing any more");
    assert!(late.text().contains("This code opens nothing."));
    let acts = chalkbox
        .core()
        .store
        .school
        .read_blocking(|reader| chalkbox::people::acts::newest(reader, 0, 10))
        .unwrap();
    let told: Vec<_> = acts
        .iter()
        .filter(|act| act.what != "signed_in")
        .map(|act| (act.who.as_deref(), &*act.what, &*act.detail))
        .collect();
    assert_eq!(
        told,
        [(Some("Bo"), "joined", "teacher"), (Some("Asha the head"), "invited", "teacher")]
    );
}

#[test]
fn a_taken_name_leaves_the_code_as_it_was() {
    let (_folder, chalkbox) = school("join-taken");
    let head = staff::add(&chalkbox, Role::Head);
    let code = invite(&chalkbox, &head, Role::Teacher).to_string();
    let mut phone = Phone::new(&chalkbox);
    let page = format!("/join?code={}", code.replace(' ', ""));
    let answer = send(&mut phone, &page, &account(&code, "Bo", " HEAD "));
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("Someone has that sign-in name."), "{}", answer.text());
    assert_eq!(send(&mut phone, &page, &account(&code, "Bo", "bo")).status, 303);
}

#[test]
fn a_reset_ends_sessions_at_once_and_its_code_gives_a_new_passphrase() {
    let (_folder, chalkbox) = school("join-reset");
    let head = staff::add(&chalkbox, Role::Head);
    let mut phone = staff::signed_in(&chalkbox, Role::Teacher);
    assert_eq!(phone.get("/me").status, 200);
    let teacher = chalkbox
        .core()
        .store
        .school
        .read_blocking(|reader| accounts::by_sign_in(reader, "teacher"))
        .unwrap()
        .unwrap()
        .0;
    let first = reset(&chalkbox, &head, &teacher);
    assert!(phone.get("/me").url.contains("/sign-in"), "signed out at once");
    let mut other = Phone::new(&chalkbox);
    assert_eq!(staff::sign_in(&mut other, "teacher", staff::PASSPHRASE).status, 403);
    let second = reset(&chalkbox, &head, &teacher);
    assert_eq!(other.get(&format!("/join?code={}", first.as_str())).status, 400, "void");
    let page = format!("/join?code={}", second.as_str());
    let shown = other.get(&page).text();
    assert!(shown.contains("Asha the teacher") && !shown.contains("name=\"sign_in\""));
    let fields = [("code", second.as_str()), ("passphrase", NEW_PASSPHRASE)];
    assert_eq!(send(&mut other, &page, &fields).status, 303);
    assert_eq!(staff::sign_in(&mut phone, "teacher", NEW_PASSPHRASE).status, 303);
}

#[test]
fn a_code_ends_after_an_hour_and_with_its_maker() {
    let (_folder, chalkbox) = school("join-ends");
    let head = staff::add(&chalkbox, Role::Head);
    let old = invite(&chalkbox, &head, Role::Teacher);
    chalkbox.clock.advance(Duration::from_mins(59));
    let young = invite(&chalkbox, &head, Role::Teacher);
    let mut phone = Phone::new(&chalkbox);
    let mut status = |code: &Code| phone.get(&format!("/join?code={}", code.as_str())).status;
    assert_eq!((status(&old), status(&young)), (200, 200));
    chalkbox.clock.advance(Duration::from_mins(1));
    assert_eq!((status(&old), status(&young)), (400, 200));
    chalkbox.core().store.school.write_blocking(move |tx| accounts::remove(tx, head.id)).unwrap();
    assert_eq!(status(&young), 400, "whoever made it is gone");
}

#[test]
fn nobody_invites_or_resets_whom_they_do_not_look_after() {
    let (_folder, chalkbox) = school("join-roles");
    let people = chalkbox.core().people.get().unwrap();
    let by_role = Role::ALL.map(|role| role.is_staff().then(|| staff::add(&chalkbox, role)));
    for (maker, person) in by_role.iter().flatten().map(|one| (one.role, one)) {
        let person = Arc::new(person.clone());
        for role in Role::ALL {
            let may = role.is_staff() && maker.looks_after(role);
            let invited = chalkbox.wait(people.invite(&person, role));
            assert_eq!(invited.is_ok(), may, "{maker} invites {role}");
        }
        let whom = by_role.iter().flatten().find(|one| one.role == maker).unwrap();
        assert!(chalkbox.wait(people.reset(&person, whom.id)).is_err(), "oneself");
    }
    let [_, Some(teacher), Some(head), _] = &by_role else { panic!() };
    let teacher = Arc::new(teacher.clone());
    assert!(chalkbox.wait(people.reset(&teacher, head.id)).is_err());
}

#[test]
fn wrong_codes_slow_the_phone_down() {
    let (_folder, chalkbox) = school("join-wrong");
    let head = staff::add(&chalkbox, Role::Head);
    let code = invite(&chalkbox, &head, Role::Teacher);
    let mut phone = Phone::new(&chalkbox);
    let tries: Vec<u16> = (0..12).map(|_| phone.get("/join?code=ABCDEFGH").status).collect();
    assert_eq!(tries.first(), Some(&400));
    assert_eq!(tries.last(), Some(&429), "{tries:?}");
    let page = format!("/join?code={}", code.as_str());
    assert_eq!(phone.get(&page).status, 429, "even the right one waits");
    chalkbox.clock.advance(Duration::from_mins(16));
    assert_eq!(phone.get(&page).status, 200);
}

#[test]
fn codes_that_wait_are_bounded() {
    let (_folder, chalkbox) = school("join-many");
    let core = chalkbox.core();
    let (random, secret, now) = (core.random.clone(), core.secret().unwrap(), core.clock.now());
    let count = core
        .store
        .school
        .write_blocking(move |tx| {
            for _ in 0..300 {
                codes::invite(tx, &random, &secret, None, Role::Teacher, now)?;
            }
            Ok(tx.query_row("select count(*) from code", [], |row| row.get::<_, i64>(0))?)
        })
        .unwrap();
    assert_eq!(count, 200);
}
