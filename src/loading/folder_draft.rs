//! A folder as a package: topics, lessons, and the packages that come inside of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::draft::{Draft, file_name};
use super::file_draft::{file_at, of_kind};
use super::{LoadError, facts};
use crate::base::Subject;
use crate::formats::folder::{self, About, FolderLimits, Lesson, Node, Topic, title_from_name};
use crate::formats::kind::Kind;
use crate::formats::zim::ClusterCache;
use crate::lessons::sidecar::{DescribedLesson, DescribedTopic};
use crate::lessons::{PackageKind, Subtitle, VersionFacts};

/// Reads the folder's tree and the headers of every lesson in it.
pub(super) fn read(path: &Path, clusters: &Arc<ClusterCache>) -> Result<Draft, LoadError> {
    let tree = folder::read_folder(path, FolderLimits::default()).map_err(facts::said)?;
    let mut reading = Reading {
        root: path,
        clusters,
        topics: Vec::new(),
        lessons: Vec::new(),
        inner: Vec::new(),
        left_out: Vec::new(),
        files: BTreeSet::new(),
    };
    for skipped in tree.skipped {
        reading.left_out.push((path.join(skipped.path), skipped.reason));
    }
    reading.topic(&tree.root);
    if reading.lessons.is_empty() && reading.inner.is_empty() {
        return Err(reading.nothing());
    }
    let name = file_name(path);
    let about = tree.root.about;
    let title = about.title.clone().unwrap_or_else(|| title_from_name(&name));
    if let Some(top) = reading.topics.first_mut() {
        top.title.clone_from(&title);
    }
    let files = reading
        .files
        .iter()
        .map(|file| file_at(file.clone(), path.join(file)))
        .collect::<Result<_, _>>()?;
    Ok(Draft {
        kind: PackageKind::Folder,
        file_name: name,
        title,
        description: about.description.unwrap_or_default(),
        language: about.language,
        subject: about.subject.and_then(subject_word).map(str::to_owned),
        picture: tree.root.picture.as_deref().map(virtual_path),
        facts: VersionFacts::default(),
        root: path.to_owned(),
        files,
        topics: reading.topics,
        lessons: reading.lessons,
        inner: reading.inner,
        left_out: reading.left_out,
    })
}

struct Reading<'a> {
    root: &'a Path,
    clusters: &'a Arc<ClusterCache>,
    /// Parents first.
    topics: Vec<DescribedTopic>,
    lessons: Vec<DescribedLesson>,
    inner: Vec<Draft>,
    left_out: Vec<(PathBuf, String)>,
    /// Virtual paths of all that belongs to the package.
    files: BTreeSet<String>,
}

impl Reading<'_> {
    fn topic(&mut self, topic: &Topic) {
        let path = virtual_path(&topic.path);
        let title = topic.about.title.clone();
        let picture = self.belonging(topic.picture.as_deref());
        self.topics.push(DescribedTopic {
            title: title.unwrap_or_else(|| title_from_name(&file_name(&topic.path))),
            language: topic.about.language.clone(),
            subject: topic.about.subject.and_then(subject_word).map(str::to_owned),
            picture,
            path: path.clone(),
        });
        for (position, node) in topic.children.iter().enumerate() {
            match node {
                Node::Topic(topic) => self.topic(topic),
                Node::Lesson(lesson) => {
                    let position = u32::try_from(position).unwrap_or(u32::MAX);
                    if let Err(error) = self.lesson(lesson, &path, position) {
                        let path = self.root.join(&lesson.path);
                        self.left_out.push((path, error.to_string()));
                    }
                }
            }
        }
    }

    fn lesson(&mut self, lesson: &Lesson, topic: &str, position: u32) -> Result<(), LoadError> {
        let source = self.root.join(&lesson.path);
        if matches!(lesson.kind, Kind::Zim | Kind::Html5Zip) {
            let mut draft = of_kind(&source, lesson.kind, self.clusters)?;
            under_topic(&mut draft, &lesson.about, topic, position);
            self.inner.push(draft);
            return Ok(());
        }
        let facts = facts::read(&source, lesson.kind)?;
        let about = lesson.about.clone();
        let entry = virtual_path(&lesson.path);
        let tracks = lesson.subtitles.iter().map(|track| Subtitle {
            language: track.language.clone().unwrap_or_else(|| "und".into()),
            path: virtual_path(&track.path),
        });
        let subtitles: Vec<Subtitle> = tracks.collect();
        self.files.insert(entry.clone());
        self.files.extend(subtitles.iter().map(|subtitle| subtitle.path.clone()));
        for used in &lesson.uses {
            self.belonging(Some(used));
        }
        let picture = self.belonging(lesson.picture.as_deref());
        self.lessons.push(DescribedLesson {
            topic: Some(topic.to_owned()),
            kind: facts.kind,
            title: about
                .title
                .or(facts.title)
                .unwrap_or_else(|| title_from_name(&file_name(&lesson.path))),
            description: about.description.or(facts.description).unwrap_or_default(),
            language: about.language.or(facts.language),
            subject: about.subject.and_then(subject_word).map(str::to_owned),
            picture,
            entry,
            mime: facts.mime.to_owned(),
            size_bytes: lesson.size_bytes,
            blake3: None,
            activity: String::new(),
            duration_millis: facts.duration_millis,
            pages: facts.pages,
            subtitles,
            position,
        });
        Ok(())
    }

    /// Makes a picture part of the package, if it is a file inside of the folder.
    fn belonging(&mut self, picture: Option<&Path>) -> Option<String> {
        let picture = picture?;
        let is_file =
            fs::symlink_metadata(self.root.join(picture)).is_ok_and(|meta| meta.is_file());
        if !is_file {
            return None;
        }
        let path = virtual_path(picture);
        self.files.insert(path.clone());
        Some(path)
    }

    /// The reason of the only file, if there is only one; else that there is no lesson.
    fn nothing(self) -> LoadError {
        match self.left_out.as_slice() {
            [(_, only)] => LoadError::Format(only.clone()),
            _ => LoadError::NoLesson(self.root.to_owned()),
        }
    }
}

/// Shows a package's lesson under the folder's topic; what the folder's sheet says goes first.
fn under_topic(draft: &mut Draft, about: &About, topic: &str, position: u32) {
    let subject = about.subject.and_then(subject_word).map(str::to_owned);
    draft.title = about.title.clone().unwrap_or_else(|| draft.title.clone());
    draft.description = about.description.clone().unwrap_or_else(|| draft.description.clone());
    draft.language = draft.language.take().or_else(|| about.language.clone());
    draft.subject = subject.or_else(|| draft.subject.take());
    for lesson in &mut draft.lessons {
        lesson.topic = Some(topic.to_owned());
        lesson.position = position;
        lesson.title.clone_from(&draft.title);
        lesson.description.clone_from(&draft.description);
        lesson.language.clone_from(&draft.language);
        lesson.subject.clone_from(&draft.subject);
    }
}

/// The subject's word; "other" is none.
fn subject_word(subject: Subject) -> Option<&'static str> {
    (subject != Subject::Other).then(|| subject.slug())
}

/// The walk gives paths of UTF-8 names only, relative to the folder.
fn virtual_path(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
