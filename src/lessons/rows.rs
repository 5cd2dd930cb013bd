//! The catalogue's rows: written from descriptions, read into a snapshot. The only SQL of this part
//! but the search index's.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::catalogue::Catalogue;
use super::names;
use super::sidecar::{DescribedLesson, Description, Stamp};
use super::types::{Lesson, Package, PackageKind, Place, Subtitle, Topic};
use crate::base::{LessonId, PackageId, TopicId, UnixMillis};
use crate::store::StoreError;

/// Ids tried for a row whose first ids other rows have; meeting once is rare enough.
const PROBES_MAX: u32 = 16;

/// What the checks found, by key: whether they ran, the sentence of damage, the damaged file's stamp.
type Found = HashMap<String, (bool, Option<String>, Option<String>)>;

/// Puts these packages in place of their older versions. A folder and what came with it go in one
/// call, the folder first: replacing a folder's row takes away all that came with the older one.
pub(super) fn put(
    tx: &Transaction<'_>,
    described: &[(Description, Stamp)],
) -> Result<(), StoreError> {
    let found = found_by_checks(tx, described)?;
    for (it, _) in described {
        remove(tx, &it.key)?;
    }
    described.iter().try_for_each(|one| put_one(tx, one, &found))
}

/// Puts these packages in place of all. A description that does not fit (a name that another box's
/// package has) is left out and logged: the library must open whatever lies in `packages/`.
pub(super) fn replace_all(
    tx: &Transaction<'_>,
    described: &[(Description, Stamp)],
) -> Result<(), StoreError> {
    let found = found_by_checks(tx, described)?;
    tx.execute("delete from package", [])?;
    for one in described {
        tx.execute_batch("savepoint one_package")?;
        if let Err(error) = put_one(tx, one, &found) {
            tracing::warn!(package = one.0.key, error = %error, "a package was left out");
            tx.execute_batch("rollback to one_package")?;
        }
        tx.execute_batch("release one_package")?;
    }
    Ok(())
}

pub(super) fn remove(tx: &Transaction<'_>, key: &str) -> Result<(), StoreError> {
    tx.prepare_cached("delete from package where key = ?1")?.execute([key])?;
    Ok(())
}

/// Keeps what the check after a load found; `damage` is a sentence, `stamp` that of the damaged file.
pub(super) fn mark_checked(
    tx: &Transaction<'_>,
    id: PackageId,
    damage: Option<&str>,
    stamp: Option<&str>,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "update package set checked = 1, damage = ?2, damage_stamp = ?3 where id = ?1",
    )?
    .execute(params![id, damage, stamp])?;
    Ok(())
}

/// Forgets what a check found: another file lies there now.
pub(super) fn mark_unchecked(tx: &Transaction<'_>, id: PackageId) -> Result<(), StoreError> {
    tx.prepare_cached(
        "update package set checked = 0, damage = null, damage_stamp = null where id = ?1",
    )?
    .execute([id])?;
    Ok(())
}

/// Of the very same versions only: new bytes are checked anew.
fn found_by_checks(
    tx: &Transaction<'_>,
    described: &[(Description, Stamp)],
) -> Result<Found, StoreError> {
    let mut query = tx.prepare_cached(
        "select checked, damage, damage_stamp from package where key = ?1 and description_stamp = ?2",
    )?;
    let mut found = Found::new();
    for (it, stamp) in described {
        let row =
            query.query_row([&it.key, &stamp.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        if let Some(row) = row.optional()? {
            found.insert(it.key.clone(), row);
        }
    }
    Ok(found)
}

fn put_one(
    tx: &Transaction<'_>,
    (it, stamp): &(Description, Stamp),
    found: &Found,
) -> Result<(), StoreError> {
    let id = names::package_id(&it.key);
    let came_with = it.came_with.as_deref().map(names::package_id);
    let (checked, damage, damage_stamp) = found.get(&it.key).cloned().unwrap_or_default();
    tx.prepare_cached(include_str!("sql/insert_package.sql"))?.execute(params![
        id,
        it.key,
        it.name,
        names::label_of(&it.key),
        it.file_name,
        it.kind,
        it.title,
        it.description,
        it.language,
        it.subject,
        it.picture,
        it.place.path().map(|path| path.to_string_lossy()),
        sql_int(it.size_bytes()),
        it.added_at.0,
        came_with,
        serde_json::to_string(&it.facts).unwrap_or_else(|_| "{}".into()),
        checked,
        damage,
        damage_stamp,
        stamp.0,
    ])?;
    put_topics(tx, it, id)?;
    it.lessons.iter().try_for_each(|lesson| put_lesson(tx, it, id, lesson))
}

fn put_topics(
    tx: &Transaction<'_>,
    it: &Description,
    package: PackageId,
) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(include_str!("sql/insert_topic.sql"))?;
    for (position, topic) in it.topics.iter().enumerate() {
        let parent = match topic.path.rsplit_once('/') {
            Some((above, _)) => topic_at(tx, package, above)?,
            None if topic.path.is_empty() => None,
            None => topic_at(tx, package, "")?,
        };
        let id = free_id(tx, "topic", |probe| names::topic_id(&it.key, &topic.path, probe).0);
        insert.execute(params![
            id,
            package,
            parent,
            topic.path,
            topic.title,
            topic.language,
            topic.subject,
            topic.picture,
            sql_int(position as u64),
        ])?;
    }
    Ok(())
}

fn put_lesson(
    tx: &Transaction<'_>,
    it: &Description,
    package: PackageId,
    lesson: &DescribedLesson,
) -> Result<(), StoreError> {
    let home = it.came_with.as_deref().map_or(package, names::package_id);
    let topic = match &lesson.topic {
        Some(path) => topic_at(tx, home, path)?,
        None => None,
    };
    // The one lesson of a ZIM stays itself when the next version begins at another page.
    let entry = if it.kind == PackageKind::Folder { lesson.entry.as_str() } else { "" };
    let id = free_id(tx, "lesson", |probe| names::lesson_id(&it.key, entry, probe).0);
    tx.prepare_cached(include_str!("sql/insert_lesson.sql"))?.execute(params![
        id,
        package,
        topic,
        lesson.kind,
        lesson.title,
        lesson.description,
        lesson.language,
        lesson.subject,
        lesson.picture,
        lesson.entry,
        lesson.mime,
        sql_int(lesson.size_bytes),
        lesson.blake3,
        lesson.activity,
        lesson.duration_millis.map(sql_int),
        lesson.pages,
        lesson.position,
    ])?;
    let mut insert = tx.prepare_cached(
        "insert into subtitle (lesson, language, path, position) values (?1, ?2, ?3, ?4)",
    )?;
    for (position, subtitle) in lesson.subtitles.iter().enumerate() {
        insert.execute(params![id, subtitle.language, subtitle.path, sql_int(position as u64)])?;
    }
    Ok(())
}

fn topic_at(
    tx: &Transaction<'_>,
    package: PackageId,
    path: &str,
) -> Result<Option<TopicId>, StoreError> {
    Ok(tx
        .prepare_cached("select id from topic where package = ?1 and path = ?2")?
        .query_row(params![package, path], |row| row.get(0))
        .optional()?)
}

/// The first probe that no other row has. The last one is used as it is: the insert then fails.
fn free_id(tx: &Transaction<'_>, table: &str, id: impl Fn(u32) -> i64) -> i64 {
    (0..PROBES_MAX)
        .map(&id)
        .find(|id| !row_exists(tx, table, *id))
        .unwrap_or_else(|| id(PROBES_MAX))
}

fn row_exists(tx: &Transaction<'_>, table: &str, id: i64) -> bool {
    tx.prepare_cached(&format!("select 1 from {table} where id = ?1"))
        .and_then(|mut query| query.exists([id]))
        .unwrap_or(false)
}

/// What the rows show now, to be compared with the descriptions: key's label and stamp.
pub(super) fn stamps(reader: &Connection) -> Result<HashMap<String, Stamp>, StoreError> {
    let mut query = reader.prepare_cached("select label, description_stamp from package")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, Stamp(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The whole catalogue.
pub(super) fn read(reader: &Connection, version: u64) -> Result<Catalogue, StoreError> {
    let packages = all(reader, include_str!("sql/list_packages.sql"), package)?;
    let topics = all(reader, include_str!("sql/list_topics.sql"), topic)?;
    let mut lessons = all(reader, include_str!("sql/list_lessons.sql"), lesson)?;
    let subtitles = all(
        reader,
        "select lesson, language, path from subtitle order by lesson, position",
        |row| {
            let subtitle = Subtitle { language: row.get(1)?, path: row.get(2)? };
            Ok((row.get::<_, LessonId>(0)?, subtitle))
        },
    )?;
    let mut of_lesson: HashMap<LessonId, Vec<Subtitle>> = HashMap::new();
    for (lesson, subtitle) in subtitles {
        of_lesson.entry(lesson).or_default().push(subtitle);
    }
    for lesson in &mut lessons {
        lesson.subtitles = of_lesson.remove(&lesson.id).unwrap_or_default();
    }
    Ok(Catalogue::build(version, packages, topics, lessons))
}

fn all<T>(
    reader: &Connection,
    sql: &str,
    from: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut query = reader.prepare_cached(sql)?;
    let rows = query.query_map([], |row| from(row))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn package(row: &Row<'_>) -> rusqlite::Result<Package> {
    let in_place: Option<String> = row.get(10)?;
    let facts: String = row.get(14)?;
    Ok(Package {
        id: row.get(0)?,
        key: row.get(1)?,
        name: row.get(2)?,
        label: row.get(3)?,
        kind: row.get(4)?,
        title: row.get(5)?,
        description: row.get(6)?,
        language: row.get(7)?,
        subject: row.get(8)?,
        picture: row.get(9)?,
        place: in_place.map_or(Place::Stored, |path| Place::InPlace(path.into())),
        size_bytes: unsigned(row, 11)?,
        added_at: UnixMillis(row.get(12)?),
        came_with: row.get(13)?,
        facts: serde_json::from_str(&facts).unwrap_or_default(),
        checked: row.get(15)?,
        damage: row.get(16)?,
        file_name: row.get(17)?,
        damage_stamp: row.get(18)?,
    })
}

fn topic(row: &Row<'_>) -> rusqlite::Result<Topic> {
    Ok(Topic {
        id: row.get(0)?,
        package: row.get(1)?,
        parent: row.get(2)?,
        path: row.get(3)?,
        title: row.get(4)?,
        language: row.get(5)?,
        subject: row.get(6)?,
        picture: row.get(7)?,
        position: row.get(8)?,
    })
}

fn lesson(row: &Row<'_>) -> rusqlite::Result<Lesson> {
    let duration: Option<i64> = row.get(14)?;
    Ok(Lesson {
        id: row.get(0)?,
        package: row.get(1)?,
        topic: row.get(2)?,
        kind: row.get(3)?,
        title: row.get(4)?,
        description: row.get(5)?,
        language: row.get(6)?,
        subject: row.get(7)?,
        picture: row.get(8)?,
        entry: row.get(9)?,
        mime: row.get(10)?,
        size_bytes: unsigned(row, 11)?,
        blake3: row.get(12)?,
        activity: row.get(13)?,
        duration_millis: duration.and_then(|millis| u64::try_from(millis).ok()),
        pages: row.get(15)?,
        subtitles: Vec::new(),
        position: row.get(16)?,
    })
}

fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

fn sql_int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
