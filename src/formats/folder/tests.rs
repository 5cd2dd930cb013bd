use crate::base::Subject;
use std::fs;
use std::path::Path;

use super::*;

/// A folder of this test alone, gone with it.
struct Made(PathBuf);

impl Made {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
        let root =
            std::env::temp_dir().join(format!("chalkbox-folder-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        for (path, bytes) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        Self(root)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const MP4: &[u8] = b"\0\0\0\x10ftypisom\0\0\0\0";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";

fn names(topic: &Topic) -> Vec<String> {
    topic
        .children
        .iter()
        .map(|node| match node {
            Node::Topic(topic) => format!("{}/", topic.path.display()),
            Node::Lesson(lesson) => lesson.path.display().to_string(),
        })
        .collect()
}

#[test]
fn a_folder_is_a_tree_and_what_lies_beside_a_lesson_is_its_own() {
    let made = Made::new(
        "tree",
        &[
            ("folder.toml", b"title = \"Sky\"\nlanguage = \"sw\"\nsubject = \"science\"\norder = [\"water\", \"moon.mp4\"]\npicture = \"sky.png\"\n[lesson.\"moon.mp4\"]\ntitle = \"Mwezi\"\n"),
            ("sky.png", PNG),
            ("moon.mp4", MP4),
            ("moon.png", PNG),
            ("moon.vtt", b"WEBVTT"),
            ("moon.fr.srt", b"1"),
            ("10 sun.mp4", MP4),
            ("2 star.mp4", MP4),
            ("stars.md", b"# Stars\n\nMany. ![x](pictures/star.png)"),
            ("pictures/star.png", PNG),
            ("water/rain.md", b"---\nlang: fr\n---\n# Pluie"),
            ("water/lake.png", PNG),
            (".hidden/x.mp4", MP4),
            ("empty/Thumbs.db", b"x"),
        ],
    );
    let tree = read_folder(&made.0, FolderLimits::default()).unwrap();
    assert_eq!(names(&tree.root), ["water/", "moon.mp4", "2 star.mp4", "10 sun.mp4", "stars.md"]);
    assert_eq!(tree.lessons, 6);
    assert_eq!(tree.skipped, []);
    assert_eq!(tree.root.picture.as_deref(), Some(Path::new("sky.png")));
    let Node::Lesson(moon) = &tree.root.children[1] else { panic!("moon is a lesson") };
    assert_eq!(moon.about.title.as_deref(), Some("Mwezi"));
    assert_eq!(
        (moon.about.language.as_deref(), moon.about.subject),
        (Some("sw"), Some(Subject::Science))
    );
    assert_eq!(moon.picture.as_deref(), Some(Path::new("moon.png")));
    let tracks: Vec<_> = moon.subtitles.iter().map(|track| track.language.as_deref()).collect();
    assert_eq!(tracks, [Some("fr"), None]);
    let Node::Topic(water) = &tree.root.children[0] else { panic!("water is a topic") };
    assert_eq!(names(water), ["water/lake.png", "water/rain.md"]);
    let Node::Lesson(rain) = &water.children[1] else { panic!("rain is a lesson") };
    assert_eq!(rain.about.language.as_deref(), Some("fr"));
}

#[test]
fn what_cannot_be_a_lesson_is_named_and_hinders_nothing() {
    let made = Made::new(
        "skipped",
        &[
            ("moon.mp4", MP4),
            ("fake.mp4", PNG),
            ("book.epub", b"PK\x03\x04"),
            ("lonely.vtt", b"WEBVTT"),
            ("wiki.zimab", b"x"),
            ("notes", b"x"),
            ("folder.toml", b"order = [\"mon.mp4\"]\n"),
        ],
    );
    std::os::unix::fs::symlink("/etc/passwd", made.0.join("secret.md")).unwrap();
    let tree = read_folder(&made.0, FolderLimits::default()).unwrap();
    assert_eq!(names(&tree.root), ["moon.mp4"]);
    let mut skipped: Vec<_> = tree.skipped.iter().map(|s| s.path.display().to_string()).collect();
    skipped.sort();
    assert_eq!(
        skipped,
        ["book.epub", "fake.mp4", "folder.toml", "lonely.vtt", "notes", "secret.md", "wiki.zimab"]
    );
    assert!(tree.skipped.iter().all(|skipped| skipped.reason.ends_with('.')));
}

#[test]
fn limits_and_mistakes_are_told() {
    let made = Made::new(
        "limits",
        &[("a/b/c/moon.mp4", MP4), ("a/folder.toml", b"titel = \"x\"\n"), ("moon.mp4", MP4)],
    );
    let told = read_folder(&made.0, FolderLimits::default()).unwrap_err().to_string();
    assert!(told.starts_with("In a/folder.toml, line 1: unknown word titel"), "{told}");
    fs::remove_file(made.0.join("a/folder.toml")).unwrap();
    let few = FolderLimits { entries_max: 3, ..FolderLimits::default() };
    assert!(matches!(read_folder(&made.0, few), Err(FolderError::TooMany(3))));
    let flat = FolderLimits { depth_max: 1, ..FolderLimits::default() };
    let tree = read_folder(&made.0, flat).unwrap();
    assert_eq!((tree.lessons, tree.skipped.len()), (1, 1));
}

const MOON: &[u8] = b"# Moon\n\n![x](../../drawings/half.png) ![x](../../../out.png)";

#[test]
fn a_picture_shown_from_anywhere_is_no_lesson() {
    let made = Made::new(
        "shared",
        &[
            ("en/sky/folder.toml", b"picture = \"../../drawings/sky.png\"\n[lesson.\"moon.md\"]\npicture = \"../../drawings/moon.png\"\n"),
            ("en/sky/moon.md", MOON),
            ("drawings/sky.png", PNG),
            ("drawings/moon.png", PNG),
            ("drawings/half.png", PNG),
            ("maps/river.png", PNG),
            ("maps/folder.toml", b"picture = \"../../out.png\"\n"),
        ],
    );
    let tree = read_folder(&made.0, FolderLimits::default()).unwrap();
    assert_eq!(names(&tree.root), ["en/", "maps/"], "nothing is left of drawings/");
    let Node::Topic(en) = &tree.root.children[0] else { panic!("en is a topic") };
    let Node::Topic(sky) = &en.children[0] else { panic!("sky is a topic") };
    assert_eq!(sky.picture.as_deref(), Some(Path::new("drawings/sky.png")));
    let Node::Lesson(moon) = &sky.children[0] else { panic!("moon is a lesson") };
    assert_eq!(moon.picture.as_deref(), Some(Path::new("drawings/moon.png")));
    assert_eq!(moon.uses, [Path::new("drawings/half.png")]);
    assert_eq!(tree.lessons, 2);
    let told: Vec<&str> = tree.skipped.iter().map(|skipped| skipped.reason.as_str()).collect();
    assert_eq!(told, ["folder.toml speaks of the picture \"../../out.png\", which is not there."]);
    let texts = 4 * PNG.len() + MOON.len();
    assert_eq!(tree.size_bytes, u64::try_from(texts).unwrap());
}

#[test]
fn a_picture_behind_a_link_does_not_come_in() {
    let made = Made::new("behind", &[("moon.md", b"![x](away/secret.png)")]);
    let away = Made::new("behind-away", &[("secret.png", PNG)]);
    std::os::unix::fs::symlink(&away.0, made.0.join("away")).unwrap();
    let tree = read_folder(&made.0, FolderLimits::default()).unwrap();
    let Node::Lesson(moon) = &tree.root.children[0] else { panic!("moon is a lesson") };
    assert_eq!(moon.uses, Vec::<PathBuf>::new());
}
