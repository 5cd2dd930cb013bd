//! Learners: rows and nothing else. Each change is part of one that its caller makes whole, with its
//! act (`acts::note`) in the same transaction, and `Guests::forget_person` after it.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::classes::{self, Class};
use super::places::Pictures;
use super::role::{ClassId, Person, PersonId, Role, folded};
use super::views::Picture;
use super::{accounts, sessions, threes};
use crate::base::{Random, UnixMillis};
use crate::store::StoreError;

/// Makes an enum whose words are the ones that tables keep.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($case:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($case,)* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$case,)*];

            pub fn word(self) -> &'static str {
                match self { $(Self::$case => $word,)* }
            }

            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.word() == word)
            }
        }
    };
}

words! {
    /// As the school tells it.
    Sex { Girl = "girl", Boy = "boy", }
}

words! {
    /// Years of age; a birthday is nobody's business here.
    AgeBand {
        From5 = "5-7",
        From8 = "8-10",
        From11 = "11-13",
        From14 = "14-17",
        From18 = "18+",
    }
}

impl AgeBand {
    pub fn of_years(years: u8) -> Option<Self> {
        match years {
            5..=7 => Some(Self::From5),
            8..=10 => Some(Self::From8),
            11..=13 => Some(Self::From11),
            14..=17 => Some(Self::From14),
            18..=120 => Some(Self::From18),
            _ => None,
        }
    }
}

/// What may be told of a learner, and need not be: reports count by it, never below a small number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub sex: Option<Sex>,
    pub age_band: Option<AgeBand>,
    /// BCP 47.
    pub home_language: Option<String>,
}

impl About {
    /// Each that may be told, with whether it is.
    pub fn sexes(&self) -> Vec<(Sex, bool)> {
        Sex::ALL.iter().map(|sex| (*sex, self.sex == Some(*sex))).collect()
    }

    pub fn age_bands(&self) -> Vec<(AgeBand, bool)> {
        AgeBand::ALL.iter().map(|band| (*band, self.age_band == Some(*band))).collect()
    }
}

/// A learner as the class's desk knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learner {
    pub person: Person,
    pub class: ClassId,
    pub pictures: Pictures,
    /// How often the card was made anew: older cards open nothing.
    pub card: u32,
    pub about: About,
}

/// How a change that needs a free name or three went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Done(Learner),
    /// Somebody in the class is called so.
    NameTaken,
    /// All threes of the class are given.
    Full,
    /// No such learner or class.
    Gone,
}

/// Names as they are compared: without case, spaces, or two ways to write one accent.
pub fn name_key(name: &str) -> String {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfkc().normalize(&folded(name)).into_owned()
}

fn learner(row: &Row<'_>) -> rusqlite::Result<Option<Learner>> {
    let person = sessions::person(row)?;
    let pictures: Option<String> = row.get("pictures")?;
    let Some((class, pictures)) = person.class.zip(pictures.as_deref().and_then(three)) else {
        return Ok(None);
    };
    let word = |column| row.get::<_, Option<String>>(column);
    Ok(Some(Learner {
        class,
        pictures,
        card: row.get("card")?,
        about: About {
            sex: word("sex")?.as_deref().and_then(Sex::from_word),
            age_band: word("age_band")?.as_deref().and_then(AgeBand::from_word),
            home_language: word("home_language")?,
        },
        person,
    }))
}

/// The words of a three, as `Pictures` writes them.
fn three(words: &str) -> Option<Pictures> {
    let mut pictures = words.split('-').map(Picture::from_slug);
    let three = [pictures.next()??, pictures.next()??, pictures.next()??];
    pictures.next().is_none().then_some(Pictures(three))
}

/// Everybody in a class, by name.
pub fn of_class(connection: &Connection, class: ClassId) -> Result<Vec<Learner>, StoreError> {
    let mut find = connection.prepare_cached(include_str!("sql/list_learners.sql"))?;
    let rows = find.query_map([class], learner)?;
    let mut found: Vec<Learner> =
        rows.filter_map(Result::transpose).collect::<Result<_, rusqlite::Error>>()?;
    found.sort_by_cached_key(|learner| name_key(&learner.person.name));
    Ok(found)
}

pub fn by_id(connection: &Connection, id: PersonId) -> Result<Option<Learner>, StoreError> {
    let class = "select class from person where id = ?1 and role = 'learner'";
    let class: Option<ClassId> = connection.query_row(class, [id], |row| row.get(0)).optional()?;
    let Some(class) = class else { return Ok(None) };
    Ok(of_class(connection, class)?.into_iter().find(|learner| learner.person.id == id))
}

/// Whose pictures these are in a class.
pub fn by_pictures(
    connection: &Connection,
    class: ClassId,
    pictures: Pictures,
) -> Result<Option<Person>, StoreError> {
    let mut find = connection.prepare_cached(
        "select id, role, name, class, pseudonym from person where class = ?1 and pictures = ?2",
    )?;
    Ok(find.query_row(params![class, pictures.to_string()], sessions::person).optional()?)
}

/// Adds a learner; `name` is tidy.
pub fn add(
    tx: &Transaction<'_>,
    random: &Random,
    class: ClassId,
    (name, about): (&str, &About),
    now: UnixMillis,
) -> Result<Change, StoreError> {
    let Some(class) = classes::by_id(tx, class)? else { return Ok(Change::Gone) };
    let others = of_class(tx, class.id)?;
    if is_named(&others, name) {
        return Ok(Change::NameTaken);
    }
    let Some(pictures) = draw(random, &class, &others) else { return Ok(Change::Full) };
    let person = Person {
        id: accounts::draw_id(random),
        role: Role::Learner,
        name: name.into(),
        class: Some(class.id),
        pseudonym: random.token().into(),
    };
    tx.execute(
        include_str!("sql/add_learner.sql"),
        params![
            person.id,
            name,
            class.id,
            pictures.to_string(),
            &*person.pseudonym,
            about.sex.map(Sex::word),
            about.age_band.map(AgeBand::word),
            about.home_language,
            now.0
        ],
    )?;
    let about = about.clone();
    Ok(Change::Done(Learner { person, class: class.id, pictures, card: 0, about }))
}

fn is_named(learners: &[Learner], name: &str) -> bool {
    let key = name_key(name);
    learners.iter().any(|learner| name_key(&learner.person.name) == key)
}

fn draw(random: &Random, class: &Class, others: &[Learner]) -> Option<Pictures> {
    let taken: Vec<_> = others.iter().map(|learner| learner.pictures).collect();
    threes::free_three(class.turn, &taken, u64::from_le_bytes(random.bytes()))
}

/// Another name and what else is told; `name` is tidy.
pub fn describe(
    tx: &Transaction<'_>,
    id: PersonId,
    (name, about): (&str, &About),
) -> Result<Change, StoreError> {
    let Some(learner) = by_id(tx, id)? else { return Ok(Change::Gone) };
    let mut others = of_class(tx, learner.class)?;
    others.retain(|other| other.person.id != id);
    if is_named(&others, name) {
        return Ok(Change::NameTaken);
    }
    tx.execute(
        "update person set name = ?2, sex = ?3, age_band = ?4, home_language = ?5 where id = ?1",
        params![
            id,
            name,
            about.sex.map(Sex::word),
            about.age_band.map(AgeBand::word),
            about.home_language
        ],
    )?;
    let person = Person { name: name.into(), ..learner.person };
    Ok(Change::Done(Learner { person, about: about.clone(), ..learner }))
}

/// New pictures; old ones and old cards open nothing from now on, and phones with this page are let go.
pub fn renew(tx: &Transaction<'_>, random: &Random, id: PersonId) -> Result<Change, StoreError> {
    let Some(learner) = by_id(tx, id)? else { return Ok(Change::Gone) };
    seat(tx, random, learner.class, learner)
}

/// Puts a learner into another class, with pictures of that class.
pub fn move_to(
    tx: &Transaction<'_>,
    random: &Random,
    id: PersonId,
    class: ClassId,
) -> Result<Change, StoreError> {
    let Some(learner) = by_id(tx, id)? else { return Ok(Change::Gone) };
    if class == learner.class {
        return Ok(Change::Done(learner));
    }
    if is_named(&of_class(tx, class)?, &learner.person.name) {
        return Ok(Change::NameTaken);
    }
    seat(tx, random, class, learner)
}

fn seat(
    tx: &Transaction<'_>,
    random: &Random,
    class: ClassId,
    learner: Learner,
) -> Result<Change, StoreError> {
    let Some(class) = classes::by_id(tx, class)? else { return Ok(Change::Gone) };
    let others = of_class(tx, class.id)?;
    let Some(pictures) = draw(random, &class, &others) else { return Ok(Change::Full) };
    let card = learner.card.saturating_add(1);
    tx.execute(
        "update person set class = ?2, pictures = ?3, card = ?4 where id = ?1",
        params![learner.person.id, class.id, pictures.to_string(), card],
    )?;
    sessions::end_all(tx, learner.person.id)?;
    let person = Person { class: Some(class.id), ..learner.person };
    Ok(Change::Done(Learner { person, class: class.id, pictures, card, ..learner }))
}

/// Takes a learner's name, pictures, sessions and places away. What the journal counted stays, under a
/// pseudonym that leads nowhere any more. Callers must also see to `pending_forgets`.
pub fn forget(tx: &Transaction<'_>, id: PersonId) -> Result<Option<Learner>, StoreError> {
    let Some(learner) = by_id(tx, id)? else { return Ok(None) };
    accounts::remove(tx, id)?;
    Ok(Some(learner))
}

/// Notes under which pseudonym the journal knew somebody who was forgotten, until everything else that
/// is left of them is gone too.
pub fn note_forgotten(tx: &Transaction<'_>, journal: &str) -> Result<(), StoreError> {
    tx.execute("insert into forgotten (journal) values (?1) on conflict do nothing", [journal])?;
    Ok(())
}

/// Pseudonyms of which the journal and the copies are still to be told.
pub fn pending_forgets(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut find = connection.prepare_cached("select journal from forgotten order by journal")?;
    let rows = find.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The journal knows and no copy holds a name any more.
pub fn settle_forgotten(tx: &Transaction<'_>, journal: &[String]) -> Result<(), StoreError> {
    let mut settle = tx.prepare_cached("delete from forgotten where journal = ?1")?;
    for journal in journal {
        settle.execute([journal])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threes_are_read_as_they_are_written() {
        for seat in 0..threes::SEATS {
            let pictures = threes::three(3, seat);
            assert_eq!(three(&pictures.to_string()), Some(pictures));
        }
        for bad in ["", "fish", "fish-sun", "fish-sun-dog", "fish-sun-cat-cat"] {
            assert_eq!(three(bad), None, "{bad}");
        }
    }

    #[test]
    fn names_are_one_however_they_are_written() {
        assert_eq!(name_key("Aïsha  DIALLO"), name_key("ai\u{308}sha diallo "));
        assert_ne!(name_key("Amina"), name_key("Aminata"));
    }

    #[test]
    fn ages_fall_into_bands() {
        let table = [(4, None), (5, Some("5-7")), (10, Some("8-10")), (17, Some("14-17"))];
        for (years, band) in table {
            assert_eq!(AgeBand::of_years(years).map(AgeBand::word), band, "{years}");
        }
        for band in AgeBand::ALL {
            assert_eq!(AgeBand::from_word(band.word()), Some(*band));
        }
    }
}
