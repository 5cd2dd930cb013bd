//! The accounts of staff: rows and nothing else. Each function is part of a change that its caller
//! makes whole, with its act (`acts::note`) in the same transaction.

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::role::{Person, PersonId, Role, folded};
use super::{rules, sessions};
use crate::base::{Random, UnixMillis};
use crate::store::StoreError;

/// An account that is to be made.
#[derive(Clone, Debug)]
pub struct NewStaff {
    pub role: Role,
    /// Shown; 1 to 60 letters.
    pub name: String,
    /// What they type; compared folded.
    pub sign_in: String,
    /// Argon2id as a PHC string; none: a code must be used first.
    pub passphrase: Option<String>,
}

/// How making an account went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    Yes(Person),
    /// Somebody signs in with this name already.
    NameTaken,
}

/// Why a name is none, as a word for the form that asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameTrouble {
    Empty,
    TooLong,
}

/// A name as it is kept: spaces tidied, no control characters, 1 to 60 letters.
pub fn tidy_name(typed: &str) -> Result<String, NameTrouble> {
    let plain: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let tidy = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    match tidy.chars().count() {
        0 => Err(NameTrouble::Empty),
        1..=rules::NAME_LETTERS_MAX => Ok(tidy),
        _ => Err(NameTrouble::TooLong),
    }
}

/// 53 random bits, which scripts and spreadsheets hold exactly; never 0.
pub fn draw_id(random: &Random) -> PersonId {
    let bits = u64::from_le_bytes(random.bytes::<8>()) >> 11;
    PersonId(i64::try_from(bits).unwrap_or(1).max(1))
}

pub fn add_staff(
    tx: &Transaction<'_>,
    random: &Random,
    new: &NewStaff,
    now: UnixMillis,
) -> Result<Made, StoreError> {
    let sign_in = folded(&new.sign_in);
    let find = "select 1 from person where sign_in = ?1";
    if tx.query_row(find, [&sign_in], |_| Ok(())).optional()?.is_some() {
        return Ok(Made::NameTaken);
    }
    let person = Person {
        id: draw_id(random),
        role: new.role,
        name: new.name.as_str().into(),
        class: None,
        pseudonym: random.token().into(),
    };
    tx.execute(
        include_str!("sql/add_staff.sql"),
        params![
            person.id,
            new.role.word(),
            new.name,
            sign_in,
            new.passphrase,
            &*person.pseudonym,
            now.0
        ],
    )?;
    Ok(Made::Yes(person))
}

/// Whoever signs in with this name, and the passphrase's hash; `None` for the hash while a reset waits.
pub fn by_sign_in(
    connection: &Connection,
    typed: &str,
) -> Result<Option<(Person, Option<String>)>, StoreError> {
    let mut find = connection.prepare_cached(
        "select id, role, name, class, pseudonym, passphrase from person where sign_in = ?1",
    )?;
    let found =
        find.query_row([folded(typed)], |row| Ok((sessions::person(row)?, row.get("passphrase")?)));
    Ok(found.optional()?)
}

/// What lets somebody of the staff in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Folded.
    pub sign_in: String,
    /// The hash; `None` while a reset waits.
    pub passphrase: Option<String>,
}

/// `None` for a learner and for whoever is gone.
pub fn account_of(connection: &Connection, id: PersonId) -> Result<Option<Account>, StoreError> {
    let mut find = connection.prepare_cached(
        "select sign_in, passphrase from person where id = ?1 and sign_in is not null",
    )?;
    let found = find.query_row([id], |row| {
        Ok(Account { sign_in: row.get("sign_in")?, passphrase: row.get("passphrase")? })
    });
    Ok(found.optional()?)
}

pub fn by_id(connection: &Connection, id: PersonId) -> Result<Option<Person>, StoreError> {
    let mut find = connection
        .prepare_cached("select id, role, name, class, pseudonym from person where id = ?1")?;
    Ok(find.query_row([id], sessions::person).optional()?)
}

/// All staff, by role and name.
pub fn staff(connection: &Connection) -> Result<Vec<Person>, StoreError> {
    let mut find = connection.prepare_cached(
        "select id, role, name, class, pseudonym from person where role <> 'learner' order by role, name",
    )?;
    let rows = find.query_map([], sessions::person)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One of the staff, as the command line lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub role: Role,
    pub name: String,
    pub sign_in: String,
    /// No passphrase yet: only a code lets them in.
    pub waits: bool,
}

/// All staff with their sign-in names, by role and name.
pub fn listed(connection: &Connection) -> Result<Vec<Listed>, StoreError> {
    let mut find = connection.prepare_cached(include_str!("sql/list_staff.sql"))?;
    let rows = find.query_map([], |row| {
        Ok(Listed {
            role: sessions::role(row)?,
            name: row.get("name")?,
            sign_in: row.get("sign_in")?,
            waits: row.get("waits")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub fn has_technician(connection: &Connection) -> Result<bool, StoreError> {
    let find = "select exists (select 1 from person where role = 'technician')";
    Ok(connection.query_row(find, [], |row| row.get(0))?)
}

/// Sets a new passphrase, or none: then only a code lets this person in. All their sessions end.
/// Callers must call `Guests::forget_person` afterwards.
pub fn set_passphrase(
    tx: &Transaction<'_>,
    person: PersonId,
    passphrase: Option<&str>,
) -> Result<(), StoreError> {
    tx.execute("update person set passphrase = ?2 where id = ?1", params![person, passphrase])?;
    sessions::end_all(tx, person)
}

/// Takes an account away; its sessions, codes and places go with it.
/// Callers must call `Guests::forget_person` afterwards.
pub fn remove(tx: &Transaction<'_>, person: PersonId) -> Result<(), StoreError> {
    sessions::end_all(tx, person)?;
    tx.execute("delete from person where id = ?1", [person])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidied() {
        let long = "a".repeat(61);
        let table = [
            ("  Asha\tJuma \n", Ok("Asha Juma".to_owned())),
            ("", Err(NameTrouble::Empty)),
            (" \u{7} ", Err(NameTrouble::Empty)),
            (&long, Err(NameTrouble::TooLong)),
        ];
        for (typed, expected) in table {
            assert_eq!(tidy_name(typed), expected, "{typed:?}");
        }
    }
}
