//! Packages left on a drive: pulled out, plugged in again, changed behind the box's back.

use std::fs;
use std::time::Duration;

use chalkbox::lessons::{PackageState, Reader};

use super::*;

/// Waits for what happens behind, at most some seconds.
fn soon(holds: impl Fn() -> bool) {
    for _ in 0..1000 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("it did not come");
}

#[test]
fn what_is_pulled_out_says_so_and_comes_back_by_itself() {
    let folder = Folder::new("place-pulled");
    let shelf = Shelf::open(&folder.path("data"));
    let stick = files(folder.path("stick"), &[("moon.md", b"# Moon")]);
    zim(&stick.join("water.zim"), "water", "2024-05");
    shelf.load_in_place(&stick.join("water.zim"));
    shelf.load_in_place(&stick.join("moon.md"));
    assert_eq!(shelf.on_disk().len(), 2, "two descriptions, no copies");
    let (water, moon) = (shelf.package("water").id, shelf.package("moon").id);
    assert!(shelf.library.package_reader(water).is_ok());

    // Pages that only tell the state do not wait for the stick, but soon know.
    let (away, back) = (folder.path("pocket"), stick.clone());
    for (from, to, is_there) in [(&back, &away, false), (&away, &back, true)] {
        fs::rename(from, to).unwrap();
        shelf.clock.advance(Duration::from_secs(3));
        for id in [water, moon] {
            soon(|| (shelf.library.state(id) == PackageState::Whole) == is_there);
        }
    }

    fs::rename(&stick, folder.path("pocket")).unwrap();
    // Open files last for a moment; then the box looks again.
    shelf.clock.advance(Duration::from_secs(3));
    for id in [water, moon] {
        let gone = shelf.library.package_reader(id).unwrap_err();
        assert!(gone.missing && gone.sentence.contains("is not plugged in now"), "{gone}");
        assert!(matches!(shelf.library.state(id), PackageState::Missing(_)));
    }
    assert_eq!(shelf.catalogue().lessons().len(), 2, "its lessons stay and say so");

    fs::rename(folder.path("pocket"), &stick).unwrap();
    assert!(shelf.library.package_reader(water).is_err(), "not asked again at once");
    shelf.clock.advance(Duration::from_secs(3));
    for id in [water, moon] {
        assert!(shelf.library.package_reader(id).is_ok());
        assert_eq!(shelf.library.state(id), PackageState::Whole);
    }
}

#[test]
fn what_was_changed_is_not_shown_as_what_it_was() {
    let folder = Folder::new("place-changed");
    let shelf = Shelf::open(&folder.path("data"));
    let stick = files(folder.path("stick"), &[("moon.md", b"# Moon"), ("rain.zip", &html5_zip())]);
    zim(&stick.join("water.zim"), "water", "2024-05");
    for name in ["water.zim", "moon.md", "rain.zip"] {
        let outcomes = shelf.load_in_place(&stick.join(name));
        assert_eq!(sentences(&outcomes), Vec::<&str>::new());
    }
    zim(&stick.join("water.zim"), "water", "2024-06, another uuid");
    fs::write(stick.join("moon.md"), b"# Moon and stars").unwrap();
    fs::write(stick.join("rain.zip"), b"PK\x03\x04 cut").unwrap();
    for name in ["water", "rain"] {
        let gone = shelf.library.package_reader(shelf.package(name).id).unwrap_err();
        assert!(!gone.missing && gone.sentence.contains("Load it again"), "{gone}");
    }
    let reader = shelf.library.package_reader(shelf.package("moon").id).unwrap();
    let Reader::Files(files) = &*reader else { panic!("files") };
    assert!(files.open(files.find("moon.md").unwrap()).is_err(), "half of it would be sent");
    // Loading it again takes the new one.
    shelf.load_in_place(&stick.join("moon.md"));
    assert_eq!(shelf.only_lesson("moon").size_bytes, 16);
}

#[test]
fn a_folder_on_a_drive_is_read_there() {
    let folder = Folder::new("place-folder");
    let shelf = Shelf::open(&folder.path("data"));
    let class = class_folder(&folder);
    shelf.load_in_place(&class);
    assert_eq!(shelf.on_disk().len(), 3, "three descriptions, no copies");
    let reader = shelf.library.package_reader(shelf.package("class_3").id).unwrap();
    let Reader::Files(files) = &*reader else { panic!("files") };
    let rain = files.find("water/rain.md").unwrap();
    assert_eq!(files.disk_path(rain).unwrap(), class.canonicalize().unwrap().join("water/rain.md"));
    for name in ["sea", "rain"] {
        assert!(shelf.library.package_reader(shelf.package(name).id).is_ok());
    }
    shelf.loader.remove("class_3").unwrap();
    assert!(class.join("water/sea.zim").exists(), "what lies on a drive is not ours to delete");
}
