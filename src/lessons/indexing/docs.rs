//! What of a package can be found.

use std::fs;
use std::io;

use crate::formats::zim::{Archive, Entries, Step, Target, ZimError};
use crate::formats::{markdown, pdf, subtitles};
use crate::lessons::entries::{self, EntryError};
use crate::lessons::search::{Doc, Next};
use crate::lessons::{Catalogue, FolderPackage, Lesson, LessonKind, Package, Place, Reader};

/// Subtitles of one film that are read.
const SUBTITLES_MAX: usize = 16;
/// Words of one language's subtitles.
const SUBTITLE_TEXT_BYTES_MAX: usize = 64 << 10;
/// Reads in one go that may fail while the package is still there: a bad spot of a card, not a card pulled out.
const READ_FAULTS_MAX: u32 = 64;

/// The documents of a package behind the first `from`, in an order that only a new version changes.
pub struct DocsOf<'a> {
    /// Of all, the first `from` too; at most this many come.
    pub total: u32,
    pub iter: Box<dyn Iterator<Item = Next> + 'a>,
}

/// What goes into the index: of a ZIM its lesson, then the titles of its pages; else each lesson with its
/// text. Reads on while it is iterated; nothing goes through the cluster cache.
///
/// # Errors
/// When the list of a ZIM's pages cannot be read.
pub fn docs_of<'a>(
    package: &'a Package,
    catalogue: &'a Catalogue,
    reader: &'a Reader,
    from: u32,
) -> Result<DocsOf<'a>, ZimError> {
    let mut lessons = catalogue.lessons_of(package.id);
    if let Reader::Zim(archive) = reader {
        return ZimDocs::begin(package, lessons.next(), archive, from);
    }
    let total = u32::try_from(lessons.count()).unwrap_or(u32::MAX);
    let skipped = usize::try_from(from).unwrap_or(usize::MAX);
    let lessons = catalogue.lessons_of(package.id).skip(skipped);
    Ok(DocsOf {
        total,
        iter: Box::new(lessons.map(move |lesson| of_lesson(package, lesson, reader))),
    })
}

fn doc_of(lesson: &Lesson, text: String) -> Doc {
    let language = lesson.language.clone().unwrap_or_default();
    Doc { lesson: lesson.id, page: None, title: lesson.title.clone(), text, language }
}

fn of_lesson(package: &Package, lesson: &Lesson, reader: &Reader) -> Next {
    let mut text = lesson.description.clone();
    let read = match reader {
        Reader::Zim(_) => Ok(String::new()),
        Reader::Zip(zip) => Ok(zip.text()),
        Reader::Files(files) => text_of_file(lesson, files),
    };
    match read {
        Ok(more) => {
            text.push('\n');
            text.push_str(&more);
        }
        // Found by its title then, unless the whole drive was pulled out.
        Err(_) if is_there(package) => {}
        Err(_) => return Next::Halt,
    }
    Next::Doc(doc_of(lesson, text))
}

fn is_there(package: &Package) -> bool {
    match &package.place {
        Place::Stored => true,
        Place::InPlace(path) => fs::metadata(path).is_ok(),
    }
}

fn text_of_file(lesson: &Lesson, files: &FolderPackage) -> Result<String, EntryError> {
    match lesson.kind {
        LessonKind::Text => {
            let most = markdown::MARKDOWN_BYTES_MAX as u64;
            let bytes = entries::read_small(files, most, &lesson.entry)?;
            let read = markdown::read(&bytes, markdown::Base::default());
            Ok(read.map(|read| read.text).unwrap_or_default())
        }
        LessonKind::Video | LessonKind::Audio => text_of_subtitles(lesson, files),
        LessonKind::Pdf => {
            let known = files.find(&lesson.entry);
            let known = known.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
            let title = pdf::read(&files.open(known)?).ok().and_then(|read| read.title);
            Ok(title.unwrap_or_default())
        }
        LessonKind::Picture | LessonKind::Zim | LessonKind::Html5 => Ok(String::new()),
    }
}

fn text_of_subtitles(lesson: &Lesson, files: &FolderPackage) -> Result<String, EntryError> {
    let mut text = String::new();
    for subtitle in lesson.subtitles.iter().take(SUBTITLES_MAX) {
        let most = subtitles::SUBTITLES_BYTES_MAX as u64;
        let bytes = entries::read_small(files, most, &subtitle.path)?;
        // What is no subtitle was refused at the load.
        let Ok(read) = subtitles::read(&bytes) else { continue };
        let mut words = read.words();
        words.truncate(words.floor_char_boundary(SUBTITLE_TEXT_BYTES_MAX));
        text.push_str(&words);
        text.push('\n');
    }
    Ok(text)
}

/// Document 0 is the lesson; document n + 1 is what stands at position n of the walk, so that a number leads
/// back to the place in the archive without counting from the start.
struct ZimDocs<'a> {
    lesson: &'a Lesson,
    archive: &'a Archive,
    language: String,
    /// Still to be given.
    first: bool,
    walk: Entries<'a>,
    /// Position that the next document stands for.
    position: u32,
    /// Met already, at a position further on.
    ahead: Option<Step>,
    faults: u32,
}

impl<'a> ZimDocs<'a> {
    fn begin(
        package: &Package,
        lesson: Option<&'a Lesson>,
        archive: &'a Archive,
        from: u32,
    ) -> Result<DocsOf<'a>, ZimError> {
        let Some(lesson) = lesson else {
            return Ok(DocsOf { total: 0, iter: Box::new(std::iter::empty()) });
        };
        let position = from.saturating_sub(1);
        let walk = archive.front_articles(position)?;
        let total = walk.end_position().saturating_add(1);
        let iter = Self {
            lesson,
            archive,
            language: package.language.clone().unwrap_or_default(),
            first: from == 0,
            walk,
            position,
            ahead: None,
            faults: 0,
        };
        Ok(DocsOf { total, iter: Box::new(iter) })
    }

    fn judge(&mut self, step: Step) -> Next {
        match step.entry {
            Ok(entry) if entry.target == Target::Nothing => Next::Nothing,
            Ok(entry) => Next::Doc(Doc {
                lesson: self.lesson.id,
                page: Some(self.archive.user_path(&entry)),
                title: entry.title,
                text: String::new(),
                language: self.language.clone(),
            }),
            Err(ZimError::Unreadable { .. }) => {
                self.faults += 1;
                let is_there = fs::metadata(self.archive.path()).is_ok();
                if is_there && self.faults <= READ_FAULTS_MAX { Next::Nothing } else { Next::Halt }
            }
            Err(_) => Next::Nothing,
        }
    }
}

impl Iterator for ZimDocs<'_> {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        if self.first {
            self.first = false;
            return Some(Next::Doc(doc_of(self.lesson, self.lesson.description.clone())));
        }
        let step = match self.ahead.take() {
            Some(step) => step,
            None => self.walk.next()?,
        };
        let here = self.position;
        self.position = here.saturating_add(1);
        if step.next_position > self.position {
            self.ahead = Some(step);
            return Some(Next::Nothing);
        }
        Some(self.judge(step))
    }
}
