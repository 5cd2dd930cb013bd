//! What a file tells of itself, whatever package it comes in: how long, how many pages, in which language.

use std::fs::File;
use std::path::Path;

use super::LoadError;
use crate::formats::kind::Kind;
use crate::formats::media::{Container, MediaFacts};
use crate::formats::picture::PictureFormat;
use crate::formats::source::ByteSource as _;
use crate::formats::{markdown, media, pdf, picture};
use crate::lessons::{LessonKind, languages};

/// What is known of a lesson's file.
#[derive(Debug)]
pub(super) struct Facts {
    pub kind: LessonKind,
    pub mime: &'static str,
    pub title: Option<String>,
    pub description: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    pub duration_millis: Option<u64>,
    pub pages: Option<u32>,
    /// Virtual paths of pictures that a text shows, from its own folder.
    pub pictures: Vec<String>,
}

impl Facts {
    fn new(kind: LessonKind, mime: &'static str) -> Self {
        Self {
            kind,
            mime,
            title: None,
            description: None,
            language: None,
            duration_millis: None,
            pages: None,
            pictures: Vec::new(),
        }
    }
}

/// Reads the headers of a film, recording, paper, picture, or a whole text. ZIMs and zips, which are
/// packages of their own, are none of this.
///
/// # Errors
/// A sentence for what is damaged, locked, or does not play on phones.
pub(super) fn read(path: &Path, kind: Kind) -> Result<Facts, LoadError> {
    let file =
        File::open(path).map_err(|source| LoadError::Read { path: path.to_owned(), source })?;
    match kind {
        Kind::Video | Kind::Audio => of_media(&file),
        Kind::Pdf => of_pdf(&file),
        Kind::Picture => {
            let read = picture::read(&file).map_err(said)?;
            Ok(Facts::new(LessonKind::Picture, picture_mime(read.format)))
        }
        Kind::Markdown => of_text(path, &file),
        Kind::Zim | Kind::Html5Zip => Err(LoadError::UnknownKind(path.to_owned())),
    }
}

fn of_media(file: &File) -> Result<Facts, LoadError> {
    let read = media::read(file).map_err(said)?;
    read.playable_on_phones().map_err(said)?;
    let kind = if read.is_video() { LessonKind::Video } else { LessonKind::Audio };
    let mut facts = Facts::new(kind, media_mime(&read));
    facts.title = read.title;
    facts.duration_millis = read.duration_ms;
    Ok(facts)
}

fn of_pdf(file: &File) -> Result<Facts, LoadError> {
    let read = pdf::read(file).map_err(said)?;
    let mut facts = Facts::new(LessonKind::Pdf, "application/pdf");
    facts.title = read.title;
    facts.language = read.language.as_deref().and_then(languages::bcp47);
    facts.pages = read.pages;
    Ok(facts)
}

fn of_text(path: &Path, file: &File) -> Result<Facts, LoadError> {
    let bytes = file
        .read_up_to(0, markdown::MARKDOWN_BYTES_MAX + 1)
        .map_err(|source| LoadError::Read { path: path.to_owned(), source })?;
    let read = markdown::read(&bytes, markdown::Base::default()).map_err(said)?;
    let mut facts = Facts::new(LessonKind::Text, "text/markdown");
    facts.title = read.title;
    facts.description = read.description;
    facts.language = read.language.as_deref().and_then(languages::bcp47);
    facts.pictures = read.pictures.iter().map(|path| path.as_str().to_owned()).collect();
    Ok(facts)
}

fn media_mime(read: &MediaFacts) -> &'static str {
    match (read.container, read.is_video()) {
        (Container::Mp4, true) => "video/mp4",
        (Container::Mp4, false) => "audio/mp4",
        (Container::WebM, true) => "video/webm",
        (Container::WebM, false) => "audio/webm",
        (Container::Matroska, _) => "video/x-matroska",
        (Container::Ogg, true) => "video/ogg",
        (Container::Ogg, false) => "audio/ogg",
        (Container::Mp3, _) => "audio/mpeg",
        (Container::Avi, _) => "video/x-msvideo",
        (Container::Wav, _) => "audio/wav",
        (Container::Flac, _) => "audio/flac",
    }
}

fn picture_mime(format: PictureFormat) -> &'static str {
    match format {
        PictureFormat::Png => "image/png",
        PictureFormat::Jpeg => "image/jpeg",
        PictureFormat::Gif => "image/gif",
        PictureFormat::WebP => "image/webp",
        PictureFormat::Avif => "image/avif",
        PictureFormat::Svg => "image/svg+xml",
    }
}

/// Readers of formats speak to teachers already.
pub(super) fn said(fault: impl std::fmt::Display) -> LoadError {
    LoadError::Format(fault.to_string())
}
