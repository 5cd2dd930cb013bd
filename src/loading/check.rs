//! Whether what was loaded is still what was loaded: after each load of a ZIM, in the background, and of
//! everything when a technician asks.

use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::loader::Loader;
use super::{LoadError, staging};
use crate::base::PackageId;
use crate::formats::package_zip::PackageZip;
use crate::formats::zim::{Archive, Verdict, ZimError};
use crate::lessons::sidecar::{Description, PackageFile};
use crate::lessons::{Library, LibraryError, Package, PackageKind, Place};

/// Hears a package's name, the bytes read and to be read; `Break` ends the check.
pub type ListenToCheck<'a> = dyn Fn(&str, u64, u64) -> ControlFlow<()> + 'a;

/// What checking one package found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckOutcome {
    pub package: String,
    pub title: String,
    pub size_bytes: u64,
    /// None: every byte is as it was loaded.
    pub sentence: Option<String>,
}

impl CheckOutcome {
    /// One line of `library check --json`.
    pub fn json(&self) -> serde_json::Value {
        match &self.sentence {
            None => serde_json::json!({
                "package": self.package, "title": self.title, "size_bytes": self.size_bytes,
            }),
            Some(sentence) => serde_json::json!({ "package": self.package, "error": sentence }),
        }
    }
}

/// What is wrong with a package's bytes.
enum Finding {
    Whole,
    /// Not there to be read: nothing is known of it.
    NotThere(String),
    Damaged(String),
}

impl Loader {
    /// Reads every byte of the package of this name, or of all, and compares. Students see what was
    /// found; a package that is whole again shows again.
    pub fn check(
        &self,
        name: Option<&str>,
        listen: &ListenToCheck<'_>,
    ) -> Result<Vec<CheckOutcome>, LoadError> {
        let snapshot = self.library.snapshot();
        let chosen: Vec<&Package> = match name {
            None => snapshot.packages().iter().collect(),
            Some(name) => vec![
                snapshot
                    .package_named(name)
                    .ok_or_else(|| LibraryError::NoPackage(name.to_owned()))?,
            ],
        };
        chosen.into_iter().map(|package| self.check_or_say(package, true, listen)).collect()
    }

    /// Compares the checksums of ZIMs that were loaded since the last time; the rest of a load, in the
    /// background. What cannot be read now is left for later. Returns how many were compared.
    pub fn check_new(&self, go_on: &dyn Fn() -> ControlFlow<()>) -> Result<usize, LoadError> {
        let snapshot = self.library.snapshot();
        let is_new = |package: &&Package| package.kind == PackageKind::Zim && !package.checked;
        let mut compared = 0;
        for package in snapshot.packages().iter().filter(is_new) {
            let outcome = self.check_or_say(package, false, &|_, _, _| go_on())?;
            if let Some(sentence) = outcome.sentence {
                tracing::warn!(package = package.name, sentence, "a package is not whole");
            }
            compared += 1;
        }
        Ok(compared)
    }

    /// Checks a package. One that cannot be checked at all keeps the others from nothing.
    fn check_or_say(
        &self,
        package: &Package,
        every_byte: bool,
        listen: &ListenToCheck<'_>,
    ) -> Result<CheckOutcome, LoadError> {
        match self.check_one(package, every_byte, listen) {
            Err(LoadError::Stopped) => Err(LoadError::Stopped),
            Err(error) => Ok(outcome_of(package, Some(error.to_string()))),
            Ok(sentence) => Ok(outcome_of(package, sentence)),
        }
    }

    /// What is wrong with the package; none: nothing.
    fn check_one(
        &self,
        package: &Package,
        every_byte: bool,
        listen: &ListenToCheck<'_>,
    ) -> Result<Option<String>, LoadError> {
        let showing = Showing { library: &self.library, id: package.id };
        let mut done = 0;
        let total = if every_byte && package.kind == PackageKind::Zim {
            package.size_bytes.saturating_mul(2)
        } else {
            package.size_bytes
        };
        let mut tick = |added: u64| {
            done += added;
            self.library.show_checking(package.id, Some((done, total)));
            listen(&package.name, done, total)
        };
        let described = self.library.description(&package.key)?;
        let finding = self.find(&described, package, every_byte, &mut tick)?;
        drop(showing);
        match finding {
            Finding::NotThere(sentence) => Ok(Some(sentence)),
            Finding::Whole => self.keep(package, &described, None),
            Finding::Damaged(sentence) => self.keep(package, &described, Some(sentence)),
        }
    }

    /// Keeps the finding, unless another version came meanwhile.
    fn keep(
        &self,
        package: &Package,
        described: &Description,
        damage: Option<String>,
    ) -> Result<Option<String>, LoadError> {
        if self.library.description(&package.key).is_ok_and(|now| now == *described) {
            self.library.mark_checked(package.id, damage.clone())?;
        }
        Ok(damage)
    }

    fn find(
        &self,
        described: &Description,
        package: &Package,
        every_byte: bool,
        tick: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Finding, LoadError> {
        for file in &described.files {
            let Some(path) = self.path_of(described, file) else { continue };
            let Ok(meta) = fs::metadata(&path) else { return Ok(not_there(package)) };
            // A split archive's first part is smaller than the whole; its reader knows.
            let is_split = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("zimaa"));
            if meta.len() != file.size_bytes && !is_split {
                return Ok(changed(package));
            }
            if every_byte && let Some(hash) = &file.blake3 {
                match staging::hash_file(&path, tick) {
                    Ok(now) if now == *hash => {}
                    Ok(_) => return Ok(changed(package)),
                    Err(LoadError::Stopped) => return Err(LoadError::Stopped),
                    Err(error) => return Ok(unreadable(package, &error)),
                }
            }
        }
        let Some(path) = described.files.first().and_then(|file| self.path_of(described, file))
        else {
            return Ok(Finding::Whole);
        };
        match described.kind {
            PackageKind::Zim => self.compare_checksum(&path, package, tick),
            PackageKind::Zip => Ok(File::open(&path)
                .map_err(|error| error.to_string())
                .and_then(|file| PackageZip::open(file).map_err(|fault| fault.to_string()))
                .and_then(|archive| archive.check().map_err(|fault| fault.to_string()))
                .map_or_else(Finding::Damaged, |()| Finding::Whole)),
            PackageKind::Folder | PackageKind::File => Ok(Finding::Whole),
        }
    }

    fn compare_checksum(
        &self,
        path: &std::path::Path,
        package: &Package,
        tick: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Finding, LoadError> {
        let mut before = 0;
        let mut progress = |done: u64, _: u64| {
            let added = done.saturating_sub(before);
            before = done;
            tick(added)
        };
        let verdict = Archive::open(path, &self.clusters)
            .and_then(|archive| archive.verify_checksum(&mut progress));
        match verdict {
            Ok(Verdict::Whole | Verdict::NoChecksum) => Ok(Finding::Whole),
            Ok(Verdict::Stopped) => Err(LoadError::Stopped),
            Ok(Verdict::Changed) => Ok(Finding::Damaged(format!(
                "{} is damaged: its checksum is wrong. Copy it again from where it came.",
                package.title
            ))),
            Err(error @ ZimError::Unreadable { .. }) => Ok(unreadable(package, &error)),
            Err(error) => Ok(Finding::Damaged(error.to_string())),
        }
    }

    fn path_of(&self, described: &Description, file: &PackageFile) -> Option<PathBuf> {
        match &described.place {
            Place::Stored => {
                file.blake3.as_ref().map(|hash| self.library.packages_folder().join(hash))
            }
            Place::InPlace(root) => Some(root.join(&file.path)),
        }
    }
}

fn outcome_of(package: &Package, sentence: Option<String>) -> CheckOutcome {
    CheckOutcome {
        package: package.name.clone(),
        title: package.title.clone(),
        size_bytes: package.size_bytes,
        sentence,
    }
}

fn not_there(package: &Package) -> Finding {
    Finding::NotThere(match &package.place {
        Place::Stored => format!("The file of {} is gone. Load it again.", package.title),
        Place::InPlace(_) => format!("{} is not plugged in now.", package.title),
    })
}

/// A drive pulled out in the middle of a check is no damage: nothing is known of what lies on it.
fn unreadable(package: &Package, error: &dyn std::fmt::Display) -> Finding {
    match &package.place {
        Place::Stored => Finding::Damaged(error.to_string()),
        Place::InPlace(_) => Finding::NotThere(error.to_string()),
    }
}

fn changed(package: &Package) -> Finding {
    Finding::Damaged(format!("{} was changed since it was loaded. Load it again.", package.title))
}

/// Takes the progress off the pages, however the check ends.
struct Showing<'a> {
    library: &'a Library,
    id: PackageId,
}

impl Drop for Showing<'_> {
    fn drop(&mut self) {
        self.library.show_checking(self.id, None);
    }
}
