//! A guess at the subject of packages that do not say theirs.

use crate::base::Subject;

/// Words that stand for a subject in tags, names and folder titles of packages.
const WORDS: &[(Subject, &str)] = &[
    (Subject::Maths, "math mathematics mathematiques algebra geometry arithmetic numbers calculus"),
    (Subject::Maths, "statistics hisabati"),
    (
        Subject::Science,
        "sciences physics chemistry biology astronomy space moon nature water climate",
    ),
    (Subject::Science, "sayansi physique chimie biologie phet plants animals"),
    (
        Subject::Language,
        "languages grammar wiktionary dictionary english french swahili kiswahili arabic",
    ),
    (Subject::Language, "spelling alphabet lugha langue wiktionnaire"),
    (
        Subject::Stories,
        "story reading gutenberg wikisource storybooks tales hadithi contes books wikibooks",
    ),
    (
        Subject::Health,
        "medicine wikem medical hygiene nutrition malaria wikimed mdwiki disease sante afya",
    ),
    (Subject::World, "geography wikivoyage maps earth geographie jiografia travel countries"),
    (Subject::History, "histoire historia civics society"),
    (
        Subject::Life,
        "farming agriculture gardening crops kilimo practicalplants livestock cooking repair",
    ),
    (Subject::Life, "ifixit trades business money work"),
    (Subject::Computers, "computing programming coding python javascript internet computer"),
    (Subject::Music, "songs singing musique muziki"),
    (Subject::Art, "arts drawing painting crafts sanaa dessin"),
];

/// A guess from what a package says of itself, the most telling first; none rather than a wrong one,
/// so an encyclopaedia of everything stays without.
pub fn guess(said: &[&str]) -> Option<Subject> {
    said.iter().find_map(|text| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 2)
            .find_map(|word| of_word(&word.to_lowercase()))
    })
}

fn of_word(word: &str) -> Option<Subject> {
    let has = |words: &&str| words.split(' ').any(|known| known == word);
    WORDS.iter().find(|(_, words)| has(words)).map(|(subject, _)| *subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_tell_their_subject_or_none() {
        let table: [(&[&str], Option<Subject>); 6] = [
            (&["wikipedia;_category:wikipedia", "wikipedia_sw_all"], None),
            (&["phet;_videos:no", "phet_en_all"], Some(Subject::Science)),
            (&["", "wikibooks_be_all_nopic"], Some(Subject::Stories)),
            (&["", "mdwiki", "WikiMed: Health in your pocket"], Some(Subject::Health)),
            (&["The Moon"], Some(Subject::Science)),
            (&[], None),
        ];
        for (said, wanted) in table {
            assert_eq!(guess(said), wanted, "{said:?}");
        }
    }
}
