//! Who is signed in on which phone. A session is a guest's session that belongs to an account: forms,
//! links, hand-over and "Still you?" work alike for both.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::acts::{self, Act};
use super::guests::{Guest, Guests};
use super::ids::{GuestKey, NewGuest};
use super::role::{Person, PersonId, Role};
use super::{places, rules};
use crate::base::UnixMillis;
use crate::store::StoreError;

/// A session as its table keeps it.
pub(super) struct Session {
    pub person: Person,
    /// Keyed hash of the lease of the phone that signed in.
    pub phone: Option<String>,
    pub began_at: UnixMillis,
}

pub(super) fn session_of(
    connection: &Connection,
    guest: &str,
) -> Result<Option<Session>, StoreError> {
    let mut find = connection.prepare_cached(include_str!("sql/session_of.sql"))?;
    let found = find.query_row([guest], |row| {
        Ok(Session {
            person: person(row)?,
            phone: row.get("phone")?,
            began_at: UnixMillis(row.get("began_at")?),
        })
    });
    Ok(found.optional()?)
}

/// Whose a phone is while somebody is signed in there; kept in memory too, since the rows may be gone
/// when the session ends.
#[derive(Debug)]
pub(super) struct Holder {
    pub person: PersonId,
    /// What the journal knows them by.
    pub pseudonym: Arc<str>,
}

/// Every session that there is.
pub(super) fn holders(connection: &Connection) -> Result<HashMap<GuestKey, Holder>, StoreError> {
    let mut find = connection.prepare(
        "select session.guest, person.id, person.pseudonym
         from session join person on person.id = session.person",
    )?;
    let rows = find.query_map([], |row| {
        let pseudonym = row.get::<_, String>(2)?.into();
        let guest = GuestKey::stored(&row.get::<_, String>(0)?);
        Ok((guest, Holder { person: row.get(1)?, pseudonym }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Reads the columns id, role, name, class and pseudonym of the table person.
pub(super) fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: row.get("id")?,
        role: role(row)?,
        name: row.get::<_, String>("name")?.into(),
        class: row.get("class")?,
        pseudonym: row.get::<_, String>("pseudonym")?.into(),
    })
}

/// Reads the column role of the table person.
pub(super) fn role(row: &Row<'_>) -> rusqlite::Result<Role> {
    let word: String = row.get("role")?;
    // The table's own check lets no other word in.
    Ok(word.parse().unwrap_or(Role::Learner))
}

fn begin(
    tx: &Transaction<'_>,
    guest: &GuestKey,
    person: &Person,
    phone: Option<&str>,
    now: UnixMillis,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into session (guest, person, phone, began_at) values (?1, ?2, ?3, ?4)",
        params![guest.as_str(), person.id, phone, now.0],
    )?;
    if person.role == Role::Learner {
        return places::join_account(tx, guest.as_str(), person.id, now);
    }
    acts::note(tx, now, Some(person), Act::SignedIn, None, "")
}

/// Ends every session of somebody, within the change that calls for it.
pub(super) fn end_all(tx: &Transaction<'_>, person: PersonId) -> Result<(), StoreError> {
    tx.execute(
        "delete from guest where key in (select guest from session where person = ?1)",
        [person],
    )?;
    tx.execute("delete from session where person = ?1", [person])?;
    Ok(())
}

impl Guests {
    /// Signs somebody in on the phone that was `before`: what the last one had there ends, the phone
    /// must be given the new cookie. On the disk when it returns.
    pub async fn sign_in(
        &self,
        before: &GuestKey,
        person: Arc<Person>,
        phone: Option<String>,
    ) -> Result<NewGuest, StoreError> {
        self.hand_over(before).await;
        let (new, now) = (self.begin(), self.clock.now());
        let (key, who) = (new.key.clone(), Arc::clone(&person));
        self.school.write(move |tx| begin(tx, &key, &who, phone.as_deref(), now)).await?;
        let guest = self.recall(&new.key).await?;
        self.remember(&new.key, guest);
        self.still_here(&new.key);
        self.refresh(&new.key);
        Ok(new)
    }

    /// Ends every session of somebody, on every phone, as they wish. On the disk when it returns.
    pub async fn sign_out_everywhere(&self, person: &Arc<Person>) -> Result<(), StoreError> {
        let (who, now) = (Arc::clone(person), self.clock.now());
        self.school
            .write(move |tx| {
                end_all(tx, who.id)?;
                acts::note(tx, now, Some(&who), Act::SignedOutEverywhere, None, "")
            })
            .await?;
        self.forget_person(person.id);
        Ok(())
    }

    /// The next page of everybody signed in as this person asks the disk again who they are, and their
    /// visits end: called after each change of an account.
    pub fn forget_person(&self, person: PersonId) {
        let theirs: Vec<_> =
            self.holders().extract_if(|_, holder| holder.person == person).collect();
        if let Some((_, holder)) = theirs.first() {
            (self.left)(&holder.pseudonym);
        }
        let mut known = self.lock();
        for (key, _) in theirs {
            if let Some(guest) = known.get_mut(&key) {
                (guest.recalled, guest.person, guest.fresh_boottime) = (false, None, None);
                guest.visited.clear();
                guest.unsaved.clear();
            }
        }
    }

    pub(super) fn holders(&self) -> MutexGuard<'_, HashMap<GuestKey, Holder>> {
        self.holders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody typed their passphrase just now: technician rights hold for the idle time.
    pub fn refresh(&self, key: &GuestKey) {
        let boottime = self.clock.boottime();
        if let Some(guest) = self.lock().get_mut(key) {
            guest.fresh_boottime = Some(boottime);
        }
    }

    /// Whether technician rights still hold, which counts as their use.
    pub fn is_fresh(&self, key: &GuestKey) -> bool {
        let boottime = self.clock.boottime();
        let mut known = self.lock();
        let Some(guest) = known.get_mut(key) else { return false };
        let fresh = guest
            .fresh_boottime
            .is_some_and(|at| boottime.saturating_sub(at) < rules::TECHNICIAN_IDLE_MAX);
        if fresh {
            guest.fresh_boottime = Some(boottime);
        }
        fresh
    }

    /// Who is signed in on this phone; `None`: a guest.
    pub fn person(&self, key: &GuestKey) -> Option<Arc<Person>> {
        self.lock().get(key).and_then(|guest: &Guest| guest.person.clone())
    }
}
