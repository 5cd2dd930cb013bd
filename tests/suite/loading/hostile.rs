//! Whatever is brought: it loads, or one sentence says why not, and nothing is harmed.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use chalkbox::loading::LoadHow;

use super::*;
use crate::kit::shared_data;

/// Every file below a folder.
fn all_files(root: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(root).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            all_files(&entry.path(), into);
        } else {
            into.push(entry.path());
        }
    }
}

fn assert_sentences(outcomes: &[LoadOutcome]) {
    for sentence in sentences(outcomes) {
        assert!(sentence.ends_with('.') && sentence.len() > 20, "{sentence}");
    }
}

/// What loaded can be opened or says in a sentence why not.
fn assert_harmless(shelf: &Shelf) {
    for package in shelf.catalogue().packages() {
        if let Err(gone) = shelf.library.package_reader(package.id) {
            assert!(gone.sentence.ends_with('.'), "{gone}");
        }
    }
    let staged = fs::read_dir(shelf.data.place(Place::Staging)).unwrap().count();
    assert_eq!(staged, 0, "copies of what was refused are gone");
    assert_eq!(shelf.library.unreferenced().unwrap(), Vec::<PathBuf>::new());
}

#[test]
fn made_trouble_is_refused_in_a_sentence() {
    let folder = Folder::new("hostile-made");
    let shelf = Shelf::open(&folder.path("data"));
    let root = files(
        folder.path("trouble"),
        &[
            ("empty.mp4", b""),
            ("empty.zim", b""),
            ("cut.zim", b"ZIM\x04\x05\0\0\0"),
            ("text.zim", b"this is no ZIM"),
            ("picture.mp4", PNG),
            ("word.docx", b"PK\x03\x04"),
            ("program.exe", b"MZ"),
            ("README", b"?"),
            ("cut.zip", b"PK\x03\x04 cut"),
            ("lonely.vtt", b"WEBVTT"),
        ],
    );
    symlink("/dev/zero", root.join("endless.mp4")).unwrap();
    symlink("nowhere", root.join("broken.pdf")).unwrap();
    fs::write(
        root.join("climbs.zip"),
        crate::formats::made::zip(&[
            ("index.html", b"x", false),
            ("../../escaped.html", b"x", false),
        ]),
    )
    .unwrap();
    let mut paths: Vec<PathBuf> =
        fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.push(root.join("is not there"));
    for how in [LoadHow::Copy, LoadHow::InPlace] {
        for path in &paths {
            let outcomes = shelf.loader.load(std::slice::from_ref(path), how, &quiet);
            assert!(outcomes[0].is_refused(), "{}: {outcomes:?}", path.display());
            assert_sentences(&outcomes);
        }
    }
    // As a folder: nothing in it is a lesson.
    let outcomes = shelf.load(&root);
    assert!(outcomes[0].is_refused(), "{outcomes:?}");
    assert!(shelf.catalogue().is_empty());
    assert_harmless(&shelf);
    assert_eq!(shelf.on_disk(), Vec::<String>::new());
}

#[test]
fn a_description_that_was_tampered_with_is_left_out() {
    let folder = Folder::new("hostile-description");
    let shelf = Shelf::open(&folder.path("data"));
    shelf.load(&class_folder(&folder));
    let packages = shelf.data.place(Place::Packages);
    let sea = packages.join(format!("{}.json", shelf.package("sea").label));
    let text = fs::read_to_string(&sea).unwrap();
    drop(shelf);
    let another = packages.join("aaaaaaaaaaaaa.json");
    for (path, bytes) in [
        (&sea, "{".to_owned()),
        (&sea, text.replace("\"form\":1", "\"form\":99")),
        (&another, text.clone()),
    ] {
        fs::write(path, bytes).unwrap();
        let shelf = Shelf::open(&folder.path("data"));
        assert!(shelf.catalogue().package_named("class_3").is_some());
        // Not knowing what it names, nothing is swept.
        assert!(shelf.loader.sweep().is_err());
    }
    fs::remove_file(&another).unwrap();
    fs::write(&sea, &text).unwrap();
    let shelf = Shelf::open(&folder.path("data"));
    assert!(shelf.library.package_reader(shelf.package("sea").id).is_ok());
}

#[test]
fn a_package_that_cannot_be_checked_hinders_no_other() {
    let folder = Folder::new("hostile-check");
    let shelf = Shelf::open(&folder.path("data"));
    shelf.load(&class_folder(&folder));
    let class = shelf.package("class_3").label;
    fs::write(shelf.data.place(Place::Packages).join(format!("{class}.json")), "{").unwrap();
    let found = shelf.loader.check(None, &|_, _, _| ControlFlow::Continue(())).unwrap();
    let bad: Vec<_> = found.iter().filter(|outcome| outcome.sentence.is_some()).collect();
    assert_eq!((found.len(), bad.len()), (3, 1), "{found:?}");
    assert_eq!(bad[0].package, "class_3");
}

#[test]
fn every_shared_file_loads_or_is_refused_in_a_sentence() {
    let Some(root) = shared_data("") else {
        println!("0 shared files read: there is no ../shared/data");
        return;
    };
    let folder = Folder::new("hostile-shared");
    let shelf = Shelf::open(&folder.path("data"));
    let mut paths = Vec::new();
    all_files(&root, &mut paths);
    let mut loaded = 0;
    for path in &paths {
        let outcomes = shelf.load(path);
        assert_sentences(&outcomes);
        loaded += usize::from(!outcomes[0].is_refused());
    }
    assert_harmless(&shelf);
    println!("{} shared files read: {loaded} loaded, the others refused", paths.len());
    for name in fs::read_dir(&root).unwrap() {
        let path = name.unwrap().path();
        for how in [LoadHow::Copy, LoadHow::InPlace] {
            assert_sentences(&shelf.loader.load(std::slice::from_ref(&path), how, &quiet));
        }
    }
    assert_harmless(&shelf);
    let checked = shelf.loader.check_new(&|| ControlFlow::Continue(())).unwrap();
    println!("{checked} ZIMs compared with their checksums");
}
