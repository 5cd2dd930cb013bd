//! Classes: rows and nothing else. Each change is part of one that its caller makes whole, with its
//! act (`acts::note`) in the same transaction.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::accounts::NameTrouble;
use super::role::{ClassId, PersonId};
use super::{learners, rules};
use crate::base::{Random, UnixMillis};
use crate::store::StoreError;

/// A class as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    pub id: ClassId,
    pub name: Arc<str>,
    /// Which threes of pictures it gives (`threes`).
    pub turn: u8,
    pub learners: u32,
}

/// How naming a class went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    Yes(Class),
    /// Another class is called so.
    Taken,
}

/// A class's name as it is kept: spaces tidied, no control characters, 1 to 40 letters.
pub fn tidy_name(typed: &str) -> Result<String, NameTrouble> {
    let name = super::accounts::tidy_name(typed)?;
    if name.chars().count() > rules::CLASS_NAME_LETTERS_MAX {
        return Err(NameTrouble::TooLong);
    }
    Ok(name)
}

/// All classes, by name.
pub fn all(connection: &Connection) -> Result<Vec<Class>, StoreError> {
    let mut find = connection.prepare_cached(include_str!("sql/list_classes.sql"))?;
    let rows = find.query_map([], class)?;
    let mut classes: Vec<Class> = rows.collect::<Result<_, _>>()?;
    classes.sort_by_key(|class| in_order(&class.name));
    Ok(classes)
}

/// Numbers in names count as numbers: 9 before 10.
fn in_order(name: &str) -> (String, u64, String) {
    let folded = learners::name_key(name);
    let start = folded.find(|c: char| c.is_ascii_digit()).unwrap_or(folded.len());
    let (before, rest) = folded.split_at(start);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, after) = rest.split_at(end);
    (before.to_owned(), number.parse().unwrap_or(0), after.to_owned())
}

pub fn by_id(connection: &Connection, id: ClassId) -> Result<Option<Class>, StoreError> {
    Ok(all(connection)?.into_iter().find(|class| class.id == id))
}

/// The class of this name, compared as names are.
pub fn by_name(connection: &Connection, name: &str) -> Result<Option<Class>, StoreError> {
    let key = learners::name_key(name);
    Ok(all(connection)?.into_iter().find(|class| learners::name_key(&class.name) == key))
}

fn class(row: &Row<'_>) -> rusqlite::Result<Class> {
    Ok(Class {
        id: row.get("id")?,
        name: row.get::<_, String>("name")?.into(),
        turn: row.get("turn")?,
        learners: row.get("learners")?,
    })
}

/// Makes a class; `name` is tidy.
pub fn make(
    tx: &Transaction<'_>,
    random: &Random,
    name: &str,
    now: UnixMillis,
) -> Result<Named, StoreError> {
    if by_name(tx, name)?.is_some() {
        return Ok(Named::Taken);
    }
    let id = ClassId(super::accounts::draw_id(random).0);
    let [drawn] = random.bytes::<1>();
    let turn = drawn % 12;
    tx.execute(
        "insert into class (id, name, turn, made_at) values (?1, ?2, ?3, ?4)",
        params![id, name, turn, now.0],
    )?;
    Ok(Named::Yes(Class { id, name: name.into(), turn, learners: 0 }))
}

/// Gives a class another name; `name` is tidy. `None`: there is no such class.
pub fn rename(tx: &Transaction<'_>, id: ClassId, name: &str) -> Result<Option<Named>, StoreError> {
    let Some(class) = by_id(tx, id)? else { return Ok(None) };
    if by_name(tx, name)?.is_some_and(|other| other.id != id) {
        return Ok(Some(Named::Taken));
    }
    tx.execute("update class set name = ?2 where id = ?1", params![id, name])?;
    Ok(Some(Named::Yes(Class { name: name.into(), ..class })))
}

/// Takes a class away; everybody in it is forgotten (`learners::forget`). Their ids and pseudonyms.
pub fn remove(
    tx: &Transaction<'_>,
    id: ClassId,
) -> Result<Option<Vec<(PersonId, String)>>, StoreError> {
    let found = tx.query_row("select 1 from class where id = ?1", [id], |_| Ok(())).optional()?;
    if found.is_none() {
        return Ok(None);
    }
    let mut gone = Vec::new();
    for learner in learners::of_class(tx, id)? {
        learners::forget(tx, learner.person.id)?;
        gone.push((learner.person.id, learner.person.pseudonym.to_string()));
    }
    tx.execute("delete from class where id = ?1", [id])?;
    Ok(Some(gone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_stand_in_the_order_of_their_numbers() {
        let mut names = ["10 A", "Nursery", "9 B", "9 A", "form 2", "Form 11"];
        names.sort_by_key(|name| in_order(name));
        assert_eq!(names, ["9 A", "9 B", "10 A", "form 2", "Form 11", "Nursery"]);
    }
}
