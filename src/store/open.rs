//! Opening a database so that the box always starts.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::data_dir::rename_synced;
use super::{DataDir, Database, Place, Schema, StoreError};
use super::{backup, connection, database, migrations};

/// Something that happened while opening and that the technician's page names.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "notice")]
pub enum Notice {
    /// The file was damaged; it lies at `aside` and this backup took its place.
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
    if is_gone(&path) {
        notices.extend(bring_back(data, schema, &path)?);
    }
    if !suspect.exists() {
        match connect(data, schema, &path) {
            Err(error) if error.is_damage() => {
                tracing::error!(database = schema.name(), error = %error, "damaged at the start");
            }
            opened => return Database::start(schema, &path, opened?),
        }
    }
    notices.push(move_aside_and_restore(data, schema, &path)?);
    if suspect.exists() {
        fs::remove_file(&suspect)
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

/// A database of ours is never empty: a card that lost a file's content leaves such a one.
fn is_gone(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |file| file.len() == 0)
}

/// A box that has backups is not new: what it kept comes back before anybody is asked to begin anew.
fn bring_back(data: &DataDir, schema: Schema, path: &Path) -> Result<Option<Notice>, StoreError> {
    if backup::backups(data, schema)?.is_empty() {
        return Ok(None);
    }
    let database = schema.name();
    tracing::error!(database, "the file was gone at the start");
    // Its write-ahead log, left alone, would be written over the backup's pages.
    set_aside(data, schema, path)?;
    Ok(Some(match backup::restore_newest(data, schema, path)? {
        Some(backup) => Notice::Returned { database, backup },
        None => Notice::Lost { database },
    }))
}

/// Set by the check in the background; the next start moves the file aside.
fn suspect_mark(data: &DataDir, schema: Schema) -> PathBuf {
    data.place(Place::Damaged).join(format!("{}.suspect", schema.name()))
}

fn move_aside_and_restore(
    data: &DataDir,
    schema: Schema,
    path: &Path,
) -> Result<Notice, StoreError> {
    let aside = set_aside(data, schema, path)?;
    match backup::restore_newest(data, schema, path)? {
        Some(backup) => Ok(Notice::Restored { database: schema.name(), aside, backup }),
        None => Ok(Notice::Begun { database: schema.name(), aside }),
    }
}

/// Moves a database's files into `damaged/`; where they lie now, for those that were there.
fn set_aside(data: &DataDir, schema: Schema, path: &Path) -> Result<PathBuf, StoreError> {
    let aside = free_name(&data.place(Place::Damaged), schema.name());
    for suffix in ["", "-wal", "-shm"] {
        let from = with_end(path, suffix);
        if from.exists() {
            let to = with_end(&aside, suffix);
            rename_synced(&from, &to).map_err(|source| StoreError::Disk { path: from, source })?;
        }
    }
    Ok(aside)
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut whole = path.as_os_str().to_owned();
    whole.push(end);
    whole.into()
}

/// Numbered, not dated: a box without a battery may think that it is 1970 each time.
fn free_name(folder: &Path, name: &str) -> PathBuf {
    (1..=u32::MAX)
        .map(|number| folder.join(format!("{name}-{number}.db")))
        .find(|path| ["", "-wal"].iter().all(|end| !with_end(path, end).exists()))
        .unwrap_or_else(|| folder.join(format!("{name}-last.db")))
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
            super::write_whole(&suspect_mark(data, self.schema()), b"found by the check\n")?;
        }
        Ok(whole)
    }
}
