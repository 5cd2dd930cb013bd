//! A ZIM as a package: what it says about itself.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::LoadError;
use super::draft::{Draft, DraftFile, file_name};
use crate::formats::encoding::one_line;
use crate::formats::folder::title_from_name;
use crate::formats::zim::{Archive, ClusterCache};
use crate::lessons::sidecar::DescribedLesson;
use crate::lessons::{LessonKind, PackageKind, VersionFacts, activity, languages, subjects};

/// Kept of a title and a description, in characters; some makers put a page there.
const TITLE_CHARS_MAX: usize = 200;
const DESCRIPTION_CHARS_MAX: usize = 400;
/// Kept of any other word that the archive says of itself, in characters.
const FACT_CHARS_MAX: usize = 500;
/// The picture is chosen to look sharp as a card on a phone, in pixels.
const PICTURE_PIXELS: u32 = 256;

/// Opens the archive at `path` and describes it. Reads a few kilobytes.
pub(super) fn read(path: &Path, clusters: &Arc<ClusterCache>) -> Result<Draft, LoadError> {
    let archive = Archive::open(path, clusters)?;
    let name = file_name(path);
    let said = Said { archive: &archive };
    let title = said.one_line("Title", TITLE_CHARS_MAX).unwrap_or_else(|| title_from_name(&name));
    let description = said.one_line("Description", DESCRIPTION_CHARS_MAX).unwrap_or_default();
    let language = said.fact("Language").and_then(|language| languages::bcp47(&language));
    let facts = facts(&archive, &said);
    let tags = facts.tags.as_deref().unwrap_or_default();
    let subject = subjects::guess(&[tags, &name, &title]).map(|subject| subject.slug().to_owned());
    let picture = picture(&archive);
    let id = facts.zim_name.as_deref().or(facts.uuid.as_deref()).unwrap_or_default();
    let main_page = archive.main_page().ok().flatten();
    let lesson = DescribedLesson {
        entry: main_page.map(|page| archive.user_path(&page)).unwrap_or_default(),
        topic: None,
        kind: LessonKind::Zim,
        title: title.clone(),
        description: description.clone(),
        language: language.clone(),
        subject: subject.clone(),
        picture: picture.clone(),
        mime: "application/x-zim".into(),
        size_bytes: archive.len_bytes(),
        blake3: None,
        activity: activity::of_zim(id),
        duration_millis: None,
        pages: facts.articles.and_then(|articles| u32::try_from(articles).ok()),
        subtitles: Vec::new(),
        position: 0,
    };
    Ok(Draft {
        kind: PackageKind::Zim,
        title,
        description,
        language,
        subject,
        picture,
        facts,
        root: path.parent().unwrap_or(Path::new("")).to_owned(),
        files: vec![DraftFile {
            path: name.clone(),
            sources: parts(&archive),
            size_bytes: archive.len_bytes(),
        }],
        file_name: name,
        topics: Vec::new(),
        lessons: vec![lesson],
        inner: Vec::new(),
        left_out: Vec::new(),
    })
}

/// The files that hold the archive, in order.
fn parts(archive: &Archive) -> Vec<PathBuf> {
    let first = archive.path();
    let is_split = first.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zimaa"));
    if !is_split {
        return vec![first.to_owned()];
    }
    let mut stem = first.as_os_str().as_bytes().to_vec();
    stem.truncate(stem.len().saturating_sub(2));
    let letters = || b'a'..=b'z';
    letters()
        .flat_map(|one| letters().map(move |two| [one, two]))
        .map(|two| PathBuf::from(OsString::from_vec([stem.as_slice(), &two].concat())))
        .take_while(|part| part.is_file())
        .collect()
}

struct Said<'a> {
    archive: &'a Archive,
}

impl Said<'_> {
    /// What cannot be read counts as not said: the pages may still be whole.
    fn fact(&self, name: &str) -> Option<String> {
        self.one_line(name, FACT_CHARS_MAX)
    }

    fn one_line(&self, name: &str, chars_max: usize) -> Option<String> {
        let text = self.archive.metadata_text(name).ok().flatten()?;
        Some(one_line(&text, chars_max)).filter(|line| !line.is_empty())
    }
}

fn facts(archive: &Archive, said: &Said<'_>) -> VersionFacts {
    let counter = archive.metadata_text("Counter").ok().flatten().unwrap_or_default();
    VersionFacts {
        uuid: Some(uuid::Uuid::from_bytes(archive.header().uuid).to_string()),
        zim_name: said.fact("Name"),
        flavour: said.fact("Flavour"),
        creator: said.fact("Creator"),
        publisher: said.fact("Publisher"),
        date: said.fact("Date"),
        tags: said.fact("Tags"),
        articles: archive.front_article_count().ok().flatten().map(u64::from),
        media: media_count(&counter),
    }
}

/// Pictures, films and recordings in a counter such as `text/html=9;image/png=4`.
fn media_count(counter: &str) -> Option<u64> {
    let mut sum = 0_u64;
    let mut mime = "";
    for part in counter.split(';') {
        // A type may have parameters, which are parted by `;` too: the kind stands in the first part.
        mime = if mime.is_empty() { part } else { mime };
        let count = part.rsplit_once('=').and_then(|(_, count)| count.trim().parse::<u64>().ok());
        if let Some(count) = count {
            let kind = mime.split('/').next().unwrap_or_default().trim();
            if matches!(kind, "image" | "video" | "audio") {
                sum = sum.saturating_add(count);
            }
            mime = "";
        }
    }
    (!counter.is_empty()).then_some(sum)
}

/// Where the picture is to be had, below `/raw/{name}/`.
fn picture(archive: &Archive) -> Option<String> {
    let sizes = archive.illustration_sizes().unwrap_or_default();
    let best = sizes.iter().find(|size| **size >= PICTURE_PIXELS).or(sizes.last()).copied();
    let entry = archive.illustration(best.unwrap_or(PICTURE_PIXELS)).ok().flatten()?;
    match entry.namespace {
        'M' => Some(format!("meta/{}", entry.path)),
        'W' => None,
        _ => Some(format!("content/{}", archive.user_path(&entry))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_are_counted_from_the_counter() {
        let counter = "text/html=9;image/png=4;video/webm; codecs=\"vp8, opus\"=2;image/svg+xml=x";
        assert_eq!(media_count(counter), Some(6));
        assert_eq!(media_count(""), None);
    }
}
