//! Who somebody is on this box.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{GuestKey, rules};
use crate::id;

id!(/// Somebody with an account.
    PersonId);
id!(/// A class, as the school calls it.
    ClassId);

/// What an account is for. Guests have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Learner,
    /// Classes and learners.
    Teacher,
    /// What a teacher does, and the school's teachers. May be the only one on site.
    Head,
    /// The box, its heads and technicians.
    Technician,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Learner, Self::Teacher, Self::Head, Self::Technician];

    /// As tables, commands and exports spell it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Learner => "learner",
            Self::Teacher => "teacher",
            Self::Head => "head",
            Self::Technician => "technician",
        }
    }

    pub fn is_staff(self) -> bool {
        self != Self::Learner
    }

    /// Whether this role invites, resets and removes people of that one. A teacher makes learners.
    pub fn looks_after(self, other: Self) -> bool {
        match self {
            Self::Learner => false,
            Self::Teacher => other == Self::Learner,
            Self::Head => matches!(other, Self::Learner | Self::Teacher),
            Self::Technician => matches!(other, Self::Teacher | Self::Head | Self::Technician),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.word() == word).ok_or(UnknownRole)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A role is one of technician, head, teacher, learner.")]
pub struct UnknownRole;

/// Somebody with an account, as pages know them while they are signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub role: Role,
    /// Shown on pages; never in a log, never off the box.
    pub name: Arc<str>,
    /// A learner's.
    pub class: Option<ClassId>,
    /// Random; the only thing of a person that the journal is told, and it hashes it again.
    pub pseudonym: Arc<str>,
}

/// Who is asking: what all parts key on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A random session without a name.
    Guest(GuestKey),
    /// Somebody signed in, on the phone with this session.
    Person(GuestKey, Arc<Person>),
}

impl Actor {
    /// The phone's session, which forms and links are bound to.
    pub fn session(&self) -> &GuestKey {
        match self {
            Self::Guest(session) | Self::Person(session, _) => session,
        }
    }

    pub fn person(&self) -> Option<&Arc<Person>> {
        match self {
            Self::Guest(_) => None,
            Self::Person(_, person) => Some(person),
        }
    }

    pub fn role(&self) -> Option<Role> {
        self.person().map(|person| person.role)
    }

    pub fn is_staff(&self) -> bool {
        self.role().is_some_and(Role::is_staff)
    }

    /// What the journal knows this actor by: a session's key, or a learner's pseudonym, which is the
    /// same on every phone.
    pub fn journal_key(&self) -> &str {
        match self {
            Self::Guest(session) => session.as_str(),
            Self::Person(_, person) => &person.pseudonym,
        }
    }
}

/// A name to sign in with, as it is compared: without case, spaces at its ends or doubled.
pub fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut folded = words.join(" ").to_lowercase();
    folded.truncate(folded.floor_char_boundary(rules::NAME_BYTES_MAX));
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_look_after_those_below() {
        use Role::{Head, Learner, Teacher, Technician};
        let table = [
            (Teacher, [true, false, false, false]),
            (Head, [true, true, false, false]),
            (Technician, [false, true, true, true]),
            (Learner, [false; 4]),
        ];
        for (role, expected) in table {
            let after = [Learner, Teacher, Head, Technician].map(|other| role.looks_after(other));
            assert_eq!(after, expected, "{role}");
        }
        assert_eq!("head".parse(), Ok(Head));
        assert_eq!("admin".parse::<Role>(), Err(UnknownRole));
    }

    #[test]
    fn names_are_compared_without_case_and_spaces() {
        assert_eq!(folded("  Asha   JUMA "), "asha juma");
    }
}
