//! The two newest good copies of each precious database.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rusqlite::Connection;

use super::data_dir::rename_synced;
use super::{DataDir, Database, Place, Schema, StoreError, connection, open};
use crate::base::UnixMillis;

/// Copies of each database that are kept.
const BACKUPS_KEPT: usize = 2;

/// Copies a database whole (`vacuum into`, synced, renamed), checks the copy, drops the oldest ones.
/// Numbered, not dated: the newest must be known even where the clock is wrong.
pub fn back_up(data: &DataDir, database: &Database) -> Result<PathBuf, StoreError> {
    let _one = database.copying();
    make_copy(data, database)
}

/// Makes every copy anew, so that none holds what the database holds no more: the backups, the copies
/// made before migrations, and files that were set aside as damaged.
pub fn back_up_anew(data: &DataDir, database: &Database) -> Result<(), StoreError> {
    let _one = database.copying();
    let fresh = (0..BACKUPS_KEPT)
        .map(|_| make_copy(data, database))
        .collect::<Result<Vec<_>, StoreError>>()?;
    for place in [Place::Backup, Place::Damaged] {
        let folder = data.place(place);
        let disk = |source| StoreError::Disk { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(disk)? {
            let path = entry.map_err(disk)?.path();
            if is_of(&path, database.schema()) && !fresh.contains(&path) {
                fs::remove_file(&path).map_err(|source| StoreError::Disk { path, source })?;
            }
        }
        fs::File::open(&folder).and_then(|folder| folder.sync_all()).map_err(disk)?;
    }
    Ok(())
}

/// `school-000003.db`, and what lies beside it: `-wal`, `.part`.
fn is_of(path: &Path, schema: Schema) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let own = name.strip_prefix(schema.name()).is_some_and(|rest| rest.starts_with('-'));
    own && name.contains(".db")
}

fn make_copy(data: &DataDir, database: &Database) -> Result<PathBuf, StoreError> {
    let schema = database.schema();
    if open::suspect_mark(data, schema).exists() {
        return Err(StoreError::Suspect(schema.name()));
    }
    let kept = backups(data, schema)?;
    let number = kept.last().map_or(1, |(number, _)| number + 1);
    let target = data.place(Place::Backup).join(format!("{}-{number:06}.db", schema.name()));
    database.read_blocking(|reader| copy_whole(reader, &target))?;
    if !is_whole(&target) {
        // The older ones stay: they may be the last good ones.
        fs::remove_file(&target)
            .map_err(|source| StoreError::Disk { path: target.clone(), source })?;
        return Err(StoreError::BadCopy(target));
    }
    for (_, old) in kept.iter().rev().skip(BACKUPS_KEPT - 1) {
        fs::remove_file(old).map_err(|source| StoreError::Disk { path: old.clone(), source })?;
    }
    Ok(target)
}

/// A copy that lies in `backup/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// By the clock of the box when it was made.
    pub at: UnixMillis,
    pub size_bytes: u64,
}

/// The newest copy of a database; `None` before the first one.
pub fn newest_backup(data: &DataDir, database: &Database) -> Result<Option<Copied>, StoreError> {
    let Some((_, path)) = backups(data, database.schema())?.pop() else { return Ok(None) };
    let disk = |source| StoreError::Disk { path: path.clone(), source };
    let facts = fs::metadata(&path).map_err(disk)?;
    let since = facts.modified().map_err(disk)?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let at = UnixMillis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
    Ok(Some(Copied { at, size_bytes: facts.len() }))
}

pub(super) fn copy_before_migration(
    data: &DataDir,
    schema: Schema,
    connection: &Connection,
    version: i64,
) -> Result<(), StoreError> {
    let name = format!("{}-before-version-{}.db", schema.name(), version + 1);
    copy_whole(connection, &data.place(Place::Backup).join(name))
}

fn copy_whole(from: &Connection, target: &Path) -> Result<(), StoreError> {
    let disk = |source| StoreError::Disk { path: target.to_owned(), source };
    let beside = target.with_added_extension("part");
    if beside.exists() {
        fs::remove_file(&beside).map_err(disk)?;
    }
    from.execute("vacuum into ?1", [beside.to_string_lossy()])?;
    fs::File::open(&beside).and_then(|file| file.sync_all()).map_err(disk)?;
    rename_synced(&beside, target).map_err(disk)
}

/// Oldest first, by their number.
pub(super) fn backups(data: &DataDir, schema: Schema) -> Result<Vec<(u32, PathBuf)>, StoreError> {
    let folder = data.place(Place::Backup);
    let disk = |source| StoreError::Disk { path: folder.clone(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).map_err(disk)? {
        let path = entry.map_err(disk)?.path();
        let number = path
            .file_name()
            .and_then(|name| name.to_str()?.strip_prefix(schema.name())?.strip_prefix('-'))
            .and_then(|rest| rest.strip_suffix(".db")?.parse().ok());
        if let Some(number) = number {
            found.push((number, path));
        }
    }
    found.sort();
    Ok(found)
}

/// Whether there is something to restore from, good or not.
pub(super) fn is_any(data: &DataDir, schema: Schema) -> Result<bool, StoreError> {
    Ok(!backups(data, schema)?.is_empty())
}

/// Puts the newest backup that is whole in the place of a lost file; its path, or none was good.
pub(super) fn restore_newest(
    data: &DataDir,
    schema: Schema,
    path: &Path,
) -> Result<Option<PathBuf>, StoreError> {
    for (_, backup) in backups(data, schema)?.into_iter().rev() {
        if is_whole(&backup) {
            let beside = path.with_added_extension("part");
            let disk = |source| StoreError::Disk { path: path.to_owned(), source };
            fs::copy(&backup, &beside).map_err(disk)?;
            fs::File::open(&beside).and_then(|file| file.sync_all()).map_err(disk)?;
            rename_synced(&beside, path).map_err(disk)?;
            return Ok(Some(backup));
        }
        tracing::error!(file = %backup.display(), "this backup is damaged too");
    }
    Ok(None)
}

fn is_whole(path: &Path) -> bool {
    connection::unchanging(path)
        .and_then(|backup| backup.query_row("pragma quick_check(1)", [], |row| row.get(0)))
        .is_ok_and(|verdict: String| verdict == "ok")
}
