//! Subjects: the few words under which lessons are grouped, each with a picture of its own, and the
//! guess for packages that do not say theirs.

/// Every subject that pages know, in the order in which they show them; their names are in the words
/// of every language as `subject-…`.
pub const SUBJECTS: [&str; 11] = [
    "maths",
    "science",
    "language",
    "stories",
    "health",
    "world",
    "history",
    "life",
    "computers",
    "music",
    "art",
];

/// Words that stand for a subject in tags, names and folder titles of packages.
const WORDS: &[(&str, &str)] = &[
    ("maths", "math mathematics mathematiques algebra geometry arithmetic numbers calculus"),
    ("maths", "statistics hisabati"),
    ("science", "sciences physics chemistry biology astronomy space moon nature water climate"),
    ("science", "sayansi physique chimie biologie phet plants animals"),
    ("language", "languages grammar wiktionary dictionary english french swahili kiswahili arabic"),
    ("language", "spelling alphabet lugha langue wiktionnaire"),
    (
        "stories",
        "story reading gutenberg wikisource storybooks tales hadithi contes books wikibooks",
    ),
    (
        "health",
        "medicine wikem medical hygiene nutrition malaria wikimed mdwiki disease sante afya",
    ),
    ("world", "geography wikivoyage maps earth geographie jiografia travel countries"),
    ("history", "histoire historia civics society"),
    ("life", "farming agriculture gardening crops kilimo practicalplants livestock cooking repair"),
    ("life", "ifixit trades business money work"),
    ("computers", "computing programming coding python javascript internet computer"),
    ("music", "songs singing musique muziki"),
    ("art", "arts drawing painting crafts sanaa dessin"),
];

/// The subject that `given` names itself, if it is one.
pub fn known(given: &str) -> Option<&'static str> {
    let given = given.trim().to_lowercase();
    SUBJECTS.into_iter().find(|subject| *subject == given).or_else(|| of_word(&given))
}

/// A guess from what a package says of itself, the most telling first; none rather than a wrong one,
/// so an encyclopaedia of everything stays without.
pub fn guess(said: &[&str]) -> Option<&'static str> {
    said.iter().find_map(|text| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 2)
            .find_map(|word| of_word(&word.to_lowercase()))
    })
}

fn of_word(word: &str) -> Option<&'static str> {
    let has = |words: &&str| words.split(' ').any(|known| known == word);
    WORDS.iter().find(|(_, words)| has(words)).map(|(subject, _)| *subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_tell_their_subject_or_none() {
        let table: [(&[&str], Option<&str>); 6] = [
            (&["wikipedia;_category:wikipedia", "wikipedia_sw_all"], None),
            (&["phet;_videos:no", "phet_en_all"], Some("science")),
            (&["", "wikibooks_be_all_nopic"], Some("stories")),
            (&["", "mdwiki", "WikiMed: Health in your pocket"], Some("health")),
            (&["The Moon"], Some("science")),
            (&[], None),
        ];
        for (said, wanted) in table {
            assert_eq!(guess(said), wanted, "{said:?}");
        }
        assert_eq!(known(" Mathematics "), Some("maths"));
        assert_eq!(known("magic"), None);
        assert!(WORDS.iter().all(|(subject, _)| SUBJECTS.contains(subject)));
    }
}
