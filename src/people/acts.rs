//! What staff did: who, what, when. Kept a year, shown to technician and head, never sent anywhere.

use std::time::Duration;

use rusqlite::{Connection, Transaction, params};

use super::role::{Person, PersonId};
use crate::base::UnixMillis;
use crate::store::StoreError;

/// An act older than this goes.
pub const ACTS_KEPT: Duration = Duration::from_hours(24 * 366);

/// Makes the enum of acts with the words that the table keeps.
macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Act { $($(#[$doc])* $name,)* }

        impl Act {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// `None` for a word that a newer Chalkbox wrote.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|act| act.word() == word)
            }
        }
    };
}

acts! {
    /// The first technician was made with the setup code.
    SetUp = "set_up",
    SignedIn = "signed_in",
    Invited = "invited",
    Joined = "joined",
    /// Somebody's passphrase or pictures were taken back so that they get new ones.
    Reset = "reset",
    /// Staff chose a new passphrase.
    NewPassphrase = "new_passphrase",
    SignedOutEverywhere = "signed_out_everywhere",
    Removed = "removed",
    /// A recovery sheet was made.
    SheetMade = "sheet_made",
    /// An account was brought back with the sheet or a file on a stick.
    Recovered = "recovered",
    ClassMade = "class_made",
    ClassRenamed = "class_renamed",
    ClassRemoved = "class_removed",
    LearnersAdded = "learners_added",
    LearnerChanged = "learner_changed",
    /// Names removed, pseudonym unlinked.
    Forgotten = "forgotten",
    CardsPrinted = "cards_printed",
    SettingChanged = "setting_changed",
    BackedUp = "backed_up",
    Restarted = "restarted",
}

/// One act, as pages show it; names as they are now, `None` for whoever is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub at: UnixMillis,
    /// `None`: the command line, the box itself, or somebody who is gone.
    pub who: Option<String>,
    /// The actor's role then; `box` for the command line.
    pub role: String,
    pub what: String,
    pub whom: Option<String>,
    /// Theirs now.
    pub whom_role: Option<String>,
    pub detail: String,
}

/// Notes an act within the change that it names. `who` is `None` for the command line and the box.
pub fn note(
    tx: &Transaction<'_>,
    now: UnixMillis,
    who: Option<&Person>,
    act: Act,
    whom: Option<PersonId>,
    detail: &str,
) -> Result<(), StoreError> {
    let role = who.map_or("box", |who| who.role.word());
    tx.execute(
        include_str!("sql/note_act.sql"),
        params![now.0, who.map(|who| who.id), role, act.word(), whom, detail],
    )?;
    Ok(())
}

/// The newest acts first.
pub fn newest(connection: &Connection, offset: u32, limit: u32) -> Result<Vec<Done>, StoreError> {
    let mut find = connection.prepare_cached(include_str!("sql/newest_acts.sql"))?;
    let rows = find.query_map([limit, offset], |row| {
        Ok(Done {
            at: UnixMillis(row.get("at")?),
            who: row.get("who")?,
            role: row.get("role")?,
            what: row.get("what")?,
            whom: row.get("whom")?,
            whom_role: row.get("whom_role")?,
            detail: row.get("detail")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Once a day.
pub fn sweep(tx: &Transaction<'_>, now: UnixMillis) -> Result<(), StoreError> {
    let kept = i64::try_from(ACTS_KEPT.as_millis()).unwrap_or(i64::MAX);
    tx.execute("delete from act where at < ?1", [now.0.saturating_sub(kept)])?;
    Ok(())
}
