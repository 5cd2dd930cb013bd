//! Opening a database so that the box always starts.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::data_dir::{remove_synced, rename_synced};
use super::{DataDir, Database, Place, Schema, StoreError, write_whole};
use super::{backup, connection, database, migrations};

/// Something that happened while opening and that the technician's page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The file was damaged or lost; what there was of it lies at `aside`, this backup took its place.
    Restored { database: &'static str, aside: PathBuf, backup: PathBuf },
    /// The file was damaged; it lies at `aside`, no good backup was found, a fresh one was begun.
    Begun { database: &'static str, aside: PathBuf },
    /// The file was gone or empty; this backup took its place.
    Returned { database: &'static str, backup: PathBuf },
    /// The file was gone or empty and no backup was good; a fresh one was begun.
    Lost { database: &'static str },
}

pub(super) fn open(
    data: &DataDir,
    schema: Schema,
    notices: &mut Vec<Notice>,
) -> Result<Database, StoreError> {
    let path = data.database(schema.name());
    let suspect = suspect_mark(data, schema);
    // With a mark, a power cut came between moving the file aside and restoring it.
    let marked = suspect.exists();
    let lost = !marked && is_lost(data, schema, &path)?;
    if !marked && !lost {
        match connect(data, schema, &path) {
            Err(error) if error.is_damage() => {
                tracing::error!(database = schema.name(), error = %error, "damaged at the start");
                // Should the power fail in the midst of what follows, the next start goes on with it.
                if let Err(error) = write_whole(&suspect, b"found at the start\n") {
                    tracing::warn!(error = %error, "the damage could not be marked");
                }
            }
            opened => return Database::start(schema, &path, opened?),
        }
    }
    notices.push(move_aside_and_restore(data, schema, &path, lost)?);
    if suspect.exists() {
        // Synced: a mark that came back would move a good file aside.
        remove_synced(&suspect)
            .map_err(|source| StoreError::Disk { path: suspect.clone(), source })?;
    }
    let connection = connect(data, schema, &path)?;
    Database::start(schema, &path, connection)
}

fn connect(data: &DataDir, schema: Schema, path: &Path) -> Result<Connection, StoreError> {
    let fresh = !path.exists();
    let mut connection = connection::writer(path, database::synchronous(schema))?;
    let found = migrations::version(&connection)?;
    let known = migrations::newest_version(schema);
    if found > known {
        let file = format!("{}.db", schema.name());
        return Err(StoreError::Newer { file, found, known });
    }
    if found < known {
        if !fresh && found > 0 {
            backup::copy_before_migration(data, schema, &connection, found)?;
        }
        migrations::migrate(&mut connection, schema)?;
    }
    // Reads the whole schema, so that a garbled one is noticed now and not in a lesson.
    connection.query_row("select count(*) from sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

/// True where nothing is left of a file that was backed up once: a power cut came between moving it
/// aside and restoring it, or the filesystem lost it. A fresh one would hide the backups, and push
/// them out in time.
fn is_lost(data: &DataDir, schema: Schema, path: &Path) -> Result<bool, StoreError> {
    let is_gone = match fs::metadata(path) {
        Ok(file) => file.len() == 0,
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    Ok(is_gone && backup::is_any(data, schema)?)
}

/// Set where damage was found, until it is mended: a start that sees it moves the file aside.
pub(super) fn suspect_mark(data: &DataDir, schema: Schema) -> PathBuf {
    data.place(Place::Damaged).join(format!("{}.suspect", schema.name()))
}

fn move_aside_and_restore(
    data: &DataDir,
    schema: Schema,
    path: &Path,
    lost: bool,
) -> Result<Notice, StoreError> {
    let database = schema.name();
    let aside = name_aside(&data.place(Place::Damaged), schema.name(), path.exists());
    // The log first: behind a restored backup it would be taken for the backup's own. Should the power
    // fail in between, the next start goes on under the same name.
    for suffix in ["-wal", "-shm", ""] {
        let from = PathBuf::from(format!("{}{suffix}", path.display()));
        if from.exists() {
            let to = PathBuf::from(format!("{}{suffix}", aside.display()));
            rename_synced(&from, &to).map_err(|source| StoreError::Disk { path: from, source })?;
        }
    }
    Ok(match backup::restore_newest(data, schema, path)? {
        Some(backup) if lost => Notice::Returned { database, backup },
        Some(backup) => Notice::Restored { database, aside, backup },
        None if lost => Notice::Lost { database },
        None => Notice::Begun { database, aside },
    })
}

/// The first free name, or the last taken one where the file was moved before a power cut. Numbered,
/// not dated: a box without a battery may think that it is 1970 each time.
fn name_aside(folder: &Path, name: &str, is_here: bool) -> PathBuf {
    let numbered = |number: u32| folder.join(format!("{name}-{number}.db"));
    let free = (1..u32::MAX).find(|number| !numbered(*number).exists()).unwrap_or(u32::MAX);
    numbered(if is_here { free } else { free.saturating_sub(1).max(1) })
}

impl Database {
    /// Reads every page (`pragma quick_check`); slow, so after the start and in the background.
    /// False: damage was found, and the next start will move the file aside.
    pub fn check_whole(&self, data: &DataDir) -> Result<bool, StoreError> {
        let verdict = self.read_blocking(|reader| {
            Ok(reader.query_row("pragma quick_check(1)", [], |row| row.get::<_, String>(0))?)
        });
        let whole = match verdict {
            Ok(verdict) => verdict == "ok",
            Err(error) if error.is_damage() => false,
            Err(error) => return Err(error),
        };
        if !whole {
            write_whole(&suspect_mark(data, self.schema()), b"found by the check\n")?;
        }
        Ok(whole)
    }
}
