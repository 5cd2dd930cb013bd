//! What is kept in memory: bounded, shared, one unpacking at a time.

use std::sync::Arc;

use chalkbox::formats::zim::{Archive, Content};

use super::{MIB, cache_of, page_path, page_text, read, some_pages, text_at};
use crate::kit::Folder;
use crate::kit::zim_maker::ZimMaker;

fn made(folder: &Folder, pages: usize) -> std::path::PathBuf {
    let mut maker = ZimMaker::new();
    maker.cluster_bytes(MIB);
    some_pages(&mut maker, pages);
    let path = folder.path("made.zim");
    maker.write(&path);
    path
}

#[test]
fn a_page_read_before_is_given_without_disk_or_unpacking() {
    let folder = Folder::new("zim-hot");
    let held = cache_of(8 * MIB, 16 * MIB);
    let path = made(&folder, 400);
    let archive = Archive::open(&path, &held).expect("opens");
    assert!(archive.find_if_held(&page_path(7)).is_none());
    let entry = archive.find(&page_path(7)).expect("searches").expect("there");
    assert!(archive.read_if_held(&entry).is_none());
    assert_eq!(read(&archive, &entry), page_text(7).as_bytes());
    // Now the file may go: memory alone answers.
    std::fs::write(&path, b"").expect("emptied");
    let before = held.counts();
    let again = archive.find_if_held(&page_path(7)).expect("remembered");
    let Some(Content::Held(bytes)) = archive.read_if_held(&again) else { panic!("remembered") };
    assert_eq!(bytes, page_text(7));
    assert_eq!(held.counts().decodes, before.decodes);
    // What is not in memory says that the file is gone.
    let error = archive.find(&page_path(300)).expect_err("the file is empty");
    assert!(error.to_string().contains("not whole"), "{error}");
}

#[test]
fn a_cluster_is_unpacked_at_most_twice_whatever_is_read() {
    let folder = Folder::new("zim-twice");
    let held = cache_of(32 * MIB, 16 * MIB);
    let archive = Archive::open(&made(&folder, 300), &held).expect("opens");
    for number in (0..300).rev().chain(0..300) {
        assert_eq!(text_at(&archive, &page_path(number)), Some(page_text(number)));
    }
    assert!(held.counts().decodes <= 2, "{:?}", held.counts());
}

#[test]
fn unpacking_stops_behind_the_page_that_was_wanted() {
    let folder = Folder::new("zim-prefix");
    let held = cache_of(32 * MIB, 16 * MIB);
    let archive = Archive::open(&made(&folder, 400), &held).expect("opens");
    assert!(text_at(&archive, &page_path(0)).is_some());
    let first = held.held_bytes();
    assert!(first < 300 * 1024, "{first} bytes held for the first page of a cluster");
    assert!(text_at(&archive, &page_path(200)).is_some());
    assert!(held.held_bytes() > first + 200 * 1024);
}

#[test]
fn memory_stays_within_its_bound_and_is_given_back() {
    let folder = Folder::new("zim-bound");
    let held = cache_of(2 * MIB, 16 * MIB);
    let archive = Archive::open(&made(&folder, 3000), &held).expect("opens");
    for number in 0..3000 {
        assert!(text_at(&archive, &page_path(number * 7 % 3000)).is_some());
        assert!(held.held_bytes() <= 2 * MIB, "{} bytes", held.held_bytes());
    }
    held.resize(0);
    assert_eq!(held.held_bytes(), 0);
    assert_eq!(text_at(&archive, &page_path(1)), Some(page_text(1)));
    held.resize(4 * MIB);
    assert!(text_at(&archive, &page_path(1)).is_some());
    assert!(held.held_bytes() > 0);
    drop(archive);
    assert!(held.held_bytes() < 4096, "a closed archive leaves {} bytes", held.held_bytes());
}

#[test]
fn reading_everything_in_passing_keeps_the_hot_page() {
    let folder = Folder::new("zim-passing");
    let held = cache_of(2 * MIB, 16 * MIB);
    let archive = Archive::open(&made(&folder, 3000), &held).expect("opens");
    let hot = archive.find(&page_path(5)).expect("searches").expect("there");
    read(&archive, &hot);
    for step in archive.all_user_entries(0).expect("walks") {
        let entry = step.entry.expect("readable");
        if !entry.is_redirect() {
            archive.read_in_passing(&entry).expect("readable");
        }
    }
    assert!(archive.read_if_held(&hot).is_some());
}

#[test]
fn many_at_once_wait_for_one_unpacking() {
    let folder = Folder::new("zim-wait");
    let held = cache_of(32 * MIB, 16 * MIB);
    let archive = Arc::new(Archive::open(&made(&folder, 300), &held).expect("opens"));
    let entry = archive.find(&page_path(299)).expect("searches").expect("there");
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| assert_eq!(read(&archive, &entry), page_text(299).as_bytes()));
        }
    });
    assert_eq!(held.counts().decodes, 1);
}
