//! Every user entry of every valid file: bytes, type, redirects, HEAD, a range, asking again.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chalkbox::base::random::hex;
use chalkbox::formats::zim::Archive;
use md5::{Digest, Md5};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{address, load_in_place, remove, wire};
use crate::kit::Folder;
use crate::kit::program::{Server, other_program};
use crate::kit::wire::Wire;
use crate::zim::{cache, corpus, oracle};

#[derive(Default)]
struct Compared {
    entries: usize,
    redirects: usize,
    bytes: u64,
}

#[test]
fn every_entry_comes_over_http_as_libzim_reads_it() {
    let Some(python) = std::env::var_os(oracle::PYTHON_VARIABLE) else {
        println!("{} is not set: 0 entries compared with libzim", oracle::PYTHON_VARIABLE);
        return;
    };
    let folder = Folder::new("oracle-valid");
    let mut paths = oracle::made(&folder);
    paths.extend(corpus::files().into_iter().filter(|path| corpus::is_valid(path)));
    paths.extend(std::env::var_os(oracle::MORE_VARIABLE).map(PathBuf::from));
    let server = Server::start(&folder.path("data"));
    let mut wire = wire(&server);
    let (mut files, mut all) = (0, Compared::default());
    for path in paths {
        let Some(lines) = libzim(&python, &path) else { continue };
        let package = load_in_place(&server, &path).unwrap_or_else(|said| panic!("{said}"));
        wire.open_again();
        let archive = Archive::open(&path, &cache()).unwrap();
        let users = archive.user_range().unwrap();
        for index in users {
            compare(&mut wire, &package, &lines, index as usize, &mut all);
        }
        remove(&server, &package);
        files += 1;
    }
    super::never_panicked(&server);
    println!(
        "{} user entries of {files} files as libzim reads them ({} redirects, {} bytes), {} requests, slowest {:?}",
        all.entries, all.redirects, all.bytes, wire.requests, wire.slowest
    );
    assert!(files > 0 && all.entries > 0 && all.redirects > 0);
}

/// What libzim tells of each entry, by index; `None`: it refuses the file.
fn libzim(python: &OsString, path: &Path) -> Option<Vec<Value>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/zim_dump.py");
    // libzim wants the name that a split archive would have if it were whole.
    let asked = path.to_string_lossy().replace(".zimaa", ".zim");
    let output = other_program(python).arg(&script).arg(asked).output().unwrap();
    if output.status.code() == Some(oracle::REFUSED_EXIT) {
        println!("libzim refuses {}", path.display());
        return None;
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn compare(wire: &mut Wire, package: &str, lines: &[Value], index: usize, all: &mut Compared) {
    let theirs = &lines[index];
    let path = theirs[1].as_str().unwrap();
    let asked = address(package, path);
    let reply = wire.get(&asked);
    all.entries += 1;
    if theirs[3] == "redirect" {
        all.redirects += 1;
        let mut target = theirs;
        while target[3] == "redirect" {
            target = &lines[usize::try_from(target[4].as_u64().unwrap()).unwrap()];
        }
        assert_eq!(reply.status, 302, "{theirs}");
        let location = reply.header("location").unwrap();
        let location = percent_decode_str(location).decode_utf8().unwrap();
        let wanted = format!("/raw/{package}/content/{}", target[1].as_str().unwrap());
        assert_eq!(location, wanted, "{theirs}");
        return;
    }
    assert_eq!((reply.status, reply.is_cut), (200, false), "{theirs}");
    assert_eq!(theirs[4], reply.body.len(), "{theirs}");
    assert_eq!(theirs[5], hex(Md5::digest(&reply.body).as_slice()), "{theirs}");
    assert_eq!(reply.header("content-type"), theirs[3].as_str(), "{theirs}");
    all.bytes += reply.body.len() as u64;
    ask_otherwise(wire, &asked, &reply);
}

/// HEAD, a range, and asking again for what one has.
fn ask_otherwise(wire: &mut Wire, asked: &str, whole: &crate::kit::wire::Reply) {
    let head = wire.ask("HEAD", asked, "");
    let length = whole.body.len().to_string();
    assert_eq!((head.status, head.header("content-length")), (200, Some(&*length)), "{asked}");
    assert_eq!(head.header("content-type"), whole.header("content-type"));
    let etag = whole.header("etag").unwrap();
    assert_eq!(wire.ask("GET", asked, &format!("If-None-Match: {etag}\r\n")).status, 304);
    if let Some(last) = whole.body.len().checked_sub(1) {
        let (from, to) = (last / 3, last - last / 4);
        let part = wire.ask("GET", asked, &format!("Range: bytes={from}-{to}\r\n"));
        assert_eq!(part.status, 206, "{asked}");
        let told = format!("bytes {from}-{to}/{length}");
        assert_eq!(part.header("content-range"), Some(&*told), "{asked}");
        assert!(part.body == whole.body[from..=to], "{asked} {told}");
    }
}
