//! The two ways back when no technician can sign in: the sheet that one of them printed, and being at
//! the box with a stick. Neither comes over the air.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::acts::{self, Act};
use super::codes::{self, Code, Opens};
use super::role::{Person, PersonId, Role};
use super::sessions;
use crate::base::{Random, UnixMillis};
use crate::store::{StoreError, write_whole};
use crate::web::guard::Secret;

/// 99 bits: a sheet holds for years, so nobody must find it by trying.
pub const SHEET_LETTERS: usize = 20;

/// An empty file of this name, with any ending, asks for a code.
pub const ASKING_FILE: &str = "chalkbox-recover";
/// What the asking file is called once it was answered.
const ANSWERED_FILE: &str = "chalkbox-recover-used.txt";
/// The answer, beside it.
pub const CODE_FILE: &str = "chalkbox-code.txt";
/// Folders below a watched one, and names in a folder, that are looked at.
const FOLDERS_MAX: usize = 64;
const NAMES_MAX: usize = 2_000;

/// Makes a technician's sheet; the one before is void.
pub fn make_sheet(
    tx: &Transaction<'_>,
    random: &Random,
    secret: &Secret,
    person: &Person,
    now: UnixMillis,
) -> Result<Code, StoreError> {
    let code = Code::draw(random, SHEET_LETTERS);
    tx.execute(
        "insert or replace into recovery (person, hash, made_at) values (?1, ?2, ?3)",
        params![person.id, codes::hash(secret, code.as_str()), now.0],
    )?;
    acts::note(tx, now, Some(person), Act::SheetMade, Some(person.id), "")?;
    Ok(code)
}

/// Whether somebody has a sheet that still opens.
pub fn has_sheet(connection: &Connection, person: PersonId) -> Result<bool, StoreError> {
    let find = "select exists (select 1 from recovery where person = ?1)";
    Ok(connection.query_row(find, [person], |row| row.get(0))?)
}

/// Whose sheet has these letters.
pub(super) fn sheet_of(
    connection: &Connection,
    secret: &Secret,
    letters: &str,
) -> Result<Option<Opens>, StoreError> {
    let mut find = connection.prepare_cached(include_str!("sql/sheet_of.sql"))?;
    let found = find.query_row([codes::hash(secret, letters)], sessions::person).optional()?;
    Ok(found.filter(|person| person.role == Role::Technician).map(Opens::Sheet))
}

/// Looks for files that ask for a code, in these folders and one level below; a folder that is not
/// there asks nothing. Waits for the disk.
pub fn asking_files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders {
        let (files, below) = look(folder);
        found.extend(files);
        for folder in below.into_iter().take(FOLDERS_MAX) {
            found.extend(look(&folder).0);
        }
    }
    found
}

/// Asking files and folders in a folder.
fn look(folder: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    let Ok(entries) = fs::read_dir(folder) else { return (files, folders) };
    for entry in entries.flatten().take(NAMES_MAX) {
        // Of the entry itself: a link may lead anywhere.
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => folders.push(entry.path()),
            Ok(kind) if kind.is_file() && asks(&entry.path()) => files.push(entry.path()),
            _ => {}
        }
    }
    (files, folders)
}

/// `chalkbox-recover`, `CHALKBOX-RECOVER.TXT`: with any ending, since phones and Windows add one.
fn asks(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    stem.eq_ignore_ascii_case(ASKING_FILE)
}

/// Writes the answer beside the asking file, which then asks no more. A cut between the two has it
/// answered again, and the first code is void.
pub fn answer(asking: &Path, words: &str) -> io::Result<()> {
    let folder = asking.parent().unwrap_or(Path::new("/"));
    write_whole(&folder.join(CODE_FILE), words.as_bytes()).map_err(io::Error::other)?;
    fs::rename(asking, folder.join(ANSWERED_FILE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asking_files_are_known_by_their_name() {
        let table = [
            ("/media/usb/chalkbox-recover", true),
            ("/media/usb/Chalkbox-Recover.txt", true),
            ("/media/usb/chalkbox-recover.txt.txt", true),
            ("/media/usb/chalkbox-recover-used.txt", false),
            ("/media/usb/chalkbox-code.txt", false),
            ("/media/usb/my-chalkbox-recover", false),
            ("/", false),
        ];
        for (path, expected) in table {
            assert_eq!(asks(Path::new(path)), expected, "{path}");
        }
    }
}
