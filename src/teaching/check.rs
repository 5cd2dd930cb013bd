//! What a list would add to the classes as they are, and the one transaction that adds it.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::{Connection, Transaction};

use super::roster::{Line, Mistake, Roster, What};
use crate::base::{Random, UnixMillis};
use crate::people::classes::{self, Class};
use crate::people::learners::{self, Change, name_key};
use crate::people::{ClassId, threes};
use crate::store::StoreError;

/// What would happen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// New learners, with the name of the class that they go to.
    pub new: Vec<(Line, String)>,
    /// Lines whose learner is in the class already.
    pub already: usize,
    /// Classes that are made for them.
    pub classes: Vec<String>,
    /// By line.
    pub mistakes: Vec<Mistake>,
}

impl Checked {
    /// How many learners each class gets.
    pub fn by_class(&self) -> BTreeMap<&str, usize> {
        let mut counted = BTreeMap::new();
        for (_, class) in &self.new {
            *counted.entry(class.as_str()).or_default() += 1;
        }
        counted
    }
}

/// A class as a list meets it.
struct Room {
    name: String,
    names: HashSet<String>,
    is_new: bool,
}

/// Holds a list against the classes there are. `own`: the class of lines that name none.
pub fn check(connection: &Connection, own: &Class, roster: Roster) -> Result<Checked, StoreError> {
    let mut rooms: BTreeMap<String, Room> = BTreeMap::new();
    for class in classes::all(connection)? {
        let names = learners::of_class(connection, class.id)?;
        let names = names.iter().map(|learner| name_key(&learner.person.name)).collect();
        let name = class.name.to_string();
        rooms.insert(name_key(&name), Room { name, names, is_new: false });
    }
    let mut checked = Checked { mistakes: roster.mistakes, ..Checked::default() };
    let mut met: HashMap<(String, String), usize> = HashMap::new();
    for line in roster.lines {
        let class = line.class.clone().unwrap_or_else(|| own.name.to_string());
        let new = || Room { name: class.clone(), names: HashSet::new(), is_new: true };
        let room = rooms.entry(name_key(&class)).or_insert_with(new);
        let key = name_key(&line.name);
        if room.names.contains(&key) {
            // A class named in one line and meant in another is the same class.
            match met.get(&(name_key(&class), key)) {
                Some(first) => {
                    let what = What::Twice { name: line.name, line: *first };
                    checked.mistakes.push(Mistake { line: line.number, what });
                }
                None => checked.already += 1,
            }
        } else if room.names.len() >= usize::from(threes::SEATS) {
            let what = What::Full { name: line.name };
            checked.mistakes.push(Mistake { line: line.number, what });
        } else {
            room.names.insert(key.clone());
            met.insert((name_key(&class), key), line.number);
            checked.new.push((line, room.name.clone()));
        }
    }
    checked.mistakes.sort_by_key(|mistake| mistake.line);
    let made = rooms.into_values().filter(|room| room.is_new && !room.names.is_empty());
    checked.classes = made.map(|room| room.name).collect();
    Ok(checked)
}

/// Adds what a list brings, all of it or nothing: how many, and into which classes.
pub fn add(
    tx: &Transaction<'_>,
    random: &Random,
    (own, roster): (&Class, Roster),
    now: UnixMillis,
) -> Result<Vec<(ClassId, String, usize)>, StoreError> {
    let checked = check(tx, own, roster)?;
    for name in &checked.classes {
        classes::make(tx, random, name, now)?;
    }
    let mut added: BTreeMap<String, (ClassId, usize)> = BTreeMap::new();
    for (line, name) in &checked.new {
        let Some(class) = classes::by_name(tx, name)? else { continue };
        let change = learners::add(tx, random, class.id, (&line.name, &line.about), now)?;
        if let Change::Done(_) = change {
            added.entry(name.clone()).or_insert((class.id, 0)).1 += 1;
        }
    }
    Ok(added.into_iter().map(|(name, (class, count))| (class, name, count)).collect())
}
