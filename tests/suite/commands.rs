//! The real program at the command line: exit codes, sentences, and `--json` as it is promised.

use std::path::Path;

use serde_json::Value;

use crate::kit::Folder;
use crate::kit::desk::rows;
use crate::kit::program::{Server, command, program};

fn keys(line: &Value) -> Vec<&str> {
    line.as_object().unwrap().keys().map(String::as_str).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Two texts and something that is none.
fn lessons(folder: &Folder) {
    std::fs::write(folder.path("rain.md"), "# Rain\n\nClouds carry water.").unwrap();
    std::fs::write(folder.path("sun.md"), "# Sun\n\nIt shines.").unwrap();
    std::fs::write(folder.path("paper.docx"), "PK\x03\x04").unwrap();
}

#[test]
fn load_list_check_and_remove_print_one_object_a_line() {
    let folder = Folder::new("commands-json");
    let data = folder.path("data");
    lessons(&folder);
    let (rain, paper) = (folder.path("rain.md"), folder.path("paper.docx"));
    let said = command(&data, &["--json", "load", text(&rain), text(&paper)]);
    assert_eq!(said.code, Some(1), "one of them was refused: {said:?}");
    let [loaded, refused] = &said.lines()[..] else { panic!("{said:?}") };
    assert_eq!(keys(loaded), ["lessons", "package", "size_bytes", "title"]);
    assert_eq!((&loaded["package"], &loaded["title"]), (&"rain".into(), &"Rain".into()));
    assert_eq!((&loaded["lessons"], &loaded["size_bytes"]), (&1.into(), &27.into()));
    assert_eq!(keys(refused), ["error", "path"]);
    assert_eq!(refused["path"], text(&paper));
    assert!(refused["error"].as_str().unwrap().contains("Word files"), "{refused}");

    let said = command(&data, &["library", "list", "--json"]);
    let [package] = &said.lines()[..] else { panic!("{said:?}") };
    assert_eq!((&package["package"], &package["state"]), (&"rain".into(), &"whole".into()));
    assert_eq!((said.code, &package["lessons"]), (Some(0), &1.into()));
    assert_eq!(command(&data, &["library", "check"]).code, Some(0));

    let said = command(&data, &["usage", "status", "--json"]);
    let [status] = &said.lines()[..] else { panic!("{said:?}") };
    assert_eq!((said.code, &status["gaps"]), (Some(0), &Value::Array(Vec::new())));
    for name in ["run_id", "runs", "events", "visits", "open_visits", "bytes"] {
        assert!(!status[name].is_null(), "{name}: {status}");
    }
    assert_eq!(command(&data, &["library", "remove", "rain"]).code, Some(0));
    let said = command(&data, &["library", "remove", "rain"]);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(said.err.contains("rain"), "{said:?}");
}

#[test]
fn wrong_use_ends_with_2_and_touches_nothing() {
    let folder = Folder::new("commands-wrong");
    let data = folder.path("data");
    for words in [&["lod", "x"][..], &["load"], &["library"], &["usage", "export"], &["--jsn"]] {
        let said = command(&data, words);
        assert_eq!(said.code, Some(2), "{words:?}: {said:?}");
        assert!(said.err.contains("Usage:"), "{said:?}");
    }
    assert!(!data.exists());
}

#[test]
fn every_mistake_of_the_settings_is_listed_and_nothing_begins() {
    let folder = Folder::new("commands-settings");
    let (data, settings) = (folder.path("data"), folder.path("chalkbox.toml"));
    std::fs::write(&settings, "[box]\nnam = \"x\"\ncolour = 3\n[memory]\ncluster_cache = 1\n")
        .unwrap();
    let said = command(&data, &["--config", text(&settings), "library", "list"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    for part in ["box.nam", "box.colour", "memory.cluster_cache", "3 things to mend"] {
        assert!(said.err.contains(part), "{part}: {said:?}");
    }
    assert!(!data.exists());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a newer Chalkbox is played")]
fn a_newer_database_is_refused_with_a_sentence() {
    let folder = Folder::new("commands-newer");
    let data = folder.path("data");
    assert_eq!(command(&data, &["library", "list"]).code, Some(0));
    for name in ["library", "school", "usage"] {
        let path = data.join(format!("{name}.db"));
        let newer = rusqlite::Connection::open(&path).unwrap();
        let known: i64 = newer.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        newer.pragma_update(None, "user_version", 99).unwrap();
        let said = command(&data, &["library", "list"]);
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{said:?}");
        let sentence = format!("{name}.db was written by a newer Chalkbox (version 99; this one");
        assert!(said.err.starts_with(&sentence), "{said:?}");
        newer.pragma_update(None, "user_version", known).unwrap();
    }
    assert_eq!(command(&data, &["library", "list"]).code, Some(0), "it was left as it was");
}

#[test]
fn commands_beside_a_running_server_ask_it() {
    let folder = Folder::new("commands-beside");
    let data = folder.path("data");
    lessons(&folder);
    let server = Server::start(&data);
    let mut phone = server.phone();
    assert!(!phone.get("/").text().contains("Rain"));
    let said = command(&data, &["load", "--json", text(&folder.path("rain.md"))]);
    assert_eq!((said.code, &said.lines()[0]["title"]), (Some(0), &"Rain".into()), "{said:?}");
    let lesson = phone.get("/").link("/lessons/").unwrap();
    assert!(phone.get(&lesson).text().contains("Rain"), "without a restart");
    let said = command(&data, &["load", text(&folder.path("paper.docx"))]);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(said.err.contains("Word files"), "{said:?}");
    assert_eq!(command(&data, &["library", "remove", "rain"]).code, Some(0));
    assert_eq!(phone.get(&lesson).status, 404);
    let health: Value = serde_json::from_str(&phone.get("/health").text()).unwrap();
    assert_eq!((&health["status"], &health["packages"]), (&"ok".into(), &0.into()));
}

#[test]
fn a_sheet_of_words_lies_where_it_was_asked_for_and_is_taken_in() {
    let folder = Folder::new("commands-text");
    let (data, desk) = (folder.path("data"), folder.path("desk"));
    std::fs::create_dir_all(&desk).unwrap();
    let there = desk.join("ny.csv");
    let said = command(&data, &["text", "export", text(&there)]);
    assert!(said.code == Some(0) && said.out.contains(text(&there)), "{said:?}");
    let sheet = std::fs::read_to_string(&there).unwrap();
    // A bare name is a file in the folder where one stands.
    let mut export = program();
    export.current_dir(&desk).arg("--data").arg(&data).args(["text", "export", "sw.csv"]);
    let output = export.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(desk.join("sw.csv").exists());
    std::fs::write(&there, "key,translation\nnav-home,Kwathu\n").unwrap();
    let said = command(&data, &["text", "import", text(&there)]);
    assert!(said.code == Some(0) && said.out.contains("1 lines taken in"), "{said:?}");
    assert!(data.join("languages/ny.ftl").exists());
    std::fs::write(&there, format!("{sheet}{}", " ".repeat(300_000))).unwrap();
    let said = command(&data, &["text", "import", text(&there)]);
    assert!(said.code == Some(1) && said.err.contains("larger than"), "{said:?}");
}

#[test]
fn a_server_that_cannot_listen_stops_in_order() {
    let folder = Folder::new("commands-port");
    let data = folder.path("data");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap().to_string();
    let said = command(&data, &["serve", "--portal", &at, "--lessons", "127.0.0.1:0"]);
    assert!(said.code == Some(1) && said.err.contains(&at), "{said:?}");
    let said = command(&data, &["usage", "export", "--format", "csv", "--what", "events"]);
    let table = rows(&said.out);
    let kind = table[0].iter().position(|column| column == "kind").unwrap();
    let kinds: Vec<&str> = table[1..].iter().map(|row| &*row[kind]).collect();
    assert_eq!(kinds, ["start", "stop"], "no power cut is told of");
}

#[test]
fn a_demo_begins_afresh_only_in_a_data_folder_that_nobody_uses() {
    let folder = Folder::new("commands-fresh");
    let home = folder.path("home");
    std::fs::create_dir_all(&home).unwrap();
    std::fs::write(home.join("letter.txt"), "Dear").unwrap();
    let fresh = ["demo", "--fresh", "--portal", "127.0.0.1:0", "--lessons", "127.0.0.1:0"];
    let said = command(&home, &fresh);
    assert!(said.code == Some(1) && said.err.contains("is no data folder"), "{said:?}");
    assert!(home.join("letter.txt").exists());
    let data = folder.path("data");
    let server = Server::start(&data);
    let said = command(&data, &fresh);
    assert!(said.code == Some(1) && said.err.contains("is using"), "{said:?}");
    assert_eq!(server.phone().get("/").status, 200);
    assert!(data.join("library.db").exists());
}
