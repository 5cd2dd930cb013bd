//! The words by which a list of learners may name its columns and what is in them: those of every
//! language of the box, and a few that school registers use.

use crate::formats::language_tag;
use crate::lessons::languages::bcp47;
use crate::people::learners::{AgeBand, Sex, name_key};
use crate::text::Texts;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Name,
    Class,
    Sex,
    Age,
    Language,
}

/// Words beside those of the box's languages. Registers of Tanzania and Kenya say KE and ME.
const COLUMNS: [(Column, &[&str]); 5] = [
    (Column::Name, &["name", "full name", "learner", "pupil", "student", "nom et prénom"]),
    (Column::Class, &["class", "grade", "form", "stream", "standard"]),
    (Column::Sex, &["sex", "gender", "sexe", "genre", "jinsia"]),
    (Column::Age, &["age", "age band", "umri"]),
    (Column::Language, &["language", "home language", "mother tongue"]),
];
const SEXES: [(Sex, &[&str]); 2] = [
    (Sex::Girl, &["girl", "f", "female", "féminin", "ke", "mke", "أنثى"]),
    (Sex::Boy, &["boy", "m", "male", "masculin", "me", "mme", "ذكر"]),
];
/// Languages as English registers name them, where schools are that Chalkbox is made for.
const LANGUAGES: &[(&str, &str)] = &[
    ("amharic", "am"),
    ("arabic", "ar"),
    ("bambara", "bm"),
    ("bengali", "bn"),
    ("chichewa", "ny"),
    ("dari", "fa-AF"),
    ("english", "en"),
    ("ewe", "ee"),
    ("french", "fr"),
    ("fula", "ff"),
    ("hausa", "ha"),
    ("hindi", "hi"),
    ("igbo", "ig"),
    ("kamba", "kam"),
    ("khmer", "km"),
    ("kikuyu", "ki"),
    ("kinyarwanda", "rw"),
    ("kirundi", "rn"),
    ("lingala", "ln"),
    ("luganda", "lg"),
    ("luo", "luo"),
    ("malagasy", "mg"),
    ("nepali", "ne"),
    ("oromo", "om"),
    ("pashto", "ps"),
    ("portuguese", "pt"),
    ("shona", "sn"),
    ("somali", "so"),
    ("swahili", "sw"),
    ("tigrinya", "ti"),
    ("twi", "tw"),
    ("urdu", "ur"),
    ("wolof", "wo"),
    ("xhosa", "xh"),
    ("yoruba", "yo"),
    ("zulu", "zu"),
];

/// All words, ready to be compared.
pub struct Words {
    columns: Vec<(String, Column)>,
    sexes: Vec<(String, Sex)>,
    languages: Vec<(String, String)>,
}

impl Words {
    pub fn of(texts: &Texts) -> Self {
        let (mut columns, mut sexes) = (keys(&COLUMNS), keys(&SEXES));
        let mut languages: Vec<_> =
            LANGUAGES.iter().map(|(name, tag)| (name_key(name), (*tag).to_owned())).collect();
        for language in texts.names().iter() {
            let text = texts.get(&language.tag);
            columns.extend([
                (name_key(text.teach_name()), Column::Name),
                (name_key(text.teach_class()), Column::Class),
                (name_key(text.teach_sex()), Column::Sex),
                (name_key(text.teach_age()), Column::Age),
                (name_key(text.teach_language()), Column::Language),
            ]);
            sexes.extend([
                (name_key(text.teach_girl()), Sex::Girl),
                (name_key(text.teach_boy()), Sex::Boy),
            ]);
            languages.push((name_key(&language.name), language.tag.to_string()));
        }
        Self { columns, sexes, languages }
    }

    /// What a column of this heading holds.
    pub fn column(&self, heading: &str) -> Option<Column> {
        find(&self.columns, heading.trim().trim_end_matches([':', '*']))
    }

    pub fn sex(&self, word: &str) -> Option<Sex> {
        find(&self.sexes, word)
    }

    /// The tag of a language's name, or of a code such as `sw` or `swa`.
    pub fn language(&self, word: &str) -> Option<String> {
        find(&self.languages, word).or_else(|| bcp47(&language_tag::parse(word.trim())?))
    }
}

/// Years (`9`) or a band (`8-10`, however its dash is written).
pub fn age(word: &str) -> Option<AgeBand> {
    let plain: String = word
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '–' | '—' | '‑' | '−') { '-' } else { western(c) })
        .collect();
    AgeBand::from_word(&plain).or_else(|| AgeBand::of_years(plain.parse().ok()?))
}

/// Arabic-Indic digits as the others.
fn western(c: char) -> char {
    let from = |zero: u32| {
        let digit = u32::from(c).checked_sub(zero).filter(|digit| *digit < 10)?;
        char::from_digit(digit, 10)
    };
    from(0x660).or_else(|| from(0x6f0)).unwrap_or(c)
}

fn keys<T: Copy>(table: &[(T, &[&str])]) -> Vec<(String, T)> {
    table.iter().flat_map(|(of, words)| words.iter().map(|word| (name_key(word), *of))).collect()
}

fn find<T: Clone>(table: &[(String, T)], word: &str) -> Option<T> {
    let key = name_key(word);
    table.iter().find(|(known, _)| *known == key).map(|(_, of)| of.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_all_languages_are_known() {
        let words = Words::of(&Texts::embedded());
        for (heading, column) in [
            ("Name", Column::Name),
            (" JINA ", Column::Name),
            ("الاسم", Column::Name),
            ("Classe", Column::Class),
            ("Gender:", Column::Sex),
            ("Umri", Column::Age),
            ("Home language", Column::Language),
        ] {
            assert_eq!(words.column(heading), Some(column), "{heading}");
        }
        assert_eq!(words.column("Amina Juma"), None);
        assert_eq!([words.sex("F"), words.sex("Mvulana")], [Some(Sex::Girl), Some(Sex::Boy)]);
        let tags = ["sw", "swa", "Kiswahili", "Luo", "kik", "Arabic", "Klingon!"];
        let read = tags.map(|tag| words.language(tag));
        let read = read.each_ref().map(Option::as_deref);
        let sw = Some("sw");
        assert_eq!(read, [sw, sw, sw, Some("luo"), Some("ki"), Some("ar"), None]);
    }

    #[test]
    fn ages_are_years_or_bands() {
        for (word, band) in [
            ("9", Some("8-10")),
            (" 8 – 10 ", Some("8-10")),
            ("١٢", Some("11-13")),
            ("18+", Some("18+")),
            ("10-Aug", None),
            ("3", None),
            ("", None),
        ] {
            assert_eq!(age(word).map(AgeBand::word), band, "{word}");
        }
    }
}
