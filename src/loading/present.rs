//! What is on the box already: loading it again changes nothing.

use std::collections::HashSet;
use std::fs;

use super::draft::Draft;
use super::loader::{Gathered, Loader};
use super::naming::{Incoming, Seat};
use crate::lessons::sidecar::Description;
use crate::lessons::{Package, PackageKind, Place};

impl Loader {
    /// The package that holds the very same bytes under the same file name, whatever its number.
    pub(super) fn same_bytes(
        &self,
        incoming: Incoming<'_>,
        draft: &Draft,
        gathered: &Gathered,
        taken: &HashSet<String>,
    ) -> Option<Seat> {
        let size_bytes =
            draft.files.iter().fold(0_u64, |sum, file| sum.saturating_add(file.size_bytes));
        let snapshot = self.library.snapshot();
        snapshot
            .packages()
            .iter()
            .filter(|it| it.kind == draft.kind && it.size_bytes == size_bytes)
            .filter(|it| it.came_with == incoming.came_with)
            .filter(|it| it.file_name == draft.file_name && !taken.contains(&it.key))
            .find(|it| {
                let described = self.library.description(&it.key);
                described.is_ok_and(|described| described.files == gathered.files)
            })
            .map(|it| Seat { key: it.key.clone(), name: it.name.clone() })
    }

    /// The very ZIM that `draft` is, by its UUID: telling it so spares a copy of 100 GB.
    pub(super) fn zim_is_here(&self, draft: &Draft) -> Option<Description> {
        let snapshot = self.library.snapshot();
        let is_same = |it: &&Package| {
            it.kind == PackageKind::Zim
                && draft.kind == PackageKind::Zim
                && it.file_name == draft.file_name
                && it.facts == draft.facts
                && it.size_bytes == draft.size_bytes()
                && it.place == Place::Stored
                && it.came_with.is_none()
                && it.damage.is_none()
        };
        let here = snapshot.packages().iter().find(is_same)?;
        let described = self.library.description(&here.key).ok()?;
        let hash = described.files.first()?.blake3.as_ref()?;
        let blob = fs::metadata(self.library.packages_folder().join(hash)).ok()?;
        (blob.len() == here.size_bytes).then_some(described)
    }

    /// Whether all of this is on the box already, just so.
    pub(super) fn is_here(&self, described: &[Description]) -> bool {
        let snapshot = self.library.snapshot();
        let with_it = described.first().and_then(|it| {
            let folder = snapshot.packages().iter().find(|package| package.key == it.key)?;
            Some(snapshot.packages().iter().filter(|p| p.came_with == Some(folder.id)).count())
        });
        with_it == Some(described.len() - 1)
            && described.iter().all(|it| {
                let blobs_are_here = it.place.path().is_some()
                    || it
                        .files
                        .iter()
                        .filter_map(|file| file.blake3.as_ref())
                        .all(|hash| self.library.packages_folder().join(hash).is_file());
                let here = snapshot.packages().iter().find(|package| package.key == it.key);
                here.is_some_and(|package| package.damage.is_none())
                    && blobs_are_here
                    && self.library.description(&it.key).is_ok_and(|here| here == *it)
            })
    }
}
