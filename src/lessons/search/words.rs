//! Cuts text into words and folds each to the form under which it is found. Index and query use this
//! same code, so what is typed on a plain keyboard finds what was written with care.

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

use super::fold;

/// Raise this when a word folds to another form than before: packages are then indexed anew.
pub const WORDS_VERSION: u32 = 1;

/// Characters of a word that are kept; longer ones are addresses and codes.
pub const WORD_CHARS_MAX: usize = 32;

/// Words of one document that are indexed.
pub const DOC_WORDS_MAX: usize = 20_000;

/// Bytes given to the dictionary at once: its cost must not grow with an endless line.
const RUN_BYTES_MAX: usize = 4_096;

/// The folded words of `text`, `words_max` at most, in order.
pub fn words(text: &str, words_max: usize) -> Vec<String> {
    let mut found = Vec::new();
    each_word(text, words_max, |word| found.push(word.to_owned()));
    found
}

/// Appends the folded words of `text` to `out`, a space between them; returns how many.
pub fn append_words(text: &str, words_max: usize, out: &mut String) -> usize {
    each_word(text, words_max, |word| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    })
}

/// True when the last character may belong to a word that is still being typed.
pub fn ends_in_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(|last| kind(last) != Kind::Between)
}

/// Calls `take` with each folded word, `words_max` times at most; returns how many.
fn each_word(text: &str, words_max: usize, take: impl FnMut(&str)) -> usize {
    let mut words = Words { take, count_max: words_max, count: 0, word: String::new() };
    for (kind, run) in runs(text) {
        if words.count >= words_max {
            break;
        }
        match kind {
            Kind::Spaced if run.is_ascii() => words.ascii(run),
            Kind::Spaced => words.folded(run),
            Kind::Unspaced => words.cut_by_dictionary(run),
            Kind::Between => {}
        }
    }
    words.count
}

struct Words<F: FnMut(&str)> {
    take: F,
    count_max: usize,
    count: usize,
    word: String,
}

impl<F: FnMut(&str)> Words<F> {
    /// Most words of Latin text come this way: no tables.
    fn ascii(&mut self, run: &str) {
        self.word.clear();
        self.word.extend(run.chars().take(WORD_CHARS_MAX).map(|c| c.to_ascii_lowercase()));
        self.hand_out();
    }

    fn folded(&mut self, run: &str) {
        self.word.clear();
        fold::append_folded(run, WORD_CHARS_MAX, &mut self.word);
        self.hand_out();
    }

    /// Scripts that write no spaces between words. The dictionary, never the LSTM model: it is fifty
    /// times quicker on Khmer and cuts nearly the same words.
    fn cut_by_dictionary(&mut self, run: &str) {
        let composed;
        let run = if run.chars().any(fold::is_width_form) {
            composed = fold::composed(run);
            &composed
        } else {
            run
        };
        let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
        let mut start = 0;
        for end in segmenter.segment_str(run) {
            if self.count >= self.count_max {
                return;
            }
            let piece = run.get(start..end).unwrap_or_default();
            start = end;
            if piece.chars().any(char::is_alphanumeric) {
                self.folded(piece);
            }
        }
    }

    fn hand_out(&mut self) {
        if !self.word.is_empty() && self.count < self.count_max {
            (self.take)(&self.word);
            self.count += 1;
        }
    }
}

/// The stretches of one kind that a text is made of.
pub(super) fn runs(text: &str) -> impl Iterator<Item = (Kind, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let kind = kind(rest.chars().next()?);
        let (run, after) = rest.split_at(run_end(rest, kind));
        rest = after;
        Some((kind, run))
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, digits and marks of a script with spaces between words.
    Spaced,
    /// Letters of a script without: a dictionary finds the words.
    Unspaced,
    Between,
}

fn kind(c: char) -> Kind {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() { Kind::Spaced } else { Kind::Between };
    }
    if is_unspaced(c) {
        Kind::Unspaced
    } else if fold::is_ignored(c) || c.is_alphanumeric() && !is_apostrophe(c) || is_mark(c) {
        Kind::Spaced
    } else {
        Kind::Between
    }
}

/// Bytes of the run of `kind_of_run` that `text` begins with.
fn run_end(text: &str, kind_of_run: Kind) -> usize {
    for (at, c) in text.char_indices() {
        // A mark that is shared by scripts stays with the letter before it.
        let goes_on = kind(c) == kind_of_run
            || (at > 0 && kind_of_run == Kind::Unspaced && fold::is_ignored(c));
        if !goes_on || (kind_of_run == Kind::Unspaced && at >= RUN_BYTES_MAX) {
            return at;
        }
    }
    text.len()
}

/// Thai, Lao, Burmese, Khmer, Chinese, Japanese.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF // Thai, Lao
        | 0x1000..=0x109F | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F // Burmese and its neighbours
        | 0x1780..=0x17FF // Khmer
        | 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3021..=0x3029 // radicals, repeats, numerals
        | 0x3040..=0x30FA | 0x30FC..=0x30FF | 0x31F0..=0x31FF // kana
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF // Han
        | 0xFF66..=0xFF9F // kana of half width
        | 0x2_0000..=0x3_FFFF)
}

/// Letters by Unicode, but written between words or parts of words: `ng'ombe` with any apostrophe.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\u{02B9}'..='\u{02BF}')
}

/// Marks that stand inside words and that `char::is_alphanumeric` leaves out.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F
        | 0x0483..=0x0487
        | 0x0591..=0x05BD
        | 0x0640 | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06DC | 0x06DF..=0x06E8 | 0x06EA..=0x06ED
        | 0x0900..=0x0963 | 0x0971..=0x0DF3 // India and Sri Lanka, without dandas
        | 0x135D..=0x135F
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF
        | 0x3099..=0x309A)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        words(text, DOC_WORDS_MAX).join("|")
    }

    #[test]
    fn words_are_cut_and_folded_alike_in_every_script() {
        let table = [
            ("The Water-Cycle, part 2", "the|water|cycle|part|2"),
            ("L'École élémentaire : cœur", "l|ecole|elementaire|coeur"),
            ("Ng'ombe na ng’ombe", "ng|ombe|na|ng|ombe"),
            ("Ɗan Ƙasa, Ɛwe", "dan|kasa|ewe"),
            ("مَدْرَسَةٌ إلى الأمــام", "مدرسه|الي|الامام"),
            ("پانی کی کہانی", "پاني|كي|كهاني"),
            ("ሰላም፡ዓለም። ፀሐይ ሠላም", "ሰላም|አለም|ጸሀይ|ሰላም"),
            ("हिन्दी फ़ाइल। चाँद", "हिंदी|फाइल|चांद"),
            ("太阳系有八大行星。", "太阳|系|有|八大|行星"),
            ("ប្រទេសកម្ពុជា", "ប្រទេស|កម្ពុជា"),
            ("วัฏจักรของน้ำ", "วัฏจักร|ของ|น\u{e49}\u{e4d}า"),
            ("ﾌｧｲﾙ ファイル", "ファイル|ファイル"),
            ("Привет, МИР! Ёлка", "привет|мир|елка"),
            ("١٢ ۳ ४ ៥ ๖", "12|3|4|5|6"),
            ("ＡＢＣ ½", "abc|1\u{2044}2"),
            ("soft\u{AD}ware zero\u{200B}width", "software|zero|width"),
            ("Straße ÎLE İstanbul", "strasse|ile|istanbul"),
            ("…—!?", ""),
            ("", ""),
        ];
        for (text, expected) in table {
            assert_eq!(joined(text), expected, "{text}");
        }
    }

    #[test]
    fn long_words_and_long_texts_are_bounded() {
        assert_eq!(joined(&"x".repeat(5_000)), "x".repeat(WORD_CHARS_MAX));
        assert_eq!(words(&"é ".repeat(5_000), 7).len(), 7);
        assert_eq!(words(&"文件".repeat(50_000), 9).len(), 9);
        let mut out = String::from("a");
        assert_eq!(append_words("B c", 5, &mut out), 2);
        assert_eq!(out, "a b c");
    }

    #[test]
    fn a_word_still_being_typed_is_told_from_a_whole_one() {
        for (typed, open) in [("wat", true), ("water ", false), ("นำ", true), ("", false)] {
            assert_eq!(ends_in_word(typed), open, "{typed}");
        }
    }

    proptest::proptest! {
        #[test]
        fn words_never_hold_what_a_match_expression_could_misread(text: String) {
            for word in words(&text, 100) {
                proptest::prop_assert!(word.chars().count() <= WORD_CHARS_MAX);
                proptest::prop_assert!(!word.contains(['"', '*', ' ', '\0', '(', ':', '^']));
                proptest::prop_assert!(!word.is_empty());
            }
        }
    }
}
