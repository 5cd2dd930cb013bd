//! People of a test box, made and signed in without a page: for tests that are about something else.

use std::sync::Arc;

use chalkbox::base::UnixMillis;
use chalkbox::people::accounts::{self, Made, NewStaff};
use chalkbox::people::passphrase::{self, Cost};
use chalkbox::people::{Person, PersonId, Role};
use rusqlite::Transaction;

use super::test_box::{MORNING, TestBox};

/// Everybody's, unless a test says otherwise.
pub const PASSPHRASE: &str = "mango tree near the river";
/// So cheap that a test need not wait; the hash itself says what it cost.
pub const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };
/// A learner's class, and the learner.
const CLASS: i64 = 501;
const LEARNER: PersonId = PersonId(502);

impl TestBox {
    /// Signs in somebody of this role, on a phone that nobody used before; the phone's new cookie. There
    /// is one person of each role, made the first time.
    pub fn sign_in(&self, role: Role) -> String {
        let person = Arc::new(self.person(role));
        let guests = &self.running().guests;
        let before = guests.begin().key;
        self.wait(guests.sign_in(&before, person, None)).unwrap().id.as_str().to_owned()
    }

    pub fn person(&self, role: Role) -> Person {
        let random = self.core().random.clone();
        let hash = passphrase::hash(&random, PASSPHRASE, CHEAP).unwrap();
        let made = self.core().store.school.write_blocking(move |tx| {
            if role == Role::Learner {
                add_learner(tx)?;
                return accounts::by_id(tx, LEARNER);
            }
            let name = format!("The {role}");
            if let Some((person, _)) = accounts::by_sign_in(tx, &name)? {
                return Ok(Some(person));
            }
            let passphrase = Some(hash.clone());
            let new = NewStaff { role, sign_in: name.clone(), name, passphrase };
            Ok(match accounts::add_staff(tx, &random, &new, MORNING)? {
                Made::Yes(person) => Some(person),
                Made::NameTaken => None,
            })
        });
        made.unwrap().unwrap()
    }
}

fn add_learner(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let UnixMillis(now) = MORNING;
    tx.execute(
        "insert into class (id, name, turn, made_at) values (?1, 'Class of Amina', 0, ?2)
         on conflict do nothing",
        [CLASS, now],
    )?;
    tx.execute(
        "insert into person (id, role, name, class, pictures, pseudonym, made_at)
         values (?1, 'learner', 'Amina', ?2, 'fish-sun-drum', 'fedcba9876543210fedcba9876543210', ?3)
         on conflict do nothing",
        [LEARNER.0, CLASS, now],
    )?;
    Ok(())
}
