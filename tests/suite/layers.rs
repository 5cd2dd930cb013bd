//! The picture of ARCHITECTURE.md, kept true: a part may use lower lines only, and parts on one
//! line do not know each other. Also the length of every file; clippy counts the functions' lines.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Highest line first, as in `src/lib.rs`.
const LINES: &[&[&str]] = &[
    &["main"],
    &["cli"],
    &["app"],
    &["teaching", "technician", "evidence", "centre"],
    &["loading"],
    &["portal", "lessons", "quizzes"],
    &["people", "usage"],
    &["web", "board", "formats"],
    &["store", "text", "config"],
    &["base"],
];
const FILE_LINES_MAX: usize = 400;

fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn line_of(part: &str) -> Option<usize> {
    LINES.iter().position(|line| line.contains(&part))
}

/// The part a file belongs to: its folder in `src`, or its own name.
fn part_of(path: &Path) -> String {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.components().next().unwrap();
    Path::new(first.as_os_str()).file_stem().unwrap().to_string_lossy().into_owned()
}

/// Parts named by `crate::part` or `chalkbox::part`, nested `use crate::{a, b::{c}}` included.
fn parts_used(source: &str) -> BTreeSet<String> {
    let code: String = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let mut used = BTreeSet::new();
    for start in ["crate::", "chalkbox::"] {
        for (at, _) in code.match_indices(start) {
            let rest = code[at + start.len()..].trim_start();
            match rest.strip_prefix('{') {
                Some(list) => used.extend(names_at_depth_one(list)),
                None => used.extend(name(rest)),
            }
        }
    }
    used
}

fn name(text: &str) -> Option<String> {
    let name: String =
        text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    (!name.is_empty()).then_some(name)
}

fn names_at_depth_one(list: &str) -> Vec<String> {
    let (mut depth, mut names, mut fresh) = (1, Vec::new(), true);
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            letter if fresh && depth == 1 && !letter.is_whitespace() => {
                names.extend(name(&list[at..]));
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// What a file breaks, one sentence each.
fn breaches(part: &str, source: &str) -> Vec<String> {
    let Some(own) = line_of(part) else {
        return vec![format!("{part} stands on no line of the picture")];
    };
    parts_used(source)
        .into_iter()
        .filter(|used| used != part)
        .filter(|used| line_of(used).is_some_and(|line| line <= own))
        .map(|used| format!("{part} uses {used}"))
        .collect()
}

/// `super::` out of a part would slip past the reading above.
fn climbs_out(path: &Path, source: &str) -> bool {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    // A file `mod.rs` is the module of its folder; modules of tests reach into the file around them.
    let ups = inside.components().count() - usize::from(inside.ends_with("mod.rs"));
    let code = source.replace("use super::*;", "");
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.contains(&"super::".repeat(ups))
}

#[test]
fn parts_use_lower_lines_only() {
    let mut broken = Vec::new();
    for path in sources("src") {
        let part = part_of(&path);
        if part == "lib" {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        broken.extend(
            breaches(&part, &source).into_iter().map(|b| format!("{}: {b}", path.display())),
        );
        if climbs_out(&path, &source) {
            broken.push(format!("{}: climbs out of its part with super::", path.display()));
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn a_forbidden_import_is_seen() {
    assert_eq!(breaches("usage", "use crate::lessons::Catalogue;"), ["usage uses lessons"]);
    assert_eq!(
        breaches("usage", "use crate::{base::Clock, people::{GuestKey}};"),
        ["usage uses people"]
    );
    assert_eq!(breaches("web", "fn f() { crate::app::start() }"), ["web uses app"]);
    assert!(breaches("lessons", "use crate::usage::Usage; // crate::app").is_empty());
    assert_eq!(breaches("attic", ""), ["attic stands on no line of the picture"]);
    let climbs = |file: &str, source: &str| {
        climbs_out(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file), source)
    };
    assert!(climbs("web/mod.rs", "use super::app::start;"));
    assert!(climbs("web/ask.rs", "use super::super::app::start;"));
    assert!(climbs("lessons/search/mod.rs", "use super::super::app::start;"));
    assert!(climbs("config.rs", "use super::app::start;"));
    assert!(!climbs("web/ask.rs", "use super::fault::Fault;"));
    assert!(!climbs("lessons/search/mod.rs", "use super::Library;"));
}

#[test]
fn readers_know_neither_http_nor_sql_nor_tokio() {
    for path in sources("src/formats") {
        let source = fs::read_to_string(&path).unwrap();
        for banned in ["axum", "rusqlite", "tokio", "hyper"] {
            assert!(!source.contains(&format!("{banned}::")), "{}: {banned}", path.display());
        }
    }
}

#[test]
fn files_are_short() {
    let long: Vec<_> = ["src", "tests"]
        .into_iter()
        .flat_map(sources)
        .map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path))
        .filter(|(lines, _)| *lines > FILE_LINES_MAX)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}
