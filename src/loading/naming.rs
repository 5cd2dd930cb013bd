//! Which package a load becomes: a new version of one that is here, or a new one. Pure.

use std::collections::HashSet;
use std::path::Path;

use crate::base::PackageId;
use crate::lessons::{Package, PackageKind, Place, VersionFacts, names};

/// Packages of one name that are told apart by a number.
const SAME_NAMES_MAX: u32 = 1000;

/// What is known of a load when its name is chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Incoming<'a> {
    pub file_name: &'a str,
    pub kind: PackageKind,
    pub facts: &'a VersionFacts,
    pub place: &'a Place,
    /// The folder that it comes inside of.
    pub came_with: Option<PackageId>,
}

/// A package's key and name; a package that has the key is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seat {
    pub key: String,
    pub name: String,
}

/// The name of the file, with a number when another package has it. `taken` are keys of the same call:
/// two files called alike on one command line are two packages. `is_there` tells whether a place still
/// exists. None when a thousand packages have the name.
pub(super) fn seat(
    here: &[Package],
    taken: &HashSet<String>,
    it: Incoming<'_>,
    is_there: &dyn Fn(&Path) -> bool,
) -> Option<Seat> {
    let base = names::package_name(it.file_name, it.kind == PackageKind::Folder);
    let base_key = if it.kind == PackageKind::Zim { names::key_of(&base) } else { &base };
    (1..=SAME_NAMES_MAX).find_map(|number| {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        let seat = Seat { key: format!("{base_key}{suffix}"), name: format!("{base}{suffix}") };
        let meets_other = here.iter().any(|other| {
            other.key != seat.key && (other.name == seat.name || other.name == seat.key)
        });
        let has_key = here.iter().find(|other| other.key == seat.key);
        let is_free = has_key.is_none_or(|other| is_version_of(it, other, is_there));
        (is_free && !meets_other && !taken.contains(&seat.key)).then_some(seat)
    })
}

fn is_version_of(it: Incoming<'_>, other: &Package, is_there: &dyn Fn(&Path) -> bool) -> bool {
    let same_thing = match it.kind {
        PackageKind::Zim => match (&it.facts.zim_name, &other.facts.zim_name) {
            (Some(name), Some(known)) => name == known,
            _ => true,
        },
        PackageKind::File => it.file_name.eq_ignore_ascii_case(&other.file_name),
        PackageKind::Zip | PackageKind::Folder => true,
    };
    // Two folders called alike on one drive are two packages; one that was moved is still itself.
    let lies_elsewhere = match (it.place, &other.place) {
        (Place::InPlace(path), Place::InPlace(known)) => path != known && is_there(known),
        _ => false,
    };
    // What came with a folder goes with it, so neither may take the place of what came alone.
    it.kind == other.kind && it.came_with == other.came_with && same_thing && !lies_elsewhere
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::UnixMillis;

    fn package(
        file_name: &str,
        kind: PackageKind,
        zim_name: Option<&str>,
        place: Place,
    ) -> Package {
        let name = names::package_name(file_name, kind == PackageKind::Folder);
        let key = if kind == PackageKind::Zim { names::key_of(&name) } else { &name }.to_owned();
        Package {
            id: PackageId(1),
            label: names::label_of(&key),
            key,
            name,
            file_name: file_name.into(),
            kind,
            title: file_name.into(),
            description: String::new(),
            language: None,
            subject: None,
            picture: None,
            place,
            size_bytes: 1,
            added_at: UnixMillis(0),
            damage: None,
            damage_stamp: None,
            checked: true,
            came_with: None,
            facts: VersionFacts { zim_name: zim_name.map(Into::into), ..VersionFacts::default() },
        }
    }

    #[test]
    fn a_load_is_a_new_version_or_a_new_package() {
        use PackageKind::{File, Folder, Zim};
        let on = |path: &str| Place::InPlace(path.into());
        let here = [
            package("wiki_sw_2024-05.zim", Zim, Some("wiki_sw"), Place::Stored),
            package("water.mp4", File, None, Place::Stored),
            package("class", Folder, None, on("/stick/a/class")),
            package("school", Folder, None, on("/gone/school")),
        ];
        let table = [
            (
                "wiki_sw_2024-06.zim",
                Zim,
                Some("wiki_sw"),
                Place::Stored,
                "wiki_sw",
                "wiki_sw_2024-06",
            ),
            ("wiki_sw.zim", Zim, None, Place::Stored, "wiki_sw", "wiki_sw"),
            ("wiki_sw.zim", Zim, Some("other"), Place::Stored, "wiki_sw-2", "wiki_sw-2"),
            (
                "wiki_sw_2024-05",
                Folder,
                None,
                Place::Stored,
                "wiki_sw_2024-05-2",
                "wiki_sw_2024-05-2",
            ),
            ("Water.MP4", File, None, Place::Stored, "water", "water"),
            ("water.webm", File, None, Place::Stored, "water-2", "water-2"),
            ("moon.mp4", File, None, Place::Stored, "moon", "moon"),
            ("class", Folder, None, on("/stick/a/class"), "class", "class"),
            ("class", Folder, None, on("/stick/b/class"), "class-2", "class-2"),
            ("class", Folder, None, Place::Stored, "class", "class"),
            ("school", Folder, None, on("/stick/school"), "school", "school"),
        ];
        let is_there = |path: &Path| path.starts_with("/stick");
        for (file_name, kind, zim_name, place, key, name) in table {
            let facts =
                VersionFacts { zim_name: zim_name.map(Into::into), ..VersionFacts::default() };
            let it = Incoming { file_name, kind, facts: &facts, place: &place, came_with: None };
            let seat = seat(&here, &HashSet::new(), it, &is_there).unwrap();
            assert_eq!((seat.key.as_str(), seat.name.as_str()), (key, name), "{file_name}");
        }
    }

    #[test]
    fn two_files_called_alike_in_one_call_are_two_packages() {
        let here = [package("water.mp4", PackageKind::File, None, Place::Stored)];
        let facts = VersionFacts::default();
        let it = Incoming {
            file_name: "water.mp4",
            kind: PackageKind::File,
            facts: &facts,
            place: &Place::Stored,
            came_with: None,
        };
        let inside = Incoming { came_with: Some(PackageId(9)), ..it };
        assert_eq!(seat(&here, &HashSet::new(), inside, &|_| true).unwrap().key, "water-2");
        let taken = HashSet::from(["water".to_owned()]);
        assert_eq!(seat(&here, &taken, it, &|_| true).unwrap().key, "water-2");
    }
}
