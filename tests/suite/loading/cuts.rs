//! The power fails at each step of a load: the data folder as it was then is opened again.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use chalkbox::loading::{LoadHow, Step};

use super::*;

/// Copies a data folder as a power cut would leave it.
fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Loads `path` and keeps the data folder at each step; the name tells the step.
fn load_with_cuts(shelf: &Shelf, path: &Path, cuts: &Path) -> Vec<(Step, PathBuf)> {
    let kept = RefCell::new(Vec::new());
    shelf.loader.load(&[path.to_owned()], LoadHow::Copy, &|progress| {
        let number = kept.borrow().len();
        let at = cuts.join(number.to_string());
        copy_folder(shelf.data.root(), &at);
        kept.borrow_mut().push((progress.step, at));
        ControlFlow::Continue(())
    });
    kept.into_inner()
}

/// What shows, and that all that shows can be read and nothing else is left after a sweep.
fn open_after_cut(root: &Path) -> (Shelf, Vec<String>) {
    let shelf = Shelf::open(root);
    shelf.loader.sweep().unwrap();
    let catalogue = shelf.catalogue();
    for package in catalogue.packages() {
        assert!(shelf.library.package_reader(package.id).is_ok(), "{}", package.name);
    }
    let found = shelf.loader.check(None, &|_, _, _| ControlFlow::Continue(())).unwrap();
    assert!(found.iter().all(|outcome| outcome.sentence.is_none()), "{found:?}");
    assert_eq!(shelf.library.unreferenced().unwrap(), Vec::<PathBuf>::new());
    let mut names: Vec<_> = catalogue.packages().iter().map(|it| it.name.clone()).collect();
    names.sort();
    (shelf, names)
}

#[test]
fn a_cut_leaves_a_folder_whole_or_absent() {
    let folder = Folder::new("cut-folder");
    let shelf = Shelf::open(&folder.path("data"));
    let class = class_folder(&folder);
    let cuts = load_with_cuts(&shelf, &class, &folder.path("cuts"));
    let whole = ["class_3", "rain", "sea"];
    let mut seen = Vec::new();
    for (step, root) in &cuts {
        let (after, names) = open_after_cut(root);
        let is_shown = matches!(step, Step::Shown | Step::Swept);
        assert_eq!(names, if is_shown { &whole[..] } else { &[] }, "{step:?}");
        // And the load can be done again.
        let outcomes = after.load(&class);
        assert!(!outcomes[0].is_refused(), "{outcomes:?}");
        assert_eq!(after.catalogue().lessons(), shelf.catalogue().lessons());
        seen.push(*step);
    }
    for step in
        [Step::Looking, Step::Copying, Step::Checking, Step::Placed, Step::Shown, Step::Swept]
    {
        assert!(seen.contains(&step), "{step:?} was cut");
    }
    println!("{} cuts of a folder's load", cuts.len());
}

#[test]
fn a_cut_leaves_the_older_version_or_the_newer() {
    let folder = Folder::new("cut-version");
    let shelf = Shelf::open(&folder.path("data"));
    for edition in ["2024-05", "2024-06"] {
        zim(&folder.path(&format!("water_{edition}.zim")), "water", edition);
    }
    shelf.load(&folder.path("water_2024-05.zim"));
    let cuts = load_with_cuts(&shelf, &folder.path("water_2024-06.zim"), &folder.path("cuts"));
    for (step, root) in &cuts {
        let (_, names) = open_after_cut(root);
        let is_new = matches!(step, Step::Shown | Step::Swept);
        assert_eq!(names, [if is_new { "water_2024-06" } else { "water_2024-05" }], "{step:?}");
    }
    assert!(cuts.len() >= 6, "{cuts:?}");
}

#[test]
fn the_catalogue_catches_up_with_what_the_descriptions_say() {
    let folder = Folder::new("cut-behind");
    let shelf = Shelf::open(&folder.path("data"));
    let class = class_folder(&folder);
    let lost = |name: &str| folder.path(&format!("lost/{name}"));
    fs::create_dir_all(folder.path("lost")).unwrap();
    // `library.db` may be set back by moments (synchronous=NORMAL): here by a whole load.
    let database = |name: &str| shelf.data.root().join(name);
    for name in ["library.db", "library.db-wal"] {
        let _ = fs::copy(database(name), lost(name));
    }
    shelf.load(&class);
    let loaded = shelf.catalogue();
    copy_folder(shelf.data.root(), &folder.path("behind"));
    let _ = fs::remove_file(folder.path("behind/library.db-shm"));
    for name in ["library.db", "library.db-wal"] {
        let _ = fs::remove_file(folder.path(&format!("behind/{name}")));
        let _ = fs::copy(lost(name), folder.path(&format!("behind/{name}")));
    }
    let (behind, _) = open_after_cut(&folder.path("behind"));
    assert_eq!(behind.catalogue().lessons(), loaded.lessons());
    // Cut before the folder was described, which comes after what is inside of it.
    drop(behind);
    let label = &loaded.package_named("class_3").unwrap().label;
    fs::remove_file(folder.path(&format!("behind/packages/{label}.json"))).unwrap();
    assert_eq!(open_after_cut(&folder.path("behind")).1, Vec::<String>::new());
    let behind = Shelf::open(&folder.path("behind"));
    assert_eq!(behind.on_disk(), Vec::<String>::new());
    behind.load(&class);
    // Cut between taking the descriptions away and the rows.
    for entry in fs::read_dir(behind.data.place(Place::Packages)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "json") {
            fs::remove_file(path).unwrap();
        }
    }
    drop(behind);
    let (behind, names) = open_after_cut(&folder.path("behind"));
    assert_eq!(names, Vec::<String>::new());
    assert_eq!(behind.on_disk(), Vec::<String>::new());
}

#[test]
fn uploads_wait_a_week_in_staging() {
    let folder = Folder::new("cut-staging");
    let shelf = Shelf::open(&folder.path("data"));
    let staging = shelf.data.place(Place::Staging);
    fs::create_dir(staging.join("load-0123")).unwrap();
    fs::write(staging.join("load-0123/0"), b"half a copy").unwrap();
    fs::write(staging.join("upload-1"), b"half an upload").unwrap();
    let written = fs::metadata(staging.join("upload-1")).unwrap().modified().unwrap();
    let written = written.duration_since(std::time::UNIX_EPOCH).unwrap();
    shelf.clock.step_to(UnixMillis(i64::try_from(written.as_millis()).unwrap()));
    shelf.loader.sweep().unwrap();
    assert_eq!(shelf.on_disk(), ["upload-1"]);
    shelf.clock.advance(std::time::Duration::from_hours(7 * 24 + 1));
    shelf.loader.sweep().unwrap();
    assert_eq!(shelf.on_disk(), Vec::<String>::new());
}
