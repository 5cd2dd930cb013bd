//! A list of learners, as a spreadsheet saves it or as it is pasted: read without looking at who is
//! there already (`check`). Pure; every mistake is named by its line.

use std::collections::HashMap;

use super::words::{self, Column, Words};
use crate::formats::encoding;
use crate::people::accounts::{self, NameTrouble};
use crate::people::classes;
use crate::people::learners::{About, name_key};
use crate::text::rows::{self, Row, RowsTrouble};

/// A list larger than this is refused; a school of 500 has 30 kB.
pub const ROSTER_BYTES_MAX: usize = 256 << 10;
/// Learners in one list.
pub const ROSTER_ROWS_MAX: usize = 500;

/// A line that can be used, as far as the list itself tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// As the spreadsheet numbers it.
    pub number: usize,
    /// Tidy.
    pub name: String,
    /// Tidy; `None`: the class that the list is for.
    pub class: Option<String>,
    pub about: About,
}

/// A line that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub line: usize,
    pub what: What,
}

/// What is wrong with a line; the words are the ones that were typed, cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    NoName,
    LongName(String),
    /// The same name in the same class as in an earlier line.
    Twice {
        name: String,
        line: usize,
    },
    LongClass(String),
    Sex(String),
    Age(String),
    Language(String),
    /// The class holds no more.
    Full {
        name: String,
    },
}

impl What {
    /// What was typed, to be found again.
    pub fn typed(&self) -> &str {
        match self {
            Self::NoName => "",
            Self::LongName(word)
            | Self::LongClass(word)
            | Self::Sex(word)
            | Self::Age(word)
            | Self::Language(word) => word,
            Self::Twice { name, .. } | Self::Full { name } => name,
        }
    }
}

/// Why a list is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    TooLarge,
    TooMany,
    /// Several columns, and none of them is called a name.
    NoHeading,
    /// The quotation mark open at this line is not closed.
    Quote(usize),
    Empty,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    pub lines: Vec<Line>,
    pub mistakes: Vec<Mistake>,
}

/// The text of a file, whatever program saved it.
pub fn text_of(bytes: &[u8]) -> Result<String, Unreadable> {
    if bytes.len() > ROSTER_BYTES_MAX {
        return Err(Unreadable::TooLarge);
    }
    Ok(encoding::decode(bytes).replace('\0', " "))
}

/// Reads a list: with a first row of headings, or one name a line.
pub fn read(text: &str, words: &Words) -> Result<Roster, Unreadable> {
    let rows = rows::read(text, ROSTER_ROWS_MAX + 1).map_err(|trouble| match trouble {
        RowsTrouble::Quote(row) => Unreadable::Quote(row),
        RowsTrouble::Many => Unreadable::TooMany,
    })?;
    let first = rows.first().ok_or(Unreadable::Empty)?;
    let columns: Vec<Option<Column>> =
        first.cells.iter().map(|heading| words.column(heading)).collect();
    let has_headings = columns.contains(&Some(Column::Name));
    let is_one_column = rows.iter().all(|row| row.cells[1..].iter().all(|c| c.trim().is_empty()));
    let (columns, rows) = match has_headings {
        true => (columns, &rows[1..]),
        false if is_one_column => (vec![Some(Column::Name)], &rows[..]),
        false => return Err(Unreadable::NoHeading),
    };
    if rows.is_empty() {
        return Err(Unreadable::Empty);
    }
    if rows.len() > ROSTER_ROWS_MAX {
        return Err(Unreadable::TooMany);
    }
    let mut reading = Reading { words, columns, roster: Roster::default(), met: HashMap::new() };
    for row in rows {
        reading.take(row);
    }
    Ok(reading.roster)
}

struct Reading<'a> {
    words: &'a Words,
    columns: Vec<Option<Column>>,
    roster: Roster,
    /// Class and name of the lines so far.
    met: HashMap<(String, String), usize>,
}

impl Reading<'_> {
    fn take(&mut self, row: &Row) {
        match self.line(row) {
            Ok(line) => self.roster.lines.push(line),
            Err(what) => self.roster.mistakes.push(Mistake { line: row.number, what }),
        }
    }

    fn line(&mut self, row: &Row) -> Result<Line, What> {
        let cell = |wanted: Column| {
            let at = self.columns.iter().position(|column| *column == Some(wanted))?;
            row.cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
        };
        let name = accounts::tidy_name(cell(Column::Name).unwrap_or_default());
        let name = name.map_err(|trouble| match trouble {
            NameTrouble::Empty => What::NoName,
            NameTrouble::TooLong => What::LongName(cut(cell(Column::Name).unwrap_or_default())),
        })?;
        let class = match cell(Column::Class) {
            None => None,
            Some(word) => Some(classes::tidy_name(word).map_err(|_| What::LongClass(cut(word)))?),
        };
        let about = About {
            sex: known(cell(Column::Sex), |word| self.words.sex(word), What::Sex)?,
            age_band: known(cell(Column::Age), words::age, What::Age)?,
            home_language: known(
                cell(Column::Language),
                |word| self.words.language(word),
                What::Language,
            )?,
        };
        let key = (class.as_deref().map(name_key).unwrap_or_default(), name_key(&name));
        if let Some(line) = self.met.get(&key) {
            return Err(What::Twice { name, line: *line });
        }
        self.met.insert(key, row.number);
        Ok(Line { number: row.number, name, class, about })
    }
}

/// An empty cell tells nothing; another must be understood.
fn known<T>(
    cell: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
    what: impl Fn(String) -> What,
) -> Result<Option<T>, What> {
    cell.map(|word| read(word).ok_or_else(|| what(cut(word)))).transpose()
}

/// What was typed, short enough to be shown.
fn cut(word: &str) -> String {
    encoding::one_line(word, 40)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::learners::{AgeBand, Sex};
    use crate::text::Texts;

    fn of(text: &str) -> Result<Roster, Unreadable> {
        read(text, &Words::of(&Texts::embedded()))
    }

    fn names(text: &str) -> Vec<String> {
        of(text).unwrap().lines.into_iter().map(|line| line.name).collect()
    }

    #[test]
    fn a_list_is_headings_or_names_alone() {
        assert_eq!(names("Amina Juma\nBakari Ali\n\n"), ["Amina Juma", "Bakari Ali"]);
        assert_eq!(names("Jina;Darasa\nAmina;4B\n"), ["Amina"]);
        assert_eq!(names("الاسم,العمر\nأمينة,9\n"), ["أمينة"]);
        assert_eq!(of("Amina,girl\nBakari,boy"), Err(Unreadable::NoHeading));
        assert_eq!(of("name\n"), Err(Unreadable::Empty));
        assert_eq!(of(" \n"), Err(Unreadable::Empty));
        assert_eq!(of("name\n\"Amina"), Err(Unreadable::Quote(2)));
        assert_eq!(of(&"A\n".repeat(600)), Err(Unreadable::TooMany));
    }

    #[test]
    fn every_column_is_understood() {
        let text =
            "Class\tName\tGender\tAge\tHome language\tShoes\n4B\t Amina  Juma \tF\t9\tLuo\t31";
        let roster = of(text).unwrap();
        let about = About {
            sex: Some(Sex::Girl),
            age_band: Some(AgeBand::From8),
            home_language: Some("luo".into()),
        };
        let line = Line { number: 2, name: "Amina Juma".into(), class: Some("4B".into()), about };
        assert_eq!(roster, Roster { lines: vec![line], mistakes: Vec::new() });
    }

    #[test]
    fn each_mistake_is_named_by_its_line() {
        let long = "x".repeat(61);
        let text = format!(
            "name,class,sex,age,language\n,4B,f,9,sw\n{long},,,,\nAmina,,?,,\nBakari,,,10-Aug,\n\
             Chausiku,,,,Elvish?\nDaudi,{long},,,\nEsi,4B,,,\nesi ,4b,,,\nEsi,5B,,,\n"
        );
        let roster = of(&text).unwrap();
        let lines: Vec<_> = roster.mistakes.iter().map(|mistake| mistake.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6, 7, 9]);
        let wrong: Vec<_> = roster.mistakes.into_iter().map(|mistake| mistake.what).collect();
        assert_eq!(wrong[0], What::NoName);
        assert_eq!(wrong[2], What::Sex("?".into()));
        assert_eq!(wrong[3], What::Age("10-Aug".into()));
        assert_eq!(wrong[6], What::Twice { name: "esi".into(), line: 8 });
        assert_eq!(roster.lines.len(), 2);
    }

    #[test]
    fn files_of_any_program_are_read() {
        let text = "Nom;Sexe\r\nAïcha Traoré;fille\r\n";
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for bytes in [text.as_bytes().to_vec(), utf16, latin, marked] {
            assert_eq!(names(&text_of(&bytes).unwrap()), ["Aïcha Traoré"]);
        }
        assert_eq!(text_of(&vec![b'a'; ROSTER_BYTES_MAX + 1]), Err(Unreadable::TooLarge));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(name|sex|[a-zA-Z\"';,\t\n 0-9é]){0,300}") {
            if let Ok(roster) = of(&text) {
                let lines = text.lines().count() + text.matches('\r').count();
                let found = roster.lines.len() + roster.mistakes.len();
                proptest::prop_assert!(found <= lines, "{found} of {lines}");
                for line in roster.lines {
                    proptest::prop_assert_eq!(accounts::tidy_name(&line.name), Ok(line.name));
                }
            }
        }
    }
}
