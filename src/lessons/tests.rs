//! The catalogue over descriptions that a load would not write: other boxes' packages, meeting ids.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::sidecar::{DescribedTopic, Description, example};
use super::{Library, names};
use crate::base::{Clock, UnixMillis};
use crate::formats::zim::{CacheLimits, ClusterCache};
use crate::store::{DataDir, Database, Place, Store};

struct Made {
    root: PathBuf,
    packages: PathBuf,
    database: Database,
    library: Arc<Library>,
}

impl Made {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let root =
            std::env::temp_dir().join(format!("chalkbox-lessons-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        let data = DataDir::create(&root).unwrap();
        let (store, _) = Store::open(&data).unwrap();
        let limits = CacheLimits { held_bytes: 0, cluster_held_bytes_max: 0, decoders_max: 1 };
        let clock = Clock::fixed(UnixMillis(0));
        let database = store.library;
        let library =
            Library::open(&data, database.clone(), clock, ClusterCache::new(limits)).unwrap();
        Self { root, packages: data.place(Place::Packages), database, library }
    }

    fn names(&self) -> Vec<String> {
        self.library.snapshot().packages().iter().map(|it| it.name.clone()).collect()
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn folder(key: &str) -> Description {
    let topic = |path: &str| DescribedTopic {
        path: path.into(),
        title: path.into(),
        language: None,
        subject: None,
        picture: None,
    };
    let mut it = example(key);
    it.kind = super::PackageKind::Folder;
    it.topics = vec![topic(""), topic("sky"), topic("sky/moon")];
    it.lessons[0].topic = Some("sky/moon".into());
    it
}

#[test]
fn a_snapshot_is_asked_by_id_name_and_topic() {
    let made = Made::new();
    made.library.put(vec![folder("class"), example("water")]).unwrap();
    let catalogue = made.library.snapshot();
    assert!(catalogue.package_named("class").is_some());
    assert_eq!(catalogue.package(names::package_id("class")).unwrap().name, "class");
    let moon = catalogue.topics().iter().find(|topic| topic.path == "sky/moon").unwrap();
    let above: Vec<_> = catalogue.topics_above(moon.id).iter().map(|it| it.path.clone()).collect();
    assert_eq!(above, ["", "sky"]);
    let lesson = catalogue.lessons_in(moon.id).next().unwrap();
    assert_eq!(catalogue.lesson(lesson.id), Some(lesson));
    assert_eq!(lesson.subtitles[0].path, "class.en.vtt");
    assert_eq!(catalogue.loose_lessons().count(), 1);
    assert!(catalogue.package_named("water_2024-05").is_none(), "only ZIMs have editions");
}

#[test]
fn lessons_whose_ids_meet_both_show() {
    let made = Made::new();
    made.library.put(vec![example("moon")]).unwrap();
    // As if "moon" had been given the id that "water" will want.
    let wanted = names::lesson_id("water", "", 0);
    let change = move |tx: &rusqlite::Transaction<'_>| {
        tx.execute("delete from subtitle", [])?;
        Ok(tx.execute("update lesson set id = ?1", [wanted])?)
    };
    made.database.write_blocking(change).unwrap();
    made.library.put(vec![example("water")]).unwrap();
    let catalogue = made.library.snapshot();
    let id = |key: &str| catalogue.lessons_of(names::package_id(key)).next().unwrap().id;
    assert_eq!((id("moon"), id("water")), (wanted, names::lesson_id("water", "", 1)));
}

#[test]
fn a_description_that_leads_out_of_its_package_is_left_out() {
    let made = Made::new();
    let changes: [fn(&mut Description); 4] = [
        |it| it.files[0].path = "../school.db".into(),
        |it| it.files[0].path = "/etc/passwd".into(),
        |it| it.files[0].blake3 = Some("../school.db".into()),
        |_| {},
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut it = example(&format!("moon{number}"));
        change(&mut it);
        it.write(&made.packages).unwrap();
    }
    made.library.rebuild().unwrap();
    assert_eq!(made.names(), ["moon3"]);
}

#[test]
fn a_description_that_does_not_fit_hides_no_other() {
    let made = Made::new();
    made.library.put(vec![example("moon")]).unwrap();
    // Brought over from another box by hand: one has the name of another, one lacks its folder.
    let mut same_name = example("sun");
    same_name.name = "moon".into();
    same_name.write(&made.packages).unwrap();
    let mut orphan = example("water");
    orphan.came_with = Some("class".into());
    orphan.lessons[0].topic = Some("sky".into());
    orphan.write(&made.packages).unwrap();
    made.library.rebuild().unwrap();
    assert_eq!(made.names(), ["moon"]);
    let orphaned = Description::path(&made.packages, "water");
    assert!(made.library.unreferenced().unwrap().contains(&orphaned));
    // Put by a load, the same is an error that changes nothing.
    let before = made.library.snapshot().version();
    assert!(made.library.put(vec![same_name]).is_err());
    assert_eq!(made.library.snapshot().version(), before);
    made.library.rebuild().unwrap();
    assert!(made.library.snapshot().package_named("sun").is_none(), "nor at the next start");
}
