//! A path as a package: a folder, a ZIM, an HTML5 zip, or one file with its subtitles.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::draft::{Draft, DraftFile, file_name};
use super::facts::{self, Facts, said};
use super::{LoadError, folder_draft, zim_draft};
use crate::formats::folder::title_from_name;
use crate::formats::kind::{self, HEAD_BYTES, Kind, Named};
use crate::formats::language_tag::language_of;
use crate::formats::package_zip::PackageZip;
use crate::formats::source::ByteSource as _;
use crate::formats::zim::ClusterCache;
use crate::lessons::sidecar::DescribedLesson;
use crate::lessons::{LessonKind, PackageKind, Subtitle, VersionFacts, languages, subjects};

/// Files beside a lesson that are looked at to find its subtitles.
const NEIGHBOURS_MAX: usize = 20_000;
/// Subtitles of one film.
const SUBTITLES_MAX: usize = 50;

/// Looks at what lies at `path` and describes it. Reads headers, and texts whole; copies nothing.
pub(super) fn read(path: &Path, clusters: &Arc<ClusterCache>) -> Result<Draft, LoadError> {
    let not_read = |source| LoadError::Read { path: path.to_owned(), source };
    let meta = fs::metadata(path).map_err(not_read)?;
    if meta.is_dir() {
        return folder_draft::read(path, clusters);
    }
    // Opening a pipe or a device could wait for ever.
    if !meta.is_file() {
        return Err(LoadError::NotAFile(path.to_owned()));
    }
    let head =
        File::open(path).and_then(|file| file.read_up_to(0, HEAD_BYTES)).map_err(not_read)?;
    match kind::judge(&file_name(path), &head).map_err(said)? {
        Named::Lesson(kind) => of_kind(path, kind, clusters),
        Named::ZimPart => zim_draft::read(path, clusters),
        Named::Subtitles => Err(LoadError::WordsAlone(path.to_owned())),
        Named::Later(_) => Err(LoadError::UnknownKind(path.to_owned())),
    }
}

/// A file whose name and first bytes agree on `kind`.
pub(super) fn of_kind(
    path: &Path,
    kind: Kind,
    clusters: &Arc<ClusterCache>,
) -> Result<Draft, LoadError> {
    match kind {
        Kind::Zim => zim_draft::read(path, clusters),
        Kind::Html5Zip => of_zip(path),
        _ => single(path, facts::read(path, kind)?),
    }
}

fn of_zip(path: &Path) -> Result<Draft, LoadError> {
    let not_read = |source| LoadError::Read { path: path.to_owned(), source };
    let archive = PackageZip::open(File::open(path).map_err(not_read)?)?;
    let start = archive.start_page()?;
    let mut draft = one_lesson(path, PackageKind::Zip, LessonKind::Html5, "text/html")?;
    draft.title = start.facts.title.unwrap_or(draft.title);
    draft.description = start.facts.description.unwrap_or_default();
    draft.language = start.facts.language.as_deref().and_then(languages::bcp47);
    let mut draft = with_subject(draft);
    for lesson in &mut draft.lessons {
        start.path.as_str().clone_into(&mut lesson.entry);
    }
    Ok(draft)
}

fn single(path: &Path, facts: Facts) -> Result<Draft, LoadError> {
    let mut draft = one_lesson(path, PackageKind::File, facts.kind, facts.mime)?;
    draft.title = facts.title.unwrap_or(draft.title);
    draft.description = facts.description.unwrap_or_default();
    draft.language = facts.language;
    let mut subtitles = Vec::new();
    if matches!(facts.kind, LessonKind::Video | LessonKind::Audio) {
        for (subtitle, file) in subtitles_beside(path)? {
            subtitles.push(subtitle);
            draft.files.push(file);
        }
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    for picture in &facts.pictures {
        // Shown twice, it is one file.
        if draft.files.iter().any(|file| file.path == *picture) {
            continue;
        }
        let source = folder.join(picture);
        // A text may show pictures that are not there; a link out of its folder is not followed.
        if fs::symlink_metadata(&source).is_ok_and(|meta| meta.is_file()) {
            draft.files.push(file_at(picture.clone(), source)?);
        }
    }
    let mut draft = with_subject(draft);
    for lesson in &mut draft.lessons {
        lesson.subtitles.clone_from(&subtitles);
        lesson.duration_millis = facts.duration_millis;
        lesson.pages = facts.pages;
    }
    Ok(draft)
}

/// `lesson.vtt`, `lesson.sw.srt` and the like beside `lesson.mp4`, in order of their names.
fn subtitles_beside(path: &Path) -> Result<Vec<(Subtitle, DraftFile)>, LoadError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let not_read = |source| LoadError::Read { path: folder.to_owned(), source };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut names: Vec<String> = fs::read_dir(folder)
        .map_err(not_read)?
        .take(NEIGHBOURS_MAX)
        .filter_map(|entry| {
            let entry =
                entry.ok().filter(|entry| entry.file_type().is_ok_and(|it| it.is_file()))?;
            entry.file_name().into_string().ok()
        })
        .filter(|name| kind::of_name(name) == Ok(Named::Subtitles) && goes_with(name, &stem))
        .collect();
    names.sort_unstable();
    names
        .into_iter()
        .take(SUBTITLES_MAX)
        .map(|name| {
            let language = language_of(&name).unwrap_or_else(|| "und".into());
            let file = file_at(name.clone(), folder.join(&name))?;
            Ok((Subtitle { language, path: name }, file))
        })
        .collect()
}

/// Whether subtitles of this name belong to the film of this stem.
fn goes_with(subtitles: &str, stem: &str) -> bool {
    let own = subtitles.rsplit_once('.').map_or(subtitles, |(own, _)| own);
    let without_language =
        own.rsplit_once('.').filter(|_| language_of(subtitles).is_some()).map(|(own, _)| own);
    own == stem || without_language == Some(stem)
}

/// A package of one lesson that says nothing of itself yet.
fn one_lesson(
    path: &Path,
    package: PackageKind,
    kind: LessonKind,
    mime: &str,
) -> Result<Draft, LoadError> {
    let name = file_name(path);
    let file = file_at(name.clone(), path.to_owned())?;
    let title = title_from_name(&name);
    let lesson = DescribedLesson {
        entry: name.clone(),
        topic: None,
        kind,
        title: title.clone(),
        description: String::new(),
        language: None,
        subject: None,
        picture: None,
        mime: mime.to_owned(),
        size_bytes: file.size_bytes,
        blake3: None,
        activity: String::new(),
        duration_millis: None,
        pages: None,
        subtitles: Vec::new(),
        position: 0,
    };
    Ok(Draft {
        kind: package,
        file_name: name,
        title,
        description: String::new(),
        language: None,
        subject: None,
        picture: None,
        facts: VersionFacts::default(),
        root: path.parent().unwrap_or(Path::new("")).to_owned(),
        files: vec![file],
        topics: Vec::new(),
        lessons: vec![lesson],
        inner: Vec::new(),
        left_out: Vec::new(),
    })
}

/// Guesses the subject and hands what the package says on to its lesson.
fn with_subject(mut draft: Draft) -> Draft {
    draft.subject =
        subjects::guess(&[&draft.title, &draft.file_name]).map(|subject| subject.slug().to_owned());
    for lesson in &mut draft.lessons {
        lesson.title.clone_from(&draft.title);
        lesson.description.clone_from(&draft.description);
        lesson.language.clone_from(&draft.language);
        lesson.subject.clone_from(&draft.subject);
    }
    draft
}

pub(super) fn file_at(path: String, source: PathBuf) -> Result<DraftFile, LoadError> {
    let meta = fs::metadata(&source)
        .map_err(|error| LoadError::Read { path: source.clone(), source: error })?;
    Ok(DraftFile { path, size_bytes: meta.len(), sources: vec![source] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtitles_go_with_the_film_of_their_stem() {
        let table = [
            ("moon.vtt", true),
            ("moon.sw.vtt", true),
            ("moon.zh-Hans.srt", true),
            ("moon.part2.vtt", false),
            ("moonlight.sw.vtt", false),
            ("sun.sw.vtt", false),
        ];
        for (name, wanted) in table {
            assert_eq!(goes_with(name, "moon"), wanted, "{name}");
        }
    }
}
