//! How lessons get in, stay, and go: through `Loader` and `Library`, on real folders.

mod cuts;
mod hostile;
mod in_place;
mod stories;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chalkbox::base::UnixMillis;
use chalkbox::lessons::Lesson;
use chalkbox::loading::LoadOutcome;
use chalkbox::store::Place;

use crate::kit::Folder;
use crate::kit::shelf::{Shelf, quiet};
use crate::kit::zim_maker::ZimMaker;

impl Shelf {
    fn only_lesson(&self, name: &str) -> Lesson {
        let package = self.package(name);
        let catalogue = self.catalogue();
        let lessons: Vec<&Lesson> = catalogue.lessons_of(package.id).collect();
        assert_eq!(lessons.len(), 1, "{name}");
        lessons[0].clone()
    }

    /// Names in `packages/` and `staging/`, sorted.
    fn on_disk(&self) -> Vec<String> {
        let names = |place| {
            std::fs::read_dir(self.data.place(place))
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect::<Vec<_>>()
        };
        let mut all = [names(Place::Packages), names(Place::Staging)].concat();
        all.sort();
        all
    }
}

fn sentences(outcomes: &[LoadOutcome]) -> Vec<&str> {
    outcomes
        .iter()
        .filter_map(|outcome| match outcome {
            LoadOutcome::Loaded { .. } => None,
            LoadOutcome::Refused { sentence, .. } | LoadOutcome::LeftOut { sentence, .. } => {
                Some(sentence.as_str())
            }
        })
        .collect()
}

/// Writes files with their folders; returns the root.
fn files(root: PathBuf, files: &[(&str, &[u8])]) -> PathBuf {
    for (path, bytes) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    root
}

/// A ZIM of three pages whose text says which edition it is.
fn zim(path: &Path, name: &str, edition: &str) {
    let mut maker = ZimMaker::new();
    for page in ["rain", "river", "sea"] {
        maker.page(page, page, &format!("<p>{page} of {edition}</p>"));
    }
    maker
        .metadata("Title", b"Water everywhere")
        .metadata("Name", name.as_bytes())
        .metadata("Language", b"swa")
        .metadata("Description", b"Rain, river, sea")
        .metadata("Tags", b"nature;_pictures:no")
        .metadata("Date", edition.as_bytes())
        .illustration(48, b"\x89PNG 48")
        .main_page("rain");
    maker.write(path);
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0";

fn html5_zip() -> Vec<u8> {
    crate::formats::made::zip(&[
        ("index.html", b"<html lang=fr><title>La pluie</title><p>Bonjour", true),
        ("rain.png", PNG, false),
    ])
}

/// A folder as a teacher would bring it: topics, texts, a ZIM and a zip inside, and a stranger.
fn class_folder(folder: &Folder) -> PathBuf {
    let root = files(
        folder.path("Class 3"),
        &[
            ("folder.toml", b"title = \"Our class\"\nlanguage = \"sw\"\nsubject = \"science\"\n"),
            ("welcome.md", b"# Karibu\n\nHello. ![sun](pictures/sun.png)"),
            ("pictures/sun.png", PNG),
            ("water/rain.md", b"# Mvua"),
            ("water/rain.zip", &html5_zip()),
            ("water/paper.docx", b"PK\x03\x04"),
        ],
    );
    zim(&root.join("water/sea.zim"), "sea", "2024-05");
    root
}
