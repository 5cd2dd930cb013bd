//! The desks of technicians, heads and teachers: what stands around their pages, and who may sign in.

use chalkbox::people::Role;

use super::{id_of, school, send};
use crate::kit::{Phone, staff};

/// Pages that another part brings.
const NOT_HERE: [&str; 2] = ["/box/recovery", "/teach/classes"];

#[test]
fn every_page_of_a_desk_shows_the_way_who_is_there_and_the_way_out() {
    let (_folder, chalkbox) = school("desk-frame");
    for role in [Role::Technician, Role::Head, Role::Teacher] {
        let mut phone = staff::signed_in(&chalkbox, role);
        let pages: Vec<_> =
            role.desk().iter().filter(|page| !NOT_HERE.contains(&page.path)).collect();
        assert!(pages.len() >= 2, "{role}");
        for page in &pages {
            let answer = phone.get(page.path);
            let shown = answer.text();
            assert_eq!((answer.status, answer.url.ends_with(page.path)), (200, true), "{role}");
            for part in [
                &format!("Asha the {role}"),
                &format!("href=\"{}\" aria-current=\"page\"", page.path),
                "Sign out</button>",
                "<a class=\"own\" href=\"/me\">",
            ] {
                assert!(shown.contains(part), "{}: {part} is not in {shown}", page.path);
            }
            for other in &pages {
                assert!(shown.contains(&format!("href=\"{}\"", other.path)), "{}", other.path);
            }
        }
        let first = pages[0].path;
        assert!(phone.get("/").text().contains(&format!("class=\"me\" href=\"{first}\"")));
        let out = send(&mut phone, first, "/turn", "");
        assert_eq!((out.status, out.header("location")), (303, Some("/")));
        assert!(phone.get(first).url.contains("/sign-in?next="));
        assert!(!phone.get("/").text().contains("Asha"));
    }
}

#[test]
fn the_home_page_that_is_kept_for_all_knows_nobody() {
    let (_folder, chalkbox) = school("desk-home");
    let mut teacher = staff::signed_in(&chalkbox, Role::Teacher);
    let mut guest = Phone::new(&chalkbox);
    for _ in 0..2 {
        assert!(teacher.get("/").text().contains("Asha the teacher"));
        let shown = guest.get("/").text();
        assert!(!shown.contains("Asha") && !shown.contains("class=\"me\""), "{shown}");
    }
}

#[test]
fn a_new_school_is_told_what_to_do_first() {
    let (_folder, chalkbox) = school("desk-empty");
    let mut head = staff::signed_in(&chalkbox, Role::Head);
    let shown = head.get("/teach").text();
    assert!(shown.contains("Make your first class"), "{shown}");
    assert!(shown.contains("Invite your teachers"));
    assert!(head.get("/teach/staff").text().contains("No teacher is here yet"));
    let mut teacher = staff::signed_in(&chalkbox, Role::Teacher);
    let shown = teacher.get("/teach").text();
    assert!(shown.contains("Make your first class") && !shown.contains("/teach/staff"));
    assert!(head.get("/teach").text().contains("1 teacher"));
    assert_eq!(teacher.get("/teach/staff").status, 403);
    assert_eq!(teacher.get("/teach/acts").status, 403);
}

#[test]
fn whoever_invites_shows_a_code_that_is_kept_nowhere() {
    let (_folder, chalkbox) = school("desk-invite");
    let mut technician = staff::signed_in(&chalkbox, Role::Technician);
    let asked = technician.get("/box/people/invite").text();
    for role in ["teacher", "head", "technician"] {
        assert!(asked.contains(&format!("value=\"{role}\"")), "{asked}");
    }
    let (page, head) = ("/box/people/invite", "&role=head");
    let shown = send(&mut technician, page, page, head).text();
    let code = shown.split("class=\"code\"").nth(1).unwrap();
    let code = code.split(['>', '<']).nth(1).unwrap().to_owned();
    assert_eq!((code.len(), code.as_bytes()[4]), (9, b' '), "{code}");
    assert!(shown.contains("<svg class=\"qr\"") && shown.contains("chalkbox.lan/join"), "{shown}");
    let again = send(&mut technician, page, page, head).text();
    assert!(!again.contains(&code), "each is another one");
    let kept: Vec<String> = chalkbox
        .core()
        .store
        .school
        .read_blocking(|school| {
            let mut all =
                school.prepare("select hash || role || coalesce(person, '') from code")?;
            let rows = all.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
        .unwrap();
    assert_eq!(kept.len(), 2);
    assert!(kept.iter().all(|row| !row.contains(&code.replace(' ', ""))), "{kept:?}");

    let mut head = staff::signed_in(&chalkbox, Role::Head);
    let page = "/teach/staff/invite";
    assert!(!head.get(page).text().contains("value=\"head\""));
    assert_eq!(send(&mut head, page, page, "&role=teacher").status, 200);
    for (role, status) in [("head", 403), ("technician", 403), ("learner", 403), ("king", 400)] {
        assert_eq!(send(&mut head, page, page, &format!("&role={role}")).status, status, "{role}");
    }
    assert_eq!(send(&mut head, page, page, "").status, 400);
}

#[test]
fn a_new_start_ends_the_old_passphrase_and_every_phone() {
    let (_folder, chalkbox) = school("desk-reset");
    let mut head = staff::signed_in(&chalkbox, Role::Head);
    let mut teacher = staff::signed_in(&chalkbox, Role::Teacher);
    let id = id_of(&chalkbox, Role::Teacher);
    let address = format!("/teach/staff/{id}");
    assert!(head.get("/teach/staff").text().contains(&format!("href=\"{address}\"")));
    let asked = head.get(&format!("{address}/reset")).text();
    assert!(asked.contains("New passphrase for Asha the teacher?"), "{asked}");
    assert!(asked.contains("All their phones are signed out."));
    assert_eq!(teacher.get("/teach").status, 200, "asking changes nothing");

    let reset = format!("{address}/reset");
    let shown = send(&mut head, &reset, &reset, "").text();
    assert!(shown.contains("Code for Asha the teacher") && shown.contains("class=\"code\""));
    assert!(teacher.get("/teach").url.contains("/sign-in"), "their phone is out at once");
    let tried = staff::sign_in(&mut teacher, "teacher", staff::PASSPHRASE);
    assert_ne!(tried.status, 303, "the old passphrase is gone");
    assert!(head.get("/teach/staff").text().contains("Must use a code first"));
    let forged = Phone::new(&chalkbox).post(&reset, "token=none");
    assert_eq!(forged.status, 403);
}

#[test]
fn whoever_is_removed_is_out_at_once_and_the_last_technician_stays() {
    let (_folder, chalkbox) = school("desk-remove");
    let mut technician = staff::signed_in(&chalkbox, Role::Technician);
    let mut head = staff::signed_in(&chalkbox, Role::Head);
    let (own, other) = (id_of(&chalkbox, Role::Technician), id_of(&chalkbox, Role::Head));
    let remove = format!("/box/people/{other}/remove");
    let asked = technician.get(&remove).text();
    for follows in ["Remove Asha the head?", "They can no longer sign in.", "lessons stay."] {
        assert!(asked.contains(follows), "{asked}");
    }
    assert_eq!(head.get("/teach").status, 200, "asking changes nothing");
    assert_eq!(head.get(&remove).status, 403);
    let done = send(&mut technician, &remove, &remove, "");
    assert_eq!((done.status, done.header("location")), (303, Some("/box/people?removed=1")));
    assert!(head.get("/teach").url.contains("/sign-in"));
    let list = technician.get("/box/people?removed=1").text();
    assert!(list.contains("They cannot sign in now.") && !list.contains("Asha the head"), "{list}");

    // Nobody removes themselves: the one technician cannot lock the box.
    let token = technician.get("/box").token().unwrap();
    let form = format!("token={token}");
    for (path, status) in [
        (format!("/box/people/{own}/remove"), 404),
        (format!("/box/people/{own}/reset"), 404),
        (remove, 404),
        ("/box/people/1/remove".into(), 404),
    ] {
        assert_eq!(technician.post(&path, &form).status, status, "{path}");
    }
    assert_eq!(technician.get("/box").status, 200);
}
