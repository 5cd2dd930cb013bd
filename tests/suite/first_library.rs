//! The sample library as `chalkbox demo` loads it: every lesson, and nothing that is none.

use std::collections::BTreeMap;

use chalkbox::formats::markdown;
use chalkbox::lessons::{LessonKind, Reader, entries};
use chalkbox::loading::LoadOutcome;

use crate::kit::Folder;
use crate::kit::shelf::{Shelf, quiet};

#[test]
fn the_sample_library_is_forty_texts_a_film_and_sheets() {
    let folder = Folder::new("first-library");
    let shelf = Shelf::open(&folder.path("data"));
    let outcomes = shelf.loader.load_sample(&quiet).unwrap();
    let [LoadOutcome::Loaded { lessons: 42, .. }] = outcomes.as_slice() else {
        panic!("{outcomes:?}")
    };
    let catalogue = shelf.catalogue();
    let top = catalogue.top_topics().next().unwrap();
    let topics: Vec<&str> = catalogue.subtopics(top.id).map(|topic| topic.path.as_str()).collect();
    assert_eq!(topics, ["en", "fr", "sw", "ar", "films", "to-print"]);
    let mut kinds: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for lesson in catalogue.lessons() {
        let top = lesson.entry.split('/').next().unwrap().to_owned();
        *kinds.entry((top, lesson.kind.word())).or_default() += 1;
        assert!(lesson.picture.is_some() || lesson.kind == LessonKind::Pdf, "{}", lesson.entry);
    }
    let kinds: Vec<(&str, &str, usize)> =
        kinds.iter().map(|((top, kind), count)| (top.as_str(), *kind, *count)).collect();
    let texts = |language| (language, "text", 10);
    assert_eq!(
        kinds,
        [
            texts("ar"),
            texts("en"),
            ("films", "video", 1),
            texts("fr"),
            texts("sw"),
            ("to-print", "pdf", 1)
        ]
    );
    let film = catalogue.lessons().iter().find(|lesson| lesson.kind == LessonKind::Video).unwrap();
    let languages: Vec<&str> = film.subtitles.iter().map(|track| track.language.as_str()).collect();
    assert_eq!(languages, ["ar", "en", "fr", "sw"]);
}

#[test]
fn every_picture_that_the_sample_library_shows_is_in_it() {
    let folder = Folder::new("first-pictures");
    let shelf = Shelf::open(&folder.path("data"));
    shelf.loader.load_sample(&quiet).unwrap();
    let catalogue = shelf.catalogue();
    let package = &catalogue.packages()[0];
    let reader = shelf.library.package_reader(package.id).unwrap();
    let Reader::Files(files) = reader.as_ref() else { panic!("a folder") };
    let made_here = |path: &str| path.starts_with("make/") || path.contains("README");
    assert!(!files.files().iter().any(|file| made_here(&file.path)));
    let mut pictures = Vec::new();
    for lesson in catalogue.lessons() {
        pictures.extend(lesson.picture.clone());
        if lesson.kind == LessonKind::Text {
            let bytes = entries::read_small(files, 1 << 20, &lesson.entry).unwrap();
            let parent = lesson.entry.rsplit_once('/').unwrap().0;
            let base = markdown::Base { content: "/content/first-lessons", folder: parent };
            let read = markdown::read(&bytes, base).unwrap();
            pictures.extend(read.pictures.iter().map(|path| path.as_str().to_owned()));
            let shown = read.html.matches("<img src=\"/content/first-lessons/drawings/").count();
            assert_eq!(shown, read.html.matches("<img").count(), "{}", lesson.entry);
        }
    }
    pictures.extend(catalogue.topics().iter().filter_map(|topic| topic.picture.clone()));
    assert!(pictures.len() > 80, "{}", pictures.len());
    for picture in pictures {
        assert!(files.find(&picture).is_some(), "{picture}");
    }
}
