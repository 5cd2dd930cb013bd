//! A disk that is full: pages go on, nothing is said to be saved that is not, and all goes on when there is room.
//! The server runs on a small disk in memory, seen by nobody else; without the rights to make one it is not tried.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use crate::kit::program::{Server, command, other_program, program};
use crate::kit::{Folder, Phone};

const DISK: &str = "size=12m";

/// A shell that mounts a small disk over the folder, then becomes the server.
fn on_a_small_disk(folder: &std::path::Path) -> std::process::Command {
    let mut shell = other_program("unshare");
    shell.args([
        "--mount",
        "sh",
        "-c",
        "mount -t tmpfs -o $0 none $1 && shift && exec \"$@\"",
        DISK,
    ]);
    shell.arg(folder).arg(program().get_program());
    shell
}

fn may_mount(folder: &std::path::Path) -> bool {
    let tried = other_program("unshare")
        .args(["--mount", "mount", "-t", "tmpfs", "none"])
        .arg(folder)
        .output();
    tried.is_ok_and(|output| output.status.success())
}

/// Form and address of "I am done" on a lesson just opened.
fn opened(phone: &mut Phone) -> (String, String) {
    let page = phone.get("/").link("/lessons/").unwrap();
    let page = page.split('?').next().unwrap().to_owned();
    let open = phone.get(&page).link(&format!("{page}/open")).unwrap();
    let shown = phone.get(&open);
    let site = &shown.url[..shown.url.find("/play/").unwrap()];
    let done = format!("{site}{}/done", shown.link("/state/").unwrap());
    (done, format!("token={}", shown.token().unwrap()))
}

fn keep(phone: &mut Phone, last: &str) -> bool {
    let token = phone.get("/pictures/keep").token().unwrap();
    let form = format!("token={token}&picked=fish,sun&pick={last}");
    phone.post("/pictures/keep", &form).text().contains("class=\"picked\"")
}

fn find(phone: &mut Phone, last: &str) -> bool {
    let token = phone.get("/pictures/find").token().unwrap();
    let form = format!("token={token}&picked=fish,sun&pick={last}");
    phone.post("/pictures/find", &form).header("location").is_some()
}

#[test]
fn a_full_disk_stops_no_page_and_nothing_is_half_done() {
    let folder = Folder::new("full-disk");
    let disk = folder.path("disk");
    std::fs::create_dir_all(&disk).unwrap();
    if !may_mount(&disk) {
        println!("no disk may be mounted here: a full one was not tried");
        return;
    }
    let lesson = folder.path("rain.md");
    std::fs::write(&lesson, "# Rain\n\nClouds carry water.").unwrap();
    let mut server = Server::start_with(on_a_small_disk(&disk), &disk.join("data"));
    // What the server sees at that path, seen from here.
    let seen = PathBuf::from(format!("/proc/{}/root{}", server.pid(), disk.display()));
    let data = seen.join("data");
    let said = command(&data, &["load", "--in-place", lesson.to_str().unwrap()]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let mut phone = server.phone();
    assert!(keep(&mut phone, "drum"));
    let (done, form) = opened(&mut phone);

    let mut filler = File::create(seen.join("filler")).unwrap();
    for size in [1 << 16, 1 << 12, 1] {
        while filler.write_all(&vec![0; size]).is_ok() {}
    }
    let refused = phone.post(&done, &form);
    assert_eq!(refused.status, 503, "not said to be saved: {}", refused.text());
    let mut other = server.phone();
    assert!(!keep(&mut other, "cat"));
    for page in ["/", "/turn", "/search?q=rain", "/help"] {
        assert_eq!(phone.get(page).status, 200, "{page}");
    }
    let health = phone.get("/health");
    assert_eq!(health.status, 503, "{}", health.text());
    assert!(health.text().contains("The disk takes nothing more"), "{}", health.text());
    let said = command(&data, &["load", lesson.to_str().unwrap()]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(server.is_alive());

    drop(filler);
    std::fs::remove_file(seen.join("filler")).unwrap();
    let again = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(200));
        phone.post(&done, &form).status == 303
    });
    assert!(again, "there is room again: {}", server.log());
    assert!(find(&mut server.phone(), "drum") && !find(&mut server.phone(), "cat"));
    assert!(keep(&mut other, "cat"));
    let health: Value = serde_json::from_str(&phone.get("/health").text()).unwrap();
    assert_eq!(health["status"], "ok");
    let status = command(&data, &["usage", "status", "--json"]);
    assert_eq!((status.code, &status.lines()[0]["gaps"]), (Some(0), &Value::Array(Vec::new())));
    assert_eq!(command(&data, &["library", "check"]).code, Some(0));
}
