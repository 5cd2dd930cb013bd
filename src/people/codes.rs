//! Codes that make or mend one account of staff: invitations, resets, and what a file on a stick
//! was answered with. Eight letters, valid for an hour, used once, stored only as a keyed hash.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::acts::{self, Act};
use super::pages::People;
use super::role::{Person, PersonId, Role};
use super::{accounts, letters, recovery};
use crate::base::{Random, UnixMillis};
use crate::store::StoreError;
use crate::web::guard::Secret;
use crate::web::{Ask, Fault};

/// 31^8: whoever tries a thousand in its hour finds it once in 850 million times.
pub const CODE_LETTERS: usize = 8;
pub const CODE_VALID: Duration = Duration::from_hours(1);
/// Codes that wait at once; the one that ends first goes first.
const CODES_MAX: i64 = 200;

/// A code in plain letters: shown once to whoever asked for it, and kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    pub fn draw(random: &Random, count: usize) -> Self {
        Self(letters::draw(random, count))
    }

    /// Made-up letters for sample pages.
    pub fn sample(letters: &str) -> Self {
        Self(letters.into())
    }

    /// Without spaces, for addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// In groups, for people: `ABCD EFGH`.
impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&letters::grouped(&self.0))
    }
}

/// Logs and panics do not show it.
impl fmt::Debug for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Code(…)")
    }
}

/// What a code that holds opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opens {
    /// A new account.
    Invitation(Role),
    /// A new passphrase for this person.
    Reset(Person),
    /// A technician, new or mended: somebody was at the box with a stick.
    Presence,
    /// The technician whose sheet it is.
    Sheet(Person),
}

/// What tables keep of a code or a sheet.
pub(super) fn hash(secret: &Secret, letters: &str) -> String {
    secret.sign("code", &[letters])
}

/// A code with which somebody new joins. `maker` must look after that role; `None`: the command line.
pub fn invite(
    tx: &Transaction<'_>,
    random: &Random,
    secret: &Secret,
    maker: Option<&Person>,
    role: Role,
    now: UnixMillis,
) -> Result<Code, StoreError> {
    acts::note(tx, now, maker, Act::Invited, None, role.word())?;
    put(tx, random, secret, role, None, maker.map(|maker| maker.id), now)
}

/// Takes somebody's passphrase away, ends their sessions, and gives the code for a new one. `maker` must
/// look after them. Callers must call `Guests::forget_person` afterwards.
pub fn reset(
    tx: &Transaction<'_>,
    random: &Random,
    secret: &Secret,
    maker: Option<&Person>,
    person: &Person,
    now: UnixMillis,
) -> Result<Code, StoreError> {
    accounts::set_passphrase(tx, person.id, None)?;
    acts::note(tx, now, maker, Act::Reset, Some(person.id), "")?;
    first(tx, random, secret, maker, person, now)
}

/// The code for the first passphrase of an account that has none; ones made before are void.
pub fn first(
    tx: &Transaction<'_>,
    random: &Random,
    secret: &Secret,
    maker: Option<&Person>,
    person: &Person,
    now: UnixMillis,
) -> Result<Code, StoreError> {
    tx.execute("delete from code where person = ?1", [person.id])?;
    put(tx, random, secret, person.role, Some(person.id), maker.map(|maker| maker.id), now)
}

/// The code that a file on a stick is answered with; the one before is void.
pub fn for_presence(
    tx: &Transaction<'_>,
    random: &Random,
    secret: &Secret,
    now: UnixMillis,
) -> Result<Code, StoreError> {
    tx.execute("delete from code where person is null and made_by is null", [])?;
    put(tx, random, secret, Role::Technician, None, None, now)
}

fn put(
    tx: &Transaction<'_>,
    random: &Random,
    secret: &Secret,
    role: Role,
    person: Option<PersonId>,
    made_by: Option<PersonId>,
    now: UnixMillis,
) -> Result<Code, StoreError> {
    tx.execute(include_str!("sql/drop_codes.sql"), params![now.0, CODES_MAX - 1])?;
    let code = Code::draw(random, CODE_LETTERS);
    tx.execute(
        "insert into code (hash, role, person, made_by, ends_at) values (?1, ?2, ?3, ?4, ?5)",
        params![hash(secret, &code.0), role.word(), person, made_by, now.plus(CODE_VALID).0],
    )?;
    Ok(code)
}

/// What these letters open, as somebody typed them; `None`: nothing, or no longer.
pub fn find(
    connection: &Connection,
    secret: &Secret,
    typed: &str,
    now: UnixMillis,
) -> Result<Option<Opens>, StoreError> {
    let letters = letters::tidy(typed);
    if letters.len() == recovery::SHEET_LETTERS {
        return recovery::sheet_of(connection, secret, &letters);
    }
    if letters.len() != CODE_LETTERS {
        return Ok(None);
    }
    let mut find = connection.prepare_cached(include_str!("sql/find_code.sql"))?;
    let found = find.query_row([hash(secret, &letters)], |row| {
        Ok(Found {
            role: row.get("role")?,
            person: row.get("person")?,
            made_by: row.get("made_by")?,
            maker_role: row.get("maker_role")?,
            ends_at: UnixMillis(row.get("ends_at")?),
        })
    });
    match found.optional()? {
        Some(found) if holds(found.ends_at, now) => opens(connection, &found),
        _ => Ok(None),
    }
}

struct Found {
    role: String,
    person: Option<PersonId>,
    made_by: Option<PersonId>,
    /// The maker's role now; none: they are gone, or nobody signed in made it.
    maker_role: Option<String>,
    ends_at: UnixMillis,
}

/// A clock that stepped back makes no code live longer than its hour.
fn holds(ends_at: UnixMillis, now: UnixMillis) -> bool {
    now < ends_at && ends_at <= now.plus(CODE_VALID)
}

fn opens(connection: &Connection, found: &Found) -> Result<Option<Opens>, StoreError> {
    // The table's own check lets no other word in.
    let Ok(role) = found.role.parse::<Role>() else { return Ok(None) };
    if found.made_by.is_some() {
        // Whoever made it must be somebody who still may.
        let maker = found.maker_role.as_deref().and_then(|word| word.parse::<Role>().ok());
        if !maker.is_some_and(|maker| maker.looks_after(role)) {
            return Ok(None);
        }
    }
    Ok(match (found.person, found.made_by) {
        (Some(person), _) => accounts::by_id(connection, person)?.map(Opens::Reset),
        (None, Some(_)) => Some(Opens::Invitation(role)),
        (None, None) => Some(Opens::Presence),
    })
}

/// A code that was used opens nothing any more; within the change that it opened.
pub fn use_up(tx: &Transaction<'_>, secret: &Secret, typed: &str) -> Result<(), StoreError> {
    let hash = hash(secret, &letters::tidy(typed));
    tx.execute("delete from code where hash = ?1", [&hash])?;
    tx.execute("delete from recovery where hash = ?1", [&hash])?;
    Ok(())
}

impl People {
    /// A code for somebody new, to be shown on the inviter's own screen.
    pub async fn invite(&self, maker: &Arc<Person>, role: Role) -> Result<Code, Fault> {
        if !(role.is_staff() && maker.role.looks_after(role)) {
            return Err(Fault::ForOthers);
        }
        let (random, secret) = (self.services.random.clone(), self.services.secret.clone());
        let (maker, now) = (Arc::clone(maker), self.services.clock.now());
        let code = self
            .guests
            .school
            .write(move |tx| invite(tx, &random, &secret, Some(&maker), role, now))
            .await?;
        Ok(code)
    }

    /// Takes the passphrase of one of the staff away and gives the code for a new one. One's own is changed at
    /// `/me`.
    pub async fn reset(&self, maker: &Arc<Person>, whom: PersonId) -> Result<Code, Fault> {
        let (random, secret) = (self.services.random.clone(), self.services.secret.clone());
        let (maker, now) = (Arc::clone(maker), self.services.clock.now());
        let code = self
            .guests
            .school
            .write(move |tx| {
                let person = accounts::by_id(tx, whom)?;
                let Some(person) = person.filter(|person| {
                    person.role.is_staff()
                        && maker.role.looks_after(person.role)
                        && maker.id != person.id
                }) else {
                    return Ok(None);
                };
                reset(tx, &random, &secret, Some(&maker), &person, now).map(Some)
            })
            .await?;
        self.guests.forget_person(whom);
        self.accounts_changed.notify_one();
        code.ok_or(Fault::ForOthers)
    }

    /// Where a code leads, by the way that the phone which shows it came: the text of its QR code.
    pub fn join_url(&self, ask: &Ask, code: &Code) -> String {
        let portal = ask.arrival.came.origin(&self.services.sites);
        format!("{portal}/join?code={}", code.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_holds_for_its_hour_only() {
        let (ends_at, hour) = (10_000_000, 3_600_000);
        let table = [
            (ends_at - hour - 1, false),
            (ends_at - hour, true),
            (ends_at - 1, true),
            (ends_at, false),
        ];
        for (now, expected) in table {
            assert_eq!(holds(UnixMillis(ends_at), UnixMillis(now)), expected, "{now}");
        }
    }
}
