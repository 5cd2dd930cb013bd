//! No secret comes with the program: nothing in the built program or the repository is a credential,
//! and two fresh data folders share none.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::kit::Folder;
use crate::kit::becoming::{account, send, setup_code};
use crate::kit::program::{Server, program};

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let skipped =
                ["node_modules", "dist", "target"].iter().any(|name| path.ends_with(name));
            match path.symlink_metadata().unwrap() {
                kind if kind.is_dir() && !skipped => folders.push(path),
                kind if kind.is_file() => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// What `strings` prints: runs of at least six printable letters.
fn strings(bytes: &[u8]) -> impl Iterator<Item = &str> {
    bytes
        .split(|byte| !(byte.is_ascii_graphic() || *byte == b' '))
        .filter(|run| run.len() >= 6)
        .filter_map(|run| std::str::from_utf8(run).ok())
}

/// Whether this text holds something that opens a door by itself.
fn credential(text: &str) -> Option<&'static str> {
    let value_of = |name: &str| {
        // `password=…`, `wpa_passphrase: …` with a value that is no placeholder of a form or a format.
        let at = text.to_ascii_lowercase().find(name)? + name.len();
        let rest = text.get(at..)?.trim_start();
        let value = rest.strip_prefix(['=', ':'])?.trim_start().trim_matches(['"', '\'']);
        let word: String = value.chars().take_while(char::is_ascii_alphanumeric).collect();
        (word.len() >= 6 && word.chars().any(|c| c.is_ascii_digit())).then_some(())
    };
    let marks = [
        ("a private key", "-----BEGIN ", "PRIVATE KEY"),
        ("an age key", "AGE-SECRET-KEY-1", ""),
        ("a minisign key", "untrusted comment: minisign encrypted secret key", ""),
        ("an SSH key", "openssh-key-v1", ""),
        ("a cloud key", "AKIA", ""),
    ];
    for (name, begins, holds) in marks {
        let follows = text.find(begins).map(|at| &text[at + begins.len()..]);
        // A program that can read keys has the marks, but nothing behind them.
        if follows.is_some_and(|rest| rest.contains(holds) && rest.len() > holds.len() + 16) {
            return Some(name);
        }
    }
    // A hash with its salt; ours are made on the box.
    let hash = ["$argon2id$v=", "$2y$", "$6$"].iter().any(|mark| {
        text.find(mark)
            .is_some_and(|at| text[at..].matches('$').count() >= 4 && text.len() - at > 40)
    });
    if hash {
        return Some("a password's hash");
    }
    let named = ["password", "passphrase", "passwd", "psk", "secret", "api_key", "token"];
    named.iter().any(|name| value_of(name).is_some()).then_some("a value called a secret")
}

#[test]
fn the_scan_finds_what_it_looks_for() {
    let table = [
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA", true),
        ("wpa_passphrase=chalkbox2024", true),
        ("default_password: \"school123\"", true),
        ("root:$6$abcdefgh$0123456789012345678901234567890123456789$:1", true),
        ("name=\"passphrase\" type=\"password\" required", false),
        ("-----BEGIN PRIVATE KEY-----", false),
        ("The passphrase is wrong. Try again.", false),
    ];
    for (text, expected) in table {
        assert_eq!(credential(text).is_some(), expected, "{text}");
    }
}

#[test]
fn neither_the_program_nor_what_goes_on_the_card_holds_a_credential() {
    let binary = fs::read(program().get_program()).unwrap();
    let mut looked = 0;
    for text in strings(&binary) {
        looked += 1;
        assert_eq!(credential(text), None, "the program: {text}");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = 0;
    for folder in ["deploy", "web-assets"] {
        for path in files_below(&root.join(folder)) {
            let bytes = fs::read(&path).unwrap();
            for line in bytes.split(|byte| *byte == b'\n') {
                let line = String::from_utf8_lossy(line);
                assert_eq!(credential(&line), None, "{}: {line}", path.display());
            }
            files += 1;
        }
    }
    println!("{looked} strings of the program and {files} files hold no credential");
    assert!(looked > 10_000 && files > 50, "{looked} {files}");
}

/// Runs of 16 bytes, at every place, that look random: what a key, a token or a hash is made of. Text and
/// the numbers of a database's pages are mostly below 128, half of them below 16.
fn random_runs(bytes: &[u8]) -> BTreeSet<[u8; 16]> {
    let runs = bytes.windows(16).filter_map(|run| <[u8; 16]>::try_from(run).ok());
    runs.filter(|run| {
        let different: BTreeSet<u8> = run.iter().copied().collect();
        let high = run.iter().filter(|byte| **byte >= 128).count();
        let low = run.iter().filter(|byte| **byte < 16).count();
        different.len() >= 13 && high >= 4 && low <= 4
    })
    .collect()
}

fn words_of(data: &Path) -> (BTreeSet<[u8; 16]>, BTreeSet<String>, usize) {
    let (mut runs, mut tokens, mut files) = (BTreeSet::new(), BTreeSet::new(), 0);
    for path in files_below(data) {
        let bytes = fs::read(&path).unwrap();
        files += 1;
        runs.extend(random_runs(&bytes));
        for text in strings(&bytes) {
            // 32 hexadecimal digits anywhere, and codes of eight of our letters.
            let words = text.split(|c: char| !c.is_ascii_alphanumeric());
            let hex = |word: &str| word.len() >= 32 && word.bytes().all(|b| b.is_ascii_hexdigit());
            tokens.extend(words.filter(|word| hex(word)).map(str::to_owned));
            tokens.extend(text.split_once("Setup code: ").map(|(_, code)| code.to_owned()));
        }
    }
    (runs, tokens, files)
}

#[test]
fn two_fresh_data_folders_share_no_secret() {
    let folder = Folder::new("no-secrets");
    let found = ["one", "two"].map(|name| {
        let data = folder.path(name);
        let server = Server::start(&data);
        let code = setup_code(&data).unwrap();
        // In memory only, but for the status file.
        for path in files_below(&data) {
            let bytes = fs::read(&path).unwrap();
            let plain = code.replace(' ', "");
            let shows = |text: &str| bytes.windows(text.len()).any(|run| run == text.as_bytes());
            let is_status = path.ends_with("status.txt");
            assert_eq!(shows(&code) || shows(&plain), is_status, "{}", path.display());
        }
        let fresh = words_of(&data);
        let passphrase_is_stored = |data: &Path| {
            let words = crate::kit::becoming::NEW_PASSPHRASE.as_bytes();
            files_below(data)
                .iter()
                .any(|path| fs::read(path).unwrap().windows(words.len()).any(|run| run == words))
        };
        let answer = send(&mut server.phone(), "/setup", &account(&code, "Asha", "asha"));
        assert_eq!(answer.status, 303);
        assert!(!passphrase_is_stored(&data));
        server.kill();
        fresh
    });
    let [(runs, tokens, files), (other_runs, other_tokens, _)] = found;
    println!("{files} files, {} runs of bytes, {} tokens", runs.len(), tokens.len());
    assert!(!runs.is_empty() && !tokens.is_empty(), "there is something to compare");
    let shared: Vec<_> = tokens.intersection(&other_tokens).collect();
    assert!(shared.is_empty(), "{shared:?}");
    let shared: Vec<_> = runs.intersection(&other_runs).collect();
    assert!(shared.is_empty(), "{} runs: {:?}", shared.len(), shared.first());
}
