//! Every entry as libzim, the reference, reads it. `CHALKBOX_LIBZIM_PYTHON` names a Python that has
//! the package `libzim`; without it nothing is compared, and that is said.

use std::ops::Range;
use std::path::{Path, PathBuf};

use chalkbox::base::random::hex;
use chalkbox::formats::zim::{Archive, Target};
use md5::{Digest, Md5};
use serde_json::Value;

use super::{cache, corpus, read, some_pages};
use crate::kit::Folder;
use crate::kit::zim_maker::{Codec, Listing, ZimMaker};

pub const PYTHON_VARIABLE: &str = "CHALKBOX_LIBZIM_PYTHON";
/// A further archive to compare, perhaps a large one.
pub const MORE_VARIABLE: &str = "CHALKBOX_ZIM";
pub const REFUSED_EXIT: i32 = 3;

pub fn made(folder: &Folder) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for (major, minor) in [(5, 0), (6, 0), (6, 1), (6, 2), (6, 3)] {
        for codec in [Codec::Plain, Codec::Xz, Codec::Zstd] {
            let listing = if minor == 0 { Listing::Header } else { Listing::V1 };
            let mut maker = ZimMaker::new();
            maker.version(major, minor).codec(codec).listing(listing).wide(major == 6);
            some_pages(&mut maker, 200);
            let path = folder.path(&format!("{major}.{minor}-{codec:?}.zim"));
            maker.write(&path);
            paths.push(path);
        }
    }
    paths
}

#[test]
#[expect(clippy::disallowed_methods, reason = "libzim runs in a Python of its own")]
fn every_entry_is_what_libzim_reads() {
    let Some(python) = std::env::var_os(PYTHON_VARIABLE) else {
        println!("{PYTHON_VARIABLE} is not set: 0 entries compared with libzim");
        return;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/zim_dump.py");
    let folder = Folder::new("zim-oracle");
    let mut paths = made(&folder);
    paths.extend(corpus::files().into_iter().filter(|path| corpus::is_valid(path)));
    paths.extend(std::env::var_os(MORE_VARIABLE).map(PathBuf::from));
    let (mut files, mut entries, mut refused) = (0, 0, Vec::new());
    for path in paths {
        // libzim wants the name that a split archive would have if it were whole.
        let asked = path.to_string_lossy().replace(".zimaa", ".zim");
        let output = std::process::Command::new(&python).arg(&script).arg(asked).output();
        let output = output.expect("Python runs");
        if output.status.code() == Some(REFUSED_EXIT) {
            refused.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
            continue;
        }
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {said}", path.display());
        let archive = Archive::open(&path, &cache()).expect("libzim opens it, so must we");
        let users = archive.user_range().expect("searchable");
        let lines = String::from_utf8(output.stdout).expect("JSON");
        for line in lines.lines() {
            compare(&archive, &users, &serde_json::from_str(line).expect("JSON"));
            entries += 1;
        }
        assert_eq!(lines.lines().count(), archive.entry_count() as usize);
        files += 1;
    }
    println!("{entries} entries of {files} files compared with libzim; it refuses {refused:?}");
    assert!(files > 0 && entries > 0);
}

fn compare(archive: &Archive, users: &Range<u32>, theirs: &Value) {
    let index = theirs[0].as_u64().and_then(|index| u32::try_from(index).ok()).expect("an index");
    let entry = archive.by_index(index).expect("readable");
    assert_eq!(theirs[1], archive.user_path(&entry), "{theirs}");
    assert_eq!(theirs[2], entry.title, "{theirs}");
    if users.contains(&index) {
        let found = archive.find(&archive.user_path(&entry)).expect("searchable");
        assert_eq!(found.map(|found| found.index), Some(index), "{theirs}");
    }
    if let Target::Redirect(target) = entry.target {
        assert_eq!(theirs[3], "redirect");
        assert_eq!(theirs[4], target, "{theirs}");
        return;
    }
    let bytes = read(archive, &entry);
    assert_eq!(theirs[3], archive.mime(&entry), "{theirs}");
    assert_eq!(theirs[4], bytes.len(), "{theirs}");
    assert_eq!(theirs[5], hex(Md5::digest(&bytes).as_slice()), "{theirs}");
}
