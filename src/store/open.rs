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
}

pub(super) fn open(
    data: &DataDir,
    schema: Schema,
    notices: &mut Vec<Notice>,
) -> Result<Database, StoreError> {
    let path = data.database(schema.name());
    let suspect = suspect_mark(data, schema);
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

/// Set by the check in the background; the next start moves the file aside.
fn suspect_mark(data: &DataDir, schema: Schema) -> PathBuf {
    data.place(Place::Damaged).join(format!("{}.suspect", schema.name()))
}

fn move_aside_and_restore(
    data: &DataDir,
    schema: Schema,
    path: &Path,
) -> Result<Notice, StoreError> {
    let aside = free_name(&data.place(Place::Damaged), schema.name());
    for suffix in ["", "-wal", "-shm"] {
        let from = PathBuf::from(format!("{}{suffix}", path.display()));
        if from.exists() {
            let to = PathBuf::from(format!("{}{suffix}", aside.display()));
            rename_synced(&from, &to).map_err(|source| StoreError::Disk { path: from, source })?;
        }
    }
    match backup::restore_newest(data, schema, path)? {
        Some(backup) => Ok(Notice::Restored { database: schema.name(), aside, backup }),
        None => Ok(Notice::Begun { database: schema.name(), aside }),
    }
}

/// Numbered, not dated: a box without a battery may think that it is 1970 each time.
fn free_name(folder: &Path, name: &str) -> PathBuf {
    (1..=u32::MAX)
        .map(|number| folder.join(format!("{name}-{number}.db")))
        .find(|path| !path.exists())
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
