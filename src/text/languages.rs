//! The languages of this box: those that come with the program and those added to `DATA/languages`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use fluent_bundle::FluentResource;
use unic_langid::LanguageIdentifier;

use super::forms::{Entry, LANGUAGE_BYTES_MAX, Words, read_ftl, write_ftl};
use super::sheet::{Import, TextError, export_csv, import_csv};
use super::{Bundle, Direction, EMBEDDED, MESSAGES, Text};

/// Files of `DATA/languages` that are read; a box speaks a few languages, not hundreds.
const ADDED_FILES_MAX: usize = 64;

/// A language as its speakers write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageName {
    pub tag: Arc<str>,
    pub name: Arc<str>,
    pub dir: Direction,
}

/// Every language of the box. Shared by all threads; `reload` swaps the whole set at once.
pub struct Texts {
    added: Option<PathBuf>,
    second: Option<String>,
    shelf: RwLock<Arc<Shelf>>,
}

struct Shelf {
    texts: BTreeMap<String, Arc<Text>>,
    entries: BTreeMap<String, Vec<Entry>>,
    names: Arc<[LanguageName]>,
    english: Arc<Text>,
    faults: Vec<String>,
}

impl Texts {
    /// The languages of the program alone.
    pub fn embedded() -> Self {
        let shelf = RwLock::new(Arc::new(fill_shelf(None, None)));
        Self { added: None, second: None, shelf }
    }

    /// Adds what lies in `added` (`ny.ftl`, `ny.csv`); `second` says what the chosen language lacks.
    /// A bad file is left out and named by `faults`; a missing folder adds nothing.
    pub fn load(added: &Path, second: Option<&str>) -> Self {
        let shelf = RwLock::new(Arc::new(fill_shelf(Some(added), second)));
        Self { added: Some(added.to_owned()), second: second.map(ToOwned::to_owned), shelf }
    }

    /// Reads the added languages again, after an import.
    pub fn reload(&self) {
        let fresh = Arc::new(fill_shelf(self.added.as_deref(), self.second.as_deref()));
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = fresh;
    }

    /// The words of `lang`, or English for a tag that is not among `names`.
    pub fn get(&self, lang: &str) -> Arc<Text> {
        let now = self.shelf();
        now.texts.get(lang).map_or_else(|| Arc::clone(&now.english), Arc::clone)
    }

    /// Sorted by tag.
    pub fn names(&self) -> Arc<[LanguageName]> {
        Arc::clone(&self.shelf().names)
    }

    /// Sentences about added files that could not be read, for the technician's page.
    pub fn faults(&self) -> Vec<String> {
        self.shelf().faults.clone()
    }

    /// A spreadsheet of what pupils read, or of what the desks of staff say, filled as far as `lang` is
    /// known. See `import_csv`.
    pub fn export_csv(&self, lang: &str, desk: bool) -> Result<String, TextError> {
        let lang = tag(lang)?;
        let now = self.shelf();
        let known = now.entries.get(&lang.to_string()).map(Vec::as_slice).unwrap_or_default();
        Ok(export_csv(&lang, known, desk))
    }

    /// Checks a filled spreadsheet and turns it into Fluent text, which the caller writes to
    /// `DATA/languages/{lang}.ftl` beside, then renames, then calls `reload`. What lies there of the other
    /// sheet stays.
    pub fn import_csv(&self, lang: &str, bytes: &[u8]) -> Result<Import, TextError> {
        let import = import_csv(&tag(lang)?, bytes)?;
        let lies = self.added.as_ref().map(|folder| folder.join(format!("{}.ftl", import.lang)));
        // One that cannot be read is named by `faults`; it has nothing to be kept.
        let known = lies.and_then(|path| read_added(&path).ok());
        Ok(import.over(known.map(|(_, entries)| entries).unwrap_or_default()))
    }

    fn shelf(&self) -> Arc<Shelf> {
        Arc::clone(&self.shelf.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Refuses what is not a language tag, and so whatever could name a path.
fn tag(lang: &str) -> Result<LanguageIdentifier, TextError> {
    lang.parse().map_err(|_| TextError::Tag(lang.chars().take(40).collect()))
}

fn fill_shelf(added: Option<&Path>, second: Option<&str>) -> Shelf {
    let mut entries: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let mut faults = Vec::new();
    for (lang, sources) in EMBEDDED {
        let known = sources.iter().filter_map(|source| read_ftl(source).ok()).flatten().collect();
        entries.insert((*lang).to_owned(), known);
    }
    let paths = added.map_or_else(|| Ok(Vec::new()), list).unwrap_or_else(|fault| {
        faults.push(fault);
        Vec::new()
    });
    for path in paths {
        match read_added(&path) {
            Ok((lang, found)) => overlay(entries.entry(lang).or_default(), found),
            Err(fault) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                tracing::warn!(language.file = name, "a language was left out: {fault}");
                faults.push(format!("{name} was left out. {fault}"));
            }
        }
    }
    let bundles: BTreeMap<_, _> =
        entries.iter().map(|(lang, known)| (lang.clone(), Arc::new(bundle(lang, known)))).collect();
    let texts: BTreeMap<_, _> = bundles
        .iter()
        .map(|(lang, own)| {
            let behind = [second, Some("en")].into_iter().flatten().filter_map(|l| bundles.get(l));
            let chain: Vec<_> = std::iter::once(own).chain(behind).map(Arc::clone).collect();
            (lang.clone(), Arc::new(Text::new(lang, &chain)))
        })
        .collect();
    let names = texts.keys().map(|lang| name(lang, &entries)).collect();
    let english = texts.get("en").map_or_else(|| Arc::new(Text::new("en", &[])), Arc::clone);
    Shelf { texts, entries, names, english, faults }
}

/// A language that does not name itself is called by its tag: English's name would mislead.
fn name(lang: &str, entries: &BTreeMap<String, Vec<Entry>>) -> LanguageName {
    let own = entries.get(lang).into_iter().flatten().find(|entry| entry.key == "language-name");
    let name = match own.map(|entry| &entry.words) {
        Some(Words::Plain(words)) => words.as_str(),
        _ => lang,
    };
    LanguageName { tag: lang.into(), name: name.into(), dir: Direction::of(lang) }
}

/// What was added on the box wins, so that a school can better our words too.
fn overlay(known: &mut Vec<Entry>, added: Vec<Entry>) {
    known.retain(|entry| !added.iter().any(|each| each.key == entry.key));
    known.extend(added);
}

fn bundle(lang: &str, entries: &[Entry]) -> Bundle {
    let locale: LanguageIdentifier = lang.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // A Latin title inside an Arabic sentence must not turn its order about.
    bundle.set_use_isolating(Direction::of(lang) == Direction::RightToLeft);
    // Written back from entries that passed every check; what the reader rejects is left out.
    let resource = match FluentResource::try_new(write_ftl(entries)) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    if bundle.add_resource(resource).is_err() {
        tracing::warn!(language.tag = lang, "a message stands twice; the first is used");
    }
    bundle
}

fn list(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(format!("No added language can be read: {error}.")),
    };
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "ftl" || end == "csv"))
        .take(ADDED_FILES_MAX)
        .collect();
    paths.sort();
    Ok(paths)
}

fn read_added(path: &Path) -> Result<(String, Vec<Entry>), String> {
    let lang: LanguageIdentifier = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .and_then(|stem| stem.parse().ok())
        .ok_or("Its name is not a language tag, such as ny.")?;
    let meta = fs::metadata(path).map_err(|fault| format!("It cannot be read: {fault}."))?;
    // Reading a pipe could wait for ever.
    if !meta.is_file() {
        return Err("It is no file.".into());
    }
    if meta.len() > LANGUAGE_BYTES_MAX as u64 {
        return Err(format!("It is larger than {LANGUAGE_BYTES_MAX} bytes."));
    }
    let bytes = fs::read(path).map_err(|fault| format!("It cannot be read: {fault}."))?;
    if path.extension().is_some_and(|end| end == "csv") {
        let import = import_csv(&lang, &bytes).map_err(|fault| fault.to_string())?;
        return Ok((lang.to_string(), import.entries));
    }
    let source = std::str::from_utf8(&bytes).map_err(|_| "It is not UTF-8 text.".to_owned())?;
    let entries = read_ftl(source.trim_start_matches('\u{feff}')).map_err(|all| all.join(" "))?;
    Ok((lang.to_string(), entries.into_iter().filter(fits).collect()))
}

/// Leaves out messages that this version does not have, or that use variables it would not fill.
fn fits(entry: &Entry) -> bool {
    MESSAGES.iter().any(|message| {
        message.key == entry.key
            && entry.words.variables().iter().all(|name| message.variables.contains(&name.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let path =
            std::env::temp_dir().join(format!("chalkbox-text-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        path
    }

    #[test]
    fn our_languages_are_complete() {
        let shelf = fill_shelf(None, None);
        let pupils = MESSAGES.iter().filter(|message| !message.desk).count();
        assert!(pupils <= 300, "a volunteer's first sheet has {pupils} messages");
        for (lang, entries) in &shelf.entries {
            let missing: Vec<_> = MESSAGES
                .iter()
                .filter(|message| !entries.iter().any(|entry| entry.key == message.key))
                .map(|message| message.key)
                .collect();
            assert_eq!(missing, Vec::<&str>::new(), "{lang}");
            assert!(entries.iter().all(fits), "{lang}");
        }
        assert_eq!(shelf.entries.keys().collect::<Vec<_>>(), ["ar", "en", "fr", "sw"]);
    }

    #[test]
    fn a_hole_is_filled_by_the_second_language_then_english() {
        let folder = folder("chain");
        fs::write(folder.join("ny.ftl"), "language-name = Chichewa\nnav-home = Kwathu\n").unwrap();
        let texts = Texts::load(&folder, Some("sw"));
        let (ny, sw) = (texts.get("ny"), texts.get("sw"));
        assert_eq!(ny.nav_home(), "Kwathu");
        assert_eq!(ny.nav_search(), sw.nav_search());
        assert_eq!(&*ny.lang, "ny");
        let english = Texts::load(&folder, None);
        assert_eq!(english.get("ny").nav_search(), english.get("en").nav_search());
        assert_eq!(english.get("xx").nav_home(), "Home");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn an_added_language_shows_after_reload_and_a_bad_file_is_named() {
        let folder = folder("reload");
        let texts = Texts::load(&folder, None);
        assert_eq!(texts.names().len(), 4);
        fs::write(folder.join("ny.csv"), "key,translation\nlanguage-name,Chichewa\n").unwrap();
        fs::write(folder.join("zz.ftl"), "nav-home = { DATETIME($x) }\n").unwrap();
        fs::write(folder.join("qq.ftl"), format!("nav-home = {}", "{".repeat(9999))).unwrap();
        fs::create_dir(folder.join("tn.csv")).unwrap();
        texts.reload();
        let names: Vec<_> = texts.names().iter().map(|each| each.name.to_string()).collect();
        assert!(names.contains(&"Chichewa".to_owned()), "{names:?}");
        assert_eq!(texts.faults().len(), 3, "{:?}", texts.faults());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_language_without_plural_rules_still_counts() {
        let folder = folder("plural");
        let words =
            "lessons-count = { $n ->\n    [one] Phunziro {$n}\n   *[other] Maphunziro {$n}\n}\n";
        fs::write(folder.join("ny.ftl"), words).unwrap();
        let texts = Texts::load(&folder, None);
        assert_eq!(texts.get("ny").lessons_count(1), "Phunziro 1");
        assert_eq!(texts.get("ny").lessons_count(7), "Maphunziro 7");
        fs::remove_dir_all(folder).unwrap();
    }
}
