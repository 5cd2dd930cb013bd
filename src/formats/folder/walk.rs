//! The walk through a real directory.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::order::by_name;
use super::sheet::SHEET_BYTES_MAX;
use super::{
    About, FolderError, FolderLimits, FolderTree, Lesson, Node, SHEET_NAME, Sheet, Skipped, Topic,
    Track,
};
use crate::formats::kind::{self, Kind, Named};
use crate::formats::source::ByteSource as _;
use crate::formats::virtual_path::VirtualPath;
use crate::formats::{language_tag, markdown};

/// What packers and systems leave behind; nobody wants a sentence about it.
const LITTER: [&str; 4] = ["Thumbs.db", "desktop.ini", "__MACOSX", "System Volume Information"];

pub struct Walk<'a> {
    root: &'a Path,
    limits: FolderLimits,
    entries: usize,
    pub(super) tree: FolderTree,
    /// Every file met, with its size in bytes.
    pub(super) seen: HashMap<PathBuf, u64>,
    /// What texts and sheets show, there or not.
    pub(super) used: HashSet<PathBuf>,
    /// Pictures that sheets name: the sheet's folder, the words, and where they lead.
    pub(super) named: Vec<(PathBuf, String, Option<PathBuf>)>,
}

/// One folder's files and folders.
#[derive(Default)]
struct Listing {
    folders: BTreeSet<String>,
    /// Names with sizes in bytes.
    files: BTreeMap<String, u64>,
}

impl<'a> Walk<'a> {
    pub fn new(root: &'a Path, limits: FolderLimits) -> Self {
        Self {
            root,
            limits,
            entries: 0,
            tree: FolderTree::default(),
            seen: HashMap::new(),
            used: HashSet::new(),
            named: Vec::new(),
        }
    }

    pub fn tree(mut self) -> Result<FolderTree, FolderError> {
        let root = self.topic(Path::new(""), 0, &About::default())?;
        Ok(self.settle(root))
    }

    pub(super) fn skip(&mut self, path: PathBuf, reason: impl Into<String>) {
        self.tree.skipped.push(Skipped { path, reason: reason.into() });
    }

    fn topic(&mut self, at: &Path, depth: usize, above: &About) -> Result<Topic, FolderError> {
        let mut listing = self.list(at)?;
        let sheet = self.sheet(at, &mut listing)?;
        let mut about = sheet.about();
        inherit(&mut about, above);
        self.name_strangers(at, &sheet, &listing);
        let picture = self.named_picture(at, about.picture.as_deref());
        let mut children: Vec<(String, Node)> = self
            .lessons(at, &sheet, &about, &listing)
            .into_iter()
            .map(|lesson| (file_name(&lesson.path), Node::Lesson(lesson)))
            .collect();
        for folder in &listing.folders {
            let path = at.join(folder);
            if depth >= self.limits.depth_max {
                let reason = format!(
                    "This folder lies too deep, inside of {} others. Move it up.",
                    self.limits.depth_max
                );
                self.skip(path, reason);
                continue;
            }
            let topic = self.topic(&path, depth + 1, &about)?;
            children.push((folder.clone(), Node::Topic(topic)));
        }
        let order = sheet.order.iter().enumerate().rev();
        let places: HashMap<&str, usize> = order.map(|(at, name)| (name.as_str(), at)).collect();
        let place = |name: &str| places.get(name).copied().unwrap_or(usize::MAX);
        children.sort_by(|(a, _), (b, _)| place(a).cmp(&place(b)).then_with(|| by_name(a, b)));
        let children = children.into_iter().map(|(_, node)| node).collect();
        Ok(Topic { path: at.to_owned(), about, picture, children })
    }

    fn list(&mut self, at: &Path) -> Result<Listing, FolderError> {
        let folder = self.root.join(at);
        let fault = |error| FolderError::Io { path: at.to_owned(), error };
        let mut listing = Listing::default();
        for entry in fs::read_dir(&folder).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            self.entries += 1;
            if self.entries > self.limits.entries_max {
                return Err(FolderError::TooMany(self.limits.entries_max));
            }
            let path = at.join(entry.file_name());
            let Ok(name) = entry.file_name().into_string() else {
                self.skip(path, "This file's name is not written in UTF-8. Rename it.");
                continue;
            };
            if name.starts_with('.') || LITTER.contains(&name.as_str()) {
                continue;
            }
            if name.chars().any(char::is_control) {
                self.skip(path, "This file's name holds a control character. Rename it.");
                continue;
            }
            // Neither of these follows a link.
            let kind = entry.file_type().map_err(fault)?;
            if kind.is_dir() {
                listing.folders.insert(name);
            } else if kind.is_file() {
                let size_bytes = entry.metadata().map_err(fault)?.len();
                self.seen.insert(path, size_bytes);
                listing.files.insert(name, size_bytes);
            } else {
                self.skip(
                    path,
                    "This is a link or a device, not a file. Put the file itself here.",
                );
            }
        }
        Ok(listing)
    }

    fn sheet(&self, at: &Path, listing: &mut Listing) -> Result<Sheet, FolderError> {
        if listing.files.remove(SHEET_NAME).is_none() {
            return Ok(Sheet::default());
        }
        let path = self.root.join(at).join(SHEET_NAME);
        let bytes = File::open(&path)
            .and_then(|file| file.read_up_to(0, SHEET_BYTES_MAX + 1))
            .map_err(|error| FolderError::Io { path, error })?;
        let shown =
            if at.as_os_str().is_empty() { self.root.file_name() } else { Some(at.as_os_str()) };
        let folder = PathBuf::from(shown.unwrap_or_default());
        Sheet::parse(&bytes).map_err(|fault| FolderError::Sheet { folder, fault })
    }

    /// Names in the sheet that nothing here bears are told: most are typing mistakes.
    fn name_strangers(&mut self, at: &Path, sheet: &Sheet, listing: &Listing) {
        for name in sheet.order.iter().chain(sheet.lesson.keys()) {
            if !listing.files.contains_key(name) && !listing.folders.contains(name) {
                let reason =
                    format!("folder.toml speaks of \"{name}\", which is not in its folder.");
                self.skip(at.join(SHEET_NAME), reason);
            }
        }
    }

    fn lessons(
        &mut self,
        at: &Path,
        sheet: &Sheet,
        topic: &About,
        listing: &Listing,
    ) -> Vec<Lesson> {
        let mut lessons = Vec::new();
        let mut beside = Vec::new();
        for (name, size_bytes) in &listing.files {
            match self.judge(at, name) {
                Some(Named::Lesson(kind)) => {
                    let mut about = sheet.lesson.get(name).cloned().unwrap_or_default();
                    let picture = self.named_picture(at, about.picture.as_deref());
                    let path = at.join(name);
                    let Some(uses) = self.read_text(kind, &path, &mut about) else { continue };
                    inherit(&mut about, topic);
                    let subtitles = Vec::new();
                    let size_bytes = *size_bytes;
                    lessons.push(Lesson {
                        path,
                        kind,
                        about,
                        picture,
                        subtitles,
                        uses,
                        size_bytes,
                    });
                }
                Some(named) => beside.push((name.as_str(), named, *size_bytes)),
                None => {}
            }
        }
        let speaking = by_stem(&lessons, |kind| matches!(kind, Kind::Video | Kind::Audio));
        let split = by_stem(&lessons, |kind| kind == Kind::Zim);
        for (name, named, size_bytes) in beside {
            let bearers = if named == Named::Subtitles { &speaking } else { &split };
            self.attach(at, name, (named, size_bytes), bearers, &mut lessons);
        }
        with_posters(lessons)
    }

    /// The picture that a sheet names; whether it is there is known after the walk.
    fn named_picture(&mut self, at: &Path, name: Option<&str>) -> Option<PathBuf> {
        let name = name?;
        let path = VirtualPath::resolve(&at.to_string_lossy(), name).ok();
        let path = path.map(|path| PathBuf::from(path.as_str()));
        self.used.extend(path.clone());
        self.named.push((at.to_owned(), name.to_owned(), path.clone()));
        path
    }

    /// What the file is, or `None` when it is listed as skipped.
    fn judge(&mut self, at: &Path, name: &str) -> Option<Named> {
        let path = at.join(name);
        let head =
            File::open(self.root.join(&path)).and_then(|f| f.read_up_to(0, kind::HEAD_BYTES));
        let judged = match head {
            Ok(head) => kind::judge(name, &head).map_err(|fault| fault.to_string()),
            Err(error) => Err(format!("This file cannot be read: {error}. Copy it again.")),
        };
        match judged {
            Ok(named) => Some(named),
            Err(reason) => {
                self.skip(path, reason);
                None
            }
        }
    }

    /// For a Markdown text: what it says of itself and the pictures it shows. `None` when it is refused.
    fn read_text(&mut self, kind: Kind, path: &Path, about: &mut About) -> Option<Vec<PathBuf>> {
        if kind != Kind::Markdown {
            return Some(Vec::new());
        }
        let whole = File::open(self.root.join(path))
            .and_then(|file| file.read_up_to(0, markdown::MARKDOWN_BYTES_MAX + 1));
        let folder = path.parent().unwrap_or(Path::new("")).to_string_lossy();
        let base = markdown::Base { content: "", folder: &folder };
        let read = match whole {
            Ok(bytes) => markdown::read(&bytes, base).map_err(|fault| fault.to_string()),
            Err(error) => Err(format!("This file cannot be read: {error}. Copy it again.")),
        };
        match read {
            Ok(text) => {
                about.title = about.title.take().or(text.title);
                about.description = about.description.take().or(text.description);
                about.language = about.language.take().or(text.language);
                let uses: Vec<PathBuf> =
                    text.pictures.iter().map(|picture| PathBuf::from(picture.as_str())).collect();
                self.used.extend(uses.iter().cloned());
                Some(uses)
            }
            Err(reason) => {
                self.skip(path.to_owned(), reason);
                None
            }
        }
    }

    /// Gives a subtitle file or a further part of a ZIM to its lesson, one of `bearers`.
    fn attach(
        &mut self,
        at: &Path,
        name: &str,
        (named, size_bytes): (Named, u64),
        bearers: &HashMap<String, usize>,
        lessons: &mut [Lesson],
    ) {
        let stem = stem(name);
        let is_track = named == Named::Subtitles;
        let language = language_tag::language_of(name);
        let without_language = stem.rsplit_once('.').filter(|_| language.is_some()).map(|(s, _)| s);
        let found = bearers.get(stem).or_else(|| bearers.get(without_language?));
        match found.and_then(|index| lessons.get_mut(*index)) {
            Some(lesson) if is_track => {
                lesson.subtitles.push(Track { path: at.join(name), language });
            }
            Some(lesson) => lesson.size_bytes = lesson.size_bytes.saturating_add(size_bytes),
            None if is_track => self.skip(
                at.join(name),
                "No film or sound of the same name lies beside these subtitles. Give both the same name.",
            ),
            None => self.skip(
                at.join(name),
                "The first part of this split ZIM file (.zimaa) is missing. Copy all parts.",
            ),
        }
    }
}

/// The first lesson of each stem, among those whose kind `takes` what lies beside them.
fn by_stem(lessons: &[Lesson], takes: impl Fn(Kind) -> bool) -> HashMap<String, usize> {
    let mut found = HashMap::new();
    for (index, lesson) in lessons.iter().enumerate().filter(|(_, lesson)| takes(lesson.kind)) {
        found.entry(stem(&file_name(&lesson.path)).to_owned()).or_insert(index);
    }
    found
}

/// Gives posters to the lesson of the same name.
fn with_posters(lessons: Vec<Lesson>) -> Vec<Lesson> {
    let (pictures, mut lessons): (Vec<Lesson>, Vec<Lesson>) =
        lessons.into_iter().partition(|lesson| lesson.kind == Kind::Picture);
    let bearers = by_stem(&lessons, |kind| kind != Kind::Markdown);
    for picture in pictures {
        let bearer = bearers.get(stem(&file_name(&picture.path)));
        match bearer.and_then(|index| lessons.get_mut(*index)) {
            Some(bearer) => {
                bearer.picture.get_or_insert(picture.path);
            }
            None => lessons.push(picture),
        }
    }
    lessons
}

fn inherit(about: &mut About, above: &About) {
    about.language = about.language.take().or_else(|| above.language.clone());
    about.subject = about.subject.or(above.subject);
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
