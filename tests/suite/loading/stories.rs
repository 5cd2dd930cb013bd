//! What a teacher or technician meets when lessons come, change and go.

use std::fs;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use chalkbox::lessons::{LessonKind, PackageKind, PackageState, Reader, activity};
use chalkbox::loading::{LoadHow, LoadOutcome, Step};
use chalkbox::store::Place;

use super::*;

#[test]
fn a_zim_shows_at_once_and_is_checked_behind() {
    let folder = Folder::new("load-zim");
    let shelf = Shelf::open(&folder.path("data"));
    let path = folder.path("Water_sw_2024-05.zim");
    zim(&path, "water_sw", "2024-05");
    let size = fs::metadata(&path).unwrap().len();
    let outcomes = shelf.load(&path);
    assert_eq!(
        outcomes[0].json().to_string(),
        format!(
            r#"{{"lessons":1,"package":"water_sw_2024-05","size_bytes":{size},"title":"Water everywhere"}}"#
        )
    );
    let lesson = shelf.only_lesson("water_sw_2024-05");
    assert_eq!((lesson.kind, lesson.entry.as_str()), (LessonKind::Zim, "rain"));
    assert_eq!(
        (lesson.language.as_deref(), lesson.subject.as_deref()),
        (Some("sw"), Some("science"))
    );
    assert_eq!(lesson.picture.as_deref(), Some("meta/Illustration_48x48@1"));
    assert_eq!(lesson.activity, activity::of_zim("water_sw"));
    let package = shelf.package("water_sw_2024-05");
    assert_eq!((package.facts.date.as_deref(), package.checked), (Some("2024-05"), false));
    let reader = shelf.library.package_reader(package.id).unwrap();
    let Reader::Zim(archive) = &*reader else { panic!("a ZIM") };
    assert!(archive.find("sea").unwrap().is_some());
    assert!(shelf.library.ready_reader(package.id).is_some());

    assert_eq!(shelf.loader.check_new(&|| ControlFlow::Continue(())).unwrap(), 1);
    assert!(shelf.package("water_sw_2024-05").checked);
    assert_eq!(shelf.library.state(package.id), PackageState::Whole);
    assert_eq!(shelf.loader.check_new(&|| ControlFlow::Continue(())).unwrap(), 0);
}

#[test]
fn the_same_file_again_changes_nothing() {
    let folder = Folder::new("load-again");
    let shelf = Shelf::open(&folder.path("data"));
    let class = class_folder(&folder);
    let first = shelf.load(&class);
    let (version, disk) = (shelf.catalogue().version(), shelf.on_disk());
    shelf.clock.advance(std::time::Duration::from_hours(1));
    assert_eq!(shelf.load(&class), first);
    assert_eq!((shelf.catalogue().version(), shelf.on_disk()), (version, disk));
}

#[test]
fn a_new_version_keeps_the_lesson_and_its_addresses() {
    let folder = Folder::new("load-version");
    let shelf = Shelf::open(&folder.path("data"));
    for edition in ["2024-05", "2024-06"] {
        let path = folder.path(&format!("water_sw_{edition}.zim"));
        zim(&path, "water_sw", edition);
    }
    shelf.load(&folder.path("water_sw_2024-05.zim"));
    let old = shelf.only_lesson("water_sw_2024-05");
    shelf.loader.check_new(&|| ControlFlow::Continue(())).unwrap();
    shelf.load(&folder.path("water_sw_2024-06.zim"));
    let new = shelf.only_lesson("water_sw_2024-06");
    assert_eq!(new.id, old.id);
    assert_eq!(shelf.catalogue().packages().len(), 1);
    assert!(!shelf.package("water_sw_2024-06").checked, "new bytes are checked anew");
    // The old address, and the one without a date, lead to what is here.
    for name in ["water_sw_2024-05", "water_sw"] {
        assert_eq!(shelf.package(name).name, "water_sw_2024-06");
    }
    assert_eq!(shelf.on_disk().len(), 2, "one blob, one description: {:?}", shelf.on_disk());
    let reader = shelf.library.package_reader(new.package).unwrap();
    let Reader::Zim(archive) = &*reader else { panic!("a ZIM") };
    assert_eq!(archive.metadata_text("Date").unwrap().as_deref(), Some("2024-06"));
}

#[test]
fn a_folder_is_a_tree_with_packages_inside() {
    let folder = Folder::new("load-folder");
    let shelf = Shelf::open(&folder.path("data"));
    let class = class_folder(&folder);
    let outcomes = shelf.load(&class);
    assert!(
        matches!(&outcomes[0], LoadOutcome::Loaded { package, title, lessons: 4, .. }
        if package == "class_3" && title == "Our class"),
        "{outcomes:?}"
    );
    assert_eq!(outcomes.len(), 2, "{outcomes:?}");
    assert_eq!(sentences(&outcomes), ["This box cannot open Word files yet."]);
    let catalogue = shelf.catalogue();
    let top = catalogue.top_topics().next().unwrap();
    assert_eq!((top.title.as_str(), top.subject.as_deref()), ("Our class", Some("science")));
    let water = catalogue.subtopics(top.id).next().unwrap();
    let titles: Vec<_> =
        catalogue.lessons_in(water.id).map(|lesson| lesson.title.as_str()).collect();
    assert_eq!(titles.len(), 3, "{titles:?}");
    for title in ["Mvua", "La pluie", "Water everywhere"] {
        assert!(titles.contains(&title), "{titles:?}");
    }
    assert_eq!(catalogue.topics_above(water.id).len(), 1);
    let sea = shelf.package("sea");
    assert_eq!((sea.kind, sea.came_with), (PackageKind::Zim, Some(shelf.package("class_3").id)));
    let welcome = catalogue.lesson_at(shelf.package("class_3").id, "welcome.md").unwrap();
    assert_eq!(welcome.activity, activity::of_file(welcome.blake3.as_deref().unwrap()));
    let reader = shelf.library.package_reader(welcome.package).unwrap();
    let Reader::Files(files) = &*reader else { panic!("files") };
    let sun = files.find("pictures/sun.png").unwrap();
    assert_eq!(
        std::io::read_to_string(files.open(files.find("water/rain.md").unwrap()).unwrap()).unwrap(),
        "# Mvua"
    );
    assert_eq!(sun.size_bytes, PNG.len() as u64);

    // The next version of the folder has no ZIM any more.
    fs::remove_file(class.join("water/sea.zim")).unwrap();
    shelf.load(&class);
    assert!(shelf.catalogue().package_named("sea").is_none());
    assert!(shelf.catalogue().package_named("rain").is_some());
    shelf.loader.remove("class_3").unwrap();
    assert!(shelf.catalogue().is_empty());
    assert_eq!(shelf.on_disk(), Vec::<String>::new());
    assert!(shelf.loader.remove("class_3").unwrap_err().to_string().contains("no package named"));
}

#[test]
fn a_lost_library_db_is_made_anew_with_the_same_ids() {
    let folder = Folder::new("load-rebuild");
    let shelf = Shelf::open(&folder.path("data"));
    shelf.load(&class_folder(&folder));
    let before = shelf.catalogue();
    drop(shelf);
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.path(&format!("data/library.db{ending}")));
    }
    let shelf = Shelf::open(&folder.path("data"));
    let after = shelf.catalogue();
    assert_eq!(after.packages(), before.packages());
    assert_eq!(after.topics(), before.topics());
    assert_eq!(after.lessons(), before.lessons());
    shelf.library.rebuild().unwrap();
    assert_eq!(shelf.catalogue().lessons(), before.lessons());
}

#[test]
fn damage_is_found_told_and_forgiven() {
    let folder = Folder::new("load-damage");
    let shelf = Shelf::open(&folder.path("data"));
    let path = folder.path("water.zim");
    zim(&path, "water", "2024-05");
    // A bad byte inside a page, as a bad stick makes it: it opens, but its checksum is wrong.
    let whole = fs::read(&path).unwrap();
    let mut bytes = whole.clone();
    let last = bytes.len() - 20;
    bytes[last] ^= 0xff;
    fs::write(&path, &bytes).unwrap();
    shelf.load(&path);
    let id = shelf.package("water").id;
    shelf.loader.check_new(&|| ControlFlow::Continue(())).unwrap();
    let state = shelf.library.state(id);
    assert!(
        matches!(&state, PackageState::Damaged(sentence) if sentence.contains("checksum")),
        "{state:?}"
    );
    assert!(!shelf.library.package_reader(id).unwrap_err().missing);
    // A whole copy mends it.
    fs::write(&path, &whole).unwrap();
    shelf.load(&path);
    shelf.loader.check_new(&|| ControlFlow::Continue(())).unwrap();
    assert_eq!(shelf.library.state(id), PackageState::Whole);
    assert!(shelf.library.package_reader(id).is_ok());
    // The card forgets a byte: the technician's check finds it.
    let blob = shelf.data.place(Place::Packages).join(blake3::hash(&whole).to_hex().as_str());
    fs::write(&blob, &bytes).unwrap();
    let found = shelf.loader.check(Some("water"), &|_, _, _| ControlFlow::Continue(())).unwrap();
    assert!(found[0].sentence.as_ref().unwrap().contains("was changed"), "{found:?}");
    fs::remove_file(&blob).unwrap();
    shelf.clock.advance(std::time::Duration::from_secs(9));
    let found = shelf.loader.check(None, &|_, _, _| ControlFlow::Continue(())).unwrap();
    assert!(found[0].sentence.as_ref().unwrap().contains("is gone"), "{found:?}");
    // The same file again brings the bytes back, although its description is here.
    shelf.load(&path);
    let found = shelf.loader.check(None, &|_, _, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(found[0].sentence, None);
}

#[test]
fn a_film_brings_its_words_and_two_alike_are_two() {
    let folder = Folder::new("load-alike");
    let shelf = Shelf::open(&folder.path("data"));
    let moon = b"# Moon\n\n![a](m.png) ![b](m.png)";
    let one = files(folder.path("a"), &[("moon.md", moon), ("m.png", PNG)]).join("moon.md");
    let two = files(folder.path("b"), &[("moon.md", b"# Another moon")]).join("moon.md");
    for _ in 0..2 {
        let paths = [one.clone(), two.clone()];
        let outcomes = shelf.loader.load(&paths, LoadHow::Copy, &quiet);
        assert!(outcomes.iter().all(|outcome| !outcome.is_refused()), "{outcomes:?}");
        assert_eq!(shelf.only_lesson("moon").title, "Moon");
        let size = (moon.len() + PNG.len()) as u64;
        assert_eq!(shelf.package("moon").size_bytes, size, "a picture shown twice is one file");
        assert_eq!(shelf.only_lesson("moon-2").title, "Another moon");
    }
    let film = files(
        folder.path("film"),
        &[
            ("lesson.mp4", &crate::formats::made::mp4()),
            ("lesson.sw.vtt", b"WEBVTT"),
            ("lesson.zh-Hans.srt", b"1"),
            ("lessons.fr.vtt", b"WEBVTT"),
        ],
    );
    let outcomes = shelf.load(&film.join("lesson.mp4"));
    assert_eq!(sentences(&outcomes), Vec::<&str>::new());
    let lesson = shelf.only_lesson("lesson");
    let languages: Vec<_> = lesson.subtitles.iter().map(|it| it.language.as_str()).collect();
    assert_eq!(languages, ["sw", "zh-Hans"]);
    assert_eq!((lesson.kind, lesson.mime.as_str()), (LessonKind::Video, "video/mp4"));
    assert!(lesson.duration_millis.is_some());
    assert_eq!(shelf.package("lesson").file_name, "lesson.mp4");
}

#[test]
fn a_load_may_be_stopped_or_find_no_room_and_leaves_nothing() {
    let folder = Folder::new("load-stopped");
    let shelf = Shelf::open(&folder.path("data"));
    let class = class_folder(&folder);
    for step in [Step::Looking, Step::Copying, Step::Checking, Step::Placed] {
        let stopped = AtomicBool::new(false);
        let outcomes =
            shelf.loader.load(std::slice::from_ref(&class), LoadHow::Copy, &|progress| {
                if progress.step == step {
                    stopped.store(true, Ordering::Relaxed);
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            });
        assert!(stopped.load(Ordering::Relaxed), "{step:?} comes");
        assert_eq!(sentences(&outcomes), ["The load was stopped. Nothing of it stays."]);
        assert_eq!(shelf.on_disk(), Vec::<String>::new(), "{step:?}");
    }
    let Shelf { loader, .. } = Shelf::open(&folder.path("full"));
    let loader = loader.with_reserve(u64::MAX / 2);
    let outcomes = loader.load(&[class], LoadHow::Copy, &quiet);
    assert!(sentences(&outcomes)[0].starts_with("There is no room: "), "{outcomes:?}");
}

#[test]
fn the_sample_library_loads_once() {
    let folder = Folder::new("load-sample");
    let shelf = Shelf::open(&folder.path("data"));
    let outcomes = shelf.loader.load_sample(&quiet).unwrap();
    assert_eq!(sentences(&outcomes), Vec::<&str>::new());
    assert!(matches!(outcomes[0], LoadOutcome::Loaded { lessons: 10.., .. }), "{outcomes:?}");
    let version = shelf.catalogue().version();
    assert_eq!(shelf.loader.load_sample(&quiet).unwrap(), outcomes);
    assert_eq!(shelf.catalogue().version(), version);
    let catalogue = shelf.catalogue();
    for lesson in catalogue.lessons() {
        assert!(lesson.picture.is_some(), "{} has a picture", lesson.entry);
        assert!(lesson.language.is_some(), "{} has a language", lesson.entry);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "this measures real time")]
fn a_hundred_packages_open_at_once() {
    let folder = Folder::new("load-hundred");
    let shelf = Shelf::open(&folder.path("data"));
    for number in 0..100 {
        let path = folder.path(&format!("wiki{number}.zim"));
        zim(&path, &format!("wiki{number}"), "2024-05");
        shelf.load(&path);
    }
    drop(shelf);
    let begun = std::time::Instant::now();
    let shelf = Shelf::open(&folder.path("data"));
    println!("data folder with 100 ZIMs opened in {:?}", begun.elapsed());
    assert_eq!(shelf.catalogue().lessons().len(), 100);
    let begun = std::time::Instant::now();
    for package in shelf.catalogue().packages() {
        shelf.library.package_reader(package.id).unwrap();
    }
    println!("100 ZIMs opened for reading in {:?}", begun.elapsed());
}
