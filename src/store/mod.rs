//! The box's memory on disk: three `SQLite` files, each with one writer and three readers, off the
//! async threads.
//!
//! Promise: what `write` returned is on the disk. A damaged file is moved to `damaged/` and the newest
//! good backup takes its place; a file from a newer Chalkbox is refused and left alone. Only this part
//! opens databases.

mod backup;
mod connection;
mod data_dir;
mod database;
mod migrations;
mod open;

#[cfg(test)]
mod tests;

pub use backup::{Copied, back_up, back_up_anew, newest_backup};
pub use data_dir::{DataDir, DataLock, Place, write_whole};
pub use database::Database;
pub use migrations::{Schema, newest_version};
pub use open::Notice;

use std::path::PathBuf;

/// What can go wrong with the box's own files; each sentence is shown to a technician.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(
        "{file} was written by a newer Chalkbox (version {found}; this one knows {known}). Install the newer Chalkbox again, or restore an older backup."
    )]
    Newer { file: String, found: i64, known: i64 },
    #[error("Another Chalkbox is using {0}. Stop it first, or give another folder with --data.")]
    Locked(PathBuf),
    #[error("The disk did not take {path}: {source}")]
    Disk { path: PathBuf, source: std::io::Error },
    #[error(
        "The copy {0} came out damaged and was not kept. The card may be worn out: try another."
    )]
    BadCopy(PathBuf),
    #[error("{0}.db is damaged and was not copied. Start the box again: it mends the file.")]
    Suspect(&'static str),
    #[error("The database did not answer: {0}")]
    Sql(#[from] rusqlite::Error),
    #[error("The database is closed.")]
    Closed,
}

impl StoreError {
    /// True for what `SQLite` itself calls damage: the file must be moved aside, not retried.
    pub fn is_damage(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        matches!(self, Self::Sql(error)
            if matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)))
    }

    /// True when there was no room left to write.
    pub fn is_full(&self) -> bool {
        match self {
            Self::Sql(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            Self::Disk { source, .. } => source.kind() == std::io::ErrorKind::StorageFull,
            _ => false,
        }
    }
}

/// The three databases of a data folder.
#[derive(Clone, Debug)]
pub struct Store {
    /// Catalogue and search index: can be rebuilt from `packages/`.
    pub library: Database,
    /// People, places, quizzes, attempts: precious.
    pub school: Database,
    /// The journal and what was delivered.
    pub usage: Database,
}

impl Store {
    /// Opens all three, repairing what is damaged; `notices` tell what was moved aside or restored.
    pub fn open(data: &DataDir) -> Result<(Self, Vec<Notice>), StoreError> {
        let mut notices = Vec::new();
        let store = Self {
            library: open::open(data, Schema::Library, &mut notices)?,
            school: open::open(data, Schema::School, &mut notices)?,
            usage: open::open(data, Schema::Usage, &mut notices)?,
        };
        Ok((store, notices))
    }

    pub fn databases(&self) -> [&Database; 3] {
        [&self.library, &self.school, &self.usage]
    }
}
