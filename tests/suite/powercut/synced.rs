//! The order of the program's system calls, as strace sees it: what is acknowledged was on the disk before.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::kit::Folder;
use crate::kit::program::{Server, command, other_program, program};

const CALLS: &str =
    "fsync,fdatasync,pwrite64,read,recvfrom,write,writev,sendto,rename,renameat,renameat2";

/// What of a call matters here.
#[derive(Debug)]
enum Step {
    /// A phone's or a command's question came in.
    Asked(String),
    /// An answer was begun.
    Told(String),
    Wrote(String),
    Synced(String),
    Renamed(String),
}

/// A traced run of the program, in the order of its calls.
struct Trace(Vec<Step>);

/// strace with its own words, the program's still to come; the program is the child, not strace.
fn strace(out: &Path) -> std::process::Command {
    let mut strace = other_program("strace");
    strace.args(["-D", "-f", "-y", "-qq", "-s", "400", "-e"]).arg(format!("trace={CALLS}"));
    strace.arg("-o").arg(out).arg(program().get_program());
    strace
}

fn is_here() -> bool {
    let here = other_program("strace").arg("true").output().is_ok_and(|out| out.status.success());
    if !here {
        println!("no strace that may trace is here: the order of calls was not looked at");
    }
    here
}

impl Trace {
    fn read(path: &Path) -> Self {
        let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        let mut begun: HashMap<&str, &str> = HashMap::new();
        let mut steps = Vec::new();
        for line in text.lines() {
            let Some((thread, call)) = line.split_once(' ') else { continue };
            let call = call.trim_start();
            if let Some(first) = call.strip_suffix(" <unfinished ...>") {
                // An answer may be on its way before its call returns; all else counts at its end.
                steps.extend(step(first).filter(|step| matches!(step, Step::Told(_))));
                begun.insert(thread, first);
            } else if let Some((_, rest)) = call.split_once(" resumed>") {
                let whole = format!("{}{rest}", begun.remove(thread).unwrap_or_default());
                steps.extend(step(&whole).filter(|step| !matches!(step, Step::Told(_))));
            } else {
                steps.extend(step(call));
            }
        }
        Self(steps)
    }

    /// The steps from a question to the first answer behind it.
    fn from_to(&self, question: &str, answer: &str) -> &[Step] {
        let is_asked = |step: &Step| matches!(step, Step::Asked(text) if text.contains(question));
        let from = self.0.iter().position(is_asked).unwrap_or_else(|| panic!("no {question}"));
        &self.0[from..from + before(&self.0[from..], answer)]
    }
}

/// How many steps come before an answer begins.
fn before(steps: &[Step], answer: &str) -> usize {
    let is_told = |step: &Step| matches!(step, Step::Told(text) if text.contains(answer));
    steps.iter().position(is_told).unwrap_or_else(|| panic!("no {answer} told"))
}

fn step(call: &str) -> Option<Step> {
    let (name, words) = call.split_once('(')?;
    let path = || Some(words.split_once('<')?.1.split_once('>')?.0.to_owned());
    let text = || words.to_owned();
    match name {
        "fsync" | "fdatasync" if call.ends_with("= 0") => path().map(Step::Synced),
        "pwrite64" => path().map(Step::Wrote),
        "read" | "recvfrom" if words.contains("\"POST /") || words.contains("\"{\\\"json") => {
            Some(Step::Asked(text()))
        }
        // To a phone, a command or a terminal: not into a file.
        "write" | "writev" | "sendto" if !path()?.starts_with('/') => Some(Step::Told(text())),
        "rename" | "renameat" | "renameat2" if call.ends_with("= 0") => Some(Step::Renamed(text())),
        _ => None,
    }
}

/// Each of these in this order, others between them.
fn in_order(what: &str, steps: &[Step], wanted: &[(&str, &str)]) {
    let mut left = steps.iter();
    for (kind, part) in wanted {
        let found = left.any(|step| match (step, *kind) {
            (Step::Wrote(text), "written")
            | (Step::Synced(text), "synced")
            | (Step::Renamed(text), "renamed") => match part.strip_suffix('$') {
                Some(end) => text.ends_with(end),
                None => text.contains(part),
            },
            _ => false,
        });
        assert!(found, "{what}: {part} was not {kind} before the answer: {steps:#?}");
    }
    let order: Vec<String> = wanted.iter().map(|(kind, part)| format!("{part} {kind}")).collect();
    println!("pass: {what}: {}, then the answer", order.join(", "));
}

const SCHOOL: [(&str, &str); 2] = [("written", "/school.db-wal"), ("synced", "/school.db-wal")];
const JOURNAL: [(&str, &str); 2] = [("written", "/usage.db-wal"), ("synced", "/usage.db-wal")];
const LOAD: [(&str, &str); 6] = [
    ("synced", "/staging/load-"),
    ("renamed", "/packages/"),
    ("synced", "/packages$"),
    ("renamed", ".json"),
    ("written", "/usage.db-wal"),
    ("synced", "/usage.db-wal"),
];

/// A lesson to load, and where the trace goes.
fn prepared(name: &str) -> (Folder, PathBuf, PathBuf) {
    let folder = Folder::new(name);
    let lesson = folder.path("rain.md");
    std::fs::write(&lesson, "# Rain\n\nClouds carry water.").unwrap();
    let trace = folder.path("trace");
    (folder, lesson, trace)
}

#[test]
fn what_a_server_acknowledges_is_on_the_disk_before() {
    if !is_here() {
        return;
    }
    let (folder, lesson, out) = prepared("synced-server");
    let data = folder.path("data");
    let server = Server::start_with(strace(&out), &data);
    let said = command(&data, &["--json", "load", lesson.to_str().unwrap()]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let mut phone = server.phone();
    let page = phone.get("/").link("/lessons/").unwrap();
    let page = page.split('?').next().unwrap();
    let open = phone.get(page).link(&format!("{page}/open")).unwrap();
    let shown = phone.get(&open);
    let site = &shown.url[..shown.url.find("/play/").unwrap()];
    let done = format!("{site}{}", shown.link("/state/").unwrap()) + "/done";
    let form = format!("token={}", shown.token().unwrap());
    assert_eq!(phone.post(&done, &form).status, 303);
    let token = phone.get("/pictures/keep").token().unwrap();
    let form = format!("token={token}&picked=fish,sun&pick=drum");
    assert_eq!(phone.post("/pictures/keep", &form).status, 200);
    let token = phone.get("/turn").token().unwrap();
    assert_eq!(phone.post("/turn", &format!("token={token}")).status, 303);
    server.kill();
    let trace = Trace::read(&out);
    in_order("load beside a server", trace.from_to("\\\"load\\\"", "{\\\"out\\\""), &LOAD);
    in_order("I am done", trace.from_to("\"POST /state/", "HTTP/1.1 303"), &JOURNAL);
    in_order("pictures keep", trace.from_to("\"POST /pictures/keep", "HTTP/1.1 200"), &SCHOOL);
    let turn = trace.from_to("\"POST /turn", "HTTP/1.1 303");
    in_order("someone else's turn, its place", turn, &SCHOOL);
    in_order("someone else's turn, its visit", turn, &JOURNAL);
}

#[test]
fn what_a_load_alone_prints_is_on_the_disk_before() {
    if !is_here() {
        return;
    }
    let (folder, lesson, out) = prepared("synced-load");
    let mut load = strace(&out);
    load.arg("--data").arg(folder.path("data")).arg("--json").arg("load").arg(&lesson);
    assert!(load.output().unwrap().status.success());
    let trace = Trace::read(&out);
    let steps = &trace.0[..before(&trace.0, "\\\"package\\\"")];
    in_order("load alone", steps, &LOAD);
}
