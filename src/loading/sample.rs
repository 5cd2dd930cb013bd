//! The small first library that is part of the program, so that a new box has something to learn.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use rust_embed::RustEmbed;

use super::loader::Loader;
use super::staging::Staging;
use super::{Listen, LoadError, LoadHow, LoadOutcome};

/// The name that the sample's folder has, and so its package.
const FOLDER_NAME: &str = "first-lessons";

#[derive(RustEmbed)]
#[folder = "web-assets/sample"]
#[exclude = "make/*"]
#[exclude = "README*"]
struct Sample;

impl Loader {
    /// Loads the sample library as a folder package; again, it changes nothing.
    pub fn load_sample(&self, listen: &Listen<'_>) -> Result<Vec<LoadOutcome>, LoadError> {
        let _loading = self.begin_loading();
        let staging = Staging::begin(self.data(), self.random())?;
        let folder = staging.folder().join(FOLDER_NAME);
        for name in Sample::iter() {
            let Some(file) = Sample::get(&name) else { continue };
            write(&folder.join(&*name), &file.data)?;
        }
        self.load_one(&folder, LoadHow::Copy, &mut HashSet::new(), listen)
    }
}

/// Not synced: the load that follows copies it and syncs the copy.
fn write(path: &Path, bytes: &[u8]) -> Result<(), LoadError> {
    let written = |source| LoadError::Write { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(written)?;
    }
    fs::write(path, bytes).map_err(written)
}
