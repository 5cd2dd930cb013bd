//! What was typed, as expressions that FTS5 cannot misread: every word stands in quotes, and folded
//! words hold no sign of its grammar.

use super::doc_id::Shelf;
use super::{pairs, words};
use crate::base::PackageId;

/// Words of a question that are looked for; more only cost time.
pub(super) const QUESTION_WORDS_MAX: usize = 8;

/// Bytes of a question that are read.
const TYPED_BYTES_MAX: usize = 512;

/// Words from this length on may also be found by their beginning.
const STEM_CHARS_MIN: usize = 4;

/// Letters of a beginning that the index of titles holds ready (its `prefix`, less the shelf's mark).
const PREFIX_CHARS_MAX: usize = 5;

/// Stands before the first word of a title, so that titles beginning with it are found at once.
pub(super) const FIRST_MARK: char = '\u{E000}';

/// Stands before the number of a lesson's package, so that one package's lessons are found at once.
pub(super) const PACKAGE_MARK: char = '\u{E001}';

/// Where an expression looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Within {
    /// A shelf of titles; `None`: the texts.
    shelf: Option<Shelf>,
    package: Option<PackageId>,
}

impl Within {
    pub fn texts(package: Option<PackageId>) -> Self {
        Self { shelf: None, package }
    }

    pub fn lessons(package: Option<PackageId>) -> Self {
        Self { shelf: Some(Shelf::LESSONS), package }
    }

    pub fn shelf(shelf: Shelf) -> Self {
        Self { shelf: Some(shelf), package: None }
    }

    fn start(self) -> String {
        let mut expression = String::with_capacity(64);
        if let Some(package) = self.package {
            self.push(&mut expression, Some(PACKAGE_MARK), &package.to_string(), false);
        }
        expression
    }

    fn push(self, expression: &mut String, mark: Option<char>, word: &str, is_prefix: bool) {
        if !expression.is_empty() {
            expression.push(' ');
        }
        expression.push('"');
        expression.extend(self.shelf.map(Shelf::mark));
        expression.extend(mark);
        expression.push_str(word);
        expression.push_str(if is_prefix { "\"*" } else { "\"" });
    }
}

pub(super) struct Typed {
    words: Vec<String>,
    /// The last word may go on.
    open: bool,
    /// For scripts without spaces: the same question by neighbouring syllables.
    pairs: Option<pairs::Question>,
}

impl Typed {
    pub fn read(typed: &str) -> Self {
        let typed = &typed[..typed.floor_char_boundary(TYPED_BYTES_MAX)];
        let words = words::words(typed, QUESTION_WORDS_MAX);
        let pairs = pairs::of_question(typed, QUESTION_WORDS_MAX);
        Self { words, open: words::ends_in_word(typed), pairs }
    }

    /// Words that are looked for.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// All words, the last by its beginning.
    pub fn all(&self, within: Within) -> String {
        self.expression(within, None, usize::MAX)
    }

    /// All words, and the title begins with the first of them.
    pub fn all_from_first(&self, within: Within) -> String {
        self.expression(within, Some(FIRST_MARK), usize::MAX)
    }

    /// The same two, with a long beginning cut to what the index of titles holds ready: FTS5 would first
    /// gather all titles of a longer one. More titles match; `fits` tells. `None`: there is nothing to cut.
    pub fn cut(&self, within: Within, from_first: bool) -> Option<String> {
        let is_marked = from_first && self.words.len() == 1;
        let chars_max = PREFIX_CHARS_MAX - usize::from(is_marked);
        let is_long = self.words.last().is_some_and(|last| last.chars().nth(chars_max).is_some());
        let mark = from_first.then_some(FIRST_MARK);
        (self.open && is_long).then(|| self.expression(within, mark, chars_max))
    }

    /// True when a word of the title begins as the last one typed.
    pub fn fits(&self, title: &str) -> bool {
        let mut folded = String::new();
        words::append_words(title, words::DOC_WORDS_MAX, &mut folded);
        self.words.last().is_some_and(|last| folded.split(' ').any(|word| word.starts_with(last)))
    }

    fn expression(&self, within: Within, first: Option<char>, last_chars_max: usize) -> String {
        let mut expression = within.start();
        for (index, word) in self.words.iter().enumerate() {
            let is_open = self.open && index + 1 == self.words.len();
            let cut = word.char_indices().nth(last_chars_max).filter(|_| is_open);
            let word = &word[..cut.map_or(word.len(), |(at, _)| at)];
            within.push(&mut expression, first.filter(|_| index == 0), word, is_open);
        }
        expression
    }

    /// All neighbouring syllables, for scripts without spaces: where one word ends depends on what stands
    /// around it, so a dictionary may cut a text otherwise than a question. `None` for other scripts.
    pub fn all_pairs(&self, within: Within) -> Option<String> {
        let pairs = self.pairs.as_ref()?;
        let mut expression = within.start();
        for (word, is_prefix) in &pairs.words {
            within.push(&mut expression, None, word, *is_prefix);
        }
        Some(expression)
    }

    /// All words by their stems: `fractions` finds `fraction`, `कहानियाँ` finds `कहानी`.
    pub fn all_stems(&self, within: Within) -> String {
        let mut expression = within.start();
        for word in &self.words {
            let (stem, is_prefix) = stem(word);
            within.push(&mut expression, None, stem, is_prefix);
        }
        expression
    }

    /// One of the words, from 0, by its stem.
    pub fn stem(&self, index: usize, within: Within) -> String {
        let mut expression = within.start();
        let (stem, is_prefix) = self.words.get(index).map_or(("", false), |word| stem(word));
        within.push(&mut expression, None, stem, is_prefix);
        expression
    }

    /// How near a folded title is: 0 the same words, 1 begins with them, 2 has them.
    pub fn nearness(&self, title: &str) -> u8 {
        let mut folded = String::new();
        words::append_words(title, words::DOC_WORDS_MAX, &mut folded);
        let mut rest = folded.as_str();
        for (index, word) in self.words.iter().enumerate() {
            let is_last = index + 1 == self.words.len();
            rest = match rest.strip_prefix(word.as_str()) {
                Some("") if is_last => return 0,
                Some(after) if is_last && self.open => after,
                Some(after) => match after.strip_prefix(' ') {
                    Some(after) => after,
                    None => return 2,
                },
                None => return 2,
            };
        }
        1
    }
}

/// What stays of a word without its ending, and whether more may follow. Two letters less is crude, but
/// is the same for languages that have no stemmer, and serves only when the words as typed found nothing.
fn stem(word: &str) -> (&str, bool) {
    let count = word.chars().count();
    let kept = match count {
        0..STEM_CHARS_MIN => return (word, false),
        STEM_CHARS_MIN..6 => count - usize::from(word.ends_with('s')),
        _ => count - 2,
    };
    let end = word.char_indices().nth(kept).map_or(word.len(), |(at, _)| at);
    (&word[..end], true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Within = Within { shelf: None, package: None };

    #[test]
    fn expressions_quote_every_word() {
        let typed = Typed::read("NEAR(\"Water* ^cyc");
        assert_eq!(typed.all(ALL), r#""near" "water" "cyc"*"#);
        assert_eq!(
            typed.all_from_first(Within::lessons(None)),
            "\"\u{F0000}\u{E000}near\" \"\u{F0000}water\" \"\u{F0000}cyc\"*"
        );
        assert_eq!(
            typed.all(Within::texts(Some(PackageId(4)))),
            "\"\u{E001}4\" \"near\" \"water\" \"cyc\"*"
        );
        assert_eq!([typed.stem(0, ALL), typed.stem(2, ALL)], [r#""near"*"#, r#""cyc""#]);
        assert_eq!(Typed::read("or fractions ").all_stems(ALL), r#""or" "fractio"*"#);
        let in_package = Typed::read("moon").stem(0, Within::texts(Some(PackageId(4))));
        assert_eq!(in_package, "\"\u{E001}4\" \"moon\"*");
        assert!(Typed::read("?!* \"").is_empty());
        assert_eq!(typed.cut(ALL, false), None);
        let long = Typed::read("big waterfall");
        assert_eq!(long.cut(ALL, false).unwrap(), r#""big" "water"*"#);
        assert!(long.fits("Big Waterfalls") && !long.fits("Big water"));
        assert_eq!(Typed::read("water").cut(ALL, true).unwrap(), "\"\u{E000}wate\"*");
    }

    #[test]
    fn nearness_tells_same_from_beginning_from_having() {
        let table = [
            ("water", "Water", 0),
            ("water", "Waterfall", 1),
            ("water ", "Water cycle", 1),
            ("water ", "Waterfall", 2),
            ("water cy", "Water: Cycle", 1),
            ("cycle", "Water cycle", 2),
            ("water cycle of", "Water cycle", 2),
        ];
        for (typed, title, expected) in table {
            assert_eq!(Typed::read(typed).nearness(title), expected, "{typed} / {title}");
        }
    }
}
