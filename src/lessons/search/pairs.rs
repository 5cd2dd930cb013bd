//! Neighbouring syllables of the scripts that write no spaces between words (Khmer, Thai, Chinese ...).
//!
//! A dictionary cuts such a text into words, but not always as it cuts a question: ដោយសាប៊ូមុន becomes
//! ដោយសា|ប៊ូមុ|ន, and សាប៊ូ is not found. Pairs of syllables are cut alike wherever they stand. They are
//! indexed beside the words and asked when the words find nothing.

use super::fold;
use super::words::{Kind, WORD_CHARS_MAX, runs, words};

/// Stands before each pair, so that a pair is not taken for a word.
const PAIR_MARK: char = '\u{E002}';

/// Pairs of a question that are looked for.
const QUESTION_PAIRS_MAX: usize = 16;

/// A question by pairs: its words, and whether more may follow each.
pub(super) struct Question {
    pub words: Vec<(String, bool)>,
}

/// Appends the pairs of `text` to `out`, `pairs_max` at most, a space before each.
pub(super) fn append_pairs(text: &str, pairs_max: usize, out: &mut String) {
    let mut count = 0;
    for (_, run) in runs(text).filter(|(kind, _)| *kind == Kind::Unspaced) {
        let syllables = syllables(run);
        for (index, first) in syllables.iter().enumerate() {
            if count >= pairs_max {
                return;
            }
            count += 1;
            out.push(' ');
            push_pair(first, syllables.get(index + 1).map(String::as_str), out);
        }
    }
}

/// `None` when nothing typed is of such a script.
pub(super) fn of_question(typed: &str, words_max: usize) -> Option<Question> {
    let mut asked = Vec::new();
    let mut has_pairs = false;
    for (kind, run) in runs(typed) {
        if kind != Kind::Unspaced {
            asked.extend(words(run, words_max).into_iter().map(|word| (word, false)));
            continue;
        }
        has_pairs = true;
        let syllables = syllables(run);
        if let [only] = syllables.as_slice() {
            let mut word = String::new();
            push_pair(only, None, &mut word);
            asked.push((word, true));
        }
        for pair in syllables.windows(2) {
            let mut word = String::new();
            push_pair(&pair[0], Some(&pair[1]), &mut word);
            asked.push((word, false));
        }
    }
    asked.truncate(QUESTION_PAIRS_MAX);
    has_pairs.then_some(Question { words: asked })
}

fn push_pair(first: &str, second: Option<&str>, out: &mut String) {
    out.push(PAIR_MARK);
    out.push_str(first);
    out.push_str(second.unwrap_or_default());
}

/// The folded syllables of a run: a letter and the signs that hang on it. Signs and digits alone count.
fn syllables(run: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = run;
    while let Some(end) = syllable_end(rest) {
        let (syllable, after) = rest.split_at(end);
        rest = after;
        if syllable.chars().any(char::is_alphanumeric) {
            let mut folded = String::new();
            fold::append_folded(syllable, WORD_CHARS_MAX / 2, &mut folded);
            found.push(folded);
        }
    }
    found
}

fn syllable_end(text: &str) -> Option<usize> {
    let mut is_stacked = true;
    for (at, c) in text.char_indices() {
        if !is_stacked && !hangs_on(c) {
            return Some(at);
        }
        is_stacked = matches!(c, '\u{17D2}' | '\u{1039}');
    }
    (!text.is_empty()).then_some(text.len())
}

/// Vowels, tones and other signs that belong to the letter before them.
fn hangs_on(c: char) -> bool {
    fold::is_ignored(c)
        || matches!(u32::from(c),
            0x0E30..=0x0E3A | 0x0E47..=0x0E4E // Thai
            | 0x0EB0..=0x0EBC | 0x0EC8..=0x0ECE // Lao
            | 0x102B..=0x103E | 0x1056..=0x1059 | 0x105E..=0x1060 // Burmese
            | 0x17B4..=0x17D3 | 0x17DD // Khmer
            | 0xFF9E..=0xFF9F) // kana marks of half width
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> String {
        let mut out = String::new();
        append_pairs(text, 100, &mut out);
        out.replace(PAIR_MARK, "").trim_start().replace(' ', "|")
    }

    #[test]
    fn syllables_are_cut_alike_wherever_they_stand() {
        let table = [
            ("សាប៊ូ", "សាប៊ូ|ប៊ូ"),
            ("ដោយសាប៊ូមុន", "ដោយ|យសា|សាប៊ូ|ប៊ូមុ|មុន|ន"),
            ("កម្ពុជា", "កម្ពុ|ម្ពុជា|ជា"),
            ("太阳系", "太阳|阳系|系"),
            ("ตลาด", "ตลา|ลาด|ด"),
            ("plain words", ""),
        ];
        for (text, expected) in table {
            assert_eq!(pairs(text), expected, "{text}");
        }
    }

    #[test]
    fn a_question_keeps_its_spaced_words() {
        let question = of_question("wifi 太阳系 月", 8).unwrap();
        let words: Vec<(String, bool)> = question
            .words
            .iter()
            .map(|(word, open)| (word.replace(PAIR_MARK, ""), *open))
            .collect();
        let expected = [("wifi", false), ("太阳", false), ("阳系", false), ("月", true)];
        assert_eq!(words, expected.map(|(word, open)| (word.to_owned(), open)));
        assert!(of_question("wifi café", 8).is_none());
        assert!(of_question(&"太".repeat(500), 8).unwrap().words.len() <= QUESTION_PAIRS_MAX);
    }
}
