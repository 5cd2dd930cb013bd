//! The real files, where they are at hand: valid ones are read wholly, no one does harm.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chalkbox::formats::zim::{Archive, Verdict};

use super::{bytes_of, cache};
use crate::kit::shared_data;
use crate::kit::zim_exercise::exercise;

const FOLDERS_DEEP_MAX: usize = 4;

/// Every ZIM of the shared files, and first parts of split ones.
pub fn files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    if let Some(folder) = shared_data("zim") {
        collect(&folder, FOLDERS_DEEP_MAX, &mut found);
    }
    found.sort();
    found
}

fn collect(folder: &Path, deep: usize, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && deep > 0 {
            collect(&path, deep - 1, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

/// Files that their makers call whole.
pub fn is_valid(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
    matches!(kind, "zim" | "zimaa")
        && !name.starts_with("invalid.")
        && !name.starts_with("bomb-")
        && !name.contains("loop")
}

#[test]
fn no_real_file_does_harm() {
    let (mut opened, mut refused) = (0, 0);
    for path in files() {
        let outcome = exercise(&path);
        opened += usize::from(outcome.opened);
        refused += usize::from(!outcome.opened);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        println!("{name}: {outcome:?}");
    }
    println!("{} files: {opened} opened, {refused} refused with a sentence", opened + refused);
}

#[test]
fn valid_real_files_are_read_wholly() {
    let (mut files_read, mut entries_read) = (0, 0);
    for path in files().iter().filter(|path| is_valid(path)) {
        let name = path.display();
        let archive = Archive::open(path, &cache()).unwrap_or_else(|e| panic!("{name}: {e}"));
        for step in archive.all_user_entries(0).expect("walks") {
            let entry = Arc::new(step.entry.unwrap_or_else(|e| panic!("{name}: {e}")));
            let found = archive.find(&archive.user_path(&entry)).expect("searches");
            assert_eq!(found.map(|found| found.index), Some(entry.index), "{name}: {entry:?}");
            let Ok(target) = archive.resolve(&entry) else {
                panic!("{name}: {} leads nowhere", entry.path)
            };
            let content = archive.read(&target).unwrap_or_else(|e| panic!("{name}: {e}"));
            let size = content.len_bytes();
            let bytes = bytes_of(content).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(bytes.len() as u64, size);
            entries_read += 1;
        }
        let verdict = archive.verify_checksum(&mut |_, _| ControlFlow::Continue(()));
        assert_eq!(verdict.expect("readable"), Verdict::Whole, "{name}");
        files_read += 1;
    }
    println!("{files_read} valid files, {entries_read} entries read");
}
