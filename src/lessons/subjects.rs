//! Subjects: the few words under which lessons are grouped, each with a picture of its own, and the
//! guess for packages that do not say theirs.

/// Every subject that pages know, in the order in which they show them.
pub const SUBJECTS: [&str; 10] = [
    "mathematics",
    "science",
    "language",
    "reading",
    "health",
    "geography",
    "history",
    "arts",
    "farming",
    "work",
];

/// Words that stand for a subject in tags, names and folder titles of packages.
const WORDS: &[(&str, &str)] = &[
    (
        "mathematics",
        "math maths mathematics mathematiques algebra geometry arithmetic numbers calculus",
    ),
    ("mathematics", "statistics hisabati phet"),
    (
        "science",
        "science sciences physics chemistry biology astronomy space moon nature water climate",
    ),
    ("science", "sayansi physique chimie biologie chemistrylibretexts phylibretexts"),
    (
        "language",
        "language languages grammar wiktionary dictionary english french swahili kiswahili arabic",
    ),
    (
        "reading",
        "reading stories story books gutenberg wikibooks wikisource storybooks library tales hadithi",
    ),
    (
        "health",
        "health medicine wikem medical hygiene nutrition malaria wikimed disease sante afya",
    ),
    ("geography", "geography wikivoyage maps earth geographie jiografia travel"),
    ("history", "history histoire historia civics society"),
    ("arts", "art arts music drawing musique sanaa"),
    ("farming", "farming agriculture gardening farm crops kilimo practicalplants livestock"),
    (
        "work",
        "business computers programming coding skills repair ifixit engineering trades entrepreneurship",
    ),
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
            (&["phet;_videos:no", "phet_en_all"], Some("mathematics")),
            (&["", "wikibooks_be_all_nopic"], Some("reading")),
            (&["", "mdwiki", "WikiMed: Health in your pocket"], Some("health")),
            (&["The Moon"], Some("science")),
            (&[], None),
        ];
        for (said, wanted) in table {
            assert_eq!(guess(said), wanted, "{said:?}");
        }
        assert_eq!(known(" Maths "), Some("mathematics"));
        assert_eq!(known("magic"), None);
        assert!(WORDS.iter().all(|(subject, _)| SUBJECTS.contains(subject)));
    }
}
