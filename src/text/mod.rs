//! The words of every language. English names every message; `build.rs` writes a function for each,
//! so a misspelt key or a missing argument does not compile.
//!
//! A language may be added on the box, as Fluent text or as a spreadsheet; it shows at once. What it
//! lacks is said in the box's second language, and what that lacks, in English.

mod choose;
mod forms;
mod languages;
pub mod rows;
mod sheet;

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use choose::{Wish, choose};
pub use forms::LANGUAGE_BYTES_MAX;
pub use languages::{LanguageName, Texts};
pub use sheet::{Import, TextError};

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// A message as English defines it.
pub(crate) struct Definition {
    pub key: &'static str,
    /// Only staff read it.
    pub desk: bool,
    pub hint: &'static str,
    pub variables: &'static [&'static str],
    /// The variable that chooses among `forms`; without it there is one nameless form.
    pub choice: Option<&'static str>,
    pub forms: &'static [(&'static str, &'static str)],
}

type Bundle = fluent_bundle::concurrent::FluentBundle<FluentResource>;

/// Which way lines run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    /// The direction of a language tag's script, which HTML needs beside the tag.
    pub fn of(tag: &str) -> Self {
        const RIGHT_TO_LEFT: &[&str] = &[
            "ar", "arc", "azb", "bal", "ckb", "dv", "fa", "glk", "he", "khw", "ks", "lrc", "mzn",
            "nqo", "pnb", "ps", "rhg", "sd", "syr", "ug", "ur", "yi",
        ];
        const SCRIPTS: &[&str] = &["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"];
        let lower = tag.to_ascii_lowercase();
        let mut parts = lower.split(['-', '_']);
        let language = parts.next().unwrap_or_default();
        let script = parts.find(|part| part.len() == 4);
        let rtl = script.map_or(RIGHT_TO_LEFT.contains(&language), |s| SCRIPTS.contains(&s));
        if rtl { Self::RightToLeft } else { Self::LeftToRight }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// All messages in one language, holes filled. Cheap to share, never changes.
pub struct Text {
    pub lang: Arc<str>,
    pub dir: Direction,
    lines: Vec<Line>,
}

enum Line {
    /// Ready to print: most messages have no variable.
    Plain(Arc<str>),
    Filled(Arc<Bundle>),
    /// In no language at all; shows its key. The suite proves that English has none.
    Missing,
}

impl Text {
    /// `chain`: the language itself first, English last.
    fn new(lang: &str, chain: &[Arc<Bundle>]) -> Self {
        let lines = MESSAGES
            .iter()
            .map(|message| {
                let found = chain.iter().find(|bundle| bundle.has_message(message.key));
                found.map_or(Line::Missing, |bundle| {
                    if message.variables.is_empty() {
                        Line::Plain(format(bundle, message.key, None).into())
                    } else {
                        Line::Filled(Arc::clone(bundle))
                    }
                })
            })
            .collect();
        Self { lang: lang.into(), dir: Direction::of(lang), lines }
    }

    fn line(&self, index: usize) -> &str {
        match self.lines.get(index) {
            Some(Line::Plain(words)) => words,
            _ => MESSAGES.get(index).map_or("", |message| message.key),
        }
    }

    fn fill<const N: usize>(
        &self,
        index: usize,
        values: [(&'static str, FluentValue<'_>); N],
    ) -> String {
        let Some(message) = MESSAGES.get(index) else { return String::new() };
        let Some(Line::Filled(bundle)) = self.lines.get(index) else { return message.key.into() };
        let args: FluentArgs<'_> = values.into_iter().collect();
        format(bundle, message.key, Some(&args))
    }

    /// A size as people say it: `12 MB`, `1.4 GB`, `90 kB`. Never less than 1 kB.
    pub fn size(&self, bytes: impl Borrow<u64>) -> String {
        const KILO: u64 = 1000;
        let bytes = *bytes.borrow();
        let tenths = |unit: u64| {
            let tenths = bytes.saturating_mul(10) / unit;
            match (tenths / 10, tenths % 10) {
                (whole, tenth) if tenth > 0 && whole < 10 => format!("{whole}.{tenth}"),
                (whole, _) => whole.to_string(),
            }
        };
        let size = match bytes {
            0..1_000_000 => self.size_kilobytes(bytes.div_ceil(KILO).clamp(1, 999)),
            1_000_000..1_000_000_000 => self.size_megabytes(tenths(1_000_000)),
            _ => self.size_gigabytes(tenths(1_000_000_000)),
        };
        // A line never ends between a number and its unit.
        size.replace(' ', "\u{a0}")
    }
}

/// A value that goes into a message: words or a whole number.
pub trait Value {
    fn value(&self) -> FluentValue<'_>;
}

impl Value for str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl Value for String {
    fn value(&self) -> FluentValue<'_> {
        self.as_str().value()
    }
}

/// Templates hand over references to references.
impl<T: Value + ?Sized> Value for &T {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Value for $number {
            fn value(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        }
    )*};
}
numbers!(u8 u16 u32 u64 usize i32 i64);

fn format(bundle: &Bundle, key: &str, args: Option<&FluentArgs<'_>>) -> String {
    let mut faults = Vec::new();
    bundle.get_message(key).and_then(|message| message.value()).map_or_else(
        || key.to_owned(),
        |pattern| bundle.format_pattern(pattern, args, &mut faults).into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_follows_the_script() {
        let cases = [
            ("en", "ltr"),
            ("ar", "rtl"),
            ("ar-EG", "rtl"),
            ("fa", "rtl"),
            ("az-Arab", "rtl"),
            ("ks-Deva", "ltr"),
            ("pa-Arab-PK", "rtl"),
            ("ff-Adlm", "rtl"),
            ("sw", "ltr"),
            ("", "ltr"),
        ];
        for (tag, dir) in cases {
            assert_eq!(Direction::of(tag).as_str(), dir, "{tag}");
        }
    }

    #[test]
    fn sizes_are_short() {
        let texts = Texts::embedded();
        let english = texts.get("en");
        let cases = [
            (0, "1 kB"),
            (90_400, "91 kB"),
            (999_999, "999 kB"),
            (1_000_000, "1 MB"),
            (1_450_000, "1.4 MB"),
            (12_700_000, "12 MB"),
            (64_000_000_000, "64 GB"),
        ];
        for (bytes, words) in cases {
            assert_eq!(english.size(bytes), words.replace(' ', "\u{a0}"));
        }
    }

    #[test]
    fn arabic_and_swahili_plurals_agree_with_cldr() {
        let texts = Texts::embedded();
        let arabic = texts.get("ar");
        let said: Vec<_> = [0, 1, 2, 3, 11, 100].map(|n| arabic.lessons_count(n)).into();
        let different: std::collections::BTreeSet<_> = said
            .iter()
            .map(|words| words.chars().filter(|c| c.is_alphabetic()).collect::<String>())
            .collect();
        assert_eq!(different.len(), 6, "zero, one, two, few, many, other: {said:?}");
        assert_ne!(texts.get("sw").lessons_count(1), texts.get("sw").lessons_count(3));
        assert_eq!(texts.get("en").lessons_count(1), "1 lesson");
        assert_eq!(texts.get("en").lessons_count(3), "3 lessons");
    }
}
