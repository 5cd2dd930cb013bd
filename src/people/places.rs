//! Where somebody stopped, and the three pictures that bring it back.

use std::fmt;

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::ids::GuestKey;
use super::role::PersonId;
use super::rules;
use super::views::Picture;
use crate::base::{LessonId, UnixMillis};
use crate::store::StoreError;

/// A spot within a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// A ZIM's or HTML5 lesson's page, a PDF's page number; empty: the beginning.
    pub page: String,
    /// Of a video or sound, in milliseconds.
    pub position_ms: u64,
}

/// A lesson and the place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    pub lesson: LessonId,
    pub place: Place,
    pub at: UnixMillis,
}

/// A guest, when its session began, and its places that are not on the disk yet.
pub(super) type News = (GuestKey, UnixMillis, Vec<Visited>);

/// Three pictures in order: a child's key to its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pictures(pub [Picture; 3]);

impl fmt::Display for Pictures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c] = self.0.map(Picture::slug);
        write!(out, "{a}-{b}-{c}")
    }
}

/// How keeping a place under pictures went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Yes,
    /// Another child has these: pick others.
    Taken,
}

pub(super) fn keeper_of(connection: &Connection, guest: &str) -> Result<Option<i64>, StoreError> {
    let mut find = connection.prepare_cached("select keeper from guest where key = ?1")?;
    Ok(find.query_row([guest], |row| row.get(0)).optional()?)
}

/// The guest's keeper, made now if there is none.
pub(super) fn keeper_for(
    tx: &Transaction<'_>,
    guest: &str,
    began_at: UnixMillis,
    now: UnixMillis,
) -> Result<i64, StoreError> {
    if let Some(keeper) = keeper_of(tx, guest)? {
        return Ok(keeper);
    }
    tx.execute("insert into keeper (used_at) values (?1)", [now.0])?;
    let keeper = tx.last_insert_rowid();
    tx.execute(
        "insert into guest (key, keeper, began_at) values (?1, ?2, ?3)",
        params![guest, keeper, began_at.0],
    )?;
    Ok(keeper)
}

/// Ties a phone's session to a learner's places, wherever the learner was before.
pub(super) fn join_account(
    tx: &Transaction<'_>,
    guest: &str,
    person: PersonId,
    now: UnixMillis,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into keeper (person, used_at) values (?1, ?2)
         on conflict (person) do update set used_at = excluded.used_at",
        params![person, now.0],
    )?;
    tx.execute(
        "insert into guest (key, keeper, began_at)
         select ?1, id, ?3 from keeper where person = ?2",
        params![guest, person, now.0],
    )?;
    Ok(())
}

pub(super) fn visited(connection: &Connection, keeper: i64) -> Result<Vec<Visited>, StoreError> {
    let mut find = connection.prepare_cached(
        "select lesson, page, position_ms, at from place where keeper = ?1 order by at desc",
    )?;
    let rows = find.query_map([keeper], |row| {
        Ok(Visited {
            lesson: row.get("lesson")?,
            place: Place {
                page: row.get("page")?,
                position_ms: row.get::<_, i64>("position_ms")?.try_into().unwrap_or(0),
            },
            at: UnixMillis(row.get("at")?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Writes noted places, with a keeper for each guest that has none yet.
pub(super) fn put_all(
    tx: &Transaction<'_>,
    news: &[News],
    now: UnixMillis,
) -> Result<(), StoreError> {
    for (key, began_at, visited) in news {
        let keeper = keeper_for(tx, key.as_str(), *began_at, now)?;
        for visited in visited {
            put(tx, keeper, visited)?;
        }
    }
    Ok(())
}

fn put(tx: &Transaction<'_>, keeper: i64, visited: &Visited) -> Result<(), StoreError> {
    tx.prepare_cached(include_str!("sql/put_place.sql"))?.execute(params![
        keeper,
        visited.lesson,
        visited.place.page,
        i64::try_from(visited.place.position_ms).unwrap_or(i64::MAX),
        visited.at.0,
    ])?;
    tx.prepare_cached(include_str!("sql/trim_places.sql"))?
        .execute(params![keeper, i64::try_from(rules::PLACES_MAX).unwrap_or(i64::MAX)])?;
    Ok(())
}

/// Keeps the keeper's places under these pictures.
pub(super) fn keep_under(
    tx: &Transaction<'_>,
    keeper: i64,
    pictures: Pictures,
    now: UnixMillis,
) -> Result<Kept, StoreError> {
    let holder: Option<i64> = tx
        .query_row("select id from keeper where pictures = ?1", [pictures.to_string()], |row| {
            row.get(0)
        })
        .optional()?;
    if holder.is_some_and(|holder| holder != keeper) {
        return Ok(Kept::Taken);
    }
    tx.execute(
        "update keeper set pictures = ?2, used_at = ?3 where id = ?1",
        params![keeper, pictures.to_string(), now.0],
    )?;
    Ok(Kept::Yes)
}

/// Gives the guest the places kept under these pictures; false when there are none.
pub(super) fn bring_back(
    tx: &Transaction<'_>,
    guest: &str,
    began_at: UnixMillis,
    pictures: Pictures,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    let found: Option<i64> = tx
        .query_row(
            "update keeper set used_at = ?2 where pictures = ?1 returning id",
            params![pictures.to_string(), now.0],
            |row| row.get(0),
        )
        .optional()?;
    let Some(keeper) = found else { return Ok(false) };
    forget_guest(tx, guest)?;
    tx.execute(
        "insert into guest (key, keeper, began_at) values (?1, ?2, ?3)",
        params![guest, keeper, began_at.0],
    )?;
    Ok(true)
}

/// The phone goes to another child: what no picture or account keeps is forgotten.
pub(super) fn forget_guest(tx: &Transaction<'_>, guest: &str) -> Result<(), StoreError> {
    let keeper = keeper_of(tx, guest)?;
    tx.execute("delete from guest where key = ?1", [guest])?;
    tx.execute("delete from session where guest = ?1", [guest])?;
    if let Some(keeper) = keeper {
        tx.execute(include_str!("sql/delete_unkept.sql"), [keeper])?;
    }
    Ok(())
}

/// Forgets sessions that are over and places that nobody came back to.
pub(super) fn sweep(tx: &Transaction<'_>, now: UnixMillis) -> Result<(), StoreError> {
    let before = |span: std::time::Duration| {
        now.0.saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX))
    };
    tx.execute("delete from guest where began_at < ?1", [before(rules::SESSION_MAX)])?;
    tx.execute("delete from session where began_at < ?1", [before(rules::STAFF_SESSION_MAX)])?;
    tx.execute(
        include_str!("sql/sweep_keepers.sql"),
        params![before(rules::SESSION_MAX), before(rules::PLACE_KEPT)],
    )?;
    Ok(())
}
