//! `people add|reset|list`: with and without a server, whose next page knows.

use serde_json::Value;

use crate::kit::becoming::{NEW_PASSPHRASE, account, send, setup_code};
use crate::kit::program::{Server, command};
use crate::kit::{Folder, staff};

fn code_of(line: &Value) -> String {
    line["code"].as_str().unwrap().to_owned()
}

#[test]
fn add_reset_and_list_without_a_server() {
    let folder = Folder::new("people-commands");
    let data = folder.path("data");
    let said = command(&data, &["--json", "people", "add", "Asha  Juma", "--role", "technician"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let line = &said.lines()[0];
    let keys: Vec<_> = line.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["address", "code", "name", "role", "valid_minutes"]);
    assert_eq!((&line["name"], &line["role"]), (&"Asha Juma".into(), &"technician".into()));
    assert_eq!(line["address"], "http://chalkbox.lan/join");
    assert!(data.join("technician").exists());
    assert!(data.join("backup").read_dir().unwrap().next().is_some(), "a backup knows her");

    let said = command(&data, &["people", "add", "asha juma", "--role", "head"]);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(said.err.contains("signs in as asha juma already"), "{said:?}");
    let said = command(&data, &["people", "reset", "nobody"]);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(said.err.contains("Nobody signs in as nobody."), "{said:?}");
    let said = command(&data, &["people", "add", "x", "--role", "learner"]);
    assert_eq!(said.code, Some(2), "{said:?}");

    let said = command(&data, &["--json", "people", "list"]);
    let [line] = &said.lines()[..] else { panic!("{said:?}") };
    assert_eq!((&line["sign_in"], &line["waits"]), (&"asha juma".into(), &true.into()));
    let said = command(&data, &["people", "list"]);
    assert!(said.out.starts_with("technician  Asha Juma (signs in as asha juma"), "{said:?}");
}

#[test]
fn a_running_server_knows_at_once() {
    let folder = Folder::new("people-beside");
    let data = folder.path("data");
    let server = Server::start(&data);
    assert!(setup_code(&data).is_some());
    let said = command(&data, &["--json", "people", "add", "Asha", "--role", "technician"]);
    let code = code_of(&said.lines()[0]);
    assert_eq!(setup_code(&data), None, "set-up is over");
    let mut phone = server.phone();
    assert!(!phone.get("/setup").text().contains("name=\"code\""));
    let page = format!("/join?code={code}");
    let fields = [("code", &*code), ("passphrase", NEW_PASSPHRASE)];
    let answer = send(&mut phone, &page, &fields);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/box")));
    assert_eq!(phone.get("/box").status, 200);

    let said = command(&data, &["people", "reset", "ASHA"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(phone.get("/box").url.contains("/sign-in"), "her next page knows");
    let code = said.out.split(" is the code").next().unwrap();
    let page = format!("/join?code={}", code.replace(' ', ""));
    let fields = [("code", code), ("passphrase", "another bridge for goats")];
    assert_eq!(send(&mut phone, &page, &fields).status, 303);
    let mut other = server.phone();
    assert_eq!(staff::sign_in(&mut other, "asha", NEW_PASSPHRASE).status, 403);
    assert_eq!(staff::sign_in(&mut other, "asha", "another bridge for goats").status, 303);
}

#[test]
fn the_console_shows_the_setup_code() {
    let folder = Folder::new("people-console");
    let data = folder.path("data");
    let (server, said) = Server::start_and_hear(&data);
    let code = setup_code(&data).unwrap();
    assert!(said.contains(&format!("/setup and type the setup code {code}")), "{said}");
    assert!(!server.log().contains(&code), "the log is kept and sent to others");
    let answer = send(&mut server.phone(), "/setup", &account(&code, "Asha", "asha"));
    assert_eq!(answer.status, 303);
    server.kill();
    let (_server, said) = Server::start_and_hear(&data);
    assert!(!said.contains("setup"), "{said}");
}
