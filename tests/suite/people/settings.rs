//! The box's settings, copies and restart: in force at once, on the disk, and never in a box's way.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chalkbox::base::Clock;
use chalkbox::people::Role;
use serde_json::Value;

use super::{school, send};
use crate::kit::program::{Server, command};
use crate::kit::test_box::{MORNING, config};
use crate::kit::{Folder, Phone, TestBox, staff};

fn title(phone: &mut Phone) -> String {
    let page = phone.get("/").text();
    page.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned()
}

#[test]
fn a_new_name_and_language_show_on_the_next_page_and_after_a_start() {
    let (folder, chalkbox) = school("settings-live");
    let mut technician = staff::signed_in(&chalkbox, Role::Technician);
    let mut guest = Phone::new(&chalkbox);
    guest.language = "xx".into();
    assert_eq!(title(&mut guest), "Home · Test school");
    let page = "/box/settings";
    let form = "&name=Shule+%22ya%22+Msingi&language=sw";
    let saved = send(&mut technician, page, page, form);
    assert_eq!((saved.status, saved.header("location")), (303, Some("/box/settings?saved=1")));
    let shown = technician.get("/box/settings?saved=1").text();
    assert!(shown.contains("Saved. Every page shows it now."), "{shown}");
    assert_eq!(title(&mut guest), "Mwanzo · Shule &#34;ya&#34; Msingi", "without a restart");
    let told = technician.get("/box/acts").text();
    assert!(told.contains("Changed a setting: Name of the box"), "{told}");
    assert!(told.contains("Changed a setting: Language of the box"), "{told}");
    // Saving the same again changes nothing and is no act.
    send(&mut technician, page, page, form);
    let again = technician.get("/box/acts").text();
    assert_eq!(again.matches("Changed a setting").count(), 2);

    chalkbox.stop();
    let chalkbox = TestBox::start(&folder.path("data"));
    let mut guest = Phone::new(&chalkbox);
    guest.language = "xx".into();
    assert_eq!(title(&mut guest), "Mwanzo · Shule &#34;ya&#34; Msingi");
}

#[test]
fn a_bad_name_is_not_taken_and_what_was_typed_stays() {
    let (folder, chalkbox) = school("settings-wrong");
    let mut technician = staff::signed_in(&chalkbox, Role::Technician);
    let page = "/box/settings";
    for name in ["", "+", &"a".repeat(41), "a%0Ab"] {
        let shown = send(&mut technician, page, page, &format!("&name={name}&language=fr"));
        assert_eq!(shown.status, 200);
        assert!(shown.text().contains("Write 1 to 40 letters."), "{name:?}");
        assert!(shown.text().contains("<option value=\"fr\" lang=\"fr\" selected>"), "{name:?}");
    }
    let odd = send(&mut technician, page, page, "&name=Fine&language=../x");
    assert_eq!(odd.status, 400);
    assert_eq!(title(&mut Phone::new(&chalkbox)), "Home · Test school");
    assert!(!folder.path("data/settings.toml").exists());
}

#[test]
fn a_damaged_settings_file_is_named_and_keeps_no_box_from_starting() {
    let folder = Folder::new("settings-damaged");
    let data = folder.path("data");
    std::fs::create_dir_all(&data).unwrap();
    let long = "x".repeat(99);
    let long_name = format!("[box]\nname = \"{long}\"");
    let cases: [(&[u8], &str); 5] = [
        (b"[box\nname", "settings.toml could not be read"),
        (b"\xff\xfe\x00", "settings.toml could not be read"),
        (long_name.as_bytes(), "settings.toml: box.name"),
        (b"[box]\nname = 3\n", "settings.toml: box.name"),
        (b"[portal]\nlisten = \"0.0.0.0:1\"\n", "settings.toml: portal.listen"),
    ];
    for (bytes, said) in cases {
        std::fs::write(data.join("settings.toml"), bytes).unwrap();
        let chalkbox = TestBox::start_with(&data, config(), Clock::fixed(MORNING));
        let mut phone = Phone::new(&chalkbox);
        assert_eq!(title(&mut phone), "Home · Test school");
        let health: Value = serde_json::from_str(&phone.get("/health").text()).unwrap();
        let faults = health["faults"].to_string();
        assert!(faults.contains(said), "{faults}");
        assert_eq!(health["status"], "ok");
    }
    let chalkbox = TestBox::start_with(&data, config(), Clock::fixed(MORNING));
    let mut technician = staff::signed_in(&chalkbox, Role::Technician);
    assert!(technician.get("/box").text().contains("settings.toml: portal.listen"));
    let page = "/box/settings";
    send(&mut technician, page, page, "&name=New+name&language=en");
    assert!(!technician.get("/box").text().contains("settings.toml"), "saving mends the file");
}

#[test]
fn a_copy_can_be_made_now_and_the_page_says_when_it_was() {
    let (folder, chalkbox) = school("settings-backup");
    let mut technician = staff::signed_in(&chalkbox, Role::Technician);
    let shown = technician.get("/box/backup").text();
    assert_eq!(shown.matches("No copy yet").count(), 2, "{shown}");
    let page = "/box/backup";
    for _ in 0..3 {
        let done = send(&mut technician, page, page, "");
        assert_eq!((done.status, done.header("location")), (303, Some("/box/backup?done=1")));
    }
    let shown = technician.get("/box/backup?done=1").text();
    assert!(shown.contains("The copy is made.") && !shown.contains("No copy yet"), "{shown}");
    let mut copies: Vec<_> = std::fs::read_dir(folder.path("data/backup"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.contains("before"))
        .collect();
    copies.sort();
    let expected = ["school-000002.db", "school-000003.db", "usage-000002.db", "usage-000003.db"];
    assert_eq!(copies, expected);
    assert!(technician.get("/box/acts").text().contains("Made a copy of what matters"));
}

/// What a phone gets that connects at this very moment.
fn knock(portal: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(portal)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: chalkbox.lan\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn runs(server: &Server) -> u64 {
    let said = command(&server.data, &["--json", "usage", "status"]);
    said.lines()[0]["runs"].as_u64().unwrap()
}

#[test]
fn a_restart_asks_first_and_no_phone_meets_a_closed_door() {
    let (folder, chalkbox) = school("settings-restart");
    staff::add(&chalkbox, Role::Technician);
    chalkbox.stop();
    let server = Server::start(&folder.path("data"));
    let mut technician = server.phone();
    let signed_in = staff::sign_in(&mut technician, "technician", staff::PASSPHRASE);
    assert_eq!(signed_in.status, 303);
    let asked = technician.get("/box/restart").text();
    assert!(asked.contains("Nothing that was saved is lost."), "{asked}");
    let before = runs(&server);

    let page = "/box/restart";
    let shown = send(&mut technician, page, page, "").text();
    assert!(shown.contains("<meta http-equiv=\"refresh\" content=\"4;url=/box\">"), "{shown}");
    let (portal, back) = (server.portal, AtomicBool::new(false));
    let knocks = std::thread::scope(|scope| {
        let knocking = scope.spawn(|| {
            let mut answers = Vec::new();
            while !back.load(Ordering::Relaxed) {
                answers.push(knock(portal));
            }
            answers
        });
        let is_back = (0..500).any(|_| runs_or_none(&server) == Some(before + 1));
        back.store(true, Ordering::Relaxed);
        assert!(is_back, "one orderly stop, one start: {}", server.log());
        knocking.join().unwrap()
    });
    for (number, answer) in knocks.iter().enumerate() {
        let fine = answer.as_ref().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"));
        assert!(
            fine,
            "phone {number} of {} was not answered: {answer:?}\n{}",
            knocks.len(),
            server.log()
        );
    }
    println!("{} phones knocked while the box started anew", knocks.len());
    assert_eq!(runs(&server), before + 1);
    assert_eq!(technician.get("/").status, 200);
    let back = technician.get("/box");
    assert!(back.url.contains("/sign-in/again?next=%2Fbox"), "{}", back.url);
    assert!(back.text().contains("Asha the technician"), "still the same session");
}

/// While the box stops, commands cannot ask it.
fn runs_or_none(server: &Server) -> Option<u64> {
    let said = command(&server.data, &["--json", "usage", "status"]);
    said.lines().first()?["runs"].as_u64()
}
