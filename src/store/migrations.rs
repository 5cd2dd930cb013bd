//! Schemas, upward only: each file runs once, in one transaction, its number kept in `user_version`.
//! A released file is never edited; `tests/data/schemas` keeps a database of each released version.

use rusqlite::Connection;

use super::StoreError;

/// The three databases of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    Library,
    School,
    Usage,
}

impl Schema {
    pub const ALL: [Self; 3] = [Self::Library, Self::School, Self::Usage];

    pub fn name(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::School => "school",
            Self::Usage => "usage",
        }
    }

    fn steps(self) -> &'static [&'static str] {
        match self {
            Self::Library => &[
                include_str!("migrations/library/0001_catalogue.sql"),
                include_str!("migrations/library/0002_search.sql"),
            ],
            Self::School => &[
                include_str!("migrations/school/0001_guests.sql"),
                include_str!("migrations/school/0002_people.sql"),
            ],
            Self::Usage => &[include_str!("migrations/usage/0001_journal.sql")],
        }
    }
}

/// The version that this Chalkbox writes.
pub fn newest_version(schema: Schema) -> i64 {
    i64::try_from(schema.steps().len()).unwrap_or(i64::MAX)
}

pub(super) fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings a database to the newest version, one step a transaction: a cut leaves a whole version.
pub(super) fn migrate(connection: &mut Connection, schema: Schema) -> Result<(), StoreError> {
    let have = usize::try_from(version(connection)?).unwrap_or(0);
    for (index, step) in schema.steps().iter().enumerate().skip(have) {
        let tx = connection.transaction()?;
        tx.execute_batch(step)?;
        tx.pragma_update(None, "user_version", i64::try_from(index + 1).unwrap_or(i64::MAX))?;
        tx.commit()?;
    }
    Ok(())
}
